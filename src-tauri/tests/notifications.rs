//! Exactly what leaves Estafette for the desktop when letters come, byte for byte, on a bus of the test's own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use estafette_harness::{SessionBus, require};
use estafette_integration::{Canary, Desk, World, patiently};
use estafette_shell::api::{MemoryHolder, Notice, Notifier};
use estafette_shell::desktop::{Bus, DesktopNotifier};
use serde_json::{Value, json};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;
use zbus::{Connection, connection, interface};

const STRUCTURE: &str = "CH de Val-Fleuri, Gériatrie aiguë";
/// What a letter below holds: in its subject, its text, the name of its file, the name and the address of a patient.
const CANARIES: [&str; 4] = ["Zylkarièthe", "238045399900142", "canari-objet", "canari-piece"];

/// One notification as the desktop was asked for it.
#[derive(Clone, Debug)]
struct Asked {
    program: String,
    replaces: u32,
    title: String,
    body: String,
    actions: Vec<String>,
    hints: HashMap<String, OwnedValue>,
}

/// A desktop that shows notifications, and writes down what it was asked.
struct Desktop {
    asked: Arc<Mutex<Vec<Asked>>>,
    markup: bool,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    fn get_capabilities(&self) -> Vec<&str> {
        if self.markup { vec!["body", "actions", "body-markup"] } else { vec!["body"] }
    }

    #[allow(clippy::too_many_arguments, reason = "the specification's own list")]
    fn notify(
        &self,
        program: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let mut asked = self.asked.lock().expect("the desktop");
        asked.push(Asked { program, replaces, title, body, actions, hints });
        40 + u32::try_from(asked.len()).expect("few")
    }

