//! Sections to flat tables: each is read once into a fixed number of arrays, however many topics there are.

use super::cursor::{Cursor, Read};
use super::dfa::Dfa;
use super::id::{ChannelId, DepartmentId, IntentId, PatternId, StringId, TopicId};
use super::limits::MAX_TOPICS;
use super::names::{Slots, Strings};
use crate::calendar::hours::Schedule;
use crate::calendar::plural::PluralRules;

/// A language and how it counts.
#[derive(Clone, Debug)]
pub(crate) struct LanguageRow {
    pub(crate) name: StringId,
    pub(crate) plurals: PluralRules,
}

/// A channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChannelRow {
    pub(crate) name: StringId,
    pub(crate) limit: Option<u32>,
    pub(crate) flags: u8,
}

/// Bits of a channel's flags.
pub(crate) mod channel {
    pub(crate) const LIMIT: u8 = 1;
    pub(crate) const WEIGHTED: u8 = 2;
    pub(crate) const PUBLIC: u8 = 4;
    pub(crate) const BUTTONS: u8 = 8;
    pub(crate) const SPLIT: u8 = 16;
}

/// A department.
#[derive(Clone, Debug)]
pub(crate) struct DepartmentRow {
    pub(crate) name: StringId,
    pub(crate) title: StringId,
    pub(crate) schedule: Schedule,
}

/// What kind of values a fact takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// One of some texts.
    OneOf,
    /// A list of texts.
    List,
}

impl Kind {
    const ALL: [Kind; 7] =
        [Kind::Text, Kind::Number, Kind::YesNo, Kind::Date, Kind::Time, Kind::OneOf, Kind::List];

    /// As the language writes it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Number => "number",
            Kind::YesNo => "yes/no",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::OneOf => "one of",
            Kind::List => "list",
        }
    }

    pub(crate) fn byte(self) -> u8 {
        self as u8
    }
}

/// A fact.
#[derive(Clone, Debug)]
pub(crate) struct FactRow {
    pub(crate) name: StringId,
    pub(crate) kind: Kind,
    pub(crate) secret: bool,
    pub(crate) options: Vec<StringId>,
    pub(crate) like: Option<Dfa>,
    /// Where the expression of its first value stands in the code.
    pub(crate) default: Option<u32>,
    /// Where its question stands in the code.
    pub(crate) ask: Option<u32>,
}

/// Bits of a fact's flags.
pub(crate) mod fact {
    pub(crate) const SECRET: u8 = 1;
    pub(crate) const LIKE: u8 = 2;
    pub(crate) const DEFAULT: u8 = 4;
    pub(crate) const ASK: u8 = 8;
}

