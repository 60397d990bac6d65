//! What every part of a line is read with: places, problems, and the way from the grammar's pairs to values.

use pest::Parser;
use pest::iterators::{Pair, Pairs};

use super::grammar::{Grammar, Rule};
use super::{escape, recover};
use crate::problem::{Code, Problem};
use crate::span::{Span, Spanned};

pub(super) type Node<'i> = Pair<'i, Rule>;

/// Reads one line, or a part of it.
pub(super) struct Reader<'a> {
    /// The file's number.
    pub(super) file: u16,
    /// Where the text begins in the file. Negative where a longer mark was read in the place of a shorter one.
    pub(super) base: i64,
    /// Where problems go.
    pub(super) problems: &'a mut Vec<Problem>,
    /// How many operators the line has had.
    pub(super) operators: usize,
}

impl Reader<'_> {
    /// The place of `start..end` of the text.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let at = |n: usize| {
            let byte = i64::try_from(n).unwrap_or(i64::MAX).saturating_add(self.base);
            u32::try_from(byte.max(0)).unwrap_or(u32::MAX)
        };
        Span::new(self.file, at(start), at(end))
    }

    /// The place of a pair.
    pub(super) fn span(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        self.place(span.start(), span.end())
    }

    /// A pair's text as written.
    pub(super) fn name(&self, node: &Node<'_>) -> Spanned<String> {
        Spanned { value: node.as_str().to_owned(), span: self.span(node) }
    }

    /// A pair's text without quotes around it and with its escapes resolved.
    pub(super) fn words(&self, node: &Node<'_>) -> Spanned<String> {
        Spanned { value: escape::unquoted(node.as_str()), span: self.span(node) }
    }

    /// The first pair of `rule` in `node`, as a name.
    pub(super) fn child_name(&self, node: &Node<'_>, rule: Rule) -> Spanned<String> {
        child(node, rule).map_or_else(
            || Spanned { value: String::new(), span: self.span(node) },
            |found| self.name(&found),
        )
    }

    /// Tells a problem.
    pub(super) fn tell(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Reads `text` by `rule`, or tells what is wrong with it.
    pub(super) fn parse<'i>(&mut self, rule: Rule, text: &'i str, code: Code) -> Option<Pairs<'i, Rule>> {
        match Grammar::parse(rule, text) {
            Ok(pairs) => Some(pairs),
            Err(error) => {
                let problem = recover::explain(self, rule, text, &error, code);
                self.problems.push(problem);
                None
            }
        }
    }

    /// Reads a part of the text again by `rule`; its places count from the part's start.
    pub(super) fn part(&mut self, start: usize) -> Reader<'_> {
        let offset = i64::try_from(start).unwrap_or(i64::MAX);
        Reader {
            file: self.file,
            base: self.base.saturating_add(offset),
            problems: self.problems,
            operators: self.operators,
        }
    }
}

/// The first child of `rule`.
pub(super) fn child<'i>(node: &Node<'i>, rule: Rule) -> Option<Node<'i>> {
    node.clone().into_inner().find(|inner| inner.as_rule() == rule)
}

/// Whether a child of `rule` is there.
pub(super) fn has(node: &Node<'_>, rule: Rule) -> bool {
    child(node, rule).is_some()
}
