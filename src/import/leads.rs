//! Where choices and `->` lead: names and messages to the ids of topics.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Body, MOST, Target};
use super::told::{Loss, Place, Teller, shown};
use super::words::one_line;
use crate::text::fold::folded;

/// Where names and messages lead.
pub(super) struct Targets<'a> {
    pub(super) ids: &'a BTreeMap<String, String>,
    pub(super) messages: &'a BTreeMap<String, String>,
}

impl Targets<'_> {
    /// Gives all that leads somewhere the id of where it leads.
    pub(super) fn find(&self, body: &mut Body, place: &Place, teller: &mut Teller) {
        if body.left_out > 0 {
            let why =
                format!("{} replies or choices are more than {MOST}, and left out", body.left_out);
            teller.tell(place, Loss::TooLong, why);
        }
        if let Some((target, place)) = body.goto.take() {
            body.goto = self.id(&target, &place, teller).map(|id| (Target::Id(id), place));
        }
        body.choices.retain(|choice| {
            if choice.label.is_empty() {
                teller.tell(&choice.place, Loss::Empty, "a choice has no words");
            }
            !choice.label.is_empty()
        });
        for choice in &mut body.choices {
            if let Some(target) = choice.target.take() {
                choice.target = self.id(&target, &choice.place, teller).map(Target::Id);
            }
            self.find(&mut choice.body, &choice.place, teller);
        }
    }

    fn id(&self, target: &Target, place: &Place, teller: &mut Teller) -> Option<String> {
        let (found, text) = match target {
            Target::Topic(name) => (self.ids.get(name.trim()), name),
            Target::Message(text) => (self.messages.get(&folded(&one_line(text))), text),
            Target::Id(id) => return Some(id.clone()),
        };
        if found.is_none() {
            teller.tell(place, Loss::Nowhere, format!("`{}` leads to no topic", shown(text)));
        }
        found.cloned()
    }
}

/// The topics whose `->` closes a circle in which nobody is asked anything.
pub(super) fn circles(
    gotos: &BTreeMap<String, (String, Place)>,
    teller: &mut Teller,
) -> BTreeSet<String> {
    let mut cut = BTreeSet::new();
    let mut done = BTreeSet::new();
    for start in gotos.keys() {
        let mut way = BTreeSet::new();
        let mut at = start;
        while !done.contains(at) && way.insert(at.clone()) {
            let Some((to, place)) = gotos.get(at) else { break };
            if way.contains(to) {
                teller.tell(place, Loss::Circle, format!("`-> {to}` would go round for ever"));
                cut.insert(at.clone());
                break;
            }
            at = to;
        }
        done.extend(way);
    }
    cut
}
