//! The `style` attribute, one declaration at a time: a property we know, a value made of words we know.
//!
//! Nothing that fetches (`url(`, `image-set(`, `@import`), nothing that computes from outside (`var(`, `attr(`), no
//! escape, no comment: a value is letters, digits and a few signs, and its only functions are colours.

/// Longest `style` attribute read, in bytes.
const MAX_STYLE: usize = 4 * 1024;

/// Functions a value may call.
const FUNCTIONS: [&str; 4] = ["rgb", "rgba", "hsl", "hsla"];

/// Properties kept. None moves a box out of its place (`position`, `z-index`, `transform`, `inset`, `filter`, `zoom`)
/// or draws beyond it.
#[rustfmt::skip]
const PROPERTIES: [&str; 69] = [
    "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-style",
    "border-bottom-width", "border-collapse", "border-color", "border-left", "border-left-color",
    "border-left-style", "border-left-width", "border-radius", "border-right", "border-right-color",
    "border-right-style", "border-right-width", "border-spacing", "border-style", "border-top", "border-top-color",
    "border-top-style", "border-top-width", "border-width", "caption-side", "clear", "color", "direction", "display",
    "empty-cells", "float", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight",
    "height", "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "overflow-wrap", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "table-layout", "text-align",
    "text-decoration", "text-decoration-color", "text-decoration-line", "text-decoration-style", "text-transform",
    "vertical-align", "white-space", "width", "word-break", "word-spacing", "word-wrap",
];

/// Properties that paint: a message that uses one has chosen its colours for a white page.
const COLOURS: [&str; 2] = ["background-color", "color"];

/// Every property kept, for the sanitiser's own filter behind this one.
pub(super) fn properties() -> impl Iterator<Item = &'static str> {
    PROPERTIES.into_iter()
}

/// The declarations of `style` that may stay, and whether one of them is a colour.
pub(super) fn safe_declarations(style: &str) -> (String, bool) {
    let style = style.get(..MAX_STYLE).unwrap_or(style);
    let mut kept = String::new();
    let mut coloured = false;
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim().to_ascii_lowercase();
        let value = strip_important(value.trim());
        let known = PROPERTIES.contains(&property.as_str()) || property == "background";
        if !known || !is_safe_value(value) {
            continue;
        }
        // `background` is often a plain colour; under its own name nothing else in it can act.
        let property = if property == "background" { "background-color" } else { &property };
        coloured |= COLOURS.contains(&property);
        if !kept.is_empty() {
            kept.push(';');
        }
        kept.push_str(property);
        kept.push(':');
        kept.push_str(value);
    }
    (kept, coloured)
}

fn strip_important(value: &str) -> &str {
    value
        .rsplit_once('!')
        .filter(|(_, word)| word.trim().eq_ignore_ascii_case("important"))
        .map_or(value, |(before, _)| before.trim_end())
}

/// Words, numbers, colours and quoted font names; brackets only behind a colour function, quotes in pairs.
fn is_safe_value(value: &str) -> bool {
    !value.is_empty()
        && value.chars().all(|c| c.is_alphanumeric() || " #%.,+-_()'\"".contains(c))
        && balanced_quotes(value)
        && functions_are_known(value)
}

fn balanced_quotes(value: &str) -> bool {
    let mut open = None;
    for c in value.chars().filter(|c| matches!(c, '\'' | '"')) {
        open = match open {
            None => Some(c),
            Some(quote) if quote == c => None,
            Some(quote) => Some(quote),
        };
    }
    open.is_none()
}

fn functions_are_known(value: &str) -> bool {
    let mut open = false;
    for (at, c) in value.char_indices() {
        match c {
            '(' => {
                let before = value.get(..at).unwrap_or_default();
                let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').map_or(0, |at| at + 1);
                let name = before.get(start..).unwrap_or_default();
                if open || !FUNCTIONS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    return false;
                }
                open = true;
            }
            ')' if !open => return false,
            ')' => open = false,
            '\'' | '"' if open => return false,
            _ => {}
        }
    }
    !open
}

#[cfg(test)]
mod tests;
