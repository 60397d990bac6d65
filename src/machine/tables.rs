//! Sections to flat tables: each is read once into a fixed number of arrays, however many topics there are.

use super::dfa::Dfa;
use super::id::{ChannelId, DepartmentId, PatternId, StringId, TopicId};
use super::model::ANSWER;
use super::speech::Speech;
use crate::bytes::cursor::{Cursor, add_up, zigzag};
use crate::bytes::names::{Slots, Strings};
use crate::calendar::hours::Schedule;
use crate::calendar::plural::PluralRules;
use crate::text::decimal::push_digits;
use crate::text::near;

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
#[allow(dead_code, reason = "some are for what conversations will do")]
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
    /// An amount of money, as a number.
    Money,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// The address of a page.
    Link,
    /// A list of some texts.
    SomeOf,
}

impl Kind {
    #[rustfmt::skip]
    const ALL: [Kind; 12] = [
        Kind::Text, Kind::Number, Kind::YesNo, Kind::Date, Kind::Time, Kind::OneOf, Kind::List,
        Kind::Money, Kind::Email, Kind::Phone, Kind::Link, Kind::SomeOf,
    ];

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
            Kind::Money => "money",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Link => "link",
            Kind::SomeOf => "list of one of",
        }
    }

    /// What values of this kind are while a tree runs: an address is text, money is a number.
    pub(crate) fn held(self) -> Kind {
        match self {
            Kind::Email | Kind::Phone | Kind::Link => Kind::Text,
            Kind::Money => Kind::Number,
            Kind::SomeOf => Kind::List,
            other => other,
        }
    }

    #[cfg(feature = "compile")]
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
    /// By option how else it is said; empty where there is nothing of the kind.
    pub(crate) synonyms: Vec<Vec<StringId>>,
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
    pub(crate) const SYNONYMS: u8 = 16;
}

