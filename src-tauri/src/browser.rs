//! The browser of the person's desktop, for a link they were shown and chose to open.

use std::io;

use estafette_api::Browser;

use crate::launch::Driven;

/// What a driven window opens links in.
const DRIVEN_PAGE: &str = "navigateur.txt";

/// Whatever the desktop opens `https:` with.
pub(crate) struct DesktopBrowser;

impl Browser for DesktopBrowser {
    fn open(&self, url: &str) -> io::Result<()> {
        open::that_detached(url)
    }
}

/// What a test driver has in the place of a browser: a file with the address.
pub(crate) struct DrivenBrowser(Driven);

impl DrivenBrowser {
    pub(crate) fn new(driven: Driven) -> Self {
        Self(driven)
    }
}

impl Browser for DrivenBrowser {
    fn open(&self, url: &str) -> io::Result<()> {
        std::fs::write(self.0.save_folder.join(DRIVEN_PAGE), url)
    }
}
