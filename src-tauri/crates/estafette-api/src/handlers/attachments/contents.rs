//! What is shown of a joined file, by what it is. Nothing is opened by another program, and nothing dangerous is opened at all.

use estafette_contract::{
    ApiError, ArchiveEntry, ArchiveFault, AttachmentContent, EntryOddity, ViewRefusal, WinmailFile,
};
use estafette_mime::{
    AttachmentKind, FileDanger, PictureFault, PictureUse, SHOWN_TEXT_SOURCE, ShownText, ZipEntry, ZipFault, ZipOddity,
    list_zip, open_winmail, parse_message, shown_text, written_out,
};

use crate::answer::{document_kind, file_danger};
use crate::documents::MAX_SHOWN;
use crate::fault::internal;
use crate::frame::pictures::{MAX_PICTURE, Pictures, decoded};
use crate::letter_head::LetterHead;

/// Most of a file that is read to look at it, in bytes. An operator takes letters of 25 MB, some of 100.
pub(super) const MAX_VIEWED: usize = MAX_SHOWN;

/// A joined file with the bytes that looking at it takes.
pub(super) struct Contents {
    pub(super) name: String,
    pub(super) mime_type: String,
    /// Of a text, by its label.
    pub(super) charset: Option<String>,
    pub(super) kind: AttachmentKind,
    /// In bytes.
    pub(super) size: u64,
    /// By its name and its beginning.
    pub(super) danger: Option<FileDanger>,
    /// It is an office document that holds some.
    pub(super) macros: bool,
    pub(super) bytes: Vec<u8>,
    /// Whether these are all of them.
    pub(super) whole: bool,
}

/// How many bytes of a file looking at it takes.
pub(super) fn wanted_of(kind: AttachmentKind, danger: Option<FileDanger>) -> usize {
    if danger.is_some() {
        return 0;
    }
    match kind {
        AttachmentKind::Image => MAX_PICTURE,
        AttachmentKind::Text => SHOWN_TEXT_SOURCE,
        AttachmentKind::XdmArchive | AttachmentKind::Archive | AttachmentKind::Winmail => MAX_VIEWED,
        AttachmentKind::Pdf
        | AttachmentKind::Cda
        | AttachmentKind::Audio
        | AttachmentKind::Video
        | AttachmentKind::Office
        | AttachmentKind::Other => 0,
    }
}

impl Contents {
    pub(super) fn danger(&self) -> Option<FileDanger> {
        self.danger.or(self.macros.then_some(FileDanger::Macros))
    }

    /// What is shown of it; a picture is kept among `pictures`.
    pub(super) async fn shown(self, pictures: &Pictures) -> Result<AttachmentContent, ApiError> {
        if self.danger().is_some() {
            return Ok(refused(ViewRefusal::Dangerous));
        }
        match self.kind {
            AttachmentKind::Image => self.picture(pictures).await,
            AttachmentKind::Text => away(move || self.text()).await,
            AttachmentKind::XdmArchive | AttachmentKind::Archive => away(move || self.archive()).await,
            AttachmentKind::Winmail => away(move || self.winmail()).await,
            AttachmentKind::Pdf => Ok(AttachmentContent::Pdf),
            AttachmentKind::Audio | AttachmentKind::Video => Ok(AttachmentContent::Media),
            AttachmentKind::Cda | AttachmentKind::Office | AttachmentKind::Other => {
                Ok(refused(ViewRefusal::Unsupported))
            }
        }
    }

    async fn picture(self, pictures: &Pictures) -> Result<AttachmentContent, ApiError> {
        if !self.whole {
            return Ok(refused(ViewRefusal::TooLarge));
        }
        match decoded(self.bytes, PictureUse::Viewed).await {
            Ok(picture) => {
                let (width, height) = (picture.width, picture.height);
                let reduced = picture.received != (width, height);
                Ok(AttachmentContent::Image { url: pictures.open(picture)?, width, height, reduced })
            }
            Err(PictureFault::TooManyPixels) => Ok(refused(ViewRefusal::TooManyPixels)),
            Err(PictureFault::NotAPicture | PictureFault::Damaged) => Ok(refused(ViewRefusal::Damaged)),
        }
    }

