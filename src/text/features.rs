//! What a message is judged by: its words, its pairs of neighbours, and the runs of letters in its words.
//!
//! The trained model knows features by a hash, so that a machine carries none of their texts. What trains a model and what
//! reads a message is this one reader.

use super::tokenize::{Kind, Tokens};

/// Letters of the shortest and of the longest run; the edges of a word count as letters.
pub const RUNS: (usize, usize) = (2, 4);

/// Letters of a word that are looked at: what is longer is noise, and costs no more.
const MOST_LETTERS: usize = 32;

/// Before the first letter of a word and behind its last.
const EDGE: u32 = 0x20;

/// Which features share a length: each kind of a message is brought to length one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Words and pairs of them.
    Words,
    /// Runs of letters.
    Letters,
}

/// How many groups there are.
pub const GROUPS: usize = 2;

impl Group {
    /// The group of a feature: the highest bit of its hash.
    pub fn of(hash: u32) -> Self {
        if hash >> 31 == 0 { Self::Words } else { Self::Letters }
    }
}

/// One feature of a message, as often as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// What it is known by; the highest bit is its group.
    pub hash: u32,
    /// The token it is in; of a pair the second, and the last where the pair is a word and the end.
    pub token: u32,
    /// Whether it is a pair of neighbours.
    pub pair: bool,
}

impl Feature {
    /// Which group it is of.
    pub fn group(self) -> Group {
        Group::of(self.hash)
    }
}

/// Reads the features of a message, those of each token together, but for tokens that are not kept: the message is read as if it
/// did not have them.
///
/// ```
/// use answertree::text::{features::features, tokenize::Tokens};
/// let mut tokens = Tokens::new();
/// tokens.read("my parcel");
/// let mut count = 0;
/// features(&tokens, |_| true, |_| count += 1);
/// // Two words, three pairs with both ends, and the runs of `␣my␣` and `␣parcel␣`.
/// assert_eq!(count, 2 + 3 + (3 + 2 + 1) + (7 + 6 + 5));
/// ```
pub fn features(tokens: &Tokens, kept: impl Fn(u32) -> bool, mut each: impl FnMut(Feature)) {
    let mut before = EDGE;
    let mut last = 0;
    for (at, token) in (0..).zip(tokens.iter()).filter(|(at, _)| kept(*at)) {
        let word = match token.kind {
            // Whose name or address it is says nothing.
            Kind::Link | Kind::Email | Kind::Mention => hash(token.kind as u32 + 1, EDGE),
            _ => token.text.chars().take(MOST_LETTERS).fold(SEED, |h, c| hash(h, u32::from(c))),
        };
        each(Feature { hash: mix(word) >> 1, token: at, pair: false });
        each(Feature { hash: mix(pair(before, word)) >> 1, token: at, pair: true });
        if matches!(token.kind, Kind::Word | Kind::Code) {
            runs(token.text, |hash| each(Feature { hash, token: at, pair: false }));
        }
        before = word;
        last = at;
    }
    if before != EDGE {
        each(Feature { hash: mix(pair(before, EDGE)) >> 1, token: last, pair: true });
    }
}

/// The runs of letters of one word.
fn runs(word: &str, mut each: impl FnMut(u32)) {
    let mut letters = [EDGE; MOST_LETTERS + 2];
    let mut count = 1;
    for (slot, c) in letters.iter_mut().skip(1).zip(word.chars().take(MOST_LETTERS)) {
        *slot = u32::from(c);
        count += 1;
    }
    let letters = letters.get(..=count).unwrap_or(&[]);
    for start in 0..letters.len() {
        let mut run = SEED;
        for (length, letter) in (1..=RUNS.1).zip(letters.iter().skip(start)) {
            run = hash(run, *letter);
            if length >= RUNS.0 {
                each(mix(run) | LETTERS);
            }
        }
    }
}

/// Where a hash begins.
const SEED: u32 = 0x811c_9dc5;

/// Keeps runs of letters apart from words.
const LETTERS: u32 = 1 << 31;

/// One character more: FNV-1a over characters (Fowler, Noll, Vo).
fn hash(so_far: u32, letter: u32) -> u32 {
    (so_far ^ letter).wrapping_mul(0x0100_0193)
}

fn pair(first: u32, second: u32) -> u32 {
    first.rotate_left(13).wrapping_mul(5).wrapping_add(second)
}

/// Spreads what FNV leaves in the lower bits (the finaliser of `MurmurHash3`, Appleby).
fn mix(mut h: u32) -> u32 {
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}
