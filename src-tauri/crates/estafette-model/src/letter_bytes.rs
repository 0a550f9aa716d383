//! The bytes of a letter as they are kept: all of them, or, of a large letter, without the middle of its large parts.
//!
//! Whoever shows, answers or indexes a letter needs its words and the beginning of its files; a video of 40 MB never has to stand
//! in memory for that.

/// Bytes left out of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Where, in the bytes that were kept.
    pub at: u64,
    /// How many bytes are missing there.
    pub missing: u64,
    /// How many of those are letters of base64 (RFC 2045 §6.8): what a file weighs once decoded follows from them.
    pub base64_letters: u64,
}

/// A letter, in whole or cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterBytes<'l> {
    /// What was kept. Its structure is that of the whole: every part is there, in its place.
    pub bytes: &'l [u8],
    /// What is missing, in ascending order; nothing of a letter kept whole.
    pub cuts: &'l [Cut],
}

impl LetterBytes<'_> {
    /// Where the byte at `kept` begins in the whole letter. What is missing at that very place comes before it.
    #[must_use]
    pub fn end_in_whole(&self, kept: usize) -> u64 {
        let kept = u64::try_from(kept).unwrap_or(u64::MAX);
        self.missing(|cut| cut.at <= kept).saturating_add(kept)
    }

    /// The same for the beginning of a part: what is missing there is in it.
    #[must_use]
    pub fn start_in_whole(&self, kept: usize) -> u64 {
        let kept = u64::try_from(kept).unwrap_or(u64::MAX);
        self.missing(|cut| cut.at < kept).saturating_add(kept)
    }

    fn missing(&self, counts: impl Fn(&&Cut) -> bool) -> u64 {
        self.cuts.iter().filter(counts).map(|cut| cut.missing).fold(0, u64::saturating_add)
    }
}

impl<'l, B: AsRef<[u8]> + ?Sized> From<&'l B> for LetterBytes<'l> {
    fn from(whole: &'l B) -> Self {
        Self { bytes: whole.as_ref(), cuts: &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cut, LetterBytes};

    #[test]
    fn a_place_is_found_again_in_the_whole_letter() {
        let cuts = [Cut { at: 4, missing: 100, base64_letters: 0 }, Cut { at: 8, missing: 1_000, base64_letters: 0 }];
        let letter = LetterBytes { bytes: b"0123456789", cuts: &cuts };
        assert_eq!([0, 3, 5, 9].map(|kept| letter.start_in_whole(kept)), [0, 3, 105, 1_109]);
        assert_eq!((letter.start_in_whole(4), letter.end_in_whole(4)), (4, 104));
    }

    #[test]
    fn a_whole_letter_has_its_places() {
        let whole = LetterBytes::from("Bonjour");
        assert_eq!((whole.start_in_whole(3), whole.end_in_whole(7)), (3, 7));
    }
}
