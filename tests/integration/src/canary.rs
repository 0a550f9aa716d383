//! A word that must not be found on the disk, looked for in every form a program could have written it in.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Larger files are read in full all the same: a database is one.
const MAX_FILE: u64 = 512 * 1024 * 1024;

/// A word, and the forms it may take.
pub struct Canary {
    forms: Vec<(&'static str, Vec<u8>)>,
}

/// Where a canary was found, and in which form.
#[derive(Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The file.
    pub file: PathBuf,
    /// `plain`, `utf-16`, `base64` or `quoted-printable`.
    pub form: &'static str,
}

impl Canary {
    /// A canary of `word`; with a letter beyond ASCII in it, each form is distinct.
    #[must_use]
    pub fn new(word: &str) -> Self {
        let mut forms = vec![
            ("plain", word.as_bytes().to_vec()),
            ("utf-16", word.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            ("utf-16", word.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            ("quoted-printable", quoted_printable(word)),
        ];
        forms.extend((0..3).map(|shift| ("base64", inner_base64(word.as_bytes(), shift))));
        Self { forms }
    }

    /// Every form, with its name.
    pub fn forms(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.forms.iter().map(|(name, form)| (*name, form.as_slice()))
    }

    /// The forms found in `bytes`.
    #[must_use]
    pub fn forms_in(&self, bytes: &[u8]) -> Vec<&'static str> {
        let mut found: Vec<_> =
            self.forms.iter().filter(|(_, form)| contains(bytes, form)).map(|(name, _)| *name).collect();
        found.dedup();
        found
    }

    /// Every sighting below `folder`; what vanishes while it is looked at is passed over.
    #[must_use]
    pub fn sightings(&self, folder: &Path) -> Vec<Sighting> {
        files_below(folder)
            .into_iter()
            .flat_map(|file| {
                let bytes = std::fs::read(&file).unwrap_or_default();
                self.forms_in(&bytes)
                    .into_iter()
                    .map(move |form| Sighting { file: file.clone(), form })
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() && entry.metadata().is_ok_and(|meta| meta.len() <= MAX_FILE) => {
                    files.push(entry.path());
                }
                Ok(_) | Err(_) => {}
            }
        }
    }
    files
}

fn contains(bytes: &[u8], form: &[u8]) -> bool {
    bytes.windows(form.len()).any(|window| window == form)
}

fn quoted_printable(word: &str) -> Vec<u8> {
    word.bytes()
        .flat_map(|byte| if byte.is_ascii_alphanumeric() { vec![byte] } else { format!("={byte:02X}").into_bytes() })
        .collect()
}

/// The base64 digits that depend on the word alone when `shift` unknown bytes stand before it in its group of three.
fn inner_base64(word: &[u8], shift: usize) -> Vec<u8> {
    let padded = [vec![0; shift], word.to_vec()].concat();
    let digits = STANDARD_NO_PAD.encode(&padded).into_bytes();
    let first = [0, 2, 3].get(shift).copied().unwrap_or_default();
    let last = padded.len() * 8 / 6;
    digits.get(first..last).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::Canary;

    #[test]
    fn every_form_of_the_word_is_seen_and_another_word_is_not() {
        let canary = Canary::new("Kanariélle");
        assert_eq!(canary.forms_in("x Kanariélle x".as_bytes()), ["plain"]);
        assert_eq!(canary.forms_in(b"Kanari=C3=A9lle"), ["quoted-printable"]);
        let wide: Vec<u8> = "aKanariéllez".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(canary.forms_in(&wide), ["utf-16"]);
        for before in ["", "a", "ab", "abc"] {
            let coded = STANDARD.encode(format!("{before}Kanariélle et la suite"));
            assert_eq!(canary.forms_in(coded.as_bytes()), ["base64"], "after {before:?}");
        }
        assert!(canary.forms_in("Kanarielle".as_bytes()).is_empty());
    }
}
