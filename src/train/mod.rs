//! A linear model over words, pairs of words and runs of letters, trained from the examples of a script's intents.
//!
//! One support vector machine for each intent against all others (`solve.rs`), over what `text/features.rs` reads, and beside it the
//! mean of the intent's examples (`mean.rs`), which is all there is of very large scripts; with a language pack, whose numbers are
//! features beside these, all intents are told apart at once (`softmax.rs`), and with many examples both are one model
//! (`mixed.rs`). The same examples in the same order give the same model on every platform and with any number of threads. It ends as
//! small integers, so that [`Model`](crate::machine::model::Model) scores a message without floating point. How sure a score makes
//! is fitted to examples that were left out (`held.rs`, `curve.rs`), and which of those it takes for another intent's is told
//! (`doubts.rs`).
//!
//! This module knows nothing of scripts and machines: texts by intent go in, a model comes out.

mod background;
mod corpus;
mod curve;
mod doubts;
mod held;
pub(crate) mod log;
mod mean;
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
use mean::Means;
use mixed::mixed;
use model::Part;
use solve::{Block, LANES, blocks, solve_among};

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
    let (all, way) = ((0..corpus.len()).collect::<Vec<_>>(), Way::of(&corpus, intents));
    let left_out = || -> Vec<Held> {
        (0..folds(&corpus, intents, way)).flat_map(|f| held(&corpus, intents, f, way)).collect()
    };
    let (parts, left_out) = both(|| parts_of(&corpus, &all, intents, way), left_out);
    let otherwise = if corpus.is_seen() { of_others_seen(intents) } else { of_others(intents) };
    let curve = curve::fit(&left_out, corpus.len(), otherwise.clone());
    let doubts = doubts(&corpus, &left_out, &curve, curve != otherwise);
    let mut trained = Trained::new(&corpus, &parts, curve, pack.map(Pack::checksum));
    trained.doubts = doubts;
    trained
}

/// What a model is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// With a language pack: all intents at once, and a machine of each against the others.
    Mixed,
    /// A machine of each against the others, where so few examples are left out that what scores mean is taken from other scripts.
    Machines,
    /// These, and the means of each intent's examples.
    MachinesAndMeans,
    /// The means alone, where all others would take minutes.
    Means,
}

impl Way {
    fn of(corpus: &Corpus, intents: usize) -> Self {
        if corpus.is_seen() {
            Self::Mixed
        } else if work(corpus, intents) > MOST_SOLVED {
            Self::Means
        } else if curve::is_fitted(held::judged(corpus, intents)) {
            Self::MachinesAndMeans
        } else {
            Self::Machines
        }
    }
}

/// The parts of a model of some examples.
fn parts_of(corpus: &Corpus, examples: &[usize], intents: usize, way: Way) -> Vec<Part> {
    match way {
        Way::Mixed => {
            let all = mixed(corpus, examples, intents);
            all.iter().map(|block| Part::new(corpus, block, intents)).collect()
        }
        Way::Means => {
            vec![Part::of_means(corpus, &Means::new(corpus, examples, intents), intents)]
        }
        // Block by block: of hundreds of intents there is no room for all weights at once.
        Way::Machines | Way::MachinesAndMeans => blocks(intents, |first| {
            Part::new(corpus, &machines(corpus, examples, first, way), intents)
        }),
    }
}

/// The machines of the intents from `first` on, with their means where they are beside.
fn machines(corpus: &Corpus, examples: &[usize], first: usize, way: Way) -> Block {
    let mut block = solve_among(corpus, examples, first);
    if way == Way::MachinesAndMeans {
        mean::add(corpus, examples, &mut block);
    }
    block
}

/// Features of examples, times blocks of intents, that are looked at for the curve: a second of work.
const MOST_WORK: usize = 6_000_000;

/// The most of these for which machines are solved.
const MOST_SOLVED: usize = 60_000_000;

/// So many examples left out tell how sure scores make: fewer do by chance.
const ENOUGH: usize = 1_500;

/// How many parts of the examples are left out in turn.
fn folds(corpus: &Corpus, intents: usize, way: Way) -> usize {
    // In each a tenth of the examples, and a tenth of the intents.
    let enough = (ENOUGH * FOLDS / 2).div_ceil(corpus.len().max(1));
    let once = work(corpus, intents);
    let few = enough.min(MOST_WORK * 4 / once);
    let folds = match way {
        // With a language pack, that is beside the whole model and for few intents.
        Way::Mixed => few.max(MOST_WORK * 3 / once),
        Way::Machines | Way::MachinesAndMeans => few.max(MOST_WORK / once),
        Way::Means => enough,
    };
    folds.clamp(1, FOLDS)
}

/// How many features are looked at where all blocks of intents look at all examples.
fn work(corpus: &Corpus, intents: usize) -> usize {
    corpus.total().saturating_mul(intents.div_ceil(LANES)).max(1)
}
