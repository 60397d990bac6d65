//! Expressions: names to facts, options and channels; kinds that fit.

use crate::check::context::{Cx, UNKNOWN, quote};
use crate::check::kinds::{Kind, binary};
use crate::check::lints;
use crate::check::scope::Sort;
use crate::check::script::Expr;
use crate::machine::id::{DepartmentId, FactId, TopicId};
use crate::problem::{Code, Problem, nearest};
use crate::span::Span;
use crate::syntax::tree::{self, BinaryOp, ExprKind, Name, UnaryOp};

/// An expression and the kind of its value.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) expr: Expr,
    pub(crate) kind: Kind,
}

impl Value {
    fn new(expr: Expr, kind: Kind) -> Self {
        Self { expr, kind }
    }

    fn unknown() -> Self {
        Self::new(Expr::YesNo(false), Kind::Unknown)
    }
}

/// What a bare word stands for where it is no fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bare {
    /// Nothing.
    Nothing,
    /// An option of this fact.
    Option(u32),
    /// A channel.
    Channel,
    /// A language.
    Language,
    /// Itself, as text: behind the `=` of a fact's declaration.
    Text,
}

impl Bare {
    /// What a bare word stands for beside a value of this kind.
    pub(crate) fn beside(kind: Kind) -> Self {
        match kind {
            Kind::Options(fact) => Self::Option(fact),
            Kind::Channel => Self::Channel,
            Kind::Language => Self::Language,
            _ => Self::Nothing,
        }
    }
}

/// Reads a condition: an expression that is yes or no.
pub(crate) fn condition(cx: &mut Cx<'_>, expr: &tree::Expr) -> Expr {
    let before = cx.problems.len();
    let value = expression(cx, expr, Bare::Nothing);
    if !matches!(value.kind, Kind::YesNo | Kind::Unknown) {
        let (text, noun) = (cx.quote(expr.span), value.kind.noun());
        let help = if matches!(expr.kind, ExprKind::Name(_)) {
            format!("write `{text} is known`, or compare it: `{text} = …`")
        } else {
            "compare it with something, such as `… > 3`".to_owned()
        };
        cx.report(
            Problem::new(
                Code::WrongType,
                expr.span,
                format!("a condition is yes or no, but `{text}` is {noun}"),
            )
            .help(help),
        );
    }
    if cx.problems.len() == before {
        lints::conditions::constant(cx, &value.expr, expr.span);
    }
    value.expr
}

/// Reads an expression; `bare` says what a word that is no fact stands for.
pub(crate) fn expression(cx: &mut Cx<'_>, expr: &tree::Expr, bare: Bare) -> Value {
    match &expr.kind {
        ExprKind::Text(text) => text_value(cx, text, expr.span, bare),
        ExprKind::Number(number) => match bare {
            Bare::Option(_) => text_value(cx, cx.text(expr.span), expr.span, bare),
            _ => Value::new(Expr::Number(*number), Kind::Number),
        },
        ExprKind::YesNo(flag) => match bare {
            Bare::Option(_) => text_value(cx, cx.text(expr.span), expr.span, bare),
            _ => Value::new(Expr::YesNo(*flag), Kind::YesNo),
        },
        ExprKind::Date(day) => match date(cx, *day, expr.span) {
            Some(days) => Value::new(Expr::Date(days), Kind::Date),
            None => Value::unknown(),
        },
        ExprKind::Time(minutes) => Value::new(Expr::Time(*minutes), Kind::Time),
        ExprKind::Name(name) => bare_word(cx, name, expr.span, bare),
        ExprKind::List(members) => list(cx, members, bare),
        ExprKind::Unary(op, inner) => unary(cx, *op, inner),
        ExprKind::Binary(..) => chain(cx, expr),
        ExprKind::Known(inner, known) => {
            let inner = expression(cx, inner, Bare::Nothing);
            let known_expr = Expr::Known(Box::new(inner.expr));
            let value = if *known { known_expr } else { Expr::Not(Box::new(known_expr)) };
            Value::new(value, Kind::YesNo)
        }
        ExprKind::Call(name, arguments) => call(cx, name, arguments, expr.span),
    }
}

