//! The pages of a PDF in their order, each with the resources it draws with.
//!
//! The tree is walked without recursion and no node twice; when it leads nowhere, as in a file cut short, every page that
//! is found is read in the order of its number.

use std::collections::BTreeSet;

use super::file::File;
use super::object::{Dictionary, Object};

/// Most pages read: the text of one document is full long before.
const MAX_PAGES: usize = 500;
/// Most nodes of the tree that are looked at.
const MAX_NODES: usize = 5_000;

pub(super) struct Page<'x> {
    /// The streams that draw it.
    pub(super) contents: Vec<Object<'x>>,
    pub(super) resources: Dictionary<'x>,
}

/// The pages, read as they are asked for.
pub(super) fn all<'x>(file: &'x File<'_>) -> impl Iterator<Item = Page<'x>> {
    let root = file.catalogue().and_then(|catalogue| catalogue.get(b"Pages").cloned());
    let mut tree = Tree::from(file, root.into_iter().collect()).peekable();
    let lost = if tree.peek().is_none() { file.all_of_type(b"Page") } else { Vec::new() };
    tree.chain(Tree::from(file, lost)).take(MAX_PAGES)
}

struct Tree<'x, 'f> {
    file: &'x File<'f>,
    /// Nodes still to be looked at, the next one last, with the resources they inherit (§7.7.3.4).
    waiting: Vec<(Object<'x>, Option<Object<'x>>)>,
    seen: BTreeSet<u32>,
}

impl<'x, 'f> Tree<'x, 'f> {
    fn from(file: &'x File<'f>, nodes: Vec<Object<'x>>) -> Self {
        Self { file, waiting: nodes.into_iter().rev().map(|node| (node, None)).collect(), seen: BTreeSet::new() }
    }
}

impl<'x> Iterator for Tree<'x, '_> {
    type Item = Page<'x>;

    fn next(&mut self) -> Option<Page<'x>> {
        while let Some((node, inherited)) = self.waiting.pop() {
            let Object::Reference(number) = node else { continue };
            if self.seen.len() >= MAX_NODES || !self.seen.insert(number) {
                continue;
            }
            let Some(found) = self.file.dictionary(&node) else { continue };
            let resources = found.get(b"Resources").cloned().or(inherited);
            if let Some(kids) = self.file.value(&found, b"Kids") {
                let room = MAX_NODES.saturating_sub(self.waiting.len());
                let kids = kids.items().iter().take(room).rev();
                self.waiting.extend(kids.map(|kid| (kid.clone(), resources.clone())));
                continue;
            }
            let Some(contents) = found.get(b"Contents") else { continue };
            return Some(Page {
                contents: self.streams(contents),
                resources: resources.and_then(|resources| self.file.dictionary(&resources)).unwrap_or_default(),
            });
        }
        None
    }
}

impl<'x> Tree<'x, '_> {
    /// `/Contents` is a stream, an array of streams, or a reference to either.
    fn streams(&self, contents: &Object<'x>) -> Vec<Object<'x>> {
        match self.file.resolve(contents) {
            Some(Object::Array(streams)) => streams.to_vec(),
            Some(_) => vec![contents.clone()],
            None => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
