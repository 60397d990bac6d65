//! What stands outside of topics: channels, departments, facts, words, intents.

use super::{Change, Changes, Subject};
use crate::calendar::hours::{Interval, Schedule};
use crate::check::say::{self, Say};
use crate::check::script::{Channel, Fact, FactKind, Intent, Prefer, Script};
use crate::syntax::tree::Like;

/// What changed.
pub(super) fn changes(old: &Script, new: &Script) -> Vec<Change> {
    let mut out = Changes::default();
    let names = |script: &Script| {
        script
            .languages
            .iter()
            .map(|language| language.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    out.both(Subject::Script, "", &old.name, &new.name);
    out.both(Subject::Version, "", &old.version.to_string(), &new.version.to_string());
    let pack = |script: &Script| {
        script.pack.as_ref().map_or_else(|| "none".into(), |pack| pack.value.clone())
    };
    out.both(Subject::Pack, "", &pack(old), &pack(new));
    let threshold = |script: &Script| {
        script.threshold.map_or_else(|| "none".into(), |percent| format!("{percent}%"))
    };
    out.both(Subject::Threshold, "", &threshold(old), &threshold(new));
    out.both(Subject::Languages, "", &names(old), &names(new));
    named(&mut out, Subject::Channel, &old.channels, &new.channels, |c| &c.name, channel);
    named(
        &mut out,
        Subject::Department,
        &old.departments,
        &new.departments,
        |d| &d.name,
        |d| d.title.clone(),
    );
    for (old, new) in in_both(&old.departments, &new.departments, |department| &department.name) {
        let (was, is) = (hours(&old.schedule), hours(&new.schedule));
        if was == is && old.schedule.zone != new.schedule.zone {
            let zone = |schedule: &Schedule| {
                format!("{was} (clock of another place: {})", offset(schedule))
            };
            out.both(Subject::Hours, &new.name, &zone(&old.schedule), &zone(&new.schedule));
        }
        out.both(Subject::Hours, &new.name, &was, &is);
    }
    for name in all(&old.facts, &new.facts, |fact| &fact.name) {
        let said = |script: &Script| {
            let found = script.facts.iter().find(|fact| fact.name == *name);
            found.map(|found| fact(script, found))
        };
        let (was, is) = (said(old), said(new));
        if was != is {
            out.add(Subject::Fact, name, was, is);
        }
    }
    for name in all(&old.facts, &new.facts, |fact| &fact.name) {
        let question = |script: &Script| {
            let fact = script.facts.iter().find(|fact| fact.name == *name);
            fact.and_then(|fact| fact.ask.as_ref()).map(|ask| Say(script).text(ask))
        };
        let (was, is) = (question(old), question(new));
        if was != is {
            out.add(Subject::Question, &format!("fact/{name}"), was, is);
        }
    }
    for name in all(&old.lists, &new.lists, |list| &list.name) {
        let members = |script: &Script| {
            let list = script.lists.iter().find(|list| list.name == *name);
            list.map(|list| list.members.clone()).unwrap_or_default()
        };
        out.sets(Subject::Words, name, &members(old), &members(new));
    }
    // A topic's own examples are told with the topic.
    let shared = |script: &Script| -> Vec<Intent> {
        script.intents.iter().filter(|intent| intent.shared).cloned().collect()
    };
    let (was, is) = (shared(old), shared(new));
    for name in all(&was, &is, |intent| &intent.name) {
        let examples = |intents: &[Intent]| {
            let intent = intents.iter().find(|intent| intent.name == *name);
            intent.map(|intent| intent.examples.clone()).unwrap_or_default()
        };
        out.sets(Subject::Intent, name, &examples(&was), &examples(&is));
    }
    let prefers = |script: &Script| -> Vec<String> {
        script.prefers.iter().map(|rule| prefer(script, rule)).collect()
    };
    out.sets(Subject::Prefer, "", &prefers(old), &prefers(new));
    out.0
}

/// Things with names: those that came, those that went, and what became of the others.
fn named<'s, T>(
    out: &mut Changes,
    subject: Subject,
    old: &'s [T],
    new: &'s [T],
    name: impl Fn(&'s T) -> &'s String,
    said: impl Fn(&T) -> String,
) {
    for was in old {
        if new.iter().all(|is| name(is) != name(was)) {
            out.add(subject, name(was), Some(said(was)), None);
        }
    }
    for is in new {
        match old.iter().find(|was| name(was) == name(is)) {
            Some(was) => out.both(subject, name(is), &said(was), &said(is)),
            None => out.add(subject, name(is), None, Some(said(is))),
        }
    }
}

fn in_both<'s, T>(
    old: &'s [T],
    new: &'s [T],
    name: impl Fn(&'s T) -> &'s String + Copy,
) -> Vec<(&'s T, &'s T)> {
    let find = |is: &'s T| old.iter().find(|was| name(was) == name(is));
    new.iter().filter_map(|is| find(is).map(|was| (was, is))).collect()
}

/// The names of both, each once, those of the new one first.
fn all<'s, T>(old: &'s [T], new: &'s [T], name: impl Fn(&'s T) -> &'s String) -> Vec<&'s String> {
    let mut out: Vec<&String> = new.iter().map(&name).collect();
    let known: std::collections::HashSet<&String> = out.iter().copied().collect();
    out.extend(old.iter().map(&name).filter(|name| !known.contains(name)));
    out
}

fn channel(channel: &Channel) -> String {
    let mut words: Vec<String> =
        channel.limit.map(|limit| format!("limit {limit}")).into_iter().collect();
    for (is, word) in [
        (channel.weighted, "weighted"),
        (channel.public, "public"),
        (channel.buttons, "buttons"),
        (channel.split, "split"),
    ] {
        if is {
            words.push(word.to_owned());
        }
    }
    if words.is_empty() { "no limit".to_owned() } else { words.join(" ") }
}

/// The options of a fact; a word list in its brackets.
fn options(script: &Script, fact: &Fact) -> String {
    let lists = fact.lists.iter().copied().chain(std::iter::repeat(None));
    let shown = fact.kind.options().iter().zip(lists).map(|(option, list)| {
        match list.and_then(|id| script.lists.get(id.usize())) {
            Some(list) => format!("<{}>", list.name),
            None => option.clone(),
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn fact(script: &Script, fact: &Fact) -> String {
    let mut out = match &fact.kind {
        FactKind::Text => "text".to_owned(),
        FactKind::Number => "number".to_owned(),
        FactKind::YesNo => "yes/no".to_owned(),
        FactKind::Date => "date".to_owned(),
        FactKind::Time => "time".to_owned(),
        FactKind::Money => "money".to_owned(),
        FactKind::Email => "email".to_owned(),
        FactKind::Phone => "phone".to_owned(),
        FactKind::Link => "link".to_owned(),
        FactKind::OneOf(_) => format!("one of {}", options(script, fact)),
        FactKind::SomeOf(_) => format!("list of one of {}", options(script, fact)),
        FactKind::List => "list".to_owned(),
    };
    if let Some(pattern) = &fact.like {
        out.push_str(" like ");
        like(pattern, &mut out);
    }
    if fact.secret {
        out.push_str(" secret");
    }
    if let Some(default) = &fact.default {
        out.push_str(" = ");
        out.push_str(&Say(script).expr(default));
    }
    out
}

fn like(pattern: &Like, out: &mut String) {
    match pattern {
        Like::Char(c) => {
            if "()[]{}*+?|\\.".contains(*c) {
                out.push('\\');
            }
            out.push(*c);
        }
        Like::Class { ranges, negated } => {
            out.push_str(if *negated { "[^" } else { "[" });
            for (first, last) in ranges {
                out.push(*first);
                if first != last {
                    out.push('-');
                    out.push(*last);
                }
            }
            out.push(']');
        }
        Like::Sequence(parts) => parts.iter().for_each(|part| like(part, out)),
        Like::Either(branches) => {
            for (at, branch) in branches.iter().enumerate() {
                out.push(if at == 0 { '(' } else { '|' });
                like(branch, out);
            }
            out.push(')');
        }
        Like::Repeat { inner, min, max } => {
            let grouped = matches!(**inner, Like::Sequence(_));
            out.push_str(if grouped { "(" } else { "" });
            like(inner, out);
            out.push_str(if grouped { ")" } else { "" });
            match (min, max) {
                (0, Some(1)) => out.push('?'),
                (0, None) => out.push('*'),
                (1, None) => out.push('+'),
                (min, None) => out.push_str(&format!("{{{min},}}")),
                (min, Some(max)) if min == max => out.push_str(&format!("{{{min}}}")),
                (min, Some(max)) => out.push_str(&format!("{{{min},{max}}}")),
            }
        }
    }
}

fn prefer(script: &Script, rule: &Prefer) -> String {
    let say = Say(script);
    let mut out = say.channel(rule.channel).to_owned();
    if !rule.topics.is_empty() {
        let topics: Vec<&str> = rule.topics.iter().map(|topic| say.topic(*topic)).collect();
        out.push_str(&format!(" for {}", topics.join(", ")));
    }
    if let Some(condition) = &rule.condition {
        out.push_str(&format!(" if {}", say.expr(condition)));
    }
    out
}

/// `Mon-Fri 08:00-20:00, Sat 09:00-13:00; closed 25 Dec`
pub(super) fn hours(schedule: &Schedule) -> String {
    let mut out = if schedule.hours.is_empty() {
        "always open".to_owned()
    } else {
        let days: Vec<String> = (0..7).map(|weekday| times(&schedule.hours, weekday)).collect();
        let mut parts = Vec::new();
        let mut first = 0;
        for run in days.chunk_by(|a, b| a == b) {
            let last = first + run.len() - 1;
            let times = run.first().map_or("", String::as_str);
            if !times.is_empty() {
                let day = |at: usize| DAYS.get(at).copied().unwrap_or("");
                let days = if last > first {
                    format!("{}-{}", day(first), day(last))
                } else {
                    day(first).to_owned()
                };
                parts.push(format!("{days} {times}"));
            }
            first = last + 1;
        }
        parts.join(", ")
    };
    if !schedule.closed.is_empty() {
        let mut days: Vec<String> = schedule
            .closed
            .iter()
            .map(|day| match day.year {
                Some(year) => format!("{year:04}-{:02}-{:02}", day.month, day.day),
                None => {
                    let month = MONTHS.get(usize::from(day.month).saturating_sub(1));
                    format!("{} {}", day.day, month.copied().unwrap_or(""))
                }
            })
            .collect();
        days.dedup();
        out.push_str(&format!("; closed {}", days.join(", ")));
    }
    out
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn times(hours: &[Interval], weekday: u8) -> String {
    let mut times: Vec<(u16, u16)> =
        hours.iter().filter(|i| i.weekday == weekday).map(|i| (i.from, i.to)).collect();
    times.sort_unstable();
    times.dedup();
    let times: Vec<String> = times
        .into_iter()
        .map(|(from, to)| format!("{}-{}", say::clock(from), say::clock(to)))
        .collect();
    times.join(", ")
}

/// How far a zone is ahead of UTC in winter, and whether it has a summer time.
fn offset(schedule: &Schedule) -> String {
    let minutes = schedule.zone.standard();
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    let summer = if schedule.zone.daylight().is_some() { " with summer time" } else { "" };
    format!("UTC{sign}{:02}:{:02}{summer}", minutes / 60, minutes % 60)
}
