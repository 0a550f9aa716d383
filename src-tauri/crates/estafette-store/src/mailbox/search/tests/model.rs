//! Searches put together at random, against a mailbox that is searched letter by letter without any index.

use estafette_model::{Flags, MessageId};
use jiff::tz::TimeZone;

use crate::testing::{MORNING, Stage, body_of, letter};
use crate::{AttachmentInfo, BodyToStore};

const WORDS: [&str; 6] = ["bilan", "œdème", "chute", "garnier", "fabre", "transport"];
const SENDERS: [&str; 3] = ["amelie", "fabre", "garnier"];
/// 24 November 2025 and the days before, in Paris.
const DAYS: [&str; 3] = ["22/11/2025", "2025-11-23", "24/11"];
const DAY: i64 = 86_400;
const LETTERS: u32 = 90;
const SEARCHES: u32 = 600;

/// Knuth's linear congruence: the same run each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn happens(&mut self, times_in_ten: usize) -> bool {
        self.below(10) < times_in_ten
    }
}

/// A letter as it was written.
struct Known {
    id: MessageId,
    subject: Vec<&'static str>,
    sender: &'static str,
    text: Vec<&'static str>,
    seen: bool,
    files: bool,
    at: i64,
}

fn mailbox(stage: &Stage, chance: &mut Chance) -> Vec<Known> {
    let mut known: Vec<Known> = (1..=LETTERS)
        .map(|uid| {
            let subject = vec![chance.one(&WORDS), chance.one(&WORDS)];
            let (sender, at) = (chance.one(&SENDERS), MORNING - i64::from(uid) * 2_700);
            let seen = chance.happens(6);
            let flags = if seen { Flags::SEEN } else { Flags::empty() };
            let written = letter(uid, &subject.join(" ")).from(sender, "secretariat").flagged(flags).arrived(at);
            let id = stage.arrives(if chance.happens(7) { stage.inbox } else { stage.archive }, &written);
            Known { id, subject, sender, text: vec![chance.one(&WORDS)], seen, files: chance.happens(3), at }
        })
        .collect();
    for letter in &known {
        let file = AttachmentInfo {
            index: 1,
            name: String::from("radio.pdf"),
            mime_type: String::from("application/pdf"),
            kind: String::from("pdf"),
            size: 1,
            inline: false,
        };
        let attachments = if letter.files { vec![file] } else { vec![] };
        let body = BodyToStore { attachments, ..body_of(letter.id, &letter.text.join(" ")) };
        stage.store.store_body(&[body]).unwrap();
    }
    known.sort_by_key(|letter| std::cmp::Reverse(letter.at));
    known
}

/// When a day of `DAYS` begins in Paris, an hour before it does in London.
fn begins(day: &str) -> i64 {
    let ago = i64::try_from(DAYS.iter().rev().position(|known| *known == day).unwrap()).unwrap();
    MORNING - 9 * 3_600 - ago * DAY
}

/// Whether a letter is one of those asked for.
type Suits = Box<dyn Fn(&Known) -> bool>;

/// What is typed, and which letters it is for.
struct Asked {
    typed: String,
    suits: Vec<Suits>,
}

impl Asked {
    fn also(&mut self, typed: &str, suits: impl Fn(&Known) -> bool + 'static) {
        self.typed.push_str(typed);
        self.typed.push(' ');
        self.suits.push(Box::new(suits));
    }
}

fn asked(chance: &mut Chance) -> Asked {
    let mut asked = Asked { typed: String::new(), suits: Vec::new() };
    for _ in 0..chance.below(3) {
        let word = chance.one(&WORDS);
        let typed = if word == "œdème" { chance.one(&["œdème", "OEDEME", "Œdeme"]) } else { word };
        asked.also(typed, move |letter| {
            letter.subject.contains(&word) || letter.text.contains(&word) || letter.sender == word
        });
    }
    if chance.happens(3) {
        let sender = chance.one(&SENDERS);
        asked.also(&format!("de:{sender}"), move |letter| letter.sender == sender);
    }
    if chance.happens(2) {
        let word = chance.one(&WORDS);
        asked.also(&format!("objet:{word}"), move |letter| letter.subject.contains(&word));
    }
    if chance.happens(3) {
        asked.also("non:lu", |letter| !letter.seen);
    }
    if chance.happens(3) {
        let files = chance.happens(5);
        asked.also(if files { "pj:oui" } else { "pj:non" }, move |letter| letter.files == files);
    }
    if chance.happens(3) {
        let day = chance.one(&DAYS);
        asked.also(&format!("avant:{day}"), move |letter| letter.at < begins(day));
    }
    if chance.happens(3) {
        let day = chance.one(&DAYS);
        asked.also(&format!("après:{day}"), move |letter| letter.at >= begins(day));
    }
    asked
}

#[test]
fn whatever_is_asked_together_finds_what_looking_at_every_letter_finds() {
    let (stage, mut chance) = (Stage::new(), Chance(7));
    let known = mailbox(&stage, &mut chance);
    let mut found_something = 0;
    for _ in 0..SEARCHES {
        let asked = asked(&mut chance);
        let query = stage.store.understood(&asked.typed, TimeZone::get("Europe/Paris").unwrap());
        let found = stage.store.search_letters(&query, 1_000).unwrap();
        let wanted: Vec<MessageId> = if asked.suits.is_empty() {
            Vec::new()
        } else {
            known
                .iter()
                .filter(|letter| asked.suits.iter().all(|suits| suits(letter)))
                .map(|letter| letter.id)
                .collect()
        };
        assert_eq!(found, wanted, "« {} »", asked.typed);
        found_something += u32::from(!wanted.is_empty());
    }
    assert!(found_something > SEARCHES / 4, "{found_something} searches proved something");
}
