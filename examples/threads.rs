//! Plays whole threads of real conversations with a script, and follows every way on from where they end: `cargo run --release
//! --example threads THREADS.jsonl [FOLDER LABELS.tsv]`.
//!
//! `THREADS.jsonl` has a thread a line with `id`, `channel` and `messages` of `from` (`customer` or not), `at` and `text`. Only
//! those are played whose ids stand in the labels, by default those of the development half of `examples/games`. A dead end is a
//! place in a tree where nothing is offered, asked, handed over or ended.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use answertree::compile::{Source, compile};
use answertree::machine::Machine;
use answertree::runtime::{Context, Input, Session, SessionTurn, Start, Suggester};
use serde_json::Value;

/// Ways that are followed from the end of one thread.
const MOST_WAYS: usize = 2_000;

#[derive(Debug, Default)]
struct Tally {
    threads: usize,
    messages: usize,
    suggested: usize,
    accepted: usize,
    operations: usize,
    ended: usize,
    handed: usize,
    dead_ends: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let games = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/games");
    let (threads, folder, labels) = match arguments.as_slice() {
        [threads] => (threads.clone(), games.clone(), games.join("labels/dev.tsv")),
        [threads, folder, labels] => (threads.clone(), folder.clone(), labels.clone()),
        _ => {
            let _ = writeln!(io::stderr(), "usage: threads THREADS.jsonl [FOLDER LABELS.tsv]");
            return ExitCode::from(2);
        }
    };
    match run(&threads, &folder, &labels) {
        Ok(tally) => {
            let _ = write!(io::stdout(), "{}", describe(&tally));
            if tally.dead_ends.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(problem) => {
            let _ = writeln!(io::stderr(), "{problem}");
            ExitCode::FAILURE
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn load(folder: &Path) -> Result<Machine, String> {
    let mut sources = Vec::new();
    let files = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for file in files {
        let path = file.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|end| end == "answers") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            sources.push(Source { text: read(&path)?, name });
        }
    }
    sources.sort_by_key(|source| (source.name != "main.answers", source.name.clone()));
    let compiled = compile(&sources);
    let machine = compiled.machine.ok_or_else(|| format!("{:?}", compiled.problems))?;
    Machine::load(machine.bytes).map_err(|error| error.to_string())
}

fn run(threads: &Path, folder: &Path, labels: &Path) -> Result<Tally, String> {
    let machine = load(folder)?;
    let labels = read(labels)?;
    let wanted: HashSet<&str> = labels.lines().filter_map(|line| line.split('\t').next()).collect();
    let mut tally = Tally::default();
    for line in read(threads)?.lines() {
        let thread: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let id = thread.get("id").and_then(Value::as_str).unwrap_or("");
        if wanted.contains(id) {
            play(&machine, id, &thread, &mut tally)?;
        }
    }
    Ok(tally)
}

fn play(machine: &Machine, id: &str, thread: &Value, tally: &mut Tally) -> Result<(), String> {
    let mut suggester = Suggester::new();
    let context = Context { channel: Some("x".to_owned()), ..Context::default() };
    let start = Start { context, ..Start::default() };
    let begun = Session::start(machine, &mut suggester, start);
    let (mut session, mut turn) = begun.map_err(|error| error.to_string())?;
    tally.threads += 1;
    for message in thread.get("messages").and_then(Value::as_array).into_iter().flatten() {
        let text = message.get("text").and_then(Value::as_str).unwrap_or("").to_owned();
        tally.messages += 1;
        let input = if message.get("from").and_then(Value::as_str) == Some("customer") {
            Input::Receive(text)
        } else if let Some(suggestion) = turn.turn.suggestions.first() {
            tally.accepted += 1;
            Input::Accept { id: suggestion.id.clone(), text: Some(text) }
        } else {
            continue;
        };
        turn = step(machine, &mut suggester, &mut session, input, tally)?;
        tally.suggested += usize::from(!turn.turn.suggestions.is_empty());
        check(id, &turn, tally);
    }
    // Every way on from here, depth first.
    let mut open = vec![session];
    let mut ways = 0;
    while let Some(session) = open.pop() {
        ways += 1;
        if ways > MOST_WAYS {
            break;
        }
        let mut here = session.clone();
        let now = Input::Tick(0);
        let turn = step(machine, &mut suggester, &mut here, now, tally)?;
        if !turn.open || turn.crumbs.is_empty() {
            tally.ended += usize::from(turn.turn.ended.is_some());
            tally.handed += usize::from(turn.turn.handoff.is_some());
            continue;
        }
        let choices = turn.turn.choices.iter().map(|choice| Input::Choose(choice.id.clone()));
        let accept = |id: &std::sync::Arc<str>| Input::Accept { id: id.clone(), text: None };
        let suggestions = turn.turn.suggestions.iter().take(1).map(|s| accept(&s.id));
        for input in choices.chain(suggestions).collect::<Vec<_>>() {
            let mut next = session.clone();
            let turn = step(machine, &mut suggester, &mut next, input, tally)?;
            check(id, &turn, tally);
            tally.ended += usize::from(turn.turn.ended.is_some() && !turn.open);
            tally.handed += usize::from(turn.turn.handoff.is_some() && !turn.open);
            if turn.open {
                open.push(next);
            }
        }
    }
    Ok(())
}

fn step<'m>(
    machine: &'m Machine,
    suggester: &mut Suggester,
    session: &mut Session,
    input: Input,
    tally: &mut Tally,
) -> Result<SessionTurn<'m>, String> {
    tally.operations += 1;
    session.apply(machine, suggester, input).map_err(|error| error.to_string())
}

/// Notes a place where nobody can go on.
fn check(id: &str, turn: &SessionTurn<'_>, tally: &mut Tally) {
    let offered = &turn.turn;
    let stuck = turn.open
        && !turn.crumbs.is_empty()
        && offered.suggestions.is_empty()
        && offered.choices.is_empty()
        && offered.asks.is_empty()
        && offered.handoff.is_none()
        && offered.ended.is_none();
    if stuck || offered.truncated {
        let way: Vec<&str> = turn.crumbs.iter().map(|crumb| &*crumb.id).collect();
        tally.dead_ends.push(format!("thread {id}: {}", way.join(" > ")));
    }
}

fn describe(tally: &Tally) -> String {
    let mut out = format!(
        "{} threads, {} messages: {} turns with suggestions, {} answers of the brand at a suggestion\n\
         {} operations with every way on from the ends: {} ended, {} handed over, {} dead ends\n",
        tally.threads,
        tally.messages,
        tally.suggested,
        tally.accepted,
        tally.operations,
        tally.ended,
        tally.handed,
        tally.dead_ends.len()
    );
    for place in &tally.dead_ends {
        out.push_str("  ");
        out.push_str(place);
        out.push('\n');
    }
    out
}
