//! What suggestions mean: one test for each script under `tests/corpus/suggest`. `BLESS=1` writes what is.
//!
//! Beside each script stands an `.expect` file of cases: a message, what the host knows, and the outcome.
//!
//! ```text
//! # No number in the message: it is asked for.
//! > where's my parcel??
//! @channel x
//! @fact name = Sam
//! topic late (support)
//! ask late/ask-order_id: Which order?
//! ```
//!
//! In the outcome `«…»` is a part of the message, `⏎` a line of a text that ends. Confidence is not part of it.

#![allow(
    clippy::expect_used,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::as_conversions,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use std::fs;
use std::path::Path;

use answertree::compile::compile;
use answertree::machine::Machine;
use answertree::problem::Severity;
use answertree::runtime::{
    Because, BecauseKind, Context, FactValue, Handoff, Range, RuledOutReason, Suggester,
    Suggestion, SuggestionKind, Turn,
};
use libtest_mimic::{Arguments, Failed, Trial};
use support::same;
use support::script::source;

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/suggest");
    let mut scripts = Vec::new();
    let mut expectations = Vec::new();
    for entry in fs::read_dir(&folder).expect("the corpus is there") {
        let path = entry.expect("a folder can be read").path();
        match path.extension().and_then(|e| e.to_str()) {
            Some("answers") => scripts.push(path),
            Some("expect") => expectations.push(path.with_extension("answers")),
            _ => panic!("{} is neither a script nor what is expected of one", path.display()),
        }
    }
    scripts.sort();
    expectations.sort();
    assert!(!scripts.is_empty(), "tests/corpus/suggest holds no script");
    assert_eq!(scripts, expectations, "a script without cases, or cases without a script");
    let trials = scripts.into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Trial::test(name, move || cases(&path))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

/// Tries every case of a script; each is answered by one suggester and again by a fresh one.
fn cases(script: &Path) -> Result<(), Failed> {
    let path = script.with_extension("expect");
    let expected = fs::read_to_string(&path)?;
    let text = fs::read_to_string(script)?;
    let compiled = compile(&source(text));
    let problems: Vec<_> = compiled
        .problems
        .iter()
        .filter(|problem| problem.severity() == Severity::Error)
        .map(|problem| (&problem.message, problem.span))
        .collect();
    let machine = compiled.machine.ok_or_else(|| format!("{problems:?}"))?;
    let machine = Machine::load(machine.bytes)?;
    let mut suggester = Suggester::new();
    let mut out = String::new();
    let mut lines = expected.lines().peekable();
    let mut count = 0;
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix('>') else {
            if line.starts_with('#') || line.is_empty() {
                out.push_str(&format!("{line}\n"));
            }
            continue;
        };
        out.push_str(&format!("{line}\n"));
        let message = message.strip_prefix(' ').unwrap_or(message).replace("⏎", "\n");
        let mut context = Context::default();
        while let Some(line) = lines.next_if(|line| line.starts_with('@')) {
            given(&mut context, line).map_err(|why| format!("{line}: {why}"))?;
            out.push_str(&format!("{line}\n"));
        }
        let turn = suggester.suggest(&machine, &message, &context);
        if turn != Suggester::new().suggest(&machine, &message, &context) {
            return Err(format!("another answer from a fresh suggester: {message}").into());
        }
        match turn {
            Ok(turn) => outcome(&turn, &message, &mut out),
            Err(error) => out.push_str(&format!("error {} {error}\n", error.code())),
        }
        count += 1;
    }
    if count == 0 {
        return Err("no cases".into());
    }
    same(&path, &expected, &out)
}

/// Reads a line of context.
fn given(context: &mut Context, line: &str) -> Result<(), String> {
    let (word, rest) = line[1..].split_once(' ').unwrap_or((&line[1..], ""));
    let pair =
        || rest.split_once('=').ok_or("no `=`").map(|(a, b)| (a.trim().to_owned(), b.trim()));
    let number = |text: &str| text.parse::<u32>().map_err(|error| error.to_string());
    match word {
        "channel" => context.channel = Some(rest.to_owned()),
        "language" => context.language = Some(rest.to_owned()),
        "seed" => context.seed = number(rest)?,
        "limit" => context.limit = number(rest)? as usize,
        "explain" => context.explain = true,
        "now" => {
            let time: jiff::Timestamp =
                rest.parse().map_err(|error: jiff::Error| error.to_string())?;
            context.now = Some(time.as_millisecond());
        }
        "fact" => {
            let (name, value) = pair()?;
            context.facts.push((name, FactValue::Text(value.to_owned())));
        }
        "list" => {
            let (name, value) = pair()?;
            let items = value.split(',').map(|item| item.trim().to_owned()).collect();
            context.facts.push((name, FactValue::List(items)));
        }
        "visits" => {
            let (name, value) = pair()?;
            context.visits.push((name, number(value)?));
        }
        _ => return Err("not known".to_owned()),
    }
    Ok(())
}

