//! The words of real messages, drawn as often as customers use them.

use super::random::Random;

/// `word<TAB>count`, most frequent first; its origin and licence stand at its head.
const WORDS: &str = include_str!("words.tsv");

/// The most frequent words that any message may hold; what comes after tells topics apart.
const COMMON: usize = 250;

/// Syllables of the names of products, which no word list has.
const SYLLABLES: [&str; 40] = [
    "al", "bri", "cor", "da", "el", "fen", "gor", "hal", "io", "jun", "kel", "lu", "mar", "nex",
    "or", "pra", "qui", "rov", "sen", "tol", "ul", "ver", "wex", "xa", "yor", "zen", "bo", "ci",
    "dra", "fo", "gli", "ki", "lem", "mo", "nu", "pel", "ra", "sto", "tri", "vo",
];

/// Words by frequency.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    common: Ranked,
    rare: Ranked,
}

impl Vocabulary {
    /// Reads the list that is compiled in.
    pub(crate) fn new() -> Self {
        let all: Vec<(&str, usize)> = WORDS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(word, count)| Some((word, count.parse().ok()?)))
            .collect();
        let (common, rare) = all.split_at(COMMON.min(all.len()));
        Self { common: Ranked::new(common), rare: Ranked::new(rare) }
    }

    /// A word that says little.
    pub(crate) fn common(&self, random: &mut Random) -> &'static str {
        self.common.draw(random)
    }

    /// A word that says what a message is about.
    pub(crate) fn rare(&self, random: &mut Random) -> &'static str {
        self.rare.draw(random)
    }

    /// Any word, as often as in real messages.
    pub(crate) fn any(&self, random: &mut Random) -> &'static str {
        if random.below(self.common.total() + self.rare.total()) < self.common.total() {
            self.common(random)
        } else {
            self.rare(random)
        }
    }
}

/// The name of the `n`-th product: three syllables, different for the first 64,000.
pub(crate) fn product(n: usize) -> String {
    let syllable = |k: usize| SYLLABLES.get(k % SYLLABLES.len()).copied().unwrap_or_default();
    // 17 and 23 share no factor with 40, so each digit still takes every value.
    let (a, b, c) = (n, n / SYLLABLES.len(), n / SYLLABLES.len() / SYLLABLES.len());
    [syllable(a * 17 + b + c), syllable(b * 23 + c), syllable(c + 5)].concat()
}

/// Words with the sums of their counts, so that a draw is a search.
#[derive(Clone, Debug)]
struct Ranked {
    words: Vec<&'static str>,
    sums: Vec<usize>,
}

impl Ranked {
    fn new(list: &[(&'static str, usize)]) -> Self {
        let sums = list
            .iter()
            .scan(0, |sum, (_, count)| {
                *sum += count;
                Some(*sum)
            })
            .collect();
        Self { words: list.iter().map(|(word, _)| *word).collect(), sums }
    }

    fn total(&self) -> usize {
        self.sums.last().copied().unwrap_or(0)
    }

    fn draw(&self, random: &mut Random) -> &'static str {
        let at = random.below(self.total());
        let rank = self.sums.partition_point(|sum| *sum <= at);
        self.words.get(rank).copied().unwrap_or_default()
    }
}
