//! A filter inside the web engine: nothing that is not of a scheme of our own is loaded, whoever asks for it.
//!
//! The policy of a document should be enough. WebKitGTK does not ask it for an image that a style gives to the inside of a form
//! control (`::placeholder`, `::file-selector-button`); the filter is asked for everything (WebKitUserContentFilter).

use std::cell::{OnceCell, RefCell};
use std::ffi::{CString, c_char, c_void};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::ptr::null_mut;

use anyhow::Context as _;
use gtk::glib;
use gtk::glib::translate::{Stash, ToGlibPtr as _};
use webkit2gtk::{UserContentManager, WebView, WebViewExt as _};

/// The schemes that stay: the page, the letters, the documents, the commands, and what a document holds itself. All else is blocked.
const OURS: [&str; 7] = ["about", "blob", "data", "ipc", "mail", "tauri", "viewer"];
const NAME: &str = "network";

// Not bound by the crate.
#[allow(unsafe_code, reason = "calls of the web engine that no crate binds")]
#[link(name = "webkit2gtk-4.1")]
unsafe extern "C" {
    fn webkit_user_content_filter_store_new(path: *const c_char) -> *mut c_void;
    fn webkit_user_content_filter_store_save(
        store: *mut c_void,
        identifier: *const c_char,
        source: *mut c_void,
        cancellable: *mut c_void,
        done: unsafe extern "C" fn(*mut c_void, *mut c_void, *mut c_void),
        data: *mut c_void,
    );
    fn webkit_user_content_filter_store_save_finish(
        store: *mut c_void,
        result: *mut c_void,
        error: *mut *mut c_void,
    ) -> *mut c_void;
    fn webkit_user_content_manager_add_filter(manager: *mut c_void, filter: *mut c_void);
}

thread_local! {
    /// The compiled filter, on the thread of the windows, for as long as the program runs.
    static FILTER: OnceCell<*mut c_void> = const { OnceCell::new() };
    /// Views that were opened while it was being compiled.
    static WAITING: RefCell<Vec<WebView>> = const { RefCell::new(Vec::new()) };
}

/// Has the filter compiled, which takes a few milliseconds. The engine keeps it in `folder`: it is the same for everybody.
/// Nothing waits for it: a loop of events that turns before there is a window loses what a driver has to say.
///
/// # Errors
/// When the folder has no name for the engine.
#[allow(unsafe_code, reason = "calls of the web engine that no crate binds")]
pub fn prepare(folder: &Path) -> anyhow::Result<()> {
    let path = CString::new(folder.as_os_str().as_bytes()).context("the folder of the filter has a name")?;
    let name = CString::new(NAME).context("the filter has a name")?;
    let rules = glib::Bytes::from_owned(rules().into_bytes());
    let bytes: Stash<'_, *mut glib::ffi::GBytes, _> = rules.to_glib_none();
    // SAFETY: the engine copies the words and keeps the bytes; the store is never let go of, as the filter is not.
    unsafe {
        let store = webkit_user_content_filter_store_new(path.as_ptr());
        webkit_user_content_filter_store_save(store, name.as_ptr(), bytes.0.cast(), null_mut(), done, null_mut());
    }
    Ok(())
}

/// The filter stands before everything `view` loads from now on, or from when it is compiled.
pub fn apply(view: &WebView) {
    match FILTER.with(|kept| kept.get().copied()) {
        Some(filter) => add(view, filter),
        None => WAITING.with_borrow_mut(|waiting| waiting.push(view.clone())),
    }
}

#[allow(unsafe_code, reason = "calls of the web engine that no crate binds")]
fn add(view: &WebView, filter: *mut c_void) {
    let Some(manager) = view.user_content_manager() else { return };
    let manager: Stash<'_, *mut webkit2gtk::ffi::WebKitUserContentManager, UserContentManager> = manager.to_glib_none();
    // SAFETY: both live, and the manager takes a reference of its own.
    unsafe { webkit_user_content_manager_add_filter(manager.0.cast(), filter) }
}

#[allow(unsafe_code, reason = "called by the web engine")]
unsafe extern "C" fn done(store: *mut c_void, result: *mut c_void, _: *mut c_void) {
    // SAFETY: the engine hands over what it was asked with.
    let filter = unsafe { webkit_user_content_filter_store_save_finish(store, result, null_mut()) };
    let waiting = WAITING.take();
    if filter.is_null() {
        // A full disk: the other walls stand, and whoever has one still reads their letters.
        tracing::warn!("the web engine has no filter");
    } else if FILTER.with(|kept| kept.set(filter)).is_ok() {
        waiting.iter().for_each(|view| add(view, filter));
    }
}

/// The rules as the engine reads them: everything is blocked, then what is ours is taken out again.
fn rules() -> String {
    let kept = OURS.map(|scheme| {
        format!(r#",{{"trigger":{{"url-filter":"^{scheme}:"}},"action":{{"type":"ignore-previous-rules"}}}}"#)
    });
    format!(r#"[{{"trigger":{{"url-filter":".*"}},"action":{{"type":"block"}}}}{}]"#, kept.concat())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{OURS, rules};

    #[test]
    fn everything_is_blocked_but_our_own_schemes_none_of_which_is_a_network() {
        let rules: Vec<Value> = serde_json::from_str(&rules()).expect("rules");
        assert_eq!(rules[0]["trigger"]["url-filter"], ".*");
        assert_eq!(rules[0]["action"]["type"], "block");
        let kept: Vec<&str> = rules[1..].iter().filter_map(|rule| rule["trigger"]["url-filter"].as_str()).collect();
        assert_eq!(kept, OURS.map(|scheme| format!("^{scheme}:")));
        for network in ["http", "https", "ws", "wss", "ftp", "file"] {
            assert!(!OURS.contains(&network), "{network}");
        }
    }
}
