//! Expressions: the grammar gives operands and operators in a row, precedence is decided here.

use super::escape;
use super::grammar::Rule;
use super::limits;
use super::reader::{Node, Reader, child, has};
use super::value;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::text::decimal::Decimal;

/// How tightly operators bind, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binds {
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Minus,
}

/// An operator that waits for what stands right of it.
enum Pending {
    Unary(UnaryOp, Span),
    Binary(BinaryOp),
}

impl Pending {
    fn binds(&self) -> Binds {
        match self {
            Self::Unary(UnaryOp::Not, _) => Binds::Not,
            Self::Unary(UnaryOp::Minus, _) => Binds::Minus,
            Self::Binary(op) => binds(*op),
        }
    }
}

/// Reads `expr` or `hole_expr`.
pub(super) fn read(reader: &mut Reader<'_>, node: Node<'_>) -> Expr {
    let whole = reader.span(&node);
    let mut values: Vec<Expr> = Vec::new();
    let mut waiting: Vec<Pending> = Vec::new();
    for part in node.into_inner() {
        let span = reader.span(&part);
        match part.as_rule() {
            Rule::op_not | Rule::op_minus | Rule::wrong_not => {
                if part.as_rule() == Rule::wrong_not {
                    reader.tell(wrong_operator(span, "!", "not "));
                }
                let op =
                    if part.as_rule() == Rule::op_minus { UnaryOp::Minus } else { UnaryOp::Not };
                if count(reader, span) {
                    waiting.push(Pending::Unary(op, span));
                }
            }
            Rule::known => {
                settle(&mut values, &mut waiting, Binds::Compare);
                if let Some(value) = values.pop().filter(|_| count(reader, span)) {
                    let known = !has(&part, Rule::kw_not);
                    let span = value.span.to(span);
                    values.push(Expr { span, kind: ExprKind::Known(Box::new(value), known) });
                }
            }
            Rule::op_or
            | Rule::op_and
            | Rule::op_has
            | Rule::op_in
            | Rule::op_compare
            | Rule::op_arithmetic
            | Rule::wrong_operator => {
                let op = operator(reader, &part);
                if count(reader, span) {
                    settle(&mut values, &mut waiting, binds(op));
                    waiting.push(Pending::Binary(op));
                }
            }
            _ => {
                let value = primary(reader, part);
                values.push(value);
            }
        }
    }
    settle(&mut values, &mut waiting, Binds::Or);
    values.truncate(1);
    let mut value = values.pop().unwrap_or(Expr { span: whole, kind: ExprKind::YesNo(false) });
    value.span = whole;
    value
}

/// Counts an operator of the line; the problem is told once.
fn count(reader: &mut Reader<'_>, span: Span) -> bool {
    reader.operators += 1;
    if reader.operators == limits::MAX_OPERATORS + 1 {
        reader.tell(
            Problem::new(
                Code::NestedTooDeep,
                span,
                format!("a line has at most {} operators", limits::MAX_OPERATORS),
            )
            .help("split it: `set` a fact in steps"),
        );
    }
    reader.operators <= limits::MAX_OPERATORS
}

/// Applies the operators that bind at least as tightly as `least`.
fn settle(values: &mut Vec<Expr>, waiting: &mut Vec<Pending>, least: Binds) {
    while let Some(op) = waiting.pop_if(|op| op.binds() >= least) {
        let Some(right) = values.pop() else { return };
        let value = match op {
            Pending::Unary(op, at) => {
                Expr { span: at.to(right.span), kind: ExprKind::Unary(op, Box::new(right)) }
            }
            Pending::Binary(op) => {
                let Some(left) = values.pop() else {
                    values.push(right);
                    return;
                };
                let span = left.span.to(right.span);
                Expr { span, kind: ExprKind::Binary(op, Box::new(left), Box::new(right)) }
            }
        };
        values.push(value);
    }
}

fn binds(op: BinaryOp) -> Binds {
    match op {
        BinaryOp::Or => Binds::Or,
        BinaryOp::And => Binds::And,
        BinaryOp::Equal
        | BinaryOp::NotEqual
        | BinaryOp::Less
        | BinaryOp::LessEqual
        | BinaryOp::Greater
        | BinaryOp::GreaterEqual
        | BinaryOp::Has
        | BinaryOp::In => Binds::Compare,
        BinaryOp::Add | BinaryOp::Subtract => Binds::Add,
        BinaryOp::Multiply | BinaryOp::Divide => Binds::Multiply,
    }
}

