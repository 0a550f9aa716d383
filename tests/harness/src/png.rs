//! PNG images drawn by hand: a logo, a chart, a photograph's stand-in.
//!
//! The deflate stream holds stored blocks, so the bytes depend on no compressor (RFC 1950, RFC 1951 §3.2.4).

use crate::random::Random;

/// Red, green, blue.
pub(crate) type Colour = [u8; 3];

/// A picture of `width` by `height` pixels, in at most 256 colours.
#[derive(Debug, Clone)]
pub(crate) struct Canvas {
    width: usize,
    height: usize,
    palette: Vec<Colour>,
    /// Places in the palette.
    pixels: Vec<u8>,
}

impl Canvas {
    pub(crate) fn filled(width: usize, height: usize, colour: Colour) -> Self {
        Self { width, height, palette: vec![colour], pixels: vec![0; width * height] }
    }

    /// A square of pixels that resemble nothing: as hard to compress as a photograph.
    pub(crate) fn noise(side: usize, random: &mut Random) -> Self {
        let palette = (0..=u8::MAX).map(|shade| [shade; 3]).collect();
        Self { width: side, height: side, palette, pixels: random.bytes(side * side) }
    }

    /// Colours a rectangle; what lies outside the picture is left out.
    pub(crate) fn rectangle(&mut self, left: usize, top: usize, width: usize, height: usize, colour: Colour) {
        let (colour, right) = (self.index_of(colour), (left + width).min(self.width));
        for y in top..(top + height).min(self.height) {
            if let Some(row) = self.pixels.get_mut(y * self.width + left..y * self.width + right) {
                row.fill(colour);
            }
        }
    }

    /// Colours an ellipse around a point.
    pub(crate) fn ellipse(&mut self, centre: (usize, usize), radii: (usize, usize), colour: Colour) {
        for y in centre.1.saturating_sub(radii.1)..=centre.1 + radii.1 {
            let rest = radii.1.pow(2) - y.abs_diff(centre.1).pow(2);
            let half_width = (rest * radii.0.pow(2) / radii.1.pow(2).max(1)).isqrt();
            self.rectangle(centre.0.saturating_sub(half_width), y, 2 * half_width + 1, 1, colour);
        }
    }

    /// Draws a line two pixels thick.
    pub(crate) fn line(&mut self, from: (usize, usize), to: (usize, usize), colour: Colour) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
        let between = |start: usize, end: usize, step: usize| (start * (steps - step) + end * step) / steps;
        for step in 0..=steps {
            self.rectangle(between(from.0, to.0, step), between(from.1, to.1, step), 2, 2, colour);
        }
    }

    /// The picture as a PNG file (ISO/IEC 15948), a byte for each pixel.
    pub(crate) fn to_png(&self) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        let mut header = Vec::new();
        header.extend(u32::try_from(self.width).unwrap_or(0).to_be_bytes());
        header.extend(u32::try_from(self.height).unwrap_or(0).to_be_bytes());
        // eight bits, a palette, the only compression, the only filter method, not interlaced
        header.extend([8, 3, 0, 0, 0]);
        chunk(&mut file, *b"IHDR", &header);
        chunk(&mut file, *b"PLTE", self.palette.as_flattened());
        let mut rows = Vec::with_capacity(self.pixels.len() + self.height);
        for row in self.pixels.chunks(self.width.max(1)) {
            // filter type 0: the bytes as they are
            rows.push(0);
            rows.extend(row);
        }
        chunk(&mut file, *b"IDAT", &zlib_stored(&rows));
        chunk(&mut file, *b"IEND", &[]);
        file
    }

    fn index_of(&mut self, colour: Colour) -> u8 {
        let index = self.palette.iter().position(|known| *known == colour).unwrap_or_else(|| {
            self.palette.push(colour);
            self.palette.len() - 1
        });
        u8::try_from(index).unwrap_or(0)
    }
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend(data);
    let checksum = crc32(file.get(start..).unwrap_or_default());
    file.extend(checksum.to_be_bytes());
}

fn zlib_stored(data: &[u8]) -> Vec<u8> {
    // a block's length is sixteen bits
    let blocks: Vec<&[u8]> = data.chunks(0xFFFF).collect();
    let mut stream = vec![0x78, 0x01];
    for (index, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(0);
        stream.push(u8::from(index + 1 == blocks.len()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(*block);
    }
    stream.extend(adler32(data).to_be_bytes());
    stream
}

fn adler32(data: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    let (low, high) = data.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % MODULUS;
        (low, (high + low) % MODULUS)
    });
    (high << 16) | low
}

/// The checksum of PNG and of ZIP: polynomial 0xEDB88320, bit-reversed.
pub(crate) fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        let index = usize::from(crc.to_le_bytes()[0] ^ byte);
        (crc >> 8) ^ CRC_TABLE[index]
    })
}

/// The checksum of each single byte.
const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
