#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::Correspondent;

use super::{
    ids_to_text, lines_from_text, lines_to_text, message_id, people_from_text, people_to_text, person_from_text,
};

fn somebody(name: &str, address: &str) -> Correspondent {
    Correspondent { name: name.to_owned(), address: address.to_owned() }
}

#[test]
fn people_come_back_as_they_were() {
    let people = vec![somebody("Dr Amélie GARNIER", "amelie@medecins.example"), somebody("", "box@foyer.example")];
    assert_eq!(people_from_text(&people_to_text(&people)), people);
    assert_eq!(people_from_text(&people_to_text([])), vec![]);
}

#[test]
fn a_name_with_line_breaks_cannot_make_a_second_person() {
    let text = people_to_text(&[somebody("Amélie\nbastien@faux.example\tBastien", "amelie@medecins.example")]);
    let people = people_from_text(&text);
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].address, "amelie@medecins.example");
    assert_eq!(people[0].name, "Amélie bastien@faux.example Bastien");
}

#[test]
fn a_field_of_a_hundred_thousand_people_is_cut() {
    let crowd = vec![somebody("", "a@b.example"); 100_000];
    assert_eq!(people_from_text(&people_to_text(&crowd)).len(), 1_000);
}

#[test]
fn nobody_is_an_empty_correspondent() {
    assert_eq!(person_from_text(""), Correspondent::default());
    assert_eq!(person_from_text(&people_to_text([&somebody("A", "a@b.example")])), somebody("A", "a@b.example"));
}

#[test]
fn a_message_id_loses_its_brackets_and_blanks() {
    assert_eq!(message_id(" <1@medecins.example> "), "1@medecins.example");
    assert_eq!(message_id("1@medecins.example"), "1@medecins.example");
    assert_eq!(message_id(""), "");
}

#[test]
fn a_message_id_that_could_not_be_one_is_none() {
    assert_eq!(message_id(&"x".repeat(999)), "");
    assert_eq!(message_id("<a@b.example>\r\n<c@d.example>"), "");
}

#[test]
fn of_too_many_references_the_first_and_the_last_are_kept() {
    let ids: Vec<String> = (0..500).map(|number| format!("<{number}@x.example>")).collect();
    let kept = lines_from_text(&ids_to_text(&ids));
    assert_eq!(kept.len(), 100);
    assert_eq!(kept.first().map(String::as_str), Some("0@x.example"));
    assert_eq!(kept.get(1).map(String::as_str), Some("401@x.example"));
    assert_eq!(kept.last().map(String::as_str), Some("499@x.example"));
}

#[test]
fn references_without_an_id_leave_no_empty_line() {
    assert_eq!(ids_to_text(&["<>".to_owned(), "<a@b.example>".to_owned()]), "a@b.example");
    assert_eq!(ids_to_text(&[]), "");
}

#[test]
fn what_was_typed_comes_back_line_by_line_even_when_empty() {
    let typed = vec!["Dr Garnier".to_owned(), String::new(), "box@foyer.example".to_owned()];
    assert_eq!(lines_from_text(&lines_to_text(&typed)), typed);
    assert_eq!(lines_from_text(&lines_to_text(&[])), Vec::<String>::new());
}
