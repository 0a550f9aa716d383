//! A server on loopback that follows a script, and remembers every byte that reached it.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::trial::Protocol;

/// Between two packets of one turn: long enough to arrive apart.
const APART: Duration = Duration::from_millis(30);
/// A script that waits for a client that does not speak any more ends.
const PATIENCE: Duration = Duration::from_secs(4);
/// First byte of a TLS handshake record (RFC 8446 §5.1).
const HANDSHAKE: u8 = 0x16;

/// What a server says at one point of the dialogue: packets that leave one after the other.
pub(super) type Turn = Vec<Vec<u8>>;

/// What a server does.
#[derive(Clone, Default)]
pub(super) struct Script {
    /// The first at once, each of the others after a line heard.
    pub(super) clear: Vec<Turn>,
    /// Encrypts what follows, as soon as the client begins to, and is an honest server from there on.
    pub(super) acceptor: Option<TlsAcceptor>,
    /// Answers so, byte for byte, once the client has begun TLS, and says no more.
    pub(super) hello: Option<Vec<u8>>,
    /// Greets inside TLS: nothing was said before.
    pub(super) greets_inside: bool,
}

/// What a server heard.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Every byte that came through the socket, encrypted or not.
    pub(super) raw: Vec<u8>,
    /// What was inside TLS.
    pub(super) inside: Vec<u8>,
}

/// Serves one connection.
pub(super) async fn serve(protocol: Protocol, script: Script) -> io::Result<(u16, JoinHandle<Heard>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let serving = tokio::spawn(async move {
        let raw = Arc::new(Mutex::new(Vec::new()));
        let mut inside = Vec::new();
        if let Ok((stream, _)) = listener.accept().await {
            let stream = Recorded { stream, raw: Arc::clone(&raw) };
            // A client that goes away in the middle is what most scripts are for.
            let _ended = timeout(PATIENCE, follow(protocol, script, stream, &mut inside)).await;
        }
        let raw = std::mem::take(&mut *raw.lock().unwrap_or_else(PoisonError::into_inner));
        Heard { raw, inside }
    });
    Ok((port, serving))
}

async fn follow(protocol: Protocol, script: Script, mut stream: Recorded, inside: &mut Vec<u8>) -> io::Result<()> {
    for (at, turn) in script.clear.iter().enumerate() {
        if at > 0 {
            line(&mut stream).await?;
        }
        say(&mut stream, turn).await?;
    }
    if let Some(hello) = script.hello {
        stream.read_u8().await?;
        stream.write_all(&hello).await?;
        stream.flush().await?;
    }
    match script.acceptor {
        Some(acceptor) if begins_tls(&stream).await? => {
            let mut stream = acceptor.accept(stream).await?;
            answer_honestly(protocol, &mut stream, script.greets_inside, inside).await
        }
        _ => stream.read_to_end(&mut Vec::new()).await.map(drop),
    }
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, turn: &Turn) -> io::Result<()> {
    for (at, packet) in turn.iter().enumerate() {
        if at > 0 {
            tokio::time::sleep(APART).await;
        }
        stream.write_all(packet).await?;
        stream.flush().await?;
    }
    Ok(())
}

async fn begins_tls(stream: &Recorded) -> io::Result<bool> {
    let mut first = [0];
    Ok(stream.stream.peek(&mut first).await? == 1 && first == [HANDSHAKE])
}

/// An ordinary server: it offers little, and takes any password.
async fn answer_honestly<S: AsyncRead + AsyncWrite + Unpin>(
    protocol: Protocol,
    stream: &mut S,
    greets: bool,
    inside: &mut Vec<u8>,
) -> io::Result<()> {
    let greeting = match protocol {
        Protocol::Imap => "* OK ready\r\n",
        Protocol::Smtp => "220 mss.example ready\r\n",
    };
    if greets {
        stream.write_all(greeting.as_bytes()).await?;
        stream.flush().await?;
    }
    loop {
        let line = line(stream).await?;
        inside.extend(&line);
        let line = String::from_utf8_lossy(&line).into_owned();
        let (tag, rest) = line.trim_end().split_once(' ').unwrap_or((line.trim_end(), ""));
        let answer = match protocol {
            Protocol::Imap if rest.eq_ignore_ascii_case("CAPABILITY") => {
                format!("* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\r\n{tag} OK done\r\n")
            }
            Protocol::Imap => format!("{tag} OK done\r\n"),
            Protocol::Smtp if tag == "EHLO" => "250-mss.example\r\n250 AUTH PLAIN\r\n".to_owned(),
            Protocol::Smtp if tag == "AUTH" => "235 2.7.0 welcome\r\n".to_owned(),
            Protocol::Smtp => "250 ok\r\n".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await?;
        stream.flush().await?;
    }
}

async fn line<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    while !line.ends_with(b"\n") {
        line.push(stream.read_u8().await?);
    }
    Ok(line)
}

/// A connection of which every byte that arrives is kept.
pub(super) struct Recorded {
    stream: TcpStream,
    raw: Arc<Mutex<Vec<u8>>>,
}

impl AsyncRead for Recorded {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let fresh = buf.filled().get(before..).unwrap_or_default();
        self.raw.lock().unwrap_or_else(PoisonError::into_inner).extend(fresh);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Recorded {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
