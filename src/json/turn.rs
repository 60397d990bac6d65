//! A turn as JSON.

use super::write::Writer;
use crate::machine::Outcome;
use crate::runtime::{
    BecauseKind, Range, RuledOutReason, StepText, Suggestion, SuggestionKind, Turn,
};

/// A turn as one line of JSON; `message` is the text that its ranges lie in.
///
/// ```
/// use answertree::runtime::Turn;
/// assert!(answertree::json::turn(&Turn::default(), "").starts_with("{\"suggestions\":[]"));
/// ```
pub fn turn(turn: &Turn<'_>, message: &str) -> String {
    let mut writer = Writer::default();
    let w = &mut writer;
    w.open('{');
    w.key("suggestions").open('[');
    for s in &turn.suggestions {
        suggestion(w, s, message);
    }
    w.close(']').key("asks").open('[');
    for ask in &turn.asks {
        w.open('{').text("fact", ask.fact).text("question", &ask.question).close('}');
    }
    w.close(']').key("filled").open('[');
    for filled in &turn.filled {
        w.open('{').text("fact", filled.fact).text("value", &filled.value).key("span");
        span(w, filled.span, message);
        w.close('}');
    }
    w.close(']').key("choices").open('[');
    for choice in &turn.choices {
        w.open('{').text("id", &choice.id).text("label", &choice.label);
        w.option("key", choice.key).close('}');
    }
    w.close(']').key("steps");
    steps(w, &turn.steps);
    w.key("notes");
    steps(w, &turn.notes);
    w.key("actions").open('[');
    for action in &turn.actions {
        w.open('{').text("name", action.name).key("arguments").open('[');
        for (name, value) in &action.arguments {
            w.open('{').text("name", name).text("value", value).close('}');
        }
        w.close(']').close('}');
    }
    w.close(']').key("handoff");
    match &turn.handoff {
        Some(to) => {
            w.open('{').text("department", to.department).text("title", to.title);
            w.text("why", &to.why).bool("open", to.open).number("opens", to.opens).close('}');
        }
        None => w.null(),
    }
    w.option("ended", turn.ended.map(outcome)).option("topic", turn.topic);
    w.option("department", turn.department).key("prefer");
    match turn.prefer {
        Some(channel) => {
            w.open('{').text("channel", channel).close('}');
        }
        None => w.null(),
    }
    w.key("ruledOut").open('[');
    for r in &turn.ruled_out {
        w.open('{').text("topic", r.topic).thousandths("confidence", r.confidence.value());
        w.text("reason", reason(r.reason)).text("detail", r.detail).close('}');
    }
    w.close(']').bool("truncated", turn.truncated).close('}');
    writer.finish()
}

fn suggestion(w: &mut Writer, s: &Suggestion<'_>, message: &str) {
    w.open('{').text("id", &s.id).text("topic", s.topic).text("title", s.title);
    w.option("department", s.department);
    w.text("kind", if s.kind == SuggestionKind::Ask { "ask" } else { "reply" });
    w.text("text", &s.text).key("also").open('[');
    for text in &s.also {
        w.string(text);
    }
    w.close(']').thousandths("confidence", s.confidence.value()).key("because").open('[');
    for b in &s.because {
        let kind = match b.kind {
            BecauseKind::Pattern => "pattern",
            BecauseKind::Example => "example",
            BecauseKind::Condition => "condition",
        };
        w.open('{').text("kind", kind).text("text", &b.text).option("intent", b.intent);
        w.key("spans").open('[');
        for range in &b.spans {
            span(w, *range, message);
        }
        w.close(']').thousandths("confidence", b.confidence.value()).close('}');
    }
    w.close(']').key("length").open('{').number("count", Some(s.length.count.into()));
    w.number("limit", s.length.limit.map(i64::from)).bool("fits", s.length.fits()).close('}');
    w.text("language", s.language).key("secrets").open('[');
    for fact in &s.secrets {
        w.string(fact);
    }
    w.close(']').close('}');
}

/// A range of bytes as UTF-16 offsets.
fn span(w: &mut Writer, range: Range, message: &str) {
    w.open('{').number("start", Some(offset(range.start, message)));
    w.number("end", Some(offset(range.end, message))).close('}');
}

fn offset(byte: u32, message: &str) -> i64 {
    let before = usize::try_from(byte).ok().and_then(|byte| message.get(..byte)).unwrap_or("");
    let mut units = 0;
    for byte in before.bytes() {
        // Each character counts with its first byte, and once more where it takes four.
        units += i64::from(byte & 0xC0 != 0x80) + i64::from(byte >= 0xF0);
    }
    units
}

fn steps(w: &mut Writer, steps: &[StepText]) {
    w.open('[');
    for step in steps {
        w.open('{').text("id", &step.id).text("text", &step.text).close('}');
    }
    w.close(']');
}

fn reason(reason: RuledOutReason) -> &'static str {
    match reason {
        RuledOutReason::Excluded => "excluded",
        RuledOutReason::Unlikely => "unlikely",
        RuledOutReason::NoReply => "no reply",
        RuledOutReason::Limit => "limit",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}
