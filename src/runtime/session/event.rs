//! What happened in a conversation, for reports: no message text unless the host asks for it.

use std::sync::Arc;

use super::distance::edits;
use super::offers::Offer;
use super::{Session, SessionTurn, Start};
use crate::machine::Machine;
use crate::machine::code::Outcome;
use crate::machine::id::{DepartmentId, TopicId};
use crate::runtime::place::hash64;
use crate::runtime::turn::Suggestion;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The turn in which it happened.
    pub turn: u32,
    /// When, in milliseconds since 1970-01-01 UTC, as the host says.
    pub at: Option<i64>,
    /// What.
    pub kind: EventKind,
}

/// What happened. `docs/events.md` describes each, and the JSON that they are written as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A conversation began.
    Started {
        /// The script's name.
        script: String,
        /// The script's version.
        version: u32,
        /// The host's own name for the conversation.
        id: Option<String>,
        /// The channel.
        channel: Option<String>,
        /// The customer's language.
        language: String,
        /// The topic that was entered at once.
        topic: Option<String>,
        /// Whether a customer walks alone.
        alone: bool,
    },
    /// An agent took the conversation; it has the agent's attention.
    Joined {
        /// The host's own name for the agent.
        agent: String,
    },
    /// The agent turned to something else.
    Left {
        /// The host's own name for the agent.
        agent: String,
    },
    /// The customer wrote.
    Received {
        /// How many characters.
        length: u32,
        /// What; only where the host asked for texts.
        text: Option<String>,
    },
    /// A fact got its value from a message.
    Filled {
        /// The fact.
        fact: String,
        /// Whether another value was known before.
        corrected: bool,
    },
    /// The host gave a fact a value.
    Set {
        /// The fact.
        fact: String,
        /// What; only where the host asked for texts.
        value: Option<String>,
    },
    /// Replies were suggested.
    Suggested {
        /// The suggestions, best first: id, topic and confidence in thousandths.
        suggestions: Vec<(Arc<str>, Arc<str>, u32)>,
    },
    /// The agent sent a suggestion.
    Accepted {
        /// The suggestion.
        id: Arc<str>,
        /// Characters that were inserted, removed or replaced before it was sent.
        edits: u32,
        /// Characters of what was sent.
        length: u32,
        /// What was sent; only where the host asked for texts.
        text: Option<String>,
    },
    /// The customer wrote again before any of these was sent.
    Ignored {
        /// The suggestions.
        ids: Vec<Arc<str>>,
    },
    /// A reply was sent to a customer who walks alone.
    Sent {
        /// The reply.
        id: Arc<str>,
    },
    /// A branch was taken.
    Chosen {
        /// The choice.
        id: Arc<str>,
    },
    /// Facts are asked for.
    Asked {
        /// The facts.
        facts: Vec<String>,
    },
    /// The conversation went to another topic in the middle of one, or came back.
    Switched {
        /// The topic it went to.
        topic: String,
        /// Whether it came back.
        back: bool,
    },
    /// What a customer wrote fitted nothing.
    NoMatch {
        /// How often in a row.
        count: u32,
    },
    /// A customer did not write for so long.
    Silence {
        /// Seconds.
        seconds: i64,
    },
    /// Another department has the conversation.
    HandedOff {
        /// The department.
        department: String,
        /// Who had it.
        from: Option<String>,
        /// The topic it was in.
        topic: Option<String>,
        /// Whether the agent did it, and not the script.
        by_hand: bool,
    },
    /// The department that has it now is closed.
    Deferred {
        /// The department.
        department: String,
        /// When it opens, in milliseconds since 1970-01-01 UTC.
        opens: Option<i64>,
    },
    /// The conversation has ended.
    Ended {
        /// How.
        outcome: Outcome,
    },
    /// It was taken back to an earlier turn.
    Undone {
        /// The turn.
        turn: u32,
    },
    /// It was restored from bytes.
    Restored {
        /// What the script no longer has.
        lost: Vec<String>,
    },
}

impl Session {
    /// What happened since this was asked last.
    pub fn events(&mut self) -> Vec<Event> {
        core::mem::take(&mut self.events)
    }

    /// An agent took the conversation, so that handle time and how many conversations an agent has at once can be counted.
    pub fn join(&mut self, agent: &str) {
        self.tell(EventKind::Joined { agent: agent.to_owned() });
    }

