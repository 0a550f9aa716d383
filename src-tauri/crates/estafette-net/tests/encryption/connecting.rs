//! Servers that are not there, or are there and say nothing.

use estafette_harness::require;
use estafette_net::{Endpoint, ImapSession, NetError, Security};
use nix::sched::{CloneFlags, unshare};
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
    let heard = match refused {
        Err(NetError::NoNameServer { .. }) => Err(anyhow::anyhow!("no name server answers on this machine")),
        other => Ok(other),
    };
    let Some(refused) = require::available("a name server", heard) else { return };
    assert_eq!(refused, Err(NetError::UnknownHost { host }));
}

/// A thread that left the network of the machine behind: no cable, no Wi-Fi, no name server. `None` where this machine does
/// not allow it.
fn without_network<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    let unplugged = std::thread::spawn(|| {
        unshare(CloneFlags::CLONE_NEWNET)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        anyhow::Ok(runtime.block_on(work))
    });
    match unplugged.join().unwrap() {
        Ok(done) => Some(done),
        Err(error) => {
            println!("skipped: {error}");
            None
        }
    }
}

#[test]
fn without_network_no_name_server_answers_and_the_name_is_not_to_blame() {
    let refused = without_network(async {
        let (trust, _) = identity(Shown::Good);
        let host = "imap.nowhere.invalid".to_owned();
        let endpoint = Endpoint { host, port: 143, security: Security::StartTls };
        ImapSession::open(&endpoint, &trust, &amelie(), &patient()).await.map(drop)
    });
    let Some(refused) = refused else { return };
    assert_eq!(refused, Err(NetError::NoNameServer { host: "imap.nowhere.invalid".to_owned() }));
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
