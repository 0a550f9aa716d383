//! The licences that go with the programs: ours, and the text each package inside asks to be shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::notices::{self, Work};

/// How the files of a package that hold its licence begin, in capitals.
const LICENCE_FILES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];

/// Folders of pdf.js whose files are other people's, under licences of their own.
const FOLDERS_OF_OTHERS: [&str; 2] = ["standard_fonts", "wasm"];

/// The `copyright` file of the package (Debian Policy §12.5), with the whole texts of our licence and of the fonts'.
///
/// # Errors
/// A text cannot be read.
pub(super) fn copyright(root: &Path) -> Result<String> {
    let read = |path: &str| fs::read_to_string(root.join(path)).with_context(|| format!("reading {path}"));
    let template = read("packaging/debian/copyright.in")?;
    let font = read("assets/fonts/OFL-atkinson-hyperlegible-next.txt")?;
    Ok(template.replace("@EUPL@", &folded(&read("LICENSE")?)).replace("@OFL@", &folded(&font)))
}

/// The licence texts of the packages the program is made of: each text once, under the names of those who use it.
///
/// # Errors
/// As for [`notices::works`].
pub(super) fn third_party(root: &Path) -> Result<String> {
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut silent: BTreeSet<String> = BTreeSet::new();
    for work in notices::works(root)? {
        let texts = texts(&work)?;
        let name = format!("{} {} ({})", work.name, work.version, work.licence);
        if texts.is_empty() {
            silent.insert(name);
            continue;
        }
        for text in texts {
            owners.entry(text).or_default().insert(name.clone());
        }
    }
    Ok(render(&owners, &silent))
}

fn render(owners: &BTreeMap<String, BTreeSet<String>>, silent: &BTreeSet<String>) -> String {
    let mut page = String::from("The licences of the packages Estafette is made of, as each of them gives it.\n");
    for (text, names) in owners {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        page.push_str(&format!("\n{}\n{}\n\n{}\n", "=".repeat(80), names.join("\n"), text.trim()));
    }
    if !silent.is_empty() {
        let names: Vec<&str> = silent.iter().map(String::as_str).collect();
        page.push_str(&format!("\n{}\nThese name their licence and hold no text of it:\n\n", "=".repeat(80)));
        page.push_str(&format!("{}\n", names.join("\n")));
    }
    page
}

/// The licence texts in the folder of a package and in those it ships beside its code: fonts that others drew, decoders that
/// others wrote. Lines are ended alike, so that twins are seen as such.
fn texts(work: &Work) -> Result<Vec<String>> {
    let mut texts = texts_in(&work.folder)?;
    for folder in FOLDERS_OF_OTHERS.map(|name| work.folder.join(name)) {
        if folder.is_dir() {
            texts.extend(texts_in(&folder)?);
        }
    }
    Ok(texts)
}

fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("looking into {}", folder.display()))? {
        let entry = entry.with_context(|| format!("looking into {}", folder.display()))?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        if LICENCE_FILES.iter().any(|start| name.starts_with(start)) && entry.path().is_file() {
            let bytes = fs::read(entry.path()).with_context(|| format!("reading {}", entry.path().display()))?;
            texts.push(String::from_utf8_lossy(&bytes).replace('\r', "").trim().to_owned());
        }
    }
    Ok(texts)
}

/// A text as a field of the copyright format: each line one space in, an empty one a point.
fn folded(text: &str) -> String {
    let lines = text.trim().lines().map(|line| match line.trim_end() {
        "" => String::from(" ."),
        line => format!(" {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{folded, render, texts};
    use crate::notices::Work;

    #[test]
    fn a_licence_two_packages_share_is_printed_once_under_both_names() {
        let both = BTreeSet::from([String::from("a 1.0.0 (MIT)"), String::from("b 2.0.0 (MIT)")]);
        let page = render(&BTreeMap::from([(String::from("Permission is granted"), both)]), &BTreeSet::new());
        assert_eq!(page.matches("Permission is granted").count(), 1);
        assert!(page.contains("a 1.0.0 (MIT)\nb 2.0.0 (MIT)\n"));
        assert!(!page.contains("hold no text"));
    }

    #[test]
    fn a_package_without_a_text_is_named_and_not_passed_over() {
        let page = render(&BTreeMap::new(), &BTreeSet::from([String::from("quiet 1.0.0 (ISC)")]));
        assert!(page.contains("hold no text of it:\n\nquiet 1.0.0 (ISC)\n"));
    }

    #[test]
    fn only_licence_files_are_taken_whatever_their_ending() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        for (name, text) in [("LICENSE-MIT", "mit\r\n"), ("copying.txt", "copying"), ("README.md", "read me")] {
            std::fs::write(folder.path().join(name), text).unwrap_or_else(|error| panic!("{error}"));
        }
        let fonts = folder.path().join("standard_fonts");
        std::fs::create_dir(&fonts).unwrap_or_else(|error| panic!("{error}"));
        std::fs::write(fonts.join("LICENSE_FOXIT"), "fonts").unwrap_or_else(|error| panic!("{error}"));
        let word = String::from;
        let work = Work { name: word("a"), version: word("1"), licence: word("MIT"), folder: folder.path().to_owned() };
        let mut found = texts(&work).unwrap_or_else(|error| panic!("{error:#}"));
        found.sort();
        assert_eq!(found, ["copying", "fonts", "mit"]);
    }

    #[test]
    fn an_empty_line_of_a_licence_stays_one_in_the_copyright_file() {
        assert_eq!(folded("One\n\n  two \n"), " One\n .\n   two");
    }
}
