//! Which panics are faults.
//!
//! The product lets some decoders of others panic, and loses one picture or one session by it: that is no finding. A panic of
//! our own code is one, even where something would catch it.

use std::panic::PanicHookInfo;

/// Decoders whose panics the product contains, by the folder of their source: those of pictures (`picture.rs` of
/// `estafette-mime`), of XML (`attachment_text.rs`) and of IMAP (`dialogue.rs` of `estafette-net`).
const CONTAINED: [&str; 10] = [
    "/image-",
    "/image-webp-",
    "/png-",
    "/gif-",
    "/weezl-",
    "/tiff-",
    "/zune-",
    "/quick-xml-",
    "/imap-proto-",
    "/async-imap-",
];

/// Whether the product lives on after this panic by its own design.
#[must_use]
pub fn is_contained(panic: &PanicHookInfo<'_>) -> bool {
    panic.location().is_some_and(|place| CONTAINED.iter().any(|decoder| place.file().contains(decoder)))
}
