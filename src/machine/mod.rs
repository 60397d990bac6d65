//! The machine: the binary format, its verifier, and reading it.
//!
//! A [`Machine`] exists only where [`Machine::load`] accepted the bytes, whoever made them: the compiler and a host go
//! through the same gate. After it nothing panics, loops for ever or reads out of bounds. Invariants:
//!
//! - M1: every string is UTF-8 and every reference to one is an entry of the table; so for every other id.
//! - M2: the trees' code keeps V1 to V4 of the verifier.
//! - M3: the automaton is a trie: a state's parent comes before it, so a walk over it ends.
//! - M4: tables are flat: loading allocates a fixed number of arrays, however many topics there are.
//!
//! `docs/machine.md` describes the bytes. This module knows nothing of scripts, messages or hosts.

pub(crate) mod code;
pub(crate) mod cursor;
pub mod dfa;
mod error;
pub mod format;
pub mod id;
pub mod limits;
#[cfg(feature = "compile")]
pub mod listing;
pub(crate) mod names;
pub(crate) mod tables;
pub(crate) mod verify;
#[cfg(feature = "compile")]
pub(crate) mod write;

use code::{Bounds, Reader};
use cursor::{Cursor, Read};
use format::{Layout, Section};
use id::{StringId, TopicId, WordId};
use names::{Slots, Strings};
use tables::{
    Automaton, ChannelRow, Classes, DepartmentRow, FactRow, LanguageRow, PatternRow,
    Posting, PreferRow, Rows, TestRow, Topics,
};

pub use code::Outcome;
pub use error::MachineError;
pub use tables::Kind;

/// A compiled script, checked and ready to run; it never changes.
///
/// ```
/// use answertree::machine::{Machine, MachineError};
/// assert_eq!(Machine::load(b"nonsense".to_vec()).map(|_| ()), Err(MachineError::NotAMachine));
/// ```
#[derive(Clone, Debug)]
pub struct Machine {
    bytes: Vec<u8>,
    layout: Layout,
    bounds: Bounds,
    strings: Strings,
    name: StringId,
    version: u32,
    pub(crate) languages: Vec<LanguageRow>,
    pub(crate) channels: Vec<ChannelRow>,
    pub(crate) departments: Vec<DepartmentRow>,
    pub(crate) facts: Vec<FactRow>,
    words: Strings,
    word_slots: Slots,
    pub(crate) rarity: Vec<u8>,
    pub(crate) classes: Classes,
    pub(crate) automaton: Automaton,
    pub(crate) patterns: Vec<PatternRow>,
    pub(crate) intents: Vec<StringId>,
    pub(crate) postings: Rows<Posting>,
    pub(crate) topics: Topics,
    topic_slots: Slots,
    /// Topics that a condition leads to.
    pub(crate) conditional: Vec<TopicId>,
    pub(crate) prefers: Vec<PreferRow>,
    tests: Vec<TestRow>,
}

impl Machine {
    /// Checks `bytes` and makes them ready to run.
    ///
    /// # Errors
    /// Where they are not a machine, are damaged, or were written for another version of the engine.
    pub fn load(bytes: Vec<u8>) -> Result<Self, MachineError> {
        let layout = Layout::read(&bytes)?;
        let sections = Sections { bytes: &bytes, layout: &layout };
        let strings = sections.read(Section::Strings, tables::strings)?;
        let n = strings.len();
        let (name, version, languages) = sections.read(Section::Meta, |c| tables::meta(c, n))?;
        let channels = sections.read(Section::Channels, |c| tables::channels(c, n))?;
        let departments = sections.read(Section::Departments, |c| tables::departments(c, n))?;
        let facts = sections.read(Section::Facts, |c| tables::facts(c, n))?;
        let (words, word_slots, rarity) = sections.read(Section::Words, tables::words)?;
        let classes = sections.read(Section::Classes, |c| tables::classes(c, words.len()))?;
        let intents = sections.read(Section::Intents, |c| tables::intents(c, n))?;
        let postings = sections
            .read(Section::Postings, |c| tables::postings(c, words.len(), intents.len()))?;
        let code_len = sections.bytes(Section::Code).len();
        let mut topics = sections.read(Section::Topics, |c| {
            tables::topics(c, n, departments.len(), intents.len(), code_len)
        })?;
        let patterns =
            sections.read(Section::Patterns, |c| tables::patterns(c, n, topics.rows.len()))?;
        let automaton = sections
            .read(Section::Automaton, |c| tables::automaton(c, classes.symbols, patterns.len()))?;
        let prefers = sections
            .read(Section::Prefers, |c| tables::prefers(c, channels.len(), topics.rows.len()))?;
        let tests = sections.read(Section::Tests, |c| tables::tests(c, n))?;
        let bounds = Bounds {
            strings: n,
            languages: languages.len(),
            channels: channels.len(),
            departments: departments.len(),
            facts: facts.len(),
            topics: topics.rows.len(),
        };
        let code = sections.bytes(Section::Code);
        let malformed = |b: cursor::Broken| sections.malformed(Section::Code, b);
        verify_shared(code, bounds, &facts, &prefers).map_err(malformed)?;
        let mut conditional = Vec::new();
        verify_topics(code, bounds, &mut topics, &mut conditional).map_err(malformed)?;
        let names = |i: u32| {
            let row = topics.rows.get(usize::try_from(i).ok()?)?;
            strings.get(row.name.index())
        };
        let topic_slots = Slots::new(topics.rows.len(), names).ok_or(MachineError::Malformed {
            section: Section::Topics.name(),
            at: 0,
            what: "two topics of one name",
        })?;
        Ok(Self {
            layout,
            bounds,
            strings,
            name,
            version,
            languages,
            channels,
            departments,
            facts,
            words,
            word_slots,
            rarity,
            classes,
            automaton,
            patterns,
            intents,
            postings,
            topics,
            topic_slots,
            conditional,
            prefers,
            tests,
            bytes,
        })
    }

