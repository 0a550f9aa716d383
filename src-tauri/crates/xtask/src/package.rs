//! The Debian package, made of what was built in release: no network, and nothing but `dpkg-dev` needed.
//!
//! `tauri bundle` is not used: its desktop entry drops what it is asked to open, its dependencies are a fixed list, and it
//! knows neither `estafette-cli` nor the licences of what is inside.

mod contents;
mod control;
mod licences;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::root;
use contents::{Contents, Entry};

/// Which package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// The one people install.
    Shipped,
    /// The driven window of `tests/e2e`, installed beside it to try it. It is never given away.
    Driven,
}

/// Makes the package of the programs in `programs`, and gives the path of the file.
///
/// # Errors
/// A program is not built, a tool of `dpkg-dev` is missing or refuses, the disk refuses.
pub(crate) fn package(which: Which, programs: &Path, into: &Path) -> Result<PathBuf> {
    let root = root()?;
    let contents = match which {
        Which::Shipped => contents::shipped(&root, programs)?,
        Which::Driven => contents::driven(programs),
    };
    fs::create_dir_all(into).with_context(|| format!("creating {}", into.display()))?;
    let staged = into.join(contents.package);
    if staged.exists() {
        fs::remove_dir_all(&staged).with_context(|| format!("removing {}", staged.display()))?;
    }
    stage(&contents, &staged)?;
    let package = control::write(&contents, &staged)?;
    let file = into.join(format!("{}_{}_{}.deb", contents.package, package.version, package.architecture));
    // the owner of every file is root, whoever builds
    run(Command::new("dpkg-deb").args(["--root-owner-group", "-Zxz", "--build"]).arg(&staged).arg(&file))?;
    fs::remove_dir_all(&staged).with_context(|| format!("removing {}", staged.display()))?;
    Ok(file)
}

fn stage(contents: &Contents, staged: &Path) -> Result<()> {
    for folder in &contents.folders {
        make_folder(&staged.join(folder))?;
    }
    for Entry { at, source, mode } in &contents.entries {
        let target = staged.join(at);
        make_folder(target.parent().unwrap_or(staged))?;
        let bytes = source.read()?;
        fs::write(&target, bytes).with_context(|| format!("writing {}", target.display()))?;
        fs::set_permissions(&target, fs::Permissions::from_mode(*mode))
            .with_context(|| format!("setting the rights of {}", target.display()))?;
    }
    Ok(())
}

/// A folder and those above it, open to all whatever the umask of who builds.
fn make_folder(folder: &Path) -> Result<()> {
    const OPEN: u32 = 0o755;
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folder(above)?;
    }
    fs::create_dir(folder).with_context(|| format!("creating {}", folder.display()))?;
    fs::set_permissions(folder, fs::Permissions::from_mode(OPEN))
        .with_context(|| format!("setting the rights of {}", folder.display()))
}

/// What a command prints.
fn run(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("starting {}", command.get_program().display()))?;
    if !output.status.success() {
        bail!("{} failed: {}", command.get_program().display(), String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).context("what it prints is not text")
}

/// The bytes as `gzip -9n` gives them: without a name or a date, so that two builds are alike.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut plain = tempfile::NamedTempFile::new().context("a temporary file")?;
    plain.write_all(bytes).context("writing a temporary file")?;
    let output = Command::new("gzip").args(["-9nc"]).arg(plain.path()).output().context("starting gzip")?;
    if !output.status.success() {
        bail!("gzip failed");
    }
    Ok(output.stdout)
}
