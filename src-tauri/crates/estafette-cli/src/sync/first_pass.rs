//! Waits until each mailbox was in step with its server once, or said why it is not.
//!
//! The engine itself would try for ever; one run ends at the first refusal, so that a script hears of it.

use std::sync::Arc;
use std::time::Duration;

use estafette_engine::{Connection, ConnectionStatus, EngineError, Mailbox};
use tokio::sync::Notify;

use crate::error::with_causes;

/// The mailboxes are looked at this often even if nothing was announced: no announcement is load-bearing.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How the first pass of one mailbox ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// In step with its server.
    InStep,
    /// Cut off or refused, and why.
    Stopped(String),
}

/// The outcomes, in the order of `mailboxes`. Each is bounded by the time-outs of the engine.
pub(super) async fn first_pass(mailboxes: &[Arc<Mailbox>], news: &Notify) -> Vec<Outcome> {
    let mut outcomes = vec![None; mailboxes.len()];
    loop {
        for (outcome, mailbox) in outcomes.iter_mut().zip(mailboxes).filter(|(outcome, _)| outcome.is_none()) {
            *outcome = outcome_of(&mailbox.connection());
        }
        if let Some(all) = outcomes.iter().cloned().collect() {
            return all;
        }
        let _told_or_not = tokio::time::timeout(LOOK_EVERY, news.notified()).await;
    }
}

fn outcome_of(status: &ConnectionStatus) -> Option<Outcome> {
    if status.complete {
        // What came after the pass, a letter or a cut, does not undo it.
        return Some(Outcome::InStep);
    }
    match &status.connection {
        Connection::Connecting | Connection::Syncing { .. } => None,
        // Nobody pauses here; nothing more would come.
        Connection::UpToDate | Connection::Paused { .. } => Some(Outcome::InStep),
        Connection::NeedsPassword { refusal: Some(problem) } | Connection::Offline { problem, .. } => {
            Some(Outcome::Stopped(with_causes(&problem.error)))
        }
        Connection::NeedsPassword { refusal: None } => Some(Outcome::Stopped(EngineError::PasswordNeeded.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use estafette_engine::{Connection, ConnectionStatus, EngineError, Reported};

    use super::{Outcome, outcome_of};

    fn never_in_step(connection: Connection) -> Option<Outcome> {
        outcome_of(&ConnectionStatus { connection, synced_at: None, complete: false })
    }

    #[test]
    fn a_mailbox_still_receiving_is_waited_for() {
        assert_eq!(never_in_step(Connection::Connecting), None);
        let syncing = Connection::Syncing { done: 64, total: 64, minutes_left: None };
        assert_eq!(never_in_step(syncing.clone()), None);
        // The lists are compared, texts are still coming: a script wants those too.
        assert_eq!(outcome_of(&ConnectionStatus { connection: syncing, synced_at: Some(50), complete: false }), None);
        assert_eq!(never_in_step(Connection::UpToDate), Some(Outcome::InStep));
    }

    #[test]
    fn a_refusal_a_cut_and_a_missing_password_end_the_wait_with_their_reason() {
        let problem = Arc::new(Reported::new(EngineError::TaskLost));
        let why = |connection| match never_in_step(connection) {
            Some(Outcome::Stopped(why)) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(Connection::Offline { since: 0, problem: Arc::clone(&problem) }), problem.error.to_string());
        assert_eq!(why(Connection::NeedsPassword { refusal: Some(Arc::clone(&problem)) }), problem.error.to_string());
        assert_eq!(why(Connection::NeedsPassword { refusal: None }), "no password is known for this mailbox");
    }

    #[test]
    fn a_cut_after_the_pass_does_not_undo_it() {
        let connection = Connection::Offline { since: 60, problem: Arc::new(Reported::new(EngineError::TaskLost)) };
        assert_eq!(
            outcome_of(&ConnectionStatus { connection, synced_at: Some(50), complete: true }),
            Some(Outcome::InStep)
        );
    }
}
