//! One attempt to log in, and what the server learnt from it.

use std::sync::Arc;
use std::time::Duration;

use estafette_model::{Clock, Secret, SystemClock};
use estafette_net::{
    Anchors, Capabilities, Credential, CrlArchive, CrlRecord, Endpoint, ImapSession, NetError, RevocationCheck,
    RevocationPolicy, Security, Submission, Timeouts, TlsTrust,
};

use super::listener::Heard;

/// What must not be told to anybody but the right server.
const LOGIN: &str = "amelie.garnier@mss.example";
const PASSWORD: &str = "tisane-de-verveine";
/// The same as SASL writes them: PLAIN as a whole, LOGIN one after the other.
const ON_THE_WIRE: [&str; 5] = [
    "amelie.garnier",
    "tisane-de-verveine",
    "AGFtZWxpZS5nYXJuaWVyQG1zcy5leGFtcGxlAHRpc2FuZS1kZS12ZXJ2ZWluZQ==",
    "YW1lbGllLmdhcm5pZXJAbXNzLmV4YW1wbGU=",
    "dGlzYW5lLWRlLXZlcnZlaW5l",
];
/// The same as a client says it that does not wait for TLS: LOGIN of IMAP, AUTH PLAIN of SMTP.
pub(super) fn told_in_clear(protocol: Protocol) -> String {
    match protocol {
        Protocol::Imap => format!("a1 LOGIN {LOGIN} {PASSWORD}\r\n"),
        Protocol::Smtp => format!("AUTH PLAIN {}\r\n", ON_THE_WIRE[2]),
    }
}

/// What a server heard in clear may say and nobody may repeat: a telephone number for those who lost their password.
pub(super) const BAIT: &str = "+33 1 99 00 00 00";

/// Which of the two protocols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Imap,
    Smtp,
}

pub(super) const BOTH: [Protocol; 2] = [Protocol::Imap, Protocol::Smtp];

/// What became of the secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody was told anything.
    Kept,
    /// They were told inside TLS, as an honest server is told them.
    Told,
    /// They were told in clear.
    Leaked,
    /// Nothing was told, and something heard in clear was believed or repeated.
    Believed(String),
    /// Nothing was told so far: the client goes on with the handshake.
    GoesOn,
    /// The server was let through although it says nothing of use: neither kept nor told.
    Opened,
}

/// Who is believed, and how the attempt is made.
pub struct Trial {
    trust: TlsTrust,
    host: &'static str,
    security: Security,
}

impl Trial {
    pub(super) fn new(authority: &str, host: &'static str, security: Security) -> anyhow::Result<Self> {
        let anchors = Anchors::from_pem(&[authority.as_bytes()])?;
        let (policy, clock) = (RevocationPolicy::default(), Arc::new(SystemClock));
        let trust = TlsTrust::new(anchors, RevocationCheck { policy, clock, archive: Arc::new(Forgetful) })?;
        Ok(Self { trust, host, security })
    }

    /// Amélie tries to log in to whoever listens on `port`.
    pub(super) async fn log_in(&self, protocol: Protocol, port: u16) -> Attempt {
        let endpoint = Endpoint { host: self.host.to_owned(), port, security: self.security };
        let credential = Credential::Password { login: LOGIN.to_owned(), password: Secret::new(PASSWORD.to_owned()) };
        match protocol {
            Protocol::Imap => match ImapSession::open(&endpoint, &self.trust, &credential, &patience()).await {
                Ok(session) => Attempt::Opened(Learnt::Imap(session.capabilities().clone())),
                Err(error) => Attempt::Refused(error),
            },
            Protocol::Smtp => match Submission::open(&endpoint, &self.trust, &credential, &patience()).await {
                Ok(session) => Attempt::Opened(Learnt::Smtp(session.max_size())),
                Err(error) => Attempt::Refused(error),
            },
        }
    }
}

/// How an attempt ended for the client.
pub(super) enum Attempt {
    Opened(Learnt),
    Refused(NetError),
}

/// What the client believes of the server it is logged in to.
pub(super) enum Learnt {
    Imap(Capabilities),
    Smtp(Option<u64>),
}

impl Learnt {
    /// What only a server heard in clear has said: none of the servers here offers it inside TLS.
    fn heard_in_clear(&self) -> Option<&'static str> {
        match self {
            Self::Imap(offered) if offered.idle => Some("IDLE, offered in clear"),
            Self::Imap(offered) if offered.uidplus => Some("UIDPLUS, offered in clear"),
            Self::Smtp(Some(_)) => Some("a size, offered in clear"),
            Self::Imap(_) | Self::Smtp(None) => None,
        }
    }
}

impl Attempt {
    /// What is to be said of it, by what the server heard.
    pub(super) fn judged_by(&self, heard: &Heard) -> Verdict {
        let knows = |bytes: &[u8]| {
            ON_THE_WIRE
                .iter()
                .any(|secret| bytes.windows(secret.len()).any(|window| window.eq_ignore_ascii_case(secret.as_bytes())))
        };
        if knows(&heard.raw) {
            return Verdict::Leaked;
        }
        let told = knows(&heard.inside);
        match self {
            Self::Opened(learnt) => match learnt.heard_in_clear() {
                Some(what) => Verdict::Believed(what.to_owned()),
                None if told => Verdict::Told,
                None => Verdict::Opened,
            },
            Self::Refused(error) => {
                let said = format!("{error} {error:?} {}", quoted(error));
                if said.contains(BAIT) {
                    Verdict::Believed(said)
                } else if told {
                    Verdict::Told
                } else {
                    Verdict::Kept
                }
            }
        }
    }
}

/// The words of a server that would be shown.
fn quoted(error: &NetError) -> &str {
    match error {
        NetError::AuthRefused { reply } | NetError::ServerRefused { reply } => reply.text(),
        _ => "",
    }
}

/// Long enough for a loaded machine, short enough for a server that says nothing.
fn patience() -> Timeouts {
    let soon = Duration::from_secs(2);
    Timeouts { connect: soon, command: Duration::from_millis(700), ..Timeouts::default() }
}

/// Now, for lists that hold.
pub(super) fn now() -> i64 {
    SystemClock.unix_seconds()
}

/// Keeps nothing: each row meets its server for the first time.
struct Forgetful;

impl CrlArchive for Forgetful {
    fn records(&self) -> Vec<CrlRecord> {
        Vec::new()
    }

    fn keep(&self, _: &CrlRecord) {}
}
