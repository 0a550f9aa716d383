//! French typography and the words of the job, over the catalogues of sentences.
//!
//! A straight apostrophe or a colon at the beginning of a line is what a person sees first of a careless tool.

use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;
use serde_json::{Map, Value};

use super::fault::Fault;
use super::house::House;
use super::pattern::pattern;

mod glossary;
mod typography;

const RULE: &str = "catalogue";
const FOLDER: &str = "ui/src/i18n/";

/// One sentence of a catalogue.
#[derive(Debug)]
pub(super) struct Sentence {
    /// The code term it is kept under.
    pub(super) key: String,
    /// As written.
    pub(super) written: String,
    /// As said: blanks are « 0 », the words of a plural stand one after the other.
    pub(super) said: String,
    line: usize,
}

/// What only the formatter reads: the head of a plural, the names of its branches.
static PLURAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{[a-z_]+, plural,|(=\d+|one|other) \{"));
static BLANK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{[a-z_]+\}|#"));

/// Sentences that break a rule of typography or use a word we do not.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in catalogues(house) {
        match sentences(text) {
            Ok(sentences) => {
                for sentence in sentences {
                    let wrong = typography::faults(&sentence).into_iter().chain(glossary::faults(&sentence));
                    let at = |what: String| Fault::new(RULE, path, sentence.line, format!("{}: {what}", sentence.key));
                    faults.extend(wrong.map(at));
                }
            }
            Err(error) => faults.push(Fault::new(RULE, path, 0, format!("{error:#}"))),
        }
    }
    faults
}

/// The catalogues of the house.
pub(super) fn catalogues(house: &House) -> impl Iterator<Item = (&str, &str)> {
    house.texts().filter(|(path, _)| path.starts_with(FOLDER) && path.ends_with(".json"))
}

/// The sentences of a catalogue.
///
/// # Errors
/// It is not one level of texts in JSON.
pub(super) fn sentences(json: &str) -> Result<Vec<Sentence>> {
    let catalogue: Map<String, Value> = serde_json::from_str(json).context("not a catalogue")?;
    catalogue
        .into_iter()
        .map(|(key, value)| {
            let written = value.as_str().with_context(|| format!("{key} is no sentence"))?.to_owned();
            let quoted = format!("\"{key}\"");
            let line = json.lines().position(|line| line.contains(&quoted)).map_or(0, |at| at + 1);
            Ok(Sentence { said: said(&written), key, written, line })
        })
        .collect()
}

fn said(written: &str) -> String {
    let blanks_filled = BLANK.replace_all(written, "0");
    let words = PLURAL.replace_all(&blanks_filled, "").replace(['{', '}'], " ");
    words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
