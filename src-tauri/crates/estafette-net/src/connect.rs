//! From the name of a server to an open TCP connection.
//!
//! One limit covers the look-up and every address tried, because a person waits for the sum.

use std::net::SocketAddr;

use dns_lookup::{AddrInfoHints, LookupErrorKind, SockType, getaddrinfo};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::endpoint::Endpoint;
use crate::error::NetError;
use crate::timeouts::Timeouts;

/// Opens a TCP connection to the first address of the server that answers.
pub(crate) async fn connect(endpoint: &Endpoint, timeouts: &Timeouts) -> Result<TcpStream, NetError> {
    match timeout(timeouts.connect, first_that_answers(endpoint)).await {
        Ok(connected) => connected,
        Err(_) => Err(NetError::TimedOut),
    }
}

async fn first_that_answers(endpoint: &Endpoint) -> Result<TcpStream, NetError> {
    let host = &endpoint.host;
    let mut failure = NetError::UnknownHost { host: host.clone() };
    for address in addresses_of(endpoint).await? {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // Both protocols wait for an answer to each small command: Nagle's delay would be paid every time.
                stream.set_nodelay(true).map_err(|error| unreachable(host, &error))?;
                return Ok(stream);
            }
            Err(error) => failure = unreachable(host, &error),
        }
    }
    Err(failure)
}

/// Where the name leads, in the order the system prefers. Its resolver blocks, so it is asked on a thread that may.
async fn addresses_of(endpoint: &Endpoint) -> Result<Vec<SocketAddr>, NetError> {
    let Endpoint { host, port, .. } = endpoint.clone();
    let found = spawn_blocking(move || resolve(&host, port)).await.map_err(|_| NetError::Abandoned)?;
    found.map_err(|kind| failed_look_up(endpoint.host.clone(), kind))
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
