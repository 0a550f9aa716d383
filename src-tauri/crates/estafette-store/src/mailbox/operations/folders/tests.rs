#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{Flags, FolderId, FolderRole, OperationId};

use super::FolderLeaf;
use crate::testing::{Stage, everyday_folders, letter, listed};
use crate::{Folder, FolderFault, ListedFolder, OperationKind, OperationOutcome, StoreError, Tag};

fn leaf(name: &str) -> FolderLeaf {
    FolderLeaf { name: name.to_owned(), wire_name: name.to_owned() }
}

fn shown(stage: &Stage) -> Vec<(String, String)> {
    let folders = stage.store.folders().unwrap();
    let own = folders.into_iter().filter(|folder| folder.role == FolderRole::Other && !folder.hidden);
    own.map(|folder| (folder.name, folder.wire_name)).collect()
}

fn names(stage: &Stage) -> Vec<String> {
    shown(stage).into_iter().map(|(name, _)| name).collect()
}

fn folder(stage: &Stage, name: &str) -> Folder {
    stage.store.folders().unwrap().into_iter().find(|folder| folder.name == name).expect("the folder")
}

fn makes(stage: &Stage, parent: Option<FolderId>, name: &str) -> FolderId {
    stage.store.create_folder(parent, &leaf(name)).unwrap()
}

fn due(stage: &Stage) -> Vec<(OperationKind, String)> {
    let due = stage.store.due_operations(100).unwrap();
    due.into_iter().map(|operation| (operation.kind, operation.wire_name)).collect()
}

fn ends(stage: &Stage, outcome: OperationOutcome<'_>) {
    let first: OperationId = stage.store.due_operations(1).unwrap()[0].id;
    stage.store.complete_operations(&[(first, outcome)]).unwrap();
}

/// The server does everything that is asked of it.
fn replays(stage: &Stage) {
    while let Some(operation) = stage.store.due_operations(1).unwrap().first() {
        stage.store.complete_operations(&[(operation.id, OperationOutcome::Done)]).unwrap();
    }
}

fn on_server(more: &[&str]) -> Vec<ListedFolder> {
    let mut all = everyday_folders();
    all.extend(more.iter().map(|name| listed(name, FolderRole::Other)));
    all
}

fn fault<T: std::fmt::Debug>(done: Result<T, StoreError>) -> FolderFault {
    match done {
        Err(StoreError::Folder(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

const NO: OperationOutcome<'static> = OperationOutcome::Park { reason: "NO" };

#[test]
fn a_folder_is_there_at_once_and_made_on_the_server_later() {
    let stage = Stage::new();
    let made = makes(&stage, None, "Ateliers");
    assert_eq!(shown(&stage), [("Ateliers".to_owned(), "Ateliers".to_owned())]);
    assert_eq!(stage.heard(), [(Tag::Folders, vec![]), (Tag::Operations, vec![])]);
    assert_eq!(due(&stage), [(OperationKind::CreateFolder, "Ateliers".to_owned())]);
    let folders = stage.store.reconcile_folders(&everyday_folders()).unwrap();
    assert!(folders.iter().any(|folder| folder.id == made), "a list of the server from before does not undo it");
    replays(&stage);
    stage.store.reconcile_folders(&on_server(&["Ateliers"])).unwrap();
    assert_eq!(folder(&stage, "Ateliers").id, made);
}

#[test]
fn a_folder_the_server_will_not_make_is_gone_and_its_letters_are_back() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let made = makes(&stage, None, "Projets");
    stage.store.move_messages(&[id], made).unwrap();
    assert_eq!(due(&stage).len(), 1, "the letter waits for its folder");
    ends(&stage, NO);
    assert_eq!(names(&stage), Vec::<String>::new());
    assert_eq!(stage.place(id), Some((stage.inbox, Some(1))));
}

#[test]
fn a_letter_follows_once_its_folder_is_made() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let made = makes(&stage, None, "Projets");
    stage.store.move_messages(&[id], made).unwrap();
    ends(&stage, OperationOutcome::Done);
    let expected = OperationKind::Move { to: made, to_wire_name: "Projets".to_owned() };
    assert_eq!(due(&stage), [(expected, "INBOX".to_owned())]);
}

#[test]
fn a_name_that_is_taken_or_cannot_be_is_refused_before_anything_is_done() {
    let stage = Stage::new();
    makes(&stage, None, "Projets");
    for taken in ["Projets", "projets", "Archive"] {
        let refused = stage.store.create_folder(None, &leaf(taken));
        assert!(matches!(refused, Err(StoreError::NameTaken)), "{taken}: {refused:?}");
    }
    let refusal = |name: &str| fault(stage.store.create_folder(None, &leaf(name)));
    let unusable = ["", "inbox", "a/b", "a*", "50%", "a\nb", &"a".repeat(81)];
    assert_eq!(unusable.map(refusal), [FolderFault::NameUnusable; 7]);
    assert_eq!(due(&stage).len(), 1);
}

#[test]
fn a_renamed_folder_is_called_so_at_once_and_known_to_the_server_by_its_old_name_until_then() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets", "Projets/2026", "Projets2"])).unwrap();
    let id = stage.arrives_in(folder(&stage, "Projets").id, 1, "Bilan");
    stage.store.rename_folder(folder(&stage, "Projets").id, &leaf("Dossiers")).unwrap();
    assert_eq!(names(&stage), ["Dossiers", "Dossiers/2026", "Projets2"]);
    stage.store.set_flag(&[id], Flags::SEEN, true).unwrap();
    let kinds: Vec<_> = due(&stage).into_iter().map(|(_, wire_name)| wire_name).collect();
    assert_eq!(kinds, ["Projets", "Projets"], "gestures on letters go on by the name the server knows");
    stage.store.reconcile_folders(&on_server(&["Projets", "Projets/2026", "Projets2"])).unwrap();
    assert_eq!(names(&stage), ["Dossiers", "Dossiers/2026", "Projets2"], "a list from before does not rename it back");
    ends(&stage, OperationOutcome::Done);
    assert_eq!(shown(&stage)[1], ("Dossiers/2026".to_owned(), "Dossiers/2026".to_owned()));
    assert_eq!(stage.place(id).map(|(folder, _)| folder), Some(folder(&stage, "Dossiers").id));
}

#[test]
fn a_renaming_refused_gives_the_old_names_back() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets", "Projets/2026"])).unwrap();
    let id = folder(&stage, "Projets").id;
    stage.store.rename_folder(id, &leaf("Dossiers")).unwrap();
    stage.store.rename_folder(id, &leaf("Affaires")).unwrap();
    ends(&stage, NO);
    assert_eq!(names(&stage), ["Projets", "Projets/2026"]);
    assert_eq!(due(&stage), [], "the second renaming stood on the first");
}

