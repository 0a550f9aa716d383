//! Keys, buttons and menus of the thread frame, on WebKitGTK.
//!
//! A key pressed inside the script-less frame never reaches the page. WebKit gives back to GTK what nobody handled, and a
//! handler placed after WebKit's own sees exactly those keys, once: they are sent to the page as announcements.

mod key_names;

use std::sync::Arc;

use anyhow::Context as _;
use estafette_api::Api;
use gtk::gdk::EventType;
use gtk::prelude::*;
use gtk::{gdk, glib};
use tauri::{Manager, Runtime, WebviewWindow};
use webkit2gtk::{ContextMenuAction, ContextMenuExt, ContextMenuItemExt, WebViewExt};

use crate::presence;

/// Buttons « previous » and « next » of a mouse: they would show the thread opened before, under the new header.
const HISTORY_BUTTONS: [u32; 2] = [8, 9];
/// What is left of the menu: nothing in it can load, follow or save a link.
const MENU_KEPT: [ContextMenuAction; 6] = [
    ContextMenuAction::Cut,
    ContextMenuAction::Copy,
    ContextMenuAction::Paste,
    ContextMenuAction::PasteAsPlainText,
    ContextMenuAction::CopyLinkToClipboard,
    ContextMenuAction::SelectAll,
];

/// Watches the webview of `window`.
///
/// # Errors
/// When the webview is already gone.
pub(crate) fn watch<R: Runtime>(window: &WebviewWindow<R>) -> anyhow::Result<()> {
    let api = Arc::clone(window.state::<Arc<Api>>().inner());
    window
        .with_webview(move |view| {
            let view = view.inner();
            presence::watch(&view, Arc::clone(&api));
            forward_unhandled_keys(&view, api);
            stop_history_buttons(&view);
            shorten_menu(&view);
        })
        .context("the webview is gone")
}

fn forward_unhandled_keys(view: &webkit2gtk::WebView, api: Arc<Api>) {
    // `after`: only what neither the page nor the frame handled comes here.
    view.connect_local("key-press-event", true, move |values| {
        let key = values.get(1).and_then(|value| value.get::<gdk::Event>().ok());
        let key = key.and_then(|event| event.downcast::<gdk::EventKey>().ok());
        if let Some(name) = key.and_then(|key| key_names::key_name(key.keyval(), key.state())) {
            api.frame_key(name);
        }
        Some(false.to_value())
    });
}

/// Keeps the mouse from going back to what was shown before.
pub(crate) fn stop_history_buttons(view: &webkit2gtk::WebView) {
    // `event`, not `button-press-event`: the webview's own handler of those buttons would run first.
    view.connect_event(|_, event| {
        let button_event = matches!(
            event.event_type(),
            EventType::ButtonPress
                | EventType::ButtonRelease
                | EventType::DoubleButtonPress
                | EventType::TripleButtonPress
        );
        match event.button() {
            Some(button) if button_event && HISTORY_BUTTONS.contains(&button) => glib::Propagation::Stop,
            _ => glib::Propagation::Proceed,
        }
    });
}

/// Leaves in the menu of the webview what cannot load, follow or save anything.
pub(crate) fn shorten_menu(view: &webkit2gtk::WebView) {
    view.connect_context_menu(|_, menu, _, _| {
        for item in menu.items() {
            if !MENU_KEPT.contains(&item.stock_action()) {
                menu.remove(&item);
            }
        }
        menu.n_items() == 0
    });
}
