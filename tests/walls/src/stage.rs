//! The window of the trials, what is shown in it and for how long.
//!
//! Vectors are shown two dozen at a time, each in a frame of its own. A batch is over when nothing has been heard for a
//! while after everything was loaded; what that while is worth is told by the controls, which say how late they leaked.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tauri::http::{Request, Response};
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Builder, Manager as _, RunEvent, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Wry};

use crate::log::{Log, What};
use crate::names::ZONE;
use crate::order::Order;
use crate::vectors::{Blanks, Vector};
use crate::verdict::verdict;
use crate::walls::{Trial, page};
use crate::{canary, hands, names};

/// CSS pixels of the window.
const WINDOW: (u32, u32) = (1410, 870);
/// Frames across and down: of those that are only shown, and of those that somebody clicks into.
const SHOWN: (u32, u32) = (8, 5);
const CLICKED: (u32, u32) = (3, 2);
/// Around each frame, CSS pixels.
const GAP: u32 = 6;
/// How long nothing must have been heard before a batch is over.
const QUIET: Duration = Duration::from_millis(700);
/// How long a batch that is not heard of is shown at least, once it is loaded.
pub(crate) const AT_LEAST: Duration = Duration::from_millis(1_000);
/// A page is loaded, and a batch is over, within.
const PATIENCE: Duration = Duration::from_secs(8);
/// Before a hand clicks on what was painted.
const PAINTED: Duration = Duration::from_millis(250);

/// One page of the window: a trial, and who is shown in how many rows and columns.
struct Batch {
    trial: Trial,
    vectors: Vec<Vector>,
    grid: (u32, u32),
}

impl Batch {
    /// Width and height of what each vector has, CSS pixels.
    const fn cell(&self) -> (u32, u32) {
        (WINDOW.0 / self.grid.0, WINDOW.1 / self.grid.1)
    }
}

struct Stage {
    vectors: BTreeMap<&'static str, Vector>,
    batches: Vec<Batch>,
    log: Arc<Log>,
    port: u16,
    /// The policy of the page around the frame of a letter.
    policy: String,
    /// Whether the window goes only where the product's would.
    guarded: AtomicBool,
    /// What the engine was told so far.
    forbidden: AtomicBool,
    filtered: AtomicBool,
}

/// Plays the whole of `order` and prints what came out, one line of JSON.
///
/// # Errors
/// When there is no window, no port, or a page does not load.
pub(crate) fn play(order: &Order) -> anyhow::Result<()> {
    let vectors = order.vectors()?;
    let log = Arc::new(Log::new());
    let port = tauri::async_runtime::block_on(async {
        if order.names {
            names::listen(Arc::clone(&log)).await?;
        }
        canary::listen(&vectors, &log).await
    })?;
    let context = estafette_shell::context();
    let stage = Arc::new(Stage {
        batches: order.trials().iter().flat_map(|trial| batches(*trial, &vectors)).collect(),
        vectors: vectors.iter().map(|vector| (vector.id, vector.clone())).collect(),
        log,
        port,
        policy: context.config().app.security.csp.as_ref().context("the page has a policy")?.to_string(),
        guarded: AtomicBool::default(),
        forbidden: AtomicBool::default(),
        filtered: AtomicBool::default(),
    });
    let (pages, opening) = (Arc::clone(&stage), Arc::clone(&stage));
    let (failed, failure) = channel();
    let proxy = order.proxy;
    let app = Builder::<Wry>::default()
        .register_uri_scheme_protocol("mail", move |_, request| match request.uri().host() {
            Some("stage") => pages.around(&request),
            Some("localhost") => pages.letter(&request),
            Some(_) | None => nothing(),
        })
        .setup(move |app| {
            estafette_shell::network_filter::prepare(&app.path().app_cache_dir()?.join("filter"))?;
            let (window, loaded) = open(app.handle(), &opening, proxy)?;
            let app = app.handle().clone();
            std::thread::spawn(move || {
                let outcome = opening.play(&window, &loaded);
                let _nobody_waits = failed.send(outcome);
                app.exit(0);
            });
            Ok(())
        })
        .build(context)
        .context("no window can be opened")?;
    app.run_return(|_, event| {
        if let RunEvent::ExitRequested { code: None, api, .. } = event {
            api.prevent_exit();
        }
    });
    failure.recv().context("the trial broke off")??;
    for batch in &stage.batches {
        for vector in &batch.vectors {
            anyhow::ensure!(stage.log.was_shown(batch.trial, vector.id), "{} was never shown", vector.id);
        }
    }
    println!("{}", verdict(order, &vectors, &stage.log));
    Ok(())
}

