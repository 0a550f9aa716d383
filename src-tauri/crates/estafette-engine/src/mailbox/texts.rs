//! The texts of a mailbox, as a window wants them: those somebody opened at once, the others in their order, old ones let go.

use std::sync::atomic::Ordering;
use std::time::Duration;

use estafette_model::MessageId;
use estafette_store::{LetGo, TextPlace};

use super::Mailbox;
use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::settings::KeptTexts;
use crate::wanted::Withheld;

/// How long a gesture that needs a text waits for it: a print, an answer, a file to save. The text goes on coming.
const PATIENCE: Duration = Duration::from_secs(60);
/// Texts let go in one transaction.
const LET_GO_AT_ONCE: u32 = 200;
/// Texts are let go of once a day beside each change of the setting.
const DAY: i64 = 86_400;

impl Mailbox {
    /// Asks for the texts of letters somebody opened, before all others. Each is announced as its conversation when it is here,
    /// and as [`EngineEvent::TextsWithheld`] when it will not come.
    pub fn want_texts(&self, letters: &[MessageId]) {
        if self.wanted.want(letters) {
            self.wake_receiving.notify_one();
        }
    }

    /// Why the text of this letter is not on its way, if it is not here.
    #[must_use]
    pub fn text_withheld(&self, letter: MessageId) -> Option<Withheld> {
        self.wanted.withheld(letter).or_else(|| self.connection().connection.is_cut_off().then_some(Withheld::Offline))
    }

    /// Waits until the texts of `letters` are here. What the server would not give before is asked for again.
    ///
    /// # Errors
    /// [`EngineError::TextRefused`], [`EngineError::Gone`] when the server has no such letter any more;
    /// [`EngineError::NotLoaded`] when it cannot be reached or takes too long: the texts come all the same.
    pub async fn bring_texts(&self, letters: Vec<MessageId>) -> Result<(), EngineError> {
        let mut told = self.wanted.listen();
        let missing = self.missing_texts(&letters).await?;
        if missing.is_empty() {
            return Ok(());
        }
        self.wanted.ask_again(&missing);
        self.wanted.want(&missing);
        self.wake_receiving.notify_one();
        let all_here = async {
            loop {
                // Whatever is told from now on is about this try.
                if told.changed().await.is_err() {
                    return Err(EngineError::NotLoaded);
                }
                let missing = self.missing_texts(&letters).await?;
                if missing.is_empty() {
                    return Ok(());
                }
                match missing.iter().find_map(|letter| self.text_withheld(*letter)) {
                    Some(Withheld::Refused) => return Err(EngineError::TextRefused),
                    Some(Withheld::Gone) => return Err(EngineError::Gone("message")),
                    Some(Withheld::Offline) => return Err(EngineError::NotLoaded),
                    None => self.want_texts(&missing),
                }
            }
        };
        tokio::time::timeout(PATIENCE, all_here).await.unwrap_or(Err(EngineError::NotLoaded))
    }

    async fn missing_texts(&self, letters: &[MessageId]) -> Result<Vec<MessageId>, EngineError> {
        let asked = letters.to_vec();
        let places = self.with_store(move |store| store.text_places(&asked)).await?;
        let missing = letters.iter().zip(places).filter(|(_, place)| *place != TextPlace::Here);
        Ok(missing.map(|(letter, _)| *letter).collect())
    }

    /// Interrupts the fetching of older texts, or goes on with it. Recent letters and those somebody opens come all the same.
    pub fn pause_texts(&self, paused: bool) {
        if self.texts.change(|wishes| wishes.paused = paused) {
            self.wake_receiving.notify_one();
            self.announce(EngineEvent::ConnectionChanged { mailbox: self.id });
        }
    }

    /// Whether the fetching of older texts is interrupted.
    #[must_use]
    pub fn texts_paused(&self) -> bool {
        self.texts.read().paused
    }

    /// How far back texts are kept from now on.
    pub(crate) fn keep_texts(&self, kept: KeptTexts) {
        if self.texts.change(|wishes| wishes.kept = kept) {
            self.let_go_on.store(0, Ordering::Relaxed);
            self.wake_receiving.notify_one();
        }
    }

    /// Drops the texts that are older than what is kept, unless that was done today. Nothing is asked of the server.
    pub(crate) async fn let_go_of_old_texts(&self) -> Result<(), EngineError> {
        let now = self.clock.now();
        let today = now.as_second() / DAY;
        if self.let_go_on.swap(today, Ordering::Relaxed) == today {
            return Ok(());
        }
        let Some(before) = self.texts.read().kept.since(now) else { return Ok(()) };
        let mut from = None;
        let mut dropped: u32 = 0;
        loop {
            let start = from;
            let done = self.with_store(move |store| store.let_go_of_bodies(before, start, LET_GO_AT_ONCE)).await;
            let LetGo { letters, next } = done.inspect_err(|_| self.let_go_on.store(0, Ordering::Relaxed))?;
            dropped = dropped.saturating_add(letters);
            let Some(next) = next else { break };
            from = Some(next);
        }
        if dropped > 0 {
            tracing::info!(mailbox = %self.id, dropped, "texts older than what is kept were let go");
        }
        Ok(())
    }
}
