//! Texts somebody waits for, fetched before all others.

use estafette_model::MessageId;
use estafette_net::NetError;
use estafette_store::{Folder, MissingBody, TextPlace};

use super::Receiver;
use super::keeping::Keeping;
use super::large::{LARGE, MAX_LETTER};
use super::order::next_batch;
use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::wanted::Withheld;

impl Receiver<'_> {
    /// Fetches the letters waited for, newest first; each is told as soon as its batch is kept. Those whose place on the server
    /// is not known yet go on waiting.
    pub(super) async fn serve_wanted(&mut self) -> Result<(), EngineError> {
        let waiting = self.mailbox.wanted.waiting();
        if waiting.is_empty() {
            return Ok(());
        }
        let on_server = self.settled_by_place(&waiting).await?;
        for body in &on_server {
            self.refused_bodies.remove(&body.id);
        }
        let mut rest = on_server.as_slice();
        while !rest.is_empty() {
            let batch = next_batch(rest, self.pace.batch());
            rest = rest.get(batch.len()..).unwrap_or_default();
            match batch {
                [large] if large.size >= LARGE => self.fetch_large(large).await?,
                _ => {
                    let keeping = Keeping::begin(self.mailbox);
                    let fetched = self.fetch_batch(batch, &keeping).await;
                    keeping.end().await?;
                    fetched?;
                }
            }
            self.settle_fetched(batch).await?;
        }
        Ok(())
    }

    /// The same while the headers of `folder` are read, which is selected again.
    pub(super) async fn serve_wanted_from(&mut self, folder: &Folder) -> Result<(), EngineError> {
        if !self.mailbox.wanted.any_waiting() {
            return Ok(());
        }
        let before = self.selected;
        self.serve_wanted().await?;
        if self.selected == before {
            return Ok(());
        }
        self.select_anew(folder).await?;
        if self.selected != before {
            return Err(EngineError::Net(NetError::Protocol { what: "a folder numbered anew while it was read" }));
        }
        // What came meanwhile was announced to nobody: before anything is waited for, the inbox is looked at again.
        self.reselected = true;
        Ok(())
    }

    /// Where the letters are; those that need not be asked for are settled.
    async fn settled_by_place(&mut self, waiting: &[MessageId]) -> Result<Vec<MissingBody>, EngineError> {
        let asked = waiting.to_vec();
        let places = self.mailbox.with_store(move |store| store.text_places(&asked)).await?;
        let mut on_server = Vec::new();
        let mut withheld = false;
        for (letter, place) in waiting.iter().zip(places) {
            match place {
                TextPlace::Here => self.mailbox.wanted.settle(*letter, None),
                TextPlace::Moving => {}
                TextPlace::Nowhere => {
                    self.mailbox.wanted.settle(*letter, Some(Withheld::Gone));
                    withheld = true;
                }
                TextPlace::OnServer(body) if body.size > MAX_LETTER => {
                    self.mailbox.wanted.settle(*letter, Some(Withheld::Refused));
                    withheld = true;
                }
                TextPlace::OnServer(body) => on_server.push(body),
            }
        }
        self.tell_waiting(withheld);
        Ok(on_server)
    }

    async fn settle_fetched(&mut self, batch: &[MissingBody]) -> Result<(), EngineError> {
        let asked: Vec<MessageId> = batch.iter().map(|body| body.id).collect();
        let places = self.mailbox.with_store(move |store| store.text_places(&asked)).await?;
        let mut withheld = false;
        for (body, place) in batch.iter().zip(places) {
            let why = match place {
                TextPlace::Here => None,
                TextPlace::OnServer(_) | TextPlace::Moving if self.refused_bodies.contains(&body.id) => {
                    Some(Withheld::Refused)
                }
                TextPlace::OnServer(_) | TextPlace::Moving | TextPlace::Nowhere => {
                    // Somebody else moved or deleted it: the next look at its folder says so in the list.
                    self.touched.insert(body.folder);
                    Some(Withheld::Gone)
                }
            };
            withheld |= why.is_some();
            self.mailbox.wanted.settle(body.id, why);
        }
        self.tell_waiting(withheld);
        Ok(())
    }

    fn tell_waiting(&self, withheld: bool) {
        self.mailbox.wanted.tell();
        if withheld {
            self.mailbox.announce(EngineEvent::TextsWithheld { mailbox: self.mailbox.id });
        }
    }
}
