//! The words of an HTML part: for the index, the preview, a quotation, the plain alternative of a letter.
//!
//! Read from tokens in one linear pass, without a tree: nothing here is ever shown as HTML, so nesting that a browser
//! would repair only matters as line breaks and quotation marks.

use std::cell::{Cell, RefCell};

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::html_feed::{Progress, feed, without_embedded_data};
use crate::sanitize::link_target;

/// Deepest quotation that is still marked.
const MAX_QUOTE_LEVELS: usize = 10;
/// Most attributes compared pair by pair; see `html_feed`.
const MAX_ATTRIBUTE_WORK: u64 = 200_000_000;

/// Whether the address of a link is written behind its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// « Compte rendu ».
    Hidden,
    /// « Compte rendu <https://exemple.example/cr> ».
    Shown,
}

/// The text of an HTML part: paragraphs apart, list items behind dashes, quotations behind `>`. At most about `limit`
/// bytes; markup that is too tangled ends the text early.
#[must_use]
pub fn html_to_plain(html: &str, links: Links, limit: usize) -> String {
    let sink = TextSink {
        page: RefCell::new(Page { limit, ..Page::default() }),
        links,
        activity: Cell::new(0),
        attribute_work: Cell::new(0),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    feed(&tokenizer, &without_embedded_data(html), TextSink::progress);
    tokenizer.end();
    let page = tokenizer.sink.page.into_inner();
    page.text.trim_end().to_owned()
}

struct TextSink {
    page: RefCell<Page>,
    links: Links,
    activity: Cell<u64>,
    attribute_work: Cell<u64>,
}

impl TokenSink for TextSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        self.activity.set(self.activity.get() + 1);
        match token {
            Token::CharacterTokens(text) => {
                self.page.borrow_mut().words(&text);
                TokenSinkResult::Continue
            }
            Token::TagToken(tag) => self.tag(&tag),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl TextSink {
    fn progress(&self) -> Progress {
        let exhausted = self.attribute_work.get() > MAX_ATTRIBUTE_WORK || self.page.borrow().is_full();
        Progress { activity: self.activity.get(), exhausted }
    }

    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let attributes = u64::try_from(tag.attrs.len()).unwrap_or(u64::MAX);
        self.attribute_work.set(self.attribute_work.get().saturating_add(attributes.saturating_mul(attributes)));
        let mut page = self.page.borrow_mut();
        if tag.kind == TagKind::EndTag {
            page.end(&tag.name, self.links);
            return TokenSinkResult::Continue;
        }
        page.start(tag);
        match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "plaintext" => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        }
    }
}

/// The text written so far and where the pen stands.
#[derive(Default)]
struct Page {
    text: String,
    limit: usize,
    /// Line breaks owed before the next word.
    breaks: usize,
    /// White space owed before the next word.
    space: bool,
    /// Inside an element whose text is not words.
    hidden: Option<String>,
    preformatted: usize,
    quote_level: usize,
    /// The level the current line was started at.
    line_level: usize,
    link: Option<(String, usize)>,
}

impl Page {
    fn is_full(&self) -> bool {
        self.text.len() >= self.limit
    }

    fn start(&mut self, tag: &Tag) {
        let name = &*tag.name;
        match name {
            "script" | "style" | "title" | "iframe" | "noembed" | "noframes" => self.hidden = Some(name.to_owned()),
            "br" => self.new_line(),
            "hr" => self.owe(2),
            "li" => {
                self.owe(1);
                self.words("- ");
            }
            "td" | "th" => self.space = true,
            "img" => {
                if let Some(alt) = attribute(tag, "alt") {
                    self.words(alt);
                }
            }
            "a" => self.link = attribute(tag, "href").and_then(link_target).map(|href| (href, self.text.len())),
            "pre" => {
                self.owe(2);
                self.preformatted += 1;
            }
            "blockquote" => {
                self.owe(2);
                self.quote_level += 1;
            }
            _ => self.owe(breaks_around(name)),
        }
    }

    fn end(&mut self, name: &str, links: Links) {
        match name {
            _ if self.hidden.as_deref() == Some(name) => self.hidden = None,
            "pre" => {
                self.owe(2);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            "blockquote" => {
                self.owe(2);
                self.quote_level = self.quote_level.saturating_sub(1);
            }
            "a" => self.end_link(links),
            _ => self.owe(breaks_around(name)),
        }
    }

    /// Writes the address behind the words, unless the words are the address.
    fn end_link(&mut self, links: Links) {
        let Some((href, start)) = self.link.take() else { return };
        let words = self.text.get(start..).unwrap_or_default().trim();
        let shown = href.trim_end_matches('/').trim_start_matches("mailto:");
        if links == Links::Shown && !words.is_empty() && !words.contains(shown) {
            self.words(" <");
            self.words(&href);
            self.words(">");
        }
    }

    fn owe(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }

    /// `<br>`: one more line each time, but never more than one empty line.
    fn new_line(&mut self) {
        self.breaks = (self.breaks + 1).min(2);
    }

    fn words(&mut self, text: &str) {
        if self.hidden.is_some() || self.is_full() {
            return;
        }
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.new_line(),
                ' ' | '\t' if self.preformatted > 0 => {
                    self.settle();
                    self.text.push(c);
                }
                ' ' | '\t' | '\r' | '\n' | '\u{0C}' => self.space = true,
                '\0' => {}
                c => {
                    self.settle();
                    self.text.push(c);
                }
            }
        }
    }

    /// Pays what is owed before a character: line breaks with the marks of the quotation, or one space.
    fn settle(&mut self) {
        let level = self.quote_level.min(MAX_QUOTE_LEVELS);
        let starts = self.text.is_empty();
        if self.breaks > 0 || starts {
            self.text.truncate(self.text.trim_end_matches([' ', '\t']).len());
            if !starts {
                let between = ">".repeat(level.min(self.line_level));
                for at in 0..self.breaks {
                    self.text.push('\n');
                    if at + 1 < self.breaks {
                        self.text.push_str(&between);
                    }
                }
            }
            if level > 0 {
                self.text.push_str(&">".repeat(level));
                self.text.push(' ');
            }
            self.line_level = level;
        } else if self.space {
            self.text.push(' ');
        }
        (self.breaks, self.space) = (0, false);
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// Line breaks before and after an element: two make a paragraph, one a line, none runs on.
fn breaks_around(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table" | "figure" => 2,
        "div" | "tr" | "li" | "dt" | "dd" | "caption" | "center" | "section" | "article" | "header" | "footer"
        | "address" | "form" | "fieldset" | "body" | "html" | "option" => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
