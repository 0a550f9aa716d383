//! The drawings of the thread page: our own, written into it because its frame may fetch nothing.

use crate::attachment::AttachmentKind;

pub(super) const BUILDING: &str = concat!(
    r#"<path d="M5 20.5v-15A1.5 1.5 0 0 1 6.5 4h7A1.5 1.5 0 0 1 15 5.5v15M15 10h3a1.5 1.5 0 0 1 1.5 1.5v9"#,
    r#"M3 20.5h18M8.5 8h3M8.5 12h3M8.5 16h3"/>"#
);
pub(super) const PERSON: &str =
    r#"<circle cx="12" cy="8" r="3.8"/><path d="M4.8 20c.7-4 3.6-6.2 7.2-6.2s6.5 2.2 7.2 6.2"/>"#;
const CDA: &str = concat!(
    r#"<path d="M6.500 3.500h7.500l4 4v13h-11.500z"/><path d="M14 3.500v4h4M9.300 11.500h.1M9.300 14.200h.1"#,
    r#"M9.300 16.900h.1M11.700 11.500h3.300M11.700 14.200h3.300M11.700 16.900h2"/>"#
);
const SHEET: &str = r#"<path d="M6.5 3.5H14l4 4v13H6.500z"/><path d="M14 3.5v4h4M9.500 12h5M9.500 15.500h5"/>"#;
const IMAGE: &str = concat!(
    r#"<rect x="3.500" y="4.500" width="17" height="15" rx="2.2"/><circle cx="9" cy="10" r="1.7"/>"#,
    r#"<path d="M4 17.500l5-4.500 3.500 3 3-2.500 4.500 4"/>"#
);
const SOUND: &str =
    r#"<path d="M4 10v4h3.500L12 18V6L7.500 10zM15 9.500a3.500 3.500 0 0 1 0 5M17.500 7a7 7 0 0 1 0 10"/>"#;
const VIDEO: &str =
    r#"<rect x="3" y="6" width="12.500" height="12" rx="2.2"/><path d="M15.500 10.800l5.500-3v8.400l-5.500-3"/>"#;
const BOX: &str = r#"<path d="M4 8.500l8-4.500 8 4.500v8L12 21l-8-4.500zM4 8.500l8 4.500 8-4.500M12 13v8"/>"#;
const CLIP: &str = concat!(
    r#"<path d="M19.500 11.300l-7.700 7.500a4.600 4.600 0 0 1-6.500-6.500l7.900-7.800a3.100 3.100 0 0 1 4.400 4.400l-7.700 7.600"#,
    r#"a1.600 1.600 0 0 1-2.200-2.200l6.900-6.800"/>"#
);

pub(super) fn of_kind(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Cda => CDA,
        AttachmentKind::Pdf | AttachmentKind::Text | AttachmentKind::Office => SHEET,
        AttachmentKind::Image => IMAGE,
        AttachmentKind::Audio => SOUND,
        AttachmentKind::Video => VIDEO,
        AttachmentKind::XdmArchive | AttachmentKind::Archive | AttachmentKind::Winmail => BOX,
        AttachmentKind::Other => CLIP,
    }
}

pub(super) fn push(html: &mut String, drawing: &str) {
    html.push_str(r#"<svg class="e-i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">"#);
    html.push_str(drawing);
    html.push_str("</svg>");
}
