//! HTML as it is put into our page, looked at by somebody who trusts nobody: not the sanitiser, and not its parser.

/// The token of the view.
pub(crate) const TOKEN: &str = "jeton";
/// The row of the message.
pub(crate) const MESSAGE: i64 = 1;

/// Where the images of the message are.
const IMAGES: &str = "mail://localhost/jeton/m/1/cid/";
/// What every id of the message begins with.
const IDS: &str = "m1-";

/// What runs, asks, holds something foreign, or is ours alone.
const FORBIDDEN: [&str; 41] = [
    "animate", "applet", "area", "audio", "base", "body", "button", "canvas", "details", "dialog", "embed", "fieldset",
    "form", "frame", "frameset", "head", "html", "iframe", "input", "keygen", "label", "link", "main", "map", "math",
    "meta", "noscript", "object", "option", "picture", "script", "select", "slot", "source", "style", "svg",
    "template", "textarea", "title", "track", "video",
];

/// Attributes that can only describe.
const DESCRIBING: [&str; 20] = [
    "align",
    "alt",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "color",
    "colspan",
    "dir",
    "height",
    "lang",
    "nowrap",
    "rowspan",
    "scope",
    "size",
    "span",
    "start",
    "title",
    "valign",
    "width",
];

/// What a style may not say, in any spelling: it fetches, runs, or leaves its box.
const IN_STYLES: [&str; 10] =
    ["url", "image", "src", "expression", "import", "\\", "attr(", "var(", "behavior", "position:"];

/// Insists that `html` runs nothing, fetches nothing but the images of its message, and stays in its box.
pub(crate) fn is_harmless(html: &str) {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = tag(after, html);
    }
}

/// The images of `html` named as the letter named them.
pub(crate) fn with_its_images(html: &str) -> String {
    html.replace(&format!("src=\"{IMAGES}"), "src=\"cid:")
}

/// Reads one tag, written in the one way a serialiser writes it; whatever is written otherwise may be read otherwise. Gives what
/// comes behind it.
fn tag<'h>(after: &'h str, html: &str) -> &'h str {
    let (closing, after) = after.strip_prefix('/').map_or((false, after), |after| (true, after));
    let (name, mut rest) = word(after);
    assert!(!name.is_empty() && !FORBIDDEN.contains(&name), "<{name}> in {html}");
    loop {
        if let Some(behind) = rest.strip_prefix('>') {
            return behind;
        }
        let Some(next) = rest.strip_prefix(' ').filter(|_| !closing) else { panic!("an odd <{name}> in {html}") };
        let (attribute, after) = word(next);
        if let Some(behind) = after.strip_prefix("=\"") {
            let Some((value, behind)) = behind.split_once('"') else { panic!("an open {attribute} in {html}") };
            is_allowed(name, attribute, value, html);
            rest = behind;
        } else {
            panic!("an odd {attribute} in {html}");
        }
    }
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    text.split_at(end)
}

fn is_allowed(tag: &str, attribute: &str, value: &str, html: &str) {
    let allowed = match attribute {
        "href" => ["https://", "http://", "mailto:", "#m1-"].iter().any(|start| value.starts_with(start)),
        "src" => tag == "img" && value.strip_prefix(IMAGES).is_some_and(|id| !id.contains(['/', ':', '?', '#', ' '])),
        "id" => value.starts_with(IDS),
        "style" => {
            let style = value.to_ascii_lowercase();
            !IN_STYLES.iter().any(|word| style.contains(word))
        }
        "class" => tag == "span" && value.starts_with("e-"),
        "target" => value == "_blank",
        "rel" => value == "noopener noreferrer",
        "type" | "value" => tag == "ol" || tag == "ul" || tag == "li",
        _ => DESCRIBING.contains(&attribute),
    };
    assert!(allowed, "<{tag} {attribute}=\"{value}\"> in {html}");
}
