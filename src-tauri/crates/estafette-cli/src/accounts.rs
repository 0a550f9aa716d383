//! `accounts`: what a provisioning file says, once it has passed the same checks as at the start of the window.
//!
//! It touches no profile, no keyring and no network, so an installer can try a file anywhere.

use estafette_engine::{EngineError, MailboxPlan, Provisioning, SecurityPlan, ServerPlan};
use serde_json::{Value, json};

use crate::arguments::AccountsRequest;
use crate::error::CliError;

/// The text to print.
///
/// # Errors
/// [`CliError::Engine`] with what is wrong in the file.
pub(crate) fn accounts(asked: &AccountsRequest) -> Result<String, CliError> {
    let provisioning = Provisioning::read(&asked.provision).map_err(EngineError::from)?;
    Ok(if asked.json { as_json(&provisioning).to_string() } else { as_text(&provisioning) })
}

fn as_json(provisioning: &Provisioning) -> Value {
    let people: Vec<Value> = provisioning
        .people
        .iter()
        .map(|person| json!({ "id": person.id, "name": person.name, "role": person.role }))
        .collect();
    let mailboxes: Vec<Value> = provisioning
        .mailboxes
        .iter()
        .map(|plan| {
            json!({
                "address": plan.address.as_str(), "kind": plan.kind.as_str(), "label": plan.label, "login": plan.login,
                "sender_name": plan.sender_name, "imap": server_json(&plan.imap), "smtp": server_json(&plan.smtp),
            })
        })
        .collect();
    json!({ "establishment": provisioning.establishment, "people": people, "mailboxes": mailboxes })
}

fn server_json(server: &ServerPlan) -> Value {
    json!({ "host": server.host, "port": server.port, "security": security_word(server.security) })
}

fn as_text(provisioning: &Provisioning) -> String {
    let mut lines = vec![format!("{}, people: {}", provisioning.establishment, provisioning.people.len())];
    lines.extend(provisioning.mailboxes.iter().flat_map(mailbox_lines));
    lines.join("\n")
}

fn mailbox_lines(plan: &MailboxPlan) -> [String; 3] {
    let server = |server: &ServerPlan| format!("{}:{} {}", server.host, server.port, security_word(server.security));
    [
        format!("{} ({}, {})", plan.address.as_str(), plan.label, plan.kind.as_str()),
        format!("  read at {} as {}", server(&plan.imap), plan.login),
        format!("  sent by {}", server(&plan.smtp)),
    ]
}

/// As the file spells it.
fn security_word(security: SecurityPlan) -> &'static str {
    match security {
        SecurityPlan::StartTls => "starttls",
        SecurityPlan::ImplicitTls => "implicit_tls",
    }
}

#[cfg(test)]
mod tests;
