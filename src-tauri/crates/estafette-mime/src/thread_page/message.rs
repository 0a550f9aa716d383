//! One message of the page: its line, its header, its text in a box, its attachments.

use super::icons;
use super::{Avatar, Labels, PageBody, PageFate, PageMessage, ThreadPage};
use crate::attachment::{Attachment, AttachmentKind};
use crate::display_text::display_line;
use crate::mail_url::{MessageScope, thread_anchor};
use crate::plain::escape;
use crate::sanitize::Sanitized;

pub(super) fn push(html: &mut String, message: &PageMessage, page: &ThreadPage<'_>) {
    let labels = page.labels;
    let sender = Sender::of(message, labels);
    let name = labels.message_of.replace("{name}", &sender.name).replace("{date}", &message.date_text);
    html.push_str(&format!(
        "<article class=\"e-msg{}\" id=\"{}\" aria-label=\"{}\">",
        if message.open { " e-open" } else { "" },
        thread_anchor(message.id),
        escape(&name)
    ));
    if message.open {
        push_header(html, message, &sender, labels);
        push_contents(html, message, page);
    } else {
        html.push_str("<details class=\"e-old\">");
        push_line(html, message, &sender, labels);
        push_meta(html, message, &sender, labels);
        push_contents(html, message, page);
        html.push_str("</details>");
    }
    html.push_str("</article>");
}

/// Titles that are no part of a name.
const TITLES: [&str; 7] = ["Dr", "Pr", "Mme", "Mlle", "M", "Docteur", "Professeur"];

/// Who is shown as the sender.
struct Sender {
    name: String,
    /// Empty when the name already is the address, and for our own messages.
    address: String,
    /// Who of us wrote it; empty for others.
    author: String,
    /// The name it claimed and is not believed; most often empty.
    claim: String,
}

impl Sender {
    /// The address is the fact, the name is a claim: a deceptive one takes no place of a name.
    fn of(message: &PageMessage, labels: &Labels<'_>) -> Self {
        let own = display_line(&message.own_label);
        if message.outgoing && !own.is_empty() {
            let (mailbox, author) = own.split_once(',').unwrap_or((&own, ""));
            let author = author.trim_start().to_owned();
            return Self { name: mailbox.to_owned(), address: String::new(), author, claim: String::new() };
        }
        let (author, from) = (String::new(), &message.from);
        let (name, address) = (display_line(from.believable_name()), display_line(&from.address));
        let claim = if from.has_deceptive_name() { display_line(&from.name) } else { String::new() };
        if name.is_empty() {
            let name = if address.is_empty() { labels.unknown_sender.to_owned() } else { address };
            return Self { name, address: String::new(), author, claim };
        }
        Self { name, address, author, claim }
    }

    /// First letters of the first and the last name; of « par Karine D. » those that are capitals.
    fn initials(&self) -> String {
        let shown = if self.author.is_empty() { &self.name } else { &self.author };
        let words = shown.split([' ', '-', '.', ',', '_', '@']).filter(|word| !TITLES.contains(word));
        let letters: Vec<char> = words.filter_map(|word| word.chars().next()).filter(|c| c.is_alphabetic()).collect();
        let capitals: Vec<char> = letters.iter().copied().filter(|c| c.is_uppercase()).collect();
        let letters = if capitals.is_empty() { letters } else { capitals };
        match letters.as_slice() {
            [] => String::new(),
            [only] => only.to_uppercase().collect(),
            [first, .., last] => [*first, *last].into_iter().flat_map(char::to_uppercase).collect(),
        }
    }
}

fn push_header(html: &mut String, message: &PageMessage, sender: &Sender, labels: &Labels<'_>) {
    html.push_str("<div class=\"e-from\">");
    push_avatar(html, message, sender);
    html.push_str("<div class=\"e-who\">");
    push_name(html, message, sender, labels);
    push_meta(html, message, sender, labels);
    html.push_str("</div>");
    push_date(html, message);
    html.push_str("</div>");
}

fn push_line(html: &mut String, message: &PageMessage, sender: &Sender, labels: &Labels<'_>) {
    html.push_str("<summary class=\"e-line\">");
    push_avatar(html, message, sender);
    html.push_str("<span class=\"e-words\">");
    push_name(html, message, sender, labels);
    let preview = display_line(&message.preview);
    if !preview.is_empty() {
        html.push_str("<span class=\"e-first\">&nbsp;: ");
        html.push_str(&escape(&preview));
        html.push_str("</span>");
    }
    html.push_str("</span>");
    push_date(html, message);
    html.push_str("</summary>");
}

