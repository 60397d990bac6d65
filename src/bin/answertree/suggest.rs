//! `answertree suggest`.

use std::io::{self, Read};
use std::path::Path;

use answertree::json;
use answertree::machine::{Machine, Outcome};
use answertree::problem::nearest;
use answertree::runtime::{
    Because, BecauseKind, Context, FactValue, Handoff, Range, RuledOut, RuledOutReason, Suggester,
    Suggestion, SuggestionKind, Turn,
};
use jiff::Timestamp;

use crate::args::Suggest;
use crate::check::compiled;
use crate::files::{self, Input};
use crate::output::{BAD, BOLD, DIM, Done, End, Failure, MARKED, Output, put, reason, tame};
use crate::packs::AtHand;
use crate::time;

/// Characters of a message shown around the words that counted.
const AROUND: usize = 40;

pub(crate) fn run(args: &Suggest, output: Output) -> Done<End> {
    if files::is_stdin(&args.file) && args.message == "-" {
        return Err(Failure::new("the standard input cannot be both the script and the message"));
    }
    let now = time::milliseconds(&args.now)?;
    let Some(machine) = machine(&args.file, output)? else { return Ok(End::Problems) };
    let message = message(&args.message)?;
    let facts = facts(&machine, &args.facts)?;
    let context = Context {
        channel: args.channel.clone(),
        language: args.language.clone(),
        facts,
        now: Some(now),
        seed: args.seed,
        limit: usize::from(args.limit),
        explain: args.explain,
        ..Context::default()
    };
    let turn = Suggester::new()
        .suggest(&machine, &message, &context)
        .map_err(|error| Failure::new(format!("{error} [{}]", error.code())))?;
    let text = if args.json {
        format!("{}\n", json::turn(&turn, &message))
    } else {
        Pretty { message: &message, colors: output.has_colors(), explain: args.explain }.turn(&turn)
    };
    output.print(&text)?;
    Ok(End::Fine)
}

/// The machine of a file, or of a script; none where the script has errors, which are told.
pub(crate) fn machine(path: &Path, output: Output) -> Done<Option<Machine>> {
    match files::input(path)? {
        Input::Machine(machine) => Ok(Some(*machine)),
        Input::Script(script) => {
            let pack = AtHand::of(&script.sources);
            match compiled(script, pack.extras(), output, false) {
                None => Ok(None),
                Some(bytes) => pack.built(bytes).map(Some),
            }
        }
    }
}

fn message(text: &str) -> Done<String> {
    if text != "-" {
        return Ok(text.to_owned());
    }
    let mut message = String::new();
    io::stdin()
        .lock()
        .read_to_string(&mut message)
        .map_err(|error| Failure::new(format!("cannot read the message: {}", reason(&error))))?;
    // What ends the last line of a file is no part of the message.
    let end = message.trim_end_matches(['\n', '\r']).len();
    message.truncate(end);
    Ok(message)
}

/// What the arguments say for facts, each of which the script must have.
pub(crate) fn facts(
    machine: &Machine,
    given: &[(String, String)],
) -> Done<Vec<(String, FactValue)>> {
    given
        .iter()
        .map(|(name, value)| {
            known_fact(machine, name)?;
            Ok((name.clone(), FactValue::Text(value.clone())))
        })
        .collect()
}

fn known_fact(machine: &Machine, name: &str) -> Done<()> {
    if machine.facts().any(|known| known == name) {
        return Ok(());
    }
    let names: Vec<&str> = machine.facts().collect();
    let help = if let Some(near) = nearest(name, machine.facts()) {
        format!("did you mean `{near}`?")
    } else if names.is_empty() {
        "it declares none".to_owned()
    } else {
        format!("it has {}", names.join(", "))
    };
    Err(Failure::new(format!("the script has no fact `{name}`; {help}")))
}

/// A turn as people read it.
struct Pretty<'a> {
    message: &'a str,
    colors: bool,
    explain: bool,
}

