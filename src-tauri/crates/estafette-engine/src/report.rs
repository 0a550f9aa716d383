//! An error that was told to a person: with the id under which its record is found.

use crate::error::EngineError;

/// Bytes of randomness in an id: enough to tell the errors of one machine apart.
const ID_BYTES: usize = 4;

/// An error and its id.
#[derive(Debug)]
pub struct Reported {
    /// What went wrong.
    pub error: EngineError,
    /// Eight characters, the same in the window and in the log.
    pub report_id: String,
}

impl Reported {
    /// Gives the error an id.
    #[must_use]
    pub fn new(error: EngineError) -> Self {
        Self { error, report_id: report_id() }
    }
}

/// A new id.
#[must_use]
pub fn report_id() -> String {
    let mut bytes = [0; ID_BYTES];
    // Without randomness the id finds nothing; the error is shown all the same.
    let _no_randomness = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
