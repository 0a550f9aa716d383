#![allow(clippy::unwrap_used)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use estafette_model::LetterBytes;

use super::{Abridged, Abridger};
use crate::dice::Dice;
use crate::message::{find_part, parse_message};
use crate::parts::{Leaf, take_apart};

const LETTER: &str = "Subject: Film\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n\
    --b\r\nContent-Type: video/mp4; name=chambre.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n";

fn abridged(raw: &[u8], kept_of_a_part: usize, pieces: usize) -> Abridged {
    let mut abridger = Abridger::keeping(kept_of_a_part, 1_000_000);
    raw.chunks(pieces.max(1)).for_each(|piece| abridger.take(piece));
    abridger.finish()
}

/// Where the body of a leaf is in the whole letter.
fn place(letter: LetterBytes<'_>, leaf: &Leaf<'_>) -> (u64, u64) {
    let place = leaf.place();
    (letter.start_in_whole(place.start), letter.end_in_whole(place.end))
}

#[test]
fn a_letter_that_fits_is_whole() {
    let raw = format!("{LETTER}QUJD\r\n--b--\r\n");
    for pieces in 1..raw.len() {
        let kept = abridged(raw.as_bytes(), 10_000, pieces);
        assert_eq!(kept.bytes, raw.as_bytes(), "{pieces}");
        assert!(kept.cuts.is_empty(), "{pieces}");
    }
}

#[test]
fn of_a_large_file_the_beginning_is_kept_and_the_rest_counted() {
    let line = "QUJDREVGR0hJ\r\n";
    let raw = format!("{LETTER}{}--b\r\n\r\nfin\r\n--b--\r\n", line.repeat(1_000));
    for pieces in [1, 2, 3, 7, 13, 1_000, raw.len()] {
        let kept = abridged(raw.as_bytes(), 200, pieces);
        assert!(kept.bytes.len() < 600, "{}", kept.bytes.len());
        let [cut] = kept.cuts.as_slice() else { panic!("{:?}", kept.cuts) };
        assert_eq!(kept.bytes.len() as u64 + cut.missing, raw.len() as u64);
        let (parts, whole) = (take_apart(&kept.bytes), take_apart(raw.as_bytes()));
        assert_eq!(parts.leaves.len(), 3, "what follows the file is there");
        let (start, end) = place(kept.as_letter(), &parts.leaves[1]);
        assert_eq!(&raw.as_bytes()[start as usize..end as usize], whole.leaves[1].body);
        assert_eq!(parts.leaves[2].body, b"fin");
    }
}

#[test]
fn a_file_has_its_name_and_its_size_and_is_found_in_the_whole_letter() {
    let file: Vec<u8> = (0..5_000_u32).flat_map(u32::to_le_bytes).collect();
    let lines: String = file.chunks(57).map(|line| format!("{}\r\n", STANDARD.encode(line))).collect();
    let raw = format!("{LETTER}{lines}--b--\r\n");
    let kept = abridged(raw.as_bytes(), 1_000, 4_096);
    assert!(kept.bytes.len() < 2_000);
    let video = &parse_message(kept.as_letter()).attachments[0];
    assert_eq!((video.name.as_str(), video.size), ("chambre.mp4", file.len() as u64));
    assert_eq!(find_part(kept.as_letter(), video.index).unwrap().take_out(raw.as_bytes()), file);
}

#[test]
fn a_letter_without_parts_keeps_its_beginning() {
    let raw = format!("Subject: long\r\n\r\n{}", "une ligne\r\n".repeat(1_000));
    let kept = abridged(raw.as_bytes(), 500, 64);
    assert!(kept.bytes.len() <= 502 && kept.bytes.starts_with(b"Subject: long\r\n\r\nune ligne\r\n"));
    assert_eq!(kept.as_letter().end_in_whole(kept.bytes.len()), raw.len() as u64);
}

#[test]
fn a_line_without_end_is_no_reason_to_keep_it() {
    let raw = [b"Subject: x\r\n\r\n".as_slice(), &vec![b'a'; 100_000], b"\r\n--b\r\n"].concat();
    let kept = abridged(&raw, 500, 1_024);
    assert!(kept.bytes.len() < 600, "{}", kept.bytes.len());
    assert!(kept.bytes.ends_with(b"\r\n--b\r\n"));
}

#[test]
fn parts_without_number_end_at_the_limit() {
    let raw = "--b\r\n\r\nune partie\r\n".repeat(10_000);
    let mut abridger = Abridger::keeping(200, 1_000);
    abridger.take(raw.as_bytes());
    let kept = abridger.finish();
    assert!(kept.bytes.len() <= 2_002, "{}", kept.bytes.len());
    assert_eq!(kept.as_letter().end_in_whole(kept.bytes.len()), raw.len() as u64, "and every byte is counted");
}

/// What stands where: the same leaves, and bodies that are the beginning of the whole ones, each at its place.
#[test]
fn whatever_is_taken_apart_has_the_structure_of_the_whole() {
    let words = [
        "--b\r\n",
        "--b--\r\n",
        "--c\n",
        "--c--\n",
        "\r\n",
        "\n",
        "-",
        "--",
        "texte\r\n",
        "QUJDREVGR0hJSktM\r\n",
        "\r",
        "Content-Type: multipart/alternative; boundary=c\r\n\r\n",
        "Content-Type: text/html\r\n\r\n",
        "é",
        "QUJD",
    ];
    for seed in 1..=3_000 {
        let mut dice = Dice::thrown_from(seed);
        let body = dice.string(&words, 40);
        let raw = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{body}");
        let kept = abridged(raw.as_bytes(), 70 + dice.throw(60), 1 + dice.throw(30));
        let letter = kept.as_letter();
        let (parts, whole) = (take_apart(&kept.bytes), take_apart(raw.as_bytes()));
        assert_eq!(parts.leaves.len(), whole.leaves.len(), "seed {seed}: {raw:?}");
        for (part, all) in parts.leaves.iter().zip(&whole.leaves) {
            assert_eq!(part.fields.mime_type, all.fields.mime_type, "seed {seed}");
            let (start, end) = place(letter, part);
            let end = usize::try_from(end).unwrap();
            assert_eq!(
                raw.as_bytes()[start as usize..end].escape_ascii().to_string(),
                all.body.escape_ascii().to_string(),
                "seed {seed}: {raw:?}"
            );
        }
    }
}
