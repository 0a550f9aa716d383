//! The shell: one window on the page, the `mail:` scheme for the thread frame, native dialogs.
//!
//! Everything that can run without a window is behind `estafette-api`; what is here only joins it to Tauri.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects"))]

mod browser;
mod captures;
#[cfg(target_os = "linux")]
pub mod clipboard;
#[cfg(target_os = "linux")]
pub mod desktop;
mod dialogs;
pub mod drawing;
mod events;
#[cfg(target_os = "linux")]
mod frame_input;
pub mod ipc;
mod launch;
mod logging;
mod mailview;
#[cfg(target_os = "linux")]
pub mod network_filter;
#[cfg(target_os = "linux")]
mod presence;
mod printer;
#[cfg(target_os = "linux")]
pub mod speculation;
mod viewer;
mod viewer_files;
mod viewer_place;
#[cfg(target_os = "linux")]
mod webkit_print;
#[cfg(target_os = "linux")]
mod webkit_viewer;
mod windows;

use std::process::ExitCode;
use std::sync::Arc;
#[cfg(target_os = "linux")]
use std::sync::OnceLock;

use anyhow::Context as _;
use estafette_api::{
    Api, Browser, DocumentViewer, FileDialogs, KeyHolder, MemoryHolder, Notifier, Opening, OsKeyring, Printer,
};
use tauri::{App, AppHandle, Context, Manager, RunEvent, Runtime};

pub use estafette_api as api;
pub use launch::{Asked, Driven, Launch};
pub use viewer_place::LABEL as VIEWER_LABEL;
pub use windows::DEAD_PROXY;

/// Does what the command line asks, and gives the exit code of the program.
#[must_use]
pub fn main_with(asked: Asked) -> ExitCode {
    api::leave_nothing_of_letters();
    match asked {
        Asked::Open(launch) => match run(launch) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => say(&format!("{error:#}"), ExitCode::FAILURE),
        },
        Asked::Version => say(concat!("estafette ", env!("CARGO_PKG_VERSION")), ExitCode::SUCCESS),
        Asked::Usage(fault) => say(&format!("{fault}\n{}", launch::USAGE), ExitCode::from(2)),
    }
}

#[allow(clippy::print_stderr, reason = "the answer to a command line, where no window can carry it")]
fn say(text: &str, code: ExitCode) -> ExitCode {
    eprintln!("{text}");
    code
}

/// Opens the window and stays until it is closed. Where another Estafette has this profile open, its window is brought to
/// the front instead.
///
/// # Errors
/// When no window can be opened at all. What keeps the mailboxes closed (no provisioning, no keyring) is shown in the
/// window instead.
pub fn run(launch: Launch) -> anyhow::Result<()> {
    logging::start();
    #[cfg(target_os = "linux")]
    gtk::glib::set_application_name(webkit_print::JOB_NAME);
    #[cfg(target_os = "linux")]
    let (claim, opened) = claim(&launch);
    #[cfg(target_os = "linux")]
    if matches!(claim, Some(desktop::Claim::Second)) {
        return Ok(());
    }
    let app = viewer_files::with_scheme(mailview::with_scheme(tauri::Builder::default()))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(ipc::handler())
        .setup(move |app| Ok(open(app, &launch)?))
        .build(context())
        .context("no window can be opened")?;
    #[cfg(target_os = "linux")]
    let _once = opened.set(app.handle().clone());
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            let api = Arc::clone(app.state::<Arc<Api>>().inner());
            tauri::async_runtime::block_on(api.close());
        }
    });
    Ok(())
}

/// Says that this profile is open, to a later start, whose window is this one once it is open.
#[cfg(target_os = "linux")]
fn claim(launch: &Launch) -> (Option<desktop::Claim>, Arc<OnceLock<AppHandle>>) {
    let opened = Arc::new(OnceLock::<AppHandle>::new());
    let window = Arc::clone(&opened);
    let open: desktop::Opener = Arc::new(move |token| {
        if let Some(app) = window.get() {
            windows::bring_forward(app, token);
        }
    });
    let profile = api::profile_folder(launch.demonstration.as_deref(), launch.profile.as_deref());
    (profile.map(|profile| desktop::claim(&profile, &desktop::Bus::default(), open)), opened)
}

/// The configuration compiled in: the page, the permissions, the capabilities.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

