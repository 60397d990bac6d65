//! The mean of each intent's examples: how rare each of its words and runs of letters is, and the share of its examples that have it.
//!
//! Vectors of length one, as Rocchio's (1971), of the roots of the shares: what one in four examples has counts half of what all have.
//! Pairs of words are no part of them: two common words side by side are rare by chance.

use std::ops::Range;

use super::corpus::Corpus;
use super::softmax::float;
use super::solve::{Block, LANES};
use crate::machine::model::MOST_WEIGHTS;
use crate::text::features::Group;

/// What a run of letters counts beside a word that is as rare.
const LETTERS: f32 = 0.25;

/// What the means add to a message's score beside machines, which go from about -1 to 1.
const BESIDE: f32 = 1.0;

/// What they add where they are all there is.
const ALONE: f32 = 2.0;

/// What a feature says for an intent: the feature, the intent and the weight.
pub(crate) type Says = (u32, usize, f32);

/// The means of some intents' examples among those given, which are in order; an intent's together.
fn means<'c>(
    corpus: &'c Corpus,
    examples: &'c [usize],
    intents: Range<usize>,
) -> impl Iterator<Item = Says> + 'c {
    intents.flat_map(move |intent| {
        let own = corpus.of_intents(intent..intent + 1);
        let place = |at: usize| examples.partition_point(|example| *example < at);
        let own = examples.get(place(own.start)..place(own.end)).unwrap_or(&[]);
        let mut found: Vec<u32> =
            own.iter().flat_map(|at| corpus.example(*at)).map(|(feature, _)| *feature).collect();
        found.retain(|feature| !corpus.is_pair(*feature));
        found.sort_unstable();
        let weighed: Vec<(u32, f32)> = found
            .chunk_by(|one, other| one == other)
            .filter_map(|same| {
                let feature = *same.first()?;
                let longer = if corpus.group(feature) == Group::Letters { LETTERS } else { 1.0 };
                let share = float(same.len()) / float(own.len());
                Some((feature, corpus.rarity(feature) * share.sqrt() * longer))
            })
            .collect();
        let square: f32 = weighed.iter().map(|(_, weight)| weight * weight).sum();
        let length = square.sqrt().max(1e-6);
        weighed.into_iter().map(move |(feature, weight)| (feature, intent, weight / length))
    })
}

/// Adds to what was solved for a block of intents the means of their examples.
pub(crate) fn add(corpus: &Corpus, examples: &[usize], block: &mut Block) {
    let own = block.first..block.first + LANES;
    for (feature, intent, weight) in means(corpus, examples, own) {
        let lane = intent - block.first;
        let row = block.weights.get_mut(feature as usize);
        if let Some(sum) = row.and_then(|row| row.get_mut(lane)) {
            *sum += weight * BESIDE;
        }
    }
}

/// The means of all intents, as all that a model is made of.
#[derive(Clone, Debug)]
pub(crate) struct Means {
    /// By feature: the intents that it speaks for, in order, and how much.
    rows: Vec<Vec<(usize, f32)>>,
    intents: usize,
}

impl Means {
    pub(crate) fn new(corpus: &Corpus, examples: &[usize], intents: usize) -> Self {
        let mut rows: Vec<Vec<(usize, f32)>> = vec![Vec::new(); corpus.hashes.len()];
        for (feature, intent, weight) in means(corpus, examples, 0..intents) {
            if let Some(row) = rows.get_mut(feature as usize) {
                row.push((intent, weight * ALONE));
            }
        }
        let most = usize::try_from(MOST_WEIGHTS).unwrap_or(usize::MAX);
        for (feature, row) in (0..).zip(&mut rows).filter(|(_, row)| row.len() > most) {
            // Letters that so many intents have tell none of them, and a few would have it for what they have in common with all.
            if corpus.group(feature) == Group::Letters {
                row.clear();
            }
            // Of what is above zero the bits are in the order of the numbers.
            let mut weights: Vec<u32> = row.iter().map(|(_, weight)| weight.to_bits()).collect();
            weights.sort_unstable();
            let least = weights.len().checked_sub(most).and_then(|at| weights.get(at)).copied();
            let least = least.unwrap_or(0);
            row.retain(|(_, weight)| weight.to_bits() >= least);
        }
        Self { rows, intents }
    }

