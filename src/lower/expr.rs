//! Expressions and texts to code.

use super::code::Code;
use super::strings::Strings;
use crate::calendar::plural::Category;
use crate::check::script::{Expr, Piece, PluralCase, Text};
use crate::machine::code::{OpTag, PieceTag, plural::EXACTLY};
use crate::syntax::tree::BinaryOp;

/// Writes an expression in postfix order, its end behind it.
pub(crate) fn expression(code: &mut Code, strings: &mut Strings, expr: &Expr) {
    value(code, strings, expr);
    op(code, OpTag::End);
}

fn op(code: &mut Code, tag: OpTag) {
    code.byte(tag as u8);
}

fn value(code: &mut Code, strings: &mut Strings, expr: &Expr) {
    match expr {
        Expr::Text(text) => {
            op(code, OpTag::Text);
            code.string(strings.id(text));
        }
        Expr::Number(n) => {
            op(code, OpTag::Number);
            code.signed(n.millionths());
        }
        Expr::YesNo(yes) => op(code, if *yes { OpTag::Yes } else { OpTag::No }),
        Expr::Date(days) => {
            op(code, OpTag::Date);
            code.signed(i64::from(*days));
        }
        Expr::Time(minutes) => {
            op(code, OpTag::Time);
            code.number(u32::from(*minutes));
        }
        Expr::List(items) => {
            items.iter().for_each(|item| value(code, strings, item));
            op(code, OpTag::List);
            code.count(items.len());
        }
        Expr::Fact(id) => {
            op(code, OpTag::Fact);
            code.number(id.index());
        }
        Expr::Now => op(code, OpTag::Now),
        Expr::Channel => op(code, OpTag::Channel),
        Expr::Language => op(code, OpTag::Language),
        Expr::Not(inner) => unary(code, strings, inner, OpTag::Not),
        Expr::Minus(inner) => unary(code, strings, inner, OpTag::Minus),
        Expr::Known(inner) => unary(code, strings, inner, OpTag::Known),
        Expr::Length(inner) => unary(code, strings, inner, OpTag::Length),
        Expr::Upper(inner) => unary(code, strings, inner, OpTag::Upper),
        Expr::Lower(inner) => unary(code, strings, inner, OpTag::Lower),
        Expr::Trim(inner) => unary(code, strings, inner, OpTag::Trim),
        Expr::Open(id) => {
            op(code, OpTag::Open);
            code.number(id.index());
        }
        Expr::Opens(id) => {
            op(code, OpTag::Opens);
            code.number(id.index());
        }
        Expr::Visits(id) => {
            op(code, OpTag::Visits);
            code.number(id.index());
        }
        Expr::Binary(operator, left, right) => {
            binary(code, strings, left, right, operator_tag(*operator));
        }
        Expr::Days(left, right) => binary(code, strings, left, right, OpTag::Days),
    }
}

fn unary(code: &mut Code, strings: &mut Strings, inner: &Expr, tag: OpTag) {
    value(code, strings, inner);
    op(code, tag);
}

fn binary(code: &mut Code, strings: &mut Strings, left: &Expr, right: &Expr, tag: OpTag) {
    value(code, strings, left);
    value(code, strings, right);
    op(code, tag);
}

fn operator_tag(operator: BinaryOp) -> OpTag {
    match operator {
        BinaryOp::Or => OpTag::Or,
        BinaryOp::And => OpTag::And,
        BinaryOp::Equal => OpTag::Equal,
        BinaryOp::NotEqual => OpTag::NotEqual,
        BinaryOp::Less => OpTag::Less,
        BinaryOp::LessEqual => OpTag::LessEqual,
        BinaryOp::Greater => OpTag::Greater,
        BinaryOp::GreaterEqual => OpTag::GreaterEqual,
        BinaryOp::Has => OpTag::Has,
        BinaryOp::In => OpTag::In,
        BinaryOp::Add => OpTag::Add,
        BinaryOp::Subtract => OpTag::Subtract,
        BinaryOp::Multiply => OpTag::Multiply,
        BinaryOp::Divide => OpTag::Divide,
    }
}

/// Writes a text, its end behind it.
pub(crate) fn text(code: &mut Code, strings: &mut Strings, text: &Text) {
    pieces(code, strings, &text.pieces);
}

fn pieces(code: &mut Code, strings: &mut Strings, pieces: &[Piece]) {
    for piece in pieces {
        match piece {
            Piece::Literal(words) => {
                code.byte(PieceTag::Literal as u8);
                code.string(strings.id(words));
            }
            Piece::Hole(value, None) => {
                code.byte(PieceTag::Hole as u8);
                expression(code, strings, value);
            }
            Piece::Hole(value, Some(default)) => {
                code.byte(PieceTag::HoleOr as u8);
                code.string(strings.id(default));
                expression(code, strings, value);
            }
            Piece::If(arms, otherwise) => {
                code.byte(PieceTag::If as u8);
                code.count(arms.len());
                for (condition, words) in arms {
                    expression(code, strings, condition);
                    code.nested(|part| text(part, strings, words));
                }
                code.nested(|part| match otherwise {
                    Some(words) => text(part, strings, words),
                    None => part.byte(PieceTag::End as u8),
                });
            }
            Piece::Plural(number, cases) => {
                code.byte(PieceTag::Plural as u8);
                code.count(cases.len());
                expression(code, strings, number);
                // Exact numbers first, `other` last: the runtime takes the first that fits.
                let mut cases: Vec<_> = cases.iter().collect();
                cases.sort_by_key(|(case, _)| case_order(*case));
                for (case, words) in cases {
                    match case {
                        PluralCase::Exactly(n) => {
                            code.byte(EXACTLY);
                            code.signed(n.millionths());
                        }
                        PluralCase::Category(category) => code.byte(*category as u8),
                    }
                    code.nested(|part| text(part, strings, words));
                }
            }
        }
    }
    code.byte(PieceTag::End as u8);
}

fn case_order(case: PluralCase) -> u8 {
    match case {
        PluralCase::Exactly(_) => 0,
        PluralCase::Category(Category::Other) => 2,
        PluralCase::Category(_) => 1,
    }
}
