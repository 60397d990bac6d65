//! A conversation that was tried, as a test of the script.

use std::sync::Arc;

use serde_json::{Value, json};

use super::error::AuthorError;
use super::given;
use crate::check::script::Script;
use crate::lower::Extras;
use crate::pack::Pack;
use crate::runtime::{Input, Session, SessionError, Suggester};
use crate::trial::{Record, Trials};

/// Milliseconds of a minute: a test knows the time no better.
const MINUTE: i64 = 60_000;

pub(super) fn answer(
    script: &Script,
    pack: Option<&Arc<Pack>>,
    asked: &Value,
) -> Result<Value, AuthorError> {
    let mut start = given::start(asked.get("start").unwrap_or(&Value::Null))?;
    let operations = given::list(asked, "operations")?;
    let inputs = operations.iter().map(given::input).collect::<Result<Vec<_>, _>>()?;
    let trials = Trials::with(script, pack, Extras::default()).map_err(|_| AuthorError::Errors)?;
    let machine = trials.machine();
    let early = start.context.now.map_or(0, |now| now.rem_euclid(MINUTE));
    start.context.now = start.context.now.map(|now| now - early);

    let mut suggester = Suggester::new();
    let (mut session, mut turn) = match Session::start(machine, &mut suggester, start.clone()) {
        Ok(begun) => begun,
        Err(error) => return Ok(json!({ "test": "", "refused": refused(&error) })),
    };
    let mut record = Record::new(machine, &start, &turn);
    let mut stopped = Value::Null;
    for input in inputs {
        let input = match input {
            Input::Tick(now) => Input::Tick(now.saturating_sub(early)),
            other => other,
        };
        session.set_now(record.now());
        match session.apply(machine, &mut suggester, input.clone()) {
            Ok(after) => {
                if let Input::Undo(to) = input {
                    record.undo(to);
                } else {
                    record.add(&turn, &input, &after);
                }
                turn = after;
            }
            Err(error) => {
                stopped = refused(&error);
                break;
            }
        }
    }
    let test = if record.is_empty() { String::new() } else { record.test() };
    Ok(json!({ "test": test, "refused": stopped }))
}

fn refused(error: &SessionError) -> Value {
    json!({ "code": error.code(), "message": error.message() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::author::Author;
    use crate::compile::{Source, analyse};
    use crate::runtime::{Input, Session, Start, Suggester};
    use crate::trial::Trials;

    const SCRIPT: &str = "fact order text like [A-Z]{2}[0-9]{3}\n  ask Which order?\n\n\
        == late: Late\n- where is my parcel\n- my parcel is late\nneed order\n> Soon: {order}\n* It is lost\n  > Sorry!\n  end resolved\n";

    fn author(text: &str) -> Author {
        let mut author = Author::default();
        author.open(vec![Source { name: "main.answers".into(), text: text.into() }]);
        author
    }

    /// The name of the choice that a message brings.
    fn offered(message: &str) -> String {
        let source = Source { name: "main.answers".into(), text: SCRIPT.into() };
        let script = analyse(&[source]).script.unwrap();
        let trials = Trials::new(&script).unwrap();
        let mut suggester = Suggester::new();
        let start = Start::default();
        let (mut session, _) = Session::start(trials.machine(), &mut suggester, start).unwrap();
        let said = Input::Receive(message.into());
        let turn = session.apply(trials.machine(), &mut suggester, said).unwrap();
        turn.turn.choices[0].id.to_string()
    }

    #[test]
    fn a_recorded_conversation_is_a_test_that_passes() {
        // A quarter of a minute past noon, and five minutes later.
        let start = json!({ "now": 1_768_392_015_000_i64, "facts": {} });
        let operations = json!([
            { "receive": "my parcel is late" },
            { "receive": "it is AB123" },
            { "tick": 1_768_392_315_000_i64 },
            { "choose": offered("my parcel is late for AB123") },
        ]);
        let answer = author(SCRIPT)
            .ask("record", &json!({ "start": start, "operations": operations }))
            .unwrap();
        assert_eq!(answer["refused"], json!(null));
        let test = answer["test"].as_str().unwrap();
        assert!(
            test.starts_with("test my parcel is late\n  given now = 2026-01-14 12:00\n"),
            "{test}"
        );
        assert!(test.contains("  wait 5m\n"), "{test}");
        let text = format!("{SCRIPT}\n{test}");
        let script = analyse(&[Source { name: "main.answers".into(), text }]).script.unwrap();
        let trials = Trials::new(&script).unwrap();
        let played = trials.play(&mut Suggester::new(), &script.tests[0]);
        assert_eq!(played.failure, None, "{test}");
    }

    #[test]
    fn what_does_not_fit_any_more_ends_the_test_and_is_said() {
        let operations = json!([{ "receive": "my parcel is late" }, { "choose": "nothing" }]);
        let answer = author(SCRIPT)
            .ask("record", &json!({ "start": {}, "operations": operations }))
            .unwrap();
        assert_eq!(answer["refused"]["code"], "AC0012");
        assert!(answer["test"].as_str().unwrap().contains("customer: my parcel is late"));
    }

    #[test]
    fn wrong_questions_are_refused() {
        for (asked, what) in [
            (json!({}), "start is not an object"),
            (json!({ "start": {} }), "`operations` is not an array"),
            (json!({ "start": { "now": "noon" }, "operations": [] }), "`now` is not a number"),
            (
                json!({ "start": { "facts": { "a": null } }, "operations": [] }),
                "null is no value of a fact",
            ),
            (json!({ "start": {}, "operations": [{ "dance": 1 }] }), "an operation is none"),
        ] {
            let error = author(SCRIPT).ask("record", &asked).unwrap_err();
            assert_eq!((error.code(), error.to_string().as_str()), ("AQ0002", what));
        }
    }
}
