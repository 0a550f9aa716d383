#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{DeliveryReport, EnvelopeId, Fate, Flags, MessageId, OutboxId, Receipts, RecipientReport};

use crate::testing::{MORNING, Stage, blob, body_of, letter};
use crate::{BodyToStore, DraftFields, OutboxStep, OutgoingLetter, RecipientFate, RecipientRefusal, Tag};

const BILAN: &str = "bilan@foyer.example";
const ENVELOPE: EnvelopeId = EnvelopeId::new([7; 16]);
const AMELIE: &str = "Amelie@medecins.example";
const LABO: &str = "labo@medecins.example";

/// A letter of ours to Amélie and the laboratory, taken by the operator.
fn sent(stage: &Stage) -> OutboxId {
    let id = begun(stage);
    stage.store.advance(id, &OutboxStep::Accepted { refused: vec![] }).unwrap();
    stage.heard();
    id
}

/// The same, its last byte gone.
fn begun(stage: &Stage) -> OutboxId {
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    let letter = OutgoingLetter {
        blob: blob(&stage.store, b"x").unwrap(),
        size: 1,
        message_id: format!("<{BILAN}>"),
        from: Some("secretariat@foyer.example".parse().unwrap()),
        envelope: Some(ENVELOPE),
        recipients: vec![AMELIE.parse().unwrap(), LABO.parse().unwrap()],
        subject: "Bilan".to_owned(),
        not_before: MORNING,
    };
    let id = stage.store.queue(draft, &letter).unwrap();
    for step in [OutboxStep::Connected, OutboxStep::DataSent] {
        stage.store.advance(id, &step).unwrap();
    }
    id
}

fn says(address: &str, fate: Fate) -> RecipientReport {
    let words = if fate == Fate::Failed { "550 no such user" } else { "" };
    RecipientReport { address: address.to_ascii_lowercase(), fate, words: words.to_owned() }
}

/// A report that names the letter by its Message-ID.
fn report(recipients: Vec<RecipientReport>) -> DeliveryReport {
    DeliveryReport { envelope: None, message_id: Some(BILAN.to_owned()), date: Some(MORNING - 60), recipients }
}

/// The report comes in; the row of the letter it is.
fn comes(stage: &Stage, uid: u32, report: &DeliveryReport) -> MessageId {
    let id = stage.arrives(stage.inbox, &letter(uid, "Avis de remise"));
    read_again(stage, id, report);
    id
}

fn read_again(stage: &Stage, id: MessageId, report: &DeliveryReport) {
    let receipts = Receipts { report: Some(report.clone()), request: None };
    stage.store.store_body(&[BodyToStore { receipts, ..body_of(id, "") }]).unwrap();
}

fn fates(stage: &Stage) -> Vec<(String, Option<Fate>)> {
    stage.store.fates(BILAN).unwrap().into_iter().map(|one| (one.address, one.fate)).collect()
}

fn amelie_and_labo(amelie: Option<Fate>, labo: Option<Fate>) -> Vec<(String, Option<Fate>)> {
    vec![(AMELIE.to_owned(), amelie), (LABO.to_owned(), labo)]
}

#[test]
fn a_letter_that_left_is_known_to_have_left_and_no_more() {
    let stage = Stage::new();
    sent(&stage);
    assert_eq!(fates(&stage), amelie_and_labo(None, None));
    assert_eq!(stage.store.fates("autre@foyer.example").unwrap(), []);
}

#[test]
fn each_recipient_has_their_own_fate_with_its_date() {
    let stage = Stage::new();
    sent(&stage);
    comes(&stage, 1, &report(vec![says(AMELIE, Fate::Delivered), says(LABO, Fate::Failed)]));
    let known = |address: &str, fate, words: &str| RecipientFate {
        address: address.to_owned(),
        fate: Some(fate),
        at: MORNING - 60,
        words: words.to_owned(),
    };
    let expected = [known(AMELIE, Fate::Delivered, ""), known(LABO, Fate::Failed, "550 no such user")];
    assert_eq!(stage.store.fates(BILAN).unwrap(), expected);
}

#[test]
fn what_is_known_never_becomes_less_in_whatever_order_reports_come() {
    let every = [Fate::Delayed, Fate::Relayed, Fate::Delivered, Fate::Read];
    for first in every {
        for second in every {
            let stage = Stage::new();
            sent(&stage);
            comes(&stage, 1, &report(vec![says(AMELIE, first)]));
            comes(&stage, 2, &report(vec![says(AMELIE, second)]));
            assert_eq!(fates(&stage), amelie_and_labo(Some(first.max(second)), None), "{first:?} then {second:?}");
        }
    }
}

