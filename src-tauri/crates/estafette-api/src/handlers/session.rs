//! Locking the screen, coming back to it, and the machine that goes to sleep.

use std::sync::Arc;
use std::time::Duration;

use estafette_contract::{
    ApiError, CodeChange, Done, Event, LockMailbox, LockNews, LockView, MailboxRef, PersonProof, SessionLock,
    SessionProlong, SessionUnlock,
};
use estafette_engine::{Engine, EngineError, Proof};
use estafette_model::{MailboxId, Secret};
use estafette_store::PersonId;

use crate::fault::{api_error, bad_request, code_wrong};
use crate::screen_lock::Due;
use crate::{Api, State, opening};

/// What letters get to leave, and then one being handed over to arrive, before the machine sleeps: logind gives five seconds
/// in all (`InhibitDelayMaxSec`).
const BEFORE_SLEEP: Duration = Duration::from_secs(1);
/// How long a handler that still holds the engine is waited for, in steps.
const LAST_HOLDER: (u32, Duration) = (100, Duration::from_millis(10));

impl Api {
    /// Locks the screen for as long as the program runs, each time nobody was there for the delay chosen.
    pub async fn lock_when_nobody_is_there(&self) {
        let mut state = self.state.subscribe();
        loop {
            let Ok(engine) = self.engine().await else {
                if matches!(&*state.borrow_and_update(), State::Closed) || state.changed().await.is_err() {
                    return;
                }
                continue;
            };
            let delay = engine.settings().map(|settings| settings.lock_after_minutes.value).unwrap_or_default();
            drop(engine);
            match self.lock.due(delay.duration()) {
                Due::Nothing => tokio::select! {
                    () = self.lock.changed() => {}
                    _ = state.changed() => {}
                },
                Due::At(moment) => tokio::select! {
                    () = tokio::time::sleep_until(moment) => {}
                    () = self.lock.changed() => {}
                    _ = state.changed() => {}
                },
                Due::Warning(left) => {
                    let seconds = u32::try_from(left.as_secs()).unwrap_or(u32::MAX);
                    self.announcer.announce(Event::LockNears { seconds: Some(seconds) });
                }
                Due::Now => self.lock_screen().await,
            }
        }
    }

    /// Somebody typed, clicked or moved: the screen locks later.
    pub fn somebody_is_there(&self) {
        if self.lock.seen() {
            self.announcer.announce(Event::LockNears { seconds: None });
        }
    }

    /// Locks the screen: the page saves what is being written, then nothing of a letter is answered any more, and what was
    /// open is closed.
    pub async fn lock_screen(&self) {
        if self.lock.is_locked() || !matches!(&*self.state.borrow(), State::Open(_)) {
            return;
        }
        self.take_leave().await;
        self.shut();
        self.stop_reading();
        self.views.close_all();
        self.pictures.close_all();
        self.last_link.forget();
        self.announcer.announce(opening::app_is_stale());
    }

    /// The machine goes to sleep: the screen locks, connections and files are closed and their keys wiped, so that none is in
    /// a memory that outlives the session.
    pub async fn rest(&self) {
        self.lock_screen().await;
        let _turn = self.turn.lock().await;
        let State::Open(engine) = self.state.borrow().clone() else { return };
        self.state.send_replace(State::Resting);
        engine.close_within(BEFORE_SLEEP).await;
        let last = Arc::downgrade(&engine);
        drop(engine);
        // The profile is free for the next opening once nobody holds the engine.
        let (steps, step) = LAST_HOLDER;
        for _ in 0..steps {
            if last.strong_count() == 0 {
                break;
            }
            tokio::time::sleep(step).await;
        }
    }

    /// The machine is awake: what [`Self::rest`] closed is opened again, behind a screen that stays locked.
    pub async fn wake(&self) {
        let _turn = self.turn.lock().await;
        if matches!(&*self.state.borrow(), State::Resting) {
            self.open_unasked().await;
        }
    }

