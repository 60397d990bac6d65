//! The trees' code: what each byte means, read one step at a time.
//!
//! The verifier, the runtime and the listing read through this one [`Reader`], so that they cannot disagree. It is as sticky
//! as its [`Cursor`]: what cannot be is an end or a 0, and nothing is read behind it. An id need not be an entry of its table:
//! who looks it up finds nothing there.

use super::Machine;
use super::id::{ChannelId, DepartmentId, FactId, LanguageId, StringId, TopicId};
use super::limits::MAX_MESSAGE_BYTES;
use crate::bytes::cursor::Cursor;

macro_rules! tags {
    ($(#[$doc:meta])* $type:ident { $($(#[$tag_doc:meta])* $name:ident = $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $type { $($(#[$tag_doc])* $name = $value,)* }

        impl $type {
            /// Every tag with its name.
            #[cfg(feature = "compile")]
            pub(crate) const ALL: &'static [(u8, &'static str)] = &[$(($value, stringify!($name)),)*];

            /// What cannot be is an end, and the reader fails.
            fn read(cursor: &mut Cursor<'_>) -> Self {
                let tag = match cursor.byte() { $($value => Some(Self::$name),)* _ => None };
                tag.unwrap_or_else(|| {
                    cursor.fail();
                    Self::End
                })
            }
        }
    };
}

tags! {
    /// Values and operators of an expression, in postfix order; append only.
    ///
    /// Behind the byte follow for `Text` a string, for `Number` and `Date` a signed number, for `Time` and `List` a number, and
    /// for `Fact`, `Open`, `Opens` and `Visits` an index: [`Reader::operand`] passes over them.
    OpTag {
        End = 0, Text = 1, Number = 2, Yes = 3, No = 4, Date = 5, Time = 6, List = 7, Fact = 8, Now = 9, Channel = 10,
        Language = 11, Not = 12, Minus = 13, Known = 14, Length = 15, Upper = 16, Lower = 17, Trim = 18, Open = 19,
        Opens = 20, Visits = 21, Or = 22, And = 23, Equal = 24, NotEqual = 25, Less = 26, LessEqual = 27, Greater = 28,
        GreaterEqual = 29, Has = 30, In = 31, Add = 32, Subtract = 33, Multiply = 34, Divide = 35, Days = 36,
    }
}

tags! {
    /// Pieces of a text; append only.
    ///
    /// Behind the byte follow for `Literal` a string, for `Hole` an expression, for `HoleOr` a string and an expression, for
    /// `If` a count, so many times an expression and a nested text, and a nested text (empty where there is no `else`), for
    /// `Plural` a count, an expression, and so many times a case and a nested text.
    PieceTag { End = 0, Literal = 1, Hole = 2, HoleOr = 3, If = 4, Plural = 5, }
}

