//! Conditions that are always or never true.

use crate::check::context::Cx;
use crate::check::script::Expr;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::BinaryOp;
use crate::text::case::lower;

/// Parts of one condition that are compared with each other; what lies beyond is not looked at.
const MAX_PARTS: usize = 32;

/// Says so where a condition cannot change.
pub(crate) fn constant(cx: &mut Cx<'_>, expr: &Expr, span: Span) {
    let Some(truth) = truth(expr, None) else { return };
    let text = cx.quote(span);
    let (always, help) = if truth {
        ("always", "leave the condition out, or compare with a fact")
    } else {
        ("never", "`and` needs both sides, `or` one of them; compare with a fact, or leave it out")
    };
    cx.report(Problem::new(Code::NeverTrue, span, format!("`{text}` is {always} true")).help(help));
}

/// Whether an expression is always or never true, on one channel where it is given; `None` where it depends.
pub(crate) fn truth(expr: &Expr, channel: Option<&str>) -> Option<bool> {
    match expr {
        Expr::YesNo(flag) => Some(*flag),
        Expr::Not(inner) => truth(inner, channel).map(|flag| !flag),
        Expr::Known(inner) => matches!(
            inner.as_ref(),
            Expr::Text(_) | Expr::Number(_) | Expr::Date(_) | Expr::Time(_) | Expr::Now
        )
        .then_some(true),
        Expr::Binary(BinaryOp::And, ..) => {
            let parts = parts(expr, BinaryOp::And);
            all(&parts, channel, false)
        }
        Expr::Binary(BinaryOp::Or, ..) => {
            let parts = parts(expr, BinaryOp::Or);
            all(&parts, channel, true)
        }
        Expr::Binary(op, left, right) => compare(*op, left, right, channel),
        _ => None,
    }
}

/// The sides of a chain of one operator.
fn parts(expr: &Expr, op: BinaryOp) -> Vec<&Expr> {
    let mut out = Vec::new();
    let mut rest = expr;
    while let Expr::Binary(found, left, right) = rest
        && *found == op
    {
        out.push(right.as_ref());
        rest = left;
    }
    out.push(rest);
    out.reverse();
    out
}

/// Whether a chain is decided: `and` by one side that is never true, `or` (`decides`) by one that always is.
fn all(parts: &[&Expr], channel: Option<&str>, decides: bool) -> Option<bool> {
    let mut known = true;
    for part in parts {
        match truth(part, channel) {
            Some(flag) if flag == decides => return Some(decides),
            Some(_) => {}
            None => known = false,
        }
    }
    if known {
        return Some(!decides);
    }
    for (index, a) in parts.iter().take(MAX_PARTS).enumerate() {
        for b in parts.iter().take(index) {
            let against = if decides { either_holds(a, b) } else { exclude(a, b) };
            if against {
                return Some(decides);
            }
        }
    }
    None
}

/// A comparison of something that varies with a constant, the constant on the right.
fn comparison(expr: &Expr) -> Option<(BinaryOp, &Expr, &Expr)> {
    let Expr::Binary(op, left, right) = expr else { return None };
    if is_subject(left) && is_value(right) {
        Some((*op, left, right))
    } else if is_subject(right) && is_value(left) {
        Some((mirrored(*op)?, right, left))
    } else {
        None
    }
}

fn is_subject(expr: &Expr) -> bool {
    matches!(expr, Expr::Fact(_) | Expr::Channel | Expr::Language | Expr::Visits(_) | Expr::Now)
}

fn is_value(expr: &Expr) -> bool {
    matches!(expr, Expr::Text(_) | Expr::Number(_) | Expr::Date(_) | Expr::Time(_) | Expr::YesNo(_))
}

fn mirrored(op: BinaryOp) -> Option<BinaryOp> {
    use BinaryOp as Op;
    match op {
        Op::Equal | Op::NotEqual => Some(op),
        Op::Less => Some(Op::Greater),
        Op::LessEqual => Some(Op::GreaterEqual),
        Op::Greater => Some(Op::Less),
        Op::GreaterEqual => Some(Op::LessEqual),
        Op::Or
        | Op::And
        | Op::Has
        | Op::In
        | Op::Add
        | Op::Subtract
        | Op::Multiply
        | Op::Divide => None,
    }
}

/// Whether two comparisons of the same thing cannot both hold.
fn exclude(a: &Expr, b: &Expr) -> bool {
    use BinaryOp as Op;
    let (Some((op_a, subject_a, value_a)), Some((op_b, subject_b, value_b))) =
        (comparison(a), comparison(b))
    else {
        return false;
    };
    // A moment is compared with dates and times by halves: several can hold together.
    if subject_a != subject_b || matches!(subject_a, Expr::Now) {
        return false;
    }
    let Some(order) = order(value_a, value_b) else { return false };
    match (op_a, op_b) {
        (Op::Equal, Op::Equal) => order.is_ne(),
        (Op::Equal, Op::NotEqual) | (Op::NotEqual, Op::Equal) => order.is_eq(),
        // a is `x ? value_a` and `x = value_b`, so `value_b ? value_a` has to hold.
        (op, Op::Equal) => holds(op, order.reverse()) == Some(false),
        (Op::Equal, op) => holds(op, order) == Some(false),
        (Op::Less, Op::Greater | Op::GreaterEqual) | (Op::LessEqual, Op::Greater) => order.is_le(),
        (Op::LessEqual, Op::GreaterEqual) => order.is_lt(),
        (Op::Greater | Op::GreaterEqual, Op::Less) | (Op::Greater, Op::LessEqual) => order.is_ge(),
        (Op::GreaterEqual, Op::LessEqual) => order.is_gt(),
        _ => false,
    }
}

