//! Words and texts in expressions: facts, options, channels, languages.

use super::exprs::{Bare, Value};
use crate::check::context::{Cx, UNKNOWN, quote};
use crate::check::kinds::Kind;
use crate::check::scope::Sort;
use crate::check::script::Expr;
use crate::machine::id::{FactId, LanguageId};
use crate::problem::{Code, Fix, Problem, nearest};
use crate::span::Span;

/// The most options that a help names.
const MAX_OPTIONS: usize = 12;

/// A text in quotes: where it stands beside options, channels or languages it must be one of them.
pub(super) fn text_value(cx: &mut Cx<'_>, text: &str, span: Span, bare: Bare) -> Value {
    match bare {
        Bare::Option(fact) => option(cx, text, span, fact),
        Bare::Channel => named_text(cx, Sort::Channel, text, span),
        Bare::Language => named_text(cx, Sort::Language, text, span),
        Bare::Nothing | Bare::Text | Bare::Unquoted | Bare::Anything => {
            Value::new(Expr::Text(text.to_owned()), Kind::Text)
        }
    }
}

fn named_text(cx: &mut Cx<'_>, sort: Sort, text: &str, span: Span) -> Value {
    let id = cx.find_for(sort, text, span, Code::UnknownName, "");
    if id == UNKNOWN {
        return Value::unknown();
    }
    note_language(cx, sort, id);
    Value::new(Expr::Text(text.to_owned()), Kind::Text)
}

/// A language that a condition asks for has wordings behind it.
fn note_language(cx: &mut Cx<'_>, sort: Sort, id: u32) {
    if sort == Sort::Language {
        cx.used.languages.insert(LanguageId::new(id));
    }
}

/// A word without quotes: what it stands for depends on what is beside it.
pub(super) fn bare_word(cx: &mut Cx<'_>, name: &str, span: Span, bare: Bare) -> Value {
    match bare {
        Bare::Text => return Value::new(Expr::Text(name.to_owned()), Kind::Text),
        Bare::Option(fact) if cx.scope.options(fact).iter().any(|option| option.value == name) => {
            return Value::new(Expr::Text(name.to_owned()), Kind::Text);
        }
        Bare::Channel | Bare::Language => {
            let sort = if bare == Bare::Channel { Sort::Channel } else { Sort::Language };
            if let Some(id) = cx.look_up(sort, name) {
                note_language(cx, sort, id);
                return Value::new(Expr::Text(name.to_owned()), Kind::Text);
            }
        }
        Bare::Option(_) | Bare::Nothing | Bare::Unquoted | Bare::Anything => {}
    }
    match name {
        "now" => return Value::new(Expr::Now, Kind::Moment),
        "channel" => return Value::new(Expr::Channel, Kind::Channel),
        "language" => return Value::new(Expr::Language, Kind::Language),
        _ => {}
    }
    if let Some(id) = cx.look_up(Sort::Fact, name) {
        let kind = cx.scope.kind(id);
        return Value::new(Expr::Fact(FactId::new(id)), kind);
    }
    match bare {
        Bare::Option(fact) => option(cx, name, span, fact),
        Bare::Channel => named_text(cx, Sort::Channel, name, span),
        Bare::Language => named_text(cx, Sort::Language, name, span),
        Bare::Anything => Value::unknown(),
        Bare::Nothing | Bare::Text | Bare::Unquoted => {
            let hint = hint_for_word(cx, name);
            let told = cx.problems.len();
            cx.find_for(Sort::Fact, name, span, Code::UnknownName, &hint);
            if let Some(problem) = cx.problems.get_mut(told)
                && bare == Bare::Unquoted
                && problem.fix.is_none()
            {
                problem.fix = Some(Fix { span, text: format!("\"{name}\"") });
            }
            Value::unknown()
        }
    }
}

/// What an author probably meant by a word that is no fact.
fn hint_for_word(cx: &mut Cx<'_>, name: &str) -> String {
    let facts = if cx.may_suggest() { cx.scope.facts.names.len() } else { 0 };
    for (id, (fact, _)) in (0_u32..).zip(cx.scope.facts.names.iter().take(facts)) {
        if cx.scope.options(id).iter().any(|option| option.value == name) {
            return format!("`{name}` is an option of `{fact}`: write `{fact} = {name}`");
        }
    }
    format!("write `\"{name}\"` if it is text, or declare it: `fact {name} text`")
}

/// A text that must be one of a fact's options.
pub(crate) fn option(cx: &mut Cx<'_>, text: &str, span: Span, fact: u32) -> Value {
    let options = cx.scope.options(fact);
    if options.iter().any(|option| option.value == text) {
        return Value::new(Expr::Text(text.to_owned()), Kind::Text);
    }
    let name = cx.scope.facts.name(fact);
    let problem = Problem::new(
        Code::NotAnOption,
        span,
        format!("`{}` is not an option of `{name}`", quote(text)),
    );
    let compared = if cx.may_suggest() { options } else { &[] };
    let near = nearest(text, compared.iter().map(|option| option.value.as_str()));
    let problem = if let Some(near) = near {
        problem.help(format!("did you mean `{near}`?")).fix(span, near)
    } else {
        let options: Vec<&str> =
            options.iter().take(MAX_OPTIONS).map(|option| option.value.as_str()).collect();
        problem.help(format!("its options are {}", options.join(", ")))
    };
    let problem = match cx.scope.facts.place(fact) {
        Some(place) => problem.label(place, "declared here"),
        None => problem,
    };
    cx.report(problem);
    Value::unknown()
}
