//! Groups as a script that an author goes on with.

use std::fmt::Write as _;

use super::{Group, Groups};
use crate::syntax;
use crate::writing::lines::{escaped, example, title};
use crate::writing::names::{Sort, Taken, name_of};

/// A topic for each group that has an example.
pub(super) fn script(groups: &Groups, taken: &[&str]) -> String {
    let mut names = Taken::default();
    for name in taken {
        names.free(name, Sort::Topic);
    }
    let mut out = String::new();
    for group in groups.groups.iter().filter(|group| !group.examples.is_empty()) {
        let id = names.free(&name_of(&group.name, Sort::Topic), Sort::Topic);
        topic(&mut out, group, &id);
    }
    syntax::format(&out)
}

fn topic(out: &mut String, group: &Group, id: &str) {
    let messages = if group.messages == 1 {
        "1 message".to_owned()
    } else {
        format!("{} messages", group.messages)
    };
    line(out, format_args!("# {messages}; {} % sure", (group.sure + 5) / 10));
    if let Some(closest) = &group.closest {
        line(out, format_args!("# Closest topic: {closest}"));
    }
    let title = title(&capital(&group.name));
    if title.is_empty() {
        line(out, format_args!("== {id}"));
    } else {
        line(out, format_args!("== {id}: {title}"));
    }
    for text in &group.examples {
        line(out, format_args!("- {}", example(text)));
    }
    let what = if title.is_empty() { id.to_owned() } else { capital(&group.name) };
    line(out, format_args!("> \\[Reply: {}]\n", escaped(&what, "{}")));
}

/// Writing to a text cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _: std::fmt::Result = writeln!(out, "{text}");
}

/// With a capital first.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
