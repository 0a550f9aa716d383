//! A letter: received, shown, answered, forwarded, and taken up as a draft.

use estafette_mime::{
    Abridger, AttachmentKind, Links, MessageScope, PageBody, ParsedMessage, TextPart, clean_file_name, display_line,
    find_image, find_part, forwarded, html_to_plain, page_body, parse_header, parse_message, quoted_answer,
    read_for_index, read_receipts, references_for_reply, reply_all_recipients, sanitize, shown_subject, shown_text,
    text_to_edit,
};
use estafette_model::{LetterBytes, MessageId};

use crate::html_seen;

/// Files taken out of each letter: a person saves one at a time.
const FILES: usize = 4;
/// Longest preview, in characters.
const MAX_PREVIEW: usize = 160;

pub(crate) fn read(letter: &[u8]) {
    received(letter);
    let message = parse_message(letter);
    shown(letter, &message);
    answered(letter, &message);
    abridged(letter);
}

fn received(letter: &[u8]) {
    let header = parse_header(letter);
    let subject = shown_subject(&header.subject);
    assert_eq!(display_line(&header.subject), header.subject, "a subject that is no line to be shown");
    drop((subject, read_receipts(letter)));
    let (message, documents) = read_for_index(LetterBytes::from(letter));
    assert_eq!(message.header, header);
    assert!(documents.len() <= 256 * 1024 && message.text_for_index.len() <= 256 * 1024);
    assert!(message.preview.chars().count() <= MAX_PREVIEW, "{:?}", message.preview);
}

fn shown(letter: &[u8], message: &ParsedMessage) {
    let scope = MessageScope::new(html_seen::TOKEN, MessageId::new(html_seen::MESSAGE));
    match page_body(message, &scope) {
        PageBody::Html { parts, plain, .. } => {
            parts.iter().for_each(|part| html_seen::is_harmless(&part.html));
            html_seen::is_harmless(&plain);
        }
        PageBody::Plain(plain) => html_seen::is_harmless(&plain),
        PageBody::NotLoaded | PageBody::Empty => {}
    }
    for part in &message.body {
        if let TextPart::Html(html) = part {
            read_again(html, &scope);
        }
    }
    for file in message.attachments.iter().take(FILES) {
        assert_eq!(clean_file_name(&file.name), file.name, "a name that is not fit for a disk");
        let Some(place) = find_part(letter, file.index) else { panic!("a file that is listed and is not there") };
        let charset = place.charset.clone();
        let bytes = place.take_out(letter);
        assert_eq!(bytes.len() as u64, file.size, "a file of another size than was said");
        if file.kind == AttachmentKind::Text {
            drop(shown_text(&bytes, charset.as_deref()));
        }
        if let Some(id) = &file.content_id {
            drop(find_image(letter, id));
        }
    }
}

/// Read a second time, as the web engine reads it, a part is still inside its box and still harmless. It is not the same: a `p`
/// that was left inside another one, for want of what stood between them, is read as the end of it.
fn read_again(html: &str, scope: &MessageScope) {
    const END: &str = "<kbd>the end</kbd></div><hr>";
    let Ok(once) = sanitize(html, scope) else { return };
    let boxed = format!("<div>{}{END}", html_seen::with_its_images(&once.html));
    let Ok(twice) = sanitize(&boxed, scope) else { return };
    html_seen::is_harmless(&twice.html);
    assert!(
        twice.html.starts_with("<div>") && twice.html.ends_with(END),
        "out of its box: {} read as {}",
        once.html,
        twice.html
    );
}

fn answered(letter: &[u8], message: &ParsedMessage) {
    let header = parse_header(letter);
    let quoted = [quoted_answer("Le 24 nov., quelqu’un a écrit :", message), forwarded(&[], message)];
    for html in quoted.into_iter().chain(text_to_edit(message)) {
        html_seen::is_harmless(&html);
        drop(html_to_plain(&html, Links::Shown, 64 * 1024));
    }
    drop((reply_all_recipients(&header, &[]), references_for_reply(&header)));
}

/// A letter that comes in pieces has the parts and the words it has as a whole.
fn abridged(letter: &[u8]) {
    let mut abridger = Abridger::default();
    for piece in letter.chunks(61) {
        abridger.take(piece);
    }
    let abridged = abridger.finish();
    let (whole, short) = (parse_message(letter), parse_message(abridged.as_letter()));
    assert_eq!(short.header, whole.header);
    assert_eq!(short.attachments.len(), whole.attachments.len(), "a part more or less");
}
