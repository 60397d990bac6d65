//! The syntax tree: what an author wrote, line by line, with places and without meaning.
//!
//! [`File::lines`] keeps every line (the formatter prints from it); [`Tree`] is the same lines nested into topics,
//! replies and choices (the checks read it). Names are not resolved here.

pub use crate::calendar::Day;
use crate::span::{Span, Spanned};
use crate::text::decimal::Decimal;

/// A name as written.
pub type Name = Spanned<String>;

/// One file, line by line, nothing left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// The lines in order.
    pub lines: Vec<Line>,
}

/// One line of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The whole line without its end and without white space around it.
    pub span: Span,
    /// What the line says.
    pub kind: LineKind,
    /// A comment behind it, from its `#`.
    pub comment: Option<Span>,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum LineKind {
    /// Nothing.
    Blank,
    /// Only a comment.
    Comment,
    /// Could not be read; a problem says why.
    Bad,
    /// `script Acme social care`
    Script(Name),
    /// `version 3`
    Version(Spanned<u32>),
    /// `language en, fr`: the first is the script's own.
    Language(Vec<Name>),
    /// `pack en`: the language whose pack the script is trained with.
    Pack(Name),
    /// `threshold 55%`: how sure a suggestion is at least, in per cent.
    Threshold(Spanned<u32>),
    /// `include late.answers`
    Include(Name),
    /// `channel x limit 280 weighted public`
    Channel(Channel),
    /// `department support Customer support`, or a topic's owner where it stands in a topic without a title.
    Department {
        /// Its name.
        name: Name,
        /// What people read.
        title: Option<Name>,
    },
    /// `open Mon-Fri 08:00-20:00, Sat 09:00-13:00 in Europe/London`
    Open {
        /// The hours.
        hours: Vec<Hours>,
        /// The time zone.
        zone: Option<Name>,
    },
    /// `closed 25 Dec, 2026-12-28`
    Closed(Vec<Spanned<Day>>),
    /// `fact order_id text like [A-Z]{2}[0-9]{6} secret = none`
    Fact(Fact),
    /// `ask Could you send us …?`
    Ask(Text),
    /// `words parcel = parcel, package`
    Words {
        /// The list's name.
        name: Name,
        /// Its members, each one or more words.
        members: Vec<Name>,
    },
    /// `intent refund`
    Intent(Name),
    /// `- where is my order`
    Example(Name),
    /// `when …`
    When(When),
    /// `prefer chat for refund if open(billing)`
    Prefer(Prefer),
    /// `== late: Late delivery`
    Topic {
        /// Its name.
        name: Name,
        /// What people read.
        title: Option<Name>,
    },
    /// `menu welcome: Main menu`
    Menu {
        /// Its name.
        name: Name,
        /// What people read.
        title: Option<Name>,
    },
    /// `need order_id, name`
    Need(Vec<Name>),
    /// `> [on x] text`; without text the line only holds guards.
    Reply {
        /// Guards and names.
        guards: Vec<Guard>,
        /// The text.
        text: Option<Text>,
    },
    /// `or`
    Or,
    /// `also`
    Also,
    /// `step …`
    Step(Guarded),
    /// `note …`
    Note(Guarded),
    /// `** [if vip] label -> target`
    Choice {
        /// Number of stars, from 1.
        depth: u32,
        /// Guards and names.
        guards: Vec<Guard>,
        /// What people choose; in a menu it begins with its key.
        label: Text,
        /// Where it leads, on the same line.
        target: Option<Target>,
    },
    /// `then`
    Then,
    /// `-> refund`, `-> handoff support "why"`, `-> end resolved`
    Goto(Target),
    /// `call verify`
    Call(Name),
    /// `return`
    Return,
    /// `do open_ticket(priority: "high")`
    Do {
        /// The action's name.
        name: Name,
        /// Its arguments in order.
        arguments: Vec<(Name, Expr)>,
    },
    /// `set refunds = refunds + 1`
    Set {
        /// The fact.
        fact: Name,
        /// Its new value.
        value: Expr,
    },
    /// `handoff support "why"`
    Handoff {
        /// The department.
        department: Name,
        /// Why, for the colleague.
        why: Option<Text>,
    },
    /// `end resolved`
    End(Spanned<Outcome>),
    /// `on nomatch 3 -> handoff support`
    On {
        /// What happened.
        event: Spanned<Event>,
        /// What then.
        action: OnAction,
    },
    /// `test late parcel on X`
    Test(Name),
    /// A line of a test.
    TestLine(TestLine),
}

