//! Text for people: literal words, holes, and the guards before them.

use super::escape;
use super::expression;
use super::grammar::Rule;
use super::reader::{Node, Reader, child};
use super::source::is_space;
use super::value;
use crate::problem::{Code, Problem};
use crate::span::{Span, Spanned};
use crate::syntax::tree::{Expr, Guard, GuardKind, Name, Piece, Text};

/// Reads `text`, `label`, `arm_text` or `quoted_text`. What cannot be read is told and left out.
pub(super) fn text(reader: &mut Reader<'_>, node: Node<'_>) -> Text {
    let span = reader.span(&node);
    let mut pieces = Vec::new();
    for part in node.into_inner() {
        let span = reader.span(&part);
        match part.as_rule() {
            Rule::literal | Rule::label_literal | Rule::quoted_literal | Rule::arm_literal => {
                pieces
                    .push(Piece::Literal(Spanned { value: escape::resolved(part.as_str()), span }));
            }
            Rule::hole => pieces.extend(hole(reader, part)),
            Rule::bad_hole => bad_hole(reader, &part),
            Rule::stray_close => reader.tell(
                Problem::new(Code::BadTemplate, span, "this `}` closes nothing")
                    .help("write `\\}` for the character itself")
                    .fix(span, "\\}"),
            ),
            _ => {}
        }
    }
    Text { span, pieces }
}

/// The label of a choice.
pub(super) fn label(reader: &mut Reader<'_>, node: Node<'_>) -> Text {
    let (start, written) = (node.as_span().start(), node.as_str());
    let text = text(reader, node);
    trim_label(reader, text, start, written)
}

/// White space before `->` is no part of a label, which was `written` at `start`.
pub(super) fn trim_label(reader: &Reader<'_>, mut text: Text, start: usize, written: &str) -> Text {
    text.span = reader.place(start, start + written.trim_end_matches(is_space).len());
    if let Some(Piece::Literal(last)) = text.pieces.last_mut() {
        last.value.truncate(last.value.trim_end_matches(is_space).len());
        last.span = Span::new(last.span.file, last.span.start, text.span.end);
        if last.value.is_empty() {
            text.pieces.pop();
        }
    }
    text
}

fn hole(reader: &mut Reader<'_>, node: Node<'_>) -> Option<Piece> {
    let span = reader.span(&node);
    let inner = node
        .into_inner()
        .find(|part| matches!(part.as_rule(), Rule::hole_if | Rule::hole_value))?;
    if inner.as_rule() == Rule::hole_if {
        let mut arms = Vec::new();
        let mut otherwise = None;
        arms.extend(arm(reader, inner.clone()));
        for part in inner.into_inner() {
            match part.as_rule() {
                Rule::else_if => arms.extend(arm(reader, part)),
                Rule::else_arm => {
                    otherwise = child(&part, Rule::arm_text).map(|said| text(reader, said));
                }
                _ => {}
            }
        }
        return Some(Piece::If { span, arms, otherwise });
    }
    let mut shown = None;
    let mut default = None;
    let mut cases = None;
    for part in inner.into_inner() {
        match part.as_rule() {
            Rule::hole_expr => shown = Some(expression::read(reader, part)),
            Rule::hole_or => default = child(&part, Rule::or_text).map(|said| reader.words(&said)),
            Rule::plural => {
                let mut read = Vec::new();
                for case in part.into_inner().filter(|part| part.as_rule() == Rule::case) {
                    let key = reader.child_name(&case, Rule::case_key);
                    check_case(reader, &key);
                    if let Some(said) = child(&case, Rule::arm_text) {
                        read.push((key, text(reader, said)));
                    }
                }
                cases = Some(read);
            }
            _ => {}
        }
    }
    let value = shown?;
    Some(match cases {
        Some(cases) => Piece::Plural { span, value, cases },
        None => Piece::Hole { span, value, default },
    })
}

/// The first condition and text below `node`.
fn arm(reader: &mut Reader<'_>, node: Node<'_>) -> Option<(Expr, Text)> {
    let (mut condition, mut said) = (None, None);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::expr if condition.is_none() => condition = Some(expression::read(reader, part)),
            Rule::arm_text if said.is_none() => said = Some(text(reader, part)),
            _ => {}
        }
    }
    condition.zip(said)
}

/// The plural categories of Unicode CLDR, or a number.
pub(super) const CASES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn check_case(reader: &mut Reader<'_>, key: &Name) {
    if CASES.contains(&key.value.as_str()) || key.value.starts_with('=') {
        return;
    }
    let problem = Problem::new(
        Code::BadTemplate,
        key.span,
        format!("`{}` is not a case of a plural", key.value),
    );
    reader.tell(match crate::problem::nearest(&key.value, CASES) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(key.span, near),
        None => {
            problem.help("write `zero`, `one`, `two`, `few`, `many`, `other` or a number like `=3`")
        }
    });
}

