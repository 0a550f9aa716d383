//! Servers whose TLS, certificate or revocation proves nothing, one row each, with the twin that is right.

mod rows;
mod servers;

use anyhow::Context;
use estafette_net::Security;
use rustls::crypto::ring;

use super::certificates::{Shop, acceptor, speaking};
use super::dialogues::honest;
use super::hello::complains;
use super::listener::{Script, serve};
use super::trial::{BOTH, Protocol, Trial, Verdict};
use rows::{Row, rows};
use servers::{Make, Server, Tls};

/// What one server that proves nothing came to.
#[derive(Debug)]
pub struct BadTls {
    /// What is wrong with it.
    pub name: &'static str,
    /// [`Verdict::Kept`] when it was told nothing.
    pub verdict: Verdict,
    /// What the server that is right was told.
    pub control: Verdict,
}

/// Tries every server, with both protocols and in both ways TLS begins.
///
/// # Errors
/// A certificate or a port cannot be had.
pub async fn bad_tls() -> anyhow::Result<Vec<BadTls>> {
    let shop = Shop::open()?;
    let (mut tried, mut past) = (Vec::new(), None::<Verdict>);
    for Row { name, host, bad, good } in rows() {
        let verdict = worst_of(&shop, host, bad, &Verdict::Kept).await.with_context(|| name.to_owned())?;
        let control = match &past {
            // The control of every server of the past is one and the same, and waits.
            Some(verdict) if is_of_the_past(&good(&shop)?) => verdict.clone(),
            _ => {
                let wanted = if is_of_the_past(&good(&shop)?) { Verdict::GoesOn } else { Verdict::Told };
                worst_of(&shop, host, good, &wanted).await.with_context(|| format!("control of {name}"))?
            }
        };
        if control == Verdict::GoesOn {
            past = Some(control.clone());
        }
        tried.push(BadTls { name, verdict, control });
    }
    Ok(tried)
}

/// The first verdict that is not the one wanted, over both protocols and both ways TLS begins.
async fn worst_of(shop: &Shop, host: &'static str, make: Make, wanted: &Verdict) -> anyhow::Result<Verdict> {
    for protocol in BOTH {
        for security in [Security::StartTls, Security::ImplicitTls] {
            let verdict = attempt(shop, host, &make(shop)?, protocol, security).await?;
            if verdict != *wanted {
                return Ok(verdict);
            }
        }
    }
    Ok(wanted.clone())
}

async fn attempt(
    shop: &Shop,
    host: &'static str,
    server: &Server,
    protocol: Protocol,
    security: Security,
) -> anyhow::Result<Verdict> {
    let anchor = server.anchor.clone().unwrap_or_else(|| shop.authority_pem());
    let trial = Trial::new(&anchor, host, security)?;
    let clear = if security == Security::StartTls { honest(protocol) } else { Vec::new() };
    let mut script = Script { clear, greets_inside: security == Security::ImplicitTls, ..Script::default() };
    match &server.tls {
        Tls::Shows(identity, others) => script.acceptor = Some(acceptor(identity, others)?),
        Tls::Speaks(identity, versions, suites) => {
            let mut provider = ring::default_provider();
            provider.cipher_suites = provider.cipher_suites.get(suites.clone()).unwrap_or_default().to_vec();
            script.acceptor = Some(speaking(identity, &[], versions, provider)?);
        }
        Tls::Answers(hello) => script.hello = Some(hello.clone()),
        Tls::Clear(said) => script.hello = Some(said.as_bytes().to_vec()),
    }
    let (port, serving) = serve(protocol, script).await?;
    let attempt = trial.log_in(protocol, port).await;
    let heard = serving.await?;
    let verdict = attempt.judged_by(&heard);
    let past = is_of_the_past(server);
    let begun = if security == Security::StartTls { after_the_clear(&heard.raw) } else { &heard.raw };
    // A server of the past has to be told so: silence would be no refusal.
    Ok(if past && verdict == Verdict::Kept && !complains(begun) { Verdict::GoesOn } else { verdict })
}

fn is_of_the_past(server: &Server) -> bool {
    matches!(server.tls, Tls::Answers(_))
}

/// What a client said once TLS began: the lines before it all end in a line feed and hold no record.
fn after_the_clear(raw: &[u8]) -> &[u8] {
    let begins = raw.windows(3).position(|bytes| bytes == [0x16, 3, 1] || bytes == [0x16, 3, 3]);
    begins.and_then(|at| raw.get(at..)).unwrap_or_default()
}
