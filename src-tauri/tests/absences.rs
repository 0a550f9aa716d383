//! What the session and the machine say of somebody who is gone, on a bus of the test's own: the screen locks, and sleep waits
//! until everything is closed.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::io::{PipeReader, Read as _, pipe};
use std::sync::{Arc, Mutex};

use estafette_contract::{Connection as MailConnection, Done};
use estafette_harness::{SessionBus, require};
use estafette_integration::{Desk, World, patiently};
use estafette_shell::desktop::{Bus, follow_absences};
use serde_json::json;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};
use zbus::{Connection, connection, fdo, interface};

const LOGIND_PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "/org/freedesktop/login1/session/_31";
const SCREEN_SAVER: &str = "/org/gnome/ScreenSaver";

/// What sleep waits for: whoever asked it to holds the other end.
type Waiting = Arc<Mutex<Vec<PipeReader>>>;

/// systemd-logind, as far as Estafette speaks to it.
struct Logind(Waiting);

#[interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> fdo::Result<OwnedFd> {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (ours, theirs) = pipe().map_err(|error| fdo::Error::Failed(error.to_string()))?;
        self.0.lock().expect("the list").push(ours);
        Ok(OwnedFd::from(std::os::fd::OwnedFd::from(theirs)))
    }

    fn get_session(&self, id: &str) -> OwnedObjectPath {
        assert_eq!(id, "auto");
        OwnedObjectPath::try_from(SESSION).expect("a path")
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, start: bool) -> zbus::Result<()>;
}

struct Session;

#[interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(signal)]
    async fn lock(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}

struct ScreenSaver;

#[interface(name = "org.gnome.ScreenSaver")]
impl ScreenSaver {
    #[zbus(signal)]
    async fn active_changed(emitter: &SignalEmitter<'_>, active: bool) -> zbus::Result<()>;
}

/// A machine with a desk before it.
struct Office {
    _bus: SessionBus,
    machine: Connection,
    waiting: Waiting,
    desk: Desk,
    _world: World,
}

impl Office {
    async fn open() -> Option<Self> {
        let bus = require::available("a session bus", SessionBus::start())?;
        let world = World::quiet()?;
        let waiting = Waiting::default();
        let machine = connection::Builder::address(bus.address().as_str())
            .expect("an address")
            .serve_at(LOGIND_PATH, Logind(Arc::clone(&waiting)))
            .expect("served")
            .serve_at(SESSION, Session)
            .expect("served")
            .serve_at(SCREEN_SAVER, ScreenSaver)
            .expect("served")
            .name("org.freedesktop.login1")
            .expect("a name")
            .build()
            .await
            .expect("a machine");
        let desk = world.desk("sophie", "secretariat").await;
        let at = Bus::at(&bus.address());
        tokio::spawn(follow_absences(Arc::clone(&desk.api), at.clone(), at));
        let office = Self { _bus: bus, machine, waiting, desk, _world: world };
        patiently("logind to be asked to wait", async || office.waits().then_some(())).await;
        Some(office)
    }

    fn emitter(&self, path: &'static str) -> SignalEmitter<'static> {
        SignalEmitter::new(&self.machine, path).expect("an emitter")
    }

    /// Whether sleep waits for somebody.
    fn waits(&self) -> bool {
        !self.waiting.lock().expect("the list").is_empty()
    }

    /// Waits until Estafette lets the machine sleep.
    async fn until_it_may_sleep(&self) {
        let mut waited_for = self.waiting.lock().expect("the list").pop().expect("asked to wait");
        tokio::task::spawn_blocking(move || waited_for.read(&mut [0]).expect("the end")).await.expect("read");
    }

    async fn is_locked(&self) {
        patiently("a locked screen", async || self.desk.app().await.lock).await;
    }

    async fn come_back(&self) {
        let person = self.desk.app().await.people.remove(0).id;
        let asked = json!({ "person": person, "proof": { "kind": "none" } });
        let _done: Done = self.desk.get("session_unlock", asked).await;
        assert!(self.desk.app().await.lock.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_locked_locks_estafette() {
    let Some(office) = Office::open().await else { return };
    ScreenSaver::active_changed(&office.emitter(SCREEN_SAVER), false).await.expect("said");
    Session::lock(&office.emitter(SESSION)).await.expect("said");
    office.is_locked().await;
    office.come_back().await;
    ScreenSaver::active_changed(&office.emitter(SCREEN_SAVER), true).await.expect("said");
    office.is_locked().await;
    office.desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sleep_waits_until_everything_is_closed_and_waking_opens_it_again_behind_a_lock() {
    let Some(office) = Office::open().await else { return };
    Logind::prepare_for_sleep(&office.emitter(LOGIND_PATH), true).await.expect("said");
    office.until_it_may_sleep().await;
    Logind::prepare_for_sleep(&office.emitter(LOGIND_PATH), false).await.expect("said");
    office.is_locked().await;
    assert!(office.waits(), "the next sleep waits too");
    office.come_back().await;
    office.desk.wait_for_connection("being there again", |state| *state == MailConnection::UpToDate).await;
    office.desk.leave().await;
}
