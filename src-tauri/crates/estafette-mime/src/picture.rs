//! A stranger's picture written anew: decoded here, inside limits, and encoded again, so that no decoder of the web view
//! reads a byte its sender chose.
//!
//! What is written anew stands upright and is nothing but its pixels: place, camera, author, thumbnail, colour profile and
//! whatever was hidden behind the image stay behind. Of an animation the first frame is kept.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::error::{LimitError, LimitErrorKind};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use crate::attachment::raster_type;

/// Most pixels decoded: a telephone's photograph of fifty million and no more. Four bytes each, 200 MB for a moment, is what
/// a workstation of 4 GB can lend.
const MAX_PIXELS: u64 = 50_000_000;
/// Longest side decoded, in pixels: a narrow strip of as many pixels costs the same and shows nothing.
const MAX_SIDE: u32 = 32_000;
/// Most memory of one decoder, its result included, in bytes: four for each pixel, and some to work in.
const MAX_MEMORY: u64 = 250_000_000;
/// Quality of a photograph written anew, 1 to 100: nobody sees the difference.
const QUALITY: u8 = 88;

/// How large a picture may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureUse {
    /// In the text of a letter, which is never wider than a window.
    InText,
    /// In the viewer, where one looks closer: a page of A4 at 300 dots an inch stays as it is.
    Viewed,
}

impl PictureUse {
    /// In pixels.
    const fn longest_side(self) -> u32 {
        match self {
            Self::InText => 2_048,
            Self::Viewed => 4_096,
        }
    }
}

/// A picture the web view may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// PNG or JPEG, our own.
    pub bytes: Vec<u8>,
    /// « image/png » or « image/jpeg ».
    pub mime_type: &'static str,
    /// Its size, in pixels.
    pub width: u32,
    /// Its size, in pixels.
    pub height: u32,
    /// Size of what was received, upright, in pixels.
    pub received: (u32, u32),
}

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// Not a PNG, JPEG, GIF, WebP, BMP or TIFF by its first bytes.
    NotAPicture,
    /// It would take more pixels or memory than one picture may.
    TooManyPixels,
    /// It cannot be decoded.
    Damaged,
}

/// Decodes a PNG, JPEG, GIF, WebP, BMP or TIFF, and writes it anew for `used`.
///
/// # Errors
/// Says why there is no picture. Nothing is decoded before its size is known, and a decoder that panics costs its picture.
pub fn written_anew(bytes: &[u8], used: PictureUse) -> Result<Picture, PictureFault> {
    let format = format_of(bytes).ok_or(PictureFault::NotAPicture)?;
    // Nothing it touched is used again.
    catch_unwind(AssertUnwindSafe(|| write_anew(bytes, format, used))).unwrap_or(Err(PictureFault::Damaged))
}

fn write_anew(bytes: &[u8], format: ImageFormat, used: PictureUse) -> Result<Picture, PictureFault> {
    let (mut image, orientation) = decode(bytes, format)?;
    let longest = used.longest_side();
    let was = (image.width(), image.height());
    if image.width().max(image.height()) > longest {
        image = image.thumbnail(longest, longest);
    }
    image.apply_orientation(orientation);
    let received = if is_turned(orientation) { (was.1, was.0) } else { was };
    let (width, height) = (image.width(), image.height());
    let (bytes, mime_type) = encode(image, format)?;
    Ok(Picture { bytes, mime_type, width, height, received })
}

/// By the first bytes, as everywhere.
fn format_of(start: &[u8]) -> Option<ImageFormat> {
    match raster_type(start)? {
        "image/png" => Some(ImageFormat::Png),
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        "image/bmp" => Some(ImageFormat::Bmp),
        "image/tiff" => Some(ImageFormat::Tiff),
        _ => None,
    }
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Orientation), PictureFault> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| fault_of(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(PictureFault::TooManyPixels);
    }
    // A photograph whose orientation cannot be read is shown as it lies.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| fault_of(&error))?;
    Ok((image, orientation))
}

fn fault_of(error: &ImageError) -> PictureFault {
    match error {
        ImageError::Limits(limit) if is_size(limit) => PictureFault::TooManyPixels,
        _ => PictureFault::Damaged,
    }
}

fn is_size(limit: &LimitError) -> bool {
    matches!(limit.kind(), LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory)
}

/// Whether width and height change places.
const fn is_turned(orientation: Orientation) -> bool {
    match orientation {
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            true
        }
    }
}

/// A photograph stays one; whatever may have letters, lines or holes in it loses nothing.
fn encode(image: DynamicImage, format: ImageFormat) -> Result<(Vec<u8>, &'static str), PictureFault> {
    let mut bytes = Vec::new();
    if format == ImageFormat::Jpeg {
        let image =
            if image.color().has_color() { DynamicImage::from(image.into_rgb8()) } else { image.into_luma8().into() };
        image
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
            .map_err(|_| PictureFault::Damaged)?;
        return Ok((bytes, "image/jpeg"));
    }
    let image = match (image.color().has_color(), image.color().has_alpha()) {
        (true, true) => DynamicImage::from(image.into_rgba8()),
        (true, false) => image.into_rgb8().into(),
        (false, true) => image.into_luma_alpha8().into(),
        (false, false) => image.into_luma8().into(),
    };
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
    image.write_with_encoder(encoder).map_err(|_| PictureFault::Damaged)?;
    Ok((bytes, "image/png"))
}

#[cfg(test)]
mod tests;
