//! Gestures on folders, as a person asks for them: done here at once, on the server as soon as it can be.

use estafette_model::FolderId;
use estafette_net::wire_name;
use estafette_store::{FolderDeleted, FolderLeaf};

use super::Mailbox;
use crate::error::EngineError;

impl Mailbox {
    /// Makes a folder inside `parent`, or beside the others.
    ///
    /// # Errors
    /// [`EngineError::Store`], with [`estafette_store::FolderFault`] for a name that cannot be.
    pub async fn create_folder(&self, parent: Option<FolderId>, typed: &str) -> Result<FolderId, EngineError> {
        let leaf = leaf(typed);
        self.gesture(move |store| store.create_folder(parent, &leaf)).await
    }

    /// Gives a folder another name where it is.
    ///
    /// # Errors
    /// The same.
    pub async fn rename_folder(&self, folder: FolderId, typed: &str) -> Result<(), EngineError> {
        let leaf = leaf(typed);
        self.gesture(move |store| store.rename_folder(folder, &leaf)).await
    }

    /// Puts a folder, with those inside it, inside another or beside the others.
    ///
    /// # Errors
    /// The same.
    pub async fn move_folder(&self, folder: FolderId, parent: Option<FolderId>) -> Result<(), EngineError> {
        self.gesture(move |store| store.move_folder(folder, parent)).await
    }

    /// Deletes a folder and those inside it; their letters go to the trash.
    ///
    /// # Errors
    /// The same.
    pub async fn delete_folder(&self, folder: FolderId) -> Result<FolderDeleted, EngineError> {
        self.gesture(move |store| store.delete_folder(folder)).await
    }
}

fn leaf(typed: &str) -> FolderLeaf {
    let name = typed.trim().to_owned();
    FolderLeaf { wire_name: wire_name(&name), name }
}
