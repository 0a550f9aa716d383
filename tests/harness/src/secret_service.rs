//! A private Secret Service: a session bus of its own with GNOME's keyring on it, unlocked, in a temporary home.
//!
//! The keys of a test's mailboxes must never land in the keyring of the person who runs the tests.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::session_bus::{SessionBus, wait_until};

/// Opens the private keyring, which holds nothing but what the test puts there.
const KEYRING_PASSWORD: &[u8] = b"fictif-trousseau";

/// A running bus and keyring; dropped, they leave no process and no file.
#[derive(Debug)]
pub struct SecretService {
    bus: SessionBus,
}

impl SecretService {
    /// Starts a bus and a keyring and returns when the keyring is unlocked.
    ///
    /// # Errors
    /// `dbus-daemon`, `dbus-send` or `gnome-keyring-daemon` is not installed, or does not answer.
    pub fn start() -> anyhow::Result<Self> {
        let mut service = Self { bus: SessionBus::start()? };
        service.start_keyring()?;
        Ok(service)
    }

    /// What a program must have in its environment to use this keyring and to write to no other home.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        self.bus.environment()
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

    fn start_keyring(&mut self) -> anyhow::Result<()> {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut password = self.bus.spawn(command)?.context("the keyring has no standard input")?;
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
}
