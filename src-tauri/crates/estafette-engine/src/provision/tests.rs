use std::path::Path;
use std::time::Duration;

use estafette_model::MailboxKind;
use estafette_net::{FirstContact, RevocationPolicy, Unpublished};
use serde_json::{Value, json};

use super::{ProvisionError, Provisioning, SecurityPlan};

fn secretariat() -> Value {
    json!({
        "schema": 1,
        "establishment": "EHPAD Les Tilleuls",
        "people": [{ "id": "sophie.martel", "name": "Sophie Martel", "role": "Secrétaire" }],
        "mailboxes": [{
            "kind": "organizational", "label": "Secrétariat",
            "address": "secretariat@ehpad-les-tilleuls.mssante.example", "login": "secretariat",
            "sender_name": "EHPAD Les Tilleuls, Secrétariat",
            "imap": { "host": "imap.operateur.example", "port": 143, "security": "starttls" },
            "smtp": { "host": "smtp.operateur.example", "port": 465, "security": "implicit_tls" }
        }]
    })
}

fn parse(value: &Value) -> Result<Provisioning, ProvisionError> {
    Provisioning::parse(value.to_string().as_bytes())
}

/// Changes one value by its JSON pointer and gives the refusal.
fn refusal_with(pointer: &str, value: Value) -> ProvisionError {
    let mut file = secretariat();
    *file.pointer_mut(pointer).expect("the pointer exists") = value;
    parse(&file).expect_err("the change is a fault")
}

fn bad(key: &str) -> ProvisionError {
    ProvisionError::BadValue { key: key.to_owned() }
}

#[test]
fn a_whole_file_is_read() {
    let file = parse(&secretariat()).expect("valid");
    assert_eq!(file.establishment, "EHPAD Les Tilleuls");
    assert_eq!(file.people[0].name, "Sophie Martel");
    let mailbox = &file.mailboxes[0];
    assert_eq!(mailbox.kind, MailboxKind::Organizational);
    assert_eq!((mailbox.imap.port, mailbox.imap.security), (143, SecurityPlan::StartTls));
    assert_eq!((mailbox.smtp.port, mailbox.smtp.security), (465, SecurityPlan::ImplicitTls));
}

#[test]
fn a_byte_order_mark_is_let_through() {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(secretariat().to_string().bytes());
    assert!(Provisioning::parse(&bytes).is_ok());
}

#[test]
fn a_file_cut_anywhere_is_truncated_never_half_used() {
    let text = serde_json::to_string_pretty(&secretariat()).expect("serialises");
    for cut in (1..text.len() - 1).filter(|cut| text.is_char_boundary(*cut)) {
        let refused = Provisioning::parse(&text.as_bytes()[..cut]).expect_err("cut");
        assert!(matches!(refused, ProvisionError::Truncated { .. }), "at {cut}: {refused:?}");
    }
}

#[test]
fn a_missing_file_says_where_it_was_looked_for() {
    let path = Path::new("/nonexistent/provisioning.json");
    assert_eq!(Provisioning::read(path), Err(ProvisionError::Missing { path: path.to_owned() }));
}

#[test]
fn a_word_out_of_place_names_its_line() {
    assert_eq!(Provisioning::parse(b"{\n  \"schema\": oui\n}"), Err(ProvisionError::NotJson { line: 2 }));
}

#[test]
fn a_file_that_holds_no_keys_is_refused_at_its_line() {
    for file in ["1", "null", "[1, \"EHPAD Les Tilleuls\", [], []]"] {
        assert_eq!(Provisioning::parse(file.as_bytes()), Err(ProvisionError::NotJson { line: 1 }), "{file}");
    }
}

#[test]
fn an_unknown_key_is_named_by_its_path() {
    let mut file = secretariat();
    file["mailboxes"][0]["imap"]["prot"] = json!(143);
    assert_eq!(parse(&file), Err(ProvisionError::UnknownKey { key: String::from("mailboxes[0].imap.prot") }));
    let mut file = secretariat();
    file["password"] = json!("never here");
    assert_eq!(parse(&file), Err(ProvisionError::UnknownKey { key: String::from("password") }));
}

#[test]
fn a_missing_or_ill_typed_value_is_named_by_its_path() {
    let mut file = secretariat();
    file["mailboxes"][0]["smtp"].as_object_mut().expect("an object").remove("port");
    assert_eq!(parse(&file), Err(bad("mailboxes[0].smtp.port")));
    assert_eq!(refusal_with("/mailboxes/0/label", json!(12)), bad("mailboxes[0].label"));
    assert_eq!(refusal_with("/mailboxes", json!({})), bad("mailboxes"));
    assert_eq!(refusal_with("/people/0", json!("Sophie")), bad("people[0]"));
}

