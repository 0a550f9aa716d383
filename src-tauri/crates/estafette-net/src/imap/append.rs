//! Putting a message into a folder (RFC 9051 §6.3.12).

use async_imap::imap_proto::ResponseCode;
use async_imap::imap_proto::rfc4315::UidSetMember;
use estafette_model::Flags;

use super::ImapSession;
use super::dates;
use super::names::quoted;
use super::store::list;
use crate::crlf::CrlfText;
use crate::error::NetError;
use crate::mail_data::MailData;

/// Where an appended message is now (UIDPLUS, RFC 4315 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AppendUid {
    /// UIDVALIDITY of the folder.
    pub uid_validity: u32,
    /// Its UID there.
    pub uid: u32,
}

impl ImapSession {
    /// Puts a message into a folder, which need not be the selected one, dated `internal_date` (seconds since 1970). The
    /// server is asked before the message is uploaded, so a full mailbox says so first.
    ///
    /// Returns where it is, or nothing where the server does not say. After a lost connection the message may be there:
    /// look for it by Message-ID before trying again.
    ///
    /// # Errors
    /// [`NetError::ServerRefused`] with the detail `TRYCREATE` when the folder does not exist and `OVERQUOTA` when the
    /// mailbox is full; [`NetError::Unwritable`] for a NUL byte, or another size than was said; those of a lost connection.
    pub async fn append<'d>(
        &mut self,
        wire_name: &str,
        flags: Flags,
        internal_date: i64,
        message: impl Into<MailData<'d>>,
    ) -> Result<Option<AppendUid>, NetError> {
        let mut message = message.into();
        let mut piece = next_without_nul(&mut message).await?;
        let date = dates::written(internal_date).ok_or(NetError::Unwritable { what: "a date without a year" })?;
        let command = format!("APPEND {} {} \"{date}\" {{{}}}", quoted(wire_name)?, list(flags), message.size());
        let tag = self.dialogue.begin(command.as_bytes()).await?;
        self.dialogue.continuation(&tag).await?;
        // What breaks off here leaves the exchange half way: the server never has a whole message.
        while let Some(bytes) = piece {
            self.dialogue.write(&bytes).await?;
            piece = next_without_nul(&mut message).await?;
        }
        self.dialogue.write(b"\r\n").await?;
        let acceptance = self.dialogue.finish(&tag, |_| Ok(())).await?;
        Ok(acceptance.code.as_ref().and_then(append_uid))
    }
}

/// A literal cannot hold NUL (RFC 9051 §9, CHAR8).
async fn next_without_nul(message: &mut MailData<'_>) -> Result<Option<CrlfText>, NetError> {
    let piece = message.next().await?;
    if piece.as_ref().is_some_and(|bytes| bytes.contains(&0)) {
        return Err(NetError::Unwritable { what: "a message with a NUL byte" });
    }
    Ok(piece)
}

fn append_uid(code: &ResponseCode<'_>) -> Option<AppendUid> {
    let ResponseCode::AppendUid(uid_validity, uids) = code else { return None };
    let uid = match uids.first()? {
        UidSetMember::Uid(uid) => *uid,
        UidSetMember::UidRange(range) => *range.start(),
    };
    Some(AppendUid { uid_validity: *uid_validity, uid })
}
