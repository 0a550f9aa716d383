#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{DraftId, MessageId};

use crate::testing::{MORNING, Stage, attached, blob, letter};
use crate::{DraftAttachmentId, DraftFields, DraftSaved, OutgoingLetter, StoreError, Tag};

fn text(body_html: &str) -> DraftFields {
    DraftFields { body_html: body_html.to_owned(), ..DraftFields::default() }
}

/// A draft handed over for sending.
fn sending(stage: &Stage) -> DraftId {
    let draft = stage.store.create_draft(&text("parti")).unwrap();
    let letter = OutgoingLetter {
        blob: blob(&stage.store, b"raw").unwrap(),
        size: 3,
        message_id: "<1@foyer.example>".to_owned(),
        from: Some("secretariat@foyer.example".parse().unwrap()),
        envelope: None,
        recipients: vec!["amelie@medecins.example".parse().unwrap()],
        subject: String::new(),
        not_before: 0,
    };
    stage.store.queue(draft, &letter).unwrap();
    draft
}

#[test]
fn a_letter_being_written_comes_back_as_it_was_typed() {
    let stage = Stage::new();
    let answered = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let fields = DraftFields {
        subject: "RE : Bilan".to_owned(),
        body_html: "<p>Bonjour</p>".to_owned(),
        quotation: "<p>Le 24 nov., Amélie a écrit :</p><blockquote><p>Bilan</p></blockquote>".to_owned(),
        to: vec!["amelie@medecins.example".to_owned(), "Dr Gar".to_owned()],
        cc: vec!["chloe@foyer.example".to_owned()],
        in_reply_to: Some(answered),
        references: vec!["1@medecins.example".to_owned()],
        receipt: true,
    };
    let id = stage.store.create_draft(&fields).unwrap();
    let draft = stage.store.draft(id).unwrap().unwrap();
    assert_eq!(draft.fields, fields);
    assert_eq!((draft.revision, draft.created, draft.sending, draft.error.as_str()), (0, MORNING, false, ""));
}

#[test]
fn a_newer_revision_is_saved_and_dated() {
    let stage = Stage::new();
    let id = stage.store.create_draft(&text("un")).unwrap();
    stage.heard();
    stage.clock.set(MORNING + 5);
    assert_eq!(stage.store.save_draft(id, 1, &text("deux")).unwrap(), DraftSaved::Saved);
    let draft = stage.store.draft(id).unwrap().unwrap();
    assert_eq!((draft.fields.body_html.as_str(), draft.revision), ("deux", 1));
    assert_eq!((draft.created, draft.updated), (MORNING, MORNING + 5));
    assert_eq!(stage.heard(), [(Tag::Drafts, vec![id.get()])]);
}

#[test]
fn an_older_revision_never_overwrites_a_newer_one() {
    let stage = Stage::new();
    let id = stage.store.create_draft(&text("un")).unwrap();
    stage.store.save_draft(id, 5, &text("cinq")).unwrap();
    stage.heard();
    for late in [0, 4, 5] {
        assert_eq!(stage.store.save_draft(id, late, &text("vieux")).unwrap(), DraftSaved::Older { kept: 5 });
    }
    assert_eq!(stage.store.draft(id).unwrap().unwrap().fields.body_html, "cinq");
    assert_eq!(stage.heard(), [], "nothing changed, nothing is announced");
}

#[test]
fn a_draft_survives_everything_the_server_does() {
    let stage = Stage::new();
    let answered = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let id = stage
        .store
        .create_draft(&DraftFields {
            in_reply_to: Some(answered),
            references: vec!["1@medecins.example".to_owned()],
            ..text("à moitié")
        })
        .unwrap();
    stage.store.remove_vanished(stage.inbox, &[1]).unwrap();
    stage.store.begin_folder(stage.inbox, 99).unwrap();
    stage.store.reconcile_folders(&[crate::testing::listed("INBOX", estafette_model::FolderRole::Inbox)]).unwrap();
    let draft = stage.store.draft(id).unwrap().unwrap();
    assert_eq!(draft.fields.body_html, "à moitié");
    assert_eq!(draft.fields.in_reply_to, None, "the copy is gone");
    assert_eq!(draft.fields.references, ["1@medecins.example"], "its name is not");
}

#[test]
fn every_saved_revision_survives_a_crash() {
    let stage = Stage::new();
    let id = stage.store.create_draft(&text("un")).unwrap();
    let file = stage.attach(id, "a.pdf", "application/pdf", b"1234").unwrap();
    stage.store.save_draft(id, 1, &text("deux")).unwrap();
    let stage = stage.crashed();
    let draft = stage.store.draft(id).unwrap().unwrap();
    assert_eq!((draft.fields.body_html.as_str(), draft.revision), ("deux", 1));
    assert_eq!(attached(&stage.store, file).as_deref(), Some(b"1234".as_slice()));
}

#[test]
fn drafts_are_listed_last_touched_first() {
    let stage = Stage::new();
    let first = stage.store.create_draft(&text("a")).unwrap();
    stage.clock.set(MORNING + 1);
    let second = stage.store.create_draft(&text("b")).unwrap();
    let listed = || stage.store.drafts().unwrap().into_iter().map(|draft| draft.id).collect::<Vec<_>>();
    assert_eq!(listed(), [second, first]);
    stage.clock.set(MORNING + 2);
    stage.store.save_draft(first, 1, &text("c")).unwrap();
    assert_eq!(listed(), [first, second]);
}

