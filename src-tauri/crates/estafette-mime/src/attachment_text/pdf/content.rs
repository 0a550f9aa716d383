//! What the pages say: the operators of a content stream that place and show text (ISO 32000-1 §9.4).
//!
//! Where the pen stops and where it starts again tells words and lines apart: the file has no other notion of either.

mod matrix;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::file::File;
use super::font::Font;
use super::object::{Dictionary, Lexer, Object, is_space};
use super::pages::Page;
use crate::attachment_text::words::Words;
use matrix::{Matrix, Point};

/// Most operands kept for an operator; those of text have six.
const MAX_OPERANDS: usize = 16;
/// Deepest graphics state that is saved.
const MAX_SAVED: usize = 64;
/// Deepest form drawn inside a form.
const MAX_FORMS: usize = 4;
/// Most fonts read in one document: a long one has thirty.
const MAX_FONTS: usize = 200;
/// From this gap on there is a space between two letters, in heights of the letter: kerning stays under a tenth.
const SPACE: f64 = 0.15;
/// Going back further than this is not kerning either.
const BACK: f64 = 0.5;
/// From here on another line has begun. An exponent is a third higher.
const LINE: f64 = 0.5;

/// Reads the content of one page after the other.
pub(super) struct Content<'x, 'w> {
    file: &'x File<'x>,
    words: &'w mut Words,
    fonts: BTreeMap<u32, Rc<Font>>,
    fonts_read: usize,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Where the last letter ended, and how high it was.
    pen: Option<(Point, f64)>,
}

#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
}

/// What the names of one content stream stand for.
struct Scope<'x> {
    resources: Dictionary<'x>,
    fonts: BTreeMap<Vec<u8>, Option<Rc<Font>>>,
    depth: usize,
}

