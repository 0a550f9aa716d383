//! Where records go: the standard error, and nowhere on the disk.

use tracing_subscriber::EnvFilter;

/// Records of warnings and errors, or what `ESTAFETTE_LOG` asks for. Ids only: addresses, subjects and file names are
/// redacted by type before they come here.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("ESTAFETTE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second start in one process is a test's: the first one's records go on.
    let _already_started = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
