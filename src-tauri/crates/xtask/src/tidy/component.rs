//! A Svelte component taken apart: its scripts and expressions, its style sheet, the words and attributes of its markup.

use super::rust::At;
use super::script::{self, Script, blank};

/// A component, read. Whatever its part, a line found here is a line of the file.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// Scripts, and the expressions of the markup.
    pub(super) script: Script,
    /// Style sheets, comments blanked; everything else is blank.
    pub(super) style: String,
    /// Stretches of text between tags and expressions.
    pub(super) texts: Vec<At>,
    /// Attributes written in the markup, with what is written of their value.
    pub(super) attributes: Vec<Attribute>,
}

/// `name="value"`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    /// Its line.
    pub(super) line: usize,
    /// Its name, as written: `aria-label`, `style:width`.
    pub(super) name: String,
    /// Its value without expressions.
    pub(super) value: String,
}

/// Reads the text of a component.
pub(super) fn read(text: &str) -> Component {
    let chars: Vec<char> = text.chars().collect();
    let empty: Vec<char> = text.chars().map(|sign| if sign == '\n' { '\n' } else { ' ' }).collect();
    let mut reader = Reader { chars, code: empty.clone(), style: empty, at: 0, component: Component::default() };
    reader.markup();
    let Reader { code, style, mut component, .. } = reader;
    component.script = script::read(&code.iter().collect::<String>());
    component.style = without_comments(&style.iter().collect::<String>());
    component
}

/// A style sheet with its comments blanked.
pub(super) fn without_comments(css: &str) -> String {
    let mut chars: Vec<char> = css.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at..].starts_with(&['/', '*']) {
            let end = (at + 2..chars.len()).find(|end| chars[*end..].starts_with(&['*', '/']));
            let end = end.map_or(chars.len(), |end| end + 2);
            blank(&mut chars, at, end);
            at = end;
        } else {
            at += 1;
        }
    }
    chars.into_iter().collect()
}

struct Reader {
    chars: Vec<char>,
    code: Vec<char>,
    style: Vec<char>,
    at: usize,
    component: Component,
}

impl Reader {
    fn markup(&mut self) {
        let mut text_from = 0;
        while self.at < self.chars.len() {
            let from = self.at;
            if self.is_at("<!--") {
                self.skip_past("-->");
            } else if self.is_at("<script") {
                let (start, stop) = self.element("</script>");
                self.code[start..stop].clone_from_slice(&self.chars[start..stop]);
            } else if self.is_at("<style") {
                let (start, stop) = self.element("</style>");
                self.style[start..stop].clone_from_slice(&self.chars[start..stop]);
            } else if self.is_at("{") {
                self.expression();
            } else if self.is_at("</") || self.is_at("<") && self.sign(1).is_some_and(char::is_alphabetic) {
                self.tag();
            } else {
                self.at += 1;
                continue;
            }
            self.keep_text(text_from, from);
            text_from = self.at;
        }
        self.keep_text(text_from, self.chars.len());
    }

    /// Steps over an element whose content is not markup, and tells where that content is.
    fn element(&mut self, end: &str) -> (usize, usize) {
        self.skip_past(">");
        let start = self.at;
        self.skip_past(end);
        (start, self.at.saturating_sub(end.len()).max(start))
    }

    /// Steps over `{ … }` and keeps what is inside as code.
    fn expression(&mut self) {
        let start = self.at + 1;
        let mut depth = 0_usize;
        while let Some(sign) = self.sign(0) {
            match sign {
                '{' => depth += 1,
                '}' => depth -= 1,
                '"' | '\'' | '`' => self.skip_string(sign),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        let stop = self.at.min(self.chars.len()).saturating_sub(1).max(start);
        // `{/if}` holds no code, and would read as a regular expression
        if self.chars.get(start) != Some(&'/') {
            self.code[start..stop].clone_from_slice(&self.chars[start..stop]);
        }
        // expressions are apart from each other
        if let Some(sign) = self.code.get_mut(stop) {
            *sign = ';';
        }
    }

    fn skip_string(&mut self, quote: char) {
        self.at += 1;
        while let Some(sign) = self.sign(0).filter(|sign| *sign != quote) {
            self.at += if sign == '\\' { 2 } else { 1 };
        }
    }

    fn tag(&mut self) {
        self.at += 1;
        let mut name_from = self.at;
        while let Some(sign) = self.sign(0) {
            match sign {
                '>' => break,
                '{' => {
                    self.expression();
                    name_from = self.at;
                }
                '=' => {
                    let name: String = self.chars.get(name_from..self.at).unwrap_or_default().iter().collect();
                    let line = self.line(name_from);
                    self.at += 1;
                    let value = self.value();
                    self.component.attributes.push(Attribute { line, name: name.trim().to_owned(), value });
                    name_from = self.at;
                }
                sign => {
                    self.at += 1;
                    if sign.is_whitespace() {
                        name_from = self.at;
                    }
                }
            }
        }
        self.at += 1;
    }

    fn value(&mut self) -> String {
        let quote = self.sign(0).filter(|sign| matches!(sign, '"' | '\''));
        if quote.is_some() {
            self.at += 1;
        }
        let mut value = String::new();
        while let Some(sign) = self.sign(0) {
            let ends = quote.map_or(sign.is_whitespace() || sign == '>', |quote| sign == quote);
            if ends {
                break;
            }
            if sign == '{' {
                self.expression();
            } else {
                value.push(sign);
                self.at += 1;
            }
        }
        if quote.is_some() {
            self.at += 1;
        }
        value
    }

    fn keep_text(&mut self, from: usize, to: usize) {
        let text: String = self.chars.get(from..to).unwrap_or_default().iter().collect();
        let leading = text.len() - text.trim_start().len();
        if !text.trim().is_empty() {
            let line = self.line(from + text[..leading].chars().count());
            self.component.texts.push(At { line, text: text.trim().to_owned() });
        }
    }

    fn skip_past(&mut self, end: &str) {
        while self.at < self.chars.len() && !self.is_at(end) {
            self.at += 1;
        }
        self.at = (self.at + end.chars().count()).min(self.chars.len());
    }

    fn is_at(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(offset, sign)| self.sign(offset) == Some(sign))
    }

    fn sign(&self, offset: usize) -> Option<char> {
        self.chars.get(self.at + offset).copied()
    }

    fn line(&self, at: usize) -> usize {
        self.chars.iter().take(at).filter(|sign| **sign == '\n').count() + 1
    }
}

#[cfg(test)]
mod tests;
