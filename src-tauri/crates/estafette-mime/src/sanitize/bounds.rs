//! How much work an HTML part would be, found out before the sanitiser does it.
//!
//! Building a tree is quadratic in depth, in misnested formatting and in what a table pushes out of itself. The same
//! tree builder is run over a sink that keeps nothing but counts, and gives up as soon as one goes over its limit.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, Tracer, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tokenizer;
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_fragment};

use crate::html_feed::{Progress, feed};

/// Longest HTML part that is sanitised, in bytes.
pub(super) const MAX_HTML: usize = 2 * 1024 * 1024;
/// Most elements. A long newsletter has five thousand.
const MAX_ELEMENTS: u64 = 100_000;
/// Most elements open at once, with the formatting that waits to be opened again. WebKit itself stops at 512 levels.
const MAX_OPEN: u64 = 400;
/// Most nodes taken out of a misplaced position, each of which costs a search among its siblings.
const MAX_MOVES: u64 = 10_000;
/// Most pairs of attributes compared.
const MAX_ATTRIBUTE_WORK: u64 = 200_000_000;
/// Most bytes looked through while a text is written again: at each character that is escaped, the writer looks for the next `<` or
/// `>` to the end of the text (html5ever 0.40, `write_escaped`). A second is worth some ten thousand million.
const MAX_ESCAPE_WORK: u64 = 1_000_000_000;
/// What one `<html>` tag too many costs, in moves: all attributes given so far are copied.
const HTML_TAG_MOVES: u64 = 10;

/// Whether the sanitiser may be given `html`.
pub(super) fn is_affordable(html: &str) -> bool {
    if html.len() > MAX_HTML {
        return false;
    }
    // As ammonia parses: the contents of a `div`.
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let parser = parse_fragment(Counter::default(), ParseOpts::default(), context, Vec::new(), false);
    let tokenizer: Tokenizer<TreeBuilder<Handle, Counter>> = parser.tokenizer;
    feed(&tokenizer, html, progress)
}

/// Whether `html`, read once more inside a box, ends inside that box.
///
/// What the sanitiser takes out from between two elements may have been all that kept the one from ending the other: a list item
/// or a heading left inside another ends it when it is read again, and an end that then has no beginning would be that of the box.
pub(super) fn stays_inside(html: &str) -> bool {
    let context = QualName::new(None, ns!(html), local_name!("body"));
    let parser = parse_fragment(Counter::default(), ParseOpts::default(), context, Vec::new(), false);
    let tokenizer: Tokenizer<TreeBuilder<Handle, Counter>> = parser.tokenizer;
    // No part can write the last element: it is on no list of tags.
    let affordable = feed(&tokenizer, &format!("<div>{html}<{END}></{END}></div>"), progress);
    affordable && tokenizer.sink.sink.ended_inside.get()
}

fn progress(builder: &TreeBuilder<Handle, Counter>) -> Progress {
    let open = OpenElements::default();
    builder.trace_handles(&open);
    let exhausted = open.count.get() > MAX_OPEN || builder.sink.is_exhausted();
    Progress { activity: builder.sink.activity.get(), exhausted }
}

/// What stands behind a part when it is read again.
const END: &str = "e-end";

/// The builder names its open elements to nobody but a tracer.
#[derive(Default)]
struct OpenElements {
    count: Cell<u64>,
}

impl Tracer for OpenElements {
    type Handle = Handle;

    fn trace_handle(&self, _: &Handle) {
        Counter::bump(&self.count, 1);
    }
}

/// A tree that is counted and not kept.
#[derive(Default)]
struct Counter {
    elements: Cell<u64>,
    moves: Cell<u64>,
    attribute_work: Cell<u64>,
    escape_work: Cell<u64>,
    text: Cell<Text>,
    activity: Cell<u64>,
    /// The first `div`, and whether [`END`] was put into it.
    first: RefCell<Option<Handle>>,
    ended_inside: Cell<bool>,
}

