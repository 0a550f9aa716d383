//! An answer or a forwarding: its subject, its recipients, its place in the thread.
//!
//! Whom an answer goes to is a matter of confidentiality: our own mailbox and nobody twice, and never somebody who was
//! not already there.

use estafette_model::{Address, Correspondent};

use crate::header::{HeaderFields, is_message_id};

/// Most ancestors named in References: the first, which names the thread, and the latest.
const MAX_REFERENCES: usize = 20;
/// Prefixes that mean « answer » or « forwarding » and are written again by every program.
const PREFIXES: [&str; 10] = ["re", "ré", "rép", "réf", "tr", "fw", "fwd", "aw", "wg", "i"];

/// Whom an answer goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipients {
    /// « À ».
    pub to: Vec<Correspondent>,
    /// « Copie à ».
    pub cc: Vec<Correspondent>,
}

/// « Re : » and the subject without the prefixes it had.
#[must_use]
pub fn reply_subject(subject: &str) -> String {
    prefixed("Re", subject)
}

/// « Tr : » and the subject without the prefixes it had.
#[must_use]
pub fn forward_subject(subject: &str) -> String {
    prefixed("Tr", subject)
}

/// The subject without « Re : », « TR: », `Fwd[2]:` and their kin, however many.
#[must_use]
pub fn base_subject(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some(after) = strip_prefix(rest) {
        rest = after;
    }
    rest
}

/// An answer to the author: where they want it (Reply-To), else where they wrote from. Answering what we sent
/// ourselves goes on to those it was for.
#[must_use]
pub fn reply_recipients(original: &HeaderFields, own: &[Address]) -> Recipients {
    let mut chosen = Chosen::new(own);
    let mut to = chosen.take(author(original));
    if to.is_empty() {
        to = chosen.take(&original.to);
    }
    if to.is_empty() {
        // A note to oneself: there is nobody else.
        to = author(original).to_vec();
    }
    Recipients { to, cc: Vec::new() }
}

/// An answer to everybody: the author, then those the message was for, and the copies in copy.
#[must_use]
pub fn reply_all_recipients(original: &HeaderFields, own: &[Address]) -> Recipients {
    let mut chosen = Chosen::new(own);
    let mut to = chosen.take(author(original));
    to.extend(chosen.take(&original.to));
    let mut cc = chosen.take(&original.cc);
    if to.is_empty() {
        to.append(&mut cc);
    }
    if to.is_empty() {
        to = author(original).to_vec();
    }
    Recipients { to, cc }
}

/// References of an answer (RFC 5322 §3.6.4): the ancestors of the original, then the original; at most twenty, the
/// first of which is kept.
#[must_use]
pub fn references_for_reply(original: &HeaderFields) -> Vec<String> {
    let ancestors = match original.in_reply_to.as_slice() {
        [parent] if original.references.is_empty() => std::slice::from_ref(parent),
        _ => original.references.as_slice(),
    };
    let mut chain: Vec<String> = Vec::new();
    for id in ancestors.iter().chain(&original.message_id) {
        if is_message_id(id) && !chain.contains(id) {
            chain.push(id.clone());
        }
    }
    if chain.len() > MAX_REFERENCES {
        let excess = chain.len() - MAX_REFERENCES;
        chain.drain(1..=excess);
    }
    chain
}

fn author(original: &HeaderFields) -> &[Correspondent] {
    if original.reply_to.is_empty() { std::slice::from_ref(&original.from) } else { &original.reply_to }
}

/// Addresses already chosen, and our own.
struct Chosen {
    seen: Vec<String>,
}

impl Chosen {
    fn new(own: &[Address]) -> Self {
        Self { seen: own.iter().map(|address| address.as_str().to_lowercase()).collect() }
    }

    fn take(&mut self, candidates: &[Correspondent]) -> Vec<Correspondent> {
        let mut taken = Vec::new();
        for candidate in candidates {
            let key = candidate.address.to_lowercase();
            if !key.is_empty() && !self.seen.contains(&key) {
                self.seen.push(key);
                taken.push(candidate.clone());
            }
        }
        taken
    }
}

fn prefixed(prefix: &str, subject: &str) -> String {
    format!("{prefix} : {}", base_subject(subject)).trim_end().to_owned()
}

/// What follows one prefix: letters, perhaps a number in brackets, a colon with or without its French space.
fn strip_prefix(subject: &str) -> Option<&str> {
    let (head, rest) = subject.split_once(':')?;
    let head = head.trim_end_matches([' ', '\u{A0}', '\u{202F}']);
    let word =
        head.strip_suffix([']', ')']).and_then(|head| head.rsplit_once(['[', '('])).map_or(head, |(word, number)| {
            if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) { word } else { head }
        });
    PREFIXES.contains(&word.trim().to_lowercase().as_str()).then(|| rest.trim())
}

#[cfg(test)]
mod tests;
