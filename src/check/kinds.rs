//! Kinds of values, and which go together.
//!
//! | operator | left | right | gives |
//! | --- | --- | --- | --- |
//! | `and` `or` | yes/no | yes/no | yes/no |
//! | `=` `!=` | any | the same kind; a moment also goes with a date or a time | yes/no |
//! | `<` `<=` `>` `>=` | number, date, time, moment | as for `=` | yes/no |
//! | `has` | list, text | text | yes/no |
//! | `in` | any | a list written out, of the same kind | yes/no |
//! | `in` | text | list, text | yes/no |
//! | `+` `-` `*` `/` | number | number | number |
//! | `+` `-` | date | number of days | date |
//! | `+` `-` | list | text to add or to take out | list |
//! | `+` | text | text | text |
//!
//! Options, channels and languages are text. A fact that is a date or a time takes that of a moment.

use super::script::Expr;
use crate::syntax::tree::{self, BinaryOp};

/// The kind of an expression's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// One of the options of this fact.
    Options(u32),
    /// The channel's name.
    Channel,
    /// The language's name.
    Language,
    Number,
    YesNo,
    Date,
    Time,
    Moment,
    List,
    /// Part of it is wrong and reported: goes with everything.
    Unknown,
}

impl Kind {
    /// The kind of a fact's values.
    pub(crate) fn of(id: u32, kind: &tree::FactKind) -> Self {
        match kind {
            tree::FactKind::Text
            | tree::FactKind::Email
            | tree::FactKind::Phone
            | tree::FactKind::Link => Self::Text,
            tree::FactKind::Number | tree::FactKind::Money => Self::Number,
            tree::FactKind::YesNo => Self::YesNo,
            tree::FactKind::Date => Self::Date,
            tree::FactKind::Time => Self::Time,
            tree::FactKind::OneOf(_) => Self::Options(id),
            tree::FactKind::List | tree::FactKind::SomeOf(_) => Self::List,
        }
    }

    /// What an author calls it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Options(_) => "one of several options",
            Self::Channel => "a channel",
            Self::Language => "a language",
            Self::Number => "a number",
            Self::YesNo => "yes or no",
            Self::Date => "a date",
            Self::Time => "a time of day",
            Self::Moment => "a moment",
            Self::List => "a list",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it is text, whatever text.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Options(_) | Self::Channel | Self::Language)
    }

    fn is_ordered(self) -> bool {
        matches!(self, Self::Number | Self::Date | Self::Time | Self::Moment)
    }

    /// Whether values of both kinds can be equal.
    pub(crate) fn fits(self, other: Self) -> bool {
        self == Self::Unknown
            || other == Self::Unknown
            || self == other
            || (self.is_text() && other.is_text())
            || matches!(
                (self, other),
                (Self::Moment, Self::Date | Self::Time) | (Self::Date | Self::Time, Self::Moment)
            )
    }

    /// Whether it is text, or may be.
    pub(crate) fn may_be_text(self) -> bool {
        self.is_text() || self == Self::Unknown
    }
}

/// The kind that an operator gives, or `None` where the two do not go together; `written_out` where the right side is a
/// list in brackets, whose members have been checked.
pub(crate) fn binary(op: BinaryOp, left: Kind, right: Kind, written_out: bool) -> Option<Kind> {
    use BinaryOp as Op;
    use Kind as K;
    if left == K::Unknown || right == K::Unknown {
        return Some(match op {
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide => K::Unknown,
            _ => K::YesNo,
        });
    }
    match op {
        Op::Or | Op::And => (left == K::YesNo && right == K::YesNo).then_some(K::YesNo),
        Op::Equal | Op::NotEqual => left.fits(right).then_some(K::YesNo),
        Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => {
            (left.is_ordered() && left.fits(right)).then_some(K::YesNo)
        }
        Op::Has => ((left == K::List || left.is_text()) && right.is_text()).then_some(K::YesNo),
        Op::In => (written_out || (left.is_text() && (right == K::List || right.is_text())))
            .then_some(K::YesNo),
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide => match (op, left, right) {
            (_, K::Number, K::Number) => Some(K::Number),
            (Op::Add | Op::Subtract, K::Date, K::Number) => Some(K::Date),
            (Op::Add, K::List, other) if other.is_text() => Some(K::List),
            (Op::Add, _, _) if left.is_text() && right.is_text() => Some(K::Text),
            _ => None,
        },
    }
}

/// Whether an expression reads nothing: no fact, no clock, no channel.
pub(crate) fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Text(_) | Expr::Number(_) | Expr::YesNo(_) | Expr::Date(_) | Expr::Time(_) => true,
        Expr::List(members) => members.iter().all(is_constant),
        Expr::Minus(inner) => is_constant(inner),
        _ => false,
    }
}