#[test]
fn a_renaming_taken_back_before_the_server_knew_ends_where_it_began() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets", "Projets/2026"])).unwrap();
    let id = folder(&stage, "Projets").id;
    stage.store.rename_folder(id, &leaf("Dossiers")).unwrap();
    stage.store.rename_folder(id, &leaf("Projets")).unwrap();
    replays(&stage);
    let expected = ["Projets", "Projets/2026"].map(|name| (name.to_owned(), name.to_owned()));
    assert_eq!(shown(&stage), expected);
}

#[test]
fn a_renaming_whose_answer_was_lost_is_recognised_by_its_result() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets"])).unwrap();
    let id = folder(&stage, "Projets").id;
    stage.store.rename_folder(id, &leaf("Dossiers")).unwrap();
    stage.store.reconcile_folders(&on_server(&["Dossiers"])).unwrap();
    assert_eq!((folder(&stage, "Dossiers").id, due(&stage)), (id, vec![]));
}

#[test]
fn gestures_inside_a_renamed_folder_wait_and_follow_its_new_name() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets", "Projets/2026"])).unwrap();
    let projects = folder(&stage, "Projets").id;
    stage.store.rename_folder(projects, &leaf("Dossiers")).unwrap();
    makes(&stage, Some(projects), "2027");
    stage.store.rename_folder(folder(&stage, "Dossiers/2026").id, &leaf("Anciens")).unwrap();
    assert_eq!(names(&stage), ["Dossiers", "Dossiers/2027", "Dossiers/Anciens"]);
    assert_eq!(due(&stage).len(), 1, "one after the other");
    ends(&stage, OperationOutcome::Done);
    assert_eq!(due(&stage), [(OperationKind::CreateFolder, "Dossiers/2027".to_owned())]);
    ends(&stage, OperationOutcome::Done);
    let expected = OperationKind::RenameFolder { to_wire_name: "Dossiers/Anciens".to_owned() };
    assert_eq!(due(&stage), [(expected, "Dossiers/2026".to_owned())]);
    ends(&stage, OperationOutcome::Done);
    assert!(shown(&stage).iter().all(|(name, wire_name)| name == wire_name));
}

