use super::{House, check};

fn faults(line: &str) -> usize {
    check(&House::of(&[("notes.md", &format!("first\n{line}\n"))])).len()
}

#[test]
fn each_mark_is_found_where_it_is() {
    for line in [
        concat!("// TO", "DO later"),
        concat!("FIX", "ME"),
        concat!("a path /ho", "me/marie/x"),
        concat!("/Us", "ers/marie"),
        concat!("see docs.", "rs/ring"),
        concat!("index.crates.", "io"),
        concat!("registry.npm", "js.org"),
    ] {
        assert_eq!(faults(line), 1, "{line}");
    }
}

#[test]
fn what_only_looks_like_one_passes() {
    for line in ["todos", "$machine/home/$person", "mod docs; rs", "/home/$USER", "XXXL"] {
        assert_eq!(faults(line), 0, "{line}");
    }
}

#[test]
fn the_line_is_told() {
    let house = House::of(&[("notes.md", concat!("first\nTO", "DO"))]);
    assert_eq!(check(&house).first().map(|fault| fault.line), Some(2));
}
