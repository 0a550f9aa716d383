//! From the name of a server to an open TCP connection.
//!
//! One limit covers the look-up and every address tried, because a person waits for the sum.

use tokio::net::{TcpStream, lookup_host};
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
    let unknown = || NetError::UnknownHost { host: host.clone() };
    let addresses = lookup_host((host.as_str(), endpoint.port)).await.map_err(|_| unknown())?;
    let mut failure = unknown();
    for address in addresses {
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

fn unreachable(host: &str, error: &std::io::Error) -> NetError {
    NetError::Unreachable { host: host.to_owned(), kind: error.kind() }
}
