//! What is in a package, and where: the whole list, so that nothing gets in by lying in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{gzip, licences};

const PROGRAM: u32 = 0o755;
const DOCUMENT: u32 = 0o644;

/// A package, before it is one.
pub(super) struct Contents {
    /// Its name.
    pub(super) package: &'static str,
    /// One line, then the rest, as Debian wants it.
    pub(super) description: &'static str,
    /// What it needs beside the libraries its programs are linked with.
    pub(super) needs: &'static str,
    /// What it works better with.
    pub(super) recommends: &'static str,
    /// Folders that are there from the start, empty.
    pub(super) folders: Vec<&'static str>,
    /// Its files.
    pub(super) entries: Vec<Entry>,
}

/// One file.
pub(super) struct Entry {
    /// Where it goes, without the leading slash.
    pub(super) at: String,
    /// Where its bytes come from.
    pub(super) source: Source,
    /// Its rights.
    pub(super) mode: u32,
}

/// Where bytes come from.
pub(super) enum Source {
    /// The file as it is.
    File(PathBuf),
    /// The file, compressed.
    Compressed(PathBuf),
    /// Written here.
    Text(String),
    /// Written here, compressed.
    CompressedText(String),
}

impl Source {
    /// The bytes.
    pub(super) fn read(&self) -> Result<Vec<u8>> {
        let file = |path: &Path| fs::read(path).with_context(|| format!("reading {}", path.display()));
        match self {
            Self::File(path) => file(path),
            Self::Compressed(path) => gzip(&file(path)?),
            Self::Text(text) => Ok(text.clone().into_bytes()),
            Self::CompressedText(text) => gzip(text.as_bytes()),
        }
    }
}

/// The package people install.
///
/// # Errors
/// A licence cannot be read.
pub(super) fn shipped(root: &Path, programs: &Path) -> Result<Contents> {
    let mut entries = Vec::new();
    let mut add = |at: &str, source: Source, mode: u32| entries.push(Entry { at: String::from(at), source, mode });
    for name in ["estafette", "estafette-cli"] {
        add(&format!("usr/bin/{name}"), Source::File(programs.join(name)), PROGRAM);
        let page = root.join(format!("packaging/debian/{name}.1"));
        add(&format!("usr/share/man/man1/{name}.1.gz"), Source::Compressed(page), DOCUMENT);
    }
    let desktop = root.join("packaging/debian/estafette.desktop");
    add("usr/share/applications/estafette.desktop", Source::File(desktop), DOCUMENT);
    for (size, icon) in [("32x32", "32x32.png"), ("128x128", "128x128.png"), ("256x256", "128x128@2x.png")] {
        let at = format!("usr/share/icons/hicolor/{size}/apps/estafette.png");
        add(&at, Source::File(root.join("src-tauri/icons").join(icon)), DOCUMENT);
    }
    let drawing = root.join("assets/brand/app-icon.svg");
    add("usr/share/icons/hicolor/scalable/apps/estafette.svg", Source::File(drawing), DOCUMENT);
    add("usr/share/doc/estafette/copyright", Source::Text(licences::copyright(root)?), DOCUMENT);
    for (name, path) in [
        ("changelog.gz", "packaging/debian/changelog"),
        ("CHANGELOG.md.gz", "CHANGELOG.md"),
        ("THIRD_PARTY.md.gz", "THIRD_PARTY.md"),
        ("provisioning.md.gz", "src-tauri/docs/provisioning.md"),
        ("cli.md.gz", "src-tauri/docs/cli.md"),
    ] {
        add(&format!("usr/share/doc/estafette/{name}"), Source::Compressed(root.join(path)), DOCUMENT);
    }
    let schema = root.join("src-tauri/docs/provisioning.schema.json");
    add("usr/share/doc/estafette/provisioning.schema.json", Source::File(schema), DOCUMENT);
    let texts = licences::third_party(root)?;
    add("usr/share/doc/estafette/third-party-licences.txt.gz", Source::CompressedText(texts), DOCUMENT);
    Ok(Contents {
        package: "estafette",
        description: "secure mail for medico-social establishments\n Opens the MSSante mailboxes that a service shares, keeps \
                      them encrypted on\n this machine, and sends without sending twice. The window speaks French.\n .\n This \
                      version is for trying: it is not ready for real health data.",
        needs: "",
        // without a keyring that keeps them, the window has nowhere to put the keys of the mailboxes; without the others it says
        // of a film that this machine cannot play it (telephones film in H.264, which libav decodes)
        recommends: "gnome-keyring, gstreamer1.0-plugins-good, gstreamer1.0-libav",
        folders: vec!["etc/estafette/anchors"],
        entries,
    })
}

/// The driven window alone, to be installed beside the other.
pub(super) fn driven(programs: &Path) -> Contents {
    let source = Source::File(programs.join("estafette-e2e-app"));
    Contents {
        package: "estafette-e2e-app",
        description: "driven window of the tests of Estafette\n Never given away: it lets itself be driven.",
        needs: "estafette",
        recommends: "",
        folders: Vec::new(),
        entries: vec![Entry { at: String::from("usr/bin/estafette-e2e-app"), source, mode: PROGRAM }],
    }
}

#[cfg(test)]
mod tests;
