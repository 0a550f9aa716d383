//! Printing by the desktop of the person. The pages come from the `mail:` scheme, in a view that only prints.

use estafette_api::{PrintAnswer, PrintTarget, Printer};
use tauri::{AppHandle, Runtime};

use crate::launch::Driven;

/// What a driven window prints to.
const DRIVEN_PAPER: &str = "imprimante.pdf";

/// The printers of the person's own desktop.
pub(crate) struct NativePrinter<R: Runtime>(AppHandle<R>);

impl<R: Runtime> NativePrinter<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> Printer for NativePrinter<R> {
    #[cfg(target_os = "linux")]
    fn print(&self, url: &str, to: PrintTarget) -> PrintAnswer {
        crate::webkit_print::print(&self.0, url, to)
    }

    #[cfg(not(target_os = "linux"))]
    fn print(&self, _: &str, _: PrintTarget) -> PrintAnswer {
        // The handle is what another system's printing will start from.
        let _unused = &self.0;
        Box::pin(std::future::ready(Err(estafette_api::PrintFault::Unsupported)))
    }
}

/// What a test driver has in the place of a printer: a file. Everything before the dialog is the person's own way.
pub(crate) struct DrivenPrinter<R: Runtime>(NativePrinter<R>, Driven);

impl<R: Runtime> DrivenPrinter<R> {
    pub(crate) fn new(printer: NativePrinter<R>, driven: Driven) -> Self {
        Self(printer, driven)
    }
}

impl<R: Runtime> Printer for DrivenPrinter<R> {
    fn print(&self, url: &str, to: PrintTarget) -> PrintAnswer {
        let to = match to {
            PrintTarget::Dialog => PrintTarget::Pdf(self.1.save_folder.join(DRIVEN_PAPER)),
            PrintTarget::Pdf(file) => PrintTarget::Pdf(file),
        };
        self.0.print(url, to)
    }
}
