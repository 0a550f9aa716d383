//! What was heard of the vectors, and in which trial.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::walls::Trial;

/// How a vector was heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A connection, and what was asked for on it, when anything was.
    Request(String),
    /// Its host was looked for.
    Name,
    /// A script of it ran.
    Script,
}

/// One thing that was heard.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) trial: Trial,
    pub(crate) vector: String,
    pub(crate) what: What,
    /// How long after its page was loaded; nothing while it loads.
    pub(crate) after: Duration,
}

/// All that was heard so far.
#[derive(Debug)]
pub(crate) struct Log(Mutex<State>);

#[derive(Debug)]
struct State {
    trial: Trial,
    loaded: Option<Instant>,
    last: Instant,
    heard: Vec<Heard>,
    pages: BTreeSet<(Trial, String)>,
}

impl Log {
    pub(crate) fn new() -> Self {
        let now = Instant::now();
        Self(Mutex::new(State {
            trial: Trial::Product,
            loaded: None,
            last: now,
            heard: Vec::new(),
            pages: BTreeSet::new(),
        }))
    }

    /// Another batch is shown from now on.
    pub(crate) fn begin(&self, trial: Trial) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        (state.trial, state.loaded, state.last) = (trial, None, now);
    }

    /// What is shown is loaded.
    pub(crate) fn loaded(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).loaded = Some(Instant::now());
    }

    /// The page of `vector` was asked for, so that it is being shown.
    pub(crate) fn show(&self, trial: Trial, vector: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pages.insert((trial, vector.to_owned()));
    }

    pub(crate) fn was_shown(&self, trial: Trial, vector: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pages.contains(&(trial, vector.to_owned()))
    }

    /// Writes down what was heard of `vector`; `trial` where it says so itself, else the one that is shown.
    pub(crate) fn hear(&self, trial: Option<Trial>, vector: &str, what: What) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.last = Instant::now();
        let heard = Heard {
            trial: trial.unwrap_or(state.trial),
            vector: vector.to_owned(),
            what,
            after: state.loaded.map(|loaded| loaded.elapsed()).unwrap_or_default(),
        };
        state.heard.push(heard);
    }

    /// How long nothing has been heard.
    pub(crate) fn quiet_for(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).last.elapsed()
    }

    /// What was heard in each trial.
    pub(crate) fn by_trial(&self) -> BTreeMap<Trial, Vec<Heard>> {
        let mut heard: BTreeMap<Trial, Vec<Heard>> = BTreeMap::new();
        for one in &self.0.lock().unwrap_or_else(PoisonError::into_inner).heard {
            heard.entry(one.trial).or_default().push(one.clone());
        }
        heard
    }
}