/// A text, which may come in many pieces.
#[derive(Clone, Copy, Default)]
struct Text {
    bytes: u64,
    escaped: u64,
}

impl Text {
    fn of(text: &str) -> Self {
        // a no-break space, and what only begins like one
        let escaped = text.bytes().filter(|byte| matches!(byte, b'&' | 0xC2)).count();
        Self { bytes: length(text.len()), escaped: length(escaped) }
    }

    fn and(self, more: Self) -> Self {
        Self { bytes: self.bytes.saturating_add(more.bytes), escaped: self.escaped.saturating_add(more.escaped) }
    }

    fn work(self) -> u64 {
        self.bytes.saturating_mul(self.escaped)
    }
}

fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

type Handle = Rc<Node>;

struct Node {
    name: QualName,
    contents: Option<Handle>,
}

impl Counter {
    fn is_exhausted(&self) -> bool {
        self.elements.get() > MAX_ELEMENTS
            || self.moves.get() > MAX_MOVES
            || self.attribute_work.get() > MAX_ATTRIBUTE_WORK
            || self.escape_work.get().saturating_add(self.text.get().work()) > MAX_ESCAPE_WORK
    }

    /// What is put into the tree. Pieces of text with nothing between them become one.
    fn put(&self, what: &NodeOrText<Handle>) {
        match what {
            NodeOrText::AppendText(piece) => self.text.set(self.text.get().and(Text::of(piece))),
            NodeOrText::AppendNode(_) => Self::bump(&self.escape_work, self.text.take().work()),
        }
    }

    fn node(name: QualName, contents: Option<Handle>) -> Handle {
        Rc::new(Node { name, contents })
    }

    fn unnamed() -> Handle {
        Self::node(QualName::new(None, ns!(), local_name!("")), None)
    }

    fn bump(counter: &Cell<u64>, by: u64) {
        counter.set(counter.get().saturating_add(by));
    }
}

impl TreeSink for Counter {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Self::unnamed()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        for attribute in &attributes {
            Self::bump(&self.escape_work, Text::of(&attribute.value).work());
        }
        let attributes = length(attributes.len());
        Self::bump(&self.attribute_work, attributes.saturating_mul(attributes));
        Self::bump(&self.elements, 1);
        Self::bump(&self.activity, 1);
        let node = Self::node(name, flags.template.then(Self::unnamed));
        if self.first.borrow().is_none() && node.name.local == local_name!("div") {
            self.first.replace(Some(Rc::clone(&node)));
        }
        node
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Self::bump(&self.elements, 1);
        Self::bump(&self.activity, 1);
        Self::unnamed()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Self::unnamed()
    }

    fn append(&self, parent: &Handle, what: NodeOrText<Handle>) {
        self.put(&what);
        if let NodeOrText::AppendNode(node) = &what
            && &*node.name.local == END
        {
            self.ended_inside.set(self.first.borrow().as_ref().is_some_and(|first| Rc::ptr_eq(first, parent)));
        }
        Self::bump(&self.activity, 1);
    }

    fn append_based_on_parent_node(&self, _: &Handle, _: &Handle, what: NodeOrText<Handle>) {
        self.put(&what);
        Self::bump(&self.moves, 1);
        Self::bump(&self.activity, 1);
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, _: &Handle) {
        Self::bump(&self.activity, 1);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.contents.clone().unwrap_or_else(Self::unnamed)
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, _: &Handle, what: NodeOrText<Handle>) {
        self.put(&what);
        Self::bump(&self.moves, 1);
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {
        Self::bump(&self.moves, HTML_TAG_MOVES);
        Self::bump(&self.activity, 1);
    }

    fn remove_from_parent(&self, _: &Handle) {
        Self::bump(&self.moves, 1);
    }

    fn reparent_children(&self, _: &Handle, _: &Handle) {
        Self::bump(&self.moves, 1);
    }
}