impl Pretty<'_> {
    fn turn(&self, turn: &Turn<'_>) -> String {
        let mut out = String::new();
        if turn.suggestions.is_empty() {
            let hint = if self.explain { "" } else { " --explain tells what was considered." };
            put(
                &mut out,
                format_args!("No suggestion: nothing in the script fits this message.{hint}\n"),
            );
        }
        for (number, suggestion) in (1..).zip(&turn.suggestions) {
            self.suggestion(&mut out, number, suggestion);
        }
        let mut more = String::new();
        for filled in &turn.filled {
            row(&mut more, "found", &format!("{} = {}", filled.fact, filled.value));
        }
        for ask in &turn.asks {
            let question =
                if ask.question.is_empty() { "no question in the script" } else { &ask.question };
            row(&mut more, "ask", &format!("{}: {question}", ask.fact));
        }
        for step in &turn.steps {
            row(&mut more, "step", &step.text);
        }
        for note in &turn.notes {
            row(&mut more, "note", &note.text);
        }
        for action in &turn.actions {
            let arguments: Vec<String> =
                action.arguments.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            row(&mut more, "do", &format!("{}({})", action.name, arguments.join(", ")));
        }
        for choice in &turn.choices {
            let key = choice.key.as_ref().map_or(String::new(), |key| format!("{key} "));
            row(&mut more, "choice", &format!("{key}{}", choice.label));
        }
        if let Some(handoff) = &turn.handoff {
            row(&mut more, "hand over", &handoff_text(handoff));
        }
        if let Some(outcome) = turn.ended {
            row(&mut more, "end", outcome_text(outcome));
        }
        if let Some(channel) = &turn.prefer {
            row(&mut more, "rather on", channel);
        }
        if let Some(small) = turn.small_talk {
            row(&mut more, "small talk", small.name());
        }
        if let Some(language) = turn.other_language {
            row(&mut more, "language", language);
        }
        if turn.truncated {
            row(&mut more, "cut", "the message is too long to read to its end");
        }
        for ruled_out in turn.ruled_out.iter().filter(|_| self.explain) {
            row(&mut more, "not", &ruled_out_text(ruled_out));
        }
        if !more.is_empty() {
            out.push_str(&more);
        }
        out
    }

    fn suggestion(&self, out: &mut String, number: usize, s: &Suggestion<'_>) {
        let mut head = vec![format!("{} %", percent(s.confidence.value()))];
        if let Some(department) = &s.department {
            head.push((*department).to_owned());
        }
        if s.kind == SuggestionKind::Ask {
            head.push("asks first".to_owned());
        }
        head.push(match s.length.limit {
            Some(limit) if s.length.fits() => format!("{} of {limit} characters", s.length.count),
            Some(limit) => {
                format!("{BAD}too long: {} of {limit} characters{BAD:#}", s.length.count)
            }
            None => format!("{} characters", s.length.count),
        });
        let (title, topic) = (tame(s.title), tame(s.topic));
        put(out, format_args!("{BOLD}{number}. {title}{BOLD:#} ({topic}): {}\n", head.join(", ")));
        for message in std::iter::once(&s.text).chain(&s.also) {
            for line in tame(message).lines() {
                put(out, format_args!("   > {line}\n"));
            }
        }
        for because in &s.because {
            put(out, format_args!("   {DIM}because{DIM:#} {}\n", self.because(because)));
        }
        if !s.secrets.is_empty() {
            let secrets = s.secrets.join(", ");
            put(
                out,
                format_args!("   {BAD}secret on a public channel: {}{BAD:#}\n", tame(&secrets)),
            );
        }
        out.push('\n');
    }

    fn because(&self, because: &Because<'_>) -> String {
        let text = tame(&because.text);
        let sure = percent(because.confidence.value());
        let why = match (because.kind, &because.intent) {
            (BecauseKind::Pattern, _) => format!("pattern `{text}`, {sure} %"),
            (BecauseKind::Example, Some(intent)) => {
                format!("like {}: {text}, {sure} %", tame(intent))
            }
            (BecauseKind::Example, None) => format!("like: {text}, {sure} %"),
            (BecauseKind::Condition, _) => {
                return format!("{DIM}condition `{text}`, {sure} %{DIM:#}");
            }
        };
        format!("{} {DIM}({why}){DIM:#}", self.marked(&because.spans))
    }

    /// The message with the words that counted marked, in one line, cut to what is around them.
    fn marked(&self, spans: &[Range]) -> String {
        let mut spans: Vec<(usize, usize)> = spans
            .iter()
            .filter_map(|span| {
                Some((usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?))
            })
            .collect();
        spans.sort_unstable();
        let (Some(&(first, _)), Some(last)) =
            (spans.first(), spans.iter().map(|span| span.1).max())
        else {
            return format!("\"{}\"", line(self.message));
        };
        let (from, to) = (before(self.message, first), behind(self.message, last));
        let mut out = String::from(if from > 0 { "…" } else { "\"" });
        let mut at = from;
        for (start, end) in spans {
            let start = start.max(at);
            let (Some(between), Some(word)) =
                (self.message.get(at..start), self.message.get(start..end))
            else {
                continue;
            };
            out.push_str(&line(between));
            let word = line(word);
            if self.colors {
                put(&mut out, format_args!("{MARKED}{word}{MARKED:#}"));
            } else {
                put(&mut out, format_args!("[{word}]"));
            }
            at = end;
        }
        out.push_str(&line(self.message.get(at..to).unwrap_or("")));
        out.push(if to < self.message.len() { '…' } else { '"' });
        out
    }
}

