#![allow(clippy::unwrap_used)]

use super::{Fault, LIST, read, settle};

const ONE: &str = "[[allowed]]\nrule = \"size\"\npath = \"a.rs\"\nfaults = 2\nreason = \"to be cut\"";

fn faults(count: usize) -> Vec<Fault> {
    (1..=count).map(|line| Fault::new("size", "a.rs", line, "long")).collect()
}

#[test]
fn what_is_allowed_passes_and_the_rest_stays() {
    let mut both = faults(2);
    both.push(Fault::new("name", "a.rs", 1, "empty"));
    let left = settle(both, &read(ONE).unwrap());
    assert_eq!(left.iter().map(|fault| fault.rule).collect::<Vec<_>>(), ["name"]);
}

#[test]
fn one_fault_more_than_allowed_and_all_are_shown() {
    assert_eq!(settle(faults(3), &read(ONE).unwrap()).len(), 3);
}

#[test]
fn an_allowance_that_allows_too_much_is_a_fault() {
    for count in [0, 1] {
        let left = settle(faults(count), &read(ONE).unwrap());
        assert_eq!(left.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), [LIST], "{count} left");
    }
}

#[test]
fn an_allowance_without_reason_or_number_is_refused() {
    for gone in ["reason = \"to be cut\"", "faults = 2", "path = \"a.rs\"", "rule = \"size\""] {
        assert!(read(&ONE.replace(gone, "")).is_err(), "{gone}");
    }
    assert!(read(&ONE.replace("to be cut", " ")).is_err());
    assert!(read(&format!("{ONE}\n{ONE}")).is_err(), "twice the same");
}
