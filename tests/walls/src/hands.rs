//! A real click: the pointer is moved and pressed through the window system, as a hand would.

use anyhow::Context as _;
use gtk::gdk::{self, EventType, ModifierType};
use gtk::prelude::*;
use tauri::{Runtime, WebviewWindow};

const LEFT: u32 = 1;

/// Clicks in the middle of `window`.
///
/// # Errors
/// When the window is not on the screen.
pub(crate) fn click<R: Runtime>(window: &WebviewWindow<R>) -> anyhow::Result<()> {
    window
        .with_webview(|view| {
            let Some(surface) = view.inner().window() else { return };
            let (x, y) = (surface.width() / 2, surface.height() / 2);
            for event in [EventType::ButtonPress, EventType::ButtonRelease] {
                gdk::test_simulate_button(&surface, x, y, LEFT, ModifierType::empty(), event);
            }
        })
        .context("the window is gone")
}
