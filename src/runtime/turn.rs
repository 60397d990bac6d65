//! What a turn says: everything a panel needs to draw itself.
//!
//! Names and titles are the machine's own; what was filled in belongs to the turn.

use std::borrow::Cow;
use std::sync::Arc;

use crate::machine::Outcome;

/// A range of the message in bytes, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// How sure something is: 0 to 1000 thousandths, so that every platform gives the same digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence(u16);

impl Confidence {
    /// So many thousandths, at most 1000.
    pub fn thousandths(n: u32) -> Self {
        Self(u16::try_from(n.min(1000)).unwrap_or(1000))
    }

    pub(crate) const fn of(thousandths: u16) -> Self {
        Self(thousandths)
    }

    /// The number of thousandths.
    pub fn value(self) -> u32 {
        u32::from(self.0)
    }

    /// How sure two independent hints together are: `1 - (1 - a)(1 - b)`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let (a, b) = (self.value(), other.value());
        Self::thousandths(a + b - a * b / 1000)
    }
}

/// What kind of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BecauseKind {
    /// A `when` line with words.
    Pattern,
    /// Likeness to the examples of an intent.
    Example,
    /// A `when if` line.
    Condition,
}

/// Why a topic was suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because<'m> {
    /// What kind of reason.
    pub kind: BecauseKind,
    /// The pattern as the message met it, or the words that speak for the intent.
    pub text: String,
    /// The intent whose examples the message is like.
    pub intent: Option<&'m str>,
    /// The words of the message that counted, as typed.
    pub spans: Vec<Range>,
    /// How much it counted.
    pub confidence: Confidence,
}

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionKind {
    /// The script's reply.
    Reply,
    /// The question for what is needed first.
    Ask,
}

/// A message's length as its channel counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Characters, weighted where the channel weighs them.
    pub count: u32,
    /// The channel's limit.
    pub limit: Option<u32>,
}

impl Length {
    /// Whether it can be sent.
    pub fn fits(self) -> bool {
        self.limit.is_none_or(|limit| self.count <= limit)
    }
}

/// A reply the agent can send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion<'m> {
    /// Stable name: the topic, then the place in its tree or the reply's own id.
    pub id: Arc<str>,
    /// The topic's name.
    pub topic: &'m str,
    /// The topic's title.
    pub title: &'m str,
    /// Who owns the topic.
    pub department: Option<&'m str>,
    /// What it is.
    pub kind: SuggestionKind,
    /// The message, filled in; plain text.
    pub text: Cow<'m, str>,
    /// Messages to send after it.
    pub also: Vec<Cow<'m, str>>,
    /// How sure the topic is.
    pub confidence: Confidence,
    /// Why.
    pub because: Vec<Because<'m>>,
    /// The longest of its messages.
    pub length: Length,
    /// The language it is written in.
    pub language: &'m str,
    /// Secret facts it would show on a public channel.
    pub secrets: Vec<&'m str>,
}

/// A fact that is needed and not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask<'m> {
    /// The fact.
    pub fact: &'m str,
    /// Its question; empty where the script has none.
    pub question: Cow<'m, str>,
}

/// A fact found in the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled<'m> {
    /// The fact.
    pub fact: &'m str,
    /// Its value as people read it.
    pub value: String,
    /// Where it was found.
    pub span: Range,
}

/// A branch of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<'m> {
    /// Stable name.
    pub id: Arc<str>,
    /// What people choose.
    pub label: Cow<'m, str>,
    /// What a customer types in a menu.
    pub key: Option<&'m str>,
}

/// Something the agent should do or know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepText<'m> {
    /// Stable name.
    pub id: Arc<str>,
    /// What.
    pub text: Cow<'m, str>,
}

/// Something for the host to carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action<'m> {
    /// The action's name.
    pub name: &'m str,
    /// Names and values in order.
    pub arguments: Vec<(&'m str, String)>,
}

/// The conversation goes to another department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handoff<'m> {
    /// The department's name.
    pub department: &'m str,
    /// The department's title.
    pub title: &'m str,
    /// Why, for the colleague.
    pub why: Cow<'m, str>,
    /// Whether it is open now; open where the host gives no time.
    pub open: bool,
    /// When it opens next, in milliseconds since 1970-01-01 UTC; only where it is closed.
    pub opens: Option<i64>,
}

/// What was gathered before a hand-off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary<'m> {
    /// Facts that are known beyond the script's own first values, as people read them.
    pub facts: Vec<(&'m str, String)>,
    /// Topics in the order walked.
    pub topics: Vec<&'m str>,
    /// The last messages, where the host asked to keep them.
    pub messages: Vec<Said>,
}

/// A message that was sent or received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whether the customer wrote it.
    pub customer: bool,
    /// What it says.
    pub text: String,
}

/// Why a topic was not suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuledOutReason {
    /// A `when not` line.
    Excluded,
    /// Not likely enough.
    Unlikely,
    /// No reply's guards hold.
    NoReply,
    /// Better ones came first.
    Limit,
}

/// A topic that was considered and not suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuledOut<'m> {
    /// The topic's name.
    pub topic: &'m str,
    /// How sure it was.
    pub confidence: Confidence,
    /// Why not.
    pub reason: RuledOutReason,
    /// More about it, such as the pattern that excluded it.
    pub detail: String,
}

/// What is said without meaning anything that a topic could answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
    /// Hello.
    Greeting,
    /// Thank you.
    Thanks,
    /// Goodbye.
    Goodbye,
    /// An insult, and nothing else.
    Insult,
    /// Pictures and emoticons alone.
    Emoji,
}

impl SmallTalk {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::Thanks => "thanks",
            Self::Goodbye => "goodbye",
            Self::Insult => "insult",
            Self::Emoji => "emoji",
        }
    }
}

/// Everything a panel needs to draw itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn<'m> {
    /// Best first; those that fit the channel before those that do not.
    pub suggestions: Vec<Suggestion<'m>>,
    /// What is needed and not known.
    pub asks: Vec<Ask<'m>>,
    /// What was found in the message.
    pub filled: Vec<Filled<'m>>,
    /// Branches to choose from.
    pub choices: Vec<Choice<'m>>,
    /// What the agent should do.
    pub steps: Vec<StepText<'m>>,
    /// What only the agent sees.
    pub notes: Vec<StepText<'m>>,
    /// What the host should do.
    pub actions: Vec<Action<'m>>,
    /// Where the conversation goes.
    pub handoff: Option<Handoff<'m>>,
    /// How it ended.
    pub ended: Option<Outcome>,
    /// The best suggestion's topic.
    pub topic: Option<&'m str>,
    /// Who owns it.
    pub department: Option<&'m str>,
    /// A channel that serves this better.
    pub prefer: Option<&'m str>,
    /// What was considered and not suggested; only where the context asks for it.
    pub ruled_out: Vec<RuledOut<'m>>,
    /// The message was longer than the engine reads, or fuel ran out; what lay behind was not considered.
    pub truncated: bool,
    /// What a message is that no topic answers and that says nothing more.
    pub small_talk: Option<SmallTalk>,
    /// What a message that no topic answers is written in, where that is none of the script's languages: the language, or
    /// `und-` and the writing.
    pub other_language: Option<&'m str>,
}
