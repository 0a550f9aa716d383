//! The operator and the papers each desk is given: provisioning, authority, password.

use std::path::{Path, PathBuf};

use estafette_harness::{Account, Flag, Mailstore, Operator, OperatorSpec, require};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Desk;

/// One operator and the folder the desks keep their files in.
pub struct World {
    /// The operator.
    pub operator: Operator,
    papers: TempDir,
}

impl World {
    /// The mailbox three secretaries share, and the one that answers them.
    #[must_use]
    pub fn accounts() -> Vec<Account> {
        vec![
            Account::new("secretariat", "secretariat@ehpad-les-tilleuls.mssante.example", "Secrétariat"),
            Account::new("urgences", "urgences@ch-val-fleuri.mssante.example", "CH de Val-Fleuri, Urgences"),
        ]
    }

    /// A world with empty mailboxes; `None` when this machine cannot start the servers and may skip.
    #[must_use]
    pub fn quiet() -> Option<Self> {
        Self::of(OperatorSpec::new(Self::accounts()))
    }

    /// A world whose operator differs from an ordinary one.
    #[must_use]
    pub fn of(spec: OperatorSpec) -> Option<Self> {
        require::operator(spec).map(Self::around)
    }

    /// A world whose mailboxes are filled before anybody can connect.
    #[must_use]
    pub fn filled(fill: impl FnOnce(&Mailstore) -> anyhow::Result<()>) -> Option<Self> {
        let started = Operator::start_filled(OperatorSpec::new(Self::accounts()), fill);
        require::available("the operator", started).map(Self::around)
    }

    fn around(operator: Operator) -> Self {
        Self { operator, papers: tempfile::tempdir().expect("a folder") }
    }

    /// The papers of somebody who opens the mailbox `login`: what a demonstration folder holds.
    #[must_use]
    pub fn papers_for(&self, desk: &str, login: &str) -> PathBuf {
        let account = self.account(login);
        self.papers_with(desk, &self.provisioning(&account), &account.password)
    }

    /// The same with another password.
    #[must_use]
    pub fn papers_with_password(&self, desk: &str, login: &str, password: &str) -> PathBuf {
        let account = self.account(login);
        self.papers_with(desk, &self.provisioning(&account), password)
    }

    /// The same with another provisioning file.
    #[must_use]
    pub fn papers_with(&self, desk: &str, provisioning: &Value, password: &str) -> PathBuf {
        let folder = self.papers.path().join(desk);
        std::fs::create_dir_all(&folder).expect("a folder");
        let address = provisioning["mailboxes"][0]["address"].as_str().expect("an address");
        write(&folder, "provisioning.json", &provisioning.to_string());
        write(&folder, "passwords.json", &json!({ address: password }).to_string());
        write(&folder, "ca.pem", self.operator.ca_pem());
        folder
    }

    /// Where a desk may put files of its own.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.papers.path()
    }

    /// The provisioning file of one mailbox of this operator.
    #[must_use]
    pub fn provisioning(&self, account: &Account) -> Value {
        let operator = &self.operator;
        json!({
            "schema": 1,
            "establishment": "EHPAD Les Tilleuls",
            "people": [
                { "id": "sophie.martel", "name": "Sophie Martel", "role": "Secrétaire" },
                { "id": "karine.dubois", "name": "Karine Dubois", "role": "Secrétaire" }
            ],
            "mailboxes": [{
                "kind": "organizational", "label": account.label, "address": account.address, "login": account.login,
                "sender_name": account.label,
                "imap": { "host": operator.host(), "port": operator.imap_starttls_port(), "security": "starttls" },
                "smtp": { "host": operator.host(), "port": operator.submissions_port(), "security": "implicit_tls" }
            }]
        })
    }

    /// The account called `login`.
    #[must_use]
    pub fn account(&self, login: &str) -> Account {
        self.operator.accounts().iter().find(|account| account.login == login).cloned().expect("an account")
    }

    /// The subjects in a folder on the server, sorted, without what is marked as deleted.
    ///
    /// # Panics
    /// The folder cannot be read.
    #[must_use]
    pub fn subjects(&self, login: &str, folder: &str) -> Vec<String> {
        let stored = self.operator.mailstore().stored(login, folder).expect("read");
        let mut subjects: Vec<String> = stored
            .iter()
            .filter(|letter| !letter.flags.contains(&Flag::Deleted))
            .map(|letter| {
                let text = String::from_utf8_lossy(&letter.raw);
                let subject = text.lines().find_map(|line| line.strip_prefix("Subject: "));
                subject.unwrap_or_default().trim().to_owned()
            })
            .collect();
        subjects.sort();
        subjects
    }

    /// Somebody sits down in front of the mailbox `login`, and waits until it is up to date.
    pub async fn desk(&self, name: &str, login: &str) -> Desk {
        let desk = Desk::sit_down(self.papers_for(name, login)).await;
        desk.wait_until_up_to_date().await;
        desk
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}
