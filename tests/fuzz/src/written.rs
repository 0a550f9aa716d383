//! What somebody typed, written into the header of a letter, and read back.

use std::collections::BTreeSet;
use std::convert::Infallible;

use estafette_mime::{
    ComposedLetter, HeaderText, Letter, LetterAttachment, NamedAddress, UnfinishedRecipients, clean_file_name, compose,
    compose_draft, display_line, parse_message,
};
use estafette_model::Address;

/// Between two things that are typed.
const BETWEEN: char = '\u{1e}';
/// Longest line that leaves, without its end (RFC 5322 §2.1.1).
const MAX_LINE: usize = 998;
/// The fields a letter may have.
const FIELDS: [&str; 11] = [
    "Cc",
    "Content-Type",
    "Date",
    "Disposition-Notification-To",
    "From",
    "In-Reply-To",
    "MIME-Version",
    "Message-ID",
    "References",
    "Subject",
    "To",
];

pub(crate) fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut typed = text.split(BETWEEN);
    let mut next = || typed.next().unwrap_or_default();
    let subject = HeaderText::cleaned(next());
    let (from, to, cc) = (HeaderText::cleaned(next()), HeaderText::cleaned(next()), HeaderText::cleaned(next()));
    let (file, mime_type) = (next(), next());
    let Ok(sender) = "secretariat@ehpad.example".parse::<Address>() else { return };
    let address = next().trim().parse::<Address>().unwrap_or_else(|_| sender.clone());
    let (in_reply_to, html) = (next(), next());
    let letter = Letter {
        from: NamedAddress { address: sender.clone(), name: from },
        to: vec![NamedAddress { address, name: to }],
        cc: vec![NamedAddress { address: sender, name: cc }],
        subject,
        html: html.to_owned(),
        receipt: bytes.len().is_multiple_of(2),
        in_reply_to: Some(in_reply_to.to_owned()),
        references: in_reply_to.split(' ').map(str::to_owned).collect(),
        date: 1_795_513_320,
        utc_offset: 3600,
        message_id_random: [7; 16],
        attachments: vec![LetterAttachment { name: file.to_owned(), mime_type: mime_type.to_owned(), size: 7 }],
    };
    if let Ok(composed) = compose(&letter) {
        reads_back(&letter, &composed);
    }
    let unfinished = UnfinishedRecipients { to: vec![letter.subject.clone()], cc: Vec::new() };
    if let Ok(composed) = compose_draft(&letter, &unfinished) {
        is_well_formed(&raw(&composed));
    }
}

fn raw(composed: &ComposedLetter) -> Vec<u8> {
    let mut raw = Vec::new();
    let file = |_, out: &mut dyn FnMut(&[u8]) -> Result<(), Infallible>| out(b"Bonjour");
    let Ok(()) = composed.write(file, |bytes| {
        raw.extend_from_slice(bytes);
        Ok(())
    });
    assert_eq!(raw.len() as u64, composed.size, "a letter of another size than was said");
    raw
}

fn reads_back(letter: &Letter, composed: &ComposedLetter) {
    let raw = raw(composed);
    is_well_formed(&raw);
    let read = parse_message(&raw);
    assert_eq!(read.header.message_id.as_ref(), Some(&composed.message_id));
    assert_eq!(read.header.subject, display_line(letter.subject.as_str()), "another subject");
    assert_eq!(read.header.from.name, display_line(letter.from.name.as_str()), "another sender");
    let (Some(to), Some(cc)) = (letter.to.first(), letter.cc.first()) else { return };
    let names = |list: &[estafette_model::Correspondent]| {
        list.iter().map(|one| (one.name.clone(), one.address.clone())).collect::<Vec<_>>()
    };
    let typed = |named: &NamedAddress| vec![(display_line(named.name.as_str()), named.address.to_string())];
    assert_eq!(names(&read.header.to), typed(to), "other recipients");
    assert_eq!(names(&read.header.cc), typed(cc), "others in copy");
    let name = Some(clean_file_name(&letter.attachments[0].name)).filter(|name| !name.is_empty());
    let files: Vec<(&str, u64)> = read.attachments.iter().map(|file| (file.name.as_str(), file.size)).collect();
    assert_eq!(files, [(name.as_deref().unwrap_or("fichier"), 7)], "other files");
}

/// ASCII, in lines that end in CRLF and are not too long; in the header every field once, and none that is not ours.
fn is_well_formed(raw: &[u8]) {
    assert!(raw.is_ascii() && !raw.contains(&0), "bytes that no server has to take");
    assert!(raw.ends_with(b"\r\n"), "an open line");
    let mut lines = Vec::new();
    for line in raw.split(|byte| *byte == b'\n') {
        let (line, end) = line.strip_suffix(b"\r").map_or((line, false), |line| (line, true));
        assert!(end || line.is_empty(), "a lone line feed");
        assert!(!line.contains(&b'\r'), "a lone carriage return");
        assert!(line.len() <= MAX_LINE, "a line of {} bytes", line.len());
        lines.push(line);
    }
    let mut fields = BTreeSet::new();
    for line in lines.into_iter().take_while(|line| !line.is_empty()) {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            assert!(!line.trim_ascii().is_empty(), "a folded line of nothing");
            continue;
        }
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        assert!(FIELDS.contains(&name.as_str()), "a field of its own: {name}");
        assert!(fields.insert(name.clone()), "{name} twice");
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::{MAX_LINE, is_well_formed};

    #[test]
    fn a_letter_that_is_one_passes() {
        is_well_formed(b"Subject: Bilan\r\n de Mme Garnier\r\nTo: a@b.example\r\n\r\nBcc: is a word here\r\n");
    }

    #[test]
    fn a_field_of_its_own_and_a_lone_line_end_are_seen() {
        let long = format!("Subject: {}\r\n\r\n", "a".repeat(MAX_LINE));
        for raw in [
            "Subject: a\r\nBcc: b@c.example\r\n\r\n",
            "Subject: a\r\nSubject: b\r\n\r\n",
            "Subject: a\r\n \r\n\r\n",
            "Subject: a\nb\r\n\r\n",
            "Subject: a\rb\r\n\r\n",
            "Subject: é\r\n\r\n",
            "Subject: a\r\n\r\nb",
            &long,
        ] {
            assert!(catch_unwind(|| is_well_formed(raw.as_bytes())).is_err(), "{raw:?}");
        }
    }
}