    /// All that is said.
    pub(crate) fn says(&self) -> impl Iterator<Item = Says> + Clone {
        let rows = (0..).zip(&self.rows);
        rows.flat_map(|(feature, row)| {
            row.iter().map(move |(intent, weight)| (feature, *intent, *weight))
        })
    }

    /// What a message scores for each intent.
    pub(crate) fn score(&self, items: &[(u32, f32)], sums: &mut Vec<f32>) {
        sums.clear();
        sums.resize(self.intents, 0.0);
        for &(feature, value) in items {
            for (intent, weight) in self.rows.get(feature as usize).into_iter().flatten() {
                if let Some(sum) = sums.get_mut(*intent) {
                    *sum += weight * value;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Means, means};
    use crate::text::features::Group;
    use crate::train::corpus::Corpus;
    use crate::train::samples::INTENTS;

    fn corpus<S: AsRef<str>>(intents: &[Vec<S>]) -> (Corpus, Vec<usize>) {
        let corpus = Corpus::new(intents, None, &[]);
        let all = (0..corpus.len()).collect();
        (corpus, all)
    }

    #[test]
    fn each_is_of_length_one_and_without_pairs() {
        let (corpus, all) = corpus(&INTENTS.map(|examples| examples.to_vec()));
        for intent in 0..3 {
            let own: Vec<_> = means(&corpus, &all, intent..intent + 1).collect();
            let square: f32 = own.iter().map(|(.., weight)| weight * weight).sum();
            assert!((square - 1.0).abs() < 1e-4, "{square}");
            assert!(own.iter().all(|(feature, of, _)| *of == intent && !corpus.is_pair(*feature)));
        }
    }

    #[test]
    fn what_one_in_four_examples_has_counts_half() {
        let (corpus, all) = corpus(&[vec!["a b", "a c", "a d", "a e"], vec!["b c d e"]]);
        let own = means(&corpus, &all, 0..1).filter(|said| corpus.group(said.0) == Group::Words);
        let mut plain: Vec<f32> = own.map(|said| said.2 / corpus.rarity(said.0)).collect();
        plain.sort_by(f32::total_cmp);
        let [one, .., most] = plain.as_slice() else { panic!("five words") };
        assert!(plain.len() == 5 && (most / one - 2.0).abs() < 1e-4, "{plain:?}");
    }

    #[test]
    fn examples_that_are_left_out_say_nothing() {
        let (corpus, all) = corpus(&[vec!["xyz", "money back"], vec!["parcel"]]);
        let said = |examples: &[usize]| -> Vec<u32> {
            means(&corpus, examples, 0..2).map(|(feature, ..)| feature).collect()
        };
        let of_first = |said: &[u32]| {
            corpus.example(0).iter().filter(|(feature, _)| said.contains(feature)).count()
        };
        assert_eq!((of_first(&said(&[1, 2])), of_first(&said(&all)) > 5), (0, true));
    }

    #[test]
    fn every_example_is_likeliest_its_own() {
        let (corpus, all) = corpus(&INTENTS.map(|examples| examples.to_vec()));
        let means = Means::new(&corpus, &all, 3);
        let mut sums = Vec::new();
        for at in all {
            means.score(corpus.example(at), &mut sums);
            let own = corpus.intents[at];
            assert!((0..3).all(|other| other == own || sums[other] < sums[own]), "{at}: {sums:?}");
        }
    }

    #[test]
    fn runs_of_letters_that_very_many_have_say_nothing() {
        let names: Vec<Vec<String>> = (0..100).map(|n| vec![format!("parcel number{n}")]).collect();
        let (corpus, all) = corpus(&names);
        let means = Means::new(&corpus, &all, 100);
        let mut rows = vec![0; corpus.hashes.len()];
        means.says().for_each(|(feature, ..)| rows[feature as usize] += 1);
        let most = |group: Group| {
            let of_group = (0..).zip(&rows).filter(|(feature, _)| corpus.group(*feature) == group);
            of_group.map(|(_, intents)| *intents).max()
        };
        // `parcel` speaks for those with fewer digits, its runs of letters for none.
        assert!(most(Group::Words) >= Some(64));
        assert!(most(Group::Letters) <= Some(64));
    }
}
