use super::{Canvas, adler32, crc32};

const WHITE: [u8; 3] = [255, 255, 255];
const RED: [u8; 3] = [200, 0, 0];

/// The picture as text: a letter for each colour of the palette.
fn drawn(canvas: &Canvas) -> Vec<String> {
    canvas
        .pixels
        .chunks(canvas.width)
        .map(|row| row.iter().map(|index| if *index == 0 { '.' } else { '#' }).collect())
        .collect()
}

#[test]
fn checksums_are_those_of_the_standards() {
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
}

#[test]
fn rectangle_is_cut_at_the_edges() {
    let mut canvas = Canvas::filled(4, 3, WHITE);
    canvas.rectangle(2, 1, 9, 9, RED);
    assert_eq!(drawn(&canvas), ["....", "..##", "..##"]);
}

#[test]
fn ellipse_is_round() {
    let mut canvas = Canvas::filled(7, 5, WHITE);
    canvas.ellipse((3, 2), (3, 2), RED);
    assert_eq!(drawn(&canvas), ["...#...", ".#####.", "#######", ".#####.", "...#..."]);
}

#[test]
fn line_joins_its_ends() {
    let mut canvas = Canvas::filled(5, 5, WHITE);
    canvas.line((0, 0), (3, 3), RED);
    let rows = drawn(&canvas);
    assert!(rows[0].starts_with('#') && rows[3].ends_with("##"), "{rows:?}");
}

#[test]
fn file_has_its_chunks_and_the_size_of_the_picture() {
    let file = Canvas::filled(300, 250, WHITE).to_png();
    assert_eq!(&file[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&file[16..24], [0, 0, 1, 44, 0, 0, 0, 250]);
    for chunk in [b"IHDR", b"PLTE", b"IDAT", b"IEND"] {
        assert!(file.windows(4).any(|bytes| bytes == chunk), "{chunk:?}");
    }
    // more than one stored block: 250 rows of 301 bytes
    assert!(file.len() > 250 * 301);
}