/// `channel x limit 280 weighted public buttons`
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its own in the line")]
pub struct Channel {
    /// Its name.
    pub name: Name,
    /// The longest message, counted as the channel counts.
    pub limit: Option<Spanned<u32>>,
    /// Counted as X counts.
    pub weighted: bool,
    /// Everybody can read it.
    pub public: bool,
    /// It can show quick replies.
    pub buttons: bool,
    /// Long replies are sent in numbered parts.
    pub split: bool,
}

/// Opening hours on some days of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// Where it stands.
    pub span: Span,
    /// Days, Monday is 0; `first` may be after `last` (`Sat-Mon`).
    pub first: u8,
    /// Last day.
    pub last: u8,
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight, up to 1440; before `from` it is the next day.
    pub to: u16,
}

/// `fact …`
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name.
    pub name: Name,
    /// What values it takes.
    pub kind: FactKind,
    /// Of the options those that are word lists: `<navy>`. The place of the option has the brackets, this one does not.
    pub lists: Vec<Name>,
    /// A pattern that its value has, as written.
    pub like: Option<Spanned<Like>>,
    /// Never sent on a public channel.
    pub secret: bool,
    /// Its value at the start.
    pub default: Option<Expr>,
}

impl Fact {
    /// The name of the word list that an option is.
    pub fn list_of(&self, option: &Name) -> Option<&Name> {
        let within =
            |list: &&Name| option.span.start <= list.span.start && list.span.end <= option.span.end;
        self.lists.iter().find(within)
    }
}

/// What values a fact takes.
#[derive(Clone, Debug, PartialEq)]
pub enum FactKind {
    /// `text`
    Text,
    /// `number`
    Number,
    /// `yes/no`
    YesNo,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `money`
    Money,
    /// `email`
    Email,
    /// `phone`
    Phone,
    /// `link`
    Link,
    /// `one of small, medium`
    OneOf(Vec<Name>),
    /// `list`
    List,
    /// `list of one of small, medium`
    SomeOf(Vec<Name>),
}

impl FactKind {
    /// The options of a fact that takes one of them, or some.
    pub fn options(&self) -> &[Name] {
        match self {
            Self::OneOf(options) | Self::SomeOf(options) => options,
            _ => &[],
        }
    }
}

/// A `like` pattern: a small regular expression without captures, matched whatever the case.
#[derive(Clone, Debug, PartialEq)]
pub enum Like {
    /// One character.
    Char(char),
    /// `[A-Z0-9]`, `\d`, `.`; ranges are inclusive, `negated` for `[^…]`.
    Class {
        /// Inclusive ranges.
        ranges: Vec<(char, char)>,
        /// Everything but these.
        negated: bool,
    },
    /// One after the other.
    Sequence(Vec<Like>),
    /// `(a|b)`
    Either(Vec<Like>),
    /// `a?`, `a*`, `a+`, `a{2,3}`
    Repeat {
        /// What is repeated.
        inner: Box<Like>,
        /// At least so often.
        min: u32,
        /// At most so often.
        max: Option<u32>,
    },
}

/// `when …`
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// `when not …`
    pub not: bool,
    /// The way in.
    pub way: Way,
}

/// A way into a topic.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// A pattern of words.
    Pattern(Pattern),
    /// `intent refund`
    Intent(Name),
    /// `if days_late > 3`
    If(Expr),
}

/// A pattern of words.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Where it stands.
    pub span: Span,
    /// Its elements in order.
    pub elements: Vec<Element>,
}

/// An element of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// `late`, `deliver*`
    Word {
        /// As written, without `*`.
        word: Name,
        /// Any word that begins so.
        stem: bool,
        /// Written with a `~`: also a word that is one edit from it.
        near: bool,
    },
    /// `"exact words"`: as written but for case.
    Exact(Name),
    /// `<parcel>`
    List(Name),
    /// `late|delayed`, `(on hold|stuck)`
    Either(Vec<Pattern>),
    /// `[still]`
    Optional(Pattern),
    /// `..`, `..3`: any words, at most `max` of them.
    Gap {
        /// Where it stands.
        span: Span,
        /// The most words; `None` for any number.
        max: Option<u32>,
    },
}

