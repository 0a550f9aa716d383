//! Shared libraries: where the unpacked ones are, and which ones the loader still misses.
//!
//! The list of libraries differs with each machine and each release, so it is asked of the loader, not written down.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use super::archive;

/// What the operator starts or loads; the packages hold much more, whose needs do not concern us.
const PROGRAMS: [&str; 25] = [
    "usr/sbin/dovecot",
    "usr/bin/doveconf",
    "usr/sbin/exim4",
    "usr/lib/dovecot/anvil",
    "usr/lib/dovecot/auth",
    "usr/lib/dovecot/config",
    "usr/lib/dovecot/imap",
    "usr/lib/dovecot/imap-login",
    "usr/lib/dovecot/indexer",
    "usr/lib/dovecot/indexer-worker",
    "usr/lib/dovecot/lmtp",
    "usr/lib/dovecot/log",
    "usr/lib/dovecot/stats",
    "usr/lib/dovecot/submission",
    "usr/lib/dovecot/submission-login",
    "usr/lib/dovecot/modules/lib20_zlib_plugin.so",
    "usr/lib/dovecot/modules/lib30_imap_zlib_plugin.so",
    "usr/lib/dovecot/modules/libssl_iostream_openssl.so",
    "usr/lib/dovecot/modules/old-stats/libstats_auth.so",
    "usr/lib/cyrus/bin/ctl_cyrusdb",
    "usr/lib/cyrus/bin/idled",
    "usr/lib/cyrus/bin/imapd",
    "usr/lib/cyrus/bin/lmtpd",
    "usr/lib/cyrus/bin/master",
    "usr/sbin/saslpasswd2",
];

/// Folders of shared libraries under `root`, in search order.
pub(super) fn folders(root: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<_> =
        ["usr/lib/dovecot", "usr/lib/dovecot/modules", "usr/lib/dovecot/modules/old-stats", "usr/lib"]
            .iter()
            .map(|folder| root.join(folder))
            .collect();
    for parent in [root.join("usr/lib"), root.join("lib")] {
        let Ok(entries) = parent.read_dir() else { continue };
        // the folder of the machine's architecture, such as `x86_64-linux-gnu`
        let mut multiarch: Vec<_> =
            entries.flatten().map(|entry| entry.path()).filter(|path| is_multiarch(path)).collect();
        multiarch.sort();
        folders.extend(multiarch);
    }
    folders
}

/// Adds to `root` the libraries that its programs need and this machine lacks.
///
/// # Errors
/// No package that `packages` depend on holds one of them.
pub(super) fn complete(root: &Path, packages: &[&str], downloads: &Path) -> anyhow::Result<()> {
    let mut missing = missing(root)?;
    if missing.is_empty() {
        return Ok(());
    }
    let mut candidates = Vec::new();
    for file in archive::download(&archive::libraries_not_installed(packages)?, downloads)? {
        candidates.push((archive::file_names(&file)?, file));
    }
    while !missing.is_empty() {
        for (_, file) in candidates.iter().filter(|(names, _)| !names.is_disjoint(&missing)) {
            archive::unpack(file, root)?;
        }
        // an unpacked library may itself need others
        let still_missing = self::missing(root)?;
        if still_missing.is_subset(&missing) && still_missing.len() == missing.len() {
            let names: Vec<_> = still_missing.into_iter().collect();
            bail!("the test servers need {}, which no package holds", names.join(", "));
        }
        missing = still_missing;
    }
    Ok(())
}

/// Names the loader cannot find, such as `libspf2.so.2`.
fn missing(root: &Path) -> anyhow::Result<BTreeSet<String>> {
    let search: Vec<_> = folders(root).iter().map(|folder| folder.display().to_string()).collect();
    let mut ldd = Command::new("ldd");
    ldd.env("LD_LIBRARY_PATH", search.join(":")).args(PROGRAMS.map(|program| root.join(program)));
    let listing = archive::run(&mut ldd)?;
    Ok(listing
        .lines()
        .filter_map(|line| line.trim().strip_suffix("=> not found"))
        .map(|name| String::from(name.trim()))
        .collect())
}

fn is_multiarch(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains("-linux-gnu"))
}