#[test]
fn a_failure_outlasts_a_delivery_and_its_first_words_stay() {
    let stage = Stage::new();
    sent(&stage);
    comes(&stage, 1, &report(vec![says(AMELIE, Fate::Failed)]));
    let other = RecipientReport { words: "552 full".to_owned(), ..says(AMELIE, Fate::Failed) };
    comes(&stage, 2, &report(vec![other]));
    comes(&stage, 3, &report(vec![says(AMELIE, Fate::Delivered)]));
    let known = stage.store.fates(BILAN).unwrap();
    assert_eq!((known[0].fate, known[0].words.as_str()), (Some(Fate::Failed), "550 no such user"));
}

#[test]
fn who_has_read_it_has_got_it_whatever_became_of_another_copy() {
    let stage = Stage::new();
    sent(&stage);
    comes(&stage, 1, &report(vec![says(AMELIE, Fate::Failed)]));
    comes(&stage, 2, &report(vec![says(AMELIE, Fate::Read)]));
    assert_eq!(fates(&stage), amelie_and_labo(Some(Fate::Read), None));
    assert_eq!(stage.store.undelivered().unwrap(), []);
}

#[test]
fn a_report_cannot_speak_of_somebody_the_letter_was_not_for() {
    let stage = Stage::new();
    sent(&stage);
    comes(&stage, 1, &report(vec![says("mallory@ailleurs.example", Fate::Failed)]));
    assert_eq!(fates(&stage), amelie_and_labo(None, None));
    assert_eq!(stage.store.undelivered().unwrap(), []);
}

#[test]
fn the_name_of_the_envelope_comes_before_the_message_id() {
    let stage = Stage::new();
    sent(&stage);
    let named = DeliveryReport {
        envelope: Some(ENVELOPE),
        message_id: Some("autre@foyer.example".to_owned()),
        ..report(vec![says(AMELIE, Fate::Delivered)])
    };
    comes(&stage, 1, &named);
    assert_eq!(fates(&stage), amelie_and_labo(Some(Fate::Delivered), None));
}

#[test]
fn an_envelope_nobody_here_knows_leaves_the_message_id() {
    let stage = Stage::new();
    sent(&stage);
    let elsewhere =
        DeliveryReport { envelope: Some(EnvelopeId::new([9; 16])), ..report(vec![says(AMELIE, Fate::Relayed)]) };
    comes(&stage, 1, &elsewhere);
    assert_eq!(fates(&stage), amelie_and_labo(Some(Fate::Relayed), None));
}

#[test]
fn the_same_report_twice_changes_nothing_and_says_nothing() {
    let stage = Stage::new();
    sent(&stage);
    let delivered = report(vec![says(AMELIE, Fate::Delivered), says(LABO, Fate::Failed)]);
    let id = comes(&stage, 1, &delivered);
    let before = stage.store.fates(BILAN).unwrap();
    assert!(stage.heard().iter().any(|(tag, _)| *tag == Tag::Outbox));
    stage.clock.set(MORNING + 600);
    read_again(&stage, id, &delivered);
    assert_eq!(stage.store.fates(BILAN).unwrap(), before);
    assert!(!stage.heard().iter().any(|(tag, _)| *tag == Tag::Outbox));
}

#[test]
fn a_report_that_comes_before_the_colleague_s_copy_is_not_lost() {
    let stage = Stage::new();
    comes(&stage, 1, &report(vec![says("bastien@medecins.example", Fate::Failed)]));
    assert_eq!(stage.store.undelivered().unwrap(), [], "it could be about any letter");
    let copy = stage.arrives(stage.sent, &letter(2, "Bilan").from("secretariat", "bastien").named(BILAN));
    assert_eq!(fates(&stage), [("bastien@medecins.example".to_owned(), Some(Fate::Failed))]);
    let told = stage.store.undelivered().unwrap();
    assert_eq!(told[0].copy.map(|(id, _)| id), Some(copy));
}

#[test]
fn a_letter_a_colleague_sent_shows_nothing_while_nothing_is_known() {
    let stage = Stage::new();
    stage.arrives(stage.sent, &letter(2, "Bilan").from("secretariat", "bastien").named(BILAN));
    assert_eq!(fates(&stage), []);
}

