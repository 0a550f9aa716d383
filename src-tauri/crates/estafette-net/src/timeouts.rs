//! How long each kind of wait may last.
//!
//! They are values rather than constants so that a test does not wait; [`Timeouts::default`] is what the product uses.

use std::time::Duration;

/// Longest waits, each counted on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Name look-up and TCP connection together; then again the TLS handshake.
    pub connect: Duration,
    /// Silence of a server that owes us an answer, or does not take what we write. A server that keeps sending at
    /// 4 kB a second or more is never cut off: a large letter on a slow line takes the time it takes.
    pub command: Duration,
    /// The answer to the final dot of a letter. Giving up there costs certainty, not time.
    pub final_reply: Duration,
    /// How long one IDLE lasts before it is issued anew.
    pub idle_refresh: Duration,
    /// How often a server without IDLE is asked for news (NOOP).
    pub poll: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            // Linux gives up on a silent host after 127 s (tcp_syn_retries = 6); nobody waits that long before a window.
            connect: Duration::from_secs(30),
            // RFC 5321 §4.5.3.2 grants a relay five minutes for a command. A person's own server answers a person, and
            // giving up here is safe: nothing has left yet.
            command: Duration::from_secs(60),
            // RFC 5321 §4.5.3.2.6.
            final_reply: Duration::from_secs(10 * 60),
            // RFC 2177 §3 allows 29 minutes, but firewalls forget a silent connection far sooner (some after 10), and a
            // dead IDLE gives no sign (Dovecot itself speaks every 2 minutes, others never do).
            idle_refresh: Duration::from_secs(9 * 60),
            // RFC 9051 §5.4 recommends NOOP for polling; one a minute is what the other clients do.
            poll: Duration::from_secs(60),
        }
    }
}
