//! Ids as they cross the border: numbers here, branded numbers in TypeScript so that a folder is never taken for a thread.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! wire_id {
    ($($(#[$doc:meta])* $name:ident = $brand:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[ts(type = $brand)]
        pub struct $name(pub i64);
    )*};
}

wire_id! {
    /// A mailbox of this profile.
    MailboxRef = "number & { readonly __id: \"mailbox\" }";
    /// A folder of one mailbox.
    FolderRef = "number & { readonly __id: \"folder\" }";
    /// A conversation of one mailbox.
    ThreadRef = "number & { readonly __id: \"thread\" }";
    /// One message in one folder.
    MessageRef = "number & { readonly __id: \"message\" }";
    /// A letter being written.
    DraftRef = "number & { readonly __id: \"draft\" }";
    /// A file joined to a draft.
    DraftFileRef = "number & { readonly __id: \"draft-file\" }";
    /// A text to start from.
    TemplateRef = "number & { readonly __id: \"template\" }";
    /// A letter on its way.
    OutboxRef = "number & { readonly __id: \"outbox\" }";
}
