//! `sync --once`: every mailbox brought in step with its server one time, and what that brought and cost.
//!
//! Letters waiting to leave stay where they are: a run that ends by itself must not cut one off on its way out.

mod ephemeral;
mod first_pass;
mod passwords;
mod report;
mod verification;

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use estafette_engine::{
    Engine, EngineError, EngineEvent, EngineOptions, EventSink, KeyHolder, Mailbox, MemoryHolder, OsKeyring,
    Provisioning, Tag, Timeouts, Unlocking,
};
use estafette_model::SystemClock;
use tokio::sync::Notify;

use crate::arguments::SyncRequest;
use crate::authorities::authorities;
use crate::error::{CliError, NOT_IN_STEP};
use crate::resources::Resources;
use crate::say;
use ephemeral::EphemeralProfile;
use first_pass::{Outcome, first_pass};
use report::{Held, MailboxReport, Report};

/// Synchronises, prints, and says how it went.
///
/// # Errors
/// Whatever kept the profile closed. A mailbox that is not in step is not one: it is in the report and in the exit code.
pub(crate) fn sync(asked: &SyncRequest) -> Result<ExitCode, CliError> {
    let report = synchronise(asked)?;
    for (address, problem) in report.problems() {
        eprintln!("estafette-cli: {address}: {problem}");
    }
    say(&if asked.json { report.to_json() } else { report.to_text() })?;
    Ok(if report.problems().next().is_none() { ExitCode::SUCCESS } else { ExitCode::from(NOT_IN_STEP) })
}

fn synchronise(asked: &SyncRequest) -> Result<Report, CliError> {
    let begun = Instant::now();
    let provisioning = Provisioning::read(&asked.provision).map_err(EngineError::from)?;
    let anchors = authorities(asked.anchors.as_deref())?;
    let passwords = match &asked.passwords {
        Some(source) => passwords::passwords(source, provisioning.mailboxes.len())?,
        None => Vec::new(),
    };
    let runtime = tokio::runtime::Runtime::new().map_err(CliError::NoThreads)?;
    // Declared before the engine: it goes last, once no file in it is open.
    let _profile = asked.ephemeral_keys.then(|| EphemeralProfile::make(&asked.profile)).transpose()?;
    let news = Arc::new(Notify::new());
    let first_list = Arc::new(OnceLock::new());
    let engine = Engine::open(EngineOptions {
        profile: asked.profile.clone(),
        provisioning,
        anchors,
        holder: key_holder(asked.ephemeral_keys),
        unlocking: Unlocking::Unasked,
        clock: Arc::new(SystemClock),
        timeouts: Timeouts::default(),
        events: listener(&news, &first_list),
    })?;
    for (mailbox, password) in engine.mailboxes().iter().zip(passwords) {
        if let Some(password) = password {
            engine.give_password(mailbox.id(), password)?;
        }
    }
    runtime.block_on(async {
        engine.start_receiving();
        engine.first_look_taken();
        let outcomes = first_pass(engine.mailboxes(), &news).await;
        let mailboxes = reports(engine.mailboxes(), outcomes).await;
        let (seconds, resources) = (begun.elapsed().as_secs_f64(), Resources::used());
        let first_list_seconds = first_list.get().map(|at: &Instant| at.duration_since(begun).as_secs_f64());
        // What it costs to look again is not what it costs to receive.
        let verification = verification::verification(engine.mailboxes(), asked.verify, asked.find.as_deref()).await;
        engine.close().await;
        Ok(Report { mailboxes: mailboxes?, first_list_seconds, seconds, resources, verification: verification? })
    })
}

fn key_holder(ephemeral: bool) -> Arc<dyn KeyHolder> {
    if ephemeral { Arc::new(MemoryHolder::default()) } else { Arc::new(OsKeyring::default()) }
}

/// Whatever the engine announces is a reason to look at the mailboxes again; the first rows of a list are noted.
fn listener(news: &Arc<Notify>, first_list: &Arc<OnceLock<Instant>>) -> EventSink {
    let (news, first_list) = (Arc::clone(news), Arc::clone(first_list));
    Arc::new(move |event| {
        if let EngineEvent::Changed { mailbox: Some(_), changes } = &event
            && changes.changes.iter().any(|change| change.tag == Tag::Threads)
        {
            first_list.get_or_init(Instant::now);
        }
        news.notify_one();
    })
}

async fn reports(mailboxes: &[Arc<Mailbox>], outcomes: Vec<Outcome>) -> Result<Vec<MailboxReport>, CliError> {
    let mut reports = Vec::with_capacity(mailboxes.len());
    for (mailbox, outcome) in mailboxes.iter().zip(outcomes) {
        reports.push(MailboxReport {
            address: mailbox.plan().address.as_str().to_owned(),
            outcome,
            received: mailbox.received(),
            held: held(mailbox).await?,
        });
    }
    Ok(reports)
}

/// Messages of the server kept here, whether they came in this run or before.
async fn held(mailbox: &Mailbox) -> Result<Held, EngineError> {
    mailbox
        .with_store(|store| {
            let (messages, without_body) = store.held()?;
            Ok(Held { messages, without_body })
        })
        .await
}
