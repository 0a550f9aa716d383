//! A mailbox of any size, the same for the same seed: what the measures synchronise, search and scroll.
//!
//! Letter `n` depends on the seed and on `n` alone, so that a small mailbox is the beginning of a large one. The mix is that
//! of health mail: short French texts, HTML twins, now and then a PDF or a picture, about 50 kB a letter.

mod correspondence;
mod files;
mod operator;
mod vocabulary;

use std::time::{Duration, SystemTime};

use anyhow::Context;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};

use crate::letter::{Part, TextEncoding, encoded_text, rfc5322_date};
use crate::mailstore::{Flag, Mailstore};
use crate::random::Random;
use correspondence::Subject;
use vocabulary::Vocabulary;

pub use operator::CorpusOperator;

/// Of the first letter: 1 January 2020, seconds since 1970.
const FIRST: i64 = 1_577_836_800;
/// Between two letters, minutes.
const PACE: i64 = 15;
/// Letters without a word that stands in no other.
const BETWEEN_PROBES: u32 = 1_000;
/// Of a hundred letters, those read; those with files.
const READ: usize = 92;
const WITH_FILES: usize = 30;
/// Letters of a word somebody looks for, at least.
const SHORTEST_SOUGHT: usize = 4;

/// The letters of one seed.
#[derive(Debug, Clone, Copy)]
pub struct Corpus {
    seed: u64,
    files: FileSizes,
}

/// How large the files and pictures of the letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileSizes {
    /// As they come: nine tenths of a mailbox.
    Usual,
    /// Next to nothing, with the same names and texts: two hundred thousand letters then fit a disk.
    Small,
}

/// One letter, and how the server would keep it.
#[derive(Debug, Clone)]
pub struct CorpusLetter {
    /// The message, every line ended by CRLF.
    pub raw: Vec<u8>,
    /// When it arrived.
    pub received: SystemTime,
    /// Already read.
    pub seen: bool,
}

