use super::display_line;

#[test]
fn a_line_cannot_reorder_hide_or_break_what_stands_beside_it() {
    let cases = [
        ("Dr Hélène Fabre", "Dr Hélène Fabre"),
        ("Compte\trendu\r\n  du  12", "Compte rendu du 12"),
        ("facture\u{202e}fdp.exe", "facturefdp.exe"),
        ("\u{2066}Dr Fabre\u{2069}\u{200e}", "Dr Fabre"),
        ("a\u{200b}d\u{feff}m\u{2060}in", "admin"),
        ("Bonjour\u{2028}Suite\u{2029}", "Bonjour Suite"),
        ("sonnette\u{7}\u{1b}[31m", "sonnette[31m"),
        ("nul\0", "nul"),
        ("   ", ""),
        ("Objet\u{a0}: retour\u{202f}?", "Objet\u{a0}: retour\u{202f}?"),
        ("\u{e0041}\u{e0042}x", "x"),
    ];
    for (received, shown) in cases {
        assert_eq!(display_line(received), shown, "{received:?}");
    }
}

#[test]
fn an_endless_line_is_cut_between_two_characters() {
    let line = display_line(&"é".repeat(5_000));
    assert_eq!(line.chars().count(), 998);
}

#[test]
fn a_line_that_was_cleaned_stays_as_it_is() {
    for line in ["  a \u{202e}\t b  ", "\u{2028}a\u{2028}b", "Réf\u{a0}: 12"] {
        let once = display_line(line);
        assert_eq!(display_line(&once), once, "{line:?}");
    }
}
