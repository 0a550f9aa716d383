//! One letter and the bytes it is sent as, in the encodings real software still uses.
//!
//! The messages are written by hand and not by the library the application sends with: what it receives comes from
//! other people's programs, in Latin-1 as often as not.

mod encoding;
mod header;
mod multipart;

use jiff::ZonedDateTime;

use crate::demo::establishment::Correspondent;

pub(crate) use encoding::{TextEncoding, windows_1252};
pub(crate) use header::{encoded_text, rfc5322_date};
pub(crate) use multipart::Part;

/// A file that goes with a letter.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// A picture shown inside the HTML, by its Content-ID (RFC 2392).
#[derive(Debug, Clone)]
pub(crate) struct InlineImage {
    pub(crate) content_id: String,
    pub(crate) bytes: Vec<u8>,
}

/// A letter.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) from: &'static Correspondent,
    pub(crate) to: Vec<&'static Correspondent>,
    pub(crate) cc: Vec<&'static Correspondent>,
    pub(crate) date: ZonedDateTime,
    pub(crate) subject: String,
    /// Without its angle brackets.
    pub(crate) message_id: String,
    /// Ids of the letters of the thread that came before, oldest first.
    pub(crate) references: Vec<String>,
    /// Other header fields, ASCII.
    pub(crate) fields: Vec<(&'static str, String)>,
    pub(crate) text: String,
    pub(crate) html: Option<String>,
    pub(crate) image: Option<InlineImage>,
    pub(crate) attachments: Vec<Attachment>,
    /// What a machine has to say, in place of the text and of everything that goes with it.
    pub(crate) report: Option<Part>,
    pub(crate) encoding: TextEncoding,
}

impl Letter {
    /// A letter of plain text, in UTF-8 and quoted-printable.
    pub(crate) fn plain(
        from: &'static Correspondent,
        to: &'static Correspondent,
        date: ZonedDateTime,
        subject: &str,
        text: &str,
    ) -> Self {
        let domain = from.address.rsplit_once('@').map_or("", |(_, domain)| domain);
        // two letters of one sender in the same second do not happen here
        let message_id = format!("{}.{}@{domain}", date.timestamp().as_second(), from.id);
        Self {
            from,
            to: vec![to],
            cc: Vec::new(),
            date,
            subject: String::from(subject),
            message_id,
            references: Vec::new(),
            fields: Vec::new(),
            text: String::from(text),
            html: None,
            image: None,
            attachments: Vec::new(),
            report: None,
            encoding: TextEncoding::Utf8QuotedPrintable,
        }
    }

    /// The same letter as the next one of a thread that ends with `previous`.
    pub(crate) fn in_reply_to(mut self, previous: &Self) -> Self {
        self.references.clone_from(&previous.references);
        self.references.push(previous.message_id.clone());
        self
    }

    /// The message as it arrives, every line ended by CRLF (RFC 5322).
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut fields = vec![
            ("From", header::mailboxes(&[self.from])),
            ("To", header::mailboxes(&self.to)),
            ("Date", rfc5322_date(&self.date)),
            ("Subject", encoded_text(&self.subject, self.encoding.charset())),
            ("Message-ID", format!("<{}>", self.message_id)),
        ];
        if !self.cc.is_empty() {
            fields.insert(2, ("Cc", header::mailboxes(&self.cc)));
        }
        if let Some(parent) = self.references.last() {
            let references: Vec<_> = self.references.iter().map(|id| format!("<{id}>")).collect();
            fields.push(("In-Reply-To", format!("<{parent}>")));
            fields.push(("References", references.join("\r\n ")));
        }
        fields.extend(self.fields.iter().cloned());
        fields.push(("MIME-Version", String::from("1.0")));
        let mut bytes: Vec<u8> =
            fields.iter().flat_map(|(name, value)| format!("{name}: {value}\r\n").into_bytes()).collect();
        bytes.extend(self.body().to_bytes());
        bytes
    }

    /// Text, then its HTML twin, then the picture the twin shows, then the files: each layer around the one before.
    fn body(&self) -> Part {
        if let Some(report) = &self.report {
            return report.clone();
        }
        let mut body = Part::text("text/plain", &self.text, self.encoding);
        if let Some(html) = &self.html {
            let mut page = Part::text("text/html", html, self.encoding);
            if let Some(image) = &self.image {
                page = Part::multipart("related", self.boundary("related"), vec![page, Part::image(image)]);
            }
            body = Part::multipart("alternative", self.boundary("alternative"), vec![body, page]);
        }
        if !self.attachments.is_empty() {
            let mut parts = vec![body];
            parts.extend(self.attachments.iter().map(Part::attachment));
            body = Part::multipart("mixed", self.boundary("mixed"), parts);
        }
        body
    }

    fn boundary(&self, kind: &str) -> String {
        format!("=_{kind}_{}", self.date.timestamp().as_second())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
