//! What ends a letter, resolved when it is sent: a signature corrected at ten o'clock is on the letter that leaves at five
//! past, whenever it was begun.

use estafette_model::MailboxId;
use estafette_store::{Person, SignatureOwner, TemplateId, TextTemplate};

use super::Engine;
use crate::error::EngineError;
use crate::letters::SendingTerms;
use crate::settings::SignaturePerson;

/// Most lines of a signature or a text, and longest text kept, in bytes: what is longer is no signature.
const MAX_SIGNATURE: usize = 2_000;
/// Longest text to start from, in bytes.
const MAX_TEMPLATE: usize = 20_000;
/// Longest name of a text, in bytes.
const MAX_NAME: usize = 120;

/// What ends the letters of a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// The lines of the mailbox.
    pub mailbox: String,
    /// Who is at the keyboard, and their lines.
    pub person: Option<(Person, String)>,
    /// Whether the person signs too. Unless somebody chose so, letters carry the mailbox only.
    pub person_signs: bool,
}

impl Signature {
    /// The lines a letter ends with; empty for none. A person who wrote no lines of their own signs by name and function.
    #[must_use]
    pub fn lines(&self) -> String {
        let person = self.person.as_ref().filter(|_| self.person_signs).map(|(person, text)| {
            if text.is_empty() {
                format!("{}\n{}", person.name, person.role).trim_end().to_owned()
            } else {
                text.clone()
            }
        });
        let parts = [person.as_deref().unwrap_or_default(), &self.mailbox];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

impl Engine {
    /// What a letter of this mailbox sent now would end with, and what that is made of.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::Store`].
    pub fn signature(&self, mailbox: MailboxId) -> Result<Signature, EngineError> {
        self.mailbox(mailbox)?;
        let kept = |owner| Ok::<_, EngineError>(self.post.signature(owner)?.unwrap_or_default());
        let person = match self.current_person()? {
            Some(person) => {
                let text = kept(SignatureOwner::Person(person.id))?;
                Some((person, text))
            }
            None => None,
        };
        let person_signs = self.settings()?.signature_person.value == SignaturePerson::Person;
        Ok(Signature { mailbox: kept(SignatureOwner::Mailbox(mailbox))?, person, person_signs })
    }

    /// How a letter of this mailbox sent now leaves.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::Store`].
    pub fn sending_terms(&self, mailbox: MailboxId) -> Result<SendingTerms, EngineError> {
        let hold_seconds = u32::from(self.settings()?.send_hold_seconds.value.get());
        Ok(SendingTerms { signature: self.signature(mailbox)?.lines(), hold_seconds })
    }

    /// Writes the signature of a mailbox, or without one of the person at the keyboard.
    ///
    /// # Errors
    /// [`EngineError::Gone`] for a mailbox that is not of this profile or when nobody is at the keyboard,
    /// [`EngineError::TooLarge`], [`EngineError::Store`].
    pub fn set_signature(&self, mailbox: Option<MailboxId>, text: &str) -> Result<(), EngineError> {
        let owner = match mailbox {
            Some(mailbox) => SignatureOwner::Mailbox(self.mailbox(mailbox)?.id()),
            None => SignatureOwner::Person(self.current_person()?.ok_or(EngineError::Gone("person"))?.id),
        };
        Ok(self.post.set_signature(owner, &lines(text, MAX_SIGNATURE)?)?)
    }

    /// The texts a mailbox starts from.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::Store`].
    pub fn templates(&self, mailbox: MailboxId) -> Result<Vec<TextTemplate>, EngineError> {
        Ok(self.post.templates(self.mailbox(mailbox)?.id())?)
    }

    /// Adds a text, or changes `template`.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::TooLarge`], [`EngineError::Store`].
    pub fn write_template(
        &self,
        template: Option<TemplateId>,
        mailbox: MailboxId,
        name: &str,
        text: &str,
    ) -> Result<(), EngineError> {
        let mailbox = self.mailbox(mailbox)?.id();
        let (name, text) = (lines(name, MAX_NAME)?, lines(text, MAX_TEMPLATE)?);
        match template {
            None => self.post.add_template(mailbox, &name, &text)?,
            Some(template) => self.post.change_template(template, mailbox, &name, &text)?,
        }
        Ok(())
    }

    /// Throws a text away.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::Store`].
    pub fn delete_template(&self, template: TemplateId, mailbox: MailboxId) -> Result<(), EngineError> {
        Ok(self.post.delete_template(template, self.mailbox(mailbox)?.id())?)
    }
}

/// Text as a person typed it, its line ends made alike, without blanks around it.
fn lines(text: &str, limit: usize) -> Result<String, EngineError> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_matches(['\n', ' ', '\t']).to_owned();
    let (size, limit) = (text.len() as u64, limit as u64);
    if size > limit { Err(EngineError::TooLarge { size, limit }) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use estafette_store::{Person, PersonId};

    use super::{Signature, lines};
    use crate::error::EngineError;

    fn signature(mailbox: &str, own: &str, person_signs: bool) -> Signature {
        let sophie = Person { id: PersonId::new(1), name: "Sophie Martel".to_owned(), role: "Secrétaire".to_owned() };
        Signature { mailbox: mailbox.to_owned(), person: Some((sophie, own.to_owned())), person_signs }
    }

    #[test]
    fn letters_carry_the_mailbox_only_unless_somebody_chose_otherwise() {
        assert_eq!(signature("EHPAD Les Tilleuls", "S. Martel", false).lines(), "EHPAD Les Tilleuls");
        assert_eq!(signature("EHPAD Les Tilleuls", "S. Martel", true).lines(), "S. Martel\nEHPAD Les Tilleuls");
    }

    #[test]
    fn who_wrote_no_lines_signs_by_name_and_function() {
        assert_eq!(signature("", "", true).lines(), "Sophie Martel\nSecrétaire");
        assert_eq!(signature("", "", false).lines(), "");
        assert_eq!(Signature { person_signs: true, ..Signature::default() }.lines(), "", "nobody is at the keyboard");
    }

    #[test]
    fn what_is_typed_is_kept_without_the_blanks_around_it_and_within_bounds() {
        assert_eq!(lines("\r\n EHPAD\r\nSecrétariat \n\n", 100).unwrap(), "EHPAD\nSecrétariat");
        assert!(matches!(lines(&"a".repeat(101), 100), Err(EngineError::TooLarge { size: 101, limit: 100 })));
    }
}
