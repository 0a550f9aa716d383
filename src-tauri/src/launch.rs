//! How the program was started: the few words of its command line, and what only a test driver may ask.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// What the command line asks for.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// `--demo DIR`: the demonstration operator whose papers are in `DIR`; the profile lives and dies with it.
    pub demonstration: Option<PathBuf>,
    /// `--provision FILE` in place of the machine's own file.
    pub provisioning: Option<PathBuf>,
    /// `--profile DIR` in place of the person's own.
    pub profile: Option<PathBuf>,
    /// A test driver holds the window. Cannot be asked for on the command line.
    pub driven: Option<Driven>,
}

/// What a test driver decides in place of a person, who would use native dialogs.
#[derive(Clone, Debug, Default)]
pub struct Driven {
    /// Where the driver puts the files that « Joindre » is to pick: all of them, by name.
    pub files_to_join: PathBuf,
    /// Where « Enregistrer » saves.
    pub save_folder: PathBuf,
    /// Documents are read as a person reads them, where no driver looks in: only the screen shows it.
    pub private_viewer: bool,
    /// How long an INS stays in the clipboard.
    pub ins_stays: Duration,
}

/// What is to be done with a command line.
#[derive(Debug)]
pub enum Asked {
    /// Open the window.
    Open(Launch),
    /// Print the version.
    Version,
    /// Say how the command line is written.
    Usage(String),
}

/// How the command line is written.
pub(crate) const USAGE: &str = "usage: estafette [--demo DIR | --provision FILE] [--profile DIR] [--version]";

impl Launch {
    /// Reads the arguments after the program's name.
    pub fn from_arguments(arguments: impl IntoIterator<Item = OsString>) -> Asked {
        let mut launch = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let place = match argument.to_str() {
                Some("--version") => return Asked::Version,
                Some("--demo") => &mut launch.demonstration,
                Some("--provision") => &mut launch.provisioning,
                Some("--profile") => &mut launch.profile,
                _ => return Asked::Usage(format!("unknown argument {}", argument.to_string_lossy())),
            };
            let Some(value) = arguments.next() else {
                return Asked::Usage(format!("{} needs a value", argument.to_string_lossy()));
            };
            *place = Some(PathBuf::from(value));
        }
        if launch.demonstration.is_some() && launch.provisioning.is_some() {
            return Asked::Usage(String::from("--demo brings its own provisioning"));
        }
        Asked::Open(launch)
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::Path;

    use super::{Asked, Launch};

    fn read(arguments: &[&str]) -> Asked {
        Launch::from_arguments(arguments.iter().map(OsString::from))
    }

    #[test]
    fn each_argument_finds_its_place() {
        let Asked::Open(launch) = read(&["--provision", "p.json", "--profile", "here"]) else { panic!("a usage") };
        assert_eq!(launch.provisioning.as_deref(), Some(Path::new("p.json")));
        assert_eq!(launch.profile.as_deref(), Some(Path::new("here")));
        assert!(launch.demonstration.is_none() && launch.driven.is_none());
    }

    #[test]
    fn a_command_line_that_means_nothing_gets_the_usage() {
        for arguments in [&["--demo"][..], &["--drive"], &["x"], &["--demo", "a", "--provision", "b"]] {
            assert!(matches!(read(arguments), Asked::Usage(_)), "{arguments:?}");
        }
    }
}
