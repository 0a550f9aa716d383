//! Text that may be written into a header: a subject, a display name.
//!
//! The one type that stands between what a person typed and a header line, so that a line break cannot start a field
//! of its own.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::display_text::display_line;

/// Longest text, in bytes. A subject of more is nobody's.
const MAX_TEXT: usize = 2_000;

/// One line without control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderText(String);

impl HeaderText {
    /// Takes what it can from `text`: line breaks become spaces, control characters and bidirectional overrides go,
    /// the rest is cut at 998 characters.
    #[must_use]
    pub fn cleaned(text: &str) -> Self {
        let line = display_line(text);
        let end = line.floor_char_boundary(MAX_TEXT);
        Self(line.get(..end).unwrap_or_default().to_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As the library is handed it. What looks like an encoded word (RFC 2047 §2) is decoded by whoever reads it, so that it has
    /// to be encoded in turn: the library does so for what ends in a blank, and cannot be asked in any other way.
    pub(crate) fn for_the_wire(&self) -> String {
        if self.0.contains("=?") { format!("{} ", self.0) } else { self.0.clone() }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for HeaderText {
    type Err = HeaderTextError;

    fn from_str(text: &str) -> Result<Self, HeaderTextError> {
        if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
            return Err(HeaderTextError::ControlCharacter);
        }
        if text.len() > MAX_TEXT {
            return Err(HeaderTextError::TooLong);
        }
        Ok(Self(text.trim().to_owned()))
    }
}

impl fmt::Display for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text cannot be written into a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HeaderTextError {
    /// A line break, a NUL or another control character: the road to header injection.
    #[error("the text holds a line break or another control character")]
    ControlCharacter,
    /// Over 2 000 bytes.
    #[error("the text is longer than {MAX_TEXT} bytes")]
    TooLong,
}

#[cfg(test)]
mod tests;
