//! The texts still missing, fetched in their order until all are here or something calls.

use std::collections::BTreeSet;
use std::time::Duration;

use estafette_model::{FolderId, MessageId};
use estafette_net::IdleEnd;
use estafette_store::MissingBody;
use tokio::time::Instant;

use super::Receiver;
use super::keeping::Keeping;
use super::large::{Brought, LARGE, MAX_LETTER};
use super::order::{next_batch, put_in_order};
use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::text_plan::Wishes;

/// How often a person is told how far it is. Each time, the window asks what there is to show.
const TOLD_EVERY: Duration = Duration::from_millis(500);
/// Missing bodies learnt of at once: a few megabytes of memory.
const AT_ONCE: u32 = 100_000;

/// How a round ended.
enum RoundEnd {
    /// Every letter of it was asked for.
    Over,
    /// Something calls.
    Called(IdleEnd),
    /// What is wanted changed: the order is another.
    Otherwise,
}

/// What a round fetches: what is wanted, and of which folder first.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Round {
    wishes: Wishes,
    first: FolderId,
}

/// How far it is, over all rounds until everything is here.
#[derive(Debug, Default)]
pub(super) struct Progress {
    done: u32,
    told: Option<Instant>,
}

impl Receiver<'_> {
    /// Fetches what is missing, in its order. What called before all was here; nothing when all is.
    pub(super) async fn fetch_texts(&mut self) -> Result<Option<IdleEnd>, EngineError> {
        self.mailbox.first_look.wait().await;
        self.mailbox.let_go_of_old_texts().await?;
        self.serve_wanted().await?;
        let mut asked: BTreeSet<MessageId> = BTreeSet::new();
        loop {
            let round = self.round()?;
            let mut missing = self.missing(round).await?;
            // What was asked for and is not here was not given: not again on this connection, so that a round is the last.
            self.refused_bodies.extend(missing.iter().map(|body| body.id).filter(|id| asked.contains(id)));
            missing.retain(|body| !asked.contains(&body.id));
            if missing.is_empty() {
                self.progress = Progress::default();
                self.all_here(round).await?;
                return Ok(None);
            }
            let keeping = Keeping::begin(self.mailbox);
            let ended = self.fetch_round(&missing, round, &keeping).await;
            // What came before a cut is kept all the same; a disk that refuses is told before the network.
            keeping.end().await?;
            match ended? {
                RoundEnd::Over => asked.extend(missing.iter().map(|body| body.id)),
                RoundEnd::Called(call) => return Ok(Some(call)),
                RoundEnd::Otherwise => self.mailbox.let_go_of_old_texts().await?,
            }
        }
    }

    fn round(&self) -> Result<Round, EngineError> {
        let shown = *self.mailbox.open_folder.shown.borrow();
        let first = shown.map_or_else(|| self.inbox().map(|inbox| inbox.id), Ok)?;
        Ok(Round { wishes: self.mailbox.texts.read(), first })
    }

    /// What is to be fetched now, in its order.
    async fn missing(&mut self, round: Round) -> Result<Vec<MissingBody>, EngineError> {
        let now = self.mailbox.clock.now();
        let since = round.wishes.since(now);
        let mut missing = self.mailbox.with_store(move |store| store.missing_bodies(None, since, AT_ONCE)).await?;
        missing.retain(|body| body.size <= MAX_LETTER && !self.refused_bodies.contains(&body.id));
        put_in_order(&mut missing, round.first, now);
        Ok(missing)
    }

    async fn fetch_round(
        &mut self,
        missing: &[MissingBody],
        round: Round,
        keeping: &Keeping,
    ) -> Result<RoundEnd, EngineError> {
        let mut rest = missing;
        let mut bytes_left: u64 = missing.iter().map(|body| body.size).sum();
        while !rest.is_empty() {
            self.tell_progress(rest.len(), bytes_left);
            if let Some(call) = self.called_away().await? {
                return Ok(RoundEnd::Called(call));
            }
            if self.round()? != round {
                return Ok(RoundEnd::Otherwise);
            }
            let batch = next_batch(rest, self.pace.batch());
            if let [large] = batch
                && large.size >= LARGE
            {
                if let Some(call) = self.fetch_large_until_called(large, rest.len(), &mut bytes_left).await? {
                    return Ok(RoundEnd::Called(call));
                }
            } else {
                let bytes = batch.iter().map(|body| body.size).sum();
                let begun = Instant::now();
                if !self.fetch_batch(batch, keeping).await? {
                    return Ok(RoundEnd::Over);
                }
                self.pace.saw(bytes, begun.elapsed());
                bytes_left = bytes_left.saturating_sub(bytes);
            }
            self.progress.done = self.progress.done.saturating_add(count(batch.len()));
            rest = rest.get(batch.len()..).unwrap_or_default();
        }
        Ok(RoundEnd::Over)
    }

    /// The same for one large letter. What calls does not wait for all of it: the reception goes on there afterwards.
    async fn fetch_large_until_called(
        &mut self,
        large: &MissingBody,
        left: usize,
        bytes_left: &mut u64,
    ) -> Result<Option<IdleEnd>, EngineError> {
        let Some(mut reception) = self.begin_large(large).await? else { return Ok(None) };
        loop {
            let begun = Instant::now();
            let Brought::Bytes(bytes) = self.fetch_stretch(&mut reception).await? else { return Ok(None) };
            self.pace.saw(bytes, begun.elapsed());
            *bytes_left = bytes_left.saturating_sub(bytes);
            self.tell_progress(left, *bytes_left);
            if let Some(call) = self.called_away().await? {
                return Ok(Some(call));
            }
        }
    }

    fn tell_progress(&mut self, left: usize, bytes_left: u64) {
        let (done, minutes_left) = (self.progress.done, self.pace.minutes_for(bytes_left));
        self.mailbox.board.syncing(done, done.saturating_add(count(left)), minutes_left);
        if self.progress.told.is_none_or(|at| at.elapsed() >= TOLD_EVERY) {
            self.progress.told = Some(Instant::now());
            self.mailbox.announce(EngineEvent::ConnectionChanged { mailbox: self.mailbox.id });
        }
    }

    /// Everything wanted is here; while paused, the rest is counted.
    async fn all_here(&mut self, round: Round) -> Result<(), EngineError> {
        let left = if round.wishes.paused {
            let resumed = Wishes { paused: false, ..round.wishes };
            self.missing(Round { wishes: resumed, ..round }).await?.len()
        } else {
            0
        };
        match left {
            0 => self.mailbox.board.up_to_date(),
            left => self.mailbox.board.paused(count(left)),
        }
        self.mailbox.announce(EngineEvent::ConnectionChanged { mailbox: self.mailbox.id });
        Ok(())
    }
}

fn count(letters: usize) -> u32 {
    u32::try_from(letters).unwrap_or(u32::MAX)
}
