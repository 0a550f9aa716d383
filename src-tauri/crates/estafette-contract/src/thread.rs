//! Conversations: rows of a list, one opened in the sheet, and the gestures on them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DraftRef, FolderRef, MailboxRef, MessageRef, ReceiptAsked, ThreadRef};

/// Asks for a page of a folder's conversations, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadList {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which of its folders.
    pub folder: FolderRef,
    /// Which conversations.
    pub filter: ThreadFilter,
    /// First row wanted, from 0.
    pub offset: u32,
    /// How many rows, at most 200.
    pub limit: u32,
}

/// Which conversations of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThreadFilter {
    /// « Toutes ».
    All,
    /// « Non lues ».
    Unread,
    /// « Suivies ».
    Starred,
}

/// Asks which conversations a stretch of a folder's list holds, rows the page never read included: what is selected is what
/// was there at that moment, so that a letter which comes in afterwards is not swept along.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadSelect {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which of its folders.
    pub folder: FolderRef,
    /// Which conversations.
    pub filter: ThreadFilter,
    /// First row wanted, from 0.
    pub offset: u32,
    /// How many rows.
    pub limit: u32,
}

/// The conversations of a stretch, in the order of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreadsSelected {
    /// Which.
    pub threads: Vec<ThreadRef>,
}

/// Asks for the conversations that hold these words, or are what the operators among them say: `de:`, `à:`, `objet:`, `pj:`,
/// `avant:`, `après:`, `non:lu`, `boîte:`.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadSearch {
    /// Which mailbox, unless `boîte:` names another.
    pub mailbox: MailboxRef,
    /// What was typed.
    pub query: String,
    /// How many rows, at most 200.
    pub limit: u32,
}

/// The conversations found, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreadsFound {
    /// The mailbox that was searched.
    pub mailbox: MailboxRef,
    /// How many rows there are.
    pub total: u32,
    /// They, with what was looked for marked.
    pub rows: Vec<ThreadRow>,
    /// False when so much had to be passed over that the oldest letters were not looked at.
    pub complete: bool,
}

/// Some rows of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreadPage {
    /// How many rows the whole list has.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<ThreadRow>,
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreadRow {
    /// The conversation.
    pub id: ThreadRef,
    /// The folder the row stands for: that of the list, or in a search the one where it was found.
    pub folder: FolderRef,
    /// Its subject, as last written, decoded; may be empty. `null` while the screen is discreet.
    pub subject: Option<String>,
    /// Who wrote last from outside, or to whom when nobody did.
    pub from: CorrespondentView,
    /// The latest message here is our own.
    pub outgoing: bool,
    /// Date of its latest message in this folder, seconds since 1970.
    #[ts(type = "number")]
    pub date: i64,
    /// Unread messages in it.
    pub unread: u32,
    /// Marked for attention.
    pub starred: bool,
    /// Messages of the whole conversation, our own answers included.
    pub messages: u32,
    /// First words of the latest message; empty while the screen is discreet.
    pub preview: String,
    /// Kinds of document joined, each once.
    pub documents: Vec<DocumentKind>,
    /// Where what was looked for stands; `null` in a list that is no search.
    pub marks: Option<RowMarks>,
}

/// Where in a row what was looked for stands, in order and apart from one another. What is masked has no marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowMarks {
    /// In the name of who it is with, or in the address when there is no name.
    pub from: Vec<TextMark>,
    /// In the subject.
    pub subject: Vec<TextMark>,
    /// In the first words.
    pub preview: Vec<TextMark>,
}

/// A stretch of a text, counted as JavaScript does: in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextMark {
    /// Its first unit.
    pub start: u32,
    /// The one after its last.
    pub end: u32,
}

/// Somebody named in a header: the address is what counts. While the screen is discreet, a citizen has initials for a name
/// and no address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CorrespondentView {
    /// Display name, may be empty.
    pub name: String,
    /// Address, as received.
    pub address: String,
}

/// What a joined file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A structured health document (CDA).
    Cda,
    /// An `IHE_XDM.zip`.
    Xdm,
    /// A PDF.
    Pdf,
    /// An image.
    Image,
    /// A film.
    Video,
    /// A recording.
    Audio,
    /// A text.
    Text,
    /// A word processor's or spreadsheet's file.
    Office,
    /// A zip.
    Archive,
    /// Anything else.
    Other,
}

/// Opens a conversation in the sheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadOpen {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which conversation.
    pub thread: ThreadRef,
    /// From which folder: what lies in the trash is shown to who looks into the trash.
    pub folder: FolderRef,
    /// Colours of the frame.
    pub theme: FrameTheme,
    /// Its subject is wanted although the screen is discreet.
    pub reveal: bool,
}

/// Colours of the thread frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FrameTheme {
    /// « Clair ».
    Light,
    /// « Sombre ».
    Dark,
}