/// Those that take the window along are shown by themselves, and those that wait for a hand apart from the others.
fn batches(trial: Trial, vectors: &[Vector]) -> Vec<Batch> {
    let shown = vectors.iter().filter(|vector| trial.shows(vector)).cloned();
    let (alone, together): (Vec<Vector>, Vec<Vector>) = shown.partition(|vector| vector.alone);
    let (clicked, watched): (Vec<Vector>, Vec<Vector>) = together.into_iter().partition(|vector| vector.click);
    let mut batches = Vec::new();
    for (group, grid) in [(watched, SHOWN), (clicked, CLICKED), (alone, (1, 1))] {
        let many = usize::try_from(grid.0 * grid.1).unwrap_or(1);
        batches.extend(group.chunks(many).map(|some| Batch { trial, vectors: some.to_vec(), grid }));
    }
    batches
}

fn open(app: &AppHandle, stage: &Arc<Stage>, proxy: bool) -> anyhow::Result<(WebviewWindow, Receiver<String>)> {
    let (loaded, loads) = channel();
    let guard = Arc::clone(stage);
    let builder = WebviewWindowBuilder::new(app, "walls", WebviewUrl::CustomProtocol(address("mail://stage/")?))
        .inner_size(f64::from(WINDOW.0), f64::from(WINDOW.1))
        .position(0.0, 0.0)
        .incognito(true)
        .on_navigation(move |url| !guard.guarded.load(Ordering::Relaxed) || matches!(url.scheme(), "mail" | "about"))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_page_load(move |_, page| {
            if page.event() == PageLoadEvent::Finished {
                let _nobody_waits = loaded.send(page.url().to_string());
            }
        });
    let builder = if proxy { builder.proxy_url(address(estafette_shell::DEAD_PROXY)?) } else { builder };
    Ok((builder.build().context("the webview does not start")?, loads))
}

fn address(url: &str) -> anyhow::Result<Url> {
    url.parse().with_context(|| format!("{url} is an address"))
}

impl Stage {
    fn play(&self, window: &WebviewWindow, loads: &Receiver<String>) -> anyhow::Result<()> {
        anyhow::ensure!(is_loaded(loads, "mail://stage/"), "the window shows nothing");
        for (number, batch) in self.batches.iter().enumerate() {
            self.guarded.store(batch.trial.has_frame(), Ordering::Relaxed);
            self.tell(window, batch.trial)?;
            self.log.begin(batch.trial);
            let url = format!("mail://stage/{number}");
            window.navigate(address(&url)?)?;
            // What took the window along, or never ends loading, is watched all the same.
            is_loaded(loads, &url);
            self.log.loaded();
            if batch.vectors.iter().any(|vector| vector.click) {
                sleep(PAINTED);
                for (at, _) in batch.vectors.iter().enumerate().filter(|(_, vector)| vector.click) {
                    let (column, row) = place(at, batch.grid.0);
                    let (width, height) = batch.cell();
                    hands::click(column * width, row * height)?;
                }
            }
            self.settle();
        }
        Ok(())
    }

    /// Tells the engine what it is told in this trial, once.
    fn tell(&self, window: &WebviewWindow, trial: Trial) -> anyhow::Result<()> {
        if trial.forbids_speculation() && !self.forbidden.swap(true, Ordering::Relaxed) {
            window.with_webview(|view| estafette_shell::speculation::forbid(&view.inner()))?;
        }
        if trial.has_filter() && !self.filtered.swap(true, Ordering::Relaxed) {
            window.with_webview(|view| estafette_shell::network_filter::apply(&view.inner()))?;
        }
        Ok(())
    }

