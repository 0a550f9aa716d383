//! The `mail:` scheme: the thread frame and its images, straight from the encrypted store, never through JSON.

use std::sync::Arc;

use estafette_api::Api;
use tauri::http::{Response, StatusCode};
use tauri::{Builder, Manager, Runtime};

/// The only host there is, on every system: what WebView2 calls `mail.localhost` comes here under this name.
const HOST: &str = "localhost";

/// Registers the scheme. The answer carries its own CSP: a document of a custom scheme does not inherit the page's.
pub(crate) fn with_scheme<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.register_asynchronous_uri_scheme_protocol("mail", |context, request, responder| {
        let api = Arc::clone(context.app_handle().state::<Arc<Api>>().inner());
        tauri::async_runtime::spawn(async move {
            // `//elsewhere/…` in a letter is an address of this scheme too, and none of ours.
            let path = if request.uri().host() == Some(HOST) { request.uri().path() } else { "" };
            let answer = api.frame(path).await;
            let mut response = Response::builder()
                .status(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
                .header("Content-Type", answer.content_type);
            for (name, value) in answer.headers {
                response = response.header(*name, *value);
            }
            responder.respond(response.body(answer.body).unwrap_or_default());
        });
    })
}
