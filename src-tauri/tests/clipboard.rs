//! What becomes of an INS in the clipboard of a real X server. Alone in its program, because the screen is found through the
//! environment of the process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use estafette_harness::{Household, require};
use estafette_shell::clipboard::let_no_ins_stay;
use gtk::prelude::*;
use gtk::{Clipboard, gdk};
use webkit2gtk::{LoadEvent, WebView, WebViewExt};

/// A published example: nobody's.
const INS: &str = "2 79 03 51 215 189 89";
const LETTER: &str = "Mme Aubert, 2 79 03 51 215 189 89, sort lundi.";
const ORDINARY: &str = "Mme Aubert sort lundi.";
/// In place of a minute.
const STAYS: Duration = Duration::from_millis(400);
/// By then it is gone, or stays.
const LATER: Duration = Duration::from_millis(1_500);
/// For the web engine to show a line of text, on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// The text another program copies; only that process has it.
const COPIES: &str = "ESTAFETTE_TEST_COPIES";

/// A screen of the test's own.
fn screen() -> anyhow::Result<(Household, String)> {
    let mut household = Household::found()?;
    let told = household.folder().join("display");
    let mut server = Command::new("Xvfb");
    server.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "800x600x24"]);
    household.start(server.stdin(Stdio::null()).stdout(File::create(&told)?).stderr(Stdio::null()))?;
    let begun = Instant::now();
    loop {
        let number = std::fs::read_to_string(&told)?;
        if number.ends_with('\n') {
            return Ok((household, format!(":{}", number.trim())));
        }
        anyhow::ensure!(begun.elapsed() < PATIENCE, "no screen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Lets the windows live until something is so.
fn until(limit: Duration, is_so: impl Fn() -> bool) -> bool {
    let begun = Instant::now();
    while !is_so() {
        if begun.elapsed() > limit {
            return false;
        }
        while gtk::events_pending() {
            gtk::main_iteration();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    true
}

fn live_for(time: Duration) {
    until(time, || false);
}

fn clipboard() -> Clipboard {
    Clipboard::get(&gdk::SELECTION_CLIPBOARD)
}

fn text() -> Option<String> {
    clipboard().wait_for_text().map(String::from)
}

/// Not a test of its own: another program, which copies a text and lives until it is ended.
#[test]
fn another_program_that_copies() {
    let Ok(copied) = std::env::var(COPIES) else { return };
    gtk::init().expect("a screen");
    clipboard().set_text(&copied);
    println!("copied");
    live_for(PATIENCE);
}

struct Other(Child);

impl Other {
    fn copies(copied: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "another_program_that_copies", "--nocapture"])
            .env(COPIES, copied)
            .stdout(Stdio::piped())
            .spawn()
            .expect("started");
        let mut said = BufReader::new(child.stdout.take().expect("piped")).lines();
        assert!(said.any(|line| line.is_ok_and(|line| line.ends_with("copied"))), "it copied");
        Self(child)
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _gone = self.0.kill().and_then(|()| self.0.wait());
    }
}

#[allow(unsafe_code, reason = "GTK finds the screen through the environment")]
#[test]
fn an_ins_copied_here_is_taken_out_and_nothing_else_is() {
    if std::env::var_os(COPIES).is_some() {
        return;
    }
    let Some((_household, display)) = require::available("a screen", screen()) else { return };
    for (name, value) in [("DISPLAY", display.as_str()), ("GDK_BACKEND", "x11"), ("GDK_DEBUG", "")] {
        // SAFETY: before any thread of ours, and the other test of this program does nothing here.
        unsafe { std::env::set_var(name, value) };
    }
    gtk::init().expect("a screen");
    let_no_ins_stay(STAYS);

    an_ins_goes_and_an_ordinary_text_stays();
    what_is_copied_meanwhile_stays();
    what_another_program_copied_stays();
    what_is_copied_out_of_a_letter_goes();
}

fn an_ins_goes_and_an_ordinary_text_stays() {
    for copied in [INS, LETTER] {
        clipboard().set_text(copied);
        live_for(STAYS / 4);
        assert_eq!(text().as_deref(), Some(copied), "there is time to paste it");
        live_for(LATER);
        assert_eq!(text(), None, "{copied}");
    }
    clipboard().set_text(ORDINARY);
    live_for(LATER);
    assert_eq!(text().as_deref(), Some(ORDINARY), "the control");
}

fn what_is_copied_meanwhile_stays() {
    clipboard().set_text(INS);
    live_for(STAYS / 4);
    clipboard().set_text(ORDINARY);
    live_for(LATER);
    assert_eq!(text().as_deref(), Some(ORDINARY));
    // Copied again, it has its whole time again.
    clipboard().set_text(INS);
    live_for(STAYS * 3 / 4);
    clipboard().set_text(LETTER);
    live_for(STAYS * 3 / 4);
    assert_eq!(text().as_deref(), Some(LETTER));
    live_for(LATER);
    assert_eq!(text(), None);
}

fn what_another_program_copied_stays() {
    let other = Other::copies(INS);
    live_for(LATER);
    assert_eq!(text().as_deref(), Some(INS), "it is not ours");
    drop(other);
    clipboard().set_text(INS);
    live_for(STAYS / 4);
    let _same_text = Other::copies(INS);
    live_for(LATER);
    assert_eq!(text().as_deref(), Some(INS), "the same text, and not ours any more");
}

/// As the web engine copies, which is how everything is copied here.
fn what_is_copied_out_of_a_letter_goes() {
    let window = gtk::Window::new(gtk::WindowType::Toplevel);
    let view = WebView::new();
    window.add(&view);
    window.show_all();
    let shown = Rc::new(std::cell::Cell::new(false));
    let loaded = Rc::clone(&shown);
    view.connect_load_changed(move |_, event| loaded.set(loaded.get() || event == LoadEvent::Finished));
    for (copied, left) in [(ORDINARY, Some(ORDINARY)), (LETTER, None)] {
        shown.set(false);
        view.load_html(&format!("<p>{copied}</p>"), None);
        assert!(until(PATIENCE, || shown.get()), "the letter is shown");
        view.execute_editing_command("SelectAll");
        view.execute_editing_command("Copy");
        assert!(until(PATIENCE, || text().is_some_and(|text| text.trim() == copied)), "{copied:?} is copied");
        live_for(LATER);
        assert_eq!(text().as_deref().map(str::trim), left);
    }
}
