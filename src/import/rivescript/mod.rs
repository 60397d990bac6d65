//! `RiveScript`: triggers with replies.

mod build;
mod lines;
mod reply;
mod trigger;

use std::collections::BTreeMap;

use self::lines::{Command, commands};
use super::draft::Draft;
use super::told::{Loss, Place, shown};

/// A trigger with all that stands under it.
#[derive(Debug)]
struct Trigger {
    line: u64,
    text: String,
    /// What was said before, where that matters.
    previous: Option<(u64, String)>,
    replies: Vec<(u64, String)>,
    conditions: Vec<(u64, String)>,
    redirect: Option<(u64, String)>,
}

/// What a brain declares.
#[derive(Debug, Default)]
struct Brain {
    triggers: Vec<Trigger>,
    /// Values of the bot's variables.
    vars: BTreeMap<String, String>,
    /// Words by the names of arrays.
    arrays: BTreeMap<String, Vec<String>>,
}

/// Triggers become topics, replies their wordings, arrays word lists.
pub(super) fn read(draft: &mut Draft, text: &str) {
    let mut brain = Brain::default();
    let mut skipped: Option<String> = None;
    for command in commands(text) {
        let place = Place::line(command.line);
        if let Some(label) = &skipped {
            if command.mark == '<' && command.text.split_whitespace().next() == Some(label) {
                skipped = None;
            }
            continue;
        }
        match command.mark {
            '!' => brain.definition(draft, &command),
            '>' => {
                let mut words = command.text.split_whitespace();
                match words.next().unwrap_or("") {
                    "topic" => {
                        let name = words.next().unwrap_or("");
                        let why = format!("what is in the topic `{}` fits everywhere", shown(name));
                        draft.teller.tell(&place, Loss::NoPlace, why);
                    }
                    label => {
                        let why = format!("`> {}` has no place in a script", shown(&command.text));
                        draft.teller.tell(&place, Loss::NoPlace, why);
                        skipped = Some(label.to_owned());
                    }
                }
            }
            '<' => {}
            '+' => brain.triggers.push(Trigger {
                line: command.line,
                text: command.text,
                previous: None,
                replies: Vec::new(),
                conditions: Vec::new(),
                redirect: None,
            }),
            mark => {
                let Some(trigger) = brain.triggers.last_mut() else {
                    let why = format!("`{mark}` stands under no trigger");
                    draft.teller.tell(&place, Loss::Broken, why);
                    continue;
                };
                let said = (command.line, command.text);
                match mark {
                    '-' => trigger.replies.push(said),
                    '*' => trigger.conditions.push(said),
                    '@' => trigger.redirect = Some(said),
                    '%' => trigger.previous = Some(said),
                    _ => {
                        let why = format!("no line begins with `{mark}`");
                        draft.teller.tell(&place, Loss::Broken, why);
                    }
                }
            }
        }
    }
    build::build(draft, &brain);
}

impl Brain {
    /// `! array colours = red green blue`.
    fn definition(&mut self, draft: &mut Draft, command: &Command) {
        let place = Place::line(command.line);
        let (head, value) = command.text.split_once('=').unwrap_or((&command.text, ""));
        let (kind, name) = head.trim().split_once(char::is_whitespace).unwrap_or((head.trim(), ""));
        let (name, value) = (name.trim(), value.trim());
        match kind {
            "version" => {}
            "local" if name == "concat" => {}
            "var" => {
                self.vars.insert(name.to_owned(), value.to_owned());
            }
            "array" => {
                let members: Vec<String> = value.lines().flat_map(lines::members).collect();
                for member in &members {
                    draft.member(name, member, &place);
                }
                self.arrays.insert(name.to_owned(), members);
            }
            _ => {
                let why = format!("`! {}` has no place in a script", shown(&command.text));
                draft.teller.tell(&place, Loss::NoPlace, why);
            }
        }
    }
}
