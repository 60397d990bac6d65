//! A turn as JSON.

use super::form::Form;
use super::write::Writer;
use crate::machine::Outcome;
use crate::runtime::{
    BecauseKind, Range, RuledOutReason, SmallTalk, StepText, Suggestion, SuggestionKind, Turn,
};

/// A turn as one line of JSON; `message` is the text that its ranges lie in.
///
/// ```
/// use answertree::runtime::Turn;
/// assert!(answertree::json::turn(&Turn::default(), "").starts_with("{\"suggestions\":[]"));
/// ```
pub fn turn(turn: &Turn<'_>, message: &str) -> String {
    let mut writer = Writer::default();
    write(&mut writer, turn, message);
    writer.finish()
}

/// Writes a turn; `www/engine/src/packed.ts` reads it in this order.
pub(super) fn write<F: Form>(w: &mut F, turn: &Turn<'_>, message: &str) {
    fields(w.open(), turn, message);
    w.close();
}

/// What a turn holds, in an object that is open.
pub(super) fn fields<F: Form>(w: &mut F, turn: &Turn<'_>, message: &str) {
    let offsets = &mut Offsets { message, byte: 0, units: 0 };
    w.list("suggestions", &turn.suggestions, |w, s| suggestion(w, s, offsets));
    w.list("asks", &turn.asks, |w, ask| {
        w.open().text("fact", ask.fact).text("question", &ask.question).close();
    });
    w.list("filled", &turn.filled, |w, filled| {
        w.open().text("fact", filled.fact).text("value", &filled.value).key("span");
        span(w, filled.span, offsets);
        w.close();
    });
    w.list("choices", &turn.choices, |w, choice| {
        w.open().text("id", &choice.id).text("label", &choice.label);
        w.option("key", choice.key).close();
    });
    steps(w, "steps", &turn.steps);
    steps(w, "notes", &turn.notes);
    w.list("actions", &turn.actions, |w, action| {
        w.open().text("name", action.name);
        w.list("arguments", &action.arguments, |w, (name, value)| {
            w.open().text("name", name).text("value", value).close();
        });
        w.close();
    });
    w.some("handoff", turn.handoff.is_some());
    if let Some(to) = &turn.handoff {
        w.open().text("department", to.department).text("title", to.title).text("why", &to.why);
        w.bool("open", to.open).moment("opens", to.opens).close();
    }
    w.option("ended", turn.ended.map(outcome)).option("topic", turn.topic);
    w.option("department", turn.department).some("prefer", turn.prefer.is_some());
    if let Some(channel) = turn.prefer {
        w.open().text("channel", channel).close();
    }
    w.list("ruledOut", &turn.ruled_out, |w, r| {
        w.open().text("topic", r.topic).thousandths("confidence", r.confidence.value());
        w.text("reason", reason(r.reason)).text("detail", &r.detail).close();
    });
    w.bool("truncated", turn.truncated);
    w.option("smallTalk", turn.small_talk.map(SmallTalk::name));
    w.option("otherLanguage", turn.other_language);
}

fn suggestion<F: Form>(w: &mut F, s: &Suggestion<'_>, offsets: &mut Offsets<'_>) {
    w.open().text("id", &s.id).text("topic", s.topic).text("title", s.title);
    w.option("department", s.department);
    w.text("kind", if s.kind == SuggestionKind::Ask { "ask" } else { "reply" });
    w.text("text", &s.text).list("also", &s.also, |w, text| w.string(text));
    w.thousandths("confidence", s.confidence.value());
    w.list("because", &s.because, |w, b| {
        let kind = match b.kind {
            BecauseKind::Pattern => "pattern",
            BecauseKind::Example => "example",
            BecauseKind::Condition => "condition",
        };
        w.open().text("kind", kind).text("text", &b.text).option("intent", b.intent);
        w.list("spans", &b.spans, |w, range| span(w, *range, offsets));
        w.thousandths("confidence", b.confidence.value()).close();
    });
    w.key("length").open().number("count", s.length.count).limit("limit", s.length.limit);
    w.bool("fits", s.length.fits()).close();
    w.text("language", s.language).list("secrets", &s.secrets, |w, fact| w.string(fact));
    w.close();
}

/// A range of bytes as UTF-16 offsets.
fn span<F: Form>(w: &mut F, range: Range, offsets: &mut Offsets<'_>) {
    let (start, end) = (offsets.at(range.start), offsets.at(range.end));
    w.open().number("start", start).number("end", end).close();
}

/// Counts on from the place that was asked for last: places come nearly in order.
struct Offsets<'m> {
    message: &'m str,
    byte: usize,
    units: u32,
}

impl Offsets<'_> {
    fn at(&mut self, byte: u32) -> u32 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        if byte < self.byte {
            (self.byte, self.units) = (0, 0);
        }
        self.units += units(self.message.get(self.byte..byte).unwrap_or(""));
        self.byte = byte;
        self.units
    }
}

/// The length of a text in UTF-16 units.
#[cfg_attr(tuned, optimize(speed))]
pub(super) fn units(text: &str) -> u32 {
    let mut units = 0;
    for byte in text.bytes() {
        // Each character counts with its first byte, and once more where it takes four.
        units += u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0);
    }
    units
}

fn steps<F: Form>(w: &mut F, key: &str, steps: &[StepText<'_>]) {
    w.list(key, steps, |w, step| {
        w.open().text("id", &step.id).text("text", &step.text).close();
    });
}

fn reason(reason: RuledOutReason) -> &'static str {
    match reason {
        RuledOutReason::Excluded => "excluded",
        RuledOutReason::Unlikely => "unlikely",
        RuledOutReason::NoReply => "no reply",
        RuledOutReason::Limit => "limit",
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}
