//! The words that patterns and examples know, the stems, and the classes that words belong to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::patterns::{Expanded, Item, Lists};
use super::strings::Strings;
use crate::check::script::{Script, StatementKind, Topic};
use crate::machine::tables::LONG;
use crate::machine::write;
use crate::text::tokenize::Tokens;

/// A member of a class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Member {
    Word(Arc<str>),
    Stem(Arc<str>),
}

/// The vocabulary: words, stems and classes, each in order.
#[derive(Debug, Default)]
pub(crate) struct Words {
    ids: BTreeMap<Arc<str>, u32>,
    stems: BTreeMap<Arc<str>, u32>,
    classes: BTreeMap<Arc<[Member]>, u32>,
    /// Each intent's examples as words, none twice in one example.
    pub(crate) examples: Vec<Vec<Vec<u32>>>,
}

impl Words {
    /// Collects what a script's examples and patterns know.
    pub(crate) fn new(script: &Script, patterns: &[Expanded], lists: &Lists) -> Self {
        let mut tokens = Tokens::new();
        // Words by the order in which they come first, numbered in their own order below.
        let mut words = Seen::default();
        let mut stems = BTreeSet::new();
        let mut classes = BTreeSet::new();
        let mut examples: Vec<Vec<Vec<u32>>> = Vec::with_capacity(script.intents.len());
        for intent in &script.intents {
            let mut texts = Vec::with_capacity(intent.examples.len());
            for example in &intent.examples {
                tokens.read(example);
                let mut text: Vec<u32> = Vec::new();
                for token in tokens.iter().filter(|token| token.text.len() <= MAX_WORD) {
                    let word = words.number(token.text);
                    if !text.contains(&word) {
                        text.push(word);
                    }
                }
                texts.push(text);
            }
            examples.push(texts);
        }
        for item in patterns.iter().flat_map(|p| &p.paths).flatten() {
            match item {
                Item::One(member) => keep(member, &mut words, &mut stems),
                Item::Class(members) => {
                    if !classes.contains(members) {
                        members.iter().for_each(|member| keep(member, &mut words, &mut stems));
                        classes.insert(members.clone());
                    }
                }
                Item::Gap(_) => {}
            }
        }
        // What a customer writes is compared with labels by the script's lists, whether or not a pattern names them.
        let has_choices = |topic: &Topic| {
            topic.body.iter().any(|statement| matches!(statement.kind, StatementKind::Choices(_)))
        };
        if script.topics.iter().any(has_choices) {
            for members in lists.keys() {
                if !classes.contains(members) {
                    members.iter().for_each(|member| keep(member, &mut words, &mut stems));
                    classes.insert(members.clone());
                }
            }
        }
        let (words, numbers) = words.in_order();
        for word in examples.iter_mut().flatten().flatten() {
            *word =
                usize::try_from(*word).ok().and_then(|at| numbers.get(at)).copied().unwrap_or(0);
        }
        Self { ids: words, stems: numbered(stems), classes: numbered(classes), examples }
    }

    /// The number of words.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The symbol that the automaton knows an item by.
    pub(crate) fn symbol(&self, item: &Item) -> Option<u32> {
        let (words, stems) = (small(self.ids.len()), small(self.stems.len()));
        match item {
            Item::One(Member::Word(word)) => self.ids.get(word).copied(),
            Item::One(Member::Stem(stem)) => self.stems.get(stem).map(|id| id + words),
            Item::Class(members) => self.classes.get(members).map(|id| id + words + stems),
            Item::Gap(_) => None,
        }
    }

    /// The section: sorted words as what they share and what they add.
    pub(crate) fn section(&self) -> Vec<u8> {
        front_coded(self.ids.keys())
    }

    /// The section: stems, then classes with the name of the list that each is, and their words and stems.
    pub(crate) fn classes(&self, lists: &Lists, strings: &mut Strings) -> Vec<u8> {
        let mut out = front_coded(self.stems.keys());
        write::size(&mut out, self.classes.len());
        let (mut sizes, mut all) = (Vec::new(), Vec::new());
        for members in self.classes.keys() {
            let name = lists.get(members).map_or(0, |name| strings.id(name).index() + 1);
            write::varint(&mut out, name);
            let (mut words, mut stems) = (Vec::new(), Vec::new());
            for member in members.iter() {
                match member {
                    Member::Word(word) => words.extend(self.ids.get(word)),
                    Member::Stem(stem) => stems.extend(self.stems.get(stem)),
                }
            }
            for ids in [words, stems] {
                write::size(&mut sizes, ids.len());
                let mut last = 0;
                for id in ids {
                    write::varint(&mut all, id - last);
                    last = id;
                }
            }
        }
        out.append(&mut sizes);
        out.append(&mut all);
        out
    }
}

fn keep(member: &Member, words: &mut Seen, stems: &mut BTreeSet<Arc<str>>) {
    match member {
        Member::Word(word) => {
            words.number(word);
        }
        Member::Stem(stem) => {
            if !stems.contains(stem) {
                stems.insert(stem.clone());
            }
        }
    }
}

/// Words, numbered as they come.
#[derive(Default)]
struct Seen(HashMap<Arc<str>, u32>);

impl Seen {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.0.get(word) {
            return *number;
        }
        let number = small(self.0.len());
        self.0.insert(word.into(), number);
        number
    }

    /// The words numbered in their order, and the new number by the old one.
    fn in_order(self) -> (BTreeMap<Arc<str>, u32>, Vec<u32>) {
        let mut words: Vec<(Arc<str>, u32)> = self.0.into_iter().collect();
        words.sort_unstable();
        let mut ids = vec![0; words.len()];
        for (id, (_, old)) in (0..).zip(&words) {
            if let Some(slot) = usize::try_from(*old).ok().and_then(|old| ids.get_mut(old)) {
                *slot = id;
            }
        }
        (words.into_iter().map(|(word, _)| word).zip(0..).collect(), ids)
    }
}

fn numbered<T: Ord>(set: BTreeSet<T>) -> BTreeMap<T, u32> {
    set.into_iter().zip(0..).collect()
}

/// The folded words of a text.
pub(crate) fn tokens_of(tokens: &mut Tokens, text: &str) -> Vec<Arc<str>> {
    tokens.read(text);
    tokens
        .iter()
        .map(|token| token.text)
        .filter(|word| word.len() <= MAX_WORD)
        .map(Arc::from)
        .collect()
}

/// Bytes of a word; longer ones are noise that no customer types twice.
const MAX_WORD: usize = 63;

/// Sorted words: their number, what each shares with the one before and how much it adds, and what they add.
fn front_coded<'a>(words: impl ExactSizeIterator<Item = &'a Arc<str>>) -> Vec<u8> {
    let (mut out, mut texts) = (Vec::new(), Vec::new());
    write::size(&mut out, words.len());
    let mut last: &[u8] = &[];
    for word in words {
        let bytes = word.as_bytes();
        let shared = bytes.iter().zip(last).take_while(|(a, b)| a == b).count();
        let added = bytes.len() - shared;
        // Both in one byte, of which 15 says that the rest follows.
        let half = |n: usize| u8::try_from(n.min(LONG)).unwrap_or(15);
        out.push(half(shared) << 4 | half(added));
        for n in [shared, added] {
            if n >= LONG {
                write::size(&mut out, n - LONG);
            }
        }
        texts.extend_from_slice(bytes.get(shared..).unwrap_or(&[]));
        last = bytes;
    }
    out.append(&mut texts);
    out
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
