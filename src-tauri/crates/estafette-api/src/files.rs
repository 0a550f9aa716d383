//! How a person chooses files: the shell has native dialogs, a test has a folder. Paths never reach the page.

use std::path::PathBuf;
use std::pin::Pin;

/// Something that asks a person for files.
pub trait FileDialogs: Send + Sync {
    /// The files to join; none when the dialog is closed.
    fn choose_files(&self) -> Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>>;

    /// Where to save a file suggested to be called `suggested_name`; `None` when the dialog is closed.
    fn choose_place(&self, suggested_name: &str) -> Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>;
}
