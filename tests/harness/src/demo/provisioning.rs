//! What the application is told about the demonstration: the installer's file, and the passwords people would type.

use std::collections::BTreeMap;

use anyhow::Context;
use serde_json::{Value, json};

use super::establishment::{MAILBOXES, NAME, TEAM, find};
use crate::operator::Operator;

/// The installer's file, as documented in `src-tauri/docs/provisioning.md`.
pub(super) fn provisioning(operator: &Operator) -> anyhow::Result<String> {
    let people: Vec<Value> =
        TEAM.iter().map(|person| json!({ "id": person.id, "name": person.name, "role": person.role })).collect();
    let mut mailboxes = Vec::new();
    for own in MAILBOXES {
        let correspondent = find(own.login).context("a mailbox has no address")?;
        mailboxes.push(json!({
            "kind": own.kind,
            "label": own.label,
            "address": correspondent.address,
            "login": own.login,
            "sender_name": correspondent.name,
            "imap": server(operator, operator.imap_starttls_port()),
            "smtp": server(operator, operator.submission_starttls_port()),
        }));
    }
    let file = json!({ "schema": 1, "establishment": NAME, "people": people, "mailboxes": mailboxes });
    serde_json::to_string_pretty(&file).context("cannot write the provisioning file")
}

/// One of the operator's servers that wants STARTTLS.
pub(crate) fn server(operator: &Operator, port: u16) -> Value {
    json!({ "host": operator.host(), "port": port, "security": "starttls" })
}

/// Passwords by address, for the demonstration only: the installer's file never holds one.
pub(super) fn passwords(operator: &Operator) -> anyhow::Result<String> {
    let of_mailbox = |login: &str| operator.accounts().iter().find(|account| account.login == login);
    let passwords: BTreeMap<_, _> = MAILBOXES
        .iter()
        .filter_map(|own| of_mailbox(own.login))
        .map(|account| (account.address.as_str(), account.password.as_str()))
        .collect();
    serde_json::to_string_pretty(&passwords).context("cannot write the passwords")
}
