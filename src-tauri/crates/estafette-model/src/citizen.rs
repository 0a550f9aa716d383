//! Mailboxes of citizens: who writes from one is a patient, and the address itself is their national health identifier.

/// First label of the domain that « Mon espace santé » gives its users: `279…@patient.mssante.fr`.
const CITIZENS: &str = "patient.";

/// Whether `address` is a citizen's mailbox. It may be malformed, as anything received.
#[must_use]
pub fn is_citizen(address: &str) -> bool {
    let domain = address.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    domain.get(..CITIZENS.len()).is_some_and(|start| start.eq_ignore_ascii_case(CITIZENS))
}

#[cfg(test)]
mod tests {
    use super::is_citizen;

    #[test]
    fn a_patient_is_known_by_the_domain_and_by_nothing_else() {
        for (address, citizen) in [
            ("279035121518989@patient.mssante.fr", true),
            ("ginette.rolland@PATIENT.mssante.example", true),
            ("patient@ch-val-fleuri.mssante.example", false),
            ("accueil@patients.mssante.example", false),
            ("patient.mssante.fr", false),
            ("é@pâtient.example", false),
            ("", false),
        ] {
            assert_eq!(is_citizen(address), citizen, "{address}");
        }
    }
}