#[test]
fn a_value_that_cannot_work_is_refused() {
    assert_eq!(refusal_with("/mailboxes", json!([])), bad("mailboxes"));
    assert_eq!(refusal_with("/mailboxes/0/kind", json!("partagée")), bad("mailboxes[0].kind"));
    assert_eq!(refusal_with("/mailboxes/0/address", json!("secretariat")), bad("mailboxes[0].address"));
    assert_eq!(refusal_with("/mailboxes/0/login", json!("a\r\nb")), bad("mailboxes[0].login"));
    assert_eq!(refusal_with("/mailboxes/0/sender_name", json!("a\nBcc: x")), bad("mailboxes[0].sender_name"));
    assert_eq!(refusal_with("/mailboxes/0/imap/security", json!("none")), bad("mailboxes[0].imap"));
    assert_eq!(refusal_with("/mailboxes/0/imap/host", json!("imap exemple")), bad("mailboxes[0].imap"));
    assert_eq!(refusal_with("/mailboxes/0/imap/port", json!(0)), bad("mailboxes[0].imap"));
    assert_eq!(refusal_with("/mailboxes/0/imap/port", json!(70_000)), bad("mailboxes[0].imap.port"));
}

#[test]
fn the_settings_an_installation_fixes_are_read_and_judged() {
    let mut file = secretariat();
    file["settings"] = json!({ "theme": "dark", "send_hold_seconds": 30 });
    assert!(parse(&file).is_ok());
    file["settings"] = json!({ "theme": "noir" });
    assert_eq!(parse(&file), Err(bad("settings.theme")));
    file["settings"] = json!({ "thme": "dark" });
    assert_eq!(parse(&file), Err(ProvisionError::UnknownKey { key: String::from("settings.thme") }));
    file["settings"] = json!(["theme"]);
    assert_eq!(parse(&file), Err(bad("settings")));
}

#[test]
fn a_later_version_is_refused_before_its_new_keys_are() {
    let mut file = secretariat();
    file["schema"] = json!(2);
    file["novelty"] = json!(true);
    assert_eq!(parse(&file), Err(ProvisionError::LaterSchema));
}

#[test]
fn the_same_mailbox_twice_is_refused_whatever_its_case() {
    let mut file = secretariat();
    let mut twin = file["mailboxes"][0].clone();
    twin["address"] = json!("SECRETARIAT@ehpad-les-tilleuls.mssante.example");
    file["mailboxes"].as_array_mut().expect("an array").push(twin);
    assert_eq!(parse(&file), Err(ProvisionError::Duplicate { key: String::from("mailboxes[1].address") }));
}

#[test]
fn the_same_person_twice_is_refused() {
    let mut file = secretariat();
    let twin = file["people"][0].clone();
    file["people"].as_array_mut().expect("an array").push(twin);
    assert_eq!(parse(&file), Err(ProvisionError::Duplicate { key: String::from("people[1].id") }));
}

#[test]
fn what_is_shown_on_one_line_holds_no_line_break() {
    assert_eq!(refusal_with("/establishment", json!("EHPAD\nLes Tilleuls")), bad("establishment"));
    assert_eq!(refusal_with("/people/0/name", json!("Sophie\u{0}")), bad("people[0].name"));
    assert_eq!(refusal_with("/people/0/id", json!(" ")), bad("people[0].id"));
    assert_eq!(refusal_with("/schema", json!(0)), bad("schema"));
}

#[test]
fn revocation_is_as_it_comes_unless_the_installation_decides() {
    assert_eq!(parse(&secretariat()).expect("valid").revocation, RevocationPolicy::default());
    let mut file = secretariat();
    file["revocation"] = json!({ "grace_hours": 24 });
    let grace = Duration::from_secs(24 * 3600);
    let expected = RevocationPolicy { grace, ..RevocationPolicy::default() };
    assert_eq!(parse(&file).expect("valid").revocation, expected, "what is not said stays");
    file["revocation"] = json!({ "grace_hours": 0, "first_contact": "tolerated", "unpublished": "refused" });
    let expected = RevocationPolicy {
        grace: Duration::ZERO,
        first_contact: FirstContact::Tolerated,
        unpublished: Unpublished::Refused,
    };
    assert_eq!(parse(&file).expect("valid").revocation, expected);
}

#[test]
fn what_revocation_cannot_be_is_named_by_its_path() {
    for (key, value) in [
        ("grace_hours", json!(337)),
        ("grace_hours", json!(-1)),
        ("grace_hours", json!("72")),
        ("first_contact", json!("open")),
        ("first_contact", json!(true)),
        ("unpublished", json!("ignored")),
    ] {
        let mut file = secretariat();
        file["revocation"] = json!({ key: value });
        assert_eq!(parse(&file), Err(bad(&format!("revocation.{key}"))), "{value}");
    }
    let mut file = secretariat();
    file["revocation"] = json!({ "grace": 72 });
    assert_eq!(parse(&file), Err(ProvisionError::UnknownKey { key: String::from("revocation.grace") }));
    file["revocation"] = json!(72);
    assert_eq!(parse(&file), Err(bad("revocation")));
}

#[test]
fn the_schema_for_installers_knows_what_revocation_can_be() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../../docs/provisioning.schema.json")).expect("a schema");
    let values = &schema["$defs"]["revocation"]["properties"];
    assert_eq!(values["grace_hours"]["maximum"], json!(super::MAX_GRACE_HOURS));
    for (key, words) in [("first_contact", ["closed", "tolerated"]), ("unpublished", ["accepted", "refused"])] {
        assert_eq!(values[key]["enum"], json!(words));
        for word in words {
            let mut file = secretariat();
            file["revocation"] = json!({ key: word });
            assert!(parse(&file).is_ok(), "{key} {word}");
        }
    }
}
