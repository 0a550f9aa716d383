//! The provisioning file as written, and the search for what is wrong in it.
//!
//! `serde` alone says « unknown field » without saying where; an installer needs `mailboxes[0].imap.prot`.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::ProvisionError;

#[derive(Deserialize)]
pub(super) struct File {
    pub(super) schema: u64,
    pub(super) establishment: String,
    #[serde(default)]
    pub(super) people: Vec<Person>,
    pub(super) mailboxes: Vec<Mailbox>,
    #[serde(default)]
    pub(super) settings: Map<String, Value>,
    #[serde(default)]
    pub(super) revocation: Revocation,
}

#[derive(Default, Deserialize)]
pub(super) struct Revocation {
    pub(super) grace_hours: Option<u64>,
    pub(super) first_contact: Option<String>,
    pub(super) unpublished: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) role: String,
}

#[derive(Deserialize)]
pub(super) struct Mailbox {
    pub(super) kind: String,
    pub(super) label: String,
    pub(super) address: String,
    pub(super) login: String,
    #[serde(default)]
    pub(super) sender_name: String,
    pub(super) imap: Server,
    pub(super) smtp: Server,
}

#[derive(Deserialize)]
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: String,
}

/// One level of the format: the keys it may hold, and whether they must be there.
struct Level {
    keys: &'static [(&'static str, Kind)],
}

enum Kind {
    Text {
        required: bool,
    },
    /// No larger than its field holds.
    Number {
        most: u64,
        required: bool,
    },
    One {
        of: &'static Level,
        required: bool,
    },
    Many {
        of: &'static Level,
        required: bool,
    },
    /// An object whose keys are judged elsewhere.
    Object,
}

const SERVER: Level = Level {
    keys: &[
        ("host", Kind::Text { required: true }),
        ("port", Kind::Number { most: u16::MAX as u64, required: true }),
        ("security", Kind::Text { required: true }),
    ],
};
const MAILBOX: Level = Level {
    keys: &[
        ("kind", Kind::Text { required: true }),
        ("label", Kind::Text { required: true }),
        ("address", Kind::Text { required: true }),
        ("login", Kind::Text { required: true }),
        ("sender_name", Kind::Text { required: false }),
        ("imap", Kind::One { of: &SERVER, required: true }),
        ("smtp", Kind::One { of: &SERVER, required: true }),
    ],
};
const PERSON: Level = Level {
    keys: &[
        ("id", Kind::Text { required: true }),
        ("name", Kind::Text { required: true }),
        ("role", Kind::Text { required: false }),
    ],
};
const REVOCATION: Level = Level {
    keys: &[
        ("grace_hours", Kind::Number { most: u64::MAX, required: false }),
        ("first_contact", Kind::Text { required: false }),
        ("unpublished", Kind::Text { required: false }),
    ],
};
const FILE: Level = Level {
    keys: &[
        ("schema", Kind::Number { most: u64::MAX, required: true }),
        ("establishment", Kind::Text { required: true }),
        ("people", Kind::Many { of: &PERSON, required: false }),
        ("mailboxes", Kind::Many { of: &MAILBOX, required: true }),
        ("settings", Kind::Object),
        ("revocation", Kind::One { of: &REVOCATION, required: false }),
    ],
};

/// Refuses the first key the format does not know, with its path, and what holds no keys at all.
pub(super) fn refuse_unknown_keys(value: &Value) -> Result<(), ProvisionError> {
    // No key can be named of a lone word or of a list, which the derived reader would take for the fields in their order.
    let object = value.as_object().ok_or(ProvisionError::NotJson { line: 1 })?;
    match unknown_key(object, &FILE, "") {
        Some(key) => Err(ProvisionError::UnknownKey { key }),
        None => Ok(()),
    }
}

/// The path of the first missing or ill-typed value.
pub(super) fn first_fault(value: &Value) -> ProvisionError {
    let key = value.as_object().map_or_else(String::new, |object| fault(object, &FILE, "").unwrap_or_default());
    ProvisionError::BadValue { key }
}

fn unknown_key(object: &Map<String, Value>, level: &Level, path: &str) -> Option<String> {
    for (key, value) in object {
        let Some((_, kind)) = level.keys.iter().find(|(known, _)| known == key) else {
            return Some(format!("{path}{key}"));
        };
        let below = match kind {
            Kind::Text { .. } | Kind::Number { .. } | Kind::Object => None,
            Kind::One { of, .. } => {
                value.as_object().and_then(|inner| unknown_key(inner, of, &format!("{path}{key}.")))
            }
            Kind::Many { of, .. } => {
                items(value).find_map(|(n, inner)| unknown_key(inner.as_object()?, of, &format!("{path}{key}[{n}].")))
            }
        };
        if below.is_some() {
            return below;
        }
    }
    None
}

fn fault(object: &Map<String, Value>, level: &Level, path: &str) -> Option<String> {
    level.keys.iter().find_map(|(key, kind)| {
        let here = || Some(format!("{path}{key}"));
        match (kind, object.get(*key)) {
            (
                Kind::Text { required }
                | Kind::Number { required, .. }
                | Kind::One { required, .. }
                | Kind::Many { required, .. },
                None,
            ) => required.then(here).flatten(),
            (Kind::Object, None) => None,
            (Kind::Text { .. }, Some(value)) => (!value.is_string()).then(here).flatten(),
            (Kind::Number { most, .. }, Some(value)) => {
                value.as_u64().is_none_or(|number| number > *most).then(here).flatten()
            }
            (Kind::Object, Some(value)) => (!value.is_object()).then(here).flatten(),
            (Kind::One { of, .. }, Some(value)) => match value.as_object() {
                Some(inner) => fault(inner, of, &format!("{path}{key}.")),
                None => here(),
            },
            (Kind::Many { of, .. }, Some(value)) if value.is_array() => {
                items(value).find_map(|(n, inner)| match inner.as_object() {
                    Some(inner) => fault(inner, of, &format!("{path}{key}[{n}].")),
                    None => Some(format!("{path}{key}[{n}]")),
                })
            }
            (Kind::Many { .. }, Some(_)) => here(),
        }
    })
}

fn items(value: &Value) -> impl Iterator<Item = (usize, &Value)> {
    value.as_array().into_iter().flatten().enumerate()
}
