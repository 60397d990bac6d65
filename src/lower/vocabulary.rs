//! The words that patterns and examples know, the stems, and the classes that words belong to.

use std::collections::{BTreeMap, BTreeSet};

use super::patterns::{Expanded, Item};
use crate::check::script::Script;
use crate::machine::write;
use crate::text::tokenize::Tokens;

/// A member of a class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Member {
    Word(String),
    Stem(String),
}

/// The vocabulary: words, stems and classes, each in order.
#[derive(Debug, Default)]
pub(crate) struct Words {
    ids: BTreeMap<String, u32>,
    stems: BTreeMap<String, u32>,
    classes: BTreeMap<Vec<Member>, u32>,
    /// Each intent's examples as words, none twice in one example.
    pub(crate) examples: Vec<Vec<Vec<u32>>>,
}

impl Words {
    /// Collects what a script's examples and patterns know.
    pub(crate) fn new(script: &Script, patterns: &[Expanded]) -> Self {
        let mut tokens = Tokens::new();
        let mut words = BTreeSet::new();
        let mut stems = BTreeSet::new();
        let mut classes = BTreeSet::new();
        let mut examples = Vec::new();
        for intent in &script.intents {
            let mut texts = Vec::new();
            for example in &intent.examples {
                let text = tokens_of(&mut tokens, example);
                words.extend(text.iter().cloned());
                texts.push(text);
            }
            examples.push(texts);
        }
        for item in patterns.iter().flat_map(|p| &p.paths).flatten() {
            match item {
                Item::One(member) => keep(member, &mut words, &mut stems),
                Item::Class(members) => {
                    members.iter().for_each(|member| keep(member, &mut words, &mut stems));
                    classes.insert(members.clone());
                }
                Item::Gap(_) => {}
            }
        }
        let words = numbered(words);
        let ids = |text: Vec<String>| {
            let mut ids: Vec<u32> = Vec::new();
            for id in text.iter().filter_map(|word| words.get(word)) {
                if !ids.contains(id) {
                    ids.push(*id);
                }
            }
            ids
        };
        let examples =
            examples.into_iter().map(|texts| texts.into_iter().map(ids).collect()).collect();
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

    /// The section: sorted words as what they share and what they add, then their rarity.
    pub(crate) fn section(&self, rarity: &[u8]) -> Vec<u8> {
        let mut out = front_coded(self.ids.keys());
        out.extend_from_slice(rarity);
        out
    }

    /// The section: stems, then classes with their words and stems.
    pub(crate) fn classes(&self) -> Vec<u8> {
        let mut out = front_coded(self.stems.keys());
        write::size(&mut out, self.classes.len());
        for members in self.classes.keys() {
            let (mut words, mut stems) = (Vec::new(), Vec::new());
            for member in members {
                match member {
                    Member::Word(word) => words.extend(self.ids.get(word)),
                    Member::Stem(stem) => stems.extend(self.stems.get(stem)),
                }
            }
            for ids in [words, stems] {
                write::size(&mut out, ids.len());
                let mut last = 0;
                for id in ids {
                    write::varint(&mut out, id - last);
                    last = id;
                }
            }
        }
        out
    }
}

fn keep(member: &Member, words: &mut BTreeSet<String>, stems: &mut BTreeSet<String>) {
    match member {
        Member::Word(word) => words.insert(word.clone()),
        Member::Stem(stem) => stems.insert(stem.clone()),
    };
}

fn numbered<T: Ord>(set: BTreeSet<T>) -> BTreeMap<T, u32> {
    set.into_iter().zip(0..).collect()
}

/// The folded words of a text.
pub(crate) fn tokens_of(tokens: &mut Tokens, text: &str) -> Vec<String> {
    tokens.read(text);
    tokens.iter().map(|token| token.text.to_owned()).filter(|word| word.len() <= MAX_WORD).collect()
}

/// Bytes of a word; longer ones are noise that no customer types twice.
const MAX_WORD: usize = 63;

fn front_coded<'a>(words: impl ExactSizeIterator<Item = &'a String>) -> Vec<u8> {
    let mut out = Vec::new();
    write::size(&mut out, words.len());
    let mut last: &[u8] = &[];
    for word in words {
        let bytes = word.as_bytes();
        let shared = bytes.iter().zip(last).take_while(|(a, b)| a == b).count();
        write::size(&mut out, shared);
        write::size(&mut out, bytes.len() - shared);
        out.extend_from_slice(bytes.get(shared..).unwrap_or(&[]));
        last = bytes;
    }
    out
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
