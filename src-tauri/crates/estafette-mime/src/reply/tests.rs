#![allow(clippy::unwrap_used)]

use estafette_model::{Address, Correspondent};

use super::{
    base_subject, forward_subject, references_for_reply, reply_all_recipients, reply_recipients, reply_subject,
};
use crate::header::HeaderFields;

fn who(address: &str) -> Correspondent {
    Correspondent { name: String::new(), address: address.to_owned() }
}

fn list(addresses: &[&str]) -> Vec<Correspondent> {
    addresses.iter().map(|address| who(address)).collect()
}

fn own() -> [Address; 1] {
    ["secretariat@mas.example".parse().unwrap()]
}

fn letter(from: &str, to: &[&str], cc: &[&str]) -> HeaderFields {
    HeaderFields { from: who(from), to: list(to), cc: list(cc), ..HeaderFields::default() }
}

#[test]
fn a_subject_carries_one_prefix_however_often_it_travelled() {
    let cases = [
        ("Ordonnance", "Re : Ordonnance", "Tr : Ordonnance"),
        ("Re: Ordonnance", "Re : Ordonnance", "Tr : Ordonnance"),
        ("RE : TR: Fwd: Ré\u{a0}: Ordonnance", "Re : Ordonnance", "Tr : Ordonnance"),
        ("Re[2]: Ordonnance", "Re : Ordonnance", "Tr : Ordonnance"),
        ("Re (3) : Ordonnance", "Re : Ordonnance", "Tr : Ordonnance"),
        ("Retour : lettre", "Re : Retour : lettre", "Tr : Retour : lettre"),
        ("XDM/1.0/DDM+GARNIER", "Re : XDM/1.0/DDM+GARNIER", "Tr : XDM/1.0/DDM+GARNIER"),
        ("Re[x]: a", "Re : Re[x]: a", "Tr : Re[x]: a"),
        ("", "Re :", "Tr :"),
        ("  Re:  ", "Re :", "Tr :"),
    ];
    for (subject, reply, forward) in cases {
        assert_eq!(reply_subject(subject), reply, "{subject:?}");
        assert_eq!(forward_subject(subject), forward, "{subject:?}");
        assert_eq!(base_subject(&reply_subject(subject)), base_subject(subject), "{subject:?}");
    }
}

#[test]
fn an_answer_goes_to_the_author_alone() {
    let original = letter("fabre@val-fleuri.example", &["secretariat@mas.example", "infirmerie@mas.example"], &[]);
    let recipients = reply_recipients(&original, &own());
    assert_eq!((recipients.to, recipients.cc), (list(&["fabre@val-fleuri.example"]), vec![]));
}

#[test]
fn an_answer_goes_where_the_author_wants_it() {
    let mut original = letter("fabre@val-fleuri.example", &["secretariat@mas.example"], &[]);
    original.reply_to = list(&["geriatrie@val-fleuri.example"]);
    assert_eq!(reply_recipients(&original, &own()).to, list(&["geriatrie@val-fleuri.example"]));
    let all = reply_all_recipients(&original, &own());
    assert_eq!((all.to, all.cc), (list(&["geriatrie@val-fleuri.example"]), vec![]));
}

#[test]
fn answering_everybody_leaves_us_out_and_nobody_twice() {
    let original = letter(
        "fabre@val-fleuri.example",
        &["Secretariat@MAS.example", "infirmerie@mas.example", "FABRE@val-fleuri.example"],
        &["infirmerie@mas.example", "cadre@mas.example", "secretariat@mas.example"],
    );
    let all = reply_all_recipients(&original, &own());
    assert_eq!(all.to, list(&["fabre@val-fleuri.example", "infirmerie@mas.example"]));
    assert_eq!(all.cc, list(&["cadre@mas.example"]));
}

#[test]
fn answering_what_we_sent_goes_on_to_those_it_was_for() {
    let original = letter("secretariat@mas.example", &["fabre@val-fleuri.example"], &["cadre@mas.example"]);
    assert_eq!(reply_recipients(&original, &own()).to, list(&["fabre@val-fleuri.example"]));
    let all = reply_all_recipients(&original, &own());
    assert_eq!((all.to, all.cc), (list(&["fabre@val-fleuri.example"]), list(&["cadre@mas.example"])));
}

#[test]
fn a_note_to_oneself_is_answered_to_oneself() {
    let original = letter("secretariat@mas.example", &["secretariat@mas.example"], &[]);
    assert_eq!(reply_recipients(&original, &own()).to, list(&["secretariat@mas.example"]));
    assert_eq!(reply_all_recipients(&original, &own()).to, list(&["secretariat@mas.example"]));
}

#[test]
fn the_chain_ends_with_the_message_answered() {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let mut original = HeaderFields { message_id: Some("c@x".to_owned()), ..HeaderFields::default() };
    assert_eq!(references_for_reply(&original), ids(&["c@x"]));
    original.in_reply_to = ids(&["b@x"]);
    assert_eq!(references_for_reply(&original), ids(&["b@x", "c@x"]));
    original.references = ids(&["a@x", "b@x", "a@x"]);
    assert_eq!(references_for_reply(&original), ids(&["a@x", "b@x", "c@x"]));
    original.message_id = None;
    assert_eq!(references_for_reply(&original), ids(&["a@x", "b@x"]));
}

#[test]
fn a_long_chain_keeps_its_first_and_its_latest() {
    let references = (0..100).map(|n| format!("{n}@x")).collect();
    let original = HeaderFields { message_id: Some("fin@x".to_owned()), references, ..HeaderFields::default() };
    let chain = references_for_reply(&original);
    assert_eq!(chain.len(), 20);
    assert_eq!((chain[0].as_str(), chain[1].as_str(), chain[19].as_str()), ("0@x", "82@x", "fin@x"));
}

#[test]
fn an_id_that_cannot_be_written_is_left_out_of_the_chain() {
    let references = vec!["a b@x".to_owned(), "c@x\r\nBcc: y".to_owned(), "d@x".to_owned()];
    let original = HeaderFields { references, ..HeaderFields::default() };
    assert_eq!(references_for_reply(&original), ["d@x"]);
}
