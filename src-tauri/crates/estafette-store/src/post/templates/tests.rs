#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::MailboxId;

use crate::post::tests::{Desk, mailbox};
use crate::{StoreError, Tag, TemplateId};

/// A desk with two mailboxes.
fn desk() -> (Desk, MailboxId, MailboxId) {
    let desk = Desk::new();
    let setups = [mailbox("secretariat@foyer.example"), mailbox("infirmerie@foyer.example")];
    let rows = desk.post.reconcile_mailboxes(&setups).unwrap();
    let (first, second) = (rows[0].id, rows[1].id);
    desk.heard();
    (desk, first, second)
}

fn names(desk: &Desk, mailbox: MailboxId) -> Vec<String> {
    desk.post.templates(mailbox).unwrap().into_iter().map(|template| template.name).collect()
}

#[test]
fn each_mailbox_has_its_texts_by_name() {
    let (desk, secretariat, infirmerie) = desk();
    desk.post.add_template(secretariat, "Rendez-vous", "Bonjour,\n\nLe {{date}}").unwrap();
    desk.post.add_template(secretariat, "Accusé de réception", "Bien reçu.").unwrap();
    desk.post.add_template(infirmerie, "Transmission", "Cette nuit").unwrap();
    assert_eq!(desk.heard(), [Tag::Templates; 3]);
    assert_eq!(names(&desk, secretariat), ["Accusé de réception", "Rendez-vous"]);
    assert_eq!(names(&desk, infirmerie), ["Transmission"]);
    assert_eq!(desk.post.templates(secretariat).unwrap()[1].text, "Bonjour,\n\nLe {{date}}");
}

#[test]
fn a_text_is_not_replaced_by_another_of_the_same_name() {
    let (desk, secretariat, infirmerie) = desk();
    desk.post.add_template(secretariat, "Rendez-vous", "Premier").unwrap();
    let refused = desk.post.add_template(secretariat, "Rendez-vous", "Second");
    assert!(matches!(refused, Err(StoreError::NameTaken)), "{refused:?}");
    desk.post.add_template(infirmerie, "Rendez-vous", "Le sien").unwrap();
    let kept = desk.post.templates(secretariat).unwrap();
    assert_eq!(kept.iter().map(|template| template.text.as_str()).collect::<Vec<_>>(), ["Premier"]);
}

#[test]
fn a_text_is_changed_by_its_own_mailbox_and_takes_nobody_s_name() {
    let (desk, secretariat, infirmerie) = desk();
    desk.post.add_template(secretariat, "Rendez-vous", "Un").unwrap();
    desk.post.add_template(secretariat, "Transport", "Deux").unwrap();
    let transport = desk.post.templates(secretariat).unwrap()[1].id;
    desk.post.change_template(transport, secretariat, "Ambulance", "Trois").unwrap();
    assert_eq!(names(&desk, secretariat), ["Ambulance", "Rendez-vous"]);
    for (id, mailbox, name) in [(transport, infirmerie, "Ambulance"), (TemplateId::new(404), secretariat, "Autre")] {
        let refused = desk.post.change_template(id, mailbox, name, "Quatre");
        assert!(matches!(refused, Err(StoreError::NotFound(crate::Row::Template))), "{name}: {refused:?}");
    }
    let refused = desk.post.change_template(transport, secretariat, "Rendez-vous", "Quatre");
    assert!(matches!(refused, Err(StoreError::NameTaken)), "{refused:?}");
    desk.post.change_template(transport, secretariat, "Ambulance", "Cinq").unwrap();
    let texts = desk.post.templates(secretariat).unwrap();
    assert_eq!(texts.iter().map(|template| template.text.as_str()).collect::<Vec<_>>(), ["Cinq", "Un"]);
}

#[test]
fn a_text_thrown_away_is_gone_from_its_mailbox_alone() {
    let (desk, secretariat, infirmerie) = desk();
    desk.post.add_template(secretariat, "Rendez-vous", "Un").unwrap();
    let id = desk.post.templates(secretariat).unwrap()[0].id;
    desk.post.delete_template(id, infirmerie).unwrap();
    assert_eq!(names(&desk, secretariat), ["Rendez-vous"]);
    desk.post.delete_template(id, secretariat).unwrap();
    desk.post.delete_template(id, secretariat).unwrap();
    assert_eq!(names(&desk, secretariat), [""; 0]);
}
