//! Dovecot: IMAP, the LMTP that Exim delivers to, the passwords Exim asks for, and a second submission service.
//!
//! The template holds what never changes; this file fills in the accounts and works around compiled-in paths.

use std::os::unix::fs::symlink;
use std::process::Command;

use anyhow::Context;

use super::Site;
use crate::packages::MODULES_LINK;

/// Where Dovecot logs, in the operator's folder.
pub(super) const LOG: &str = "dovecot.log";
/// What it prints before it has read its configuration.
pub(super) const CONSOLE: &str = "dovecot.console";

const TEMPLATE: &str = include_str!("dovecot.conf.in");
const CONFIGURATION: &str = "dovecot.conf";

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
            ("SUBMISSION", site.ports.second_submission.to_string()),
        ],
    );
    site.run_as.write(&configuration, text.as_bytes())?;
    // Dovecot itself would call the installed doveconf, a compiled-in path: call the unpacked one, which calls Dovecot
    let mut command = site.run_as.bare_command(&site.packages.file("usr/bin/doveconf"));
    command.args(["-f", "service=master", "-c"]).arg(&configuration).arg("-p");
    command.arg("-e").arg(site.packages.file("usr/sbin/dovecot")).arg("-F").arg("-c").arg(&configuration);
    command.env("LD_LIBRARY_PATH", site.packages.loader_path());
    command.current_dir(site.folder.join("run"));
    Ok(command)
}
