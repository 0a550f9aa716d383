//! The canary: a server that nothing should ever ask, at one address of this machine for each vector, so that a connection
//! on which not a word is said names its vector all the same.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::log::{Log, What};
use crate::vectors::Vector;
use crate::walls::Trial;

/// Tries at a port that is free at every address.
const TRIES: u32 = 20;
/// Who has said nothing for so long has only connected, which is a request too.
const SILENCE: Duration = Duration::from_millis(400);
/// Longest request read, bytes.
const MAX_REQUEST: usize = 16 * 1024;
/// One transparent pixel.
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><filter id=\"f\"/><rect id=\"x\"/></svg>";

/// Listens for every vector, and gives the port.
///
/// # Errors
/// When no port is free at all the addresses.
pub(crate) async fn listen(vectors: &[Vector], log: &Arc<Log>) -> anyhow::Result<u16> {
    for _ in 0..TRIES {
        if let Ok((port, listeners)) = bind(vectors).await {
            for (id, listener) in listeners {
                tokio::spawn(serve(listener, id, Arc::clone(log)));
            }
            return Ok(port);
        }
    }
    anyhow::bail!("no port is free at the address of every vector")
}

async fn bind(vectors: &[Vector]) -> anyhow::Result<(u16, BTreeMap<&'static str, TcpListener>)> {
    let first = TcpListener::bind(SocketAddrV4::new(Ipv4Addr::new(127, 1, 0, 0), 0)).await.context("no port")?;
    let port = first.local_addr().context("no address")?.port();
    let mut listeners = BTreeMap::new();
    for vector in vectors {
        listeners.insert(vector.id, TcpListener::bind(SocketAddrV4::new(vector.address, port)).await?);
    }
    Ok((port, listeners))
}

async fn serve(listener: TcpListener, id: &'static str, log: Arc<Log>) {
    while let Ok((connection, _)) = listener.accept().await {
        tokio::spawn(answer(connection, id, Arc::clone(&log)));
    }
}

async fn answer(mut connection: TcpStream, id: &'static str, log: Arc<Log>) {
    let mut request = Vec::new();
    let mut piece = [0; 2048];
    while request.len() < MAX_REQUEST && !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match timeout(SILENCE, connection.read(&mut piece)).await {
            Ok(Ok(read)) if read > 0 => request.extend_from_slice(piece.get(..read).unwrap_or_default()),
            Ok(Ok(_) | Err(_)) | Err(_) => break,
        }
        // What begins like TLS is a connection all the same, and no more will be understood of it.
        if !request.first().is_some_and(u8::is_ascii_uppercase) {
            break;
        }
    }
    let line = String::from_utf8_lossy(&request);
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let trial = path.split('/').nth(1).and_then(Trial::called);
    log.hear(trial, id, What::Request(path.clone()));
    let (kind, body) = contents(&path);
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nAccess-Control-Allow-Origin: *\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    if connection.write_all(head.as_bytes()).await.is_ok() && connection.write_all(&body).await.is_ok() {
        let _whoever_asked_is_gone = connection.shutdown().await;
    }
}

/// What a file of that name would be, so that an engine goes on with it.
fn contents(path: &str) -> (&'static str, Vec<u8>) {
    let file = path.split(['?', '#']).next().unwrap_or_default();
    match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => ("text/css", b"p{}".to_vec()),
        "html" => ("text/html", b"<p>ailleurs</p>".to_vec()),
        "svg" => ("image/svg+xml", DRAWING.as_bytes().to_vec()),
        "txt" => ("text/javascript", b"0".to_vec()),
        "js" => ("text/javascript", ran(path).into_bytes()),
        "json" | "webmanifest" => ("application/json", b"{}".to_vec()),
        "vtt" => ("text/vtt", b"WEBVTT\n\n".to_vec()),
        "exe" => ("application/octet-stream", b"MZ".to_vec()),
        _ => ("image/gif", GIF.to_vec()),
    }
}

/// A script that says that it runs.
fn ran(path: &str) -> String {
    let mut names = path.split('/').skip(1);
    let (trial, id) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
    format!("new Image().src='mail://localhost/ran/{trial}/{id}'")
}
