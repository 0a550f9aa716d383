//! Waiting for news.

use std::future::pending;
use std::time::Duration;

use tokio::sync::oneshot;

use super::{BARE, DOVECOT, in_a_folder, still_usable};
use crate::error::NetError;
use crate::imap::{IdleEnd, ImapSession};

const HOUR: Duration = Duration::from_secs(3600);

async fn waiting(session: &mut ImapSession) -> Result<IdleEnd, NetError> {
    session.idle(pending(), HOUR).await
}

#[tokio::test]
async fn each_kind_of_change_ends_the_wait() {
    for news in ["* 4 EXISTS", "* 2 EXPUNGE", "* 1 FETCH (FLAGS (\\Seen))", "* VANISHED 7"] {
        let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
        let script = async {
            server.hears("e5 IDLE").await;
            server.says(&["+ idling", "* OK Still here", "* 3 EXISTS", news]).await;
            server.hears("DONE").await;
            server.says(&["* 1 RECENT", "e5 OK Idle completed"]).await;
        };
        let (ended, ()) = tokio::join!(waiting(&mut amelie), script);
        assert_eq!(ended, Ok(IdleEnd::Changed), "{news}");
        still_usable(&mut amelie, &mut server, "e6").await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_known_already_is_no_news() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.hears("e5 IDLE").await;
        server.says(&["+ idling", "* 3 EXISTS", "* 0 RECENT", "* OK Still here"]).await;
        server.hears("DONE").await;
        server.says(&["e5 OK"]).await;
    };
    let (ended, ()) = tokio::join!(amelie.idle(pending(), Duration::from_secs(60)), script);
    assert_eq!(ended, Ok(IdleEnd::TimedOut));
}

#[tokio::test]
async fn being_asked_to_stop_leaves_the_session_usable() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let script = async {
        server.hears("e5 IDLE").await;
        server.says(&["+ idling"]).await;
        stop.send(()).unwrap();
        server.hears("DONE").await;
        server.says(&["e5 OK"]).await;
    };
    let (ended, ()) = tokio::join!(amelie.idle(async { stopped.await.unwrap() }, HOUR), script);
    assert_eq!(ended, Ok(IdleEnd::Interrupted));
    still_usable(&mut amelie, &mut server, "e6").await;
}

#[tokio::test(start_paused = true)]
async fn idle_is_issued_anew_until_the_time_is_over() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let began = tokio::time::Instant::now();
    let script = async {
        for tag in ["e5", "e6", "e7"] {
            server.hears(&format!("{tag} IDLE")).await;
            server.says(&["+ idling"]).await;
            server.hears("DONE").await;
            server.says(&[&format!("{tag} OK")]).await;
        }
    };
    let (ended, ()) = tokio::join!(amelie.idle(pending(), Duration::from_secs(20 * 60)), script);
    assert_eq!(ended, Ok(IdleEnd::TimedOut));
    assert_eq!(began.elapsed().as_secs(), 20 * 60);
}

#[tokio::test(start_paused = true)]
async fn a_line_that_died_in_its_sleep_is_found_out_at_the_next_refresh() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let began = tokio::time::Instant::now();
    let script = async {
        server.hears("e5 IDLE").await;
        server.says(&["+ idling"]).await;
    };
    let (ended, ()) = tokio::join!(waiting(&mut amelie), script);
    assert_eq!(ended, Err(NetError::TimedOut));
    assert_eq!(began.elapsed().as_secs(), 9 * 60 + 60);
}

#[tokio::test]
async fn news_heard_during_another_command_is_not_lost() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.line().await;
        server.says(&["* 4 EXISTS", "e5 OK"]).await;
    };
    let (answered, ()) = tokio::join!(amelie.noop(), script);
    assert_eq!(answered, Ok(()));
    assert_eq!(waiting(&mut amelie).await, Ok(IdleEnd::Changed));
    let script = async {
        server.hears("e6 IDLE").await;
        server.says(&["+", "* 5 EXISTS"]).await;
        server.hears("DONE").await;
        server.says(&["e6 OK"]).await;
    };
    let (again, ()) = tokio::join!(waiting(&mut amelie), script);
    assert_eq!(again, Ok(IdleEnd::Changed));
}

#[tokio::test]
async fn news_that_crosses_our_goodbye_counts() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let script = async {
        server.line().await;
        server.says(&["+"]).await;
        stop.send(()).unwrap();
        server.hears("DONE").await;
        server.says(&["* 4 EXISTS", "e5 OK"]).await;
    };
    let (ended, ()) = tokio::join!(amelie.idle(async { stopped.await.unwrap() }, HOUR), script);
    assert_eq!(ended, Ok(IdleEnd::Changed));
}

#[tokio::test(start_paused = true)]
async fn a_server_without_idle_is_asked_every_minute() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let began = tokio::time::Instant::now();
    let script = async {
        server.hears("e5 NOOP").await;
        server.says(&["e5 OK"]).await;
        server.hears("e6 NOOP").await;
        server.says(&["* 4 EXISTS", "e6 OK"]).await;
    };
    let (ended, ()) = tokio::join!(waiting(&mut amelie), script);
    assert_eq!((ended, began.elapsed().as_secs()), (Ok(IdleEnd::Changed), 120));
    let over = amelie.idle(pending(), Duration::from_secs(10)).await;
    assert_eq!(over, Ok(IdleEnd::TimedOut));
    assert_eq!(amelie.idle(async {}, HOUR).await, Ok(IdleEnd::Interrupted));
}

#[tokio::test]
async fn a_server_that_ends_idle_by_itself_is_not_trusted_further() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.line().await;
        server.says(&["+", "e5 OK Idle completed"]).await;
    };
    let (ended, ()) = tokio::join!(waiting(&mut amelie), script);
    assert!(matches!(ended, Err(NetError::Protocol { .. })));
}

#[tokio::test]
async fn a_refused_idle_is_told() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.line().await;
        server.says(&["e5 BAD what"]).await;
    };
    let (ended, ()) = tokio::join!(waiting(&mut amelie), script);
    assert!(matches!(ended, Err(NetError::ServerRefused { .. })));
    still_usable(&mut amelie, &mut server, "e6").await;
}

#[tokio::test]
async fn a_farewell_ends_the_wait() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.line().await;
        server.says(&["+", "* BYE Server shutting down."]).await;
    };
    let (ended, ()) = tokio::join!(waiting(&mut amelie), script);
    assert_eq!(ended, Err(NetError::ServerClosed));
}
