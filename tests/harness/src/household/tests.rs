use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Household;

fn shell(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn folder_goes_with_everything_in_it() {
    let household = Household::found().unwrap();
    let folder = household.folder().to_owned();
    fs::create_dir(folder.join("salon")).unwrap();
    fs::write(folder.join("salon/journal"), "lundi").unwrap();
    drop(household);
    assert!(!folder.exists());
}

#[test]
fn children_of_a_program_are_stopped_with_it() {
    let mut household = Household::found().unwrap();
    let mark = household.folder().join("mark");
    let script = format!("(while :; do date > {0}; sleep 0.02; done) & wait", mark.display());
    household.start(&mut shell(&script)).unwrap();
    let started = Instant::now();
    while !mark.exists() {
        assert!(started.elapsed() < Duration::from_secs(10), "the child does not run");
    }
    household.stop().unwrap();
    fs::remove_file(&mark).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    assert!(!mark.exists() && household.is_empty());
}

#[test]
fn program_that_leaves_when_asked_is_not_killed() {
    let mut household = Household::found().unwrap();
    let (ready, tidy) = (household.folder().join("ready"), household.folder().join("tidy"));
    let script = format!("trap 'touch {}; exit 0' TERM; touch {}; sleep 30 & wait", tidy.display(), ready.display());
    household.start(&mut shell(&script)).unwrap();
    let started = Instant::now();
    while !ready.exists() {
        assert!(started.elapsed() < Duration::from_secs(10), "the program does not start");
    }
    household.ask_to_leave(Duration::from_secs(10)).unwrap();
    assert!(tidy.exists());
}

#[test]
fn program_that_does_not_leave_is_killed_after_the_wait() {
    let mut household = Household::found().unwrap();
    household.start(&mut shell("trap '' TERM; while :; do sleep 0.05; done")).unwrap();
    let started = Instant::now();
    household.ask_to_leave(Duration::from_millis(200)).unwrap();
    assert!(started.elapsed() < Duration::from_secs(5) && household.is_empty());
}

#[test]
fn end_of_a_program_is_seen() {
    let mut household = Household::found().unwrap();
    household.start(&mut shell("exit 3")).unwrap();
    let started = Instant::now();
    let status = loop {
        if let Some(status) = household.first_to_end().unwrap() {
            break status;
        }
        assert!(started.elapsed() < Duration::from_secs(10));
    };
    assert_eq!(status.code(), Some(3));
}
