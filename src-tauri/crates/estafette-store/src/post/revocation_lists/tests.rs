#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::RevocationList;
use crate::post::tests::Desk;

#[test]
fn the_last_list_of_an_address_is_kept_and_nobody_hears_of_it() {
    let desk = Desk::new();
    assert_eq!(desk.post.revocation_lists().unwrap(), []);
    let wanted = RevocationList {
        url: String::from("http://igc.example/ACI-EL-ORG.crl"),
        list: None,
        wanted_since: 1_795_800_000,
        not_before: 1_795_800_030,
        failures: 1,
    };
    let other = RevocationList { url: String::from("http://autre.example/a.crl"), ..wanted.clone() };
    let had =
        RevocationList { list: Some(vec![0x30, 0, 0xff]), not_before: 1_795_886_400, failures: 0, ..wanted.clone() };
    for kept in [&wanted, &other, &had] {
        desk.post.keep_revocation_list(kept).unwrap();
    }
    assert_eq!(desk.post.revocation_lists().unwrap(), [other, had]);
    assert_eq!(desk.heard(), []);
}
