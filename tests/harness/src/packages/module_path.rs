//! Dovecot looks for its TLS module in a folder whose path is compiled in, and no setting moves it.
//!
//! `mail_plugin_dir` covers plugins only: `lib-ssl-iostream` opens `/usr/lib/dovecot/modules` itself, which a machine
//! without the package does not have. The text is replaced by one of equal length that is relative to the server's
//! working folder, where the operator puts a link to the unpacked modules.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};

/// The name of the link, in Dovecot's `base_dir`.
pub(crate) const LINK: &str = "modules";

const LIBRARY: &str = "usr/lib/dovecot/libdovecot.so.0.0.0";

const COMPILED_IN: &[u8; 25] = b"/usr/lib/dovecot/modules\0";

/// Repeated slashes count as one; the tail is kept since the linker may share it with shorter texts.
const RELATIVE: &[u8; 25] = b".////////////////modules\0";

/// Makes the unpacked `libdovecot` look for its module in the working folder.
pub(super) fn make_relative(root: &Path) -> anyhow::Result<()> {
    let path = root.join(LIBRARY);
    let mut bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let places: Vec<_> = bytes
        .windows(COMPILED_IN.len())
        .enumerate()
        .filter(|(_, text)| *text == COMPILED_IN)
        .map(|(at, _)| at)
        .collect();
    ensure!(!places.is_empty(), "{} does not name its module folder as expected", path.display());
    for at in places {
        bytes[at..at + RELATIVE.len()].copy_from_slice(RELATIVE);
    }
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