fn outcome(turn: &Turn<'_>, message: &str, out: &mut String) {
    let mut line = |text: String| {
        out.push_str(&text.replace('\n', "⏎"));
        out.push('\n');
    };
    match (&turn.topic, &turn.department) {
        (None, _) => line("nothing".to_owned()),
        (Some(topic), None) => line(format!("topic {topic}")),
        (Some(topic), Some(department)) => line(format!("topic {topic} ({department})")),
    }
    for suggestion in &turn.suggestions {
        line(reply(suggestion));
        suggestion.also.iter().for_each(|text| line(format!("  also: {text}")));
        suggestion
            .because
            .iter()
            .for_each(|why| line(format!("  because {}", because(why, message))));
    }
    turn.asks.iter().for_each(|ask| line(format!("needs {}: {}", ask.fact, ask.question)));
    for filled in &turn.filled {
        line(format!("filled {} = {} {}", filled.fact, filled.value, part(filled.span, message)));
    }
    turn.steps.iter().for_each(|step| line(format!("step {}: {}", step.id, step.text)));
    turn.notes.iter().for_each(|note| line(format!("note {}: {}", note.id, note.text)));
    for choice in &turn.choices {
        let key = choice.key.as_ref().map(|key| format!("[{key}] ")).unwrap_or_default();
        line(format!("choice {}: {key}{}", choice.id, choice.label));
    }
    for action in &turn.actions {
        let arguments: Vec<String> =
            action.arguments.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        line(format!("do {}({})", action.name, arguments.join(", ")));
    }
    turn.handoff.iter().for_each(|to| line(handoff(to)));
    turn.ended.iter().for_each(|how| line(format!("ended {how:?}").to_lowercase()));
    turn.prefer.iter().for_each(|channel| line(format!("prefer {channel}")));
    for out in &turn.ruled_out {
        let why = match out.reason {
            RuledOutReason::Excluded => "excluded",
            RuledOutReason::Unlikely => "unlikely",
            RuledOutReason::NoReply => "no reply",
            RuledOutReason::Limit => "limit",
        };
        line(format!("not {}: {why} {}", out.topic, out.detail).trim_end().to_owned());
    }
    turn.small_talk.iter().for_each(|small| line(format!("small talk {}", small.name())));
    turn.other_language.iter().for_each(|language| line(format!("language {language}")));
    if turn.truncated {
        line("truncated".to_owned());
    }
}

fn reply(suggestion: &Suggestion<'_>) -> String {
    let kind = match suggestion.kind {
        SuggestionKind::Reply => "reply",
        SuggestionKind::Ask => "ask",
    };
    let mut out = format!("{kind} {}", suggestion.id);
    if !suggestion.language.is_empty() {
        out.push_str(&format!(" [{}]", suggestion.language));
    }
    if let Some(limit) = suggestion.length.limit {
        out.push_str(&format!(" {}/{limit}", suggestion.length.count));
    }
    if !suggestion.length.fits() {
        out.push_str(" too long");
    }
    if !suggestion.secrets.is_empty() {
        out.push_str(&format!(" shows {}", suggestion.secrets.join(", ")));
    }
    let text: String = match suggestion.text.char_indices().nth(300) {
        Some((at, _)) => format!("{}… ({} bytes)", &suggestion.text[..at], suggestion.text.len()),
        None => suggestion.text.to_string(),
    };
    format!("{out}: {text}")
}

fn because(because: &Because<'_>, message: &str) -> String {
    let kind = match because.kind {
        BecauseKind::Pattern => "pattern",
        BecauseKind::Example => "example",
        BecauseKind::Condition => "condition",
    };
    let mut out = kind.to_owned();
    if let Some(intent) = &because.intent {
        out.push_str(&format!(" of {intent}"));
    } else if !because.text.is_empty() {
        out.push_str(&format!(" {}", because.text));
    }
    for span in &because.spans {
        out.push_str(&format!(" {}", part(*span, message)));
    }
    out
}

fn handoff(to: &Handoff<'_>) -> String {
    let mut out = format!("handoff {}", to.department);
    if !to.why.is_empty() {
        out.push_str(&format!(" {:?}", to.why));
    }
    if to.open {
        out.push_str(" open");
    } else {
        out.push_str(" closed");
    }
    if let Some(opens) = to.opens {
        out.push_str(&format!(" until {}", jiff::Timestamp::from_millisecond(opens).unwrap()));
    }
    out
}

fn part(range: Range, message: &str) -> String {
    format!("«{}»", &message[range.start as usize..range.end as usize])
}
