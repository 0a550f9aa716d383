//! What a submission server offers (RFC 5321 §4.1.1.1), as far as a letter depends on it.

use super::reply::Reply;

/// The extensions this crate reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for one word of the server")]
pub(super) struct Extensions {
    /// STARTTLS (RFC 3207).
    pub(super) starttls: bool,
    /// SIZE (RFC 1870): whether it is offered.
    pub(super) size: bool,
    /// SIZE: the limit, in bytes, where there is one.
    pub(super) max_size: Option<u64>,
    /// 8BITMIME (RFC 6152).
    pub(super) eight_bit_mime: bool,
    /// DSN (RFC 3461).
    pub(super) dsn: bool,
    /// AUTH PLAIN (RFC 4616).
    pub(super) auth_plain: bool,
    /// AUTH LOGIN (never standardised; all that some Exchange servers have).
    pub(super) auth_login: bool,
}

impl Extensions {
    /// Reads the reply to EHLO; its first line is only a greeting.
    pub(super) fn of(reply: &Reply) -> Self {
        let mut offered = Self::default();
        for line in reply.lines().skip(1) {
            let line = line.to_ascii_uppercase();
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("STARTTLS") => offered.starttls = true,
                Some("8BITMIME") => offered.eight_bit_mime = true,
                Some("DSN") => offered.dsn = true,
                Some("SIZE") => {
                    offered.size = true;
                    // RFC 1870 §4: 0 means no limit.
                    offered.max_size = words.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0);
                }
                Some("AUTH") => {
                    for mechanism in words {
                        offered.auth_plain |= mechanism == "PLAIN";
                        offered.auth_login |= mechanism == "LOGIN";
                    }
                }
                _ => {}
            }
        }
        offered
    }
}
