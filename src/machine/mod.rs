//! The machine: the binary format, its verifier, and reading it.
//!
//! A [`Machine`] exists only where [`Machine::load`] accepted the bytes, whoever made them: the compiler and a host go
//! through the same gate. After it nothing panics, loops for ever or reads out of bounds. Invariants:
//!
//! - M1: tables are flat: loading allocates a fixed number of arrays, however many topics there are, and none is longer than
//!   the bytes it is read from allow.
//! - M2: words and stems are UTF-8, and each is found in a few steps.
//! - M3: texts and the trees' code are read in place. What cannot be read there is empty or an end.
//! - M4: nothing relies on more: an id that is no entry of its table finds nothing. [`Machine::verify`] tells tools whether all is
//!   as the compiler writes it.
//!
//! `docs/machine.md` describes the bytes. This module knows nothing of scripts, messages or hosts.

pub(crate) mod code;
pub mod dfa;
mod error;
pub mod format;
pub mod id;
pub mod limits;
#[cfg(feature = "compile")]
pub mod listing;
pub mod model;
pub(crate) mod speech;
pub(crate) mod tables;
pub(crate) mod texts;
#[cfg(feature = "compile")]
mod verify;

use std::sync::Arc;

use code::Reader;
use format::{Layout, Section};
use id::{ChannelId, DepartmentId, FactId, LanguageId, StringId, TopicId, WordId};
use limits::MAX_MESSAGE_BYTES;
use model::Model;
use speech::Speech;
use tables::{
    Automaton, ChannelRow, Classes, DepartmentRow, FactRow, LanguageRow, Meta, PatternRow,
    PreferRow, TestRow, Topics, channel,
};
use texts::Texts;

use crate::bytes::cursor::Cursor;
use crate::bytes::names::{Slots, Strings};
use crate::calendar::zone::Zone;
use crate::pack::Pack;

pub use code::Outcome;
pub use error::MachineError;
pub use tables::Kind;

/// What a customer who walks alone can say, in the order of a machine: to reach a person, to hear it again, to go back, and to
/// go to the menu. A script's lists of words with these names say how.
pub const COMMANDS: [&str; 4] = ["person", "repeat", "back", "menu"];

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
    strings: Texts,
    name: StringId,
    version: u32,
    threshold: u16,
    pub(crate) languages: Vec<LanguageRow>,
    /// The words of each command of customers who walk alone.
    pub(crate) commands: Vec<Vec<StringId>>,
    /// Small talk and other languages.
    pub(crate) speech: Speech,
    pub(crate) channels: Vec<ChannelRow>,
    pub(crate) departments: Vec<DepartmentRow>,
    pub(crate) facts: Vec<FactRow>,
    words: Strings,
    word_slots: Slots,
    pub(crate) classes: Classes,
    pub(crate) automaton: Automaton,
    pub(crate) patterns: Vec<PatternRow>,
    pub(crate) intents: Vec<StringId>,
    pub(crate) model: Model,
    /// The language pack that the model was trained with.
    pub(crate) pack: Option<Arc<Pack>>,
    pub(crate) topics: Topics,
    pub(crate) prefers: Vec<PreferRow>,
    tests: Vec<TestRow>,
}

impl Machine {
    /// Checks `bytes` and makes them ready to run.
    ///
    /// # Errors
    /// Where they are not a machine, are damaged, or were written for another version of the engine; or where the machine needs a
    /// language pack.
    pub fn load(bytes: Vec<u8>) -> Result<Self, MachineError> {
        Self::load_with(bytes, None)
    }

    /// Checks `bytes` and makes them ready to run, with a language pack where the machine needs it.
    ///
    /// # Errors
    /// Where they are not a machine, are damaged, or were written for another version of the engine; or where the machine needs
    /// another pack.
    pub fn load_with(bytes: Vec<u8>, pack: Option<&Arc<Pack>>) -> Result<Self, MachineError> {
        let layout = Layout::read(&bytes)?;
        let mut loader = Loader::new(&bytes, &layout);
        let strings = Texts::read(loader.enter(Section::Strings));
        let Meta { name, version, threshold, languages, commands, speech } =
            tables::meta(loader.enter(Section::Meta), &bytes);
        let channels = tables::channels(loader.enter(Section::Channels));
        let departments = tables::departments(loader.enter(Section::Departments));
        let facts = tables::facts(loader.enter(Section::Facts));
        let (words, word_slots) = tables::words(loader.enter(Section::Words));
        let classes = tables::classes(loader.enter(Section::Classes), words.len());
        let intents = tables::intents(loader.enter(Section::Intents));
        let model = Model::read(loader.enter(Section::Model), intents.len());
        let topics = tables::topics(loader.enter(Section::Topics), intents.len());
        let patterns = tables::patterns(loader.enter(Section::Patterns));
        let automaton = tables::automaton(loader.enter(Section::Automaton), classes.symbols);
        let prefers = tables::prefers(loader.enter(Section::Prefers));
        let tests = tables::tests(loader.enter(Section::Tests));
        loader.finish()?;
        let pack = match &model.dense {
            None => None,
            Some(dense) => match pack {
                Some(pack) if pack.checksum() == dense.pack => Some(Arc::clone(pack)),
                _ => return Err(MachineError::NeedsPack { pack: dense.pack }),
            },
        };
        Ok(Self {
            bytes,
            layout,
            strings,
            name,
            version,
            threshold,
            languages,
            commands,
            speech,
            channels,
            departments,
            facts,
            words,
            word_slots,
            classes,
            automaton,
            patterns,
            intents,
            model,
            pack,
            topics,
            prefers,
            tests,
        })
    }