    fn text(&self) -> AttachmentContent {
        let is_letter = self.mime_type == "message/rfc822" || self.name.to_ascii_lowercase().ends_with(".eml");
        let ShownText { text, cut } =
            if is_letter { letter(&self.bytes) } else { shown_text(&self.bytes, self.charset.as_deref()) };
        AttachmentContent::Text { text, cut: cut || !self.whole }
    }

    fn archive(&self) -> AttachmentContent {
        if !self.whole {
            return refused(ViewRefusal::TooLarge);
        }
        let Some(listing) = list_zip(&self.bytes) else { return refused(ViewRefusal::Unsupported) };
        AttachmentContent::Archive {
            entries: listing.entries.into_iter().map(archive_entry).collect(),
            total: listing.total,
            faults: listing.faults.into_iter().map(archive_fault).collect(),
        }
    }

    fn winmail(&self) -> AttachmentContent {
        let Some(opened) = open_winmail(&self.bytes) else { return refused(ViewRefusal::Damaged) };
        let ShownText { text, cut } = written_out(&opened.text);
        let files = opened.files.into_iter().map(|file| WinmailFile {
            name: file.name,
            document: document_kind(file.kind),
            size: file.place.len() as u64,
            danger: file.danger.map(file_danger),
        });
        AttachmentContent::Winmail { text, files: files.collect(), incomplete: opened.incomplete || cut || !self.whole }
    }
}

/// A letter joined to another: who wrote, to whom, and its words.
fn letter(bytes: &[u8]) -> ShownText {
    let message = parse_message(bytes);
    let header = &message.header;
    let head =
        LetterHead { from: &header.from, date: header.date, subject: &header.subject, to: &header.to, cc: &header.cc };
    let mut shown = written_out(&format!("{}\n\n{}", head.lines().join("\n"), message.plain));
    shown.cut |= message.truncated;
    shown
}

const fn refused(reason: ViewRefusal) -> AttachmentContent {
    AttachmentContent::Refused { reason }
}

/// Runs `work` away from the threads that serve the window. A reader of ours that panics costs its file.
async fn away(work: impl FnOnce() -> AttachmentContent + Send + 'static) -> Result<AttachmentContent, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| internal("a joined file could not be read"))
}

fn archive_entry(entry: ZipEntry) -> ArchiveEntry {
    ArchiveEntry {
        name: entry.name,
        folder: entry.folder,
        announced: entry.announced,
        danger: entry.danger.map(file_danger),
        archive: entry.archive,
        oddities: entry.oddities.into_iter().map(entry_oddity).collect(),
    }
}

fn entry_oddity(oddity: ZipOddity) -> EntryOddity {
    match oddity {
        ZipOddity::Encrypted => EntryOddity::Encrypted,
        ZipOddity::LeadsOutside => EntryOddity::LeadsOutside,
        ZipOddity::Link => EntryOddity::Link,
        ZipOddity::Twice => EntryOddity::Twice,
        ZipOddity::HiddenCharacters => EntryOddity::HiddenCharacters,
        ZipOddity::Contradictory => EntryOddity::Contradictory,
    }
}

fn archive_fault(fault: ZipFault) -> ArchiveFault {
    match fault {
        ZipFault::Damaged => ArchiveFault::Damaged,
        ZipFault::Contradictory => ArchiveFault::Contradictory,
        ZipFault::Overlapping => ArchiveFault::Overlapping,
        ZipFault::Crowded => ArchiveFault::Crowded,
        ZipFault::OneOfSeveral => ArchiveFault::OneOfSeveral,
    }
}

#[cfg(test)]
mod tests;
