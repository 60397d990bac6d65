//! Secret facts in texts that everybody can read.

use super::places::can_go;
use crate::check::context::Cx;
use crate::check::script::Expr;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::BinaryOp;

/// The most channels that the help names.
const MAX_NAMED: usize = 3;

/// Says so where a text that a customer reads shows a secret fact and can go to a public channel.
pub(crate) fn shown(cx: &mut Cx<'_>, expr: &Expr, span: Span) {
    if !cx.place.sent {
        return;
    }
    let Some((fact, name)) = secret(cx, expr) else { return };
    let channels = || (0_u32..).zip(&cx.scope.channel_trees);
    let Some((_, public)) = channels().find(|&(id, channel)| channel.public && can_go(cx, id))
    else {
        return;
    };
    let private: Vec<&str> = channels()
        .filter(|(_, channel)| !channel.public)
        .map(|(_, channel)| channel.name.value.as_str())
        .take(MAX_NAMED)
        .collect();
    let help = if private.is_empty() {
        format!("leave `{name}` out: it is not written on a public channel")
    } else {
        format!(
            "say where the reply goes, such as `[on {}]`, or leave `{name}` out",
            private.join(", ")
        )
    };
    let public = &public.name.value;
    let mut problem = Problem::new(
        Code::SecretInPublic,
        span,
        format!("`{name}` is secret, but this can be sent on `{public}`, where everybody reads it"),
    )
    .help(help);
    if let Some(place) = cx.scope.facts.place(fact) {
        problem = problem.label(place, "declared secret here");
    }
    cx.report(problem);
}

/// The first secret fact whose text an expression shows; comparing or counting it shows nothing of it.
fn secret<'a>(cx: &Cx<'a>, expr: &Expr) -> Option<(u32, &'a str)> {
    let mut stack = Vec::new();
    let mut next = Some(expr);
    while let Some(expr) = next {
        match expr {
            Expr::Fact(id) => {
                if let Some(fact) = cx.scope.fact(id.index())
                    && fact.secret
                {
                    return Some((id.index(), &fact.name.value));
                }
            }
            Expr::List(members) => stack.extend(members.iter().rev()),
            Expr::Minus(inner) | Expr::Upper(inner) | Expr::Lower(inner) | Expr::Trim(inner) => {
                stack.push(inner);
            }
            Expr::Binary(
                BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide,
                a,
                b,
            ) => stack.extend([b.as_ref(), a.as_ref()]),
            _ => {}
        }
        next = stack.pop();
    }
    None
}
