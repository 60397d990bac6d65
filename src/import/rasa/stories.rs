//! Rules and stories of Rasa: which action follows which intent.

use super::{Answer, Rasa, text};
use crate::import::draft::Draft;
use crate::import::told::{Loss, Place, shown};
use crate::import::yaml::Node;

impl Rasa {
    /// Reads `rules` or `stories`. What follows an intent at once answers it; rules go before stories, and the first before the others.
    pub(super) fn stories(&mut self, draft: &mut Draft, stories: &Node, is_rule: bool) {
        for story in stories.items() {
            let steps = story.get("steps").map_or(&[][..], |steps| steps.items());
            let mut intents: Vec<String> = Vec::new();
            let mut actions: Vec<String> = Vec::new();
            let mut place = Place::line(story.line);
            for step in steps {
                if let Some(action) = text(step.get("action")) {
                    if !matches!(action, "action_listen" | "action_restart") {
                        actions.push(action.to_owned());
                    }
                    continue;
                }
                let said = intents_of(step);
                if !said.is_empty() {
                    self.follows(draft, &intents, &actions, &place, is_rule);
                    (intents, actions) = (said, Vec::new());
                    place = Place::line(step.line);
                    continue;
                }
                let key = step.entries().next().map_or("…", |(key, _)| key);
                // What a slot was set to is known from elsewhere, and where stories join is nothing to say.
                if !matches!(key, "slot_was_set" | "checkpoint" | "…") {
                    let why = format!("`{}` in a story has no place in a script", shown(key));
                    draft.teller.tell(&Place::line(step.line), Loss::NoPlace, why);
                }
            }
            self.follows(draft, &intents, &actions, &place, is_rule);
        }
    }

    fn follows(
        &mut self,
        draft: &mut Draft,
        intents: &[String],
        actions: &[String],
        place: &Place,
        is_rule: bool,
    ) {
        if actions.is_empty() {
            return;
        }
        for intent in intents {
            let answer =
                || Answer { place: draft.teller.here(place), is_rule, actions: actions.to_vec() };
            match self.answers.get(intent) {
                None => {
                    let answer = answer();
                    self.answers.insert(intent.clone(), answer);
                }
                Some(before) if before.actions == actions => {}
                Some(before) => {
                    let wins = is_rule && !before.is_rule;
                    let (lost, at) = if wins {
                        (before.actions.join("`, `"), before.place.clone())
                    } else {
                        (actions.join("`, `"), place.clone())
                    };
                    let why = format!(
                        "`{}` is answered otherwise elsewhere; `{}` is left out here",
                        shown(intent),
                        shown(&lost)
                    );
                    let answer = answer();
                    draft.teller.tell(&at, Loss::NoPlace, why);
                    if wins {
                        self.answers.insert(intent.clone(), answer);
                    }
                }
            }
        }
    }
}

/// The intents of a step: `intent: a`, or `or:` with several.
fn intents_of(step: &Node) -> Vec<String> {
    let one = |node: &Node| text(node.get("intent")).map(str::to_owned);
    match one(step) {
        Some(intent) => vec![intent],
        None => {
            let either = step.get("or").map_or(&[][..], |list| list.items());
            either.iter().filter_map(|node| one(node)).collect()
        }
    }
}
