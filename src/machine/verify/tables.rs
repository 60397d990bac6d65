//! Whether the ids in a machine's tables are entries of the tables that they belong to.

use crate::machine::Machine;
use crate::machine::format::Section;
use crate::machine::id::{DepartmentId, StringId, TopicId};
use crate::machine::limits::MAX_TOPICS;
use crate::machine::tables::{MAX_GAP, Rows, TopicRow};

/// The first section in which something is no entry of another, or not where it belongs.
pub(super) fn broken(machine: &Machine) -> Option<Section> {
    let tables = Tables { machine };
    let sections = [
        (Section::Meta, tables.meta()),
        (Section::Channels, machine.channels.iter().all(|row| tables.string(row.name))),
        (
            Section::Departments,
            machine
                .departments
                .iter()
                .all(|row| tables.string(row.name) && tables.string(row.title)),
        ),
        (
            Section::Facts,
            machine.facts.iter().all(|row| {
                tables.string(row.name)
                    && row
                        .options
                        .iter()
                        .chain(row.synonyms.iter().flatten())
                        .all(|text| tables.string(*text))
            }),
        ),
        (Section::Classes, tables.classes()),
        (Section::Automaton, tables.automaton()),
        (Section::Patterns, machine.patterns.iter().all(|row| tables.topic(row.topic))),
        (Section::Intents, machine.intents.iter().all(|name| tables.string(*name))),
        (Section::Model, machine.model.is_whole(machine.intents.len())),
        (Section::Topics, tables.topics()),
        (Section::Prefers, tables.prefers()),
        (
            Section::Tests,
            machine.tests.iter().all(|row| tables.string(row.name) && tables.string(row.lines)),
        ),
    ];
    sections.into_iter().find(|(_, holds)| !holds).map(|(section, _)| section)
}

struct Tables<'m> {
    machine: &'m Machine,
}

impl Tables<'_> {
    fn string(&self, id: StringId) -> bool {
        id.usize() < self.machine.string_count()
    }

    fn topic(&self, id: TopicId) -> bool {
        id.usize() < self.machine.topic_count()
    }

    fn department(&self, id: DepartmentId) -> bool {
        id.usize() < self.machine.departments.len()
    }

    fn meta(&self) -> bool {
        let languages = &self.machine.languages;
        self.string(self.machine.name)
            && !languages.is_empty()
            && languages.iter().all(|row| self.string(row.name))
            && self.machine.commands.iter().flatten().all(|word| self.string(*word))
            && self.machine.speech.languages.iter().all(|name| self.string(*name))
            && self.machine.speech.is_whole(self.machine.bytes(), self.machine.intents.len())
    }

    fn classes(&self) -> bool {
        let classes = &self.machine.classes;
        classes.names.iter().flatten().all(|name| self.string(*name))
            && all(&classes.lists, classes.names.len(), |id| self.machine.class_of(*id).is_none())
    }

    fn automaton(&self) -> bool {
        let automaton = &self.machine.automaton;
        let patterns = self.machine.patterns.len();
        is_whole(&automaton.edges)
            && automaton.gaps.iter().all(|gap| gap.most().is_none_or(|most| most <= MAX_GAP))
            && all(&automaton.edges, self.machine.classes.symbols, |(from, to)| from < to)
            && all(&automaton.outputs, automaton.gaps.len(), |id| id.usize() < patterns)
    }

    fn topics(&self) -> bool {
        let topics = &self.machine.topics;
        let fits = |row: &TopicRow| {
            self.string(row.name)
                && self.string(row.title)
                && row.department.is_none_or(|id| self.department(id))
        };
        topics.rows.len() <= MAX_TOPICS
            && self.machine.intents.len() <= MAX_TOPICS * 2
            && topics.rows.iter().all(fits)
            && is_whole(&topics.by_intent)
            && is_whole(&topics.not_by_intent)
            && usize::try_from(topics.code_end).is_ok_and(|end| end == self.machine.code_end())
    }

    fn prefers(&self) -> bool {
        let channels = self.machine.channels.len();
        self.machine.prefers.iter().all(|row| {
            row.channel.usize() < channels && row.topics.iter().all(|topic| self.topic(*topic))
        })
    }
}

/// Whether something holds for every item of so many rows.
fn all<T: Copy + Default>(rows: &Rows<T>, count: usize, holds: impl Fn(&T) -> bool) -> bool {
    (0..).take(count).all(|row| rows.get(row).iter().all(&holds))
}

/// Whether every item is in a row.
fn is_whole<T: Copy + Default>(rows: &Rows<T>) -> bool {
    rows.total() == rows.reached()
}
