//! « Rechercher dans le message » : every place of the conversation that holds what is looked for, marked in the page itself.
//!
//! Done here and not by the web engine's own search, which would also find the list beside the letter, tells neither its
//! place among the others nor what is folded, and minds accents. Marks are put into HTML that is already sanitised.

mod folded;
mod marker;

use crate::thread_page::{PageBody, PageMessage};

pub use folded::Sought;
use marker::Marker;

/// Places marked in one conversation, at most: more cannot be gone through, and each costs an element.
const MAX_HITS: u32 = 1_000;

/// Marks every place of `messages` that holds what is `sought`, in their text and in the names of their files, and unfolds
/// the messages that have one. Gives how many places there are; each is the element `e-hit-1`, `e-hit-2`…
pub fn mark(messages: &mut [PageMessage], sought: &Sought) -> u32 {
    let mut marker = Marker::new(sought, MAX_HITS);
    for message in messages {
        let before = marker.hits();
        match &mut message.body {
            PageBody::Html { parts, .. } => parts.iter_mut().for_each(|part| part.html = marker.mark(&part.html)),
            PageBody::Plain(html) => *html = marker.mark(html),
            PageBody::NotLoaded | PageBody::Empty => {}
        }
        message.open |= marker.hits() > before;
    }
    marker.hits()
}

/// The id of the element around the place numbered `hit`, from 1. Ids inside messages start with `m`, so none can take it.
#[must_use]
pub(crate) fn hit_anchor(hit: u32) -> String {
    format!("e-hit-{hit}")
}

/// The id of a place just before it, by which the page goes there and shows no mark any more.
pub(crate) fn quiet_anchor(hit: u32) -> String {
    format!("e-quiet-{hit}")
}

#[cfg(test)]
mod tests;