/// A conversation opened in the sheet. Its text is not here: it is at `url`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreadView {
    /// The conversation.
    pub id: ThreadRef,
    /// Its subject. `null` while the screen is discreet and nobody asked for it.
    pub subject: Option<String>,
    /// `mail://localhost/<token>/`, good while the view is open. Opened again while it would show the same, a conversation
    /// keeps its address: the frame need not load it anew.
    pub url: String,
    /// Its messages, oldest first.
    pub messages: Vec<MessageView>,
}

/// What the toolbar needs to know of one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MessageView {
    /// The message.
    pub id: MessageRef,
    /// Who wrote it.
    pub from: CorrespondentView,
    /// It is our own.
    pub outgoing: bool,
    /// When, seconds since 1970.
    #[ts(type = "number")]
    pub date: i64,
    /// Not read yet.
    pub unread: bool,
    /// Marked for attention.
    pub starred: bool,
    /// Its text is here.
    pub loaded: bool,
    /// Why its text is not on its way; `null` when it is, or is here.
    pub withheld: Option<TextWithheld>,
    /// Files joined.
    pub attachments: u32,
    /// Its sender asks to be told that it was read, and nobody has answered yet.
    pub receipt: Option<ReceiptAsked>,
}

/// Why the text of a message does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TextWithheld {
    /// The mailbox is cut off: it comes once it is not.
    Offline,
    /// The operator would not give it.
    Refused,
    /// The operator has no such message any more.
    Gone,
}

/// Closes a view: its `mail:` address stops answering.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadClose {
    /// The address given by [`ThreadView`].
    pub url: String,
}

/// Looks for words in a conversation opened in the sheet, folded messages included; accents and capitals do not matter.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadFind {
    /// The address given by [`ThreadView`].
    pub url: String,
    /// What was typed.
    pub text: String,
}

/// Where the words are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThreadFound {
    /// The same conversation with each place marked: the frame goes to `#e-hit-1`, `#e-hit-2`…, or to `#e-quiet-1` to be at the
    /// place with no mark any more. Good until something else is looked for.
    pub url: String,
    /// How many places, at most 1000.
    pub hits: u32,
}

/// Marks conversations read or unread, starred or not.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadMark {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which conversations.
    pub threads: Vec<ThreadRef>,
    /// From which folder, as for [`ThreadOpen`].
    pub folder: FolderRef,
    /// Which mark.
    pub mark: Mark,
    /// Set or removed.
    pub on: bool,
}

/// The messages a mark was set on or removed from, so that exactly this can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Marked {
    /// Those that were not so already.
    pub messages: Vec<MessageRef>,
}

/// Marks these very messages.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MessageMark {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which messages.
    pub messages: Vec<MessageRef>,
    /// Which mark.
    pub mark: Mark,
    /// Set or removed.
    pub on: bool,
}

/// A mark a person can set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Read.
    Seen,
    /// To be followed.
    Starred,
}

/// Moves conversations out of one folder into another.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadMove {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which conversations.
    pub threads: Vec<ThreadRef>,
    /// Where they are taken from; messages of other folders stay.
    pub from: FolderRef,
    /// Where they go.
    pub to: FolderTarget,
}

/// A folder, by its role or by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FolderTarget {
    /// « Archives ».
    Archive,
    /// « Corbeille ».
    Trash,
    /// « Réception ».
    Inbox,
    /// One folder.
    Folder {
        /// Which.
        folder: FolderRef,
    },
}

/// What was moved, so that it can be moved back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Moved {
    /// The folder they went to.
    pub to: FolderRef,
    /// Which messages: what is undone is this move, and nothing that lay there before.
    pub messages: Vec<MessageRef>,
}

/// Moves these very messages.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MessageMove {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which messages.
    pub messages: Vec<MessageRef>,
    /// Where they go.
    pub to: FolderTarget,
}

/// Saves a joined file where the person says, by a native dialog the page never sees.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AttachmentSave {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which message.
    pub message: MessageRef,
    /// Which part, as numbered by the thread frame.
    pub index: u32,
}

/// Shows a joined document or film in a window of its own, which may call nothing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AttachmentRead {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which message.
    pub message: MessageRef,
    /// Which part, as numbered by the thread frame.
    pub index: u32,
    /// The colours of the page that asks.
    pub theme: FrameTheme,
}

/// Whether a file was saved, or the person closed the dialog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Saved {
    /// The name it was saved under, without its folder; `null` if the dialog was closed.
    pub name: Option<String>,
}

/// Starts an answer to a message.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MessageAnswer {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which message.
    pub message: MessageRef,
    /// To whom.
    pub mode: AnswerMode,
}

/// To whom an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnswerMode {
    /// « Répondre ».
    Reply,
    /// « Répondre à tous ».
    ReplyAll,
    /// « Transférer ».
    Forward,
}

/// The draft that was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftStarted {
    /// The draft.
    pub draft: DraftRef,
}
