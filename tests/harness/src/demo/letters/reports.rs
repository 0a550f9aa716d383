//! What machines answer to the application mailbox: a letter displayed (RFC 8098), a letter that found nobody (RFC 3464).

use super::{Filed, INBOX, SENT, somebody};
use crate::demo::calendar::Calendar;
use crate::demo::establishment::Correspondent;
use crate::letter::{Letter, Part, TextEncoding, rfc5322_date};
use crate::mailstore::Flag;

/// How long ago each report came, days.
const DISPLAYED: [i64; 6] = [2, 5, 12, 26, 61, 103];
const NOT_DELIVERED: [i64; 3] = [9, 47, 150];

/// The reports, each with the letter it is about.
pub(super) fn letters(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    let mut letters = Vec::new();
    for days in DISPLAYED {
        let sent = sent_by_the_dui(calendar, days, "camille.roche")?;
        let report = displayed(&sent, calendar, days)?;
        letters.push(Filed::new("dui", SENT, &[Flag::Seen], sent));
        letters.push(Filed::new("dui", INBOX, &[Flag::Seen], report));
    }
    for days in NOT_DELIVERED {
        let sent = sent_by_the_dui(calendar, days, "pharmacie")?;
        let report = not_delivered(&sent, calendar, days)?;
        letters.push(Filed::new("dui", SENT, &[Flag::Seen], sent));
        letters.push(Filed::new("dui", INBOX, &[Flag::Seen], report));
    }
    Ok(letters)
}

fn sent_by_the_dui(calendar: &Calendar, days: i64, to: &str) -> anyhow::Result<Letter> {
    let (from, to) = (somebody("dui")?, somebody(to)?);
    let text = "Bonjour,\n\nLe plan de soins a été actualisé.\n\nMessage envoyé par le logiciel de soins.";
    let mut letter = Letter::plain(from, to, calendar.days_ago(days, 7, 2)?, "Plan de soins actualisé", text);
    letter.fields.push(("Disposition-Notification-To", format!("<{}>", from.address)));
    letter.fields.push(("Reply-To", String::from("<secretariat@ehpad-les-tilleuls.mssante.example>")));
    Ok(letter)
}

/// « Lu » : somebody opened the letter and agreed to say so.
fn displayed(sent: &Letter, calendar: &Calendar, days: i64) -> anyhow::Result<Letter> {
    let reader = recipient(sent)?;
    let text = format!("Le message « {} » a été affiché par {}.\n", sent.subject, reader.name);
    let facts = format!(
        "Reporting-UA: poste.cabinet.example; logiciel de cabinet\nFinal-Recipient: rfc822;{}\nOriginal-Message-ID: <{}>\n\
         Disposition: manual-action/MDN-sent-manually; displayed\n",
        reader.address, sent.message_id
    );
    let report = Part::multipart(
        "report; report-type=disposition-notification",
        format!("=_mdn_{days}"),
        vec![
            Part::text("text/plain", &text, TextEncoding::Utf8QuotedPrintable),
            Part::verbatim("message/disposition-notification", &facts),
        ],
    );
    let mut letter =
        Letter::plain(reader, somebody("dui")?, calendar.days_ago(days, 9, 41)?, "Lu : Plan de soins actualisé", &text);
    letter.report = Some(report);
    Ok(letter.in_reply_to(sent))
}

/// The server gave up: the mailbox does not exist.
fn not_delivered(sent: &Letter, calendar: &Calendar, days: i64) -> anyhow::Result<Letter> {
    let missing = recipient(sent)?;
    let date = calendar.days_ago(days, 7, 3)?;
    let text = format!(
        "Le message « {} » n’a pas pu être remis à {} : cette boîte n’existe pas.\n",
        sent.subject, missing.address
    );
    let facts = format!(
        "Reporting-MTA: dns; smtp.operateur.example\nArrival-Date: {}\n\nFinal-Recipient: rfc822;{}\nAction: failed\n\
         Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such mailbox\n",
        rfc5322_date(&sent.date),
        missing.address
    );
    let original = format!(
        "From: <{}>\nTo: <{}>\nMessage-ID: <{}>\nDate: {}\n",
        sent.from.address,
        missing.address,
        sent.message_id,
        rfc5322_date(&sent.date)
    );
    let report = Part::multipart(
        "report; report-type=delivery-status",
        format!("=_dsn_{days}"),
        vec![
            Part::text("text/plain", &text, TextEncoding::Utf8QuotedPrintable),
            Part::verbatim("message/delivery-status", &facts),
            Part::verbatim("text/rfc822-headers", &original),
        ],
    );
    let mut letter = Letter::plain(somebody("assistance")?, somebody("dui")?, date, "Message non distribué", &text);
    letter.fields.push(("Auto-Submitted", String::from("auto-replied")));
    letter.report = Some(report);
    Ok(letter.in_reply_to(sent))
}

fn recipient(sent: &Letter) -> anyhow::Result<&'static Correspondent> {
    sent.to.first().copied().ok_or_else(|| anyhow::anyhow!("a letter has no recipient"))
}
