//! Who is at the keyboard, and the code each may have chosen to come back with.

use std::collections::BTreeSet;

use estafette_model::{MailboxId, Secret};
use estafette_store::{Person, PersonId};

use super::Engine;
use crate::error::EngineError;
use crate::vault::personal_code::{code_opens, lock_with_code};

/// How somebody shows that they are who they say. Inward only.
pub enum Proof {
    /// They chose no code.
    None,
    /// Their personal code.
    Code(Secret<String>),
    /// The password of this mailbox: whoever has it reads the mailbox anywhere. Their code, forgotten, is taken away.
    MailboxPassword(MailboxId, Secret<String>),
}

impl Engine {
    /// Everyone who may be at the keyboard.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn people(&self) -> Result<Vec<Person>, EngineError> {
        let known = self.post.people()?;
        Ok(known.into_iter().filter(|person| self.people_by_id.iter().any(|(id, _)| *id == person.id)).collect())
    }

    /// Who is at the keyboard, once chosen.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn current_person(&self) -> Result<Option<Person>, EngineError> {
        Ok(self.post.current_person()?)
    }

    /// Who among them chose a code.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn people_with_code(&self) -> Result<BTreeSet<PersonId>, EngineError> {
        let known = self.post.personal_codes()?.into_keys();
        Ok(known.filter(|person| self.people_by_id.iter().any(|(id, _)| id == person)).collect())
    }

    /// Somebody takes the keyboard, at a screen that others see or that is `locked`. Takes a good part of a second where a
    /// code is tried.
    ///
    /// # Errors
    /// [`EngineError::Gone`] for somebody the provisioning file does not name; [`EngineError::CodeNeeded`] where they have a
    /// code, or where the screen is locked and somebody else has one; [`EngineError::CodeWrong`].
    pub fn choose_person(&self, person: PersonId, proof: &Proof, locked: bool) -> Result<(), EngineError> {
        if !self.people_by_id.iter().any(|(id, _)| *id == person) {
            return Err(EngineError::Gone("person"));
        }
        let locks = self.post.personal_codes()?;
        match (proof, locks.get(&person)) {
            (Proof::MailboxPassword(mailbox, password), _) => {
                if !self.mailbox(*mailbox)?.password.is(password)? {
                    return Err(EngineError::CodeWrong);
                }
                self.post.set_personal_code(person, None)?;
            }
            (Proof::Code(code), Some(lock)) if !code_opens(person, lock, code)? => return Err(EngineError::CodeWrong),
            (Proof::Code(_), Some(_)) => {}
            (Proof::None, Some(_)) => return Err(EngineError::CodeNeeded),
            (Proof::None | Proof::Code(_), None) if locked && !self.people_with_code()?.is_empty() => {
                return Err(EngineError::CodeNeeded);
            }
            (Proof::None | Proof::Code(_), None) => {}
        }
        Ok(self.post.set_current_person(Some(person))?)
    }

    /// Gives the one at the keyboard another code, or none. Takes a second where one was chosen before.
    ///
    /// # Errors
    /// [`EngineError::Gone`] when nobody said who they are; [`EngineError::CodeWrong`] when `current` is not the code chosen
    /// before; [`VaultError::CodeWeak`](crate::VaultError::CodeWeak).
    pub fn change_code(
        &self,
        current: Option<&Secret<String>>,
        chosen: Option<&Secret<String>>,
    ) -> Result<(), EngineError> {
        let person = self.current_person()?.ok_or(EngineError::Gone("person"))?.id;
        if let Some(lock) = self.post.personal_codes()?.get(&person) {
            let current = current.ok_or(EngineError::CodeNeeded)?;
            if !code_opens(person, lock, current)? {
                return Err(EngineError::CodeWrong);
            }
        }
        let lock = chosen.map(|code| lock_with_code(person, code)).transpose()?;
        Ok(self.post.set_personal_code(person, lock.as_deref())?)
    }
}
