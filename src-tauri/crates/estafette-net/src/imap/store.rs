//! Changing flags (RFC 9051 §6.4.6).

use estafette_model::Flags;

use super::ImapSession;
use super::uid_set;
use crate::error::NetError;

/// Whether flags are put on or taken off. Replacing is not offered: it would wipe what a colleague set meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlagChange {
    /// Put them on.
    Add,
    /// Take them off.
    Remove,
}

impl ImapSession {
    /// Puts flags on messages of the selected folder, or takes them off. Messages that are gone are skipped by the
    /// server without a word.
    ///
    /// # Errors
    /// Those of a refused command or a lost connection.
    pub async fn store_flags(&mut self, uids: &[u32], change: FlagChange, flags: Flags) -> Result<(), NetError> {
        if flags == Flags::empty() {
            return Ok(());
        }
        let sign = match change {
            FlagChange::Add => '+',
            FlagChange::Remove => '-',
        };
        let names = list(flags);
        for set in uid_set::sets(uids) {
            self.dialogue.ask(&format!("UID STORE {set} {sign}FLAGS.SILENT {names}")).await?;
        }
        Ok(())
    }
}

/// Flags as IMAP writes them: `(\Seen \Draft)`.
pub(super) fn list(flags: Flags) -> String {
    format!("({})", flags.wire_names().collect::<Vec<_>>().join(" "))
}
