//! A linear model over words, pairs of words and runs of letters, trained from the examples of a script's intents.
//!
//! One support vector machine for each intent against all others (`solve.rs`), over what `text/features.rs` reads; with a language
//! pack, whose numbers are features beside these, all intents are told apart at once (`softmax.rs`), and with many examples both
//! are one model (`mixed.rs`). The same examples in the same order give the same model on every platform and with any number of
//! threads. It ends as small integers, so that [`Model`](crate::machine::model::Model) scores a message without floating point. How
//! sure a score makes is fitted to examples that were left out (`held.rs`, `curve.rs`),
//! and which of those it takes for another intent's is told (`doubts.rs`).
//!
//! This module knows nothing of scripts and machines: texts by intent go in, a model comes out.

mod background;
mod corpus;
mod curve;
mod doubts;
mod held;
pub(crate) mod log;
mod mixed;
mod model;
#[cfg(test)]
mod samples;
mod softmax;
mod solve;

use crate::machine::model::MAX_INTENTS;
use crate::pack::Pack;
use crate::threads::both;
use corpus::Corpus;
use curve::{of_others, of_others_seen};
use doubts::doubts;
use held::{FOLDS, Held, held};
use mixed::mixed;
use model::Part;
use solve::{LANES, blocks, solve_among};

pub use doubts::Doubt;
pub use model::Trained;

/// Trains a model from examples by intent; with a language pack, unless there is one intent alone or more than a
/// model with one tells apart.
///
/// ```
/// use answertree::{machine::model::Scores, text::tokenize::Tokens, train::train};
/// let model = train(&[
///     vec!["where is my parcel", "my parcel is late"],
///     vec!["i want my money back", "refund please"],
/// ], None, &["my is i"])
/// .model();
/// let (mut tokens, mut scores) = (Tokens::new(), Scores::default());
/// tokens.read("is the parcell late?");
/// scores.read(&model, None, &tokens, |_| true);
/// let scores = scores.all(&model);
/// assert!(scores[0] > scores[1]);
/// ```
///
/// `common` are lists of words that say little, with spaces between them; they are known to be common before a script has examples enough
/// to tell.
pub fn train<S: AsRef<str>>(intents: &[Vec<S>], pack: Option<&Pack>, common: &[&str]) -> Trained {
    // One intent alone is told from nothing by what it has in common with the others.
    let pack = pack.filter(|_| (2..=MAX_INTENTS).contains(&intents.len()));
    let (corpus, intents) = (Corpus::new(intents, pack, common), intents.len());
    let (all, most) = ((0..corpus.len()).collect::<Vec<_>>(), most_rivals(&corpus, intents));
    let left_out = || -> Vec<Held> {
        (0..folds(&corpus, intents)).flat_map(|fold| held(&corpus, intents, fold, most)).collect()
    };
    let (parts, left_out) = if corpus.is_seen() {
        both(|| parts_of(&corpus, &all, intents), left_out)
    } else {
        // Block by block: of thousands of intents there is no room for all weights at once.
        let parts = blocks(intents, |first| {
            Part::new(&corpus, &solve_among(&corpus, &all, first, most), intents)
        });
        (parts, left_out())
    };
    let otherwise = if corpus.is_seen() { of_others_seen(intents) } else { of_others(intents) };
    let curve = curve::fit(&left_out, corpus.len(), otherwise.clone());
    let doubts = doubts(&corpus, &left_out, &curve, curve != otherwise);
    let mut trained = Trained::new(&corpus, &parts, curve, pack.map(Pack::checksum));
    trained.doubts = doubts;
    trained
}

/// The parts of a model with a language pack, trained on all examples.
fn parts_of(corpus: &Corpus, all: &[usize], intents: usize) -> Vec<Part> {
    mixed(corpus, all, intents).iter().map(|block| Part::new(corpus, block, intents)).collect()
}

/// Features of examples, times blocks of intents, that are looked at for the curve: a second of work.
const MOST_WORK: usize = 6_000_000;

/// How many parts of the examples are left out in turn: of a large script one tells enough, of a huge one the curve of others does.
fn folds(corpus: &Corpus, intents: usize) -> usize {
    let once = work(corpus, intents);
    // With a language pack, that is beside the whole model and for few intents.
    let most = if corpus.is_seen() { MOST_WORK * 3 } else { MOST_WORK };
    if once > most * 10 { 0 } else { (most / once).clamp(1, FOLDS) }
}

/// The most examples of others that a block of intents is solved on: as many as so many intents have, unless that were minutes of
/// work.
fn most_rivals(corpus: &Corpus, intents: usize) -> usize {
    let share = MOST_WORK * 10 / work(corpus, intents).div_ceil(corpus.len().max(1)).max(1);
    let alike = corpus.len().div_ceil(intents.max(1)).saturating_mul(RIVALS);
    share.min(alike).max(FEWEST_RIVALS)
}

/// Intents that one is told from: of a script with more, most are about something else.
const RIVALS: usize = 320;

/// So many are always looked at.
const FEWEST_RIVALS: usize = 500;

/// How many features are looked at where all blocks of intents look at all examples.
fn work(corpus: &Corpus, intents: usize) -> usize {
    corpus.total().saturating_mul(intents.div_ceil(LANES)).max(1)
}