/// A day with a year, in days since 1970-01-01.
pub(crate) fn date(cx: &mut Cx<'_>, day: tree::Day, span: Span) -> Option<i32> {
    let text = cx.quote(span);
    let Some(year) = day.year else {
        cx.report(
            Problem::new(Code::BadValue, span, format!("the date `{text}` needs a year"))
                .help("write the year first, such as `2026-12-24`"),
        );
        return None;
    };
    let days = crate::calendar::civil::days_from_civil(i32::from(year), day.month, day.day);
    if days.is_none() {
        cx.report(
            Problem::new(Code::BadValue, span, format!("there is no day `{text}`"))
                .help("write year, month and day, such as `2026-12-24`"),
        );
    }
    days
}

/// A text in quotes: where it stands beside options, channels or languages it must be one of them.
fn text_value(cx: &mut Cx<'_>, text: &str, span: Span, bare: Bare) -> Value {
    match bare {
        Bare::Option(fact) => option(cx, text, span, fact),
        Bare::Channel => named_text(cx, Sort::Channel, text, span),
        Bare::Language => named_text(cx, Sort::Language, text, span),
        Bare::Nothing | Bare::Text => Value::new(Expr::Text(text.to_owned()), Kind::Text),
    }
}

fn named_text(cx: &mut Cx<'_>, sort: Sort, text: &str, span: Span) -> Value {
    if cx.find_for(sort, text, span, Code::UnknownName, "") == UNKNOWN {
        return Value::unknown();
    }
    Value::new(Expr::Text(text.to_owned()), Kind::Text)
}

fn bare_word(cx: &mut Cx<'_>, name: &str, span: Span, bare: Bare) -> Value {
    match bare {
        Bare::Text => return Value::new(Expr::Text(name.to_owned()), Kind::Text),
        Bare::Option(fact) if cx.scope.options(fact).iter().any(|option| option.value == name) => {
            return Value::new(Expr::Text(name.to_owned()), Kind::Text);
        }
        Bare::Channel | Bare::Language => {
            let sort = if bare == Bare::Channel { Sort::Channel } else { Sort::Language };
            if cx.look_up(sort, name).is_some() {
                return Value::new(Expr::Text(name.to_owned()), Kind::Text);
            }
        }
        Bare::Option(_) | Bare::Nothing => {}
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
        Bare::Nothing | Bare::Text => {
            let hint = hint_for_word(cx, name);
            cx.find_for(Sort::Fact, name, span, Code::UnknownName, &hint);
            Value::unknown()
        }
    }
}

/// What an author probably meant by a word that is no fact.
fn hint_for_word(cx: &Cx<'_>, name: &str) -> String {
    for (id, (fact, _)) in (0_u32..).zip(&cx.scope.facts.names) {
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
    let near = nearest(text, options.iter().map(|option| option.value.as_str()));
    let problem = match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(span, near),
        None => {
            let options: Vec<&str> = options.iter().map(|option| option.value.as_str()).collect();
            problem.help(format!("its options are {}", options.join(", ")))
        }
    };
    let problem = match cx.scope.facts.place(fact) {
        Some(place) => problem.label(place, "declared here"),
        None => problem,
    };
    cx.report(problem);
    Value::unknown()
}

fn list(cx: &mut Cx<'_>, members: &[tree::Expr], bare: Bare) -> Value {
    let mut out = Vec::with_capacity(members.len());
    let mut unknown = false;
    for member in members {
        let value = expression(cx, member, bare);
        if value.kind.may_be_text() {
            unknown |= value.kind == Kind::Unknown;
            out.push(value.expr);
        } else {
            unknown = true;
            wrong(cx, member.span, value.kind, "a list holds text", "put the value in quotes");
        }
    }
    Value::new(Expr::List(out), if unknown { Kind::Unknown } else { Kind::List })
}

