//! Servers that stop, lie, drown us, or fall silent.

use std::time::Duration;

use super::{BARE, DOVECOT, given_up, in_a_folder, still_usable};
use crate::error::NetError;
use crate::testing::ScriptedServer;

/// What comes of fetching the body of message 7 while the server follows `script`.
async fn fetching(script: impl AsyncFnOnce(&mut ScriptedServer)) -> Result<Vec<Vec<u8>>, NetError> {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let mut bodies = Vec::new();
    let mut sink = |_, body| bodies.push(body);
    let script = async move {
        server.hears("e5 UID FETCH 7 (UID BODY.PEEK[])").await;
        script(&mut server).await;
        server
    };
    let (outcome, server) = tokio::join!(amelie.fetch_bodies(&[7], &mut sink), script);
    if outcome.is_err() {
        given_up(amelie, server).await;
    }
    outcome.map(|()| bodies)
}

#[tokio::test]
async fn a_farewell_in_the_middle_of_a_fetch_ends_the_session() {
    let outcome = fetching(async |server| {
        server.says(&["* 1 FETCH (UID 7 FLAGS ())", "* BYE [ALERT] Server shutting down."]).await;
    })
    .await;
    assert_eq!(outcome, Err(NetError::ServerClosed));
}

#[tokio::test]
async fn a_literal_cut_short_is_a_closed_connection_and_no_letter() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let script = async {
        server.line().await;
        server.sends(b"* 1 FETCH (UID 7 BODY[] {500}\r\nSubject: le d").await;
        drop(server);
    };
    let mut sink = |_, _| panic!("half a letter was handed over");
    let (outcome, ()) = tokio::join!(amelie.fetch_bodies(&[7], &mut sink), script);
    assert_eq!(outcome, Err(NetError::ServerClosed));
}

#[tokio::test]
async fn a_literal_longer_than_any_letter_is_refused() {
    let outcome = fetching(async |server| server.says(&["* 1 FETCH (UID 7 BODY[] {4000000000}"]).await).await;
    assert_eq!(outcome, Err(NetError::TooLarge { limit: 64 * 1024 * 1024, size: 4_000_000_000 }));
}

#[tokio::test]
async fn an_answer_to_a_command_never_sent_ends_the_session() {
    let outcome = fetching(async |server| server.says(&["e99 OK done"]).await).await;
    assert_eq!(outcome, Err(NetError::Protocol { what: "an answer to a command never sent" }));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_ends_the_session_and_is_not_repeated() {
    for answer in ["* 1 FETCH UID 7 BODY[] \"Garnier\"", "* HELLO Garnier", "\u{1}Garnier"] {
        let outcome = fetching(async |server| server.says(&[answer]).await).await;
        let error = outcome.unwrap_err();
        assert_eq!(error, NetError::Protocol { what: "an answer that cannot be read" }, "{answer}");
        assert!(!format!("{error:?} {error}").contains("Garnier"));
    }
}

#[tokio::test]
async fn an_answer_on_which_the_decoder_panics_ends_the_session_and_not_the_program() {
    for answer in ["* 1 FETCH (UID 7 INTERNALDATE NIL)", "* OK [PARSE]\u{2013} en dash"] {
        let outcome = fetching(async |server| server.says(&[answer]).await).await;
        assert_eq!(outcome, Err(NetError::Protocol { what: "an answer that cannot be read" }), "{answer}");
    }
}

#[tokio::test]
async fn a_request_to_continue_out_of_place_ends_the_session() {
    let outcome = fetching(async |server| server.says(&["+ go on"]).await).await;
    assert!(matches!(outcome, Err(NetError::Protocol { .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_second_greeting_ends_the_session() {
    let outcome = fetching(async |server| server.says(&["* PREAUTH as bastien"]).await).await;
    assert!(matches!(outcome, Err(NetError::Protocol { .. })), "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_given_up_in_time() {
    let began = tokio::time::Instant::now();
    assert_eq!(fetching(async |_| ()).await, Err(NetError::TimedOut));
    assert_eq!(began.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn a_large_letter_on_a_slow_line_is_waited_for() {
    let part = vec![b'x'; 150_000];
    let outcome = fetching(async |server| {
        server.sends(b"* 1 FETCH (UID 7 BODY[] {1500000}\r\n").await;
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_secs(25)).await;
            server.sends(&part).await;
        }
        server.says(&[")", "e5 OK"]).await;
    })
    .await;
    assert_eq!(outcome.unwrap()[0].len(), 1_500_000);
}

#[tokio::test(start_paused = true)]
async fn a_letter_sent_byte_by_byte_is_silence() {
    let outcome = fetching(async |server| {
        server.sends(b"* 1 FETCH (UID 7 BODY[] {1500000}\r\n").await;
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_secs(25)).await;
            server.sends(b"x").await;
        }
    })
    .await;
    assert_eq!(outcome, Err(NetError::TimedOut));
}

#[tokio::test(start_paused = true)]
async fn an_answer_with_any_one_byte_changed_or_missing_ends_in_time_and_without_a_panic() {
    let good =
        b"* 1 FETCH (UID 7 FLAGS (\\Seen) BODY[] {4}\r\nlmno)\r\n* 4 EXISTS\r\ne5 OK [CAPABILITY IMAP4rev1] done\r\n";
    for at in 0..good.len() {
        for replaced in [Some(b'\r'), Some(b'\n'), Some(b'{'), Some(b'"'), Some(b')'), Some(0), Some(0xe9), None] {
            let mut answer = good.to_vec();
            answer.splice(at..=at, replaced);
            let (mut amelie, mut server) = in_a_folder(BARE).await;
            let script = async {
                server.line().await;
                server.sends(&answer).await;
            };
            let mut handed_over = 0;
            let mut sink = |_, _| handed_over += 1;
            let (_, ()) = tokio::join!(amelie.fetch_bodies(&[7], &mut sink), script);
            assert!(handed_over <= 1, "{}", answer.escape_ascii());
        }
    }
}

#[tokio::test]
async fn a_refused_command_is_told_and_the_session_goes_on() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.line().await;
        server.says(&["e5 BAD Error in IMAP command"]).await;
    };
    let (outcome, ()) = tokio::join!(amelie.fetch_flags(1), script);
    assert!(matches!(outcome, Err(NetError::ServerRefused { .. })));
    still_usable(&mut amelie, &mut server, "e6").await;
}

#[tokio::test]
async fn a_command_that_was_dropped_half_way_is_not_followed_by_another() {
    let (mut amelie, server) = in_a_folder(DOVECOT).await;
    {
        let dropped = amelie.fetch_flags(1);
        tokio::select! {
            biased;
            _ = dropped => panic!("nobody answered"),
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(amelie.noop().await, Err(NetError::Abandoned));
    drop((amelie, server));
}

#[test]
fn no_log_level_can_print_what_the_decoder_traces() {
    assert!(log::STATIC_MAX_LEVEL <= log::LevelFilter::Debug);
}