/// Rows of different lengths in one array: row `i` is `items[starts[i]..starts[i + 1]]`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy + Default> Rows<T> {
    /// Sorts pairs into rows by their first part, which is below `rows`, keeping the order within a row.
    #[cfg_attr(tuned, optimize(speed))]
    pub(crate) fn group(rows: usize, pairs: &[(u32, T)]) -> Self {
        // `starts[row + 2]` counts first, then `starts[row + 1]` moves from where the row starts to where it ends.
        let mut starts = vec![0_u32; rows + 2];
        let place = |row: u32, more: usize| {
            usize::try_from(row).map_or(usize::MAX, |row| row.saturating_add(more))
        };
        for &(row, _) in pairs {
            if let Some(start) = starts.get_mut(place(row, 2)) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut items = vec![T::default(); pairs.len()];
        for &(row, item) in pairs {
            let Some(next) = starts.get_mut(place(row, 1)) else { continue };
            if let Some(slot) = items.get_mut(place(*next, 0)) {
                *slot = item;
            }
            *next += 1;
        }
        Self { starts, items }
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

    /// How many items lie in rows; fewer than all where some have no row.
    #[cfg(feature = "compile")]
    pub(crate) fn reached(&self) -> usize {
        (0..small(self.starts.len())).map(|row| self.get(row).len()).sum()
    }

    /// How many items all rows have.
    #[cfg(feature = "compile")]
    pub(crate) fn total(&self) -> usize {
        self.items.len()
    }
}

/// A number as machines have them: no table is as long as that.
pub(crate) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// As many entries as a count says, as long as nothing fails.
fn rows<'a, T>(cursor: &mut Cursor<'a>, read: impl Fn(&mut Cursor<'a>) -> T) -> Vec<T> {
    let mut rows = Vec::new();
    for _ in 0..cursor.count() {
        rows.push(read(cursor));
        if cursor.broken().is_some() {
            break;
        }
    }
    rows
}

/// What each of the two numbers of a sorted word is at least where it does not fit half a byte.
pub(crate) const LONG: usize = 15;

/// Sorted words: what each shares with the one before and how much it adds, for all of them; then what they add.
#[cfg_attr(tuned, optimize(speed))]
#[inline(never)]
pub(crate) fn words(cursor: &mut Cursor<'_>) -> (Strings, Slots) {
    let count = cursor.count();
    let mut heads = Vec::with_capacity(count);
    for _ in 0..count {
        let byte = cursor.byte();
        let mut half = |n: u8| {
            let n = usize::from(n);
            if n < LONG { n } else { n.saturating_add(cursor.size()) }
        };
        let shared = half(byte >> 4);
        heads.push((shared, half(byte & 15)));
    }
    let mut starts = Vec::with_capacity(count + 1);
    let mut text: Vec<u8> = Vec::with_capacity(cursor.left().min(count.saturating_mul(8)));
    let mut last = 0_usize;
    starts.push(0);
    for (shared, added) in heads {
        let start = text.len();
        // A word is at most as long as what it was cut from: no list of short entries grows into a long text.
        let fits = shared <= start - last && shared.saturating_add(added) <= 255;
        if !cursor.check(fits) {
            break;
        }
        text.extend_from_within(last..last + shared);
        text.extend_from_slice(cursor.take(added));
        starts.push(small(text.len()));
        last = start;
    }
    let strings = cursor.some(Strings::new(text, starts));
    let slots = cursor.some(Slots::new(strings.len(), &|i| strings.get(i)));
    (strings, slots)
}

/// What a stem begins with that is no stem: the word behind it is met with one edit. No word of a message has it in front.
pub(crate) const NEAR: u8 = b'~';

/// The word that is met with one edit, of a stem that is none.
pub(crate) fn near_word(stem: &str) -> Option<&str> {
    if stem.as_bytes().first() == Some(&NEAR) { stem.get(1..) } else { None }
}

/// As many words that share a key are compared with one of a message: those of any language are far fewer.
const MOST_ALIKE: usize = 16;

/// Words that are met with one edit, by the keys they share with what is one edit from them.
#[derive(Clone, Debug, Default)]
pub(crate) struct NearWords {
    /// Numbers of stems.
    buckets: Rows<u32>,
    /// How far a key is shifted to be the number of a bucket.
    shift: u32,
}

impl NearWords {
    /// Sorts the words among the stems by their keys.
    #[cfg_attr(tuned, optimize(size))]
    #[inline(never)]
    fn new(stems: &Strings) -> Self {
        let mut pairs = Vec::new();
        for (at, stem) in (0..small(stems.len())).filter_map(|at| Some((at, stems.get(at)?))) {
            if let Some(word) = near_word(stem) {
                let (keys, count) = near::keys(word);
                pairs.extend(keys.iter().take(count).map(|&key| (key, at)));
            }
        }
        if pairs.is_empty() {
            return Self::default();
        }
        let bits = (2 * pairs.len()).ilog2() + 1;
        let shift = 32_u32.saturating_sub(bits);
        pairs.iter_mut().for_each(|(key, _)| *key >>= shift);
        Self { buckets: Rows::group(1 << (32 - shift), &pairs), shift }
    }

    /// Whether there are none, as in most scripts.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.shift == 0
    }

    /// Adds the number of each stem that is a word near this one; returns how many words were compared.
    #[cfg_attr(tuned, optimize(size))]
    #[inline(never)]
    pub(crate) fn find(&self, stems: &Strings, word: &str, found: &mut Vec<u32>) -> u32 {
        let mut compared = 0;
        let (keys, count) = near::keys(word);
        for key in keys.iter().take(count) {
            for &at in self.buckets.get(key >> self.shift).iter().take(MOST_ALIKE) {
                compared += 1;
                let other = stems.get(at).and_then(near_word);
                if !found.contains(&at) && other.is_some_and(|other| near::is_near(word, other)) {
                    found.push(at);
                }
            }
        }
        compared
    }
}

/// What a word stands for in patterns beside itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes {
    pub(crate) stems: Strings,
    pub(crate) stem_slots: Slots,
    /// Bit `n` is set where a stem of `n` bytes exists.
    pub(crate) stem_lengths: u64,
    pub(crate) near: NearWords,
    /// The symbols of the classes that each word, then each stem, belongs to.
    pub(crate) members: Rows<u32>,
    /// The other way round: the symbols that belong to each class.
    pub(crate) lists: Rows<u32>,
    /// The name of the list that each class is, where it is one.
    pub(crate) names: Vec<Option<StringId>>,
    /// Words, then stems, then classes.
    pub(crate) symbols: usize,
}

