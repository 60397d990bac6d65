//! From scores to how sure: fitted on examples that were left out.

use super::held::Held;
use super::log::log2;
use super::mixed::SPREAD;
use crate::machine::model::Curve;
use crate::machine::model::curve::evidence;

/// So many examples make a point of the curve, and two points a curve.
const OF_A_POINT: usize = 25;

/// The most points.
const POINTS: usize = 12;

/// The share of right answers that may be refused, in thousandths: so much, and more of few examples, whose lowest scores tell little.
const REFUSED: usize = 8;

/// What is added to it for the number of examples.
const REFUSED_OF_FEW: usize = 10_000;

/// The share of messages without a topic that are enough to be found, in thousandths.
const FOUND: usize = 900;

/// Where too few examples were left out to tell: evidence of two intents, how much less is as much where there are twice as many, and how
/// sure it makes. Of a few short texts a word can speak for one by chance; an example has 3000 and more. Fitted on scripts of 2 to 30 intents
/// with 2 to 8 examples, drawn from two sets of messages, where three in ten messages are of none.
const DEFAULT: [(i32, i32, u16); 6] = [
    (-300, 75, 80),
    (150, 150, 180),
    (780, 140, 500),
    (1320, 110, 750),
    (1950, 90, 900),
    (2850, 80, 970),
];

/// The least score of two intents, where too few were left out, and how much less it is of twice as many.
const DEFAULT_LEAST: (i32, i32) = (-40, 75);

/// The number of intents, in doublings of two, after which nothing changes any more.
const DOUBLINGS: u64 = 4;

/// The same with a language pack, which finds something of an intent in every message: in thousandths of what an example would
/// score that is all of its intent and nothing of the others. Fitted on scripts of 3 to 12 intents with 4 to 8 examples, drawn from two sets of
/// messages, where three in ten messages are of none.
const DEFAULT_SEEN: [(i32, u16); 7] =
    [(200, 80), (450, 200), (700, 420), (1000, 650), (1300, 850), (1700, 950), (2200, 980)];

/// The least score with a language pack, in the same thousandths.
const DEFAULT_SEEN_LEAST: i32 = 400;

/// What is taken where too few examples were left out to tell.
pub(crate) fn of_others(intents: usize) -> Curve {
    let doublings = log2(u64::try_from(intents.max(2)).unwrap_or(u64::MAX)) - log2(2);
    let doublings = i64::try_from(doublings.min(DOUBLINGS << 16)).unwrap_or(0);
    let at = |two: i32, less: i32| {
        let less = (i64::from(less) * doublings) >> 16;
        two.saturating_sub(i32::try_from(less).unwrap_or(0))
    };
    Curve {
        points: DEFAULT.iter().map(|&(two, less, sure)| (at(two, less), sure)).collect(),
        least: at(DEFAULT_LEAST.0, DEFAULT_LEAST.1),
    }
}

/// The same of a model with a language pack and so many intents.
pub(crate) fn of_others_seen(intents: usize) -> Curve {
    // Scores spread alike whatever the number of intents is, so that the one which stands out does so further among many.
    let count = f64::from(u32::try_from(intents.max(2)).unwrap_or(u32::MAX));
    let whole = f64::from(SPREAD) * count / (count - 1.0).sqrt();
    let scaled = |thousandths: i32| rounded(f64::from(thousandths) * whole);
    Curve {
        points: DEFAULT_SEEN.iter().map(|&(evidence, sure)| (scaled(evidence), sure)).collect(),
        least: scaled(DEFAULT_SEEN_LEAST),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "thousands, and not more")]
fn rounded(number: f64) -> i32 {
    number.round() as i32
}

/// Whether so many examples that were left out tell what scores mean.
pub(crate) fn is_fitted(judged: usize) -> bool {
    judged >= 2 * OF_A_POINT
}

/// Fits both to what was left out, of so many examples; or gives what stands in.
pub(crate) fn fit(held: &[Held], examples: usize, otherwise: Curve) -> Curve {
    let mut inside: Vec<(i32, bool)> = held
        .iter()
        .filter_map(|held| held.right.map(|right| (evidence(held.first, held.second), right)))
        .collect();
    if !is_fitted(inside.len()) {
        return otherwise;
    }
    inside.sort_unstable();
    let size = inside.len().div_ceil(POINTS).max(OF_A_POINT);
    Curve { points: rising(inside.chunks(size)), least: least(held, examples, otherwise.least) }
}

