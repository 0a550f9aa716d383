//! IMAP and SMTP spoken by hand, a line at a time, so that the harness is judged by nobody's client library.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use estafette_harness::{Account, Operator};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// A connection, in the clear or inside TLS.
pub(crate) enum Conversation {
    Clear(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Conversation {
    /// Opens a connection in the clear; the greeting is still to be heard.
    pub(crate) fn open(operator: &Operator, port: u16) -> anyhow::Result<Self> {
        let stream = TcpStream::connect((operator.host(), port)).context("cannot connect")?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self::Clear(stream))
    }

    /// Begins TLS, trusting the operator's authority and nobody else.
    pub(crate) fn begin_tls(self, operator: &Operator) -> anyhow::Result<Self> {
        let Self::Clear(mut stream) = self else { bail!("already inside TLS") };
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(operator.ca_pem().as_bytes())?)?;
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from(operator.host())?;
        let mut connection = ClientConnection::new(Arc::new(config), name)?;
        while connection.is_handshaking() {
            connection.complete_io(&mut stream).context("the handshake failed")?;
        }
        Ok(Self::Tls(Box::new(StreamOwned::new(connection, stream))))
    }

    /// Sends a line and hears until a line that begins with one of `ends`.
    pub(crate) fn ask(&mut self, line: &str, ends: &[&str]) -> anyhow::Result<String> {
        self.write(format!("{line}\r\n").as_bytes())?;
        self.hear(ends)
    }

    /// Hears until a line that begins with one of `ends`, and returns everything heard.
    pub(crate) fn hear(&mut self, ends: &[&str]) -> anyhow::Result<String> {
        let mut heard = String::new();
        loop {
            let line = self.line()?;
            heard.push_str(&line);
            if ends.iter().any(|end| line.starts_with(end)) {
                return Ok(heard);
            }
        }
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = Vec::new();
        while line.last() != Some(&b'\n') {
            let mut byte = [0];
            let length = match self {
                Self::Clear(stream) => stream.read(&mut byte),
                Self::Tls(stream) => stream.read(&mut byte),
            }
            .with_context(|| format!("after {:?}", String::from_utf8_lossy(&line)))?;
            if length == 0 {
                bail!("the server closed the connection after {:?}", String::from_utf8_lossy(&line));
            }
            line.push(byte[0]);
        }
        Ok(String::from_utf8_lossy(&line).into_owned())
    }

    fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        match self {
            Self::Clear(stream) => stream.write_all(bytes)?,
            Self::Tls(stream) => {
                stream.write_all(bytes)?;
                stream.flush()?;
            }
        }
        Ok(())
    }
}

/// Ends of a tagged IMAP answer to the command tagged `a`.
pub(crate) const IMAP: [&str; 3] = ["a OK", "a NO", "a BAD"];

/// Ends of an SMTP reply: a code followed by a space.
pub(crate) const SMTP: [&str; 13] =
    ["220 ", "221 ", "235 ", "250 ", "334 ", "354 ", "451 ", "503 ", "530 ", "535 ", "550 ", "552 ", "553 "];

/// An IMAP session of `account`, over STARTTLS.
pub(crate) fn imap_session(operator: &Operator, account: &Account) -> anyhow::Result<Conversation> {
    let mut session = Conversation::open(operator, operator.imap_starttls_port())?;
    session.hear(&["* OK"])?;
    session.ask("a STARTTLS", &IMAP)?;
    let mut session = session.begin_tls(operator)?;
    let answer = session.ask(&format!("a LOGIN {} {}", account.login, account.password), &IMAP)?;
    if !answer.contains("a OK") {
        bail!("login refused: {answer}");
    }
    Ok(session)
}

/// A submission session of `account` on the service at `port`, over STARTTLS.
pub(crate) fn submission_session(operator: &Operator, port: u16, account: &Account) -> anyhow::Result<Conversation> {
    let mut session = Conversation::open(operator, port)?;
    session.hear(&SMTP)?;
    session.ask("EHLO poste.example", &SMTP)?;
    session.ask("STARTTLS", &SMTP)?;
    let mut session = session.begin_tls(operator)?;
    session.ask("EHLO poste.example", &SMTP)?;
    let answer = session.ask(&format!("AUTH PLAIN {}", plain_credentials(account)), &SMTP)?;
    if !answer.starts_with("235") {
        bail!("login refused: {answer}");
    }
    Ok(session)
}

/// Sends `message` (lines ended by CRLF) and returns the reply that follows its end, or the first refusal.
pub(crate) fn submit(session: &mut Conversation, from: &str, to: &str, message: &str) -> anyhow::Result<String> {
    for (line, expected) in
        [(format!("MAIL FROM:<{from}>"), "250"), (format!("RCPT TO:<{to}>"), "250"), (String::from("DATA"), "354")]
    {
        let answer = session.ask(&line, &SMTP)?;
        if !answer.starts_with(expected) {
            return Ok(answer);
        }
    }
    session.ask(&format!("{message}\r\n."), &SMTP)
}

fn plain_credentials(account: &Account) -> String {
    STANDARD.encode(format!("\0{}\0{}", account.login, account.password))
}
