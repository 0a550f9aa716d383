//! The three kinds of MSSanté mailbox.

/// Who a mailbox belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailboxKind {
    /// « Nominative »: one professional, by name.
    Personal,
    /// « Organisationnelle »: a service, opened by several people.
    Organizational,
    /// « Applicative »: a program that sends and takes no answer.
    Application,
}

impl MailboxKind {
    /// The word kept in the store and written in a provisioning file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Organizational => "organizational",
            Self::Application => "application",
        }
    }

    /// The kind kept under `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Personal, Self::Organizational, Self::Application].into_iter().find(|kind| kind.as_str() == word)
    }
}
