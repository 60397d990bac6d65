//! What the model would have said of examples that it had not seen: it is trained again without some.

use super::corpus::Corpus;
use super::mean::Means;
use super::mixed::mixed;
use super::solve::{Block, Read, blocks};
use super::{Way, machines};

/// One in so many examples is left out, and one in so many intents with all of its examples.
pub(crate) const FOLDS: usize = 10;

/// Of fewer intents none is left out: without it the others would be another task.
const FEWEST_INTENTS: usize = 5;

/// An example that was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// Which example it is.
    pub(crate) example: usize,
    /// The likeliest intent.
    pub(crate) likeliest: usize,
    /// What the likeliest intent scored, in thousandths.
    pub(crate) first: i32,
    /// And the second.
    pub(crate) second: i32,
    /// Whether the likeliest was its own; `None` where its own was left out, too.
    pub(crate) right: Option<bool>,
}

/// A score and whose it is.
type Scored = (f32, usize);

/// Before anything was scored.
const NOTHING: [Scored; 2] = [(-1.0, usize::MAX); 2];

/// How many examples are left out while others of their intent are not, once all folds have been.
pub(crate) fn judged(corpus: &Corpus, intents: usize) -> usize {
    (0..intents)
        .map(|intent| match corpus.of_intents(intent..intent + 1).len() {
            1 => 0,
            // The turn of every tenth comes with that of its intent.
            some if intents >= FEWEST_INTENTS => some - some.div_ceil(FOLDS),
            some => some,
        })
        .sum()
}

/// Leaves out one part of the examples, and says what the rest made of it.
pub(crate) fn held(corpus: &Corpus, intents: usize, fold: usize, way: Way) -> Vec<Held> {
    let is_out = |intent: usize| intents >= FEWEST_INTENTS && intent % FOLDS == fold;
    let (mut kept, mut tried) = (Vec::new(), Vec::new());
    let mut before = (usize::MAX, 0);
    for (at, &intent) in corpus.intents.iter().enumerate() {
        before = (intent, if before.0 == intent { before.1 + 1 } else { 0 });
        let its_turn = (before.1 + intent) % FOLDS == fold && !corpus.is_alone(intent);
        if is_out(intent) || its_turn { tried.push(at) } else { kept.push(at) }
    }
    if tried.is_empty() {
        return Vec::new();
    }
    let seen = corpus.seen_in(&kept);
    let messages: Vec<_> = tried.iter().map(|at| corpus.known(*at, &seen)).collect();
    let of_block = |block: &Block| -> Vec<[Scored; 2]> {
        let best = |(items, at): (&Vec<(u32, f32)>, &usize)| {
            let scores = block
                .score(Read { items, dense: corpus.dense(*at) })
                .into_iter()
                .zip(block.first..intents);
            scores.filter(|scored| !is_out(scored.1)).fold(NOTHING, better)
        };
        messages.iter().zip(&tried).map(best).collect()
    };
    let of_means = |means: &Means| -> Vec<[Scored; 2]> {
        let mut sums = Vec::new();
        let best = |items: &Vec<(u32, f32)>| {
            means.score(items, &mut sums);
            let scores = sums.iter().copied().zip(0..intents);
            scores.filter(|scored| !is_out(scored.1)).fold(NOTHING, better)
        };
        messages.iter().map(best).collect()
    };
    let mut best = vec![NOTHING; tried.len()];
    let all = match way {
        Way::Mixed => mixed(corpus, &kept, intents).iter().map(of_block).collect(),
        Way::Machines | Way::MachinesAndMeans => {
            blocks(intents, |first| of_block(&machines(corpus, &kept, first, way)))
        }
        Way::Means => vec![of_means(&Means::new(corpus, &kept, intents))],
    };
    for block in all {
        for (best, of_block) in best.iter_mut().zip(block) {
            *best = of_block.into_iter().fold(*best, better);
        }
    }
    let judged = |(at, [first, second]): (&usize, [Scored; 2])| {
        let own = corpus.intents.get(*at).copied().filter(|own| !is_out(*own));
        let right = own.map(|own| own == first.1);
        Held {
            example: *at,
            likeliest: first.1,
            first: thousandths(first.0),
            second: thousandths(second.0),
            right,
        }
    };
    tried.iter().zip(best).map(judged).collect()
}

/// The two best with one more; of equals the one declared first, which comes first.
fn better([first, second]: [Scored; 2], new: Scored) -> [Scored; 2] {
    let beats = |new: Scored, old: Scored| old.1 == usize::MAX || new.0 > old.0;
    if new.1 == usize::MAX {
        [first, second]
    } else if beats(new, first) {
        [new, first]
    } else if beats(new, second) {
        [first, new]
    } else {
        [first, second]
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast from floating point saturates")]
fn thousandths(score: f32) -> i32 {
    (score * 1000.0) as i32
}

#[cfg(test)]
mod tests {
    use super::{FOLDS, held, judged};
    use crate::train::Way;
    use crate::train::corpus::Corpus;

    #[test]
    fn as_many_are_judged_as_was_told() {
        for (intents, examples) in [(2, 3), (4, 12), (6, 1), (7, 3), (12, 11)] {
            let texts: Vec<Vec<String>> = (0..intents)
                .map(|i| (0..examples).map(|e| format!("word{i} and number{e} of {i}")).collect())
                .collect();
            let corpus = Corpus::new(&texts, None, &[]);
            for way in [Way::Machines, Way::MachinesAndMeans, Way::Means] {
                let all = (0..FOLDS).flat_map(|fold| held(&corpus, intents, fold, way));
                let known = all.filter(|held| held.right.is_some()).count();
                assert_eq!(known, judged(&corpus, intents), "{intents} with {examples}, {way:?}");
            }
        }
    }
}
