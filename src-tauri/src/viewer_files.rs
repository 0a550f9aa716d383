//! The `viewer:` scheme: the page that reads documents, out of the program itself, and the document, out of the store.
//!
//! The page is one of `ui/dist`, built apart from the main one, and is answered with headers of its own: a document of a custom
//! scheme does not inherit the policy of the application.

use std::sync::Arc;

use estafette_api::{Api, DocumentAnswer, VIEWER_HEADERS};
use tauri::http::{Response, StatusCode};
use tauri::{AppHandle, Builder, Manager, Runtime};

/// The scheme.
pub(crate) const SCHEME: &str = "viewer";
/// Where its files are among those compiled in.
const FOLDER: &str = "/viewer/";
/// The types of those files; there are no others.
const TYPES: [(&str, &str); 7] = [
    (".html", "text/html; charset=utf-8"),
    (".js", "text/javascript; charset=utf-8"),
    (".css", "text/css; charset=utf-8"),
    (".woff2", "font/woff2"),
    (".ttf", "font/ttf"),
    (".pfb", "application/x-font-type1"),
    (".icc", "application/vnd.iccprofile"),
];

/// Registers the scheme for the windows of Tauri.
pub(crate) fn with_scheme<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.register_asynchronous_uri_scheme_protocol(SCHEME, |context, request, responder| {
        let app = context.app_handle().clone();
        tauri::async_runtime::spawn(async move { responder.respond(answer(&app, request.uri().path()).await) });
    })
}

/// Answers one request, given its path.
pub(crate) async fn answer<R: Runtime>(app: &AppHandle<R>, path: &str) -> Response<Vec<u8>> {
    let api = Arc::clone(app.state::<Arc<Api>>().inner());
    match api.document(path).await {
        DocumentAnswer::Document { content_type, bytes } => respond(StatusCode::OK, &content_type, bytes),
        DocumentAnswer::Viewer(file) => match (content_type(&file), compiled_in(app, &file)) {
            (Some(content_type), Some(bytes)) => respond(StatusCode::OK, content_type, bytes),
            (None, _) | (_, None) => nothing(),
        },
        DocumentAnswer::Nothing => nothing(),
    }
}

/// The file of the viewer, if there is one: asked for one that is not there, Tauri gives the main page instead.
fn compiled_in<R: Runtime>(app: &AppHandle<R>, file: &str) -> Option<Vec<u8>> {
    let (resolver, path) = (app.asset_resolver(), format!("{FOLDER}{file}"));
    let there = resolver.iter().any(|(known, _)| known.trim_start_matches('/') == path.trim_start_matches('/'));
    there.then(|| resolver.get(path)).flatten().map(|asset| asset.bytes)
}

fn content_type(file: &str) -> Option<&'static str> {
    TYPES.iter().find(|(ending, _)| file.ends_with(ending)).map(|(_, content_type)| *content_type)
}

fn nothing() -> Response<Vec<u8>> {
    respond(StatusCode::NOT_FOUND, "text/plain", Vec::new())
}

fn respond(status: StatusCode, content_type: &str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::builder().status(status).header("Content-Type", content_type);
    for (name, value) in VIEWER_HEADERS {
        response = response.header(*name, *value);
    }
    response.body(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::content_type;

    #[test]
    fn only_the_kinds_of_files_the_viewer_is_made_of_have_a_type() {
        assert_eq!(content_type("viewer.html"), Some("text/html; charset=utf-8"));
        assert_eq!(content_type("assets/pdf-1.js"), Some("text/javascript; charset=utf-8"));
        for other in ["openjpeg.wasm", "x.svg", "x.map", "js", ""] {
            assert_eq!(content_type(other), None, "{other}");
        }
    }
}