fn open<R: Runtime>(app: &App<R>, launch: &Launch) -> anyhow::Result<()> {
    let api = Api::new(Opening {
        demonstration: launch.demonstration.clone(),
        provisioning: launch.provisioning.clone(),
        profile: launch.profile.clone(),
        keys: keys_for(launch),
        dialogs: dialogs_for(app.handle(), launch),
        browser: browser_for(launch),
        printer: printer_for(app.handle(), launch),
        viewer: viewer_for(app.handle(), launch),
        notifier: notifier_for(app.handle()),
    });
    app.manage(Arc::clone(&api));
    let window = windows::open_main(app.handle(), launch)?;
    #[cfg(target_os = "linux")]
    clipboard::let_no_ins_stay(launch.driven.as_ref().map_or(clipboard::INS_STAYS, |driven| driven.ins_stays));
    #[cfg(target_os = "linux")]
    tauri::async_runtime::spawn(show_status_item(app.handle().clone(), Arc::clone(&api)));
    tauri::async_runtime::spawn(captures::follow(Arc::clone(&api), window));
    let watched = Arc::clone(&api);
    tauri::async_runtime::spawn(async move { watched.lock_when_nobody_is_there().await });
    #[cfg(target_os = "linux")]
    tauri::async_runtime::spawn(desktop::follow_absences(
        Arc::clone(&api),
        desktop::Bus::default(),
        desktop::Bus::System,
    ));
    tauri::async_runtime::spawn(async move { api.open().await });
    Ok(())
}

/// The icon beside the clock. Closing the window ends the program whether there is one or not: nothing goes on unseen.
#[cfg(target_os = "linux")]
async fn show_status_item<R: Runtime>(app: AppHandle<R>, api: Arc<Api>) {
    let picture = app.default_window_icon().map(|icon| desktop::Picture {
        width: icon.width(),
        height: icon.height(),
        rgba: icon.rgba().to_vec(),
    });
    let (opened, written, quitted, writer) = (app.clone(), app.clone(), app.clone(), Arc::clone(&api));
    let gestures = desktop::Gestures {
        open: Arc::new(move |token| windows::bring_forward(&opened, token)),
        write: Arc::new(move |token| {
            windows::bring_forward(&written, token);
            writer.ask_for_letter();
        }),
        quit: Arc::new(move || windows::close_main(&quitted)),
    };
    let words = api::StatusItemWords::default();
    if let Some(handle) = desktop::StatusItem::show(words, picture.unwrap_or_default(), gestures).await {
        desktop::StatusItem::follow(handle, api).await;
    }
}

/// The keyring of the operating system. A demonstration lives and dies with its temporary profile, and so do its keys.
fn keys_for(launch: &Launch) -> Arc<dyn KeyHolder> {
    match launch.demonstration {
        Some(_) => Arc::new(MemoryHolder::default()),
        None => Arc::new(OsKeyring::default()),
    }
}

fn dialogs_for<R: Runtime>(app: &AppHandle<R>, launch: &Launch) -> Arc<dyn FileDialogs> {
    match &launch.driven {
        Some(driven) => Arc::new(dialogs::DrivenDialogs::new(driven.clone())),
        None => Arc::new(dialogs::NativeDialogs::new(app.clone())),
    }
}

/// A click on a notification brings the window.
#[cfg(target_os = "linux")]
fn notifier_for<R: Runtime>(app: &AppHandle<R>) -> Arc<dyn Notifier> {
    let app = app.clone();
    let open = Arc::new(move |token: Option<String>| windows::bring_forward(&app, token));
    Arc::new(desktop::DesktopNotifier::new(desktop::Bus::default(), open))
}

#[cfg(not(target_os = "linux"))]
fn notifier_for<R: Runtime>(_: &AppHandle<R>) -> Arc<dyn Notifier> {
    Arc::new(estafette_api::Silence)
}

fn browser_for(launch: &Launch) -> Arc<dyn Browser> {
    match &launch.driven {
        Some(driven) => Arc::new(browser::DrivenBrowser::new(driven.clone())),
        None => Arc::new(browser::DesktopBrowser),
    }
}

fn printer_for<R: Runtime>(app: &AppHandle<R>, launch: &Launch) -> Arc<dyn Printer> {
    let native = printer::NativePrinter::new(app.clone());
    match &launch.driven {
        Some(driven) => Arc::new(printer::DrivenPrinter::new(native, driven.clone())),
        None => Arc::new(native),
    }
}

fn viewer_for<R: Runtime>(app: &AppHandle<R>, launch: &Launch) -> Arc<dyn DocumentViewer> {
    Arc::new(viewer::ViewerWindow::new(
        app.clone(),
        launch.driven.as_ref().is_some_and(|driven| !driven.private_viewer),
    ))
}
