//! The window where joined documents are read. It holds no capability: what reads a stranger's file may call nothing.
//!
//! On Linux it is a view outside of Tauri altogether, which has nothing to call with; elsewhere a window of Tauri whose label no
//! capability names. Both are private, have the proxy that leads nowhere, and go nowhere but to the document they were opened on.

use estafette_api::DocumentViewer;
use tauri::{AppHandle, Runtime};

/// The viewer of this desktop.
pub(crate) struct ViewerWindow<R: Runtime> {
    app: AppHandle<R>,
    /// A test driver holds the windows.
    driven: bool,
}

impl<R: Runtime> ViewerWindow<R> {
    pub(crate) fn new(app: AppHandle<R>, driven: bool) -> Self {
        Self { app, driven }
    }
}

#[cfg(target_os = "linux")]
impl<R: Runtime> DocumentViewer for ViewerWindow<R> {
    fn show(&self, url: &str) {
        crate::webkit_viewer::show(&self.app, url.to_owned(), self.driven);
    }

    fn close(&self) {
        crate::webkit_viewer::close(&self.app);
    }
}

#[cfg(not(target_os = "linux"))]
impl<R: Runtime> DocumentViewer for ViewerWindow<R> {
    fn show(&self, url: &str) {
        // Nothing drives a window on other systems yet.
        let _unused = self.driven;
        if let Err(error) = elsewhere::show(&self.app, url.to_owned()) {
            tracing::warn!(%error, "the viewer could not be opened");
        }
    }

    fn close(&self) {
        elsewhere::close(&self.app);
    }
}

/// A window of Tauri, which no capability names.
#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::sync::Arc;

    use anyhow::Context as _;
    use estafette_api::{Api, viewer_title};
    use tauri::webview::NewWindowResponse;
    use tauri::{AppHandle, Manager, Runtime, WebviewUrl, WebviewWindowBuilder, WindowEvent};

    use crate::viewer_place::{LABEL, SIZE, is_the_document};
    use crate::windows::DEAD_PROXY;

    pub(super) fn show<R: Runtime>(app: &AppHandle<R>, url: String) -> anyhow::Result<()> {
        close(app);
        let document = url.clone();
        let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::CustomProtocol(url.parse()?))
            .title(viewer_title())
            .inner_size(f64::from(SIZE.0), f64::from(SIZE.1))
            .proxy_url(DEAD_PROXY.parse().context("the proxy address is valid")?)
            .incognito(true)
            .disable_drag_drop_handler()
            .on_navigation(move |asked| is_the_document(asked.as_str(), &document))
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .on_download(|_, _| false)
            .build()
            .context("the webview does not start")?;
        let api = Arc::clone(app.state::<Arc<Api>>().inner());
        tauri::async_runtime::spawn(crate::captures::follow(Arc::clone(&api), window.clone()));
        window.on_window_event(move |event| {
            if matches!(event, WindowEvent::Destroyed) {
                api.document_closed(&url);
            }
        });
        Ok(())
    }

    pub(super) fn close<R: Runtime>(app: &AppHandle<R>) {
        if let Some(Err(error)) = app.get_webview_window(LABEL).map(|window| window.destroy()) {
            tracing::warn!(%error, "the viewer could not be closed");
        }
    }
}
