//! A private session bus, in a temporary home: what a desktop program says on it is heard by nobody else's desktop.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::household::Household;

/// A bus answers some 0.1 s after its start; a loaded machine gets time.
const START_LIMIT: Duration = Duration::from_secs(15);

/// A bus that starts no service by itself: nothing of the machine's desktop joins in.
const BUS_CONFIGURATION: &str = include_str!("session_bus/bus.conf.in");

/// A running bus; dropped, it leaves no process and no file.
#[derive(Debug)]
pub struct SessionBus {
    household: Household,
}

impl SessionBus {
    /// Starts a bus and returns when one can connect to it.
    ///
    /// # Errors
    /// `dbus-daemon` is not installed, or does not answer.
    pub fn start() -> anyhow::Result<Self> {
        let mut bus = Self { household: Household::found()? };
        for name in ["home", "runtime"] {
            let path = bus.folder().join(name);
            fs::create_dir(&path).with_context(|| format!("cannot create {}", path.display()))?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).context("cannot close a folder")?;
        }
        let configuration = bus.folder().join("bus.conf");
        let socket = bus.socket();
        fs::write(&configuration, BUS_CONFIGURATION.replace("@SOCKET@", &socket.display().to_string()))
            .context("cannot write the configuration of the bus")?;
        let mut command = Command::new("dbus-daemon");
        command.arg("--nofork").arg("--config-file").arg(configuration);
        bus.spawn(command)?;
        wait_until("the session bus", || socket.exists())?;
        Ok(bus)
    }

    /// Where it is: what `DBUS_SESSION_BUS_ADDRESS` says.
    #[must_use]
    pub fn address(&self) -> String {
        format!("unix:path={}", self.socket().display())
    }

    /// What a program must have in its environment to use this bus and to write to no other home.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let path = |name: &str| self.folder().join(name).display().to_string();
        vec![
            ("DBUS_SESSION_BUS_ADDRESS", self.address()),
            ("HOME", path("home")),
            ("XDG_CACHE_HOME", path("home/cache")),
            ("XDG_CONFIG_HOME", path("home/config")),
            ("XDG_DATA_HOME", path("home/data")),
            ("XDG_RUNTIME_DIR", path("runtime")),
        ]
    }

    /// Writes down every byte that passes, from now on, in the file it gives.
    ///
    /// # Errors
    /// `dbus-monitor` is not installed, or does not get to hear the bus.
    pub fn record(&mut self) -> anyhow::Result<PathBuf> {
        let file = self.folder().join("passed");
        let heard = fs::File::create(&file).context("cannot create the record of the bus")?;
        let mut command = Command::new("dbus-monitor");
        command.args(["--session", "--binary"]).envs(self.environment());
        self.household.start(command.stdin(Stdio::null()).stdout(heard).stderr(Stdio::null()))?;
        // the first thing a monitor hears is that it lost its name: by then it hears everything
        wait_until("the monitor", || fs::metadata(&file).is_ok_and(|file| file.len() > 0))?;
        Ok(file)
    }

    pub(crate) fn spawn(&mut self, mut command: Command) -> anyhow::Result<Option<ChildStdin>> {
        command.envs(self.environment()).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        self.household.start(&mut command)
    }

    fn folder(&self) -> &Path {
        self.household.folder()
    }

    fn socket(&self) -> PathBuf {
        self.folder().join("bus")
    }
}

pub(crate) fn wait_until(what: &str, mut is_ready: impl FnMut() -> bool) -> anyhow::Result<()> {
    let started = Instant::now();
    while !is_ready() {
        if started.elapsed() > START_LIMIT {
            bail!("{what} does not answer after {START_LIMIT:?}");
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
