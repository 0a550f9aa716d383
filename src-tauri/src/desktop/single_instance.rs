//! One Estafette for each profile: a second start finds the first on the session bus, brings its window to the front, and ends.
//!
//! The lock of the profile is what protects the files, bus or no bus; this is a courtesy above it.

use std::collections::HashMap;
use std::path::Path;

use zbus::blocking::Connection;
use zbus::fdo::RequestNameFlags;
use zbus::zvariant::{OwnedValue, Value};

use super::{Bus, Opener};

/// The name of the program on the bus, as in the desktop file.
const NAME: &str = "fr.estafette.app";
const PATH: &str = "/fr/estafette/app";
/// « A running instance is activated » (Desktop Entry Specification, « D-Bus Activation »).
const INTERFACE: &str = "org.freedesktop.Application";
/// What the desktop gives a program it starts so that its window may come to the front: the variable, and the name the
/// interface has for it.
const TOKENS: [(&str, &str); 2] =
    [("XDG_ACTIVATION_TOKEN", "activation-token"), ("DESKTOP_STARTUP_ID", "desktop-startup-id")];

/// What became of a start.
pub enum Claim {
    /// It is the first on this profile; others find it as long as this is kept.
    First(Connection),
    /// Another was there: its window was brought to the front.
    Second,
    /// There is no bus, or the other one does not answer: the lock of the profile decides.
    Unknown,
}

/// Claims `profile` for this start; `open` is called when another comes.
#[must_use]
pub fn claim(profile: &Path, bus: &Bus, open: Opener) -> Claim {
    let name = name_of(profile);
    match serve(&name, bus, open) {
        Ok(connection) => Claim::First(connection),
        Err(zbus::Error::NameTaken) => match activate(&name, bus) {
            Ok(()) => Claim::Second,
            Err(error) => unknown(&error),
        },
        Err(error) => unknown(&error),
    }
}

fn unknown(error: &zbus::Error) -> Claim {
    tracing::info!(%error, "no other start can be found on the session bus");
    Claim::Unknown
}

/// Takes the name, or fails with [`zbus::Error::NameTaken`]; the answer to who calls it is there before the name is.
fn serve(name: &str, bus: &Bus, open: Opener) -> zbus::Result<Connection> {
    let connection = bus.blocking()?.serve_at(PATH, Instance { open })?.build()?;
    connection.request_name_with_flags(name, RequestNameFlags::DoNotQueue.into())?;
    Ok(connection)
}

fn activate(name: &str, bus: &Bus) -> zbus::Result<()> {
    let connection = bus.blocking()?.build()?;
    let given: HashMap<&str, Value<'_>> = TOKENS
        .iter()
        .filter_map(|(variable, known_as)| Some((*known_as, Value::from(std::env::var(variable).ok()?))))
        .collect();
    connection.call_method(Some(name), PATH, Some(INTERFACE), "Activate", &(given,)).map(drop)
}

/// Profiles apart from one's own have a name apart: a demonstration runs beside the real thing.
fn name_of(profile: &Path) -> String {
    let path = std::path::absolute(profile).unwrap_or_else(|_| profile.to_owned());
    format!("{NAME}.profile_{:016x}", fnv(path.as_os_str().as_encoded_bytes()))
}

/// FNV-1a: the same in every build, which the standard library's hash is not.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

struct Instance {
    open: Opener,
}

#[zbus::interface(name = "org.freedesktop.Application")]
impl Instance {
    fn activate(&self, platform_data: HashMap<String, OwnedValue>) {
        let token = TOKENS.iter().find_map(|(_, known_as)| platform_data.get(*known_as)?.downcast_ref::<&str>().ok());
        (self.open)(token.map(str::to_owned));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::name_of;

    #[test]
    fn each_profile_has_its_own_name_however_its_path_is_written() {
        let (own, other) = (name_of(Path::new("/srv/profils/sophie")), name_of(Path::new("/tmp/essai")));
        assert_eq!(own, "fr.estafette.app.profile_40ddb44c114cf434");
        assert_ne!(own, other);
        assert_eq!(name_of(Path::new("/tmp/./essai")), other);
    }
}
