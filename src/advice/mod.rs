//! Advice that needs the machine: what patterns match and never match, and which examples the model takes for another intent's.
//!
//! Given only where a script has no error. What the words of examples alone tell is `check`'s.

mod cover;
mod matches;
mod mistaken;
mod shapes;

pub(crate) use mistaken::mistaken;

use std::collections::BTreeSet;

use crate::check::script::{Script, Way};
use crate::lower::Noted;
use crate::machine::Machine;
use crate::machine::id::TopicId;
use crate::problem::Problem;
use crate::span::Span;
use crate::syntax::tree::{Item, Name};

/// Where something was told of, with the other places that matter there.
pub(crate) fn places(told: &[Problem]) -> BTreeSet<Span> {
    told.iter().flat_map(|p| p.labels.iter().map(|(span, _)| *span).chain([p.span])).collect()
}

/// Advice on patterns, but for those that something was told of.
pub(crate) fn on_patterns(book: &Book<'_>, noted: &Noted, told: &BTreeSet<Span>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !noted.patterns.is_empty() {
        shapes::shapes(book.script, &noted.patterns, told, &mut problems);
        if let Ok(machine) = Machine::load(noted.untrained.clone()) {
            matches::matches(book, &noted.patterns, &machine, &mut problems);
        }
    }
    problems
}

/// The examples of a script with their places, and whom they lead to.
pub(crate) struct Book<'a> {
    script: &'a Script,
    /// By intent, as in the script.
    examples: Vec<&'a [Name]>,
    /// By intent: the topics it leads to, in order.
    leads: Vec<Vec<TopicId>>,
    /// By intent: the topics it keeps out, in order.
    keeps_out: Vec<Vec<TopicId>>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(items: &[&'a Item], script: &'a Script) -> Self {
        let shared = items.iter().filter_map(|item| match item {
            Item::Intent(_, examples) => Some(examples.as_slice()),
            _ => None,
        });
        let own = items.iter().filter_map(|item| match item {
            Item::Topic(topic) if !topic.examples.is_empty() => Some(topic.examples.as_slice()),
            _ => None,
        });
        let mut book = Self {
            script,
            examples: shared.chain(own).collect(),
            leads: vec![Vec::new(); script.intents.len()],
            keeps_out: vec![Vec::new(); script.intents.len()],
        };
        for (at, topic) in script.topics.iter().enumerate() {
            let lists = [(&topic.ways, &mut book.leads), (&topic.nots, &mut book.keeps_out)];
            for (ways, lists) in lists {
                for way in ways {
                    if let Way::Intent(id) = way
                        && let Some(list) = lists.get_mut(id.usize())
                    {
                        list.push(TopicId::at(at));
                    }
                }
            }
        }
        book
    }

    fn intent(&self, at: usize) -> &str {
        self.script.intents.get(at).map_or("", |intent| intent.name.as_str())
    }

    fn topic(&self, at: TopicId) -> &str {
        self.script.topics.get(at.usize()).map_or("", |topic| topic.name.as_str())
    }

    fn leads(&self, intent: usize) -> &[TopicId] {
        self.leads.get(intent).map_or(&[], Vec::as_slice)
    }
}
