//! The one way in from the page: every command of the contract's table goes to the router of `estafette-api`.
//!
//! Each command is a real Tauri command name, so the permission of the window is checked before this runs.

use std::sync::Arc;

use estafette_api::Api;
use estafette_contract::{COMMANDS, EventsOpened};
use serde_json::Value;
use tauri::ipc::{Invoke, InvokeBody, InvokeError, JavaScriptChannelId};
use tauri::{Manager, Runtime};

use crate::events;

/// The handler to give to `tauri::Builder::invoke_handler`.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    |invoke| {
        let name = invoke.message.command().to_owned();
        if !COMMANDS.iter().any(|command| command.name == name) {
            return false;
        }
        if name == "events_open" {
            open_events(invoke)
        } else {
            route(invoke, name)
        }
        true
    }
}

fn route<R: Runtime>(invoke: Invoke<R>, name: String) {
    let api = Arc::clone(invoke.message.webview_ref().state::<Arc<Api>>().inner());
    let arguments = argument(&invoke, "args");
    invoke.resolver.respond_async(async move {
        // A command runs on its own task: if it panics, the page gets an error and the program goes on.
        let work = tauri::async_runtime::spawn(async move { api.route(&name, arguments).await });
        match work.await {
            Ok(answer) => answer.map_err(refusal),
            Err(_) => Err(refusal(Api::internal_error("a command panicked"))),
        }
    });
}

fn open_events<R: Runtime>(invoke: Invoke<R>) {
    let webview = invoke.message.webview();
    let channel = argument(&invoke, "channel")
        .as_str()
        .and_then(|id| id.parse::<JavaScriptChannelId>().ok())
        .map(|id| id.channel_on(webview.clone()));
    match channel {
        Some(channel) => {
            let api = Arc::clone(webview.state::<Arc<Api>>().inner());
            let seq = events::pump(&api, channel);
            invoke.resolver.resolve(EventsOpened { seq });
        }
        None => invoke.resolver.reject(Api::bad_request("events_open needs a channel")),
    }
}

fn argument<R: Runtime>(invoke: &Invoke<R>, name: &str) -> Value {
    match invoke.message.payload() {
        InvokeBody::Json(value) => value.get(name).cloned().unwrap_or(Value::Null),
        InvokeBody::Raw(_) => Value::Null,
    }
}

fn refusal(error: estafette_contract::ApiError) -> InvokeError {
    InvokeError(serde_json::to_value(error).unwrap_or(Value::Null))
}
