//! A machine in a readable form: what is in each section, and the trees as code.
//!
//! For people and for tests; nothing reads it back. `docs/machine.md` says what the bytes are.

mod trees;

use std::fmt::Write as _;

use super::format::VERSION;
use super::id::{IntentId, StringId};
use super::tables::{channel, small};
use super::{COMMANDS, Machine};
use crate::calendar::Day;
use crate::calendar::hours::{Interval, Schedule};
use crate::calendar::plural::Category;
use crate::calendar::zone::{Change, Zone};
use crate::text::letters::is_dropped;

/// A text in quotes as Rust writes it: what cannot be seen is escaped.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' ' => out.push(c),
            _ if c.is_control() || c.is_whitespace() || is_dropped(c) => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The machine as text: one thing a line, what belongs to it indented. Where its code cannot be read it says where, and no more.
///
/// ```
/// use answertree::compile::{Source, compile};
/// use answertree::machine::{Machine, listing::listing};
/// let text = "== late: Late delivery\n- where is my order\n- where is my parcel\n> We are looking into it.\n";
/// let compiled = compile(&[Source { name: "main.answers".into(), text: text.into() }]);
/// let machine = Machine::load(compiled.machine.unwrap().bytes).unwrap();
/// assert!(listing(&machine).contains("text \"We are looking into it.\""));
/// ```
pub fn listing(machine: &Machine) -> String {
    let mut out = Lines::default();
    out.line(&format!(
        "machine {} version {}, threshold {}‰, format {VERSION}, {} bytes",
        quoted(machine.name()),
        machine.version(),
        machine.threshold(),
        machine.bytes().len()
    ));
    out.part("sections", |out| {
        for (section, bytes) in machine.sections() {
            out.line(&format!("{:<12}{bytes:>8}", section.name()));
        }
    });
    // What cannot be read may nest without end.
    if let Err(error) = machine.verify() {
        out.line(&error.message());
        return out.text;
    }
    out.part("languages", |out| {
        for row in &machine.languages {
            let forms: Vec<&str> =
                row.plurals.categories().into_iter().map(Category::name).collect();
            out.line(&format!("{} plurals {}", machine.string(row.name), forms.join(" ")));
        }
    });
    out.part("commands", |out| {
        for (number, command) in COMMANDS.iter().enumerate() {
            let words: Vec<&str> = machine.command(number).collect();
            if !words.is_empty() {
                out.line(&format!("{command}: {}", words.join(", ")));
            }
        }
    });
    out.part("small talk", |out| {
        let speech = &machine.speech;
        let kinds = ["greeting", "thanks", "goodbye", "insult", "filler", "thanked", "own"];
        let others = speech.languages.iter().map(|id| machine.string(*id));
        let count = |at: usize| {
            speech.words(machine.bytes()).filter(|(_, said)| said >> at & 1 == 1).count()
        };
        let all = kinds.into_iter().chain(others).enumerate();
        let words: Vec<String> = all.map(|(at, name)| format!("{name} {}", count(at))).collect();
        out.line(&words.join(", "));
    });
    out.part("channels", |out| channels(machine, out));
    out.part("departments", |out| {
        for row in &machine.departments {
            out.line(&format!(
                "{} {}",
                machine.string(row.name),
                quoted(machine.string(row.title))
            ));
            out.within(|out| schedule(&row.schedule, out));
        }
    });
    out.part("facts", |out| facts(machine, out));
    out.part("prefer", |out| {
        for row in &machine.prefers {
            let mut text =
                name(machine, machine.channels.get(row.channel.usize()).map(|row| row.name));
            for topic in &row.topics {
                let topic =
                    name(machine, machine.topics.rows.get(topic.usize()).map(|row| row.name));
                let _: std::fmt::Result = write!(text, " {topic}");
            }
            if let Some(at) = row.condition {
                let _: std::fmt::Result = write!(text, " if {}", trees::expression_at(machine, at));
            }
            out.line(&text);
        }
    });
    matching(machine, &mut out);
    out.part("topics", |out| topics(machine, out));
    out.part("tests", |out| {
        for (name, lines) in machine.tests() {
            out.line(&quoted(name));
            out.within(|out| lines.lines().for_each(|line| out.line(line)));
        }
    });
    out.text
}

