//! A mail operator on loopback: Dovecot or Cyrus for IMAP, Exim for submission, one set of accounts, one authority.
//!
//! It is started for one test and vanishes with it; `stop` and `restart` show a client the evening the server was down.

mod cyrus;
mod dovecot;
mod exim;
mod spec;

use std::fs;
use std::io::Read;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::household::Household;
use crate::mailstore::{BackDoor, Mailstore};
use crate::packages::ServerPackages;
use crate::pki::Pki;
use crate::ports::{self, Ports};
use crate::run_as::RunAs;

pub use crate::pki::ServerCertificate;
pub use spec::{Account, ImapFamily, OperatorSpec};

/// The address clients connect to.
///
/// Dovecot takes a connection whose two ends are the same address for a secured one and accepts passwords in the
/// clear on it; from 127.0.0.1 to 127.0.0.2 it behaves as across a network.
const OPERATOR_HOST: &str = "127.0.0.2";

/// Where the servers reach each other.
const LOCAL: &str = "127.0.0.1";

/// Dovecot listens before it can greet: its first connection waits for the accounts to be read.
const GREETING_LIMIT: Duration = Duration::from_secs(2);

/// Both servers together need some 0.1 s; a loaded machine gets time.
const START_LIMIT: Duration = Duration::from_secs(20);

/// Two operators may choose the same port in the same instant.
const START_ATTEMPTS: usize = 4;

/// A running operator; dropped, it leaves no process and no file.
#[derive(Debug)]
pub struct Operator {
    spec: OperatorSpec,
    packages: ServerPackages,
    run_as: RunAs,
    household: Household,
    ports: Ports,
    ca_pem: String,
    mailstore: Mailstore,
}

impl Operator {
    /// Starts an operator with empty mailboxes and returns when every port answers.
    ///
    /// # Errors
    /// The servers cannot be unpacked (see [`ServerPackages::unpacked`]) or do not start; the error holds their logs.
    pub fn start(spec: OperatorSpec) -> anyhow::Result<Self> {
        Self::start_filled(spec, |_| Ok(()))
    }

    /// Like [`Operator::start`], with mailboxes filled by `fill` before anybody can connect.
    ///
    /// # Errors
    /// As for [`Operator::start`], or `fill` failed.
    pub fn start_filled(
        spec: OperatorSpec,
        fill: impl FnOnce(&Mailstore) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let packages = ServerPackages::unpacked()?;
        let run_as = RunAs::current()?;
        let household = Household::found()?;
        run_as.own(household.folder())?;
        let back_door = spec.family.is_cyrus().then(|| {
            let naming = cyrus::naming(spec.family);
            BackDoor::new(cyrus::back_door(household.folder()), naming, spec.accounts.clone())
        });
        let mailstore = Mailstore::new(household.folder().join("home"), run_as.clone(), back_door);
        let pki = match &spec.shown {
            Some((authority, identity)) => Pki::of(authority, identity),
            None => Pki::generate(spec.certificate)?,
        };
        let ca_pem = pki.ca_pem.clone();
        let ports = Ports::free()?;
        let mut operator = Self { spec, packages, run_as, household, ports, ca_pem, mailstore };
        operator.lay_out(&pki)?;
        if operator.spec.family.is_cyrus() {
            // filled through the server itself, whose ports nobody has been told yet
            operator.start_on_free_ports()?;
            fill(&operator.mailstore)?;
        } else {
            fill(&operator.mailstore)?;
            operator.start_on_free_ports()?;
        }
        Ok(operator)
    }

