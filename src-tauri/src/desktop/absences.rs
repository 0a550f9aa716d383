//! Nobody is before the screen any more: the session was locked, or the machine goes to sleep. Estafette locks with the first
//! and closes before the second, while logind waits for it.
//!
//! Said over the session bus by screen savers, over that of the machine by systemd-logind. Where neither is, Estafette locks by
//! itself after its own delay.

use std::sync::Arc;

use estafette_api::{Api, why_sleep_waits};
use futures::StreamExt as _;
use zbus::message::Type;
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};
use zbus::{Connection, MatchRule, MessageStream};

use super::Bus;

/// Who says that the screen is locked, by the interface they say it on: KDE and others, then GNOME.
const SCREEN_SAVERS: [&str; 2] = ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"];
/// The session this program runs in, in logind's words.
const OWN_SESSION: &str = "auto";

#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1",
    gen_blocking = false
)]
trait Logind {
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;

    fn get_session(&self, id: &str) -> zbus::Result<OwnedObjectPath>;

    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
}

#[zbus::proxy(
    interface = "org.freedesktop.login1.Session",
    default_service = "org.freedesktop.login1",
    gen_blocking = false
)]
trait Session {
    #[zbus(signal)]
    fn lock(&self) -> zbus::Result<()>;
}

/// Follows the session on the buses `session` and `system` for as long as both, or the one that answers, last.
pub async fn follow_absences(api: Arc<Api>, session: Bus, system: Bus) {
    let screens = async { said("screen savers", follow_screens(&api, &session).await) };
    let sessions = async { said("locked sessions", follow_session(&api, &system).await) };
    let sleep = async { said("sleep", follow_sleep(&api, &system).await) };
    tokio::join!(screens, sessions, sleep);
}

fn said(what: &str, end: zbus::Result<()>) {
    match end {
        Ok(()) => tracing::info!(what, "the desktop says nothing of it any more"),
        Err(error) => tracing::info!(what, %error, "the desktop says nothing of it"),
    }
}

/// Locks when a screen saver says that the screen is.
async fn follow_screens(api: &Api, bus: &Bus) -> zbus::Result<()> {
    let connection = bus.builder()?.build().await?;
    let mut heard = Vec::new();
    for interface in SCREEN_SAVERS {
        let rule = MatchRule::builder().msg_type(Type::Signal).interface(interface)?.member("ActiveChanged")?.build();
        heard.push(MessageStream::for_match_rule(rule, &connection, None).await?);
    }
    let mut heard = futures::stream::select_all(heard);
    while let Some(signal) = heard.next().await {
        if signal?.body().deserialize::<bool>().unwrap_or(false) {
            api.lock_screen().await;
        }
    }
    Ok(())
}

/// Locks when logind is told to lock this session.
async fn follow_session(api: &Api, bus: &Bus) -> zbus::Result<()> {
    let connection = bus.builder()?.build().await?;
    let path = logind(&connection).await?.get_session(OWN_SESSION).await?;
    let session = SessionProxy::builder(&connection).path(path)?.cache_properties(CacheProperties::No).build().await?;
    let mut heard = session.receive_lock().await?;
    while heard.next().await.is_some() {
        api.lock_screen().await;
    }
    Ok(())
}

/// Closes before the machine sleeps, which waits for it, and opens again behind a locked screen when it wakes.
async fn follow_sleep(api: &Api, bus: &Bus) -> zbus::Result<()> {
    let connection = bus.builder()?.build().await?;
    let logind = logind(&connection).await?;
    let mut heard = logind.receive_prepare_for_sleep().await?;
    let mut waits_for_us = Some(ask_to_wait(&logind).await?);
    while let Some(signal) = heard.next().await {
        if signal.args()?.start {
            api.rest().await;
            // Letting go of it is saying that we are ready.
            drop(waits_for_us.take());
        } else {
            waits_for_us = Some(ask_to_wait(&logind).await?);
            api.wake().await;
        }
    }
    Ok(())
}

async fn logind(connection: &Connection) -> zbus::Result<LogindProxy<'static>> {
    LogindProxy::builder(connection).cache_properties(CacheProperties::No).build().await
}

async fn ask_to_wait(logind: &LogindProxy<'_>) -> zbus::Result<OwnedFd> {
    logind.inhibit("sleep", "Estafette", &why_sleep_waits(), "delay").await
}