/// Stems, then classes: the name of the list that each is, how many words and stems it has, and which.
#[cfg_attr(tuned, optimize(speed))]
#[inline(never)]
pub(crate) fn classes(cursor: &mut Cursor<'_>, count_of_words: usize) -> Classes {
    let (stems, stem_slots) = words(cursor);
    let mut stem_lengths = 0_u64;
    for i in 0..small(stems.len()) {
        let stem = stems.get(i).unwrap_or("");
        let length = cursor.some(1_u64.checked_shl(small(stem.len())));
        stem_lengths |= if near_word(stem).is_some() { 0 } else { length };
    }
    let first = count_of_words + stems.len();
    let count = cursor.count();
    let names = cursor.numbers(count);
    let mut ends = cursor.numbers(names.len() * 2);
    add_up(&mut ends);
    let mut items = cursor.numbers(ends.last().map_or(0, |end| *end as usize));
    let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(items.len());
    let (mut starts, mut start) = (Vec::with_capacity(count + 1), 0);
    starts.push(0);
    for (part, &end) in ends.iter().enumerate() {
        let (class, offset) = (first + part / 2, if part % 2 == 0 { 0 } else { count_of_words });
        let members = items.get_mut(start..end as usize).unwrap_or(&mut []);
        add_up(members);
        for member in members {
            *member = member.wrapping_add(small(offset));
            pairs.push((*member, small(class)));
        }
        start = end as usize;
        if part % 2 == 1 {
            starts.push(end);
        }
    }
    Classes {
        near: NearWords::new(&stems),
        stems,
        stem_slots,
        stem_lengths,
        members: Rows::group(first, &pairs),
        lists: Rows::in_order(starts, items),
        names: names.iter().map(|name| name.checked_sub(1).map(StringId::new)).collect(),
        symbols: first + count,
    }
}

/// How a state of the automaton goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap(u32);

impl Gap {
    /// The next word must follow at once.
    pub(crate) const NONE: Gap = Gap(0);
    /// Any number of words may stand between.
    #[cfg(feature = "compile")]
    pub(crate) const ANY: Gap = Gap(1);

    /// At most `words` words may stand between.
    #[cfg(feature = "compile")]
    pub(crate) fn up_to(words: u32) -> Gap {
        Gap(words.saturating_add(2))
    }

    /// The form in the machine.
    #[cfg(feature = "compile")]
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// Writes the mark of a gap behind white space, as patterns have it; nothing where there is none.
    pub(crate) fn write(self, out: &mut String) {
        if self != Self::NONE {
            out.push_str(" ..");
        }
        if let Some(most) = self.most() {
            push_digits(most.into(), 1, out);
        }
    }

    /// The most words that may stand between; `None` for any number.
    pub(crate) fn most(self) -> Option<u32> {
        self.0.checked_sub(2)
    }
}

/// The widest bounded gap: what is awaited is remembered in a window of 64 words.
#[cfg(feature = "compile")]
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

/// States in the order of their parents: parent, symbol, gap and whether patterns end there; then how many do, and which.
#[cfg_attr(tuned, optimize(speed))]
#[inline(never)]
pub(crate) fn automaton(cursor: &mut Cursor<'_>, symbols: usize) -> Automaton {
    let count = cursor.count();
    let states = cursor.numbers(count * 3);
    let mut gaps = Vec::with_capacity(count + 1);
    gaps.push(Gap::NONE);
    let mut edges = Vec::with_capacity(count);
    let (mut starts, mut parent, mut ends) = (Vec::with_capacity(count + 2), 0_u32, 0);
    starts.extend([0, 0]);
    for (state, row) in (1_u32..).zip(states.as_chunks::<3>().0) {
        let &[growth, symbol, flags] = row;
        parent = parent.wrapping_add(growth);
        gaps.push(Gap(flags >> 1));
        edges.push((symbol, (parent, state)));
        ends += usize::from(flags & 1 == 1);
        starts.push(flags & 1);
    }
    let mut counts = cursor.numbers(ends).into_iter();
    for start in starts.iter_mut().filter(|start| **start == 1) {
        *start = counts.next().unwrap_or(0);
    }
    add_up(&mut starts);
    let outputs = cursor.numbers(starts.last().map_or(0, |end| *end as usize));
    Automaton {
        gaps,
        edges: Rows::group(symbols, &edges),
        outputs: Rows::in_order(starts, outputs.into_iter().map(PatternId::new).collect()),
    }
}

/// A pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PatternRow {
    pub(crate) topic: TopicId,
    /// Keeps the topic out.
    pub(crate) not: bool,
    /// How sure it makes, in 255ths.
    pub(crate) strength: u8,
}

