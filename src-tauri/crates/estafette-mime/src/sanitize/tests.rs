#![allow(clippy::unwrap_used, clippy::expect_used)]

mod inspect;
mod vectors;

use std::time::Duration;

use ammonia::Builder;
use estafette_model::MessageId;

use super::{GENERIC_ATTRIBUTES, Sanitized, TAG_ATTRIBUTES, TAGS, TooComplex, sanitize};
use crate::dice::Dice;
use crate::mail_url::{MAIL_ORIGIN, MessageScope};
use crate::stopwatch::within;
use inspect::{Element, elements, words};
use vectors::{HOSTILE, Vector};

fn scope() -> MessageScope {
    MessageScope::new("jeton", MessageId::new(7))
}

fn clean(html: &str) -> Sanitized {
    sanitize(html, &scope()).expect("affordable")
}

/// The allow-list, said once more and independently: what a browser may find in the output of any message.
fn assert_harmless(name: &str, html: &str) {
    for element in elements(html) {
        assert!(TAGS.contains(&element.name.as_str()), "{name}: tag {element:?} in {html}");
        for (attribute, value) in &element.attributes {
            assert!(may_have(&element, attribute), "{name}: attribute {attribute} of {element:?} in {html}");
            assert_harmless_value(name, attribute, value);
        }
    }
}

fn may_have(element: &Element, attribute: &str) -> bool {
    GENERIC_ATTRIBUTES.contains(&attribute)
        || (element.name == "a" && matches!(attribute, "target" | "rel"))
        || TAG_ATTRIBUTES.iter().any(|(tag, names)| *tag == element.name && names.contains(&attribute))
}

fn assert_harmless_value(name: &str, attribute: &str, value: &str) {
    let folded: String = value.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    match attribute {
        "href" => assert!(
            ["https://", "http://", "mailto:", "#m7-"].iter().any(|start| value.starts_with(start)),
            "{name}: href {value:?}"
        ),
        "src" => assert!(value.starts_with(&format!("{MAIL_ORIGIN}/jeton/m/7/cid/")), "{name}: src {value:?}"),
        "target" => assert_eq!(value, "_blank", "{name}"),
        "rel" => assert_eq!(value, "noopener noreferrer", "{name}"),
        "id" => assert!(value.starts_with("m7-"), "{name}: id {value:?}"),
        "style" => {
            for word in ["url", "image", "element(", "var(", "attr(", "env(", "expression", "import", "behavior", "\\"]
            {
                assert!(!folded.contains(word), "{name}: {word} in style {value:?}");
            }
            for word in ["position", "z-index", "transform", "filter", "inset", "zoom", "anchor", "content:", "opacity"]
            {
                assert!(!folded.contains(word), "{name}: {word} in style {value:?}");
            }
        }
        _ => assert!(!folded.contains("javascript:") && !folded.contains("://"), "{name}: {attribute}={value:?}"),
    }
}

#[test]
fn no_hostile_part_leaves_anything_outside_the_allow_list() {
    assert!(HOSTILE.len() >= 60, "only {} vectors", HOSTILE.len());
    for Vector { name, html, .. } in HOSTILE {
        assert_harmless(name, &clean(html).html);
    }
}

#[test]
fn the_words_around_an_attack_stay_readable() {
    for Vector { name, html, words: kept } in HOSTILE {
        let shown = words(&clean(html).html);
        assert!(shown.contains(kept), "{name}: {kept:?} not in {shown:?}");
    }
}

#[test]
fn what_was_cleaned_once_is_read_by_the_next_parser_as_it_was_written() {
    // A difference between two readings of the same output is the root of every mutation attack.
    for Vector { name, html, .. } in HOSTILE {
        let once = clean(html).html;
        let twice = clean(&once).html;
        assert_eq!((elements(&twice), words(&twice)), (elements(&once), words(&once)), "{name}");
    }
}

