//! The objects of a PDF and of its content streams (ISO 32000-1 §7.3), read where they stand.
//!
//! Anything that is no object is stepped over: a damaged page loses a word, not its text.

use std::borrow::Cow;
use std::rc::Rc;

/// Longest object of a file that is read, in bytes: an array of a hundred thousand references.
const MAX_OBJECT: usize = 1024 * 1024;
/// Deepest array or dictionary that is read; those of a page tree or a font have five levels.
const MAX_DEPTH: usize = 32;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object<'x> {
    Number(f64),
    /// Without its `/`, escapes (`#20`) as they stand: both sides of a comparison are written by one program.
    Name(&'x [u8]),
    Text(Cow<'x, [u8]>),
    /// Shared: a value is handed on by everything that refers to it.
    Array(Rc<Vec<Object<'x>>>),
    Dictionary(Dictionary<'x>),
    /// The number of an object; generations are not told apart.
    Reference(u32),
    /// An operator, or `true`, `null`, `stream`…
    Word(&'x [u8]),
}

impl<'x> Object<'x> {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&'x [u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&[u8]> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of an array; anything else is the only item, as `/Contents` and `/Filter` have it.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            other => std::slice::from_ref(other),
        }
    }

    /// The number as an index; none when it is negative, broken or none.
    pub(super) fn index(&self) -> Option<u32> {
        let number = self.number()?;
        let exact = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within bounds")]
        exact.then_some(number as u32)
    }
}

/// Keys and values in the order of the file; a dictionary has a dozen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dictionary<'x>(Rc<Vec<(&'x [u8], Object<'x>)>>);

impl<'x> Dictionary<'x> {
    pub(super) fn get(&self, key: &[u8]) -> Option<&Object<'x>> {
        self.0.iter().find(|(found, _)| *found == key).map(|(_, value)| value)
    }
}

/// Reads objects one after the other.
pub(super) struct Lexer<'x> {
    bytes: &'x [u8],
    pub(super) at: usize,
    /// Whether `12 0 R` is one object, as in files, or three, as in content streams.
    references: bool,
}

impl<'x> Lexer<'x> {
    pub(super) fn of_file(bytes: &'x [u8], at: usize) -> Self {
        let bytes = bytes.get(..at.saturating_add(MAX_OBJECT)).unwrap_or(bytes);
        Self { bytes, at, references: true }
    }

    pub(super) fn of_content(bytes: &'x [u8]) -> Self {
        Self { bytes, at: 0, references: false }
    }