/// Tells what is wrong with something that begins like a hole.
fn bad_hole(reader: &mut Reader<'_>, node: &Node<'_>) {
    let written = node.as_str();
    let span = reader.span(node);
    if !written.ends_with('}') {
        let name_end = span.end;
        let insert = Span::new(span.file, name_end, name_end);
        let brace = Span::new(span.file, span.start, span.start + 1);
        let problem = Problem::new(Code::BadTemplate, brace, "the `{` opened here is never closed");
        let name = written.trim_start_matches(|c| c == '{' || is_space(c));
        reader.tell(if name == "if" {
            problem.help("write `}` after the last word it may say: `{if vip: dear | else: hello}`")
        } else if !name.is_empty() {
            problem
                .help("write `}` where it ends, or `\\{` for the character itself")
                .fix(insert, "}")
        } else {
            problem.help("write `\\{` for the character itself").fix(brace, "\\{")
        });
        return;
    }
    let inner = written.trim_matches(|c| matches!(c, '{' | '}') || is_space(c));
    if inner.is_empty() {
        reader.tell(
            Problem::new(Code::BadTemplate, span, "nothing stands between these braces")
                .help("write the name of a fact, like `{name}`"),
        );
        return;
    }
    let start = node.as_span().start();
    let mut part = reader.part(start);
    if written.starts_with("{{") && written.ends_with("}}") {
        let place = part.place(0, written.len());
        part.tell(
            Problem::new(Code::BadTemplate, place, "a hole has single braces")
                .help(format!("write `{{{inner}}}`"))
                .fix(place, format!("{{{inner}}}")),
        );
        return;
    }
    let before = part.problems.len();
    if part.parse(Rule::hole_only, written, Code::BadTemplate).is_some()
        || part.problems.len() == before
    {
        // The grammar reads it alone but not in its place: say so rather than nothing.
        let place = part.place(0, written.len());
        part.tell(Problem::new(Code::BadTemplate, place, format!("`{written}` cannot be read")));
    }
}

/// Reads the guards that stand before a text.
pub(super) fn guards(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<Guard> {
    let mut out = Vec::new();
    for part in node.clone().into_inner() {
        match part.as_rule() {
            Rule::guard => out.extend(guard(reader, part)),
            Rule::bad_guard => bad_guard(reader, &part),
            _ => {}
        }
    }
    out
}

fn guard(reader: &mut Reader<'_>, node: Node<'_>) -> Option<Guard> {
    let span = reader.span(&node);
    let inner = node
        .into_inner()
        .find(|part| !matches!(part.as_rule(), Rule::open_bracket | Rule::close_bracket))?;
    let kind = match inner.as_rule() {
        Rule::condition => GuardKind::If(condition(reader, &inner)?),
        Rule::guard_on => GuardKind::On(names(reader, &inner)),
        Rule::guard_until => GuardKind::Until(value::date(reader, &child(&inner, Rule::date)?)),
        Rule::guard_from => GuardKind::From(value::date(reader, &child(&inner, Rule::date)?)),
        Rule::kw_once => GuardKind::Once,
        Rule::guard_lang => GuardKind::Lang(names(reader, &inner)),
        Rule::guard_tag => GuardKind::Tag(reader.child_name(&inner, Rule::name)),
        Rule::guard_id => GuardKind::Id(reader.child_name(&inner, Rule::name)),
        _ => return None,
    };
    Some(Guard { span, kind })
}

/// Tells what is wrong with something that begins like a guard.
fn bad_guard(reader: &mut Reader<'_>, node: &Node<'_>) {
    let written = node.as_str();
    let span = reader.span(node);
    let inner = written.trim_matches(|c| matches!(c, '[' | ']') || is_space(c));
    let word = super::mark::first_word(inner);
    let known = ["if", "on", "until", "from", "once", "lang", "tag", "id"];
    if !known.contains(&word) {
        let word_at = written.len() - written.trim_start_matches(|c| c == '[' || is_space(c)).len();
        let problem = match crate::problem::nearest(word, known) {
            Some(near) => {
                let mut part = reader.part(node.as_span().start());
                let at = part.place(word_at, word_at + word.len());
                part.tell(
                    Problem::new(Code::BadGuard, at, format!("`{word}` begins no guard"))
                        .help(format!("did you mean `{near}`?"))
                        .fix(at, near),
                );
                return;
            }
            None => Problem::new(Code::BadGuard, span, format!("`{written}` is no guard")),
        };
        let bracket = Span::new(span.file, span.start, span.start);
        reader.tell(
            problem
                .help("a guard begins with `if`, `on`, `until`, `from`, `once`, `lang`, `tag` or `id`; write `\\[` for the character itself")
                .fix(bracket, "\\"),
        );
        return;
    }
    let start = node.as_span().start();
    let mut part = reader.part(start);
    if part.parse(Rule::guard_only, written, Code::BadGuard).is_some() {
        let place = part.place(0, written.len());
        part.tell(Problem::new(Code::BadGuard, place, format!("`{written}` cannot be read")));
    }
}

/// The expression of `if …`.
pub(super) fn condition(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Expr> {
    child(node, Rule::expr).map(|expr| expression::read(reader, expr))
}

/// The names of a list of names.
pub(super) fn names(reader: &Reader<'_>, node: &Node<'_>) -> Vec<Name> {
    let list = child(node, Rule::names).unwrap_or_else(|| node.clone());
    list.into_inner()
        .filter(|part| part.as_rule() == Rule::name)
        .map(|part| reader.name(&part))
        .collect()
}
