//! Expressions: names to facts, options and channels; kinds that fit.

use super::calls::call;
use super::words::{bare_word, text_value};
use crate::check::context::Cx;
use crate::check::kinds::{Kind, binary};
use crate::check::lints;
use crate::check::script::Expr;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::{self, BinaryOp, ExprKind, UnaryOp};

/// An expression and the kind of its value.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) expr: Expr,
    pub(crate) kind: Kind,
}

impl Value {
    pub(super) fn new(expr: Expr, kind: Kind) -> Self {
        Self { expr, kind }
    }

    pub(super) fn unknown() -> Self {
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
    /// Nothing, but in quotes it would be text.
    Unquoted,
    /// Perhaps something: what stands beside it is wrong, and told.
    Anything,
}

impl Bare {
    /// What a bare word stands for beside a value of this kind.
    pub(crate) fn beside(kind: Kind) -> Self {
        match kind {
            Kind::Options(fact) => Self::Option(fact),
            Kind::Channel => Self::Channel,
            Kind::Language => Self::Language,
            Kind::Text | Kind::List => Self::Unquoted,
            Kind::Unknown => Self::Anything,
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

/// Reports a value of a kind that does not belong there.
pub(super) fn wrong(cx: &mut Cx<'_>, span: Span, kind: Kind, expected: &str, help: &str) {
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
        let other = right_side(cx, op, &value, left.span, right);
        let chained = compared && is_comparison(op);
        value = link(cx, op, (value, left.span), (other, right), chained);
        compared = is_comparison(op);
    }
    value
}

/// The first operator of a chain: the right side may say what a bare word on the left stands for.
fn first_link(cx: &mut Cx<'_>, op: BinaryOp, left: &tree::Expr, right: &tree::Expr) -> Value {
    let bare_left = match &left.kind {
        ExprKind::Name(name) => {
            cx.scope.facts.id(name).is_none()
                && !matches!(name.as_str(), "now" | "channel" | "language")
        }
        ExprKind::Text(_) | ExprKind::Number(_) | ExprKind::YesNo(_) => true,
        _ => false,
    };
    if bare_left && is_comparison(op) && op != BinaryOp::In {
        let other = expression(cx, right, Bare::Nothing);
        let value = expression(cx, left, Bare::beside(other.kind));
        return link(cx, op, (value, left.span), (other, right), false);
    }
    let value = expression(cx, left, Bare::Nothing);
    let other = right_side(cx, op, &value, left.span, right);
    link(cx, op, (value, left.span), (other, right), false)
}

fn right_side(
    cx: &mut Cx<'_>,
    op: BinaryOp,
    left: &Value,
    left_span: Span,
    right: &tree::Expr,
) -> Value {
    match (&right.kind, op, &left.expr) {
        (ExprKind::List(list), BinaryOp::In, _) => members(cx, left.kind, left_span, list),
        // `colours has red`
        (_, BinaryOp::Has, Expr::Fact(id)) if !cx.scope.options(id.index()).is_empty() => {
            expression(cx, right, Bare::Option(id.index()))
        }
        _ if is_comparison(op) => expression(cx, right, Bare::beside(left.kind)),
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
