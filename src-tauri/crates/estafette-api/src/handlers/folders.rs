//! The folders of a mailbox: listed for the rail, shown, made, renamed, moved and deleted.

use estafette_contract::{
    ApiError, Done, FolderCreate, FolderCreated, FolderDelete, FolderDeleted, FolderList, FolderMove, FolderOpened,
    FolderRef, FolderRename, FolderView,
};
use estafette_model::{FolderId, MailboxId};
use estafette_store::{Folder, MailboxStore};

use crate::Api;
use crate::answer::folder_role;
use crate::fault::api_error;

impl Api {
    pub(crate) async fn folder_list(&self, asked: FolderList) -> Result<Vec<FolderView>, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let folders = mailbox.with_store(MailboxStore::folders).await.map_err(|error| api_error(&error))?;
        let shown: Vec<Folder> = folders.into_iter().filter(|folder| folder.selectable && !folder.hidden).collect();
        Ok(shown.iter().map(|folder| folder_view(folder, &shown)).collect())
    }

    pub(crate) async fn folder_opened(&self, asked: FolderOpened) -> Result<Done, ApiError> {
        let engine = self.engine().await?;
        engine.folder_opened(MailboxId::new(asked.mailbox.0), id(asked.folder));
        Ok(Done {})
    }

    pub(crate) async fn folder_create(&self, asked: FolderCreate) -> Result<FolderCreated, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let made = mailbox.create_folder(id(asked.parent), &asked.name).await.map_err(|error| api_error(&error))?;
        Ok(FolderCreated { folder: FolderRef(made.get()) })
    }

    pub(crate) async fn folder_rename(&self, asked: FolderRename) -> Result<Done, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let folder = FolderId::new(asked.folder.0);
        mailbox.rename_folder(folder, &asked.name).await.map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn folder_move(&self, asked: FolderMove) -> Result<Done, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let folder = FolderId::new(asked.folder.0);
        mailbox.move_folder(folder, id(asked.parent)).await.map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn folder_delete(&self, asked: FolderDelete) -> Result<FolderDeleted, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let folder = FolderId::new(asked.folder.0);
        let deleted = mailbox.delete_folder(folder).await.map_err(|error| api_error(&error))?;
        Ok(FolderDeleted { letters: deleted.letters })
    }
}

fn id(folder: Option<FolderRef>) -> Option<FolderId> {
    folder.map(|folder| FolderId::new(folder.0))
}

fn folder_view(folder: &Folder, shown: &[Folder]) -> FolderView {
    let levels: Vec<String> = match folder.delimiter {
        Some(delimiter) => folder.name.split(delimiter).map(str::to_owned).collect(),
        None => vec![folder.name.clone()],
    };
    let above = folder.delimiter.and_then(|delimiter| folder.name.rsplit_once(delimiter)).map(|(above, _)| above);
    FolderView {
        id: FolderRef(folder.id.get()),
        role: folder_role(folder.role),
        name: folder.name.clone(),
        levels,
        parent: shown
            .iter()
            .find(|other| above.is_some_and(|above| other.name == above))
            .map(|parent| FolderRef(parent.id.get())),
        unread: folder.unread,
        total: folder.total,
    }
}
