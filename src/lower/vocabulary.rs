//! The words that patterns know, the stems, and the classes that words belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::patterns::{Expanded, Item, Lists};
use super::strings::Strings;
use crate::bytes::write;
use crate::check::script::{Script, StatementKind, Topic};
use crate::machine::tables::LONG;
use crate::text::tokenize::Tokens;

/// A member of a class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

impl Words {
    /// Collects what a script's patterns know.
    pub(crate) fn new(script: &Script, patterns: &[Expanded], lists: &Lists) -> Self {
        let mut words = BTreeSet::new();
        let mut stems = BTreeSet::new();
        let mut classes = BTreeSet::new();
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
        Self { ids: numbered(words), stems: numbered(stems), classes: numbered(classes) }
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

fn keep(member: &Member, words: &mut BTreeSet<Arc<str>>, stems: &mut BTreeSet<Arc<str>>) {
    let (to, text) = match member {
        Member::Word(word) => (words, word),
        Member::Stem(stem) => (stems, stem),
    };
    if !to.contains(text) {
        to.insert(text.clone());
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
pub(super) const MAX_WORD: usize = 63;

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
