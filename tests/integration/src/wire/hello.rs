//! The answers of servers of the past to a TLS greeting, written byte by byte: no library of ours speaks them any more.

/// A version of TLS as the wire writes it.
pub(super) type Version = u16;

/// Chance, as far as anybody can tell.
pub(super) const RANDOM: [u8; 32] = [0x5a; 32];
/// What a server of TLS 1.3 writes there when it is asked for less (RFC 8446 §4.1.3): whoever can do more was tampered with.
pub(super) const DOWNGRADE: [u8; 32] = {
    let (mut random, sign, mut at) = (RANDOM, *b"DOWNGRD\x01", 0);
    while at < sign.len() {
        random[24 + at] = sign[at];
        at += 1;
    }
    random
};

/// A ServerHello (RFC 5246 §7.4.1.3) that settles on a version and a cipher suite, in a record of its own.
pub(super) fn server_hello(version: Version, suite: u16, random: [u8; 32]) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend(random);
    // no session id
    body.push(0);
    body.extend(suite.to_be_bytes());
    // no compression
    body.push(0);
    let mut handshake = vec![2, 0];
    handshake.extend(u16::try_from(body.len()).unwrap_or_default().to_be_bytes());
    handshake.extend(body);
    let mut record = vec![0x16];
    record.extend(version.to_be_bytes());
    record.extend(u16::try_from(handshake.len()).unwrap_or_default().to_be_bytes());
    record.extend(handshake);
    record
}

/// What a client says when it does not accept what it was told: a record of type alert (RFC 8446 §6).
pub(super) fn complains(said: &[u8]) -> bool {
    let mut rest = said;
    while let [kind, _, _, high, low, ..] = rest {
        if *kind == 0x15 {
            return true;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = rest.get(5 + length..).unwrap_or_default();
    }
    false
}