/// `prefer chat for refund if open(billing)`
#[derive(Clone, Debug, PartialEq)]
pub struct Prefer {
    /// The channel to offer.
    pub channel: Name,
    /// For which topic or intent; `None` for all.
    pub subject: Option<Name>,
    /// When.
    pub condition: Option<Expr>,
}

/// A guard or a name in square brackets.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// With its brackets.
    pub span: Span,
    /// What it says.
    pub kind: GuardKind,
}

/// What a guard says.
#[derive(Clone, Debug, PartialEq)]
pub enum GuardKind {
    /// `[if days_late > 3]`
    If(Expr),
    /// `[on x, facebook]`
    On(Vec<Name>),
    /// `[until 2026-12-24]`
    Until(Spanned<Day>),
    /// `[from 2026-12-01]`
    From(Spanned<Day>),
    /// `[once]`
    Once,
    /// `[lang fr]`
    Lang(Vec<Name>),
    /// `[tag apology]`
    Tag(Name),
    /// `[id late-1]`
    Id(Name),
}

/// A text with guards.
#[derive(Clone, Debug, PartialEq)]
pub struct Guarded {
    /// Guards and names.
    pub guards: Vec<Guard>,
    /// The text.
    pub text: Text,
}

/// Where a line leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A topic or menu.
    Topic(Name),
    /// `handoff support "why"`
    Handoff {
        /// The department.
        department: Name,
        /// Why.
        why: Option<Text>,
    },
    /// `end resolved`
    End(Spanned<Outcome>),
}

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The customer has what they came for.
    Resolved,
    /// They do not.
    Unresolved,
    /// Nobody to help.
    Spam,
}

/// What a menu waits for beside its choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An answer that fits no choice, from the n-th on.
    NoMatch(u32),
    /// No answer for so many seconds.
    Silence(u32),
}

/// What a menu does then.
#[derive(Clone, Debug, PartialEq)]
pub enum OnAction {
    /// Says something.
    Reply(Text),
    /// Goes somewhere.
    Goto(Target),
}

/// A line of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum TestLine {
    /// `given channel x`, `given language fr`, `given now = 2026-12-24 10:00`, `given name = Sam`
    Given {
        /// `channel`, `language`, `now`, or a fact.
        name: Name,
        /// The value as written.
        value: Name,
    },
    /// `given topic welcome`
    GivenTopic(Name),
    /// `given alone`
    GivenAlone,
    /// `customer: …`
    Customer(Name),
    /// `choose Something else`
    Choose(Name),
    /// `accept`, `accept 2`
    Accept(u32),
    /// `wait 5m`, in seconds
    Wait(Spanned<u32>),
    /// `expect …`
    Expect(Expect),
}

/// What a test expects; `not` turns it round.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// `expect no …`
    pub not: bool,
    /// What.
    pub kind: ExpectKind,
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectKind {
    /// `expect topic late`, `expect no topic`
    Topic(Option<Name>),
    /// `expect ask order_id`
    Ask(Option<Name>),
    /// `expect reply has "photo"`, `expect no reply`
    Reply(Option<Name>),
    /// `expect choice Something else`
    Choice(Name),
    /// `expect handoff support`
    Handoff(Option<Name>),
    /// `expect end resolved`
    End(Option<Spanned<Outcome>>),
    /// `expect do open_ticket`
    Do(Name),
    /// `expect fact order_id = AB123456`
    Fact(Name, Name),
    /// `expect switch refund`
    Switch(Option<Name>),
    /// `expect department billing`
    Department(Option<Name>),
    /// `expect prefer chat`
    Prefer(Option<Name>),
}

/// A text for people, with holes.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where it stands.
    pub span: Span,
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words as they are sent, escapes resolved.
    Literal(Spanned<String>),
    /// `{name or there}`
    Hole {
        /// With its braces.
        span: Span,
        /// What is shown.
        value: Expr,
        /// What stands where it is unknown.
        default: Option<Box<Spanned<String>>>,
    },
    /// `{if c: a | else if d: b | else: c}`
    If {
        /// With its braces.
        span: Span,
        /// Conditions and texts.
        arms: Vec<(Expr, Text)>,
        /// The text where none holds.
        otherwise: Option<Text>,
    },
    /// `{count, plural: one: an item | other: {count} items}`
    Plural {
        /// With its braces.
        span: Span,
        /// The number.
        value: Expr,
        /// `zero one two few many other` or `=3`, and its text.
        cases: Vec<(Name, Text)>,
    },
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub kind: ExprKind,
}

