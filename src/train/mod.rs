//! A linear model over words, pairs of words and runs of letters, trained from the examples of a script's intents.
//!
//! One support vector machine for each intent against all others ([`solve`]), over what `text/features.rs` reads. The same examples in
//! the same order give the same model on every platform and with any number of threads. It ends as small integers: [`Model`]
//! scores a message without floating point. How sure a score makes is fitted to examples that were left out ([`held`], [`curve`]).
//!
//! This module knows nothing of scripts and machines: texts by intent go in, a model comes out.

mod corpus;
mod curve;
mod held;
mod model;
mod solve;

use corpus::Corpus;
use held::{FOLDS, blocks, held};
use solve::solve;

pub use curve::Curve;
pub use model::{Model, ONE, Weight};

/// Trains a model from examples by intent.
///
/// ```
/// use answertree::{text::tokenize::Tokens, train::train};
/// let model = train(&[
///     vec!["where is my parcel", "my parcel is late"],
///     vec!["i want my money back", "refund please"],
/// ]);
/// let mut tokens = Tokens::new();
/// tokens.read("is the parcell late?");
/// let scores = model.scores(&tokens);
/// assert!(scores[0] > scores[1]);
/// ```
pub fn train<S: AsRef<str>>(intents: &[Vec<S>]) -> Model {
    let corpus = Corpus::new(intents);
    let all: Vec<usize> = (0..corpus.len()).collect();
    let solved = blocks(intents.len(), |first| solve(&corpus, &all, first));
    let folds = folds(&corpus, intents.len());
    let left_out: Vec<_> = (0..folds).flat_map(|fold| held(&corpus, intents.len(), fold)).collect();
    Model::new(&corpus, &solved, intents.len(), Curve::fit(&left_out))
}

/// Features of examples, times blocks of intents, that are looked at for the curve: a second of work.
const MOST_WORK: usize = 6_000_000;

/// How many parts of the examples are left out in turn: of a large script one tells enough.
fn folds(corpus: &Corpus, intents: usize) -> usize {
    let once = corpus.total().saturating_mul(intents.div_ceil(solve::LANES)).max(1);
    (MOST_WORK / once).clamp(1, FOLDS)
}
