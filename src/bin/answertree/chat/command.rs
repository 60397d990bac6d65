//! What a line of a conversation says.

use std::path::PathBuf;
use std::sync::Arc;

use answertree::problem::nearest;
use answertree::runtime::{FactValue, Input, SessionTurn};

/// What can be written.
pub(super) const HELP: &str = "\
text                 what the customer writes; begin with // for a text that begins with /
/accept [N] [TEXT]   send suggestion N (the first), perhaps changed to TEXT
/choose N            take choice N; its label or its key does, too
/set FACT = VALUE    the host learns something
/wait 5m             time goes by: 30s, 5m, 2h, 1d
/undo                take the last turn back
/facts               what is known
/save [FILE]         print the conversation as a test, or write it to a file
/quit                end
";

/// A line of a conversation.
#[derive(Debug, PartialEq)]
pub(super) enum Command {
    /// Something for the session.
    Do(Input),
    Undo,
    Facts,
    Help,
    Quit,
    Save(Option<PathBuf>),
}

/// The commands without their arguments.
const NAMES: [&str; 9] =
    ["accept", "choose", "set", "wait", "undo", "facts", "save", "help", "quit"];

/// Reads a line in a turn at a time.
pub(super) fn read(line: &str, turn: &SessionTurn<'_>, now: i64) -> Result<Command, String> {
    let line = line.trim();
    let Some(command) = line.strip_prefix('/') else {
        return Ok(Command::Do(Input::Receive(line.to_owned())));
    };
    if command.starts_with('/') {
        return Ok(Command::Do(Input::Receive(command.to_owned())));
    }
    let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let rest = rest.trim();
    Ok(match name {
        "accept" => Command::Do(accept(rest, turn)?),
        "choose" => Command::Do(Input::Choose(choose(rest, turn)?)),
        "set" => {
            let wrong = || "write `/set FACT = VALUE`, such as `/set name = Sam`".to_owned();
            let (fact, value) = rest.split_once('=').ok_or_else(wrong)?;
            let value = FactValue::Text(value.trim().to_owned());
            Command::Do(Input::Set { fact: fact.trim().to_owned(), value })
        }
        "wait" => {
            let wrong =
                || format!("`{rest}` does not say how long; write `30s`, `5m`, `2h` or `1d`");
            let seconds = seconds(rest).ok_or_else(wrong)?;
            let later = now.saturating_add(seconds.saturating_mul(1000));
            Command::Do(Input::Tick(later))
        }
        "undo" => Command::Undo,
        "facts" => Command::Facts,
        "help" => Command::Help,
        "quit" | "exit" => Command::Quit,
        "save" => Command::Save((!rest.is_empty()).then(|| PathBuf::from(rest))),
        other => {
            let near = nearest(other, NAMES);
            let help = near.map_or_else(
                || "`/help` lists what there is".to_owned(),
                |near| format!("did you mean `/{near}`?"),
            );
            return Err(format!("there is no command `/{other}`; {help}"));
        }
    })
}

fn accept(rest: &str, turn: &SessionTurn<'_>) -> Result<Input, String> {
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, text) = rest.split_at_checked(digits).unwrap_or(("", rest));
    let suggestions = &turn.turn.suggestions;
    let at = if number.is_empty() { 1 } else { number.parse().unwrap_or(usize::MAX) };
    let suggestion = at.checked_sub(1).and_then(|at| suggestions.get(at));
    let Some(suggestion) = suggestion else {
        return Err(match suggestions.len() {
            0 => "nothing is suggested".to_owned(),
            1 => "there is one suggestion".to_owned(),
            n => format!("there are {n} suggestions"),
        });
    };
    let text = text.trim();
    let text = (!text.is_empty()).then(|| text.to_owned());
    Ok(Input::Accept { id: suggestion.id.clone(), text })
}

/// The id of a choice by its number in the turn, its key or its label; of a switch by its number, its title or its topic.
fn choose(rest: &str, turn: &SessionTurn<'_>) -> Result<Arc<str>, String> {
    let choices = &turn.turn.choices;
    let wanted = rest.to_lowercase();
    let is = |text: &str| text.trim().to_lowercase() == wanted;
    let named = || {
        let choice = choices.iter().find(|choice| is(&choice.label)).map(|choice| &choice.id);
        let keyed =
            || choices.iter().find(|choice| choice.key == Some(rest)).map(|choice| &choice.id);
        let switch = || {
            let switches = turn.switches.iter();
            switches.clone().find(|row| is(row.title) || is(row.topic)).map(|row| &row.id)
        };
        choice.or_else(keyed).or_else(switch)
    };
    let numbered = || {
        let at = rest.parse::<usize>().ok()?.checked_sub(1)?;
        let ids = choices.iter().map(|choice| &choice.id);
        ids.chain(turn.switches.iter().map(|switch| &switch.id)).nth(at)
    };
    if let Some(id) = named().or_else(numbered) {
        return Ok(id.clone());
    }
    if choices.is_empty() && turn.switches.is_empty() {
        return Err("no choice is offered here".to_owned());
    }
    let labels = choices.iter().map(|choice| &*choice.label);
    let near = nearest(rest, labels.chain(turn.switches.iter().map(|switch| switch.title)));
    Err(match near {
        Some(near) => format!("no choice `{rest}` is offered; did you mean `{near}`?"),
        None => format!("no choice `{rest}` is offered; write one of the numbers"),
    })
}

/// Seconds of `30s`, `5m`, `2h`, `1d`.
fn seconds(text: &str) -> Option<i64> {
    let size = match text.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    let digits = text.get(..text.len().checked_sub(1)?)?;
    let number: u32 = digits.trim().parse().ok()?;
    i64::from(number).checked_mul(size)
}

#[cfg(test)]
mod tests {
    use super::{Command, read, seconds};
    use answertree::runtime::{FactValue, Input, SessionTurn};

    #[test]
    fn lines_and_commands() {
        let turn = SessionTurn::default();
        let read = |line| read(line, &turn, 60_000);
        let receive = |text: &str| Ok(Command::Do(Input::Receive(text.to_owned())));
        assert_eq!(read(" hello "), receive("hello"));
        assert_eq!(read("//undo"), receive("/undo"));
        assert_eq!(read("/wait 2m"), Ok(Command::Do(Input::Tick(180_000))));
        let value = FactValue::Text("a = b".to_owned());
        let set = Input::Set { fact: "name".to_owned(), value };
        assert_eq!(read("/set name = a = b"), Ok(Command::Do(set)));
        assert!(read("/udno").unwrap_err().contains("`/undo`"));
        assert!(read("/accept").unwrap_err().contains("nothing is suggested"));
        assert!(read("/choose 1").unwrap_err().contains("no choice is offered"));
    }

    #[test]
    fn spans_of_time() {
        assert_eq!(seconds("90s"), Some(90));
        assert_eq!(seconds("1d"), Some(86_400));
        for wrong in ["", "5", "m", "-5m", "5x", "99999999999m"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
