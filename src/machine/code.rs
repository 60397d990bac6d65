//! The trees' code: what each byte means, read one step at a time with every id checked.
//!
//! The verifier, the runtime and the listing read through this one [`Reader`], so that they cannot disagree.

use super::cursor::{Cursor, Read};
use super::id::{ChannelId, DepartmentId, FactId, LanguageId, StringId, TopicId};
use crate::text::decimal::Decimal;

/// How many entries each table has that code refers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) strings: usize,
    pub(crate) languages: usize,
    pub(crate) channels: usize,
    pub(crate) departments: usize,
    pub(crate) facts: usize,
    pub(crate) topics: usize,
}

macro_rules! tags {
    ($(#[$doc:meta])* $type:ident { $($(#[$tag_doc:meta])* $name:ident = $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $type { $($(#[$tag_doc])* $name = $value,)* }

        impl $type {
            /// Every tag with its name.
            #[cfg(feature = "compile")]
            pub(crate) const ALL: &'static [(u8, &'static str)] = &[$(($value, stringify!($name)),)*];

            fn from_byte(byte: u8) -> Option<Self> {
                match byte { $($value => Some(Self::$name),)* _ => None }
            }
        }
    };
}

tags! {
    /// Values and operators of an expression, in postfix order; append only.
    OpTag {
        End = 0, Text = 1, Number = 2, Yes = 3, No = 4, Date = 5, Time = 6, List = 7, Fact = 8, Now = 9, Channel = 10,
        Language = 11, Not = 12, Minus = 13, Known = 14, Length = 15, Upper = 16, Lower = 17, Trim = 18, Open = 19,
        Opens = 20, Visits = 21, Or = 22, And = 23, Equal = 24, NotEqual = 25, Less = 26, LessEqual = 27, Greater = 28,
        GreaterEqual = 29, Has = 30, In = 31, Add = 32, Subtract = 33, Multiply = 34, Divide = 35, Days = 36,
    }
}

tags! {
    /// Pieces of a text; append only.
    PieceTag { End = 0, Literal = 1, Hole = 2, HoleOr = 3, If = 4, Plural = 5, }
}

tags! {
    /// Steps of a tree; append only.
    StepTag {
        End = 0, Need = 1, Replies = 2, Step = 3, Note = 4, Choices = 5, Goto = 6, Call = 7, Return = 8, Do = 9, Set = 10,
        Handoff = 11, Finish = 12,
    }
}

/// One step of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Op {
    End,
    Text(StringId),
    Number(Decimal),
    YesNo(bool),
    Date(i32),
    Time(u16),
    /// Takes so many texts from the stack.
    List(u32),
    Fact(FactId),
    Now,
    Channel,
    Language,
    Unary(Unary),
    Open(DepartmentId),
    Opens(DepartmentId),
    Visits(TopicId),
    Binary(Binary),
}

/// Takes one value, gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unary {
    Not,
    Minus,
    Known,
    Length,
    Upper,
    Lower,
    Trim,
}

/// Takes two values, gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Has,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Days,
}

/// One piece of a text; conditions, values and nested texts follow in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    End,
    Literal(StringId),
    /// An expression follows.
    Hole,
    /// An expression follows; the string stands where it is unknown.
    HoleOr(StringId),
    /// So many times an expression and a nested text follow, then a nested text (empty where there is no `else`).
    If(u32),
    /// An expression follows, then so many times a case and a nested text.
    Plural(u32),
}

/// How a conversation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The customer has what they came for.
    Resolved,
    /// They do not.
    Unresolved,
    /// Nobody to help.
    Spam,
}

/// One step of a tree; what it needs follows in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    End,
    /// So many fact ids follow.
    Need(u32),
    /// So many nested replies follow.
    Replies(u32),
    /// Guards and a text follow.
    Step,
    /// Guards and a text follow.
    Note,
    /// So many nested choices follow.
    Choices(u32),
    Goto(TopicId),
    Call(TopicId),
    Return,
    /// So many names and expressions follow.
    Do(StringId, u32),
    /// An expression follows.
    Set(FactId),
    /// A text follows where the flag is set.
    Handoff(DepartmentId, bool),
    Finish(Outcome),
}

