//! From the engine's values to the page's, where several handlers need the same.

use estafette_contract as wire;
use estafette_engine::{Connection, RevocationStatus};
use estafette_mime::{AttachmentKind, FileDanger};
use estafette_model::{Correspondent, FolderRole, MailboxKind};

use crate::fault::reported_api_error;

pub(crate) fn mailbox_kind(kind: MailboxKind) -> wire::MailboxKind {
    match kind {
        MailboxKind::Personal => wire::MailboxKind::Personal,
        MailboxKind::Organizational => wire::MailboxKind::Organizational,
        MailboxKind::Application => wire::MailboxKind::Application,
    }
}

pub(crate) fn folder_role(role: FolderRole) -> wire::FolderRole {
    match role {
        FolderRole::Inbox => wire::FolderRole::Inbox,
        FolderRole::Drafts => wire::FolderRole::Drafts,
        FolderRole::Sent => wire::FolderRole::Sent,
        FolderRole::Archive => wire::FolderRole::Archive,
        FolderRole::Junk => wire::FolderRole::Junk,
        FolderRole::Trash => wire::FolderRole::Trash,
        FolderRole::Other => wire::FolderRole::Other,
    }
}

pub(crate) fn connection_view(connection: &Connection) -> wire::Connection {
    match connection {
        Connection::Connecting => wire::Connection::Connecting,
        Connection::Syncing { done, total, minutes_left } => {
            wire::Connection::Syncing { done: *done, total: *total, minutes_left: *minutes_left }
        }
        Connection::Paused { left } => wire::Connection::Paused { left: *left },
        Connection::UpToDate => wire::Connection::UpToDate,
        Connection::NeedsPassword { refusal } => {
            wire::Connection::NeedsPassword { problem: refusal.as_deref().map(reported_api_error) }
        }
        Connection::Offline { since, problem } => {
            wire::Connection::Offline { since: *since, problem: reported_api_error(problem) }
        }
    }
}

pub(crate) fn revocation_view(status: RevocationStatus) -> wire::Revocation {
    match status {
        RevocationStatus::Current { issued_at, next_update } => wire::Revocation::Current { issued_at, next_update },
        RevocationStatus::Unpublished => wire::Revocation::Unpublished,
        RevocationStatus::Overdue { issued_at, next_update, closes_at } => {
            wire::Revocation::Overdue { issued_at, next_update, closes_at }
        }
        RevocationStatus::Unknown { closes_at, .. } => wire::Revocation::Unknown { closes_at },
    }
}

pub(crate) fn correspondent(someone: &Correspondent) -> wire::CorrespondentView {
    wire::CorrespondentView { name: someone.believable_name().to_owned(), address: someone.address.clone() }
}

pub(crate) fn document_kind(kind: AttachmentKind) -> wire::DocumentKind {
    match kind {
        AttachmentKind::Pdf => wire::DocumentKind::Pdf,
        AttachmentKind::Image => wire::DocumentKind::Image,
        AttachmentKind::Cda => wire::DocumentKind::Cda,
        AttachmentKind::XdmArchive => wire::DocumentKind::Xdm,
        AttachmentKind::Audio => wire::DocumentKind::Audio,
        AttachmentKind::Video => wire::DocumentKind::Video,
        AttachmentKind::Text => wire::DocumentKind::Text,
        AttachmentKind::Office => wire::DocumentKind::Office,
        // A box of files, as an archive is.
        AttachmentKind::Archive | AttachmentKind::Winmail => wire::DocumentKind::Archive,
        AttachmentKind::Other => wire::DocumentKind::Other,
    }
}

pub(crate) fn file_danger(danger: FileDanger) -> wire::FileDanger {
    match danger {
        FileDanger::Program => wire::FileDanger::Program,
        FileDanger::Script => wire::FileDanger::Script,
        FileDanger::WebPage => wire::FileDanger::WebPage,
        FileDanger::Macros => wire::FileDanger::Macros,
        FileDanger::Shortcut => wire::FileDanger::Shortcut,
        FileDanger::DiskImage => wire::FileDanger::DiskImage,
    }
}

/// The kind of a file of this machine, by the type its name gave it: a person knows what they join.
pub(crate) fn kind_by_type(mime_type: &str) -> wire::DocumentKind {
    match mime_type.split_once('/') {
        Some(("image", _)) => wire::DocumentKind::Image,
        Some(("video", _)) => wire::DocumentKind::Video,
        Some(("audio", _)) => wire::DocumentKind::Audio,
        Some(("application", "pdf")) => wire::DocumentKind::Pdf,
        Some(("application", "zip")) => wire::DocumentKind::Archive,
        Some(("text", _)) => wire::DocumentKind::Text,
        Some(("application", rest)) if OFFICE.iter().any(|family| rest.contains(family)) => wire::DocumentKind::Office,
        _ => wire::DocumentKind::Other,
    }
}

/// Families of types of word processors and spreadsheets.
const OFFICE: [&str; 4] = ["officedocument", "opendocument", "msword", "ms-excel"];
