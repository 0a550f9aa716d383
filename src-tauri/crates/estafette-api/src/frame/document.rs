//! One conversation laid out: from the rows and bodies of the store to the page the frame shows.

use std::sync::LazyLock;

use estafette_engine::{EngineError, MailboxPlan};
use estafette_mime::{
    Avatar, Labels, MessageScope, PageBody, PageFate, PageMessage, PaperHead, Sought, ThreadPage, mark, page_body,
    parse_message, render_thread,
};
use estafette_model::{Correspondent, Fate, Flags, MailboxKind, is_structure};
use estafette_store::{KeptBody, MessageRow, RecipientFate};
use jiff::tz::TimeZone;

use super::{Bodies, Fates, View};
use crate::words::{date_line, iso, moment, sentence, word};

/// Recipients named on the line « À : … »; the others are counted.
const NAMED_RECIPIENTS: usize = 6;

/// The page, with every place of `sought` marked, and how many there are.
pub(super) async fn render(view: &View, sought: Option<Sought>) -> Result<(String, u32), EngineError> {
    let (rows, bodies, fates) = view.bodies().await?;
    let view = view.clone();
    tokio::task::spawn_blocking(move || lay_out(&view, &rows, &bodies, &fates, sought.as_ref()))
        .await
        .map_err(|_| EngineError::TaskLost)
}

fn lay_out(view: &View, rows: &[MessageRow], bodies: &Bodies, fates: &Fates, sought: Option<&Sought>) -> (String, u32) {
    let now = view.mailbox.now();
    let zone = TimeZone::system();
    let last = rows.len().saturating_sub(1);
    let mut messages: Vec<PageMessage> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let mut message = page_message(view, row, bodies.get(&row.id));
            message.open = at == last || message.unread || view.paper.is_some();
            if !message.open {
                // The line of what is folded is a row of a list; opened, it is a message that somebody opened.
                message.from = view.shown.discretion.named(&message.from);
                message.preview = view.shown.discretion.preview(&message.preview);
            }
            message.date_text = match view.paper {
                Some(_) => moment(row.date, &zone),
                None => date_line(row.date, now, &zone),
            };
            message.date_iso = iso(row.date, &zone);
            let date = |at| if view.paper.is_some() { moment(at, &zone) } else { date_line(at, now, &zone) };
            message.fates = fates.get(&row.id).into_iter().flatten().map(|known| page_fate(known, &date)).collect();
            message
        })
        .collect();
    let hits = sought.map_or(0, |sought| mark(&mut messages, sought));
    let html = render_thread(&ThreadPage {
        token: &view.token,
        lang: "fr",
        look: view.shown.look,
        messages,
        paper: view.paper.as_ref().map(|paper| PaperHead { title: &paper.subject, provenance: &paper.provenance }),
        labels: &LABELS,
    });
    (html, hits)
}

fn page_message(view: &View, row: &MessageRow, body: Option<&KeptBody>) -> PageMessage {
    let plan = view.mailbox.plan();
    let from = row.header.from.clone();
    let outgoing = plan.is_own(&from.address);
    let parsed = body.map(|body| parse_message(body.as_letter()));
    let body = parsed
        .as_ref()
        .map_or(PageBody::NotLoaded, |message| page_body(message, &MessageScope::new(&view.token, row.id)));
    PageMessage {
        id: row.id,
        avatar: avatar(&from, outgoing, plan.kind),
        // On paper the address counts: the name of a mailbox means nothing outside the house.
        own_label: if outgoing && view.paper.is_none() { plan.label.clone() } else { String::new() },
        outgoing,
        to_line: match view.paper {
            Some(_) => all_recipients(row),
            None => to_line(row, plan),
        },
        from,
        date_text: String::new(),
        date_iso: String::new(),
        preview: row.preview.clone(),
        open: false,
        unread: !row.flags.contains(Flags::SEEN),
        body,
        fates: Vec::new(),
        truncated: parsed.as_ref().is_some_and(|message| message.truncated),
        attachments: parsed.map(|message| message.attachments).unwrap_or_default(),
    }
}

