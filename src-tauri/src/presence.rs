//! Somebody is there: the keys, clicks and movements over a webview, on WebKitGTK.
//!
//! The page hears none of what is done over the script-less frame of a conversation, nor over the window of a document, and
//! somebody who reads is somebody who is there.

use std::sync::Arc;

use estafette_api::Api;
use gtk::gdk::EventType;
use gtk::glib;
use gtk::prelude::*;

/// Tells `api` of whoever is at `view`. To be called before anything that stops an event.
pub(crate) fn watch(view: &webkit2gtk::WebView, api: Arc<Api>) {
    view.connect_event(move |_, event| {
        if is_of_somebody(event.event_type()) {
            api.somebody_is_there();
        }
        glib::Propagation::Proceed
    });
}

fn is_of_somebody(event: EventType) -> bool {
    matches!(
        event,
        EventType::KeyPress
            | EventType::ButtonPress
            | EventType::MotionNotify
            | EventType::Scroll
            | EventType::TouchBegin
            | EventType::TouchUpdate
    )
}

#[cfg(test)]
mod tests {
    use gtk::gdk::EventType;

    use super::is_of_somebody;

    #[test]
    fn a_window_that_is_shown_or_drawn_is_nobody() {
        for event in [EventType::Expose, EventType::FocusChange, EventType::EnterNotify, EventType::KeyRelease] {
            assert!(!is_of_somebody(event), "{event:?}");
        }
        assert!(is_of_somebody(EventType::KeyPress) && is_of_somebody(EventType::Scroll));
    }
}
