//! Exim: takes messages in, checks who may send them, and hands them to Dovecot.
//!
//! It lets a test ask for an answer by the address it writes to (`tempfail…`, `nouser…`, a domain outside `.example`).

use std::collections::BTreeSet;
use std::process::Command;

use super::Site;

/// Accepted, delivered and bounced messages.
pub(super) const MAIN_LOG: &str = "exim-main.log";
/// Refused ones.
pub(super) const REJECT_LOG: &str = "exim-reject.log";
/// What Exim could not bear.
pub(super) const PANIC_LOG: &str = "exim-panic.log";
/// What it prints before it has a log.
pub(super) const CONSOLE: &str = "exim.console";

/// The account whose name Debian compiles in, and without which Exim does not start.
const COMPILED_IN_ACCOUNT: &str = "Debian-exim";

const TEMPLATE: &str = include_str!("exim.conf.in");
const CONFIGURATION: &str = "exim.conf";
const USER_DATABASE: &str = "passwd";
const GROUP_DATABASE: &str = "group";

/// Writes who may send as which address, and the user database in which Exim finds the account it wants.
pub(super) fn lay_out(site: &Site<'_>) -> anyhow::Result<()> {
    let mut owners = String::new();
    for account in &site.spec.accounts {
        owners.push_str(&format!("{}: {} : {}\n", account.address, account.login, account.address));
    }
    site.run_as.write(&site.folder.join("owners"), owners.as_bytes())?;
    let (user, group, uid, gid) = (&site.run_as.user, &site.run_as.group, site.run_as.uid, site.run_as.gid);
    let folder = site.folder.display();
    let users: String = ["root:x:0:0:root:/root:/bin/sh\n".to_owned()]
        .into_iter()
        .chain([user.as_str(), COMPILED_IN_ACCOUNT].map(|name| format!("{name}:x:{uid}:{gid}::{folder}:/bin/false\n")))
        .collect();
    site.run_as.write(&site.folder.join(USER_DATABASE), users.as_bytes())?;
    let groups: String = ["root:x:0:\n".to_owned()]
        .into_iter()
        .chain([group.as_str(), COMPILED_IN_ACCOUNT].map(|name| format!("{name}:x:{gid}:\n")))
        .collect();
    site.run_as.write(&site.folder.join(GROUP_DATABASE), groups.as_bytes())
}

/// Writes the configuration for the site's ports and returns the command that serves it.
pub(super) fn command(site: &Site<'_>) -> anyhow::Result<Command> {
    let program = site.packages.file("usr/sbin/exim4");
    let configuration = site.folder.join(CONFIGURATION);
    let domains: BTreeSet<_> = site.spec.accounts.iter().map(|account| account.domain()).collect();
    let text = site.fill_in(
        TEMPLATE,
        &[
            ("EXIM", program.display().to_string()),
            ("STARTTLS", site.ports.submission_starttls.to_string()),
            ("TLS", site.ports.submissions.to_string()),
            ("REPORTS", String::from(if site.spec.reports { "*" } else { "" })),
            ("HOSTED", domains.into_iter().collect::<Vec<_>>().join(" : ")),
        ],
    );
    site.run_as.write(&configuration, text.as_bytes())?;
    let mut command = site.run_as.bare_command(&program);
    // a queue run every five seconds: what could not be delivered at once is tried again while a test waits
    command.arg("-C").arg(&configuration).args(["-bdf", "-q5s"]);
    command.env("LD_LIBRARY_PATH", site.packages.loader_path());
    command.env("LD_PRELOAD", site.packages.nss_wrapper()?);
    command.env("NSS_WRAPPER_PASSWD", site.folder.join(USER_DATABASE));
    command.env("NSS_WRAPPER_GROUP", site.folder.join(GROUP_DATABASE));
    Ok(command)
}
