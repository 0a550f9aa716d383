//! A private Secret Service: a session bus of its own with GNOME's keyring on it, unlocked, in a temporary home.
//!
//! The keys of a test's mailboxes must never land in the keyring of the person who runs the tests.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::household::Household;

/// The keyring answers some 0.1 s after its start; a loaded machine gets time.
const START_LIMIT: Duration = Duration::from_secs(15);

/// A bus that starts no service by itself: nothing of the machine's desktop joins in.
const BUS_CONFIGURATION: &str = include_str!("secret_service/bus.conf.in");

/// Opens the private keyring, which holds nothing but what the test puts there.
const KEYRING_PASSWORD: &[u8] = b"fictif-trousseau";

/// A running bus and keyring; dropped, they leave no process and no file.
#[derive(Debug)]
pub struct SecretService {
    household: Household,
}

impl SecretService {
    /// Starts a bus and a keyring and returns when the keyring is unlocked.
    ///
    /// # Errors
    /// `dbus-daemon`, `dbus-send` or `gnome-keyring-daemon` is not installed, or does not answer.
    pub fn start() -> anyhow::Result<Self> {
        let mut service = Self { household: Household::found()? };
        service.start_bus()?;
        service.start_keyring()?;
        Ok(service)
    }

    /// What a program must have in its environment to use this keyring and to write to no other home.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let path = |name: &str| self.household.folder().join(name).display().to_string();
        vec![
            ("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", path("bus"))),
            ("HOME", path("home")),
            ("XDG_CACHE_HOME", path("home/cache")),
            ("XDG_CONFIG_HOME", path("home/config")),
            ("XDG_DATA_HOME", path("home/data")),
            ("XDG_RUNTIME_DIR", path("runtime")),
        ]
    }

    /// Shuts the keyring as a session that is locked or was opened without its password does. Nobody is there to open it
    /// again, so whoever asks for it is refused.
    ///
    /// # Errors
    /// The keyring does not answer.
    pub fn lock(&self) -> anyhow::Result<()> {
        let collection = self.default_collection().context("the keyring has no default collection")?;
        let answer = self.ask("Lock", &format!("array:objpath:{collection}"))?;
        if answer.contains(&collection) { Ok(()) } else { bail!("the keyring did not close: {answer}") }
    }

    fn start_bus(&mut self) -> anyhow::Result<()> {
        for name in ["home", "runtime"] {
            let path = self.household.folder().join(name);
            fs::create_dir(&path).with_context(|| format!("cannot create {}", path.display()))?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).context("cannot close a folder")?;
        }
        let configuration = self.household.folder().join("bus.conf");
        let socket = self.socket();
        fs::write(&configuration, BUS_CONFIGURATION.replace("@SOCKET@", &socket.display().to_string()))
            .context("cannot write the configuration of the bus")?;
        let mut command = Command::new("dbus-daemon");
        command.arg("--nofork").arg("--config-file").arg(configuration);
        self.spawn(command)?;
        wait_until("the session bus", || socket.exists())
    }

    fn start_keyring(&mut self) -> anyhow::Result<()> {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut password = self.spawn(command)?.context("the keyring has no standard input")?;
        password.write_all(KEYRING_PASSWORD).context("cannot unlock the keyring")?;
        // the keyring takes everything up to the end of its input for the password
        drop(password);
        wait_until("the keyring", || self.default_collection().is_some())
    }

    /// Path of the default collection; before the keyring has one, it answers with the root path.
    fn default_collection(&self) -> Option<String> {
        self.ask("ReadAlias", "string:default").ok().filter(|path| path.contains("/collection/"))
    }

    fn ask(&self, method: &str, argument: &str) -> anyhow::Result<String> {
        let answer = Command::new("dbus-send")
            .envs(self.environment())
            .args(["--session", "--print-reply=literal", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"])
            .arg(format!("org.freedesktop.Secret.Service.{method}"))
            .arg(argument)
            .stderr(Stdio::null())
            .output()
            .context("dbus-send does not run")?;
        Ok(String::from_utf8_lossy(&answer.stdout).trim().to_owned())
    }

    fn spawn(&mut self, mut command: Command) -> anyhow::Result<Option<ChildStdin>> {
        command.envs(self.environment()).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        self.household.start(&mut command)
    }

    fn socket(&self) -> PathBuf {
        self.household.folder().join("bus")
    }
}

fn wait_until(what: &str, mut is_ready: impl FnMut() -> bool) -> anyhow::Result<()> {
    let started = Instant::now();
    while !is_ready() {
        if started.elapsed() > START_LIMIT {
            bail!("{what} does not answer after {START_LIMIT:?}");
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
