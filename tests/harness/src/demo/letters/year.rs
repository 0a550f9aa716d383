//! Twelve months of ordinary correspondence, one working day after the other.
//!
//! Today's letters are told by [`super::today`]; these stop the day before yesterday, so that the list begins like the
//! mock-up.

use jiff::{SignedDuration, ZonedDateTime};

use super::library::conversations;
use super::{ARCHIVE, Filed, INBOX, SENT, TRASH, somebody};
use crate::demo::calendar::Calendar;
use crate::demo::documents;
use crate::demo::establishment::{Correspondent, RESIDENTS, Resident};
use crate::demo::page::{LOGO, page_of};
use crate::demo::template::{Look, Scene, Template, Turn, WrittenIn};
use crate::letter::{InlineImage, Letter, TextEncoding};
use crate::mailstore::Flag;
use crate::random::Random;

const DAYS: i64 = 365;
/// The last day told here.
const LAST_DAY: i64 = 2;
/// Younger letters are still in the inbox.
const DAYS_IN_INBOX: i64 = 21;
/// Between the two, some letters linger in the inbox and some lie in the bin, where nothing is older.
const DAYS_IN_TRASH: i64 = 60;

/// How busy a mailbox is.
struct Pace {
    login: &'static str,
    /// Chances, out of a hundred, that a conversation begins on a working day; each one is tried.
    chances: &'static [usize],
    /// Letters of the inbox not read yet, today's left apart.
    unread: usize,
}

const PACES: [Pace; 4] = [
    Pace { login: "secretariat", chances: &[95, 45], unread: 9 },
    Pace { login: "infirmerie", chances: &[55], unread: 2 },
    Pace { login: "claire.morvan", chances: &[30], unread: 1 },
    Pace { login: "dui", chances: &[18], unread: 0 },
];

/// The letters of every mailbox.
pub(super) fn letters(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    let mut all = Vec::new();
    for (index, pace) in PACES.iter().enumerate() {
        let mut random = Random::seeded(u64::try_from(index).unwrap_or(0) + 1938);
        let mut of_mailbox = year_of(pace, calendar, &mut random)?;
        leave_unread(&mut of_mailbox, pace.unread);
        all.extend(of_mailbox);
    }
    Ok(all)
}

fn year_of(pace: &Pace, calendar: &Calendar, random: &mut Random) -> anyhow::Result<Vec<Filed>> {
    let templates = conversations(pace.login)?;
    let us = somebody(pace.login)?;
    let mut letters = Vec::new();
    let mut before = (String::new(), RESIDENTS[0]);
    for day in (LAST_DAY..DAYS).rev() {
        for chance in pace.chances {
            if !calendar.is_working_day(day)? || !random.chance(*chance) {
                continue;
            }
            let Some((template, resident)) = next_matter(&templates, &before, random) else { continue };
            before = (template.subject.clone(), resident);
            let conversation = Conversation {
                us,
                them: somebody(&template.with)?,
                template,
                scene: Scene { resident, seed: u64::try_from(day).unwrap_or(0) * 31 + 7 },
            };
            let hour = i8::try_from(8 + random.below(9)).unwrap_or(8);
            let minute = i8::try_from(random.below(60)).unwrap_or(0);
            letters.extend(conversation.letters(calendar, calendar.days_ago(day, hour, minute)?, random)?);
        }
    }
    Ok(letters)
}

/// Something to write about, and somebody it concerns: neither the same as just before.
fn next_matter<'a>(
    templates: &'a [Template],
    before: &(String, Resident),
    random: &mut Random,
) -> Option<(&'a Template, Resident)> {
    const ATTEMPTS: usize = 20;
    for _ in 0..ATTEMPTS {
        let template = weighted(templates, random)?;
        let resident = RESIDENTS.get(random.below(RESIDENTS.len()))?;
        if template.subject != before.0 && *resident != before.1 {
            return Some((template, *resident));
        }
    }
    None
}

fn weighted<'a>(templates: &'a [Template], random: &mut Random) -> Option<&'a Template> {
    let total = templates.iter().map(|template| template.weight).sum();
    let mut place = random.below(total);
    templates.iter().find(|template| {
        let found = place < template.weight;
        place = place.saturating_sub(template.weight);
        found
    })
}

/// Letters that answer each other.
struct Conversation<'a> {
    us: &'static Correspondent,
    them: &'static Correspondent,
    template: &'a Template,
    scene: Scene,
}

