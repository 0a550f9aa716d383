//! The demonstration starts, says where it is, and leaves nothing however it is stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use estafette_harness::{ServerPackages, require};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;

const LIMIT: Duration = Duration::from_secs(60);

/// Whether the demonstration can run here.
fn can_be_shown() -> bool {
    require::available("the test servers", ServerPackages::unpacked()).is_some()
}

fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < LIMIT, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn signal(child: &Child, signal: Signal) {
    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), signal).unwrap();
}

/// `demo-operator`, its papers, and where its mailboxes lie.
struct OperatorAlone {
    process: Child,
    papers: TempDir,
    maildir: PathBuf,
}

impl OperatorAlone {
    fn start() -> Self {
        let papers = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["demo-operator", "--dir"])
            .arg(papers.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let description: Value = serde_json::from_str(&line).unwrap();
        let maildir = PathBuf::from(description["accounts"][0]["maildir"].as_str().unwrap());
        Self { process, papers, maildir }
    }

    fn assert_it_leaves(mut self) {
        eventually("the operator does not end", || self.process.try_wait().unwrap().is_some());
        eventually("its folder is still there", || !self.maildir.exists());
    }
}

/// A folder where `xtask` finds a window of ours beside it: a shell script.
fn beside_a_window(script: &str) -> (TempDir, Command) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (xtask, window) = (folder.path().join("xtask"), folder.path().join("estafette"));
    fs::hard_link(env!("CARGO_BIN_EXE_xtask"), &xtask).unwrap();
    fs::write(&window, format!("#!/bin/sh\ncd '{}'\n{script}\n", folder.path().display())).unwrap();
    fs::set_permissions(&window, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(xtask);
    command.arg("demo").stdin(Stdio::null());
    (folder, command)
}

/// The papers the window was given, once it runs.
fn papers_of_window(folder: &Path) -> PathBuf {
    let arguments = folder.join("arguments");
    eventually("the window does not start", || fs::read_to_string(&arguments).is_ok_and(|text| text.ends_with('\n')));
    let text = fs::read_to_string(&arguments).unwrap();
    PathBuf::from(text.split_whitespace().nth(1).unwrap())
}

#[test]
fn operator_writes_its_papers_and_leaves_when_its_input_ends() {
    if !can_be_shown() {
        return;
    }
    let mut operator = OperatorAlone::start();
    for name in ["provisioning.json", "passwords.json", "ca.pem"] {
        assert!(operator.papers.path().join(name).is_file(), "{name}");
    }
    assert!(operator.maildir.is_dir());
    drop(operator.process.stdin.take());
    operator.assert_it_leaves();
}

#[test]
fn operator_leaves_when_asked() {
    if !can_be_shown() {
        return;
    }
    for asked in [Signal::SIGTERM, Signal::SIGINT] {
        let operator = OperatorAlone::start();
        signal(&operator.process, asked);
        operator.assert_it_leaves();
    }
}

#[test]
fn closed_window_ends_the_demonstration() {
    if !can_be_shown() {
        return;
    }
    let (folder, mut command) = beside_a_window("echo \"$@\" > arguments; cat \"$2/provisioning.json\" > seen; exit 0");
    let status = command.status().unwrap();
    assert!(status.success());
    assert!(fs::read_to_string(folder.path().join("seen")).unwrap().contains("EHPAD Les Tilleuls"));
    assert!(!papers_of_window(folder.path()).exists());
}

#[test]
fn arguments_reach_the_window() {
    if !can_be_shown() {
        return;
    }
    let (folder, mut command) = beside_a_window("echo \"$@\" > arguments");
    assert!(command.args(["--", "--profile", "ici"]).status().unwrap().success());
    assert!(fs::read_to_string(folder.path().join("arguments")).unwrap().ends_with(" --profile ici\n"));
}

#[test]
fn stopped_demonstration_asks_the_window_to_close() {
    if !can_be_shown() {
        return;
    }
    let (folder, mut command) =
        beside_a_window("trap 'touch closed; exit 0' TERM; echo \"$@\" > arguments; sleep 60 & wait");
    let mut demonstration = command.spawn().unwrap();
    let papers = papers_of_window(folder.path());
    signal(&demonstration, Signal::SIGTERM);
    assert!(demonstration.wait().unwrap().success());
    assert!(folder.path().join("closed").exists(), "the window was not asked");
    assert!(!papers.exists(), "the papers are still there");
}

#[test]
fn killed_demonstration_takes_the_window_with_it() {
    if !can_be_shown() {
        return;
    }
    let (folder, mut command) = beside_a_window("echo \"$@\" > arguments; while :; do date > alive; sleep 0.05; done");
    let mut demonstration = command.spawn().unwrap();
    let papers = papers_of_window(folder.path());
    demonstration.kill().unwrap();
    demonstration.wait().unwrap();
    eventually("the papers are still there", || !papers.exists());
    let alive = folder.path().join("alive");
    let _ = fs::remove_file(&alive);
    thread::sleep(Duration::from_millis(300));
    assert!(!alive.exists(), "the window outlived the demonstration");
}

#[test]
fn window_that_fails_is_a_failure() {
    if !can_be_shown() {
        return;
    }
    let (_folder, mut command) = beside_a_window("exit 7");
    assert!(!command.status().unwrap().success());
}

#[test]
fn unknown_chore_gets_the_usage() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["demo-operator", "--dir"]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("usage: cargo xtask"));
}
