//! A name server that knows no name and writes down each that is asked for (RFC 1035 §4.1): the only way to see an engine
//! that looks for a host beforehand.
//!
//! It can only stand where port 53 is its own, which is a network of its own: the trial is started inside one.

use std::net::Ipv4Addr;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::UdpSocket;

use crate::log::{Log, What};
use crate::walls::Trial;

/// What every name of a vector ends with.
pub(crate) const ZONE: &str = "piste.example";
/// Length of the header of a question, bytes.
const HEADER: usize = 12;

/// Answers until the trial ends.
///
/// # Errors
/// When port 53 is somebody else's.
pub(crate) async fn listen(log: Arc<Log>) -> anyhow::Result<()> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 53)).await.context("port 53 is not ours")?;
    tokio::spawn(async move {
        let mut question = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut question).await {
            let question = question.get(..length).unwrap_or_default();
            let labels = labels(question);
            if let [id, trial, ..] = labels.as_slice()
                && labels.join(".").ends_with(ZONE)
            {
                log.hear(Trial::called(trial), id, What::Name);
            }
            let _whoever_asked_is_gone = socket.send_to(&no_such_name(question), from).await;
        }
    });
    Ok(())
}

/// The labels of the name asked for.
fn labels(question: &[u8]) -> Vec<String> {
    let mut rest = question.get(HEADER..).unwrap_or_default();
    let mut labels = Vec::new();
    while let Some((&length, after)) = rest.split_first() {
        let Some((label, after)) = after.split_at_checked(usize::from(length)).filter(|_| length > 0) else { break };
        labels.push(String::from_utf8_lossy(label).to_ascii_lowercase());
        rest = after;
    }
    labels
}

/// The same question, with « no such name » in its header.
fn no_such_name(question: &[u8]) -> Vec<u8> {
    let mut answer = question.to_vec();
    if let Some(flags) = answer.get_mut(2..4) {
        flags.copy_from_slice(&[0x81, 0x83]);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::{labels, no_such_name};

    const QUESTION: &[u8] = b"\x12\x34\x01\x00\0\x01\0\0\0\0\0\0\x03Img\x07control\x05piste\x07example\0\0\x01\0\x01";

    #[test]
    fn the_name_is_read_and_denied() {
        assert_eq!(labels(QUESTION), ["img", "control", "piste", "example"]);
        let answer = no_such_name(QUESTION);
        assert_eq!(answer.get(..4), Some(&b"\x12\x34\x81\x83"[..]));
        assert_eq!(answer.get(4..), QUESTION.get(4..));
    }

    #[test]
    fn a_question_cut_anywhere_is_no_name_and_no_panic() {
        for length in 0..QUESTION.len() {
            let cut = QUESTION.get(..length).unwrap_or_default();
            assert!(labels(cut).len() <= 4);
            assert_eq!(no_such_name(cut).len(), length);
        }
    }
}