#[test]
fn a_folder_moves_with_those_inside_it_and_never_into_itself() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets", "Projets/2026", "Vie sociale"])).unwrap();
    let (projects, inside) = (folder(&stage, "Projets").id, folder(&stage, "Projets/2026").id);
    assert_eq!(fault(stage.store.move_folder(projects, Some(inside))), FolderFault::IntoItself);
    assert_eq!(fault(stage.store.move_folder(projects, Some(projects))), FolderFault::IntoItself);
    stage.store.move_folder(projects, Some(folder(&stage, "Vie sociale").id)).unwrap();
    assert_eq!(names(&stage), ["Vie sociale", "Vie sociale/Projets", "Vie sociale/Projets/2026"]);
    stage.store.rename_folder(projects, &leaf("Dossiers")).unwrap();
    stage.store.move_folder(inside, None).unwrap();
    replays(&stage);
    let names = ["2026", "Vie sociale", "Vie sociale/Dossiers"].map(|name| (name.to_owned(), name.to_owned()));
    assert_eq!(shown(&stage), names);
}

#[test]
fn folders_with_a_use_of_their_own_keep_their_name_place_and_life() {
    let stage = Stage::new();
    for id in [stage.inbox, stage.sent, stage.archive, stage.trash] {
        assert_eq!(fault(stage.store.rename_folder(id, &leaf("Autre"))), FolderFault::Fixed);
        assert_eq!(fault(stage.store.move_folder(id, None)), FolderFault::Fixed);
        assert_eq!(fault(stage.store.delete_folder(id)), FolderFault::Fixed);
    }
    assert_eq!(due(&stage), []);
}

#[test]
fn a_folder_that_holds_one_of_them_is_not_deleted() {
    let stage = Stage::new();
    let mut all = on_server(&["Projets"]);
    all.push(listed("Projets/Junk", FolderRole::Junk));
    stage.store.reconcile_folders(&all).unwrap();
    assert_eq!(fault(stage.store.delete_folder(folder(&stage, "Projets").id)), FolderFault::Fixed);
}

#[test]
fn a_deleted_folder_leaves_its_letters_in_the_trash_and_goes_after_them() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets", "Projets/2026"])).unwrap();
    let above = stage.arrives_in(folder(&stage, "Projets").id, 1, "Bilan");
    let inside = stage.arrives_in(folder(&stage, "Projets/2026").id, 1, "Synthèse");
    let deleted = stage.store.delete_folder(folder(&stage, "Projets").id).unwrap();
    assert_eq!((deleted.folders, deleted.letters), (2, 2));
    assert_eq!(names(&stage), Vec::<String>::new());
    assert_eq!([above, inside].map(|id| stage.place(id).unwrap().0), [stage.trash; 2]);
    let kinds: Vec<_> = due(&stage).into_iter().map(|(kind, _)| kind).collect();
    assert!(kinds.iter().all(|kind| matches!(kind, OperationKind::Move { .. })), "the letters first: {kinds:?}");
    ends(&stage, OperationOutcome::Moved { uid_validity: 1, uid: 1 });
    assert_eq!(due(&stage)[0], (OperationKind::DeleteFolder, "Projets/2026".to_owned()), "the one inside first");
    assert_eq!(due(&stage).len(), 2, "the other still waits for its letter");
    replays(&stage);
    assert_eq!(stage.store.folders().unwrap().len(), 4);
    assert_eq!(stage.subjects(stage.trash).len(), 2);
}

#[test]
fn a_deletion_that_could_not_be_shows_the_folder_again_and_its_letters_stay_in_the_trash() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets"])).unwrap();
    let id = stage.arrives_in(folder(&stage, "Projets").id, 1, "Bilan");
    stage.store.delete_folder(folder(&stage, "Projets").id).unwrap();
    ends(&stage, OperationOutcome::Moved { uid_validity: 1, uid: 1 });
    ends(&stage, NO);
    assert_eq!(names(&stage), ["Projets"]);
    assert_eq!(stage.place(id), Some((stage.trash, Some(1))));
}

#[test]
fn a_folder_made_again_while_its_deletion_waits_is_the_same_one() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets"])).unwrap();
    let id = folder(&stage, "Projets").id;
    stage.store.delete_folder(id).unwrap();
    assert_eq!(makes(&stage, None, "Projets"), id);
    assert_eq!((names(&stage), due(&stage)), (vec!["Projets".to_owned()], vec![]));
}

#[test]
fn a_folder_deleted_elsewhere_takes_the_gestures_on_it_along() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets"])).unwrap();
    stage.store.rename_folder(folder(&stage, "Projets").id, &leaf("Dossiers")).unwrap();
    stage.store.reconcile_folders(&everyday_folders()).unwrap();
    assert_eq!((names(&stage), due(&stage)), (vec![], vec![]));
}

