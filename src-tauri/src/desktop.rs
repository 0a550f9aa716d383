//! What the desktop offers beside the window, over the session bus: notifications, an icon beside the clock, and being
//! found by a second start; and what becomes of the session: its screen locked, the machine put to sleep.
//!
//! A session without a bus, or without one of these, is an ordinary one: the window works all the same.

mod absences;
mod notifications;
mod single_instance;
mod status_item;

use std::sync::Arc;
use std::time::Duration;

use zbus::blocking;
use zbus::connection::Builder;

pub use absences::follow_absences;
pub use notifications::DesktopNotifier;
pub use single_instance::{Claim, claim};
pub use status_item::{Gestures, Picture, StatusItem};

/// A desktop program answers within milliseconds, or hangs.
const PATIENCE: Duration = Duration::from_secs(3);

/// Brings the window to the front. Some desktops (Wayland) allow it only to who shows the token they gave for the click.
pub type Opener = Arc<dyn Fn(Option<String>) + Send + Sync>;

/// Which bus.
#[derive(Clone, Debug, Default)]
pub enum Bus {
    /// That of the session.
    #[default]
    Session,
    /// That of the machine.
    System,
    /// One by its address.
    At(String),
}

impl Bus {
    /// The bus of a test, by its address.
    #[must_use]
    pub fn at(address: &str) -> Self {
        Self::At(address.to_owned())
    }

    fn builder(&self) -> zbus::Result<Builder<'static>> {
        let builder = match self {
            Self::Session => Builder::session()?,
            Self::System => Builder::system()?,
            Self::At(address) => Builder::address(address.as_str())?,
        };
        Ok(builder.method_timeout(PATIENCE))
    }

    /// The same for what is done before anything else runs.
    fn blocking(&self) -> zbus::Result<blocking::connection::Builder<'static>> {
        let builder = match self {
            Self::Session => blocking::connection::Builder::session()?,
            Self::System => blocking::connection::Builder::system()?,
            Self::At(address) => blocking::connection::Builder::address(address.as_str())?,
        };
        Ok(builder.method_timeout(PATIENCE))
    }
}
