use super::{House, check};

fn faults(name: &str, body: &str) -> usize {
    let path = format!("src-tauri/crates/{name}/src/a.rs");
    check(&House::of(&[(&path, &format!("fn f() {{ {body} }}"))])).len()
}

#[test]
fn a_crate_that_asks_what_it_may_not_is_a_fault() {
    for (name, body) in [
        ("estafette-mime", "std::fs::read(p)"),
        ("estafette-model", "use std::fs; fs::read(p)"),
        ("estafette-engine", "std::net::TcpStream::connect(a)"),
        ("estafette-api", "tokio::net::lookup_host(a)"),
        ("estafette-api", "jiff::Timestamp::now()"),
        ("estafette-store", "SystemTime::now()"),
        ("estafette-api", "std::env::var(n)"),
        ("estafette-contract", "use std::{fs::File, io};"),
    ] {
        assert_eq!(faults(name, body), 1, "{name}: {body}");
    }
}

#[test]
fn those_whose_work_it_is_may() {
    for (name, body) in [
        ("estafette-net", "tokio::net::TcpStream::connect(a)"),
        ("estafette-model", "Timestamp::now()"),
        ("estafette-store", "std::fs::copy(a, b)"),
        ("estafette-engine", "std::env::var_os(n)"),
        ("estafette-net", "std::time::Instant::now()"),
        ("estafette-mime", "std::net::Ipv4Addr::LOCALHOST"),
    ] {
        assert_eq!(faults(name, body), 0, "{name}: {body}");
    }
}

#[test]
fn a_test_may_ask_anything() {
    let tests = "#[cfg(test)]\nmod tests { fn f() { std::fs::read(p); } }";
    assert_eq!(check(&House::of(&[("src-tauri/crates/estafette-mime/src/a.rs", tests)])), []);
}
