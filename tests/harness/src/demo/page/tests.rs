use super::page_of;
use crate::demo::template::Look;

#[test]
fn letter_of_plain_text_has_no_page() {
    assert_eq!(page_of(Look::Plain, "Bonjour"), None);
}

#[test]
fn paragraphs_lists_and_tables_become_html() {
    let text = "Bonjour,\nMadame\n\nÀ surveiller :\n- le poids ;\n- la peau.\n\n| Examen | Résultat |\n| CRP | < 5 |";
    let page = page_of(Look::Table, text).unwrap();
    for expected in [
        "<p>Bonjour,<br>\nMadame</p>",
        "<p>À surveiller :</p>\n<ul>\n<li>le poids ;</li>\n<li>la peau.</li>\n</ul>",
        "<tr><th>Examen</th><th>Résultat</th></tr>\n<tr><td>CRP</td><td>&lt; 5</td></tr>",
    ] {
        assert!(page.contains(expected), "{expected}\nis not in\n{page}");
    }
}

#[test]
fn logo_is_shown_by_its_content_id() {
    assert!(page_of(Look::Logo, "Bonjour").unwrap().contains("src=\"cid:logo@estafette-demo.example\""));
}

#[test]
fn newsletter_tries_everything_a_window_must_refuse() {
    let page = page_of(Look::Newsletter, "").unwrap();
    for attempt in ["<script", "onload=", "http://", "javascript:", "<form", "<iframe", "position: fixed", "@import"] {
        assert!(page.contains(attempt), "{attempt}");
    }
}