#[test]
fn a_draft_thrown_away_is_gone_with_its_files() {
    let stage = Stage::new();
    let id = stage.store.create_draft(&text("a")).unwrap();
    let file = stage.attach(id, "a.pdf", "application/pdf", b"%PDF").unwrap();
    stage.store.delete_draft(id).unwrap();
    assert_eq!(stage.store.draft(id).unwrap(), None);
    assert_eq!(attached(&stage.store, file), None);
    assert!(matches!(stage.store.delete_draft(id), Err(StoreError::NotFound(crate::Row::Draft))));
}

#[test]
fn a_number_is_never_given_to_another_draft() {
    let stage = Stage::new();
    let thrown_away = stage.store.create_draft(&text("a")).unwrap();
    stage.store.delete_draft(thrown_away).unwrap();
    assert_ne!(stage.store.create_draft(&text("b")).unwrap(), thrown_away, "a window may still hold the old one");
}

#[test]
fn a_draft_on_its_way_is_hidden_and_frozen() {
    let stage = Stage::new();
    let id = sending(&stage);
    assert_eq!(stage.store.drafts().unwrap(), []);
    assert!(stage.store.draft(id).unwrap().unwrap().sending);
    assert_eq!(stage.store.save_draft(id, 9, &text("trop tard")).unwrap(), DraftSaved::Sending);
    assert!(matches!(stage.store.delete_draft(id), Err(StoreError::AlreadySending)));
    assert!(matches!(stage.attach(id, "a", "b", b"c"), Err(StoreError::AlreadySending)));
    assert_eq!(stage.store.draft(id).unwrap().unwrap().fields.body_html, "parti");
}

mod a_file {
    use super::*;

    #[test]
    fn attached_comes_back_byte_for_byte() {
        let stage = Stage::new();
        let draft = stage.store.create_draft(&text("a")).unwrap();
        let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        let first = stage.attach(draft, "Ordonnance.pdf", "application/pdf", &bytes).unwrap();
        let second = stage.attach(draft, "vide.txt", "text/plain", b"").unwrap();
        assert_eq!(attached(&stage.store, first), Some(bytes));
        assert_eq!(attached(&stage.store, second), Some(vec![]));
        let listed = stage.store.drafts().unwrap().remove(0).attachments;
        let told: Vec<(DraftAttachmentId, &str, u64)> =
            listed.iter().map(|file| (file.id, file.name.as_str(), file.size)).collect();
        assert_eq!(told, [(first, "Ordonnance.pdf", 100_000), (second, "vide.txt", 0)]);
    }

    #[test]
    fn taken_off_is_gone() {
        let stage = Stage::new();
        let draft = stage.store.create_draft(&text("a")).unwrap();
        let file = stage.attach(draft, "a.pdf", "application/pdf", b"1234").unwrap();
        stage.heard();
        stage.store.detach(file).unwrap();
        assert_eq!(stage.heard(), [(Tag::Drafts, vec![draft.get()])]);
        assert_eq!(stage.store.draft(draft).unwrap().unwrap().attachments, []);
        assert!(matches!(stage.store.detach(file), Err(StoreError::NotFound(crate::Row::Attachment))));
    }

    #[test]
    fn of_a_letter_on_its_way_stays() {
        let stage = Stage::new();
        let draft = stage.store.create_draft(&text("a")).unwrap();
        let file = stage.attach(draft, "a.pdf", "application/pdf", b"1234").unwrap();
        let other = OutgoingLetter {
            blob: blob(&stage.store, b"raw").unwrap(),
            size: 3,
            message_id: "<2@foyer.example>".to_owned(),
            from: Some("secretariat@foyer.example".parse().unwrap()),
            envelope: None,
            recipients: vec![],
            subject: String::new(),
            not_before: 0,
        };
        stage.store.queue(draft, &other).unwrap();
        assert!(matches!(stage.store.detach(file), Err(StoreError::AlreadySending)));
        assert_eq!(attached(&stage.store, file).as_deref(), Some(&b"1234"[..]));
    }

    #[test]
    fn cannot_be_attached_to_nothing() {
        let refused = Stage::new().attach(DraftId::new(404), "a", "b", b"c");
        assert!(matches!(refused, Err(StoreError::NotFound(crate::Row::Draft))));
    }
}

#[test]
fn an_answer_to_a_letter_never_seen_is_a_letter_all_the_same() {
    let stage = Stage::new();
    let fields = DraftFields { in_reply_to: Some(MessageId::new(404)), ..text("a") };
    let id = stage.store.create_draft(&fields).unwrap();
    assert_eq!(stage.store.draft(id).unwrap().unwrap().fields.in_reply_to, None);
}

#[test]
fn what_a_letter_quotes_is_saved_apart_changed_and_taken_out() {
    let stage = Stage::new();
    let quoting = |html: &str| DraftFields { quotation: html.to_owned(), ..text("un") };
    let id = stage.store.create_draft(&quoting("<blockquote>tout</blockquote>")).unwrap();
    let kept = || stage.store.draft(id).unwrap().unwrap().fields.quotation;
    assert_eq!(kept(), "<blockquote>tout</blockquote>");
    stage.store.save_draft(id, 1, &quoting("<blockquote>extrait</blockquote>")).unwrap();
    assert_eq!(kept(), "<blockquote>extrait</blockquote>");
    stage.store.save_draft(id, 1, &quoting("<blockquote>trop tard</blockquote>")).unwrap();
    assert_eq!(kept(), "<blockquote>extrait</blockquote>", "an older revision changes nothing");
    stage.store.save_draft(id, 2, &quoting("")).unwrap();
    assert_eq!(kept(), "");
}
