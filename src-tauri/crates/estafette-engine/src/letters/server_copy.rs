//! A draft as it is put into the Drafts folder of the server: what was typed, without the signature, which is that of the
//! moment of sending.

use estafette_mime::{ComposedLetter, HeaderText, UnfinishedRecipients, compose_draft};
use estafette_model::Address;
use estafette_store::Draft;

use crate::error::EngineError;
use crate::mailbox::Mailbox;

impl Mailbox {
    /// Writes a draft as it stands, under a Message-ID of its own.
    ///
    /// # Errors
    /// [`EngineError::Compose`], [`EngineError::Store`].
    pub(crate) async fn compose_server_copy(&self, draft: &Draft) -> Result<ComposedLetter, EngineError> {
        let (to, unfinished_to) = sorted(&draft.fields.to);
        let (cc, unfinished_cc) = sorted(&draft.fields.cc);
        let unfinished = UnfinishedRecipients { to: unfinished_to, cc: unfinished_cc };
        let letter = self.letter(draft, "", to, cc)?;
        let composed = tokio::task::spawn_blocking(move || compose_draft(&letter, &unfinished)).await;
        Ok(composed.map_err(|_| EngineError::TaskLost)??)
    }
}

/// The recipients that are addresses, and the words of those that are not yet.
fn sorted(typed: &[String]) -> (Vec<Address>, Vec<HeaderText>) {
    let mut addresses = Vec::new();
    let mut words = Vec::new();
    for text in typed {
        match text.parse() {
            Ok(address) => addresses.push(address),
            Err(_) => words.push(HeaderText::cleaned(text)),
        }
    }
    (addresses, words)
}

#[cfg(test)]
mod tests {
    use estafette_mime::HeaderText;

    use super::sorted;

    #[test]
    fn what_is_no_address_is_kept_as_words() {
        let typed = ["mdph@exemple.example", "Dr Fabre"].map(str::to_owned);
        let (addresses, words) = sorted(&typed);
        assert_eq!(addresses, ["mdph@exemple.example".parse().unwrap()]);
        assert_eq!(words, [HeaderText::cleaned("Dr Fabre")]);
    }
}
