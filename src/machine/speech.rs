//! Words of small talk, and words that tell languages apart: what a machine has of both for messages that no topic answers.

use super::id::{IntentId, StringId};
use super::tables::small;
use crate::bytes::cursor::Cursor;
use crate::text::tokenize::{Kind, Tokens};

/// What a word is in small talk and among languages, as bits.
pub(crate) mod says {
    /// The bits of greeting, thanks, goodbye and insult.
    pub(crate) const KINDS: u32 = 15;
    /// Thanks.
    pub(crate) const THANKS: u32 = 2;
    /// What stands beside small talk of any kind.
    pub(crate) const FILLER: u32 = 16;
    /// What people give thanks for.
    pub(crate) const THANKED: u32 = 32;
    /// A common word of a language of the script.
    pub(crate) const OWN: u32 = 64;
    /// Common in other languages: the first has this bit, and so on.
    pub(crate) const OTHERS: u32 = 7;
    /// The most other languages.
    pub(crate) const MOST: usize = 16;
    /// What begins a clause.
    pub(crate) const JOINS: u32 = 1 << 23;
}

/// What a machine knows of words that no topic has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Speech {
    /// The writings of the script's languages, as bits.
    pub(crate) writings: u32,
    /// The languages that can be told by their words.
    pub(crate) languages: Vec<StringId>,
    /// Where each word starts and ends in the machine, in the order of their bytes, and what it is.
    words: Vec<(u32, u32, u32)>,
    /// Those of them that begin a clause: a few, which are asked for at nearly every word.
    joins: Vec<(u32, u32, u32)>,
    /// The intents that have an example of small talk, ascending.
    intents: Vec<u32>,
}

/// Whether a message has words, and only such as small talk has, one of them at least of a kind; `of` says what a word is.
pub(crate) fn is_small_talk(tokens: &Tokens, of: impl Fn(&str) -> u32) -> bool {
    let mut kinds = 0;
    let small = tokens.iter().all(|token| match token.kind {
        Kind::Word => {
            let said = of(token.text);
            kinds |= said & says::KINDS;
            said & (says::KINDS | says::FILLER | says::THANKED) != 0
        }
        Kind::Emoji | Kind::Link | Kind::Mention => true,
        _ => false,
    });
    small && kinds != 0
}

impl Speech {
    /// Writings, other languages, words by what they are, then intents; `bytes` are those of the machine.
    pub(crate) fn read(cursor: &mut Cursor<'_>, bytes: &[u8]) -> Self {
        let writings = cursor.varint();
        let languages: Vec<StringId> =
            (0..cursor.count()).map(|_| StringId::new(cursor.varint())).collect();
        cursor.check(languages.len() <= says::MOST);
        let mut words = Vec::new();
        for _ in 0..cursor.count() {
            let said = cursor.varint();
            let size = cursor.size();
            let mut at = u32::try_from(cursor.at()).unwrap_or(u32::MAX);
            for word in cursor.take(size).split(|byte| *byte == b' ') {
                let size = small(word.len());
                words.push((at, at.saturating_add(size), said));
                at = at.saturating_add(size).saturating_add(1);
            }
        }
        words.sort_unstable_by(|a, b| Self::word(bytes, *a).cmp(Self::word(bytes, *b)));
        let joins = words.iter().filter(|row| row.2 & says::JOINS != 0).copied().collect();
        let intents = (0..cursor.count()).map(|_| cursor.varint()).collect();
        Self { writings, languages, words, joins, intents }
    }

    /// Whether examples of an intent say what small talk is to it.
    pub(crate) fn is_small_talk_of(&self, intent: IntentId) -> bool {
        self.intents.binary_search(&intent.index()).is_ok()
    }

    /// What a word is, as bits of [`says`]; 0 where it is none of them.
    pub(crate) fn of(&self, bytes: &[u8], word: &str) -> u32 {
        let found = self.words.binary_search_by(|row| Self::word(bytes, *row).cmp(word.as_bytes()));
        found.ok().and_then(|at| self.words.get(at)).map_or(0, |row| row.2)
    }

    /// Whether a word begins a clause.
    pub(crate) fn joins(&self, bytes: &[u8], word: &str) -> bool {
        self.joins.iter().any(|row| Self::word(bytes, *row) == word.as_bytes())
    }

    fn word(bytes: &[u8], (start, end, _): (u32, u32, u32)) -> &[u8] {
        let place = |at| usize::try_from(at).unwrap_or(usize::MAX);
        bytes.get(place(start)..place(end)).unwrap_or(&[])
    }

    /// The words with what they are.
    #[cfg(feature = "compile")]
    pub(crate) fn words<'m>(&self, bytes: &'m [u8]) -> impl Iterator<Item = (&'m str, u32)> {
        let word = |row| core::str::from_utf8(Self::word(bytes, row)).unwrap_or("");
        self.words.iter().map(move |row| (word(*row), row.2))
    }

    /// The intents that have an example of small talk.
    #[cfg(feature = "compile")]
    pub(crate) fn intents(&self) -> impl Iterator<Item = usize> {
        self.intents.iter().map(|intent| usize::try_from(*intent).unwrap_or(usize::MAX))
    }

    /// Whether the words are texts, none twice, and the intents in order, of `intents` that there are.
    #[cfg(feature = "compile")]
    pub(crate) fn is_whole(&self, bytes: &[u8], intents: usize) -> bool {
        let all = 1_u32 << says::OTHERS << self.languages.len();
        self.words(bytes).all(|(word, said)| !word.is_empty() && said & !says::JOINS < all)
            && self.words.is_sorted_by(|a, b| Self::word(bytes, *a) < Self::word(bytes, *b))
            && self.intents.is_sorted_by(|a, b| a < b)
            && self.intents().all(|intent| intent < intents)
    }
}
