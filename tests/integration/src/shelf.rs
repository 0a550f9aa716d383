//! Stands for the window where documents are read: it keeps the address it was shown, and nothing reads there.

use std::sync::Mutex;

use estafette_api::DocumentViewer;

/// What lies on the shelf now.
#[derive(Default)]
pub struct Shelf(Mutex<Option<String>>);

impl Shelf {
    /// The address of the document shown.
    ///
    /// # Panics
    /// When another test thread broke.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        self.0.lock().expect("the shelf").clone()
    }
}

impl DocumentViewer for Shelf {
    fn show(&self, url: &str) {
        *self.0.lock().expect("the shelf") = Some(url.to_owned());
    }

    fn close(&self) {
        *self.0.lock().expect("the shelf") = None;
    }
}
