//! One command at a time: written, answered in full, and every answer seen.
//!
//! A session whose exchange was cut half way is never used again, because the answers still on their way would be taken
//! for those of the next command. Panics of the decoder count as answers that cannot be read: imap-proto 0.17 unwraps an
//! `INTERNALDATE NIL` and slices a status text inside a character, and a letter must not be able to stop the program.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_imap::imap_proto::{MailboxDatum, Outcome, Response, ResponseCode, Status};
use futures::FutureExt;
use tokio::time::timeout;

use super::framing::Framed;
use crate::error::NetError;
use crate::reply::ServerReply;
use crate::transport::{AnyTransport, lost, write_within};

/// Most answers to one command: a folder of a million messages, asked for its flags.
const MAX_ANSWERS: usize = 1_000_000;
/// The slowest line waited for, in bytes per second (32 kbit/s): below it, an answer counts as silence.
const SLOWEST_LINE: u64 = 4 * 1024;

/// What the server said when it accepted a command.
pub(super) type Acceptance = Outcome<'static>;

/// A connection on which commands are asked one after another.
#[derive(Debug)]
pub(super) struct Dialogue {
    client: async_imap::Client<Framed>,
    limit: Duration,
    last_tag: u32,
    /// An exchange was begun and has not ended.
    half_way: bool,
    /// The command under way is about flags: answers that name a message and its flags are its own.
    about_flags: bool,
    selected: Seen,
}

/// What the server has let us know of the selected folder without being asked.
#[derive(Debug, Default)]
struct Seen {
    exists: u32,
    changed: bool,
}

/// The tag of a command under way.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag(String);

impl Dialogue {
    pub(super) fn new(stream: AnyTransport, limit: Duration) -> Self {
        let client = async_imap::Client::new(Framed::new(stream));
        Self { client, limit, last_tag: 0, half_way: false, about_flags: false, selected: Seen::default() }
    }

    /// Reads the greeting of a connection that was encrypted from the start.
    pub(super) async fn greeting(&mut self) -> Result<(), NetError> {
        self.read(self.limit, |answer| match answer {
            Response::Data { status: Status::Ok, .. } => Ok(()),
            Response::Data { status: Status::Bye, outcome } => Err(NetError::ServerRefused { reply: reply(outcome) }),
            // We have shown no credential: whoever the server takes us for, it is not the person at the screen.
            _ => Err(NetError::Protocol { what: "no greeting" }),
        })
        .await?
    }

    /// Asks for something whose only answer is yes or no.
    pub(super) async fn ask(&mut self, command: &str) -> Result<Acceptance, NetError> {
        self.ask_for(command, |_| Ok(())).await
    }

    /// Asks, and shows every untagged answer to `see` as it arrives.
    pub(super) async fn ask_for(
        &mut self,
        command: &str,
        see: impl FnMut(&Response<'_>) -> Result<(), NetError>,
    ) -> Result<Acceptance, NetError> {
        let tag = self.begin(command.as_bytes()).await?;
        self.finish(&tag, see).await
    }

    /// Writes a command without waiting for its answer.
    pub(super) async fn begin(&mut self, command: &[u8]) -> Result<Tag, NetError> {
        if self.half_way {
            return Err(NetError::Abandoned);
        }
        self.half_way = true;
        self.about_flags = command.windows(5).any(|word| word == b"FLAGS");
        self.last_tag = self.last_tag.wrapping_add(1);
        let tag = Tag(format!("e{}", self.last_tag));
        self.write(&[tag.0.as_bytes(), b" ", command, b"\r\n"].concat()).await?;
        Ok(tag)
    }

    /// Writes more of a command under way: a literal, a SASL response, DONE.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), NetError> {
        write_within(self.client.get_mut(), bytes, self.limit).await
    }

    /// Waits for the server to ask for more (`+`).
    pub(super) async fn continuation(&mut self, tag: &Tag) -> Result<(), NetError> {
        for _ in 0..MAX_ANSWERS {
            match self.step(tag, |_| Ok(())).await? {
                Step::Continue => return Ok(()),
                Step::Untagged => {}
                Step::Done(_) => return Err(NetError::Protocol { what: "an acceptance before the whole was sent" }),
            }
        }
        Err(TOO_MANY_ANSWERS)
    }

