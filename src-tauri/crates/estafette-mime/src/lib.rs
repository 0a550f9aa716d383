//! Messages: parsed, sanitised, laid out for reading, quoted, and written for sending.
//!
//! Pure: bytes in, values out. No socket, file, clock or random source; times and random bytes are handed in, and
//! whatever a stranger may have written fails only itself, inside limits that have names.

mod abridged;
mod attachment;
mod attachment_text;
mod charset;
mod compose;
#[cfg(test)]
mod dice;
mod display_text;
mod fields;
mod find;
mod header;
mod header_text;
mod html_feed;
mod html_text;
mod link_host;
mod mail_url;
mod message;
mod parts;
mod picture;
mod plain;
mod quotation;
mod receipt;
mod reply;
mod report;
mod sanitize;
mod shown_subject;
mod shown_text;
#[cfg(test)]
mod stopwatch;
mod taken_up;
mod thread_page;
mod transfer;
mod winmail;
mod zip_listing;

pub use abridged::{Abridged, Abridger};
pub use attachment::{Attachment, AttachmentKind, FileDanger, MacroSearch, clean_file_name};
pub use compose::{
    ComposeError, ComposedLetter, Letter, LetterAttachment, NamedAddress, UnfinishedRecipients, compose, compose_draft,
    encoded_size, estimate_size,
};
pub use display_text::display_line;
pub use find::{Sought, mark};
pub use header::{HeaderFields, parse_header};
pub use header_text::{HeaderText, HeaderTextError};
pub use html_text::{Links, html_to_plain};
pub use link_host::{LinkDoubt, LinkHost, link_host};
pub use mail_url::{MAIL_ORIGIN, MailUrl, MessageScope, thread_anchor};
pub use message::{ParsedMessage, PartPlace, TextPart, find_image, find_part, parse_message, read_for_index};
pub use picture::{Picture, PictureFault, PictureUse, written_anew};
pub use plain::{lines_to_html, plain_to_html, plain_to_quote_html};
pub use quotation::{forwarded, quoted_answer};
pub use receipt::{Receipt, ReceiptMode, compose_receipt, read_receipts};
pub use reply::{
    Recipients, base_subject, forward_subject, references_for_reply, reply_all_recipients, reply_recipients,
    reply_subject,
};
pub use sanitize::{Sanitized, TooComplex, sanitize};
pub use shown_subject::shown_subject;
pub use shown_text::{SHOWN_TEXT_SOURCE, ShownText, shown_text, written_out};
pub use taken_up::text_to_edit;
pub use thread_page::{
    Avatar, FONT_HEADERS, Labels, PICTURE_HEADERS, PageBody, PageFate, PageLook, PageMessage, PaperHead, THREAD_CSP,
    THREAD_HEADERS, Theme, ThreadPage, page_body, render_thread,
};
pub use transfer::PartDecoder;
pub use winmail::{Winmail, WinmailFile, open_winmail};
pub use zip_listing::{MAX_ENTRIES, ZipEntry, ZipFault, ZipListing, ZipOddity, list_zip};