/// Rows of different lengths in one array: row `i` is `items[starts[i]..starts[i + 1]]`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy + Default> Rows<T> {
    /// Sorts pairs into rows by their first part, keeping the order within a row.
    pub(crate) fn group(
        rows: usize,
        pairs: impl Iterator<Item = (u32, T)> + Clone,
    ) -> Option<Self> {
        let mut starts = vec![0_u32; rows + 1];
        for (row, _) in pairs.clone() {
            *starts.get_mut(usize::try_from(row).ok()? + 1)? += 1;
        }
        let mut sum = 0_u32;
        for start in &mut starts {
            sum = sum.checked_add(*start)?;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut items = vec![T::default(); usize::try_from(sum).ok()?];
        for (row, item) in pairs {
            let place = next.get_mut(usize::try_from(row).ok()?)?;
            *items.get_mut(usize::try_from(*place).ok()?)? = item;
            *place += 1;
        }
        Some(Self { starts, items })
    }

    /// Rows that arrive in order.
    pub(crate) fn in_order(starts: Vec<u32>, items: Vec<T>) -> Self {
        Self { starts, items }
    }

    #[inline]
    pub(crate) fn get(&self, row: u32) -> &[T] {
        self.range(row).and_then(|(start, end)| self.items.get(start..end)).unwrap_or(&[])
    }

    fn range(&self, row: u32) -> Option<(usize, usize)> {
        let row = usize::try_from(row).ok()?;
        let start = usize::try_from(*self.starts.get(row)?).ok()?;
        let end = usize::try_from(*self.starts.get(row + 1)?).ok()?;
        Some((start, end))
    }

    /// How many items all rows have.
    pub(crate) fn total(&self) -> usize {
        self.items.len()
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Every text: lengths, then all bytes.
pub(crate) fn strings(cursor: &mut Cursor<'_>) -> Read<Strings> {
    let broken = cursor.broken("strings");
    let count = cursor.count("number of strings")?;
    let mut starts = Vec::with_capacity(count + 1);
    let mut sum = 0_u32;
    starts.push(0);
    for _ in 0..count {
        sum = sum.checked_add(cursor.varint("length of a string")?).ok_or(broken)?;
        starts.push(sum);
    }
    let bytes = cursor.take(usize::try_from(sum).map_err(|_| broken)?, "strings")?;
    let text = core::str::from_utf8(bytes).map_err(|_| broken)?;
    Strings::new(text.to_owned(), starts).ok_or(broken)
}

/// The vocabulary, sorted, each word as what it shares with the one before and what it adds; then each word's rarity.
pub(crate) fn words(cursor: &mut Cursor<'_>) -> Read<(Strings, Slots, Vec<u8>)> {
    let broken = cursor.broken("words");
    let (strings, slots) = front_coded(cursor)?;
    let rarity = cursor.take(strings.len(), "rarity of words").map_err(|_| broken)?.to_vec();
    Ok((strings, slots, rarity))
}

fn front_coded(cursor: &mut Cursor<'_>) -> Read<(Strings, Slots)> {
    let broken = cursor.broken("sorted words");
    let count = cursor.count("number of words")?;
    let mut starts = Vec::with_capacity(count + 1);
    let mut text: Vec<u8> = Vec::with_capacity(cursor.left().min(count.saturating_mul(8)));
    let mut last = 0_usize;
    starts.push(0);
    for _ in 0..count {
        let shared = cursor.size("shared letters")?;
        let added = cursor.size("added letters")?;
        let start = text.len();
        // A word is at most as long as what it was cut from: no list of short entries grows into a long text.
        if shared > start - last || shared + added > 255 {
            return Err(broken);
        }
        text.extend_from_within(last..last + shared);
        text.extend_from_slice(cursor.take(added, "letters")?);
        starts.push(small(text.len()));
        last = start;
    }
    let text = String::from_utf8(text).map_err(|_| broken)?;
    let strings = Strings::new(text, starts).ok_or(broken)?;
    let slots = Slots::new(strings.len(), |i| strings.get(i)).ok_or(broken)?;
    Ok((strings, slots))
}

/// What a word stands for in patterns beside itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes {
    pub(crate) stems: Strings,
    pub(crate) stem_slots: Slots,
    /// Bit `n` is set where a stem of `n` bytes exists.
    pub(crate) stem_lengths: u64,
    /// The symbols of the classes that each word, then each stem, belongs to.
    pub(crate) members: Rows<u32>,
    /// Words, then stems, then classes.
    pub(crate) symbols: usize,
}

/// Stems, then classes: each the words and the stems that belong to it.
pub(crate) fn classes(cursor: &mut Cursor<'_>, words: usize) -> Read<Classes> {
    let broken = cursor.broken("classes");
    let (stems, stem_slots) = front_coded(cursor)?;
    let mut stem_lengths = 0_u64;
    for i in 0..small(stems.len()) {
        let length = stems.get(i).map_or(0, str::len);
        stem_lengths |=
            small(length).try_into().ok().and_then(|n: u32| 1_u64.checked_shl(n)).ok_or(broken)?;
    }
    let first = words + stems.len();
    let count = cursor.count("number of classes")?;
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for class in 0..count {
        for (offset, len) in [(0, words), (words, stems.len())] {
            let mut at = 0_u32;
            for _ in 0..cursor.count("members of a class")? {
                at = at.checked_add(cursor.varint("member of a class")?).ok_or(broken)?;
                if usize::try_from(at).map_or(true, |i| i >= len) {
                    return Err(broken);
                }
                pairs.push((at + small(offset), small(first + class)));
            }
        }
    }
    let members = Rows::group(first, pairs.iter().copied()).ok_or(broken)?;
    Ok(Classes { stems, stem_slots, stem_lengths, members, symbols: first + count })
}

/// How a state of the automaton goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap(u32);

impl Gap {
    /// The next word must follow at once.
    pub(crate) const NONE: Gap = Gap(0);
    /// Any number of words may stand between.
    pub(crate) const ANY: Gap = Gap(1);

    /// At most `words` words may stand between.
    pub(crate) fn up_to(words: u32) -> Gap {
        Gap(words.saturating_add(2))
    }

    /// The form in the machine.
    #[cfg(feature = "compile")]
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The most words that may stand between; `None` for any number.
    pub(crate) fn most(self) -> Option<u32> {
        self.0.checked_sub(2)
    }
}

/// The widest bounded gap: what is awaited is remembered in a window of 64 words.
pub(crate) const MAX_GAP: u32 = 48;

/// The pattern automaton: a trie over symbols whose states may wait.
#[derive(Clone, Debug, Default)]
pub(crate) struct Automaton {
    pub(crate) gaps: Vec<Gap>,
    /// By symbol: from which state to which.
    pub(crate) edges: Rows<(u32, u32)>,
    /// By state: the patterns that end there.
    pub(crate) outputs: Rows<PatternId>,
}

/// States in the order of their parents: parent, symbol, gap and whether patterns end there, and which.
pub(crate) fn automaton(
    cursor: &mut Cursor<'_>,
    symbols: usize,
    patterns: usize,
) -> Read<Automaton> {
    let broken = cursor.broken("automaton");
    let count = cursor.count("number of states")?;
    let mut gaps = Vec::with_capacity(count + 1);
    gaps.push(Gap::NONE);
    let mut edges = Vec::with_capacity(count);
    let (mut starts, mut outputs) = (Vec::with_capacity(count + 2), Vec::new());
    starts.extend([0, 0]);
    let mut parent = 0_u32;
    for state in 1..=small(count) {
        parent = parent.checked_add(cursor.varint("parent of a state")?).ok_or(broken)?;
        if parent >= state {
            return Err(cursor.broken("parent of a state"));
        }
        let symbol = cursor.index(symbols, "symbol")?;
        let flags = cursor.varint("flags of a state")?;
        let gap = Gap(flags >> 1);
        if gap.most().is_some_and(|most| most > MAX_GAP) {
            return Err(cursor.broken("gap of a state"));
        }
        gaps.push(gap);
        edges.push((symbol, (parent, state)));
        if flags & 1 == 1 {
            for _ in 0..cursor.count("patterns of a state")? {
                outputs.push(PatternId::new(cursor.index(patterns, "pattern")?));
            }
        }
        starts.push(small(outputs.len()));
    }
    let edges = Rows::group(symbols, edges.iter().copied()).ok_or(broken)?;
    Ok(Automaton { gaps, edges, outputs: Rows::in_order(starts, outputs) })
}

/// A pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PatternRow {
    pub(crate) topic: TopicId,
    /// Keeps the topic out.
    pub(crate) not: bool,
    /// How sure it makes, in 255ths.
    pub(crate) strength: u8,
    /// As written.
    pub(crate) source: StringId,
}

