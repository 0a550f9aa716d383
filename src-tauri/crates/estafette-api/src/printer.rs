//! How a laid-out conversation becomes paper or a PDF: the shell has the printing of the person's desktop, a test has a tray.

use std::path::PathBuf;
use std::pin::Pin;

/// Where a page goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintTarget {
    /// To the printer the person chooses in the native dialog.
    Dialog,
    /// To this file, as PDF, without a question: it was asked already.
    Pdf(PathBuf),
}

/// Why nothing was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintFault {
    /// This machine has no printer, or its printing does not answer.
    NoPrinter,
    /// The printer, or the writing of the file, gave up.
    Failed,
    /// Not possible on this system yet.
    Unsupported,
}

/// The answer of a [`Printer`]: whether it was printed, or the person closed the dialog.
pub type PrintAnswer = Pin<Box<dyn Future<Output = Result<bool, PrintFault>> + Send>>;

/// Something that prints.
pub trait Printer: Send + Sync {
    /// Prints the whole document at `url`, an address of the `mail:` scheme, under a name that tells nothing.
    fn print(&self, url: &str, to: PrintTarget) -> PrintAnswer;
}
