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

/// All that a style may call: whatever else has a bracket may fetch something.
const CALLED_BY_STYLES: [&str; 4] = ["hsl", "hsla", "rgb", "rgba"];

/// What a style may not say: it leaves its box, runs, or hides what it says.
const IN_STYLES: [&str; 5] = ["position:", "behavior:", "\\", "@", "/*"];

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
        "style" => is_only_looks(&value.to_ascii_lowercase()),
        "class" => tag == "span" && value.starts_with("e-"),
        "target" => value == "_blank",
        "rel" => value == "noopener noreferrer",
        "type" | "value" => tag == "ol" || tag == "ul" || tag == "li",
        _ => DESCRIBING.contains(&attribute),
    };
    assert!(allowed, "<{tag} {attribute}=\"{value}\"> in {html}");
}

fn is_only_looks(style: &str) -> bool {
    let called = |at: usize| {
        let before = style.get(..at).unwrap_or_default();
        before.rsplit(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next().unwrap_or_default()
    };
    !IN_STYLES.iter().any(|word| style.contains(word))
        && style.match_indices('(').all(|(at, _)| CALLED_BY_STYLES.contains(&called(at)))
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::is_harmless;

    #[test]
    fn what_the_sanitiser_writes_passes() {
        for html in [
            "Bonjour &lt;script&gt;",
            "<p style=\"color:rgb(1, 2, 3);font-family:import;padding:0 8px\" id=\"m1-x\">a<br>b</p>",
            "<a href=\"https://a.example/\" target=\"_blank\" rel=\"noopener noreferrer\">a</a><a href=\"#m1-x\">b</a>",
            "<img alt=\"\" src=\"mail://localhost/jeton/m/1/cid/logo%40a\">",
        ] {
            is_harmless(html);
        }
    }

    #[test]
    fn whatever_harms_is_seen_in_any_spelling() {
        for html in [
            "<script>x</script>",
            "<p onclick=\"x\">a</p>",
            "<a href=\"javascript:x\">a</a>",
            "<a href=\"//a.example/\">a</a>",
            "<a href=\"#other\">a</a>",
            "<img src=\"https://a.example/x\">",
            "<img src=\"mail://localhost/jeton/m/2/cid/logo\">",
            "<img src=\"mail://localhost/jeton/m/1/cid/../x\">",
            "<p background=\"x\">a</p>",
            "<p style=\"background:URL(x)\">a</p>",
            "<p style=\"width:x-rgb(1)\">a</p>",
            "<p style=\"c\\olor:red\">a</p>",
            "<p style=\"position:fixed\">a</p>",
            "<p class=\"e-m\">a</p>",
            "<p id=\"e-1\">a</p>",
            "<P>a</P>",
            "<p title=a>a</p>",
            "<p title='a'>a</p>",
            "<!-- a -->",
            "a < b",
        ] {
            assert!(catch_unwind(|| is_harmless(html)).is_err(), "{html}");
        }
    }
}
