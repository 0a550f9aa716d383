//! Letters whose text somebody waits for: is it here, where can it be had?

use estafette_model::{FolderId, MessageId};
use rusqlite::OptionalExtension;

use super::MailboxStore;
use super::bodies::MissingBody;
use super::columns;
use super::dates;
use crate::error::StoreError;

/// Where the text of a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPlace {
    /// In this file.
    Here,
    /// On the server, there.
    OnServer(MissingBody),
    /// On the server, but the letter was moved here and where it is there is not known yet.
    Moving,
    /// There is no such letter any more.
    Nowhere,
}

impl MissingBody {
    /// What its letter is sorted by, seconds since 1970.
    #[must_use]
    pub fn date(&self) -> i64 {
        dates::second_of(self.id)
    }
}

impl MailboxStore {
    /// Where the texts of these letters are, in their order.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn text_places(&self, letters: &[MessageId]) -> Result<Vec<TextPlace>, StoreError> {
        self.file.read(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT folder_id, uid, size, has_body FROM messages WHERE id = ?1")?;
            let mut place = |id: MessageId| {
                let row = statement.query_row([id.get()], |row| {
                    let (folder, size, here) = (FolderId::new(row.get(0)?), columns::size(row, 2)?, row.get(3)?);
                    Ok(match row.get::<_, Option<u32>>(1)? {
                        _ if here => TextPlace::Here,
                        Some(uid) => TextPlace::OnServer(MissingBody { id, folder, uid, size }),
                        None => TextPlace::Moving,
                    })
                });
                Ok(row.optional()?.unwrap_or(TextPlace::Nowhere))
            };
            letters.iter().map(|id| place(*id)).collect()
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what it expects")]
mod tests {
    use estafette_model::{Flags, MessageId};

    use super::TextPlace;
    use crate::testing::{MORNING, Stage, letter};

    #[test]
    fn each_letter_says_where_its_text_can_be_had() {
        let stage = Stage::new();
        let here = stage.arrives(stage.inbox, &letter(1, "Bilan"));
        stage.has_text(here, "créatinine");
        let there = stage.arrives(stage.inbox, &letter(2, "Bilan").flagged(Flags::SEEN));
        let moving = stage.arrives(stage.inbox, &letter(3, "Bilan"));
        stage.store.move_messages(&[moving], stage.archive).unwrap();
        let nowhere = MessageId::new(1);
        let places = stage.store.text_places(&[here, there, moving, nowhere]).unwrap();
        let TextPlace::OnServer(body) = places[1] else { panic!("{places:?}") };
        assert_eq!((body.id, body.folder, body.uid, body.size), (there, stage.inbox, 2, 1_000));
        assert_eq!((places[0], places[2], places[3]), (TextPlace::Here, TextPlace::Moving, TextPlace::Nowhere));
    }

    #[test]
    fn a_missing_text_says_of_when_its_letter_is() {
        let stage = Stage::new();
        stage.arrives(stage.inbox, &letter(1, "Bilan").arrived(MORNING - 5));
        let missing = stage.store.missing_bodies(None, 0, 1).unwrap();
        assert_eq!(missing[0].date(), MORNING - 5);
    }
}
