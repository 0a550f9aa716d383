#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{forwarded, quoted_answer};
use crate::{Links, html_to_plain, parse_message};

fn html_letter(html: &str) -> crate::ParsedMessage {
    parse_message(format!("Content-Type: text/html; charset=utf-8\r\n\r\n{html}").as_bytes())
}

fn plain_letter(text: &str) -> crate::ParsedMessage {
    parse_message(format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{text}").as_bytes())
}

fn quoted(html: &str) -> String {
    let quoted = quoted_answer("", &html_letter(html));
    quoted.strip_prefix("<p></p><blockquote>").unwrap().strip_suffix("</blockquote>").unwrap().to_owned()
}

#[test]
fn the_quotation_holds_the_words_and_no_markup_of_theirs() {
    let original = plain_letter("Bonjour\n\n> avant\n<b>x</b>");
    let expected = "<p>Le 12 nov., Dr &lt;Fabre&gt; a écrit :</p><blockquote><p>Bonjour</p>\
        <blockquote><p>avant</p></blockquote><p>&lt;b&gt;x&lt;/b&gt;</p></blockquote>";
    assert_eq!(quoted_answer("Le 12 nov., Dr <Fabre> a écrit :", &original), expected);
}

#[test]
fn a_book_is_quoted_in_part_and_says_so() {
    let text = quoted_answer("", &plain_letter(&"é".repeat(100_000)));
    assert!(text.len() < 70_000 && text.contains("[…]"));
    let html = quoted_answer("", &html_letter(&format!("<p>{}</p>", "é".repeat(100_000))));
    assert!(html.len() < 70_000 && html.contains("[…]"), "{}", html.len());
}

#[test]
fn html_is_quoted_in_the_forms_the_editor_knows() {
    assert_eq!(
        quoted("<div>Bonjour,</div><div><br></div><div><b>Mme Aubert</b> rentre <i>demain</i>.</div>"),
        "<p>Bonjour,</p><p><strong>Mme Aubert</strong> rentre demain.</p>"
    );
    assert_eq!(
        quoted("<h2>Traitement</h2><ul><li>matin</li><li>soir</li></ul>"),
        "<p>Traitement</p><ul><li>matin</li><li>soir</li></ul>"
    );
    assert_eq!(quoted("<div><div>Un</div><div>Deux</div></div>"), "<p>Un</p><p>Deux</p>");
}

#[test]
fn a_table_is_quoted_line_by_line() {
    let table = "<table><tr><th>Jour</th><th>Dose</th></tr><tr><td>lundi</td><td>5 mg</td></tr></table>";
    assert_eq!(quoted(table), "<p>Jour Dose</p><p>lundi 5 mg</p>");
}

#[test]
fn nothing_that_acts_or_looks_elsewhere_is_quoted() {
    let hostile = "<p onclick=\"x()\" style=\"color:red\" id=\"a\">Texte<script>vol()</script></p>\
        <img src=\"https://piste.example/p.gif\"><a href=\"javascript:x\">lien</a>\
        <a href=\"https://exemple.example/cr\">compte rendu</a><iframe src=\"https://x.example\"></iframe>";
    let words = quoted(hostile);
    for gone in ["script", "vol()", "onclick", "style", "id=", "img", "piste", "javascript", "iframe"] {
        assert!(!words.contains(gone), "{gone}: {words}");
    }
    assert!(words.contains("<a href=\"https://exemple.example/cr\">compte rendu</a>"), "{words}");
}

#[test]
fn what_was_quoted_again_and_again_is_folded() {
    let mut html = "le plus ancien".to_owned();
    for level in (1..=8).rev() {
        html = format!("<p>niveau {level}</p><blockquote>{html}</blockquote>");
    }
    let words = quoted(&html);
    assert!(words.contains("niveau 4") && !words.contains("niveau 5"), "{words}");
    assert_eq!(words.matches("[…]").count(), 1);
    assert_eq!(words.matches("<blockquote>").count(), words.matches("</blockquote>").count());
    let plain = plain_letter("un\n> deux\n>> trois\n>>> quatre\n>>>> cinq\n>>>>> six\nfin");
    let words = quoted_answer("", &plain);
    assert!(words.contains("quatre") && !words.contains("cinq") && words.contains("fin"), "{words}");
}

#[test]
fn in_plain_text_an_answer_is_marked_and_a_forwarding_is_not() {
    let original = html_letter("<p>La chambre 12 est prête.</p>");
    let answer = html_to_plain(&quoted_answer("Le 24 nov., Urgences a écrit :", &original), Links::Shown, 10_000);
    assert_eq!(answer, "Le 24 nov., Urgences a écrit :\n\n> La chambre 12 est prête.");
    let lines = ["Message transféré".to_owned(), "De : Urgences <u@ch.example>".to_owned()];
    let carried = html_to_plain(&forwarded(&lines, &original), Links::Shown, 10_000);
    assert_eq!(carried, "Message transféré\nDe : Urgences <u@ch.example>\n\nLa chambre 12 est prête.");
}

#[test]
fn a_letter_too_tangled_to_be_cleaned_is_quoted_by_its_words() {
    let html = format!("{}fond{}", "<div>".repeat(3_000), "</div>".repeat(3_000));
    assert_eq!(quoted_answer("", &html_letter(&html)), "<p></p><blockquote><p>fond</p></blockquote>");
}

#[test]
fn each_block_of_the_original_is_a_paragraph_and_blank_ones_go() {
    for block in [
        "address",
        "article",
        "caption",
        "center",
        "dd",
        "div",
        "dt",
        "figcaption",
        "footer",
        "h1",
        "h3",
        "h6",
        "header",
        "main",
        "pre",
        "section",
    ] {
        let words = quoted(&format!("<p>avant</p><{block}>milieu</{block}><p>&nbsp;</p><p>après</p>"));
        for kept in ["avant", "milieu", "après"] {
            assert!(words.contains(kept), "{block}: {words}");
        }
        assert!(!words.contains("avantmilieu") && !words.contains("milieuaprès"), "{block}: {words}");
        assert!(!words.contains("nbsp") && !words.contains("<p></p>"), "{block}: {words}");
    }
}

#[test]
fn underline_and_bold_stay_under_the_names_the_editor_gives_them() {
    let marks = [
        ("<b>gras</b>", "<strong>gras</strong>"),
        ("<strong>gras</strong>", "<strong>gras</strong>"),
        ("<u>souligné</u>", "<u>souligné</u>"),
        ("<ins>ajouté</ins>", "<u>ajouté</u>"),
        ("<font color=\"red\">rouge</font>", "rouge"),
        ("<span style=\"x\">sans forme</span>", "sans forme"),
    ];
    for (original, kept) in marks {
        assert_eq!(quoted(&format!("<p>{original}</p>")), format!("<p>{kept}</p>"));
    }
}

#[test]
fn a_forwarding_without_a_word_carries_its_header() {
    let lines = ["Message transféré".to_owned(), "Objet : <DLU>".to_owned()];
    assert_eq!(forwarded(&lines, &plain_letter("")), "<p>Message transféré<br>Objet : &lt;DLU&gt;</p>");
}
