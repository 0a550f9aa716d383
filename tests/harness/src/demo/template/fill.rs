//! The blanks of a template: `[this|that]` is chosen, `{word}` is replaced.
//!
//! The same list of choices gives the same choice all through one conversation, so a letter and the document that goes
//! with it agree.

use anyhow::{Context, bail};
use jiff::{Span, ZonedDateTime};

use crate::demo::calendar::{spoken, written};
use crate::demo::establishment::{Correspondent, Resident};
use crate::demo::typography::french;
use crate::random::Random;

/// What the blanks of one conversation stand for.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    pub(crate) resident: Resident,
    /// Decides the choices.
    pub(crate) seed: u64,
}

impl Scene {
    /// `text` as `author` writes it on `date`.
    ///
    /// # Errors
    /// A word that stands for nothing, or a bracket that is not closed.
    pub(crate) fn fill(&self, text: &str, author: &Correspondent, date: &ZonedDateTime) -> anyhow::Result<String> {
        let mut chosen = replace(text, ('[', ']'), |choices| Ok(self.choose(choices)))?;
        chosen = replace(&chosen, ('{', '}'), |word| self.word(word, author, date))?;
        Ok(french(&chosen))
    }

    fn choose(&self, choices: &str) -> String {
        let list: Vec<&str> = choices.split('|').collect();
        // FNV-1a: the list decides, and not its place
        let hash = choices
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Random::seeded(self.seed ^ hash).choose(&list).copied().map(String::from).unwrap_or_default()
    }

    fn word(&self, word: &str, author: &Correspondent, date: &ZonedDateTime) -> anyhow::Result<String> {
        let resident = &self.resident;
        let gendered = |woman: &str, man: &str| String::from(if resident.is_woman { woman } else { man });
        Ok(match word {
            "civil" => resident.civil_name(),
            "full" => resident.full_name(),
            "born" => format!("{} le {}", gendered("née", "né"), resident.birth_date()),
            "chambre" => resident.room.to_string(),
            "e" => gendered("e", ""),
            "il" => gendered("elle", "il"),
            "Il" => gendered("Elle", "Il"),
            "lui" => gendered("elle", "lui"),
            "la" => gendered("la", "le"),
            "patient" => gendered("patiente", "patient"),
            "signature" => String::from(author.signature),
            "author" => author.name.to_uppercase(),
            "date" => written(date),
            "veille" => spoken(&date.checked_sub(Span::new().try_days(1)?)?),
            other => {
                let days = other.strip_prefix("jour+").with_context(|| format!("unknown word {other}"))?;
                let days: i64 = days.parse().with_context(|| format!("not a number of days: {other}"))?;
                spoken(&date.checked_add(Span::new().try_days(days)?)?)
            }
        })
    }
}

/// Replaces what stands between each pair of `marks`.
fn replace(
    text: &str,
    marks: (char, char),
    replacement: impl Fn(&str) -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(marks.0) {
        let Some((inside, after)) = after.split_once(marks.1) else { bail!("{} is not closed: {after}", marks.0) };
        result.push_str(before);
        result.push_str(&replacement(inside)?);
        rest = after;
    }
    result.push_str(rest);
    Ok(result)
}
