//! Examples that a model which had not seen them takes for another intent's.

use super::corpus::Corpus;
use super::held::Held;
use crate::machine::model::Curve;

/// How sure the model must be of the other intent, in thousandths.
const SURE: u16 = 900;

/// The same where too few examples were left out to say how sure a score makes.
const SURE_OF_OTHERS: u16 = 970;

/// An example that a model trained without it takes for another intent's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Whose it is.
    pub intent: usize,
    /// Which of the intent's examples, from 0.
    pub example: usize,
    /// Whose the model takes it for.
    pub other: usize,
    /// How sure it is of that, in thousandths.
    pub sure: u16,
}

/// Those among what was left out, in the order of the examples.
pub(crate) fn doubts(
    corpus: &Corpus,
    left_out: &[Held],
    curve: &Curve,
    fitted: bool,
) -> Vec<Doubt> {
    let least = if fitted { SURE } else { SURE_OF_OTHERS };
    let doubt = |held: &Held| {
        let sure = curve.confidence(held.first, held.second);
        let intent = *corpus.intents.get(held.example)?;
        // An example that both have is no mistake of the model.
        let mistaken =
            held.right == Some(false) && !corpus.of(held.example).contains(&held.likeliest);
        let first = corpus.of_intents(intent..intent + 1).start;
        (mistaken && sure >= least).then_some((
            held.example,
            Doubt { intent, example: held.example - first, other: held.likeliest, sure },
        ))
    };
    let mut found: Vec<(usize, Doubt)> = left_out.iter().filter_map(doubt).collect();
    found.sort_unstable_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, doubt)| doubt).collect()
}
