//! A linear model over words, pairs of words and runs of letters, trained from the examples of a script's intents.
//!
//! One support vector machine for each intent against all others ([`solve`]), over what `text/features.rs` reads. The same examples in
//! the same order give the same model on every platform and with any number of threads. It ends as small integers, so
//! that [`Model`](crate::machine::model::Model) scores a message without floating point. How sure a score makes is fitted to examples that were left out ([`held`], [`curve`]).
//!
//! This module knows nothing of scripts and machines: texts by intent go in, a model comes out.

mod corpus;
mod curve;
mod held;
mod log;
mod model;
mod solve;

use crate::machine::model::MAX_INTENTS;
use crate::pack::Pack;
use corpus::Corpus;
use held::{FOLDS, blocks, held};
use model::Part;
use solve::{LANES, rivals, solve};

pub use model::Trained;

/// Trains a model from examples by intent; with a language pack, unless there are more intents than a model with one tells apart.
///
/// ```
/// use answertree::{machine::model::Scores, text::tokenize::Tokens, train::train};
/// let model = train(&[
///     vec!["where is my parcel", "my parcel is late"],
///     vec!["i want my money back", "refund please"],
/// ], None)
/// .model();
/// let (mut tokens, mut scores) = (Tokens::new(), Scores::default());
/// tokens.read("is the parcell late?");
/// scores.read(&model, None, &tokens, |_| true);
/// let scores = scores.all(&model);
/// assert!(scores[0] > scores[1]);
/// ```
pub fn train<S: AsRef<str>>(intents: &[Vec<S>], pack: Option<&Pack>) -> Trained {
    let pack = pack.filter(|_| intents.len() <= MAX_INTENTS);
    let (corpus, intents) = (Corpus::new(intents, pack), intents.len());
    let most = most_rivals(&corpus, intents);
    let parts = blocks(intents, |first| {
        let range = first..intents.min(first + LANES);
        let block = solve(&corpus, &rivals(&corpus, range, most), first);
        Part::new(&corpus, &block, first, intents)
    });
    let folds = 0..folds(&corpus, intents);
    let left_out: Vec<_> = folds.flat_map(|fold| held(&corpus, intents, fold)).collect();
    Trained::new(&corpus, &parts, curve::fit(&left_out), pack.map(Pack::checksum))
}

/// Features of examples, times blocks of intents, that are looked at for the curve: a second of work.
const MOST_WORK: usize = 6_000_000;

/// How many parts of the examples are left out in turn: of a large script one tells enough, of a huge one the curve of others does.
fn folds(corpus: &Corpus, intents: usize) -> usize {
    let once = work(corpus, intents);
    if once > MOST_WORK * 10 { 0 } else { (MOST_WORK / once).clamp(1, FOLDS) }
}

/// The most examples of others that a block of intents is solved on: all, unless that were minutes of work.
fn most_rivals(corpus: &Corpus, intents: usize) -> usize {
    let share = MOST_WORK * 10 / work(corpus, intents).div_ceil(corpus.len().max(1)).max(1);
    share.max(FEWEST_RIVALS)
}

/// So many are always looked at.
const FEWEST_RIVALS: usize = 500;

/// How many features are looked at where all blocks of intents look at all examples.
fn work(corpus: &Corpus, intents: usize) -> usize {
    corpus.total().saturating_mul(intents.div_ceil(LANES)).max(1)
}