    /// The script's name.
    pub fn name(&self) -> &str {
        self.string(self.name)
    }

    /// How sure a topic is suggested from on, in thousandths.
    pub(crate) fn threshold(&self) -> u16 {
        self.threshold
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

    /// The checksum of its bytes: the same for the same script.
    pub fn checksum(&self) -> u64 {
        let sum = self.bytes.get(8..16).and_then(|sum| sum.try_into().ok());
        sum.map_or(0, u64::from_le_bytes)
    }

    /// The checksum of the language pack that it needs, if it needs one.
    pub fn pack(&self) -> Option<u64> {
        self.model.dense.as_ref().map(|dense| dense.pack)
    }

    /// The words of a command of customers who walk alone: 0 person, 1 repeat, 2 back, 3 menu.
    pub(crate) fn command(&self, command: usize) -> impl Iterator<Item = &str> {
        self.commands.get(command).into_iter().flatten().map(|id| self.string(*id))
    }

    /// The number of topics and menus.
    pub fn topic_count(&self) -> usize {
        self.topics.rows.len()
    }

    /// The names of the topics and menus, in their order.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.rows.iter().map(|row| self.string(row.name))
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
        self.strings.get(&self.bytes, id)
    }

    /// The number of texts.
    pub(crate) fn string_count(&self) -> usize {
        self.strings.len()
    }

    #[inline]
    pub(crate) fn word(&self, text: &str) -> Option<WordId> {
        self.word_slots.find(text, |i| self.words.get(i)).map(WordId::new)
    }

    #[cfg(feature = "compile")]
    pub(crate) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The symbol of a stem with this text.
    pub(crate) fn stem(&self, text: &str) -> Option<u32> {
        let stem = self.classes.stem_slots.find(text, |i| self.classes.stems.get(i))?;
        Some(stem + tables::small(self.words.len()))
    }

    /// Adds the symbols of the words that are met with one edit and are one from a word; returns how many were compared.
    pub(crate) fn near(&self, word: &str, found: &mut Vec<u32>) -> u32 {
        let first = tables::small(self.words.len());
        let known = found.len();
        let compared = self.classes.near.find(&self.classes.stems, word, found);
        for stem in found.iter_mut().skip(known) {
            *stem = stem.wrapping_add(first);
        }
        compared
    }

    /// The class that a symbol of patterns stands for; `None` for a word or a stem.
    pub(crate) fn class_of(&self, symbol: u32) -> Option<usize> {
        let first = self.words.len() + self.classes.stems.len();
        usize::try_from(symbol).unwrap_or(usize::MAX).checked_sub(first)
    }

    /// Writes what a symbol stands for: a word, a stem with its `*`, a list by its name, else the words of a class as far as
    /// there is room.
    pub(crate) fn write_symbol(&self, symbol: u32, out: &mut String) {
        let Some(class) = self.class_of(symbol) else { return self.write_member(symbol, out) };
        if let Some(&Some(name)) = self.classes.names.get(class) {
            for part in ["<", self.string(name), ">"] {
                out.push_str(part);
            }
            return;
        }
        let start = out.len();
        for &member in self.classes.lists.get(tables::small(class)) {
            // A word that is met with one edit is a member twice: as a word, and with its `~`.
            let word = if self.classes.near.is_empty() { None } else { self.words.get(member) };
            let near = word.and_then(|word| self.stem(&["~", word].concat()));
            if near
                .is_some_and(|near| self.classes.members.get(near).binary_search(&symbol).is_ok())
            {
                continue;
            }
            if out.len() > start {
                out.push('|');
            }
            if out.len() > MAX_MESSAGE_BYTES {
                return;
            }
            self.write_member(member, out);
        }
    }

