use std::collections::BTreeSet;

use super::Random;

#[test]
fn same_seed_gives_the_same_numbers() {
    let numbers = |seed| {
        let mut random = Random::seeded(seed);
        (0..20).map(|_| random.below(1000)).collect::<Vec<_>>()
    };
    assert_eq!(numbers(7), numbers(7));
    assert_ne!(numbers(7), numbers(8));
}

#[test]
fn numbers_stay_below_the_limit_and_reach_every_value() {
    let mut random = Random::seeded(1);
    let seen: BTreeSet<_> = (0..500).map(|_| random.below(6)).collect();
    assert_eq!(seen, BTreeSet::from([0, 1, 2, 3, 4, 5]));
}

#[test]
fn nothing_can_be_chosen_from_nothing() {
    assert_eq!(Random::seeded(1).choose::<u8>(&[]), None);
    assert_eq!(Random::seeded(1).below(0), 0);
}

#[test]
fn chance_comes_about_as_often_as_asked() {
    let mut random = Random::seeded(3);
    let often = (0..10_000).filter(|_| random.chance(30)).count();
    assert!((2_700..3_300).contains(&often), "{often}");
}

#[test]
fn half_of_what_is_evenly_spread_by_its_logarithm_lies_below_the_root_of_the_limit() {
    let mut random = Random::seeded(4);
    let drawn: Vec<_> = (0..10_000).map(|_| random.log_uniform(10_000)).collect();
    let low = drawn.iter().filter(|number| **number < 100).count();
    assert!((4_700..5_300).contains(&low), "{low}");
    assert!(drawn.iter().all(|number| (1..=10_000).contains(number)));
}

#[test]
fn bytes_are_as_many_as_asked_and_of_every_value() {
    let bytes = Random::seeded(5).bytes(5_001);
    assert_eq!(bytes.len(), 5_001);
    assert_eq!(bytes.iter().collect::<BTreeSet<_>>().len(), 256);
}
