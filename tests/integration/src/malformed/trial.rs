//! What the product does with a letter that came, in the order it does it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use estafette_mime::{
    MessageScope, PageBody, find_image, find_part, forwarded, page_body, parse_header, parse_message, quoted_answer,
    read_for_index, read_receipts, references_for_reply, reply_all_recipients, shown_subject, text_to_edit,
};
use estafette_model::{LetterBytes, MessageId};

/// Files taken out of each letter: a person saves one at a time.
const FILES: usize = 8;

/// What became of a letter.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The longest that anybody waited for one thing made of it.
    pub longest: Duration,
    /// Whether a part of the program gave up on it.
    pub panicked: bool,
}

/// What is made of a letter, each from its bytes: nobody waits for two of them at once.
const GESTURES: [fn(&[u8]); 5] = [receive, show, answer, forward, take_up];

/// Receives, shows, answers and forwards `letter`, and takes it up as a draft.
#[must_use]
pub fn read(letter: &[u8]) -> Reading {
    let mut reading = Reading { longest: Duration::ZERO, panicked: false };
    for gesture in GESTURES {
        let begun = Instant::now();
        reading.panicked |= catch_unwind(AssertUnwindSafe(|| gesture(letter))).is_err();
        reading.longest = reading.longest.max(begun.elapsed());
    }
    reading
}

fn receive(letter: &[u8]) {
    let header = parse_header(letter);
    let _shown = shown_subject(&header.subject);
    let _asked = read_receipts(letter);
    let _words = read_for_index(LetterBytes::from(letter));
}

fn show(letter: &[u8]) {
    let message = parse_message(letter);
    let scope = MessageScope::new("jeton", MessageId::new(1));
    if let PageBody::Html { .. } = page_body(&message, &scope) {
        let _no_such_image = find_image(letter, "logo");
    }
    for file in message.attachments.iter().take(FILES) {
        let _bytes = find_part(letter, file.index).map(|part| part.take_out(letter));
    }
}

fn answer(letter: &[u8]) {
    let (header, message) = (parse_header(letter), parse_message(letter));
    let _quoted = quoted_answer("Le 24 nov., quelqu’un a écrit :", &message);
    let _to_all = reply_all_recipients(&header, &[]);
    let _references = references_for_reply(&header);
}

fn forward(letter: &[u8]) {
    let _forwarded = forwarded(&[], &parse_message(letter));
}

fn take_up(letter: &[u8]) {
    let _draft = text_to_edit(&parse_message(letter));
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::malformed::letters;

    #[test]
    fn no_malformed_letter_makes_anything_panic() {
        let letters = letters();
        assert!(letters.len() >= 200, "only {}", letters.len());
        let panicked: Vec<String> =
            letters.into_iter().filter(|one| read(&one.letter).panicked).map(|one| one.name).collect();
        assert!(panicked.is_empty(), "{panicked:?}");
    }

    #[test]
    fn each_is_another_letter_under_another_name() {
        let letters = letters();
        let mut names: Vec<&str> = letters.iter().map(|one| one.name.as_str()).collect();
        let mut bytes: Vec<&[u8]> = letters.iter().map(|one| one.letter.as_slice()).collect();
        names.sort_unstable();
        bytes.sort_unstable();
        let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
        assert!(bytes.windows(2).all(|pair| pair[0] != pair[1]), "two of the same bytes");
    }
}