/// The list in brackets on the right of `in`: its members are of the left's kind.
fn members(cx: &mut Cx<'_>, left: Kind, span: Span, members: &[tree::Expr]) -> Value {
    let bare = Bare::beside(left);
    let mut out = Vec::with_capacity(members.len());
    let mut kind = Kind::List;
    for member in members {
        let value = expression(cx, member, bare);
        if value.kind == Kind::Unknown {
            kind = Kind::Unknown;
        } else if !left.fits(value.kind) {
            kind = Kind::Unknown;
            let left_text = cx.quote(span);
            let message = format!("`{left_text}` is {}", left.noun());
            wrong(cx, member.span, value.kind, &message, "compare values of one kind");
        }
        out.push(value.expr);
    }
    Value::new(Expr::List(out), kind)
}

fn wrong(cx: &mut Cx<'_>, span: Span, kind: Kind, expected: &str, help: &str) {
    let text = cx.quote(span);
    let noun = kind.noun();
    cx.report(
        Problem::new(Code::WrongType, span, format!("{expected}, but `{text}` is {noun}"))
            .help(help),
    );
}

fn unary(cx: &mut Cx<'_>, op: UnaryOp, inner: &tree::Expr) -> Value {
    let value = expression(cx, inner, Bare::Nothing);
    let (kind, expected, help) = match op {
        UnaryOp::Not => (Kind::YesNo, "`not` turns yes into no", "write `is not known` or `!=`"),
        UnaryOp::Minus => (Kind::Number, "`-` needs a number", "take away from a number"),
    };
    if value.kind == Kind::Unknown {
        return Value::new(value.expr, Kind::Unknown);
    }
    if value.kind != kind {
        wrong(cx, inner.span, value.kind, expected, help);
        return Value::unknown();
    }
    let inner = Box::new(value.expr);
    match op {
        UnaryOp::Not => Value::new(Expr::Not(inner), kind),
        UnaryOp::Minus => Value::new(Expr::Minus(inner), kind),
    }
}

/// Operators from left to right: `a + b + c` is as deep as it is long, so its left side is walked in a loop.
fn chain(cx: &mut Cx<'_>, expr: &tree::Expr) -> Value {
    let mut links = Vec::new();
    let mut leftmost = expr;
    while let ExprKind::Binary(op, left, right) = &leftmost.kind {
        links.push((*op, left.as_ref(), right.as_ref()));
        leftmost = left;
    }
    let mut links = links.into_iter().rev();
    let Some((op, _, right)) = links.next() else { return Value::unknown() };
    let mut value = first_link(cx, op, leftmost, right);
    let mut compared = is_comparison(op);
    for (op, left, right) in links {
        let other = right_side(cx, op, value.kind, left.span, right);
        let chained = compared && is_comparison(op);
        value = link(cx, op, (value, left.span), (other, right), chained);
        compared = is_comparison(op);
    }
    value
}

/// The first operator of a chain: the right side may say what a bare word on the left stands for.
fn first_link(cx: &mut Cx<'_>, op: BinaryOp, left: &tree::Expr, right: &tree::Expr) -> Value {
    let bare_left = matches!(&left.kind, ExprKind::Name(name)
        if cx.scope.facts.id(name).is_none() && !matches!(name.as_str(), "now" | "channel" | "language"));
    if bare_left && is_comparison(op) && !matches!(op, BinaryOp::In) {
        let other = expression(cx, right, Bare::Nothing);
        let value = expression(cx, left, Bare::beside(other.kind));
        return link(cx, op, (value, left.span), (other, right), false);
    }
    let value = expression(cx, left, Bare::Nothing);
    let other = right_side(cx, op, value.kind, left.span, right);
    link(cx, op, (value, left.span), (other, right), false)
}

fn right_side(
    cx: &mut Cx<'_>,
    op: BinaryOp,
    left: Kind,
    left_span: Span,
    right: &tree::Expr,
) -> Value {
    match (&right.kind, op) {
        (ExprKind::List(list), BinaryOp::In) => members(cx, left, left_span, list),
        _ if is_comparison(op) => expression(cx, right, Bare::beside(left)),
        _ => expression(cx, right, Bare::Nothing),
    }
}