    /// The address to connect to, one of the names of the servers' certificate.
    #[must_use]
    pub fn host(&self) -> &'static str {
        OPERATOR_HOST
    }

    /// IMAP that wants STARTTLS before a password (port 143 of a real operator).
    #[must_use]
    pub fn imap_starttls_port(&self) -> u16 {
        self.ports.imap_starttls
    }

    /// IMAP inside TLS from the first byte (port 993).
    #[must_use]
    pub fn imaps_port(&self) -> u16 {
        self.ports.imaps
    }

    /// Exim's submission that wants STARTTLS (port 587).
    #[must_use]
    pub fn submission_starttls_port(&self) -> u16 {
        self.ports.submission_starttls
    }

    /// Exim's submission inside TLS from the first byte (port 465).
    #[must_use]
    pub fn submissions_port(&self) -> u16 {
        self.ports.submissions
    }

    /// Dovecot's submission, STARTTLS: other texts and codes for the same work, so that no client fits one server.
    #[must_use]
    pub fn second_submission_starttls_port(&self) -> u16 {
        self.ports.second_submission
    }

    /// The authority to trust, PEM; with [`ServerCertificate::OtherAuthority`] it did not sign the servers' certificate.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// A file that holds [`Operator::ca_pem`].
    #[must_use]
    pub fn ca_path(&self) -> PathBuf {
        self.household.folder().join("pki").join("ca.pem")
    }

    /// The mailboxes on disk.
    #[must_use]
    pub fn mailstore(&self) -> &Mailstore {
        &self.mailstore
    }

    /// The accounts this operator knows.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.spec.accounts
    }

    /// Cuts every connection and stops the servers; mailboxes and queued messages stay.
    ///
    /// # Errors
    /// A port is still held after the servers were killed.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.household.stop()?;
        let started = Instant::now();
        while !self.ports.all().into_iter().all(ports::is_free) {
            if started.elapsed() > START_LIMIT {
                bail!("the stopped servers still hold their ports");
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Starts the stopped servers again, on the same ports with the same mailboxes.
    ///
    /// # Errors
    /// They do not start; the error holds their logs.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        if !self.household.is_empty() {
            self.stop()?;
        }
        self.start_servers()
    }

    /// What the servers wrote to their logs, for the report of a failing test.
    #[must_use]
    pub fn logs(&self) -> String {
        let mut text = String::new();
        for name in [
            dovecot::LOG,
            dovecot::CONSOLE,
            cyrus::CONSOLE,
            exim::MAIN_LOG,
            exim::REJECT_LOG,
            exim::PANIC_LOG,
            exim::CONSOLE,
        ] {
            if let Ok(log) = fs::read(self.household.folder().join(name))
                && !log.is_empty()
            {
                text.push_str(&format!("--- {name}\n{}", String::from_utf8_lossy(&log)));
            }
        }
        text
    }

    /// How many IMAP connections were logged in as `login` at the same time, at most, since the operator started.
    #[must_use]
    pub fn imap_sessions_at_once(&self, login: &str) -> usize {
        let log = fs::read(self.household.folder().join(dovecot::LOG)).unwrap_or_default();
        dovecot::sessions_at_once(&String::from_utf8_lossy(&log), login)
    }

    /// What clients that opened the mailbox of `login` asked of Cyrus and were answered, by the server's own record; empty
    /// with another family.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn imap_dialogue(&self, login: &str) -> anyhow::Result<String> {
        cyrus::dialogue(self.household.folder(), login)
    }

    /// What Exim wrote of the messages it took and delivered; empty before the first.
    #[must_use]
    pub fn submission_log(&self) -> String {
        let log = fs::read(self.household.folder().join(exim::MAIN_LOG)).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// Files and folders that do not depend on the ports.
    fn lay_out(&self, pki: &Pki) -> anyhow::Result<()> {
        let root = self.household.folder();
        for folder in ["run", "state", "home", "spool", "pki"] {
            self.run_as.create_folder(&root.join(folder))?;
        }
        for (name, text) in
            [("ca.pem", &pki.ca_pem), ("server.pem", &pki.server_pem), ("server.key", &pki.server_key_pem)]
        {
            self.run_as.write(&root.join("pki").join(name), text.as_bytes())?;
        }
        for account in &self.spec.accounts {
            self.run_as.create_folder(&self.mailstore.home(&account.login))?;
        }
        let site = self.site();
        dovecot::lay_out(&site)?;
        if self.spec.family.is_cyrus() {
            cyrus::lay_out(&site)?;
        }
        exim::lay_out(&site)
    }

    fn start_on_free_ports(&mut self) -> anyhow::Result<()> {
        for _ in 1..START_ATTEMPTS {
            match self.start_servers() {
                Err(error) if self.logs().contains("Address already in use") => {
                    drop(error);
                    self.household.stop()?;
                    self.ports = Ports::free()?;
                }
                started => return started,
            }
        }
        self.start_servers()
    }

    fn start_servers(&mut self) -> anyhow::Result<()> {
        let site = self.site();
        let mut commands = vec![(dovecot::command(&site)?, dovecot::CONSOLE), (exim::command(&site)?, exim::CONSOLE)];
        if self.spec.family.is_cyrus() {
            commands.push((cyrus::command(&site)?, cyrus::CONSOLE));
        }
        for (mut command, console) in commands {
            send_output_to(&self.household.folder().join(console), &mut command)?;
            self.household.start(&mut command)?;
        }
        self.wait_until_ready()
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let started = Instant::now();
        for port in self.ports.all() {
            let greets = port != self.ports.imaps && port != self.ports.submissions;
            while !answers(port, greets) {
                if let Some(status) = self.household.first_to_end()? {
                    bail!("a server ended with {status} while starting\n{}", self.logs());
                }
                if started.elapsed() > START_LIMIT {
                    bail!("port {port} does not answer after {START_LIMIT:?}\n{}", self.logs());
                }
                thread::sleep(Duration::from_millis(5));
            }
        }
        Ok(())
    }

    fn site(&self) -> Site<'_> {
        Site {
            folder: self.household.folder(),
            packages: &self.packages,
            run_as: &self.run_as,
            ports: &self.ports,
            spec: &self.spec,
            mailstore: &self.mailstore,
        }
    }
}

