use std::time::Duration;

use crate::stopwatch::within;

use super::{plain_to_html, plain_to_quote_html};
use crate::dice::Dice;
use crate::html_text::{Links, html_to_plain};

#[test]
fn paragraphs_lines_and_quotations_are_laid_out() {
    let cases = [
        ("Bonjour,\n\nMme Garnier\nquitte le service.", "<p>Bonjour,</p><p>Mme Garnier<br>quitte le service.</p>"),
        ("a\r\n\r\n\r\nb\r\n", "<p>a</p><p>b</p>"),
        ("> a\n> b\nc", "<blockquote><p>a<br>b</p></blockquote><p>c</p>"),
        (">> a\n> b", "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote>"),
        ("> > a", "<blockquote><blockquote><p>a</p></blockquote></blockquote>"),
        ("> a\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("  deux espaces", "<p>  deux espaces</p>"),
        ("", ""),
        ("\n\n \n", ""),
    ];
    for (text, html) in cases {
        assert_eq!(plain_to_html(text), html, "{text:?}");
    }
}

#[test]
fn nothing_written_can_become_markup() {
    let cases = [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("\"&amp;' </p>", "<p>&quot;&amp;amp;&#39; &lt;/p&gt;</p>"),
        ("a\u{202e}b\u{0}c\u{1b}", "<p>abc</p>"),
        ("><b>", "<blockquote><p>&lt;b&gt;</p></blockquote>"),
    ];
    for (text, html) in cases {
        assert_eq!(plain_to_html(text), html, "{text:?}");
        assert_eq!(plain_to_quote_html(text), html, "{text:?}");
    }
}

#[test]
fn an_address_becomes_a_link_and_its_sentence_does_not() {
    let cases = [
        ("Voir https://x.example/a.", "https://x.example/a", "https://x.example/a"),
        ("(https://x.example/a)", "https://x.example/a", "https://x.example/a"),
        ("https://x.example/a_(b)", "https://x.example/a_(b)", "https://x.example/a_(b)"),
        ("<https://x.example/?a=1&b=2>", "https://x.example/?a=1&amp;b=2", "https://x.example/?a=1&amp;b=2"),
        ("« http://x.example »", "http://x.example/", "http://x.example"),
        ("https://x.example/\"onclick=alert(1)", "https://x.example/", "https://x.example/"),
        ("https://x.example/'a", "https://x.example/&#39;a", "https://x.example/&#39;a"),
    ];
    for (text, href, shown) in cases {
        let html = plain_to_html(text);
        let link = format!("<a href=\"{href}\" target=\"_blank\" rel=\"noopener noreferrer\">{shown}</a>");
        assert!(html.contains(&link), "{text}: {html}");
        assert_eq!(html.matches("<a ").count(), 1, "{text}: {html}");
        assert!(!plain_to_quote_html(text).contains("<a "), "{text}");
    }
}

#[test]
fn what_only_looks_like_an_address_stays_text() {
    let endless = format!("https://x.example/{}", "a".repeat(5_000));
    for text in ["https://", "http://.", "javascript:alert(1)", "ftp://x.example", "www.x.example", endless.as_str()] {
        assert!(!plain_to_html(text).contains("<a "), "{text}");
    }
}

#[test]
fn a_hundred_levels_of_quotation_are_drawn_as_ten() {
    let html = plain_to_html(&format!("{} fond", ">".repeat(100)));
    assert_eq!(html.matches("<blockquote>").count(), 10);
    assert_eq!(html.matches("</blockquote>").count(), 10);
}

#[test]
fn whatever_is_typed_only_our_few_tags_come_out_and_they_close() {
    let pieces = [
        "<",
        ">",
        "> ",
        "\n",
        "\r\n",
        "\n\n",
        "&",
        "\"",
        "'",
        "<b>",
        "</p>",
        "<script>",
        "http://",
        "https://x.example/a",
        "mot",
        " ",
        "\t",
        "\u{202e}",
        "\0",
        "é",
    ];
    let mut dice = Dice::thrown_from(5);
    for _ in 0..3_000 {
        let text = dice.string(&pieces, 30);
        for html in [plain_to_html(&text), plain_to_quote_html(&text)] {
            for tag in ["p", "blockquote", "a"] {
                let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
                assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{text:?}: {html}");
            }
            let ours = ["<p>", "</p>", "<br>", "<blockquote>", "</blockquote>", "<a href=\"http", "</a>"];
            let without = ours.iter().fold(html.clone(), |rest, tag| rest.replace(tag, ""));
            assert!(!without.contains('<'), "{text:?}: {html}");
        }
    }
}

#[test]
fn the_words_of_a_text_come_back_from_its_html() {
    for text in ["Bonjour,\n\nMme Garnier\nquitte.", "> cité\n\nréponse", "a < b & c > d", ">> deux\n> un"] {
        let back = html_to_plain(&plain_to_quote_html(text), Links::Hidden, 10_000);
        let flat =
            |text: &str| text.split(['\n', '>', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        assert_eq!(flat(&back), flat(text), "{text:?}");
    }
}

#[test]
fn lines_of_a_signature_stay_lines_and_are_never_markup_nor_quotation() {
    let html = crate::lines_to_html("Secrétariat <EHPAD>\n> Poste 214");
    assert_eq!(html, "<p>Secrétariat &lt;EHPAD&gt;<br>&gt; Poste 214</p>");
    assert_eq!(crate::lines_to_html(""), "");
}

#[test]
fn a_line_of_fifty_thousand_links_is_read_in_one_pass() {
    let line = "https://a.example/ ".repeat(50_000);
    let html = within(Duration::from_secs(3), "fifty thousand links", || plain_to_html(&line));
    assert_eq!(html.matches("<a href=").count(), 50_000);
}
