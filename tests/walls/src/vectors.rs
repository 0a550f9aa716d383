//! The table of hostile parts: how it is written is told in [vectors/README.md](../vectors/README.md).

use std::net::Ipv4Addr;

/// One file for each channel.
const TABLE: [(&str, &str); 11] = [
    ("images", include_str!("../vectors/images.txt")),
    ("styles", include_str!("../vectors/styles.txt")),
    ("media", include_str!("../vectors/media.txt")),
    ("documents", include_str!("../vectors/documents.txt")),
    ("hints", include_str!("../vectors/hints.txt")),
    ("drawings", include_str!("../vectors/drawings.txt")),
    ("scripts", include_str!("../vectors/scripts.txt")),
    ("mutations", include_str!("../vectors/mutations.txt")),
    ("across-parts", include_str!("../vectors/across-parts.txt")),
    ("charsets", include_str!("../vectors/charsets.txt")),
    ("clicks", include_str!("../vectors/clicks.txt")),
];

/// One hostile letter.
#[derive(Clone, Debug)]
pub(crate) struct Vector {
    /// Its name, one in the whole table.
    pub(crate) id: &'static str,
    /// The file it stands in.
    pub(crate) channel: &'static str,
    /// Its address, which tells it from all others even where nothing is said.
    pub(crate) address: Ipv4Addr,
    /// Why nothing comes of it in this engine, even without a wall.
    pub(crate) silent: Option<&'static str>,
    /// Shown as the whole document where no wall is in the way.
    pub(crate) document: bool,
    /// Somebody clicks in the middle of it.
    pub(crate) click: bool,
    /// Takes the window along, and is shown by itself.
    pub(crate) alone: bool,
    /// Read, written and read again where no wall is in the way.
    pub(crate) reread: bool,
    /// Seen by a name server alone.
    pub(crate) name: bool,
    /// The engine asks no policy about it.
    pub(crate) unasked: bool,
    encoding: Encoding,
    charset: Option<&'static str>,
    parts: Vec<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Bytes,
    Utf16Le,
    Utf16Be,
}

/// What the blanks of a vector are filled with.
pub(crate) struct Blanks {
    /// `127.1.0.7:4000/control/img-src/`
    pub(crate) host: String,
    /// `img-src.control.piste.example`
    pub(crate) name: String,
    /// `ran/control/img-src`
    pub(crate) ran: String,
}

/// The whole table.
pub(crate) fn table() -> Vec<Vector> {
    let mut vectors: Vec<Vector> = Vec::new();
    for (channel, text) in TABLE {
        for written in text.split("== ").skip(1) {
            let number = u16::try_from(vectors.len() + 1).unwrap_or(u16::MAX);
            vectors.push(read(channel, written, number));
        }
    }
    vectors
}

fn read(channel: &'static str, written: &'static str, number: u16) -> Vector {
    let (title, mut body) = written.split_once('\n').unwrap_or((written, ""));
    let mut silent = None;
    if let Some(rest) = body.strip_prefix("-- silent: ") {
        let (reason, rest) = rest.split_once('\n').unwrap_or((rest, ""));
        (silent, body) = (Some(reason), rest);
    }
    let mut words = title.split_whitespace();
    let id = words.next().unwrap_or_default();
    let flags: Vec<&str> = words.collect();
    let encoding = match () {
        () if flags.contains(&"utf-16le") => Encoding::Utf16Le,
        () if flags.contains(&"utf-16be") => Encoding::Utf16Be,
        () => Encoding::Bytes,
    };
    let [high, low] = number.to_be_bytes();
    Vector {
        id,
        channel,
        address: Ipv4Addr::new(127, 1, high, low),
        silent,
        document: flags.contains(&"document"),
        click: flags.contains(&"click"),
        alone: flags.contains(&"alone"),
        reread: flags.contains(&"reread"),
        name: flags.contains(&"name"),
        unasked: flags.contains(&"unasked"),
        encoding,
        charset: flags.iter().find_map(|flag| flag.strip_prefix("charset=")),
        parts: body.split("-- part\n").map(|part| part.strip_suffix('\n').unwrap_or(part)).collect(),
    }
}

