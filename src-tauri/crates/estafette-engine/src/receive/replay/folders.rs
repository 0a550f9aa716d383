//! Gestures on folders, replayed. A refusal is for good unless the server says that it is not, and no folder is deleted that
//! the server says holds a letter.

use estafette_net::NetError;
use estafette_store::{Folder, Operation};

use super::{Receiver, Tried};
use crate::error::EngineError;
use crate::fault::quoted;

/// Refusals that may end by themselves (RFC 5530 §3).
const PASSING: [&str; 3] = ["INUSE", "UNAVAILABLE", "SERVERBUG"];

impl Receiver<'_> {
    pub(super) async fn make_folder(&mut self, operation: &Operation) -> Result<Tried, EngineError> {
        settled(self.session.create_folder(&operation.wire_name).await)
    }

    pub(super) async fn call_folder(&mut self, operation: &Operation, after: &str) -> Result<Tried, EngineError> {
        // What is selected goes by another name afterwards.
        self.selected = None;
        let tried = settled(self.session.rename_folder(&operation.wire_name, after).await)?;
        if matches!(tried, Tried::Done) {
            let names: Vec<String> = self.folders.iter().map(|folder| folder.wire_name.clone()).collect();
            let inside = names.iter().filter_map(|name| Some((name, name.strip_prefix(&operation.wire_name)?)));
            let delimiter = operation.folder.and_then(|id| self.folder(id)).and_then(|folder| folder.delimiter);
            for (name, rest) in inside {
                if rest.is_empty() || delimiter.is_some_and(|delimiter| rest.starts_with(delimiter)) {
                    self.session.move_subscription(name, &format!("{after}{rest}")).await?;
                }
            }
        }
        Ok(tried)
    }

    /// DELETE takes along whatever is in the folder, so it is looked into first. A folder that cannot be opened holds no
    /// message.
    pub(super) async fn delete_folder(&mut self, operation: &Operation) -> Result<Tried, EngineError> {
        let Some(folder) = operation.folder.and_then(|id| self.folder(id)).cloned() else { return Ok(Tried::Done) };
        if folder.selectable {
            match self.letters_in(&folder).await {
                Ok(0) => {}
                Ok(_) => return Ok(Tried::NotEmpty),
                Err(EngineError::Net(NetError::ServerRefused { reply })) => {
                    // RFC 5530 §3.
                    let is_gone = match reply.detail() {
                        Some(code) => code == "NONEXISTENT",
                        None => !self.session.has_folder(&folder.wire_name).await?,
                    };
                    return if is_gone {
                        Ok(Tried::Done)
                    } else {
                        Err(EngineError::Net(NetError::ServerRefused { reply }))
                    };
                }
                Err(error) => return Err(error),
            }
            // The selected folder is not deleted under our own feet.
            let inbox = self.inbox()?;
            self.select(&inbox).await?;
        }
        settled(self.session.delete_folder(&folder.wire_name).await)
    }

    /// What the server says the folder holds now, not what it said before.
    async fn letters_in(&mut self, folder: &Folder) -> Result<u32, EngineError> {
        Ok(self.select_anew(folder).await?.exists)
    }
}

fn settled(done: Result<(), NetError>) -> Result<Tried, EngineError> {
    match done {
        Ok(()) => Ok(Tried::Done),
        Err(NetError::ServerRefused { reply }) if !reply.detail().is_some_and(|code| PASSING.contains(&code)) => {
            Ok(Tried::RefusedForGood(quoted(&reply)))
        }
        Err(error) => Err(EngineError::Net(error)),
    }
}