/// Which guards follow, as bits of one byte, in this order.
pub(crate) mod guard {
    /// A count and so many expressions.
    pub(crate) const IF: u8 = 1;
    /// A count and so many channels.
    pub(crate) const ON: u8 = 2;
    /// A day.
    pub(crate) const FROM: u8 = 4;
    /// A day.
    pub(crate) const UNTIL: u8 = 8;
    /// Nothing.
    pub(crate) const ONCE: u8 = 16;
    /// A count and so many languages.
    pub(crate) const LANG: u8 = 32;
    /// A count and so many strings.
    pub(crate) const TAG: u8 = 64;
    /// A string.
    pub(crate) const ID: u8 = 128;
}

/// A place in the code of one topic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    cursor: Cursor<'a>,
    bounds: Bounds,
    /// Strings are counted from here: a topic's own lie close together.
    base: u32,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(code: &'a [u8], at: usize, base: u32, bounds: Bounds) -> Self {
        Self { cursor: Cursor::from(code, at), bounds, base }
    }

    pub(crate) fn cursor(&self) -> &Cursor<'a> {
        &self.cursor
    }

    pub(crate) fn at(&self) -> usize {
        self.cursor.at()
    }

    /// A number of things that follow.
    pub(crate) fn count(&mut self) -> Read<u32> {
        let n = self.cursor.count("count")?;
        u32::try_from(n).map_err(|_| self.cursor.broken("count"))
    }

    pub(crate) fn byte(&mut self) -> Read<u8> {
        self.cursor.byte("flags")
    }

    pub(crate) fn signed(&mut self) -> Read<i64> {
        self.cursor.signed("number")
    }

    pub(crate) fn day(&mut self) -> Read<i32> {
        self.cursor.signed32("day")
    }

    pub(crate) fn string(&mut self) -> Read<StringId> {
        let broken = self.cursor.broken("string");
        let n = self.cursor.varint("string")?;
        let from = if n & 1 == 0 { self.base } else { 0 };
        let index = from.checked_add(n >> 1).ok_or(broken)?;
        let known = usize::try_from(index).is_ok_and(|i| i < self.bounds.strings);
        if known { Ok(StringId::new(index)) } else { Err(broken) }
    }

    pub(crate) fn channel(&mut self) -> Read<ChannelId> {
        self.cursor.index(self.bounds.channels, "channel").map(ChannelId::new)
    }

    pub(crate) fn language(&mut self) -> Read<LanguageId> {
        self.cursor.index(self.bounds.languages, "language").map(LanguageId::new)
    }

    pub(crate) fn department(&mut self) -> Read<DepartmentId> {
        self.cursor.index(self.bounds.departments, "department").map(DepartmentId::new)
    }

    pub(crate) fn fact(&mut self) -> Read<FactId> {
        self.cursor.index(self.bounds.facts, "fact").map(FactId::new)
    }

    pub(crate) fn topic(&mut self) -> Read<TopicId> {
        self.cursor.index(self.bounds.topics, "topic").map(TopicId::new)
    }

    /// The length of something nested; gives the place behind it.
    pub(crate) fn nested(&mut self) -> Read<usize> {
        let length = self.cursor.count("length of a nested part")?;
        Ok(self.cursor.at() + length)
    }

    /// Goes on at `at`, a place that [`nested`](Self::nested) gave.
    pub(crate) fn skip_to(&mut self, at: usize) -> Read<()> {
        let ahead = at.checked_sub(self.cursor.at()).ok_or(self.cursor.broken("nested part"))?;
        self.cursor.take(ahead, "nested part").map(|_| ())
    }

    pub(crate) fn op(&mut self) -> Read<Op> {
        let broken = self.cursor.broken("operator");
        let tag = OpTag::from_byte(self.cursor.byte("operator")?).ok_or(broken)?;
        Ok(match tag {
            OpTag::End => Op::End,
            OpTag::Text => Op::Text(self.string()?),
            OpTag::Number => Op::Number(Decimal::from_millionths(self.signed()?)),
            OpTag::Yes => Op::YesNo(true),
            OpTag::No => Op::YesNo(false),
            OpTag::Date => Op::Date(self.day()?),
            OpTag::Time => {
                let minutes = self.cursor.varint("time")?;
                Op::Time(u16::try_from(minutes).map_err(|_| broken)?)
            }
            OpTag::List => Op::List(self.cursor.varint("list")?),
            OpTag::Fact => Op::Fact(self.fact()?),
            OpTag::Now => Op::Now,
            OpTag::Channel => Op::Channel,
            OpTag::Language => Op::Language,
            OpTag::Not => Op::Unary(Unary::Not),
            OpTag::Minus => Op::Unary(Unary::Minus),
            OpTag::Known => Op::Unary(Unary::Known),
            OpTag::Length => Op::Unary(Unary::Length),
            OpTag::Upper => Op::Unary(Unary::Upper),
            OpTag::Lower => Op::Unary(Unary::Lower),
            OpTag::Trim => Op::Unary(Unary::Trim),
            OpTag::Open => Op::Open(self.department()?),
            OpTag::Opens => Op::Opens(self.department()?),
            OpTag::Visits => Op::Visits(self.topic()?),
            OpTag::Or => Op::Binary(Binary::Or),
            OpTag::And => Op::Binary(Binary::And),
            OpTag::Equal => Op::Binary(Binary::Equal),
            OpTag::NotEqual => Op::Binary(Binary::NotEqual),
            OpTag::Less => Op::Binary(Binary::Less),
            OpTag::LessEqual => Op::Binary(Binary::LessEqual),
            OpTag::Greater => Op::Binary(Binary::Greater),
            OpTag::GreaterEqual => Op::Binary(Binary::GreaterEqual),
            OpTag::Has => Op::Binary(Binary::Has),
            OpTag::In => Op::Binary(Binary::In),
            OpTag::Add => Op::Binary(Binary::Add),
            OpTag::Subtract => Op::Binary(Binary::Subtract),
            OpTag::Multiply => Op::Binary(Binary::Multiply),
            OpTag::Divide => Op::Binary(Binary::Divide),
            OpTag::Days => Op::Binary(Binary::Days),
        })
    }

    pub(crate) fn piece(&mut self) -> Read<Piece> {
        let broken = self.cursor.broken("piece of a text");
        Ok(match PieceTag::from_byte(self.cursor.byte("piece of a text")?).ok_or(broken)? {
            PieceTag::End => Piece::End,
            PieceTag::Literal => Piece::Literal(self.string()?),
            PieceTag::Hole => Piece::Hole,
            PieceTag::HoleOr => Piece::HoleOr(self.string()?),
            PieceTag::If => Piece::If(self.count()?),
            PieceTag::Plural => Piece::Plural(self.count()?),
        })
    }

    pub(crate) fn outcome(&mut self) -> Read<Outcome> {
        match self.cursor.byte("outcome")? {
            0 => Ok(Outcome::Resolved),
            1 => Ok(Outcome::Unresolved),
            2 => Ok(Outcome::Spam),
            _ => Err(self.cursor.broken("outcome")),
        }
    }

    pub(crate) fn step(&mut self) -> Read<Step> {
        let broken = self.cursor.broken("step of a tree");
        Ok(match StepTag::from_byte(self.cursor.byte("step of a tree")?).ok_or(broken)? {
            StepTag::End => Step::End,
            StepTag::Need => Step::Need(self.count()?),
            StepTag::Replies => Step::Replies(self.count()?),
            StepTag::Step => Step::Step,
            StepTag::Note => Step::Note,
            StepTag::Choices => Step::Choices(self.count()?),
            StepTag::Goto => Step::Goto(self.topic()?),
            StepTag::Call => Step::Call(self.topic()?),
            StepTag::Return => Step::Return,
            StepTag::Do => Step::Do(self.string()?, self.count()?),
            StepTag::Set => Step::Set(self.fact()?),
            StepTag::Handoff => {
                let department = self.department()?;
                Step::Handoff(department, self.flag()?)
            }
            StepTag::Finish => Step::Finish(self.outcome()?),
        })
    }

    pub(crate) fn flag(&mut self) -> Read<bool> {
        match self.cursor.byte("flag")? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.cursor.broken("flag")),
        }
    }
}
