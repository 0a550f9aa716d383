use super::{House, check};

const SOURCE: &str = "src-tauri/crates/estafette-net/src/lib.rs";

/// Faults of a crate with so many lines of source, and of tests in a file of their own.
fn faults(source: usize, tests_path: &str, tests: usize) -> usize {
    check(&House::of(&[(SOURCE, &"\n".repeat(source)), (tests_path, &"\n".repeat(tests))])).len()
}

#[test]
fn four_lines_of_tests_for_five_of_source_are_enough_and_one_less_is_not() {
    for path in ["src-tauri/crates/estafette-net/src/line/tests.rs", "src-tauri/crates/estafette-net/tests/real.rs"] {
        assert_eq!(faults(1000, path, 800), 0, "{path}");
        assert_eq!(faults(1000, path, 799), 1, "{path}");
    }
}

#[test]
fn the_tests_of_another_crate_do_not_count() {
    assert_eq!(faults(1000, "src-tauri/crates/estafette-mime/tests/letters.rs", 5000), 1);
}

#[test]
fn tests_inside_a_file_count_and_a_small_crate_needs_none() {
    let inline = format!("{}#[cfg(test)]\nmod tests {{{}}}", "\n".repeat(300), "\n".repeat(400));
    assert_eq!(check(&House::of(&[(SOURCE, &inline)])), []);
    assert_eq!(check(&House::of(&[(SOURCE, &"\n".repeat(200))])), []);
}
