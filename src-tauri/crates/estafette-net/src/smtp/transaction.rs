//! One letter, from MAIL to the answer to its final dot (RFC 5321 §3.3).
//!
//! The commands are sent one by one rather than pipelined: each recipient's answer is then known to be its own, and the
//! time a person saves by pipelining to a server in the same country is not worth a doubt.

use std::ops::ControlFlow;

use estafette_model::Address;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{MailBodyParameter, MailParameter};

use super::Submission;
use super::dsn::ReportsAsked;
use super::outcome::{Delivery, Envelope, ReversePath, SendFailure, SendPhase};
use super::reply::{Reply, read_reply};
use super::stuffing::Stuffing;
use crate::error::NetError;
use crate::mail_data::MailData;
use crate::reply::ServerReply;

/// Most recipients of one letter; RFC 5321 §4.5.3.1.8 asks servers for 100.
const MAX_RECIPIENTS: usize = 1_000;

/// What the server said of each recipient.
#[derive(Default)]
struct Recipients {
    accepted: Vec<Address>,
    refused: Vec<(Address, ServerReply)>,
}

impl Submission {
    /// Sends one letter. Recipients the server refuses are left out and named in the [`Delivery`]; when it refuses them
    /// all, nothing is sent.
    ///
    /// `on_phase` is called before each step; what it does is done before the step begins, and the step is not taken when
    /// it breaks off: a caller who could not write down that the letter may leave must not let it leave.
    ///
    /// # Errors
    /// See [`SendFailure`]: the three ends a letter can have besides being taken. A letter over
    /// [`max_size`](Self::max_size) is [`NetError::TooLarge`] without a word to the server.
    pub async fn send<'d>(
        &mut self,
        envelope: &Envelope,
        letter: impl Into<MailData<'d>>,
        on_phase: &mut (dyn FnMut(SendPhase) -> ControlFlow<()> + Send),
    ) -> Result<Delivery, SendFailure> {
        let letter = letter.into();
        let mail = self.mail_command(envelope, &letter).map_err(SendFailure::NotSent)?;
        go_on(on_phase(SendPhase::Connected))?;
        self.half_way = true;
        let recipients = match self.offer(mail, envelope).await {
            Ok(recipients) => recipients,
            Err(failure) => return Err(self.give_up(failure).await),
        };
        go_on(on_phase(SendPhase::RecipientsAccepted))?;
        if let Err(failure) = self.write_letter(letter).await {
            return Err(self.give_up(failure).await);
        }
        go_on(on_phase(SendPhase::DataSent))?;
        let reply = self.write_dot().await.map_err(SendFailure::Unknown)?;
        self.half_way = !reply.is_acceptance() && !reply.is_refusal();
        match reply {
            reply if reply.is_acceptance() => {
                let Recipients { accepted, refused } = recipients;
                Ok(Delivery { accepted, refused, reply: reply.quoted() })
            }
            reply if reply.is_refusal() => Err(refused(&reply)),
            _ => Err(SendFailure::Unknown(NetError::Protocol { what: "an SMTP reply out of place" })),
        }
    }

    /// MAIL, with the parameters the server understands; refuses here what the server would refuse after the upload.
    fn mail_command(&self, envelope: &Envelope, letter: &MailData<'_>) -> Result<Mail, NetError> {
        if self.half_way {
            return Err(NetError::Abandoned);
        }
        if envelope.to.is_empty() || envelope.to.len() > MAX_RECIPIENTS {
            return Err(NetError::Unwritable { what: "a letter to nobody, or to more than a thousand recipients" });
        }
        if let Some(limit) = self.extensions.max_size.filter(|limit| letter.size() > *limit) {
            return Err(NetError::TooLarge { limit, size: letter.size() });
        }
        let mut parameters = self.reports_asked(envelope).map(ReportsAsked::of_letter).unwrap_or_default();
        if self.extensions.size {
            parameters.push(MailParameter::Size(usize::try_from(letter.size()).unwrap_or(usize::MAX)));
        }
        if self.extensions.eight_bit_mime {
            let body =
                if letter.is_eight_bit() { MailBodyParameter::EightBitMime } else { MailBodyParameter::SevenBit };
            parameters.push(MailParameter::Body(body));
        } else if letter.is_eight_bit() {
            // RFC 6152 §3: a client must not send it, and a server may cut the eighth bit off: « é » becomes « i ».
            return Err(NetError::Unwritable { what: "eight-bit text, to a server without 8BITMIME" });
        }
        let sender = match &envelope.from {
            ReversePath::Sender { address, .. } => Some(on_wire(address)?),
            ReversePath::Nobody => None,
        };
        Ok(Mail::new(sender, parameters))
    }

    /// The reports wanted on this letter; none from a server that does not offer them (RFC 3461 §4).
    fn reports_asked(&self, envelope: &Envelope) -> Option<ReportsAsked> {
        match &envelope.from {
            ReversePath::Sender { reports, .. } => reports.filter(|_| self.extensions.dsn).map(ReportsAsked::new),
            ReversePath::Nobody => None,
        }
    }

    /// MAIL and every RCPT, then DATA if anybody is left.
    async fn offer(&mut self, mail: Mail, envelope: &Envelope) -> Result<Recipients, SendFailure> {
        let reply = self.command(mail).await.map_err(SendFailure::NotSent)?;
        must_accept(&reply)?;
        let mut recipients = Recipients::default();
        let reports = self.reports_asked(envelope);
        for address in &envelope.to {
            let recipient = on_wire(address).map_err(SendFailure::NotSent)?;
            let parameters = reports.map(|reports| reports.of_recipient(address)).unwrap_or_default();
            let reply = self.command(Rcpt::new(recipient, parameters)).await.map_err(SendFailure::NotSent)?;
            match reply {
                reply if reply.is_acceptance() => recipients.accepted.push(address.clone()),
                // The server is going away (RFC 5321 §3.8): what it says is not about this recipient.
                reply if reply.code() == 421 => return Err(refused(&reply)),
                reply if reply.is_refusal() => recipients.refused.push((address.clone(), reply.quoted())),
                _ => return Err(out_of_place()),
            }
        }
        if recipients.accepted.is_empty() {
            return Err(all_refused(recipients.refused));
        }
        Ok(recipients)
    }

    /// DATA and the letter, up to and without the final dot.
    async fn write_letter(&mut self, mut letter: MailData<'_>) -> Result<(), SendFailure> {
        let reply = self.command(Data).await.map_err(SendFailure::NotSent)?;
        match reply.code() {
            354 => {}
            400.. => return Err(refused(&reply)),
            _ => return Err(out_of_place()),
        }
        let (mut stuffing, mut empty) = (Stuffing::default(), true);
        while let Some(piece) = letter.next().await.map_err(SendFailure::NotSent)? {
            empty &= piece.is_empty();
            self.lines.write(&stuffing.stuff(&piece), self.timeouts.command).await.map_err(SendFailure::NotSent)?;
        }
        self.lines.write(stuffing.finish(empty), self.timeouts.command).await.map_err(SendFailure::NotSent)
    }

    async fn write_dot(&mut self) -> Result<Reply, NetError> {
        self.lines.write(b".\r\n", self.timeouts.command).await?;
        read_reply(&mut self.lines, self.timeouts.final_reply).await
    }

    /// Clears a refused transaction so that the next letter starts afresh. Never changes what is reported: when this
    /// fails, the session stays half way and the next letter is not begun.
    async fn give_up(&mut self, failure: SendFailure) -> SendFailure {
        if matches!(failure, SendFailure::Refused { .. })
            && let Ok(reply) = self.command(Rset).await
        {
            self.half_way = !reply.is_acceptance();
        }
        failure
    }
}

