//! How far a letter on its way has gone, and the word the file keeps for it.
//! Apart from the outbox itself, since an error names it too: a step that is not allowed says from where to where.

use rusqlite::Row;
use rusqlite::types::Type;

/// How far a letter has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxState {
    /// Waiting. May be withdrawn.
    Queued,
    /// Somebody is talking to the server; DATA has not ended. May be tried again.
    Connected,
    /// The last byte may have left: never tried again by itself.
    DataSent,
    /// No answer came: it may or may not have been taken.
    Unknown,
    /// The server took it.
    Accepted,
    /// The server refused it; its draft is back.
    Refused,
    /// Set aside, nothing left; its draft is back.
    Parked,
}

impl OutboxState {
    /// Every state.
    pub(crate) const ALL: [Self; 7] =
        [Self::Queued, Self::Connected, Self::DataSent, Self::Unknown, Self::Accepted, Self::Refused, Self::Parked];

    /// Where a letter is that a crash found here: caught before DATA it is queued again, after it nobody knows.
    pub(crate) const fn after_crash(self) -> Self {
        match self {
            Self::Connected => Self::Queued,
            Self::DataSent => Self::Unknown,
            Self::Queued | Self::Unknown | Self::Accepted | Self::Refused | Self::Parked => self,
        }
    }

    /// Whether the person may have the letter back as the draft it was, as if nothing had been: nobody has begun to send it.
    pub(crate) const fn may_be_withdrawn(self) -> bool {
        match self {
            Self::Queued => true,
            Self::Connected | Self::DataSent | Self::Unknown | Self::Accepted | Self::Refused | Self::Parked => false,
        }
    }

    /// Whether its draft is among the drafts again.
    #[must_use]
    pub const fn gave_draft_back(self) -> bool {
        match self {
            Self::Refused | Self::Parked => true,
            Self::Queued | Self::Connected | Self::DataSent | Self::Unknown | Self::Accepted => false,
        }
    }

    /// The word kept in the store.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Connected => "connected",
            Self::DataSent => "data_sent",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Parked => "parked",
        }
    }

    /// The state kept in a column.
    pub(crate) fn of(row: &Row<'_>, column: usize) -> rusqlite::Result<Self> {
        let word = row.get_ref(column)?.as_str()?;
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| rusqlite::Error::InvalidColumnType(column, word.to_owned(), Type::Text))
    }
}
