//! Under which account the servers run: our own, or an unprivileged one when we are root.
//!
//! Dovecot and Exim behave differently as root (chroots, dropped privileges, delivery as the recipient); an operator
//! started the same way on every machine needs them to be ordinary programs.

use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use anyhow::Context;
use nix::unistd::{Gid, Group, Uid, User};

/// Every Debian machine has this account, and nothing belongs to it.
const UNPRIVILEGED: &str = "nobody";

/// The account the servers run under.
#[derive(Debug, Clone)]
pub(crate) struct RunAs {
    /// Name in the machine's user database.
    pub(crate) user: String,
    /// Name of its main group.
    pub(crate) group: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Whether we are root and the servers must be started as somebody else.
    steps_down: bool,
}

impl RunAs {
    /// Our own account, or `nobody` when we are root.
    pub(crate) fn current() -> anyhow::Result<Self> {
        let steps_down = Uid::effective().is_root();
        let user = if steps_down { User::from_name(UNPRIVILEGED) } else { User::from_uid(Uid::effective()) }
            .context("cannot read the user database")?
            .context("this account is not in the user database, and Dovecot wants a name for it")?;
        let gid = if steps_down { user.gid } else { Gid::effective() };
        let group = Group::from_gid(gid)
            .context("cannot read the group database")?
            .context("this account's group has no name")?;
        Ok(Self { user: user.name, group: group.name, uid: user.uid.as_raw(), gid: gid.as_raw(), steps_down })
    }

    /// A command that runs `program` as this account.
    pub(crate) fn command(&self, program: &Path) -> Command {
        if !self.steps_down {
            return Command::new(program);
        }
        // `CommandExt::uid` empties the list of supplementary groups, in which Exim looks for its administrators.
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={}", self.uid));
        command.arg(format!("--regid={}", self.gid));
        command.arg(format!("--groups={}", self.gid));
        command.arg("--").arg(program);
        command
    }

    /// The same with nothing of our environment but where programs are looked for.
    pub(crate) fn bare_command(&self, program: &Path) -> Command {
        let mut command = self.command(program);
        command.env_clear().envs(env::var_os("PATH").map(|path| ("PATH", path)));
        command
    }

    /// Gives `path` to this account.
    pub(crate) fn own(&self, path: &Path) -> anyhow::Result<()> {
        if self.steps_down {
            chown(path, Some(self.uid), Some(self.gid))
                .with_context(|| format!("cannot give away {}", path.display()))?;
        }
        Ok(())
    }

    /// Creates a folder and its missing parents, each belonging to this account.
    pub(crate) fn create_folder(&self, path: &Path) -> anyhow::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.create_folder(parent)?;
        }
        match fs::create_dir(path) {
            Ok(()) => self.own(path),
            // a server made it between the look and the call
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error).with_context(|| format!("cannot create {}", path.display())),
        }
    }

    /// Writes a file that belongs to this account.
    pub(crate) fn write(&self, path: &Path, contents: &[u8]) -> anyhow::Result<()> {
        fs::write(path, contents).with_context(|| format!("cannot write {}", path.display()))?;
        self.own(path)
    }
}
