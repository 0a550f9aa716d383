use std::collections::{BTreeMap, BTreeSet};

use mail_parser::{MessageParser, MimeHeaders};

use super::vocabulary::Vocabulary;
use super::{Corpus, CorpusLetter};

fn letters(count: u32) -> Vec<CorpusLetter> {
    (0..count).map(|index| Corpus::seeded(1).letter(index).unwrap()).collect()
}

#[test]
fn same_seed_gives_the_same_letter_whatever_was_asked_before() {
    let alone = Corpus::seeded(1).letter(57).unwrap().raw;
    assert_eq!(letters(58).pop().unwrap().raw, alone);
    assert_ne!(Corpus::seeded(2).letter(57).unwrap().raw, alone);
}

#[test]
fn two_hundred_letters_weigh_about_ten_megabytes() {
    let bytes: usize = letters(200).iter().map(|letter| letter.raw.len()).sum();
    assert!((7_000_000..14_000_000).contains(&bytes), "{bytes}");
}

#[test]
fn letters_are_read_back_with_their_files_and_answers() {
    let letters = letters(400);
    let read: Vec<_> = letters.iter().map(|letter| MessageParser::default().parse(&letter.raw).unwrap()).collect();
    let ids: BTreeSet<_> = read.iter().filter_map(|message| message.message_id()).collect();
    assert_eq!(ids.len(), 400, "no two letters have the same id");
    let answers: Vec<_> = read.iter().filter_map(|message| message.in_reply_to().as_text()).collect();
    assert!((90..180).contains(&answers.len()), "{}", answers.len());
    assert!(answers.iter().all(|id| ids.contains(id)), "an answer is to a letter that is there");
    let files: Vec<_> = read.iter().flat_map(|message| message.attachments()).collect();
    let named = files.iter().filter(|file| file.attachment_name().is_some_and(|name| name.ends_with(".pdf")));
    assert!((80..200).contains(&named.count()));
    assert!(read.iter().all(|message| message.subject().is_some_and(|subject| !subject.contains('\u{fffd}'))));
}

#[test]
fn letters_come_in_the_order_of_their_dates() {
    let dates: Vec<_> = letters(300).iter().map(|letter| letter.received).collect();
    assert!(dates.is_sorted());
}

#[test]
fn one_letter_in_a_thousand_has_a_word_of_its_own() {
    let corpus = Corpus::seeded(1);
    let word = Corpus::probe(1_000).unwrap();
    let text = |index| {
        let raw = corpus.letter(index).unwrap().raw;
        MessageParser::default().parse(&raw).unwrap().body_text(0).unwrap().into_owned()
    };
    assert!(text(1_000).contains(&word));
    assert!(!text(2_000).contains(&word));
    assert_eq!(Corpus::probe(1_001), None);
}

#[test]
fn words_are_tens_of_thousands_each_once() {
    let words: BTreeSet<_> = (1..=Vocabulary::SIZE).map(Vocabulary::word).collect();
    assert!(words.len() > 30_000, "{}", words.len());
    assert!(words.len() + 100 > Vocabulary::SIZE, "hardly any word is made twice");
}

#[test]
fn a_few_words_are_everywhere_and_most_are_rare() {
    let mut random = crate::random::Random::seeded(9);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..200_000 {
        *counts.entry(Vocabulary::any(&mut random)).or_default() += 1;
    }
    assert!(counts.len() > 15_000, "{} words in as many as stand in a thousand letters", counts.len());
    assert!(counts["de"] > 10_000, "{}", counts["de"]);
    assert!(counts.values().filter(|count| **count < 10).count() * 2 > counts.len(), "most are rare");
}

#[test]
fn small_files_leave_everything_that_is_searched() {
    let (usual, small) = (Corpus::seeded(1), Corpus::seeded(1).with_small_files());
    for index in 0..60 {
        let (usual, small) = (usual.letter(index).unwrap(), small.letter(index).unwrap());
        let texts = |letter: &CorpusLetter| {
            let message = MessageParser::default().parse(&letter.raw).unwrap();
            (
                message.subject().unwrap().to_owned(),
                message.from().unwrap().first().unwrap().address().unwrap().to_owned(),
                message.body_text(0).unwrap().split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
            )
        };
        assert_eq!(texts(&usual), texts(&small), "{index}");
        assert!(small.raw.len() < 40_000, "{index}: {}", small.raw.len());
    }
}

#[test]
fn searches_are_one_to_three_words_of_one_letter() {
    let corpus = Corpus::seeded(1);
    let texts: Vec<String> = (0..40)
        .map(|index| {
            MessageParser::default()
                .parse(&corpus.letter(index).unwrap().raw)
                .unwrap()
                .body_text(0)
                .unwrap()
                .to_lowercase()
        })
        .collect();
    for number in 0..60 {
        let search = corpus.search(number, 40);
        assert_eq!(search.split(' ').count(), usize::try_from(number % 3).unwrap() + 1, "{search}");
        assert!(texts.iter().any(|text| search.split(' ').all(|word| text.contains(word))), "{search}");
    }
    assert_eq!(corpus.search(7, 40), corpus.search(7, 40));
}
