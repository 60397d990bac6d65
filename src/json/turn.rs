//! A turn as JSON.

use serde::Serialize;

use super::thousandths;
use crate::machine::Outcome;
use crate::runtime::{self, BecauseKind, Range, RuledOutReason, SuggestionKind};

/// A turn as one line of JSON; `message` is the text that its ranges lie in.
///
/// ```
/// use answertree::runtime::Turn;
/// assert!(answertree::json::turn(&Turn::default(), "").starts_with("{\"suggestions\":[]"));
/// ```
pub fn turn(turn: &runtime::Turn, message: &str) -> String {
    super::text(&Turn::new(turn, &Utf16::new(message)))
}

/// Byte offsets of a message as UTF-16 offsets.
struct Utf16<'a> {
    message: &'a str,
}

impl<'a> Utf16<'a> {
    fn new(message: &'a str) -> Self {
        Self { message }
    }

    fn offset(&self, byte: u32) -> u32 {
        let before = usize::try_from(byte).ok().and_then(|byte| self.message.get(..byte));
        let units = before.map_or(0, |text| {
            if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
        });
        u32::try_from(units).unwrap_or(u32::MAX)
    }

    fn span(&self, range: Range) -> Span {
        Span { start: self.offset(range.start), end: self.offset(range.end) }
    }
}

#[derive(Serialize)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Turn<'a> {
    suggestions: Vec<Suggestion<'a>>,
    asks: Vec<Ask<'a>>,
    filled: Vec<Filled<'a>>,
    choices: Vec<Choice<'a>>,
    steps: Vec<Step<'a>>,
    notes: Vec<Step<'a>>,
    actions: Vec<Action<'a>>,
    handoff: Option<Handoff<'a>>,
    ended: Option<&'static str>,
    topic: Option<&'a str>,
    department: Option<&'a str>,
    prefer: Option<Prefer<'a>>,
    ruled_out: Vec<RuledOut<'a>>,
    truncated: bool,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    id: &'a str,
    topic: &'a str,
    title: &'a str,
    department: Option<&'a str>,
    kind: &'static str,
    text: &'a str,
    also: &'a [String],
    confidence: f32,
    because: Vec<Because<'a>>,
    length: Length,
    language: &'a str,
    secrets: &'a [String],
}

#[derive(Serialize)]
struct Because<'a> {
    kind: &'static str,
    text: &'a str,
    intent: Option<&'a str>,
    spans: Vec<Span>,
    confidence: f32,
}

#[derive(Serialize)]
struct Length {
    count: u32,
    limit: Option<u32>,
    fits: bool,
}

#[derive(Serialize)]
struct Ask<'a> {
    fact: &'a str,
    question: &'a str,
}

#[derive(Serialize)]
struct Filled<'a> {
    fact: &'a str,
    value: &'a str,
    span: Span,
}

#[derive(Serialize)]
struct Choice<'a> {
    id: &'a str,
    label: &'a str,
    key: Option<&'a str>,
}

#[derive(Serialize)]
struct Step<'a> {
    id: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct Action<'a> {
    name: &'a str,
    arguments: Vec<Argument<'a>>,
}

#[derive(Serialize)]
struct Argument<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Handoff<'a> {
    department: &'a str,
    title: &'a str,
    why: &'a str,
    open: bool,
    opens: Option<i64>,
}

#[derive(Serialize)]
struct Prefer<'a> {
    channel: &'a str,
}

#[derive(Serialize)]
struct RuledOut<'a> {
    topic: &'a str,
    confidence: f32,
    reason: &'static str,
    detail: &'a str,
}

impl<'a> Turn<'a> {
    fn new(turn: &'a runtime::Turn, utf16: &Utf16<'_>) -> Self {
        let steps = |list: &'a [runtime::StepText]| {
            list.iter().map(|step| Step { id: &step.id, text: &step.text }).collect::<Vec<_>>()
        };
        Self {
            suggestions: turn.suggestions.iter().map(|s| suggestion(s, utf16)).collect(),
            asks: turn.asks.iter().map(|ask| Ask { fact: &ask.fact, question: &ask.question }).collect(),
            filled: turn
                .filled
                .iter()
                .map(|f| Filled { fact: &f.fact, value: &f.value, span: utf16.span(f.span) })
                .collect(),
            choices: turn
                .choices
                .iter()
                .map(|c| Choice { id: &c.id, label: &c.label, key: c.key.as_deref() })
                .collect(),
            steps: steps(&turn.steps),
            notes: steps(&turn.notes),
            actions: turn.actions.iter().map(action).collect(),
            handoff: turn.handoff.as_ref().map(|h| Handoff {
                department: &h.department,
                title: &h.title,
                why: &h.why,
                open: h.open,
                opens: h.opens,
            }),
            ended: turn.ended.map(outcome),
            topic: turn.topic.as_deref(),
            department: turn.department.as_deref(),
            prefer: turn.prefer.as_deref().map(|channel| Prefer { channel }),
            ruled_out: turn
                .ruled_out
                .iter()
                .map(|r| RuledOut {
                    topic: &r.topic,
                    confidence: thousandths(r.confidence.value()),
                    reason: reason(r.reason),
                    detail: &r.detail,
                })
                .collect(),
            truncated: turn.truncated,
        }
    }
}

fn suggestion<'a>(s: &'a runtime::Suggestion, utf16: &Utf16<'_>) -> Suggestion<'a> {
    Suggestion {
        id: &s.id,
        topic: &s.topic,
        title: &s.title,
        department: s.department.as_deref(),
        kind: match s.kind {
            SuggestionKind::Reply => "reply",
            SuggestionKind::Ask => "ask",
        },
        text: &s.text,
        also: &s.also,
        confidence: thousandths(s.confidence.value()),
        because: s
            .because
            .iter()
            .map(|b| Because {
                kind: match b.kind {
                    BecauseKind::Pattern => "pattern",
                    BecauseKind::Example => "example",
                    BecauseKind::Condition => "condition",
                },
                text: &b.text,
                intent: b.intent.as_deref(),
                spans: b.spans.iter().map(|span| utf16.span(*span)).collect(),
                confidence: thousandths(b.confidence.value()),
            })
            .collect(),
        length: Length { count: s.length.count, limit: s.length.limit, fits: s.length.fits() },
        language: &s.language,
        secrets: &s.secrets,
    }
}

fn action(action: &runtime::Action) -> Action<'_> {
    let arguments = action.arguments.iter().map(|(name, value)| Argument { name, value }).collect();
    Action { name: &action.name, arguments }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}

fn reason(reason: RuledOutReason) -> &'static str {
    match reason {
        RuledOutReason::Excluded => "excluded",
        RuledOutReason::Unlikely => "unlikely",
        RuledOutReason::NoReply => "no reply",
        RuledOutReason::Limit => "limit",
    }
}
