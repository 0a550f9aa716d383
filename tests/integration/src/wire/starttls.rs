//! The dialogues of [`super::dialogues`], each tried on the client, and its honest twin.

use estafette_net::{NetError, Security};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::certificates::Shop;
use super::dialogues::{End, Row, honest, rows};
use super::listener::{Script, Turn, serve};
use super::trial::{Attempt, Protocol, Trial, Verdict, told_in_clear};

/// What one hostile dialogue came to.
#[derive(Debug)]
pub struct HostileDialogue {
    /// What is wrong with it.
    pub name: &'static str,
    /// [`Verdict::Kept`] when it got nothing and was not believed.
    pub verdict: Verdict,
    /// What the honest server was told.
    pub control: Verdict,
}

/// Tries every dialogue. Whoever makes it has a certificate the client believes: only the dialogue is wrong.
///
/// # Errors
/// A certificate or a port cannot be had.
pub async fn starttls() -> anyhow::Result<Vec<HostileDialogue>> {
    let shop = Shop::open()?;
    let trial = Trial::new(&shop.authority_pem(), "127.0.0.1", Security::StartTls)?;
    let mut tried = Vec::new();
    for Row { name, protocol, clear, end } in rows() {
        let verdict = match (end, attempt(&shop, &trial, protocol, clear).await?) {
            (End::Unmoved, Verdict::Told) => Verdict::Kept,
            // A dialogue that is allowed and ends in a refusal would make this table lie about what it lets through.
            (End::Unmoved, Verdict::Kept) => Verdict::Believed("an honest dialogue was refused".to_owned()),
            (End::Refused | End::Unmoved, verdict) => verdict,
        };
        let control = attempt(&shop, &trial, protocol, honest(protocol)).await?;
        tried.push(HostileDialogue { name, verdict, control });
    }
    Ok(tried)
}

/// What the same eyes see of a client that does not wait for TLS.
///
/// # Errors
/// A port cannot be had.
pub async fn careless() -> anyhow::Result<[Verdict; 2]> {
    Ok([in_clear(Protocol::Imap).await?, in_clear(Protocol::Smtp).await?])
}

async fn in_clear(protocol: Protocol) -> anyhow::Result<Verdict> {
    let (port, serving) = serve(protocol, Script { clear: honest(protocol), ..Script::default() }).await?;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(told_in_clear(protocol).as_bytes()).await?;
    drop(stream);
    Ok(Attempt::Refused(NetError::StartTlsRefused).judged_by(&serving.await?))
}

async fn attempt(shop: &Shop, trial: &Trial, protocol: Protocol, clear: Vec<Turn>) -> anyhow::Result<Verdict> {
    let script = Script { clear, acceptor: Some(shop.honest_acceptor()?), ..Script::default() };
    let (port, serving) = serve(protocol, script).await?;
    let attempt = trial.log_in(protocol, port).await;
    Ok(attempt.judged_by(&serving.await?))
}
