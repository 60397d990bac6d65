//! What of a script its tests reach.

use std::collections::BTreeMap;

use super::Trials;
use super::reached::Reached;
use crate::check::script::{self, Guards, Piece, Statement, StatementKind, Target, Text, Way};
use crate::check::statements;
use crate::machine::id::IntentId;
use crate::runtime::{Context, Suggester};
use crate::span::Span;

/// What tests reach of a script, topic by topic in the order declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Topics and menus.
    pub topics: Vec<Topic>,
}

/// What tests reach of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its heading.
    pub span: Span,
    /// How often it was walked in.
    pub entered: u32,
    /// Its replies, steps and other lines, in the order written.
    pub lines: Vec<Line>,
    /// Its choices, in the order written.
    pub choices: Vec<Choice>,
    /// What stands behind guards.
    pub guards: Vec<Guard>,
    /// Examples that lead to it, those of shared intents too.
    pub examples: Vec<Example>,
}

/// A line of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: LineKind,
    /// How often it was shown, or come to.
    pub times: u32,
}

/// What a line of a topic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A reply: it counts where it was suggested, or said.
    Reply,
    /// A step or a note: it counts where it was shown.
    Step,
    /// A hand-off or an end.
    Leave,
    /// Anything else that is walked over: it counts for the lines of a report alone.
    Other,
}

/// A branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its line.
    pub span: Span,
    /// What people choose; holes are `{…}`.
    pub label: String,
    /// How often it was offered.
    pub offered: u32,
    /// How often it was taken.
    pub taken: u32,
}

/// Something that is only there while its guards hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The line with the guards.
    pub span: Span,
    /// How often they held.
    pub held: u32,
    /// How often they did not.
    pub not: u32,
}

/// An example of what customers write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it says.
    pub text: String,
    /// The topic that it leads to first, as a message.
    pub leads_to: Option<String>,
    /// Whether that is where it belongs.
    pub fits: bool,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// So many are reached.
    pub reached: usize,
    /// So many there are.
    pub all: usize,
}

impl Tally {
    fn of(all: impl Iterator<Item = bool>) -> Self {
        let mut tally = Self::default();
        for reached in all {
            tally.all += 1;
            tally.reached += usize::from(reached);
        }
        tally
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { reached: self.reached + other.reached, all: self.all + other.all }
    }

    /// Thousandths, rounded down: all of it is 1000, and of nothing all is reached.
    pub fn thousandths(self) -> usize {
        (self.reached * 1000).checked_div(self.all).unwrap_or(1000)
    }
}

impl Topic {
    /// Whether it was walked in.
    pub fn tally(&self) -> Tally {
        Tally::of([self.entered > 0].into_iter())
    }

    /// Lines of a kind.
    pub fn lines_of(&self, kind: LineKind) -> Tally {
        Tally::of(self.lines.iter().filter(|line| line.kind == kind).map(|line| line.times > 0))
    }

    /// Choices that were offered.
    pub fn offered(&self) -> Tally {
        Tally::of(self.choices.iter().map(|choice| choice.offered > 0))
    }

    /// Choices that were taken.
    pub fn taken(&self) -> Tally {
        Tally::of(self.choices.iter().map(|choice| choice.taken > 0))
    }

    /// Ways of guards: each has two.
    pub fn guard_ways(&self) -> Tally {
        Tally::of(self.guards.iter().flat_map(|guard| [guard.held > 0, guard.not > 0]))
    }

    /// Examples that lead where they belong.
    pub fn examples_fit(&self) -> Tally {
        Tally::of(self.examples.iter().map(|example| example.fits))
    }

    /// The whole: the topic, its replies, steps, hand-offs and ends, and its choices taken.
    pub fn total(&self) -> Tally {
        let kinds = [LineKind::Reply, LineKind::Step, LineKind::Leave];
        let lines = kinds.into_iter().map(|kind| self.lines_of(kind));
        lines.fold(self.tally().and(self.taken()), Tally::and)
    }
}

impl Coverage {
    /// A tally of all topics together.
    pub fn sum(&self, of: impl Fn(&Topic) -> Tally) -> Tally {
        self.topics.iter().map(of).fold(Tally::default(), Tally::and)
    }
}

/// Looks up each part of the script in what was reached; its examples only with what can try them.
pub(super) fn coverage(
    trials: &Trials<'_>,
    suggester: Option<&mut Suggester>,
    reached: &Reached,
) -> Coverage {
    let mut leads = suggester.map(|suggester| Leads { trials, suggester, known: BTreeMap::new() });
    let topics = trials.script.topics.iter();
    Coverage { topics: topics.map(|row| topic(leads.as_mut(), row, reached)).collect() }
}