fn is_comparison(op: BinaryOp) -> bool {
    use BinaryOp as Op;
    match op {
        Op::Equal
        | Op::NotEqual
        | Op::Less
        | Op::LessEqual
        | Op::Greater
        | Op::GreaterEqual
        | Op::Has
        | Op::In => true,
        Op::Or | Op::And | Op::Add | Op::Subtract | Op::Multiply | Op::Divide => false,
    }
}

fn link(
    cx: &mut Cx<'_>,
    op: BinaryOp,
    (left, left_span): (Value, Span),
    (right, right_tree): (Value, &tree::Expr),
    chained: bool,
) -> Value {
    let written_out = op == BinaryOp::In && matches!(right_tree.kind, ExprKind::List(_));
    let kind = binary(op, left.kind, right.kind, written_out);
    if let Some(kind) = kind {
        let expr = Expr::Binary(op, Box::new(left.expr), Box::new(right.expr));
        return Value::new(expr, kind);
    }
    let (a, b) = (cx.quote(left_span), cx.quote(right_tree.span));
    let (sign, first, second) = (sign(op), left.kind.noun(), right.kind.noun());
    let span = left_span.to(right_tree.span);
    let problem = Problem::new(
        Code::WrongType,
        span,
        format!("`{sign}` does not go with `{a}`, which is {first}, and `{b}`, which is {second}"),
    );
    let help = if chained {
        "compare two values at a time: `1 < x and x < 5`".to_owned()
    } else {
        fitting(op, left.kind, right.kind).to_owned()
    };
    cx.report(problem.help(help));
    Value::unknown()
}

/// What to write in place of two kinds that do not go together.
fn fitting(op: BinaryOp, left: Kind, right: Kind) -> &'static str {
    use BinaryOp as Op;
    match op {
        Op::And | Op::Or => "both sides of `and` and `or` are conditions, such as `size = small`",
        Op::Has => "`has` looks for text in a list or in a text: `tags has \"urgent\"`",
        Op::In => "`in` looks for a value in a list: `size in (small, large)`",
        Op::Equal | Op::NotEqual if left == Kind::YesNo || right == Kind::YesNo => {
            "a yes/no value stands alone or beside `yes` or `no`"
        }
        Op::Equal | Op::NotEqual if left == Kind::List || right == Kind::List => {
            "write `has` to look for a value in a list"
        }
        Op::Equal | Op::NotEqual => "compare values of one kind; only text is in quotes",
        Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => {
            "numbers, dates and times can be larger or smaller, values of one kind each"
        }
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide => {
            "calculate with numbers, or with a date and a number of days"
        }
    }
}

fn sign(op: BinaryOp) -> &'static str {
    use BinaryOp as Op;
    match op {
        Op::Or => "or",
        Op::And => "and",
        Op::Equal => "=",
        Op::NotEqual => "!=",
        Op::Less => "<",
        Op::LessEqual => "<=",
        Op::Greater => ">",
        Op::GreaterEqual => ">=",
        Op::Has => "has",
        Op::In => "in",
        Op::Add => "+",
        Op::Subtract => "-",
        Op::Multiply => "*",
        Op::Divide => "/",
    }
}

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

fn call(cx: &mut Cx<'_>, name: &Name, arguments: &[tree::Expr], span: Span) -> Value {
    let Some(&(function, usage)) = FUNCTIONS.iter().find(|(known, _)| *known == name.value) else {
        return unknown_function(cx, name);
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
                wrong(cx, first.span, value.kind, "`length` counts a text or a list", "write a fact that is text");
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

fn unknown_function(cx: &mut Cx<'_>, name: &Name) -> Value {
    let text = &name.value;
    let problem =
        Problem::new(Code::UnknownFunction, name.span, format!("there is no function `{text}`"));
    let near = nearest(text, FUNCTIONS.iter().map(|(known, _)| *known));
    let problem = match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(name.span, near),
        None if text == "now" || cx.scope.facts.id(text).is_some() => {
            problem.help(format!("write `{text}` without brackets"))
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
        wrong(cx, argument.span, value.kind, "`days` counts from a date to a date", "write a date or `now`");
    }
    value
}