    #[zbus(signal)]
    async fn activation_token(emitter: &SignalEmitter<'_>, id: u32, token: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action_key: &str) -> zbus::Result<()>;
}

/// Whether the screen is locked.
struct ScreenSaver(Arc<AtomicBool>);

#[interface(name = "org.gnome.ScreenSaver")]
impl ScreenSaver {
    fn get_active(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A desktop on a bus of its own, everything that passes written down.
struct Office {
    bus: SessionBus,
    passed: std::path::PathBuf,
    desktop: Connection,
    asked: Arc<Mutex<Vec<Asked>>>,
    locked: Arc<AtomicBool>,
}

impl Office {
    async fn open(markup: bool) -> Option<Self> {
        let mut bus = require::available("a session bus", SessionBus::start())?;
        let passed = require::available("a recorded bus", bus.record())?;
        let (asked, locked) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let desktop = connection::Builder::address(bus.address().as_str())
            .expect("an address")
            .serve_at("/org/freedesktop/Notifications", Desktop { asked: Arc::clone(&asked), markup })
            .expect("served")
            .serve_at("/org/gnome/ScreenSaver", ScreenSaver(Arc::clone(&locked)))
            .expect("served")
            .name("org.freedesktop.Notifications")
            .expect("a name")
            .name("org.gnome.ScreenSaver")
            .expect("a name")
            .build()
            .await
            .expect("a desktop");
        Some(Self { bus, passed, desktop, asked, locked })
    }

    fn notifier(&self, clicks: &Arc<Mutex<Vec<Option<String>>>>) -> Arc<dyn Notifier> {
        let clicks = Arc::clone(clicks);
        let open = Arc::new(move |token| clicks.lock().expect("clicks").push(token));
        Arc::new(DesktopNotifier::new(Bus::at(&self.bus.address()), open))
    }

    async fn first(&self) -> Asked {
        patiently("a notification", async || self.asked.lock().expect("the desktop").first().cloned()).await
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.passed).expect("recorded")
    }
}

fn letter(number: u32, from: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\n\
         Subject: =?utf-8?q?canari-objet_de_Mme_Zylkari=C3=A8the?=\r\nMessage-ID: <bureau{number}@b.example>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nMme Zylkarièthe revient lundi.\r\n--b\r\nContent-Type: application/pdf\r\n\
         Content-Disposition: attachment; filename=canari-piece.pdf\r\n\r\n%PDF\r\n--b--\r\n"
    )
    .into_bytes()
}

/// Two letters come, one of them from a patient; gives what the desktop was asked, and every byte that passed.
async fn two_letters_come(locked: bool) -> Option<(Asked, Vec<u8>)> {
    let office = Office::open(true).await?;
    let world = World::quiet()?;
    office.locked.store(locked, Ordering::Relaxed);
    let clicks = Arc::default();
    let papers = world.papers_for("sophie", "secretariat");
    let desk = Desk::sit_down_before(papers, Arc::new(MemoryHolder::default()), office.notifier(&clicks)).await;
    desk.wait_until_up_to_date().await;
    let structure = "=?utf-8?q?CH_de_Val-Fleuri,_G=C3=A9riatrie_aigu=C3=AB?= <geriatrie@ch-val-fleuri.mssante.example>";
    let patient = "=?utf-8?q?Odette_Zylkari=C3=A8the?= <238045399900142@patient.mssante.example>";
    for (number, from) in [(1, structure), (2, patient)] {
        let store = world.operator.mailstore();
        store.deliver("secretariat", "INBOX", &letter(number, from), &[], SystemTime::now()).expect("delivered");
    }
    // Letters put straight on the disk are noticed by Dovecot when it looks there.
    let mailbox = desk.mailbox().await.id;
    let asked = patiently("a notification", async || {
        let _asked: Value = desk.get("mailbox_sync", json!({ "mailbox": mailbox })).await;
        office.asked.lock().expect("the desktop").first().cloned()
    })
    .await;
    // What was asked is in the record before anything is looked for in it.
    let title = Canary::new(&asked.title);
    patiently("the record", async || (!title.forms_in(&office.bytes()).is_empty()).then_some(())).await;
    Some((asked, office.bytes()))
}

fn assert_no_canary(bytes: &[u8]) {
    for canary in CANARIES {
        assert_eq!(Canary::new(canary).forms_in(bytes), Vec::<&str>::new(), "{canary}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_post_shows_the_mailbox_and_not_a_byte_of_a_letter() {
    let Some((asked, bytes)) = two_letters_come(false).await else { return };
    assert_eq!(asked.title, "2 nouveaux messages dans la boîte Secrétariat");
    assert_eq!((asked.program.as_str(), asked.replaces, asked.body.as_str()), ("Estafette", 0, "À prendre en charge"));
    assert_eq!(asked.actions, ["default", "Estafette"]);
    for (hint, value) in [("transient", true), ("suppress-sound", true)] {
        assert_eq!(bool::try_from(asked.hints[hint].try_clone().expect("a value")).expect("a switch"), value, "{hint}");
    }
    assert_no_canary(&bytes);
    assert_eq!(Canary::new(STRUCTURE).forms_in(&bytes), Vec::<&str>::new(), "nor who wrote");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_screen_shows_how_many_and_not_even_the_mailbox() {
    let Some((asked, bytes)) = two_letters_come(true).await else { return };
    assert_eq!((asked.title.as_str(), asked.body.as_str()), ("Estafette", "2 nouveaux messages"));
    assert_no_canary(&bytes);
    assert_eq!(Canary::new(STRUCTURE).forms_in(&bytes), Vec::<&str>::new());
}

fn notice(group: i64, body: &str) -> Notice {
    Notice { group, title: String::from("Nouveau message"), body: body.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_brings_the_window_with_its_token_and_somebody_else_s_click_does_not() {
    let Some(office) = Office::open(true).await else { return };
    let clicks = Arc::<Mutex<Vec<Option<String>>>>::default();
    let notifier = office.notifier(&clicks);
    notifier.show(notice(1, "R&D <b>CH</b>")).await;
    notifier.show(notice(2, "")).await;
    notifier.show(notice(1, "")).await;
    let asked = office.asked.lock().expect("the desktop").clone();
    assert_eq!(asked[0].body, "R&amp;D &lt;b&gt;CH&lt;/b&gt;");
    let replaced: Vec<u32> = asked.iter().map(|asked| asked.replaces).collect();
    assert_eq!(replaced, [0, 0, 41], "the one of the same group is replaced");

    let emitter = SignalEmitter::new(&office.desktop, "/org/freedesktop/Notifications").expect("a path");
    Desktop::action_invoked(&emitter, 99, "default").await.expect("said");
    Desktop::action_invoked(&emitter, 42, "other").await.expect("said");
    Desktop::activation_token(&emitter, 43, "jeton-1").await.expect("said");
    Desktop::action_invoked(&emitter, 43, "default").await.expect("said");
    let clicked = async || Some(clicks.lock().expect("clicks").clone()).filter(|clicks| !clicks.is_empty());
    assert_eq!(patiently("a click", clicked).await, [Some(String::from("jeton-1"))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simple_desktop_gets_plain_words_and_no_actions() {
    let Some(office) = Office::open(false).await else { return };
    office.notifier(&Arc::default()).show(notice(1, "R&D <CH>")).await;
    let asked = office.first().await;
    assert_eq!((asked.body.as_str(), asked.actions.len()), ("R&D <CH>", 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_desktop_or_without_a_bus_nothing_is_shown_and_nothing_breaks() {
    let Some(bus) = require::available("a session bus", SessionBus::start()) else { return };
    let nobody = DesktopNotifier::new(Bus::at(&bus.address()), Arc::new(|_| {}));
    nobody.show(notice(1, "")).await;
    assert!(!nobody.screen_is_locked().await);
    let no_bus = DesktopNotifier::new(Bus::at("unix:path=/nonexistent/bus"), Arc::new(|_| {}));
    no_bus.show(notice(1, "")).await;
    assert!(!no_bus.screen_is_locked().await);
}