fn times(counts: &BTreeMap<Span, u32>, span: Span) -> u32 {
    counts.get(&span).copied().unwrap_or(0)
}

fn topic(leads: Option<&mut Leads<'_, '_>>, row: &script::Topic, reached: &Reached) -> Topic {
    let mut out = Topic {
        name: row.name.clone(),
        span: row.span,
        entered: times(&reached.topics, row.span),
        lines: Vec::new(),
        choices: Vec::new(),
        guards: Vec::new(),
        examples: Vec::new(),
    };
    for statement in statements(&row.body) {
        out.statement(statement, reached);
    }
    let Some(leads) = leads else { return out };
    for way in &row.ways {
        if let Way::Intent(id) = way {
            out.examples.extend(leads.examples(*id, row));
        }
    }
    out
}

impl Topic {
    fn statement(&mut self, statement: &Statement, reached: &Reached) {
        let span = statement.span;
        let come_to = times(&reached.statements, span);
        let mut line = |span, kind, times| self.lines.push(Line { span, kind, times });
        match &statement.kind {
            StatementKind::Replies(replies) => {
                for reply in replies {
                    line(reply.span, LineKind::Reply, times(&reached.replies, reply.span));
                }
                for reply in replies {
                    self.guard(&reply.guards, reply.span, reached);
                }
            }
            StatementKind::Choices(choices) => {
                for choice in choices {
                    self.guard(&choice.guards, choice.span, reached);
                    self.choices.push(Choice {
                        span: choice.span,
                        label: label(&choice.label),
                        offered: times(&reached.shown, choice.span),
                        taken: times(&reached.taken, choice.span),
                    });
                }
            }
            StatementKind::Step(guards, _) | StatementKind::Note(guards, _) => {
                line(span, LineKind::Step, times(&reached.shown, span));
                self.guard(guards, span, reached);
            }
            StatementKind::Goto(Target::Handoff(..) | Target::End(_)) => {
                line(span, LineKind::Leave, come_to);
            }
            StatementKind::Need(_)
            | StatementKind::Goto(Target::Topic(_))
            | StatementKind::Call(_)
            | StatementKind::Return
            | StatementKind::Do(..)
            | StatementKind::Set(..) => line(span, LineKind::Other, come_to),
        }
    }

    fn guard(&mut self, guards: &Guards, span: Span, reached: &Reached) {
        let any = !guards.conditions.is_empty()
            || !guards.channels.is_empty()
            || !guards.languages.is_empty()
            || guards.from.is_some()
            || guards.until.is_some()
            || guards.once;
        if any {
            let (held, not) = reached.guards.get(&span).copied().unwrap_or_default();
            self.guards.push(Guard { span, held, not });
        }
    }
}

/// A label as people know it; what a hole shows depends on the conversation.
fn label(text: &Text) -> String {
    let pieces = text.pieces.iter().map(|piece| match piece {
        Piece::Literal(words) => words.as_str(),
        Piece::Hole(..) | Piece::If(..) | Piece::Plural(..) => "{…}",
    });
    pieces.collect::<String>().trim().to_owned()
}

/// Where examples lead as messages.
struct Leads<'t, 's> {
    trials: &'t Trials<'s>,
    suggester: &'t mut Suggester,
    /// The topic of each example of an intent that was tried.
    known: BTreeMap<IntentId, Vec<Option<String>>>,
}

impl Leads<'_, '_> {
    fn examples(&mut self, id: IntentId, topic: &script::Topic) -> Vec<Example> {
        let Some(intent) = self.trials.script.intents.get(id.usize()) else { return Vec::new() };
        if !self.known.contains_key(&id) {
            let led = intent.examples.iter().map(|text| self.lead(text)).collect();
            self.known.insert(id, led);
        }
        let led = self.known.get(&id).map(Vec::as_slice).unwrap_or_default();
        let pairs = intent.examples.iter().zip(led);
        pairs
            .map(|(text, led)| Example {
                text: text.clone(),
                leads_to: led.clone(),
                fits: led.as_ref().is_some_and(|led| *led == topic.name || self.shares(led, id)),
            })
            .collect()
    }

    /// Whether a topic has a way in by an intent.
    fn shares(&self, name: &str, id: IntentId) -> bool {
        let topics = &self.trials.script.topics;
        topics.iter().any(|topic| topic.name == name && topic.ways.contains(&Way::Intent(id)))
    }

    /// The topic that a message leads to first.
    fn lead(&mut self, text: &str) -> Option<String> {
        let context = Context { limit: 1, ..Context::default() };
        let turn = self.suggester.suggest(&self.trials.machine, text, &context).ok()?;
        turn.topic.map(str::to_owned)
    }
}
