//! The demonstration's operator: EHPAD Les Tilleuls after a year of letters, ready for the application to open.
//!
//! Everything is written when it starts: the newest letter is of this morning whatever the day, and nothing is kept.

mod calendar;
mod documents;
pub(crate) mod establishment;
mod letters;
mod page;
pub(crate) mod provisioning;
mod template;
mod typography;
mod xdm;
mod zip;

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::Context;

use crate::operator::{Operator, OperatorSpec};
use calendar::Calendar;

/// A running demonstration; dropped, its operator leaves nothing, and the files of its folder are the caller's.
#[derive(Debug)]
pub struct DemoOperator {
    operator: Operator,
    letters: usize,
}

impl DemoOperator {
    /// Starts the operator and writes `provisioning.json`, `ca.pem` and `passwords.json` into `folder`, made if missing.
    ///
    /// # Errors
    /// As for [`Operator::start`], or the folder cannot be written.
    pub fn start(folder: &Path) -> anyhow::Result<Self> {
        Self::start_at(folder, SystemTime::now())
    }

    /// The same, as if it were `now`: the newest letter is of that morning.
    ///
    /// # Errors
    /// As for [`DemoOperator::start`].
    pub fn start_at(folder: &Path, now: SystemTime) -> anyhow::Result<Self> {
        let letters = letters::all(&Calendar::ending(now)?)?;
        let spec = OperatorSpec::new(establishment::accounts());
        let operator = Operator::start_filled(spec, |mailstore| letters::put_away(&letters, mailstore))?;
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        for (name, text) in [
            ("provisioning.json", provisioning::provisioning(&operator)?),
            ("passwords.json", provisioning::passwords(&operator)?),
            ("ca.pem", String::from(operator.ca_pem())),
        ] {
            let path = folder.join(name);
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(Self { operator, letters: letters.len() })
    }

    /// The operator.
    #[must_use]
    pub fn operator(&self) -> &Operator {
        &self.operator
    }

    /// The operator, to stop it and start it again.
    pub fn operator_mut(&mut self) -> &mut Operator {
        &mut self.operator
    }

    /// How many letters its mailboxes hold.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.letters
    }
}
