//! The words of the thread page. Their catalogue is elsewhere; here is only which ones are needed.
//!
//! `{n}` and `{name}` stand for what is put in. Plurals are two sentences, because concatenation is not grammar.

use crate::attachment::{AttachmentKind, FileDanger};

/// Every sentence the thread page can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels<'a> {
    /// Title of the document: never a subject or a patient. « Conversation »
    pub document_title: &'a str,
    /// Accessible name of one message. « Message de {name}, {date} »
    pub message_of: &'a str,
    /// Accessible name of the text of a message. « Texte du message »
    pub message_text: &'a str,
    /// « Non lu »
    pub unread: &'a str,
    /// « Expéditeur inconnu »
    pub unknown_sender: &'a str,
    /// What a deceptive display name is shown in, struck. « Nom trompeur : {name}. »
    pub deceptive_name: &'a str,
    /// Accessible name of the list of attachments. « Pièces jointes »
    pub attachments: &'a str,
    /// Accessible name of what became of a message. « Suivi de ce message »
    pub fates: &'a str,
    /// Accessible name of an attachment. « Enregistrer {name} »
    pub save_attachment: &'a str,
    /// « Voir »
    pub view: &'a str,
    /// Accessible name of the same. « Voir {name} »
    pub view_attachment: &'a str,
    /// « Pièce jointe sans nom »
    pub unnamed_attachment: &'a str,
    /// « 1 image distante n’a pas été chargée. »
    pub remote_image: &'a str,
    /// « {n} images distantes n’ont pas été chargées. »
    pub remote_images: &'a str,
    /// « 1 image intégrée au texte n’est pas affichée. »
    pub embedded_image: &'a str,
    /// « {n} images intégrées au texte ne sont pas affichées. »
    pub embedded_images: &'a str,
    /// « Texte brut »
    pub plain_text: &'a str,
    /// « Ce message n’est pas encore téléchargé. »
    pub not_loaded: &'a str,
    /// « Ce message ne contient pas de texte. »
    pub empty: &'a str,
    /// « Ce message est trop long : la fin n’est pas affichée. »
    pub truncated: &'a str,
    /// « La mise en forme de ce message est trop complexe : seul le texte est affiché. »
    pub simplified: &'a str,
    /// « PDF »
    pub kind_pdf: &'a str,
    /// « Image »
    pub kind_image: &'a str,
    /// « CDA »
    pub kind_cda: &'a str,
    /// « Documents de santé (XDM) »
    pub kind_xdm: &'a str,
    /// « Son »
    pub kind_audio: &'a str,
    /// « Vidéo »
    pub kind_video: &'a str,
    /// « Texte »
    pub kind_text: &'a str,
    /// « Document bureautique »
    pub kind_office: &'a str,
    /// « Archive »
    pub kind_archive: &'a str,
    /// « Courrier Outlook »
    pub kind_winmail: &'a str,
    /// « Fichier »
    pub kind_other: &'a str,
    /// « Programme »
    pub danger_program: &'a str,
    /// « Script »
    pub danger_script: &'a str,
    /// « Page web »
    pub danger_web_page: &'a str,
    /// « Document avec macros »
    pub danger_macros: &'a str,
    /// « Raccourci »
    pub danger_shortcut: &'a str,
    /// « Image de disque »
    pub danger_disk_image: &'a str,
    /// Behind the kind of a file that is not opened here. « ne s’ouvre pas ici »
    pub not_opened: &'a str,
    /// « {n} octets »
    pub bytes: &'a str,
    /// « {n} Ko », with its no-break space
    pub kilobytes: &'a str,
    /// « {n} Mo », with its no-break space
    pub megabytes: &'a str,
    /// « , »
    pub decimal_mark: &'a str,
}

impl Labels<'_> {
    pub(super) fn kind(&self, kind: AttachmentKind) -> &str {
        match kind {
            AttachmentKind::Pdf => self.kind_pdf,
            AttachmentKind::Image => self.kind_image,
            AttachmentKind::Cda => self.kind_cda,
            AttachmentKind::XdmArchive => self.kind_xdm,
            AttachmentKind::Audio => self.kind_audio,
            AttachmentKind::Video => self.kind_video,
            AttachmentKind::Text => self.kind_text,
            AttachmentKind::Office => self.kind_office,
            AttachmentKind::Archive => self.kind_archive,
            AttachmentKind::Winmail => self.kind_winmail,
            AttachmentKind::Other => self.kind_other,
        }
    }

    pub(super) fn danger(&self, danger: FileDanger) -> &str {
        match danger {
            FileDanger::Program => self.danger_program,
            FileDanger::Script => self.danger_script,
            FileDanger::WebPage => self.danger_web_page,
            FileDanger::Macros => self.danger_macros,
            FileDanger::Shortcut => self.danger_shortcut,
            FileDanger::DiskImage => self.danger_disk_image,
        }
    }

    /// A size as French systems show it: kilobytes of 1 024 bytes, rounded up; one decimal from a megabyte on.
    pub(super) fn size(&self, bytes: u64) -> String {
        const KILO: u64 = 1024;
        if bytes < KILO {
            return self.bytes.replace("{n}", &bytes.to_string());
        }
        let kilobytes = bytes.div_ceil(KILO);
        if kilobytes < KILO {
            return self.kilobytes.replace("{n}", &kilobytes.to_string());
        }
        let tenths = bytes.saturating_mul(10).div_ceil(KILO * KILO);
        let (whole, tenth) = (tenths / 10, tenths % 10);
        let number = if tenth == 0 { whole.to_string() } else { format!("{whole}{}{tenth}", self.decimal_mark) };
        self.megabytes.replace("{n}", &number)
    }

    pub(super) fn remote(&self, count: u32) -> String {
        counted(self.remote_image, self.remote_images, count)
    }

    pub(super) fn embedded(&self, count: u32) -> String {
        counted(self.embedded_image, self.embedded_images, count)
    }
}

fn counted(one: &str, many: &str, count: u32) -> String {
    if count == 1 { one.to_owned() } else { many.replace("{n}", &count.to_string()) }
}