/// A letter broken off before its final dot has not left; the session is half way and takes no other.
fn go_on(said: ControlFlow<()>) -> Result<(), SendFailure> {
    match said {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(SendFailure::NotSent(NetError::Abandoned)),
    }
}

/// The address as lettre writes it: its own check is a second wall behind that of [`Address`].
pub(super) fn on_wire(address: &Address) -> Result<lettre::Address, NetError> {
    lettre::Address::new(address.local_part(), address.domain())
        .map_err(|_| NetError::Unwritable { what: "an address SMTP cannot carry" })
}

fn must_accept(reply: &Reply) -> Result<(), SendFailure> {
    match reply {
        reply if reply.is_acceptance() => Ok(()),
        reply if reply.is_refusal() => Err(refused(reply)),
        _ => Err(out_of_place()),
    }
}

fn refused(reply: &Reply) -> SendFailure {
    let reply = reply.quoted();
    SendFailure::Refused { permanent: reply.is_permanent(), reply, recipients: Vec::new() }
}

/// Permanent only when it is for every one of them: a full mailbox among wrong addresses is worth another try.
fn all_refused(recipients: Vec<(Address, ServerReply)>) -> SendFailure {
    match recipients.first() {
        Some((_, first)) => SendFailure::Refused {
            reply: first.clone(),
            permanent: recipients.iter().all(|(_, reply)| reply.is_permanent()),
            recipients,
        },
        None => out_of_place(),
    }
}

const fn out_of_place() -> SendFailure {
    SendFailure::NotSent(NetError::Protocol { what: "an SMTP reply out of place" })
}
