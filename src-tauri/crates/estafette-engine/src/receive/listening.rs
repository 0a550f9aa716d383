//! The folder that is open in the window, when it is not the inbox: a second, light connection waits for its news, so that
//! what comes into it is seen at once and not at the next round of all folders.
//!
//! It only listens (EXAMINE, IDLE): what changed is fetched by the receiving loop, which is woken and told where to look. A
//! mailbox thus has at most three connections to its IMAP server: the receiving loop's, this one while such a folder is
//! open, and for a moment the one that looks for a letter of unknown fate. A server that refuses this one is left alone for
//! a while, and the folder is looked at with the others.

use std::sync::Arc;
use std::time::Duration;

use estafette_model::{FolderId, FolderRole};
use estafette_net::{IdleEnd, ImapSession, NetError};
use estafette_store::{Folder, MailboxStore};
use tokio::sync::watch;

use super::is_followed;
use crate::backoff::Backoff;
use crate::error::EngineError;
use crate::mailbox::{Mailbox, endpoint};

/// Somebody who leafs through folders opens no connection for each.
const STAYS_OPEN: Duration = Duration::from_secs(2);
/// After a refusal. Servers that count connections per person count those of every post of a shared mailbox.
const AGAIN_AFTER: Duration = Duration::from_secs(300);
/// How often it is looked whether the receiving loop is connected: this line is never the first to try a password.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// News closer together than this are told once.
const NEWS_EVERY: Duration = Duration::from_millis(500);
/// IDLE is issued anew long before that.
const IDLE_AT_MOST: Duration = Duration::from_secs(24 * 3600);

/// Follows the open folder until the task is dropped.
pub(crate) async fn follow_open_folder(mailbox: Arc<Mailbox>) {
    let mut shown = mailbox.open_folder.shown.subscribe();
    let mut backoff = Backoff::default();
    loop {
        let open = *shown.borrow_and_update();
        if worth_following(&mailbox, open).await.is_none() {
            changed(&mut shown).await;
            continue;
        }
        if tokio::time::timeout(STAYS_OPEN, changed(&mut shown)).await.is_ok() {
            continue;
        }
        if !mailbox.connection().connection.reaches_server() {
            tokio::time::sleep(LOOK_EVERY).await;
            continue;
        }
        let ended = tokio::select! {
            biased;
            // Cut as a line is: whoever waits behind it connects anew.
            () = mailbox.line_doubted.notified() => Ok(()),
            ended = listen(&mailbox, &mut shown, &mut backoff) => ended,
        };
        if let Err(error) = ended {
            tracing::info!(mailbox = %mailbox.id, %error, "the open folder is looked at with the others");
            let rest = if is_refusal(&error) { AGAIN_AFTER } else { backoff.next_delay() };
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                () = changed(&mut shown) => {}
                () = mailbox.line_doubted.notified() => {}
            }
        }
    }
}

/// One connection, as long as such a folder is open.
async fn listen(
    mailbox: &Mailbox,
    shown: &mut watch::Receiver<Option<FolderId>>,
    backoff: &mut Backoff,
) -> Result<(), EngineError> {
    let credential = mailbox.credential().await?;
    let server = endpoint(&mailbox.plan.imap);
    let mut session = ImapSession::open(&server, &mailbox.trust, &credential, &mailbox.timeouts).await?;
    loop {
        let open = *shown.borrow_and_update();
        let Some(folder) = worth_following(mailbox, open).await else { break };
        session.examine(&folder.wire_name).await?;
        // What came since the last round of all folders was announced to nobody.
        look_into(mailbox, folder.id);
        while session.idle(changed(shown), IDLE_AT_MOST).await? != IdleEnd::Interrupted {
            backoff.reset();
            look_into(mailbox, folder.id);
            tokio::time::sleep(NEWS_EVERY).await;
        }
    }
    session.logout().await;
    Ok(())
}

/// The folder, if it is one that nobody else follows: the receiving loop waits in the inbox.
async fn worth_following(mailbox: &Mailbox, open: Option<FolderId>) -> Option<Folder> {
    let open = open?;
    let folders = mailbox.with_store(MailboxStore::folders).await.ok()?;
    folders.into_iter().find(|folder| folder.id == open && folder.role != FolderRole::Inbox && is_followed(folder))
}

/// A server that answered no will say the same in a moment.
fn is_refusal(error: &EngineError) -> bool {
    matches!(error, EngineError::Net(NetError::ServerRefused { .. } | NetError::AuthRefused { .. }))
}

/// The receiving loop fetches what is new there.
fn look_into(mailbox: &Mailbox, folder: FolderId) {
    mailbox.open_folder.add_news(folder);
    mailbox.wake_receiving.notify_one();
}

/// Completes when the window shows another folder; never once the mailbox is gone.
async fn changed(shown: &mut watch::Receiver<Option<FolderId>>) {
    if shown.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}
