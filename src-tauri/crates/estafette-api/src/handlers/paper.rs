//! Messages that leave the window: printed, laid out as PDF, or given back as the server has them.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use estafette_contract::{
    ApiError, ErrorCode, ExportForm, FolderRef, MessageRef, Printed, Saved, ThreadExport, ThreadPrint, ThreadRef,
};
use estafette_engine::{ActSubject, AuditReference, Mailbox};
use estafette_mime::shown_subject;
use estafette_model::{FolderId, MailboxKind, MessageId, ThreadId};
use estafette_store::{AuditAct, MailboxStore, MessageRow};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::Api;
use crate::fault::{api_error, plain};
use crate::frame::PaperView;
use crate::outside::{Outside, on_disk, save};
use crate::printer::{PrintFault, PrintTarget};
use crate::words::{day_of_file, moment, sentence, word};

/// Messages about to leave.
struct Sheaf {
    mailbox: Arc<Mailbox>,
    thread: ThreadId,
    folder: FolderId,
    /// Oldest first, never empty.
    rows: Vec<MessageRow>,
}

impl Api {
    pub(crate) async fn thread_print(&self, asked: ThreadPrint) -> Result<Printed, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let sheaf = sheaf(mailbox, asked.thread, asked.folder, None).await?;
        sheaf.complete_where_possible().await;
        let printed = self
            .recorded(AuditAct::Print, &sheaf.about(), async {
                let done = self.on_paper(&sheaf, "paper.printed", PrintTarget::Dialog).await?;
                Ok(done.then_some(()))
            })
            .await?;
        Ok(Printed { done: printed.is_some() })
    }

    pub(crate) async fn thread_export(&self, asked: ThreadExport) -> Result<Saved, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let sheaf = sheaf(mailbox, asked.thread, asked.folder, asked.message).await?;
        let whole = asked.message.is_none();
        let (act, name) = match asked.form {
            ExportForm::Pdf => (AuditAct::ExportPdf, sheaf.file_name(whole, ".pdf")),
            ExportForm::Eml => (AuditAct::ExportEml, sheaf.file_name(whole, if whole { "" } else { ".eml" })),
        };
        let name = self
            .recorded(act, &sheaf.about(), async {
                // What is not here cannot leave: said before a place is asked for.
                let files = match asked.form {
                    ExportForm::Pdf => {
                        sheaf.complete_where_possible().await;
                        Vec::new()
                    }
                    ExportForm::Eml => sheaf.files().await?,
                };
                let Some(place) = self.opening.dialogs.choose_place(&name).await else { return Ok(None) };
                let saved = match asked.form {
                    ExportForm::Pdf => self.save_pdf(&sheaf, place).await?,
                    ExportForm::Eml if whole => sheaf.save_folder(place, files).await?,
                    ExportForm::Eml => sheaf.save_message(place).await?,
                };
                Ok(Some(saved))
            })
            .await?;
        Ok(Saved { name })
    }

    async fn save_pdf(&self, sheaf: &Sheaf, place: PathBuf) -> Result<String, ApiError> {
        let mut outside = Outside::at(place).map_err(|_| plain(ErrorCode::SaveFailed))?;
        let name = outside.name();
        let to = PrintTarget::Pdf(outside.beside().to_owned());
        if !self.on_paper(sheaf, "paper.exported", to).await? {
            return Err(plain(ErrorCode::PrintFailed));
        }
        on_disk(move || outside.put_in_place()).await?;
        Ok(name)
    }

    /// Opens the view of what is printed for as long as it is being printed.
    async fn on_paper(&self, sheaf: &Sheaf, left: &str, to: PrintTarget) -> Result<bool, ApiError> {
        let engine = self.engine().await?;
        let person = engine.current_person().map_err(|error| api_error(&error))?;
        let person = person.map_or_else(|| word("paper.somebody"), |person| person.name);
        let provenance = sheaf.provenance(left, &person, engine.now());
        let view = self.views.open_on_paper(PaperView {
            mailbox: &sheaf.mailbox,
            thread: sheaf.thread,
            folder: sheaf.folder,
            messages: sheaf.ids().into_iter().collect(),
            subject: sheaf.subject(),
            provenance,
        })?;
        let printed = self.opening.printer.print(&view, to).await;
        self.views.close(&view);
        printed.map_err(|fault| {
            plain(match fault {
                PrintFault::NoPrinter => ErrorCode::PrinterMissing,
                PrintFault::Failed => ErrorCode::PrintFailed,
                PrintFault::Unsupported => ErrorCode::PrintUnsupported,
            })
        })
    }
}

