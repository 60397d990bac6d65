//! `answertree diff`.

use std::path::Path;

use answertree::author::changed;
use answertree::changes::{Change, Group, Subject, changes};
use answertree::check::script::Script;

use crate::args::Diff;
use crate::check::analysed;
use crate::files;
use crate::output::{BAD, BOLD, DIM, Done, End, Failure, GOOD, Output, count, put, tame};

pub(crate) fn run(args: &Diff, output: Output) -> Done<End> {
    if files::is_stdin(&args.old) && files::is_stdin(&args.new) {
        return Err(Failure::new("only one of the two can be the standard input"));
    }
    let (old, new) = (script(&args.old, output)?, script(&args.new, output)?);
    let groups = changes(&old, &new);
    let text = if args.json {
        format!("{}\n", changed(&groups))
    } else if args.markdown {
        markdown(&groups)
    } else {
        plain(&groups)
    };
    output.print(&text)?;
    Ok(if groups.is_empty() { End::Fine } else { End::Problems })
}

/// What is compared must be a script: one with errors says nothing that can be relied on.
fn script(path: &Path, output: Output) -> Done<Script> {
    analysed(&files::script(path)?, output).ok_or_else(|| {
        Failure::new(format!("{} has errors, so it cannot be compared", files::named(path)))
    })
}

/// `3 topics: 1 added, 2 changed; 7 changes in all`
fn sum(groups: &[Group]) -> String {
    let of = |group: &&Group, old: bool, new: bool| {
        group.changes.iter().any(|change| {
            change.subject == Subject::Topic
                && (change.old.is_some(), change.new.is_some()) == (old, new)
        })
    };
    let topics: Vec<&Group> = groups.iter().filter(|group| !group.topic.is_empty()).collect();
    let added = topics.iter().filter(|group| of(group, false, true)).count();
    let removed = topics.iter().filter(|group| of(group, true, false)).count();
    let parts: Vec<String> =
        [(added, "added"), (removed, "removed"), (topics.len() - added - removed, "changed")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{} {word}", count(n, "topic")))
            .collect();
    let all = count(groups.iter().map(|group| group.changes.len()).sum(), "change");
    if parts.is_empty() { all } else { format!("{all}; {}", parts.join(", ")) }
}

fn heading(group: &Group) -> String {
    if group.topic.is_empty() {
        "The script".to_owned()
    } else {
        format!("{}: {}", group.topic, group.title)
    }
}

/// What a change is of: its subject, and the name where that says more than the heading.
fn about(group: &Group, change: &Change) -> String {
    let word = change.subject.word();
    if change.name.is_empty() || change.name == group.topic {
        word.to_owned()
    } else {
        format!("{word} {}", change.name)
    }
}

fn plain(groups: &[Group]) -> String {
    let mut out = String::new();
    for group in groups {
        put(&mut out, format_args!("{BOLD}{}{BOLD:#}\n", tame(&heading(group)).replace('\n', " ")));
        for change in &group.changes {
            let (sign, color) = match (&change.old, &change.new) {
                (None, _) => ('+', GOOD),
                (_, None) => ('-', BAD),
                _ => ('~', DIM),
            };
            let about = about(group, change);
            match (&change.old, &change.new) {
                (Some(old), Some(new)) => {
                    put(&mut out, format_args!("  {color}{sign}{color:#} {about}\n"));
                    quoted(&mut out, '-', BAD, old);
                    quoted(&mut out, '+', GOOD, new);
                }
                (text, None) | (None, text) => {
                    let text = text.as_deref().unwrap_or("");
                    let text = tame(text).replace('\n', "\n      ");
                    let text = format!("{sign} {about}  {text}");
                    put(&mut out, format_args!("  {color}{}{color:#}\n", text.trim_end()));
                }
            }
        }
        out.push('\n');
    }
    let sum = if groups.is_empty() { "nothing changed".to_owned() } else { sum(groups) };
    put(&mut out, format_args!("{sum}\n"));
    out
}

fn quoted(out: &mut String, sign: char, color: anstyle::Style, text: &str) {
    for line in tame(text).split('\n') {
        put(out, format_args!("      {color}{}{color:#}\n", format!("{sign} {line}").trim_end()));
    }
}

/// For reviews: a heading a topic, each change an item, texts in fences, where no mark of theirs means anything.
fn markdown(groups: &[Group]) -> String {
    if groups.is_empty() {
        return "Nothing changed for the people who use the script.\n".to_owned();
    }
    let mut out = format!("{}.\n", sum(groups));
    for group in groups {
        put(&mut out, format_args!("\n### {}\n\n", escaped(&heading(group))));
        for change in &group.changes {
            let verb = match (&change.old, &change.new) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            };
            put(&mut out, format_args!("- {} {verb}\n", escaped(&about(group, change))));
            let old = change.old.iter().map(|text| ('-', text));
            let texts: Vec<(char, &String)> =
                old.chain(change.new.iter().map(|text| ('+', text))).collect();
            if texts.iter().all(|(_, text)| text.is_empty()) {
                continue;
            }
            let fence = fence(texts.iter().map(|(_, text)| text.as_str()));
            put(&mut out, format_args!("  {fence}diff\n"));
            for (sign, text) in texts {
                for line in tame(text).split('\n') {
                    put(&mut out, format_args!("  {}\n", format!("{sign} {line}").trim_end()));
                }
            }
            put(&mut out, format_args!("  {fence}\n"));
        }
    }
    out
}

/// A fence longer than any run of backticks within.
fn fence<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let longest = |text: &str| text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(texts.map(longest).max().unwrap_or(0).max(2) + 1)
}

/// Text in which no mark of Markdown or HTML means anything.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in tame(text).chars() {
        match c {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|'
            | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}
