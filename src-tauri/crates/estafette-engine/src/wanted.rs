//! Letters somebody opened whose text is not here: the receiving loop fetches them before anything else.
//!
//! Several requests for one letter are one fetch, and what the server would not give is remembered: a window that reads the
//! conversation again does not ask for it again, a person does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use estafette_model::MessageId;
use tokio::sync::watch;

/// Letters waited for at once; those of a longer conversation are wanted as the first of them come.
const AT_ONCE: usize = 256;

/// Why the text of a letter does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// The mailbox is cut off from its server: it comes once it is not.
    Offline,
    /// The server refused it, or it is larger than what is fetched.
    Refused,
    /// The server has no such letter any more.
    Gone,
}

/// The letters waited for, and those that will not come.
#[derive(Debug)]
pub(crate) struct Wanted {
    letters: Mutex<Letters>,
    /// Told whenever a letter came, or something keeps it from coming.
    told: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct Letters {
    waiting: BTreeSet<MessageId>,
    withheld: BTreeMap<MessageId, Withheld>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { letters: Mutex::default(), told: watch::Sender::new(()) }
    }
}

impl Wanted {
    /// Asks for letters; whether any is waited for that was not before. Newest first when there are too many.
    pub(crate) fn want(&self, wanted: &[MessageId]) -> bool {
        let mut letters = self.letters();
        let newest_first: BTreeSet<MessageId> = wanted.iter().copied().collect();
        let before = letters.waiting.len();
        for letter in newest_first.into_iter().rev() {
            if letters.waiting.len() < AT_ONCE && !letters.withheld.contains_key(&letter) {
                letters.waiting.insert(letter);
            }
        }
        letters.waiting.len() > before
    }

    /// What was withheld may be asked for again: of these letters.
    pub(crate) fn ask_again(&self, wanted: &[MessageId]) {
        let mut letters = self.letters();
        for letter in wanted {
            letters.withheld.remove(letter);
        }
    }

    /// The same, of all.
    pub(crate) fn ask_all_again(&self) {
        self.letters().withheld.clear();
    }

    /// Letters waited for, newest first.
    pub(crate) fn waiting(&self) -> Vec<MessageId> {
        self.letters().waiting.iter().rev().copied().collect()
    }

    pub(crate) fn any_waiting(&self) -> bool {
        !self.letters().waiting.is_empty()
    }

    /// A letter is no longer waited for: it is here, or will not come.
    pub(crate) fn settle(&self, letter: MessageId, withheld: Option<Withheld>) {
        let mut letters = self.letters();
        letters.waiting.remove(&letter);
        letters.withheld.extend(withheld.map(|why| (letter, why)));
    }

    /// Why this letter will not come.
    pub(crate) fn withheld(&self, letter: MessageId) -> Option<Withheld> {
        self.letters().withheld.get(&letter).copied()
    }

    /// Has whoever waits look again.
    pub(crate) fn tell(&self) {
        self.told.send_replace(());
    }

    /// Where one is told; what was told before is not heard.
    pub(crate) fn listen(&self) -> watch::Receiver<()> {
        self.told.subscribe()
    }

    fn letters(&self) -> std::sync::MutexGuard<'_, Letters> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use estafette_model::MessageId;

    use super::{AT_ONCE, Wanted, Withheld};

    fn letters(ids: impl IntoIterator<Item = i64>) -> Vec<MessageId> {
        ids.into_iter().map(MessageId::new).collect()
    }

    #[test]
    fn a_letter_asked_for_twice_is_waited_for_once_newest_first() {
        let wanted = Wanted::default();
        assert!(wanted.want(&letters([3, 5])));
        assert!(!wanted.want(&letters([5, 3])), "nobody is to be woken for it");
        assert!(wanted.want(&letters([4])));
        assert_eq!(wanted.waiting(), letters([5, 4, 3]));
        wanted.settle(MessageId::new(5), None);
        assert_eq!(wanted.waiting(), letters([4, 3]));
        assert_eq!(wanted.withheld(MessageId::new(5)), None);
    }

    #[test]
    fn what_the_server_would_not_give_is_asked_for_again_only_by_a_person() {
        let wanted = Wanted::default();
        let (refused, gone) = (MessageId::new(7), MessageId::new(8));
        wanted.want(&[refused, gone]);
        wanted.settle(refused, Some(Withheld::Refused));
        wanted.settle(gone, Some(Withheld::Gone));
        assert!(!wanted.want(&[refused, gone]) && !wanted.any_waiting());
        assert_eq!([refused, gone].map(|id| wanted.withheld(id)), [Some(Withheld::Refused), Some(Withheld::Gone)]);
        wanted.ask_again(&[refused]);
        assert!(wanted.want(&[refused, gone]));
        assert_eq!(wanted.waiting(), [refused]);
        wanted.ask_all_again();
        assert!(wanted.want(&[gone]));
    }

    #[test]
    fn of_a_conversation_without_end_the_newest_letters_come_first() {
        let wanted = Wanted::default();
        let all = i64::try_from(AT_ONCE).unwrap() + 10;
        wanted.want(&letters(0..all));
        let waiting = wanted.waiting();
        assert_eq!((waiting.len(), waiting[0]), (AT_ONCE, MessageId::new(all - 1)));
    }

    #[tokio::test]
    async fn whoever_waits_is_told() {
        let wanted = Wanted::default();
        let mut told = wanted.listen();
        assert!(!told.has_changed().unwrap());
        wanted.tell();
        told.changed().await.unwrap();
    }
}
