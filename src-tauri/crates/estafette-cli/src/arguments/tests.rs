//! What the command line is understood as.

use std::ffi::OsString;
use std::path::PathBuf;

use super::{AccountsRequest, Command, PasswordSource, SearchRequest, SyncRequest, parse};
use crate::error::CliError;

fn asked(line: &str) -> Result<Command, CliError> {
    parse(std::iter::once("estafette-cli").chain(line.split_whitespace()).map(OsString::from))
}

fn refusal(line: &str) -> String {
    match asked(line) {
        Err(CliError::Usage(why)) => why,
        other => panic!("{line:?} was understood: {other:?}"),
    }
}

fn plain_sync() -> SyncRequest {
    SyncRequest {
        profile: PathBuf::from("/p"),
        provision: PathBuf::from("/f.json"),
        anchors: None,
        passwords: None,
        ephemeral_keys: false,
        verify: false,
        find: None,
        json: false,
    }
}

#[test]
fn a_sync_without_options_uses_the_keyring_and_the_authorities_of_the_machine() {
    assert_eq!(asked("sync --once --profile /p --provision /f.json").unwrap(), Command::Sync(plain_sync()));
}

#[test]
fn every_option_of_a_sync_is_heard() {
    let line = "sync --json --provision=/f.json --once --anchors /a --password-file /mdp --ephemeral-keys --profile /p --verify --find /w";
    let wanted = SyncRequest {
        anchors: Some(PathBuf::from("/a")),
        passwords: Some(PasswordSource::File(PathBuf::from("/mdp"))),
        ephemeral_keys: true,
        verify: true,
        find: Some(PathBuf::from("/w")),
        json: true,
        ..plain_sync()
    };
    assert_eq!(asked(line).unwrap(), Command::Sync(wanted));
}

#[test]
fn a_dash_reads_the_passwords_from_the_standard_input() {
    let Command::Sync(request) = asked("sync --once --profile /p --provision /f.json --password-file -").unwrap()
    else {
        panic!("a sync was asked")
    };
    assert_eq!(request.passwords, Some(PasswordSource::StandardInput));
}

#[test]
fn what_a_sync_cannot_do_without_is_named() {
    assert_eq!(refusal("sync --profile /p --provision /f.json"), "sync needs --once");
    assert_eq!(refusal("sync --once --provision /f.json"), "--profile is missing");
    assert_eq!(refusal("sync --once --profile /p"), "--provision is missing");
    assert_eq!(refusal("accounts --json"), "--provision is missing");
    assert!(refusal("accounts --provision").contains("--provision"));
}

#[test]
fn an_option_of_another_verb_is_not_let_pass_in_silence() {
    let wanted = AccountsRequest { provision: PathBuf::from("/f.json"), json: true };
    assert_eq!(asked("accounts --provision /f.json --json").unwrap(), Command::Accounts(wanted));
    for line in [
        "accounts --provision /f.json --profile /p",
        "accounts --provision /f.json --once",
        "sync --once --profile /p --provision /f.json --keys /k",
        "sync --once --profile /p --provision /f.json more",
        "version --json",
        "help me",
    ] {
        assert!(!refusal(line).is_empty());
    }
}

#[test]
fn version_and_help_are_had_by_the_names_people_try_first() {
    for line in ["version", "--version"] {
        assert_eq!(asked(line).unwrap(), Command::Version);
    }
    for line in ["help", "--help", "-h"] {
        assert_eq!(asked(line).unwrap(), Command::Help);
    }
}

#[test]
fn nothing_and_an_unknown_verb_are_refused() {
    assert_eq!(refusal(""), "no verb is given");
    assert!(refusal("synch --once").contains("synch"), "it is named");
}

#[test]
fn every_option_of_a_search_is_heard() {
    let plain = SearchRequest {
        profile: PathBuf::from("/p"),
        provision: PathBuf::from("/f.json"),
        anchors: None,
        queries: PathBuf::from("/q"),
        limit: 50,
        letters: false,
        pages: false,
        json: false,
    };
    assert_eq!(asked("search --profile /p --provision /f.json --queries /q").unwrap(), Command::Search(plain));
    let Command::Search(more) =
        asked("search --json --letters --limit 7 --anchors /a --queries /q --profile /p --provision /f.json").unwrap()
    else {
        panic!("a search was asked")
    };
    assert_eq!((more.limit, more.letters, more.json), (7, true, true));
    assert_eq!(more.anchors, Some(PathBuf::from("/a")));
    assert!(refusal("search --profile /p --provision /f.json").contains("--queries is missing"));
    assert!(refusal("search --limit beaucoup").contains("beaucoup"));
    assert!(refusal("search --once").contains("--once"), "it is of sync");
}

#[test]
fn the_pages_of_the_lists_are_read_when_they_are_asked_and_never_by_a_synchronisation() {
    let Command::Search(asked) = asked("search --pages --queries /q --profile /p --provision /f.json").unwrap() else {
        panic!("a search was asked")
    };
    assert!(asked.pages && !asked.letters);
    assert!(refusal("sync --once --pages --profile /p --provision /f.json").contains("--pages"));
}