tags! {
    /// Steps of a tree; append only.
    ///
    /// Behind the byte follow for `Need` a count and facts, for `Replies` and `Choices` a count and so many nested ones, for
    /// `Step` and `Note` guards and a text, for `Goto` and `Call` a topic, for `Do` a string, a count and so many strings and
    /// expressions, for `Set` a fact and an expression, for `Handoff` a department, a flag and where it is set a text, for
    /// `Finish` an outcome.
    StepTag {
        End = 0, Need = 1, Replies = 2, Step = 3, Note = 4, Choices = 5, Goto = 6, Call = 7, Return = 8, Do = 9, Set = 10,
        Handoff = 11, Finish = 12,
    }
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

/// The tags of a plural's cases: a category's own number, or this.
pub(crate) mod plural {
    use crate::calendar::plural::Category;

    /// The case `other`, which the compiler puts last.
    pub(crate) const OTHER: u8 = Category::Other as u8;

    /// One number, which follows.
    pub(crate) const EXACTLY: u8 = OTHER + 1;
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

/// A place in the code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    cursor: Cursor<'a>,
    machine: &'a Machine,
    /// Strings are counted from here: a topic's own lie close together.
    base: u32,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(machine: &'a Machine, code: &'a [u8], at: u32, base: u32) -> Self {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        Self { cursor: Cursor::from(code, at), machine, base }
    }

    /// The byte at which something could not be, if anything could not.
    #[cfg(feature = "compile")]
    pub(crate) fn broken(&self) -> Option<usize> {
        self.cursor.broken()
    }

    /// Fails unless something holds.
    pub(crate) fn check(&mut self, holds: bool) {
        self.cursor.check(holds);
    }

    /// A reader of what stands before `end`.
    pub(crate) fn until(self, end: usize) -> Self {
        Self { cursor: self.cursor.until(end), ..self }
    }

    /// Nothing more is read.
    pub(crate) fn fail(&mut self) {
        self.cursor.fail();
    }

    pub(crate) fn at(&self) -> usize {
        self.cursor.at()
    }

    /// A number of things that follow.
    pub(crate) fn count(&mut self) -> usize {
        self.cursor.count()
    }

    pub(crate) fn number(&mut self) -> u32 {
        self.cursor.varint()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.cursor.byte()
    }

    pub(crate) fn signed(&mut self) -> i64 {
        self.cursor.signed()
    }

    pub(crate) fn day(&mut self) -> i32 {
        self.cursor.signed32()
    }

    #[inline(never)]
    pub(crate) fn string(&mut self) -> &'a str {
        let n = self.cursor.varint();
        let from = if n & 1 == 0 { self.base } else { 0 };
        let index = self.cursor.some(from.checked_add(n >> 1));
        self.cursor.check(usize::try_from(index).is_ok_and(|i| i < self.machine.string_count()));
        self.machine.string(StringId::new(index))
    }

    pub(crate) fn channel(&mut self) -> ChannelId {
        ChannelId::new(self.number())
    }

    pub(crate) fn language(&mut self) -> LanguageId {
        LanguageId::new(self.number())
    }

    pub(crate) fn department(&mut self) -> DepartmentId {
        DepartmentId::new(self.number())
    }

    pub(crate) fn fact(&mut self) -> FactId {
        FactId::new(self.number())
    }

    pub(crate) fn topic(&mut self) -> TopicId {
        TopicId::new(self.number())
    }

    /// The length of something nested; gives the place behind it.
    pub(crate) fn nested(&mut self) -> usize {
        let length = self.cursor.count();
        self.cursor.at() + length
    }

    /// Goes on at `at`, a place that [`nested`](Self::nested) gave.
    #[inline(never)]
    pub(crate) fn skip_to(&mut self, at: usize) {
        let ahead = at.checked_sub(self.cursor.at());
        self.cursor.take(ahead.unwrap_or(usize::MAX));
    }

    #[inline(never)]
    pub(crate) fn op(&mut self) -> OpTag {
        OpTag::read(&mut self.cursor)
    }

    /// Passes over an expression.
    pub(crate) fn pass_expression(&mut self) {
        loop {
            let op = self.op();
            if op == OpTag::End {
                return;
            }
            self.operand(op);
        }
    }

    /// Passes over the guards and the key of a choice; gives its id where it has one.
    pub(crate) fn pass_to_label(&mut self) -> Option<&'a str> {
        let id = self.pass_guards();
        if self.flag() {
            self.number();
        }
        id
    }

    /// Passes over guards; gives the id that stands among them.
    pub(crate) fn pass_guards(&mut self) -> Option<&'a str> {
        let flags = self.byte();
        if flags & guard::IF != 0 {
            for _ in 0..self.count() {
                self.pass_expression();
            }
        }
        self.pass_numbers(flags & guard::ON != 0);
        for bit in [guard::FROM, guard::UNTIL] {
            if flags & bit != 0 {
                self.day();
            }
        }
        self.pass_numbers(flags & guard::LANG != 0);
        self.pass_numbers(flags & guard::TAG != 0);
        (flags & guard::ID != 0).then(|| self.string())
    }

    /// Passes over a count and so many numbers, where they are there.
    fn pass_numbers(&mut self, there: bool) {
        let count = if there { self.count() } else { 0 };
        for _ in 0..count {
            self.number();
        }
    }

    /// Passes over a text.
    pub(crate) fn pass_text(&mut self) {
        loop {
            match self.piece() {
                PieceTag::End => return,
                PieceTag::Literal => {
                    self.number();
                }
                PieceTag::Hole => self.pass_expression(),
                PieceTag::HoleOr => {
                    self.number();
                    self.pass_expression();
                }
                PieceTag::If => {
                    for _ in 0..self.count() {
                        self.pass_expression();
                        self.pass_nested();
                    }
                    self.pass_nested();
                }
                PieceTag::Plural => {
                    let cases = self.count();
                    self.pass_expression();
                    for _ in 0..cases {
                        if self.byte() == plural::EXACTLY {
                            self.signed();
                        }
                        self.pass_nested();
                    }
                }
            }
        }
    }

    /// Passes over what follows a step's tag.
    pub(crate) fn pass_step(&mut self, tag: StepTag) {
        match tag {
            StepTag::End | StepTag::Return => {}
            StepTag::Need => self.pass_numbers(true),
            StepTag::Replies | StepTag::Choices => {
                for _ in 0..self.count() {
                    self.pass_nested();
                }
            }
            StepTag::Step | StepTag::Note => {
                self.pass_guards();
                self.pass_text();
            }
            StepTag::Goto | StepTag::Call => {
                self.topic();
            }
            StepTag::Do => {
                self.number();
                for _ in 0..self.count() {
                    self.number();
                    self.pass_expression();
                }
            }
            StepTag::Set => {
                self.fact();
                self.pass_expression();
            }
            StepTag::Handoff => {
                self.department();
                if self.flag() {
                    self.pass_text();
                }
            }
            StepTag::Finish => {
                self.outcome();
            }
        }
    }

    /// Passes over a body of one target.
    pub(crate) fn pass_target(&mut self) {
        let tag = self.step();
        self.check(matches!(tag, StepTag::Goto | StepTag::Handoff | StepTag::Finish));
        self.pass_step(tag);
        let end = self.step() == StepTag::End;
        self.check(end);
    }

    /// Passes over something nested.
    fn pass_nested(&mut self) {
        let end = self.nested();
        self.skip_to(end);
    }

    /// Passes over what follows an operator; says how many values it takes from the stack.
    pub(crate) fn operand(&mut self, op: OpTag) -> usize {
        match op {
            OpTag::Text => {
                self.string();
            }
            OpTag::Number => {
                self.signed();
            }
            OpTag::Date => {
                self.day();
            }
            OpTag::Time => {
                self.time();
            }
            OpTag::Fact => {
                self.fact();
            }
            OpTag::Open | OpTag::Opens => {
                self.department();
            }
            OpTag::Visits => {
                self.topic();
            }
            OpTag::End | OpTag::Yes | OpTag::No | OpTag::Now | OpTag::Channel | OpTag::Language => {
            }
            OpTag::List => return self.cursor.size(),
            OpTag::Not
            | OpTag::Minus
            | OpTag::Known
            | OpTag::Length
            | OpTag::Upper
            | OpTag::Lower
            | OpTag::Trim => return 1,
            OpTag::Or
            | OpTag::And
            | OpTag::Equal
            | OpTag::NotEqual
            | OpTag::Less
            | OpTag::LessEqual
            | OpTag::Greater
            | OpTag::GreaterEqual
            | OpTag::Has
            | OpTag::In
            | OpTag::Add
            | OpTag::Subtract
            | OpTag::Multiply
            | OpTag::Divide
            | OpTag::Days => return 2,
        }
        0
    }

    /// Minutes after midnight.
    pub(crate) fn time(&mut self) -> u16 {
        let minutes = self.number();
        self.cursor.some(u16::try_from(minutes).ok())
    }

    /// The text at the reader where it is the machine's own and short enough for a message; else nothing has been read.
    pub(crate) fn literal(&mut self) -> Option<&'a str> {
        let start = *self;
        if self.piece() == PieceTag::Literal {
            let words = self.string();
            if self.piece() == PieceTag::End && words.len() <= MAX_MESSAGE_BYTES {
                return Some(words);
            }
        }
        *self = start;
        None
    }

    #[inline(never)]
    pub(crate) fn piece(&mut self) -> PieceTag {
        PieceTag::read(&mut self.cursor)
    }

    #[inline(never)]
    pub(crate) fn step(&mut self) -> StepTag {
        StepTag::read(&mut self.cursor)
    }

    pub(crate) fn outcome(&mut self) -> Outcome {
        match self.byte() {
            0 => Outcome::Resolved,
            1 => Outcome::Unresolved,
            byte => {
                self.check(byte == 2);
                Outcome::Spam
            }
        }
    }

    pub(crate) fn flag(&mut self) -> bool {
        let byte = self.byte();
        self.cursor.check(byte < 2) && byte == 1
    }
}
