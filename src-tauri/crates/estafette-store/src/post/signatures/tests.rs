#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::MailboxId;

use super::SignatureOwner;
use crate::Tag;
use crate::post::PersonId;
use crate::post::tests::Desk;

#[test]
fn a_mailbox_and_a_person_of_the_same_number_sign_apart() {
    let desk = Desk::new();
    let (mailbox, person) = (SignatureOwner::Mailbox(MailboxId::new(1)), SignatureOwner::Person(PersonId::new(1)));
    assert_eq!(desk.post.signature(mailbox).unwrap(), None);
    desk.post.set_signature(mailbox, "EHPAD Les Tilleuls\nSecrétariat").unwrap();
    desk.post.set_signature(person, "Sophie Martel").unwrap();
    assert_eq!(desk.heard(), [Tag::Signatures, Tag::Signatures]);
    assert_eq!(desk.post.signature(mailbox).unwrap().as_deref(), Some("EHPAD Les Tilleuls\nSecrétariat"));
    assert_eq!(desk.post.signature(person).unwrap().as_deref(), Some("Sophie Martel"));
}

#[test]
fn the_last_signature_holds_and_an_empty_one_is_none() {
    let desk = Desk::new();
    let owner = SignatureOwner::Mailbox(MailboxId::new(2));
    for text in ["Infirmerie", "Infirmerie, poste 214"] {
        desk.post.set_signature(owner, text).unwrap();
    }
    assert_eq!(desk.post.signature(owner).unwrap().as_deref(), Some("Infirmerie, poste 214"));
    desk.post.set_signature(owner, "").unwrap();
    assert_eq!(desk.post.signature(owner).unwrap(), None);
}
