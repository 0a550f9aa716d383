//! TypeScript cut into code and words: comments taken out, strings told apart.
//!
//! Enough of the language for the rules: strings, templates with their blanks, regular expressions, comments. Everything
//! keeps its place, so that a line found here is a line of the file.

use super::rust::At;

/// Signs after which a slash begins a regular expression and not a division.
const BEFORE_REGEX: &str = "(,=:[!&|?{};+*%<>~^";

/// A script, read.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// The code with its comments blanked.
    pub(super) code: String,
    /// The code with comments, strings and regular expressions blanked.
    pub(super) bare: String,
    /// Strings, and the pieces of templates between their blanks.
    pub(super) strings: Vec<At>,
}

/// Reads the text of a script.
pub(super) fn read(text: &str) -> Script {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader { bare: chars.clone(), code: chars.clone(), chars, at: 0, strings: Vec::new() };
    reader.code_until(None);
    Script { code: reader.code.iter().collect(), bare: reader.bare.iter().collect(), strings: reader.strings }
}

struct Reader {
    chars: Vec<char>,
    code: Vec<char>,
    bare: Vec<char>,
    at: usize,
    strings: Vec<At>,
}

impl Reader {
    /// Reads code up to the brace that closes a template's blank, or to the end.
    fn code_until(&mut self, closing: Option<char>) {
        let mut depth = 0_usize;
        let mut before = None;
        while let Some(sign) = self.sign() {
            match sign {
                '/' if self.sign_after() == Some('/') => self.comment("\n"),
                '/' if self.sign_after() == Some('*') => self.comment("*/"),
                '/' if before.is_none_or(|sign| BEFORE_REGEX.contains(sign)) => self.regex(),
                '"' | '\'' => self.string(sign),
                '`' => self.template(),
                '}' if closing.is_some() && depth == 0 => return,
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if !sign.is_whitespace() {
                before = Some(sign);
            }
            self.at += 1;
        }
    }

    fn comment(&mut self, end: &str) {
        let start = self.at;
        let end: Vec<char> = end.chars().collect();
        self.at += 2;
        while self.at < self.chars.len() && !self.chars[self.at..].starts_with(&end) {
            self.at += 1;
        }
        let stop = if end == ['\n'] { self.at } else { (self.at + end.len()).min(self.chars.len()) };
        blank(&mut self.code, start, stop);
        blank(&mut self.bare, start, stop);
        self.at = stop.saturating_sub(1);
    }

    fn regex(&mut self) {
        let start = self.at;
        let mut in_class = false;
        self.at += 1;
        while let Some(sign) = self.sign() {
            match sign {
                '\\' => self.at += 1,
                '[' => in_class = true,
                ']' => in_class = false,
                '/' | '\n' if !in_class => break,
                _ => {}
            }
            self.at += 1;
        }
        blank(&mut self.bare, start + 1, self.at);
    }

    fn string(&mut self, quote: char) {
        let start = self.at + 1;
        self.at = start;
        while let Some(sign) = self.sign().filter(|sign| *sign != quote && *sign != '\n') {
            self.at += if sign == '\\' { 2 } else { 1 };
        }
        self.keep(start);
    }

    fn template(&mut self) {
        let mut start = self.at + 1;
        self.at = start;
        while let Some(sign) = self.sign().filter(|sign| *sign != '`') {
            if sign == '$' && self.sign_after() == Some('{') {
                self.keep(start);
                self.at += 2;
                self.code_until(Some('}'));
                start = self.at + 1;
            }
            self.at += if sign == '\\' { 2 } else { 1 };
        }
        self.keep(start);
    }

    /// Keeps the string between `start` and here.
    fn keep(&mut self, start: usize) {
        let stop = self.at.min(self.chars.len());
        let text: String = self.chars.get(start..stop).unwrap_or_default().iter().collect();
        let line = self.chars.iter().take(start).filter(|sign| **sign == '\n').count() + 1;
        blank(&mut self.bare, start, stop);
        self.strings.push(At { line, text });
    }

    fn sign(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn sign_after(&self) -> Option<char> {
        self.chars.get(self.at + 1).copied()
    }
}

/// Blanks a stretch and keeps its lines.
pub(super) fn blank(chars: &mut [char], start: usize, stop: usize) {
    for sign in chars.iter_mut().take(stop).skip(start).filter(|sign| **sign != '\n') {
        *sign = ' ';
    }
}

#[cfg(test)]
mod tests;
