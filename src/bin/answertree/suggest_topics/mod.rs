//! `answertree suggest-topics`.

mod answered;
mod show;

use std::ops::ControlFlow;
use std::path::Path;

use answertree::compile::{Source, analyse};
use answertree::groups::{Groups, MAX_MESSAGES, Messages, Settings, Step};
use answertree::machine::Machine;
use answertree::problem::Severity;
use answertree::syntax::limits::MAX_SOURCE_BYTES;

use self::answered::{Answer, Batches};
use crate::args::SuggestTopics;
use crate::check::compiled;
use crate::files::{self, Input};
use crate::messages::{Files, named};
use crate::output::{Done, End, Failure, Output, count, tame};
use crate::packs::{self, AtHand};
use crate::progress::{during, measured};

/// What a topic answers is learned from messages that are its own with this confidence, in thousandths.
const CERTAIN: u32 = 600;

/// What came of all messages.
struct Report {
    groups: Groups,
    /// All that were read.
    messages: usize,
    /// How many the script answers; none where there is no script.
    answered: Option<usize>,
    /// How many there was no room for.
    left_out: usize,
}

pub(crate) fn run(args: &SuggestTopics, output: Output) -> Done<End> {
    let script = args.script.as_deref();
    if script.is_some_and(files::is_stdin) && files::is_stdin(&args.messages) {
        return Err(Failure::new("only one of the files can be the standard input"));
    }
    if let Some(path) = args.drafts.as_deref().filter(|path| path.exists() && !args.force) {
        let named = named(path);
        return Err(Failure::new(format!("{named} is there already; `--force` writes over it")));
    }
    let machine = match script.map(|path| machine(path, output)) {
        None => None,
        Some(Ok(Some(machine))) => Some(machine),
        Some(Ok(None)) => return Ok(End::Problems),
        Some(Err(failure)) => return Err(failure),
    };
    let files = Files::new(None, args.text.as_ref());
    let report = grouped(args, &files, machine.as_ref())?;
    if report.messages == 0 {
        files.tell(output, "nothing was grouped")?;
        return Err(Failure::new("no message was found, so nothing was grouped"));
    }
    let drafted = report.groups.groups.iter().filter(|group| !group.examples.is_empty()).count();
    if let Some(path) = args.drafts.as_deref().filter(|_| drafted > 0) {
        let names: Vec<&str> = machine.iter().flat_map(Machine::topics).collect();
        files::write(path, drafts(&report.groups, &names)?.as_bytes())?;
    }
    let told = if args.json { show::json(&report) } else { show::pretty(&report, args) };
    output.print(&told)?;
    if report.left_out > 0 {
        output.tell(&format!(
            "note: {MAX_MESSAGES} messages were grouped; {} more that no topic answers were not looked at\n",
            report.left_out
        ));
    }
    if let Some(path) = &args.drafts {
        let told = match drafted {
            0 => "note: no group has an example, so no draft was written\n".to_owned(),
            some => format!("{} written to {}\n", count(some, "draft"), named(path)),
        };
        output.tell(&told);
    }
    files.tell(output, "the others were grouped")?;
    Ok(End::Fine)
}

/// The machine of a file; none where its script has errors, which are told.
fn machine(path: &Path, output: Output) -> Done<Option<Machine>> {
    let script = match files::input(path)? {
        Input::Machine(machine) => return Ok(Some(*machine)),
        Input::Script(script) => script,
    };
    let pack = AtHand::of(&script.sources);
    let Some(bytes) = compiled(script, pack.extras(), output, false) else { return Ok(None) };
    pack.built(bytes).map(Some)
}

/// Reads messages, passes over those that are answered, and groups the others.
fn grouped(args: &SuggestTopics, files: &Files, machine: Option<&Machine>) -> Done<Report> {
    let pack = if args.no_pack { None } else { Some(packs::english()?.as_ref()) };
    let messages = files.messages(std::slice::from_ref(&args.messages))?;
    let settings = Settings {
        groups: args.groups.and_then(|groups| usize::try_from(groups).ok()),
        least: args.least.and_then(|least| usize::try_from(least).ok()),
        threads: 0,
    };
    during(1, |bar| {
        let (mut all, mut answered, mut left_out) = (0, 0, 0);
        let mut kept = Messages::new(pack);
        for batch in Batches::new(messages.map(|message| message.text), machine) {
            for (text, answer) in batch? {
                all += 1;
                match answer {
                    Answer::Answered(topic, sure) => {
                        answered += 1;
                        if sure >= CERTAIN {
                            kept.answered(&text, topic);
                        }
                    }
                    Answer::Not(closest) => {
                        left_out += usize::from(!kept.add(&text, closest));
                    }
                }
            }
            bar.set_message(format!("reading messages: {all}"));
        }
        measured(bar);
        let groups = kept.group(settings, |progress| {
            bar.set_message(match progress.step {
                Step::Words => "which words go together",
                Step::Cells => "which messages are alike",
                Step::Groups => "which of them go together",
                Step::Names => "what to call them",
            });
            bar.set_length(u64::try_from(progress.of).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(progress.done).unwrap_or(u64::MAX));
            ControlFlow::Continue(())
        });
        Ok(Report {
            groups: groups.unwrap_or_default(),
            messages: all,
            answered: machine.map(|_| answered),
            left_out,
        })
    })
}

/// The drafts as a script; one with errors helps nobody.
fn drafts(groups: &Groups, taken: &[&str]) -> Done<String> {
    let script = groups.drafts(taken);
    if script.len() > MAX_SOURCE_BYTES {
        return Err(Failure::new(
            "the drafts are larger than a script may be; ask for fewer groups",
        ));
    }
    let source = Source { name: "drafts.answers".to_owned(), text: script.clone() };
    let problems = analyse(&[source]).problems;
    match problems.iter().find(|problem| problem.severity() == Severity::Error) {
        None => Ok(script),
        Some(error) => Err(Failure::new(format!(
            "the drafts have errors, which is a mistake in answertree: {} [{}]",
            tame(&error.message),
            error.code.id()
        ))),
    }
}
