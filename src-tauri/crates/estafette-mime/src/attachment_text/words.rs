//! Words as they are put together for the index: single spaces, letters instead of ligatures, and an end.
//!
//! A PDF writes « fi » as one sign where the font has one; nobody types it when searching.

/// A text that grows up to a limit.
pub(super) struct Words {
    text: String,
    limit: usize,
}

impl Words {
    /// At most `limit` bytes.
    pub(super) fn up_to(limit: usize) -> Self {
        Self { text: String::new(), limit }
    }

    pub(super) fn is_full(&self) -> bool {
        self.text.len() >= self.limit
    }

    /// Ends the word, if one has begun.
    pub(super) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    /// Ends the line, if one has begun.
    pub(super) fn line(&mut self) {
        if self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    pub(super) fn push(&mut self, letter: char) {
        match letter {
            '!'..='~' => self.text.push(letter),
            'ﬀ' => self.text.push_str("ff"),
            'ﬁ' => self.text.push_str("fi"),
            'ﬂ' => self.text.push_str("fl"),
            'ﬃ' => self.text.push_str("ffi"),
            'ﬄ' => self.text.push_str("ffl"),
            'ﬅ' | 'ﬆ' => self.text.push_str("st"),
            '\u{ad}' | '\u{fffd}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{e000}'..='\u{f8ff}' => {}
            letter if letter.is_whitespace() => self.space(),
            letter if letter.is_control() => {}
            letter => self.text.push(letter),
        }
    }

    /// Adds text as it stands in a document: its line breaks are those of its source.
    pub(super) fn push_str(&mut self, text: &str) {
        for letter in text.chars() {
            if self.is_full() {
                return;
            }
            self.push(letter);
        }
    }

    pub(super) fn into_text(mut self) -> String {
        let end = self.text.floor_char_boundary(self.limit);
        self.text.truncate(end);
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}

#[cfg(test)]
mod tests;