/// Whether one of two comparisons of the same thing always holds: `x != a or x != b`.
fn either_holds(a: &Expr, b: &Expr) -> bool {
    match (comparison(a), comparison(b)) {
        (
            Some((BinaryOp::NotEqual, subject_a, value_a)),
            Some((BinaryOp::NotEqual, subject_b, value_b)),
        ) => {
            subject_a == subject_b
                && order(value_a, value_b).is_some_and(core::cmp::Ordering::is_ne)
        }
        _ => false,
    }
}

fn compare(op: BinaryOp, left: &Expr, right: &Expr, channel: Option<&str>) -> Option<bool> {
    if let (Expr::Channel, Some(name), BinaryOp::In, Expr::List(members)) =
        (left, channel, op, right)
    {
        return Some(members.iter().any(|member| *member == Expr::Text(name.to_owned())));
    }
    let here = |expr: &Expr| match (expr, channel) {
        (Expr::Channel, Some(name)) => Expr::Text(name.to_owned()),
        _ => expr.clone(),
    };
    let is_here = |expr: &Expr| is_value(expr) || (channel.is_some() && *expr == Expr::Channel);
    if !is_here(left) || !is_here(right) {
        return None;
    }
    holds(op, order(&here(left), &here(right))?)
}

fn holds(op: BinaryOp, order: core::cmp::Ordering) -> Option<bool> {
    use BinaryOp as Op;
    match op {
        Op::Equal => Some(order.is_eq()),
        Op::NotEqual => Some(order.is_ne()),
        Op::Less => Some(order.is_lt()),
        Op::LessEqual => Some(order.is_le()),
        Op::Greater => Some(order.is_gt()),
        Op::GreaterEqual => Some(order.is_ge()),
        Op::Or
        | Op::And
        | Op::Has
        | Op::In
        | Op::Add
        | Op::Subtract
        | Op::Multiply
        | Op::Divide => None,
    }
}

/// How two constants of one kind compare; text whatever its case.
fn order(a: &Expr, b: &Expr) -> Option<core::cmp::Ordering> {
    match (a, b) {
        (Expr::Text(a), Expr::Text(b)) => Some(lower(a).cmp(&lower(b))),
        (Expr::Number(a), Expr::Number(b)) => Some(a.cmp(b)),
        (Expr::Date(a), Expr::Date(b)) => Some(a.cmp(b)),
        (Expr::Time(a), Expr::Time(b)) => Some(a.cmp(b)),
        (Expr::YesNo(a), Expr::YesNo(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::truth;
    use crate::check::script::Expr;
    use crate::machine::id::FactId;
    use crate::syntax::tree::BinaryOp::{
        self, And, Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual, Or,
    };
    use crate::text::decimal::Decimal;

    fn number(n: i64) -> Expr {
        Expr::Number(Decimal::whole(n).unwrap())
    }

    fn binary(op: BinaryOp, a: Expr, b: Expr) -> Expr {
        Expr::Binary(op, Box::new(a), Box::new(b))
    }

    fn x(op: BinaryOp, n: i64) -> Expr {
        binary(op, Expr::Fact(FactId::new(0)), number(n))
    }

    #[test]
    fn bounds_that_exclude_each_other() {
        for (a, b, expected) in [
            (x(Greater, 5), x(Less, 3), Some(false)),
            (x(Greater, 3), x(Less, 5), None),
            (x(Greater, 3), x(LessEqual, 3), Some(false)),
            (x(GreaterEqual, 3), x(LessEqual, 3), None),
            (x(GreaterEqual, 4), x(LessEqual, 3), Some(false)),
            (x(Equal, 4), x(LessEqual, 3), Some(false)),
            (x(LessEqual, 3), x(Equal, 4), Some(false)),
            (x(Equal, 3), x(LessEqual, 3), None),
            (x(Equal, 3), x(NotEqual, 3), Some(false)),
            (x(Equal, 3), x(Equal, 4), Some(false)),
            (x(Equal, 3), x(Equal, 3), None),
            (x(Less, 3), x(Greater, 5), Some(false)),
            (binary(Less, number(5), Expr::Fact(FactId::new(0))), x(Less, 3), Some(false)),
        ] {
            let both = binary(And, a, b);
            assert_eq!(truth(&both, None), expected, "{both:?}");
        }
    }

    #[test]
    fn one_side_may_decide() {
        let unknown = || Expr::Fact(FactId::new(1));
        let not = |e| Expr::Not(Box::new(e));
        for (expr, expected) in [
            (binary(Or, unknown(), Expr::YesNo(true)), Some(true)),
            (binary(And, unknown(), Expr::YesNo(true)), None),
            (binary(And, Expr::YesNo(false), unknown()), Some(false)),
            (not(binary(Greater, number(3), number(2))), Some(false)),
            (binary(Or, x(NotEqual, 3), x(NotEqual, 4)), Some(true)),
            (binary(Or, x(NotEqual, 3), x(NotEqual, 3)), None),
            (binary(Or, x(Equal, 3), x(Equal, 4)), None),
            (unknown(), None),
        ] {
            assert_eq!(truth(&expr, None), expected, "{expr:?}");
        }
        let on_x = binary(Equal, Expr::Channel, Expr::Text("x".into()));
        assert_eq!(truth(&on_x, None), None);
        assert_eq!(truth(&on_x, Some("x")), Some(true));
        assert_eq!(truth(&on_x, Some("email")), Some(false));
    }
}
