//! Marks put into HTML: text is read across the tags of a paragraph, and what is found is wrapped piece by piece.

use super::folded::{Sought, fold};
use super::{hit_anchor, quiet_anchor};

/// Tags that stay inside a line: what is found may begin before one and end after it. Any other ends a piece of text.
const INLINE: [&str; 27] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var",
];
/// Longest reference read as one character: `&CounterClockwiseContourIntegral;` is the longest name there is.
const MAX_REFERENCE: usize = 34;

/// Numbers and marks what is found, from one piece of HTML to the next.
pub(super) struct Marker<'a> {
    sought: &'a Sought,
    most: u32,
    hits: u32,
}

/// A folded letter and the bytes of the HTML it stands for.
struct Letter {
    folded: char,
    start: usize,
    end: usize,
}

/// Stands between two paragraphs: nothing that is typed can be equal to it.
const BREAK: char = '\u{0}';

impl<'a> Marker<'a> {
    pub(super) fn new(sought: &'a Sought, most: u32) -> Self {
        Self { sought, most, hits: 0 }
    }

    pub(super) fn hits(&self) -> u32 {
        self.hits
    }

    /// `html`, as our sanitiser or our own layout wrote it, with every place wrapped in a mark.
    pub(super) fn mark(&mut self, html: &str) -> String {
        let letters = read(html);
        let found = self.places(&letters);
        if found.is_empty() {
            return html.to_owned();
        }
        let mut marked = String::with_capacity(html.len() + found.len() * 80);
        let mut written = 0;
        for place in found {
            self.hits += 1;
            marked.push_str(&html[written..place.first().map_or(written, |letter| letter.start)]);
            let (quiet, hit) = (quiet_anchor(self.hits), hit_anchor(self.hits));
            marked.push_str(&format!("<span class=\"e-quiet\" id=\"{quiet}\"></span>"));
            written = push_pieces(&mut marked, html, place, &hit);
        }
        marked.push_str(&html[written..]);
        marked
    }

    /// The places, in order, none over another.
    fn places<'l>(&self, letters: &'l [Letter]) -> Vec<&'l [Letter]> {
        let sought = self.sought.letters();
        let room = usize::try_from(self.most.saturating_sub(self.hits)).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        let mut at = 0;
        while found.len() < room
            && let Some(window) = letters.get(at..at + sought.len())
        {
            if window.iter().zip(sought).all(|(letter, wanted)| letter.folded == *wanted) {
                found.push(window);
                at += sought.len();
            } else {
                at += 1;
            }
        }
        found
    }
}

/// Wraps the letters of one place; a tag between two of them ends a piece, so that tags stay well nested. Gives where the
/// place ends.
fn push_pieces(marked: &mut String, html: &str, place: &[Letter], id: &str) -> usize {
    let mut open = false;
    let mut begun = false;
    let mut written = place.first().map_or(0, |letter| letter.start);
    for letter in place {
        if letter.start > written {
            if open {
                marked.push_str("</mark>");
            }
            marked.push_str(&html[written..letter.start]);
            open = false;
        }
        // Two letters of one ligature stand for the same bytes.
        if letter.end > written.max(letter.start) || !open {
            if !open {
                // The first piece bears the name of the place; the others are lit with it by their class alone.
                let name = if begun { String::new() } else { format!(" id=\"{id}\"") };
                marked.push_str(&format!("<mark class=\"e-hit\"{name}>"));
                (open, begun) = (true, true);
            }
            marked.push_str(&html[written.max(letter.start)..letter.end]);
            written = letter.end;
        }
    }
    if open {
        marked.push_str("</mark>");
    }
    written
}

/// The letters of `html` as they are compared.
fn read(html: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(html.len());
    let mut at = 0;
    while let Some(next) = html[at..].chars().next() {
        let end = match next {
            '<' => at + html[at..].find('>').map_or(html.len() - at, |close| close + 1),
            '&' => at + reference_length(&html[at..]),
            other => at + other.len_utf8(),
        };
        let source = &html[at..end];
        match next {
            '<' if INLINE.contains(&tag_name(source)) => {}
            // A line ends there, not a sentence.
            '<' if tag_name(source) == "br" => push_folded(&mut letters, ' ', at, end),
            '<' => letters.push(Letter { folded: BREAK, start: at, end }),
            '&' => push_folded(&mut letters, referred(source), at, end),
            other => push_folded(&mut letters, other, at, end),
        }
        at = end;
    }
    letters
}

fn push_folded(letters: &mut Vec<Letter>, letter: char, start: usize, end: usize) {
    let before = letters.len();
    fold(letter, &mut |folded| {
        let spaced = letters.last().is_none_or(|last| matches!(last.folded, ' ' | BREAK));
        if folded != ' ' || !spaced {
            letters.push(Letter { folded, start, end });
        }
    });
    // An accent of its own, a space more: part of what stands before it.
    if letters.len() == before
        && let Some(last) = letters.last_mut().filter(|last| last.end == start)
    {
        last.end = end;
    }
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// How many bytes a reference takes, from its `&`; one when it is none.
fn reference_length(html: &str) -> usize {
    let name = html.bytes().skip(1).take(MAX_REFERENCE).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
    name.filter(|length| html.as_bytes().get(length + 1) == Some(&b';')).map_or(1, |length| length + 2)
}

/// The character a reference stands for. Those that our own writers make; any other is nothing one could type.
fn referred(reference: &str) -> char {
    match reference {
        "&" | "&amp;" => '&',
        "&lt;" => '<',
        "&gt;" => '>',
        "&quot;" => '"',
        "&#39;" => '\'',
        "&nbsp;" => ' ',
        _ => BREAK,
    }
}
