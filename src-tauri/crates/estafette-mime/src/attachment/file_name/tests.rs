use super::clean_file_name;

#[test]
fn a_name_is_made_fit_for_any_disk() {
    let cases = [
        ("Ordonnance de sortie.pdf", "Ordonnance de sortie.pdf"),
        ("Été 2026 – n°1.pdf", "Été 2026 – n°1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\win.ini", "win.ini"),
        ("C:\\Users\\a\\facture.pdf", "facture.pdf"),
        ("/", ""),
        ("..", ""),
        (".bashrc", "bashrc"),
        ("facture.pdf.", "facture.pdf"),
        ("facture.pdf . .", "facture.pdf"),
        ("facture\u{202e}fdp.exe", "facturefdp.exe"),
        ("a\0b\r\nc\td.pdf", "ab c d.pdf"),
        ("a:b*c?d\"e<f>g|h.pdf", "a_b_c_d_e_f_g_h.pdf"),
        ("   .pdf", "pdf"),
        ("", ""),
        ("dossier/", "dossier"),
        ("note\u{2028}x.txt", "note x.txt"),
        ("bil\u{ad}an\u{200d}.p\u{fe0f}df", "bilan.pdf"),
        ("facture.pdf\u{2800}\u{2800}\u{2800}.exe", "facture.pdf.exe"),
        ("facture.pdf\u{a0}\u{3000}   .exe", "facture.pdf .exe"),
        ("a.txt:flux", "a.txt_flux"),
        ("a.exe\u{a0}", "a.exe"),
        ("\\\\serveur\\partage\\x.pdf", "x.pdf"),
    ];
    for (received, cleaned) in cases {
        assert_eq!(clean_file_name(received), cleaned, "{received:?}");
    }
}

#[test]
fn a_device_of_windows_is_no_file() {
    for name in ["CON", "con.txt", "Nul.tar.gz", "COM1", "lpt9.pdf", "COM¹.txt", "conin$", "clock$", "AUX .txt"] {
        assert!(clean_file_name(name).starts_with('_'), "{name}");
    }
    for name in ["CONSULTATION.pdf", "COM.pdf", "COM10.pdf", "LPTX.pdf", "auxiliaire.txt"] {
        assert_eq!(clean_file_name(name), name);
    }
}

#[test]
fn a_long_name_keeps_its_extension() {
    let name = clean_file_name(&format!("{}.pdf", "é".repeat(500)));
    assert!(name.len() <= 200 && name.ends_with("é.pdf"), "{name}");
    let name = clean_file_name(&format!("a.{}", "x".repeat(500)));
    assert!(name.len() <= 200 && name.starts_with("a.x"), "{name}");
    let name = clean_file_name(&format!("con.{}.pdf", "x".repeat(500)));
    assert!(name.len() <= 200 && name.starts_with("_con.x") && name.ends_with(".pdf"), "{name}");
}

#[test]
fn a_clean_name_stays_as_it_is() {
    for name in ["../CON", "a:b", ". x .", &"é".repeat(300), &format!("nul.{}", "x".repeat(300)), "\u{202e}a/b\\c.pdf"]
    {
        let once = clean_file_name(name);
        assert_eq!(clean_file_name(&once), once, "{name:?}");
    }
}
