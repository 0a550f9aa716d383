//! What was asked on the command line. Nothing has a default that could reach a person's own profile by accident.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::ValueExt;
use lexopt::prelude::{Long, Short, Value};

use crate::error::CliError;

/// What `help` prints.
pub(crate) const HELP: &str = "\
Estafette without its window.

estafette-cli sync --once --profile DIR --provision FILE [options]
    Brings every mailbox in step with its server once, and says what came in. Sends nothing.
    --anchors DIR         believe the authorities in DIR/*.pem, and no other
    --password-file FILE  one password a line, in the order of the mailboxes; - reads the standard input
    --ephemeral-keys      keep the keys in memory: the profile is made for this run and removed at its end
    --verify              read every letter back and print the SHA-256 of them all
    --find FILE           look for each line of FILE, and print how many conversations have it
    --json                one JSON object, on the last line

estafette-cli search --profile DIR --provision FILE --queries FILE [options]
    Looks for each line of FILE in what the profile holds, as the window would, without a network.
    --anchors DIR         as above; nobody is called
    --limit NUMBER        conversations wanted of each mailbox, 50 when not said
    --letters             count the letters too
    --pages               read the list of every inbox to its end too
    --json                one JSON object, on the last line

estafette-cli accounts --provision FILE [--json]
    Checks a provisioning file and says what is in it.

estafette-cli version
estafette-cli help

Exit codes: 0 done, 1 nothing was done, 2 arguments not understood, 3 a mailbox is not in step with its server.";

/// A command, complete.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// `sync`.
    Sync(SyncRequest),
    /// `search`.
    Search(SearchRequest),
    /// `accounts`.
    Accounts(AccountsRequest),
    /// `version`.
    Version,
    /// `help`.
    Help,
}

/// What `sync` was asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SyncRequest {
    /// Folder of the profile.
    pub(crate) profile: PathBuf,
    /// The provisioning file.
    pub(crate) provision: PathBuf,
    /// Folder of the only authorities believed; those of the machine when not said.
    pub(crate) anchors: Option<PathBuf>,
    /// Where the passwords are, when not in the keyring.
    pub(crate) passwords: Option<PasswordSource>,
    /// Keys that end with the process.
    pub(crate) ephemeral_keys: bool,
    /// Read everything back once it is received.
    pub(crate) verify: bool,
    /// Words to look for then, one search a line.
    pub(crate) find: Option<PathBuf>,
    /// Answer in JSON.
    pub(crate) json: bool,
}

/// Where passwords are read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PasswordSource {
    /// The standard input.
    StandardInput,
    /// A file.
    File(PathBuf),
}

/// What `search` was asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SearchRequest {
    /// Folder of the profile.
    pub(crate) profile: PathBuf,
    /// The provisioning file.
    pub(crate) provision: PathBuf,
    /// Folder of the only authorities believed; those of the machine when not said.
    pub(crate) anchors: Option<PathBuf>,
    /// What to look for, one search a line.
    pub(crate) queries: PathBuf,
    /// Conversations wanted of each mailbox.
    pub(crate) limit: u32,
    /// Count the letters too.
    pub(crate) letters: bool,
    /// Read the list of every inbox to its end too.
    pub(crate) pages: bool,
    /// Answer in JSON.
    pub(crate) json: bool,
}

/// What `accounts` was asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AccountsRequest {
    /// The provisioning file.
    pub(crate) provision: PathBuf,
    /// Answer in JSON.
    pub(crate) json: bool,
}

/// Reads the arguments, the program's own name first.
///
/// # Errors
/// [`CliError::Usage`].
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, CliError> {
    let mut parser = lexopt::Parser::from_iter(arguments);
    match parser.next().map_err(misused)? {
        Some(Value(verb)) if verb == "sync" => sync_request(Options::read(parser, "sync")?),
        Some(Value(verb)) if verb == "search" => search_request(Options::read(parser, "search")?),
        Some(Value(verb)) if verb == "accounts" => accounts_request(Options::read(parser, "accounts")?),
        Some(Value(verb)) if verb == "version" => alone(parser, Command::Version),
        Some(Value(verb)) if verb == "help" => alone(parser, Command::Help),
        Some(Long("version")) => alone(parser, Command::Version),
        Some(Long("help") | Short('h')) => alone(parser, Command::Help),
        Some(other) => Err(misused(other.unexpected())),
        None => Err(CliError::Usage(String::from("no verb is given"))),
    }
}

/// Every option there is, as found.
#[derive(Default)]
struct Options {
    once: bool,
    json: bool,
    ephemeral_keys: bool,
    verify: bool,
    letters: bool,
    pages: bool,
    limit: Option<u32>,
    find: Option<PathBuf>,
    queries: Option<PathBuf>,
    profile: Option<PathBuf>,
    provision: Option<PathBuf>,
    anchors: Option<PathBuf>,
    password_file: Option<PathBuf>,
}

impl Options {
    fn read(mut parser: lexopt::Parser, verb: &str) -> Result<Self, CliError> {
        let mut options = Self::default();
        let (syncing, searching) = (verb == "sync", verb == "search");
        while let Some(argument) = parser.next().map_err(misused)? {
            let place = match argument {
                Long("json") => {
                    options.json = true;
                    continue;
                }
                Long("once") if syncing => {
                    options.once = true;
                    continue;
                }
                Long("ephemeral-keys") if syncing => {
                    options.ephemeral_keys = true;
                    continue;
                }
                Long("verify") if syncing => {
                    options.verify = true;
                    continue;
                }
                Long("letters") if searching => {
                    options.letters = true;
                    continue;
                }
                Long("pages") if searching => {
                    options.pages = true;
                    continue;
                }
                Long("limit") if searching => {
                    options.limit = Some(parser.value().and_then(|value| value.parse()).map_err(misused)?);
                    continue;
                }
                Long("queries") if searching => &mut options.queries,
                Long("find") if syncing => &mut options.find,
                Long("provision") => &mut options.provision,
                Long("profile") if syncing || searching => &mut options.profile,
                Long("anchors") if syncing || searching => &mut options.anchors,
                Long("password-file") if syncing => &mut options.password_file,
                other => return Err(misused(other.unexpected())),
            };
            *place = Some(PathBuf::from(parser.value().map_err(misused)?));
        }
        Ok(options)
    }
}

fn sync_request(options: Options) -> Result<Command, CliError> {
    if !options.once {
        // Staying in step is the window's work: said now, so that it may come without changing what scripts ask.
        return Err(CliError::Usage(String::from("sync needs --once")));
    }
    Ok(Command::Sync(SyncRequest {
        profile: needed(options.profile, "--profile")?,
        provision: needed(options.provision, "--provision")?,
        anchors: options.anchors,
        passwords: options.password_file.map(|path| match path.as_os_str() == "-" {
            true => PasswordSource::StandardInput,
            false => PasswordSource::File(path),
        }),
        ephemeral_keys: options.ephemeral_keys,
        verify: options.verify,
        find: options.find,
        json: options.json,
    }))
}

fn search_request(options: Options) -> Result<Command, CliError> {
    Ok(Command::Search(SearchRequest {
        profile: needed(options.profile, "--profile")?,
        provision: needed(options.provision, "--provision")?,
        anchors: options.anchors,
        queries: needed(options.queries, "--queries")?,
        limit: options.limit.unwrap_or(50),
        letters: options.letters,
        pages: options.pages,
        json: options.json,
    }))
}

fn accounts_request(options: Options) -> Result<Command, CliError> {
    let provision = needed(options.provision, "--provision")?;
    Ok(Command::Accounts(AccountsRequest { provision, json: options.json }))
}

fn alone(mut parser: lexopt::Parser, command: Command) -> Result<Command, CliError> {
    match parser.next().map_err(misused)? {
        Some(more) => Err(misused(more.unexpected())),
        None => Ok(command),
    }
}

fn needed(path: Option<PathBuf>, option: &str) -> Result<PathBuf, CliError> {
    path.ok_or_else(|| CliError::Usage(format!("{option} is missing")))
}

fn misused(error: lexopt::Error) -> CliError {
    CliError::Usage(error.to_string())
}

#[cfg(test)]
mod tests;
