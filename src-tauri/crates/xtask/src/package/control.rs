//! The papers of a package: what it is, what it needs, the sums of its files.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::contents::{Contents, Entry};
use super::run;

/// What the name of the file says.
pub(super) struct Package {
    /// Of the workspace.
    pub(super) version: &'static str,
    /// As Debian calls it: `amd64`.
    pub(super) architecture: String,
}

/// Writes the papers of `contents` into `staged`, where its files are already.
///
/// # Errors
/// A tool of `dpkg-dev` is missing or refuses, the disk refuses.
pub(super) fn write(contents: &Contents, staged: &Path) -> Result<Package> {
    let version = env!("CARGO_PKG_VERSION");
    let architecture = run(Command::new("dpkg").arg("--print-architecture"))?.trim().to_owned();
    let papers = staged.join("DEBIAN");
    super::make_folder(&papers)?;
    let depends = [contents.needs, &libraries(contents, staged)?].map(str::to_owned);
    let depends: Vec<String> = depends.into_iter().filter(|part| !part.is_empty()).collect();
    let control = text(contents, version, &architecture, &depends.join(", "), installed_size(contents, staged)?);
    fs::write(papers.join("control"), control).context("writing the control file")?;
    fs::write(papers.join("md5sums"), sums(contents, staged)?).context("writing the sums")?;
    Ok(Package { version, architecture })
}

fn text(contents: &Contents, version: &str, architecture: &str, depends: &str, kib: u64) -> String {
    let Contents { package, description, recommends, .. } = contents;
    let recommends = if recommends.is_empty() { String::new() } else { format!("Recommends: {recommends}\n") };
    format!(
        "Package: {package}\nVersion: {version}\nArchitecture: {architecture}\nSection: mail\nPriority: optional\n\
         Maintainer: Estafette <estafette@estafette.invalid>\nInstalled-Size: {kib}\nDepends: {depends}\n{recommends}\
         Description: {description}\n"
    )
}

/// The packages of the libraries the programs are linked with, at least as recent as what they use of them.
fn libraries(contents: &Contents, staged: &Path) -> Result<String> {
    // dpkg-shlibdeps only works beside a source package
    let workshop = tempfile::tempdir().context("a temporary folder")?;
    fs::create_dir(workshop.path().join("debian")).context("a temporary folder")?;
    fs::write(workshop.path().join("debian/control"), "Source: estafette\n\nPackage: estafette\nArchitecture: any\n")
        .context("writing a temporary file")?;
    let programs = contents.entries.iter().filter(|entry| entry.at.starts_with("usr/bin/"));
    let printed = run(Command::new("dpkg-shlibdeps")
        .args(["-O", "--ignore-missing-info"])
        .args(programs.map(|entry| staged.join(&entry.at)))
        .current_dir(workshop.path()))?;
    let depends = printed.trim().strip_prefix("shlibs:Depends=").context("dpkg-shlibdeps names no library")?;
    Ok(depends.to_owned())
}

/// KiB, each file rounded up, as Debian Policy §5.6.20 counts.
fn installed_size(contents: &Contents, staged: &Path) -> Result<u64> {
    let sizes = contents.entries.iter().map(|Entry { at, .. }| {
        Ok(fs::metadata(staged.join(at)).with_context(|| format!("measuring {at}"))?.len().div_ceil(1024))
    });
    sizes.sum()
}

fn sums(contents: &Contents, staged: &Path) -> Result<String> {
    run(Command::new("md5sum").args(contents.entries.iter().map(|entry| &entry.at)).current_dir(staged))
}

#[cfg(test)]
mod tests;
