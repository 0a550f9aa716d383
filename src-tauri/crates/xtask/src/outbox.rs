//! `src-tauri/docs/outbox.md`: what may become of a letter, drawn from the steps the store allows.
//!
//! A drawing made by hand is right on the day it is made; this one is compared with the store by every run of the tests.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::workspace::root;

const PAGE: &str = "src-tauri/docs/outbox.md";
const OPENING: &str = "# What may become of a letter

Written by `cargo xtask outbox` from the steps the store allows ([`starts_at`](../crates/estafette-store/src/mailbox/outbox/steps.rs)).
Never edit.
";

/// Writes the page, or with `check` refuses if it is not what the store allows.
///
/// # Errors
/// The page is out of date, or cannot be written.
pub(crate) fn outbox(check: bool) -> Result<()> {
    let (path, text) = (root()?.join(PAGE), format!("{OPENING}\n{}", estafette_store::outbox_diagram()));
    if fs::read_to_string(&path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    if check {
        bail!("{PAGE} is not what the store allows; run `cargo xtask outbox`");
    }
    fs::write(&path, text).with_context(|| format!("writing {PAGE}"))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says what it expects")]
mod tests {
    use super::outbox;

    #[test]
    fn what_is_drawn_is_what_the_store_allows() {
        outbox(true).expect("current");
    }
}
