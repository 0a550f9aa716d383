#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

use super::{PUBLISHED, counterfeit};

fn authority(name: &str) -> Vec<u8> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::OrganizationName, "ASIP-SANTE");
    params.distinguished_name.push(DnType::CommonName, name);
    params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec()
}

#[test]
fn whoever_takes_the_name_of_an_authority_of_igc_sante_needs_its_fingerprint() {
    for (name, _) in PUBLISHED {
        assert_eq!(counterfeit(&authority(name)), Some(name));
    }
    for dressed_up in ["ac igc-sante elementaire organisations", "AC  IGC-SANTE ELEMENTAIRE\u{a0}ORGANISATIONS "] {
        assert_eq!(counterfeit(&authority(dressed_up)), Some("AC IGC-SANTE ELEMENTAIRE ORGANISATIONS"), "{dressed_up}");
    }
    for other in ["Autorite de demonstration Estafette", "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS 2"] {
        assert_eq!(counterfeit(&authority(other)), None, "{other}");
    }
    assert_eq!(counterfeit(b"no certificate"), None);
}

#[test]
fn the_fingerprints_are_those_of_the_page_an_administrator_compares_with() {
    let page = include_str!("../../../../../../assets/trust-anchors/README.md");
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains("IGC-SANTE"));
    let told: BTreeMap<String, String> = rows
        .map(|row| {
            let cells: Vec<&str> =
                row.trim_matches('|').split('|').map(|cell| cell.trim_matches([' ', '*', '`'])).collect();
            (cells[1].to_owned(), cells[3].to_owned())
        })
        .collect();
    let hex = |bytes: [u8; 20]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(told, PUBLISHED.iter().map(|(name, sha1)| ((*name).to_owned(), hex(*sha1))).collect());
}
