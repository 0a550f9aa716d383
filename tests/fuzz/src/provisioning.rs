//! The file an installer writes.

use estafette_engine::{ProvisionError, Provisioning};

pub(crate) fn read(bytes: &[u8]) {
    match Provisioning::parse(bytes) {
        Ok(plan) => {
            assert!(!plan.mailboxes.is_empty(), "a plan without a mailbox");
            for mailbox in &plan.mailboxes {
                let words =
                    [&mailbox.label, &mailbox.login, &mailbox.sender_name, &mailbox.imap.host, &mailbox.smtp.host];
                assert!(!words.iter().any(|word| word.contains(char::is_control)), "more than one line: {words:?}");
                assert!(mailbox.imap.port != 0 && mailbox.smtp.port != 0);
                assert!(mailbox.is_own(mailbox.address.as_str()));
            }
        }
        Err(ProvisionError::BadValue { key } | ProvisionError::Duplicate { key }) => {
            assert!(!key.is_empty(), "a refusal that names nothing");
        }
        Err(other) => drop(other.to_string()),
    }
}
