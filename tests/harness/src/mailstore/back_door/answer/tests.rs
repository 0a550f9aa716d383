use std::time::{Duration, UNIX_EPOCH};

use super::{Answer, literal, name};
use crate::mailstore::Flag;

fn answer(text: &str) -> Answer {
    Answer { text: String::from(text), literal: b"Subject: Sortie\r\n\r\n".to_vec() }
}

#[test]
fn a_message_is_told_with_its_marks_and_its_date() {
    let told = "* 1 FETCH (FLAGS (\\Seen $Forwarded \\Recent \\Flagged) UID 4 INTERNALDATE \" 1-Jan-1970 01:00:09 +0100\" \
                BODY[] {19})";
    let message = answer(told).into_message().unwrap().unwrap();
    assert_eq!(message.flags, [Flag::Flagged, Flag::Seen]);
    assert_eq!(message.keywords, ["$Forwarded"]);
    assert_eq!(message.received, UNIX_EPOCH + Duration::from_secs(9));
    assert_eq!(message.raw, b"Subject: Sortie\r\n\r\n");
}

#[test]
fn news_of_marks_is_no_message() {
    assert!(answer("* 1 FETCH (FLAGS (\\Seen) UID 4)").into_message().is_none());
    assert!(answer("* 1 EXISTS").into_message().is_none());
}

#[test]
fn a_message_without_a_date_is_a_failure() {
    assert!(answer("* 1 FETCH (FLAGS () BODY[] {19})").into_message().unwrap().is_err());
}

#[test]
fn folders_have_their_names_quoted_or_not() {
    assert_eq!(answer("* LIST (\\HasNoChildren) \"/\" Entr&AOk-es/2026").folder(), Some("Entr&AOk-es/2026"));
    assert_eq!(answer("* LIST (\\HasNoChildren \\trash) \"/\" \"Mes dossiers\"").folder(), Some("Mes dossiers"));
    assert_eq!(answer("* LIST (\\HasNoChildren) \".\" INBOX.Sent").folder(), Some("INBOX.Sent"));
    assert!(answer("* STATUS INBOX (MESSAGES 1)").folder().is_none());
}

#[test]
fn a_literal_is_announced_at_the_end_of_a_line() {
    assert_eq!(literal("* 1 FETCH (BODY[] {19}"), Some(19));
    assert_eq!(literal("* OK {19} letters"), None);
}

#[test]
fn every_flag_has_a_name() {
    for flag in [Flag::Draft, Flag::Flagged, Flag::Answered, Flag::Seen, Flag::Deleted] {
        assert!(name(flag).starts_with('\\'));
    }
}
