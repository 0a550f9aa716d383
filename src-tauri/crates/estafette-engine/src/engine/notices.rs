//! How much a notification may say: a choice of the whole profile, because the screen is the same for whoever uses it.

use super::Engine;
use crate::error::EngineError;

/// The setting that says so.
const NOTIFICATIONS: &str = "notifications";

/// How much a notification may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeDetail {
    /// « Poste partagé »: for which mailbox something came, nothing else.
    Mailbox,
    /// « Poste personnel »: the structure that wrote.
    Structure,
    /// « Aucune »: there is no notification.
    Nothing,
}

impl NoticeDetail {
    /// From what is kept; the least that is useful, where nothing readable is.
    fn kept(text: Option<&str>) -> Self {
        match text {
            Some("\"personal\"") => Self::Structure,
            Some("\"none\"") => Self::Nothing,
            Some(_) | None => Self::Mailbox,
        }
    }
}

impl Engine {
    /// How much a notification may say.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn notice_detail(&self) -> Result<NoticeDetail, EngineError> {
        Ok(NoticeDetail::kept(self.post.setting(NOTIFICATIONS)?.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::NoticeDetail;

    #[test]
    fn what_cannot_be_read_says_as_little_as_what_was_never_chosen() {
        assert_eq!(NoticeDetail::kept(Some("\"personal\"")), NoticeDetail::Structure);
        assert_eq!(NoticeDetail::kept(Some("\"none\"")), NoticeDetail::Nothing);
        for kept in [None, Some("\"shared\""), Some("personal"), Some("")] {
            assert_eq!(NoticeDetail::kept(kept), NoticeDetail::Mailbox, "{kept:?}");
        }
    }
}
