//! The engine of one profile: its mailboxes open, their loops running, their keys in one vault.

mod audit;
mod discretion;
mod people;
mod settings;
mod signatures;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use estafette_model::{Clock, FolderId, MailboxId, MailboxKind, Secret};
use estafette_net::{Anchors, RevocationCheck, Timeouts, TlsTrust};
use estafette_store::{
    ChangeSink, FileKey, MailboxSetup, MailboxStore, PersonId, PersonSetup, PostStore, ServerEndpoint,
    TransportSecurity,
};
use tokio::task::JoinSet;

use crate::error::EngineError;
use crate::event::{EngineEvent, EventSink};
use crate::first_look::FirstLook;
use crate::interruption;
use crate::mailbox::{Mailbox, MailboxParts};
use crate::password::Password;
use crate::profile::Profile;
use crate::provision::{MailboxPlan, Provisioning, SecurityPlan, ServerPlan};
use crate::receive::{follow_open_folder, receive};
use crate::revocation::PostArchive;
use crate::send::send;
use crate::settings::{FixedSettings, Settings};
use crate::vault::{KeyHolder, Unlocking, Vault};

pub use audit::{ActSubject, AuditReference};
use discretion::Discreet;
pub use people::Proof;
pub use signatures::Signature;

/// How long closing waits for a letter that is being handed over.
const FAREWELL: std::time::Duration = std::time::Duration::from_secs(10);
/// The setting that says that the person keeps the passphrase although a keyring answers.
const KEEPS_PASSPHRASE: &str = "keys.keeps_passphrase";

/// What an engine is opened with.
pub struct EngineOptions {
    /// Folder of the profile.
    pub profile: std::path::PathBuf,
    /// The mailboxes and people.
    pub provisioning: Provisioning,
    /// Certificate authorities believed, PEM. No other is, not even the machine's own.
    pub anchors: Vec<Vec<u8>>,
    /// Who keeps the keys and passwords.
    pub holder: Arc<dyn KeyHolder>,
    /// What the person gave so that the keys can be had.
    pub unlocking: Unlocking,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How long to wait for servers.
    pub timeouts: Timeouts,
    /// Who is told.
    pub events: EventSink,
}

/// An open profile.
pub struct Engine {
    establishment: String,
    people_by_id: Vec<(PersonId, String)>,
    mailboxes: Vec<Arc<Mailbox>>,
    pub(crate) post: PostStore,
    pub(crate) fixed_settings: FixedSettings,
    vault: Arc<Vault>,
    /// The profile is opened with a passphrase, a keyring answers by now, and nobody has said what to do about it.
    keyring_offered: AtomicBool,
    discreet: Discreet,
    first_look: Arc<FirstLook>,
    clock: Arc<dyn Clock>,
    loops: Mutex<JoinSet<()>>,
    /// Letters leave in this run: [`Self::start`] was called.
    sends: AtomicBool,
    _profile: Profile,
}

