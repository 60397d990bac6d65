//! What would have to be written for a topic to win: changes of the script, each really made and tried.

mod effects;
mod ways;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use self::effects::Effects;
use self::ways::{Draft, Kind};
use super::considered::sure;
use super::error::AuthorError;
use super::given;
use super::made::Made;
use super::places::Places;
use crate::check::script::Script;
use crate::compile::{Source, analyse};
use crate::edits::apply;
use crate::lower::Extras;
use crate::machine::Machine;
use crate::pack::Pack;
use crate::runtime::{Confidence, Considered, Context, Suggester};
use crate::trial::Trials;

/// Topics that come further behind are not found.
const MOST: usize = 200;

/// For a script of more bytes no model is trained anew: that takes many seconds in a page.
const LARGE: usize = 200_000;

/// What is asked of a script.
pub(super) struct Question<'a> {
    pub(super) script: &'a Script,
    pub(super) made: &'a Made,
    pub(super) sources: &'a [Source],
    pub(super) pack: Option<&'a Arc<Pack>>,
}

/// Who is asked about, in which message.
struct Wanted<'a> {
    topic: &'a str,
    message: &'a str,
    context: Context,
}

/// How a topic stands for a message.
struct Standing {
    confidence: Confidence,
    first: bool,
}

/// A way that was tried.
struct Tried<'d> {
    draft: &'d Draft,
    standing: Standing,
    failing: Vec<Value>,
    elsewhere: Vec<Value>,
}

impl Tried<'_> {
    /// What makes a way worse, the worst first.
    fn cost(&self) -> (bool, usize) {
        (!self.standing.first, self.failing.len() + self.elsewhere.len())
    }
}

pub(super) fn answer(question: &Question<'_>, asked: &Value) -> Result<Value, AuthorError> {
    let Question { script, made, sources, pack } = *question;
    let name = asked.get("topic").and_then(Value::as_str);
    let wanted = Wanted {
        topic: name.ok_or_else(|| AuthorError::Asked("`topic` is not a text".into()))?,
        message: given::message(asked)?,
        context: given::context(asked.get("context").unwrap_or(&Value::Null))?,
    };
    let topic = script.topics.iter().find(|topic| topic.name == wanted.topic);
    let topic =
        topic.ok_or_else(|| AuthorError::Asked(format!("there is no topic `{}`", wanted.topic)))?;

    let found = considered(&made.machine, &wanted)?;
    let one = found.iter().find(|one| wanted.is(script, one));
    let before = wanted.standing(script, &found);
    let drafts = ways::drafts(script, made, sources, topic, wanted.message, one);
    let large = sources.iter().map(|source| source.text.len()).sum::<usize>() > LARGE;
    let is_tried = |draft: &&Draft| !(large && draft.kind.trains());

    let trials = Trials::with(script, pack, Extras::default()).map_err(|_| AuthorError::Errors)?;
    let effects = Effects::before(&trials);
    let places = Places::new(sources);
    let mut best: BTreeMap<Kind, Tried<'_>> = BTreeMap::new();
    for draft in drafts.iter().filter(is_tried) {
        // Two changes only where one is not enough.
        if draft.kind.is_two() && best.values().any(|way| way.standing.first) {
            continue;
        }
        let Some(way) = attempt(draft, question, &wanted, &effects, &places) else { continue };
        match best.get(&draft.kind) {
            Some(other) if other.cost() <= way.cost() => {}
            _ => {
                best.insert(draft.kind, way);
            }
        }
    }
    // What works before what does not, what changes nothing else first; otherwise the plainest.
    let mut ways: Vec<Tried<'_>> = best.into_values().collect();
    ways.sort_by_key(Tried::cost);
    Ok(json!({
        "wins": before.first,
        "confidence": sure(before.confidence),
        "ways": ways.iter().map(|way| told(way, &places)).collect::<Vec<_>>(),
        "whole": drafts.iter().all(|draft| is_tried(&draft)),
    }))
}

fn told(way: &Tried<'_>, places: &Places<'_>) -> Value {
    let edits: Vec<Value> = way
        .draft
        .edits
        .iter()
        .map(|edit| json!({ "place": places.json(edit.span), "text": edit.text }))
        .collect();
    json!({
        "kind": way.draft.kind.name(),
        "edits": edits,
        "wins": way.standing.first,
        "confidence": sure(way.standing.confidence),
        "failing": way.failing,
        "elsewhere": way.elsewhere,
    })
}

/// Makes a change and looks at what comes of it; nothing where the script would have errors.
fn attempt<'d>(
    draft: &'d Draft,
    question: &Question<'_>,
    wanted: &Wanted<'_>,
    effects: &Effects,
    places: &Places<'_>,
) -> Option<Tried<'d>> {
    let texts = apply(question.sources, draft.edits.clone());
    let files = question.sources.iter().zip(texts).map(|(source, text)| Source {
        name: source.name.clone(),
        text: text.unwrap_or_else(|| source.text.clone()),
    });
    let script = analyse(&files.collect::<Vec<_>>()).script?;
    let trials = Trials::with(&script, question.pack, Extras::default()).ok()?;
    let found = considered(trials.machine(), wanted).ok()?;
    let standing = wanted.standing(&script, &found);
    let (failing, elsewhere) = effects.after(&trials, places);
    Some(Tried { draft, standing, failing, elsewhere })
}

