//! A server and every process it starts, ended together.

use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, ExitStatus};

use anyhow::Context;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// A child that leads a process group of its own, which the janitor ends if we cannot.
#[derive(Debug)]
pub(crate) struct ProcessGroup {
    leader: Child,
}

impl ProcessGroup {
    /// Starts `command`, whose standard streams the caller has chosen.
    pub(crate) fn start(command: &mut Command) -> anyhow::Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let leader = command.process_group(0).spawn().with_context(|| format!("cannot run {program}"))?;
        Ok(Self { leader })
    }

    /// The number of the group, which is its leader's.
    pub(crate) fn id(&self) -> u32 {
        self.leader.id()
    }

    /// The leader's standard input, once, when it is a pipe.
    pub(crate) fn take_stdin(&mut self) -> Option<ChildStdin> {
        self.leader.stdin.take()
    }

    /// How the leader ended, or `None` while it runs.
    pub(crate) fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        self.leader.try_wait().context("cannot look after a server")
    }

    /// Asks the group to end in order (SIGTERM).
    pub(crate) fn ask_to_leave(&self) {
        self.signal(Signal::SIGTERM);
    }

    fn signal(&self, signal: Signal) {
        if let Ok(group) = i32::try_from(self.leader.id()) {
            // a group that is gone already is what is wanted
            let _ = killpg(Pid::from_raw(group), signal);
        }
    }
}

impl Drop for ProcessGroup {
    /// Kills and does not ask: Dovecot takes more than a second to leave on SIGTERM.
    fn drop(&mut self) {
        self.signal(Signal::SIGKILL);
        let _ = self.leader.wait();
    }
}
