//! Nothing of an operator outlives its owner, whether the owner ends in order or is killed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use estafette_harness::{Account, ImapFamily, OperatorSpec, ServerPackages, require};

/// Set for the process that plays the owner and is killed.
const OWNER: &str = "ESTAFETTE_TEST_OWNER";

fn spec() -> OperatorSpec {
    OperatorSpec::new(vec![Account::new("infirmerie", "infirmerie@ehpad-les-tilleuls.mssante.example", "Infirmerie")])
}

/// Command lines of living processes that name `folder`.
fn processes_of(folder: &Path) -> Vec<String> {
    let folder = folder.display().to_string();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let command = String::from_utf8_lossy(&command).replace('\0', " ");
        if command.contains(&folder) {
            found.push(command);
        }
    }
    found
}

/// Waits for `folder` and every process that names it to be gone.
fn assert_nothing_is_left_of(folder: &Path) {
    let started = Instant::now();
    while folder.exists() || !processes_of(folder).is_empty() {
        assert!(started.elapsed() < Duration::from_secs(10), "left behind: {:?}", processes_of(folder));
        thread::sleep(Duration::from_millis(20));
    }
}

fn folder_of(ca: &Path) -> PathBuf {
    ca.parent().and_then(Path::parent).unwrap().to_owned()
}

#[test]
fn dropped_operator_leaves_nothing() {
    for (family, servers) in [(ImapFamily::Dovecot, 2), (ImapFamily::Cyrus, 3)] {
        let Some(operator) = require::operator(spec().with_family(family)) else { return };
        let folder = folder_of(&operator.ca_path());
        assert!(processes_of(&folder).len() >= servers, "the search finds no server: {:?}", processes_of(&folder));
        drop(operator);
        assert_nothing_is_left_of(&folder);
    }
}

#[test]
fn operator_whose_owner_is_killed_leaves_nothing() {
    if require::available("the test servers", ServerPackages::unpacked()).is_none() {
        return;
    }
    let mut owner = Command::new(env::current_exe().unwrap())
        .args(["--exact", "owner_that_waits_to_be_killed", "--nocapture", "--include-ignored"])
        .env(OWNER, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(owner.stdout.take().unwrap()).lines();
    let ca =
        lines.map(Result::unwrap).find_map(|line| line.split_once("operator at ").map(|(_, ca)| PathBuf::from(ca)));
    let folder = folder_of(&ca.unwrap());
    assert!(processes_of(&folder).len() >= 2, "the search finds no server: {:?}", processes_of(&folder));
    owner.kill().unwrap();
    owner.wait().unwrap();
    assert_nothing_is_left_of(&folder);
}

#[test]
#[ignore = "the other process of operator_whose_owner_is_killed_leaves_nothing"]
fn owner_that_waits_to_be_killed() {
    if env::var_os(OWNER).is_none() {
        return;
    }
    // Cyrus and Dovecot both run there
    let Some(operator) = require::operator(spec().with_family(ImapFamily::Cyrus)) else { return };
    println!("operator at {}", operator.ca_path().display());
    thread::sleep(Duration::from_secs(60));
    drop(operator);
}
