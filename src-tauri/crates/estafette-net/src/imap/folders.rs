//! Listing, making, renaming and deleting folders (RFC 9051 §6.3.4 to §6.3.9).

use async_imap::imap_proto::{MailboxDatum, MailboxListData, NameAttribute, Response};
use estafette_model::FolderRole;

use super::ImapSession;
use super::names::{decoded, quoted, unescaped};
use super::roles::{Candidate, assign};
use crate::error::NetError;

/// Most folders taken in. Thunderbird becomes slow at a few hundred; nobody has ten thousand.
const MAX_FOLDERS: usize = 10_000;

/// One folder of the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFolder {
    /// The whole name as a person reads it, levels separated by `delimiter`.
    pub name: String,
    /// The name as the server wants it back.
    pub wire_name: String,
    /// What separates the levels of a name; none where the server has no levels.
    pub delimiter: Option<char>,
    /// What the folder is for; every role but `Other` is held by one folder at most.
    pub role: FolderRole,
    /// Whether it holds messages, rather than only other folders.
    pub selectable: bool,
}

impl ImapSession {
    /// Every folder of the mailbox, in the server's order, each with its role.
    ///
    /// # Errors
    /// Those of a refused command or a lost connection.
    pub async fn list_folders(&mut self) -> Result<Vec<ListedFolder>, NetError> {
        let extended = self.capabilities.special_use && self.capabilities.list_extended;
        let command = if extended { r#"LIST "" "*" RETURN (SPECIAL-USE)"# } else { r#"LIST "" "*""# };
        let mut found: Vec<(ListedFolder, Option<FolderRole>)> = Vec::new();
        self.dialogue
            .ask_for(command, |answer| {
                if let Response::MailboxData(MailboxDatum::List(listed)) = answer
                    && found.len() < MAX_FOLDERS
                {
                    found.push((folder(listed), announced_role(&listed.name_attributes)));
                }
                Ok(())
            })
            .await?;
        Ok(with_roles(found))
    }

    /// Makes a folder and subscribes to it, so that other programs show it too. A folder that is there already is no error.
    ///
    /// # Errors
    /// [`NetError::Unwritable`] for a name with a line break; those of a refused command or a lost connection.
    pub async fn create_folder(&mut self, wire_name: &str) -> Result<(), NetError> {
        let target = quoted(wire_name)?;
        match self.dialogue.ask(&format!("CREATE {target}")).await {
            Ok(_) => {}
            // RFC 5530 §3.
            Err(NetError::ServerRefused { reply }) if reply.detail() == Some("ALREADYEXISTS") => {}
            Err(error) => return Err(error),
        }
        self.subscribe("SUBSCRIBE", &target).await
    }

    /// Renames a folder with those inside it; the messages keep their UIDs. What other programs show does not follow:
    /// [`Self::move_subscription`].
    ///
    /// # Errors
    /// [`NetError::Unwritable`] for a name with a line break; those of a refused command or a lost connection.
    pub async fn rename_folder(&mut self, wire_name: &str, to_wire_name: &str) -> Result<(), NetError> {
        let (before, after) = (quoted(wire_name)?, quoted(to_wire_name)?);
        self.dialogue.ask(&format!("RENAME {before} {after}")).await.map(drop)
    }

    /// Other programs show a renamed folder by its new name. The server keeps subscriptions by name, and those of the folders
    /// inside a renamed one stay behind too (RFC 9051 §6.3.7).
    ///
    /// # Errors
    /// [`NetError::Unwritable`] for a name with a line break; those of a lost connection.
    pub async fn move_subscription(&mut self, wire_name: &str, to_wire_name: &str) -> Result<(), NetError> {
        let (before, after) = (quoted(wire_name)?, quoted(to_wire_name)?);
        self.subscribe("UNSUBSCRIBE", &before).await?;
        self.subscribe("SUBSCRIBE", &after).await
    }

    /// Deletes a folder **with every message in it**: the caller has seen that there is none. One that is not there is no
    /// error.
    ///
    /// # Errors
    /// [`NetError::Unwritable`] for a name with a line break; those of a refused command or a lost connection.
    pub async fn delete_folder(&mut self, wire_name: &str) -> Result<(), NetError> {
        let target = quoted(wire_name)?;
        match self.dialogue.ask(&format!("DELETE {target}")).await {
            Ok(_) => {}
            // RFC 5530 §3.
            Err(NetError::ServerRefused { reply }) if reply.detail() == Some("NONEXISTENT") => {}
            Err(error) => return Err(error),
        }
        self.subscribe("UNSUBSCRIBE", &target).await
    }

    /// The folder is there, or gone; whether other programs show it is not worth failing for.
    async fn subscribe(&mut self, command: &str, target: &str) -> Result<(), NetError> {
        match self.dialogue.ask(&format!("{command} {target}")).await {
            Ok(_) | Err(NetError::ServerRefused { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn folder(listed: &MailboxListData<'_>) -> ListedFolder {
    let wire_name = unescaped(&listed.name);
    let unselectable = |attribute: &NameAttribute<'_>| match attribute {
        NameAttribute::NoSelect => true,
        NameAttribute::Extension(name) => name.eq_ignore_ascii_case("\\NonExistent"),
        _ => false,
    };
    ListedFolder {
        name: decoded(&wire_name),
        delimiter: listed.delimiter.as_deref().and_then(|delimiter| unescaped(delimiter).chars().next()),
        role: FolderRole::Other,
        selectable: !listed.name_attributes.iter().any(unselectable),
        wire_name,
    }
}

fn announced_role(attributes: &[NameAttribute<'_>]) -> Option<FolderRole> {
    attributes.iter().find_map(|attribute| match attribute {
        NameAttribute::Drafts => Some(FolderRole::Drafts),
        NameAttribute::Sent => Some(FolderRole::Sent),
        NameAttribute::Archive => Some(FolderRole::Archive),
        NameAttribute::Junk => Some(FolderRole::Junk),
        NameAttribute::Trash => Some(FolderRole::Trash),
        // Virtual folders that show every message a second time: no role, and no guess by name either.
        NameAttribute::All | NameAttribute::Flagged => Some(FolderRole::Other),
        _ => None,
    })
}

fn with_roles(found: Vec<(ListedFolder, Option<FolderRole>)>) -> Vec<ListedFolder> {
    let candidates: Vec<Candidate<'_>> = found
        .iter()
        .map(|(folder, announced)| Candidate {
            name: &folder.name,
            delimiter: folder.delimiter,
            announced: *announced,
            selectable: folder.selectable,
        })
        .collect();
    let roles = assign(&candidates);
    found.into_iter().zip(roles).map(|((folder, _), role)| ListedFolder { role, ..folder }).collect()
}
