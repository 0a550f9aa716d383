//! Logging in to a submission server (RFC 4954), over TLS only.
//!
//! Written here rather than with lettre's credentials, which keep copies of the password that nobody wipes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use estafette_model::Secret;
use zeroize::Zeroizing;

use super::Submission;
use super::reply::Reply;
use crate::endpoint::Credential;
use crate::error::NetError;
use crate::imap::plain_response;

impl Submission {
    /// Logs in with the best mechanism the server offers.
    pub(super) async fn log_in(&mut self, credential: &Credential) -> Result<(), NetError> {
        let reply = match credential {
            Credential::Password { login, password } if self.extensions.auth_plain => {
                self.auth_plain(login, password).await?
            }
            Credential::Password { login, password } if self.extensions.auth_login => {
                self.auth_login(login, password).await?
            }
            Credential::Password { .. } => return Err(NetError::LoginDisabled),
        };
        match reply.code() {
            235 => Ok(()),
            // RFC 4954 §6: 454 is a server in trouble, not a wrong password; 421 a server going away.
            400..=499 => Err(NetError::ServerRefused { reply: reply.quoted() }),
            500.. => Err(NetError::AuthRefused { reply: reply.quoted() }),
            _ => Err(NetError::Protocol { what: "an SMTP reply out of place" }),
        }
    }

    async fn auth_plain(&mut self, login: &str, password: &Secret<String>) -> Result<Reply, NetError> {
        let response = plain_response(login, password)?;
        self.exchange(&Zeroizing::new([b"AUTH PLAIN ", response.as_bytes(), b"\r\n"].concat())).await
    }

    async fn auth_login(&mut self, login: &str, password: &Secret<String>) -> Result<Reply, NetError> {
        let mut reply = self.exchange(b"AUTH LOGIN\r\n").await?;
        for answer in [login, password.expose()] {
            if reply.code() != 334 {
                break;
            }
            let answer = Zeroizing::new(STANDARD.encode(answer));
            reply = self.exchange(&Zeroizing::new([answer.as_bytes(), b"\r\n"].concat())).await?;
        }
        Ok(reply)
    }
}
