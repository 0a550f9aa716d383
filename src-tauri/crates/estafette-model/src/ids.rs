//! Row ids. Each is an `i64` of SQLite that stays below 2^53, so that it survives a JavaScript number.

use std::fmt;

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a row id read from the store or received from the page.
            #[must_use]
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// The row id itself.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

row_id!(
    /// A mailbox of this profile: one account, one encrypted file.
    MailboxId
);
row_id!(
    /// A folder inside one mailbox.
    FolderId
);
row_id!(
    /// One message in one folder. Ordered by date: seconds since 1970 in the high bits, a counter in the low twenty.
    MessageId
);
row_id!(
    /// A conversation: messages tied by References across the folders of one mailbox.
    ThreadId
);
row_id!(
    /// A letter being written.
    DraftId
);
row_id!(
    /// A letter waiting to leave, or whose fate is being followed.
    OutboxId
);
row_id!(
    /// One gesture of a person, applied here and still to be replayed on the server.
    OperationId
);
