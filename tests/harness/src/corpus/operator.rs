//! An operator whose one mailbox holds a corpus: what a synchronisation is measured against.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde_json::json;

use super::Corpus;
use crate::demo::provisioning::server;
use crate::operator::{Account, Operator, OperatorSpec};

/// Login of the mailbox.
const LOGIN: &str = "secretariat";

/// A running operator; dropped, it leaves nothing, and the files of its folder are the caller's.
#[derive(Debug)]
pub struct CorpusOperator {
    operator: Operator,
}

impl CorpusOperator {
    /// Starts an operator with the first `letters` of `corpus` and writes `provisioning.json`, `password.txt` and
    /// `anchors/ca.pem` into `folder`, made if missing.
    ///
    /// # Errors
    /// As for [`Operator::start`], or the folder cannot be written.
    pub fn start(folder: &Path, corpus: Corpus, letters: u32) -> anyhow::Result<Self> {
        let account = Account::new(LOGIN, "secretariat@ehpad-les-tilleuls.mssante.example", "Secrétariat");
        let spec = OperatorSpec::new(vec![account.clone()]);
        let operator = Operator::start_filled(spec, |mailstore| corpus.fill(mailstore, LOGIN, letters))?;
        let anchors = folder.join("anchors");
        fs::create_dir_all(&anchors).with_context(|| format!("cannot create {}", anchors.display()))?;
        let provisioning = json!({
            "schema": 1,
            "establishment": "EHPAD Les Tilleuls",
            "people": [],
            "mailboxes": [{
                "kind": "organizational",
                "label": account.label,
                "address": account.address,
                "login": LOGIN,
                "sender_name": "EHPAD Les Tilleuls, Secrétariat",
                "imap": server(&operator, operator.imap_starttls_port()),
                "smtp": server(&operator, operator.submission_starttls_port()),
            }],
        });
        for (path, text) in [
            (folder.join("provisioning.json"), provisioning.to_string()),
            (folder.join("password.txt"), format!("{}\n", account.password)),
            (anchors.join("ca.pem"), String::from(operator.ca_pem())),
        ] {
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(Self { operator })
    }

    /// The operator.
    #[must_use]
    pub fn operator(&self) -> &Operator {
        &self.operator
    }
}
