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
    place: Place,
    text: String,
    /// What was said before, where that matters.
    previous: Option<(Place, String)>,
    replies: Vec<(Place, String)>,
    conditions: Vec<(Place, String)>,
    redirect: Option<(Place, String)>,
}

/// What a brain is made of, however many files it has: what one declares is known in all.
#[derive(Debug, Default)]
pub(super) struct Brain {
    triggers: Vec<Trigger>,
    /// Values of the bot's variables.
    vars: BTreeMap<String, String>,
    /// Words by the names of arrays.
    arrays: BTreeMap<String, Vec<String>>,
}

/// Reads a file of a brain.
pub(super) fn read(draft: &mut Draft, brain: &mut Brain, text: &str) {
    let mut skipped: Option<String> = None;
    for command in commands(text) {
        let place = draft.teller.here(&Place::line(command.line));
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
                place,
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
                let said = (place.clone(), command.text);
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
}

impl Brain {
    pub(super) fn is_empty(&self) -> bool {
        self.triggers.is_empty()
    }

    /// Triggers become topics, replies their wordings.
    pub(super) fn finish(&self, draft: &mut Draft) {
        build::build(draft, self);
    }

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