impl Corpus {
    /// The letters that belong to `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seed, files: FileSizes::Usual }
    }

    /// The same letters with scans, photographs and pictures of next to no size: what is searched is the same.
    #[must_use]
    pub fn with_small_files(self) -> Self {
        Self { files: FileSizes::Small, ..self }
    }

    /// The word that stands in letter `index` and in no other; only one letter in a thousand has one.
    #[must_use]
    pub fn probe(index: u32) -> Option<String> {
        index.is_multiple_of(BETWEEN_PROBES).then(|| format!("jalon{index:08}"))
    }

    /// Letter `index`, from 0, the oldest first.
    ///
    /// # Errors
    /// A date that no calendar has: there are more letters than years.
    pub fn letter(&self, index: u32) -> anyhow::Result<CorpusLetter> {
        let Written { mut random, seconds, from, to, text } = self.written(index);
        let date = date(index, seconds)?;
        let subject = self.subject(index);
        let mut bytes = Vec::new();
        for (name, value) in [
            ("From", from.mailbox()),
            ("To", to),
            ("Date", rfc5322_date(&date)),
            ("Subject", encoded_text(&subject.words, "UTF-8")),
            ("Message-ID", format!("<{}>", self.message_id(index))),
        ] {
            bytes.extend(format!("{name}: {value}\r\n").as_bytes());
        }
        if let Some(answered) = subject.answers {
            let id = self.message_id(answered);
            bytes.extend(format!("In-Reply-To: <{id}>\r\nReferences: <{id}>\r\n").as_bytes());
        }
        bytes.extend(b"MIME-Version: 1.0\r\n");
        bytes.extend(self.body(index, text, &from.signature(), &mut random).to_bytes());
        let seconds = u64::try_from(date.timestamp().as_second()).context("a date before 1970")?;
        let received = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        Ok(CorpusLetter { raw: bytes, received, seen: random.chance(READ) })
    }

    /// What somebody types who looks for one of the first `letters`: one, two or three of its words, small words left out,
    /// never the same search twice in a row of a few hundred.
    #[must_use]
    pub fn search(&self, number: u32, letters: u32) -> String {
        let mut random = self.random(number ^ 0x4000_0000);
        let letter = random.below(usize::try_from(letters).unwrap_or(usize::MAX));
        let text = self.written(u32::try_from(letter).unwrap_or(0)).text.to_lowercase();
        let mut words: Vec<&str> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().count() >= SHORTEST_SOUGHT && !Vocabulary::is_small(word))
            .collect();
        words.sort_unstable();
        words.dedup();
        let mut sought = Vec::new();
        while sought.len() <= usize::try_from(number % 3).unwrap_or(0) && !words.is_empty() {
            sought.push(words.swap_remove(random.below(words.len())));
        }
        sought.join(" ")
    }

    /// Puts the first `count` letters into the inbox of `login`.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn fill(&self, mailstore: &Mailstore, login: &str, count: u32) -> anyhow::Result<()> {
        for index in 0..count {
            let letter = self.letter(index)?;
            let flags: &[Flag] = if letter.seen { &[Flag::Seen] } else { &[] };
            mailstore.deliver(login, "INBOX", &letter.raw, flags, letter.received)?;
        }
        Ok(())
    }

    /// What letter `index` is about: one in three answers a letter of the days before.
    fn subject(&self, index: u32) -> Subject {
        let mut random = self.random(index ^ 0x8000_0000);
        let back = u32::try_from(random.log_uniform(400)).unwrap_or(1);
        match index.checked_sub(back) {
            Some(answered) if random.chance(34) => {
                let words = self.subject(answered).words;
                let words = words.strip_prefix("Re : ").map_or_else(|| format!("Re : {words}"), |_| words.clone());
                Subject { words, answers: Some(answered) }
            }
            _ => Subject { words: correspondence::subject(&mut random), answers: None },
        }
    }

    /// The draws of letter `index`, in their order: each depends on those before.
    fn written(&self, index: u32) -> Written {
        let mut random = self.random(index);
        let seconds = random.below(600);
        let from = correspondence::sender(&mut random);
        let to = correspondence::recipients(&mut random);
        let words = 20 + random.log_uniform(700);
        let text = Vocabulary::text(words, &mut random);
        Written { random, seconds, from, to, text }
    }

    /// 30 plain, 12 HTML alone, 46 both, 12 both with a picture, of a hundred; then the files around.
    fn body(&self, index: u32, mut text: String, signature: &str, random: &mut Random) -> Part {
        let small = self.files == FileSizes::Small;
        if let Some(probe) = Self::probe(index) {
            text.push_str(&format!("\n\nRéférence {probe}."));
        }
        text.push_str(&format!("\n\n{signature}\n"));
        let encoding = encoding(random);
        let form = random.below(100);
        let plain = Part::text("text/plain", &text, encoding);
        let mut part = match form {
            0..30 => plain,
            30..42 => Part::text("text/html", &html(&text, None), encoding),
            42..88 => {
                let page = Part::text("text/html", &html(&text, None), encoding);
                Part::multipart("alternative", format!("=_a{index}"), vec![plain, page])
            }
            _ => {
                let image = files::logo(index, small, random);
                let page = Part::text("text/html", &html(&text, Some(&image.content_id)), encoding);
                let related = Part::multipart("related", format!("=_r{index}"), vec![page, Part::image(&image)]);
                Part::multipart("alternative", format!("=_a{index}"), vec![plain, related])
            }
        };
        if random.chance(WITH_FILES) {
            let files = (0..1 + random.below(2))
                .map(|number| Part::attachment(&files::attachment(index, number, small, random)));
            part = Part::multipart("mixed", format!("=_m{index}"), std::iter::once(part).chain(files).collect());
        }
        part
    }

    fn message_id(&self, index: u32) -> String {
        format!("{index:08}.{:x}@corpus.mssante.example", self.seed)
    }

    fn random(&self, index: u32) -> Random {
        Random::seeded(self.seed.wrapping_mul(0x1_0000_0001).wrapping_add(u64::from(index)))
    }
}

/// A letter before it is put in form, and the chance that is left for that.
struct Written {
    random: Random,
    /// After the moment of its number.
    seconds: usize,
    from: correspondence::Sender,
    to: String,
    text: String,
}

fn date(index: u32, seconds: usize) -> anyhow::Result<ZonedDateTime> {
    let start =
        Timestamp::from_second(FIRST)?.to_zoned_datetime(TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC));
    let later = (i64::from(index) * PACE).minutes().seconds(i64::try_from(seconds)?);
    start.checked_add(later).context("there are more letters than years")
}

fn encoding(random: &mut Random) -> TextEncoding {
    match random.below(10) {
        0..4 => TextEncoding::Utf8QuotedPrintable,
        4..6 => TextEncoding::Utf8EightBit,
        6..8 => TextEncoding::Utf8Base64,
        8 => TextEncoding::Latin1QuotedPrintable,
        _ => TextEncoding::Windows1252Base64,
    }
}

/// A page as office programs write it: a table around, a style on every paragraph.
fn html(text: &str, picture: Option<&str>) -> String {
    let paragraphs: String = text
        .split("\n\n")
        .map(|paragraph| {
            format!(
                "<p class=\"MsoNormal\" style=\"margin:0cm;font-size:11.0pt;font-family:Calibri,sans-serif\">\
                 <span style=\"color:black\">{}</span></p>\n",
                paragraph.trim().replace('\n', "<br>\n")
            )
        })
        .collect();
    let picture = picture.map(|id| format!("<img src=\"cid:{id}\" alt=\"\" width=\"160\">")).unwrap_or_default();
    format!(
        "<html><head><meta charset=\"utf-8\"></head><body lang=\"FR\">\n<table border=\"0\" width=\"100%\"><tr><td>\n\
         {paragraphs}{picture}\n</td></tr></table></body></html>\n"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
