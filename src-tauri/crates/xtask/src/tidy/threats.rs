//! A wall without a test is a wish: each row of the threat model names the tests that would notice if its wall were gone.
//!
//! That those exist is asked by `links`.

use super::fault::Fault;
use super::house::House;

const RULE: &str = "threat";

pub(super) const PAGE: &str = "src-tauri/docs/THREAT_MODEL.md";
/// What the last column of a table of attacks is called.
const TESTS: &str = "Tests";

/// Rows that name no test.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let Some(text) = house.text(PAGE) else { return Vec::new() };
    let mut of_attacks = false;
    let mut faults = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let Some(row) = line.strip_prefix('|').and_then(|row| row.trim_end().strip_suffix('|')) else {
            of_attacks = false;
            continue;
        };
        let last = row.rsplit('|').next().unwrap_or_default().trim();
        if last == TESTS {
            of_attacks = true;
        } else if of_attacks && !last.starts_with("---") && !last.contains("](") {
            faults.push(Fault::new(RULE, PAGE, at + 1, String::from("no test would notice if this wall were gone")));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{House, PAGE, check};

    fn faults(rows: &str) -> Vec<usize> {
        let text = format!(
            "# Threats\n\n| Asset | Where |\n|---|---|\n| Letters | files |\n\n| | Attack | Wall | Tests |\n|---|---|---|---|\n{rows}"
        );
        check(&House::of(&[(PAGE, &text)])).into_iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn a_row_with_a_test_passes_and_other_tables_are_not_meant() {
        assert_eq!(faults("| E | script | a list | [`a`](a.rs), [`b`](b.rs) |\n"), Vec::<usize>::new());
    }

    #[test]
    fn a_row_without_one_is_named_by_its_line() {
        assert_eq!(faults("| E | script | a list | [`a`](a.rs) |\n| I | fetch | hope | |\n"), [10]);
    }
}
