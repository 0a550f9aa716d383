//! A browser that opens nothing and keeps a list.

use std::io;
use std::sync::{Mutex, PoisonError};

use estafette_api::Browser;

/// The addresses it was asked to open, oldest first.
#[derive(Default)]
pub struct ListedBrowser(Mutex<Vec<String>>);

impl ListedBrowser {
    /// What was opened so far.
    #[must_use]
    pub fn opened(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Browser for ListedBrowser {
    fn open(&self, url: &str) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(url.to_owned());
        Ok(())
    }
}
