//! A stream of a PDF without its filters (ISO 32000-1 §7.4): inflated, or turned back from its ASCII form.
//!
//! Those two carry all the text there is; what packs images (JPEG, fax, JBIG2) and the LZW of before 1996 is left alone.

use std::borrow::Cow;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::file::File;
use super::object::{Dictionary, Object, is_space};

/// Longest stream that is read, in bytes. The text of a page has 10 kB, an embedded table of letters 100 kB.
const MAX_STREAM: usize = 4 * 1024 * 1024;
/// Most filters one behind the other: ASCII around deflate.
const MAX_FILTERS: usize = 2;

pub(super) struct Stream<'x> {
    pub(super) dictionary: Dictionary<'x>,
    pub(super) bytes: Cow<'x, [u8]>,
}

impl<'x> Stream<'x> {
    /// Takes the filters off. None when there is one that carries no text, or the budget is spent.
    pub(super) fn unfiltered(dictionary: Dictionary<'x>, raw: &'x [u8], file: &'x File<'_>) -> Option<Self> {
        let filters = file.value(&dictionary, b"Filter");
        let filters = filters.as_ref().map(Object::items).unwrap_or_default();
        if filters.len() > MAX_FILTERS || has_predictor(&dictionary) {
            return None;
        }
        let mut bytes = Cow::Borrowed(raw);
        for filter in filters {
            let limit = MAX_STREAM.min(file.budget.left());
            bytes = match filter.name()? {
                b"FlateDecode" | b"Fl" => Cow::Owned(inflate(&bytes, limit)),
                b"ASCII85Decode" | b"A85" => Cow::Owned(from_ascii85(bytes.get(..limit).unwrap_or(&bytes))),
                b"ASCIIHexDecode" | b"AHx" => Cow::Owned(from_hexadecimal(bytes.get(..limit).unwrap_or(&bytes))),
                _ => return None,
            };
            file.budget.spend(bytes.len())?;
        }
        if filters.is_empty() {
            file.budget.spend(bytes.len())?;
        }
        Some(Self { dictionary, bytes })
    }
}

/// Predictors are for images and cross-reference tables (§7.4.4.4), of which none is read here.
fn has_predictor(dictionary: &Dictionary<'_>) -> bool {
    let parameters = dictionary.get(b"DecodeParms").or_else(|| dictionary.get(b"DP"));
    parameters.is_some_and(|parameters| {
        parameters.items().iter().any(|item| match item {
            Object::Dictionary(found) => {
                found.get(b"Predictor").and_then(Object::number).is_some_and(|kind| kind > 1.0)
            }
            _ => false,
        })
    })
}

/// At most `limit` bytes; what is damaged or cut short gives what came before.
fn inflate(bytes: &[u8], limit: usize) -> Vec<u8> {
    match decompress_to_vec_zlib_with_limit(bytes, limit) {
        Ok(inflated) => inflated,
        Err(fault) => {
            // The library hands over its buffer as it is, zeros behind what it wrote.
            let mut inflated = fault.output;
            let end = inflated.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
            inflated.truncate(end);
            inflated
        }
    }
}

fn from_ascii85(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len() / 5 * 4);
    let (mut group, mut held) = (0_u32, 0_usize);
    for &byte in bytes {
        match byte {
            b'~' => break,
            b'z' if held == 0 => decoded.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                held += 1;
                if held == 5 {
                    decoded.extend_from_slice(&group.to_be_bytes());
                    (group, held) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if held > 1 {
        for _ in held..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        decoded.extend_from_slice(group.to_be_bytes().get(..held - 1).unwrap_or_default());
    }
    decoded
}

fn from_hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|byte| **byte != b'>').filter(|byte| !is_space(**byte));
    let digits: Vec<u8> =
        digits.filter_map(|&byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    digits.chunks(2).map(|pair| pair.first().copied().unwrap_or(0) << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests;
