//! Stands for the printer: it prints the page the real one would load, where a test can read it.

use std::sync::{Arc, Mutex, OnceLock, Weak};

use estafette_api::{Api, PrintAnswer, PrintFault, PrintTarget, Printer};

/// What lies in the tray, and what the next sheet will do.
#[derive(Default)]
pub struct Tray {
    door: OnceLock<Weak<Api>>,
    sheets: Arc<Mutex<Vec<(String, String)>>>,
    next: Mutex<Option<Result<bool, PrintFault>>>,
}

impl Tray {
    pub(crate) fn plug_in(&self, api: &Arc<Api>) {
        assert!(self.door.set(Arc::downgrade(api)).is_ok(), "plugged in once");
    }

    /// The next time it answers this, and prints nothing.
    ///
    /// # Panics
    /// When another test thread broke.
    pub fn next_time(&self, answer: Result<bool, PrintFault>) {
        *self.next.lock().expect("the tray") = Some(answer);
    }

    /// The pages printed: their addresses, and what was on them.
    ///
    /// # Panics
    /// When another test thread broke.
    #[must_use]
    pub fn sheets(&self) -> Vec<(String, String)> {
        self.sheets.lock().expect("the tray").clone()
    }
}

impl Printer for Tray {
    fn print(&self, url: &str, to: PrintTarget) -> PrintAnswer {
        if let Some(answer) = self.next.lock().expect("the tray").take() {
            return Box::pin(std::future::ready(answer));
        }
        let api = self.door.get().and_then(Weak::upgrade).expect("an open Estafette");
        let url = url.to_owned();
        let path = url.strip_prefix("mail://localhost").expect("a mail: address").to_owned();
        let sheets = Arc::clone(&self.sheets);
        Box::pin(async move {
            let answer = api.frame(&path).await;
            if let PrintTarget::Pdf(file) = to {
                std::fs::write(file, &answer.body).map_err(|_| PrintFault::Failed)?;
            }
            let page = String::from_utf8(answer.body).map_err(|_| PrintFault::Failed)?;
            sheets.lock().expect("the tray").push((url, page));
            Ok(answer.status == 200)
        })
    }
}