#[test]
fn a_failure_is_told_until_a_person_has_seen_it() {
    let stage = Stage::new();
    sent(&stage);
    comes(&stage, 1, &report(vec![says(AMELIE, Fate::Delivered), says(LABO, Fate::Failed)]));
    let told = stage.store.undelivered().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].message_id.as_str(), told[0].subject.as_str()), (BILAN, "Bilan"));
    assert_eq!(told[0].recipients.iter().map(|one| one.address.as_str()).collect::<Vec<_>>(), [LABO]);
    stage.store.acknowledge_undelivered(BILAN).unwrap();
    assert_eq!(stage.store.undelivered().unwrap(), []);
    assert_eq!(fates(&stage)[1].1, Some(Fate::Failed), "it did not arrive all the same");
    comes(&stage, 2, &report(vec![says(AMELIE, Fate::Failed)]));
    assert_eq!(stage.store.undelivered().unwrap().len(), 1, "another failure is news");
}

#[test]
fn a_failure_of_long_ago_is_told_nobody_and_seen_all_the_same() {
    let stage = Stage::new();
    sent(&stage);
    let old = DeliveryReport { date: Some(MORNING - 15 * 86_400), ..report(vec![says(LABO, Fate::Failed)]) };
    comes(&stage, 1, &old);
    assert_eq!(stage.store.undelivered().unwrap(), []);
    assert_eq!(fates(&stage)[1].1, Some(Fate::Failed));
}

#[test]
fn a_refusal_at_the_door_is_a_fate_and_no_news() {
    let stage = Stage::new();
    let id = begun(&stage);
    let refused = vec![RecipientRefusal { address: LABO.to_owned(), code: 550, reason: "inconnu".to_owned() }];
    stage.store.advance(id, &OutboxStep::Accepted { refused }).unwrap();
    let known = stage.store.fates(BILAN).unwrap();
    assert_eq!((known[1].fate, known[1].words.as_str()), (Some(Fate::Failed), "inconnu"));
    assert_eq!(stage.store.undelivered().unwrap(), [], "the outbox has told it");
}

#[test]
fn good_news_is_marked_as_read_and_bad_news_is_not() {
    let stage = Stage::new();
    sent(&stage);
    let good = comes(&stage, 1, &report(vec![says(AMELIE, Fate::Delivered)]));
    let bad = comes(&stage, 2, &report(vec![says(AMELIE, Fate::Delivered), says(LABO, Fate::Failed)]));
    let strange =
        DeliveryReport { message_id: Some("autre@b.example".to_owned()), ..report(vec![says(AMELIE, Fate::Read)]) };
    let strange = comes(&stage, 3, &strange);
    assert_eq!(stage.flags(good), Flags::SEEN);
    assert_eq!(stage.flags(bad), Flags::empty());
    assert_eq!(stage.flags(strange), Flags::empty(), "a report of an unknown letter is a letter like any other");
}

#[test]
fn a_report_of_tomorrow_is_dated_today() {
    let stage = Stage::new();
    sent(&stage);
    let early = DeliveryReport { date: Some(i64::MAX), ..report(vec![says(AMELIE, Fate::Read)]) };
    comes(&stage, 1, &early);
    assert_eq!(stage.store.fates(BILAN).unwrap()[0].at, MORNING);
}

#[test]
fn a_report_says_that_a_letter_of_unknown_fate_has_left() {
    let stage = Stage::new();
    let id = begun(&stage);
    stage.store.advance(id, &OutboxStep::Unknown { code: "send_unknown".to_owned() }).unwrap();
    assert!(!stage.store.is_reported(BILAN).unwrap());
    comes(&stage, 1, &report(vec![says("mallory@ailleurs.example", Fate::Read)]));
    assert!(!stage.store.is_reported(BILAN).unwrap());
    comes(&stage, 2, &report(vec![says(LABO, Fate::Failed)]));
    assert!(stage.store.is_reported(BILAN).unwrap());
}

#[test]
fn a_crash_loses_no_fate_once_its_report_is_kept() {
    let stage = Stage::new();
    sent(&stage);
    comes(&stage, 1, &report(vec![says(AMELIE, Fate::Read)]));
    // The next step is on the disk before it returns, and what came before with it.
    stage.store.create_draft(&DraftFields::default()).unwrap();
    let after = stage.crashed();
    assert_eq!(fates(&after), amelie_and_labo(Some(Fate::Read), None));
}

#[test]
fn a_report_that_names_no_letter_is_no_report() {
    let stage = Stage::new();
    sent(&stage);
    comes(&stage, 1, &DeliveryReport { message_id: None, ..report(vec![says(AMELIE, Fate::Read)]) });
    comes(&stage, 2, &DeliveryReport { message_id: Some("<>".to_owned()), ..report(vec![says(AMELIE, Fate::Read)]) });
    assert_eq!(fates(&stage), amelie_and_labo(None, None));
}
