//! A Rust file as its tokens tell it: what it says, names, calls, and how long its functions are.
//!
//! Tokens and not patterns, so that a comment or a string that talks about a rule does not break it. Comments are no
//! tokens at all; what only tests compile is counted and passed over.

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Words before the name of something a file defines.
const DEFINING: [&str; 6] = ["struct", "enum", "union", "trait", "type", "mod"];

/// Something found at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    /// Its line, from 1.
    pub(super) line: usize,
    /// What it is.
    pub(super) text: String,
}

/// A function and how many lines it takes, from `fn` to its closing brace.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name and where it begins.
    pub(super) name: At,
    /// Its lines.
    pub(super) lines: usize,
}

/// What a file holds beside its tests.
#[derive(Debug, Default)]
pub(super) struct RustSource {
    /// String literals, as written between their quotes.
    pub(super) strings: Vec<At>,
    /// Names of the types, traits and modules it defines.
    pub(super) names: Vec<At>,
    /// Paths of two words or more: `std::fs::File`, each branch of a grouped `use` spelt out.
    pub(super) paths: Vec<At>,
    /// Functions and methods with a body.
    pub(super) functions: Vec<Function>,
    /// Modules in files of their own that only tests compile.
    pub(super) test_modules: Vec<String>,
    /// Lines of the items that only tests compile.
    pub(super) test_lines: usize,
}

/// Reads the text of a Rust file.
///
/// # Errors
/// It is not made of Rust's tokens.
pub(super) fn read(text: &str) -> Result<RustSource> {
    let stream: TokenStream = text.parse().map_err(|error| anyhow!("not Rust: {error}"))?;
    let mut source = RustSource::default();
    source.walk(&tokens(stream));
    Ok(source)
}

impl RustSource {
    fn walk(&mut self, mut rest: &[TokenTree]) {
        while let [first, after @ ..] = rest {
            rest = match first {
                TokenTree::Punct(mark) if mark.as_char() == '#' => self.attribute(after),
                TokenTree::Ident(word) if word == "fn" => self.function(first, after),
                TokenTree::Ident(word) if DEFINING.iter().any(|defining| word == defining) => self.name(after),
                TokenTree::Ident(_) => self.path("", rest),
                TokenTree::Literal(literal) => {
                    self.string(first, &literal.to_string());
                    after
                }
                TokenTree::Group(group) => {
                    self.walk(&tokens(group.stream()));
                    after
                }
                TokenTree::Punct(_) => after,
            };
        }
    }

    /// An attribute says nothing when it is a comment, hides the item behind it when it is for tests, and else is read.
    fn attribute<'a>(&mut self, after: &'a [TokenTree]) -> &'a [TokenTree] {
        let after = match after {
            [TokenTree::Punct(mark), rest @ ..] if mark.as_char() == '!' => rest,
            _ => after,
        };
        let [TokenTree::Group(group), rest @ ..] = after else { return after };
        let content = tokens(group.stream());
        if is_word(content.first(), "doc") {
            return rest;
        }
        if is_for_tests(&content) {
            return self.pass_over(rest);
        }
        self.walk(&content);
        rest
    }

    fn pass_over<'a>(&mut self, item: &'a [TokenTree]) -> &'a [TokenTree] {
        let end = item.iter().position(|token| is_mark(token, ';') || is_braces(token));
        let (item, rest) = item.split_at(end.map_or(item.len(), |last| last + 1));
        if let (Some(first), Some(last)) = (item.first(), item.last()) {
            self.test_lines += last.span().end().line + 1 - line_of(first);
            if is_mark(last, ';')
                && let Some(at) = item.iter().position(|token| is_word(Some(token), "mod"))
                && let Some(name) = item.get(at + 1)
            {
                self.test_modules.push(name.to_string());
            }
        }
        rest
    }

    fn function<'a>(&mut self, keyword: &TokenTree, after: &'a [TokenTree]) -> &'a [TokenTree] {
        let Some(TokenTree::Ident(name)) = after.first() else { return after };
        let end = after.iter().position(|token| is_mark(token, ';') || is_braces(token));
        if let Some(TokenTree::Group(body)) = end.and_then(|end| after.get(end)) {
            let line = line_of(keyword);
            let lines = body.span_close().end().line + 1 - line;
            self.functions.push(Function { name: At { line, text: name.to_string() }, lines });
        }
        after
    }

    fn name<'a>(&mut self, after: &'a [TokenTree]) -> &'a [TokenTree] {
        let [first @ TokenTree::Ident(name), rest @ ..] = after else { return after };
        self.names.push(At { line: line_of(first), text: name.to_string() });
        rest
    }

    /// Reads a path; `before` is what it continues, in the braces of a `use`.
    fn path<'a>(&mut self, before: &str, mut rest: &'a [TokenTree]) -> &'a [TokenTree] {
        let mut path = before.to_owned();
        let line = rest.first().map_or(0, line_of);
        while let [TokenTree::Ident(word), after @ ..] = rest {
            path.push_str(&word.to_string());
            rest = after;
            let [first, second, after @ ..] = rest else { break };
            if !(is_mark(first, ':') && is_mark(second, ':')) {
                break;
            }
            path.push_str("::");
            rest = after;
        }
        match rest {
            [first @ TokenTree::Group(branches), after @ ..] if path.ends_with("::") && is_braces(first) => {
                self.branches(&path, branches);
                after
            }
            _ => {
                let path = path.trim_end_matches("::");
                if path.contains("::") {
                    self.paths.push(At { line, text: path.to_owned() });
                }
                rest
            }
        }
    }

    fn branches(&mut self, before: &str, branches: &Group) {
        for branch in tokens(branches.stream()).split(|token| is_mark(token, ',')) {
            self.path(before, branch);
        }
    }

    fn string(&mut self, token: &TokenTree, literal: &str) {
        let Some((prefix, text)) = literal.split_once('"') else { return };
        if !prefix.chars().all(|sign| matches!(sign, 'r' | 'b' | 'c' | '#')) {
            return;
        }
        let text = text.strip_suffix(&format!("\"{}", prefix.trim_start_matches(['r', 'b', 'c']))).unwrap_or(text);
        self.strings.push(At { line: line_of(token), text: text.to_owned() });
    }
}

/// `#[cfg(test)]`, `#[cfg(all(test, unix))]`, `#[test]`, `#[tokio::test]`.
fn is_for_tests(attribute: &[TokenTree]) -> bool {
    let last_word = attribute.iter().rev().find(|token| matches!(token, TokenTree::Ident(_)));
    if is_word(last_word, "test") {
        return true;
    }
    let condition = attribute.iter().map(ToString::to_string).collect::<String>();
    is_word(attribute.first(), "cfg")
        && !condition.contains("not")
        && condition.split(|sign: char| !sign.is_alphanumeric() && sign != '_').any(|word| word == "test")
}

fn tokens(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

fn is_word(token: Option<&TokenTree>, wanted: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(word)) if word == wanted)
}

fn is_mark(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == wanted)
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn line_of(token: &TokenTree) -> usize {
    token.span().start().line
}

#[cfg(test)]
mod tests;
