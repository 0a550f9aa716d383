//! The main window, and the walls around its webview: no network, no navigation, no other window, no download.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use estafette_api::Api;
use estafette_contract::Window;
use tauri::webview::{DownloadEvent, NewWindowResponse};
use tauri::{AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::launch::Launch;

/// Nobody listens there: whatever a letter manages to ask for goes nowhere. The page needs no network at all.
pub const DEAD_PROXY: &str = "socks5://127.0.0.1:9";
/// Size at first opening and smallest size, in CSS pixels (interface specification, §3).
const SIZE: (f64, f64) = (1440.0, 900.0);
const SMALLEST: (f64, f64) = (720.0, 480.0);

/// Opens the main window.
///
/// # Errors
/// When the window system or the webview does not answer.
pub(crate) fn open_main<R: Runtime>(app: &AppHandle<R>, launch: &Launch) -> anyhow::Result<WebviewWindow<R>> {
    let links = app.clone();
    let builder = WebviewWindowBuilder::new(app, Window::Main.label(), WebviewUrl::App("index.html".into()))
        .title("Estafette")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .proxy_url(DEAD_PROXY.parse().context("the proxy address is valid")?)
        // Nothing of the page stays on the disk. A driver cannot attach to such a view, so a driven one keeps its data in
        // the driver's own temporary profile.
        .incognito(launch.driven.is_none())
        .disable_drag_drop_handler()
        .on_document_title_changed(|window, title| set_title(&window, &title))
        .on_navigation(is_ours)
        .on_new_window(move |url, _| {
            let api = links.state::<Arc<Api>>();
            api.frame_link(url.as_str());
            NewWindowResponse::Deny
        })
        .on_download(|_, event| !matches!(event, DownloadEvent::Requested { .. }));
    let builder = match &launch.profile {
        Some(profile) if launch.driven.is_some() => builder.data_directory(profile.join("webview")),
        _ => builder,
    };
    let window = builder.build().context("the webview does not start")?;
    save_before_closing(&window);
    #[cfg(target_os = "linux")]
    prepare_filter(app);
    #[cfg(target_os = "linux")]
    window.with_webview(|view| shut(&view.inner())).context("the webview is gone")?;
    #[cfg(target_os = "linux")]
    crate::frame_input::watch(&window)?;
    Ok(window)
}

/// Tells the engine of `view` that there is no network: nothing beforehand, and nothing at all.
#[cfg(target_os = "linux")]
pub(crate) fn shut(view: &webkit2gtk::WebView) {
    crate::speculation::forbid(view);
    crate::network_filter::apply(view);
}

/// Where the filter cannot be kept, the other walls stand.
#[cfg(target_os = "linux")]
fn prepare_filter<R: Runtime>(app: &AppHandle<R>) {
    let folder = app.path().app_cache_dir().context("no folder for what can be made again");
    if let Err(error) = folder.and_then(|folder| crate::network_filter::prepare(&folder.join("filter"))) {
        tracing::warn!(%error, "the web engine has no filter");
    }
}

/// Shows the main window above the others. Some desktops allow it only to who shows the token of the click that asked for it.
pub(crate) fn bring_forward<R: Runtime>(app: &AppHandle<R>, token: Option<String>) {
    let handle = app.clone();
    let shown = app.run_on_main_thread(move || {
        let Some(window) = handle.get_webview_window(Window::Main.label()) else { return };
        #[cfg(target_os = "linux")]
        if let (Some(token), Ok(window)) = (&token, window.gtk_window()) {
            gtk::prelude::GtkWindowExt::set_startup_id(&window, token);
        }
        #[cfg(not(target_os = "linux"))]
        drop(token);
        if let Err(error) = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus()) {
            tracing::warn!(%error, "the window could not be brought forward");
        }
    });
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be brought forward");
    }
}

/// Closes the main window as its own button does.
#[cfg(target_os = "linux")]
pub(crate) fn close_main<R: Runtime>(app: &AppHandle<R>) {
    if let Some(Err(error)) = app.get_webview_window(Window::Main.label()).map(|window| window.close()) {
        tracing::warn!(%error, "the window could not be closed");
    }
}

/// Closing waits until the page has saved the letter being written; asked a second time, it waits for nothing.
fn save_before_closing<R: Runtime>(window: &WebviewWindow<R>) {
    let asked = AtomicBool::new(false);
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api: request, .. } = event
            && !asked.swap(true, Ordering::Relaxed)
        {
            request.prevent_close();
            let closing = closing.clone();
            tauri::async_runtime::spawn(async move {
                let api = Arc::clone(closing.state::<Arc<Api>>().inner());
                api.take_leave().await;
                if let Err(error) = closing.destroy() {
                    tracing::warn!(%error, "the window could not be closed");
                }
            });
        }
    });
}

/// The page itself and the thread frame; nothing else is ever shown.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" | "mail" => url.host_str() == Some("localhost"),
        // Windows maps custom schemes to these hosts.
        "http" => matches!(url.host_str(), Some("tauri.localhost" | "mail.localhost")),
        "about" => url.path() == "blank",
        _ => false,
    }
}

/// The page writes its title without any name of a person; the native bar follows it.
fn set_title<R: Runtime>(window: &WebviewWindow<R>, title: &str) {
    if let Err(error) = window.set_title(title) {
        tracing::warn!(%error, "the title of the window could not be set");
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_the_page_and_the_frame_may_be_navigated_to() {
        for (url, ours) in [
            ("tauri://localhost/index.html", true),
            ("mail://localhost/0123/", true),
            ("http://mail.localhost/0123/", true),
            ("about:blank", true),
            ("mail://action/save", false),
            ("http://mail.localhost.example/", false),
            ("https://example.org/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(is_ours(&url.parse().expect("a URL")), ours, "{url}");
        }
    }
}
