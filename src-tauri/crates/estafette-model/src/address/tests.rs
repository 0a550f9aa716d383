use super::{Address, AddressError, Correspondent};

fn check(typed: &str, expected: Result<&str, AddressError>) {
    let parsed = typed.parse::<Address>();
    assert_eq!(parsed.as_ref().map(Address::as_str), expected.as_ref().copied(), "{typed:?}");
}

#[test]
fn an_ordinary_address_keeps_its_local_part_and_lowers_its_domain() {
    check("Secretariat@EHPAD-les-Tilleuls.mssante.example", Ok("Secretariat@ehpad-les-tilleuls.mssante.example"));
    check("  h.fabre@medecin.mssante.example ", Ok("h.fabre@medecin.mssante.example"));
    check("277077712345678+suivi@patient.example", Ok("277077712345678+suivi@patient.example"));
}

#[test]
fn a_line_break_never_reaches_an_envelope() {
    for typed in ["a@b.example\r\nRCPT TO:<x@y.example>", "a\n@b.example", "a@b.example\n", "a@b\0.example"] {
        check(typed, Err(AddressError::ControlCharacter));
    }
}

#[test]
fn what_a_server_would_refuse_is_refused_here() {
    check("", Err(AddressError::Empty));
    check("fabre", Err(AddressError::NoDomain));
    check("@b.example", Err(AddressError::LocalPart));
    check("a b@c.example", Err(AddressError::LocalPart));
    check("a..b@c.example", Err(AddressError::LocalPart));
    check("\"a b\"@c.example", Err(AddressError::LocalPart));
    check("<a@b.example>", Err(AddressError::LocalPart));
    check("a@localhost", Err(AddressError::Domain));
    check("a@-b.example", Err(AddressError::Domain));
    check("a@b..example", Err(AddressError::Domain));
    check(&format!("{}@b.example", "x".repeat(65)), Err(AddressError::LocalPart));
    check(&format!("a@{}.example", "x".repeat(260)), Err(AddressError::TooLong));
}

#[test]
fn a_name_that_deceives_is_no_name() {
    for (name, believed) in [
        ("Dr Hélène Fabre", true),
        ("Елена Фабер", true),
        ("", true),
        ("docteur@medecin.mssante.example", false),
        ("docteur\u{FF20}medecin.mssante.example", false),
        ("Dr F\u{0430}bre", false),
    ] {
        let someone = Correspondent { name: name.to_owned(), address: String::from("x@y.example") };
        assert_eq!(someone.has_deceptive_name(), !believed, "{name}");
        assert_eq!(someone.believable_name(), if believed { name } else { "" }, "{name}");
    }
}

#[test]
fn the_two_halves_are_given_apart() {
    let address: Address = "infirmerie@la-roche-claire.example".parse().expect("valid");
    assert_eq!((address.local_part(), address.domain()), ("infirmerie", "la-roche-claire.example"));
}
