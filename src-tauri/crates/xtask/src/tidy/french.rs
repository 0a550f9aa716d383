//! Every sentence a person can read lives in a catalogue, where people who do not read code review it.
//!
//! A string with an accented word in it, or with two of the little words every French sentence has, is taken for one.

use std::sync::LazyLock;

use regex::Regex;

use super::component;
use super::fault::Fault;
use super::house::House;
use super::pattern::pattern;
use super::rust::At;
use super::script;

const RULE: &str = "french";

/// French that is looked for in what others wrote, and never said: prefixes of subjects, names of folders, the line above
/// a quotation, the letters of a font.
const RECOGNISED: [&str; 5] = [
    "src-tauri/crates/estafette-mime/src/attachment_text/pdf/encoding.rs",
    "src-tauri/crates/estafette-mime/src/message/text.rs",
    "src-tauri/crates/estafette-mime/src/reply.rs",
    "src-tauri/crates/estafette-net/src/imap/roles.rs",
    "src-tauri/crates/estafette-store/src/mailbox/subject.rs",
];
/// The fictional house behind the page in a plain browser: its letters are nobody's sentences.
const FICTION: &str = "ui/src/host/browser";
/// Attributes a person hears or reads.
const SPOKEN: [&str; 7] =
    ["alt", "aria-label", "aria-description", "aria-roledescription", "label", "placeholder", "title"];

static ACCENTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\p{L}*[àâäçéèêëîïôöùûüœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ]\p{L}*|\p{L}’\p{L}"));
static LITTLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(le|la|les|des|du|une|est|sont|pas|vous|votre|vos|pour|dans|avec|sur|cette|ce)\b")
});
static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{L}{2,}"));

/// Sentences outside the catalogues.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let rust = house.product().filter(|(path, _)| !RECOGNISED.contains(path)).flat_map(|(path, source)| {
        let french = source.strings.iter().filter(|string| is_french(&string.text));
        french.map(move |string| outside(path, string))
    });
    let page = house.page().filter(|(path, _)| !path.starts_with(FICTION)).flat_map(|(path, text)| {
        let said = if path.ends_with(".svelte") { said_in_component(text) } else { said_in_script(path, text) };
        said.into_iter().map(move |string| outside(path, &string))
    });
    rust.chain(page).collect()
}

fn outside(path: &str, found: &At) -> Fault {
    Fault::at(RULE, path, found, "French outside the catalogue")
}

fn said_in_script(path: &str, text: &str) -> Vec<At> {
    if !path.ends_with(".ts") {
        return Vec::new();
    }
    script::read(text).strings.into_iter().filter(|string| is_french(&string.text)).collect()
}

/// In the markup any word at all is a person's: it comes from the catalogue by an expression.
fn said_in_component(text: &str) -> Vec<At> {
    let component = component::read(text);
    let attributes = component.attributes.into_iter().filter(|attribute| SPOKEN.contains(&attribute.name.as_str()));
    let markup = component.texts.into_iter().chain(attributes.map(|found| At { line: found.line, text: found.value }));
    let strings = component.script.strings.into_iter().filter(|string| is_french(&string.text));
    markup.filter(|found| WORD.is_match(&found.text)).chain(strings).collect()
}

fn is_french(text: &str) -> bool {
    ACCENTED.is_match(text) || LITTLE.find_iter(text).count() > 1
}

#[cfg(test)]
mod tests;
