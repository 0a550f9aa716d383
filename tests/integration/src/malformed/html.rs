//! What is wrong with a text in HTML: trees that cost more than they show, and markup that two parsers read in two ways.

use super::{Malformed, mixed, page};

pub(super) fn letters() -> Vec<Malformed> {
    [trees(), markup(), styles()].concat()
}

fn trees() -> Vec<Malformed> {
    let deep = |tag: &str, levels: usize| {
        page(format!("{levels} {tag} inside each other"), format!("<{tag}>").repeat(levels) + "Au fond")
    };
    vec![
        deep("div", 300),
        deep("div", 100_000),
        deep("b", 100_000),
        deep("table", 20_000),
        deep("table><tr><td", 20_000),
        deep("a href=x", 50_000),
        deep("button", 50_000),
        deep("blockquote", 50_000),
        deep("template", 20_000),
        deep("svg", 20_000),
        deep("math><mi", 20_000),
        deep("select", 20_000),
        deep("p", 100_000),
        page("a hundred thousand elements in a row", "<i>x</i>".repeat(100_000)),
        page(
            "formatting that is closed in the wrong order",
            "<b><i><u><a href=x><font>x</b></i></u></a></font>".repeat(5_000),
        ),
        page("paragraphs in formatting", format!("{}x{}", "<b><p>".repeat(20_000), "</b></p>".repeat(20_000))),
        page("what a table pushes out of itself", format!("<table>{}</table>", "x<b>y".repeat(20_000))),
        page("cells without a table", "<td><tr><tbody><caption><col>".repeat(20_000)),
        page("html in html", "<html a=1><body b=2><head c=3>".repeat(20_000)),
        page(
            "ten thousand attributes",
            format!("<p {}>x", (0..10_000).map(|n| format!("a{n}=1 ")).collect::<String>()),
        ),
        page("an attribute of a megabyte", format!("<p title=\"{}\">x", "a".repeat(1024 * 1024))),
        page("one attribute ten thousand times", format!("<p {}>x", "id=a ".repeat(10_000))),
        page("a tag of a megabyte", format!("<{}>x", "a".repeat(1024 * 1024))),
        page(
            "an image in the text of two megabytes",
            format!("<img src=\"data:image/png;base64,{}\">Bonjour", "QUFB".repeat(512 * 1024)),
        ),
        page("a hundred thousand images", "<img src=cid:x>".repeat(100_000)),
        page("two megabytes of text", "mot ".repeat(512 * 1024)),
        mixed(
            "a hundred texts in HTML",
            &vec![String::from("Content-Type: text/html\r\n\r\n<div><p>Bonjour</div></p>"); 100],
        ),
    ]
}

fn markup() -> Vec<Malformed> {
    let written = [
        ("a comment that never ends", "Avant<!-- <b>Après</b>"),
        ("a comment closed by half", "<!-- --!><b>x</b><!--><!---><!-- -- ><i>y</i>"),
        ("a tag that never ends", "Avant<a href=\"https://a.example"),
        ("a quotation that never ends", "Avant<img alt='x <p>Après</p>"),
        ("zero bytes in tags", "<sc\0ript>alert(1)</sc\0ript><a hr\0ef=\"java\0script:x\">y</a>"),
        ("a script that never ends", "Avant<script>var x = '</scrip' + 't>'; <p>Après"),
        ("a script in a comment in a script", "<script><!--<script></script>--></script><p>Après"),
        ("a style that never ends", "Avant<style>p{color:red}<p>Après"),
        ("a title that swallows", "<title><b>x</title>Après"),
        ("a text area that swallows", "<textarea><p>x</p></textarea><p>Après"),
        ("plain text from here on", "Avant<plaintext><b>x</b>"),
        ("what is shown without script", "<noscript><p title=\"</noscript><img src=x onerror=y>\">x"),
        ("frames of old", "<noframes><iframe><noembed><xmp><listing><b>x"),
        (
            "another name space",
            "<svg><style><img src=x></style><p>y</svg><math><mtext><table><mglyph><style><!--</style>z",
        ),
        ("foreign content and back", "<svg><foreignObject><math><annotation-xml encoding='text/html'><p>x</svg>y"),
        ("CDATA", "<![CDATA[<b>x</b>]]><svg><![CDATA[<b>y</b>]]></svg>"),
        ("an instruction", "<?xml version='1.0'?><?php echo 1 ?><b>x</b>"),
        ("a document type in the middle", "x<!DOCTYPE html SYSTEM \"http://a.example/x.dtd\" [<!ENTITY a \"b\">]>&a;y"),
        ("entities without an end", "&amp&lt&#x41&#65&#xFFFFFFFFFF;&#0;&#x110000;&notanentity;&ampx"),
        (
            "entities in an address",
            "<a href=\"&#106;&#97;vascript&colon;alert(1)\">x</a><a href=\"&#x2F;&sol;a.example\">y</a>",
        ),
        (
            "words of Outlook",
            "<!--[if mso]><b>x</b><![endif]--><![if !mso]>y<![endif]><o:p>z</o:p><st1:place>t</st1:place>",
        ),
        (
            "white space in a scheme",
            "<a href=\" \tjava\nscript:x\">x</a><a href=\"\u{1}https://a.example\">y</a><a href=\"ht\ntps://a.example\">z</a>",
        ),
        (
            "addresses that are none",
            "<a href=\"https://\">a</a><a href=\"https://[::\">b</a><a href=\"//\">c</a><a href=\"https://a.example:99999\">d</a><a href=\"#\">e</a>",
        ),
        ("an address with a secret", "<a href=\"https://a:b@c.example\\@d.example/\">x</a>"),
        ("names that mean something", "<p id=head name=body>x<form id=forms><input name=attributes></form>"),
        ("the end before the beginning", "</body></html></div></p></br></table>x"),
        ("surrogates", "&#xD800;&#xDC00;\u{FFFD}x"),
    ];
    let mut letters: Vec<Malformed> = written.iter().map(|(name, html)| page(*name, html)).collect();
    letters.push(page("a hundred thousand openings", "<".repeat(100_000)));
    letters.push(page("a hundred thousand ampersands", "&".repeat(100_000)));
    letters.push(page("a hundred thousand comments", "<!---->".repeat(100_000)));
    letters.push(page("bytes that are no letters", b"<p>\xff\xfe\xc3<b \x80=\x81>\xed\xa0\x80".repeat(1000)));
    letters
}

fn styles() -> Vec<Malformed> {
    let style = |name: &str, style: &str| page(name, format!("<p style=\"{style}\">Bonjour"));
    vec![
        style("a style that fetches", "background:url(https://a.example/x);color:red"),
        style("a style in escapes", "c\\6f lor:red;background:\\75 rl(x)"),
        style("a style in comments", "color:/**/red;/*background*/:url(x)"),
        style("a style of semicolons", &";".repeat(200_000)),
        style("a style of brackets", &format!("width:{}", "(".repeat(200_000))),
        style("a style of a megabyte", &"color:red;".repeat(100_000)),
        style("a style of other letters", "colör:röd;\u{202e}color:red;color:\u{0}red"),
        style("sizes without measure", "width:99999999999999999999px;font-size:1e308px;line-height:-1;margin:-99999px"),
    ]
}
