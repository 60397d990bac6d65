//! What can be done next.

use super::instrument::read;
use super::state::{At, Move};
use super::told::{label, switch_label};
use super::walk::Walker;
use crate::runtime::SuggestionKind;
use crate::syntax::tree::Event as Occasion;

impl Walker<'_, '_> {
    /// Everything that can be done.
    pub(super) fn moves(&self, at: &At<'_>) -> Vec<Move> {
        let turn = &at.turn.turn;
        let mut moves = Vec::new();
        if !at.turn.open || at.turn.turn.truncated {
            return moves;
        }
        if !at.stood {
            let replies = (1..).zip(&turn.suggestions);
            for (number, suggestion) in replies.filter(|(_, s)| s.kind == SuggestionKind::Reply) {
                moves.push(Move::Accept { id: suggestion.id.to_string(), number });
            }
            let numbered = turn.choices.iter().all(|choice| choice.key.is_none());
            for (at_choice, choice) in turn.choices.iter().enumerate() {
                let label = label(turn, at_choice, |id| self.looker.own_id(id));
                let id = choice.id.to_string();
                moves.push(if at.turn.alone {
                    let written = match choice.key {
                        Some(key) => key.to_owned(),
                        None if numbered => (at_choice + 1).to_string(),
                        None => choice.label.to_string(),
                    };
                    // A hole that shows nothing is not written, and a message is one line of a test.
                    let text = read(&written).0.replace(char::is_control, " ");
                    Move::Write { id, label, text }
                } else {
                    Move::Choose { id, label }
                });
            }
            for ask in &turn.asks {
                self.answers(ask.fact, &mut moves);
            }
            for (number, switch) in at.turn.switches.iter().enumerate() {
                let label = switch_label(&at.turn, number);
                moves.push(Move::Switch { id: switch.id.to_string(), label });
            }
        }
        if at.turn.alone {
            self.asides(at, &mut moves);
        }
        moves
    }

    /// Every value that makes a difference; of a fact on which nothing depends, one.
    fn answers(&self, name: &str, moves: &mut Vec<Move>) {
        let facts = self.script.facts.iter().zip(&self.starts.values);
        let Some((at, (_, values))) = facts.enumerate().find(|(_, (fact, _))| fact.name == name)
        else {
            return;
        };
        let most = if self.starts.decides(at) { values.len() } else { 1 };
        for value in values.iter().take(most) {
            moves.push(Move::Answer { fact: name.to_owned(), value: value.clone() });
        }
    }

    /// What fits nothing, and silence, as far as any menu says what then.
    fn asides(&self, at: &At<'_>, moves: &mut Vec<Move>) {
        let handlers = || self.script.topics.iter().flat_map(|topic| &topic.handlers);
        let misses = handlers().filter_map(|handler| match handler.event {
            Occasion::NoMatch(count) => Some(count),
            Occasion::Silence(_) => None,
        });
        // The third in a row hands over where no menu says anything.
        if at.misses < misses.max().unwrap_or(0).max(3) && at.silence == 0 {
            moves.push(Move::Miss);
        }
        let silences = handlers().filter_map(|handler| match handler.event {
            Occasion::Silence(seconds) => Some(i64::from(seconds)),
            Occasion::NoMatch(_) => None,
        });
        if at.misses == 0
            && let Some(next) = silences.filter(|s| *s > at.silence).min()
        {
            moves.push(Move::Wait(next));
        }
    }
}