/// « Remis à amelie@…, Hier, 16:20 », and what a server said.
fn page_fate(known: &RecipientFate, date: &dyn Fn(i64) -> String) -> PageFate {
    let key = match known.fate {
        None => "frame.fate_sent",
        Some(Fate::Delayed) => "frame.fate_delayed",
        Some(Fate::Relayed) => "frame.fate_relayed",
        Some(Fate::Delivered) => "frame.fate_delivered",
        Some(Fate::Read) => "frame.fate_read",
        Some(Fate::Failed) => "frame.fate_failed",
    };
    let words = match known.words.as_str() {
        "" => String::new(),
        words => sentence("frame.fate_words", &[("words", words)]),
    };
    PageFate {
        line: sentence(key, &[("name", &known.address), ("date", &date(known.at))]),
        words,
        failed: known.fate == Some(Fate::Failed),
    }
}

fn avatar(from: &Correspondent, outgoing: bool, own_kind: MailboxKind) -> Avatar {
    let ours_is_shared = outgoing && own_kind != MailboxKind::Personal;
    if ours_is_shared || is_structure(&from.address) { Avatar::Structure } else { Avatar::Person }
}

/// On paper everyone is named, with their address: nothing can be asked of paper.
fn all_recipients(row: &MessageRow) -> String {
    let named = |list: &[Correspondent]| {
        let names = list.iter().map(|someone| match someone.believable_name() {
            "" => someone.address.clone(),
            name => format!("{name} <{}>", someone.address),
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let lines = [("frame.to", &row.header.to), ("frame.cc", &row.header.cc)];
    let said: Vec<String> = lines
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(key, list)| sentence(key, &[("names", &named(list))]))
        .collect();
    if said.is_empty() { word("frame.to_nobody") } else { said.join(" — ") }
}

fn to_line(row: &MessageRow, plan: &MailboxPlan) -> String {
    let everyone: Vec<String> = row
        .header
        .to
        .iter()
        .chain(&row.header.cc)
        .map(|someone| match someone {
            _ if plan.is_own(&someone.address) => plan.label.clone(),
            _ if someone.believable_name().is_empty() => someone.address.clone(),
            _ => someone.believable_name().to_owned(),
        })
        .collect();
    if everyone.is_empty() {
        return word("frame.to_nobody");
    }
    let named = everyone.iter().take(NAMED_RECIPIENTS).map(String::as_str).collect::<Vec<_>>().join(", ");
    match everyone.len().saturating_sub(NAMED_RECIPIENTS) {
        0 => sentence("frame.to", &[("names", &named)]),
        others => sentence("frame.to_and_others", &[("names", &named), ("count", &others.to_string())]),
    }
}

fn label(key: &str) -> &'static str {
    // Once for the life of the program: the catalogue does not change.
    Box::leak(word(key).into_boxed_str())
}

static LABELS: LazyLock<Labels<'static>> = LazyLock::new(|| Labels {
    document_title: label("frame.document_title"),
    message_of: label("frame.message_of"),
    message_text: label("frame.message_text"),
    unread: label("row.unread"),
    unknown_sender: label("frame.unknown_sender"),
    deceptive_name: label("frame.deceptive_name"),
    attachments: label("frame.attachments"),
    fates: label("frame.fates"),
    save_attachment: label("frame.save_attachment"),
    view: label("frame.view"),
    view_attachment: label("frame.view_attachment"),
    unnamed_attachment: label("frame.unnamed_attachment"),
    remote_image: label("frame.remote_image"),
    remote_images: label("frame.remote_images"),
    embedded_image: label("frame.embedded_image"),
    embedded_images: label("frame.embedded_images"),
    plain_text: label("frame.plain_text"),
    not_loaded: label("frame.not_loaded"),
    empty: label("frame.empty"),
    truncated: label("frame.truncated"),
    simplified: label("frame.simplified"),
    kind_pdf: label("kind.pdf"),
    kind_image: label("kind.image"),
    kind_cda: label("kind.cda"),
    kind_xdm: label("kind.xdm"),
    kind_audio: label("kind.audio"),
    kind_video: label("kind.video"),
    kind_text: label("kind.text"),
    kind_office: label("kind.office"),
    kind_archive: label("kind.archive"),
    kind_winmail: label("frame.kind_winmail"),
    kind_other: label("kind.other"),
    danger_program: label("frame.danger.program"),
    danger_script: label("frame.danger.script"),
    danger_web_page: label("frame.danger.web_page"),
    danger_macros: label("frame.danger.macros"),
    danger_shortcut: label("frame.danger.shortcut"),
    danger_disk_image: label("frame.danger.disk_image"),
    not_opened: label("frame.not_opened"),
    bytes: label("frame.bytes"),
    kilobytes: label("frame.kilobytes"),
    megabytes: label("frame.megabytes"),
    decimal_mark: label("frame.decimal_mark"),
});