/// Patterns in the order of their topics.
pub(crate) fn patterns(
    cursor: &mut Cursor<'_>,
    strings: usize,
    topics: usize,
) -> Read<Vec<PatternRow>> {
    let broken = cursor.broken("patterns");
    let count = cursor.count("number of patterns")?;
    let mut rows = Vec::with_capacity(count);
    let mut topic = 0_u32;
    let mut source = 0_i64;
    for _ in 0..count {
        let head = cursor.varint("topic of a pattern")?;
        topic = topic.checked_add(head >> 1).ok_or(broken)?;
        if usize::try_from(topic).map_or(true, |t| t >= topics) {
            return Err(cursor.broken("topic of a pattern"));
        }
        let strength = cursor.byte("strength of a pattern")?;
        let source = string_after(cursor, &mut source, strings)?;
        rows.push(PatternRow { topic: TopicId::new(topic), not: head & 1 == 1, strength, source });
    }
    Ok(rows)
}

/// A string as the difference to the one before.
fn string_after(cursor: &mut Cursor<'_>, last: &mut i64, strings: usize) -> Read<StringId> {
    let broken = cursor.broken("string");
    *last = last.checked_add(cursor.signed("string")?).ok_or(broken)?;
    let index = u32::try_from(*last).map_err(|_| broken)?;
    if usize::try_from(index).is_ok_and(|i| i < strings) {
        Ok(StringId::new(index))
    } else {
        Err(broken)
    }
}

