//! Each kind of window × each command, allowed or refused as the command table says; and everything to nobody else.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use estafette_contract::{COMMANDS, Window};
use estafette_shell::{VIEWER_LABEL, api, ipc};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};

/// Labels no capability names: the viewer of documents, and a window somebody managed to open.
const STRANGERS: [&str; 2] = [VIEWER_LABEL, "main-2"];
/// Commands that Tauri and its plugins bring along.
const TAURI_S_OWN: [&str; 8] = [
    "plugin:dialog|open",
    "plugin:dialog|save",
    "plugin:window|set_title",
    "plugin:window|close",
    "plugin:webview|print",
    "plugin:webview|create_webview_window",
    "plugin:event|emit",
    "eval",
];

struct NobodyChooses;

impl api::FileDialogs for NobodyChooses {
    fn choose_files(&self) -> Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>> {
        Box::pin(std::future::ready(Vec::new()))
    }

    fn choose_place(&self, _: &str) -> Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>> {
        Box::pin(std::future::ready(None))
    }
}

struct NoPrinter;

impl api::Printer for NoPrinter {
    fn print(&self, _: &str, _: api::PrintTarget) -> api::PrintAnswer {
        Box::pin(std::future::ready(Err(api::PrintFault::NoPrinter)))
    }
}

struct NoBrowser;

impl api::Browser for NoBrowser {
    fn open(&self, _: &str) -> std::io::Result<()> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

/// The shell with an engine that has nothing to open: every command answers at once, with an error of ours.
fn shell() -> App<MockRuntime> {
    let engine = api::Api::new(api::Opening {
        demonstration: None,
        provisioning: Some(PathBuf::from("/nonexistent/provisioning.json")),
        profile: None,
        keys: Arc::new(api::MemoryHolder::default()),
        dialogs: Arc::new(NobodyChooses),
        browser: Arc::new(NoBrowser),
        printer: Arc::new(NoPrinter),
        viewer: Arc::new(api::NoViewer),
        notifier: Arc::new(api::Silence),
    });
    tauri::async_runtime::block_on(engine.open());
    let app = mock_builder().invoke_handler(ipc::handler()).build(estafette_shell::context()).expect("a shell");
    app.manage(engine);
    app
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::App("index.html".into())).build().expect("a window")
}

/// What a window hears of a command: whether the permission let it through to our handler.
fn is_let_through(window: &WebviewWindow<MockRuntime>, command: &str) -> bool {
    is_let_through_from("tauri://localhost", window, command)
}

/// The same, asked by the document at `origin`.
fn is_let_through_from(origin: &str, window: &WebviewWindow<MockRuntime>, command: &str) -> bool {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().expect("a URL"),
        body: InvokeBody::Json(json!({ "args": {}, "channel": "__CHANNEL__:7" })),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    match get_ipc_response(window, request) {
        Ok(_) => true,
        // Our own refusals are objects with a code; Tauri's are sentences.
        Err(Value::Object(error)) => error.contains_key("code"),
        Err(_) => false,
    }
}

#[test]
fn every_window_may_call_what_the_table_gives_it_and_nothing_else() {
    let app = shell();
    for kind in Window::ALL {
        let window = window(&app, kind.label());
        for command in COMMANDS {
            let expected = command.windows.contains(&kind);
            assert_eq!(is_let_through(&window, command.name), expected, "{} from {}", command.name, kind.label());
        }
    }
}

#[test]
fn a_window_without_capability_may_call_nothing() {
    let app = shell();
    for label in STRANGERS {
        let window = window(&app, label);
        for command in COMMANDS {
            assert!(!is_let_through(&window, command.name), "{} from {label}", command.name);
        }
    }
}

#[test]
fn the_viewer_may_call_nothing_whichever_page_it_shows() {
    let app = shell();
    let viewer = window(&app, VIEWER_LABEL);
    let ours = COMMANDS.iter().map(|command| command.name);
    for command in ours.chain(TAURI_S_OWN) {
        for origin in ["viewer://localhost", "tauri://localhost", "mail://localhost", "http://127.0.0.1"] {
            assert!(!is_let_through_from(origin, &viewer, command), "{command} from {origin}");
        }
    }
}

#[test]
fn the_main_window_may_call_none_of_tauri_s_own_commands() {
    let app = shell();
    let main = window(&app, Window::Main.label());
    for command in TAURI_S_OWN {
        assert!(!is_let_through(&main, command), "{command}");
    }
}
