#![allow(clippy::unwrap_used)]

use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, GenericImageView, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage,
};

use super::{MAX_PIXELS, Picture, PictureFault, PictureUse, written_anew};
use crate::dice::Dice;
use crate::stopwatch::within;

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Red above, blue below.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) })
}

fn decoded(picture: &Picture) -> DynamicImage {
    let image = image::load_from_memory(&picture.bytes).unwrap();
    assert_eq!((image.width(), image.height()), (picture.width, picture.height));
    image
}

fn is_red(pixel: Rgba<u8>) -> bool {
    pixel[0] > 150 && pixel[2] < 100
}

/// A PNG of `side` × `side` pixels of one colour: its header says so, and it packs to nearly nothing.
fn bomb(side: u32) -> Vec<u8> {
    let mut png = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut png);
    let row = vec![0_u8; (side * side) as usize];
    encoder.write_image(&row, side, side, ExtendedColorType::L8).unwrap();
    png
}

#[test]
fn every_format_is_written_anew_as_one_of_two_of_ours() {
    let image = DynamicImage::from(flag(40, 20));
    for (format, mime_type) in [
        (ImageFormat::Png, "image/png"),
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::Gif, "image/png"),
        (ImageFormat::WebP, "image/png"),
        (ImageFormat::Bmp, "image/png"),
        (ImageFormat::Tiff, "image/png"),
    ] {
        // What follows the end of a picture is none of its pixels.
        let received = [encoded(&image, format).as_slice(), b"GARNIER Odette"].concat();
        let picture = written_anew(&received, PictureUse::Viewed).unwrap();
        assert_eq!((picture.mime_type, picture.width, picture.height), (mime_type, 40, 20), "{format:?}");
        assert_eq!(picture.received, (40, 20));
        assert!(memchr::memmem::find(&picture.bytes, b"GARNIER").is_none());
        let shown = decoded(&picture);
        assert!(is_red(shown.get_pixel(20, 2)) && !is_red(shown.get_pixel(20, 18)), "{format:?}");
    }
}

#[test]
fn holes_and_greys_stay_as_they_are() {
    let clear = DynamicImage::from(RgbaImage::from_pixel(8, 8, Rgba([9, 8, 7, 0])));
    let shown = decoded(&written_anew(&encoded(&clear, ImageFormat::Png), PictureUse::InText).unwrap());
    assert_eq!(shown.get_pixel(3, 3), Rgba([9, 8, 7, 0]));
    let deep = DynamicImage::from(image::ImageBuffer::from_pixel(8, 8, image::Luma([40_000_u16])));
    let shown = decoded(&written_anew(&encoded(&deep, ImageFormat::Png), PictureUse::InText).unwrap());
    assert_eq!((shown.color(), shown.get_pixel(3, 3)[0]), (image::ColorType::L8, 156));
}

#[test]
fn a_photograph_stands_upright_and_says_nothing_more() {
    // TIFF header, one entry: 0x0112 Orientation, SHORT, 6 = turned by 90°; then what a telephone would add.
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS 48.8566 2.3522 Odette Garnier";
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new(&mut jpeg);
    encoder.set_exif_metadata(exif.to_vec()).unwrap();
    encoder.encode_image(&flag(64, 32)).unwrap();
    assert!(memchr::memmem::find(&jpeg, b"Odette").is_some(), "it is there before");
    let picture = written_anew(&jpeg, PictureUse::Viewed).unwrap();
    assert_eq!((picture.width, picture.height, picture.received), (32, 64, (32, 64)));
    let shown = decoded(&picture);
    // What was above is on the right.
    assert!(is_red(shown.get_pixel(28, 32)) && !is_red(shown.get_pixel(4, 32)));
    for hidden in [b"Odette".as_slice(), b"GPS", b"Exif"] {
        assert!(memchr::memmem::find(&picture.bytes, hidden).is_none(), "{hidden:?}");
    }
}

#[test]
fn every_way_a_photograph_may_lie_changes_its_sides_or_not() {
    for (orientation, turned) in [
        (Orientation::NoTransforms, false),
        (Orientation::Rotate180, false),
        (Orientation::FlipHorizontal, false),
        (Orientation::FlipVertical, false),
        (Orientation::Rotate90, true),
        (Orientation::Rotate270, true),
        (Orientation::Rotate90FlipH, true),
        (Orientation::Rotate270FlipH, true),
    ] {
        let mut image = DynamicImage::from(flag(6, 4));
        image.apply_orientation(orientation);
        assert_eq!(image.width() == 4, turned, "{orientation:?}");
        assert_eq!(super::is_turned(orientation), turned, "{orientation:?}");
    }
}

#[test]
fn a_large_picture_becomes_as_large_as_it_is_looked_at() {
    let png = encoded(&DynamicImage::from(flag(5_000, 100)), ImageFormat::Png);
    for (used, width) in [(PictureUse::InText, 2_048), (PictureUse::Viewed, 4_096)] {
        let picture = written_anew(&png, used).unwrap();
        assert_eq!((picture.width, picture.received), (width, (5_000, 100)));
        assert!((40..=82).contains(&picture.height), "{}", picture.height);
        assert!(is_red(decoded(&picture).get_pixel(100, 2)));
    }
}

