//! A conversation written down as a test that passes: what was done, and what came of it.

use crate::machine::{Machine, Outcome};
use crate::runtime::{FactValue, Input, SessionTurn, Start};

/// So much of a reply is enough to know it by.
const WORDS: usize = 60;

/// A conversation so far, as the lines of a test.
///
/// A test knows the time to the minute, so a conversation that is to be recorded begins at a full one.
#[derive(Clone, Debug)]
pub struct Record {
    given: Vec<String>,
    steps: Vec<Step>,
    now: i64,
}

/// What was done, and what is expected then.
#[derive(Clone, Debug)]
struct Step {
    /// The turn it led to.
    turn: u32,
    /// The time after it.
    now: i64,
    lines: Vec<String>,
}

impl Record {
    /// Begins with how a conversation began, and its first turn.
    pub fn new(machine: &Machine, start: &Start, turn: &SessionTurn<'_>) -> Self {
        let mut given = Vec::new();
        let context = &start.context;
        if let Some(channel) = &context.channel {
            given.push(format!("given channel {channel}"));
        }
        // A test names a language as the script does.
        if let Some(language) = context.language.as_deref().and_then(|tag| spoken(machine, tag)) {
            given.push(format!("given language {language}"));
        }
        if let Some(now) = context.now {
            let (days, minutes) = machine.local(now);
            let (year, month, day) = crate::calendar::civil::civil_from_days(days);
            let (hour, minute) = (minutes / 60, minutes % 60);
            given.push(format!("given now = {year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"));
        }
        for (fact, value) in &context.facts {
            given.push(format!("given {fact} = {}", shown(value)));
        }
        if let Some(topic) = &start.topic {
            given.push(format!("given topic {topic}"));
        }
        if start.alone {
            given.push("given alone".to_owned());
        }
        let now = context.now.unwrap_or_default();
        let nothing = SessionTurn::default();
        // Before anything was done nothing is said: that is no news.
        let begun = !turn.messages.is_empty() || turn.turn.topic.is_some();
        let lines = if begun { expected(&nothing, turn) } else { Vec::new() };
        Self { given, steps: vec![Step { turn: turn.number, now, lines }], now }
    }

    /// Adds what was done in the turn `before`, and what came of it. What no line of a test does is left out.
    pub fn add(&mut self, before: &SessionTurn<'_>, input: &Input, after: &SessionTurn<'_>) {
        let line = match input {
            // A line says something; an empty message has no line of its own.
            Input::Receive(message) if message.trim().is_empty() => Some("customer: …".to_owned()),
            Input::Receive(message) => Some(format!("customer: {}", plain(message))),
            Input::Accept { id, .. } => {
                let at = before.turn.suggestions.iter().position(|row| row.id == *id);
                Some(match at.unwrap_or(0) {
                    0 => "accept".to_owned(),
                    n => format!("accept {}", n + 1),
                })
            }
            Input::Choose(id) => Some(format!("choose {}", plain(&chosen(before, id)))),
            Input::Set { fact, value } => Some(format!("given {fact} = {}", shown(value))),
            Input::Tick(now) => {
                let seconds = now.saturating_sub(self.now).max(0) / 1000;
                self.now = *now;
                Some(format!("wait {}", span(seconds)))
            }
            Input::Handoff { .. } | Input::Undo(_) => None,
        };
        let Some(line) = line else { return };
        let mut lines = vec![line];
        lines.extend(expected(before, after));
        self.steps.push(Step { turn: after.number, now: self.now, lines });
    }

    /// Forgets what came after a turn.
    pub fn undo(&mut self, turn: u32) {
        self.steps.retain(|step| step.turn <= turn);
        self.now = self.steps.last().map_or(0, |step| step.now);
    }

    /// The time of the conversation, in milliseconds since 1970-01-01 UTC.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Whether nothing was done yet.
    pub fn is_empty(&self) -> bool {
        self.steps.len() < 2
    }

    /// The test, named after what the customer wrote first.
    pub fn test(&self) -> String {
        let lines = || self.steps.iter().flat_map(|step| &step.lines);
        let first = lines().find_map(|line| line.strip_prefix("customer: "));
        let mut out = format!("test {}\n", name(first.unwrap_or("a conversation")));
        for line in self.given.iter().chain(lines()) {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
        out
    }
}

/// A name of a test from what somebody wrote: a mark in it could mean something.
fn name(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() || "'’,.?!-".contains(c) { c } else { ' ' })
        .collect();
    let name = beginning(&kept.split_whitespace().collect::<Vec<_>>().join(" ")).to_owned();
    if name.is_empty() { "a conversation".to_owned() } else { name }
}

