//! « Journal » : an act is written down before it is done, and how it ended after it. What cannot be written down is not done.

use estafette_contract::ApiError;
use estafette_engine::ActSubject;
use estafette_store::{AuditAct, AuditOutcome};

use crate::Api;
use crate::fault::api_error;

impl Api {
    /// Does `work` between its two marks in the journal. `work` gives nothing when the person closed a dialog.
    pub(crate) async fn recorded<T>(
        &self,
        act: AuditAct,
        about: &ActSubject,
        work: impl Future<Output = Result<Option<T>, ApiError>>,
    ) -> Result<Option<T>, ApiError> {
        let engine = self.engine().await?;
        let line = engine.begin_act(act, about).map_err(|error| api_error(&error))?;
        let ended = work.await;
        let outcome = match ended {
            Ok(Some(_)) => AuditOutcome::Done,
            Ok(None) => AuditOutcome::Cancelled,
            Err(_) => AuditOutcome::Failed,
        };
        if let Err(error) = engine.settle_act(line, outcome) {
            // It was done all the same: the line goes on saying that it was asked for.
            tracing::warn!(%error, line = line.get(), "the journal does not say how an act ended");
        }
        ended
    }
}