    fn settle(&self) {
        let begun = Instant::now();
        sleep(AT_LEAST);
        while self.log.quiet_for() < QUIET && begun.elapsed() < PATIENCE {
            sleep(Duration::from_millis(50));
        }
    }

    /// The page around the frames: the product's policy and `sandbox` where its frame stands, nothing where not.
    fn around(&self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let number = request.uri().path().trim_start_matches('/').parse().ok();
        let Some(batch) = number.and_then(|number: usize| self.batches.get(number)) else {
            return answer("text/html; charset=utf-8", &[], b"<!DOCTYPE html><title>Murs</title>".to_vec());
        };
        let (width, height) = batch.cell();
        let (width, height) = (width - GAP, height - GAP);
        let sandbox = if batch.trial.has_frame() { " sandbox=\"allow-popups\"" } else { "" };
        // No style: the policy of the page forbids it.
        let mut html = String::from(
            "<!DOCTYPE html><meta charset=utf-8><title>Murs</title><body topmargin=0 leftmargin=0>\
             <table cellspacing=0 cellpadding=3>",
        );
        for (at, vector) in batch.vectors.iter().enumerate() {
            if place(at, batch.grid.0).0 == 0 {
                html.push_str("<tr>");
            }
            let url = format!("mail://localhost/{}/{}/", batch.trial.name(), vector.id);
            html.push_str(&format!(
                "<td><iframe{sandbox} align=top frameborder=0 width={width} height={height} src=\"{url}\"></iframe>"
            ));
        }
        let policy = [("Content-Security-Policy", self.policy.as_str())];
        answer("text/html; charset=utf-8", if batch.trial.has_frame() { &policy } else { &[] }, html.into_bytes())
    }

    /// What the scheme of letters answers: the page of a vector, and a note that a script asked for its own address.
    fn letter(&self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let path: Vec<&str> = request.uri().path().trim_start_matches('/').split('/').collect();
        let (trial, id) = match *path.as_slice() {
            ["ran", trial, id] => {
                self.log.hear(Trial::called(trial), id, What::Script);
                return nothing();
            }
            [trial, id, ""] => (trial, id),
            _ => return nothing(),
        };
        let (Some(trial), Some(vector)) = (Trial::called(trial), self.vectors.get(id)) else { return nothing() };
        self.log.show(trial, id);
        let page = page(trial, vector, &self.blanks(trial, vector));
        answer(&page.content_type, page.headers, page.body)
    }

    fn blanks(&self, trial: Trial, vector: &Vector) -> Blanks {
        let (trial, id) = (trial.name(), vector.id);
        Blanks {
            host: format!("{}:{}/{trial}/{id}/", vector.address, self.port),
            name: format!("{id}.{trial}.{ZONE}"),
            ran: format!("ran/{trial}/{id}"),
        }
    }
}

/// The column and the row of the vector numbered `at`.
fn place(at: usize, across: u32) -> (u32, u32) {
    let at = u32::try_from(at).unwrap_or_default();
    (at % across, at / across)
}

/// Waits for a page to be loaded, or another in its place.
fn is_loaded(loads: &Receiver<String>, url: &str) -> bool {
    let begun = Instant::now();
    while let Some(left) = PATIENCE.checked_sub(begun.elapsed()) {
        match loads.recv_timeout(left) {
            Ok(loaded) if loaded.starts_with("mail:") && loaded != url => {}
            Ok(_) => return true,
            Err(_) => return false,
        }
    }
    false
}

fn answer(kind: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::builder().header("Content-Type", kind);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body).unwrap_or_default()
}

fn nothing() -> Response<Vec<u8>> {
    Response::builder().status(404).header("Content-Type", "text/plain").body(Vec::new()).unwrap_or_default()
}
