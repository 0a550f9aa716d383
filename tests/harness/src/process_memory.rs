//! The memory of another process, read as whoever takes a picture of it would, and searched for what should not be there.
//!
//! Linux only: `/proc/PID/maps` says what is mapped, `/proc/PID/mem` holds it. The kernel allows it to the parent of a process.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::os::unix::fs::FileExt;

use anyhow::Context;

/// Bytes read at a time.
const STRETCH: usize = 4 * 1024 * 1024;
/// Bytes shown before and after what was found, so that one sees what it lies in.
const AROUND: usize = 48;

/// Bytes looked for, and what they are.
#[derive(Clone, Debug)]
pub struct Sought {
    /// Its name in what is told.
    pub name: String,
    /// At least two.
    pub bytes: Vec<u8>,
}

/// Where something was found.
pub struct Found {
    /// Name of what was sought.
    pub name: String,
    /// The mapping: a file, `[heap]`, `[stack]`, or nothing for memory without a name.
    pub mapping: String,
    /// Its address in the process.
    pub address: u64,
    around: Vec<u8>,
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} in {:?} at {:#x}: {:?}",
            self.name,
            self.mapping,
            self.address,
            self.around.escape_ascii().to_string()
        )
    }
}

/// Every place where one of `sought` stands in what the process may read of its own memory.
///
/// # Errors
/// The process is gone, or its memory may not be read.
pub fn search(process: u32, sought: &[Sought]) -> anyhow::Result<Vec<Found>> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).context("no such process")?;
    let memory = File::open(format!("/proc/{process}/mem")).context("the memory may not be read")?;
    let search = Search::new(sought);
    let mut found = Vec::new();
    for mapping in maps.lines().filter_map(Mapping::of) {
        search.mapping(&memory, &mapping, &mut found);
    }
    Ok(found)
}

struct Mapping<'a> {
    from: u64,
    to: u64,
    name: &'a str,
}

impl<'a> Mapping<'a> {
    /// `from-to rwxp offset device inode name`, when it may be read.
    fn of(line: &'a str) -> Option<Self> {
        let (range, rest) = line.split_once(' ')?;
        let (from, to) = range.split_once('-')?;
        let (from, to) = (u64::from_str_radix(from, 16).ok()?, u64::from_str_radix(to, 16).ok()?);
        let name = rest.splitn(5, ' ').nth(4).unwrap_or_default().trim_start();
        // what the kernel lends for the clock is no memory of the process
        (rest.starts_with('r') && name != "[vvar]" && name != "[vsyscall]").then_some(Self { from, to, name })
    }
}

/// All that is sought, by the first two bytes: a binary of a hundred megabytes is passed over once.
struct Search<'a> {
    begins: Vec<bool>,
    by_begin: BTreeMap<u16, Vec<&'a Sought>>,
    longest: usize,
}

impl<'a> Search<'a> {
    fn new(sought: &'a [Sought]) -> Self {
        let mut by_begin: BTreeMap<u16, Vec<&Sought>> = BTreeMap::new();
        for each in sought {
            if let [first, second, ..] = each.bytes.as_slice() {
                by_begin.entry(u16::from_be_bytes([*first, *second])).or_default().push(each);
            }
        }
        let mut begins = vec![false; 1 << 16];
        for begin in by_begin.keys() {
            begins[usize::from(*begin)] = true;
        }
        Self { begins, by_begin, longest: sought.iter().map(|each| each.bytes.len()).max().unwrap_or(0) }
    }

    fn mapping(&self, memory: &File, mapping: &Mapping<'_>, found: &mut Vec<Found>) {
        let mut bytes = vec![0; STRETCH + self.longest];
        let mut at = mapping.from;
        while at < mapping.to {
            let wanted = usize::try_from(mapping.to - at).unwrap_or(usize::MAX).min(bytes.len());
            // A page that cannot be read is passed over: beyond the end of a file, taken away meanwhile.
            let read = bytes.get_mut(..wanted).and_then(|place| memory.read_at(place, at).ok()).unwrap_or(0);
            let stretch = bytes.get(..read).unwrap_or_default();
            self.stretch(stretch, |offset, each| {
                // What begins in the part read again belongs to the next stretch.
                if offset < STRETCH {
                    let around = offset.saturating_sub(AROUND)..(offset + each.bytes.len() + AROUND).min(read);
                    found.push(Found {
                        name: each.name.clone(),
                        mapping: mapping.name.to_owned(),
                        address: at + offset as u64,
                        around: stretch.get(around).unwrap_or_default().to_vec(),
                    });
                }
            });
            at += if read == 0 { 4096 } else { read.min(STRETCH) as u64 };
        }
    }

    fn stretch(&self, bytes: &[u8], mut tell: impl FnMut(usize, &Sought)) {
        for (offset, pair) in bytes.array_windows::<2>().enumerate() {
            let begin = u16::from_be_bytes(*pair);
            if self.begins[usize::from(begin)] {
                let here = bytes.get(offset..).unwrap_or_default();
                let wanted = self.by_begin.get(&begin).into_iter().flatten();
                wanted.filter(|each| here.starts_with(&each.bytes)).for_each(|each| tell(offset, each));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::process::{Command, Stdio};

    use anyhow::Context;

    use super::{Search, Sought, search};

    fn sought(name: &str, bytes: &[u8]) -> Sought {
        Sought { name: name.to_owned(), bytes: bytes.to_vec() }
    }

    #[test]
    fn what_a_process_holds_is_found_and_what_it_does_not_is_not() -> anyhow::Result<()> {
        // Made here, so that neither stands in any program.
        let word = |seed: u8| (0..24_u8).map(|at| b'a' + (at * 7 + seed) % 26).collect::<Vec<u8>>();
        let mut cat = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        cat.stdin.as_mut().context("piped")?.write_all(&word(3))?;
        cat.stdout.as_mut().context("piped")?.read_exact(&mut [0; 24])?;
        let found = search(cat.id(), &[sought("held", &word(3)), sought("not held", &word(4))])?;
        cat.kill()?;
        cat.wait()?;
        assert!(!found.is_empty() && found.iter().all(|found| found.name == "held"), "{found:?}");
        Ok(())
    }

    #[test]
    fn two_that_begin_alike_and_one_at_the_end_are_all_found() {
        let wanted = [sought("short", b"abc"), sought("long", b"abcde"), sought("end", b"xy")];
        let mut places = Vec::new();
        Search::new(&wanted).stretch(b"..abcde.abcxy", |at, each| places.push((at, each.name.clone())));
        let places: Vec<_> = places.iter().map(|(at, name)| (*at, name.as_str())).collect();
        assert_eq!(places, [(2, "short"), (2, "long"), (8, "short"), (11, "end")]);
    }
}
