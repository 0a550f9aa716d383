//! Servers that are not there, or are there and say nothing.

use estafette_net::{Endpoint, ImapSession, NetError, Security};
use tokio::net::TcpListener;

use super::server::{Shown, identity};
use super::{BOTH, amelie, impatient, opens, patient};

#[tokio::test]
async fn a_closed_port_is_unreachable() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let (trust, _) = identity(Shown::Good);
    for protocol in BOTH {
        let refused = opens(protocol, free, Security::StartTls, &trust, &patient()).await;
        let kind = std::io::ErrorKind::ConnectionRefused;
        assert_eq!(refused, Err(NetError::Unreachable { host: "127.0.0.1".to_owned(), kind }));
    }
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_unknown() {
    let (trust, _) = identity(Shown::Good);
    let host = "imap.nowhere.invalid".to_owned();
    let endpoint = Endpoint { host: host.clone(), port: 143, security: Security::StartTls };
    let refused = ImapSession::open(&endpoint, &trust, &amelie(), &patient()).await.map(drop);
    assert_eq!(refused, Err(NetError::UnknownHost { host }));
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_at_each_stage() {
    let (trust, _) = identity(Shown::Good);
    // Accepted by the system and never by the program: both ends of a hung server.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    for protocol in BOTH {
        for security in [Security::StartTls, Security::ImplicitTls] {
            let refused = opens(protocol, port, security, &trust, &impatient()).await;
            assert_eq!(refused, Err(NetError::TimedOut), "{protocol:?} {security:?}");
        }
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_has_closed_the_connection() {
    let (trust, _) = identity(Shown::Good);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let hanging_up = tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    for protocol in BOTH {
        for security in [Security::StartTls, Security::ImplicitTls] {
            let refused = opens(protocol, port, security, &trust, &patient()).await;
            assert_eq!(refused, Err(NetError::ServerClosed), "{protocol:?} {security:?}");
        }
    }
    hanging_up.abort();
}

#[test]
fn sessions_may_cross_threads() {
    fn crosses<T: Send>(_: &T) {}
    let (trust, _) = identity(Shown::Good);
    let endpoint = Endpoint { host: "127.0.0.1".to_owned(), port: 9, security: Security::StartTls };
    let (credential, timeouts) = (amelie(), patient());
    crosses(&ImapSession::open(&endpoint, &trust, &credential, &timeouts));
    crosses(&estafette_net::Submission::open(&endpoint, &trust, &credential, &timeouts));
}