    /// Reads up to the tagged answer.
    pub(super) async fn finish(
        &mut self,
        tag: &Tag,
        mut see: impl FnMut(&Response<'_>) -> Result<(), NetError>,
    ) -> Result<Acceptance, NetError> {
        for _ in 0..MAX_ANSWERS {
            match self.step(tag, &mut see).await? {
                Step::Untagged => {}
                Step::Done(acceptance) => return Ok(acceptance),
                Step::Continue => return Err(NetError::Protocol { what: "a request to continue out of place" }),
            }
        }
        Err(TOO_MANY_ANSWERS)
    }

    /// Waits for one answer while IDLE is under way, however long the server is silent. Safe to drop: nothing is lost.
    pub(super) async fn listen(&mut self, tag: &Tag) -> Result<Step, NetError> {
        self.step_within(Duration::MAX, tag, |_| Ok(())).await
    }

    async fn step(
        &mut self,
        tag: &Tag,
        see: impl FnOnce(&Response<'_>) -> Result<(), NetError>,
    ) -> Result<Step, NetError> {
        self.step_within(self.limit, tag, see).await
    }

    async fn step_within(
        &mut self,
        limit: Duration,
        tag: &Tag,
        see: impl FnOnce(&Response<'_>) -> Result<(), NetError>,
    ) -> Result<Step, NetError> {
        let about_flags = self.about_flags;
        let (step, news) =
            self.read(limit, |answer| (Step::of(answer, tag, see), News::of(answer, about_flags))).await?;
        self.selected.learn(news);
        // A refusal ends the exchange just as an acceptance does: the session stays usable.
        if matches!(step, Ok(Step::Done(_)) | Err(NetError::ServerRefused { .. })) {
            self.half_way = false;
        }
        step
    }

    /// Forgets what was known of the folder selected before; `exists` messages are in this one.
    pub(super) fn selected_anew(&mut self, exists: u32) {
        self.selected = Seen { exists, changed: false };
    }

    /// Whether the server has announced a change.
    pub(super) const fn has_changed(&self) -> bool {
        self.selected.changed
    }

    /// The same, and forgets it.
    pub(super) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.selected.changed)
    }

    async fn read<R>(&mut self, limit: Duration, look: impl FnOnce(&Response<'_>) -> R) -> Result<R, NetError> {
        let patience = SLOWEST_LINE.saturating_mul(limit.as_secs().max(1));
        loop {
            let received = self.client.get_ref().received();
            let reading = AssertUnwindSafe(self.client.read_response()).catch_unwind();
            match timeout(limit, reading).await {
                Ok(Ok(Ok(Some(answer)))) => return Ok(look(answer.parsed())),
                Ok(Ok(Ok(None))) => return Err(NetError::ServerClosed),
                Ok(Ok(Err(error))) => return Err(lost(&error)),
                Ok(Err(_panic)) => {
                    self.half_way = true;
                    return Err(NetError::Protocol { what: "an answer that cannot be read" });
                }
                // A large answer on a slow line is not silence.
                Err(_) if self.client.get_ref().received() - received >= patience => {}
                Err(_) => return Err(NetError::TimedOut),
            }
        }
    }
}

const TOO_MANY_ANSWERS: NetError = NetError::Protocol { what: "answers without end" };

/// One answer, seen from the command under way.
#[derive(Debug)]
pub(super) enum Step {
    /// Data, shown already.
    Untagged,
    /// The server waits for more.
    Continue,
    /// The command was accepted.
    Done(Acceptance),
}

impl Step {
    fn of(
        answer: &Response<'_>,
        tag: &Tag,
        see: impl FnOnce(&Response<'_>) -> Result<(), NetError>,
    ) -> Result<Self, NetError> {
        match answer {
            Response::Done { tag: answered, status, outcome } if answered.0 == tag.0 => match status {
                Status::Ok => Ok(Self::Done(owned(outcome))),
                Status::No | Status::Bad => Err(NetError::ServerRefused { reply: reply(outcome) }),
                Status::PreAuth | Status::Bye => Err(NetError::Protocol { what: "a tagged greeting" }),
            },
            Response::Done { .. } => Err(NetError::Protocol { what: "an answer to a command never sent" }),
            Response::Continue(_) => Ok(Self::Continue),
            Response::Data { status: Status::Bye, .. } => Err(NetError::ServerClosed),
            Response::Data { status: Status::PreAuth, .. } => Err(NetError::Protocol { what: "a second greeting" }),
            data => see(data).map(|()| Self::Untagged),
        }
    }
}

fn reply(outcome: &Outcome<'_>) -> ServerReply {
    let words = outcome.information.as_deref().unwrap_or_default();
    match outcome.code {
        // The one code among those imap-proto takes off the text that a refusal carries and a caller acts on.
        Some(ResponseCode::TryCreate) => ServerReply::imap(&format!("[TRYCREATE] {words}")),
        _ => ServerReply::imap(words),
    }
}

/// A copy of the codes this crate reads; the rest of an acceptance is for people who read protocols.
fn owned(outcome: &Outcome<'_>) -> Acceptance {
    let code = match &outcome.code {
        Some(ResponseCode::AppendUid(validity, uids)) => Some(ResponseCode::AppendUid(*validity, uids.clone())),
        Some(ResponseCode::CopyUid(validity, from, to)) => {
            Some(ResponseCode::CopyUid(*validity, from.clone(), to.clone()))
        }
        Some(ResponseCode::ReadOnly) => Some(ResponseCode::ReadOnly),
        _ => None,
    };
    Outcome { code, information: None }
}

/// What an answer says of the selected folder.
#[derive(Clone, Copy)]
enum News {
    Exists(u32),
    Gone(u32),
    Touched,
    None,
}

impl News {
    fn of(answer: &Response<'_>, about_flags: bool) -> Self {
        use async_imap::imap_proto::AttributeValue::{Flags, Uid};
        match answer {
            Response::MailboxData(MailboxDatum::Exists(count)) => Self::Exists(*count),
            Response::Expunge(_) => Self::Gone(1),
            Response::Vanished { earlier: false, uids } => {
                let each = uids.iter().map(|range| range.end().saturating_sub(*range.start()).saturating_add(1));
                Self::Gone(each.fold(0, u32::saturating_add))
            }
            // Answers to our own commands all name the UID, since only UID commands are sent (RFC 9051 §6.4.9). With QRESYNC
            // news name it too (RFC 7162 §3.2.3): then it is flags nobody asked for.
            Response::Fetch(_, attributes) if !attributes.iter().any(|a| matches!(a, Uid(_))) => Self::Touched,
            Response::Fetch(_, attributes) if !about_flags && attributes.iter().any(|a| matches!(a, Flags(_))) => {
                Self::Touched
            }
            _ => Self::None,
        }
    }
}

impl Seen {
    fn learn(&mut self, news: News) {
        match news {
            News::Exists(count) => {
                self.changed |= count != self.exists;
                self.exists = count;
            }
            News::Gone(number) => {
                self.changed = true;
                self.exists = self.exists.saturating_sub(number);
            }
            News::Touched => self.changed = true,
            News::None => {}
        }
    }
}