impl Engine {
    /// Opens the profile and its files. Blocks on the disk and the keyring, and touches no network.
    ///
    /// # Errors
    /// Whatever keeps the profile closed: see [`EngineError`].
    pub fn open(options: EngineOptions) -> Result<Self, EngineError> {
        let profile = Profile::open(&options.profile)?;
        let anchors = Anchors::from_pem(&options.anchors.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
        let vault = Arc::new(Vault::open(profile.folder(), Arc::clone(&options.holder), &options.unlocking)?);
        let post = open_post(profile.folder(), &vault, &options.events)?;
        let Provisioning { establishment, people, mailboxes: plans, settings: fixed_settings, revocation: policy } =
            options.provisioning;
        let (clock, archive) = (Arc::clone(&options.clock), Arc::new(PostArchive(post.clone())));
        let trust = TlsTrust::new(anchors, RevocationCheck { policy, clock, archive })?;
        let setups: Vec<PersonSetup> =
            people.iter().map(|person| PersonSetup { name: person.name.clone(), role: person.role.clone() }).collect();
        let kept = post.reconcile_people(&setups)?;
        let people_by_id = kept.iter().map(|person| (person.id, person.name.clone())).collect();
        let rows = post.reconcile_mailboxes(&plans.iter().map(setup).collect::<Vec<_>>())?;
        let first_look = Arc::new(FirstLook::awaited());
        let mut mailboxes = Vec::with_capacity(plans.len());
        for plan in plans {
            let Some(row) = rows.iter().find(|row| row.setup.address == plan.address) else { continue };
            let (clock, events) = (Arc::clone(&options.clock), Arc::clone(&options.events));
            mailboxes.push(Arc::new(Mailbox::new(MailboxParts {
                id: row.id,
                store: open_mailbox(profile.folder(), row.id, &vault, &clock, &events)?,
                password: Password::new(Arc::clone(&vault), plan.address.as_str()),
                plan,
                clock,
                trust: trust.clone(),
                timeouts: options.timeouts.clone(),
                events,
                first_look: Arc::clone(&first_look),
            })));
        }
        let keyring_offered = AtomicBool::new(post.setting(KEEPS_PASSPHRASE)?.is_none() && vault.could_use_keyring());
        let settings = Settings::resolve(&fixed_settings, &post.settings()?);
        for mailbox in &mailboxes {
            mailbox.keep_texts(settings.kept_texts.value);
        }
        let discreet = Discreet::new(settings.discreet_mode.value);
        let engine = Self {
            establishment,
            people_by_id,
            mailboxes,
            post,
            fixed_settings,
            vault,
            keyring_offered,
            discreet,
            first_look,
            clock: options.clock,
            loops: Mutex::default(),
            sends: AtomicBool::new(false),
            _profile: profile,
        };
        engine.forget_old_acts()?;
        Ok(engine)
    }

    /// Starts the loops of every mailbox on the current tokio runtime.
    pub fn start(&self) {
        self.start_receiving();
        self.sends.store(true, Ordering::Relaxed);
        let mut loops = self.loops.lock().unwrap_or_else(PoisonError::into_inner);
        for mailbox in &self.mailboxes {
            loops.spawn(self.in_its_turn(mailbox, send));
            loops.spawn(self.in_its_turn(mailbox, follow_open_folder));
        }
    }

    /// Starts only the loops that receive and replay gestures: letters waiting in the outbox stay there. For a run that
    /// ends as soon as everything came in, which could cut a letter off on its way out.
    pub fn start_receiving(&self) {
        let mut loops = self.loops.lock().unwrap_or_else(PoisonError::into_inner);
        for mailbox in &self.mailboxes {
            loops.spawn(self.in_its_turn(mailbox, receive));
        }
        loops.spawn(interruption::watch(self.mailboxes.clone(), Arc::clone(&self.clock), estafette_net::way_out));
    }

    /// The mailbox a window starts with: what several people share comes first, then one that a person reads at all.
    #[must_use]
    pub fn first_mailbox(&self) -> Option<&Arc<Mailbox>> {
        let of = |kind| self.mailboxes.iter().find(move |mailbox| mailbox.plan.kind == kind);
        of(MailboxKind::Organizational).or_else(|| of(MailboxKind::Personal)).or_else(|| self.mailboxes.first())
    }

    /// A loop of a mailbox; those of the mailboxes nobody sees yet leave the processor to the first screen.
    fn in_its_turn<F>(
        &self,
        mailbox: &Arc<Mailbox>,
        run: impl Fn(Arc<Mailbox>) -> F + Send + 'static,
    ) -> impl Future<Output = ()> + Send + 'static
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let is_first = self.first_mailbox().is_some_and(|first| first.id == mailbox.id);
        let mailbox = Arc::clone(mailbox);
        async move {
            if !is_first {
                mailbox.first_look.wait().await;
            }
            watched(mailbox, run).await;
        }
    }

    /// The first rows are on the screen, or nobody looks: the texts of letters need not wait any longer.
    pub fn first_look_taken(&self) {
        self.first_look.taken();
    }

    /// The window shows this folder of this mailbox now, none being its inbox: what comes into it is wanted at once. Of the
    /// others, no longer.
    pub fn folder_opened(&self, mailbox: MailboxId, folder: Option<FolderId>) {
        for each in &self.mailboxes {
            each.open_folder.show(folder.filter(|_| each.id == mailbox));
        }
    }

    /// Stops the loops, closes the connections and the files. Letters still held leave first, where the operator answers: who
    /// closes the window after « Envoyer » has made up their mind, and the next start may be tomorrow. Then no letter is begun
    /// any more and the one being handed over gets time to arrive; what is cut all the same is found again at the next start,
    /// in the state the disk knows.
    pub async fn close(&self) {
        self.close_within(FAREWELL).await;
    }

    /// The same in a hurry: `patience` is what letters still held get to leave, and then one being handed over to arrive.
    pub async fn close_within(&self, patience: std::time::Duration) {
        if self.sends.load(Ordering::Relaxed) {
            let last_letters = async {
                for mailbox in &self.mailboxes {
                    mailbox.send_what_is_held().await;
                }
            };
            let _left_or_given_up = tokio::time::timeout(patience, last_letters).await;
        }
        let mut none_begins = Vec::with_capacity(self.mailboxes.len());
        let all_arrived = async {
            for mailbox in &self.mailboxes {
                none_begins.push(mailbox.handing_over.lock().await);
            }
        };
        if tokio::time::timeout(patience, all_arrived).await.is_err() {
            tracing::warn!("a letter was still being handed over when the program had to close");
        }
        let mut loops = std::mem::take(&mut *self.loops.lock().unwrap_or_else(PoisonError::into_inner));
        loops.shutdown().await;
        for mailbox in &self.mailboxes {
            mailbox.store.close();
        }
        self.post.close();
    }

