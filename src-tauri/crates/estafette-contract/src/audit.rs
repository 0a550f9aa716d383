//! « Journal » : who printed, exported, saved or sent what, and when. Named `audit` because the journal of the store is
//! that of a person's gestures.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for a page of the journal, the latest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AuditList {
    /// Which lines.
    pub filter: AuditFilter,
    /// First line wanted, from 0.
    pub offset: u32,
    /// How many, at most 200.
    pub limit: u32,
}

/// Which lines of the journal; `null` is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditFilter {
    /// Id of an [`AuditPerson`].
    pub person: Option<String>,
    /// One sort of act.
    pub act: Option<AuditAct>,
    /// From this second on, since 1970.
    #[ts(type = "number | null")]
    pub since: Option<i64>,
    /// Before this second.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
}

/// Something that took messages out of the encrypted files, or sent them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    /// « Impression ».
    Print,
    /// « Enregistrement en PDF ».
    ExportPdf,
    /// « Enregistrement de messages (.eml) ».
    ExportEml,
    /// « Pièce jointe enregistrée ».
    SaveAttachment,
    /// « Envoi ».
    Send,
    /// « Envoi annulé ».
    TakeBack,
    /// « Export du journal ».
    ExportJournal,
}

/// How an act ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// Asked for: under way, or Estafette stopped in between.
    Asked,
    /// Done.
    Done,
    /// Given up in a dialog.
    Cancelled,
    /// Not possible.
    Failed,
}

/// Some lines of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditPage {
    /// How many lines fit the filter.
    pub total: u32,
    /// The lines asked for.
    pub lines: Vec<AuditLine>,
    /// Everyone the whole journal names, those who left included.
    pub people: Vec<AuditPerson>,
}

/// Somebody the journal names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditPerson {
    /// What an [`AuditFilter`] asks for.
    pub id: String,
    /// « Sophie Martel ».
    pub name: String,
}

/// One line. Holds no subject, no address, no name of a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditLine {
    /// Its number, never given twice.
    #[ts(type = "number")]
    pub id: i64,
    /// When it was asked for, seconds since 1970.
    #[ts(type = "number")]
    pub at: i64,
    /// Who was at the keyboard; `null` when nobody had said so.
    pub person: Option<String>,
    /// « Secrétariat »; `null` for what concerns no mailbox.
    pub mailbox: Option<String>,
    /// What was done.
    pub act: AuditAct,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// How many messages it concerned.
    pub messages: u32,
    /// What stands for the last of them: « 3F2A-91C0-7B4D »; may be empty.
    pub reference: String,
}

/// Writes the lines that fit to a CSV file where the person says.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AuditExport {
    /// Which lines.
    pub filter: AuditFilter,
}
