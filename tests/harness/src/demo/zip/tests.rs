use super::archive;

fn number(bytes: &[u8], at: usize) -> usize {
    usize::try_from(u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())).unwrap()
}

#[test]
fn directory_leads_to_each_file() {
    let bytes = archive(&[("LISEZMOI.TXT", b"bonjour"), ("IHE_XDM/DOC.XML", b"<a/>")]);
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    assert_eq!(bytes[end + 10], 2);
    let mut entry = number(&bytes, end + 16);
    for (path, contents) in [("LISEZMOI.TXT", b"bonjour".as_slice()), ("IHE_XDM/DOC.XML", b"<a/>")] {
        assert_eq!(&bytes[entry..entry + 4], b"PK\x01\x02");
        assert_eq!(&bytes[entry + 46..entry + 46 + path.len()], path.as_bytes());
        let header = number(&bytes, entry + 42);
        let start = header + 30 + path.len();
        assert_eq!(&bytes[header..header + 4], b"PK\x03\x04");
        assert_eq!(&bytes[start..start + number(&bytes, entry + 24)], contents);
        entry += 46 + path.len();
    }
    assert_eq!(entry, end);
}

#[test]
fn archive_of_the_same_files_is_the_same() {
    assert_eq!(archive(&[("a", b"1")]), archive(&[("a", b"1")]));
    assert_ne!(archive(&[("a", b"1")]), archive(&[("a", b"2")]));
}
