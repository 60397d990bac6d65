//! The script: what the syntax tree means, names resolved to ids, kinds checked, every include in its place.
//!
//! A [`Script`] exists only where no problem was an error: everything it refers to is there.

use crate::calendar::hours::Schedule;
use crate::calendar::plural::PluralRules;
use crate::machine::id::{ChannelId, DepartmentId, FactId, IntentId, LanguageId, ListId, TopicId};
use crate::span::{Span, Spanned};
use crate::syntax::tree::{BinaryOp, Event, Like, Outcome, TestLine};
use crate::text::decimal::Decimal;

/// A whole script; ids index these tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// `script …`; empty where the script has no such line.
    pub name: String,
    /// `version …`; 0 where the script has no such line.
    pub version: u32,
    /// `pack …`: the language whose pack the script is trained with, if it is with one.
    pub pack: Option<Spanned<String>>,
    /// `threshold …`: how sure a suggestion is at least, in per cent.
    pub threshold: Option<u32>,
    /// The script's own language first; at least one, `en` where the script names none.
    pub languages: Vec<Language>,
    /// In the order declared.
    pub channels: Vec<Channel>,
    /// In the order declared.
    pub departments: Vec<Department>,
    /// In the order declared.
    pub facts: Vec<Fact>,
    /// In the order declared.
    pub lists: Vec<List>,
    /// Shared intents in the order declared, then those that are a topic's own examples, in the order of topics.
    pub intents: Vec<Intent>,
    /// Topics and menus, in the order declared.
    pub topics: Vec<Topic>,
    /// In the order declared.
    pub prefers: Vec<Prefer>,
    /// In the order declared.
    pub tests: Vec<Test>,
}

impl Script {
    /// The topic or menu of that name.
    pub fn topic(&self, name: &str) -> Option<TopicId> {
        self.topics.iter().position(|topic| topic.name == name).map(TopicId::at)
    }
}

/// A language of the script.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// BCP 47, as written: `fr`, `pt-BR`.
    pub name: String,
    /// How it counts.
    pub plurals: PluralRules,
}

/// A channel.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its own in the script")]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// The longest message, as the channel counts.
    pub limit: Option<u32>,
    /// Counted as X counts.
    pub weighted: bool,
    /// Everybody can read it.
    pub public: bool,
    /// It can show quick replies.
    pub buttons: bool,
    /// Long replies go in numbered parts.
    pub split: bool,
}

/// A department.
#[derive(Clone, Debug, PartialEq)]
pub struct Department {
    /// Its name.
    pub name: String,
    /// What people read; the name where the script gives none.
    pub title: String,
    /// Its hours; one without hours is always open.
    pub schedule: Schedule,
}

/// What kind of values a fact takes.
#[derive(Clone, Debug, PartialEq)]
pub enum FactKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// An amount of money, as a number.
    Money,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// The address of a page.
    Link,
    /// One of these texts.
    OneOf(Vec<String>),
    /// A list of texts.
    List,
    /// A list of some of these texts.
    SomeOf(Vec<String>),
}

impl FactKind {
    /// The options of a fact that takes one of them, or some.
    pub fn options(&self) -> &[String] {
        match self {
            Self::OneOf(options) | Self::SomeOf(options) => options,
            _ => &[],
        }
    }
}

/// A fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// What values it takes.
    pub kind: FactKind,
    /// By option the word list that says how else it is written; empty where none has one.
    pub lists: Vec<Option<ListId>>,
    /// The pattern its values have.
    pub like: Option<Like>,
    /// Never written on a public channel.
    pub secret: bool,
    /// Its value at the start: a constant.
    pub default: Option<Expr>,
    /// The question that asks for it.
    pub ask: Option<Text>,
}

/// A list of words.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Its name.
    pub name: String,
    /// Its members as written, each one or more words.
    pub members: Vec<String>,
}

/// An intent: examples of one thing that customers want.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// Its name; for a topic's own examples the topic's.
    pub name: String,
    /// Declared for all topics, and not the examples of one.
    pub shared: bool,
    /// Examples as written.
    pub examples: Vec<String>,
}

/// A topic or a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// Its heading.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// What people read; the name where the script gives none.
    pub title: String,
    /// A customer walks it alone.
    pub menu: bool,
    /// Who owns it.
    pub department: Option<DepartmentId>,
    /// Any of these leads in; a topic's own examples are among them.
    pub ways: Vec<Way>,
    /// Any of these keeps it out.
    pub nots: Vec<Way>,
    /// The tree.
    pub body: Vec<Statement>,
    /// What a menu does on no match and silence.
    pub handlers: Vec<Handler>,
}

/// A way into a topic, or out of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// Words in an order.
    Pattern(Pattern),
    /// Likeness to an intent's examples.
    Intent(IntentId),
    /// A condition that holds.
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

/// An element of a pattern; `word`s are as written and may hold several tokens.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// A word.
    Word(String),
    /// A word, or one that is one edit from it.
    Near(String),
    /// Any word that begins so.
    Stem(String),
    /// These words, accents and all.
    Exact(String),
    /// A member of a list.
    List(ListId),
    /// One of these sequences.
    Either(Vec<Vec<Element>>),
    /// These, or nothing.
    Optional(Vec<Element>),
    /// Any words, at most so many.
    Gap(Option<u32>),
}

/// Which channel to offer, for what, when.
#[derive(Clone, Debug, PartialEq)]
pub struct Prefer {
    /// The channel to offer.
    pub channel: ChannelId,
    /// For these topics; empty is all.
    pub topics: Vec<TopicId>,
    /// When; `None` is always.
    pub condition: Option<Expr>,
}

