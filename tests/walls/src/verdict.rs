//! What came out, counted.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::log::{Heard, Log, What};
use crate::order::Order;
use crate::stage::AT_LEAST;
use crate::vectors::Vector;
use crate::walls::Trial;

/// One line for whoever started the trial.
pub(crate) fn verdict(order: &Order, vectors: &[Vector], log: &Log) -> Value {
    let heard = log.by_trial();
    let of = |trial: Trial| heard.get(&trial).map_or(&[][..], Vec::as_slice);
    let requests = |trial: Trial| of(trial).iter().filter(|one| one.what != What::Script).count();
    let walled = [Trial::Product, Trial::SanitizerOff, Trial::HeadersAlone, Trial::CspOff];
    // The filter keeps scripts from the network and does not keep them from running.
    let filtered = of(Trial::FilterAlone).iter().filter(|one| one.what != What::Script);
    let leaked: BTreeSet<&str> = of(Trial::Control).iter().map(|one| one.vector.as_str()).collect();
    let (silent, loud): (Vec<&Vector>, Vec<&Vector>) = vectors.iter().partition(|vector| vector.silent.is_some());
    let slowest = of(Trial::Control).iter().map(|one| one.after.as_millis()).max().unwrap_or_default();
    if order.proxy {
        let requests: BTreeSet<&str> =
            of(Trial::Control).iter().filter(|one| one.what != What::Script).map(|one| one.vector.as_str()).collect();
        return json!({ "vectors": loud.len(), "requests_proxy": requests.len(), "past_the_proxy": requests });
    }
    json!({
        "vectors": loud.len(),
        "channels": loud.iter().map(|vector| vector.channel).collect::<BTreeSet<_>>(),
        "requests_product": requests(Trial::Product),
        "requests_sanitizer_off": requests(Trial::SanitizerOff) + requests(Trial::HeadersAlone),
        "requests_csp_off": requests(Trial::CspOff),
        "requests_filter_alone": requests(Trial::FilterAlone),
        "unasked": loud.iter().filter(|vector| vector.unasked).map(|vector| vector.id).collect::<Vec<_>>(),
        "scripts_run": walled.iter().flat_map(|trial| of(*trial)).filter(|one| one.what == What::Script).count(),
        "controls_leaking": loud.iter().filter(|vector| leaked.contains(vector.id)).count(),
        "controls_silent": loud.iter().filter(|vector| !leaked.contains(vector.id)).map(|vector| vector.id).collect::<Vec<_>>(),
        "silent": silent.len(),
        "silent_that_leak": silent.iter().filter(|vector| leaked.contains(vector.id)).map(|vector| vector.id).collect::<Vec<_>>(),
        "slowest_control_ms": u64::try_from(slowest).unwrap_or(u64::MAX),
        "watched_ms": u64::try_from(AT_LEAST.as_millis()).unwrap_or(u64::MAX),
        "leaks": walled.iter().flat_map(|trial| of(*trial)).chain(filtered).map(told).collect::<Vec<_>>(),
    })
}

fn told(heard: &Heard) -> String {
    let what = match &heard.what {
        What::Request(path) => format!("asked for {path:?}"),
        What::Name => String::from("had its name looked for"),
        What::Script => String::from("ran a script"),
    };
    format!("{}: {} {what}", heard.trial.name(), heard.vector)
}