fn considered<'m>(
    machine: &'m Machine,
    wanted: &Wanted<'_>,
) -> Result<Vec<Considered<'m>>, AuthorError> {
    let found = Suggester::new().consider(machine, wanted.message, &wanted.context, MOST);
    found.map(|found| found.topics).map_err(|error| AuthorError::Asked(error.message()))
}

impl Wanted<'_> {
    fn is(&self, script: &Script, one: &Considered<'_>) -> bool {
        script.topics.get(one.topic.usize()).is_some_and(|topic| topic.name == self.topic)
    }

    fn standing(&self, script: &Script, found: &[Considered<'_>]) -> Standing {
        let one = found.iter().find(|one| self.is(script, one));
        let first = found.iter().find(|one| one.reason.is_none());
        Standing {
            confidence: one.map(|one| one.confidence).unwrap_or_default(),
            first: first.is_some_and(|one| self.is(script, one)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::author::Author;
    use crate::compile::Source;
    use crate::problem::Fix;
    use crate::span::Span;

    const SCRIPT: &str = "words parcel = parcel, package\n\n\
        == late: Late parcel\n- where is my parcel\n- my parcel is late\nwhen not cancelled\n> Soon!\n\n\
        == damage: Damage\n- it arrived damaged\n- the screen is cracked\n> A photo, please.\n\n\
        test the parcel is late\n  customer: my parcel is late\n  expect topic late\n\n\
        test cancelled is not late\n  customer: my parcel is late but you cancelled it\n  expect no topic late\n";

    fn author(text: &str) -> Author {
        let mut author = Author::default();
        author.open(vec![Source { name: "main.answers".into(), text: text.into() }]);
        author
    }

    fn win(text: &str, message: &str, topic: &str) -> Value {
        author(text)
            .ask("win", &json!({ "message": message, "topic": topic, "context": {} }))
            .unwrap()
    }

    /// The script after a way; its text is of one byte a character.
    fn after(way: &Value) -> String {
        let number = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
        let edits = way["edits"].as_array().unwrap().iter().map(|edit| Fix {
            span: Span::new(0, number(&edit["place"]["start"]), number(&edit["place"]["end"])),
            text: edit["text"].as_str().unwrap().to_owned(),
        });
        let source = Source { name: "main.answers".into(), text: SCRIPT.into() };
        crate::edits::apply(&[source], edits.collect()).remove(0).unwrap()
    }

    fn first(text: &str, message: &str) -> (String, f64) {
        let answer = author(text).ask("considered", &json!({ "message": message })).unwrap();
        let topics = answer["topics"].as_array().unwrap();
        let row = topics.iter().find(|row| row["reason"].is_null()).unwrap();
        (row["topic"].as_str().unwrap().to_owned(), row["confidence"].as_f64().unwrap())
    }

    #[test]
    fn each_way_does_what_it_says() {
        let message = "there is a dent in my package";
        let answer = win(SCRIPT, message, "damage");
        assert_eq!((&answer["wins"], &answer["whole"]), (&json!(false), &json!(true)));
        let ways = answer["ways"].as_array().unwrap();
        let kinds: Vec<&str> = ways.iter().map(|way| way["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"example") && kinds.contains(&"pattern"), "{kinds:?}");
        for way in ways {
            assert_eq!(way["wins"], true, "{way}");
            let text = after(way);
            assert_eq!(
                first(&text, message),
                ("damage".into(), way["confidence"].as_f64().unwrap())
            );
        }
        let example = ways.iter().find(|way| way["kind"] == "example").unwrap();
        assert!(after(example).contains("cracked\n- there is a dent in my package\n> A"));
    }

    #[test]
    fn what_keeps_a_topic_out_is_taken_out_of_the_way() {
        let message = "my parcel is late because you cancelled it";
        let answer = win(SCRIPT, message, "late");
        let way = &answer["ways"][0];
        assert_eq!((&way["kind"], &way["wins"]), (&json!("when not"), &json!(true)));
        assert!(!after(way).contains("when not"));
        // What was meant by the line is lost with it.
        assert_eq!(way["failing"][0]["name"], "cancelled is not late");
        assert_eq!(way["failing"][0]["place"]["line"], 18);
    }

    #[test]
    fn an_example_goes_where_the_topic_has_its_examples() {
        let text = "intent money  # shared\n  - money back\n\n  - i want a refund\n\n\
            == refund: Refund\nwhen intent money\n> On its way.\n\n\
            == late: Late\n- where is my parcel\n- my parcel is late\n> Soon!\n";
        let answer = win(text, "zebra crossing wobble", "refund");
        let ways = answer["ways"].as_array().unwrap();
        let example = ways.iter().find(|way| way["kind"] == "example").unwrap();
        assert_eq!(example["wins"], true);
        assert_eq!(example["edits"][0]["text"], "\n  - zebra crossing wobble");
        assert_eq!(example["edits"][0]["place"]["line"], 4);
    }

    #[test]
    fn a_topic_that_is_none_is_refused() {
        let asked = json!({ "message": "hello", "topic": "nobody" });
        let error = author(SCRIPT).ask("win", &asked).unwrap_err();
        assert_eq!(error.code(), "AQ0002");
    }
}
