//! Links of letters: shown with what may be meant to deceive, opened outside where that is allowed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The number of a link that was shown; a later one takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LinkRef(pub u32);

/// What may be meant to deceive about a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkDoubt {
    /// Letters of several alphabets in one word of the host.
    MixedAlphabets,
    /// A host in another alphabet than ours.
    ForeignAlphabet,
    /// A host with accents.
    Accents,
    /// A number in the place of a name.
    Number,
    /// Words before an `@` that look like a host and are none.
    Credentials,
    /// `http:`: not encrypted on its way.
    InTheClear,
}

/// Opens a link in the browser of the desktop, where the settings allow it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LinkOpen {
    /// Which.
    pub link: LinkRef,
}
