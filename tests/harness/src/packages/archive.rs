//! Debian's own tools, called to fetch a package and to unpack it without installing it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// Fetches packages with the machine's own mirror settings; needs no privilege.
///
/// Returns the package files now in `folder`, sorted.
pub(super) fn download(packages: &[String], folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let before = package_files(folder)?;
    run(Command::new("apt-get").arg("download").args(packages).current_dir(folder))
        .context("cannot fetch the test servers; if apt has no package lists yet, run `apt-get update`")?;
    Ok(package_files(folder)?.into_iter().filter(|file| !before.contains(file)).collect())
}

/// Unpacks one package file under `root`; its scripts are not run.
pub(super) fn unpack(file: &Path, root: &Path) -> anyhow::Result<()> {
    run(Command::new("dpkg").arg("-x").arg(file).arg(root)).map(drop)
}

/// Names, without their folders, of the files and links a package file holds.
pub(super) fn file_names(file: &Path) -> anyhow::Result<BTreeSet<String>> {
    let listing = run(Command::new("dpkg").arg("-c").arg(file))?;
    // a link is listed as `path -> target`
    let paths = listing.lines().map(|line| line.split(" -> ").next().unwrap_or_default());
    Ok(paths.filter_map(|path| path.rsplit('/').next()).map(String::from).collect())
}

/// Every library package that `packages` need, directly or not, and that this machine lacks.
pub(super) fn libraries_not_installed(packages: &[&str]) -> anyhow::Result<Vec<String>> {
    let mut query = Command::new("apt-cache");
    query.args(["depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks"]);
    query.args(["--no-replaces", "--no-enhances"]).args(packages);
    let tree = run(&mut query)?;
    let installed = run(Command::new("dpkg-query").args(["-W", "-f", "${Package} ${db:Status-Status}\n"]))?;
    let mut needed: Vec<_> = tree
        .lines()
        // relations are indented, virtual packages bracketed
        .filter(|name| name.starts_with("lib") && !name.contains(':'))
        .filter(|name| !installed.lines().any(|line| line.strip_suffix(" installed") == Some(name)))
        .map(String::from)
        .collect();
    needed.sort();
    needed.dedup();
    Ok(needed)
}

/// Runs a command to its end and returns what it printed.
pub(super) fn run(command: &mut Command) -> anyhow::Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    // messages of the tools are matched, and shown, in one language
    let output = command.env("LC_ALL", "C").output().with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        bail!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn package_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in folder.read_dir().context("cannot list the download folder")? {
        let path = entry.context("cannot list the download folder")?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
