//! A temporary folder and the programs that live in it; nothing of either outlives its owner.
//!
//! In order of strength: it is dropped, and kills and removes; its owner is killed, and the janitor does the same.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{ChildStdin, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use tempfile::TempDir;

use crate::janitor::Janitor;
use crate::process_group::ProcessGroup;

/// Removing a folder in which a killed program's child writes one last file is tried again.
const REMOVALS: u32 = 20;

/// A folder under the system's temporary one, and programs.
#[derive(Debug)]
pub struct Household {
    folder: TempDir,
    janitor: Janitor,
    members: Vec<ProcessGroup>,
}

impl Household {
    /// Makes an empty folder, whose name begins with `estafette-` and which only its owner may enter.
    ///
    /// # Errors
    /// The folder or the janitor's shell cannot be made.
    pub fn found() -> anyhow::Result<Self> {
        // short: servers put sockets here, and a socket's path holds 107 bytes
        let folder = tempfile::Builder::new().prefix("estafette-").tempdir().context("cannot make a folder")?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).context("cannot close a folder")?;
        let janitor = Janitor::for_folder(folder.path())?;
        Ok(Self { folder, janitor, members: Vec::new() })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts a program in a process group of its own, with the standard streams chosen by the caller.
    ///
    /// Returns its standard input when that is a pipe.
    ///
    /// # Errors
    /// The program cannot be started.
    pub fn start(&mut self, command: &mut Command) -> anyhow::Result<Option<ChildStdin>> {
        let mut member = ProcessGroup::start(command)?;
        self.janitor.watch(member.id())?;
        let stdin = member.take_stdin();
        self.members.push(member);
        Ok(stdin)
    }

    /// Whether no program was started, or all were stopped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How the first program that ended did so, or `None` while all of them run.
    ///
    /// # Errors
    /// The system refuses to say.
    pub fn first_to_end(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        for member in &mut self.members {
            if let Some(status) = member.ended()? {
                return Ok(Some(status));
            }
        }
        Ok(None)
    }

    /// Kills every program, the last one first; the folder stays.
    ///
    /// # Errors
    /// The janitor is gone.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        while self.members.pop().is_some() {}
        self.janitor.forget()
    }

    /// Asks every program to leave (SIGTERM) and kills those that have not after `patience`.
    ///
    /// # Errors
    /// As for [`Household::stop`].
    pub fn ask_to_leave(&mut self, patience: Duration) -> anyhow::Result<()> {
        let started = Instant::now();
        for member in &self.members {
            member.ask_to_leave();
        }
        for member in &mut self.members {
            while member.ended()?.is_none() && started.elapsed() < patience {
                thread::sleep(Duration::from_millis(10));
            }
        }
        self.stop()
    }
}

impl Drop for Household {
    fn drop(&mut self) {
        while self.members.pop().is_some() {}
        for _ in 0..REMOVALS {
            if fs::remove_dir_all(self.folder.path()).is_ok() || !self.folder.path().exists() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.janitor.dismiss();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
