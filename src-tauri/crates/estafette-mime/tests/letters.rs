//! Whole letters of fictional people, read, shown, answered and written through the public face of the crate alone.

#![allow(clippy::unwrap_used)]

use estafette_mime::{
    AttachmentKind, Avatar, HeaderText, Labels, Letter, LetterAttachment, MAIL_ORIGIN, MailUrl, MessageScope,
    NamedAddress, PageBody, PageLook, PageMessage, ParsedMessage, ThreadPage, compose, find_image, find_part,
    page_body, parse_header, parse_message, quoted_answer, read_for_index, references_for_reply, render_thread,
    reply_all_recipients, reply_recipients, reply_subject,
};
use estafette_model::{Address, Correspondent, LetterBytes, MessageId};

const LIAISON: &[u8] = include_bytes!("letters/liaison.eml");
const REFUS: &[u8] = include_bytes!("letters/refus.eml");
const REPORT: &[u8] = include_bytes!("documents/compte-rendu.pdf");
const HAMECONNAGE: &[u8] = include_bytes!("letters/hameconnage.eml");

const LABELS: Labels<'static> = Labels {
    document_title: "Conversation",
    message_of: "Message de {name}, {date}",
    message_text: "Texte du message",
    unread: "Non lu",
    unknown_sender: "Expéditeur inconnu",
    deceptive_name: "Nom trompeur : {name}.",
    attachments: "Pièces jointes",
    fates: "Suivi de ce message",
    save_attachment: "Enregistrer {name}",
    view: "Voir",
    view_attachment: "Voir {name}",
    unnamed_attachment: "Pièce jointe sans nom",
    remote_image: "1 image distante n’a pas été chargée.",
    remote_images: "{n} images distantes n’ont pas été chargées.",
    embedded_image: "1 image intégrée n’est pas affichée.",
    embedded_images: "{n} images intégrées ne sont pas affichées.",
    plain_text: "Texte brut",
    not_loaded: "Pas encore téléchargé.",
    empty: "Pas de texte.",
    truncated: "Coupé.",
    simplified: "Simplifié.",
    kind_pdf: "PDF",
    kind_image: "Image",
    kind_cda: "CDA",
    kind_xdm: "XDM",
    kind_audio: "Son",
    kind_video: "Vidéo",
    kind_text: "Texte",
    kind_office: "Document",
    kind_archive: "Archive",
    kind_other: "Fichier",
    kind_winmail: "Courrier Outlook",
    danger_program: "Programme",
    danger_script: "Script",
    danger_web_page: "Page web",
    danger_macros: "Document avec macros",
    danger_shortcut: "Raccourci",
    danger_disk_image: "Image de disque",
    not_opened: "ne s’ouvre pas ici",
    bytes: "{n} octets",
    kilobytes: "{n} Ko",
    megabytes: "{n} Mo",
    decimal_mark: ",",
};

fn secretariat() -> Address {
    "secretariat@mas.mssante.example".parse().unwrap()
}

fn show(message: &ParsedMessage, id: i64) -> String {
    let scope = MessageScope::new("jeton", MessageId::new(id));
    let shown = PageMessage {
        id: MessageId::new(id),
        from: message.header.from.clone(),
        outgoing: false,
        own_label: String::new(),
        avatar: Avatar::Structure,
        to_line: "À : Secrétariat".to_owned(),
        date_text: "Aujourd’hui, 10:42".to_owned(),
        date_iso: "2026-11-24T10:42:00+01:00".to_owned(),
        preview: message.preview.clone(),
        open: true,
        unread: true,
        body: page_body(message, &scope),
        attachments: message.attachments.clone(),
        fates: vec![],
        truncated: message.truncated,
    };
    let page = ThreadPage {
        token: "jeton",
        lang: "fr",
        look: PageLook::ORDINARY,
        messages: vec![shown],
        paper: None,
        labels: &LABELS,
    };
    render_thread(&page)
}

/// The letter with `file` for each of its files.
fn written(letter: &Letter, file: &[u8]) -> Vec<u8> {
    let mut raw = Vec::new();
    let Ok(()) = compose(letter).unwrap().write(
        |_, give| give(file),
        |bytes| {
            raw.extend_from_slice(bytes);
            Ok::<(), std::convert::Infallible>(())
        },
    );
    raw
}

