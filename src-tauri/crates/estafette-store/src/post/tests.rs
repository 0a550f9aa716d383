#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::{Arc, Mutex};

use estafette_model::MailboxKind;
use tempfile::TempDir;

use super::{MailboxSetup, PersonId, PersonSetup, PostStore, ServerEndpoint, TransportSecurity};
use crate::testing::key;
use crate::{StoreError, Tag};

pub(super) struct Desk {
    pub(super) post: PostStore,
    heard: Arc<Mutex<Vec<Tag>>>,
    directory: TempDir,
}

impl Desk {
    pub(super) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let heard: Arc<Mutex<Vec<Tag>>> = Arc::default();
        let post = open(&directory, &heard);
        Self { post, heard, directory }
    }

    fn reopened(mut self) -> Self {
        self.post.close();
        self.post = open(&self.directory, &self.heard);
        self
    }

    pub(super) fn heard(&self) -> Vec<Tag> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }
}

fn open(directory: &TempDir, heard: &Arc<Mutex<Vec<Tag>>>) -> PostStore {
    let heard = Arc::clone(heard);
    let sink = Arc::new(move |set: crate::ChangeSet| {
        heard.lock().unwrap().extend(set.changes.into_iter().map(|change| change.tag));
    });
    PostStore::open(&directory.path().join("post.db"), &key(), sink).unwrap()
}

pub(super) fn person(name: &str, role: &str) -> PersonSetup {
    PersonSetup { name: name.to_owned(), role: role.to_owned() }
}

pub(super) fn mailbox(address: &str) -> MailboxSetup {
    MailboxSetup {
        address: address.parse().unwrap(),
        kind: MailboxKind::Organizational,
        label: "Secrétariat".to_owned(),
        login: address.to_owned(),
        sender_name: "Foyer des Tilleuls".to_owned(),
        imap: ServerEndpoint { host: "imap.operateur.example".to_owned(), port: 993, security: TransportSecurity::Tls },
        smtp: ServerEndpoint {
            host: "smtp.operateur.example".to_owned(),
            port: 587,
            security: TransportSecurity::StartTls,
        },
    }
}

#[test]
fn a_setting_is_kept_over_a_restart() {
    let desk = Desk::new();
    assert_eq!(desk.post.setting("theme").unwrap(), None);
    desk.post.set_setting("theme", "dark").unwrap();
    desk.post.set_setting("theme", "light").unwrap();
    let desk = desk.reopened();
    assert_eq!(desk.post.setting("theme").unwrap().as_deref(), Some("light"));
    assert_eq!(desk.post.settings().unwrap(), [(String::from("theme"), String::from("light"))].into());
}

#[test]
fn a_setting_set_to_what_it_was_is_not_announced() {
    let desk = Desk::new();
    desk.post.set_setting("theme", "dark").unwrap();
    assert_eq!(desk.heard(), [Tag::Settings]);
    desk.post.set_setting("theme", "dark").unwrap();
    assert_eq!(desk.heard(), []);
}

mod mailboxes {
    use super::*;

    #[test]
    fn come_back_as_they_were_set_up() {
        let desk = Desk::new();
        let setup = mailbox("secretariat@foyer.example");
        let kept = desk.post.reconcile_mailboxes(std::slice::from_ref(&setup)).unwrap();
        assert_eq!(desk.heard(), [Tag::Mailboxes]);
        let desk = desk.reopened();
        assert_eq!(desk.post.mailboxes().unwrap(), kept);
        assert_eq!(kept[0].setup, setup);
    }

    #[test]
    fn keep_their_id_by_address_whatever_else_changes() {
        let desk = Desk::new();
        let before = desk.post.reconcile_mailboxes(&[mailbox("a@foyer.example"), mailbox("b@foyer.example")]).unwrap();
        let mut changed = mailbox("B@foyer.example");
        changed.label = "Nouveau nom".to_owned();
        changed.imap.port = 1993;
        let after = desk.post.reconcile_mailboxes(&[changed, mailbox("a@foyer.example")]).unwrap();
        assert_eq!([after[0].id, after[1].id], [before[1].id, before[0].id], "and their order is the new one");
        assert_eq!((after[0].setup.label.as_str(), after[0].setup.imap.port), ("Nouveau nom", 1993));
    }

    #[test]
    fn given_again_as_they_are_kept_cost_no_writing() {
        let desk = Desk::new();
        let first = desk.post.reconcile_mailboxes(&[mailbox("a@foyer.example")]).unwrap();
        desk.heard();
        let same = MailboxSetup { address: "A@Foyer.example".parse().unwrap(), ..mailbox("a@foyer.example") };
        assert_eq!(desk.post.reconcile_mailboxes(&[same]).unwrap(), first);
        assert_eq!(desk.heard(), []);
        assert_eq!(desk.post.reconcile_mailboxes(&[]).unwrap(), []);
        assert_eq!(desk.heard(), [Tag::Mailboxes]);
    }

    #[test]
    fn left_out_are_hidden_and_find_their_file_again() {
        let desk = Desk::new();
        let first = desk.post.reconcile_mailboxes(&[mailbox("a@foyer.example")]).unwrap()[0].id;
        assert_eq!(desk.post.reconcile_mailboxes(&[]).unwrap(), []);
        let other = desk.post.reconcile_mailboxes(&[mailbox("b@foyer.example")]).unwrap()[0].id;
        assert_ne!(other, first, "a file is never given to another address");
        assert_eq!(desk.post.reconcile_mailboxes(&[mailbox("a@foyer.example")]).unwrap()[0].id, first);
    }

