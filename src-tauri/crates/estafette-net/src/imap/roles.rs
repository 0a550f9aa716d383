//! Which folder is for what, where the server says so and where it does not.
//!
//! The server's word wins; a name is only a guess, made for a role no folder claims, so that a mailbox on an old server
//! still has its « Envoyés » in its place. At most one folder has a role: two « Corbeille » would lose messages.

use estafette_model::FolderRole;

/// The roles a name may be guessed for, and the usual names in lower case: French and English, of Dovecot, Zimbra,
/// Exchange, Outlook and Apple Mail.
const USUAL_NAMES: [(FolderRole, &[&str]); 5] = [
    (FolderRole::Drafts, &["drafts", "draft", "brouillons", "brouillon"]),
    (
        FolderRole::Sent,
        &[
            "sent",
            "sent items",
            "sent messages",
            "sent mail",
            "envoyés",
            "éléments envoyés",
            "messages envoyés",
            "objets envoyés",
            "courrier envoyé",
        ],
    ),
    (FolderRole::Archive, &["archive", "archives"]),
    (
        FolderRole::Junk,
        &["junk", "junk e-mail", "junk email", "spam", "indésirables", "courrier indésirable", "pourriel", "pourriels"],
    ),
    (
        FolderRole::Trash,
        &["trash", "deleted items", "deleted messages", "corbeille", "éléments supprimés", "messages supprimés"],
    ),
];

/// One folder as far as its role matters.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    /// The decoded name, whole.
    pub(super) name: &'a str,
    pub(super) delimiter: Option<char>,
    /// What SPECIAL-USE says; `None` when it says nothing.
    pub(super) announced: Option<FolderRole>,
    pub(super) selectable: bool,
}

/// The role of each folder, in the same order.
pub(super) fn assign(folders: &[Candidate<'_>]) -> Vec<FolderRole> {
    let mut roles = vec![FolderRole::Other; folders.len()];
    claim(&mut roles, folders, FolderRole::Inbox, |folder| folder.name.eq_ignore_ascii_case("INBOX"));
    for (role, names) in USUAL_NAMES {
        if !claim(&mut roles, folders, role, |folder| folder.announced == Some(role)) {
            claim(&mut roles, folders, role, |folder| folder.announced.is_none() && has_usual_name(folder, names));
        }
    }
    roles
}

/// Gives `role` to the first folder that is free and fits.
fn claim(
    roles: &mut [FolderRole],
    folders: &[Candidate<'_>],
    role: FolderRole,
    fits: impl Fn(&Candidate<'_>) -> bool,
) -> bool {
    let free = roles
        .iter_mut()
        .zip(folders)
        .find(|(held, folder)| **held == FolderRole::Other && folder.selectable && fits(folder));
    free.map(|(held, _)| *held = role).is_some()
}

/// Top level, or directly under INBOX as Courier and old Dovecot set-ups have it: `Projets/Archives` is somebody's own.
fn has_usual_name(folder: &Candidate<'_>, names: &[&str]) -> bool {
    let leaf = match folder.delimiter.and_then(|delimiter| folder.name.rsplit_once(delimiter)) {
        Some((parent, leaf)) if parent.eq_ignore_ascii_case("INBOX") => leaf,
        Some(_) => return false,
        None => folder.name,
    };
    names.contains(&leaf.to_lowercase().as_str())
}

#[cfg(test)]
mod tests;
