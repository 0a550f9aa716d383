//! The machine slept, or the network is another one: the connections of before are dead and do not know it.
//!
//! A connection cut that way gives no sign: an IDLE would wait nine minutes for its next refresh, and a person who opens the
//! lid of a laptop would look at yesterday's mailbox. So the time of day and the way out are looked at every few seconds, and
//! when either leapt every mailbox connects anew at once.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use estafette_model::Clock;

use crate::mailbox::Mailbox;

/// How often it is looked at. Connecting anew follows within seconds: 20 s is what the product promises.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A look this much later than due, in seconds, means that the machine slept. A busy one is late too, but not by as much, and
/// a clock set right by a few seconds is no sleep.
const SLEPT: i64 = 15;

/// Watches until the task is dropped. `way_out`: the address this machine reaches the world from, if it does.
pub(crate) async fn watch(mailboxes: Vec<Arc<Mailbox>>, clock: Arc<dyn Clock>, way_out: fn() -> Option<IpAddr>) {
    let mut seen = Seen { at: clock.unix_seconds(), way_out: way_out() };
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = Seen { at: clock.unix_seconds(), way_out: way_out() };
        if now.is_after_an_interruption_of(&seen) {
            tracing::info!("the machine slept or its network changed: every mailbox connects anew");
            for mailbox in &mailboxes {
                mailbox.connect_anew();
            }
        }
        seen = now;
    }
}

/// What one look sees.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// Seconds since 1970.
    at: i64,
    way_out: Option<IpAddr>,
}

impl Seen {
    /// Whether the connections made at `before` or earlier are to be doubted. Without a way out there is nothing to connect
    /// to; the loops find that out by themselves.
    fn is_after_an_interruption_of(&self, before: &Self) -> bool {
        let due = before.at.saturating_add(i64::try_from(LOOK_EVERY.as_secs()).unwrap_or(i64::MAX));
        let slept = self.at.saturating_sub(due) > SLEPT;
        self.way_out.is_some() && (slept || self.way_out != before.way_out)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::Seen;

    const OFFICE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)));
    const TELEPHONE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7)));

    fn interrupted(before: (i64, Option<IpAddr>), now: (i64, Option<IpAddr>)) -> bool {
        let seen = |(at, way_out)| Seen { at, way_out };
        seen(now).is_after_an_interruption_of(&seen(before))
    }

    #[test]
    fn a_look_that_comes_much_later_than_due_means_sleep() {
        assert!(!interrupted((1000, OFFICE), (1005, OFFICE)));
        assert!(!interrupted((1000, OFFICE), (1020, OFFICE)), "a busy machine");
        assert!(interrupted((1000, OFFICE), (1021, OFFICE)));
        assert!(!interrupted((1000, OFFICE), (400, OFFICE)), "a clock set back");
    }

    #[test]
    fn another_way_out_is_another_network_and_none_is_nothing_to_connect_to() {
        assert!(interrupted((1000, OFFICE), (1005, TELEPHONE)));
        assert!(interrupted((1000, None), (1005, OFFICE)), "the network is back");
        assert!(!interrupted((1000, OFFICE), (1005, None)));
        assert!(!interrupted((1000, None), (9999, None)));
    }
}
