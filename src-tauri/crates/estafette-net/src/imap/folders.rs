//! Listing, making, renaming and deleting folders (RFC 9051 §6.3.4 to §6.3.9).

use std::collections::BTreeMap;

use async_imap::imap_proto::{MailboxDatum, MailboxListData, NameAttribute, Response, StatusAttribute};
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
    /// How far it is, where the server says so of all folders at once.
    pub status: Option<FolderStatus>,
}

/// What tells whether anything in a folder changed, without selecting it (RFC 9051 §6.3.11, RFC 7162 §3.1.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderStatus {
    /// As in [`super::Selected`].
    pub uid_validity: u32,
    /// As in [`super::Selected`].
    pub uid_next: u32,
    /// As in [`super::Selected`].
    pub highest_modseq: u64,
}

impl ImapSession {
    /// Every folder of the mailbox, in the server's order, each with its role.
    ///
    /// # Errors
    /// Those of a refused command or a lost connection.
    pub async fn list_folders(&mut self) -> Result<Vec<ListedFolder>, NetError> {
        let mut found: Vec<(ListedFolder, Option<FolderRole>)> = Vec::new();
        let mut statuses: BTreeMap<String, FolderStatus> = BTreeMap::new();
        let command = self.list_command();
        self.dialogue
            .ask_for(&command, |answer| {
                match answer {
                    Response::MailboxData(MailboxDatum::List(listed)) if found.len() < MAX_FOLDERS => {
                        found.push((folder(listed), announced_role(&listed.name_attributes)));
                    }
                    Response::MailboxData(MailboxDatum::Status { mailbox, status }) if statuses.len() < MAX_FOLDERS => {
                        statuses.extend(folder_status(status).map(|status| (unescaped(mailbox), status)));
                    }
                    _ => {}
                }
                Ok(())
            })
            .await?;
        for (folder, _) in &mut found {
            folder.status = statuses.remove(&folder.wire_name);
        }
        Ok(with_roles(found))
    }

    /// One question for everything the server can say of all its folders at once.
    fn list_command(&self) -> String {
        let offered = &self.capabilities;
        let mut wanted = Vec::new();
        if offered.special_use && offered.list_extended {
            wanted.push("SPECIAL-USE");
        }
        if offered.list_status && offered.list_extended && offered.condstore {
            wanted.push("STATUS (UIDVALIDITY UIDNEXT HIGHESTMODSEQ)");
        }
        let wanted = if wanted.is_empty() { String::new() } else { format!(" RETURN ({})", wanted.join(" ")) };
        format!(r#"LIST "" "*"{wanted}"#)
    }

    /// Makes a folder and subscribes to it, so that other programs show it too. A folder that is there already is no error.
    ///
    /// # Errors
    /// [`NetError::Unwritable`] for a name with a line break; those of a refused command or a lost connection.
    pub async fn create_folder(&mut self, wire_name: &str) -> Result<(), NetError> {
        let target = quoted(wire_name)?;
        match self.dialogue.ask(&format!("CREATE {target}")).await {
            Ok(_) => {}
            Err(NetError::ServerRefused { reply }) => {
                // RFC 5530 §3.
                let is_there = match reply.detail() {
                    Some(code) => code == "ALREADYEXISTS",
                    None => self.has_folder(wire_name).await?,
                };
                if !is_there {
                    return Err(NetError::ServerRefused { reply });
                }
            }
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
            Err(NetError::ServerRefused { reply }) => {
                // RFC 5530 §3.
                let is_gone = match reply.detail() {
                    Some(code) => code == "NONEXISTENT",
                    None => !self.has_folder(wire_name).await?,
                };
                if !is_gone {
                    return Err(NetError::ServerRefused { reply });
                }
            }
            Err(error) => return Err(error),
        }
        self.subscribe("UNSUBSCRIBE", &target).await
    }

    /// Whether the server lists a folder of this name that can hold messages. Asked when a refusal does not say why: the codes of
    /// RFC 5530 are a courtesy, and Cyrus has « Mailbox already exists » and « Mailbox does not exist » without one.
    ///
    /// # Errors
    /// [`NetError::Unwritable`] for a name with a line break; those of a refused command or a lost connection.
    pub async fn has_folder(&mut self, wire_name: &str) -> Result<bool, NetError> {
        let mut found = false;
        // `%` and `*` in a name stand for other names too (RFC 9051 §6.3.9): each answer is compared.
        self.dialogue
            .ask_for(&format!(r#"LIST "" {}"#, quoted(wire_name)?), |answer| {
                if let Response::MailboxData(MailboxDatum::List(listed)) = answer {
                    let listed = folder(listed);
                    found |= listed.selectable && listed.wire_name == wire_name;
                }
                Ok(())
            })
            .await?;
        Ok(found)
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
        status: None,
        wire_name,
    }
}

/// None when the server left something out: the folder is then looked at as if nothing had been said.
fn folder_status(said: &[StatusAttribute]) -> Option<FolderStatus> {
    let (mut uid_validity, mut uid_next, mut highest_modseq) = (None, None, None);
    for attribute in said {
        match attribute {
            StatusAttribute::UidValidity(value) => uid_validity = Some(*value),
            StatusAttribute::UidNext(value) => uid_next = Some(*value),
            // 0 is none, as at SELECT.
            StatusAttribute::HighestModSeq(value) => highest_modseq = Some(*value).filter(|value| *value > 0),
            _ => {}
        }
    }
    Some(FolderStatus { uid_validity: uid_validity?, uid_next: uid_next?, highest_modseq: highest_modseq? })
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
