//! Patterns of words behind `when`.

use super::escape;
use super::grammar::Rule;
use super::reader::{Node, Reader, child, has};
use crate::span::Spanned;
use crate::syntax::tree::{Element, Pattern};

/// Reads `pattern`, `sequence`, or anything that holds elements in a row. Brackets nest at most as deep as
/// [`super::limits::MAX_NESTING`], so the recursion is bounded.
pub(super) fn read(reader: &mut Reader<'_>, node: Node<'_>) -> Pattern {
    let span = reader.span(&node);
    let mut elements = Vec::new();
    for part in node.into_inner() {
        element(reader, part, &mut elements);
    }
    Pattern { span, elements }
}

fn element(reader: &mut Reader<'_>, node: Node<'_>, out: &mut Vec<Element>) {
    let span = reader.span(&node);
    match node.as_rule() {
        Rule::either => {
            let branches = branches(reader, node, |rule| rule != Rule::bar);
            push_either(branches, out);
        }
        Rule::group => {
            let branches = branches(reader, node, |rule| rule == Rule::sequence);
            push_either(branches, out);
        }
        Rule::optional => {
            let mut branches = branches(reader, node, |rule| rule == Rule::sequence);
            let inner = if branches.len() == 1 { branches.pop() } else { None };
            out.push(Element::Optional(
                inner.unwrap_or(Pattern { span, elements: vec![Element::Either(branches)] }),
            ));
        }
        Rule::gap_mark => {
            let digits = node.as_str().trim_start_matches(['.', '…']);
            let max =
                if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u32::MAX)) };
            out.push(Element::Gap { span, max });
        }
        Rule::exact => out.push(Element::Exact(reader.words(&node))),
        Rule::list_name => out.push(Element::List(reader.child_name(&node, Rule::name))),
        Rule::word => {
            let stem = has(&node, Rule::stem);
            let near = has(&node, Rule::near);
            let word = child(&node, Rule::word_text).unwrap_or(node);
            let word = Spanned { value: escape::resolved(word.as_str()), span: reader.span(&word) };
            out.push(Element::Word { word, stem, near });
        }
        _ => {}
    }
}

/// Each child that `is_branch`, as a pattern of its own.
fn branches(reader: &mut Reader<'_>, node: Node<'_>, is_branch: fn(Rule) -> bool) -> Vec<Pattern> {
    let mut out = Vec::new();
    for part in node.into_inner().filter(|part| is_branch(part.as_rule())) {
        if part.as_rule() == Rule::sequence {
            out.push(read(reader, part));
        } else {
            let span = reader.span(&part);
            let mut elements = Vec::new();
            element(reader, part, &mut elements);
            out.push(Pattern { span, elements });
        }
    }
    out
}

/// A single branch needs no choice: its elements stand for themselves.
fn push_either(mut branches: Vec<Pattern>, out: &mut Vec<Element>) {
    if branches.len() == 1 {
        out.extend(branches.pop().into_iter().flat_map(|only| only.elements));
    } else {
        out.push(Element::Either(branches));
    }
}
