use std::collections::BTreeSet;
use std::net::TcpListener;

use super::{Ports, RANGE, is_free};

#[test]
fn every_service_gets_a_port_of_its_own() {
    let ports = Ports::free().unwrap().all();
    assert_eq!(BTreeSet::from(ports).len(), ports.len());
    assert!(ports.iter().all(|port| RANGE.contains(port)));
}

#[test]
fn port_taken_on_either_address_is_not_free() {
    for address in ["127.0.0.1", "127.0.0.2"] {
        let listener = TcpListener::bind((address, 0)).unwrap();
        assert!(!is_free(listener.local_addr().unwrap().port()), "{address}");
    }
}
