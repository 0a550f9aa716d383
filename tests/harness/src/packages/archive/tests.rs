use std::process::Command;

use super::run;

#[test]
fn failure_of_a_tool_tells_what_it_printed() {
    let error = run(Command::new("sh").args(["-c", "echo plus de place >&2; exit 1"])).unwrap_err();
    assert_eq!(format!("{error:#}"), "sh failed: plus de place");
}

#[test]
fn missing_tool_is_named() {
    let error = run(&mut Command::new("apt-get-absent")).unwrap_err();
    assert!(format!("{error:#}").starts_with("cannot run apt-get-absent"), "{error:#}");
}
