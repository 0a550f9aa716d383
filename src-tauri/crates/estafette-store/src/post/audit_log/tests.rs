#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{AuditAct, AuditFilter, AuditLine, AuditOutcome, COUNT_SQL, NewAuditLine, PAGE_SQL};
use crate::Tag;
use crate::post::PersonId;
use crate::post::tests::{Desk, mailbox, person};

/// 24 November 2026, 10:58 in Paris.
const NOW: i64 = 1_795_514_280;

fn print_of(desk: &Desk, at: i64) -> super::AuditLineId {
    let mailbox = desk.post.mailboxes().unwrap().first().map(|mailbox| mailbox.id);
    let line = NewAuditLine { at, mailbox, act: AuditAct::Print, messages: 3, reference: "3F2A-91C0-7B4D".to_owned() };
    desk.post.begin_act(&line).unwrap()
}

fn lines(desk: &Desk, filter: AuditFilter) -> Vec<AuditLine> {
    desk.post.audit_log(filter, 0, 100).unwrap().lines
}

fn shared_desk() -> (Desk, PersonId, PersonId) {
    let desk = Desk::new();
    let people = desk
        .post
        .reconcile_people(&[person("Sophie Martel", "Secrétaire"), person("Karine Dubois", "Secrétaire")])
        .unwrap();
    desk.post.reconcile_mailboxes(&[mailbox("secretariat@les-tilleuls.example")]).unwrap();
    (desk, people[0].id, people[1].id)
}

#[test]
fn a_line_says_who_was_at_the_keyboard_when_it_was_asked_and_how_it_ended() {
    let (desk, sophie, karine) = shared_desk();
    desk.post.set_current_person(Some(sophie)).unwrap();
    let line = print_of(&desk, NOW);
    assert_eq!(lines(&desk, AuditFilter::default())[0].outcome, AuditOutcome::Asked, "a crash leaves it so");
    desk.post.set_current_person(Some(karine)).unwrap();
    desk.heard();
    desk.post.settle_act(line, AuditOutcome::Done).unwrap();
    assert_eq!(desk.heard(), [Tag::AuditLog]);
    let expected = AuditLine {
        id: line,
        at: NOW,
        person: Some("Sophie Martel".to_owned()),
        mailbox: Some("Secrétariat".to_owned()),
        act: AuditAct::Print,
        outcome: AuditOutcome::Done,
        messages: 3,
        reference: "3F2A-91C0-7B4D".to_owned(),
    };
    assert_eq!(lines(&desk, AuditFilter::default()), [expected]);
}

#[test]
fn how_it_ended_is_said_once() {
    let (desk, ..) = shared_desk();
    let line = print_of(&desk, NOW);
    desk.post.settle_act(line, AuditOutcome::Failed).unwrap();
    desk.post.settle_act(line, AuditOutcome::Done).unwrap();
    assert_eq!(lines(&desk, AuditFilter::default())[0].outcome, AuditOutcome::Failed);
}

#[test]
fn somebody_who_left_and_a_mailbox_taken_away_keep_their_names() {
    let (desk, sophie, _) = shared_desk();
    desk.post.set_current_person(Some(sophie)).unwrap();
    print_of(&desk, NOW);
    desk.post.reconcile_people(&[person("Karine Dubois", "Secrétaire")]).unwrap();
    desk.post.reconcile_mailboxes(&[]).unwrap();
    print_of(&desk, NOW + 1);
    let told = lines(&desk, AuditFilter::default());
    assert_eq!((told[1].person.as_deref(), told[1].mailbox.as_deref()), (Some("Sophie Martel"), Some("Secrétariat")));
    assert_eq!((told[0].person.as_deref(), told[0].mailbox.as_deref()), (None, None), "nobody had said who they are");
    assert_eq!(desk.post.audited_people().unwrap(), [(sophie, "Sophie Martel".to_owned())]);
}

#[test]
fn lines_are_filtered_by_person_act_and_period_and_given_page_by_page() {
    let (desk, sophie, karine) = shared_desk();
    for (at, who) in [(NOW, sophie), (NOW + 10, karine), (NOW + 20, sophie)] {
        desk.post.set_current_person(Some(who)).unwrap();
        print_of(&desk, at);
    }
    let journal = NewAuditLine {
        at: NOW + 30,
        mailbox: None,
        act: AuditAct::ExportJournal,
        messages: 0,
        reference: String::new(),
    };
    desk.post.begin_act(&journal).unwrap();
    let times = |filter| lines(&desk, filter).iter().map(|line| line.at - NOW).collect::<Vec<_>>();
    assert_eq!(times(AuditFilter::default()), [30, 20, 10, 0]);
    assert_eq!(times(AuditFilter { person: Some(karine), ..AuditFilter::default() }), [10]);
    assert_eq!(times(AuditFilter { act: Some(AuditAct::ExportJournal), ..AuditFilter::default() }), [30]);
    assert_eq!(times(AuditFilter { since: Some(NOW + 10), until: Some(NOW + 30), ..AuditFilter::default() }), [20, 10]);
    let page = desk.post.audit_log(AuditFilter::default(), 1, 2).unwrap();
    assert_eq!((page.total, page.lines.iter().map(|line| line.at - NOW).collect::<Vec<_>>()), (4, vec![20, 10]));
}

#[test]
fn lines_past_their_time_are_forgotten_and_their_numbers_never_given_again() {
    let (desk, ..) = shared_desk();
    print_of(&desk, NOW - 100);
    let last = print_of(&desk, NOW);
    desk.post.forget_acts_before(NOW + 1).unwrap();
    assert_eq!(lines(&desk, AuditFilter::default()), []);
    assert!(print_of(&desk, NOW + 2) > last, "a gap in the numbers is seen");
}

#[test]
fn a_page_walks_the_index_of_time_and_sorts_nothing() {
    let (desk, ..) = shared_desk();
    for sql in [PAGE_SQL, COUNT_SQL] {
        let plan: Vec<String> = desk
            .post
            .file
            .read(|db| {
                let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let nothing = rusqlite::params_from_iter(std::iter::repeat_n(1, statement.parameter_count()));
                Ok(statement.query_map(nothing, |row| row.get::<_, String>(3))?.collect::<Result<_, _>>()?)
            })
            .unwrap();
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
    }
}