fn push_name(html: &mut String, message: &PageMessage, sender: &Sender, labels: &Labels<'_>) {
    html.push_str("<h2 class=\"e-name\">");
    if message.unread {
        html.push_str("<span class=\"e-dot\" aria-hidden=\"true\"></span><span class=\"e-hidden\">");
        html.push_str(&escape(labels.unread));
        html.push_str(". </span>");
    }
    html.push_str(&escape(&sender.name));
    html.push_str("</h2>");
    if !sender.author.is_empty() {
        html.push_str("<span class=\"e-by\">, ");
        html.push_str(&escape(&sender.author));
        html.push_str("</span>");
    }
}

fn push_meta(html: &mut String, message: &PageMessage, sender: &Sender, labels: &Labels<'_>) {
    let to_line = display_line(&message.to_line);
    html.push_str("<p class=\"e-meta\">");
    if !sender.claim.is_empty() {
        let claim = format!("<s>{}</s>", escape(&sender.claim));
        let said = escape(labels.deceptive_name).replace("{name}", &claim);
        html.push_str(&format!("<span class=\"e-claim\">{said}</span> "));
    }
    if !sender.address.is_empty() {
        html.push_str("<span class=\"e-address\">");
        html.push_str(&escape(&sender.address));
        html.push_str("</span>");
        html.push_str(if to_line.is_empty() { "" } else { ". " });
    }
    html.push_str(&escape(&to_line));
    html.push_str("</p>");
}

fn push_date(html: &mut String, message: &PageMessage) {
    html.push_str(&format!(
        "<time class=\"e-date\" datetime=\"{}\">{}</time>",
        escape(&message.date_iso),
        escape(&message.date_text)
    ));
}

fn push_avatar(html: &mut String, message: &PageMessage, sender: &Sender) {
    let (shape, drawing) = match message.avatar {
        Avatar::Structure => ("e-av", Some(icons::BUILDING)),
        Avatar::Person => ("e-av e-round", sender.initials().is_empty().then_some(icons::PERSON)),
    };
    let own = if message.outgoing { " e-own" } else { "" };
    html.push_str(&format!("<span class=\"{shape}{own}\" aria-hidden=\"true\">"));
    match drawing {
        Some(drawing) => icons::push(html, drawing),
        None => html.push_str(&escape(&sender.initials())),
    }
    html.push_str("</span>");
}

fn push_contents(html: &mut String, message: &PageMessage, page: &ThreadPage<'_>) {
    let labels = page.labels;
    match &message.body {
        PageBody::Html { parts, plain, simplified } => push_html_body(html, parts, plain, *simplified, labels),
        PageBody::Plain(text) => push_plain(html, text),
        PageBody::NotLoaded => push_note(html, "e-note", labels.not_loaded),
        PageBody::Empty => push_note(html, "e-note", labels.empty),
    }
    if message.truncated {
        push_note(html, "e-note e-warn", labels.truncated);
    }
    let scope = MessageScope::new(page.token, message.id);
    push_attachments(html, &message.attachments, &scope, labels);
    push_fates(html, &message.fates, labels);
}

fn push_html_body(html: &mut String, parts: &[Sanitized], plain: &str, simplified: bool, labels: &Labels<'_>) {
    for part in parts {
        let class = if part.own_colours { "e-m e-html e-light" } else { "e-m e-html" };
        push_scroller(html, class, &part.html, labels);
    }
    let remote = parts.iter().map(|part| part.remote_images).fold(0, u32::saturating_add);
    let embedded = parts.iter().map(|part| part.embedded_images).fold(0, u32::saturating_add);
    if remote > 0 {
        push_note(html, "e-note", &labels.remote(remote));
    }
    if embedded > 0 {
        push_note(html, "e-note", &labels.embedded(embedded));
    }
    if simplified {
        push_note(html, "e-note e-warn", labels.simplified);
    } else if !plain.is_empty() {
        html.push_str("<details class=\"e-plain\"><summary class=\"e-switch\">");
        html.push_str(&escape(labels.plain_text));
        html.push_str("</summary>");
        push_plain(html, plain);
        html.push_str("</details>");
    }
}

/// A text whose lines break to fit.
fn push_plain(html: &mut String, text: &str) {
    html.push_str("<div class=\"e-m e-typed\">");
    html.push_str(text);
    html.push_str("</div>");
}

