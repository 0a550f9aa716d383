//! The checkout we stand in, and what Cargo knows of its packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The root of the checkout: this crate stands in `src-tauri/crates/xtask`.
///
/// # Errors
/// It was moved.
pub(crate) fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).map(Path::to_owned).context("xtask no longer stands in src-tauri/crates")
}

/// The answer of `cargo metadata` for the workspace at `root`, as its lock file has it; `more` are further arguments.
///
/// # Errors
/// Cargo refuses, or cannot be started.
pub(crate) fn metadata(root: &Path, more: &[String]) -> Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version=1", "--all-features"])
        .args(more)
        .current_dir(root)
        .output()
        .context("starting cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("reading the answer of cargo metadata")
}
