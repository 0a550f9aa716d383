#![allow(clippy::unwrap_used)]

use std::path::Path;

use super::{Contents, driven};

fn places(contents: &Contents) -> Vec<&str> {
    contents.entries.iter().map(|entry| entry.at.as_str()).collect()
}

#[test]
fn the_driven_window_is_in_its_own_package_and_alone_there() {
    assert_eq!(places(&driven(Path::new("built"))), ["usr/bin/estafette-e2e-app"]);
}

#[test]
fn the_desktop_hands_over_what_it_is_asked_to_open() {
    let desktop = include_str!("../../../../../../packaging/debian/estafette.desktop");
    assert!(desktop.lines().any(|line| line == "Exec=estafette %u"));
    // it would be offered letters it cannot begin yet
    assert!(!desktop.contains("MimeType"));
}