/// Intents: their names.
pub(crate) fn intents(cursor: &mut Cursor<'_>, strings: usize) -> Read<Vec<StringId>> {
    let mut name = 0_i64;
    let count = cursor.count("number of intents")?;
    let mut rows = Vec::with_capacity(count);
    for _ in 0..count {
        rows.push(string_after(cursor, &mut name, strings)?);
    }
    Ok(rows)
}

/// One word's say for one intent: the intent and a weight in one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Posting(u32);

impl Posting {
    pub(crate) fn intent(self) -> IntentId {
        IntentId::new(self.0 >> 8)
    }

    pub(crate) fn weight(self) -> u32 {
        self.0 & 0xff
    }
}

/// For each word, the intents it speaks for.
pub(crate) fn postings(
    cursor: &mut Cursor<'_>,
    words: usize,
    intents: usize,
) -> Read<Rows<Posting>> {
    let broken = cursor.broken("postings");
    if intents > MAX_TOPICS * 2 {
        return Err(broken);
    }
    let mut starts = Vec::with_capacity(words + 1);
    let mut items = Vec::new();
    starts.push(0);
    for _ in 0..words {
        let mut intent = 0_u32;
        for _ in 0..cursor.count("postings of a word")? {
            intent = intent.checked_add(cursor.varint("intent of a word")?).ok_or(broken)?;
            if usize::try_from(intent).map_or(true, |i| i >= intents) {
                return Err(cursor.broken("intent of a word"));
            }
            let weight = cursor.byte("weight of a word")?;
            items.push(Posting(intent << 8 | u32::from(weight)));
        }
        starts.push(small(items.len()));
    }
    Ok(Rows::in_order(starts, items))
}

/// A topic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TopicRow {
    pub(crate) name: StringId,
    pub(crate) title: StringId,
    pub(crate) menu: bool,
    pub(crate) department: Option<DepartmentId>,
    /// Where its code starts: conditions that lead in, conditions that keep out.
    pub(crate) code: u32,
    /// Where its tree starts.
    pub(crate) body: u32,
    /// Where a menu's handlers start.
    pub(crate) handlers: u32,
    /// Its strings are counted from here.
    pub(crate) base: u32,
    /// Whether conditions lead in.
    pub(crate) conditional: bool,
}

/// Topics, and for each intent the topics it leads to and those it keeps out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topics {
    pub(crate) rows: Vec<TopicRow>,
    pub(crate) by_intent: Rows<TopicId>,
    pub(crate) not_by_intent: Rows<TopicId>,
}

