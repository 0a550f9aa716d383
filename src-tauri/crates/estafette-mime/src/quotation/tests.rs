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
fn each_part_of_a_letter_is_quoted_apart_so_that_none_swallows_the_next() {
    let raw = "Content-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/html\r\n\r\n<p>Avant <blockquote>ouvert <a href=\"https://ch.example/\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nChambre 12, <b>\r\n\
        --b--\r\n";
    let words = quoted_answer("", &parse_message(raw.as_bytes()));
    assert!(words.contains("Avant"), "{words}");
    assert!(words.contains("<p>Chambre 12, &lt;b&gt;</p>"), "{words}");
    assert_eq!(words.matches("<blockquote>").count(), words.matches("</blockquote>").count(), "{words}");
}

#[test]
fn what_says_nothing_is_left_out_of_a_quotation() {
    assert_eq!(quoted("<p>Un</p><p>&nbsp;</p><p><br></p><div></div><p> </p><p>Deux</p>"), "<p>Un</p><p>Deux</p>");
}

#[test]
fn underlining_stays_and_what_only_looks_different_becomes_a_paragraph() {
    assert_eq!(quoted("<u>Urgent</u> <ins>ajouté</ins>"), "<u>Urgent</u> <u>ajouté</u>");
    assert_eq!(quoted("<center>Au milieu</center><pre>tel quel</pre>"), "<p>Au milieu</p><p>tel quel</p>");
    assert_eq!(quoted("<address>12 rue des Tilleuls</address>"), "<p>12 rue des Tilleuls</p>");
}

#[test]
fn a_link_to_write_to_somebody_is_quoted_and_one_to_a_file_is_not() {
    let words = quoted("<a href=\"mailto:u@ch.example\">écrire</a> <a href=\"file:///etc/passwd\">fichier</a>");
    assert!(words.contains("<a href=\"mailto:u@ch.example\">écrire</a>"), "{words}");
    assert!(words.contains("fichier") && !words.contains("passwd"), "{words}");
}

#[test]
fn the_lines_above_a_forwarding_are_words_whatever_the_sender_called_himself() {
    let lines = ["De : \"<img src=x>\" <u@ch.example>".to_owned()];
    let carried = forwarded(&lines, &plain_letter("Bonjour"));
    assert!(carried.starts_with("<p>De : ") && !carried.contains("<img"), "{carried}");
    assert!(carried.ends_with("<p>Bonjour</p>"), "{carried}");
}

#[test]
fn a_letter_without_words_is_quoted_as_nothing() {
    assert_eq!(quoted_answer("Le 12 nov. :", &plain_letter("")), "<p>Le 12 nov. :</p><blockquote></blockquote>");
}

#[test]
fn lists_in_lists_keep_their_levels() {
    let words = quoted("<ol><li>Matin<ul><li>furosémide</li></ul></li><li>Soir</li></ol>");
    assert!(words.starts_with("<ol><li>") && words.ends_with("</li></ol>"), "{words}");
    assert_eq!(words.matches("<li>").count(), 3, "{words}");
}
