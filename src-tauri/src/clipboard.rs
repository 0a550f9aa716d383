//! An INS that was copied here does not stay in the clipboard, where every program of the desktop can read it: it is taken out a
//! minute later, unless something else is there by then. What another program put there is never touched, nor looked at.
//!
//! What is merely selected is lent by X11 to whoever asks for as long as it is selected, which is not the clipboard.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use estafette_model::holds_ins;
use gtk::prelude::*;
use gtk::{Clipboard, gdk, glib};

/// How long an INS stays: time to go to another program and paste it.
pub const INS_STAYS: Duration = Duration::from_secs(60);

/// From here on an INS copied in this program is taken out of the clipboard after `stays`. For the thread of the windows.
pub fn let_no_ins_stay(stays: Duration) {
    let copies = Rc::new(Cell::new(0_u64));
    let clipboard = Clipboard::get(&gdk::SELECTION_CLIPBOARD);
    clipboard.connect_local("owner-change", false, move |values| {
        // Whoever it is now: what was there before is not.
        let copy = copies.get().wrapping_add(1);
        copies.set(copy);
        if let Some(clipboard) = values.first().and_then(|value| value.get().ok()).filter(is_ours) {
            take_out_later(&clipboard, stays, Still { copies: Rc::clone(&copies), copy });
        }
        None
    });
}

/// Which copy is meant, and how many there were since.
struct Still {
    copies: Rc<Cell<u64>>,
    copy: u64,
}

impl Still {
    /// Nothing else was copied, here or elsewhere.
    fn there(&self, clipboard: &Clipboard) -> bool {
        self.copies.get() == self.copy && is_ours(clipboard)
    }
}

fn take_out_later(clipboard: &Clipboard, stays: Duration, still: Still) {
    clipboard.request_text(move |clipboard, text| {
        if !text.is_some_and(holds_ins) {
            return;
        }
        let clipboard = clipboard.clone();
        glib::timeout_add_local_once(stays, move || {
            if still.there(&clipboard) {
                clipboard.clear();
            }
        });
    });
}

/// Whether a window of this process owns it, those of the web views included. GDK makes itself a window of another program's when it
/// hears that this one copied.
fn is_ours(clipboard: &Clipboard) -> bool {
    let selection = clipboard.selection().unwrap_or(gdk::SELECTION_CLIPBOARD);
    let owner = clipboard.display().and_then(|display| gdk::selection_owner_get_for_display(&display, &selection));
    owner.is_some_and(|owner| owner.window_type() != gdk::WindowType::Foreign)
}
