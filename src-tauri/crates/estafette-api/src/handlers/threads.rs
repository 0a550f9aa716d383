//! Conversations: listed, searched, opened in the frame, marked and moved.

use std::collections::BTreeSet;
use std::sync::Arc;

use estafette_contract::{
    AnswerMode, ApiError, Done, DraftRef, DraftStarted, ErrorCode, FolderRef, FolderTarget, FrameTheme, MailboxRef,
    Mark, Marked, MessageAnswer, MessageMark, MessageMove, MessageRef, MessageView, Moved, TextWithheld, ThreadClose,
    ThreadFilter, ThreadFind, ThreadFound, ThreadList, ThreadMark, ThreadMove, ThreadOpen, ThreadPage, ThreadRef,
    ThreadRow, ThreadSearch, ThreadSelect, ThreadView, ThreadsFound, ThreadsSelected,
};
use estafette_engine::{Answer, Attribution, Mailbox, Withheld};
use estafette_mime::{AttachmentKind, PageLook, Sought, Theme, shown_subject};
use estafette_model::{Flags, FolderId, FolderRole, MessageId, ThreadId};
use estafette_store::{MessageRow, Query, ThreadSummary};
use jiff::tz::TimeZone;

use crate::Api;
use crate::answer::document_kind;
use crate::discretion::Discretion;
use crate::fault::{api_error, plain};
use crate::frame::{Shown, fates};
use crate::handlers::receipts::receipt_asked;
use crate::letter_head::{LetterHead, in_full};
use crate::marks::with_marks;
use crate::words::{moment, sentence, word};

/// Rows given at once, at most.
const MAX_ROWS: u32 = 200;

impl Api {
    pub(crate) async fn thread_list(&self, asked: ThreadList) -> Result<ThreadPage, ApiError> {
        let (mailbox, discretion) = (self.mailbox(asked.mailbox).await?, self.discretion().await?);
        let (folder, filter) = (FolderId::new(asked.folder.0), filter(asked.filter));
        let (offset, limit) = (asked.offset, asked.limit.min(MAX_ROWS));
        let page = mailbox
            .with_store(move |store| store.thread_page(folder, filter, offset, limit))
            .await
            .map_err(|error| api_error(&error))?;
        Ok(ThreadPage { total: page.total, rows: rows(&page.rows, discretion) })
    }