#[test]
fn where_every_folder_is_under_the_inbox_a_new_one_is_too() {
    let stage = Stage::new();
    let under: Vec<ListedFolder> = everyday_folders()
        .into_iter()
        .map(|folder| match folder.role {
            FolderRole::Inbox => folder,
            _ => listed(&format!("INBOX/{}", folder.name), folder.role),
        })
        .collect();
    stage.store.reconcile_folders(&under).unwrap();
    makes(&stage, None, "Projets");
    assert_eq!(due(&stage), [(OperationKind::CreateFolder, "INBOX/Projets".to_owned())]);
}

#[test]
fn a_flat_server_has_no_folder_inside_another() {
    let stage = Stage::new();
    let flat: Vec<ListedFolder> =
        everyday_folders().into_iter().map(|folder| ListedFolder { delimiter: None, ..folder }).collect();
    stage.store.reconcile_folders(&flat).unwrap();
    let archive = folder(&stage, "Archive").id;
    assert_eq!(fault(stage.store.create_folder(Some(archive), &leaf("2026"))), FolderFault::Flat);
}

#[test]
fn gestures_on_folders_survive_a_crash() {
    let stage = Stage::new();
    makes(&stage, None, "Projets");
    let stage = stage.crashed();
    assert_eq!((names(&stage), due(&stage).len()), (vec!["Projets".to_owned()], 1));
}

#[test]
fn a_letter_filed_into_a_renamed_folder_goes_to_the_name_it_has_by_then() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets"])).unwrap();
    let projects = folder(&stage, "Projets").id;
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.store.rename_folder(projects, &leaf("Dossiers")).unwrap();
    stage.store.move_messages(&[id], projects).unwrap();
    ends(&stage, OperationOutcome::Done);
    let expected = OperationKind::Move { to: projects, to_wire_name: "Dossiers".to_owned() };
    assert_eq!(due(&stage), [(expected, "INBOX".to_owned())]);
}

#[test]
fn a_folder_taken_back_before_the_server_knew_of_it_leaves_nothing_there() {
    let stage = Stage::new();
    let made = makes(&stage, None, "Projets");
    stage.store.delete_folder(made).unwrap();
    assert_eq!(due(&stage).len(), 1, "made first, then deleted");
    replays(&stage);
    assert_eq!((names(&stage), stage.store.folders().unwrap().len()), (vec![], 4));
}

#[test]
fn a_folder_that_took_the_new_name_in_our_list_gives_way_to_the_one_the_server_renamed() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets"])).unwrap();
    let projects = folder(&stage, "Projets").id;
    stage.store.rename_folder(projects, &leaf("Dossiers")).unwrap();
    stage.store.reconcile_folders(&on_server(&["Projets", "Dossiers"])).unwrap();
    assert_eq!(names(&stage), ["Dossiers", "Dossiers"], "a colleague made one meanwhile");
    ends(&stage, OperationOutcome::Done);
    assert_eq!(shown(&stage), [("Dossiers".to_owned(), "Dossiers".to_owned())]);
    assert_eq!(folder(&stage, "Dossiers").id, projects);
}

#[test]
fn a_folder_that_is_gone_or_deleted_is_no_place_for_another() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&on_server(&["Projets", "Vie sociale"])).unwrap();
    let (projects, social) = (folder(&stage, "Projets").id, folder(&stage, "Vie sociale").id);
    stage.store.delete_folder(social).unwrap();
    for parent in [social, FolderId::new(404)] {
        assert!(matches!(stage.store.create_folder(Some(parent), &leaf("2026")), Err(StoreError::NotFound(_))));
        assert!(matches!(stage.store.move_folder(projects, Some(parent)), Err(StoreError::NotFound(_))));
    }
    assert!(matches!(stage.store.rename_folder(social, &leaf("Autre")), Err(StoreError::NotFound(_))));
    assert!(matches!(stage.store.delete_folder(social), Err(StoreError::NotFound(_))));
}

#[test]
fn letters_without_a_trash_to_go_to_keep_their_folder() {
    let stage = Stage::new();
    let mut all = on_server(&["Projets"]);
    all.retain(|folder| folder.role != FolderRole::Trash);
    stage.store.reconcile_folders(&all).unwrap();
    let id = stage.arrives_in(folder(&stage, "Projets").id, 1, "Bilan");
    let deleted = stage.store.delete_folder(folder(&stage, "Projets").id);
    assert!(matches!(deleted, Err(StoreError::NotFound(_))));
    assert_eq!((names(&stage), stage.place(id).is_some()), (vec!["Projets".to_owned()], true));
}
