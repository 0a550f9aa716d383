//! Cyrus: IMAP and the LMTP that Exim delivers to, of another family than Dovecot.
//!
//! It asks for a folder of its own below the operator's, for passwords in SASL's own file, and for the name of an account, which
//! `cyrus_user` tells it; the rest of what is compiled in has a setting.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use super::{Account, ImapFamily, Site};
use crate::mailstore::Naming;
use crate::ports;

/// What it prints before it has read its configuration; later it writes to the machine's log alone.
pub(super) const CONSOLE: &str = "cyrus.console";

const SERVICES_TEMPLATE: &str = include_str!("cyrus.conf.in");
const SETTINGS_TEMPLATE: &str = include_str!("imapd.conf.in");

/// Its folder, in the operator's.
const FOLDER: &str = "cyrus";
const SERVICES: &str = "cyrus.conf";
const SETTINGS: &str = "imapd.conf";
const PASSWORDS: &str = "sasldb2";

/// The realm of every account: `servername`, for a login without a domain.
const REALM: &str = "localhost";

/// The socket of an IMAP service that no client is told of.
pub(super) fn back_door(operator: &Path) -> PathBuf {
    operator.join(FOLDER).join("run").join("judge")
}

/// How its folders are called by who asks for them.
pub(super) fn naming(family: ImapFamily) -> Naming {
    match family {
        ImapFamily::Dovecot | ImapFamily::Cyrus => Naming { prefix: "", separator: '/' },
        ImapFamily::CyrusOfOld => Naming { prefix: "INBOX.", separator: '.' },
    }
}

/// The lines that make it call them so.
fn names(naming: Naming) -> String {
    let (beside_the_inbox, by_slashes) = (naming.prefix.is_empty(), naming.separator == '/');
    let answer = |yes| if yes { "yes" } else { "no" };
    format!("altnamespace: {}\nunixhierarchysep: {}", answer(beside_the_inbox), answer(by_slashes))
}

/// Makes its folders and the file of passwords.
///
/// # Errors
/// A login is not the local part of its address, by which Cyrus delivers; or the disk refuses.
pub(super) fn lay_out(site: &Site<'_>) -> anyhow::Result<()> {
    let folder = site.folder.join(FOLDER);
    // a session that waits for letters is told of them at an address in `conf/socket`
    for name in ["conf/socket", "spool", "run"] {
        site.run_as.create_folder(&folder.join(name))?;
    }
    for account in &site.spec.accounts {
        ensure!(
            account.address.split('@').next() == Some(account.login.as_str()),
            "Cyrus delivers by local part, and {} is opened as {}",
            account.address,
            account.login
        );
        // where this folder is, Cyrus writes down what is said
        site.run_as.create_folder(&record(site.folder, &account.login))?;
        keep_password(site, account)?;
    }
    Ok(())
}

/// Writes the configuration for the site's ports and returns the command that serves it.
///
/// # Errors
/// A port was taken meanwhile: Cyrus would say so in the machine's log only, and run without it.
pub(super) fn command(site: &Site<'_>) -> anyhow::Result<Command> {
    for port in [site.ports.imap_starttls, site.ports.imaps, site.ports.lmtp] {
        ensure!(ports::is_free(port), "port {port}: Address already in use");
    }
    let folder = site.folder.join(FOLDER);
    let (services, settings) = (folder.join(SERVICES), folder.join(SETTINGS));
    let programs = site.packages.file("usr/lib/cyrus/bin");
    let values = [
        ("PROGRAMS", programs.display().to_string()),
        ("IMAP", site.ports.imap_starttls.to_string()),
        ("IMAPS", site.ports.imaps.to_string()),
        ("JUDGE", back_door(site.folder).display().to_string()),
        ("NAMING", names(naming(site.spec.family))),
        ("QUOTA", site.spec.quota.unwrap_or(0).to_string()),
        ("CAPABILITIES", capabilities(&site.spec.withheld)),
    ];
    site.run_as.write(&services, site.fill_in(SERVICES_TEMPLATE, &values).as_bytes())?;
    let text = site.fill_in(SETTINGS_TEMPLATE, &values);
    let text = if site.spec.withheld.contains(&"SPECIAL-USE") { without_uses(&text) } else { text };
    site.run_as.write(&settings, text.as_bytes())?;
    let mut command = site.run_as.bare_command(&programs.join("master"));
    command.arg("-C").arg(&settings).arg("-M").arg(&services).arg("-p").arg(folder.join("run").join("pid"));
    with_sasl(site, &mut command)?;
    command.current_dir(&folder);
    Ok(command)
}

/// What was said in every session of `login`, one after the other.
pub(super) fn dialogue(operator: &Path, login: &str) -> anyhow::Result<String> {
    let mut sessions = Vec::new();
    if let Ok(entries) = fs::read_dir(record(operator, login)) {
        for entry in entries {
            let path = entry.context("cannot list the sessions")?.path();
            let begun = fs::metadata(&path).and_then(|file| file.created()).context("cannot date a session")?;
            let said = fs::read(&path).context("cannot read a session")?;
            sessions.push((begun, String::from_utf8_lossy(&said).into_owned()));
        }
    }
    sessions.sort();
    Ok(sessions.into_iter().map(|(_, said)| said).collect())
}

fn record(operator: &Path, login: &str) -> PathBuf {
    operator.join(FOLDER).join("conf").join("log").join(login)
}

/// The line that makes it say less, or none.
fn capabilities(withheld: &[&str]) -> String {
    if withheld.is_empty() { String::new() } else { format!("suppress_capabilities: {}", withheld.join(" ")) }
}

/// A server that does not offer SPECIAL-USE has no folder with a use: Cyrus would tell it unasked.
fn without_uses(settings: &str) -> String {
    settings.lines().filter(|line| !line.starts_with("xlist-")).map(|line| format!("{line}\n")).collect()
}

fn keep_password(site: &Site<'_>, account: &Account) -> anyhow::Result<()> {
    let mut command = site.run_as.bare_command(&site.packages.file("usr/sbin/saslpasswd2"));
    command.arg("-f").arg(site.folder.join(FOLDER).join(PASSWORDS)).args(["-p", "-c", "-u", REALM]);
    command.arg(&account.login).stdin(Stdio::piped());
    with_sasl(site, &mut command)?;
    let mut program = command.spawn().context("cannot run saslpasswd2")?;
    let mut stdin = program.stdin.take().context("saslpasswd2 hears nothing")?;
    stdin.write_all(account.password.as_bytes()).context("saslpasswd2 takes no password")?;
    drop(stdin);
    let status = program.wait().context("cannot wait for saslpasswd2")?;
    ensure!(status.success(), "saslpasswd2 ended with {status}");
    Ok(())
}

fn with_sasl(site: &Site<'_>, command: &mut Command) -> anyhow::Result<()> {
    command.env("LD_LIBRARY_PATH", site.packages.loader_path());
    // the machine may have modules of its own: the setting for their folder is heeded by SASL's own programs only
    command.env("SASL_PATH", site.packages.sasl_modules()?);
    Ok(())
}

#[cfg(test)]
mod tests;