/// Patterns in the order of their topics: the topic of each and whether it keeps it out; then how sure each makes.
#[inline(never)]
pub(crate) fn patterns(cursor: &mut Cursor<'_>) -> Vec<PatternRow> {
    let count = cursor.count();
    let heads = cursor.numbers(count);
    let strengths = cursor.take(heads.len());
    let mut topic = 0_u32;
    let rows = heads.iter().zip(strengths).map(|(head, &strength)| {
        topic = topic.wrapping_add(head >> 1);
        PatternRow { topic: TopicId::new(topic), not: head & 1 == 1, strength }
    });
    rows.collect()
}

/// Intents: their names.
#[inline(never)]
pub(crate) fn intents(cursor: &mut Cursor<'_>) -> Vec<StringId> {
    let count = cursor.count();
    cursor.offsets(count).into_iter().map(StringId::new).collect()
}

/// A topic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TopicRow {
    pub(crate) name: StringId,
    pub(crate) title: StringId,
    #[allow(dead_code, reason = "conversations and listings ask")]
    pub(crate) menu: bool,
    /// Whether a condition leads to it.
    #[allow(dead_code, reason = "the verifier asks")]
    pub(crate) conditional: bool,
    pub(crate) department: Option<DepartmentId>,
    /// Where its code starts: its tree, then conditions and handlers.
    pub(crate) code: u32,
    /// Its strings are counted from here.
    pub(crate) base: u32,
}

/// Topics, and for each intent the topics it leads to and those it keeps out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topics {
    pub(crate) rows: Vec<TopicRow>,
    pub(crate) by_intent: Rows<TopicId>,
    pub(crate) not_by_intent: Rows<TopicId>,
    /// Topics that a condition leads to.
    pub(crate) conditional: Vec<TopicId>,
    /// Where the code of the last ends.
    #[allow(dead_code, reason = "the verifier asks")]
    pub(crate) code_end: u32,
}

/// Bits of a topic's flags.
pub(crate) mod topic {
    pub(crate) const MENU: u8 = 1;
    pub(crate) const TITLE: u8 = 2;
    pub(crate) const DEPARTMENT: u8 = 4;
    pub(crate) const INTENTS: u8 = 8;
    pub(crate) const NOT_INTENTS: u8 = 16;
    pub(crate) const CONDITIONS: u8 = 32;
}

