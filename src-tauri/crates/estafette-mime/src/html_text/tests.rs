use std::time::Duration;

use super::Links::{Hidden, Shown};
use super::html_to_plain;
use crate::stopwatch::within;

fn text(html: &str) -> String {
    html_to_plain(html, Hidden, 10_000)
}

#[test]
fn the_words_are_laid_out_as_they_were_read() {
    let cases = [
        ("<p>Bonjour,</p><p>Mme  Garnier\n quitte   le service.</p>", "Bonjour,\n\nMme Garnier quitte le service."),
        ("Bonjour<br>Cordialement", "Bonjour\nCordialement"),
        ("a<br><br><br>b", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<ul><li>NFS<li>Ionogramme</ul>fin", "- NFS\n- Ionogramme\n\nfin"),
        (
            "<table><tr><td>Furosémide</td><td>20 mg</td></tr><tr><td>Oxazépam</td></tr></table>",
            "Furosémide 20 mg\nOxazépam",
        ),
        ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n\n> b\n>\n>> c\n\nd"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>1  2\n 3</pre>", "1  2\n 3"),
        ("caf&eacute; &lt;b&gt; &amp; th&#233;", "café <b> & thé"),
        ("<b>gr</b>as", "gras"),
        ("<img alt=\"Plan d’accès\"> ici", "Plan d’accès ici"),
        ("<style>p{}</style><script>x()</script><title>t</title>mot", "mot"),
        ("<!-- caché -->mot<!doctype html>", "mot"),
        ("<h1>Titre</h1>suite", "Titre\n\nsuite"),
        ("", ""),
        ("   \n ", ""),
        ("<p", ""),
        ("a &nbsp;: b", "a \u{a0}: b"),
    ];
    for (html, expected) in cases {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn a_link_shows_its_address_when_asked_and_only_once() {
    let cases = [
        ("<a href=\"https://x.example/cr\">Compte rendu</a>.", "Compte rendu <https://x.example/cr>."),
        ("<a href=\"https://x.example/\">https://x.example</a>", "https://x.example"),
        ("<a href=\"mailto:a@mas.example\">a@mas.example</a>", "a@mas.example"),
        ("<a href=\"javascript:x\">lien</a>", "lien"),
        ("<a href=\"https://x.example/\"><img></a>b", "b"),
        (
            "<a href=\"https://x.example/a\">a</a> <a href=\"https://x.example/b\">b</a>",
            "a <https://x.example/a> b <https://x.example/b>",
        ),
    ];
    for (html, expected) in cases {
        assert_eq!(html_to_plain(html, Shown, 10_000), expected, "{html}");
        assert!(!html_to_plain(html, Hidden, 10_000).contains('<'), "{html}");
    }
}

#[test]
fn text_stops_near_its_limit() {
    let long = html_to_plain(&"<p>mot</p>".repeat(10_000), Hidden, 1_000);
    assert!((1_000..1_100).contains(&long.len()), "{}", long.len());
}

#[test]
fn markup_that_never_ends_is_left_in_time() {
    let hostile = [
        "<div>".repeat(100_000),
        "<blockquote>".repeat(100_000) + "x",
        format!("<p {}>fin", (0..100_000).fold(String::new(), |tag, n| tag + " a" + &n.to_string())),
        "<a b/c/d/e/f>".repeat(100_000),
        "<!--".repeat(100_000),
        "<script>".repeat(100_000),
        "&".repeat(300_000),
        "<br>".repeat(100_000),
        " ".repeat(300_000),
    ];
    for html in hostile {
        let words = within(Duration::from_secs(5), &html[..20], || html_to_plain(&html, Shown, 100_000));
        assert!(words.len() < 110_000);
    }
}