/// What must hold for a reply, a choice, a step or a note, and what it is called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guards {
    /// All must hold.
    pub conditions: Vec<Expr>,
    /// Any of these channels; empty is all.
    pub channels: Vec<ChannelId>,
    /// From this day, in days since 1970-01-01.
    pub from: Option<i32>,
    /// Up to and with this day, in days since 1970-01-01.
    pub until: Option<i32>,
    /// Once a conversation.
    pub once: bool,
    /// Any of these languages; empty is the script's own.
    pub languages: Vec<LanguageId>,
    /// For reports.
    pub tags: Vec<String>,
    /// The name it keeps.
    pub id: Option<String>,
}

/// A text for people, with holes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// Where it stands.
    pub span: Span,
    /// Its pieces in order; literals are never empty and never neighbours.
    pub pieces: Vec<Piece>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words as they are sent.
    Literal(String),
    /// A value; the second is what stands where it is unknown.
    Hole(Expr, Option<String>),
    /// The first text whose condition holds, or the last.
    If(Vec<(Expr, Text)>, Option<Box<Text>>),
    /// The text for a number.
    Plural(Expr, Vec<(PluralCase, Text)>),
}

/// Which numbers a plural's text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PluralCase {
    /// `=3`
    Exactly(Decimal),
    /// `one`, `other` …
    Category(crate::calendar::plural::Category),
}

/// An expression whose names are resolved and whose kinds fit.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A text, or an option of a fact.
    Text(String),
    /// A number.
    Number(Decimal),
    /// Yes or no.
    YesNo(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Minutes after midnight.
    Time(u16),
    /// A list of texts; on the right of `in` also of other values, all of the left's kind.
    List(Vec<Expr>),
    /// A fact's value.
    Fact(FactId),
    /// The moment the host gives.
    Now,
    /// The channel's name.
    Channel,
    /// The language's name.
    Language,
    /// `not a`
    Not(Box<Expr>),
    /// `-a`
    Minus(Box<Expr>),
    /// `a + b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `a is known`
    Known(Box<Expr>),
    /// `open(d)`: whether it is open now.
    Open(DepartmentId),
    /// `opens(d)`: when it opens next, as a moment.
    Opens(DepartmentId),
    /// `visits(t)`: how often the topic was entered in this conversation.
    Visits(TopicId),
    /// `length(t)`: characters of a text, members of a list.
    Length(Box<Expr>),
    /// `upper(t)`
    Upper(Box<Expr>),
    /// `lower(t)`
    Lower(Box<Expr>),
    /// `trim(t)`
    Trim(Box<Expr>),
    /// `days(a, b)`: whole days from a to b.
    Days(Box<Expr>, Box<Expr>),
}

impl Expr {
    /// The expression and all that stand in it, in order of reading.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        core::iter::from_fn(move || {
            let expr = waiting.pop()?;
            match expr {
                Self::List(members) => waiting.extend(members.iter().rev()),
                Self::Not(inner)
                | Self::Minus(inner)
                | Self::Known(inner)
                | Self::Length(inner)
                | Self::Upper(inner)
                | Self::Lower(inner)
                | Self::Trim(inner) => waiting.push(inner),
                Self::Binary(_, a, b) | Self::Days(a, b) => {
                    waiting.extend([b.as_ref(), a.as_ref()]);
                }
                Self::Text(_)
                | Self::Number(_)
                | Self::YesNo(_)
                | Self::Date(_)
                | Self::Time(_)
                | Self::Fact(_)
                | Self::Now
                | Self::Channel
                | Self::Language
                | Self::Open(_)
                | Self::Opens(_)
                | Self::Visits(_) => {}
            }
            Some(expr)
        })
    }
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
    Need(Vec<FactId>),
    /// Replies at one place, offered in order.
    Replies(Vec<Reply>),
    /// What the agent should do.
    Step(Box<Guards>, Text),
    /// What only the agent sees.
    Note(Box<Guards>, Text),
    /// The branches of one place; what follows is their gather point.
    Choices(Vec<Choice>),
    /// Goes somewhere.
    Goto(Target),
    /// Goes to a topic and comes back.
    Call(TopicId),
    /// Comes back.
    Return,
    /// An action for the host.
    Do(String, Vec<(String, Expr)>),
    /// Changes a fact; a date takes the date of a moment, a time its time of day.
    Set(FactId, Expr),
}

/// A reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// From its first mark to its last text.
    pub span: Span,
    /// What must hold.
    pub guards: Guards,
    /// The message and those sent after it; each a list of wordings that take turns.
    pub messages: Vec<Vec<Text>>,
}

/// A branch of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its line.
    pub span: Span,
    /// What must hold.
    pub guards: Guards,
    /// In a menu, what the customer types.
    pub key: Option<String>,
    /// What people choose.
    pub label: Text,
    /// What follows; a target on the choice's own line is its last statement.
    pub body: Vec<Statement>,
}

/// Where a line leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A topic or a menu.
    Topic(TopicId),
    /// Another department, and why.
    Handoff(DepartmentId, Option<Text>),
    /// The end.
    End(Outcome),
}

/// What a menu does on no match or silence.
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    /// What happened.
    pub event: Event,
    /// What then.
    pub action: HandlerAction,
}

/// What a menu does then.
#[derive(Clone, Debug, PartialEq)]
pub enum HandlerAction {
    /// Says something.
    Reply(Text),
    /// Goes somewhere.
    Goto(Target),
}

/// A conversation that must go as written; the names in it are checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Where it stands.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// Its lines with their places.
    pub lines: Vec<Spanned<TestLine>>,
}
