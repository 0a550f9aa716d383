//! The subject as a person reads it: the prefix by which software recognises a health document is for software.
//!
//! Référentiel 2, ECO.2.1.3 writes `XDM/1.0/DDM+` before the kind and the person; ECO.3.1.x asks not to show it.

use crate::reply::base_subject;

/// What a letter that carries health documents begins its subject with. Compared whatever its case.
const XDM_PREFIX: &str = "XDM/1.0/DDM+";

/// `subject` without the prefix of health documents; « Re : » and its kin stay.
#[must_use]
pub fn shown_subject(subject: &str) -> String {
    let base = base_subject(subject);
    let is_marked = base.get(..XDM_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(XDM_PREFIX));
    match (is_marked, subject.split_once(base)) {
        (true, Some((before, after))) => {
            let shown = base.get(XDM_PREFIX.len()..).unwrap_or_default().trim_start();
            format!("{before}{shown}{after}")
        }
        _ => subject.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown_subject;

    #[test]
    fn the_mark_of_a_health_document_is_not_shown_and_nothing_else_is_lost() {
        for (received, shown) in [
            ("XDM/1.0/DDM+Lettre de liaison GARNIER Odette 14/03/1938", "Lettre de liaison GARNIER Odette 14/03/1938"),
            ("xdm/1.0/ddm+ DLU", "DLU"),
            ("Re : XDM/1.0/DDM+DLU AUBERT", "Re : DLU AUBERT"),
            ("À propos de XDM/1.0/DDM+DLU", "À propos de XDM/1.0/DDM+DLU"),
            ("Compte rendu", "Compte rendu"),
            ("", ""),
        ] {
            assert_eq!(shown_subject(received), shown, "{received}");
        }
    }
}