/// What an expression says.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `"text"`
    Text(String),
    /// `3`, `2.5`
    Number(Decimal),
    /// `yes`, `no`
    YesNo(bool),
    /// `2026-12-24`
    Date(Day),
    /// `08:30`, in minutes after midnight
    Time(u16),
    /// A fact, an option, or a word of the language such as `now`, `channel`, `language`.
    Name(String),
    /// `(small, large)`
    List(Vec<Expr>),
    /// `not a`, `-a`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `a is known`, `a is not known`: the flag is true for `known`.
    Known(Box<Expr>, bool),
    /// `open(billing)`
    Call(Box<Name>, Vec<Expr>),
}

/// An operator before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `not`
    Not,
    /// `-`
    Minus,
}

/// An operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `a has b`: a list has a value, a text has a part
    Has,
    /// `a in b`
    In,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// The lines of one file nested into what they belong to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// In the order written.
    pub items: Vec<Item>,
}

/// Something at the top of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `script …`
    Script(Name),
    /// `version …`
    Version(Spanned<u32>),
    /// `language …`
    Language(Vec<Name>),
    /// `pack …`
    Pack(Name),
    /// `threshold …`: per cent
    Threshold(Spanned<u32>),
    /// `include …`
    Include(Name),
    /// `channel …`
    Channel(Channel),
    /// `department …` with its hours
    Department(Department),
    /// `fact …` with its question
    Fact(Fact, Option<Text>),
    /// `words …`
    Words(Name, Vec<Name>),
    /// `intent …` with its examples
    Intent(Name, Vec<Name>),
    /// `prefer …`
    Prefer(Prefer),
    /// `== …` or `menu …`
    Topic(Topic),
    /// `test …`
    Test(Test),
}

/// A department with its hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Department {
    /// Its name.
    pub name: Name,
    /// What people read.
    pub title: Option<Name>,
    /// When it is open; none is always.
    pub hours: Vec<Hours>,
    /// Whether an `open` line stands there.
    pub has_hours: bool,
    /// The time zone.
    pub zone: Option<Name>,
    /// Days it is closed.
    pub closed: Vec<Spanned<Day>>,
}

/// A topic or a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// The heading line.
    pub span: Span,
    /// A customer walks it alone.
    pub menu: bool,
    /// Its name.
    pub name: Name,
    /// What people read.
    pub title: Option<Name>,
    /// Who owns it.
    pub department: Option<Name>,
    /// Examples of what customers write.
    pub examples: Vec<Name>,
    /// Other ways in.
    pub ways: Vec<When>,
    /// The tree.
    pub body: Vec<Statement>,
    /// What a menu does on no match and silence.
    pub handlers: Vec<Handler>,
}

/// `on nomatch …`
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    /// What happened.
    pub event: Spanned<Event>,
    /// What then.
    pub action: OnAction,
}

/// A step of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// What it does.
    pub kind: StatementKind,
}

/// What a step of a tree does.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// Asks for facts.
    Need(Vec<Name>),
    /// Replies at one place, offered in order.
    Replies(Vec<Reply>),
    /// What the agent should do.
    Step(Guarded),
    /// What only the agent sees.
    Note(Guarded),
    /// The branches of one place. What follows is their gather point.
    Choices(Vec<Choice>),
    /// Goes to a topic, a department or the end.
    Goto(Target),
    /// Goes to a topic and comes back.
    Call(Name),
    /// Comes back.
    Return,
    /// An action for the host.
    Do(Name, Vec<(Name, Expr)>),
    /// Changes a fact.
    Set(Name, Expr),
}

/// A reply: one or more messages, each with wordings that take turns.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// From its first mark to its last text.
    pub span: Span,
    /// Guards and names.
    pub guards: Vec<Guard>,
    /// The first message and those that `also` adds; each a list of wordings, each a list of lines.
    pub messages: Vec<Vec<Vec<Text>>>,
}

/// A branch of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The choice's line.
    pub span: Span,
    /// Guards and names.
    pub guards: Vec<Guard>,
    /// In a menu, what the customer types.
    pub key: Option<Name>,
    /// What people choose.
    pub label: Text,
    /// Where the line itself leads.
    pub target: Option<Box<Target>>,
    /// What follows.
    pub body: Vec<Statement>,
}

/// A conversation that must go as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its name.
    pub name: Name,
    /// Its lines with their places.
    pub lines: Vec<Spanned<TestLine>>,
}
