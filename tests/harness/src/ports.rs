//! Free loopback ports, taken below the range the kernel hands to outgoing connections.
//!
//! Neither server can be asked for port 0, so a port is chosen, let go and taken again; and it must stay free while a
//! test has stopped the operator, which a port of the outgoing range would not.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::bail;

/// Below Linux's `net.ipv4.ip_local_port_range` (32768 and up), above the registered ports in common use.
const RANGE: Range<u16> = 20_000..32_000;

/// Servers listen on both, clients use the second (see `OPERATOR_HOST`).
const ADDRESSES: [Ipv4Addr; 2] = [Ipv4Addr::new(127, 0, 0, 1), Ipv4Addr::new(127, 0, 0, 2)];

/// One port for each service of an operator.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ports {
    pub(crate) imap_starttls: u16,
    pub(crate) imaps: u16,
    pub(crate) submission_starttls: u16,
    pub(crate) submissions: u16,
    /// Dovecot's own submission service, which hands the message to `relay`.
    pub(crate) second_submission: u16,
    /// Exim without authentication, for the other server of this operator only.
    pub(crate) relay: u16,
    pub(crate) lmtp: u16,
}

impl Ports {
    /// Chooses ports nobody listens on at this moment.
    pub(crate) fn free() -> anyhow::Result<Self> {
        let mut search = Search::from_a_place_of_its_own();
        Ok(Self {
            imap_starttls: search.next_free()?,
            imaps: search.next_free()?,
            submission_starttls: search.next_free()?,
            submissions: search.next_free()?,
            second_submission: search.next_free()?,
            relay: search.next_free()?,
            lmtp: search.next_free()?,
        })
    }

    /// Ports on which the operator answers once it is ready.
    pub(crate) fn all(&self) -> [u16; 7] {
        [
            self.imap_starttls,
            self.imaps,
            self.submission_starttls,
            self.submissions,
            self.second_submission,
            self.relay,
            self.lmtp,
        ]
    }
}

/// Whether nobody listens on `port`.
pub(crate) fn is_free(port: u16) -> bool {
    let listeners: Vec<_> = ADDRESSES.iter().map(|address| TcpListener::bind((*address, port))).collect();
    listeners.iter().all(Result::is_ok)
}

struct Search {
    next: u16,
    left: u16,
}

impl Search {
    /// Two test processes that start together should not look at the same ports in the same order.
    fn from_a_place_of_its_own() -> Self {
        let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
        let span = u32::from(RANGE.end - RANGE.start);
        let offset = process::id().wrapping_mul(97).wrapping_add(nanoseconds / 1000) % span;
        Self { next: RANGE.start + u16::try_from(offset).unwrap_or(0), left: RANGE.end - RANGE.start }
    }

    fn next_free(&mut self) -> anyhow::Result<u16> {
        while self.left > 0 {
            let port = self.next;
            self.next = if port + 1 == RANGE.end { RANGE.start } else { port + 1 };
            self.left -= 1;
            if is_free(port) {
                return Ok(port);
            }
        }
        bail!("no free port between {} and {}", RANGE.start, RANGE.end)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