/// The parts that the web engine is shown too (`tests/walls`), which says what each would do without us.
fn shown_to_the_engine() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/walls/vectors");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = files.filter(|file| file.extension().is_some_and(|ending| ending == "txt"));
    texts
        .flat_map(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            let vectors = text.split("== ").skip(1).map(|vector| vector.split_once('\n').unwrap());
            let read = |(title, parts): (&str, &str)| {
                let filled = parts.replace("{canary}", "http://pistage.example/").replace("{run}", "alert(1)");
                filled.split("-- part\n").map(|part| (title.to_owned(), part.to_owned())).collect::<Vec<_>>()
            };
            vectors.flat_map(read).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn nothing_the_engine_is_shown_leaves_anything_outside_the_allow_list_or_its_box() {
    let parts = shown_to_the_engine();
    assert!(parts.len() >= 400, "only {} parts", parts.len());
    for (name, html) in parts {
        let once = clean(&html).html;
        assert_harmless(&name, &once);
        assert_contained(&name, &once);
        // An address of ours is none that a letter may write.
        let twice = clean(&once.replace(&format!("{MAIL_ORIGIN}/jeton/m/7/cid/"), "cid:")).html;
        assert_eq!((elements(&twice), words(&twice)), (elements(&once), words(&once)), "{name}");
    }
}

/// Puts a cleaned part into a box of the page, reads the page as a browser would, and looks where everything landed.
fn assert_contained(name: &str, cleaned: &str) {
    let page = format!("<div class=\"box\">{cleaned}</div><p class=\"next\">Suite</p>");
    let mut reader = Builder::default();
    reader.add_tags(["tfoot", "font", "big"]).add_tag_attributes("div", ["class"]).add_tag_attributes("p", ["class"]);
    let read = reader.clean(&page).to_string();
    let outside: Vec<Element> = elements(&read).into_iter().filter(|element| element.depth == 0).collect();
    let classes: Vec<Option<String>> = outside.iter().map(|element| element.attribute("class")).collect();
    assert_eq!(classes, [Some("box".to_owned()), Some("next".to_owned())], "{name}: {read}");
    assert!(read.ends_with("<p class=\"next\">Suite</p>"), "{name}: {read}");
}

#[test]
fn no_part_leaves_its_box() {
    for Vector { name, html, .. } in HOSTILE {
        assert_contained(name, &clean(html).html);
    }
}

#[test]
fn what_would_end_its_box_when_it_is_read_again_is_refused() {
    for html in [
        "<li><section><div><li>a</li></div></section></li><p>b</p>",
        "<h2><div><h2><x><h2>a</h2></x></h2></div></h2><p>b</p>",
        "<dl><dt><section><div><dt>a</dt></div></section></dt></dl>",
    ] {
        assert_eq!(sanitize(html, &scope()), Err(TooComplex), "{html}");
    }
    for html in
        ["<ul><li>a<ul><li>b</ul></ul>", "<h2>a</h2><div><h3>b</h3></div>", "<p>a<section><p>b</p></section>", "</div>"]
    {
        assert!(sanitize(html, &scope()).is_ok(), "{html}");
    }
}

#[test]
fn markup_thrown_together_leaves_nothing_outside_the_allow_list() {
    const PIECES: [&str; 60] = [
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "\"",
        "'",
        "`",
        "=",
        " ",
        "\n",
        "&lt;",
        "&#x3c;",
        "&",
        "<svg>",
        "</svg>",
        "<math>",
        "</math>",
        "<mtext>",
        "<mglyph>",
        "<annotation-xml encoding=text/html>",
        "<foreignObject>",
        "<desc>",
        "<title>",
        "</title>",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<template>",
        "</template>",
        "<noscript>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<caption>",
        "<select>",
        "<option>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href=",
        "<a id=",
        "javascript:alert(1)",
        "<img src=x onerror=alert(1)>",
        " onclick=alert(1)",
        " style=position:fixed",
        "<div style=\"",
        "url(//x.example)",
        "<form>",
        "</form>",
        "<textarea>",
        "<iframe srcdoc=",
        "mot",
        "\u{2028}",
    ];
    let mut dice = Dice::thrown_from(3);
    for _ in 0..1_500 {
        let html = dice.string(&PIECES, 25);
        let once = clean(&html).html;
        assert_harmless(&html, &once);
        assert_contained(&html, &once);
    }
}

#[test]
fn ids_of_two_messages_never_meet_nor_take_one_of_ours() {
    let hostile = "<p id=\"cible\">a</p><p id=\"e-7\">b</p><p id=\"m9-cible\">c</p><a href=\"#cible\">d</a>";
    let seventh = clean(hostile).html;
    let ninth = sanitize(hostile, &MessageScope::new("jeton", MessageId::new(9))).unwrap().html;
    let ids = |html: &str| -> Vec<String> { elements(html).iter().filter_map(|e| e.attribute("id")).collect() };
    assert_eq!(ids(&seventh), ["m7-cible", "m7-e-7", "m7-m9-cible"]);
    assert!(ids(&ninth).iter().all(|id| !ids(&seventh).contains(id)));
    assert!(seventh.contains("href=\"#m7-cible\""), "{seventh}");
}

#[test]
fn an_image_the_message_carries_is_asked_of_us() {
    for src in ["cid:logo@val-fleuri.example", "CID:logo%40val-fleuri.example", " cid:<logo@val-fleuri.example>"] {
        let cleaned = clean(&format!("<img src=\"{src}\" alt=\"Logo\" width=\"20\">"));
        let expected = format!("{MAIL_ORIGIN}/jeton/m/7/cid/logo%40val-fleuri.example");
        assert!(cleaned.html.contains(&format!("src=\"{expected}\"")), "{src}: {}", cleaned.html);
        assert_eq!((cleaned.remote_images, cleaned.embedded_images), (0, 0), "{src}");
    }
}

#[test]
fn images_that_are_elsewhere_are_taken_out_and_counted() {
    let cases = [
        ("<img src=http://pistage.example/1.gif>", (1, 0)),
        ("<img src=\"//pistage.example/1.gif\">", (1, 0)),
        ("<img src=\"HtTpS://pistage.example/1.gif\" alt=Photo>", (1, 0)),
        ("<img src=\"ht\ntps://pistage.example/1.gif\">", (1, 0)),
        ("<img src=\"data:image/png;base64,iVBORw0KGgo=\">", (0, 1)),
        ("<img src=\"photo.png\"><img src=\"/photo.png\">", (0, 2)),
        ("<img alt=\"sans source\">", (0, 0)),
    ];
    for (html, (remote, embedded)) in cases {
        let cleaned = clean(html);
        assert_eq!((cleaned.remote_images, cleaned.embedded_images), (remote, embedded), "{html}");
        assert!(elements(&cleaned.html).iter().all(|e| e.attribute("src").is_none()), "{html}: {}", cleaned.html);
    }
}

#[test]
fn the_words_of_a_missing_image_are_kept() {
    assert!(clean("<img src=http://x.example/plan.png alt=\"Plan d’accès\">").html.contains("alt=\"Plan d’accès\""));
}

#[test]
fn a_link_keeps_its_address_written_out_and_opens_apart() {
    let cases = [
        ("https://exemple.example/cr?a=1&amp;b=2", Some("https://exemple.example/cr?a=1&b=2")),
        ("HTTP://EXEMPLE.example", Some("http://exemple.example/")),
        ("mailto:secretariat@val-fleuri.example", Some("mailto:secretariat@val-fleuri.example")),
        ("https://mssanté.example/", Some("https://xn--mssant-gva.example/")),
        ("tel:0123456789", None),
        ("file:///etc/passwd", None),
        ("mail://localhost/jeton/do/save/7/0", None),
        ("//action/jeton/expand/1", None),
        ("/do/save/7/0", None),
        ("page.html", None),
        ("?x", None),
        ("", None),
    ];
    for (href, expected) in cases {
        let html = clean(&format!("<a href=\"{href}\">lien</a>")).html;
        let link = elements(&html).into_iter().next().expect("a link");
        assert_eq!(link.attribute("href").as_deref(), expected, "{href}");
        assert_eq!(link.attribute("target").as_deref(), Some("_blank"), "{href}");
    }
}

#[test]
fn tables_lists_and_colours_of_an_ordinary_letter_pass() {
    let letter = "<table width=\"600\" bgcolor=\"#eeeeee\"><tr><td colspan=2 style=\"padding: 4px; color: #333\">\
                  <b>Biologie</b></td></tr></table><ol start=3><li>NFS</li></ol><font color=red size=2>urgent</font>";
    let cleaned = clean(letter);
    for kept in ["width=\"600\"", "bgcolor=\"#eeeeee\"", "colspan=\"2\"", "padding:4px", "start=\"3\"", "color=\"red\""]
    {
        assert!(cleaned.html.contains(kept), "{kept} lost in {}", cleaned.html);
    }
    assert!(cleaned.own_colours);
    assert!(!clean("<p style=\"margin: 0\">Bonjour</p>").own_colours);
}

#[test]
fn work_beyond_reason_is_refused_before_it_is_done() {
    let cases = [
        ("deep", "<div>".repeat(2_000)),
        ("deep by formatting", "<b><i><u>".repeat(500)),
        ("many", "<p>x".repeat(150_000)),
        ("long", "x".repeat(super::bounds::MAX_HTML + 1)),
        ("reconstructed", (0..5_000).map(|n| format!("<p><font color=c{n}>x</p>")).collect()),
        ("pushed out of a table", format!("<table>{}", "<br>x".repeat(60_000))),
        ("one endless tag", format!("<p {}>", (0..200_000).fold(String::new(), |tag, n| tag + " a" + &n.to_string()))),
        ("many long tags", format!("<p {}>", "a/b/c/d/e/f/g/".repeat(1_000)).repeat(40)),
        ("html tags", (0..20_000).map(|n| format!("<html a{n}>")).collect()),
    ];
    for (name, html) in cases {
        let refused = within(Duration::from_secs(8), name, || sanitize(&html, &scope()) == Err(TooComplex));
        // Repeated attribute names are dropped as they come, so that case is only slow, not refused.
        assert!(refused || name == "many long tags", "{name} was accepted");
    }
}

#[test]
fn a_long_ordinary_letter_is_not_refused() {
    let row = "<tr><td style=\"padding:2px\"><p>Paracétamol 1 g<p>si douleur</td><td><b>3 par jour</b></td></tr>";
    let letter = format!("<html><body><table>{}</table></body></html>", row.repeat(3_000));
    assert!(sanitize(&letter, &scope()).is_ok());
    let quoted = format!("{}Bonjour{}", "<blockquote><div>".repeat(100), "</div></blockquote>".repeat(100));
    assert!(sanitize(&quoted, &scope()).is_ok());
    let pasted = format!("<p>Photo</p><img src=\"data:image/png;base64,{}\">", "iVBORw0KGgo/".repeat(300_000));
    assert_eq!(sanitize(&pasted, &scope()).map(|cleaned| cleaned.embedded_images), Ok(1));
}

#[test]
fn a_text_that_would_be_searched_again_at_each_of_its_signs_is_refused() {
    for (name, html) in [
        ("signs", "&".repeat(100_000)),
        ("spaces", "\u{a0}".repeat(100_000)),
        ("signs behind ends of nothing", "&</x>".repeat(100_000)),
        ("signs in a table", format!("<table>{}", "&</x>".repeat(100_000))),
        ("signs of an attribute", format!("<p title=\"{}\">x", "&".repeat(100_000))),
    ] {
        assert_eq!(within(Duration::from_secs(4), name, || sanitize(&html, &scope())), Err(TooComplex), "{name}");
    }
    let french = "<p>« Bonjour\u{a0}», à 15\u{a0}h\u{a0}30\u{a0}: tout va bien.</p>".repeat(5_000);
    assert!(sanitize(&french, &scope()).is_ok(), "paragraphs of French");
    let listing = format!("<pre>{}</pre>", "« a\u{a0}» & b\n".repeat(1_000));
    assert!(sanitize(&listing, &scope()).is_ok(), "a long text in one piece");
}

#[test]
fn what_never_becomes_a_tag_is_read_in_one_pass() {
    for sign in ["<", "<!", "</", "<a"] {
        let html = sign.repeat(20_000);
        let _cleaned = within(Duration::from_secs(4), sign, || sanitize(&html, &scope()));
    }
}