    /// Name of the establishment.
    #[must_use]
    pub fn establishment(&self) -> &str {
        &self.establishment
    }

    /// The mailboxes, in the order of the provisioning file.
    #[must_use]
    pub fn mailboxes(&self) -> &[Arc<Mailbox>] {
        &self.mailboxes
    }

    /// One mailbox.
    ///
    /// # Errors
    /// [`EngineError::Gone`].
    pub fn mailbox(&self, id: MailboxId) -> Result<Arc<Mailbox>, EngineError> {
        self.mailboxes.iter().find(|mailbox| mailbox.id() == id).cloned().ok_or(EngineError::Gone("mailbox"))
    }

    /// Takes the password of a mailbox and tries it at once. Blocks on the keyring.
    ///
    /// # Errors
    /// [`EngineError::Vault`] when the keyring does not keep it; it is then good until the program ends.
    pub fn give_password(&self, mailbox: MailboxId, password: Secret<String>) -> Result<(), EngineError> {
        self.mailbox(mailbox)?.give_password(password)
    }

    /// Whether the keys could move from the passphrase to the keyring of the session, and nobody has decided yet.
    #[must_use]
    pub fn keyring_offered(&self) -> bool {
        self.keyring_offered.load(Ordering::Relaxed)
    }

    /// Hands the keys to the keyring, or keeps the passphrase for good. Blocks on the keyring.
    ///
    /// # Errors
    /// [`EngineError::Vault`] when the keyring refuses; the passphrase stays the way in.
    pub fn answer_keyring_offer(&self, use_keyring: bool) -> Result<(), EngineError> {
        if use_keyring {
            self.vault.move_to_keyring(self.mailboxes.iter().map(|mailbox| mailbox.plan().address.as_str()))?;
        } else {
            self.post.set_setting(KEEPS_PASSPHRASE, "1")?;
        }
        self.keyring_offered.store(false, Ordering::Relaxed);
        Ok(())
    }
}

/// A loop that panics is a fault of ours: it is written down and the loop starts again, so that one letter that breaks
/// something does not stop the mailbox until the next start.
async fn watched<F>(mailbox: Arc<Mailbox>, run: impl Fn(Arc<Mailbox>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    const REST: std::time::Duration = std::time::Duration::from_secs(30);
    loop {
        let mut turn = JoinSet::new();
        turn.spawn(run(Arc::clone(&mailbox)));
        match turn.join_next().await {
            Some(Err(error)) if error.is_panic() => {
                tracing::error!(mailbox = %mailbox.id(), "a loop panicked and is started again");
                tokio::time::sleep(REST).await;
            }
            _ => return,
        }
    }
}

fn open_post(folder: &Path, vault: &Vault, events: &EventSink) -> Result<PostStore, EngineError> {
    let name = Profile::post_file();
    let key = FileKey::from_bytes(*vault.file_key(name)?.expose());
    Ok(PostStore::open(&folder.join(name), &key, change_sink(None, events))?)
}

fn open_mailbox(
    folder: &Path,
    id: MailboxId,
    vault: &Vault,
    clock: &Arc<dyn Clock>,
    events: &EventSink,
) -> Result<MailboxStore, EngineError> {
    let name = Profile::mailbox_file(id);
    let key = FileKey::from_bytes(*vault.file_key(&name)?.expose());
    Ok(MailboxStore::open(&folder.join(&name), &key, Arc::clone(clock), change_sink(Some(id), events))?)
}

fn change_sink(mailbox: Option<MailboxId>, events: &EventSink) -> ChangeSink {
    let events = Arc::clone(events);
    Arc::new(move |changes| events(EngineEvent::Changed { mailbox, changes }))
}

fn setup(plan: &MailboxPlan) -> MailboxSetup {
    MailboxSetup {
        address: plan.address.clone(),
        kind: plan.kind,
        label: plan.label.clone(),
        login: plan.login.clone(),
        sender_name: plan.sender_name.clone(),
        imap: stored_endpoint(&plan.imap),
        smtp: stored_endpoint(&plan.smtp),
    }
}

fn stored_endpoint(server: &ServerPlan) -> ServerEndpoint {
    let security = match server.security {
        SecurityPlan::StartTls => TransportSecurity::StartTls,
        SecurityPlan::ImplicitTls => TransportSecurity::Tls,
    };
    ServerEndpoint { host: server.host.clone(), port: server.port, security }
}
