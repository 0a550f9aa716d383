use std::fs;

use super::{COMPILED_IN, LIBRARY, RELATIVE, make_relative};

/// A tree with a library that holds `contents`.
fn unpacked(contents: &[u8]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let library = root.path().join(LIBRARY);
    fs::create_dir_all(library.parent().unwrap()).unwrap();
    fs::write(library, contents).unwrap();
    root
}

#[test]
fn only_the_folder_of_modules_is_replaced() {
    let before = [b"code\0", COMPILED_IN.as_slice(), b"/usr/lib/dovecot\0/usr/lib/dovecot/modules/login\0"].concat();
    let root = unpacked(&before);
    make_relative(root.path()).unwrap();
    let after = [b"code\0", RELATIVE.as_slice(), b"/usr/lib/dovecot\0/usr/lib/dovecot/modules/login\0"].concat();
    assert_eq!(fs::read(root.path().join(LIBRARY)).unwrap(), after);
}

#[test]
fn library_of_another_make_is_refused() {
    let error = make_relative(unpacked(b"nothing of the kind").path()).unwrap_err();
    assert!(format!("{error:#}").contains("as expected"), "{error:#}");
}