/// The type and the bytes of a part of a letter that is here whole.
fn part_bytes(raw: &[u8], index: u32) -> Option<(String, Vec<u8>)> {
    let part = find_part(raw, index)?;
    Some((part.mime_type.clone(), part.take_out(raw)))
}

#[test]
fn the_letter_of_the_hospital_is_read_as_it_was_meant() {
    let message = parse_message(LIAISON);
    assert_eq!(message.header, parse_header(LIAISON));
    assert_eq!(message.header.subject, "Retour à domicile collectif : lettre de liaison");
    assert_eq!(message.header.from.name, "CH de Val-Fleuri, Gériatrie aiguë");
    assert!(
        message
            .plain
            .starts_with("Bonjour, Mme Garnier quitte notre service cet après-midi vers 15 h 30, en ambulance.")
    );
    assert!(message.preview.ends_with("Merci de confirmer que la chambre est prête."), "{}", message.preview);
    let kinds: Vec<(&str, AttachmentKind, bool)> =
        message.attachments.iter().map(|found| (found.name.as_str(), found.kind, found.inline)).collect();
    let expected = [
        ("logo.png", AttachmentKind::Image, true),
        ("Lettre de liaison du 24 novembre.xml", AttachmentKind::Cda, false),
        ("Ordonnance de sortie.pdf", AttachmentKind::Pdf, false),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn what_the_page_asks_for_is_what_the_message_holds() {
    let message = parse_message(LIAISON);
    let html = show(&message, 7);
    assert!(html.contains("1 image distante n’a pas été chargée.") && !html.contains("statistiques.example"), "{html}");
    let asked: Vec<MailUrl> = html
        .split('"')
        .filter(|word| word.starts_with(MAIL_ORIGIN))
        .filter_map(MailUrl::parse)
        .filter(|url| !matches!(url, MailUrl::Font { .. }))
        .collect();
    assert_eq!(asked.len(), 4, "{asked:?}");
    for url in asked {
        match url {
            MailUrl::InlineImage { content_id, .. } => {
                assert!(find_image(LIAISON, &content_id).is_some());
            }
            MailUrl::Save { index, .. } | MailUrl::View { index, .. } => assert!(find_part(LIAISON, index).is_some()),
            MailUrl::Thread { .. }
            | MailUrl::Found { .. }
            | MailUrl::Anchor { .. }
            | MailUrl::Picture { .. }
            | MailUrl::Font { .. } => panic!("{url}"),
        }
    }
}

#[test]
fn the_answer_reaches_the_right_people_and_joins_the_thread() {
    let original = parse_message(LIAISON);
    let everybody = reply_all_recipients(&original.header, &[secretariat()]);
    let named = |people: &[Correspondent]| -> Vec<NamedAddress> {
        let named = |who: &Correspondent| NamedAddress {
            address: who.address.parse().unwrap(),
            name: HeaderText::cleaned(&who.name),
        };
        people.iter().map(named).collect()
    };
    let letter = Letter {
        from: NamedAddress { address: secretariat(), name: HeaderText::cleaned("Secrétariat") },
        to: named(&everybody.to),
        cc: named(&everybody.cc),
        subject: HeaderText::cleaned(&reply_subject(&original.header.subject)),
        html: format!("<p>La chambre est prête.</p>{}", quoted_answer("Le 24 nov., la gériatrie a écrit :", &original)),
        receipt: false,
        in_reply_to: original.header.message_id.clone(),
        references: references_for_reply(&original.header),
        date: 1_795_514_000,
        utc_offset: 3_600,
        message_id_random: [7; 16],
        attachments: vec![],
    };
    let answer = parse_message(&written(&letter, b""));
    let addresses = |people: &[Correspondent]| people.iter().map(|who| who.address.clone()).collect::<Vec<_>>();
    let expected = ["geriatrie@val-fleuri.mssante.example", "h.fabre@cabinet.mssante.example"];
    assert_eq!(addresses(&answer.header.to), expected);
    assert_eq!(addresses(&answer.header.cc), ["infirmerie@mas.mssante.example"]);
    assert_eq!(answer.header.subject, "Re : Retour à domicile collectif : lettre de liaison");
    assert_eq!(answer.header.in_reply_to, ["20261124104200.A1@val-fleuri.mssante.example"]);
    assert_eq!(answer.header.references, ["20261124104200.A1@val-fleuri.mssante.example"]);
    assert_eq!(answer.preview, "La chambre est prête.");
    assert!(answer.plain.contains("> Merci de confirmer que la chambre est prête."), "{}", answer.plain);
}

#[test]
fn a_refusal_shows_its_words_and_keeps_what_was_refused() {
    let message = parse_message(REFUS);
    assert_eq!(message.header.from.address, "MAILER-DAEMON@mx.operateur.example");
    assert!(message.preview.starts_with("I'm sorry"), "{}", message.preview);
    let refused = &message.attachments[1];
    assert_eq!((refused.name.as_str(), refused.kind), ("Question sur le traitement.eml", AttachmentKind::Text));
    let (_, bytes) = part_bytes(REFUS, refused.index).unwrap();
    assert_eq!(parse_header(&bytes).message_id.as_deref(), Some("30313233@mas.mssante.example"));
}

#[test]
fn a_letter_that_lies_is_shown_for_what_it_is() {
    let message = parse_message(HAMECONNAGE);
    let html = show(&message, 1);
    let body = html.split_once("<body").unwrap().1;
    assert!(body.contains("<h2 class=\"e-name\"><span class=\"e-dot\""), "{body}");
    assert!(body.contains("facture@banque.example</h2>"), "{body}");
    assert_eq!(body.matches("direction@mas").count(), 1, "struck, and nowhere else: {body}");
    assert!(body.contains("<s>direction@mas.mssante.example</s>"), "{body}");
    for lie in ["position", "onclick", "<form", "<input", "<base", "id=\"e-1\"><", "//do/save", "_self", "\u{202e}"] {
        let ours = if lie == "id=\"e-1\"><" { 0 } else { body.matches(lie).count() };
        assert_eq!(ours, 0, "{lie} in {body}");
    }
    assert!(body.contains("href=\"https://xn--mssant-gva.example/payer\""), "{body}");
    assert!(body.contains("suite"), "{body}");
    assert_eq!(message.attachments[0].name, "facturefdp.exe");
    assert_eq!(message.attachments[0].kind, AttachmentKind::Other);
    assert_eq!(reply_recipients(&message.header, &[secretariat()]).to[0].address, "recouvrement@banque.example");
}

#[test]
fn a_letter_cut_anywhere_on_its_way_is_still_read() {
    let subject = "Retour à domicile collectif : lettre de liaison";
    let body = LIAISON.windows(4).position(|window| window == b"\n\nTh".as_slice()).unwrap();
    for end in 0..LIAISON.len() {
        let message = parse_message(&LIAISON[..end]);
        assert!(end < body || message.header.subject == subject, "{end}");
        assert!(matches!(
            page_body(&message, &MessageScope::new("jeton", MessageId::new(7))),
            PageBody::Html { .. } | PageBody::Plain(_) | PageBody::Empty
        ));
    }
}

#[test]
fn a_report_that_was_sent_is_found_by_a_word_that_only_its_pdf_has() {
    let office = NamedAddress { address: secretariat(), name: HeaderText::cleaned("Secrétariat") };
    let report = LetterAttachment {
        name: "compte-rendu.pdf".to_owned(),
        mime_type: "application/pdf".to_owned(),
        size: REPORT.len() as u64,
    };
    let letter = Letter {
        from: office.clone(),
        to: vec![office],
        cc: vec![],
        subject: HeaderText::cleaned("Compte rendu"),
        html: "<p>Veuillez trouver le document joint.</p>".to_owned(),
        receipt: false,
        in_reply_to: None,
        references: vec![],
        date: 1_795_514_000,
        utc_offset: 3_600,
        message_id_random: [9; 16],
        attachments: vec![report],
    };
    let (message, documents) = read_for_index(LetterBytes::from(&written(&letter, REPORT)));
    assert!(documents.contains("furosémide 40 mg") && documents.contains("efficace"), "{documents}");
    assert!(!message.text_for_index.contains("furosémide"));
    assert_eq!(message.attachments.len(), 1);
}
