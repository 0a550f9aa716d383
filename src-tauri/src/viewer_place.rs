//! The window where documents are read: what it is called, how large it opens, and the only place it goes to.

/// The label no capability names.
pub const LABEL: &str = "viewer";
/// Size at opening, CSS pixels: a page of A4 at its own size, and the bar above it.
pub(crate) const SIZE: (i32, i32) = (900, 1000);

/// Whether `asked` is the page at `document`, at whatever place of it.
pub(crate) fn is_the_document(asked: &str, document: &str) -> bool {
    let page = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    page(asked) == page(document)
}

#[cfg(test)]
mod tests {
    use super::is_the_document;

    #[test]
    fn the_viewer_goes_nowhere_but_to_its_document() {
        let document = "viewer://localhost/0123/#pdf,light";
        for same in [document, "viewer://localhost/0123/", "viewer://localhost/0123/#stopped"] {
            assert!(is_the_document(same, document), "{same}");
        }
        for other in [
            "viewer://localhost/0123/file",
            "viewer://localhost/4567/",
            "viewer://localhost/0123/?x",
            "tauri://localhost/index.html",
            "mail://localhost/0123/",
            "https://example.org/",
            "file:///etc/passwd",
            "about:blank",
        ] {
            assert!(!is_the_document(other, document), "{other}");
        }
    }
}
