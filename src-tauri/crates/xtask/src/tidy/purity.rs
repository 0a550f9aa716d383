//! What a crate must not ask of the machine: logic is handed its time, its places and its connections, so that a test
//! decides what today is.

use std::sync::LazyLock;

use regex::Regex;

use super::fault::Fault;
use super::house::{House, crate_of};
use super::pattern::pattern;

const RULE: &str = "purity";

/// One thing that is asked of the machine.
struct Asking {
    /// The paths that ask it.
    calls: Regex,
    /// Who may.
    by: &'static [&'static str],
    /// What the others do.
    instead: &'static str,
}

static ASKINGS: LazyLock<[Asking; 4]> = LazyLock::new(|| {
    [
        Asking {
            calls: pattern(r"^std::net::(Tcp|Udp)|^std::os::unix::net|^tokio::net"),
            by: &["estafette-net"],
            instead: "sockets are the network's",
        },
        Asking {
            calls: pattern(r"\b(SystemTime|Timestamp|Zoned|Utc|Local)::now$"),
            by: &["estafette-model"],
            instead: "the time is handed in by a Clock",
        },
        Asking {
            calls: pattern(r"^(std|tokio)::fs\b"),
            by: &["estafette", "estafette-cli", "estafette-api", "estafette-engine", "estafette-store"],
            instead: "bytes in, values out",
        },
        Asking {
            calls: pattern(r"^(std::)?env::(var|args|home_dir|temp_dir|current_dir)"),
            by: &["estafette", "estafette-cli", "estafette-engine"],
            instead: "places are handed in",
        },
    ]
});

/// Calls to the machine by crates that may not make them.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, source) in house.product() {
        for asking in ASKINGS.iter().filter(|asking| crate_of(path).is_some_and(|name| !asking.by.contains(&name))) {
            let calls = source.paths.iter().filter(|call| asking.calls.is_match(&call.text));
            faults.extend(calls.map(|call| Fault::at(RULE, path, call, asking.instead)));
        }
    }
    faults
}

#[cfg(test)]
mod tests;
