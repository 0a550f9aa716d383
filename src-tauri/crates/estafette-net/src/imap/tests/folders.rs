//! Listing, making and selecting folders.

use std::time::Duration;

use estafette_model::FolderRole;

use super::{BARE, DOVECOT, session, still_usable};
use crate::error::NetError;
use crate::imap::{FolderStatus, IdleEnd, Selected, wire_name};

#[tokio::test]
async fn folders_come_with_their_readable_names_and_roles() {
    let (mut amelie, mut server) = session(DOVECOT).await;
    let script = async {
        server.hears(r#"e4 LIST "" "*" RETURN (SPECIAL-USE)"#).await;
        server
            .says(&[
                r#"* LIST (\HasNoChildren) "/" INBOX"#,
                r#"* LIST (\HasNoChildren \Sent) "/" "Envoy&AOk-s""#,
                r#"* LIST (\Noselect \HasChildren) "/" Projets"#,
                r#"* LIST () "/" "Projets/\"R&-D\"""#,
                r#"* LIST (\All) "/" Archive"#,
                "* LIST () NIL {8}",
            ])
            .await;
        server.says(&["Rapports", "e4 OK"]).await;
    };
    let (listed, ()) = tokio::join!(amelie.list_folders(), script);
    let listed = listed.unwrap();
    let read: Vec<_> = listed.iter().map(|f| (f.name.as_str(), f.role, f.selectable, f.delimiter)).collect();
    let expected = [
        ("INBOX", FolderRole::Inbox, true, Some('/')),
        ("Envoyés", FolderRole::Sent, true, Some('/')),
        ("Projets", FolderRole::Other, false, Some('/')),
        ("Projets/\"R&D\"", FolderRole::Other, true, Some('/')),
        ("Archive", FolderRole::Other, true, Some('/')),
        ("Rapports", FolderRole::Other, true, None),
    ];
    assert_eq!(read, expected);
    assert_eq!(listed[1].wire_name, "Envoy&AOk-s");
    assert_eq!(listed[3].wire_name, "Projets/\"R&-D\"");
}

#[tokio::test]
async fn where_the_server_can_it_says_of_all_folders_at_once_how_far_they_are() {
    let (mut amelie, mut server) = session(&format!("{DOVECOT} LIST-STATUS")).await;
    let script = async {
        server.hears(r#"e4 LIST "" "*" RETURN (SPECIAL-USE STATUS (UIDVALIDITY UIDNEXT HIGHESTMODSEQ))"#).await;
        server
            .says(&[
                r#"* LIST () "/" INBOX"#,
                "* STATUS INBOX (UIDVALIDITY 7 UIDNEXT 12 HIGHESTMODSEQ 90)",
                r#"* LIST (\Sent) "/" "Envoy&AOk-s""#,
                r#"* STATUS "Envoy&AOk-s" (HIGHESTMODSEQ 3 UIDNEXT 2 UIDVALIDITY 8)"#,
                r#"* LIST () "/" Rapports"#,
                "* STATUS Rapports (UIDVALIDITY 9 UIDNEXT 2 HIGHESTMODSEQ 0)",
                r#"* LIST (\Noselect) "/" Projets"#,
                "e4 OK",
            ])
            .await;
    };
    let (listed, ()) = tokio::join!(amelie.list_folders(), script);
    let statuses: Vec<_> = listed.unwrap().into_iter().map(|folder| folder.status).collect();
    let inbox = FolderStatus { uid_validity: 7, uid_next: 12, highest_modseq: 90 };
    let sent = FolderStatus { uid_validity: 8, uid_next: 2, highest_modseq: 3 };
    assert_eq!(statuses, [Some(inbox), Some(sent), None, None]);
}

#[tokio::test]
async fn a_backslash_that_separates_levels_is_one() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.hears(r#"e4 LIST "" "*""#).await;
        server.says(&[r#"* LIST () "\\" "INBOX\\Sent""#, "e4 OK"]).await;
    };
    let (listed, ()) = tokio::join!(amelie.list_folders(), script);
    let listed = listed.unwrap();
    assert_eq!(
        (listed[0].name.as_str(), listed[0].delimiter, listed[0].role),
        (r"INBOX\Sent", Some('\\'), FolderRole::Sent)
    );
}

#[tokio::test]
async fn a_new_folder_is_encoded_and_shown_to_other_programs() {
    let (mut amelie, mut server) = session(BARE).await;
    let wire_name = wire_name("Traité \"R&D\"");
    let script = async {
        server.hears(r#"e4 CREATE "Trait&AOk- \"R&-D\"""#).await;
        server.says(&["e4 OK"]).await;
        server.hears(r#"e5 SUBSCRIBE "Trait&AOk- \"R&-D\"""#).await;
        server.says(&["e5 NO no subscriptions here"]).await;
    };
    let (made, ()) = tokio::join!(amelie.create_folder(&wire_name), script);
    assert_eq!(made, Ok(()));
}

#[tokio::test]
async fn a_folder_that_is_there_already_is_as_good_as_made() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.line().await;
        server.says(&["e4 NO [ALREADYEXISTS] Mailbox already exists"]).await;
        server.line().await;
        server.says(&["e5 OK"]).await;
    };
    let (made, ()) = tokio::join!(amelie.create_folder("Suivi"), script);
    assert_eq!(made, Ok(()));
}

#[tokio::test]
async fn a_server_that_does_not_say_why_it_makes_no_folder_is_asked_whether_it_has_it() {
    let names = [r#"* LIST (\HasNoChildren) "/" Suivis"#, r#"* LIST (\HasNoChildren) "/" Suivi"#];
    let unselectable = [r#"* LIST (\NonExistent \HasChildren) "/" Suivi"#];
    let cases: [(&[&str], bool); 4] = [(&names, true), (&names[..1], false), (&unselectable, false), (&[], false)];
    for (listed, there) in cases {
        let (mut amelie, mut server) = session(BARE).await;
        let script = async {
            server.hears(r#"e4 CREATE "Suivi""#).await;
            // Cyrus 3.6.
            server.says(&["e4 NO Mailbox already exists"]).await;
            server.hears(r#"e5 LIST "" "Suivi""#).await;
            server.says(&[listed, &["e5 OK Completed"]].concat()).await;
            if there {
                server.hears(r#"e6 SUBSCRIBE "Suivi""#).await;
                server.says(&["e6 OK Completed"]).await;
            }
        };
        let (made, ()) = tokio::join!(amelie.create_folder("Suivi"), script);
        assert_eq!(made.is_ok(), there, "{listed:?}: {made:?}");
        assert!(there || matches!(made, Err(NetError::ServerRefused { .. })), "in its words");
    }
}

#[tokio::test]
async fn a_folder_the_server_will_not_make_is_refused_in_its_words() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.line().await;
        server.says(&["e4 NO [NOPERM] Pas ici"]).await;
    };
    let (made, ()) = tokio::join!(amelie.create_folder("Suivi"), script);
    match made {
        Err(NetError::ServerRefused { reply }) => {
            assert_eq!((reply.detail(), reply.text()), (Some("NOPERM"), "Pas ici"))
        }
        other => panic!("{other:?}"),
    }
    still_usable(&mut amelie, &mut server, "e5").await;
}

#[tokio::test]
async fn a_name_with_a_line_break_never_reaches_the_server() {
    let (mut amelie, mut server) = session(DOVECOT).await;
    let name = "Suivi\r\ne9 DELETE INBOX";
    assert!(matches!(amelie.select(name).await, Err(NetError::Unwritable { .. })));
    assert!(matches!(amelie.move_messages(&[1], name).await, Err(NetError::Unwritable { .. })));
    assert!(matches!(amelie.create_folder(name).await, Err(NetError::Unwritable { .. })));
    assert!(matches!(amelie.rename_folder("Suivi", name).await, Err(NetError::Unwritable { .. })));
    assert!(matches!(amelie.delete_folder(name).await, Err(NetError::Unwritable { .. })));
    // A name that a person typed is encoded: a line break becomes base64 and means nothing.
    let wire_name = wire_name(name);
    let script = async {
        server.hears(r#"e4 CREATE "Suivi&AA0ACg-e9 DELETE INBOX""#).await;
        server.says(&["e4 NO [CANNOT]"]).await;
    };
    let (made, ()) = tokio::join!(amelie.create_folder(&wire_name), script);
    assert!(matches!(made, Err(NetError::ServerRefused { .. })));
}

#[tokio::test]
async fn a_renamed_folder_is_shown_under_its_new_name_by_other_programs() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.hears(r#"e4 RENAME "Suivi" "Suivi 2027""#).await;
        server.says(&["e4 OK"]).await;
        server.hears(r#"e5 UNSUBSCRIBE "Suivi""#).await;
        server.says(&["e5 NO not subscribed"]).await;
        server.hears(r#"e6 SUBSCRIBE "Suivi 2027""#).await;
        server.says(&["e6 OK"]).await;
    };
    let rename = async {
        amelie.rename_folder("Suivi", "Suivi 2027").await?;
        amelie.move_subscription("Suivi", "Suivi 2027").await
    };
    let (renamed, ()) = tokio::join!(rename, script);
    assert_eq!(renamed, Ok(()));
}

#[tokio::test]
async fn a_renaming_refused_touches_no_subscription() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.line().await;
        server.says(&["e4 NO [ALREADYEXISTS] Target mailbox exists"]).await;
    };
    let (renamed, ()) = tokio::join!(amelie.rename_folder("Suivi", "Archives"), script);
    assert!(matches!(renamed, Err(NetError::ServerRefused { reply }) if reply.detail() == Some("ALREADYEXISTS")));
    still_usable(&mut amelie, &mut server, "e5").await;
}

#[tokio::test]
async fn a_folder_somebody_else_deleted_is_as_good_as_deleted() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.hears(r#"e4 DELETE "Suivi""#).await;
        server.says(&["e4 NO [NONEXISTENT] Mailbox doesn't exist"]).await;
        server.hears(r#"e5 UNSUBSCRIBE "Suivi""#).await;
        server.says(&["e5 OK"]).await;
    };
    let (deleted, ()) = tokio::join!(amelie.delete_folder("Suivi"), script);
    assert_eq!(deleted, Ok(()));
}

#[tokio::test]
async fn a_server_that_does_not_say_why_it_deletes_no_folder_is_asked_whether_it_has_it() {
    let still_there = [r#"* LIST (\HasNoChildren) "/" Suivi"#];
    let cases: [(&[&str], bool); 2] = [(&[], true), (&still_there, false)];
    for (listed, gone) in cases {
        let (mut amelie, mut server) = session(BARE).await;
        let script = async {
            server.hears(r#"e4 DELETE "Suivi""#).await;
            // Cyrus 3.6.
            server.says(&["e4 NO Mailbox does not exist"]).await;
            server.hears(r#"e5 LIST "" "Suivi""#).await;
            server.says(&[listed, &["e5 OK Completed"]].concat()).await;
            if gone {
                server.hears(r#"e6 UNSUBSCRIBE "Suivi""#).await;
                server.says(&["e6 OK Completed"]).await;
            }
        };
        let (deleted, ()) = tokio::join!(amelie.delete_folder("Suivi"), script);
        assert_eq!(deleted.is_ok(), gone, "{listed:?}: {deleted:?}");
    }
}

#[tokio::test]
async fn a_selected_folder_says_where_it_stands() {
    let (mut amelie, mut server) = session(DOVECOT).await;
    let script = async {
        server.hears(r#"e4 SELECT "shared/orga" (CONDSTORE)"#).await;
        server
            .says(&[
                r"* FLAGS (\Answered \Seen $MssTaken)",
                r"* OK [PERMANENTFLAGS (\Seen \*)] limited",
                "* 12 EXISTS",
                "* 0 RECENT",
                "* OK [UIDVALIDITY 1700000000] UIDs valid",
                "* OK [UIDNEXT 44] Predicted next UID",
                "* OK [HIGHESTMODSEQ 9007199254740993] Highest",
                "e4 OK [READ-ONLY] Select completed.",
            ])
            .await;
    };
    let (selected, ()) = tokio::join!(amelie.select("shared/orga"), script);
    let expected = Selected {
        uid_validity: 1_700_000_000,
        uid_next: Some(44),
        exists: 12,
        highest_modseq: Some(9_007_199_254_740_993),
        read_only: true,
    };
    assert_eq!(selected, Ok(expected));
}

#[tokio::test]
async fn a_server_without_condstore_is_not_asked_for_it() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.hears(r#"e4 SELECT "INBOX""#).await;
        server.says(&["* 0 EXISTS", "* OK [UIDVALIDITY 1]", "* OK [HIGHESTMODSEQ 0]", "e4 OK [READ-WRITE]"]).await;
    };
    let (selected, ()) = tokio::join!(amelie.select("INBOX"), script);
    let selected = selected.unwrap();
    assert_eq!((selected.uid_next, selected.highest_modseq, selected.read_only), (None, None, false));
}

#[tokio::test]
async fn a_folder_without_uidvalidity_cannot_be_synchronised() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.line().await;
        server.says(&["* 3 EXISTS", "e4 OK"]).await;
    };
    let (selected, ()) = tokio::join!(amelie.select("INBOX"), script);
    assert!(matches!(selected, Err(NetError::Protocol { .. })));
}

#[tokio::test]
async fn a_folder_that_is_gone_leaves_the_session_usable() {
    let (mut amelie, mut server) = session(BARE).await;
    let script = async {
        server.line().await;
        server.says(&["e4 NO [NONEXISTENT] Mailbox doesn't exist: Suivi"]).await;
    };
    let (selected, ()) = tokio::join!(amelie.select("Suivi"), script);
    assert!(matches!(selected, Err(NetError::ServerRefused { reply }) if reply.detail() == Some("NONEXISTENT")));
    still_usable(&mut amelie, &mut server, "e5").await;
}

#[tokio::test]
async fn a_folder_that_is_only_looked_at_is_examined_and_its_news_are_heard() {
    let (mut amelie, mut server) = session(DOVECOT).await;
    let script = async {
        server.hears(r#"e4 EXAMINE "Suivi" (CONDSTORE)"#).await;
        server.says(&["* 3 EXISTS", "* OK [UIDVALIDITY 9] valid", "e4 OK [READ-ONLY] examined"]).await;
        server.hears("e5 IDLE").await;
        server.says(&["+ idling", "* 4 EXISTS"]).await;
        server.hears("DONE").await;
        server.says(&["e5 OK"]).await;
    };
    let looking = async {
        let selected = amelie.examine("Suivi").await.unwrap();
        assert!(selected.read_only && selected.exists == 3);
        amelie.idle(std::future::pending(), Duration::from_secs(60)).await
    };
    let (heard, ()) = tokio::join!(looking, script);
    assert_eq!(heard, Ok(IdleEnd::Changed));
}