/// Means that never fall: neighbours that do are one (the pool of adjacent violators; Ayer and others 1955).
fn rising<'h>(bins: impl Iterator<Item = &'h [(i32, bool)]>) -> Vec<(i32, u16)> {
    // Of each point: the sum of evidence, how many are right, and how many there are.
    let mut pools: Vec<(i64, i64, i64)> = Vec::new();
    for bin in bins {
        let sum: i64 = bin.iter().map(|(evidence, _)| i64::from(*evidence)).sum();
        let right = i64::try_from(bin.iter().filter(|(_, right)| *right).count()).unwrap_or(0);
        let mut pool = (sum, right, i64::try_from(bin.len()).unwrap_or(1));
        while let Some(&(sum, right, count)) = pools.last() {
            let apart = sum.div_euclid(count) < pool.0.div_euclid(pool.2);
            if apart && right * pool.2 < pool.1 * count {
                break;
            }
            pools.pop();
            pool = (pool.0 + sum, pool.1 + right, pool.2 + count);
        }
        pools.push(pool);
    }
    let sure = |right: i64, count: i64| u16::try_from((right * 1000 + 500) / (count + 1));
    pools
        .into_iter()
        .map(|(sum, right, count)| {
            let evidence = i32::try_from(sum.div_euclid(count)).unwrap_or(0);
            (evidence, sure(right, count).unwrap_or(1000).min(1000))
        })
        .collect()
}

/// Finds as many as is enough of those that belong to no intent, and refuses no more than may be of what would be right.
fn least(held: &[Held], examples: usize, otherwise: i32) -> i32 {
    let scores = |right: Option<bool>| {
        let of = held.iter().filter(move |held| held.right == right);
        let mut scores: Vec<i32> = of.map(|held| held.first).collect();
        scores.sort_unstable();
        scores
    };
    let (right, outside) = (scores(Some(true)), scores(None));
    let at = |scores: &[i32], share: usize| scores.get(scores.len() * share / 1000).copied();
    let refused = REFUSED + REFUSED_OF_FEW / examples.max(1);
    let most = at(&right, refused).unwrap_or(otherwise);
    match at(&outside, FOUND) {
        Some(enough) if outside.len() >= OF_A_POINT => most.min(enough),
        _ => most,
    }
}

#[cfg(test)]
mod tests {
    use super::{fit, of_others, of_others_seen};
    use crate::machine::model::ANSWER;
    use crate::train::held::Held;

    fn held(first: i32, right: Option<bool>) -> Held {
        Held { example: 0, likeliest: 0, first, second: first - 100, right }
    }

    #[test]
    fn few_examples_give_the_curve_of_others() {
        let few: Vec<Held> = (0..49).map(|n| held(n, Some(true))).collect();
        assert_eq!(fit(&few, 49, of_others(2)), of_others(2));
    }

    #[test]
    fn what_was_right_more_often_is_surer() {
        // Right in 0 to 9 of ten, with a dip that the curve levels.
        let rights = [0, 1, 4, 3, 5, 6, 7, 8, 9, 9];
        let all: Vec<Held> = (0..1000)
            .map(|n| held(n, Some(n % 10 < rights[usize::try_from(n / 100).unwrap()])))
            .collect();
        let curve = fit(&all, 100_000, of_others(2));
        let sure: Vec<u16> = (0..1000).map(|n| curve.confidence(n, n - 100)).collect();
        assert!(sure.windows(2).all(|pair| pair[0] <= pair[1]), "{sure:?}");
        assert!(sure[999] > 850 && sure[0] < 100, "{sure:?}");
        let middle = curve.behind(450, 350);
        assert!((430..570).contains(&middle), "{middle}");
    }

    #[test]
    fn a_message_of_no_intent_stays_below_what_is_an_answer() {
        let inside = (0..200).map(|n| held(n, Some(true)));
        let outside = (0..200).map(|n| held(n - 195, None));
        let curve = fit(&inside.chain(outside).collect::<Vec<Held>>(), 100_000, of_others(2));
        // 900 of 1000 outside are below -15, so none inside need be refused.
        assert_eq!(curve.least, -15);
        assert!(curve.confidence(-16, -500) < ANSWER);
        assert!(curve.confidence(-15, -15) >= ANSWER);
        // Where the outside is as high as the inside, the inside decides.
        let inside = (0..200).map(|n| held(n, Some(true)));
        let outside = (0..200).map(|n| held(n, None));
        let curve = fit(&inside.chain(outside).collect::<Vec<Held>>(), 100_000, of_others(2));
        assert_eq!(curve.least, 1);
    }

    #[test]
    fn with_a_pack_what_stands_in_grows_with_the_number_of_intents() {
        let curves = [1, 2, 3, 6, 12, 40].map(of_others_seen);
        let least: Vec<i32> = curves.iter().map(|curve| curve.least).collect();
        assert_eq!(least, [240, 240, 255, 322, 434, 769]);
        for curve in curves {
            assert!(curve.points.is_sorted());
            // Nothing of any intent; the least that is an answer, with a second as high; an example through and through.
            assert!(curve.confidence(curve.least / 2, 0) < ANSWER);
            assert_eq!(curve.confidence(curve.least, curve.least), ANSWER);
            assert!(curve.confidence(curve.least * 2, 0) > 900);
        }
    }

    #[test]
    fn any_scores_have_a_confidence() {
        let curve = of_others(2);
        for (first, second) in [(i32::MAX, i32::MIN), (i32::MIN, i32::MAX), (0, i32::MAX)] {
            assert!(curve.confidence(first, second) <= 1000);
        }
        assert_eq!(curve.least, -40);
    }
}
