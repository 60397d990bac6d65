//! `like` patterns: what a fact's value looks like.

use super::grammar::Rule;
use super::limits;
use super::reader::{Node, Reader, child, has};
use crate::problem::{Code, Problem};
use crate::span::Spanned;
use crate::syntax::tree::Like;
use crate::text::letters::is_letter_or_digit;

/// Reads the pattern in a `like_text`, or tells what is wrong with it.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Spanned<Like>> {
    let span = reader.span(node);
    let written = node.as_str();
    let mut part = reader.part(node.as_span().start());
    let anchors = (written.starts_with('^'), written.ends_with('$') && !written.ends_with("\\$"));
    if anchors.0 || anchors.1 {
        let inner = written.trim_start_matches('^').trim_end_matches('$');
        part.tell(
            Problem::new(Code::BadLike, span, "a pattern always stands for the whole value")
                .help("leave out `^` and `$`; write `\\$` for the character itself")
                .fix(span, inner),
        );
        return None;
    }
    let either = part
        .parse(Rule::like_only, written, Code::BadLike)?
        .flatten()
        .find(|n| n.as_rule() == Rule::like_either)?;
    let value = read_either(&mut part, either);
    Some(Spanned { value, span })
}

/// Groups nest at most as deep as [`super::limits::MAX_NESTING`], so the recursion is bounded.
fn read_either(reader: &mut Reader<'_>, node: Node<'_>) -> Like {
    let mut branches = Vec::new();
    for part in node.into_inner().filter(|part| part.as_rule() == Rule::like_branch) {
        branches.push(branch(reader, part));
    }
    one_or(branches, Like::Either)
}

fn branch(reader: &mut Reader<'_>, node: Node<'_>) -> Like {
    let mut items: Vec<Like> = Vec::new();
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::repeat => {
                if let Some(inner) = items.pop() {
                    let (min, max) = repeat(reader, &part);
                    items.push(Like::Repeat { inner: Box::new(inner), min, max });
                }
            }
            Rule::like_group => {
                items.extend(
                    child(&part, Rule::like_either).map(|inner| read_either(reader, inner)),
                );
            }
            Rule::like_class => items.push(class(reader, &part)),
            Rule::like_escape => items.push(escaped(reader, &part)),
            Rule::like_any => items.push(Like::Class { ranges: Vec::new(), negated: true }),
            _ => items.extend(part.as_str().chars().next().map(Like::Char)),
        }
    }
    one_or(items, Like::Sequence)
}

/// One item stands for itself.
fn one_or(mut items: Vec<Like>, many: fn(Vec<Like>) -> Like) -> Like {
    if items.len() == 1 { items.pop().unwrap_or(Like::Sequence(Vec::new())) } else { many(items) }
}

fn repeat(reader: &mut Reader<'_>, node: &Node<'_>) -> (u32, Option<u32>) {
    match node.as_str() {
        "?" => return (0, Some(1)),
        "*" => return (0, None),
        "+" => return (1, None),
        _ => {}
    }
    let mut bounds = Vec::new();
    let mut open_end = false;
    for part in node.clone().into_inner().flatten() {
        match part.as_rule() {
            Rule::count => {
                let bound = part.as_str().parse().unwrap_or(u32::MAX);
                if bound > limits::MAX_REPEAT {
                    let span = reader.span(&part);
                    reader.tell(
                        Problem::new(
                            Code::BadLike,
                            span,
                            format!("`{}` repeats too often", part.as_str()),
                        )
                        .help(format!("the most is {}", limits::MAX_REPEAT)),
                    );
                }
                bounds.push(bound.min(limits::MAX_REPEAT));
                open_end = false;
            }
            Rule::comma => open_end = true,
            _ => {}
        }
    }
    let min = bounds.first().copied().unwrap_or(0);
    let max = if open_end { None } else { bounds.last().copied().or(Some(min)) };
    if max.is_some_and(|max| max < min || max == 0) {
        let span = reader.span(node);
        reader.tell(
            Problem::new(Code::BadLike, span, format!("`{}` can never be", node.as_str()))
                .help("write the smaller number first: `{2,4}`"),
        );
        return (min, Some(min.max(1)));
    }
    (min, max)
}

fn class(reader: &mut Reader<'_>, node: &Node<'_>) -> Like {
    let mut ranges = Vec::new();
    for part in node.clone().into_inner().filter(|part| part.as_rule() == Rule::like_range) {
        let mut ends = part.clone().into_inner().filter(|part| part.as_rule() == Rule::class_char);
        let Some(first) = ends.next() else { continue };
        let Some(last) = ends.next() else {
            match shorthand(first.as_str()) {
                Some(set) => ranges.extend_from_slice(set),
                None => ranges.extend(character(&first).map(|c| (c, c))),
            }
            continue;
        };
        if let Some(range) = character(&first).zip(character(&last)) {
            if range.0 > range.1 {
                let span = reader.span(&part);
                reader.tell(
                    Problem::new(
                        Code::BadLike,
                        span,
                        format!("`{}` runs backwards", part.as_str()),
                    )
                    .help("write the lower character first: `a-z`, `0-9`"),
                );
            } else {
                ranges.push(range);
            }
        }
    }
    Like::Class { ranges, negated: has(node, Rule::negate) }
}

/// The character itself, without the `\` before it.
fn character(node: &Node<'_>) -> Option<char> {
    node.as_str().chars().last()
}

/// `\d`, `\w` and `\s`.
fn shorthand(written: &str) -> Option<&'static [(char, char)]> {
    match written {
        "\\d" => Some(&[('0', '9')]),
        "\\w" => Some(&[('A', 'Z'), ('a', 'z'), ('0', '9'), ('_', '_')]),
        "\\s" => Some(&[(' ', ' '), ('\t', '\t'), ('\u{A0}', '\u{A0}')]),
        _ => None,
    }
}

fn escaped(reader: &mut Reader<'_>, node: &Node<'_>) -> Like {
    if let Some(set) = shorthand(node.as_str()) {
        return Like::Class { ranges: set.to_vec(), negated: false };
    }
    let c = character(node).unwrap_or('\\');
    if is_letter_or_digit(c) {
        let span = reader.span(node);
        reader.tell(
            Problem::new(Code::BadLike, span, format!("`{}` has no meaning here", node.as_str()))
                .help("`\\d` is a digit, `\\w` a letter, digit or `_`, `\\s` a space"),
        );
    }
    Like::Char(c)
}
