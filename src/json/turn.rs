//! A turn as JSON.

use super::write::Writer;
use crate::machine::Outcome;
use crate::runtime::{
    Action, Because, BecauseKind, Handoff, Range, RuledOut, RuledOutReason, StepText, Suggestion,
    SuggestionKind, Turn,
};

/// A turn as one line of JSON; `message` is the text that its ranges lie in.
///
/// ```
/// use answertree::runtime::Turn;
/// assert!(answertree::json::turn(&Turn::default(), "").starts_with("{\"suggestions\":[]"));
/// ```
pub fn turn(turn: &Turn, message: &str) -> String {
    let mut writer = Writer::default();
    writer.object(|w| {
        w.key("suggestions").list(&turn.suggestions, |w, s| suggestion(w, s, message));
        w.key("asks").list(&turn.asks, |w, ask| {
            w.object(|w| {
                w.key("fact").string(&ask.fact);
                w.key("question").string(&ask.question);
            });
        });
        w.key("filled").list(&turn.filled, |w, filled| {
            w.object(|w| {
                w.key("fact").string(&filled.fact);
                w.key("value").string(&filled.value);
                w.key("span");
                span(w, filled.span, message);
            });
        });
        w.key("choices").list(&turn.choices, |w, choice| {
            w.object(|w| {
                w.key("id").string(&choice.id);
                w.key("label").string(&choice.label);
                w.key("key").option(choice.key.as_deref());
            });
        });
        w.key("steps").list(&turn.steps, step);
        w.key("notes").list(&turn.notes, step);
        w.key("actions").list(&turn.actions, action);
        w.key("handoff");
        match &turn.handoff {
            Some(to) => handoff(w, to),
            None => w.null(),
        }
        w.key("ended").option(turn.ended.map(outcome));
        w.key("topic").option(turn.topic.as_deref());
        w.key("department").option(turn.department.as_deref());
        w.key("prefer");
        match &turn.prefer {
            Some(channel) => w.object(|w| w.key("channel").string(channel)),
            None => w.null(),
        }
        w.key("ruledOut").list(&turn.ruled_out, ruled_out);
        w.key("truncated").bool(turn.truncated);
    });
    writer.finish()
}

fn suggestion(w: &mut Writer, s: &Suggestion, message: &str) {
    w.object(|w| {
        w.key("id").string(&s.id);
        w.key("topic").string(&s.topic);
        w.key("title").string(&s.title);
        w.key("department").option(s.department.as_deref());
        w.key("kind").string(match s.kind {
            SuggestionKind::Reply => "reply",
            SuggestionKind::Ask => "ask",
        });
        w.key("text").string(&s.text);
        w.key("also").list(&s.also, |w, text| w.string(text));
        w.key("confidence").thousandths(s.confidence.value());
        w.key("because").list(&s.because, |w, b| because(w, b, message));
        w.key("length").object(|w| {
            w.key("count").number(i64::from(s.length.count));
            w.key("limit");
            match s.length.limit {
                Some(limit) => w.number(i64::from(limit)),
                None => w.null(),
            }
            w.key("fits").bool(s.length.fits());
        });
        w.key("language").string(&s.language);
        w.key("secrets").list(&s.secrets, |w, fact| w.string(fact));
    });
}

fn because(w: &mut Writer, b: &Because, message: &str) {
    w.object(|w| {
        w.key("kind").string(match b.kind {
            BecauseKind::Pattern => "pattern",
            BecauseKind::Example => "example",
            BecauseKind::Condition => "condition",
        });
        w.key("text").string(&b.text);
        w.key("intent").option(b.intent.as_deref());
        w.key("spans").list(&b.spans, |w, range| span(w, *range, message));
        w.key("confidence").thousandths(b.confidence.value());
    });
}

/// A range of bytes as UTF-16 offsets.
fn span(w: &mut Writer, range: Range, message: &str) {
    let offset = |byte: u32| {
        let before = usize::try_from(byte).ok().and_then(|byte| message.get(..byte)).unwrap_or("");
        let units: usize = if before.is_ascii() {
            before.len()
        } else {
            before.chars().map(char::len_utf16).sum()
        };
        i64::try_from(units).unwrap_or(i64::MAX)
    };
    w.object(|w| {
        w.key("start").number(offset(range.start));
        w.key("end").number(offset(range.end));
    });
}

fn step(w: &mut Writer, step: &StepText) {
    w.object(|w| {
        w.key("id").string(&step.id);
        w.key("text").string(&step.text);
    });
}

fn action(w: &mut Writer, action: &Action) {
    w.object(|w| {
        w.key("name").string(&action.name);
        w.key("arguments").list(&action.arguments, |w, (name, value)| {
            w.object(|w| {
                w.key("name").string(name);
                w.key("value").string(value);
            });
        });
    });
}

fn handoff(w: &mut Writer, to: &Handoff) {
    w.object(|w| {
        w.key("department").string(&to.department);
        w.key("title").string(&to.title);
        w.key("why").string(&to.why);
        w.key("open").bool(to.open);
        w.key("opens");
        match to.opens {
            Some(ms) => w.number(ms),
            None => w.null(),
        }
    });
}

fn ruled_out(w: &mut Writer, r: &RuledOut) {
    w.object(|w| {
        w.key("topic").string(&r.topic);
        w.key("confidence").thousandths(r.confidence.value());
        w.key("reason").string(match r.reason {
            RuledOutReason::Excluded => "excluded",
            RuledOutReason::Unlikely => "unlikely",
            RuledOutReason::NoReply => "no reply",
            RuledOutReason::Limit => "limit",
        });
        w.key("detail").string(&r.detail);
    });
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}
