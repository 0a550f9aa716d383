use std::collections::BTreeSet;

use super::{CORRESPONDENTS, GARNIER, MAILBOXES, PELTIER, RESIDENTS, accounts, find};

#[test]
fn every_address_is_in_a_reserved_domain() {
    for correspondent in CORRESPONDENTS {
        assert!(correspondent.address.ends_with(".example"), "{}", correspondent.address);
    }
}

#[test]
fn logins_and_addresses_are_nobody_elses() {
    let logins: BTreeSet<_> = CORRESPONDENTS.iter().map(|somebody| somebody.id).collect();
    let addresses: BTreeSet<_> = CORRESPONDENTS.iter().map(|somebody| somebody.address).collect();
    assert_eq!((logins.len(), addresses.len()), (CORRESPONDENTS.len(), CORRESPONDENTS.len()));
}

#[test]
fn every_mailbox_of_the_window_has_an_account() {
    let accounts = accounts();
    for mailbox in MAILBOXES {
        assert!(find(mailbox.login).is_some() && accounts.iter().any(|account| account.login == mailbox.login));
    }
}

#[test]
fn people_are_named_as_the_french_name_them() {
    assert_eq!((GARNIER.civil_name(), GARNIER.full_name()), ("Mme Garnier".into(), "GARNIER Odette".into()));
    assert_eq!((PELTIER.civil_name(), PELTIER.birth_date()), ("M. Peltier".into(), "2 juin 1941".into()));
    assert!(RESIDENTS.iter().any(|resident| resident.civil_name() == "Mme Lefèvre"));
}
