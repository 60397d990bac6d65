//! Every topic that a message was considered for: what spoke for it, and what kept it from being suggested.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::error::AuthorError;
use super::given;
use super::lines::{self, begins};
use super::made::Made;
use super::places::Places;
use crate::check::script::{Script, Topic};
use crate::compile::Source;
use crate::runtime::{
    Because, BecauseKind, Confidence, Considered, Excluded, Range, RuledOutReason, Suggester,
};
use crate::span::{LineIndex, Span};

/// More than anybody looks through; each is walked.
const MOST: usize = 200;

pub(super) fn answer(
    script: &Script,
    made: &Made,
    sources: &[Source],
    asked: &Value,
) -> Result<Value, AuthorError> {
    let message = given::message(asked)?;
    let context = given::context(asked.get("context").unwrap_or(&Value::Null))?;
    let found = Suggester::new()
        .consider(&made.machine, message, &context, MOST)
        .map_err(|error| AuthorError::Asked(error.message()))?;
    let writer = Writer {
        script,
        made,
        sources,
        places: Places::new(sources),
        message,
        index: LineIndex::new(message),
    };
    let topics: Vec<Value> = found.topics.iter().filter_map(|one| writer.topic(one)).collect();
    let seen: HashSet<usize> = found.topics.iter().map(|one| one.topic.usize()).collect();
    let others = script.topics.iter().enumerate().filter(|(at, _)| !seen.contains(at));
    let others: Vec<Value> =
        others.map(|(_, topic)| json!({ "topic": topic.name, "title": topic.title })).collect();
    Ok(json!({
        "threshold": sure(found.threshold),
        "truncated": found.truncated,
        "topics": topics,
        "others": others,
    }))
}

/// A confidence as hosts read it.
pub(super) fn sure(confidence: Confidence) -> f64 {
    f64::from(confidence.value()) / 1000.0
}

struct Writer<'a> {
    script: &'a Script,
    made: &'a Made,
    sources: &'a [Source],
    places: Places<'a>,
    message: &'a str,
    index: LineIndex,
}