    pub(crate) async fn thread_select(&self, asked: ThreadSelect) -> Result<ThreadsSelected, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let (folder, filter) = (FolderId::new(asked.folder.0), filter(asked.filter));
        let threads = mailbox
            .with_store(move |store| store.thread_ids(folder, filter, asked.offset, asked.limit))
            .await
            .map_err(|error| api_error(&error))?;
        Ok(ThreadsSelected { threads: threads.iter().map(|thread| ThreadRef(thread.get())).collect() })
    }

    pub(crate) async fn thread_search(&self, asked: ThreadSearch) -> Result<ThreadsFound, ApiError> {
        let (open, discretion) = (self.mailbox(asked.mailbox).await?, self.discretion().await?);
        let query = open.understood(&asked.query, TimeZone::system());
        let Some(mailbox) = self.searched(&open, &query).await? else {
            return Ok(ThreadsFound { mailbox: asked.mailbox, total: 0, rows: Vec::new(), complete: true });
        };
        let (limit, looked_for) = (asked.limit.min(MAX_ROWS), query.clone());
        let found =
            mailbox.with_store(move |store| store.search(&query, limit)).await.map_err(|error| api_error(&error))?;
        let rows: Vec<ThreadRow> =
            rows(&found.rows, discretion).into_iter().map(|row| with_marks(row, &looked_for)).collect();
        Ok(ThreadsFound {
            mailbox: MailboxRef(mailbox.id().get()),
            total: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            rows,
            complete: found.complete,
        })
    }

    /// The mailbox to search: the open one, unless `boîte:` means another; nothing when it means none.
    async fn searched(&self, open: &Arc<Mailbox>, query: &Query) -> Result<Option<Arc<Mailbox>>, ApiError> {
        let meant = |mailbox: &Mailbox| {
            let plan = mailbox.plan();
            query.means_mailbox(&plan.label, plan.address.as_str())
        };
        if meant(open) != Some(false) {
            return Ok(Some(Arc::clone(open)));
        }
        Ok(self.engine().await?.mailboxes().iter().find(|mailbox| meant(mailbox) == Some(true)).map(Arc::clone))
    }

    pub(crate) async fn thread_open(&self, asked: ThreadOpen) -> Result<ThreadView, ApiError> {
        let (mailbox, discretion) = (self.mailbox(asked.mailbox).await?, self.discretion().await?);
        let (thread, folder) = (ThreadId::new(asked.thread.0), FolderId::new(asked.folder.0));
        let reader = Arc::clone(&mailbox);
        let (messages, fates, receipts) = mailbox
            .with_store(move |store| {
                let messages = store.thread_in(thread, folder)?;
                let fates = fates(store, &messages, &reader)?;
                let receipts: Vec<_> =
                    messages.iter().map(|one| receipt_asked(store, one, &reader)).collect::<Result<_, _>>()?;
                Ok((messages, fates, receipts))
            })
            .await
            .map_err(|error| api_error(&error))?;
        let Some(latest) = messages.last() else { return Err(plain(ErrorCode::Gone)) };
        // Whoever opens a conversation is about to read it.
        let missing: Vec<MessageId> = messages.iter().filter(|row| !row.has_body).map(|row| row.id).collect();
        mailbox.want_texts(&missing);
        let look = self.look(asked.theme).await?;
        let subject = shown_subject(&latest.header.subject);
        let in_frame = Shown { thread, folder, look, discretion, messages: shown(&messages), fates };
        Ok(ThreadView {
            id: asked.thread,
            subject: if asked.reveal { Some(subject) } else { discretion.subject(subject) },
            url: self.views.open(&mailbox, in_frame)?,
            messages: messages
                .iter()
                .zip(receipts)
                .map(|(message, receipt)| MessageView { receipt, ..message_view(&mailbox, message, discretion) })
                .collect(),
        })
    }

    /// The page says which theme it shows, for only it knows what the system says; the sizes are settings.
    async fn look(&self, theme: FrameTheme) -> Result<PageLook, ApiError> {
        let settings = self.engine().await?.settings().map_err(|error| api_error(&error))?;
        Ok(PageLook {
            theme: match theme {
                FrameTheme::Light => Theme::Light,
                FrameTheme::Dark => Theme::Dark,
            },
            text_size: settings.text_size.value.get(),
            reading_size: settings.reading_size.value.get(),
        })
    }

    pub(crate) async fn thread_close(&self, asked: ThreadClose) -> Result<Done, ApiError> {
        self.views.close(&asked.url);
        Ok(Done {})
    }

    pub(crate) async fn thread_find(&self, asked: ThreadFind) -> Result<ThreadFound, ApiError> {
        let (url, hits) = match Sought::typed(&asked.text) {
            Some(sought) => self.views.find(&asked.url, &sought).await?,
            None => (asked.url, 0),
        };
        Ok(ThreadFound { url, hits })
    }

    pub(crate) async fn thread_mark(&self, asked: ThreadMark) -> Result<Marked, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let marked = mailbox
            .mark_threads(threads(&asked.threads), FolderId::new(asked.folder.0), flag(asked.mark), asked.on)
            .await
            .map_err(|error| api_error(&error))?;
        Ok(Marked { messages: message_refs(&marked) })
    }

    pub(crate) async fn message_mark(&self, asked: MessageMark) -> Result<Done, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        mailbox
            .mark_messages(message_ids(&asked.messages), flag(asked.mark), asked.on)
            .await
            .map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn thread_move(&self, asked: ThreadMove) -> Result<Moved, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let to = target(&mailbox, asked.to).await?;
        let moved = mailbox
            .move_threads(threads(&asked.threads), FolderId::new(asked.from.0), to)
            .await
            .map_err(|error| api_error(&error))?;
        Ok(moved_to(to, &moved))
    }

    pub(crate) async fn message_move(&self, asked: MessageMove) -> Result<Moved, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let to = target(&mailbox, asked.to).await?;
        let moved = mailbox.move_messages(message_ids(&asked.messages), to).await.map_err(|error| api_error(&error))?;
        Ok(moved_to(to, &moved))
    }

    pub(crate) async fn message_answer(&self, asked: MessageAnswer) -> Result<DraftStarted, ApiError> {
        let mode = match asked.mode {
            AnswerMode::Reply => Answer::Reply,
            AnswerMode::ReplyAll => Answer::ReplyAll,
            AnswerMode::Forward => Answer::Forward,
        };
        let mailbox = self.mailbox(asked.mailbox).await?;
        let draft = mailbox
            .start_answer(MessageId::new(asked.message.0), mode, Attribution { answered, forwarded })
            .await
            .map_err(|error| api_error(&error))?;
        Ok(DraftStarted { draft: DraftRef(draft.get()) })
    }
}

