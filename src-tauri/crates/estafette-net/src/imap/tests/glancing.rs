//! Looking at one folder while another is selected.

use super::{DOVECOT, in_a_folder, session, still_usable};
use crate::imap::{Glance, Selected};

#[tokio::test]
async fn a_glance_is_one_question_and_tells_a_letter_a_mark_and_nothing_apart() {
    let (mut amelie, mut server) = session(DOVECOT).await;
    let script = async {
        for (tag, said) in [("e4", "3 UIDNEXT 12 HIGHESTMODSEQ 90"), ("e5", "3 UIDNEXT 12 HIGHESTMODSEQ 90")] {
            server.hears(&format!("{tag} STATUS \"INBOX\" (MESSAGES UIDNEXT HIGHESTMODSEQ)")).await;
            server.says(&[&format!("* STATUS INBOX (MESSAGES {said})"), &format!("{tag} OK")]).await;
        }
        for (tag, said) in [("e6", "4 UIDNEXT 13 HIGHESTMODSEQ 91"), ("e7", "3 UIDNEXT 12 HIGHESTMODSEQ 91")] {
            server.hears(&format!("{tag} STATUS \"INBOX\" (MESSAGES UIDNEXT HIGHESTMODSEQ)")).await;
            server.says(&[&format!("* STATUS INBOX (MESSAGES {said})"), &format!("{tag} OK")]).await;
        }
    };
    let looks = async {
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(amelie.glance("INBOX").await.unwrap());
        }
        seen
    };
    let (seen, ()) = tokio::join!(looks, script);
    assert_eq!(seen.iter().map(|look| look.differs_from(&seen[0])).collect::<Vec<_>>(), [false, false, true, true]);
    still_usable(&mut amelie, &mut server, "e8").await;
}

#[test]
fn what_a_server_leaves_unsaid_is_no_change() {
    let selected = Selected { uid_validity: 7, uid_next: None, exists: 3, highest_modseq: Some(90), read_only: false };
    let silent = Glance::default();
    assert!(!silent.differs_from(&Glance::from(&selected)));
    assert!(!Glance::from(&selected).differs_from(&silent));
    assert!(Glance::from(&Selected { exists: 4, ..selected }).differs_from(&Glance::from(&selected)));
}

#[tokio::test]
async fn what_is_announced_while_letters_are_fetched_is_known_without_a_question() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    assert!(!amelie.has_news());
    let script = async {
        server.hears("e5 NOOP").await;
        server.says(&["* 4 EXISTS", "e5 OK"]).await;
    };
    let (asked, ()) = tokio::join!(amelie.noop(), script);
    asked.unwrap();
    assert!(amelie.has_news());
}
