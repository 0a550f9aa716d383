//! Which crate may stand on what: a crate of ours exists only for what it forbids, and this is where that is held.
//!
//! A line too many in a `Cargo.toml` is the whole breach, and no compiler minds it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::fault::Fault;

const RULE: &str = "dependency";

/// Packages that only some of ours may name, whoever brings them in turn. Trials (`dev-dependencies`) may use anything.
const RESERVED: [(&[&str], &[&str], &str); 5] = [
    (
        &["tauri", "tauri-build", "tauri-plugin-dialog", "wry", "tao", "gtk", "webkit2gtk", "soup3"],
        &["estafette", "estafette-ipc-tests", "estafette-e2e-app", "estafette-walls"],
        "the window is the shell's",
    ),
    (&["rusqlite", "libsqlite3-sys"], &["estafette-store"], "the database is the store's"),
    (
        &[
            "rustls",
            "tokio-rustls",
            "async-imap",
            "lettre",
            "reqwest",
            "hyper",
            "ureq",
            "native-tls",
            "openssl",
            "socket2",
            "dns-lookup",
            "mio",
        ],
        // The last is a server that is wrong in every way there is.
        &["estafette-net", "estafette-integration"],
        "sockets are the network's",
    ),
    (
        &[
            "keyring",
            "keyring-core",
            "secret-service",
            "windows-native-keyring-store",
            "zbus-secret-service-keyring-store",
        ],
        &["estafette-engine"],
        "the keyring is the engine's",
    ),
    (&["zbus", "ksni"], &["estafette"], "the desktop is the shell's"),
];

/// What must not be reached from a crate, by whatever way.
const OUT_OF_REACH: [(&[&str], &[&str]); 4] = [
    (
        &["estafette-contract", "estafette-mime", "estafette-model"],
        &["tokio", "rusqlite", "rustls", "tauri", "mio", "keyring-core"],
    ),
    (&["estafette-store"], &["estafette-net", "tokio", "rustls", "mio", "tauri"]),
    (&["estafette-net"], &["estafette-store", "rusqlite", "libsqlite3-sys", "tauri"]),
    (&["estafette-engine", "estafette-api", "estafette-cli"], &["tauri", "wry", "tao", "gtk", "webkit2gtk"]),
];

/// All that the border may stand on.
const BORDER: (&str, [&str; 2]) = ("estafette-contract", ["serde", "ts-rs"]);
/// Who may see both.
const BOTH: ([&str; 2], &str) = (["estafette-store", "estafette-net"], "estafette-engine");

/// Dependencies that the architecture forbids.
pub(super) fn check(metadata: &Value) -> Vec<Fault> {
    let workspace = Workspace::of(metadata);
    let mut faults = Vec::new();
    for (name, ours) in &workspace.ours {
        let mut fault = |what: String| faults.push(Fault::new(RULE, &ours.manifest, 0, what));
        for (reserved, owners, why) in &RESERVED {
            let wrong =
                reserved.iter().filter(|wanted| ours.direct.contains(**wanted) && !owners.contains(&name.as_str()));
            wrong.for_each(|wanted| fault(format!("depends on {wanted}: {why}")));
        }
        for (crates, forbidden) in &OUT_OF_REACH {
            if crates.contains(&name.as_str()) {
                let reached = workspace.reached(name);
                let wrong = forbidden.iter().filter(|forbidden| reached.contains(**forbidden));
                wrong.for_each(|forbidden| fault(format!("reaches {forbidden}")));
            }
        }
        if name == BORDER.0 {
            let more = ours.direct.iter().filter(|direct| !BORDER.1.contains(&direct.as_str()));
            more.for_each(|more| fault(format!("depends on {more}: the border is plain data")));
        }
        if is_product(name) && name != BOTH.1 && BOTH.0.iter().all(|one| ours.direct.contains(*one)) {
            fault(format!("sees both the store and the network: only {} does", BOTH.1));
        }
        if is_product(name) && ours.has_features {
            fault(String::from("has features: no build differs from the shipped one by a switch"));
        }
    }
    faults
}

/// Whether a person gets the crate called `name`.
pub(super) fn is_product(name: &str) -> bool {
    const WORKSHOP: [&str; 6] = [
        "estafette-harness",
        "estafette-integration",
        "estafette-ipc-tests",
        "estafette-e2e-app",
        "estafette-walls",
        "estafette-fuzz",
    ];
    name.starts_with("estafette") && !WORKSHOP.contains(&name)
}

/// The packages as Cargo resolved them.
struct Workspace<'a> {
    ours: BTreeMap<String, Ours>,
    /// Id of a package → ids of those it is linked with.
    links: BTreeMap<&'a str, Vec<&'a str>>,
    names: BTreeMap<&'a str, &'a str>,
}

struct Ours {
    id: String,
    manifest: String,
    /// Names in `[dependencies]` and `[build-dependencies]`.
    direct: BTreeSet<String>,
    has_features: bool,
}

impl<'a> Workspace<'a> {
    fn of(metadata: &'a Value) -> Self {
        let packages = || list(&metadata["packages"]);
        let root = format!("{}/", text(&metadata["workspace_root"]));
        let ours = packages().filter(|package| package["source"].is_null()).map(|package| {
            let wanted = list(&package["dependencies"]).filter(|wanted| wanted["kind"] != "dev");
            let ours = Ours {
                id: text(&package["id"]).to_owned(),
                manifest: text(&package["manifest_path"]).trim_start_matches(&root).to_owned(),
                direct: wanted.map(|wanted| text(&wanted["name"]).to_owned()).collect(),
                has_features: package["features"].as_object().is_some_and(|features| !features.is_empty()),
            };
            (text(&package["name"]).to_owned(), ours)
        });
        let links = list(&metadata["resolve"]["nodes"]).map(|node| {
            let linked = list(&node["deps"]).filter(|dep| list(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null()));
            (text(&node["id"]), linked.map(|dep| text(&dep["pkg"])).collect())
        });
        let names = packages().map(|package| (text(&package["id"]), text(&package["name"])));
        Self { ours: ours.collect(), links: links.collect(), names: names.collect() }
    }

    /// Names of the packages linked with ours called `name`.
    fn reached(&self, name: &str) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut ahead: Vec<&str> = self.ours.get(name).map(|ours| ours.id.as_str()).into_iter().collect();
        while let Some(id) = ahead.pop() {
            ahead.extend(self.links.get(id).into_iter().flatten().filter(|id| seen.insert(**id)));
        }
        seen.into_iter().filter_map(|id| self.names.get(id).copied()).collect()
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests;
