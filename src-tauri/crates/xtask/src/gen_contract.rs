//! `cargo xtask gen-contract`: the page's types and the windows' capabilities, written from the command table.
//!
//! Both are committed, so that a change of the table is seen where it is felt; `--check` says whether they are current.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use estafette_contract::{Window, capability, typescript};

/// Writes the generated files, or with `check` refuses if one is not what the table says.
pub(crate) fn gen_contract(check: bool) -> anyhow::Result<()> {
    let mut stale = Vec::new();
    for (path, text) in files() {
        let current = std::fs::read_to_string(&path).unwrap_or_default();
        if current == text {
            continue;
        }
        if check {
            stale.push(path.display().to_string());
        } else {
            std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        }
    }
    if !stale.is_empty() {
        bail!("not what the command table says: {}; run `cargo xtask gen-contract`", stale.join(", "));
    }
    Ok(())
}

fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let mut files = vec![(root.join("ui/src/contract/contract.ts"), typescript())];
    for window in Window::ALL {
        files.push((root.join(format!("src-tauri/capabilities/{}.json", window.label())), capability(window)));
    }
    files
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says what it expects")]
mod tests {
    #[test]
    fn what_is_committed_is_what_the_table_says() {
        super::gen_contract(true).expect("current");
    }
}
