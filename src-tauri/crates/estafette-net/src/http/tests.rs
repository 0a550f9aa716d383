#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use estafette_harness::{ListAnswer, ListServer};

use super::{Bounds, GetFault, HttpUrl, get};

const BOUNDS: Bounds = Bounds { time: Duration::from_secs(5), size: 4096 };
const LIST: &[u8] = b"\x30\x03abc";

async fn what_comes_of(answer: ListAnswer, bounds: Bounds) -> Result<Vec<u8>, GetFault> {
    let server = ListServer::start(answer).unwrap();
    get(&HttpUrl::parse(&server.url()).unwrap(), bounds).await
}

#[tokio::test]
async fn what_is_there_is_had_whole_and_the_question_tells_nothing_else() {
    for answer in [ListAnswer::Body(LIST.to_vec()), ListAnswer::UntilClosed(LIST.to_vec())] {
        let server = ListServer::start(answer).unwrap();
        let url = server.url();
        assert_eq!(get(&HttpUrl::parse(&url).unwrap(), BOUNDS).await.unwrap(), LIST);
        let host = url.trim_start_matches("http://").split('/').next().unwrap();
        let asked = format!("GET /lists/authority.crl HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        assert_eq!(server.questions(), [asked]);
    }
}

#[tokio::test]
async fn what_is_refused_moved_cut_short_or_no_http_is_nothing() {
    let cases = [
        (ListAnswer::Status(403), GetFault::Refused(403)),
        (ListAnswer::Status(204), GetFault::Refused(204)),
        (ListAnswer::CutShort, GetFault::Failed),
        (ListAnswer::Gibberish, GetFault::Failed),
    ];
    for (answer, fault) in cases {
        assert_eq!(what_comes_of(answer.clone(), BOUNDS).await, Err(fault), "{answer:?}");
    }
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let elsewhere = ListServer::start(ListAnswer::Body(LIST.to_vec())).unwrap();
    let moved = what_comes_of(ListAnswer::Elsewhere(elsewhere.url()), BOUNDS).await;
    assert_eq!(moved, Err(GetFault::Refused(302)));
    assert!(elsewhere.questions().is_empty());
}

#[tokio::test]
async fn more_than_is_allowed_is_not_read() {
    assert_eq!(what_comes_of(ListAnswer::Endless, BOUNDS).await, Err(GetFault::TooLarge));
    let announced = ListAnswer::Body(vec![0; BOUNDS.size + 1]);
    assert_eq!(what_comes_of(announced, BOUNDS).await, Err(GetFault::TooLarge));
    assert_eq!(
        what_comes_of(ListAnswer::Body(vec![0; BOUNDS.size]), BOUNDS).await.map(|list| list.len()),
        Ok(BOUNDS.size)
    );
}

#[tokio::test]
async fn a_server_that_is_silent_or_slow_is_given_up_in_time() {
    let impatient = Bounds { time: Duration::from_millis(300), ..BOUNDS };
    for answer in [ListAnswer::Silence, ListAnswer::Dribble(vec![0x30; 100])] {
        assert_eq!(what_comes_of(answer.clone(), impatient).await, Err(GetFault::TimedOut), "{answer:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_failure() {
    let url = ListServer::start(ListAnswer::Gibberish).map(|server| server.url()).unwrap();
    let failed = get(&HttpUrl::parse(&url).unwrap(), BOUNDS).await;
    assert_eq!(failed, Err(GetFault::Failed));
}

#[test]
fn only_plain_http_with_a_host_and_without_a_user_is_an_address() {
    for good in ["http://igc-sante.esante.gouv.fr/CRL/ACI-EL-ORG.crl", "HTTP://127.0.0.1:8080/a?b", "http://[::1]/"] {
        assert!(HttpUrl::parse(good).is_some(), "{good}");
    }
    let bad = [
        "ldap://annuaire-igc.esante.gouv.fr/cn=ACI?certificaterevocationlist",
        "https://igc-sante.esante.gouv.fr/CRL/ACI-EL-ORG.crl",
        "file:///etc/passwd",
        "http:///CRL/ACI-EL-ORG.crl",
        "http://amelie:tisane@igc-sante.esante.gouv.fr/",
        "http://igc-sante.esante.gouv.fr:0/",
        "http://igc sante/",
        "/CRL/ACI-EL-ORG.crl",
        "",
    ];
    for bad in bad {
        assert!(HttpUrl::parse(bad).is_none(), "{bad}");
    }
    assert_eq!(HttpUrl::parse("http://[::1]:81/").unwrap().host(), "::1");
}
