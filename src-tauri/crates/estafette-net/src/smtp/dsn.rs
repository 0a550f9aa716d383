//! Reports of delivery, asked for with the letter (RFC 3461): on every recipient, and the letter named so that they find it.
//!
//! What is written is made of types that hold no space and no line break; lettre writes each value as xtext (§4).

use estafette_model::{Address, EnvelopeId};
use lettre::transport::smtp::extension::{MailParameter, RcptParameter};

/// The reports wanted on one letter.
#[derive(Clone, Copy)]
pub(super) struct ReportsAsked(EnvelopeId);

impl ReportsAsked {
    pub(super) const fn new(envelope: EnvelopeId) -> Self {
        Self(envelope)
    }

    /// For MAIL: only the header comes back (§4.3), as a report crosses servers the letter was not written for; and the name
    /// of the envelope (§4.4).
    pub(super) fn of_letter(self) -> Vec<MailParameter> {
        let parameter =
            |keyword: &str, value: String| MailParameter::Other { keyword: keyword.to_owned(), value: Some(value) };
        vec![parameter("RET", "HDRS".to_owned()), parameter("ENVID", self.0.to_string())]
    }

    /// For RCPT: when to report (§4.1), and the address as it was written here, whatever it becomes on the way (§4.2).
    pub(super) fn of_recipient(self, address: &Address) -> Vec<RcptParameter> {
        let parameter =
            |keyword: &str, value: String| RcptParameter::Other { keyword: keyword.to_owned(), value: Some(value) };
        vec![parameter("NOTIFY", "SUCCESS,FAILURE,DELAY".to_owned()), parameter("ORCPT", format!("rfc822;{address}"))]
    }
}