impl<'x, 'w> Content<'x, 'w> {
    pub(super) fn new(file: &'x File<'x>, words: &'w mut Words) -> Self {
        Self {
            file,
            words,
            fonts: BTreeMap::new(),
            fonts_read: 0,
            state: State::default(),
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            pen: None,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.words.is_full()
    }

    pub(super) fn page(&mut self, page: &Page<'x>) {
        self.state = State::default();
        self.saved.clear();
        self.pen = None;
        self.words.line();
        let mut scope = Scope { resources: page.resources.clone(), fonts: BTreeMap::new(), depth: 0 };
        for part in &page.contents {
            if let Some(stream) = self.file.stream(part) {
                self.run(&stream.bytes, &mut scope);
            }
        }
    }

    fn run(&mut self, bytes: &[u8], scope: &mut Scope<'x>) {
        let mut lexer = Lexer::of_content(bytes);
        let mut operands = Vec::with_capacity(MAX_OPERANDS);
        while let Some(object) = lexer.object() {
            match object {
                Object::Word(b"BI") => skip_image(bytes, &mut lexer),
                Object::Word(operator) => {
                    if self.words.is_full() {
                        return;
                    }
                    self.operator(operator, &operands, scope);
                    operands.clear();
                }
                operand if operands.len() < MAX_OPERANDS => operands.push(operand),
                _ => {}
            }
        }
    }

    fn operator(&mut self, operator: &[u8], operands: &[Object<'_>], scope: &mut Scope<'x>) {
        match operator {
            b"q" if self.saved.len() < MAX_SAVED => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_default(),
            b"cm" => self.state.page = matrix_of(operands).inside(self.state.page),
            b"BT" => self.start_line(Matrix::IDENTITY),
            b"Tf" => {
                self.state.font = operands.first().and_then(|name| self.font(name.name()?, scope));
                self.state.size = number(operands, 1);
            }
            b"Tc" => self.state.letter_spacing = number(operands, 0),
            b"Tw" => self.state.word_spacing = number(operands, 0),
            b"Tz" => self.state.stretch = number(operands, 0) / 100.0,
            b"TL" => self.state.leading = number(operands, 0),
            b"Td" => self.next_line(number(operands, 0), number(operands, 1)),
            b"TD" => {
                self.state.leading = -number(operands, 1);
                self.next_line(number(operands, 0), number(operands, 1));
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tm" => self.start_line(matrix_of(operands)),
            b"Tj" => self.show(operands),
            b"TJ" => self.show(operands.first().map(Object::items).unwrap_or_default()),
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands);
            }
            b"\"" => {
                self.state.word_spacing = number(operands, 0);
                self.state.letter_spacing = number(operands, 1);
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2..).unwrap_or_default());
            }
            b"Do" => {
                if let Some(name) = operands.first().and_then(Object::name) {
                    self.form(name, scope);
                }
            }
            _ => {}
        }
    }

    fn start_line(&mut self, line: Matrix) {
        (self.line, self.text) = (line, line);
    }

    fn next_line(&mut self, right: f64, up: f64) {
        self.start_line(Matrix::moving(right, up).inside(self.line));
    }

    /// Strings, and the thousandths of the size they are moved apart by.
    fn show(&mut self, items: &[Object<'_>]) {
        for item in items {
            match item {
                Object::Text(text) => self.show_text(text),
                Object::Number(back) => self.advance(-back / 1000.0 * self.state.size * self.state.stretch),
                _ => {}
            }
        }
    }

    fn show_text(&mut self, text: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let place = self.text.inside(self.state.page);
        let height = (place.height() * self.state.size).abs();
        if let Some((pen, before)) = self.pen {
            let (along, across) = place.distance(pen);
            let height = height.max(before);
            if across > LINE * height {
                self.words.line();
            } else if along > SPACE * height || along < -BACK * height {
                self.words.space();
            }
        }
        let extent = font.write(text, self.words);
        let state = &self.state;
        let spacing = extent.codes * state.letter_spacing + extent.spaces * state.word_spacing;
        self.advance((extent.width * state.size + spacing) * state.stretch);
        self.pen = Some((self.text.inside(self.state.page).origin(), height));
    }

    fn advance(&mut self, right: f64) {
        self.text = Matrix::moving(right, 0.0).inside(self.text);
    }

    fn font(&mut self, name: &[u8], scope: &mut Scope<'x>) -> Option<Rc<Font>> {
        if let Some(known) = scope.fonts.get(name) {
            return known.clone();
        }
        let fonts = self.file.value(&scope.resources, b"Font");
        let named = match &fonts {
            Some(Object::Dictionary(fonts)) => fonts.get(name),
            _ => None,
        };
        let font = named.and_then(|named| self.read_font(named));
        scope.fonts.insert(name.to_vec(), font.clone());
        font
    }

    /// Reads a font once, whichever pages use it.
    fn read_font(&mut self, named: &Object<'x>) -> Option<Rc<Font>> {
        let number = match named {
            Object::Reference(number) => Some(*number),
            _ => None,
        };
        if let Some(known) = number.and_then(|number| self.fonts.get(&number)) {
            return Some(Rc::clone(known));
        }
        if self.fonts_read >= MAX_FONTS {
            return None;
        }
        self.fonts_read += 1;
        let font = Rc::new(Font::read(&self.file.dictionary(named)?, self.file));
        if let Some(number) = number {
            self.fonts.insert(number, Rc::clone(&font));
        }
        Some(font)
    }

    /// A form is a page inside the page (§8.10); an image is not unpacked.
    fn form(&mut self, name: &[u8], scope: &Scope<'x>) {
        if scope.depth >= MAX_FORMS {
            return;
        }
        let Some(Object::Dictionary(objects)) = self.file.value(&scope.resources, b"XObject") else { return };
        let Some(object) = objects.get(name) else { return };
        let dictionary = self.file.dictionary(object).unwrap_or_default();
        if dictionary.get(b"Subtype").and_then(Object::name) != Some(b"Form") {
            return;
        }
        let Some(stream) = self.file.stream(object) else { return };
        let own = dictionary.get(b"Resources").and_then(|resources| self.file.dictionary(resources));
        let resources = own.unwrap_or_else(|| scope.resources.clone());
        let mut inner = Scope { resources, fonts: BTreeMap::new(), depth: scope.depth + 1 };
        let (state, saved) = (self.state.clone(), std::mem::take(&mut self.saved));
        self.run(&stream.bytes, &mut inner);
        (self.state, self.saved) = (state, saved);
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            page: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            letter_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
        }
    }
}

fn number(operands: &[Object<'_>], at: usize) -> f64 {
    operands.get(at).and_then(Object::number).unwrap_or(0.0)
}

fn matrix_of(operands: &[Object<'_>]) -> Matrix {
    Matrix(std::array::from_fn(|at| number(operands, at)))
}

/// Steps over an image that stands in the stream itself: its end is « EI » between spaces (§8.9.7).
fn skip_image(bytes: &[u8], lexer: &mut Lexer<'_>) {
    let is_alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before.is_some_and(|byte| is_space(*byte)) && bytes.get(at + 2).is_none_or(|byte| is_space(*byte))
    };
    let rest = bytes.get(lexer.at..).unwrap_or_default();
    let end = memchr::memmem::find_iter(rest, b"EI").map(|found| lexer.at + found).find(|&at| is_alone(at));
    lexer.at = end.map_or(bytes.len(), |end| end + 2);
}

#[cfg(test)]
mod tests;
