//! Where a customer goes who does not stay: another topic, by what they write, and the commands of one who walks alone.

use super::Progress;
use super::starts::is_entrance;
use super::state::{At, Move};
use super::walk::Walker;
use crate::check::script::{Script, Way};
use crate::machine::{COMMANDS, Machine};
use crate::runtime::{Context, Suggester};

/// A message that leads to a topic.
#[derive(Clone, Debug)]
pub(super) struct Meant {
    topic: String,
    text: String,
}

/// For each topic with examples the first of them that leads there, and that a test can write.
pub(super) fn meant(script: &Script, machine: &Machine, suggester: &mut Suggester) -> Vec<Meant> {
    let channel = script.channels.first().map(|channel| channel.name.clone());
    let context = Context { channel, limit: 1, ..Context::default() };
    let mut found = Vec::new();
    for topic in script.topics.iter().filter(|topic| is_entrance(topic)) {
        let intents = topic.ways.iter().filter_map(|way| match way {
            Way::Intent(id) => script.intents.get(id.usize()),
            _ => None,
        });
        let odd = |c: char| c.is_control() || c == '\\';
        let mut examples = intents.flat_map(|intent| &intent.examples);
        let leads = |text: &&String| {
            let turn = suggester.suggest(machine, text, &context);
            !text.contains(odd) && turn.is_ok_and(|turn| turn.topic == Some(topic.name.as_str()))
        };
        found.extend(
            examples
                .find(leads)
                .map(|text| Meant { topic: topic.name.clone(), text: text.trim().to_owned() }),
        );
    }
    found
}

impl<'m> Walker<'_, 'm> {
    /// Keeps a place from where a customer can go elsewhere. From conversations that are not plain that matters only where a
    /// condition counts visits: all else that it reads was given.
    pub(super) fn keep(&mut self, at: At<'m>) {
        let root = self.nodes.get(at.node).and_then(|node| self.roots.get(node.root));
        let plain = root.is_some_and(|root| root.settings.is_empty());
        let counts = !self.visited.is_empty();
        let most = if counts { 2 } else { 1 };
        if (plain || counts) && at.went < most && at.turn.turn.handoff.is_none() {
            self.elsewhere.insert((at.steps, at.node), at);
        }
    }

    /// Goes elsewhere from the places that were kept, and on from there, short ways first.
    pub(super) fn go_elsewhere(
        &mut self,
        until: usize,
        different: usize,
        told: &mut dyn FnMut(Progress),
    ) {
        loop {
            told(Progress { turns: self.turns, budget: self.budget, different });
            let kept = self.elsewhere.first_key_value().map(|((steps, _), _)| *steps);
            if let Some(next) = self.queue.front()
                && kept.is_none_or(|kept| next.steps <= kept)
            {
                let Some(next) = self.queue.pop_front() else { return };
                if !self.walk_on(next, until) {
                    return;
                }
                continue;
            }
            let Some((key, at)) = self.elsewhere.pop_first() else { return };
            for step in self.ways_out(&at) {
                if self.turns >= until {
                    self.elsewhere.insert(key, at);
                    self.later.append(&mut self.queue);
                    return;
                }
                self.go(&at, step);
            }
        }
    }

    /// The commands, and messages that mean a topic which is not open.
    fn ways_out(&self, at: &At<'_>) -> Vec<Move> {
        let mut moves = Vec::new();
        if at.turn.alone && at.turn.open {
            self.commands(at, &mut moves);
        }
        for row in &self.meant {
            if at.turn.crumbs.iter().all(|crumb| *crumb.id != *row.topic) {
                moves.push(Move::Mean { text: row.text.clone() });
            }
        }
        moves
    }

    /// The first word of each command; `0` where it is one.
    fn commands(&self, at: &At<'_>, moves: &mut Vec<Move>) {
        let turn = &at.turn.turn;
        for (number, name) in COMMANDS.iter().enumerate() {
            let zero = number == 0
                && turn.asks.is_empty()
                && turn.choices.iter().all(|choice| choice.key != Some("0"));
            let word = if zero { Some("0") } else { self.machine.command(number).next() };
            let is_there = *name != "menu" || self.script.topics.iter().any(|topic| topic.menu);
            moves.extend(word.filter(|_| is_there).map(|word| Move::Say(word.to_owned())));
        }
    }
}