/// A place some characters before another.
fn before(message: &str, at: usize) -> usize {
    let text = message.get(..at).unwrap_or("");
    text.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at)
}

/// A place some characters behind another.
fn behind(message: &str, at: usize) -> usize {
    let text = message.get(at..).unwrap_or("");
    text.char_indices().nth(AROUND).map_or(message.len(), |(more, _)| at + more)
}

fn line(text: &str) -> String {
    tame(text).replace(['\n', '\t'], " ")
}

fn row(out: &mut String, name: &str, text: &str) {
    for (at, line) in tame(text).lines().enumerate() {
        let name = if at == 0 { name } else { "" };
        put(out, format_args!("{BOLD}{name:<9}{BOLD:#} {line}\n"));
    }
}

/// Thousandths as a percentage, rounded.
fn percent(thousandths: u32) -> u32 {
    (thousandths + 5) / 10
}

pub(crate) fn handoff_text(handoff: &Handoff<'_>) -> String {
    let mut text = format!("to {}", handoff.title);
    if !handoff.why.is_empty() {
        put(&mut text, format_args!(": {}", handoff.why));
    }
    match handoff.opens.map(Timestamp::from_millisecond) {
        Some(Ok(opens)) => put(&mut text, format_args!(" (closed, opens {opens})")),
        _ if !handoff.open => text.push_str(" (closed)"),
        _ => {}
    }
    text
}

pub(crate) fn outcome_text(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Unresolved => "unresolved",
        Outcome::Spam => "spam",
    }
}

fn ruled_out_text(ruled_out: &RuledOut<'_>) -> String {
    let reason = match ruled_out.reason {
        RuledOutReason::Excluded => "excluded",
        RuledOutReason::Unlikely => "not likely enough",
        RuledOutReason::NoReply => "no reply fits here",
        RuledOutReason::Limit => "others came first",
    };
    let sure = percent(ruled_out.confidence.value());
    let detail =
        if ruled_out.detail.is_empty() { String::new() } else { format!(": {}", ruled_out.detail) };
    format!("{}, {sure} %: {reason}{detail}", ruled_out.topic)
}

#[cfg(test)]
mod tests {
    use super::Pretty;
    use answertree::runtime::Range;

    #[track_caller]
    fn check(message: &str, spans: &[(u32, u32)], expected: &str) {
        let spans: Vec<Range> = spans.iter().map(|&(start, end)| Range { start, end }).collect();
        let pretty = Pretty { message, colors: false, explain: false };
        assert_eq!(pretty.marked(&spans), expected);
    }

    #[test]
    fn words_that_counted_are_marked() {
        check("my parcel is late", &[(13, 17), (3, 9)], "\"my [parcel] is [late]\"");
        check("née\nparcel", &[(0, 4)], "\"[née] parcel\"");
        check("no span", &[], "\"no span\"");
        check("overlap", &[(0, 4), (2, 7)], "\"[over][lap]\"");
        let long = format!("{} parcel {}", "a".repeat(60), "b".repeat(60));
        let expected = format!("…{} [parcel] {}…", "a".repeat(40), "b".repeat(39));
        check(&long, &[(61, 67)], &expected);
        check("\u{1b}[31mred", &[(5, 8)], "\"\u{fffd}[31m[red]\"");
    }
}
