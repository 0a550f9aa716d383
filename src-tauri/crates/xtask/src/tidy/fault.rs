//! One breach of a rule: where it is, and what to do about it.

use std::fmt;

use super::rust::At;

/// A breach of the rule called `rule`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    /// The rule, as the list of allowances names it.
    pub(super) rule: &'static str,
    /// The file.
    pub(super) path: String,
    /// The line, from 1; 0 when it is the whole file.
    pub(super) line: usize,
    /// What is wrong, in a few words.
    pub(super) what: String,
}

impl Fault {
    /// A fault at a line of a file.
    pub(super) fn new(rule: &'static str, path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { rule, path: path.to_owned(), line, what: what.into() }
    }

    /// A fault of something found in a file.
    pub(super) fn at(rule: &'static str, path: &str, found: &At, what: &str) -> Self {
        Self::new(rule, path, found.line, format!("{what}: {}", found.text))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {} ({})", self.path, self.what, self.rule),
            line => write!(f, "{}:{line}: {} ({})", self.path, self.what, self.rule),
        }
    }
}
