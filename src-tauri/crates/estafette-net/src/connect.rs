//! From the name of a server to an open TCP connection.
//!
//! One limit covers the look-up and every address tried, because a person waits for the sum.

use std::net::SocketAddr;
use std::time::Duration;

use dns_lookup::{AddrInfoHints, LookupErrorKind, SockType, getaddrinfo};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::error::NetError;

/// Opens a TCP connection to the first address of the server that answers, within `limit`.
pub(crate) async fn connect(host: &str, port: u16, limit: Duration) -> Result<TcpStream, NetError> {
    match timeout(limit, first_that_answers(host, port)).await {
        Ok(connected) => connected,
        Err(_) => Err(NetError::TimedOut),
    }
}

async fn first_that_answers(host: &str, port: u16) -> Result<TcpStream, NetError> {
    let mut failure = NetError::UnknownHost { host: host.to_owned() };
    for address in addresses_of(host, port).await? {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // Both protocols wait for an answer to each small command: Nagle's delay would be paid every time.
                stream.set_nodelay(true).map_err(|error| unreachable(host, &error))?;
                // What had not left when a session was given up, or the program died, never leaves: otherwise the system goes
                // on sending for minutes, and a letter said to be of unknown fate, or a copy made again meanwhile, comes late.
                stream.set_zero_linger().map_err(|error| unreachable(host, &error))?;
                return Ok(stream);
            }
            Err(error) => failure = unreachable(host, &error),
        }
    }
    Err(failure)
}

/// Where the name leads, in the order the system prefers. Its resolver blocks, so it is asked on a thread that may.
async fn addresses_of(host: &str, port: u16) -> Result<Vec<SocketAddr>, NetError> {
    let name = host.to_owned();
    let found = spawn_blocking(move || resolve(&name, port)).await.map_err(|_| NetError::Abandoned)?;
    found.map_err(|kind| failed_look_up(host.to_owned(), kind))
}

fn resolve(host: &str, port: u16) -> Result<Vec<SocketAddr>, LookupErrorKind> {
    let hints = AddrInfoHints { socktype: SockType::Stream.into(), ..AddrInfoHints::default() };
    let found = getaddrinfo(Some(host), None, Some(hints)).map_err(|error| error.kind())?;
    // An entry the system itself could not describe is passed over: another one may do.
    Ok(found.flatten().map(|entry| SocketAddr::new(entry.sockaddr.ip(), port)).collect())
}

/// A name server that answers « no such name » is one thing, none that answers another: the first is for whoever wrote the
/// name, the second is the network's. Without a cable, it is the second that happens.
fn failed_look_up(host: String, kind: LookupErrorKind) -> NetError {
    match kind {
        LookupErrorKind::Again | LookupErrorKind::Fail | LookupErrorKind::IO => NetError::NoNameServer { host },
        _ => NetError::UnknownHost { host },
    }
}

fn unreachable(host: &str, error: &std::io::Error) -> NetError {
    NetError::Unreachable { host: host.to_owned(), kind: error.kind() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::ErrorKind;
    use std::time::Duration;

    use tokio::io::AsyncReadExt;
    use tokio::net::TcpListener;

    use super::connect;

    #[tokio::test]
    async fn what_a_connection_had_not_sent_when_it_is_dropped_never_leaves() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let stream = connect("127.0.0.1", port, Duration::from_secs(30)).await.unwrap();
        let (mut server, _) = listener.accept().await.unwrap();
        // The server reads nothing yet: what it has no room for waits in this machine.
        let mut written = 0;
        let chunk = vec![b'x'; 256 * 1024];
        while let Ok(Ok(_)) = tokio::time::timeout(Duration::from_millis(200), stream.writable()).await {
            match stream.try_write(&chunk) {
                Ok(count) => written += count,
                Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            }
        }
        drop(stream);
        let mut heard = Vec::new();
        let end = server.read_to_end(&mut heard).await;
        assert!(heard.len() < written, "{} of {written} bytes arrived", heard.len());
        assert_eq!(end.unwrap_err().kind(), ErrorKind::ConnectionReset);
    }
}
