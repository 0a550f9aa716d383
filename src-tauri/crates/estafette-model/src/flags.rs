//! The flags of a message (RFC 9051 §2.3.2), as a small set.

/// Which of the five system flags a message carries, and the one keyword that is a promise. No other keyword is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
    /// `\Seen`: somebody has read it.
    pub const SEEN: Self = Self(1);
    /// `\Answered`: a reply left.
    pub const ANSWERED: Self = Self(2);
    /// `\Flagged`: marked for attention.
    pub const FLAGGED: Self = Self(4);
    /// `\Draft`: not finished.
    pub const DRAFT: Self = Self(8);
    /// `\Deleted`: to be removed at the next EXPUNGE.
    pub const DELETED: Self = Self(16);
    /// `$MDNSent`: a receipt was sent, or will never be (RFC 3503). No second one may leave.
    pub const MDN_SENT: Self = Self(32);

    const ALL: u8 = 63;
    const WIRE: [(Self, &'static str); 6] = [
        (Self::SEEN, "\\Seen"),
        (Self::ANSWERED, "\\Answered"),
        (Self::FLAGGED, "\\Flagged"),
        (Self::DRAFT, "\\Draft"),
        (Self::DELETED, "\\Deleted"),
        (Self::MDN_SENT, "$MDNSent"),
    ];

    /// No flag at all.
    #[must_use]
    pub const fn empty() -> Self {
        Self(0)
    }

    /// The set as the number kept in the store.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set from the number kept in the store; unknown bits are dropped.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & Self::ALL)
    }

    /// Whether every flag of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// This set and `other`.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set less `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The names IMAP uses, system flags with their backslash.
    pub fn wire_names(self) -> impl Iterator<Item = &'static str> {
        Self::WIRE.into_iter().filter(move |(flag, _)| self.contains(*flag)).map(|(_, name)| name)
    }

    /// The flag IMAP calls `name` (case does not matter), if it is one of these.
    #[must_use]
    pub fn from_wire_name(name: &str) -> Option<Self> {
        Self::WIRE.into_iter().find(|(_, wire)| wire.eq_ignore_ascii_case(name)).map(|(flag, _)| flag)
    }
}

impl FromIterator<Self> for Flags {
    fn from_iter<I: IntoIterator<Item = Self>>(flags: I) -> Self {
        flags.into_iter().fold(Self::empty(), Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::Flags;

    #[test]
    fn wire_names_come_back_to_the_same_set() {
        for bits in 0..=63 {
            let flags = Flags::from_bits(bits);
            let back: Flags =
                flags.wire_names().filter_map(|name| Flags::from_wire_name(&name.to_uppercase())).collect();
            assert_eq!(back, flags);
        }
    }

    #[test]
    fn any_other_keyword_is_left_out() {
        assert_eq!(Flags::from_wire_name("$Forwarded"), None);
        assert_eq!(Flags::from_bits(0xff).bits(), 63);
    }
}