/// Bits of a topic's flags.
pub(crate) mod topic {
    pub(crate) const MENU: u8 = 1;
    pub(crate) const TITLE: u8 = 2;
    pub(crate) const DEPARTMENT: u8 = 4;
    pub(crate) const INTENTS: u8 = 8;
    pub(crate) const NOT_INTENTS: u8 = 16;
}

/// Where the topics' code starts, then topics in the order of their code.
pub(crate) fn topics(
    cursor: &mut Cursor<'_>,
    strings: usize,
    departments: usize,
    intents: usize,
    code_len: usize,
) -> Read<Topics> {
    let broken = cursor.broken("topics");
    let mut code = cursor.varint("start of the topics' code")?;
    let count = cursor.count("number of topics")?;
    if count > MAX_TOPICS {
        return Err(broken);
    }
    let mut rows = Vec::with_capacity(count);
    let (mut into, mut out) = (Vec::new(), Vec::new());
    let (mut name, mut base) = (0_i64, 0_i64);
    for index in 0..small(count) {
        let flags = cursor.byte("flags of a topic")?;
        let name = string_after(cursor, &mut name, strings)?;
        let title = if flags & topic::TITLE == 0 {
            name
        } else {
            string_after(cursor, &mut i64::from(name.index()), strings)?
        };
        let department = if flags & topic::DEPARTMENT == 0 {
            None
        } else {
            Some(DepartmentId::new(cursor.index(departments, "department of a topic")?))
        };
        for (bit, pairs) in [(topic::INTENTS, &mut into), (topic::NOT_INTENTS, &mut out)] {
            if flags & bit != 0 {
                for _ in 0..cursor.count("intents of a topic")? {
                    pairs.push((cursor.index(intents, "intent of a topic")?, TopicId::new(index)));
                }
            }
        }
        base = base.checked_add(cursor.signed("strings of a topic")?).ok_or(broken)?;
        let base = u32::try_from(base).map_err(|_| broken)?;
        let length = cursor.varint("length of a topic's code")?;
        rows.push(TopicRow {
            name,
            title,
            menu: flags & topic::MENU != 0,
            department,
            code,
            body: 0,
            handlers: 0,
            base,
            conditional: false,
        });
        code = code.checked_add(length).ok_or(broken)?;
    }
    if usize::try_from(code).map_or(true, |end| end != code_len) {
        return Err(cursor.broken("length of the code"));
    }
    let by_intent = Rows::group(intents, into.iter().copied()).ok_or(broken)?;
    let not_by_intent = Rows::group(intents, out.iter().copied()).ok_or(broken)?;
    Ok(Topics { rows, by_intent, not_by_intent })
}

/// A rule that offers another channel.
#[derive(Clone, Debug)]
pub(crate) struct PreferRow {
    pub(crate) channel: ChannelId,
    /// For these topics; empty is all.
    pub(crate) topics: Vec<TopicId>,
    /// Where its condition stands in the code.
    pub(crate) condition: Option<u32>,
}

/// A test, as text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TestRow {
    pub(crate) name: StringId,
    pub(crate) lines: StringId,
}

/// A string of the table.
pub(crate) fn string(cursor: &mut Cursor<'_>, strings: usize) -> Read<StringId> {
    cursor.index(strings, "string").map(StringId::new)
}

/// Name, version and languages; there is at least one language.
pub(crate) fn meta(
    cursor: &mut Cursor<'_>,
    strings: usize,
) -> Read<(StringId, u32, Vec<LanguageRow>)> {
    let name = string(cursor, strings)?;
    let version = cursor.varint("version")?;
    let mut languages = Vec::new();
    for _ in 0..cursor.count("number of languages")? {
        let name = string(cursor, strings)?;
        let length = cursor.count("plural rules")?;
        let bytes = cursor.take(length, "plural rules")?;
        let plurals = PluralRules::from_bytes(bytes).ok_or(cursor.broken("plural rules"))?;
        languages.push(LanguageRow { name, plurals });
    }
    if languages.is_empty() {
        Err(cursor.broken("number of languages"))
    } else {
        Ok((name, version, languages))
    }
}