    #[test]
    fn written_by_something_else_are_an_error_and_not_a_guess() {
        let desk = Desk::new();
        desk.post.reconcile_mailboxes(&[mailbox("a@foyer.example")]).unwrap();
        for spoilt in ["imap_security = 'none'", "kind = 'public'", "address = 'nobody'", "imap_port = 99999"] {
            desk.post.file.write(|sql, _| Ok(sql.execute(&format!("UPDATE mailboxes SET {spoilt}"), [])?)).unwrap();
            assert!(matches!(desk.post.mailboxes(), Err(StoreError::Defect(_))), "{spoilt}");
        }
    }
}

mod personal_codes {
    use super::*;

    #[test]
    fn are_kept_for_each_until_taken_away_and_hidden_with_who_left() {
        let desk = Desk::new();
        let people = desk.post.reconcile_people(&[person("Amélie", "IDE"), person("Bastien", "cadre")]).unwrap();
        let (amelie, bastien) = (people[0].id, people[1].id);
        assert!(desk.post.personal_codes().unwrap().is_empty());
        desk.post.set_personal_code(amelie, Some("first")).unwrap();
        desk.post.set_personal_code(amelie, Some("second")).unwrap();
        desk.post.set_personal_code(bastien, Some("other")).unwrap();
        assert!(desk.heard().ends_with(&[Tag::People]), "who shows people reads them again");
        let desk = desk.reopened();
        let kept: Vec<_> = desk.post.personal_codes().unwrap().into_iter().collect();
        assert_eq!(kept, [(amelie, String::from("second")), (bastien, String::from("other"))]);
        desk.post.reconcile_people(&[person("Bastien", "cadre")]).unwrap();
        assert_eq!(desk.post.personal_codes().unwrap().into_keys().collect::<Vec<_>>(), [bastien]);
        desk.post.set_personal_code(bastien, None).unwrap();
        assert!(desk.post.personal_codes().unwrap().is_empty());
    }
}

mod people {
    use super::*;

    #[test]
    fn keep_their_id_by_name_and_come_in_the_order_given() {
        let desk = Desk::new();
        let before = desk.post.reconcile_people(&[person("Amélie", "IDE"), person("Bastien", "cadre")]).unwrap();
        let after = desk.post.reconcile_people(&[person("Bastien", "directeur"), person("Amélie", "IDE")]).unwrap();
        assert_eq!([after[0].id, after[1].id], [before[1].id, before[0].id]);
        assert_eq!(after[0].role, "directeur");
        assert_eq!(desk.heard(), [Tag::People, Tag::People]);
        assert_eq!(
            desk.post.reconcile_people(&[person("Bastien", "directeur"), person("Amélie", "IDE")]).unwrap(),
            after
        );
        assert_eq!(desk.heard(), [], "what is kept already is not written again");
    }

    #[test]
    fn who_left_are_hidden_and_keep_their_id() {
        let desk = Desk::new();
        let amelie = desk.post.reconcile_people(&[person("Amélie", "IDE")]).unwrap()[0].id;
        assert_eq!(desk.post.reconcile_people(&[]).unwrap(), []);
        let bastien = desk.post.reconcile_people(&[person("Bastien", "cadre")]).unwrap()[0].id;
        assert_ne!(bastien, amelie, "the register names people by id");
        let back = desk.post.reconcile_people(&[person("Amélie", "IDE")]).unwrap();
        assert_eq!(back[0].id, amelie);
    }

    #[test]
    fn at_the_keyboard_are_one_or_nobody() {
        let desk = Desk::new();
        let people = desk.post.reconcile_people(&[person("Amélie", "IDE"), person("Bastien", "cadre")]).unwrap();
        assert_eq!(desk.post.current_person().unwrap(), None);
        for chosen in &people {
            desk.post.set_current_person(Some(chosen.id)).unwrap();
            assert_eq!(desk.post.current_person().unwrap().as_ref(), Some(chosen));
        }
        let desk = desk.reopened();
        assert_eq!(desk.post.current_person().unwrap().map(|person| person.name).as_deref(), Some("Bastien"));
        desk.post.set_current_person(None).unwrap();
        assert_eq!(desk.post.current_person().unwrap(), None);
    }

    #[test]
    fn who_are_not_of_this_profile_do_not_sit_down() {
        let desk = Desk::new();
        let amelie = desk.post.reconcile_people(&[person("Amélie", "IDE")]).unwrap().remove(0);
        desk.post.set_current_person(Some(amelie.id)).unwrap();
        let stranger = desk.post.set_current_person(Some(PersonId::new(404)));
        assert!(matches!(stranger, Err(StoreError::NotFound(crate::Row::Person))));
        assert_eq!(desk.post.current_person().unwrap().as_ref(), Some(&amelie), "nobody was pushed off the chair");
        desk.post.reconcile_people(&[]).unwrap();
        assert_eq!(desk.post.current_person().unwrap(), None, "who left is not at the keyboard");
    }
}
