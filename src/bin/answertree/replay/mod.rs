//! `answertree replay`.

mod events;

use std::path::Path;

use answertree::machine::Machine;
use answertree::replay::{Conversation, Difference, Operation, compare, compare_two, play};
use answertree::runtime::{Input, Suggester};
use serde_json::{Value, json};

use self::events::{Bad, Recorded};
use crate::args::Replay;
use crate::files;
use crate::output::{BAD, BOLD, DIM, Done, End, Failure, GOOD, Output, count, put, tame};
use crate::progress::during;
use crate::suggest::machine;

/// How a conversation goes.
enum Goes {
    Same,
    Differently(Difference),
    /// What was written was not recorded.
    Unknown,
}

pub(crate) fn run(args: &Replay, output: Output) -> Done<End> {
    let inputs = [Some(&args.events), Some(&args.script), args.against.as_ref()];
    if inputs.into_iter().flatten().filter(|path| files::is_stdin(path)).count() > 1 {
        return Err(Failure::new("only one of the files can be the standard input"));
    }
    let text = files::read_text(&args.events)?;
    let broken = |path| {
        Failure::new(format!(
            "{} has errors, so nothing can be done again in it",
            files::named(path)
        ))
    };
    let own = machine(&args.script, output)?.ok_or_else(|| broken(&args.script))?;
    let other = match &args.against {
        Some(path) => Some(machine(path, output)?.ok_or_else(|| broken(path))?),
        None => None,
    };
    let (recorded, bad) = events::read(&text);
    let goes = during(recorded.len(), |bar| {
        let mut suggester = Suggester::new();
        let all = recorded.iter().map(|recorded| {
            bar.inc(1);
            go(&recorded.conversation, &own, other.as_ref(), &mut suggester)
        });
        all.collect::<Vec<Goes>>()
    });
    let different = goes.iter().any(|goes| matches!(goes, Goes::Differently(_)));
    if args.json {
        output.print(&format!("{}\n", of_json(&recorded, &goes, &bad)))?;
    } else {
        output.print(&pretty(&recorded, &goes, args))?;
    }
    if bad.is_empty() {
        return Ok(if different { End::Problems } else { End::Fine });
    }
    let name = files::named(&args.events);
    let told: Vec<String> = bad
        .iter()
        .map(|bad| format!("line {} of {name}: {} [{}]\n", bad.line, tame(&bad.message), bad.code))
        .collect();
    output.tell(&told.concat());
    Err(Failure::new(format!("{} could not be read; the others were", count(bad.len(), "line"))))
}

fn go(
    conversation: &Conversation,
    own: &Machine,
    other: Option<&Machine>,
    suggester: &mut Suggester,
) -> Goes {
    if !conversation.has_texts {
        return Goes::Unknown;
    }
    let played = play(conversation, own, suggester);
    let difference = match other {
        None => compare(conversation, &played),
        Some(other) => compare_two(conversation, &played, &play(conversation, other, suggester)),
    };
    difference.map_or(Goes::Same, Goes::Differently)
}

/// A file's name, for people.
fn shown(path: &Path) -> String {
    tame(&path.display().to_string())
}

/// What a conversation is called.
fn named(recorded: &Recorded) -> String {
    match &recorded.conversation.start.id {
        Some(id) => {
            format!("conversation {} (line {})", tame(id).replace('\n', " "), recorded.line)
        }
        None => format!("conversation of line {}", recorded.line),
    }
}

/// What was done where a conversation goes differently.
fn done(conversation: &Conversation, difference: &Difference) -> String {
    let step = difference.step.and_then(|step| conversation.steps.get(step));
    let Some(step) = step else { return "at the start".to_owned() };
    match &step.operation {
        Operation::Restore => "restored".to_owned(),
        Operation::Do(input) => match input {
            Input::Receive(text) => format!("customer: {text}"),
            Input::Accept { id, .. } => format!("accept {id}"),
            Input::Choose(id) => format!("choose {id}"),
            Input::Set { fact, .. } => format!("set {fact}"),
            Input::Tick(_) => "time went by".to_owned(),
            Input::Handoff { department, .. } => format!("hand over to {department}"),
            Input::Undo(turn) => format!("back to turn {turn}"),
        },
    }
}

fn pretty(recorded: &[Recorded], goes: &[Goes], args: &Replay) -> String {
    let mut out = String::new();
    let (mut same, mut different, mut unknown) = (0, 0, 0);
    let (was, now) = match &args.against {
        Some(other) => (shown(&args.script), shown(other)),
        None => ("recorded".to_owned(), "now".to_owned()),
    };
    for (recorded, goes) in recorded.iter().zip(goes) {
        let difference = match goes {
            Goes::Same => {
                same += 1;
                continue;
            }
            Goes::Unknown => {
                unknown += 1;
                put(
                    &mut out,
                    format_args!(
                        "{BOLD}{}{BOLD:#}: recorded without texts, so it cannot be done again\n\n",
                        named(recorded)
                    ),
                );
                continue;
            }
            Goes::Differently(difference) => difference,
        };
        different += 1;
        let done = tame(&done(&recorded.conversation, difference)).replace('\n', " ");
        put(
            &mut out,
            format_args!(
                "{BOLD}{}{BOLD:#}, turn {}\n  {DIM}{done}{DIM:#}\n",
                named(recorded),
                difference.turn
            ),
        );
        let said = |text: &str| if text.is_empty() { "none".to_owned() } else { tame(text) };
        if difference.subject == "refused" {
            let said =
                |text: &str| if text.is_empty() { "it was done".to_owned() } else { tame(text) };
            put(&mut out, format_args!("  {BAD}{was}{BAD:#}  {}\n", said(&difference.was)));
            put(&mut out, format_args!("  {GOOD}{now}{GOOD:#}  {}\n\n", said(&difference.now)));
            continue;
        }
        let subject = difference.subject;
        put(&mut out, format_args!("  {BAD}{was}{BAD:#}  {subject}: {}\n", said(&difference.was)));
        put(
            &mut out,
            format_args!("  {GOOD}{now}{GOOD:#}  {subject}: {}\n\n", said(&difference.now)),
        );
    }
    let color = if different == 0 { GOOD } else { BAD };
    put(
        &mut out,
        format_args!(
            "{}: {same} the same, {color}{different} different{color:#}",
            count(recorded.len(), "conversation")
        ),
    );
    if unknown > 0 {
        put(&mut out, format_args!(", {unknown} without texts"));
    }
    out.push('\n');
    out
}

fn of_json(recorded: &[Recorded], goes: &[Goes], bad: &[Bad]) -> Value {
    let rows: Vec<Value> = recorded
        .iter()
        .zip(goes)
        .map(|(recorded, goes)| {
            let (word, difference) = match goes {
                Goes::Same => ("same", Value::Null),
                Goes::Unknown => ("no texts", Value::Null),
                Goes::Differently(difference) => (
                    "different",
                    json!({
                        "turn": difference.turn,
                        "done": done(&recorded.conversation, difference),
                        "subject": difference.subject,
                        "was": difference.was,
                        "now": difference.now,
                    }),
                ),
            };
            let id = &recorded.conversation.start.id;
            json!({ "id": id, "line": recorded.line, "goes": word, "difference": difference })
        })
        .collect();
    let bad: Vec<Value> = bad
        .iter()
        .map(|bad| json!({ "line": bad.line, "code": bad.code, "message": bad.message }))
        .collect();
    json!({ "conversations": rows, "unread": bad })
}
