//! A filter inside the web engine: nothing that is not of a scheme of our own is loaded, whoever asks for it.
//!
//! The policy of a document should be enough. WebKitGTK does not ask it for an image that a style gives to the inside of a form
//! control (`::placeholder`, `::file-selector-button`); the filter is asked for everything (WebKitUserContentFilter).

use std::cell::{Cell, OnceCell};
use std::ffi::{CString, c_char, c_void};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::ptr::{null, null_mut};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use gtk::glib;
use gtk::glib::translate::{Stash, ToGlibPtr as _};
use webkit2gtk::{UserContentManager, WebView, WebViewExt as _};

/// The schemes that stay: the page, the letters, the commands, and what a document holds itself. All else is blocked.
const OURS: [&str; 6] = ["about", "blob", "data", "ipc", "mail", "tauri"];
const NAME: &str = "network";
/// One rule is compiled in a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

type Compiled = Rc<Cell<Option<*mut c_void>>>;

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
}

/// Compiles the filter, before there is a window. The engine keeps it in `folder`: it is the same for everybody.
///
/// # Errors
/// When nothing can be written there, or the engine does not answer.
#[allow(unsafe_code, reason = "calls of the web engine that no crate binds")]
pub fn prepare(folder: &Path) -> anyhow::Result<()> {
    let path = CString::new(folder.as_os_str().as_bytes()).context("the folder of the filter has a name")?;
    let name = CString::new(NAME).context("the filter has a name")?;
    let rules = glib::Bytes::from_owned(rules().into_bytes());
    let bytes: Stash<'_, *mut glib::ffi::GBytes, _> = rules.to_glib_none();
    let compiled = Compiled::default();
    // SAFETY: every pointer lives until `done` is called, which takes the second `Rc` back; the store is kept as long as the filter.
    unsafe {
        let store = webkit_user_content_filter_store_new(path.as_ptr());
        let data = Rc::into_raw(Rc::clone(&compiled)).cast_mut().cast();
        webkit_user_content_filter_store_save(store, name.as_ptr(), bytes.0.cast(), null_mut(), done, data);
    }
    let late = Rc::new(Cell::new(false));
    let rings = Rc::clone(&late);
    let clock = glib::timeout_add_local(PATIENCE, move || {
        rings.set(true);
        glib::ControlFlow::Continue
    });
    while compiled.get().is_none() && !late.get() {
        glib::MainContext::default().iteration(true);
    }
    clock.remove();
    let filter = compiled.get().unwrap_or(null_mut());
    ensure!(!filter.is_null(), "the engine compiles no filter");
    ensure!(FILTER.with(|kept| kept.set(filter)).is_ok(), "there is a filter already");
    Ok(())
}

/// The filter stands before everything `view` loads from now on.
#[allow(unsafe_code, reason = "calls of the web engine that no crate binds")]
pub fn apply(view: &WebView) {
    let filter = FILTER.with(|kept| kept.get().copied());
    let (Some(filter), Some(manager)) = (filter, view.user_content_manager()) else { return };
    let manager: Stash<'_, *mut webkit2gtk::ffi::WebKitUserContentManager, UserContentManager> = manager.to_glib_none();
    // SAFETY: both live, and the manager takes a reference of its own.
    unsafe { webkit_user_content_manager_add_filter(manager.0.cast(), filter) }
}

#[allow(unsafe_code, reason = "called by the web engine")]
unsafe extern "C" fn done(store: *mut c_void, result: *mut c_void, data: *mut c_void) {
    // SAFETY: `data` is the `Rc` handed over above, once.
    unsafe {
        let compiled: Compiled = Rc::from_raw(data.cast());
        compiled.set(Some(webkit_user_content_filter_store_save_finish(
            store,
            result,
            null::<c_void>().cast_mut().cast(),
        )));
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
