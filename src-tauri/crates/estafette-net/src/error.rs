//! Everything that can go wrong between this machine and a server, one variant for each party at fault.
//!
//! No variant prints a server's words or a person's address: an error may be logged as it is.

use std::io;

use thiserror::Error;

use crate::reply::ServerReply;

/// What went wrong on the way to a server, or with it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NetError {
    /// No name server answers: there is no network.
    #[error("no name server answers for {host}")]
    NoNameServer {
        /// The name looked up.
        host: String,
    },
    /// The name of the server leads nowhere: a typing error, or the wrong network.
    #[error("the name {host} is not known")]
    UnknownHost {
        /// The name looked up.
        host: String,
    },
    /// The server cannot be reached at its address and port.
    #[error("no connection to {host} ({kind})")]
    Unreachable {
        /// The server asked for.
        host: String,
        /// What the machine said of the attempt.
        kind: io::ErrorKind,
    },
    /// The certificate of the server cannot be trusted.
    #[error("the certificate of {host} is not trusted ({reason})")]
    Untrusted {
        /// The server asked for.
        host: String,
        /// What is wrong with the certificate.
        reason: CertificateFault,
    },
    /// Whether the certificate of the server was revoked is not known, and the policy says nothing to it until it is: the
    /// list of its authority cannot be had, or is too old.
    #[error("whether the certificate of {host} was revoked is not known")]
    RevocationUnknown {
        /// The server asked for.
        host: String,
        /// Who was asked for the list; nobody, where the certificate names none that can be asked.
        list_host: Option<String>,
    },
    /// TLS failed for another reason than the certificate: no common version, or something that is not TLS.
    #[error("the encrypted connection could not be made or kept ({reason})")]
    TlsFailed {
        /// What rustls says of it. Holds no name and no content.
        reason: String,
    },
    /// The server does not offer STARTTLS, refuses it, or claims that we are logged in already (PREAUTH).
    #[error("the server would not encrypt the connection")]
    StartTlsRefused,
    /// Something was sent in clear behind the answer to STARTTLS: an attack, or a broken server.
    #[error("something was slipped in before the encrypted connection")]
    PreTlsData,
    /// The server does not accept the credential.
    #[error("the server refused the credential ({})", shown(.reply))]
    AuthRefused {
        /// Its words.
        reply: ServerReply,
    },
    /// The server offers no way of logging in that we have.
    #[error("the server offers no way to log in that we know")]
    LoginDisabled,
    /// The server refuses what was asked (IMAP `NO` or `BAD`, SMTP 4yz or 5yz).
    #[error("the server refused ({})", shown(.reply))]
    ServerRefused {
        /// Its words.
        reply: ServerReply,
    },
    /// The server, or something between, closed the connection.
    #[error("the connection was closed")]
    ServerClosed,
    /// The server does not keep to the protocol.
    #[error("the server broke the protocol: {what}")]
    Protocol {
        /// What it did, in our words.
        what: &'static str,
    },
    /// No answer in time.
    #[error("the server did not answer in time")]
    TimedOut,
    /// A message over what the server takes, or an answer over what we take.
    #[error("{size} bytes are more than the limit of {limit}")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
        /// The size, in bytes.
        size: u64,
    },
    /// A trust anchor is not a certificate, or there is none at all.
    #[error("the trust anchors cannot be read")]
    BadAnchor,
    /// A trust anchor bears the name of an authority of IGC-Santé and has not its published fingerprint.
    #[error("the trust anchor {name} has not the published fingerprint")]
    CounterfeitAnchor {
        /// The name of the authority, from the published table.
        name: &'static str,
    },
    /// What we were asked to send cannot be written in the protocol.
    #[error("cannot be written to the server: {what}")]
    Unwritable {
        /// What it is.
        what: &'static str,
    },
    /// An earlier exchange on this session was cut half way, so that its answers can no longer be told apart: the
    /// session must be closed and a new one opened.
    #[error("the session was left half way through an exchange")]
    Abandoned,
}

/// What is wrong with the certificate of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum CertificateFault {
    /// Not signed by an anchor we trust.
    #[error("unknown issuer")]
    UnknownIssuer,
    /// Past its last day. Or the clock of this machine is ahead.
    #[error("expired")]
    Expired,
    /// Before its first day. Or the clock of this machine is behind.
    #[error("not valid yet")]
    NotYetValid,
    /// Made out to another name.
    #[error("made out to another name")]
    WrongName,
    /// Revoked by its issuer.
    #[error("revoked")]
    Revoked,
    /// Anything else: malformed, not meant for a server, bad signature.
    #[error("not acceptable")]
    Other,
}

/// The part of a reply that may be logged: codes, no words.
fn shown(reply: &ServerReply) -> String {
    match (reply.code(), reply.detail()) {
        (Some(code), Some(detail)) => format!("{code} {detail}"),
        (Some(code), None) => code.to_string(),
        (None, Some(detail)) => detail.to_owned(),
        (None, None) => "no code".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::NetError;
    use crate::reply::ServerReply;

    #[test]
    fn an_error_shows_codes_and_no_words() {
        let reply = ServerReply::smtp(550, &["5.1.1 <bastien.caron@mss.example> unknown".to_owned()]);
        let error = NetError::ServerRefused { reply };
        assert_eq!(error.to_string(), "the server refused (550 5.1.1)");
        assert!(!format!("{error:?}").contains("caron"));
    }
}
