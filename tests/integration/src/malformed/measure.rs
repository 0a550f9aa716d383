//! What reading all of them costs, in a process that does nothing else.

use std::time::Duration;

use serde::Serialize;

use super::{letters, read};

/// The figures of one run.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// How many letters were read.
    pub malformed_mails: usize,
    /// How many of them a part of the program gave up on.
    pub panics: usize,
    /// The longest that anybody waited for one thing made of one of them, ms.
    pub slowest_mail_ms: f64,
    /// Its name.
    pub slowest_mail: String,
    /// Most memory one of them took above its own bytes, MiB.
    pub dearest_mail_mib: f64,
    /// Its name.
    pub dearest_mail: String,
}

/// What the allocator of the process knows.
#[derive(Clone, Copy, Debug)]
pub struct Gauge {
    /// Forgets the most that was held so far.
    pub restart: fn(),
    /// Bytes held at most since, above what is held now.
    pub above: fn() -> usize,
}

/// Reads every malformed letter once.
#[must_use]
pub fn measure(gauge: Gauge) -> Figures {
    let letters = letters();
    let (mut slowest, mut dearest, mut panics) = ((Duration::ZERO, ""), (0, ""), 0);
    for letter in &letters {
        (gauge.restart)();
        let reading = read(&letter.letter);
        // all that reading held is free again
        let held = (gauge.above)();
        panics += usize::from(reading.panicked);
        if reading.longest > slowest.0 {
            slowest = (reading.longest, &letter.name);
        }
        if held > dearest.0 {
            dearest = (held, &letter.name);
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "tenths of a mebibyte are shown")]
    let dearest_mail_mib = dearest.0 as f64 / (1024.0 * 1024.0);
    Figures {
        malformed_mails: letters.len(),
        panics,
        slowest_mail_ms: slowest.0.as_secs_f64() * 1000.0,
        slowest_mail: slowest.1.to_owned(),
        dearest_mail_mib,
        dearest_mail: dearest.1.to_owned(),
    }
}