/// The tags of the trees' code as `docs/machine.md` has them: of operators, pieces of texts, and steps, each a number and a name.
pub fn tags() -> [(&'static str, &'static [(u8, &'static str)]); 3] {
    [
        ("operators", super::code::OpTag::ALL),
        ("pieces", super::code::PieceTag::ALL),
        ("steps", super::code::StepTag::ALL),
    ]
}

/// Lines with their indentation.
#[derive(Debug, Default)]
struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    fn line(&mut self, text: &str) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn within(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// A part with its title; without lines there is no part.
    fn part(&mut self, title: &str, write: impl FnOnce(&mut Self)) {
        let before = self.text.len();
        self.text.push('\n');
        self.line(title);
        let empty = self.text.len();
        self.within(write);
        if self.text.len() == empty {
            self.text.truncate(before);
        }
    }
}

fn name(machine: &Machine, id: Option<StringId>) -> String {
    id.map_or("?", |id| machine.string(id)).to_owned()
}

fn channels(machine: &Machine, out: &mut Lines) {
    for row in &machine.channels {
        let mut text = machine.string(row.name).to_owned();
        if let Some(limit) = row.limit {
            let _: std::fmt::Result = write!(text, " limit {limit}");
        }
        for (bit, word) in [
            (channel::WEIGHTED, " weighted"),
            (channel::PUBLIC, " public"),
            (channel::BUTTONS, " buttons"),
            (channel::SPLIT, " split"),
        ] {
            if row.flags & bit != 0 {
                text.push_str(word);
            }
        }
        out.line(&text);
    }
}

fn facts(machine: &Machine, out: &mut Lines) {
    for row in &machine.facts {
        let mut text = format!("{} {}", machine.string(row.name), row.kind.name());
        for (at, option) in row.options.iter().enumerate() {
            text.push_str(if at == 0 { " " } else { ", " });
            text.push_str(machine.string(*option));
            let more = row.synonyms.get(at).map_or(&[][..], Vec::as_slice);
            if !more.is_empty() {
                let more: Vec<&str> = more.iter().map(|text| machine.string(*text)).collect();
                let _: std::fmt::Result = write!(text, " ({})", more.join(", "));
            }
        }
        if let Some(like) = &row.like {
            let _: std::fmt::Result = write!(text, " like (automaton of {} states)", like.states());
        }
        if row.secret {
            text.push_str(" secret");
        }
        if let Some(at) = row.default {
            let _: std::fmt::Result = write!(text, " = {}", trees::expression_at(machine, at));
        }
        out.line(&text);
        if let Some(at) = row.ask {
            out.within(|out| out.line(&format!("ask {}", trees::text_at(machine, at))));
        }
    }
}

/// Hours, closed days and the zone.
fn schedule(schedule: &Schedule, out: &mut Lines) {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    if schedule.hours.is_empty() {
        out.line("open always");
    }
    for (day, weekday) in (0_u8..).zip(WEEKDAYS) {
        let hours: Vec<String> = schedule
            .hours
            .iter()
            .filter(|interval| interval.weekday == day)
            .map(|Interval { from, to, .. }| format!("{}-{}", clock(*from), clock(*to)))
            .collect();
        if !hours.is_empty() {
            out.line(&format!("open {weekday} {}", hours.join(", ")));
        }
    }
    if !schedule.closed.is_empty() {
        let days: Vec<String> = schedule.closed.iter().map(|day| closed_day(*day)).collect();
        out.line(&format!("closed {}", days.join(", ")));
    }
    out.line(&format!("zone {}", zone(&schedule.zone)));
}

fn closed_day(Day { year, month, day }: Day) -> String {
    let month = usize::from(month)
        .checked_sub(1)
        .and_then(|month| MONTHS.get(month))
        .copied()
        .unwrap_or("?");
    let year = year.map_or_else(String::new, |year| format!(" {year}"));
    format!("{day} {month}{year}")
}

fn zone(zone: &Zone) -> String {
    let mut text = format!("UTC{}", offset(zone.standard()));
    if let Some(daylight) = zone.daylight() {
        let (begins, ends) = (change(daylight.begins), change(daylight.ends));
        let _: std::fmt::Result =
            write!(text, ", UTC{} from the {begins} to the {ends}", offset(daylight.offset));
    }
    if !zone.earlier().is_empty() {
        let _: std::fmt::Result = write!(text, ", {} earlier offsets", zone.earlier().len());
    }
    text
}

fn offset(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn change(change: Change) -> String {
    let week = match change.week {
        5 => "last".to_owned(),
        week => format!("{week}."),
    };
    let weekday = WEEKDAYS.get(usize::from(change.weekday)).copied().unwrap_or("?");
    let month = usize::from(change.month)
        .checked_sub(1)
        .and_then(|month| MONTHS.get(month))
        .copied()
        .unwrap_or("?");
    let sign = if change.time < 0 { "-" } else { "" };
    let minutes = change.time.unsigned_abs();
    format!("{week} {weekday} of {month} at {sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Vocabulary, classes, automaton, patterns and intents.
fn matching(machine: &Machine, out: &mut Lines) {
    let words = machine.word_count();
    let stems = machine.classes.stems.len();
    out.part("words", |out| {
        out.line(&format!(
            "{words} words, {stems} stems, {} classes",
            machine.classes.symbols - words - stems
        ));
    });
    out.part("classes", |out| {
        for (number, list) in (0_u32..).zip(&machine.classes.names) {
            let members: Vec<String> = machine
                .classes
                .lists
                .get(number)
                .iter()
                .map(|member| symbol_text(machine, *member))
                .collect();
            let name = list.map_or_else(|| number.to_string(), |id| machine.string(id).to_owned());
            out.line(&format!("<{name}> {}", members.join(", ")));
        }
    });
    out.part("automaton", |out| automaton(machine, out));
    let paths = paths(machine);
    out.part("patterns", |out| {
        for (number, (row, paths)) in machine.patterns.iter().zip(&paths).enumerate() {
            let not = if row.not { "not " } else { "" };
            let topic =
                name(machine, machine.topics.rows.get(row.topic.usize()).map(|row| row.name));
            let first = paths.first().map_or("", String::as_str);
            let mut text = format!("{number} {topic}: when {not}{first} strength {}", row.strength);
            if paths.len() > 1 {
                let _: std::fmt::Result = write!(text, " and {} more ways", paths.len() - 1);
            }
            out.line(&text);
        }
    });
    out.part("intents", |out| {
        let mut counts = vec![0_u32; machine.intents.len()];
        for row in 0..small(machine.model.features()) {
            for (intent, _) in machine.model.all_weights(row) {
                if let Some(count) = counts.get_mut(intent.usize()) {
                    *count += 1;
                }
            }
        }
        for ((name, bias), count) in machine.intents.iter().zip(&machine.model.biases).zip(counts) {
            let bias = machine.model.thousandths(*bias);
            out.line(&format!("{}: {count} weights, bias {bias}", machine.string(*name)));
        }
        let (features, total) = (machine.model.features(), machine.model.total());
        out.line(&format!("{features} features, {total} weights"));
    });
}

/// A symbol as messages show it, but for a class without a name, which is its number.
fn symbol_text(machine: &Machine, symbol: u32) -> String {
    if let Some(class) = machine.class_of(symbol)
        && machine.classes.names.get(class).is_none_or(Option::is_none)
    {
        return format!("<{class}>");
    }
    let mut text = String::new();
    machine.write_symbol(symbol, &mut text);
    text
}

/// By state: the state before it, and the symbol that leads from there.
fn parents(machine: &Machine) -> Vec<(usize, u32)> {
    let automaton = &machine.automaton;
    let mut parents = vec![(0, 0); automaton.gaps.len()];
    for symbol in 0..u32::try_from(machine.classes.symbols).unwrap_or(u32::MAX) {
        for (from, to) in automaton.edges.get(symbol) {
            let (from, to) = (usize::try_from(*from), usize::try_from(*to));
            if let Some(slot) = to.ok().and_then(|to| parents.get_mut(to)) {
                *slot = (from.unwrap_or(0), symbol);
            }
        }
    }
    parents
}

/// By pattern: the ways that lead to it.
fn paths(machine: &Machine) -> Vec<Vec<String>> {
    let automaton = &machine.automaton;
    let parents = parents(machine);
    let mut paths = vec![Vec::new(); machine.patterns.len()];
    for (state, number) in (1..automaton.gaps.len()).zip(1_u32..) {
        let outputs = automaton.outputs.get(number);
        if outputs.is_empty() {
            continue;
        }
        let (mut at, mut steps) = (state, Vec::new());
        while let (Some(&(parent, symbol)), true) = (parents.get(at), at > 0) {
            let mut step = symbol_text(machine, symbol);
            // What comes behind a last gap is of other patterns.
            if at != state {
                automaton.gaps.get(at).copied().unwrap_or_default().write(&mut step);
            }
            steps.push(step);
            at = parent;
        }
        steps.reverse();
        for pattern in outputs {
            if let Some(list) = paths.get_mut(pattern.usize()) {
                list.push(steps.join(" "));
            }
        }
    }
    paths
}

/// Each state: where it comes from, on which symbol, how it waits, and the patterns that end there.
fn automaton(machine: &Machine, out: &mut Lines) {
    let automaton = &machine.automaton;
    let parents = parents(machine);
    let states = parents.iter().zip(&automaton.gaps);
    for ((state, number), ((from, symbol), gap)) in
        (0..parents.len()).zip(0_u32..).zip(states).skip(1)
    {
        let mut text = format!("{state}: {from} {}", symbol_text(machine, *symbol));
        gap.write(&mut text);
        for pattern in automaton.outputs.get(number) {
            let _: std::fmt::Result = write!(text, " => {}", pattern.index());
        }
        out.line(&text);
    }
}

fn topics(machine: &Machine, out: &mut Lines) {
    let mut ways: Vec<Vec<String>> = vec![Vec::new(); machine.topic_count()];
    for (index, intent) in (0_u32..).zip(&machine.intents) {
        for (word, rows) in
            [("when", &machine.topics.by_intent), ("when not", &machine.topics.not_by_intent)]
        {
            for topic in rows.get(IntentId::new(index).index()) {
                if let Some(list) = ways.get_mut(topic.usize()) {
                    list.push(format!("{word} intent {}", machine.string(*intent)));
                }
            }
        }
    }
    for (row, ways) in machine.topics.rows.iter().zip(ways) {
        let kind = if row.menu { "menu" } else { "topic" };
        let department = row.department.map_or_else(String::new, |id| {
            format!(
                " department {}",
                name(machine, machine.departments.get(id.usize()).map(|row| row.name))
            )
        });
        out.line(&format!(
            "{kind} {} {}{department} @{}",
            machine.string(row.name),
            quoted(machine.string(row.title)),
            row.code
        ));
        out.within(|out| {
            for way in &ways {
                out.line(way);
            }
            trees::topic(machine, row, out);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{change, closed_day, offset, zone};
    use crate::calendar::Day;
    use crate::calendar::zone::{Change, Daylight, Zone};

    #[test]
    fn days_and_zones() {
        assert_eq!(closed_day(Day { year: None, month: 12, day: 25 }), "25 Dec");
        assert_eq!(closed_day(Day { year: Some(2027), month: 1, day: 2 }), "2 Jan 2027");
        assert_eq!(offset(-210), "-03:30");
        let begins = Change { month: 3, week: 2, weekday: 6, time: 120 };
        let ends = Change { month: 11, week: 5, weekday: 0, time: -60 };
        assert_eq!(change(ends), "last Mon of Nov at -01:00");
        let here =
            Zone::new(-300, Some(Daylight { offset: -240, begins, ends }), Vec::new()).unwrap();
        assert_eq!(
            zone(&here),
            "UTC-05:00, UTC-04:00 from the 2. Sun of Mar at 02:00 to the last Mon of Nov at -01:00"
        );
    }
}
