//! Answers and forwardings: to whom, about what, and with which words of the original.

use estafette_mime::{
    ParsedMessage, Recipients, find_part, forward_subject, forwarded, parse_message, quoted_answer,
    references_for_reply, reply_all_recipients, reply_recipients, reply_subject,
};
use estafette_model::{Address, Correspondent, DraftId, LetterBytes, MessageId};
use estafette_store::{DraftFields, MailboxStore, MessageRow, StoreError};

use crate::error::EngineError;
use crate::mailbox::Mailbox;
use crate::part::read_part;

/// To whom an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The person who wrote.
    Reply,
    /// Everyone.
    ReplyAll,
    /// Somebody else, with the joined files.
    Forward,
}

/// What is said above the words of the original, in the language of the window.
#[derive(Clone, Copy, Debug)]
pub struct Attribution {
    /// One sentence above a quotation.
    pub answered: fn(&MessageRow) -> String,
    /// Lines above what is forwarded.
    pub forwarded: fn(&MessageRow) -> Vec<String>,
}

impl Mailbox {
    /// Starts an answer to `message`, with what `attribution` says above its words.
    ///
    /// # Errors
    /// Those of [`Self::bring_texts`], [`EngineError::Store`].
    pub async fn start_answer(
        &self,
        message: MessageId,
        answer: Answer,
        attribution: Attribution,
    ) -> Result<DraftId, EngineError> {
        self.bring_texts(vec![message]).await?;
        let found = self.with_store(move |store| Ok((store.message(message)?, store.body(message)?))).await?;
        let (Some(row), body) = found else { return Err(EngineError::Gone("message")) };
        let body = body.ok_or(EngineError::NotLoaded)?;
        let own = self.plan.address.clone();
        self.with_store(move |store| {
            let parsed = parse_message(body.as_letter());
            let draft = store.create_draft(&answer_fields(&row, &parsed, answer, &own, attribution))?;
            if answer == Answer::Forward
                && let Err(error) = join_files_of(store, draft, &row, body.as_letter(), &parsed)
            {
                // Without all its files it would look ready to leave.
                store.delete_draft(draft)?;
                return Err(error);
            }
            Ok(draft)
        })
        .await
    }
}

fn answer_fields(
    row: &MessageRow,
    parsed: &ParsedMessage,
    answer: Answer,
    own: &Address,
    attribution: Attribution,
) -> DraftFields {
    let own = std::slice::from_ref(own);
    let recipients = match answer {
        Answer::Reply => reply_recipients(&parsed.header, own),
        Answer::ReplyAll => reply_all_recipients(&parsed.header, own),
        Answer::Forward => Recipients::default(),
    };
    let subject = match answer {
        Answer::Reply | Answer::ReplyAll => reply_subject(&row.header.subject),
        Answer::Forward => forward_subject(&row.header.subject),
    };
    // A forwarded letter begins a conversation of its own with somebody else.
    let (in_reply_to, references) = match answer {
        Answer::Reply | Answer::ReplyAll => (Some(row.id), references_for_reply(&parsed.header)),
        Answer::Forward => (None, Vec::new()),
    };
    let quotation = match answer {
        Answer::Reply | Answer::ReplyAll => quoted_answer(&(attribution.answered)(row), parsed),
        Answer::Forward => forwarded(&(attribution.forwarded)(row), parsed),
    };
    let typed = |list: Vec<Correspondent>| list.into_iter().map(|one| one.address).collect();
    DraftFields {
        subject,
        body_html: "<p></p>".to_owned(),
        quotation,
        to: typed(recipients.to),
        cc: typed(recipients.cc),
        in_reply_to,
        references,
        receipt: false,
    }
}

/// The files of a forwarded letter go with it; images its text shows do not.
fn join_files_of(
    store: &MailboxStore,
    draft: DraftId,
    message: &MessageRow,
    letter: LetterBytes<'_>,
    parsed: &ParsedMessage,
) -> Result<(), StoreError> {
    for file in parsed.attachments.iter().filter(|file| !file.inline) {
        let Some(part) = find_part(letter, file.index) else { continue };
        let mime_type = part.mime_type.clone();
        let mut copy = store.write_blob()?;
        read_part(store, message.id, part, &mut |bytes| copy.write(bytes))?;
        let size = copy.size();
        store.attach(draft, &file.name, &mime_type, copy.finish()?, size)?;
    }
    Ok(())
}