impl Writer<'_> {
    fn topic(&self, one: &Considered<'_>) -> Option<Value> {
        let topic = self.script.topics.get(one.topic.usize())?;
        let hints: Vec<Value> =
            one.because.iter().map(|because| self.hint(topic, one, because)).collect();
        let reason = one.reason.map(|reason| match reason {
            RuledOutReason::Excluded => "excluded",
            RuledOutReason::Unlikely => "unlikely",
            RuledOutReason::NoReply => "no reply",
            RuledOutReason::Limit => "limit",
        });
        Some(json!({
            "topic": topic.name,
            "title": topic.title,
            "place": self.places.json(topic.span),
            "confidence": sure(one.confidence),
            "hints": hints,
            "part": one.part.map(|range| self.span(range)),
            "reason": reason,
            "out": self.out(topic, one),
        }))
    }

    fn hint(&self, topic: &Topic, one: &Considered<'_>, because: &Because<'_>) -> Value {
        let Because { kind, text, intent, spans, confidence } = because;
        let (kind, text, place) = match kind {
            BecauseKind::Pattern => {
                let span = one.pattern.and_then(|id| self.made.pattern(id));
                let written = span.map_or(text.as_str(), |span| lines::written(self.sources, span));
                ("pattern", written, span)
            }
            BecauseKind::Example => {
                let name = intent.unwrap_or_default();
                let span = self.line(topic, &["when", "intent", name]);
                ("example", text.as_str(), span)
            }
            BecauseKind::Condition => {
                let span = self.line(topic, &["when", "if"]);
                let written = span.map_or("", |span| lines::written(self.sources, span));
                ("condition", written, span)
            }
        };
        let likeness = *kind == *"example";
        let all: u32 = one.words.iter().map(|(_, says)| *says).fold(0, u32::saturating_add);
        let words: Vec<Value> = one
            .words
            .iter()
            .filter(|_| likeness)
            .map(|(range, says)| {
                json!({ "span": self.span(*range), "share": f64::from(*says) / f64::from(all.max(1)) })
            })
            .collect();
        let spans: Vec<Value> = spans.iter().map(|range| self.span(*range)).collect();
        json!({
            "kind": kind,
            "text": text,
            "intent": intent,
            "spans": spans,
            "confidence": sure(*confidence),
            "place": place.map(|span| self.places.json(span)),
            "words": words,
        })
    }

    /// The lines that keep it from being suggested.
    fn out(&self, topic: &Topic, one: &Considered<'_>) -> Vec<Value> {
        let spans = match &one.excluded {
            Some(Excluded::Pattern(id, _)) => self.made.pattern(*id).into_iter().collect(),
            Some(Excluded::Intent(id)) => {
                let intent = self.script.intents.get(id.usize());
                let name = intent.map_or("", |intent| intent.name.as_str());
                self.line(topic, &["when", "not", "intent", name]).into_iter().collect()
            }
            Some(Excluded::Condition) => {
                self.line(topic, &["when", "not", "if"]).into_iter().collect()
            }
            None => {
                let mut spans: Vec<Span> =
                    one.shut.iter().filter_map(|at| self.made.code(*at)).collect();
                spans.sort();
                spans.dedup();
                spans
            }
        };
        let words = match &one.excluded {
            Some(Excluded::Pattern(_, ranges)) => ranges.as_slice(),
            _ => &[],
        };
        let words: Vec<Value> = words.iter().map(|range| self.span(*range)).collect();
        spans
            .into_iter()
            .map(|span| {
                let text = match one.excluded {
                    Some(_) => lines::written(self.sources, span),
                    None => lines::whole(self.sources, span),
                };
                json!({ "text": text, "place": self.places.json(span), "spans": words })
            })
            .collect()
    }

    /// The line of a topic that begins so, where it has one alone.
    fn line(&self, topic: &Topic, words: &[&str]) -> Option<Span> {
        let lines = lines::of_topic(self.script, self.sources, topic);
        let mut found = lines.into_iter().filter(|line| begins(line.text, words));
        let line = found.next()?;
        found.next().is_none().then_some(line.span)
    }

    fn span(&self, range: Range) -> Value {
        let at = |byte| self.index.position(self.message, byte).utf16;
        json!({ "start": at(range.start), "end": at(range.end) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::author::Author;
    use crate::compile::Source;

    const SCRIPT: &str = "channel email\nchannel chat\n\n\
        == late: Late parcel\n- where is my parcel\n- my parcel is late\nwhen parcel .. late\nwhen not cancelled\n> Soon!\n\n\
        == broken: Broken parcel\n- my parcel is broken\n- it arrived damaged\n> [on email] A photo, please.\n\n\
        == hours: Opening hours\n- when are you open\n- are you open on sunday\n> From nine.\n";

    fn considered(message: &str) -> Value {
        let mut author = Author::default();
        author.open(vec![Source { name: "main.answers".into(), text: SCRIPT.into() }]);
        let asked = json!({ "message": message, "context": { "channel": "chat" } });
        author.ask("considered", &asked).unwrap()
    }

    fn of<'v>(answer: &'v Value, topic: &str) -> &'v Value {
        let topics = answer["topics"].as_array().unwrap();
        topics.iter().find(|row| row["topic"] == topic).unwrap()
    }

    #[test]
    fn what_speaks_for_a_topic_is_told_with_its_words() {
        let message = "📦 my parcel is late";
        let answer = considered(message);
        assert_eq!(answer["threshold"], 0.4);
        let late = &answer["topics"][0];
        assert_eq!((&late["topic"], &late["reason"]), (&json!("late"), &json!(null)));
        assert_eq!(late["place"]["line"], 4);
        let others = answer["others"].as_array().unwrap().len();
        assert_eq!(answer["topics"].as_array().unwrap().len() + others, 3);
        let pattern = &late["hints"][0];
        assert_eq!(pattern["text"], "when parcel .. late");
        assert_eq!(pattern["place"]["line"], 7);
        // In UTF-16: the parcel takes two units.
        assert_eq!(
            pattern["spans"],
            json!([{ "start": 6, "end": 12 }, { "start": 16, "end": 20 }])
        );
        let example = &late["hints"][1];
        assert_eq!(example["kind"], "example");
        let shares = example["words"].as_array().unwrap().iter();
        let sum: f64 = shares.map(|word| word["share"].as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn what_rules_a_topic_out_is_told_with_its_line() {
        let answer = considered("my parcel is late because you cancelled it");
        let late = of(&answer, "late");
        assert_eq!(late["reason"], "excluded");
        assert_eq!(late["out"][0]["text"], "when not cancelled");
        assert_eq!(late["out"][0]["place"]["line"], 8);
        assert_eq!(late["out"][0]["spans"], json!([{ "start": 30, "end": 39 }]));

        let broken = considered("my parcel is broken, it arrived damaged");
        let broken = of(&broken, "broken");
        assert_eq!(broken["reason"], "no reply");
        assert_eq!(broken["out"][0]["text"], "> [on email] A photo, please.");
    }

    #[test]
    fn suggestions_are_those_of_the_engine() {
        let message = "my parcel is late, are you open on sunday";
        let mut author = Author::default();
        author.open(vec![Source { name: "main.answers".into(), text: SCRIPT.into() }]);
        let answer = considered(message);
        let suggested: Vec<&str> = answer["topics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["reason"].is_null())
            .map(|row| row["topic"].as_str().unwrap())
            .collect();
        let compiled =
            crate::compile::compile(&[Source { name: "main.answers".into(), text: SCRIPT.into() }]);
        let machine = crate::machine::Machine::load(compiled.machine.unwrap().bytes).unwrap();
        let context =
            crate::runtime::Context { channel: Some("chat".into()), ..Default::default() };
        let turn = crate::runtime::Suggester::new().suggest(&machine, message, &context).unwrap();
        let topics: Vec<&str> = turn.suggestions.iter().map(|row| row.topic).collect();
        assert_eq!(suggested, topics);
        assert!(topics.len() > 1);
        let parts = |topic| of(&answer, topic)["part"].clone();
        assert_eq!(parts("late"), json!({ "start": 0, "end": 17 }));
        assert_eq!(parts("hours"), json!({ "start": 19, "end": 41 }));
        assert_eq!(considered("my parcel is late")["topics"][0]["part"], Value::Null);
    }
}
