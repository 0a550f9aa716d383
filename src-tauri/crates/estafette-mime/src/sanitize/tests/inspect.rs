//! A second reader of HTML for the tests: every element with its attributes, and the words.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

const VOID: [&str; 6] = ["br", "hr", "img", "col", "wbr", "input"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) depth: usize,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone())
    }
}

#[derive(Default)]
struct Reading {
    elements: RefCell<Vec<Element>>,
    words: RefCell<String>,
    depth: RefCell<usize>,
}

impl TokenSink for Reading {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let mut attributes: Vec<(String, String)> =
                    tag.attrs.iter().map(|found| (found.name.local.to_string(), found.value.to_string())).collect();
                attributes.sort();
                let depth = *self.depth.borrow();
                self.elements.borrow_mut().push(Element { name: tag.name.to_string(), attributes, depth });
                *self.depth.borrow_mut() += usize::from(!VOID.contains(&&*tag.name));
            }
            Token::TagToken(_) => {
                let depth = *self.depth.borrow();
                *self.depth.borrow_mut() = depth.saturating_sub(1);
            }
            Token::CharacterTokens(text) => self.words.borrow_mut().push_str(&text),
            // A comment, a doctype or an instruction has no business in what we show.
            Token::CommentToken(_) | Token::DoctypeToken(_) => {
                self.elements.borrow_mut().push(Element { name: "#markup".to_owned(), attributes: vec![], depth: 0 });
            }
            Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

pub(super) fn elements(html: &str) -> Vec<Element> {
    read(html).elements.into_inner()
}

pub(super) fn words(html: &str) -> String {
    read(html).words.into_inner()
}

fn read(html: &str) -> Reading {
    let tokenizer = Tokenizer::new(Reading::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink
}
