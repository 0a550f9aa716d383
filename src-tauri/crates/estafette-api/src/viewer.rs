//! Where a joined document is read: the shell has a window that may call nothing, a test has a shelf.

/// Something that shows the pages of the `viewer:` scheme.
pub trait DocumentViewer: Send + Sync {
    /// Shows the page at `url`, in the place of the one shown. The window is told by [`crate::Api::document_closed`].
    fn show(&self, url: &str);

    /// Closes it.
    fn close(&self);
}

/// A machine without a screen.
pub struct NoViewer;

impl DocumentViewer for NoViewer {
    fn show(&self, _: &str) {}

    fn close(&self) {}
}
