//! From a command line to an open engine: which provisioning, which authorities, which keyring.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use estafette_contract::{Event, Tag, WayOut};
use estafette_engine::{
    Engine, EngineError, EngineEvent, EngineOptions, EventSink, KeyHolder, Profile, Provisioning, Timeouts, Unlocking,
    VaultError, machine_policy,
};
use estafette_model::{Clock as _, Secret, SystemClock};

use crate::Api;

impl Api {
    /// Opens the engine, away from the threads that serve the window: stretching a passphrase takes a good part of a
    /// second.
    pub(crate) async fn open_engine(&self, unlocking: Unlocking) -> Result<Engine, EngineError> {
        let source = Source::of(self);
        let (announcer, news, lock) = (Arc::clone(&self.announcer), Arc::clone(&self.news), Arc::clone(&self.lock));
        let events: EventSink = Arc::new(move |event| {
            if let EngineEvent::Arrived { mailbox, messages } = &event {
                news.arrived(*mailbox, messages);
                lock.arrived(*mailbox, messages.len());
            }
            announcer.hear(event);
        });
        tokio::task::spawn_blocking(move || source.open(events, unlocking)).await.map_err(|_| EngineError::TaskLost)?
    }

    /// Sets the profile aside, so that the next opening makes a new one.
    pub(crate) async fn set_profile_aside(&self) -> Result<(), EngineError> {
        let folder = Source::of(self).profile.ok_or_else(no_home)?;
        let moved = tokio::task::spawn_blocking(move || Profile::set_aside(&folder, SystemClock.unix_seconds()));
        moved.await.map_err(|_| EngineError::TaskLost)?.map(drop)
    }

    pub(crate) fn is_demonstration(&self) -> bool {
        self.opening.demonstration.is_some()
    }
}

/// What a person can do about what keeps the profile closed. Whatever it is, it may have been put right meanwhile.
pub(crate) fn ways_out(error: &EngineError) -> Vec<WayOut> {
    let EngineError::Vault(error) = error else { return vec![WayOut::Retry] };
    match error {
        VaultError::NoKeyring => vec![WayOut::ChoosePassphrase, WayOut::Retry],
        VaultError::KeyringLocked { kept: false } => vec![WayOut::Retry, WayOut::ChoosePassphrase],
        VaultError::KeyringGone | VaultError::KeyLost | VaultError::Damaged => {
            vec![WayOut::Retry, WayOut::StartAnew]
        }
        VaultError::PassphraseNeeded | VaultError::PassphraseWrong => {
            vec![WayOut::GivePassphrase, WayOut::StartAnew]
        }
        _ => vec![WayOut::Retry],
    }
}

/// The whole application is to be read again.
pub(crate) fn app_is_stale() -> Event {
    Event::Stale { mailbox: None, tag: Tag::App, ids: None }
}

/// Where everything the engine needs comes from.
struct Source {
    demonstration: Option<PathBuf>,
    provisioning: PathBuf,
    profile: Option<PathBuf>,
    keys: Arc<dyn KeyHolder>,
}

impl Source {
    fn of(api: &Api) -> Self {
        let opening = &api.opening;
        let in_demonstration = |name| opening.demonstration.as_ref().map(|folder| folder.join(name));
        Self {
            demonstration: opening.demonstration.clone(),
            provisioning: in_demonstration("provisioning.json")
                .or_else(|| opening.provisioning.clone())
                .unwrap_or_else(machine_policy::provisioning_file),
            profile: profile_folder(opening.demonstration.as_deref(), opening.profile.as_deref()),
            keys: Arc::clone(&opening.keys),
        }
    }

    fn open(self, events: EventSink, unlocking: Unlocking) -> Result<Engine, EngineError> {
        let provisioning = Provisioning::read(&self.provisioning)?;
        let engine = Engine::open(EngineOptions {
            profile: self.profile.clone().ok_or_else(no_home)?,
            anchors: self.anchors(),
            holder: Arc::clone(&self.keys),
            unlocking,
            clock: Arc::new(SystemClock),
            timeouts: Timeouts::default(),
            provisioning,
            events,
        })?;
        if let Some(folder) = &self.demonstration {
            give_demonstration_passwords(&engine, folder)?;
        }
        Ok(engine)
    }

    /// The authorities compiled in, those of the machine's administrator, and in a demonstration its own alone.
    fn anchors(&self) -> Vec<Vec<u8>> {
        match &self.demonstration {
            Some(folder) => std::fs::read(folder.join("ca.pem")).into_iter().collect(),
            None => believed_authorities(),
        }
    }
}

/// Where the files are kept: where it was asked for, in a demonstration's own folder, or where the person's are.
#[must_use]
pub fn profile_folder(demonstration: Option<&Path>, profile: Option<&Path>) -> Option<PathBuf> {
    let in_demonstration = || demonstration.map(|folder| folder.join("profile"));
    profile.map(Path::to_owned).or_else(in_demonstration).or_else(Profile::default_folder)
}

fn no_home() -> EngineError {
    EngineError::ProfileUnusable(std::io::Error::from(std::io::ErrorKind::NotFound))
}

/// The authorities believed on this machine, PEM: those compiled in and those of the machine's administrator.
#[must_use]
pub fn believed_authorities() -> Vec<Vec<u8>> {
    let mut anchors: Vec<Vec<u8>> = BUILT_IN_ANCHORS.iter().map(|pem| pem.to_vec()).collect();
    anchors.extend(machine_policy::anchors(&machine_policy::folder()));
    anchors
}

/// Certificates of the authorities built in: those of `assets/trust-anchors/`, none of which could be had yet with a
/// proof of its origin (see the README there).
const BUILT_IN_ANCHORS: &[&[u8]] = &[];

/// Fictional passwords for fictional people, from the demonstration's own folder.
fn give_demonstration_passwords(engine: &Engine, folder: &Path) -> Result<(), EngineError> {
    let text = std::fs::read(folder.join("passwords.json")).unwrap_or_default();
    let passwords: BTreeMap<String, String> = serde_json::from_slice(&text).unwrap_or_default();
    for mailbox in engine.mailboxes() {
        if let Some(password) = passwords.get(mailbox.plan().address.as_str()) {
            engine.give_password(mailbox.id(), Secret::new(password.clone()))?;
        }
    }
    Ok(())
}