/// What an operator means; operators of other languages are told and understood.
fn operator(reader: &mut Reader<'_>, node: &Node<'_>) -> BinaryOp {
    let (op, right) = match node.as_str() {
        "or" => (BinaryOp::Or, None),
        "and" => (BinaryOp::And, None),
        "has" => (BinaryOp::Has, None),
        "in" => (BinaryOp::In, None),
        "=" => (BinaryOp::Equal, None),
        "!=" => (BinaryOp::NotEqual, None),
        "<" => (BinaryOp::Less, None),
        "<=" => (BinaryOp::LessEqual, None),
        ">" => (BinaryOp::Greater, None),
        ">=" => (BinaryOp::GreaterEqual, None),
        "+" => (BinaryOp::Add, None),
        "-" => (BinaryOp::Subtract, None),
        "*" => (BinaryOp::Multiply, None),
        "/" => (BinaryOp::Divide, None),
        "||" => (BinaryOp::Or, Some("or")),
        "&&" => (BinaryOp::And, Some("and")),
        "≠" | "<>" => (BinaryOp::NotEqual, Some("!=")),
        "≤" | "=<" => (BinaryOp::LessEqual, Some("<=")),
        "≥" | "=>" => (BinaryOp::GreaterEqual, Some(">=")),
        "×" => (BinaryOp::Multiply, Some("*")),
        "÷" => (BinaryOp::Divide, Some("/")),
        "−" => (BinaryOp::Subtract, Some("-")),
        _ => (BinaryOp::Equal, Some("=")),
    };
    if let Some(right) = right {
        let span = reader.span(node);
        reader.tell(wrong_operator(span, node.as_str(), right));
    }
    op
}

fn wrong_operator(span: Span, wrong: &str, right: &str) -> Problem {
    let shown = right.trim_end();
    Problem::new(Code::BadExpression, span, format!("`{wrong}` is not an operator"))
        .help(format!("write `{shown}`"))
        .fix(span, right)
}

/// A value without operators.
fn primary(reader: &mut Reader<'_>, node: Node<'_>) -> Expr {
    let span = reader.span(&node);
    let kind = match node.as_rule() {
        Rule::string => ExprKind::Text(escape::unquoted(node.as_str())),
        Rule::number => ExprKind::Number(number(reader, &node)),
        Rule::iso_date => ExprKind::Date(value::iso_date(reader, &node)),
        Rule::time => ExprKind::Time(value::clock(reader, &node)),
        Rule::paren => {
            let mut items: Vec<Expr> = Vec::new();
            let mut is_list = false;
            for part in node.into_inner() {
                match part.as_rule() {
                    Rule::expr => items.push(read(reader, part)),
                    Rule::comma => is_list = true,
                    _ => {}
                }
            }
            if !is_list && let Some(mut only) = items.pop() {
                only.span = span;
                return only;
            }
            ExprKind::List(items)
        }
        _ => call(reader, &node),
    };
    Expr { span, kind }
}

fn number(reader: &mut Reader<'_>, node: &Node<'_>) -> Decimal {
    let digits = node.as_str();
    Decimal::parse(digits).unwrap_or_else(|| {
        let message = format!("`{digits}` is too large a number");
        let span = reader.span(node);
        reader.tell(Problem::new(Code::BadValue, span, message));
        Decimal::ZERO
    })
}

/// A name, `yes`, `no`, or a function with its arguments.
fn call(reader: &mut Reader<'_>, node: &Node<'_>) -> ExprKind {
    let name = reader.child_name(node, Rule::value_name);
    if let Some(arguments) = child(node, Rule::call_arguments) {
        let mut values = Vec::new();
        for part in arguments.into_inner() {
            if part.as_rule() == Rule::expr {
                values.push(read(reader, part));
            }
        }
        return ExprKind::Call(Box::new(name), values);
    }
    let right = match name.value.as_str() {
        "yes" => return ExprKind::YesNo(true),
        "no" => return ExprKind::YesNo(false),
        "true" | "True" | "TRUE" => "yes",
        "false" | "False" | "FALSE" => "no",
        _ => return ExprKind::Name(name.value),
    };
    reader.tell(
        Problem::new(Code::BadExpression, name.span, format!("`{}` is not a value", name.value))
            .help(format!("write `{right}`"))
            .fix(name.span, right),
    );
    ExprKind::YesNo(right == "yes")
}
