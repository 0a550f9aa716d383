//! Where to connect, how the connection is protected, and what proves who we are.
//!
//! The three are given together by the profile of an operator; none of them is ever typed freely by the person.

use std::fmt;

use estafette_model::{Redacted, Secret};

/// How a connection becomes encrypted. There is no third way: nothing travels in clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Security {
    /// In clear up to the STARTTLS command, then TLS: ports 143 and 587, what the operators ask (ECO.1.0.1, ECO.1.0.2).
    StartTls,
    /// TLS from the first byte: ports 993 and 465 (RFC 8314 §3).
    ImplicitTls,
}

/// One server of an operator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    /// Host name, or an IP address; the certificate must be made out to it.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
}

/// What proves to the server who we are. A client certificate (EXTERNAL) and a token (XOAUTH2) will join.
#[derive(Clone)]
#[non_exhaustive]
pub enum Credential {
    /// A login and its password: AUTH PLAIN (RFC 4616), or LOGIN where the server offers nothing else.
    Password {
        /// The login as the operator wrote it, most often the address of the mailbox.
        login: String,
        /// The password.
        password: Secret<String>,
    },
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password { login, password } => {
                f.debug_struct("Password").field("login", &Redacted(login)).field("password", password).finish()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use estafette_model::Secret;

    use super::Credential;

    #[test]
    fn a_credential_prints_neither_the_login_nor_the_password() {
        let credential = Credential::Password {
            login: "amelie.garnier@mss.example".to_owned(),
            password: Secret::new("tisane".to_owned()),
        };
        let shown = format!("{credential:?}");
        assert!(!shown.contains("garnier") && !shown.contains("tisane"), "{shown}");
    }
}
