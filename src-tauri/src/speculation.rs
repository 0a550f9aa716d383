//! What WebKitGTK does beforehand, switched off: a connection to a host that somebody might go to is a letter telling its
//! sender that it was opened. No policy of a document forbids `<link rel=preconnect>`, so the engine is told not to do it.

use std::ffi::{CStr, c_char, c_int, c_void};

use gtk::glib::translate::ToGlibPtr as _;
use webkit2gtk::{WebView, WebViewExt};

/// Switches of the engine, by the names it has for them (WebKitFeature, 2.42).
const SWITCHES: [&str; 4] = ["LinkPreconnect", "LinkPreconnectEarlyHints", "LinkDNSPrefetch", "LinkPrefetch"];

// Not bound by the crate, which stops at 2.40.
#[allow(unsafe_code, reason = "calls of the web engine that no crate binds")]
#[link(name = "webkit2gtk-4.1")]
unsafe extern "C" {
    fn webkit_settings_get_all_features() -> *mut c_void;
    fn webkit_feature_list_get_length(list: *mut c_void) -> usize;
    fn webkit_feature_list_get(list: *mut c_void, index: usize) -> *mut c_void;
    fn webkit_feature_list_unref(list: *mut c_void);
    fn webkit_feature_get_identifier(feature: *mut c_void) -> *const c_char;
    fn webkit_settings_set_feature_enabled(settings: *mut c_void, feature: *mut c_void, enabled: c_int);
}

/// Nothing is looked for or connected to before it is needed in `view`.
#[allow(unsafe_code, reason = "calls of the web engine that no crate binds")]
pub fn forbid(view: &WebView) {
    let Some(settings) = WebViewExt::settings(view) else { return };
    let settings: *mut webkit2gtk::ffi::WebKitSettings = settings.to_glib_none().0;
    // SAFETY: the list and what it gives are ours to read until it is let go of, and `settings` lives as long as the view.
    unsafe {
        let features = webkit_settings_get_all_features();
        for index in 0..webkit_feature_list_get_length(features) {
            let feature = webkit_feature_list_get(features, index);
            let name = webkit_feature_get_identifier(feature);
            if !name.is_null() && CStr::from_ptr(name).to_str().is_ok_and(|name| SWITCHES.contains(&name)) {
                webkit_settings_set_feature_enabled(settings.cast(), feature, 0);
            }
        }
        webkit_feature_list_unref(features);
    }
}
