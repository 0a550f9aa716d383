//! Why a command did nothing, and the exit code that says so. A script decides by the code, a person by the sentence.

use std::error::Error;
use std::path::PathBuf;

use estafette_engine::EngineError;
use thiserror::Error;

/// Nothing was done: a file, the profile or the keyring refused.
pub(crate) const FAILED: u8 = 1;
/// The arguments were not understood.
pub(crate) const MISUSED: u8 = 2;
/// The command ran, and at least one mailbox is not in step with its server.
pub(crate) const NOT_IN_STEP: u8 = 3;

/// Why nothing was done.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum CliError {
    /// The arguments.
    #[error("{0} (see `estafette-cli help`)")]
    Usage(String),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Keys that die with this process would make an existing profile unreadable.
    #[error("{path} cannot be made: --ephemeral-keys needs a profile folder that is not there yet", path = .path.display())]
    ProfileNotNew {
        /// The folder.
        path: PathBuf,
        /// What the disk says.
        source: std::io::Error,
    },
    /// The file of passwords.
    #[error("the passwords cannot be read")]
    PasswordsUnreadable(#[source] std::io::Error),
    /// A password must not be tried on another mailbox's server.
    #[error("{given} lines of passwords for {wanted} mailboxes: one line each is needed, empty for the keyring's own")]
    PasswordCount {
        /// Lines given.
        given: usize,
        /// Mailboxes of the provisioning file.
        wanted: usize,
    },
    /// The folder of authorities.
    #[error("the authorities in {path} cannot be read", path = .path.display())]
    AnchorsUnreadable {
        /// The folder, or the file in it.
        path: PathBuf,
        /// What the disk says.
        source: std::io::Error,
    },
    /// The file of searches.
    #[error("the searches in {path} cannot be read", path = .path.display())]
    SearchesUnreadable {
        /// The file.
        path: PathBuf,
        /// What the disk says.
        source: std::io::Error,
    },
    /// Nobody reads what is written.
    #[error("the result cannot be written")]
    Output(#[source] std::io::Error),
    /// The machine gives no threads.
    #[error("the machine gives no threads to work with")]
    NoThreads(#[source] std::io::Error),
}

impl CliError {
    /// What the process ends with.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => MISUSED,
            Self::Engine(_)
            | Self::ProfileNotNew { .. }
            | Self::PasswordsUnreadable(_)
            | Self::PasswordCount { .. }
            | Self::AnchorsUnreadable { .. }
            | Self::SearchesUnreadable { .. }
            | Self::Output(_)
            | Self::NoThreads(_) => FAILED,
        }
    }

    /// The sentence and what is behind it, on one line.
    pub(crate) fn with_causes(&self) -> String {
        with_causes(self)
    }
}

/// An error and everything behind it, on one line.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::{CliError, FAILED, MISUSED};

    #[test]
    fn what_the_disk_says_stands_behind_our_own_sentence() {
        let error = CliError::PasswordsUnreadable(Error::new(ErrorKind::NotFound, "no such file"));
        assert_eq!(error.with_causes(), "the passwords cannot be read: no such file");
        assert_eq!(error.exit_code(), FAILED);
    }

    #[test]
    fn a_mistake_on_the_command_line_has_its_own_code() {
        assert_eq!(CliError::Usage(String::from("no verb")).exit_code(), MISUSED);
    }
}
