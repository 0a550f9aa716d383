//! Conversations as text files: who writes to whom, what each letter says, how often the next one is written.
//!
//! The words of the demonstration are read and corrected by people who do not read code.

mod fill;

use anyhow::{Context, bail};

pub(crate) use fill::Scene;

/// What a letter looks like to a mail reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Text only.
    Plain,
    /// Text and its HTML twin.
    Alternative,
    /// The same, with the sender's logo inside the HTML.
    Logo,
    /// The same, with tables.
    Table,
    /// HTML that tries everything a mail window must refuse.
    Newsletter,
}

/// Charset and transfer encoding of the letters that are not ours, by the word used in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrittenIn {
    QuotedPrintable,
    Base64,
    Latin1,
    Windows1252,
}

/// One letter of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    /// How often, out of a hundred, it is written when the one before was.
    pub(crate) chance: usize,
    /// Names of the files of `documents/` that go with it.
    pub(crate) attachments: Vec<String>,
    pub(crate) text: String,
}

/// One conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    /// The other side.
    pub(crate) with: String,
    /// Whether the first letter is ours.
    pub(crate) we_begin: bool,
    pub(crate) look: Look,
    pub(crate) written_in: WrittenIn,
    /// How often it comes up, against the others of its mailbox.
    pub(crate) weight: usize,
    /// Folder it is put away in, or nothing for the archive.
    pub(crate) filed: String,
    pub(crate) subject: String,
    pub(crate) turns: Vec<Turn>,
}

impl Template {
    /// Reads a file of `letters/`: `name: value` lines, then the letters, each after a line that begins with `---`.
    ///
    /// # Errors
    /// A line that means nothing, or a field that is missing.
    pub(crate) fn parse(file: &str) -> anyhow::Result<Self> {
        let (head, letters) = file.split_once("\n---").context("no line begins with ---")?;
        let mut template = Self {
            with: String::new(),
            we_begin: false,
            look: Look::Plain,
            written_in: WrittenIn::QuotedPrintable,
            weight: 1,
            filed: String::new(),
            subject: String::new(),
            turns: Vec::new(),
        };
        let mut first_attachments = Vec::new();
        for line in head.lines() {
            let (name, value) = line.split_once(": ").with_context(|| format!("not a field: {line}"))?;
            match name {
                "with" => template.with = String::from(value),
                "begins" => template.we_begin = value == "us",
                "look" => template.look = look(value)?,
                "encoding" => template.written_in = written_in(value)?,
                "weight" => template.weight = value.parse().context("the weight is a number")?,
                "filed" => template.filed = String::from(value),
                "subject" => template.subject = String::from(value),
                "attach" => first_attachments = value.split(", ").map(String::from).collect(),
                other => bail!("unknown field {other}"),
            }
        }
        if template.with.is_empty() || template.subject.is_empty() {
            bail!("`with` or `subject` is missing");
        }
        for letter in letters.split("\n---") {
            template.turns.push(turn(letter)?);
        }
        if let Some(first) = template.turns.first_mut() {
            first.attachments = first_attachments;
        }
        Ok(template)
    }
}

/// A letter, after its `---`: `reply 70 ordonnance` on the rest of that line, then the text.
fn turn(letter: &str) -> anyhow::Result<Turn> {
    let (line, text) = letter.split_once('\n').context("a letter is empty")?;
    let mut words = line.split_whitespace();
    let chance = match words.next() {
        Some("reply") => words.next().context("a reply has no chance")?.parse().context("the chance is a number")?,
        Some(other) => bail!("unknown kind of letter {other}"),
        None => 100,
    };
    Ok(Turn { chance, attachments: words.map(String::from).collect(), text: String::from(text.trim()) })
}

fn look(word: &str) -> anyhow::Result<Look> {
    Ok(match word {
        "plain" => Look::Plain,
        "alternative" => Look::Alternative,
        "logo" => Look::Logo,
        "table" => Look::Table,
        "newsletter" => Look::Newsletter,
        other => bail!("unknown look {other}"),
    })
}

fn written_in(word: &str) -> anyhow::Result<WrittenIn> {
    Ok(match word {
        "base64" => WrittenIn::Base64,
        "latin1" => WrittenIn::Latin1,
        "cp1252" => WrittenIn::Windows1252,
        other => bail!("unknown encoding {other}"),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