/// A text that may be wider than the page. It takes the focus so that it can be scrolled by keyboard (WCAG 2.1.1).
fn push_scroller(html: &mut String, class: &str, contents: &str, labels: &Labels<'_>) {
    html.push_str(&format!("<div class=\"{class}\" tabindex=\"0\" role=\"group\" aria-label=\""));
    html.push_str(&escape(labels.message_text));
    html.push_str("\">");
    html.push_str(contents);
    html.push_str("</div>");
}

fn push_note(html: &mut String, class: &str, words: &str) {
    html.push_str(&format!("<p class=\"{class}\">{}</p>", escape(words)));
}

fn push_fates(html: &mut String, fates: &[PageFate], labels: &Labels<'_>) {
    if fates.is_empty() {
        return;
    }
    html.push_str(&format!("<ul class=\"e-fates\" aria-label=\"{}\">", escape(labels.fates)));
    for fate in fates {
        let class = if fate.failed { "e-fate e-failed" } else { "e-fate" };
        html.push_str(&format!("<li class=\"{class}\">{}", escape(&display_line(&fate.line))));
        if !fate.words.is_empty() {
            html.push_str(&format!(" <span class=\"e-said\">{}</span>", escape(&display_line(&fate.words))));
        }
        html.push_str("</li>");
    }
    html.push_str("</ul>");
}

fn push_attachments(html: &mut String, attachments: &[Attachment], scope: &MessageScope, labels: &Labels<'_>) {
    let mut listed = attachments.iter().filter(|attachment| !attachment.inline).peekable();
    if listed.peek().is_none() {
        return;
    }
    html.push_str("<ul class=\"e-files\" aria-label=\"");
    html.push_str(&escape(labels.attachments));
    html.push_str("\">");
    for attachment in listed {
        push_attachment(html, attachment, scope, labels);
    }
    html.push_str("</ul>");
}

/// A file: a link that saves it, and one that shows it where it can be shown. What is dangerous says so, and is not.
fn push_attachment(html: &mut String, attachment: &Attachment, scope: &MessageScope, labels: &Labels<'_>) {
    let name = if attachment.name.is_empty() { labels.unnamed_attachment } else { &attachment.name };
    let size = labels.size(attachment.size);
    let kind = match attachment.danger {
        Some(danger) => format!("{}, {size}, {}", labels.danger(danger), labels.not_opened),
        None => format!("{}, {size}", labels.kind(attachment.kind)),
    };
    let spoken = format!("{}, {kind}", labels.save_attachment.replace("{name}", name));
    html.push_str("<li class=\"e-row\"><a class=\"e-file\" target=\"_blank\" rel=\"noreferrer\" href=\"");
    html.push_str(&escape(&scope.save_url(attachment.index)));
    html.push_str("\" aria-label=\"");
    html.push_str(&escape(&spoken));
    html.push_str("\">");
    icons::push(html, icons::of_kind(attachment.kind));
    html.push_str("<span>");
    html.push_str(&escape(name));
    html.push_str(if attachment.danger.is_some() {
        "<small class=\"e-kind e-danger\">"
    } else {
        "<small class=\"e-kind\">"
    });
    html.push_str(&escape(&kind));
    html.push_str("</small></span></a>");
    if attachment.danger.is_none() && is_shown_here(attachment.kind) {
        push_view_link(html, &scope.view_url(attachment.index), name, labels);
    }
    html.push_str("</li>");
}

fn push_view_link(html: &mut String, url: &str, name: &str, labels: &Labels<'_>) {
    html.push_str(&format!(
        "<a class=\"e-file e-view\" target=\"_blank\" rel=\"noreferrer\" href=\"{}\" aria-label=\"{}\">{}</a>",
        escape(url),
        escape(&labels.view_attachment.replace("{name}", name)),
        escape(labels.view)
    ));
}

/// Whether the window has a way to show a file of this kind.
fn is_shown_here(kind: AttachmentKind) -> bool {
    match kind {
        AttachmentKind::Pdf
        | AttachmentKind::Image
        | AttachmentKind::Text
        | AttachmentKind::XdmArchive
        | AttachmentKind::Archive
        | AttachmentKind::Audio
        | AttachmentKind::Video
        | AttachmentKind::Winmail => true,
        AttachmentKind::Cda | AttachmentKind::Office | AttachmentKind::Other => false,
    }
}
