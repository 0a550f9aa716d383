use estafette_contract::{AttachmentContent, ViewRefusal};
use estafette_mime::{AttachmentKind, FileDanger};

use super::{Contents, MAX_PICTURE, MAX_VIEWED, Pictures, wanted_of};

fn contents(kind: AttachmentKind, bytes: &[u8]) -> Contents {
    Contents {
        name: String::from("piece"),
        mime_type: String::from("application/octet-stream"),
        charset: None,
        kind,
        size: bytes.len() as u64,
        danger: None,
        macros: false,
        bytes: bytes.to_vec(),
        whole: true,
    }
}

async fn shown(contents: Contents) -> AttachmentContent {
    contents.shown(&Pictures::default()).await.expect("shown or refused")
}

fn refused(reason: ViewRefusal) -> AttachmentContent {
    AttachmentContent::Refused { reason }
}

#[tokio::test]
async fn what_is_dangerous_is_never_opened_whatever_its_kind() {
    for kind in [AttachmentKind::Image, AttachmentKind::Text, AttachmentKind::Archive, AttachmentKind::Pdf] {
        let danger = Some(FileDanger::Script);
        assert_eq!(shown(Contents { danger, ..contents(kind, b"x") }).await, refused(ViewRefusal::Dangerous));
        assert_eq!(wanted_of(kind, danger), 0, "not even read");
    }
    let macros = Contents { macros: true, ..contents(AttachmentKind::Office, b"x") };
    assert_eq!(macros.danger(), Some(FileDanger::Macros));
    assert_eq!(shown(macros).await, refused(ViewRefusal::Dangerous));
}

#[tokio::test]
async fn each_kind_is_shown_in_its_way_or_not_at_all() {
    for (kind, content) in [
        (AttachmentKind::Pdf, AttachmentContent::Pdf),
        (AttachmentKind::Audio, AttachmentContent::Media),
        (AttachmentKind::Video, AttachmentContent::Media),
        (AttachmentKind::Office, refused(ViewRefusal::Unsupported)),
        (AttachmentKind::Cda, refused(ViewRefusal::Unsupported)),
        (AttachmentKind::Other, refused(ViewRefusal::Unsupported)),
    ] {
        assert_eq!(shown(contents(kind, b"x")).await, content, "{kind:?}");
        assert_eq!(wanted_of(kind, None), 0);
    }
    assert_eq!(wanted_of(AttachmentKind::Archive, None), MAX_VIEWED);
    assert_eq!(wanted_of(AttachmentKind::Image, None), MAX_PICTURE);
}

#[tokio::test]
async fn what_cannot_be_read_says_why() {
    let damaged = contents(AttachmentKind::Image, b"\x89PNG\r\n\x1a\nrien");
    assert_eq!(shown(damaged).await, refused(ViewRefusal::Damaged));
    for kind in [AttachmentKind::Image, AttachmentKind::Archive, AttachmentKind::XdmArchive] {
        let large = Contents { whole: false, ..contents(kind, b"PK") };
        assert_eq!(shown(large).await, refused(ViewRefusal::TooLarge), "{kind:?}");
    }
    assert_eq!(shown(contents(AttachmentKind::Winmail, b"x")).await, refused(ViewRefusal::Damaged));
    assert_eq!(shown(contents(AttachmentKind::Archive, b"Rar!\x1a\x07")).await, refused(ViewRefusal::Unsupported));
}

#[tokio::test]
async fn a_text_is_read_by_its_label_and_cut_where_the_file_goes_on() {
    let charset = Some(String::from("iso-8859-1"));
    let text = Contents { charset, whole: false, ..contents(AttachmentKind::Text, b"gu\xe9ri\x07") };
    let said = AttachmentContent::Text { text: String::from("guéri␇"), cut: true };
    assert_eq!(shown(text).await, said);
}

#[tokio::test]
async fn a_letter_joined_to_another_is_read_as_one() {
    let raw =
        b"From: Dr Fabre <fabre@a.example>\r\nSubject: Bilan\r\nContent-Type: text/html\r\n\r\n<p>Tout va <b>bien</b>.";
    for (name, mime_type) in [("Bilan.EML", "application/octet-stream"), ("", "message/rfc822")] {
        let (name, mime_type) = (name.to_owned(), mime_type.to_owned());
        let AttachmentContent::Text { text, cut: false } =
            shown(Contents { name, mime_type, ..contents(AttachmentKind::Text, raw) }).await
        else {
            panic!("a text")
        };
        assert_eq!(text, "De\u{a0}: Dr Fabre <fabre@a.example>\nObjet\u{a0}: Bilan\n\nTout va bien.");
    }
}