impl Drop for Operator {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}", self.logs());
        }
    }
}

/// What a server's configuration is made of.
struct Site<'a> {
    folder: &'a Path,
    packages: &'a ServerPackages,
    run_as: &'a RunAs,
    ports: &'a Ports,
    spec: &'a OperatorSpec,
    mailstore: &'a Mailstore,
}

impl Site<'_> {
    /// A template with each `@NAME@` replaced.
    fn fill_in(&self, template: &str, values: &[(&str, String)]) -> String {
        let common = [
            ("D", self.folder.display().to_string()),
            ("USER", self.run_as.user.clone()),
            ("GROUP", self.run_as.group.clone()),
            ("UID", self.run_as.uid.to_string()),
            ("RELAY", self.ports.relay.to_string()),
            ("LMTP", self.ports.lmtp.to_string()),
            ("SIZE", self.spec.message_size_limit.to_string()),
        ];
        let mut text = String::from(template);
        for (name, value) in common.iter().chain(values) {
            text = text.replace(&format!("@{name}@"), value);
        }
        text
    }
}

/// A server's console is a file: whoever reads our output would wait for the end of a pipe that it holds.
fn send_output_to(console: &Path, command: &mut Command) -> anyhow::Result<()> {
    let output = fs::File::create(console).with_context(|| format!("cannot create {}", console.display()))?;
    command.stdin(Stdio::null()).stdout(output.try_clone().context("cannot share a log file")?).stderr(output);
    Ok(())
}

/// Whether the service on a port is ready: it greets, or waits for the client to begin TLS.
fn answers(port: u16, greets: bool) -> bool {
    // LMTP and the relay listen on the first address only
    let Ok(mut connection) = TcpStream::connect((OPERATOR_HOST, port)).or_else(|_| TcpStream::connect((LOCAL, port)))
    else {
        return false;
    };
    let _ = connection.set_read_timeout(Some(GREETING_LIMIT));
    !greets || connection.read(&mut [0; 1]).is_ok_and(|length| length > 0)
}
