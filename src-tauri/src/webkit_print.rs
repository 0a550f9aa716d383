//! Printing on WebKitGTK: the whole conversation in a view of its own, which is never on screen.
//!
//! The main window would print only what is visible of the frame. This view belongs to no window of Tauri, so it has no
//! commands at all; it runs no script, and shares the proxy that leads nowhere and the `mail:` scheme of the main one.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use estafette_api::{PrintAnswer, PrintFault, PrintTarget};
use estafette_contract::Window;
use gtk::prelude::*;
use gtk::{PageSetup, PaperSize, PrintPages, PrintSettings, Unit, glib};
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::oneshot;
use webkit2gtk::{
    LoadEvent, PrintError, PrintOperation, PrintOperationExt, PrintOperationResponse, Settings, SettingsExt, WebView,
    WebViewExt,
};

/// The name of the printing person's document, in the queue of the printer: that of the program, and nothing of a letter.
pub(crate) const JOB_NAME: &str = "Estafette";
/// How long the pages may take to be laid out; a year of letters takes a second.
const LOADED_WITHIN: Duration = Duration::from_secs(60);
/// Margins of the paper, millimetres: what every office printer can do, and room for a binder at the left.
const MARGINS: Margins = Margins { top: 15.0, right: 14.0, bottom: 15.0, left: 18.0 };

struct Margins {
    top: f64,
    right: f64,
    bottom: f64,
    left: f64,
}

type Answer = oneshot::Sender<Result<bool, PrintFault>>;

/// Prints the document at `url`.
pub(crate) fn print<R: Runtime>(app: &AppHandle<R>, url: &str, to: PrintTarget) -> PrintAnswer {
    let (answer, printed) = oneshot::channel();
    let url = url.to_owned();
    let asked = app
        .get_webview_window(Window::Main.label())
        .is_some_and(|window| window.with_webview(move |main| load(&main.inner(), &url, to, answer)).is_ok());
    Box::pin(
        async move { if asked { printed.await.unwrap_or(Err(PrintFault::Failed)) } else { Err(PrintFault::Failed) } },
    )
}

/// A document that is being loaded, until it is printed or given up.
struct Sheet {
    view: WebView,
    parent: Option<gtk::Window>,
    to: PrintTarget,
    answer: Answer,
}

fn load(main: &WebView, url: &str, to: PrintTarget, answer: Answer) {
    let settings = Settings::new();
    settings.set_enable_javascript(false);
    let builder = WebView::builder().settings(&settings);
    let view = match main.context() {
        Some(context) => builder.web_context(&context).build(),
        None => return give(answer, Err(PrintFault::Failed)),
    };
    crate::windows::shut(&view);
    let parent = main.toplevel().and_then(|top| top.downcast::<gtk::Window>().ok());
    // The view is kept by its own handlers until one of them takes it.
    let waiting = Rc::new(RefCell::new(Some(Sheet { view: view.clone(), parent, to, answer })));
    let loaded = Rc::clone(&waiting);
    view.connect_load_changed(move |_, event| {
        if event == LoadEvent::Finished
            && let Some(sheet) = loaded.take()
        {
            sheet.print();
        }
    });
    let failed = Rc::clone(&waiting);
    view.connect_load_failed(move |_, _, _, _| {
        give_up(&failed);
        true
    });
    let gone = Rc::clone(&waiting);
    view.connect_web_process_terminated(move |_, _| give_up(&gone));
    glib::timeout_add_local_once(LOADED_WITHIN, move || give_up(&waiting));
    view.load_uri(url);
}

fn give_up(waiting: &RefCell<Option<Sheet>>) {
    if let Some(sheet) = waiting.take() {
        give(sheet.answer, Err(PrintFault::Failed));
    }
}

fn give(answer: Answer, result: Result<bool, PrintFault>) {
    let _nobody_waits = answer.send(result);
}

impl Sheet {
    fn print(self) {
        let operation = PrintOperation::new(&self.view);
        operation.set_page_setup(&page_setup());
        let answer = Rc::new(RefCell::new(Some(self.answer)));
        let failing = Rc::clone(&answer);
        operation.connect_failed(move |_, error| settle(&failing, Err(fault(error))));
        // Both are needed until the last page is written, and nobody else keeps them.
        let kept = Rc::new(RefCell::new(Some((self.view, operation.clone()))));
        let (finishing, holding) = (Rc::clone(&answer), Rc::clone(&kept));
        operation.connect_finished(move |_| {
            settle(&finishing, Ok(true));
            drop(holding.take());
        });
        match self.to {
            PrintTarget::Dialog => {
                operation.set_print_settings(&neutral_settings());
                if operation.run_dialog(self.parent.as_ref()) == PrintOperationResponse::Cancel {
                    settle(&answer, Ok(false));
                    drop(kept.take());
                }
            }
            PrintTarget::Pdf(file) => match file_settings(&file) {
                Some(settings) => {
                    operation.set_print_settings(&settings);
                    operation.print();
                }
                None => settle(&answer, Err(PrintFault::Failed)),
            },
        }
    }
}

fn settle(answer: &RefCell<Option<Answer>>, result: Result<bool, PrintFault>) {
    if let Some(answer) = answer.take() {
        give(answer, result);
    }
}

fn fault(error: &glib::Error) -> PrintFault {
    match error.kind::<PrintError>() {
        Some(PrintError::PrinterNotFound) => PrintFault::NoPrinter,
        _ => PrintFault::Failed,
    }
}

fn page_setup() -> PageSetup {
    let setup = PageSetup::new();
    setup.set_paper_size(&PaperSize::new(Some("iso_a4")));
    setup.set_top_margin(MARGINS.top, Unit::Mm);
    setup.set_right_margin(MARGINS.right, Unit::Mm);
    setup.set_bottom_margin(MARGINS.bottom, Unit::Mm);
    setup.set_left_margin(MARGINS.left, Unit::Mm);
    setup
}

/// Whoever chooses « in a file » in the dialog is offered a name that tells nothing.
fn neutral_settings() -> PrintSettings {
    let settings = PrintSettings::new();
    settings.set("output-basename", Some(JOB_NAME));
    settings.set_print_pages(PrintPages::All);
    settings
}

/// The printer that GTK calls « Print to File », in the language of the session, and the file it writes.
fn file_settings(file: &Path) -> Option<PrintSettings> {
    let uri = glib::filename_to_uri(file, None).ok()?;
    let settings = neutral_settings();
    settings.set_printer(&glib::dgettext(Some("gtk30"), "Print to File"));
    settings.set("output-uri", Some(uri.as_str()));
    settings.set("output-file-format", Some("pdf"));
    Some(settings)
}
