//! Mail addresses: one that may be written on an envelope, and one that was merely received.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::alphabet::{Alphabets, alphabets};

/// The `@` and what looks like it: full width, small.
const AT_SIGNS: [char; 3] = ['@', '\u{FF20}', '\u{FE6B}'];
/// Longest address an SMTP path may hold, in bytes (RFC 5321 §4.5.3.1.3, less the angle brackets).
const MAX_ADDRESS: usize = 254;
/// Longest local part, in bytes (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Longest label of a domain name, in bytes (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;

/// An address that may be used on an envelope: dot-atom local part, domain in lower case.
///
/// Can only be built valid, so that no line break, space or quote can reach an SMTP command or a header.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    text: String,
    at: usize,
}

impl Address {
    /// The part before the `@`, as typed.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// The part after the `@`, in lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.text.get(self.at + 1..).unwrap_or_default()
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(typed: &str) -> Result<Self, AddressError> {
        let typed = typed.trim_matches(' ');
        if typed.is_empty() {
            return Err(AddressError::Empty);
        }
        if typed.chars().any(char::is_control) {
            return Err(AddressError::ControlCharacter);
        }
        if typed.len() > MAX_ADDRESS {
            return Err(AddressError::TooLong);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(AddressError::NoDomain)?;
        if local.is_empty() || local.len() > MAX_LOCAL || !local.split('.').all(is_atom) {
            return Err(AddressError::LocalPart);
        }
        if !domain.contains('.') || !domain.split('.').all(is_label) {
            return Err(AddressError::Domain);
        }
        let at = local.len();
        Ok(Self { text: format!("{local}@{}", domain.to_ascii_lowercase()), at })
    }
}

/// RFC 5322 §3.2.3 `atext`, at least one character. Internationalised local parts (RFC 6531) are not offered by the
/// operators and are refused here rather than mangled on the way.
fn is_atom(atom: &str) -> bool {
    !atom.is_empty() && atom.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= MAX_LABEL
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Why a typed address cannot be written on an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AddressError {
    /// Nothing was typed.
    #[error("the address is empty")]
    Empty,
    /// A line break or another control character: the road to header injection.
    #[error("the address holds a line break or another control character")]
    ControlCharacter,
    /// Over 254 bytes.
    #[error("the address is longer than {MAX_ADDRESS} bytes")]
    TooLong,
    /// No `@`.
    #[error("the address has no @")]
    NoDomain,
    /// The part before the `@` is empty, too long, or not a dot-atom.
    #[error("the part before the @ is not one a mail server accepts")]
    LocalPart,
    /// The part after the `@` is not a full domain name.
    #[error("the part after the @ is not a domain name")]
    Domain,
}

/// Somebody named in a received header: shown, searched, never trusted to be well formed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correspondent {
    /// The display name, decoded; empty when there is none.
    pub name: String,
    /// The address as received; may be empty or malformed.
    pub address: String,
}

impl Correspondent {
    /// The display name, where it may be shown as one. A name is a claim: one that holds an `@` pretends to be an address, and one
    /// that mixes alphabets inside a word to be another name. Empty when there is none, or none to be believed.
    #[must_use]
    pub fn believable_name(&self) -> &str {
        if self.has_deceptive_name() { "" } else { &self.name }
    }

    /// Whether its display name is there to deceive.
    #[must_use]
    pub fn has_deceptive_name(&self) -> bool {
        self.name.contains(AT_SIGNS) || alphabets(&self.name) == Alphabets::Mixed
    }
}

#[cfg(test)]
#[path = "address/tests.rs"]
mod tests;
