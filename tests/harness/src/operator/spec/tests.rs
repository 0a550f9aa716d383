use super::{Account, OperatorSpec};
use crate::pki::ServerCertificate;

#[test]
fn domain_is_what_follows_the_last_at_sign() {
    let account = Account::new("claire.morvan", "claire.morvan@infirmier.mssante.example", "Claire Morvan");
    assert_eq!((account.domain(), account.password.as_str()), ("infirmier.mssante.example", "fictif-claire.morvan"));
}

#[test]
fn ordinary_operator_accepts_twenty_mebibytes_and_is_trusted() {
    let spec = OperatorSpec::new(Vec::new());
    assert_eq!((spec.message_size_limit, spec.certificate), (20 << 20, ServerCertificate::Trusted));
    let strict = spec.with_message_size_limit(9).with_certificate(ServerCertificate::Expired);
    assert_eq!((strict.message_size_limit, strict.certificate), (9, ServerCertificate::Expired));
}
