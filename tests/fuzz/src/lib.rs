//! What strangers write, each kind read as the product reads it, and what must be so whatever they wrote.
//!
//! A target is a function of bytes that panics when something is wrong. `./dev bench fuzz` has a mutator make bytes for each,
//! guided by the code they reach; what was worth keeping of that stands in `corpus`, and is read again by an ordinary test.

mod document;
mod file;
mod html_seen;
mod letter;
mod link;
pub mod panics;
mod provisioning;
mod written;

/// Something a stranger writes.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is that of its folder in `corpus`.
    pub name: &'static str,
    /// Reads bytes as the product does.
    ///
    /// # Panics
    /// Something is not as it must be.
    pub read: fn(&[u8]),
}

const fn target(name: &'static str, read: fn(&[u8])) -> Target {
    Target { name, read }
}

/// What is read in any build.
pub const TARGETS: [Target; 8] = [
    target("letter", letter::read),
    target("written", written::read),
    target("document", document::read),
    target("picture", file::picture),
    target("zip", file::zip),
    target("winmail", file::winmail),
    target("link", link::read),
    target("provisioning", provisioning::read),
];

/// Servers: the network is spoken to through TLS alone, but in a build for the fuzzer. The trials of `estafette-net` read what was
/// kept of these.
#[cfg(fuzzing)]
pub const SERVERS: [Target; 4] = [
    target("imap", estafette_net::fuzzed::imap_answers),
    target("imap_starttls", estafette_net::fuzzed::imap_starttls),
    target("smtp", estafette_net::fuzzed::smtp_answers),
    target("smtp_starttls", estafette_net::fuzzed::smtp_starttls),
];

/// The control: a mutator that is guided finds in a second what it would not hit by chance in a year.
#[cfg(fuzzing)]
pub const CONTROL: Target = target("control", planted);

#[cfg(fuzzing)]
fn planted(bytes: &[u8]) {
    let Some((word, rest)) = bytes.split_first_chunk::<4>() else { return };
    // As numbers, since what compares memory is not seen.
    if u32::from_le_bytes(*word) == u32::from_le_bytes(*b"PEUR") && rest.first().is_some_and(|byte| *byte == b'!') {
        panic!("the fault that was planted");
    }
}