    /// The next object; none at the end.
    pub(super) fn object(&mut self) -> Option<Object<'x>> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object<'x>> {
        loop {
            self.skip_space();
            let start = self.at;
            match self.peek()? {
                b'/' => return Some(Object::Name(self.regular(start + 1))),
                b'(' => return Some(Object::Text(self.literal())),
                b'<' if self.byte(1) == Some(b'<') => {
                    self.at += 2;
                    self.may_hold(depth)?;
                    return Some(Object::Dictionary(self.dictionary(depth + 1)));
                }
                b'<' => return Some(Object::Text(Cow::Owned(self.hexadecimal()))),
                b'[' => {
                    self.at += 1;
                    self.may_hold(depth)?;
                    return Some(Object::Array(Rc::new(self.array(depth + 1))));
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => return Some(self.number_or_reference()),
                // What closes something that was never opened.
                b')' | b'>' | b']' | b'{' | b'}' => self.at += 1,
                _ => return Some(Object::Word(self.regular(start))),
            }
        }
    }

    /// Whether something inside is read. What is too deep ends all that is around it: one level less would only begin again
    /// at the next bracket.
    fn may_hold(&mut self, depth: usize) -> Option<()> {
        if depth >= MAX_DEPTH {
            self.at = self.bytes.len();
        }
        (depth < MAX_DEPTH).then_some(())
    }

    fn dictionary(&mut self, depth: usize) -> Dictionary<'x> {
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            if self.peek() == Some(b'>') {
                self.at += if self.byte(1) == Some(b'>') { 2 } else { 1 };
                break;
            }
            // A dictionary that does not close ends where the object does.
            let Some(Object::Name(key)) = self.nested(depth) else { break };
            self.skip_space();
            if self.peek() == Some(b'>') {
                continue;
            }
            let Some(value) = self.nested(depth) else { break };
            entries.push((key, value));
        }
        Dictionary(Rc::new(entries))
    }

    fn array(&mut self, depth: usize) -> Vec<Object<'x>> {
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return items;
                }
                Some(_) => {}
                None => return items,
            }
            match self.nested(depth) {
                Some(Object::Word(b"endobj" | b"endstream")) | None => return items,
                Some(item) => items.push(item),
            }
        }
    }

    fn number_or_reference(&mut self) -> Object<'x> {
        let number = self.number();
        let after = self.at;
        if self.references
            && let Some(object) = number.index()
        {
            self.skip_space();
            if self.peek().is_some_and(|byte| byte.is_ascii_digit()) && self.number().index().is_some() {
                self.skip_space();
                if self.peek() == Some(b'R') && self.byte(1).is_none_or(|next| !is_regular(next)) {
                    self.at += 1;
                    return Object::Reference(object);
                }
            }
            self.at = after;
        }
        number
    }

    /// Never gives up: `1.2.3` and `--5` are read as far as they go.
    fn number(&mut self) -> Object<'x> {
        let (mut value, mut unit, mut negative) = (0.0, 1.0, false);
        let mut fraction = false;
        while let Some(byte) = self.peek() {
            match byte {
                b'0'..=b'9' if fraction => {
                    unit /= 10.0;
                    value += f64::from(byte - b'0') * unit;
                }
                b'0'..=b'9' => value = value * 10.0 + f64::from(byte - b'0'),
                b'.' => fraction = true,
                b'-' => negative = true,
                b'+' => {}
                _ => break,
            }
            self.at += 1;
        }
        Object::Number(if negative { -value } else { value })
    }

    /// Up to the next white space or delimiter.
    fn regular(&mut self, start: usize) -> &'x [u8] {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|&byte| !is_regular(byte)).unwrap_or(rest.len());
        self.at = start + length;
        rest.get(..length).unwrap_or_default()
    }

    /// `(text \(with\) its (own) brackets)`, §7.3.4.2.
    fn literal(&mut self) -> Cow<'x, [u8]> {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some(end) = rest.iter().position(|byte| matches!(byte, b'(' | b')' | b'\\'))
            && rest.get(end) == Some(&b')')
        {
            self.at += end + 1;
            return Cow::Borrowed(rest.get(..end).unwrap_or_default());
        }
        let (mut text, mut open) = (Vec::new(), 1_usize);
        while let Some(byte) = self.next() {
            match byte {
                b'\\' => self.escape(&mut text),
                b'(' => {
                    open += 1;
                    text.push(byte);
                }
                b')' if open == 1 => break,
                b')' => {
                    open -= 1;
                    text.push(byte);
                }
                byte => text.push(byte),
            }
        }
        Cow::Owned(text)
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        match self.next() {
            Some(b'n') => text.push(b'\n'),
            Some(b'r') => text.push(b'\r'),
            Some(b't') => text.push(b'\t'),
            Some(b'b' | b'f' | b'\n') | None => {}
            Some(b'\r') => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            Some(first @ b'0'..=b'7') => {
                let mut value = first - b'0';
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value.wrapping_mul(8).wrapping_add(digit - b'0');
                    self.at += 1;
                }
                text.push(value);
            }
            Some(other) => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut text, mut high) = (Vec::new(), None);
        while let Some(byte) = self.next() {
            if byte == b'>' {
                break;
            }
            let Some(digit) = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()) else {
                continue;
            };
            match high.take() {
                Some(first) => text.push(first << 4 | digit),
                None => high = Some(digit),
            }
        }
        text.extend(high.map(|last| last << 4));
        text
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.byte(0)
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek();
        self.at += 1;
        byte
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests;
