//! What a folder is for, whatever the operator calls it.

/// The use of a folder (RFC 6154 SPECIAL-USE, or its name where the server does not say).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FolderRole {
    /// « Réception »: INBOX.
    Inbox,
    /// « Brouillons ».
    Drafts,
    /// « Envoyés ».
    Sent,
    /// « Archives ».
    Archive,
    /// « Indésirables ».
    Junk,
    /// « Corbeille ».
    Trash,
    /// A folder the establishment made for itself.
    Other,
}

impl FolderRole {
    /// Every role, in the order the rail shows them.
    pub const ALL: [Self; 7] =
        [Self::Inbox, Self::Drafts, Self::Sent, Self::Archive, Self::Junk, Self::Trash, Self::Other];

    /// The word kept in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Drafts => "drafts",
            Self::Sent => "sent",
            Self::Archive => "archive",
            Self::Junk => "junk",
            Self::Trash => "trash",
            Self::Other => "other",
        }
    }

    /// The role kept in the store under `word`; a word of a later version reads as [`FolderRole::Other`].
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|role| role.as_str() == word).unwrap_or(Self::Other)
    }
}
