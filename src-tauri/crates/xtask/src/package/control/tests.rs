use std::path::Path;

use super::super::contents::driven;
use super::text;

#[test]
fn the_control_file_has_its_fields_and_no_empty_one() {
    let control = text(&driven(Path::new("built")), "0.1.0", "amd64", "estafette, libc6 (>= 2.36)", 12);
    for line in
        ["Package: estafette-e2e-app", "Version: 0.1.0", "Depends: estafette, libc6 (>= 2.36)", "Installed-Size: 12"]
    {
        assert!(control.lines().any(|found| found == line), "{line}");
    }
    assert!(!control.contains("Recommends"));
    assert!(control.ends_with('\n'));
}
