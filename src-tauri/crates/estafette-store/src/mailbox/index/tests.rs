#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::testing::{Stage, letter};

fn found(stage: &Stage, query: &str) -> Vec<String> {
    stage.search(query, 50).unwrap().into_iter().map(|row| row.subject).collect()
}

/// Rows of the index of headers.
fn header_rows(stage: &Stage) -> u32 {
    stage
        .store
        .file()
        .read(|sql| Ok(sql.query_row("SELECT count(*) FROM header_words", [], |row| row.get(0))?))
        .unwrap()
}

#[test]
fn a_letter_is_found_by_its_header_before_its_body_is_here_and_once_when_it_is() {
    let stage = Stage::new();
    let read = stage.arrives(stage.inbox, &letter(1, "Bilan sanguin"));
    stage.arrives(stage.inbox, &letter(2, "Bilan d’entrée"));
    stage.has_text(read, "créatinine");
    assert_eq!(found(&stage, "bilan amelie"), ["Bilan d’entrée", "Bilan sanguin"]);
    assert_eq!(found(&stage, "bilan creatinine"), ["Bilan sanguin"]);
}

#[test]
fn the_index_of_headers_is_emptied_once_every_body_is_here() {
    let stage = Stage::new();
    let ids = [1, 2].map(|uid| stage.arrives(stage.inbox, &letter(uid, "Bilan")));
    stage.has_text(ids[0], "un");
    assert_eq!(header_rows(&stage), 2, "one is still missing");
    stage.has_text(ids[1], "deux");
    assert_eq!((header_rows(&stage), found(&stage, "bilan").len()), (0, 2));
}

#[test]
fn a_letter_that_vanishes_is_in_neither_index() {
    let stage = Stage::new();
    let read = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.arrives(stage.inbox, &letter(2, "Bilan"));
    stage.has_text(read, "un");
    stage.store.remove_vanished(stage.inbox, &[1, 2]).unwrap();
    assert_eq!((header_rows(&stage), found(&stage, "bilan").len()), (0, 0));
}

#[test]
fn the_operators_of_the_search_know_letters_whose_body_is_not_here() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan sanguin"));
    assert_eq!(found(&stage, "objet:bilan non:lu"), ["Bilan sanguin"]);
    assert_eq!(found(&stage, "de:amelie bilan"), ["Bilan sanguin"]);
    assert_eq!(found(&stage, "pj:bilan"), Vec::<String>::new());
}
