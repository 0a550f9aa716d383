//! Dovecot: IMAP, the LMTP that Exim delivers to, the passwords Exim asks for, and a second submission service.
//!
//! Where another family has the mailboxes, it keeps the last two.
//! The template holds what never changes; this file fills in the accounts and works around compiled-in paths.

use std::os::unix::fs::symlink;
use std::process::Command;

use anyhow::Context;

use super::{ImapFamily, Site};
use crate::packages::MODULES_LINK;

/// Where Dovecot logs, in the operator's folder.
pub(super) const LOG: &str = "dovecot.log";
/// What it prints before it has read its configuration.
pub(super) const CONSOLE: &str = "dovecot.console";

const TEMPLATE: &str = include_str!("dovecot.conf.in");
const CONFIGURATION: &str = "dovecot.conf";

/// What Dovecot 2.3 offers after a login, as it is configured here.
const EXTENSIONS: &str = "SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS \
     THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 \
     CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY \
     PREVIEW STATUS=SIZE SAVEDATE LITERAL+ NOTIFY SPECIAL-USE";

/// The line that makes it offer less, or none: it then says itself what it has.
fn capabilities(withheld: &[&str]) -> String {
    if withheld.is_empty() {
        return String::new();
    }
    let offered = EXTENSIONS.split_whitespace().filter(|extension| !withheld.contains(extension));
    format!("imap_capability = IMAP4rev1 {}", offered.collect::<Vec<_>>().join(" "))
}

/// How many connections were logged in as `login` at the same time, at most, by what Dovecot wrote in its log.
pub(super) fn sessions_at_once(log: &str, login: &str) -> usize {
    let (begins, ends) = (format!("imap-login: Info: Login: user=<{login}>"), format!("imap({login})<"));
    let mut open = 0_usize;
    let mut most = 0;
    for line in log.lines() {
        if line.contains(&begins) {
            open += 1;
            most = most.max(open);
        } else if line.contains(&ends)
            && ["Info: Disconnected", "Info: Connection closed"].iter().any(|end| line.contains(end))
        {
            open = open.saturating_sub(1);
        }
    }
    most
}

/// Writes the accounts and the link to the unpacked modules.
pub(super) fn lay_out(site: &Site<'_>) -> anyhow::Result<()> {
    let modules = site.packages.file("usr/lib/dovecot/modules");
    symlink(modules, site.folder.join("run").join(MODULES_LINK)).context("cannot link Dovecot's modules")?;
    let (uid, gid) = (site.run_as.uid, site.run_as.gid);
    let mut users = String::new();
    for account in &site.spec.accounts {
        let home = site.mailstore.home(&account.login).display().to_string();
        let mut names = vec![&account.login];
        // Exim delivers by address, people log in by login: the same mailbox under both names
        if account.address != account.login {
            names.push(&account.address);
        }
        for name in names {
            users.push_str(&format!("{name}:{{PLAIN}}{}:{uid}:{gid}::{home}::\n", account.password));
        }
    }
    site.run_as.write(&site.folder.join("users"), users.as_bytes())
}

/// Writes the configuration for the site's ports and returns the command that serves it.
pub(super) fn command(site: &Site<'_>) -> anyhow::Result<Command> {
    let configuration = site.folder.join(CONFIGURATION);
    let text = site.fill_in(
        TEMPLATE,
        &[
            ("PROGRAMS", site.packages.file("usr/lib/dovecot").display().to_string()),
            ("INSTANCE", format!("estafette-{}", site.ports.imap_starttls)),
            ("IMAP", site.ports.imap_starttls.to_string()),
            ("IMAPS", site.ports.imaps.to_string()),
            ("CONNECTIONS", site.spec.connections_per_person.to_string()),
            ("PROTOCOLS", String::from(protocols(site.spec.family))),
            ("CAPABILITIES", capabilities(&site.spec.withheld)),
            ("SUBMISSION", site.ports.second_submission.to_string()),
        ],
    );
    let text = if site.spec.withheld.contains(&"SPECIAL-USE") { without_uses(&text) } else { text };
    site.run_as.write(&configuration, text.as_bytes())?;
    // Dovecot itself would call the installed doveconf, a compiled-in path: call the unpacked one, which calls Dovecot
    let mut command = site.run_as.bare_command(&site.packages.file("usr/bin/doveconf"));
    command.args(["-f", "service=master", "-c"]).arg(&configuration).arg("-p");
    command.arg("-e").arg(site.packages.file("usr/sbin/dovecot")).arg("-F").arg("-c").arg(&configuration);
    command.env("LD_LIBRARY_PATH", site.packages.loader_path());
    command.current_dir(site.folder.join("run"));
    Ok(command)
}

fn protocols(family: ImapFamily) -> &'static str {
    match family {
        ImapFamily::Dovecot => "imap lmtp submission",
        ImapFamily::Cyrus | ImapFamily::CyrusOfOld => "submission",
    }
}

/// A server that does not offer SPECIAL-USE has no folder with a use: Dovecot would tell it unasked.
fn without_uses(configuration: &str) -> String {
    configuration
        .lines()
        .filter(|line| !line.trim_start().starts_with("special_use"))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::sessions_at_once;

    #[test]
    fn sessions_are_counted_from_their_login_to_their_end() {
        let log = "Nov 27 imap-login: Info: Login: user=<secretariat>, method=PLAIN\n\
                   Nov 27 imap-login: Info: Login: user=<secretariat>, method=PLAIN\n\
                   Nov 27 imap(secretariat)<12><a>: Info: Disconnected: Logged out in=1 out=2\n\
                   Nov 27 imap-login: Info: Login: user=<urgences>, method=PLAIN\n\
                   Nov 27 imap-login: Info: Login: user=<secretariat>, method=PLAIN\n\
                   Nov 27 imap(secretariat)<13><b>: Info: Connection closed (IDLE)\n";
        assert_eq!((sessions_at_once(log, "secretariat"), sessions_at_once(log, "karine")), (2, 0));
    }
}
