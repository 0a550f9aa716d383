//! Logging in: AUTHENTICATE PLAIN, or LOGIN where that is all there is.
//!
//! PLAIN first because it carries any password; LOGIN is written as quoted strings and therefore takes only those made
//! of ASCII. What holds the password here is wiped; what TLS and the decoder keep of it in passing is not ours to wipe.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use estafette_model::Secret;
use zeroize::Zeroizing;

use super::capabilities::Capabilities;
use super::dialogue::Dialogue;
use super::names::quoted;
use crate::endpoint::Credential;
use crate::error::NetError;

/// Response codes of a refusal that says nothing of the credential (RFC 5530): the person must not be asked for another.
const NOT_ABOUT_THE_CREDENTIAL: [&str; 4] = ["UNAVAILABLE", "SERVERBUG", "INUSE", "LIMIT"];

/// Logs in with the best mechanism the server offers.
pub(super) async fn log_in(
    dialogue: &mut Dialogue,
    offered: &Capabilities,
    credential: &Credential,
) -> Result<(), NetError> {
    let attempt = match credential {
        Credential::Password { login, password } if offered.auth_plain => {
            plain(dialogue, offered, login, password).await
        }
        Credential::Password { .. } if offered.login_disabled => Err(NetError::LoginDisabled),
        Credential::Password { login, password } => login_command(dialogue, login, password).await,
    };
    attempt.map_err(refused)
}

async fn plain(
    dialogue: &mut Dialogue,
    offered: &Capabilities,
    login: &str,
    password: &Secret<String>,
) -> Result<(), NetError> {
    let response = plain_response(login, password)?;
    let tag = if offered.sasl_ir {
        let command = Zeroizing::new([b"AUTHENTICATE PLAIN ", response.as_bytes()].concat());
        dialogue.begin(&command).await?
    } else {
        let tag = dialogue.begin(b"AUTHENTICATE PLAIN").await?;
        dialogue.continuation(&tag).await?;
        dialogue.write(&Zeroizing::new([response.as_bytes(), b"\r\n"].concat())).await?;
        tag
    };
    dialogue.finish(&tag, |_| Ok(())).await.map(drop)
}

async fn login_command(dialogue: &mut Dialogue, login: &str, password: &Secret<String>) -> Result<(), NetError> {
    if !login.is_ascii() || !password.expose().is_ascii() {
        return Err(NetError::Unwritable { what: "an accented login or password, with the LOGIN command" });
    }
    let password = Zeroizing::new(quoted(password.expose())?);
    let command = Zeroizing::new(format!("LOGIN {} {}", quoted(login)?, password.as_str()));
    let tag = dialogue.begin(command.as_bytes()).await?;
    dialogue.finish(&tag, |_| Ok(())).await.map(drop)
}

/// The base64 of NUL login NUL password (RFC 4616 §2).
pub(crate) fn plain_response(login: &str, password: &Secret<String>) -> Result<Zeroizing<String>, NetError> {
    let password = password.expose();
    if login.is_empty() || login.contains('\0') || password.contains('\0') {
        return Err(NetError::Unwritable { what: "an empty login, or one with a NUL character" });
    }
    let clear = Zeroizing::new(format!("\0{login}\0{password}"));
    Ok(Zeroizing::new(STANDARD.encode(clear.as_bytes())))
}

fn refused(error: NetError) -> NetError {
    match error {
        NetError::ServerRefused { reply }
            if !reply.detail().is_some_and(|code| NOT_ABOUT_THE_CREDENTIAL.contains(&code)) =>
        {
            NetError::AuthRefused { reply }
        }
        other => other,
    }
}