/// Channels.
pub(crate) fn channels(cursor: &mut Cursor<'_>, strings: usize) -> Read<Vec<ChannelRow>> {
    let mut rows = Vec::new();
    for _ in 0..cursor.count("number of channels")? {
        let name = string(cursor, strings)?;
        let flags = cursor.byte("flags of a channel")?;
        let limit = if flags & channel::LIMIT == 0 { None } else { Some(cursor.varint("limit")?) };
        rows.push(ChannelRow { name, limit, flags });
    }
    Ok(rows)
}

/// Departments with their hours and zones.
pub(crate) fn departments(cursor: &mut Cursor<'_>, strings: usize) -> Read<Vec<DepartmentRow>> {
    let mut rows = Vec::new();
    for _ in 0..cursor.count("number of departments")? {
        let name = string(cursor, strings)?;
        let title = string(cursor, strings)?;
        let length = cursor.count("hours")?;
        let bytes = cursor.take(length, "hours")?;
        match Schedule::read(bytes) {
            Some((schedule, [])) => rows.push(DepartmentRow { name, title, schedule }),
            _ => return Err(cursor.broken("hours")),
        }
    }
    Ok(rows)
}

/// Facts with their patterns; where their values and questions stand in the code is checked by the caller.
pub(crate) fn facts(cursor: &mut Cursor<'_>, strings: usize) -> Read<Vec<FactRow>> {
    let mut rows = Vec::new();
    for _ in 0..cursor.count("number of facts")? {
        let name = string(cursor, strings)?;
        let kind = usize::from(cursor.byte("kind of a fact")?);
        let kind = *Kind::ALL.get(kind).ok_or(cursor.broken("kind of a fact"))?;
        let flags = cursor.byte("flags of a fact")?;
        let mut options = Vec::new();
        if kind == Kind::OneOf {
            for _ in 0..cursor.count("options of a fact")? {
                options.push(string(cursor, strings)?);
            }
        }
        let like = if flags & fact::LIKE == 0 {
            None
        } else {
            let length = cursor.count("pattern of a fact")?;
            let bytes = cursor.take(length, "pattern of a fact")?;
            match Dfa::read(bytes) {
                Some((dfa, [])) => Some(dfa),
                _ => return Err(cursor.broken("pattern of a fact")),
            }
        };
        let default = if flags & fact::DEFAULT == 0 {
            None
        } else {
            Some(cursor.varint("first value of a fact")?)
        };
        let ask =
            if flags & fact::ASK == 0 { None } else { Some(cursor.varint("question of a fact")?) };
        let secret = flags & fact::SECRET != 0;
        rows.push(FactRow { name, kind, secret, options, like, default, ask });
    }
    Ok(rows)
}

/// Preferred channels; conditions are checked by the caller.
pub(crate) fn prefers(
    cursor: &mut Cursor<'_>,
    channels: usize,
    topics: usize,
) -> Read<Vec<PreferRow>> {
    let mut rows = Vec::new();
    for _ in 0..cursor.count("number of preferred channels")? {
        let channel = ChannelId::new(cursor.index(channels, "channel")?);
        let mut list = Vec::new();
        for _ in 0..cursor.count("topics of a preferred channel")? {
            list.push(TopicId::new(cursor.index(topics, "topic")?));
        }
        let condition = match cursor.varint("condition")? {
            0 => None,
            at => Some(at - 1),
        };
        rows.push(PreferRow { channel, topics: list, condition });
    }
    Ok(rows)
}

/// Tests.
pub(crate) fn tests(cursor: &mut Cursor<'_>, strings: usize) -> Read<Vec<TestRow>> {
    let mut rows = Vec::new();
    for _ in 0..cursor.count("number of tests")? {
        let name = string(cursor, strings)?;
        let lines = string(cursor, strings)?;
        rows.push(TestRow { name, lines });
    }
    Ok(rows)
}