/// Where the topics' code starts, then topics in the order of their code: flags, names, first strings and lengths of code, each for
/// all of them; then titles, departments and intents of those that have such.
#[cfg_attr(tuned, optimize(speed))]
#[inline(never)]
pub(crate) fn topics(cursor: &mut Cursor<'_>, intents: usize) -> Topics {
    let mut code = cursor.varint();
    let count = cursor.count();
    let flags = cursor.take(count);
    let names = cursor.offsets(count);
    let bases = cursor.offsets(count);
    let lengths = cursor.numbers(count);
    let having = |bit: u8| flags.iter().filter(move |flags| **flags & bit != 0).count();
    let mut titles = cursor.numbers(having(topic::TITLE)).into_iter();
    let mut departments = cursor.numbers(having(topic::DEPARTMENT)).into_iter();
    let [by_intent, not_by_intent] = [topic::INTENTS, topic::NOT_INTENTS].map(|bit| {
        let mut ends = cursor.numbers(having(bit));
        add_up(&mut ends);
        let ids = cursor.numbers(ends.last().map_or(0, |end| *end as usize));
        let (mut ids, mut ends) = (ids.into_iter(), ends.into_iter());
        let mut pairs = Vec::with_capacity(ids.len());
        for (index, flags) in (0..).zip(flags) {
            if flags & bit != 0 {
                let end = ends.next().unwrap_or(0);
                while pairs.len() < end as usize
                    && let Some(intent) = ids.next()
                {
                    pairs.push((intent, TopicId::new(index)));
                }
            }
        }
        Rows::group(intents, &pairs)
    });
    let mut rows = Vec::with_capacity(lengths.len());
    let mut conditional = Vec::new();
    let columns = flags.iter().zip(names).zip(bases).zip(lengths);
    for (index, (((&flags, name), base), length)) in (0..).zip(columns) {
        let has = |bit| flags & bit != 0;
        let title = if has(topic::TITLE) { titles.next().unwrap_or(0) } else { 0 };
        let department = if has(topic::DEPARTMENT) { departments.next() } else { None };
        if has(topic::CONDITIONS) {
            conditional.push(TopicId::new(index));
        }
        rows.push(TopicRow {
            name: StringId::new(name),
            title: StringId::new(name.wrapping_add(zigzag(title))),
            menu: has(topic::MENU),
            conditional: has(topic::CONDITIONS),
            department: department.map(DepartmentId::new),
            code,
            base,
        });
        code = code.wrapping_add(length);
    }
    Topics { rows, by_intent, not_by_intent, conditional, code_end: code }
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
fn string(cursor: &mut Cursor<'_>) -> StringId {
    StringId::new(cursor.varint())
}

/// What a script says of itself.
pub(crate) struct Meta {
    pub(crate) name: StringId,
    pub(crate) version: u32,
    /// How sure a topic is suggested from on, in thousandths.
    pub(crate) threshold: u16,
    pub(crate) languages: Vec<LanguageRow>,
    pub(crate) commands: Vec<Vec<StringId>>,
    pub(crate) speech: Speech,
}

/// Name, version, threshold, languages, the words of commands, small talk and other languages; there is at least one language.
pub(crate) fn meta(cursor: &mut Cursor<'_>, bytes: &[u8]) -> Meta {
    let name = string(cursor);
    let version = cursor.varint();
    let threshold = cursor.varint();
    cursor.check((1..1_000).contains(&threshold));
    let threshold = u16::try_from(threshold).unwrap_or(ANSWER);
    let languages = rows(cursor, |cursor| LanguageRow {
        name: string(cursor),
        plurals: {
            let rules = PluralRules::from_bytes(cursor.part());
            cursor.some(rules)
        },
    });
    cursor.check(!languages.is_empty());
    let commands = rows(cursor, |cursor| rows(cursor, string));
    let speech = Speech::read(cursor, bytes);
    Meta { name, version, threshold, languages, commands, speech }
}

/// Channels.
pub(crate) fn channels(cursor: &mut Cursor<'_>) -> Vec<ChannelRow> {
    rows(cursor, |cursor| {
        let name = string(cursor);
        let flags = cursor.byte();
        let limit = (flags & channel::LIMIT != 0).then(|| cursor.varint());
        ChannelRow { name, limit, flags }
    })
}

/// Departments with their hours and zones.
pub(crate) fn departments(cursor: &mut Cursor<'_>) -> Vec<DepartmentRow> {
    rows(cursor, |cursor| DepartmentRow {
        name: string(cursor),
        title: string(cursor),
        schedule: match Schedule::read(cursor.part()) {
            Some((schedule, [])) => schedule,
            _ => {
                cursor.fail();
                Schedule::default()
            }
        },
    })
}

/// Facts with their patterns; where their values and questions stand in the code is checked by the caller.
pub(crate) fn facts(cursor: &mut Cursor<'_>) -> Vec<FactRow> {
    rows(cursor, |cursor| {
        let name = string(cursor);
        let kind = Kind::ALL.get(usize::from(cursor.byte())).copied();
        cursor.check(kind.is_some());
        let kind = kind.unwrap_or(Kind::Text);
        let flags = cursor.byte();
        let options = match kind {
            Kind::OneOf | Kind::SomeOf => rows(cursor, string),
            _ => Vec::new(),
        };
        let mut synonyms = Vec::new();
        if flags & fact::SYNONYMS != 0 {
            for _ in &options {
                synonyms.push(rows(cursor, string));
            }
        }
        let like = if flags & fact::LIKE == 0 {
            None
        } else {
            match Dfa::read(cursor.part()) {
                Some((dfa, [])) => Some(dfa),
                _ => {
                    cursor.fail();
                    None
                }
            }
        };
        FactRow {
            name,
            kind,
            secret: flags & fact::SECRET != 0,
            options,
            synonyms,
            like,
            default: (flags & fact::DEFAULT != 0).then(|| cursor.varint()),
            ask: (flags & fact::ASK != 0).then(|| cursor.varint()),
        }
    })
}

/// Preferred channels; conditions are checked by the caller.
pub(crate) fn prefers(cursor: &mut Cursor<'_>) -> Vec<PreferRow> {
    rows(cursor, |cursor| PreferRow {
        channel: ChannelId::new(cursor.varint()),
        topics: rows(cursor, |cursor| TopicId::new(cursor.varint())),
        condition: cursor.varint().checked_sub(1),
    })
}

/// Tests.
pub(crate) fn tests(cursor: &mut Cursor<'_>) -> Vec<TestRow> {
    rows(cursor, |cursor| TestRow { name: string(cursor), lines: string(cursor) })
}
