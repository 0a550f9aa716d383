//! The viewer on WebKitGTK: a view that belongs to no window of Tauri.
//!
//! It has no message handler and no script of Tauri's, so that there is nothing to call with; a context of its own, private and
//! with one scheme; a process of its own. A second private window of Tauri would get no scheme at all (tauri-runtime-wry
//! registers one once for each folder of data, and a private view has none).

use std::cell::Cell;
use std::sync::Arc;

use estafette_api::{Api, viewer_title};
use estafette_contract::Window;
use gtk::prelude::*;
use gtk::{gio, glib};
use soup::{MessageHeaders, MessageHeadersType};
use tauri::http::Response;
use tauri::{AppHandle, Manager, Runtime};
use webkit2gtk::{
    DownloadExt, NavigationPolicyDecision, NavigationPolicyDecisionExt, NetworkProxyMode, NetworkProxySettings,
    PermissionRequestExt, PolicyDecision, PolicyDecisionExt, PolicyDecisionType, SecurityManagerExt, Settings,
    SettingsExt, URIRequestExt, URISchemeRequest, URISchemeRequestExt, URISchemeResponse, URISchemeResponseExt,
    WebContext, WebContextExt, WebView, WebViewExt, WebsiteDataManagerExt,
};

use crate::viewer_files::{SCHEME, answer};
use crate::viewer_place::{LABEL, SIZE, is_the_document};
use crate::windows::DEAD_PROXY;
use crate::{frame_input, webkit_print};

/// The place of the page where it says that the process which read the document ended.
const STOPPED: &str = "stopped";

/// Opens the viewer on `url`, in the place of the one there is. `driven`: a test driver must be able to look into it, which it
/// can only where the main window is.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>, url: String, driven: bool) {
    let Some(main) = app.get_webview_window(Window::Main.label()) else { return };
    let app = app.clone();
    let asked = main.with_webview(move |main| {
        close_now();
        let main = main.inner();
        let context = if driven { main.context() } else { Some(private_context(&app)) };
        if let Some(context) = context {
            open(&app, &main, &context, url, driven);
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the viewer could not be opened");
    }
}

/// Closes the viewer, if there is one.
pub(crate) fn close<R: Runtime>(app: &AppHandle<R>) {
    if let Err(error) = app.run_on_main_thread(close_now) {
        tracing::warn!(%error, "the viewer could not be closed");
    }
}

fn close_now() {
    for window in gtk::Window::list_toplevels().into_iter().filter_map(|window| window.downcast::<gtk::Window>().ok()) {
        if window.widget_name() == LABEL {
            window.close();
        }
    }
}

/// A context that keeps nothing, reaches nothing, and knows one scheme.
fn private_context<R: Runtime>(app: &AppHandle<R>) -> WebContext {
    let context = WebContext::new_ephemeral();
    if let Some(data) = context.website_data_manager() {
        let mut nowhere = NetworkProxySettings::new(Some(DEAD_PROXY), &[]);
        data.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut nowhere));
    }
    if let Some(security) = context.security_manager() {
        security.register_uri_scheme_as_secure(SCHEME);
    }
    let app = app.clone();
    context.register_uri_scheme(SCHEME, move |request| {
        let (app, request) = (app.clone(), request.clone());
        glib::MainContext::default().spawn_local(async move {
            let path = request.path().map(String::from).unwrap_or_default();
            let work = tauri::async_runtime::spawn(async move { answer(&app, &path).await });
            finish(&request, work.await.unwrap_or_default());
        });
    });
    context.connect_download_started(|_, download| download.cancel());
    context
}

