#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::Flags;

use crate::testing::{MORNING, Stage, letter};
use crate::{AttachmentInfo, ThreadFilter, ThreadSummary};

fn rows(stage: &Stage, filter: ThreadFilter) -> Vec<ThreadSummary> {
    let page = stage.store.thread_page(stage.inbox, filter, 0, 100).unwrap();
    assert_eq!(page.total as usize, page.rows.len());
    page.rows
}

#[test]
fn a_row_tells_the_newest_letter_and_counts_the_conversation() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan").named("q@a.example").flagged(Flags::FLAGGED.with(Flags::SEEN)));
    let newest = letter(2, "RE : Bilan").named("r@a.example").answering("q@a.example").from("bastien", "secretariat");
    let latest = stage.arrives(stage.inbox, &newest.flagged(Flags::ANSWERED));
    let row = &rows(&stage, ThreadFilter::All)[0];
    assert_eq!((row.messages, row.unread, row.starred, row.answered), (2, 1, true, true));
    assert_eq!((row.latest, row.subject.as_str(), row.folder), (latest, "RE : Bilan", stage.inbox));
    assert_eq!((row.from.name.as_str(), row.to[0].name.as_str()), ("BASTIEN", "SECRETARIAT"));
    assert_eq!((row.date, row.outgoing), (MORNING + 2 * 3_600 - 100_000, false));
}

#[test]
fn counts_concern_the_folder_only() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan").named("q@a.example"));
    stage.arrives(stage.sent, &letter(2, "RE : Bilan").answering("q@a.example").flagged(Flags::SEEN));
    let inbox = &rows(&stage, ThreadFilter::All)[0];
    assert_eq!((inbox.messages, inbox.subject.as_str()), (1, "Bilan"));
    let sent = stage.store.thread_page(stage.sent, ThreadFilter::All, 0, 10).unwrap();
    assert_eq!((sent.rows[0].messages, sent.rows[0].unread, sent.rows[0].outgoing), (1, 0, true));
    assert_eq!(sent.rows[0].id, inbox.id);
}

#[test]
fn filters_let_through_what_they_say() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "lu").flagged(Flags::SEEN));
    stage.arrives(stage.inbox, &letter(2, "non lu"));
    stage.arrives(stage.inbox, &letter(3, "suivi").flagged(Flags::SEEN.with(Flags::FLAGGED)));
    let subjects = |filter| rows(&stage, filter).into_iter().map(|row| row.subject).collect::<Vec<_>>();
    assert_eq!(subjects(ThreadFilter::All), ["suivi", "non lu", "lu"]);
    assert_eq!(subjects(ThreadFilter::Unread), ["non lu"]);
    assert_eq!(subjects(ThreadFilter::Starred), ["suivi"]);
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let stage = Stage::new();
    for uid in 1..=7 {
        stage.arrives(stage.inbox, &letter(uid, &uid.to_string()));
    }
    let page = |offset| {
        let page = stage.store.thread_page(stage.inbox, ThreadFilter::All, offset, 3).unwrap();
        assert_eq!(page.total, 7);
        page.rows.into_iter().map(|row| row.subject).collect::<Vec<_>>()
    };
    assert_eq!(page(0), ["7", "6", "5"]);
    assert_eq!(page(3), ["4", "3", "2"]);
    assert_eq!(page(6), ["1"]);
    assert_eq!(page(9), Vec::<String>::new());
}

#[test]
fn a_new_letter_brings_its_conversation_to_the_top() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan").named("q@a.example"));
    stage.arrives(stage.inbox, &letter(2, "Transport"));
    stage.arrives(stage.inbox, &letter(3, "RE : Bilan").answering("q@a.example"));
    assert_eq!(stage.subjects(stage.inbox), ["RE : Bilan", "Transport"]);
}

#[test]
fn six_files_of_the_conversation_are_named_newest_first() {
    let stage = Stage::new();
    let first = stage.arrives(stage.inbox, &letter(1, "Bilan").named("q@a.example"));
    let second = stage.arrives(stage.inbox, &letter(2, "RE : Bilan").answering("q@a.example"));
    let files = |prefix: &str| {
        (1..=4)
            .map(|index| AttachmentInfo {
                index,
                name: format!("{prefix}{index}.pdf"),
                mime_type: "application/octet-stream".to_owned(),
                kind: "pdf".to_owned(),
                size: 1,
                inline: index == 4,
            })
            .collect()
    };
    for (id, prefix) in [(first, "a"), (second, "b")] {
        stage.has_files(id, files(prefix));
    }
    let row = &rows(&stage, ThreadFilter::All)[0];
    let names: Vec<&str> = row.attachments.iter().map(|label| label.name.as_str()).collect();
    assert_eq!(names, ["b1.pdf", "b2.pdf", "b3.pdf", "a1.pdf", "a2.pdf", "a3.pdf"]);
    assert_eq!(row.attachments[0].kind, "pdf", "what it is, not what it was labelled");
}

#[test]
fn three_recipients_are_named() {
    let stage = Stage::new();
    let mut sent = letter(1, "Réunion");
    sent.0.header.to = ["a", "b", "c", "d"].map(crate::testing::person).to_vec();
    stage.arrives(stage.inbox, &sent);
    assert_eq!(rows(&stage, ThreadFilter::All)[0].to.len(), 3);
}

#[test]
fn a_folder_without_letters_is_an_empty_page() {
    let stage = Stage::new();
    let page = stage.store.thread_page(stage.trash, ThreadFilter::Unread, 0, 50).unwrap();
    assert_eq!((page.total, page.rows), (0, vec![]));
}

#[test]
fn our_own_answers_in_sent_count_in_the_conversation_and_those_thrown_away_do_not() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan").named("q@a.example"));
    stage.arrives(stage.sent, &letter(1, "RE : Bilan").answering("q@a.example").named("r@a.example"));
    stage.arrives(stage.trash, &letter(1, "RE : Bilan").answering("q@a.example").named("s@a.example"));
    let row = &rows(&stage, ThreadFilter::All)[0];
    assert_eq!((row.messages, row.conversation), (1, 2));
}
