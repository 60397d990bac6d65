//! Functions: `open(department)` and its like.

use super::exprs::{Bare, Value, expression, wrong};
use crate::check::context::{Cx, UNKNOWN};
use crate::check::kinds::Kind;
use crate::check::scope::Sort;
use crate::check::script::Expr;
use crate::machine::id::{DepartmentId, TopicId};
use crate::problem::{Code, Problem, nearest};
use crate::span::Span;
use crate::syntax::tree::{self, ExprKind, Name};

/// Functions and how each is used.
const FUNCTIONS: [(&str, &str); 8] = [
    ("open", "open(department)"),
    ("opens", "opens(department)"),
    ("visits", "visits(topic)"),
    ("length", "length(text)"),
    ("upper", "upper(text)"),
    ("lower", "lower(text)"),
    ("trim", "trim(text)"),
    ("days", "days(from, to)"),
];

/// Reads a function with what stands in its brackets.
pub(super) fn call(cx: &mut Cx<'_>, name: &Name, arguments: &[tree::Expr], span: Span) -> Value {
    let Some(&(function, usage)) = FUNCTIONS.iter().find(|(known, _)| *known == name.value) else {
        return unknown_function(cx, name, span);
    };
    let wanted = if function == "days" { 2 } else { 1 };
    if arguments.len() != wanted {
        let count = match arguments.len() {
            0 => "nothing".to_owned(),
            1 => "one value".to_owned(),
            n => format!("{n} values"),
        };
        let needed = if wanted == 1 { "one" } else { "two" };
        cx.report(
            Problem::new(
                Code::WrongArguments,
                span,
                format!("`{function}` takes {needed} in its brackets and is given {count}"),
            )
            .help(format!("write `{usage}`")),
        );
        return Value::unknown();
    }
    let (Some(first), second) = (arguments.first(), arguments.get(1)) else {
        return Value::unknown();
    };
    match function {
        "open" | "opens" => {
            let id = named_argument(cx, Sort::Department, first);
            if id == UNKNOWN {
                return Value::unknown();
            }
            let id = DepartmentId::new(id);
            if function == "open" {
                Value::new(Expr::Open(id), Kind::YesNo)
            } else {
                Value::new(Expr::Opens(id), Kind::Moment)
            }
        }
        "visits" => match named_argument(cx, Sort::Topic, first) {
            UNKNOWN => Value::unknown(),
            id => Value::new(Expr::Visits(TopicId::new(id)), Kind::Number),
        },
        "days" => {
            let from = day_argument(cx, first);
            let to = second.map_or_else(Value::unknown, |second| day_argument(cx, second));
            Value::new(Expr::Days(Box::new(from.expr), Box::new(to.expr)), Kind::Number)
        }
        "length" => {
            let value = expression(cx, first, Bare::Nothing);
            if !value.kind.may_be_text() && value.kind != Kind::List {
                wrong(
                    cx,
                    first.span,
                    value.kind,
                    "`length` counts a text or a list",
                    "write a fact that is text",
                );
            }
            Value::new(Expr::Length(Box::new(value.expr)), Kind::Number)
        }
        _ => {
            let value = expression(cx, first, Bare::Nothing);
            if !value.kind.may_be_text() {
                let expected = format!("`{function}` takes text");
                wrong(cx, first.span, value.kind, &expected, "write a fact that is text");
            }
            let inner = Box::new(value.expr);
            let expr = match function {
                "upper" => Expr::Upper(inner),
                "lower" => Expr::Lower(inner),
                _ => Expr::Trim(inner),
            };
            Value::new(expr, Kind::Text)
        }
    }
}

fn unknown_function(cx: &mut Cx<'_>, name: &Name, span: Span) -> Value {
    let text = &name.value;
    let problem =
        Problem::new(Code::UnknownFunction, name.span, format!("there is no function `{text}`"));
    let near = nearest(text, FUNCTIONS.iter().map(|(known, _)| *known));
    let problem = match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(name.span, near),
        None if text == "now" || cx.scope.facts.id(text).is_some() => {
            problem.help(format!("write `{text}` without brackets")).fix(span, text)
        }
        None => {
            let known: Vec<&str> = FUNCTIONS.iter().map(|(_, usage)| *usage).collect();
            problem.help(format!("there are {}", known.join(", ")))
        }
    };
    cx.report(problem);
    Value::unknown()
}

/// A department or a topic in the brackets of a function.
fn named_argument(cx: &mut Cx<'_>, sort: Sort, argument: &tree::Expr) -> u32 {
    match &argument.kind {
        ExprKind::Name(name) | ExprKind::Text(name) => {
            cx.find_for(sort, name, argument.span, Code::UnknownName, "")
        }
        _ => {
            let (noun, text) = (sort.noun(), cx.quote(argument.span));
            cx.report(
                Problem::new(
                    Code::WrongType,
                    argument.span,
                    format!("the name of a {noun} belongs here, not `{text}`"),
                )
                .help(format!("write the {noun}'s name as it is declared")),
            );
            UNKNOWN
        }
    }
}

fn day_argument(cx: &mut Cx<'_>, argument: &tree::Expr) -> Value {
    let value = expression(cx, argument, Bare::Nothing);
    if !matches!(value.kind, Kind::Date | Kind::Moment | Kind::Unknown) {
        wrong(
            cx,
            argument.span,
            value.kind,
            "`days` counts from a date to a date",
            "write a date or `now`",
        );
    }
    value
}