impl Conversation<'_> {
    /// The letters written before the demonstration's last two days.
    fn letters(&self, calendar: &Calendar, begins: ZonedDateTime, random: &mut Random) -> anyhow::Result<Vec<Filed>> {
        let end = calendar.days_ago(LAST_DAY, 19, 0)?;
        let mut letters: Vec<Filed> = Vec::new();
        let (mut date, mut is_ours) = (begins, self.template.we_begin);
        for (index, turn) in self.template.turns.iter().enumerate() {
            if !random.chance(turn.chance) || date > end {
                break;
            }
            let letter = self.letter(turn, index, is_ours, &date, letters.last())?;
            if let Some(previous) = letters.last_mut() {
                previous.flags.push(Flag::Answered);
            }
            let folder = if is_ours { SENT } else { self.folder_of_theirs(&date, calendar, random)? };
            let mut flags = vec![Flag::Seen];
            if !is_ours && random.chance(4) {
                flags.push(Flag::Flagged);
            }
            letters.push(Filed::new(self.us.id, folder, &flags, letter));
            is_ours = !is_ours;
            date = answered_after(&date, random)?;
        }
        Ok(letters)
    }

    fn letter(
        &self,
        turn: &Turn,
        index: usize,
        is_ours: bool,
        date: &ZonedDateTime,
        previous: Option<&Filed>,
    ) -> anyhow::Result<Letter> {
        let (from, to) = if is_ours { (self.us, self.them) } else { (self.them, self.us) };
        let opening =
            self.scene.fill(&self.template.subject, from, previous.map_or(date, |filed| &filed.letter.date))?;
        let subject = match previous {
            None => opening,
            Some(filed) if filed.letter.subject.starts_with("Re") => filed.letter.subject.clone(),
            Some(filed) => format!("Re\u{a0}: {}", filed.letter.subject),
        };
        let text = self.scene.fill(&turn.text, from, date)?;
        let mut letter = Letter::plain(from, to, date.clone(), &subject, &text);
        // only the first letter of a conversation is dressed up; people answer in plain text
        if index == 0 {
            letter.html = page_of(self.template.look, &text);
        }
        if self.template.look == Look::Logo && letter.html.is_some() {
            letter.image = Some(InlineImage { content_id: String::from(LOGO), bytes: documents::logo() });
        }
        if !is_ours {
            letter.encoding = encoding(self.template.written_in, index);
        }
        for name in &turn.attachments {
            letter.attachments.push(documents::attachment(name, &self.scene, from, date)?);
        }
        Ok(match previous {
            Some(filed) => letter.in_reply_to(&filed.letter),
            None => letter,
        })
    }

    fn folder_of_theirs(&self, date: &ZonedDateTime, calendar: &Calendar, random: &mut Random) -> anyhow::Result<&str> {
        let younger_than = |days| anyhow::Ok(*date > calendar.days_ago(days, 0, 0)?);
        Ok(if younger_than(DAYS_IN_INBOX)? {
            INBOX
        } else if younger_than(DAYS_IN_TRASH)? && random.chance(40) {
            if random.chance(25) { TRASH } else { INBOX }
        } else if self.template.filed.is_empty() {
            ARCHIVE
        } else {
            &self.template.filed
        })
    }
}

/// Half an hour to half a day later, when people are at work.
fn answered_after(date: &ZonedDateTime, random: &mut Random) -> anyhow::Result<ZonedDateTime> {
    let minutes = i64::try_from(25 + random.below(600)).unwrap_or(60);
    let mut answered = date.checked_add(SignedDuration::from_mins(minutes))?;
    while !(8..19).contains(&answered.hour()) {
        answered = answered.checked_add(SignedDuration::from_mins(47))?;
    }
    Ok(answered)
}

/// Programs differ, and so do the letters of one program: an answer with no accent goes out as it is.
fn encoding(written_in: WrittenIn, index: usize) -> TextEncoding {
    match written_in {
        WrittenIn::QuotedPrintable if index > 0 => TextEncoding::Utf8EightBit,
        WrittenIn::QuotedPrintable => TextEncoding::Utf8QuotedPrintable,
        WrittenIn::Base64 => TextEncoding::Utf8Base64,
        WrittenIn::Latin1 => TextEncoding::Latin1QuotedPrintable,
        WrittenIn::Windows1252 => TextEncoding::Windows1252Base64,
    }
}

/// Marks `count` letters of the inbox as unread: the newest ones, with some read ones between.
fn leave_unread(letters: &mut [Filed], count: usize) {
    let mut candidates: Vec<&mut Filed> =
        letters.iter_mut().filter(|filed| filed.folder == INBOX && !filed.flags.contains(&Flag::Answered)).collect();
    candidates.sort_by(|one, other| other.letter.date.cmp(&one.letter.date));
    let read_between = |index: &usize| index % 3 != 2;
    let chosen = candidates.iter_mut().enumerate().filter(|(index, _)| read_between(index)).take(count);
    for (_, filed) in chosen {
        filed.flags.clear();
    }
}
