//! One GET over plain HTTP, bounded in every way: how an authority's list of revoked certificates is had.
//!
//! In clear on purpose: the list is signed, and fetching it over TLS would ask for a list in turn (RFC 5280 §8). The
//! question tells nothing of the person or the machine; no redirection is followed, no proxy is asked for, no cookie kept.

use std::pin::pin;
use std::time::Duration;

use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST};
use hyper::{Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::time::timeout;

use crate::connect::connect;

/// The port of HTTP.
const PORT: u16 = 80;

/// Where something is to be had over plain HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HttpUrl(Uri);

impl HttpUrl {
    /// The address, if it is one of plain HTTP that names a host and no user.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let plain = uri.scheme_str().is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
        let named = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
        let hosted = uri.host().is_some_and(|host| !host.is_empty());
        (plain && named && hosted && uri.port_u16() != Some(0)).then_some(Self(uri))
    }

    /// The host asked.
    pub(crate) fn host(&self) -> &str {
        let host = self.0.host().unwrap_or_default();
        host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
    }

    fn port(&self) -> u16 {
        self.0.port_u16().unwrap_or(PORT)
    }

    /// The question that asks for it.
    fn question(&self) -> Option<Request<Empty<Bytes>>> {
        let path = self.0.path_and_query().map_or("/", |path| path.as_str());
        let authority = self.0.authority()?.as_str();
        let question = Request::get(path).header(HOST, authority).header(CONNECTION, "close");
        question.body(Empty::new()).ok()
    }
}

impl std::fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How much of an answer is waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// From the look-up of the name to the last byte.
    pub(crate) time: Duration,
    /// Bytes of the body.
    pub(crate) size: usize,
}

/// Why nothing was had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GetFault {
    /// The server answered something else than 200: its status.
    Refused(u16),
    /// The body is over the bound.
    TooLarge,
    /// Not in time.
    TimedOut,
    /// No connection, or one that does not speak HTTP to its end.
    Failed,
}

/// Gets what is there, whole or not at all.
pub(crate) async fn get(url: &HttpUrl, bounds: Bounds) -> Result<Vec<u8>, GetFault> {
    timeout(bounds.time, exchange(url, bounds)).await.unwrap_or(Err(GetFault::TimedOut))
}

async fn exchange(url: &HttpUrl, bounds: Bounds) -> Result<Vec<u8>, GetFault> {
    let question = url.question().ok_or(GetFault::Failed)?;
    let stream = connect(url.host(), url.port(), bounds.time).await.map_err(|_| GetFault::Failed)?;
    let (mut sender, line) = http1::handshake(TokioIo::new(stream)).await.map_err(|_| GetFault::Failed)?;
    let mut line = pin!(line);
    let mut answered = pin!(async move {
        let answer = sender.send_request(question).await.map_err(|_| GetFault::Failed)?;
        if answer.status() != StatusCode::OK {
            return Err(GetFault::Refused(answer.status().as_u16()));
        }
        let body = Limited::new(answer.into_body(), bounds.size).collect().await;
        body.map(|body| body.to_bytes().to_vec())
            .map_err(|error| if error.is::<LengthLimitError>() { GetFault::TooLarge } else { GetFault::Failed })
    });
    tokio::select! {
        biased;
        got = &mut answered => got,
        // What the line brought before it ended is still to be read.
        _ = &mut line => answered.await,
    }
}

#[cfg(test)]
mod tests;
