//! What a test does when the servers cannot be had: it says so and passes on a laptop, it fails in the project's CI.
//!
//! A skipped test that nobody hears of is a test that does not exist, so the machine that decides must have the rig.

use std::env;

use crate::operator::{Operator, OperatorSpec};
use crate::packages::ServerPackages;

/// Set to `1` where a missing rig is a failure.
pub const REQUIRE_RIG: &str = "ESTAFETTE_REQUIRE_RIG";

/// An operator for this test, or `None` when this machine cannot have one: the test then returns.
///
/// ```no_run
/// # use estafette_harness::{OperatorSpec, require};
/// let Some(operator) = require::operator(OperatorSpec::new(vec![])) else { return };
/// ```
///
/// # Panics
/// The servers are there and do not start; or they are not, and `ESTAFETTE_REQUIRE_RIG` is `1`.
#[must_use]
pub fn operator(spec: OperatorSpec) -> Option<Operator> {
    available("the test servers", ServerPackages::unpacked())?;
    match Operator::start(spec) {
        Ok(operator) => Some(operator),
        Err(error) => panic!("the operator does not start: {error:#}"),
    }
}

/// The value, or `None` after naming what is missing.
///
/// # Panics
/// It is missing and `ESTAFETTE_REQUIRE_RIG` is `1`.
pub fn available<T>(what: &str, found: anyhow::Result<T>) -> Option<T> {
    match found {
        Ok(value) => Some(value),
        Err(error) if env::var(REQUIRE_RIG).is_ok_and(|value| value == "1") => {
            panic!("{what} cannot be had: {error:#}")
        }
        Err(error) => {
            eprintln!("SKIPPED: {what} cannot be had: {error:#}");
            None
        }
    }
}
