//! Whether a message probably carries attachments, from its header alone.
//!
//! Enough for a paper clip in a list until the body is here; `multipart/mixed` is what every mail program writes around
//! attachments, and MSSanté letters around their XDM archive.

/// Whether the Content-Type of the header suggests something to open besides a text.
pub(super) fn are_likely(header: &[u8]) -> bool {
    let Some(kind) = content_type(header) else { return false };
    match kind.split_once('/') {
        Some(("multipart", subtype)) => subtype == "mixed",
        Some(("text", subtype)) => !matches!(subtype, "plain" | "html"),
        Some(_) => true,
        None => false,
    }
}

/// `type/subtype` in lower case, without parameters.
fn content_type(header: &[u8]) -> Option<String> {
    let header = String::from_utf8_lossy(header);
    let mut lines = header.lines().skip_while(|line| !has_name(line));
    let (_, first) = lines.next()?.split_once(':')?;
    let folded = lines.take_while(|line| line.starts_with([' ', '\t']));
    let value = folded.fold(first.to_owned(), |value, line| value + line);
    let kind: String = value.split(';').next()?.split_whitespace().collect();
    Some(kind.to_ascii_lowercase()).filter(|kind| !kind.is_empty())
}

fn has_name(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| name.trim_end().eq_ignore_ascii_case("content-type"))
}

#[cfg(test)]
mod tests {
    use super::are_likely;

    #[test]
    fn what_is_wrapped_around_attachments_is_told_from_a_mere_text() {
        let cases = [
            ("Content-Type: multipart/mixed; boundary=x", true),
            ("CONTENT-TYPE:\r\n Multipart/Mixed;\r\n\tboundary=x", true),
            ("Content-Type: application/pdf; name=a.pdf", true),
            ("Content-Type: image/jpeg", true),
            ("Content-Type: text/calendar", true),
            ("Content-Type: text/plain; charset=utf-8", false),
            ("Content-Type: multipart/alternative; boundary=mixed", false),
            ("Content-Type: multipart/related", false),
            ("Content-Type: mixed", false),
            ("Content-Type:", false),
            ("X-Content-Type: multipart/mixed", false),
            ("Subject: Content-Type: multipart/mixed", false),
            ("Subject: a", false),
            ("", false),
        ];
        for (header, expected) in cases {
            let header = format!("From: Amelie\r\n{header}\r\nTo: Bastien\r\n\r\n");
            assert_eq!(are_likely(header.as_bytes()), expected, "{header}");
        }
    }
}