    /// The agent turned to something else.
    pub fn leave(&mut self, agent: &str) {
        self.tell(EventKind::Left { agent: agent.to_owned() });
    }

    pub(super) fn tell(&mut self, kind: EventKind) {
        let turn = self.first + u32::try_from(self.history.len()).unwrap_or(u32::MAX);
        self.events.push(Event { turn, at: self.state.now, kind });
    }

    pub(super) fn tell_start(&mut self, machine: &Machine, start: &Start) {
        self.tell(EventKind::Started {
            script: machine.name().to_owned(),
            version: machine.version(),
            id: start.id.clone(),
            channel: start.context.channel.clone(),
            language: machine.language_name(self.fixed.language).to_owned(),
            topic: start.topic.clone(),
            alone: start.alone,
        });
        for (row, held) in machine.facts.iter().zip(&*self.state.facts.clone()) {
            let fact = machine.string(row.name);
            if start.context.facts.iter().any(|(given, _)| given == fact) {
                let value = self.texts.then(|| held.said());
                self.tell(EventKind::Set { fact: fact.to_owned(), value });
            }
        }
        if let Some(agent) = &start.agent {
            self.join(agent);
        }
    }

    pub(super) fn tell_received(&mut self, message: &str) {
        if !self.offers.list.is_empty() && !self.state.alone {
            let ids = self.offers.list.iter().map(|offer| offer.id.clone()).collect();
            self.tell(EventKind::Ignored { ids });
        }
        let text = self.texts.then(|| message.to_owned());
        self.tell(EventKind::Received { length: characters(message), text });
    }

    pub(super) fn tell_accepted(&mut self, offer: &Offer, sent: &str) {
        self.tell(EventKind::Accepted {
            id: offer.id.clone(),
            edits: edits(self.offers.text(offer), sent),
            length: characters(sent),
            text: self.texts.then(|| sent.to_owned()),
        });
    }

    pub(super) fn tell_switch(&mut self, machine: &Machine, topic: TopicId, back: bool) {
        let topic = machine.topic_name(topic).to_owned();
        self.tell(EventKind::Switched { topic, back });
    }

    pub(super) fn tell_handoff(
        &mut self,
        machine: &Machine,
        department: DepartmentId,
        from: Option<DepartmentId>,
        by_hand: bool,
    ) {
        let Some(row) = machine.departments.get(department.usize()) else { return };
        let name = machine.string(row.name).to_owned();
        let topic = self.state.walked.last().map(|topic| machine.topic_name(*topic).to_owned());
        let from = from.and_then(|id| machine.departments.get(id.usize()));
        let from = from.map(|row| machine.string(row.name).to_owned());
        self.tell(EventKind::HandedOff { department: name.clone(), from, topic, by_hand });
        let now = self.state.now;
        if let Some(now) = now.filter(|now| !row.schedule.is_open(*now)) {
            let opens = row.schedule.next_opening(now);
            self.tell(EventKind::Deferred { department: name, opens });
        }
    }

    /// What a turn offers and asks, where it is not what the one before did.
    pub(super) fn tell_turn(&mut self, out: &SessionTurn<'_>) {
        let all = |hash: u64, text: &str| hash.rotate_left(5) ^ hash64(text);
        let suggestions = out.turn.suggestions.iter().fold(0, |hash, s| all(hash, &s.id));
        let asks = out.turn.asks.iter().fold(0, |hash, ask| all(hash, ask.fact));
        let before = core::mem::replace(&mut self.told, (suggestions, asks));
        if suggestions != 0 && !self.state.alone && suggestions != before.0 {
            // The way to where the tree stands has the name as it is kept.
            let own = |name: &str| out.crumbs.iter().find(|crumb| *crumb.id == *name);
            let topic =
                |name: &str| own(name).map_or_else(|| name.into(), |crumb| crumb.id.clone());
            let row = |s: &Suggestion<'_>| (s.id.clone(), topic(s.topic), s.confidence.value());
            let suggestions = out.turn.suggestions.iter().map(row).collect();
            self.tell(EventKind::Suggested { suggestions });
        }
        if asks != 0 && asks != before.1 {
            let facts = out.turn.asks.iter().map(|ask| ask.fact.to_owned()).collect();
            self.tell(EventKind::Asked { facts });
        }
    }
}

fn characters(text: &str) -> u32 {
    crate::text::length::characters(text)
}
