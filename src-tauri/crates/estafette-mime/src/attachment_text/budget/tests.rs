use super::Budget;

#[test]
fn what_is_spent_is_gone() {
    let budget = Budget::of(100);
    assert_eq!(budget.spend(60), Some(()));
    assert_eq!(budget.spend(40), Some(()));
    assert_eq!(budget.left(), 0);
    assert_eq!((budget.spend(0), budget.spend(1)), (Some(()), None));
}

#[test]
fn who_asks_for_too_much_gets_nothing_and_leaves_nothing() {
    let budget = Budget::of(100);
    assert_eq!(budget.spend(usize::MAX), None);
    assert_eq!(budget.spend(1), None);
}

#[test]
fn a_letter_has_enough_for_its_reports_and_too_little_for_a_bomb() {
    let budget = Budget::of_a_letter();
    let report = 200 * 1024;
    assert!((0..super::super::MAX_DOCUMENTS).all(|_| budget.spend(report).is_some()));
    assert_eq!(budget.spend(64 * 1024 * 1024), None);
}
