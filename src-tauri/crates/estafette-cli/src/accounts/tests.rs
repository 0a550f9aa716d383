//! What is said of a provisioning file.

use estafette_engine::{EngineError, ProvisionError};
use serde_json::{Value, json};

use super::accounts;
use crate::arguments::AccountsRequest;
use crate::error::CliError;

fn say_of(file: &str, json: bool) -> Result<String, CliError> {
    let folder = tempfile::tempdir().unwrap();
    let provision = folder.path().join("provisioning.json");
    std::fs::write(&provision, file).unwrap();
    accounts(&AccountsRequest { provision, json })
}

fn les_tilleuls() -> Value {
    json!({
        "schema": 1,
        "establishment": "EHPAD Les Tilleuls",
        "people": [{ "id": "sophie.martel", "name": "Sophie Martel", "role": "Secrétaire" }],
        "mailboxes": [{
            "kind": "organizational", "label": "Secrétariat",
            "address": "secretariat@ehpad-les-tilleuls.mssante.example", "login": "secretariat",
            "sender_name": "EHPAD Les Tilleuls",
            "imap": { "host": "imap.operateur.example", "port": 143, "security": "starttls" },
            "smtp": { "host": "smtp.operateur.example", "port": 465, "security": "implicit_tls" }
        }]
    })
}

#[test]
fn a_program_reads_back_what_the_file_says() {
    let said: Value = serde_json::from_str(&say_of(&les_tilleuls().to_string(), true).unwrap()).unwrap();
    for key in ["establishment", "people", "mailboxes"] {
        assert_eq!(said[key], les_tilleuls()[key], "{key}");
    }
}

#[test]
fn a_person_reads_which_mailbox_is_read_and_sent_where() {
    let said = say_of(&les_tilleuls().to_string(), false).unwrap();
    let wanted = "EHPAD Les Tilleuls, people: 1\n\
        secretariat@ehpad-les-tilleuls.mssante.example (Secrétariat, organizational)\n  \
        read at imap.operateur.example:143 starttls as secretariat\n  \
        sent by smtp.operateur.example:465 implicit_tls";
    assert_eq!(said, wanted);
}

#[test]
fn a_file_with_a_fault_is_refused_and_the_fault_is_named() {
    let mut file = les_tilleuls();
    file["mailboxes"][0]["imap"]["prot"] = json!(143);
    let refused = say_of(&file.to_string(), true);
    let Err(CliError::Engine(EngineError::Provision(ProvisionError::UnknownKey { key }))) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(key, "mailboxes[0].imap.prot");
}
