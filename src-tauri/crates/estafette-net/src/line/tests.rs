#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use super::{Lines, MAX_LINE};
use crate::error::NetError;
use crate::testing::pipe;

const LIMIT: Duration = Duration::from_secs(60);

#[tokio::test]
async fn lines_are_told_apart_however_the_bytes_arrive() {
    let (client, mut server) = pipe();
    let mut lines = Lines::new(client);
    server.dribbles(b"220 un\r\n250").await;
    server.sends(b" deux\r\n\r\n").await;
    for expected in ["220 un", "250 deux", ""] {
        assert_eq!(lines.read(LIMIT).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_line_that_ends_without_a_carriage_return_is_refused() {
    let (client, mut server) = pipe();
    server.sends(b"220 un\n").await;
    assert!(matches!(Lines::new(client).read(LIMIT).await, Err(NetError::Protocol { .. })));
}

#[tokio::test]
async fn a_line_that_never_ends_is_given_up_before_it_fills_the_memory() {
    let (client, mut server) = pipe();
    server.sends(&vec![b'x'; 2 * MAX_LINE]).await;
    assert!(matches!(Lines::new(client).read(LIMIT).await, Err(NetError::Protocol { .. })));
}

#[tokio::test]
async fn a_line_in_latin_1_is_read_all_the_same() {
    let (client, mut server) = pipe();
    server.sends(b"550 bo\xeete pleine\r\n").await;
    assert_eq!(Lines::new(client).read(LIMIT).await.unwrap(), "550 bo\u{fffd}te pleine");
}

#[tokio::test]
async fn an_unfinished_line_is_a_closed_connection() {
    let (client, mut server) = pipe();
    server.sends(b"220 un").await;
    drop(server);
    assert_eq!(Lines::new(client).read(LIMIT).await, Err(NetError::ServerClosed));
}

#[tokio::test(start_paused = true)]
async fn a_line_sent_drop_by_drop_is_late_all_the_same() {
    let (client, mut server) = pipe();
    let mut lines = Lines::new(client);
    let drops = async {
        loop {
            server.sends(b"x").await;
            tokio::time::sleep(LIMIT / 4).await;
        }
    };
    tokio::select! {
        line = lines.read(LIMIT) => assert_eq!(line, Err(NetError::TimedOut)),
        () = drops => {}
    }
}

#[tokio::test]
async fn the_stream_is_not_given_back_while_something_is_unread() {
    let (client, mut server) = pipe();
    let mut lines = Lines::new(client);
    server.sends(b"s2 OK\r\n* OK slipped in\r\n").await;
    lines.read(LIMIT).await.unwrap();
    assert_eq!(lines.into_quiet_stream().err(), Some(NetError::PreTlsData));
}

#[tokio::test]
async fn a_carriage_return_or_a_zero_byte_inside_a_line_is_refused() {
    for line in [b"220 un\r250 deux\r\n".as_slice(), b"220 u\0n\r\n"] {
        let (client, mut server) = pipe();
        server.sends(line).await;
        assert!(
            matches!(Lines::new(client).read(LIMIT).await, Err(NetError::Protocol { .. })),
            "{}",
            line.escape_ascii()
        );
    }
}

#[tokio::test]
async fn nothing_is_asked_while_an_answer_is_here_already() {
    let (client, mut server) = pipe();
    let mut lines = Lines::new(client);
    server.sends(b"220 un\r\n250 deux\r\n").await;
    lines.read(LIMIT).await.unwrap();
    assert_eq!(lines.ask(b"EHLO\r\n", LIMIT).await, Err(NetError::PreTlsData));
    lines.read(LIMIT).await.unwrap();
    assert_eq!(lines.ask(b"EHLO\r\n", LIMIT).await, Ok(()));
    server.hears("EHLO").await;
}
