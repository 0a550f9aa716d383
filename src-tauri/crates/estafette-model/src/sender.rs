//! Who is behind an address, as far as the address tells: a citizen, a structure, or a professional by name.

/// First label of the domain that « Mon espace santé » gives its users: `279…@patient.mssante.fr`.
const CITIZENS: &str = "patient.";

/// Whether `address` is a citizen's mailbox: who writes from it is a patient, and the address is their national health
/// identifier. It may be malformed, as anything received.
#[must_use]
pub fn is_citizen(address: &str) -> bool {
    let domain = address.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    domain.get(..CITIZENS.len()).is_some_and(|start| start.eq_ignore_ascii_case(CITIZENS))
}

/// Whether `address` is a structure's. It writes under a name of its own; a person's address is most often first name, dot,
/// name, and a citizen's is never a structure's.
#[must_use]
pub fn is_structure(address: &str) -> bool {
    let local_part = address.rsplit_once('@').map(|(local_part, _)| local_part).unwrap_or_default();
    !local_part.is_empty() && !local_part.contains('.') && !is_citizen(address)
}

#[cfg(test)]
mod tests {
    use super::{is_citizen, is_structure};

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

    #[test]
    fn a_structure_has_no_first_name_and_is_no_patient() {
        for (address, structure) in [
            ("geriatrie@ch-val-fleuri.mssante.example", true),
            ("helene.fabre@medecin.mssante.example", false),
            ("279035121518989@patient.mssante.example", false),
            ("@ch-val-fleuri.mssante.example", false),
            ("", false),
        ] {
            assert_eq!(is_structure(address), structure, "{address}");
        }
    }
}
