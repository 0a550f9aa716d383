//! « Journal » : read page by page, and written to a file, which is an act of the journal too.

use std::fmt::Write as _;

use std::io::Write;

use estafette_contract::{
    ApiError, AuditAct, AuditExport, AuditFilter, AuditLine, AuditList, AuditOutcome, AuditPage, AuditPerson, Saved,
};
use estafette_engine::ActSubject;
use estafette_store as store;
use jiff::tz::TimeZone;

use crate::Api;
use crate::fault::{api_error, bad_request};
use crate::outside::save;
use crate::words::{day_of_file, iso, sentence, word};

/// Lines given to the page at once, at most.
const MAX_LINES: u32 = 200;
/// Lines written to one file, at most: a year of a busy house is some ten thousand.
const MAX_EXPORTED: u32 = 100_000;

impl Api {
    pub(crate) async fn audit_list(&self, asked: AuditList) -> Result<AuditPage, ApiError> {
        let engine = self.engine().await?;
        let filter = stored_filter(&asked.filter)?;
        let page =
            engine.audit_log(filter, asked.offset, asked.limit.min(MAX_LINES)).map_err(|error| api_error(&error))?;
        let people = engine.audited_people().map_err(|error| api_error(&error))?;
        Ok(AuditPage {
            total: page.total,
            lines: page.lines.into_iter().map(wire_line).collect(),
            people: people.into_iter().map(|(id, name)| AuditPerson { id: id.get().to_string(), name }).collect(),
        })
    }

    pub(crate) async fn audit_export(&self, asked: AuditExport) -> Result<Saved, ApiError> {
        let engine = self.engine().await?;
        let filter = stored_filter(&asked.filter)?;
        let name = self
            .recorded(store::AuditAct::ExportJournal, &ActSubject::default(), async {
                let zone = TimeZone::system();
                let today = day_of_file(engine.now().as_second(), &zone);
                let suggested = format!("{}.csv", sentence("paper.file_journal", &[("day", &today)]));
                let Some(place) = self.opening.dialogs.choose_place(&suggested).await else { return Ok(None) };
                let page = engine.audit_log(filter, 0, MAX_EXPORTED).map_err(|error| api_error(&error))?;
                let lines = csv(&page.lines, &zone).into_bytes();
                save(place, move |file| file.write_all(&lines)).await.map(Some)
            })
            .await?;
        Ok(Saved { name })
    }
}

fn stored_filter(filter: &AuditFilter) -> Result<store::AuditFilter, ApiError> {
    let person = filter.person.as_deref().map(str::parse).transpose();
    Ok(store::AuditFilter {
        person: person.map_err(|_| bad_request("no such person"))?.map(store::PersonId::new),
        act: filter.act.map(stored_act),
        since: filter.since,
        until: filter.until,
    })
}

fn stored_act(act: AuditAct) -> store::AuditAct {
    match act {
        AuditAct::Print => store::AuditAct::Print,
        AuditAct::ExportPdf => store::AuditAct::ExportPdf,
        AuditAct::ExportEml => store::AuditAct::ExportEml,
        AuditAct::SaveAttachment => store::AuditAct::SaveAttachment,
        AuditAct::Send => store::AuditAct::Send,
        AuditAct::TakeBack => store::AuditAct::TakeBack,
        AuditAct::ExportJournal => store::AuditAct::ExportJournal,
    }
}

fn wire_line(line: store::AuditLine) -> AuditLine {
    AuditLine {
        id: line.id.get(),
        at: line.at,
        person: line.person,
        mailbox: line.mailbox,
        act: match line.act {
            store::AuditAct::Print => AuditAct::Print,
            store::AuditAct::ExportPdf => AuditAct::ExportPdf,
            store::AuditAct::ExportEml => AuditAct::ExportEml,
            store::AuditAct::SaveAttachment => AuditAct::SaveAttachment,
            store::AuditAct::Send => AuditAct::Send,
            store::AuditAct::TakeBack => AuditAct::TakeBack,
            store::AuditAct::ExportJournal => AuditAct::ExportJournal,
        },
        outcome: match line.outcome {
            store::AuditOutcome::Asked => AuditOutcome::Asked,
            store::AuditOutcome::Done => AuditOutcome::Done,
            store::AuditOutcome::Cancelled => AuditOutcome::Cancelled,
            store::AuditOutcome::Failed => AuditOutcome::Failed,
        },
        messages: line.messages,
        reference: line.reference,
    }
}

/// The key of a word of ours in the catalogue, as it is named on the border.
fn key(family: &str, word: impl serde::Serialize) -> String {
    let name = serde_json::to_value(word).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
    format!("audit.{family}.{name}")
}

/// A table for a French spreadsheet: semicolons, and the mark by which it knows UTF-8.
fn csv(lines: &[store::AuditLine], zone: &TimeZone) -> String {
    let mut text = String::from("\u{feff}");
    push_row(
        &mut text,
        ["number", "at", "person", "mailbox", "act", "outcome", "messages", "reference"]
            .map(|column| word(&format!("audit.column.{column}"))),
    );
    for line in lines.iter().cloned().map(wire_line) {
        push_row(
            &mut text,
            [
                line.id.to_string(),
                iso(line.at, zone),
                line.person.unwrap_or_default(),
                line.mailbox.unwrap_or_default(),
                word(&key("act", line.act)),
                word(&key("outcome", line.outcome)),
                line.messages.to_string(),
                line.reference,
            ],
        );
    }
    text
}

/// RFC 4180, with semicolons. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
fn push_row<const N: usize>(text: &mut String, cells: [String; N]) {
    for (at, cell) in cells.iter().enumerate() {
        let semicolon = if at == 0 { "" } else { ";" };
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        let _never_fails = write!(text, "{semicolon}\"{guard}{}\"", cell.replace('"', "\"\""));
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::push_row;

    #[test]
    fn a_cell_keeps_its_quotes_and_is_never_a_formula() {
        let mut text = String::new();
        push_row(&mut text, [String::from("l’« aile \"sud\" »; étage 2"), String::from("=HYPERLINK(1)")]);
        assert_eq!(text, "\"l’« aile \"\"sud\"\" »; étage 2\";\"'=HYPERLINK(1)\"\r\n");
    }
}
