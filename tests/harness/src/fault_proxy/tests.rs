use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{Fault, FaultProxy, LETTER_RUN, Moment, Release, Way};

const HOST: &str = "127.0.0.1";
const LONG: Duration = Duration::from_secs(10);

/// A server that hears one client to the end, or up to `answers_after` bytes, says « Bien reçu » and gives what it heard.
fn listener(answers_after: usize) -> (FaultProxy, JoinHandle<std::io::Result<Vec<u8>>>) {
    let listener = TcpListener::bind((HOST, 0)).unwrap();
    let line = FaultProxy::before(HOST, listener.local_addr().unwrap().port()).unwrap();
    let server = thread::spawn(move || {
        let (mut client, _) = listener.accept()?;
        client.set_read_timeout(Some(LONG))?;
        let mut heard = Vec::new();
        let mut buffer = [0; 4096];
        while heard.len() < answers_after {
            match client.read(&mut buffer)? {
                0 => return Ok(heard),
                read => heard.extend_from_slice(&buffer[..read]),
            }
        }
        client.write_all(b"recu")?;
        client.read_to_end(&mut heard)?;
        Ok(heard)
    });
    (line, server)
}

fn client(line: &FaultProxy) -> TcpStream {
    let client = TcpStream::connect((HOST, line.port())).unwrap();
    client.set_read_timeout(Some(LONG)).unwrap();
    client
}

#[test]
fn a_healthy_line_carries_both_ways_and_the_end() {
    let (line, server) = listener(7);
    let mut client = client(&line);
    client.write_all(b"bonjour").unwrap();
    let mut answer = [0; 4];
    client.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"recu");
    drop(client);
    assert_eq!(server.join().unwrap().unwrap(), b"bonjour");
}

#[test]
fn a_cut_lets_exactly_so_many_bytes_through_and_says_so() {
    let (line, server) = listener(usize::MAX);
    line.arm(Moment::Bytes(Way::Up, 5), Fault::Cut);
    let mut client = client(&line);
    client.write_all(b"bonjour").unwrap();
    assert_eq!(server.join().unwrap().unwrap(), b"bonjo");
    let strike = line.wait_for_strike(LONG).unwrap();
    assert_eq!((strike.up, strike.down, strike.unanswered), (5, 0, 5));
    assert_eq!(client.read(&mut [0; 4]).unwrap(), 0, "the client hears the end");
}

#[test]
fn a_reset_is_told_apart_from_an_end() {
    let (line, server) = listener(usize::MAX);
    line.arm(Moment::Bytes(Way::Up, 5), Fault::Reset);
    let mut client = client(&line);
    client.write_all(b"bonjour").unwrap();
    assert_eq!(client.read(&mut [0; 4]).unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!(server.join().unwrap().unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[test]
fn one_bit_is_wrong_and_only_one() {
    let (line, server) = listener(usize::MAX);
    line.arm(Moment::Bytes(Way::Up, 3), Fault::FlipBit(0));
    let mut client = client(&line);
    client.write_all(b"bonjour").unwrap();
    drop(client);
    assert_eq!(server.join().unwrap().unwrap(), b"bonkour");
}

#[test]
fn a_stalled_line_holds_what_came_and_lets_it_flow_or_loses_it() {
    for (how, heard) in [(Release::Flow, &b"bonjour"[..]), (Release::Cut, &b"bon"[..])] {
        let (line, server) = listener(usize::MAX);
        line.arm(Moment::Bytes(Way::Up, 3), Fault::Stall);
        let mut client = client(&line);
        client.write_all(b"bonjour").unwrap();
        let _struck = line.wait_for_strike(LONG).unwrap();
        drop(client);
        line.release(how);
        assert_eq!(server.join().unwrap().unwrap(), heard, "{how:?}");
    }
}

#[test]
fn the_answer_to_a_letter_is_known_by_what_went_up_before_it() {
    let letter = vec![b'x'; usize::try_from(LETTER_RUN).unwrap() + 100];
    let (line, server) = listener(letter.len());
    line.arm(Moment::AnswerToLetter, Fault::Stall);
    let mut client = client(&line);
    client.write_all(&letter).unwrap();
    let strike = line.wait_for_strike(LONG).unwrap();
    assert_eq!((strike.down, strike.unanswered), (0, letter.len() as u64));
    line.release(Release::Cut);
    assert_eq!(client.read(&mut [0; 4]).unwrap(), 0, "the answer never came");
    assert_eq!(server.join().unwrap().unwrap().len(), letter.len());
}

#[test]
fn a_short_question_and_its_answer_are_no_letter() {
    let (line, _server) = listener(7);
    line.arm(Moment::AnswerToLetter, Fault::Cut);
    let mut client = client(&line);
    client.write_all(b"bonjour").unwrap();
    client.read_exact(&mut [0; 4]).unwrap();
    assert_eq!(line.wait_for_strike(Duration::ZERO), None);
}

#[test]
fn a_network_that_is_down_lets_nobody_through_until_it_is_back() {
    let (line, server) = listener(7);
    line.fall();
    let mut turned_away = client(&line);
    assert_eq!(turned_away.read(&mut [0; 4]).unwrap_or(0), 0);
    line.rise();
    let mut client = client(&line);
    client.write_all(b"bonjour").unwrap();
    client.read_exact(&mut [0; 4]).unwrap();
    line.fall();
    assert_eq!(client.read(&mut [0; 4]).unwrap_or(0), 0, "cut");
    assert_eq!(server.join().unwrap().unwrap(), b"bonjour");
}

#[test]
fn a_slow_line_takes_the_time_its_bytes_take_and_a_late_one_its_delay() {
    for (rate, delay) in [(10_000, 0), (0, 200)] {
        let (line, server) = listener(2_000);
        line.slow(rate);
        line.delay(Duration::from_millis(delay));
        let mut client = client(&line);
        let begun = Instant::now();
        client.write_all(&[b'x'; 2_000]).unwrap();
        client.read_exact(&mut [0; 4]).unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(200), "{:?}", begun.elapsed());
        drop(client);
        assert_eq!(server.join().unwrap().unwrap().len(), 2_000);
    }
}