async fn sheaf(
    mailbox: Arc<Mailbox>,
    thread: ThreadRef,
    folder: FolderRef,
    only: Option<MessageRef>,
) -> Result<Sheaf, ApiError> {
    let (thread, folder) = (ThreadId::new(thread.0), FolderId::new(folder.0));
    let mut rows =
        mailbox.with_store(move |store| store.thread_in(thread, folder)).await.map_err(|error| api_error(&error))?;
    if let Some(only) = only {
        rows.retain(|row| row.id == MessageId::new(only.0));
    }
    if rows.is_empty() {
        return Err(plain(ErrorCode::Gone));
    }
    Ok(Sheaf { mailbox, thread, folder, rows })
}

/// What the journal says of these messages of `mailbox`.
pub(crate) fn about(mailbox: &Mailbox, rows: &[MessageRow]) -> ActSubject {
    ActSubject {
        mailbox: Some(mailbox.id()),
        messages: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        reference: rows.last().map(|row| AuditReference::of_message_id(&row.header.message_id)).unwrap_or_default(),
    }
}

impl Sheaf {
    fn about(&self) -> ActSubject {
        about(&self.mailbox, &self.rows)
    }

    fn subject(&self) -> String {
        let subject = self.rows.last().map(|row| shown_subject(&row.header.subject)).unwrap_or_default();
        if subject.is_empty() { word("row.no_subject") } else { subject }
    }

    /// « 2026-11-24 message.eml » : a name everybody may read.
    fn file_name(&self, whole: bool, ending: &str) -> String {
        let date = self.rows.last().map(|row| row.date).unwrap_or_default();
        let day = day_of_file(date, &TimeZone::system());
        let key = if whole { "paper.file_conversation" } else { "paper.file_message" };
        format!("{}{ending}", sentence(key, &[("day", &day)]))
    }

    /// « Imprimé depuis Estafette le 24 nov. 2026 à 10 h 58 par Sophie Martel, boîte Secrétariat. Référence 3F2A-91C0-7B4D. »
    fn provenance(&self, left: &str, person: &str, now: Timestamp) -> String {
        let plan = self.mailbox.plan();
        let mailbox = match plan.kind {
            MailboxKind::Personal => plan.address.to_string(),
            MailboxKind::Organizational | MailboxKind::Application => plan.label.clone(),
        };
        let now = moment(now.as_second(), &TimeZone::system());
        let mut text = sentence(left, &[("moment", &now), ("person", person), ("mailbox", &mailbox)]);
        let about = self.about();
        if !about.reference.as_str().is_empty() {
            text.push(' ');
            text.push_str(&sentence("paper.reference", &[("reference", about.reference.as_str())]));
        }
        text
    }

    /// Fetches the texts that are not here. Paper says itself of which message it lacks the text, and the others are wanted even
    /// without a network.
    async fn complete_where_possible(&self) {
        if let Err(error) = self.mailbox.bring_texts(self.ids()).await {
            tracing::info!(%error, "something is laid out without all of its texts");
        }
    }

    fn ids(&self) -> Vec<MessageId> {
        self.rows.iter().map(|row| row.id).collect()
    }

    /// A name for each message, which says only its place and its day. All of them are here.
    async fn files(&self) -> Result<Vec<(String, MessageId)>, ApiError> {
        self.mailbox.bring_texts(self.ids()).await.map_err(|error| api_error(&error))?;
        let zone = TimeZone::system();
        let file = |(place, row): (u32, &MessageRow)| {
            let (place, day) = (format!("{place:02}"), day_of_file(row.date, &zone));
            let name = sentence("paper.file_numbered", &[("place", &place), ("day", &day)]);
            (format!("{name}.eml"), row.id)
        };
        Ok((1_u32..).zip(&self.rows).map(file).collect())
    }

    /// Writes the message as the server has it.
    async fn save_message(&self, place: PathBuf) -> Result<String, ApiError> {
        let (store, message) = (self.store().await?, self.rows.last().map(|row| row.id));
        save(place, move |file| message.map_or(Ok(()), |message| write_received(&store, message, file))).await
    }

    /// Writes the messages as the server has them.
    async fn save_folder(&self, place: PathBuf, files: Vec<(String, MessageId)>) -> Result<String, ApiError> {
        let outside = Outside::at(place).map_err(|_| plain(ErrorCode::SaveFailed))?;
        let (store, name) = (self.store().await?, outside.name());
        on_disk(move || outside.write_folder(&files, |message, file| write_received(&store, *message, file))).await?;
        Ok(name)
    }

    async fn store(&self) -> Result<MailboxStore, ApiError> {
        self.mailbox.with_store(|store| Ok(store.clone())).await.map_err(|error| api_error(&error))
    }
}

fn write_received(store: &MailboxStore, message: MessageId, file: &mut File) -> io::Result<()> {
    store.read_received(message, 0..u64::MAX, &mut |bytes| file.write_all(bytes))
}
