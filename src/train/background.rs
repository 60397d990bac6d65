//! How common words are before there are examples enough to tell: without it a word that stands in every message says as much as
//! any other in a script of a few examples.

use crate::text::features::features;
use crate::text::tokenize::Tokens;

/// A script with fewer examples is told of common words as if it had others up to so many. More change little.
const MESSAGES: usize = 200;

/// So many of these have a common word. 30 and 70 do as well on scripts of 2 to 20 intents.
const HAVING: u32 = 50;

/// What is known of messages that are not there.
#[derive(Debug)]
pub(crate) struct Background {
    /// In order.
    words: Vec<String>,
    messages: usize,
    /// Features of common words alone.
    common: Vec<u32>,
    /// Features that are pairs of words.
    pairs: Vec<u32>,
}

impl Background {
    /// For a script with so many examples.
    pub(crate) fn new(lists: &[&str], examples: usize) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut tokens = Tokens::new();
        for list in lists {
            tokens.read(list);
            words.extend(tokens.iter().map(|token| token.text.to_owned()));
        }
        words.sort_unstable();
        let messages = if words.is_empty() { 0 } else { MESSAGES.saturating_sub(examples) };
        Self { words, messages, common: Vec::new(), pairs: Vec::new() }
    }

    /// The hashes of an example's features, in order; looks which of them are pairs, and which are those of common words alone.
    pub(crate) fn read(&mut self, tokens: &Tokens) -> Vec<u32> {
        let mut found = Vec::new();
        let common: Vec<bool> = tokens.iter().map(|token| self.is_common(token.text)).collect();
        let is_common = |token: u32| common.get(token as usize).copied().unwrap_or(false);
        let mut paired = None;
        features(
            tokens,
            |_| true,
            |feature| {
                // Of a token's pairs the first is that with the word before.
                let with_before = feature.pair
                    && paired.replace(feature.token) != Some(feature.token)
                    && feature.token > 0;
                if is_common(feature.token) && (!with_before || is_common(feature.token - 1)) {
                    self.common.push(feature.hash);
                }
                if feature.pair {
                    self.pairs.push(feature.hash);
                }
                found.push(feature.hash);
            },
        );
        found.sort_unstable();
        found
    }

    /// Of a script with examples enough, no word is.
    fn is_common(&self, word: &str) -> bool {
        self.messages > 0 && self.words.binary_search_by(|other| other.as_str().cmp(word)).is_ok()
    }

    /// So many messages are there beside the examples.
    pub(crate) fn messages(&self) -> usize {
        self.messages
    }

    /// So many of them have a common word.
    pub(crate) fn having(&self) -> u32 {
        let messages = u32::try_from(self.messages).unwrap_or(u32::MAX);
        HAVING.saturating_mul(messages) / u32::try_from(MESSAGES).unwrap_or(u32::MAX)
    }

    /// The features of common words by the bits of their hashes that count, in order.
    pub(crate) fn common(&mut self, bits: u32) -> Vec<u32> {
        in_order(&mut self.common, bits)
    }

    /// The features that are pairs of words, in the same way.
    pub(crate) fn pairs(&mut self, bits: u32) -> Vec<u32> {
        in_order(&mut self.pairs, bits)
    }
}

/// The bits of hashes that count, each once.
fn in_order(hashes: &mut Vec<u32>, bits: u32) -> Vec<u32> {
    let mut counting: Vec<u32> = hashes.drain(..).map(|hash| hash >> (32 - bits)).collect();
    counting.sort_unstable();
    counting.dedup();
    counting
}

#[cfg(test)]
mod tests {
    use super::{HAVING, MESSAGES};
    use crate::train::corpus::Corpus;

    /// What `my` and `parcel` are worth in an example, the one and only words of it.
    fn worth(others: usize, common: &[&str]) -> [u8; 2] {
        let mut intents = vec![vec!["my".to_owned()], vec!["parcel".to_owned()]];
        intents.push((0..others).map(|n| format!("other{n}")).collect());
        let corpus = Corpus::new(&intents, None, common);
        [0, 1].map(|at| {
            let features = corpus.example(at).iter().map(|(feature, _)| *feature as usize);
            features.filter_map(|at| corpus.rarities.get(at)).copied().max().unwrap()
        })
    }

    #[test]
    fn a_common_word_says_less_while_examples_are_few() {
        let [my, parcel] = worth(2, &["my is"]);
        assert!(u32::from(parcel) * 2 > u32::from(my) * 3, "{my} of {parcel}");
        let [my, parcel] = worth(2, &[]);
        assert_eq!(my, parcel);
        let [my, parcel] = worth(MESSAGES, &["my is"]);
        assert_eq!(my, parcel);
        assert!(HAVING < u32::try_from(MESSAGES).unwrap());
    }

    #[test]
    fn a_pair_is_common_where_both_words_are() {
        let intents = [vec!["is my"], vec!["is parcel", "my parcel"]];
        let [with, without] =
            [&["my is"][..], &[]].map(|common| Corpus::new(&intents, None, common));
        let worth = |corpus: &Corpus, at: usize| {
            corpus
                .example(at)
                .iter()
                .filter_map(|(f, _)| corpus.rarities.get(*f as usize))
                .max()
                .copied()
        };
        // All of the first example is common; the pairs of the others are as rare as ever.
        assert!(worth(&with, 0) < worth(&with, 1) && worth(&with, 1) == worth(&with, 2));
        assert_eq!(worth(&without, 0), worth(&without, 1));
    }
}
