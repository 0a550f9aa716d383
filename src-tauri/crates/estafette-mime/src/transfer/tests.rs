use super::TransferEncoding::{Base64, Identity, QuotedPrintable};
use super::{PartDecoder, TransferEncoding, decode_base64};
use crate::dice::Dice;

#[test]
fn the_word_of_the_header_is_read_without_case_or_space() {
    assert_eq!(TransferEncoding::from_header(" BASE64 "), Base64);
    assert_eq!(TransferEncoding::from_header("Quoted-Printable"), QuotedPrintable);
    for word in ["7bit", "8bit", "binary", "x-uuencode", ""] {
        assert_eq!(TransferEncoding::from_header(word), Identity, "{word}");
    }
}

#[test]
fn base64_gives_all_it_holds_however_damaged() {
    let cases: [(&str, &str); 11] = [
        ("Qm9uam91cg==", "Bonjour"),
        ("Qm9u\r\nam91\r\ncg==\r\n", "Bonjour"),
        ("Qm9uam91cg", "Bonjour"),
        ("Qm9uam91c", "Bonjou"),
        ("Qm9uam91", "Bonjou"),
        ("Qm9u!!am91*cg==", "Bonjour"),
        ("Qm9uam91cg==Qm9uam91cg==", "BonjourBonjour"),
        ("====", ""),
        ("Q", ""),
        ("", ""),
        ("\0\0\r\n", ""),
    ];
    for (body, bytes) in cases {
        assert_eq!(Base64.decode(body.as_bytes()), bytes.as_bytes(), "{body:?}");
    }
}

#[test]
fn quoted_printable_keeps_what_it_cannot_read() {
    let cases: [(&str, &str); 11] = [
        ("=C3=A9t=c3=a9", "été"),
        ("longue =\r\nligne", "longue ligne"),
        ("longue =  \r\nligne", "longue ligne"),
        ("fin  \r\nsuite", "fin\r\nsuite"),
        ("x=\n", "x"),
        ("a=ZZb", "a=ZZb"),
        ("a=4", "a=4"),
        ("a=", "a"),
        ("a==\r\nb", "a=b"),
        ("une\nligne", "une\nligne"),
        ("", ""),
    ];
    for (body, text) in cases {
        assert_eq!(QuotedPrintable.decode(body.as_bytes()), text.as_bytes(), "{body:?}");
    }
}

#[test]
fn the_size_announced_is_the_size_decoded() {
    let bodies = ["", "Q", "Qm", "Qm9", "Qm9u", "Qm9uam91cg==Qm9u", "Qm 9u\r\n=", "=C3=A9 a=\r\nb", "===", "é\0é"];
    for encoding in [Identity, QuotedPrintable, Base64] {
        for body in bodies {
            let decoded = encoding.decode(body.as_bytes()).len();
            assert_eq!(encoding.decoded_len(body.as_bytes()), decoded, "{encoding:?} {body:?}");
        }
    }
}

#[test]
fn a_prefix_is_the_start_of_the_whole() {
    let body = "Qm9uam91ciwgTW1lIEdhcm5pZXI=\r\n".repeat(100);
    for encoding in [Identity, QuotedPrintable, Base64] {
        let whole = encoding.decode(body.as_bytes()).into_owned();
        for wanted in [0, 1, 7, 100, 1_000, usize::MAX] {
            let prefix = encoding.decode_prefix(body.as_bytes(), wanted);
            assert!(whole.starts_with(&prefix), "{encoding:?} {wanted}");
            assert!(prefix.len() >= wanted.min(whole.len()), "{encoding:?} {wanted}");
        }
    }
}

#[test]
fn every_byte_survives_the_journey() {
    let bytes: Vec<u8> = (0..=255).collect();
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for length in [0, 1, 2, 3, 254, 255, 256] {
        let mut body = Vec::new();
        for group in bytes.iter().take(length).copied().collect::<Vec<_>>().chunks(3) {
            let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
            for place in 0..=group.len() {
                body.push(letters[(bits >> (18 - 6 * place) & 63) as usize]);
            }
            body.extend(std::iter::repeat_n(b'=', 3 - group.len()));
        }
        assert_eq!(decode_base64(&body, usize::MAX), bytes[..length], "{length}");
    }
}

#[test]
fn a_body_is_decoded_alike_whole_and_piece_by_piece() {
    let words = [
        "Qm9uam91cg==",
        "QUJD",
        "Q",
        "\r\n",
        "\n",
        " ",
        "=",
        "=C3=A9",
        "=\r\n",
        "été",
        "=4",
        "\t",
        "QUJDREVGR0hJSktM\r\n",
    ];
    for seed in 1..=2_000 {
        let mut dice = Dice::thrown_from(seed);
        let body = dice.string(&words, 60);
        let pieces = 1 + dice.throw(12);
        for encoding in [Identity, QuotedPrintable, Base64] {
            let mut decoder = PartDecoder::of(encoding);
            let mut decoded: Vec<u8> = body.as_bytes().chunks(pieces).flat_map(|piece| decoder.decode(piece)).collect();
            decoded.extend(decoder.finish());
            assert_eq!(decoded, encoding.decode(body.as_bytes()).as_ref(), "{encoding:?} by {pieces}: {body:?}");
        }
    }
}