impl Vector {
    /// Its parts as the sender wrote them.
    pub(crate) fn parts(&self, blanks: &Blanks) -> Vec<Vec<u8>> {
        self.parts.iter().map(|part| self.encode(&fill(part, blanks))).collect()
    }

    /// The type the sender gave them, as a document by itself.
    pub(crate) fn document_type(&self) -> String {
        match self.charset {
            None => String::from("text/html; charset=utf-8"),
            Some("") => String::from("text/html"),
            Some(whole) if whole.contains('/') => whole.to_owned(),
            Some(charset) => format!("text/html; charset={charset}"),
        }
    }

    /// The type of each as a part of a letter, of which only HTML is shown.
    pub(crate) fn part_type(&self) -> String {
        let document = self.document_type();
        if document.starts_with("text/html") { document } else { String::from("text/html; charset=utf-8") }
    }

    fn encode(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            Encoding::Bytes => with_bytes(text),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

fn fill(part: &str, blanks: &Blanks) -> String {
    part.replace("{canary}", &format!("http://{}", blanks.host))
        .replace("{host}", &blanks.host)
        .replace("{name}", &blanks.name)
        .replace("{run}", &format!("new/**/Image().src=`mail://localhost/{}`", blanks.ran))
        .replace("{ran}", &blanks.ran)
        .replace("{bom}", "\u{feff}")
}

/// `{x1b}` becomes that byte, and everything else stays.
fn with_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{x") {
        bytes.extend_from_slice(before.as_bytes());
        match after.split_once('}').map(|(digits, after)| (u8::from_str_radix(digits, 16), after)) {
            Some((Ok(byte), after)) => {
                bytes.push(byte);
                rest = after;
            }
            Some((Err(_), _)) | None => {
                bytes.extend_from_slice(b"{x");
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Blanks, Vector, table};

    fn blanks() -> Blanks {
        Blanks {
            host: String::from("127.1.0.7:4000/control/x/"),
            name: String::from("x.control.piste.example"),
            ran: String::from("ran/control/x"),
        }
    }

    fn called(id: &str) -> Vector {
        table().into_iter().find(|vector| vector.id == id).expect("in the table")
    }

    #[test]
    fn every_vector_has_a_name_of_its_own_something_to_say_and_no_blank_left() {
        let vectors = table();
        let names: BTreeSet<&str> = vectors.iter().map(|vector| vector.id).collect();
        assert_eq!(names.len(), vectors.len());
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')));
        for vector in &vectors {
            for part in vector.parts(&blanks()) {
                let text = String::from_utf8_lossy(&part);
                assert!(!part.is_empty(), "{}", vector.id);
                for blank in ["{canary}", "{host}", "{name}", "{run}", "{ran}", "{bom}", "{x", "-- silent"] {
                    assert!(!text.contains(blank), "{}: {blank} in {text}", vector.id);
                }
            }
        }
    }

    #[test]
    fn a_hundred_and_fifty_are_expected_to_leak_and_each_other_says_why_not() {
        let (silent, loud): (Vec<Vector>, Vec<Vector>) =
            table().into_iter().partition(|vector| vector.silent.is_some());
        assert!(loud.len() >= 150, "{}", loud.len());
        assert!(silent.iter().all(|vector| vector.silent.is_some_and(|reason| reason.len() > 10)));
    }

    #[test]
    fn blanks_bytes_and_parts_are_filled_in() {
        let parts = called("image-across-parts").parts(&blanks());
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0], b"<img src=\"http://127.1.0.7:4000/control/x/?");
        let stateful = called("stateful-quotes").parts(&blanks());
        assert!(stateful[0].starts_with(b"<img alt=\"\x1b$B\"> \x1b(B<img"));
        let sixteen = called("sixteen-bits-by-their-mark").parts(&blanks());
        assert!(sixteen[0].starts_with(b"\xff\xfe<\0i\0"));
        assert_eq!(called("sixteen-bits").document_type(), "text/html; charset=utf-16le");
        assert_eq!(called("xml-stylesheet").part_type(), "text/html; charset=utf-8");
    }
}
