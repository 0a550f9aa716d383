//! The address of a link: what the person is told of it, and what the frame may ask for.

use estafette_mime::{MailUrl, display_line, link_host};

pub(crate) fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(ours) = MailUrl::parse(&text) {
        assert_eq!(MailUrl::parse(&ours.to_string()), Some(ours), "an address of ours that is read as another");
    }
    let Some(host) = link_host(&text) else { return };
    if host.network.is_empty() {
        return;
    }
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || "-._~:[]!$&'()*+,;=%{}\"`".contains(c);
    assert!(host.network.chars().all(is_of_host), "{host:?}");
    assert_eq!(display_line(&host.shown), host.shown, "a host with something one does not see: {host:?}");
    assert!(
        host.shown == host.network || !host.doubts.is_empty(),
        "another host is shown, and nothing is said: {host:?}"
    );
    let alone = link_host(&format!("https://{}/", host.network)).map(|alone| alone.network);
    assert_eq!(alone.as_ref(), Some(&host.network), "the host that is asked about is not the one that is opened");
}
