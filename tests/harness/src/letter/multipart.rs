//! Parts of a message and how they nest (RFC 2046 §5.1).

use super::encoding::base64_lines;
use super::header::encoded_text;
use super::{Attachment, InlineImage, TextEncoding};

/// A part: its header fields and its encoded body.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    fields: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Part {
    /// A text of type `text/plain` or `text/html`.
    pub(crate) fn text(media_type: &str, text: &str, encoding: TextEncoding) -> Self {
        Self {
            fields: vec![
                ("Content-Type", format!("{media_type}; charset={}", encoding.charset())),
                ("Content-Transfer-Encoding", String::from(encoding.transfer())),
            ],
            body: encoding.encode(text),
        }
    }

    /// A part whose body is given as it is, in ASCII.
    pub(crate) fn verbatim(media_type: &str, text: &str) -> Self {
        Self { fields: vec![("Content-Type", String::from(media_type))], body: text.replace('\n', "\r\n").into_bytes() }
    }

    /// A file to be saved.
    pub(crate) fn attachment(file: &Attachment) -> Self {
        // named twice, as most programs do: for the readers of RFC 2231, and for the others
        let fields = vec![
            ("Content-Type", format!("{};\r\n name=\"{}\"", file.media_type, encoded_text(&file.name, "UTF-8"))),
            ("Content-Disposition", format!("attachment;\r\n filename*=UTF-8''{}", percent_encoded(&file.name))),
        ];
        Self::base64(fields, &file.bytes)
    }

    /// A picture of the HTML beside it.
    pub(crate) fn image(image: &InlineImage) -> Self {
        let fields = vec![
            ("Content-Type", String::from("image/png; name=\"logo.png\"")),
            ("Content-ID", format!("<{}>", image.content_id)),
            ("Content-Disposition", String::from("inline; filename=\"logo.png\"")),
        ];
        Self::base64(fields, &image.bytes)
    }

    /// A part made of `parts`; `kind` is what follows `multipart/`, with its parameters.
    pub(crate) fn multipart(kind: &str, boundary: String, parts: Vec<Self>) -> Self {
        let mut body = Vec::new();
        for part in parts {
            body.extend(format!("--{boundary}\r\n").as_bytes());
            body.extend(part.to_bytes());
            // the line end before a boundary belongs to the boundary
            if !body.ends_with(b"\r\n") {
                body.extend(b"\r\n");
            }
        }
        body.extend(format!("--{boundary}--\r\n").as_bytes());
        let content_type = format!("multipart/{kind};\r\n boundary=\"{boundary}\"");
        Self { fields: vec![("Content-Type", content_type)], body }
    }

    /// Fields, an empty line, the body.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> =
            self.fields.iter().flat_map(|(name, value)| format!("{name}: {value}\r\n").into_bytes()).collect();
        bytes.extend(b"\r\n");
        bytes.extend(&self.body);
        bytes
    }

    fn base64(mut fields: Vec<(&'static str, String)>, bytes: &[u8]) -> Self {
        fields.push(("Content-Transfer-Encoding", String::from("base64")));
        Self { fields, body: base64_lines(bytes) }
    }
}

/// A parameter's value (RFC 2231 §4).
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => String::from(char::from(byte)),
            other => format!("%{other:02X}"),
        })
        .collect()
}
