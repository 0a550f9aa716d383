//! When news are told: those of a mailbox together, and at most once a minute.

use std::collections::BTreeMap;
use std::time::Duration;

use estafette_model::{MailboxId, MessageId};
use tokio::time::Instant;

/// Letters of one delivery come within a moment of each other.
const GATHERED_FOR: Duration = Duration::from_secs(2);
/// A mailbox speaks at most this often.
const AT_MOST_EVERY: Duration = Duration::from_secs(60);
/// Letters waiting to be told of, at most: beyond, only the last of them are counted.
const MAX_WAITING: usize = 999;

/// What waits to be told.
#[derive(Debug, Default)]
pub(super) struct Bulletin(BTreeMap<MailboxId, News>);

#[derive(Debug, Default)]
struct News {
    waiting: Vec<MessageId>,
    /// When the first of them came.
    since: Option<Instant>,
    /// When this mailbox last spoke.
    told: Option<Instant>,
}

impl News {
    fn due(&self) -> Option<Instant> {
        let gathered = self.since? + GATHERED_FOR;
        Some(self.told.map_or(gathered, |told| gathered.max(told + AT_MOST_EVERY)))
    }
}

impl Bulletin {
    /// Letters came.
    pub(super) fn arrived(&mut self, mailbox: MailboxId, messages: &[MessageId], now: Instant) {
        let news = self.0.entry(mailbox).or_default();
        news.waiting.extend_from_slice(messages);
        let too_many = news.waiting.len().saturating_sub(MAX_WAITING);
        news.waiting.drain(..too_many);
        news.since.get_or_insert(now);
    }

    /// Takes what is to be told now.
    pub(super) fn take_due(&mut self, now: Instant) -> Vec<(MailboxId, Vec<MessageId>)> {
        let due = self.0.iter_mut().filter(|(_, news)| news.due().is_some_and(|at| at <= now));
        due.map(|(mailbox, news)| {
            news.since = None;
            news.told = Some(now);
            (*mailbox, std::mem::take(&mut news.waiting))
        })
        .collect()
    }

    /// When there will be something to tell, if nothing more comes.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.0.values().filter_map(News::due).min()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use estafette_model::{MailboxId, MessageId};
    use tokio::time::Instant;

    use super::Bulletin;

    const SECRETARIAT: MailboxId = MailboxId::new(1);
    const INFIRMERIE: MailboxId = MailboxId::new(2);

    fn messages(ids: std::ops::Range<i64>) -> Vec<MessageId> {
        ids.map(MessageId::new).collect()
    }

    #[test]
    fn letters_of_one_delivery_are_told_together() {
        let (mut bulletin, begun) = (Bulletin::default(), Instant::now());
        bulletin.arrived(SECRETARIAT, &messages(1..3), begun);
        bulletin.arrived(SECRETARIAT, &messages(3..4), begun + Duration::from_millis(1500));
        assert_eq!(bulletin.take_due(begun + Duration::from_millis(1999)), []);
        let due = begun + Duration::from_secs(2);
        assert_eq!(bulletin.next_due(), Some(due));
        assert_eq!(bulletin.take_due(due), [(SECRETARIAT, messages(1..4))]);
        assert_eq!(bulletin.next_due(), None);
    }

    #[test]
    fn a_mailbox_speaks_once_a_minute_and_another_in_its_own_time() {
        let (mut bulletin, begun) = (Bulletin::default(), Instant::now());
        let after = |seconds| begun + Duration::from_secs(seconds);
        bulletin.arrived(SECRETARIAT, &messages(1..2), begun);
        assert_eq!(bulletin.take_due(after(2)).len(), 1);
        for second in 3..62 {
            bulletin.arrived(SECRETARIAT, &messages(second..second + 1), after(second.unsigned_abs()));
            assert_eq!(bulletin.take_due(after(second.unsigned_abs())), [], "after {second} s");
        }
        bulletin.arrived(INFIRMERIE, &messages(70..71), after(20));
        assert_eq!(bulletin.take_due(after(61)), [(INFIRMERIE, messages(70..71))]);
        assert_eq!(bulletin.take_due(after(62)), [(SECRETARIAT, messages(3..62))]);
    }

    #[test]
    fn a_flood_keeps_only_the_last_of_it() {
        let (mut bulletin, begun) = (Bulletin::default(), Instant::now());
        bulletin.arrived(SECRETARIAT, &messages(0..5000), begun);
        let due = bulletin.take_due(begun + Duration::from_secs(2));
        assert_eq!(due, [(SECRETARIAT, messages(4001..5000))]);
    }
}