    /// Writes a word or a stem with its `*`. No class is a member of one: a forged machine may say so.
    fn write_member(&self, symbol: u32, out: &mut String) {
        if let Some(word) = self.words.get(symbol) {
            return out.push_str(word);
        }
        let stem = symbol.checked_sub(tables::small(self.words.len()));
        if let Some(stem) = stem.and_then(|stem| self.classes.stems.get(stem)) {
            out.push_str(stem);
            if tables::near_word(stem).is_none() {
                out.push('*');
            }
        }
    }

    /// The first topic of this name. Hosts name a few topics at most: no table is made for it.
    pub(crate) fn topic_named(&self, name: &str) -> Option<TopicId> {
        self.topics.rows.iter().position(|row| self.string(row.name) == name).map(TopicId::at)
    }

    /// A topic's name.
    pub(crate) fn topic_name(&self, id: TopicId) -> &str {
        self.topics.rows.get(id.usize()).map_or("", |row| self.string(row.name))
    }

    /// What people read of a topic.
    pub(crate) fn topic_title(&self, id: TopicId) -> &str {
        self.topics.rows.get(id.usize()).map_or("", |row| self.string(row.title))
    }

    /// Who owns a topic.
    pub(crate) fn owner(&self, id: TopicId) -> Option<DepartmentId> {
        self.topics.rows.get(id.usize())?.department
    }

    /// The fact of this name.
    pub(crate) fn fact_named(&self, name: &str) -> Option<FactId> {
        self.facts.iter().position(|row| self.string(row.name) == name).map(FactId::at)
    }

    /// The channel of this name.
    pub(crate) fn channel_named(&self, name: &str) -> Option<ChannelId> {
        self.channels.iter().position(|row| self.string(row.name) == name).map(ChannelId::at)
    }

    /// Whether everybody can read a channel.
    pub(crate) fn is_public(&self, id: ChannelId) -> bool {
        self.channels.get(id.usize()).is_some_and(|row| row.flags & channel::PUBLIC != 0)
    }

    /// The department of this name.
    pub(crate) fn department_named(&self, name: &str) -> Option<DepartmentId> {
        let mut rows = self.departments.iter();
        rows.position(|row| self.string(row.name) == name).map(DepartmentId::at)
    }

    /// A fact's name.
    pub(crate) fn fact_name(&self, id: FactId) -> &str {
        self.facts.get(id.usize()).map_or("", |row| self.string(row.name))
    }

    /// A language's name.
    pub(crate) fn language_name(&self, id: LanguageId) -> &str {
        self.languages.get(id.usize()).map_or("", |row| self.string(row.name))
    }

    /// The day and the minute that the clock of the script's first department shows at a time in milliseconds since
    /// 1970-01-01 UTC; UTC where it has none.
    pub(crate) fn local(&self, ms: i64) -> (i32, u16) {
        let seconds = ms.div_euclid(1000);
        let (days, second) = match self.departments.first() {
            Some(row) => row.schedule.zone.local(seconds),
            None => Zone::UTC.local(seconds),
        };
        (days, u16::try_from(second / 60).unwrap_or(0))
    }

    /// A reader at a place in the code, with strings counted from `base`.
    pub(crate) fn reader(&self, at: u32, base: u32) -> Reader<'_> {
        Reader::new(self, self.layout.bytes(Section::Code, &self.bytes), at, base)
    }

    /// Where the code ends.
    #[cfg(feature = "compile")]
    pub(crate) fn code_end(&self) -> usize {
        self.layout.bytes(Section::Code, &self.bytes).len()
    }
}

/// The sections while they are read, one after the other; the first that fails is remembered.
struct Loader<'a> {
    bytes: &'a [u8],
    layout: &'a Layout,
    section: Section,
    cursor: Cursor<'a>,
    broken: Option<(Section, usize)>,
}

impl<'a> Loader<'a> {
    fn new(bytes: &'a [u8], layout: &'a Layout) -> Self {
        Self { bytes, layout, section: Section::Meta, cursor: Cursor::new(&[]), broken: None }
    }

    /// The cursor at the start of a section, with the one before read to its end. It counts from the start of the machine, in
    /// which texts stay.
    fn enter(&mut self, section: Section) -> &mut Cursor<'a> {
        self.leave();
        let (start, end) = self.layout.range(section);
        self.section = section;
        self.cursor = Cursor::from(self.bytes.get(..end).unwrap_or(&[]), start);
        if self.broken.is_some() {
            self.cursor.fail();
        }
        &mut self.cursor
    }

    fn leave(&mut self) {
        self.cursor.end();
        if let (None, Some(at)) = (self.broken, self.cursor.broken()) {
            let (start, _) = self.layout.range(self.section);
            self.broken = Some((self.section, at.saturating_sub(start)));
        }
    }

    fn finish(mut self) -> Result<(), MachineError> {
        self.leave();
        match self.broken {
            Some((section, at)) => Err(MachineError::Malformed { section: section.name(), at }),
            None => Ok(()),
        }
    }
}
