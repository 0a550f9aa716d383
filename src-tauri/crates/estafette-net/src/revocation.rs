//! Whether the certificate of a server has been revoked: RFC 5280 §6.3, by the lists (CRL) the authorities publish.
//!
//! Asked once the handshake is done and before a word is said, and again while a connection lasts. A list holds until its
//! next one is due, is believed a little longer while the next cannot be had, and then nothing is said any more
//! ([ADR 8](../../../docs/adr/0008-revocation.md)). Delta lists, LDAP and OCSP are not used.

mod list;
mod pace;
mod path;
mod points;
mod shelf;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use estafette_model::Clock;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};

use crate::error::{CertificateFault, NetError};
use list::Times;
use path::{Link, Path, Word};
use shelf::Shelf;

pub(crate) use shelf::Visit;

pub use shelf::{CrlArchive, CrlRecord};

/// What is done where a list cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevocationPolicy {
    /// How long a list is believed after its next one was due.
    pub grace: Duration,
    /// A server whose authority's list was never had on this machine.
    pub first_contact: FirstContact,
    /// A server whose authority publishes no list where we could ask for it.
    pub unpublished: Unpublished,
}

impl Default for RevocationPolicy {
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(72 * 3600),
            first_contact: FirstContact::Closed,
            unpublished: Unpublished::Accepted,
        }
    }
}

/// What is done with a server whose authority's list was never had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstContact {
    /// Nothing is said to it.
    Closed,
    /// It is spoken to for as long as the grace, counted from the first time the list was asked for.
    Tolerated,
}

/// What is done with a server whose certificate names no list that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpublished {
    /// It is spoken to, and that nothing could be asked is shown.
    Accepted,
    /// Nothing is said to it.
    Refused,
}

/// What is known of the revocation of a server's certificate. All times in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationStatus {
    /// Not revoked, by a list that holds.
    Current {
        /// When the list was issued.
        issued_at: i64,
        /// When the next one is due.
        next_update: i64,
    },
    /// The authority publishes no list that could be asked for.
    Unpublished,
    /// Not revoked, by a list whose next one is due and could not be had.
    Overdue {
        /// When the list was issued.
        issued_at: i64,
        /// Since when the next one is due.
        next_update: i64,
        /// When it is no longer believed.
        closes_at: i64,
    },
    /// No list was ever had.
    Unknown {
        /// Since when it is asked for.
        since: i64,
        /// When this is no longer tolerated.
        closes_at: i64,
    },
}

impl RevocationStatus {
    /// When nothing will be said any more, where that is in sight.
    #[must_use]
    pub const fn closes_at(self) -> Option<i64> {
        match self {
            Self::Current { .. } | Self::Unpublished => None,
            Self::Overdue { closes_at, .. } | Self::Unknown { closes_at, .. } => Some(closes_at),
        }
    }

    /// The worse of two: what closes first, then what nobody can tell, then the list that ends first.
    #[must_use]
    pub fn or_worse(self, other: Self) -> Self {
        if other.urgency() < self.urgency() { other } else { self }
    }

    const fn urgency(self) -> (u8, i64) {
        match self {
            Self::Overdue { closes_at, .. } | Self::Unknown { closes_at, .. } => (0, closes_at),
            Self::Unpublished => (1, 0),
            Self::Current { next_update, .. } => (2, next_update),
        }
    }
}

/// What a [`crate::TlsTrust`] needs to know of revocation.
pub struct RevocationCheck {
    /// What is done where a list cannot be had.
    pub policy: RevocationPolicy,
    /// By whose time lists end.
    pub clock: Arc<dyn Clock>,
    /// Where lists are kept from one run to the next.
    pub archive: Arc<dyn CrlArchive>,
}

/// The lists of the authorities of one trust, and what they say.
pub(crate) struct Revocations {
    policy: RevocationPolicy,
    clock: Arc<dyn Clock>,
    anchors: Vec<TrustAnchor<'static>>,
    shelf: Shelf,
}

impl fmt::Debug for Revocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revocations").field("policy", &self.policy).finish_non_exhaustive()
    }
}

impl Revocations {
    pub(crate) fn new(check: RevocationCheck, anchors: Vec<TrustAnchor<'static>>) -> Self {
        Self { policy: check.policy, clock: check.clock, anchors, shelf: Shelf::new(check.archive) }
    }

    /// What is known of the server called `host` that showed `chain`, or why nothing is to be said to it. `visit` tells
    /// whether somebody waits for the answer.
    pub(crate) async fn judge(
        &self,
        host: &str,
        chain: &[CertificateDer<'static>],
        visit: Visit,
    ) -> Result<RevocationStatus, NetError> {
        let now = self.clock.unix_seconds();
        let path = Path { anchors: &self.anchors, chain, at: unix_time(now) };
        let untrusted = |reason| NetError::Untrusted { host: host.to_owned(), reason };
        let links = path.links().map_err(untrusted)?;
        let mut status: Option<RevocationStatus> = None;
        let mut lists = Vec::with_capacity(links.len());
        for link in &links {
            let (one, list) = self.standing(host, &path, link, visit).await?;
            status = Some(status.map_or(one, |before| before.or_worse(one)));
            lists.extend(list);
        }
        // Each list was looked at for its own certificate; together they must clear the path as a whole.
        path.cleared_by(&lists, lists.len() == links.len()).map_err(untrusted)?;
        Ok(status.unwrap_or(RevocationStatus::Unpublished))
    }

    /// What is known of one certificate of the path, and the list that says so.
    async fn standing(
        &self,
        host: &str,
        path: &Path<'_>,
        link: &Link,
        visit: Visit,
    ) -> Result<(RevocationStatus, Option<Arc<[u8]>>), NetError> {
        let now = self.clock.unix_seconds();
        let unknown = || NetError::RevocationUnknown {
            host: host.to_owned(),
            list_host: link.points.first().map(|point| point.host().to_owned()),
        };
        if link.points.is_empty() {
            return match self.policy.unpublished {
                Unpublished::Accepted => Ok((RevocationStatus::Unpublished, None)),
                Unpublished::Refused => Err(unknown()),
            };
        }
        let judge = |list: &[u8]| path.word_of(list, link);
        let found = self.shelf.look_up(&link.points, now, visit, &judge).await;
        let grace = i64::try_from(self.policy.grace.as_secs()).unwrap_or(i64::MAX);
        let Some((list, word, Times { issued_at, next_update })) = found.list else {
            let closes_at = found.wanted_since.saturating_add(grace);
            return match self.policy.first_contact {
                FirstContact::Tolerated if now < closes_at => {
                    Ok((RevocationStatus::Unknown { since: found.wanted_since, closes_at }, None))
                }
                FirstContact::Tolerated | FirstContact::Closed => Err(unknown()),
            };
        };
        let closes_at = next_update.saturating_add(grace);
        match word {
            Word::Revoked => Err(NetError::Untrusted { host: host.to_owned(), reason: CertificateFault::Revoked }),
            Word::Cleared if now < next_update => {
                Ok((RevocationStatus::Current { issued_at, next_update }, Some(list)))
            }
            Word::Cleared if now < closes_at => {
                Ok((RevocationStatus::Overdue { issued_at, next_update, closes_at }, Some(list)))
            }
            Word::Cleared | Word::Unusable => Err(unknown()),
        }
    }
}

fn unix_time(seconds: i64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
}

#[cfg(test)]
mod tests;