#[test]
fn of_an_animation_the_first_frame_is_shown() {
    let mut gif = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
    for colour in [[220, 20, 20, 255], [20, 20, 220, 255]] {
        encoder.encode_frame(image::Frame::new(RgbaImage::from_pixel(10, 10, Rgba(colour)))).unwrap();
    }
    drop(encoder);
    assert!(is_red(decoded(&written_anew(&gif, PictureUse::Viewed).unwrap()).get_pixel(5, 5)));
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let png = bomb(8_000);
    assert!(png.len() < 400_000 && 8_000 * 8_000 > MAX_PIXELS, "sixty-four million pixels in {} bytes", png.len());
    let fault = within(Duration::from_millis(20), "a bomb", || written_anew(&png, PictureUse::Viewed).unwrap_err());
    assert_eq!(fault, PictureFault::TooManyPixels);
}

#[test]
fn a_size_that_only_the_header_has_is_refused_or_damaged() {
    let mut png = encoded(&DynamicImage::from(flag(4, 4)), ImageFormat::Png);
    png[16..20].copy_from_slice(&0x7fff_ffff_u32.to_be_bytes());
    assert!(written_anew(&png, PictureUse::Viewed).is_err());
    let mut bmp = encoded(&DynamicImage::from(flag(4, 4)), ImageFormat::Bmp);
    for side in [60_000_u32, 30_000, 7_000] {
        bmp[18..22].copy_from_slice(&side.to_le_bytes());
        bmp[22..26].copy_from_slice(&side.to_le_bytes());
        assert!(written_anew(&bmp, PictureUse::Viewed).is_err(), "{side}");
    }
    let mut gif = encoded(&DynamicImage::from(flag(4, 4)), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    assert_eq!(written_anew(&gif, PictureUse::Viewed), Err(PictureFault::TooManyPixels));
}

#[test]
fn a_photograph_stays_one_at_whatever_size_it_is_looked_at() {
    let image = RgbImage::from_fn(2_400, 1_800, |x, y| Rgb([(x / 16) as u8, (y / 12) as u8, ((x + y) / 28) as u8]));
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&image).unwrap();
    for (used, size) in [(PictureUse::Viewed, (2_400, 1_800)), (PictureUse::InText, (2_048, 1_536))] {
        let picture = written_anew(&jpeg, used).unwrap();
        assert_eq!(((picture.width, picture.height), picture.mime_type), (size, "image/jpeg"));
        assert!(picture.bytes.len() < 2_000_000, "{}", picture.bytes.len());
        let (shown, middle) = (decoded(&picture), (picture.width / 2, picture.height / 2));
        let near = |a: u8, b: u8| a.abs_diff(b) < 8;
        let pixel = shown.get_pixel(middle.0, middle.1);
        assert!(near(pixel[0], 75) && near(pixel[1], 75) && near(pixel[2], 75), "{pixel:?}");
    }
}

#[test]
fn a_photograph_without_colours_stays_one() {
    let grey = DynamicImage::from(flag(40, 20)).into_luma8();
    let mut jpeg = Vec::new();
    JpegEncoder::new(&mut jpeg).encode_image(&grey).unwrap();
    let shown = decoded(&written_anew(&jpeg, PictureUse::InText).unwrap());
    assert_eq!(shown.color(), image::ColorType::L8);
}

#[test]
fn a_strip_is_as_long_as_one_may_be() {
    let strip = |width| encoded(&DynamicImage::new_luma8(width, 1), ImageFormat::Png);
    assert!(written_anew(&strip(super::MAX_SIDE), PictureUse::Viewed).is_ok());
    assert_eq!(written_anew(&strip(super::MAX_SIDE + 1), PictureUse::Viewed), Err(PictureFault::TooManyPixels));
}

#[test]
fn what_is_no_picture_is_none() {
    for bytes in [b"".as_slice(), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"MZ\x90\0", b"\0\0\x01\0"]
    {
        assert_eq!(written_anew(bytes, PictureUse::Viewed), Err(PictureFault::NotAPicture), "{bytes:?}");
    }
}

#[test]
fn pictures_cut_or_changed_anywhere_never_break_the_reader() {
    let mut dice = Dice::thrown_from(64);
    let image = DynamicImage::from(flag(17, 11));
    for format in
        [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff]
    {
        let whole = encoded(&image, format);
        for _ in 0..150 {
            let mut bytes = whole.clone();
            for _ in 0..=dice.throw(4) {
                let at = dice.throw(bytes.len());
                bytes[at] = u8::try_from(dice.throw(256)).unwrap();
            }
            bytes.truncate(dice.throw(bytes.len() + 1));
            if let Ok(picture) = written_anew(&bytes, PictureUse::InText) {
                assert!(u64::from(picture.width) * u64::from(picture.height) <= MAX_PIXELS);
            }
        }
    }
}