fn withheld(why: Withheld) -> TextWithheld {
    match why {
        Withheld::Offline => TextWithheld::Offline,
        Withheld::Refused => TextWithheld::Refused,
        Withheld::Gone => TextWithheld::Gone,
    }
}

async fn target(mailbox: &Mailbox, target: FolderTarget) -> Result<FolderId, ApiError> {
    let role = match target {
        FolderTarget::Archive => FolderRole::Archive,
        FolderTarget::Trash => FolderRole::Trash,
        FolderTarget::Inbox => FolderRole::Inbox,
        FolderTarget::Folder { folder } => return Ok(FolderId::new(folder.0)),
    };
    mailbox.folder_with(role).await.map(|folder| folder.id).map_err(|error| api_error(&error))
}

fn moved_to(to: FolderId, messages: &[MessageId]) -> Moved {
    Moved { to: FolderRef(to.get()), messages: message_refs(messages) }
}

fn message_refs(messages: &[MessageId]) -> Vec<MessageRef> {
    messages.iter().map(|message| MessageRef(message.get())).collect()
}

fn message_ids(asked: &[MessageRef]) -> Vec<MessageId> {
    asked.iter().map(|message| MessageId::new(message.0)).collect()
}

/// What the frame shows of a conversation: which messages, and which of them have their text.
fn shown(messages: &[MessageRow]) -> Vec<(MessageId, bool)> {
    messages.iter().map(|message| (message.id, message.has_body)).collect()
}

/// « Le 24 nov. 2026 à 10 h 42, CH de Val-Fleuri <urgences@…> a écrit : »
fn answered(message: &MessageRow) -> String {
    let moment = moment(message.date, &TimeZone::system());
    sentence("frame.attribution", &[("moment", &moment), ("name", &in_full(&message.header.from))])
}

/// « Message transféré », then the header a colleague would read.
fn forwarded(message: &MessageRow) -> Vec<String> {
    let header = &message.header;
    let (from, subject, to, cc) = (&header.from, header.subject.as_str(), &header.to, &header.cc);
    let head = LetterHead { from, date: Some(message.date), subject, to, cc };
    std::iter::once(word("frame.forwarded")).chain(head.lines()).collect()
}

fn threads(asked: &[ThreadRef]) -> Vec<ThreadId> {
    asked.iter().map(|thread| ThreadId::new(thread.0)).collect()
}

fn flag(mark: Mark) -> Flags {
    match mark {
        Mark::Seen => Flags::SEEN,
        Mark::Starred => Flags::FLAGGED,
    }
}

fn filter(filter: ThreadFilter) -> estafette_store::ThreadFilter {
    match filter {
        ThreadFilter::All => estafette_store::ThreadFilter::All,
        ThreadFilter::Unread => estafette_store::ThreadFilter::Unread,
        ThreadFilter::Starred => estafette_store::ThreadFilter::Starred,
    }
}

fn rows(summaries: &[ThreadSummary], discretion: Discretion) -> Vec<ThreadRow> {
    summaries.iter().map(|summary| row(summary, discretion)).collect()
}

fn row(summary: &ThreadSummary, discretion: Discretion) -> ThreadRow {
    let kinds: BTreeSet<_> =
        summary.attachments.iter().map(|file| document_kind(AttachmentKind::from_word(&file.kind))).collect();
    let other_side = if summary.outgoing { summary.to.first().unwrap_or(&summary.from) } else { &summary.from };
    ThreadRow {
        id: ThreadRef(summary.id.get()),
        folder: FolderRef(summary.folder.get()),
        subject: discretion.subject(shown_subject(&summary.subject)),
        from: discretion.correspondent(other_side),
        outgoing: summary.outgoing,
        date: summary.date,
        unread: summary.unread,
        starred: summary.starred,
        messages: summary.conversation,
        preview: discretion.preview(&summary.preview),
        documents: kinds.into_iter().collect(),
        marks: None,
    }
}

fn message_view(mailbox: &Mailbox, message: &MessageRow, discretion: Discretion) -> MessageView {
    MessageView {
        id: MessageRef(message.id.get()),
        from: discretion.correspondent(&message.header.from),
        outgoing: mailbox.plan().is_own(&message.header.from.address),
        date: message.date,
        unread: !message.flags.contains(Flags::SEEN),
        starred: message.flags.contains(Flags::FLAGGED),
        loaded: message.has_body,
        withheld: if message.has_body { None } else { mailbox.text_withheld(message.id).map(withheld) },
        attachments: u32::try_from(message.attachments.iter().filter(|file| !file.inline).count()).unwrap_or(u32::MAX),
        receipt: None,
    }
}
