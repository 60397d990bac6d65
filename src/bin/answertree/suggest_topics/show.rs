//! Groups for people at a terminal, and as JSON.

use answertree::groups::Group;
use serde_json::{Value, json};

use super::Report;
use crate::args::SuggestTopics;
use crate::output::{BOLD, DIM, GOOD, count, put, tame};

/// Characters of a message that are shown: two lines or so.
const MOST_SHOWN: usize = 150;

pub(super) fn pretty(report: &Report, args: &SuggestTopics) -> String {
    let mut out = String::new();
    let groups = &report.groups.groups;
    let all = count(report.messages, "message");
    put(&mut out, format_args!("{BOLD}{all}{BOLD:#}"));
    if let Some(answered) = report.answered {
        put(&mut out, format_args!(", {answered} of them answered"));
    }
    let others = report.groups.messages - report.groups.grouped;
    put(
        &mut out,
        format_args!(
            "; {} in {}, {others} in none\n",
            report.groups.grouped,
            count(groups.len(), "group")
        ),
    );
    let shown = usize::try_from(args.show).unwrap_or(usize::MAX);
    for (number, group) in (1..).zip(groups.iter().take(shown)) {
        self::group(&mut out, report, number, group);
    }
    let rest = groups.get(shown..).unwrap_or(&[]);
    if !rest.is_empty() {
        let messages: usize = rest.iter().map(|group| group.messages).sum();
        let (groups, messages) = (count(rest.len(), "group"), count(messages, "message"));
        put(
            &mut out,
            format_args!("\n{DIM}and {groups} more with {messages}; `--show` shows more{DIM:#}\n"),
        );
    }
    out
}

fn group(out: &mut String, report: &Report, number: usize, group: &Group) {
    let name = if group.name.is_empty() { "(no words)" } else { &group.name };
    let share = percent(group.messages, report.messages);
    put(
        out,
        format_args!(
            "\n{number}. {BOLD}{}{BOLD:#}  {}, {share}; {}\n",
            line(name),
            count(group.messages, "message"),
            certain(group.sure)
        ),
    );
    let words: Vec<String> = group.words.iter().map(|word| line(word)).collect();
    put(out, format_args!("   {DIM}words:{DIM:#} {}\n", words.join(", ")));
    if let Some(closest) = &group.closest {
        let closest = line(&closest.to_string());
        put(out, format_args!("   {DIM}closest topic:{DIM:#} {closest}\n"));
    }
    for message in &group.central {
        put(out, format_args!("   - {}\n", cut(&line(message))));
    }
}

/// How sure a group is, coloured where that is much.
fn certain(sure: u32) -> String {
    let percent = (sure + 5) / 10;
    if sure >= 800 {
        format!("{GOOD}{percent} % sure{GOOD:#}")
    } else {
        format!("{percent} % sure")
    }
}

/// All of it in a line.
pub(super) fn json(report: &Report) -> String {
    let groups: Vec<Value> =
        report.groups.groups.iter().map(|group| of_group(report, group)).collect();
    let all = json!({
        "messages": report.messages,
        "answered": report.answered,
        "grouped": report.groups.grouped,
        "in_no_group": report.groups.messages - report.groups.grouped,
        "left_out": report.left_out,
        "groups": groups,
    });
    format!("{all}\n")
}

fn of_group(report: &Report, group: &Group) -> Value {
    let closest = group.closest.as_ref().map(|closest| {
        json!({
            "topic": closest.topic,
            "confidence": thousandths(closest.sure),
            "messages": closest.messages,
        })
    });
    json!({
        "name": group.name,
        "messages": group.messages,
        "different": group.different,
        "share": share(group.messages, report.messages),
        "sure": thousandths(group.sure),
        "alike": thousandths(group.alike),
        "words": group.words,
        "central": group.central,
        "examples": group.examples,
        "closest": closest,
    })
}

fn thousandths(n: u32) -> f64 {
    f64::from(n) / 1_000.0
}

/// A share with six places.
fn share(part: usize, of: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    (number(part) / number(of).max(1.0) * 1e6).round() / 1e6
}

fn percent(part: usize, of: usize) -> String {
    format!("{:.1} %", share(part, of) * 100.0)
}

/// The beginning of what is long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("").trim_end()),
        None => text.to_owned(),
    }
}

/// A text in one line.
fn line(text: &str) -> String {
    tame(text).replace(['\n', '\t'], " ")
}
