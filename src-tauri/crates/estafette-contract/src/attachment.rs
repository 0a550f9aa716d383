//! Joined files: looked at in the window, or saved by a native dialog. No byte of one crosses the border as it came.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DocumentKind, FrameTheme, MailboxRef, MessageRef};

/// Looks at a joined file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AttachmentView {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which message.
    pub message: MessageRef,
    /// Which part, as numbered by the thread frame.
    pub index: u32,
    /// Which file of a `winmail.dat`; `null` for the part itself.
    pub inside: Option<u32>,
}

/// A joined file as it can be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AttachmentShown {
    /// Its name, made fit; empty when it has none.
    pub name: String,
    /// What it is.
    pub document: DocumentKind,
    /// Its size, bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// What it could do where it is opened.
    pub danger: Option<FileDanger>,
    /// What is shown of it.
    pub content: AttachmentContent,
}

/// What is shown of a joined file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AttachmentContent {
    /// A picture, written anew.
    Image {
        /// Its `mail:` address, good until [`AttachmentClose`].
        url: String,
        /// Its size, pixels.
        width: u32,
        /// Its size, pixels.
        height: u32,
        /// Whether what was received is larger.
        reduced: bool,
    },
    /// A text.
    Text {
        /// Its lines; at most 256 KiB.
        text: String,
        /// Whether the end was left out.
        cut: bool,
    },
    /// What an archive says it holds.
    Archive {
        /// Its first lines.
        entries: Vec<ArchiveEntry>,
        /// How many there are in all.
        #[ts(type = "number")]
        total: u64,
        /// What is wrong with it as a whole.
        faults: Vec<ArchiveFault>,
    },
    /// A `winmail.dat`.
    Winmail {
        /// Its text; empty when there is none.
        text: String,
        /// Its files.
        files: Vec<WinmailFile>,
        /// Whether something could not be read.
        incomplete: bool,
    },
    /// A PDF: not shown here.
    Pdf,
    /// Sound or film: not shown here.
    Media,
    /// Not shown, and why.
    Refused {
        /// Why.
        reason: ViewRefusal,
    },
}

/// What a file could do where it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileDanger {
    /// A program, an installer.
    Program,
    /// Text that the system carries out.
    Script,
    /// HTML or SVG.
    WebPage,
    /// A document that holds a program.
    Macros,
    /// It leads elsewhere, or has another program started.
    Shortcut,
    /// A disk in a file.
    DiskImage,
}

/// Why a file is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ViewRefusal {
    /// What it could do: [`AttachmentShown::danger`].
    Dangerous,
    /// There is no way to show files of its kind.
    Unsupported,
    /// Larger than what is looked at in the window.
    TooLarge,
    /// A picture of more pixels than are decoded.
    TooManyPixels,
    /// It cannot be read.
    Damaged,
}

/// One line of an archive: what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ArchiveEntry {
    /// Its name with its folders; empty when it has none.
    pub name: String,
    /// A folder.
    pub folder: bool,
    /// Its size unpacked, as announced, bytes.
    #[ts(type = "number")]
    pub announced: u64,
    /// What its name says of it.
    pub danger: Option<FileDanger>,
    /// Another archive, by its name.
    pub archive: bool,
    /// What is odd about it.
    pub oddities: Vec<EntryOddity>,
}

/// What is odd about one line of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EntryOddity {
    /// Encrypted.
    Encrypted,
    /// Its name leads out of its folder.
    LeadsOutside,
    /// A link to another file.
    Link,
    /// Another line has its name.
    Twice,
    /// Its name holds characters one does not see.
    HiddenCharacters,
    /// What stands before its bytes says something else.
    Contradictory,
}

/// What is wrong with an archive as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveFault {
    /// It cannot be read to its end.
    Damaged,
    /// Its directory and its files do not agree.
    Contradictory,
    /// Files share their bytes.
    Overlapping,
    /// So many files that they were only counted.
    Crowded,
    /// One part of several.
    OneOfSeveral,
}

/// One file of a `winmail.dat`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WinmailFile {
    /// Its name, made fit; empty when it has none.
    pub name: String,
    /// What it is.
    pub document: DocumentKind,
    /// Its size, bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// What it could do where it is opened.
    pub danger: Option<FileDanger>,
}

/// Ends the address of a picture that was looked at.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AttachmentClose {
    /// Its address.
    pub url: String,
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
    /// Which file of a `winmail.dat`; `null` for the part itself.
    pub inside: Option<u32>,
    /// The danger the person was told of and accepted.
    pub accepted: Option<FileDanger>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AttachmentSaved {
    /// It is where the person said.
    Saved {
        /// The name it was saved under, without its folder.
        name: String,
    },
    /// The person closed the dialog.
    Cancelled,
    /// Nothing was asked yet: the person is to be told first what the file is.
    Dangerous {
        /// Its name, made fit; empty when it has none.
        name: String,
        /// What it is.
        danger: FileDanger,
    },
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
