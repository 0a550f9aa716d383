//! The application, its people, its mailboxes and their folders.

use std::sync::Arc;

use estafette_contract::{
    ApiError, AppLeave, AppRead, AppShown, AppView, Done, MailboxRef, MailboxSync, MailboxView, PasswordSubmit,
    PersonChoose, PersonView, TextsPause,
};
use estafette_engine::{Engine, EngineError, Mailbox};
use estafette_model::{FolderRole, MailboxId, Secret};
use estafette_store::{OutboxRow, OutboxState, Person};

use crate::answer::{connection_view, mailbox_kind, revocation_view};
use crate::fault::api_error;
use crate::{Api, opening};

impl Api {
    pub(crate) async fn app_read(&self, _: AppRead) -> Result<AppView, ApiError> {
        let mut view = AppView {
            version: String::from(env!("CARGO_PKG_VERSION")),
            demonstration: self.is_demonstration(),
            establishment: String::new(),
            person: None,
            people: Vec::new(),
            mailboxes: Vec::new(),
            first: None,
            obstacle: None,
            ways_out: Vec::new(),
            lock: None,
            keyring_offered: false,
        };
        match self.engine().await {
            Ok(engine) => self.fill(&mut view, &engine).await.map_err(|error| api_error(&error))?,
            Err(obstacle) => {
                view.obstacle = Some(obstacle);
                view.ways_out = self.ways_out();
            }
        }
        Ok(view)
    }

    pub(crate) async fn app_shown(&self, _: AppShown) -> Result<Done, ApiError> {
        self.engine().await?.first_look_taken();
        Ok(Done {})
    }

    pub(crate) async fn app_leave(&self, _: AppLeave) -> Result<Done, ApiError> {
        self.left.notify_waiters();
        Ok(Done {})
    }

    pub(crate) async fn person_choose(&self, asked: PersonChoose) -> Result<Done, ApiError> {
        self.take_keyboard(&asked.person, asked.proof, false).await?;
        self.announcer.announce(opening::app_is_stale());
        Ok(Done {})
    }

    pub(crate) async fn password_submit(&self, asked: PasswordSubmit) -> Result<Done, ApiError> {
        let engine = self.engine().await?;
        let (mailbox, password) = (MailboxId::new(asked.mailbox.0), Secret::new(asked.password));
        let given = tokio::task::spawn_blocking(move || engine.give_password(mailbox, password)).await;
        given.unwrap_or(Err(EngineError::TaskLost)).map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn mailbox_sync(&self, asked: MailboxSync) -> Result<Done, ApiError> {
        self.mailbox(asked.mailbox).await?.sync_now();
        Ok(Done {})
    }

    pub(crate) async fn texts_pause(&self, asked: TextsPause) -> Result<Done, ApiError> {
        self.mailbox(asked.mailbox).await?.pause_texts(asked.paused);
        Ok(Done {})
    }

    async fn fill(&self, view: &mut AppView, engine: &Engine) -> Result<(), EngineError> {
        let with_code = engine.people_with_code()?;
        let person_view = |person: &Person| person_view(person, with_code.contains(&person.id));
        engine.establishment().clone_into(&mut view.establishment);
        view.people = engine.people()?.iter().map(person_view).collect();
        view.person = engine.current_person()?.as_ref().map(person_view);
        if self.lock.is_locked() {
            view.lock = Some(self.lock_view(engine));
            return Ok(());
        }
        view.keyring_offered = engine.keyring_offered();
        view.first = engine.first_mailbox().map(|first| MailboxRef(first.id().get()));
        for mailbox in engine.mailboxes() {
            view.mailboxes.push(mailbox_view(mailbox).await?);
        }
        // Locked meanwhile: what was gathered is not given.
        if self.lock.is_locked() {
            view.mailboxes.clear();
            view.lock = Some(self.lock_view(engine));
        }
        Ok(())
    }

    pub(crate) async fn mailbox(&self, mailbox: MailboxRef) -> Result<Arc<Mailbox>, ApiError> {
        self.engine().await?.mailbox(MailboxId::new(mailbox.0)).map_err(|error| api_error(&error))
    }
}

async fn mailbox_view(mailbox: &Mailbox) -> Result<MailboxView, EngineError> {
    let (folders, letters) = mailbox.with_store(|store| Ok((store.folders()?, store.outbox()?))).await?;
    let status = mailbox.connection();
    let plan = mailbox.plan();
    let waits = |letter: &&OutboxRow| letter.state != OutboxState::Accepted && !letter.is_receipt();
    let waiting = letters.iter().filter(waits).count();
    Ok(MailboxView {
        id: MailboxRef(mailbox.id().get()),
        kind: mailbox_kind(plan.kind),
        label: plan.label.clone(),
        address: plan.address.to_string(),
        unread: folders.iter().find(|folder| folder.role == FolderRole::Inbox).map_or(0, |folder| folder.unread),
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        connection: connection_view(&status.connection),
        synced_at: status.synced_at,
        revocation: mailbox.revocation().map(revocation_view),
        texts_paused: mailbox.texts_paused(),
        size_limit: mailbox.size_limit(),
    })
}

fn person_view(person: &Person, has_code: bool) -> PersonView {
    let mut words = person.name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let last_initial = words.next_back().and_then(|word| word.chars().next());
    let short_name = match last_initial {
        Some(initial) => format!("{first} {initial}."),
        None => first.to_owned(),
    };
    let initials = first.chars().next().into_iter().chain(last_initial).flat_map(char::to_uppercase).collect();
    PersonView {
        id: person.id.get().to_string(),
        name: person.name.clone(),
        short_name,
        initials,
        role: person.role.clone(),
        has_code,
    }
}
