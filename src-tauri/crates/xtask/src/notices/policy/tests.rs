#![allow(clippy::unwrap_used)]

use super::{Package, Policy, canonical};

const RULE: &str = r#"
    [licenses]
    allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"]

    [[licenses.exceptions]]
    crate = "sqlite-blessed"
    allow = ["blessing"]
"#;

fn verdict(name: &str, licence: &str) -> Result<(), String> {
    let package = Package { name: name.to_owned(), version: String::from("1.0.0"), licence: licence.to_owned() };
    Policy::from_toml(RULE).unwrap().judge([package].iter()).map_err(|error| error.to_string())
}

#[test]
fn one_allowed_choice_is_enough() {
    assert_eq!(verdict("either", "MIT OR GPL-3.0-only"), Ok(()));
}

#[test]
fn every_part_of_a_sum_must_be_allowed() {
    assert_eq!(verdict("both", "MIT AND ISC"), Ok(()));
    assert!(verdict("both", "MIT AND GPL-3.0-only").is_err());
}

#[test]
fn an_exception_to_a_licence_is_not_the_licence() {
    assert_eq!(verdict("llvm", "Apache-2.0 WITH LLVM-exception"), Ok(()));
    assert!(verdict("classpath", "MIT WITH Classpath-exception-2.0").is_err());
}

#[test]
fn a_refusal_names_the_package_and_its_licence() {
    let refusal = verdict("copyleft", "AGPL-3.0-only").unwrap_err();
    assert!(refusal.contains("copyleft 1.0.0: AGPL-3.0-only"), "{refusal}");
}

#[test]
fn an_allowance_for_one_package_is_not_for_the_others() {
    assert_eq!(verdict("sqlite-blessed", "MIT AND blessing"), Ok(()));
    assert!(verdict("another", "MIT AND blessing").is_err());
}

#[test]
fn words_that_are_no_licence_are_refused() {
    assert!(verdict("homemade", "as you like").is_err());
    assert!(canonical("as you like").is_err());
}

#[test]
fn old_spellings_become_canonical() {
    assert_eq!(canonical("MIT/Apache-2.0").unwrap(), "MIT OR Apache-2.0");
    assert_eq!(canonical("MIT OR Apache-2.0").unwrap(), "MIT OR Apache-2.0");
}

#[test]
fn the_rule_of_the_house_lets_no_gpl_in() {
    let rule = std::fs::read_to_string(super::super::root().unwrap().join("deny.toml")).unwrap();
    let house = Policy::from_toml(&rule).unwrap();
    for (licence, allowed) in [("MPL-2.0", true), ("OFL-1.1", true), ("GPL-3.0-or-later", false), ("SSPL-1.0", false)] {
        let package = Package { name: String::from("p"), version: String::from("1.0.0"), licence: licence.to_owned() };
        assert_eq!(house.judge([package].iter()).is_ok(), allowed, "{licence}");
    }
}