fn finish(request: &URISchemeRequest, answer: Response<Vec<u8>>) {
    let (parts, body) = answer.into_parts();
    let length = i64::try_from(body.len()).unwrap_or(-1);
    let response = URISchemeResponse::new(&gio::MemoryInputStream::from_bytes(&glib::Bytes::from_owned(body)), length);
    response.set_status(u32::from(parts.status.as_u16()), None);
    let headers = MessageHeaders::new(MessageHeadersType::Response);
    for (name, value) in &parts.headers {
        let Ok(value) = value.to_str() else { continue };
        if name.as_str() == "content-type" {
            response.set_content_type(value);
        }
        headers.append(name.as_str(), value);
    }
    response.set_http_headers(headers);
    request.finish_with_response(&response);
}

fn open<R: Runtime>(app: &AppHandle<R>, main: &WebView, context: &WebContext, url: String, driven: bool) {
    let view =
        WebView::builder().web_context(context).settings(&settings()).is_controlled_by_automation(driven).build();
    let window = gtk::Window::new(gtk::WindowType::Toplevel);
    window.set_widget_name(LABEL);
    window.set_title(&viewer_title());
    window.set_role(webkit_print::JOB_NAME);
    window.set_default_size(SIZE.0, SIZE.1);
    let icon = main.toplevel().and_then(|top| top.downcast::<gtk::Window>().ok()).and_then(|main| main.icon());
    window.set_icon(icon.as_ref());
    window.add(&view);
    crate::windows::shut(&view);
    crate::presence::watch(&view, Arc::clone(app.state::<Arc<Api>>().inner()));
    wall_in(&view, &window, &url);
    let (api, shown) = (Arc::clone(app.state::<Arc<Api>>().inner()), url.clone());
    window.connect_destroy(move |_| api.document_closed(&shown));
    view.load_uri(&url);
    window.show_all();
    window.present();
}

/// What a page that reads documents has no use for is not there.
fn settings() -> Settings {
    let settings = Settings::new();
    settings.set_enable_developer_extras(false);
    settings.set_enable_webgl(false);
    settings.set_enable_webaudio(false);
    settings.set_enable_webrtc(false);
    settings.set_enable_media_stream(false);
    settings.set_enable_mediasource(false);
    settings.set_enable_encrypted_media(false);
    settings.set_enable_html5_database(false);
    settings.set_enable_html5_local_storage(false);
    settings.set_enable_page_cache(false);
    settings.set_enable_dns_prefetching(false);
    settings.set_enable_back_forward_navigation_gestures(false);
    settings.set_javascript_can_open_windows_automatically(false);
    settings.set_javascript_can_access_clipboard(false);
    settings.set_allow_modal_dialogs(false);
    settings
}

/// It goes nowhere, opens nothing, asks for nothing, and is told when the process that reads ends.
fn wall_in(view: &WebView, window: &gtk::Window, url: &str) {
    let document = url.to_owned();
    view.connect_decide_policy(move |_, decision, kind| match kind {
        PolicyDecisionType::NavigationAction
            if asked_for(decision).is_some_and(|to| is_the_document(&to, &document)) =>
        {
            false
        }
        PolicyDecisionType::NavigationAction | PolicyDecisionType::NewWindowAction => {
            decision.ignore();
            true
        }
        _ => false,
    });
    view.connect_permission_request(|_, request| {
        request.deny();
        true
    });
    view.connect_script_dialog(|_, _| true);
    view.connect_print(|_, _| true);
    frame_input::stop_history_buttons(view);
    frame_input::shorten_menu(view);
    let closing = window.clone();
    view.connect_close(move |_| closing.close());
    let (said, page) = (Cell::new(false), url.split('#').next().unwrap_or_default().to_owned());
    view.connect_web_process_terminated(move |view, _| {
        // Once: a page that cannot even say it is left as it is.
        if !said.replace(true) {
            view.load_uri(&format!("{page}#{STOPPED}"));
        }
    });
}

/// Where a navigation would lead.
fn asked_for(decision: &PolicyDecision) -> Option<String> {
    let navigation = decision.downcast_ref::<NavigationPolicyDecision>()?;
    navigation.navigation_action()?.request()?.uri().map(String::from)
}
