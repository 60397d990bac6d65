//! Patterns of words: lists resolved, the rest as written.

use crate::check::context::Cx;
use crate::check::scope::Sort;
use crate::check::script::{Element, Pattern};
use crate::machine::id::ListId;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree;
use crate::text::near::FEWEST_LETTERS;

/// Reads a pattern.
pub(crate) fn pattern(cx: &mut Cx<'_>, pattern: &tree::Pattern) -> Pattern {
    if pattern
        .elements
        .iter()
        .all(|element| matches!(element, tree::Element::Optional(_) | tree::Element::Gap { .. }))
    {
        let text = cx.quote(pattern.span);
        cx.report(
            Problem::new(
                Code::NeverTrue,
                pattern.span,
                format!("every message fits `{text}`: none of its words has to be there"),
            )
            .help("write a word that is neither in `[…]` nor a gap"),
        );
    }
    Pattern { span: pattern.span, elements: elements(cx, pattern) }
}

fn elements(cx: &mut Cx<'_>, pattern: &tree::Pattern) -> Vec<Element> {
    pattern.elements.iter().map(|element| one(cx, element)).collect()
}

/// A word that a typo may be in is long enough for one, and whole.
pub(super) fn near(cx: &mut Cx<'_>, word: &str, span: Span, stem: bool) {
    if stem {
        let message = format!("`~{word}*` has two marks");
        cx.report(Problem::new(Code::BadValue, span, message).help(format!(
            "write `~{word}` for the word with a typo in it, or `{word}*` for words that begin so"
        )));
    } else if word.chars().count() < FEWEST_LETTERS {
        let message = format!("`{word}` is too short for a `~`");
        cx.report(Problem::new(Code::BadValue, span, message).help(format!(
            "`~` is for words of {FEWEST_LETTERS} letters and more: write `{word}`"
        )));
    }
}

fn one(cx: &mut Cx<'_>, element: &tree::Element) -> Element {
    match element {
        tree::Element::Word { word, stem, near: true } => {
            near(cx, &word.value, word.span, *stem);
            Element::Near(word.value.clone())
        }
        tree::Element::Word { word, stem: false, .. } => Element::Word(word.value.clone()),
        tree::Element::Word { word, stem: true, .. } => Element::Stem(word.value.clone()),
        tree::Element::Exact(words) => Element::Exact(words.value.clone()),
        tree::Element::List(name) => Element::List(ListId::new(cx.find(Sort::List, name))),
        tree::Element::Either(branches) => {
            Element::Either(branches.iter().map(|branch| elements(cx, branch)).collect())
        }
        tree::Element::Optional(inner) => Element::Optional(elements(cx, inner)),
        tree::Element::Gap { max, .. } => Element::Gap(*max),
    }
}
