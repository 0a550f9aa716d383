#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::match_expression;

fn check(query: &str, expected: &str) {
    assert_eq!(match_expression(query).as_deref(), Some(expected), "{query}");
}

#[test]
fn every_word_is_a_quoted_string_and_the_last_may_be_unfinished() {
    check("créat", "\"créat\" *");
    check("bilan  créatinine", "\"bilan\" \"créatinine\" *");
    check("bilan ", "\"bilan\"");
    check("bilan m", "\"bilan\" \"m\"");
}

#[test]
fn ligatures_are_taken_apart_as_in_the_index() {
    check("œdème ", "\"oedème\"");
    check("CÆCUM ", "\"CAECUM\"");
}

#[test]
fn nothing_typed_is_syntax() {
    check("a OR b ", "\"a\" \"OR\" \"b\"");
    check("NEAR(a b, 2) ", "\"NEAR a\" \"b\" \"2\"");
    check("subject:bilan* ", "\"subject bilan\"");
    check("-bilan ^a {x} ", "\"bilan\" \"a\" \"x\"");
    check("a\u{0}b ", "\"a b\"");
    check("l'hôpital ", "\"l hôpital\"");
}

#[test]
fn words_between_quotation_marks_are_a_phrase() {
    check("\"compte rendu\" bilan ", "\"compte rendu\" \"bilan\"");
    check("« compte rendu »", "\"compte rendu\"");
    check("bilan \"compte ren", "\"bilan\" \"compte ren\" *");
    check("a\"b\"c ", "\"a\" \"b\" \"c\"");
}

#[test]
fn a_hyphen_or_an_address_makes_a_phrase() {
    check("compte-rendu ", "\"compte rendu\"");
    check("amelie@medecins.example", "\"amelie medecins example\" *");
}

#[test]
fn without_a_word_there_is_nothing_to_look_for() {
    for query in ["", "   ", "\"", "\"\"", "***", "- : ( )", "\u{301}"] {
        assert_eq!(match_expression(query), None, "{query:?}");
    }
}

#[test]
fn accents_sent_apart_from_their_letter_stay_with_it() {
    check("cre\u{301}at ", "\"cre\u{301}at\"");
}

#[test]
fn a_whole_letter_pasted_in_is_cut_to_its_first_words() {
    let expression = match_expression(&"mot ".repeat(10_000)).unwrap();
    assert_eq!(expression.split_whitespace().count(), 16);
    assert!(match_expression(&format!("\"{}\"", "mot ".repeat(10_000))).unwrap().len() < 100);
}
