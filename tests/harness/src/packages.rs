//! The servers' programs, unpacked from Debian's packages into a cache folder instead of being installed.
//!
//! Installing a mail server on somebody's workstation would start it; unpacked, it is a folder of files. The folder is
//! filled once, under a lock, and every later start finds it ready. Dovecot and Exim have paths and an account compiled in, which
//! are worked around (`module_path`, `nss_wrapper`); Cyrus is told its account and every folder, and SASL where its modules are.

mod archive;
mod libraries;
mod module_path;

use std::env;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use nix::unistd::Uid;

pub(crate) use module_path::LINK as MODULES_LINK;

/// Raised when what is unpacked, or what is done to it, changes: the old folder is then left alone.
const LAYOUT: u32 = 2;

/// Root's own cache is closed to the account the servers run under.
const CACHE_OF_ROOT: &str = "/var/cache";

/// The packages themselves; the libraries they need are found by asking the loader.
const PACKAGES: [&str; 12] = [
    "dovecot-core",
    "dovecot-imapd",
    "dovecot-lmtpd",
    "dovecot-submissiond",
    "exim4-base",
    "exim4-daemon-heavy",
    "cyrus-common",
    "cyrus-imapd",
    // makes the file of Cyrus's passwords, which the modules read
    "sasl2-bin",
    "libsasl2-modules",
    "libsasl2-modules-db",
    // lets Exim find the account `Debian-exim`, whose name is compiled in, on a machine that has no such account
    "libnss-wrapper",
];

/// A folder that holds the servers' programs and the libraries this machine lacks.
#[derive(Debug, Clone)]
pub struct ServerPackages {
    root: PathBuf,
}

impl ServerPackages {
    /// Finds the unpacked programs, or fetches and unpacks them (a few seconds, once for each machine).
    ///
    /// # Errors
    /// This machine is not a Debian one, its package lists are empty, or its mirror does not answer.
    pub fn unpacked() -> anyhow::Result<Self> {
        let cache = cache_folder()?;
        let packages = Self { root: cache.join(release_name()?) };
        if !packages.is_ready() {
            fs::create_dir_all(&cache).with_context(|| format!("cannot create {}", cache.display()))?;
            let lock = File::create(cache.join("lock")).context("cannot open the lock of the servers' cache")?;
            lock.lock().context("cannot lock the servers' cache")?;
            // another test may have done the work while we waited
            if !packages.is_ready() {
                packages.fill(&cache)?;
            }
        }
        Ok(packages)
    }

    /// A file of a package, by its path without the leading slash.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// `LD_LIBRARY_PATH` for the servers: Dovecot's own libraries, then those this machine lacked.
    pub(crate) fn loader_path(&self) -> String {
        let folders: Vec<_> =
            libraries::folders(&self.root).iter().map(|folder| folder.display().to_string()).collect();
        folders.join(":")
    }

    /// The library that answers for the user database, to be preloaded.
    pub(crate) fn nss_wrapper(&self) -> anyhow::Result<PathBuf> {
        libraries::folders(&self.root)
            .iter()
            .map(|folder| folder.join("libnss_wrapper.so"))
            .find(|library| library.exists())
            .context("libnss_wrapper.so was not unpacked")
    }

    /// The folder of SASL's modules, without which Cyrus knows no password.
    pub(crate) fn sasl_modules(&self) -> anyhow::Result<PathBuf> {
        libraries::folders(&self.root)
            .iter()
            .map(|folder| folder.join("sasl2"))
            .find(|folder| folder.join("libsasldb.so").exists())
            .context("SASL's modules were not unpacked")
    }

    fn ready_mark(&self) -> PathBuf {
        self.root.join("READY")
    }

    fn is_ready(&self) -> bool {
        self.ready_mark().exists()
    }

    fn fill(&self, cache: &Path) -> anyhow::Result<()> {
        eprintln!("unpacking the test servers into {} (once)", self.root.display());
        for leftover in [&self.root, &cache.join("partial")] {
            if leftover.exists() {
                fs::remove_dir_all(leftover).with_context(|| format!("cannot remove {}", leftover.display()))?;
            }
        }
        let partial = Self { root: cache.join("partial") };
        let downloads = tempfile::tempdir().context("cannot create a download folder")?;
        fs::create_dir(&partial.root).context("cannot create the folder to unpack into")?;
        for file in archive::download(&PACKAGES.map(String::from), downloads.path())? {
            archive::unpack(&file, &partial.root)?;
        }
        libraries::complete(&partial.root, &PACKAGES, downloads.path())?;
        module_path::make_relative(&partial.root)?;
        clear_set_user_id(&partial.file("usr/sbin/exim4"))?;
        open_to_readers(&partial.root)?;
        File::create(partial.ready_mark()).context("cannot mark the servers as unpacked")?;
        fs::rename(&partial.root, &self.root).context("cannot put the unpacked servers in their place")
    }
}

/// `$XDG_CACHE_HOME/estafette/servers`, or root's.
fn cache_folder() -> anyhow::Result<PathBuf> {
    let base = if Uid::effective().is_root() {
        PathBuf::from(CACHE_OF_ROOT)
    } else if let Some(folder) = env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        PathBuf::from(folder)
    } else {
        PathBuf::from(env::var_os("HOME").context("neither XDG_CACHE_HOME nor HOME is set")?).join(".cache")
    };
    Ok(base.join("estafette").join("servers"))
}

/// One folder for each release, since packages of one do not run on another: `debian-12-x86_64-1`.
fn release_name() -> anyhow::Result<String> {
    let text = fs::read_to_string("/etc/os-release").context("cannot read /etc/os-release")?;
    let value = |key: &str| {
        text.lines().find_map(|line| line.strip_prefix(key)).map(|value| value.trim_matches('"')).unwrap_or("unknown")
    };
    let (system, version) = (value("ID="), value("VERSION_ID="));
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("the test servers come from Debian's packages, and {system} {version} has no apt-get");
    }
    Ok(format!("{system}-{version}-{}-{LAYOUT}", env::consts::ARCH))
}

/// The package ships Exim set-user-id; ours runs as whoever starts it.
fn clear_set_user_id(program: &Path) -> anyhow::Result<()> {
    fs::set_permissions(program, fs::Permissions::from_mode(0o755))
        .with_context(|| format!("cannot change the mode of {}", program.display()))
}

/// The folder was made under our umask; the servers may run under another account.
fn open_to_readers(root: &Path) -> anyhow::Result<()> {
    fs::set_permissions(root, fs::Permissions::from_mode(0o755)).context("cannot open the servers' folder to readers")
}
