//! A small shell that outlives us: when our end of its pipe closes, it kills the servers and removes their folder.
//!
//! `Drop` does not run when a test is killed, and `PR_SET_PDEATHSIG` fires when the *thread* that spawned the child
//! ends, which in a test runner is long before the test binary does. A pipe closes exactly when the process is gone.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::Context;

/// Reads `watch GROUP`, `forget` and `done`; at end of file kills the groups it watches and removes the folder `$1`.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
groups=
while read -r word group; do
  case $word in
    watch) groups="$groups $group" ;;
    forget) groups= ;;
    done) exit 0 ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
tries=0
while [ -e "$1" ] && [ $tries -lt 50 ]; do
  rm -rf -- "$1" 2>/dev/null
  tries=$((tries + 1))
  sleep 0.1
done
"#;

/// The shell, and the end of the pipe that tells it we are alive.
#[derive(Debug)]
pub(crate) struct Janitor {
    shell: Child,
}

impl Janitor {
    /// Starts a janitor for `folder`, which it removes if this process ends without [`Janitor::dismiss`].
    pub(crate) fn for_folder(folder: &Path) -> anyhow::Result<Self> {
        let shell = Command::new("/bin/sh")
            .args(["-c", SCRIPT, "estafette-janitor"])
            .arg(folder)
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the janitor's shell")?;
        Ok(Self { shell })
    }

    /// Adds a process group.
    pub(crate) fn watch(&mut self, group: u32) -> anyhow::Result<()> {
        self.say(&format!("watch {group}\n"))
    }

    /// Drops every group: they were stopped, and their numbers may be given to other programs.
    pub(crate) fn forget(&mut self) -> anyhow::Result<()> {
        self.say("forget\n")
    }

    /// Ends the shell without any cleaning: the owner did it.
    pub(crate) fn dismiss(&mut self) {
        if self.say("done\n").is_ok() {
            let _ = self.shell.wait();
        }
    }

    fn say(&mut self, line: &str) -> anyhow::Result<()> {
        let pipe = self.shell.stdin.as_mut().context("the janitor has no pipe")?;
        pipe.write_all(line.as_bytes()).context("the janitor is gone")
    }
}
