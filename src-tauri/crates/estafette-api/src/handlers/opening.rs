//! The ways out of a closed window: trying again, a passphrase given or chosen, a new profile, the keyring that came back.

use estafette_contract::{ApiError, Done, KeyringAnswer, ProfileOpen, ProfileProtect, ProfileStartAnew, WayOut};
use estafette_engine::{EngineError, Unlocking, VaultError};
use estafette_model::Secret;

use crate::fault::{api_error, bad_request, passphrase_wrong};
use crate::{Api, State, opening};

impl Api {
    pub(crate) async fn profile_open(&self, asked: ProfileOpen) -> Result<Done, ApiError> {
        let mut pace = self.turn.lock().await;
        let Some(passphrase) = asked.passphrase.map(Secret::new) else {
            return self.open_again().await;
        };
        self.allowed(WayOut::GivePassphrase)?;
        pace.wait().await;
        match self.try_opening(Unlocking::With(passphrase)).await {
            Ok(()) => {
                pace.was_right();
                Ok(Done {})
            }
            Err(EngineError::Vault(VaultError::PassphraseWrong)) => Err(passphrase_wrong(pace.was_wrong())),
            Err(error) => {
                // The passphrase was right, and something behind it is wrong.
                self.stay_closed(&error);
                Ok(Done {})
            }
        }
    }

    pub(crate) async fn profile_protect(&self, asked: ProfileProtect) -> Result<Done, ApiError> {
        let passphrase = Secret::new(asked.passphrase);
        let _turn = self.turn.lock().await;
        self.allowed(WayOut::ChoosePassphrase)?;
        match self.try_opening(Unlocking::Protecting(passphrase)).await {
            Ok(()) => Ok(Done {}),
            Err(error @ EngineError::Vault(VaultError::PassphraseWeak)) => Err(api_error(&error)),
            Err(error) => {
                self.stay_closed(&error);
                Ok(Done {})
            }
        }
    }

    pub(crate) async fn profile_start_anew(&self, _: ProfileStartAnew) -> Result<Done, ApiError> {
        let mut pace = self.turn.lock().await;
        self.allowed(WayOut::StartAnew)?;
        self.set_profile_aside().await.map_err(|error| api_error(&error))?;
        pace.was_right();
        self.open_again().await
    }

    pub(crate) async fn keyring_answer(&self, asked: KeyringAnswer) -> Result<Done, ApiError> {
        let engine = self.engine().await?;
        let answered = tokio::task::spawn_blocking(move || engine.answer_keyring_offer(asked.use_keyring)).await;
        answered.unwrap_or(Err(EngineError::TaskLost)).map_err(|error| api_error(&error))?;
        self.announcer.announce(opening::app_is_stale());
        Ok(Done {})
    }

    /// Opens as at the start of the program; what keeps the profile closed this time is shown in its turn.
    async fn open_again(&self) -> Result<Done, ApiError> {
        if !matches!(&*self.state.borrow(), State::Obstacle(..)) {
            return Ok(Done {});
        }
        self.open_unasked().await;
        Ok(Done {})
    }

    /// A way out is taken only where it was offered: nothing here may reach a profile that is open or can be.
    fn allowed(&self, way: WayOut) -> Result<(), ApiError> {
        if self.ways_out().contains(&way) { Ok(()) } else { Err(bad_request("this way out is not offered")) }
    }
}