/// What a choice or a switch is called in `choose`.
fn chosen(before: &SessionTurn<'_>, id: &str) -> String {
    let choices = &before.turn.choices;
    if let Some(choice) = choices.iter().find(|choice| *choice.id == *id) {
        let twins = choices.iter().filter(|other| other.label == choice.label).count();
        return match id.split_once('/') {
            Some((_, part)) if twins > 1 || choice.label.trim().is_empty() => part.to_owned(),
            _ => choice.label.trim().to_owned(),
        };
    }
    let switch = before.switches.iter().find(|switch| *switch.id == *id);
    switch.map_or_else(|| id.to_owned(), |switch| switch.topic.to_owned())
}

/// What is to be expected of a turn.
fn expected(before: &SessionTurn<'_>, after: &SessionTurn<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let turn = &after.turn;
    match turn.topic {
        Some(topic) if before.turn.topic != Some(topic) => {
            lines.push(format!("expect topic {topic}"));
        }
        None if before.turn.topic.is_some() => lines.push("expect no topic".to_owned()),
        _ => {}
    }
    for filled in &turn.filled {
        if let Some((fact, value)) = after.facts.iter().find(|(fact, _)| *fact == filled.fact) {
            lines.push(format!("expect fact {fact} = {}", bare(value)));
        }
    }
    lines.extend(turn.asks.iter().map(|ask| format!("expect ask {}", ask.fact)));
    let messages = after.messages.iter().map(String::as_str);
    let said = turn.suggestions.iter().take(1).map(|row| &*row.text).chain(messages);
    let mut silent = true;
    for text in said {
        silent = false;
        let first = text.lines().map(str::trim).find(|line| !line.is_empty());
        if let Some(words) = first.map(beginning) {
            lines.push(format!("expect reply has {}", quoted(words)));
        }
    }
    if silent {
        lines.push("expect no reply".to_owned());
    }
    lines.extend(turn.actions.iter().map(|action| format!("expect do {}", action.name)));
    if let Some(handoff) = &turn.handoff {
        lines.push(format!("expect handoff {}", handoff.department));
    }
    lines.extend(turn.ended.map(|outcome| {
        let word = match outcome {
            Outcome::Resolved => "resolved",
            Outcome::Unresolved => "unresolved",
            Outcome::Spam => "spam",
        };
        format!("expect end {word}")
    }));
    lines
}

/// The first words of a line, whole as far as they can be.
fn beginning(line: &str) -> &str {
    let Some((end, _)) = line.char_indices().nth(WORDS) else { return line };
    let cut = line.get(..end).unwrap_or(line);
    match cut.rfind(' ') {
        Some(space) if space > 0 => cut.get(..space).unwrap_or(cut),
        _ => cut,
    }
}

/// A text up to the end of a line; `\` would take the meaning from what follows it.
fn plain(text: &str) -> String {
    text.trim().replace('\\', "\\\\").replace(char::is_control, " ")
}

/// A text in quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '\\' | '"' | '“' | '”' | '„' | '#') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out.push('"');
    out
}

/// A value as a test gives it.
fn shown(value: &FactValue) -> String {
    let text = match value {
        FactValue::Text(text) => text.clone(),
        FactValue::Number(n) => {
            let mut text = String::new();
            n.write(&mut text);
            text
        }
        FactValue::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        FactValue::List(items) => items.join(", "),
    };
    bare(&text)
}

/// A value in quotes where it needs them.
fn bare(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.:".contains(c);
    let bare = !text.is_empty() && text.chars().all(plain);
    if bare { text.to_owned() } else { quoted(text) }
}

/// The script's language that the runtime takes for tags, best first: one of them, or that without its region.
fn spoken<'m>(machine: &'m Machine, tags: &str) -> Option<&'m str> {
    tags.split(',').map(str::trim).find_map(|mut tag| {
        loop {
            if let Some(name) = machine.languages().find(|name| name.eq_ignore_ascii_case(tag)) {
                return Some(name);
            }
            tag = tag.get(..tag.rfind(['-', '_'])?)?;
        }
    })
}

/// So many seconds as a script writes them.
fn span(seconds: i64) -> String {
    for (unit, size) in [("d", 86_400), ("h", 3600), ("m", 60)] {
        if seconds > 0 && seconds % size == 0 {
            return format!("{}{unit}", seconds / size);
        }
    }
    format!("{seconds}s")
}