    /// From here on only a locked screen is answered.
    pub(crate) fn shut(&self) {
        self.lock.lock();
        self.announcer.hold_problems();
    }

    /// Somebody is there again.
    pub(crate) fn open_up(&self) {
        self.lock.unlock();
        self.announcer.release_problems();
    }

    pub(crate) async fn session_lock(&self, _: SessionLock) -> Result<Done, ApiError> {
        self.lock_screen().await;
        Ok(Done {})
    }

    pub(crate) async fn session_prolong(&self, _: SessionProlong) -> Result<Done, ApiError> {
        self.somebody_is_there();
        Ok(Done {})
    }

    pub(crate) async fn session_unlock(&self, asked: SessionUnlock) -> Result<Done, ApiError> {
        if self.lock.is_locked() {
            match &asked.person {
                Some(person) => self.take_keyboard(person, asked.proof, true).await?,
                None if self.nobody_is_named().await? => {}
                None => return Err(bad_request("somebody is to say who they are")),
            }
            self.open_up();
            self.announcer.announce(opening::app_is_stale());
        }
        Ok(Done {})
    }

    async fn nobody_is_named(&self) -> Result<bool, ApiError> {
        let people = self.engine().await?.people().map_err(|error| api_error(&error))?;
        Ok(people.is_empty())
    }

    /// Somebody says who they are, at a screen that is `locked` or not. Codes are tried one at a time, and not fast.
    pub(crate) async fn take_keyboard(&self, person: &str, proof: PersonProof, locked: bool) -> Result<(), ApiError> {
        let person = person.parse().map(PersonId::new).map_err(|_| bad_request("no such person"))?;
        let proof = match proof {
            PersonProof::None => Proof::None,
            PersonProof::Code { code } => Proof::Code(Secret::new(code)),
            PersonProof::Password { mailbox, password } => {
                Proof::MailboxPassword(MailboxId::new(mailbox.0), Secret::new(password))
            }
        };
        self.at_the_pace_of_codes(move |engine| engine.choose_person(person, &proof, locked)).await
    }

    pub(crate) async fn code_change(&self, asked: CodeChange) -> Result<Done, ApiError> {
        let (current, chosen) = (asked.current.map(Secret::new), asked.chosen.map(Secret::new));
        self.at_the_pace_of_codes(move |engine| engine.change_code(current.as_ref(), chosen.as_ref())).await?;
        self.announcer.announce(opening::app_is_stale());
        Ok(Done {})
    }

    async fn at_the_pace_of_codes(
        &self,
        tried: impl FnOnce(&Engine) -> Result<(), EngineError> + Send + 'static,
    ) -> Result<(), ApiError> {
        let engine = self.engine().await?;
        let mut pace = self.code_pace.lock().await;
        pace.wait().await;
        let tried = tokio::task::spawn_blocking(move || tried(&engine)).await;
        match tried.unwrap_or(Err(EngineError::TaskLost)) {
            Ok(()) => {
                pace.was_right();
                Ok(())
            }
            Err(EngineError::CodeWrong) => Err(code_wrong(pace.was_wrong())),
            Err(error) => Err(api_error(&error)),
        }
    }

    /// What a locked screen shows.
    pub(crate) fn lock_view(&self, engine: &Engine) -> LockView {
        let label = |mailbox: &estafette_engine::Mailbox| mailbox.plan().label.clone();
        let news = engine.mailboxes().iter().filter_map(|mailbox| match self.lock.news(mailbox.id()) {
            0 => None,
            count => Some(LockNews { label: label(mailbox), count }),
        });
        let mailboxes = engine
            .mailboxes()
            .iter()
            .map(|mailbox| LockMailbox { id: MailboxRef(mailbox.id().get()), label: label(mailbox) });
        LockView { news: news.collect(), mailboxes: mailboxes.collect() }
    }
}