    /// The script's name.
    pub fn name(&self) -> &str {
        self.string(self.name)
    }

    /// The script's version.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The bytes it was loaded from.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The names of the script's languages, its own first.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|row| self.string(row.name))
    }

    /// The names of the script's facts.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(|row| self.string(row.name))
    }

    /// The number of topics and menus.
    pub fn topic_count(&self) -> usize {
        self.topics.rows.len()
    }

    /// The tests of the script: a name and its lines.
    pub fn tests(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tests.iter().map(|row| (self.string(row.name), self.string(row.lines)))
    }

    /// How many bytes each section takes.
    pub fn sections(&self) -> impl Iterator<Item = (Section, usize)> {
        Section::ALL.into_iter().map(|section| {
            let (start, end) = self.layout.range(section);
            (section, end - start)
        })
    }

    #[inline]
    pub(crate) fn string(&self, id: StringId) -> &str {
        self.strings.get(id.index()).unwrap_or("")
    }

    #[inline]
    pub(crate) fn word(&self, text: &str) -> Option<WordId> {
        self.word_slots.find(text, |i| self.words.get(i)).map(WordId::new)
    }

    pub(crate) fn word_text(&self, id: WordId) -> &str {
        self.words.get(id.index()).unwrap_or("")
    }

    pub(crate) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The symbol of a stem with this text.
    pub(crate) fn stem(&self, text: &str) -> Option<u32> {
        let stem = self.classes.stem_slots.find(text, |i| self.classes.stems.get(i))?;
        Some(stem + u32::try_from(self.words.len()).unwrap_or(u32::MAX))
    }

    /// The topic of this name.
    pub(crate) fn topic_named(&self, name: &str) -> Option<TopicId> {
        let names = |i: u32| {
            let row = self.topics.rows.get(usize::try_from(i).ok()?)?;
            self.strings.get(row.name.index())
        };
        self.topic_slots.find(name, names).map(TopicId::new)
    }

    /// A reader at a place in the code, with strings counted from `base`.
    pub(crate) fn reader(&self, at: u32, base: u32) -> Reader<'_> {
        let code = self.layout.bytes(Section::Code, &self.bytes);
        Reader::new(code, usize::try_from(at).unwrap_or(usize::MAX), base, self.bounds)
    }

}

/// The sections while they are read.
struct Sections<'a> {
    bytes: &'a [u8],
    layout: &'a Layout,
}

impl<'a> Sections<'a> {
    fn bytes(&self, section: Section) -> &'a [u8] {
        self.layout.bytes(section, self.bytes)
    }

    fn read<T>(
        &self,
        section: Section,
        read: impl FnOnce(&mut Cursor<'a>) -> Read<T>,
    ) -> Result<T, MachineError> {
        let mut cursor = Cursor::new(self.bytes(section));
        read(&mut cursor)
            .and_then(|value| cursor.end("bytes behind the last entry").map(|()| value))
            .map_err(|broken| self.malformed(section, broken))
    }

    #[expect(clippy::unused_self, reason = "reads as part of the sections")]
    fn malformed(&self, section: Section, broken: cursor::Broken) -> MachineError {
        MachineError::Malformed { section: section.name(), at: broken.at, what: broken.what }
    }
}

/// Checks the code of facts and preferred channels, wherever it stands.
fn verify_shared(
    code: &[u8],
    bounds: Bounds,
    facts: &[FactRow],
    prefers: &[PreferRow],
) -> Read<()> {
    let at =
        |place: u32| Reader::new(code, usize::try_from(place).unwrap_or(usize::MAX), 0, bounds);
    for fact in facts {
        if let Some(place) = fact.default {
            verify::expression(&mut at(place))?;
        }
        if let Some(place) = fact.ask {
            verify::text(&mut at(place), 0)?;
        }
    }
    for prefer in prefers {
        if let Some(place) = prefer.condition {
            verify::expression(&mut at(place))?;
        }
    }
    Ok(())
}

/// Checks each topic's code (V4) and notes where its parts are.
fn verify_topics(
    code: &[u8],
    bounds: Bounds,
    topics: &mut Topics,
    conditional: &mut Vec<TopicId>,
) -> Read<()> {
    let end = u32::try_from(code.len()).unwrap_or(u32::MAX);
    let mut ends = topics.rows.iter().skip(1).map(|row| row.code).collect::<Vec<_>>();
    ends.push(end);
    for (index, (row, end)) in topics.rows.iter_mut().zip(ends).enumerate() {
        let start = usize::try_from(row.code).unwrap_or(usize::MAX);
        let mut reader = Reader::new(code, start, row.base, bounds);
        let leads = reader.count()?;
        for _ in 0..leads {
            verify::expression(&mut reader)?;
        }
        for _ in 0..reader.count()? {
            verify::expression(&mut reader)?;
        }
        row.body = u32::try_from(reader.at()).unwrap_or(u32::MAX);
        verify::body(&mut reader, 0)?;
        row.handlers = u32::try_from(reader.at()).unwrap_or(u32::MAX);
        verify::handlers(&mut reader)?;
        if u32::try_from(reader.at()) != Ok(end) {
            return Err(reader.cursor().broken("topic with another length"));
        }
        row.conditional = leads > 0;
        if row.conditional {
            conditional.push(TopicId::at(index));
        }
    }
    Ok(())
}
