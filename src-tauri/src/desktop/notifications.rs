//! Notifications as the freedesktop specification has them: silent, not kept, and a click brings the window.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use estafette_api::{Answer, Notice, Notifier};
use futures::{FutureExt as _, StreamExt as _, stream};
use zbus::proxy::{self, CacheProperties, MethodFlags};
use zbus::zvariant::Value;
use zbus::{Connection, Proxy};

use super::{Bus, Opener};

/// The name of the program, and of its icon and desktop file.
const PROGRAM: &str = "Estafette";
const ICON: &str = "estafette";
/// What a click on the notification itself is called.
const DEFAULT_ACTION: &str = "default";
/// « Until the desktop decides », which forgets transient ones soon.
const ITS_OWN_TIME: i32 = -1;
/// Who knows whether the screen is locked: name, path, interface. KDE and others, then GNOME.
const SCREEN_SAVERS: [(&str, &str); 2] = [
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
];

#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications",
    gen_blocking = false
)]
trait Notifications {
    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;

    #[allow(clippy::too_many_arguments, reason = "the specification's own list")]
    fn notify(
        &self,
        app_name: &str,
        replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        expire_timeout: i32,
    ) -> zbus::Result<u32>;

    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action_key: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    fn activation_token(&self, id: u32, token: &str) -> zbus::Result<()>;
}

/// Shows notices on the desktop. Where nothing answers, nothing is shown.
pub struct DesktopNotifier(Arc<Counter>);

struct Counter {
    bus: Bus,
    open: Opener,
    line: tokio::sync::Mutex<Option<Line>>,
    /// The desktop's number of the notification last shown for each group.
    shown: Arc<Mutex<BTreeMap<i64, u32>>>,
}

/// A connection, and who listens to clicks on it.
#[derive(Clone)]
struct Line {
    proxy: NotificationsProxy<'static>,
}

impl DesktopNotifier {
    /// Notifications on `bus`; a click calls `open`.
    #[must_use]
    pub fn new(bus: Bus, open: Opener) -> Self {
        Self(Arc::new(Counter { bus, open, line: tokio::sync::Mutex::default(), shown: Arc::default() }))
    }
}

impl Notifier for DesktopNotifier {
    fn screen_is_locked(&self) -> Answer<bool> {
        let counter = Arc::clone(&self.0);
        Box::pin(async move {
            let Ok(line) = counter.line().await else { return false };
            for (service, path) in SCREEN_SAVERS {
                if is_active(line.proxy.inner().connection(), service, path).await.unwrap_or(false) {
                    return true;
                }
            }
            false
        })
    }

    fn show(&self, notice: Notice) -> Answer<()> {
        let counter = Arc::clone(&self.0);
        Box::pin(async move {
            if let Err(error) = counter.show(&notice).await {
                tracing::info!(%error, "the desktop showed no notification");
                // The bus may have gone with the session: another time, another line.
                *counter.line.lock().await = None;
            }
        })
    }
}

impl Counter {
    async fn line(&self) -> zbus::Result<Line> {
        let mut line = self.line.lock().await;
        if let Some(line) = line.as_ref() {
            return Ok(line.clone());
        }
        let connection = self.bus.builder()?.build().await?;
        let proxy = NotificationsProxy::builder(&connection).cache_properties(CacheProperties::No).build().await?;
        self.hear_clicks(&proxy).await?;
        Ok(line.insert(Line { proxy }).clone())
    }

    async fn show(&self, notice: &Notice) -> zbus::Result<()> {
        let line = self.line().await?;
        let offered = line.proxy.get_capabilities().await?;
        let can = |capability: &str| offered.iter().any(|one| one == capability);
        let body = if can("body-markup") { escaped(&notice.body) } else { notice.body.clone() };
        let actions: &[&str] = if can("actions") { &[DEFAULT_ACTION, PROGRAM] } else { &[] };
        let hints = HashMap::from([
            ("transient", Value::from(true)),
            ("suppress-sound", Value::from(true)),
            ("category", Value::from("email.arrived")),
            ("desktop-entry", Value::from(ICON)),
        ]);
        let before = self.shown().get(&notice.group).copied().unwrap_or_default();
        let id = line.proxy.notify(PROGRAM, before, ICON, &notice.title, &body, actions, hints, ITS_OWN_TIME).await?;
        self.shown().insert(notice.group, id);
        Ok(())
    }

    fn shown(&self) -> std::sync::MutexGuard<'_, BTreeMap<i64, u32>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hears the clicks of this connection until it is gone. The token, where there is one, comes before its click.
    async fn hear_clicks(&self, proxy: &NotificationsProxy<'static>) -> zbus::Result<()> {
        let tokens = proxy.receive_activation_token().await?.map(|signal| {
            let arguments = signal.args().ok()?;
            Some(Heard::Token { id: arguments.id, token: arguments.token.to_owned() })
        });
        let clicks = proxy.receive_action_invoked().await?.map(|signal| {
            let arguments = signal.args().ok()?;
            (arguments.action_key == DEFAULT_ACTION).then_some(Heard::Click { id: arguments.id })
        });
        let mut heard = stream::select(tokens, clicks);
        let (open, shown) = (Arc::clone(&self.open), Arc::clone(&self.shown));
        tokio::spawn(async move {
            let mut last: Option<(u32, String)> = None;
            while let Some(signal) = heard.next().await {
                match signal {
                    Some(Heard::Token { id, token }) => last = Some((id, token)),
                    Some(Heard::Click { id }) => {
                        // Both may be here already, in whichever order they were looked at.
                        if let Some(Some(Some(Heard::Token { id, token }))) = heard.next().now_or_never() {
                            last = Some((id, token));
                        }
                        let ours = shown.lock().unwrap_or_else(PoisonError::into_inner).values().any(|one| *one == id);
                        if ours {
                            open(last.take().filter(|(of, _)| *of == id).map(|(_, token)| token));
                        }
                    }
                    None => {}
                }
            }
        });
        Ok(())
    }
}

/// A signal of the desktop about a notification.
enum Heard {
    Token { id: u32, token: String },
    Click { id: u32 },
}

/// Asks a screen saver, and starts none.
async fn is_active(connection: &Connection, service: &'static str, path: &'static str) -> zbus::Result<bool> {
    let builder = proxy::Builder::new(connection).destination(service)?.path(path)?.interface(service)?;
    let proxy: Proxy<'_> = builder.cache_properties(CacheProperties::No).build().await?;
    let answer = proxy.call_with_flags("GetActive", MethodFlags::NoAutoStart.into(), &()).await?;
    Ok(answer.unwrap_or(false))
}

/// The body of a notification is markup where the desktop says so: what a sender is called must not be.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_name_is_no_markup() {
        assert_eq!(escaped("R&D <b>CH</b>"), "R&amp;D &lt;b&gt;CH&lt;/b&gt;");
    }
}
