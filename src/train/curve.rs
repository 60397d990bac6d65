//! From scores to how sure: fitted on examples that were left out.

use super::held::Held;

/// How sure the two best scores make, and below which score the message belongs to no intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// What speaks for the first and how sure it makes, both in thousandths and ascending; straight lines between.
    points: Vec<(i32, u16)>,
    /// The least score of the first that is an answer.
    least: i32,
}

/// How sure makes an answer: what the runtime suggests from.
const ANSWER: u16 = 400;

/// So many examples make a point of the curve, and two points a curve.
const OF_A_POINT: usize = 25;

/// The most points.
const POINTS: usize = 12;

/// The share of messages with a topic that may be refused, in thousandths.
const REFUSED: usize = 40;

/// The share of messages without a topic that are enough to be found, in thousandths.
const FOUND: usize = 900;

/// Where too few examples were left out to tell: as splits of two public data sets with five examples an intent have it.
const DEFAULT: [(i32, u16); 5] = [(-600, 150), (-300, 400), (100, 700), (600, 900), (1500, 980)];

/// The least score, where too few were left out.
const DEFAULT_LEAST: i32 = -600;

impl Default for Curve {
    fn default() -> Self {
        Self { points: DEFAULT.to_vec(), least: DEFAULT_LEAST }
    }
}

impl Curve {
    /// How sure the two best scores make of the first, in thousandths: 400 and more where it is an answer.
    pub fn confidence(&self, first: i32, second: i32) -> u16 {
        let evidence = evidence(first, second);
        let sure = self.at(evidence);
        if first < self.least { sure.min(ANSWER - 1) } else { sure.max(ANSWER) }
    }

    /// The least score of the first that is an answer.
    pub fn least(&self) -> i32 {
        self.least
    }

    /// What speaks for the first, and how sure it makes.
    pub fn points(&self) -> &[(i32, u16)] {
        &self.points
    }

    fn at(&self, evidence: i32) -> u16 {
        let after = self.points.partition_point(|(from, _)| *from <= evidence);
        let low = after.checked_sub(1).and_then(|at| self.points.get(at));
        match (low, self.points.get(after)) {
            (Some(&(from, low)), Some(&(to, high))) => {
                let run = (i64::from(to) - i64::from(from)).max(1);
                let part = i64::from(evidence) - i64::from(from);
                let rise = i64::from(high) - i64::from(low);
                u16::try_from(i64::from(low) + rise * part / run).unwrap_or(low)
            }
            (Some(&(_, sure)), None) | (None, Some(&(_, sure))) => sure,
            (None, None) => ANSWER,
        }
    }

    /// Fits both to what was left out.
    pub(crate) fn fit(held: &[Held]) -> Self {
        let mut inside: Vec<(i32, bool)> = held
            .iter()
            .filter_map(|held| held.right.map(|right| (evidence(held.first, held.second), right)))
            .collect();
        if inside.len() < 2 * OF_A_POINT {
            return Self::default();
        }
        inside.sort_unstable();
        let size = inside.len().div_ceil(POINTS).max(OF_A_POINT);
        Self { points: rising(inside.chunks(size)), least: least(held) }
    }
}

/// The score of the first, and twice how far the second lies behind: of what was compared, it tells best whether the first is right.
fn evidence(first: i32, second: i32) -> i32 {
    first.saturating_add(first.saturating_sub(second).saturating_mul(2))
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

/// Finds as many as is enough of those that belong to no intent, and refuses no more than may be of the others.
fn least(held: &[Held]) -> i32 {
    let scores = |inside: bool| {
        let of = held.iter().filter(move |held| held.right.is_some() == inside);
        let mut scores: Vec<i32> = of.map(|held| held.first).collect();
        scores.sort_unstable();
        scores
    };
    let (inside, outside) = (scores(true), scores(false));
    let at = |scores: &[i32], share: usize| scores.get(scores.len() * share / 1000).copied();
    let most = at(&inside, REFUSED).unwrap_or(DEFAULT_LEAST);
    match at(&outside, FOUND) {
        Some(enough) if outside.len() >= OF_A_POINT => most.min(enough),
        _ => most,
    }
}

#[cfg(test)]
mod tests {
    use super::{ANSWER, Curve, DEFAULT_LEAST};
    use crate::train::held::Held;

    fn held(first: i32, right: Option<bool>) -> Held {
        Held { first, second: first - 100, right }
    }

    #[test]
    fn few_examples_give_the_curve_of_others() {
        let few: Vec<Held> = (0..49).map(|n| held(n, Some(true))).collect();
        assert_eq!(Curve::fit(&few), Curve::default());
    }

    #[test]
    fn what_was_right_more_often_is_surer() {
        // Right in 0 to 9 of ten, with a dip that the curve levels.
        let rights = [0, 1, 4, 3, 5, 6, 7, 8, 9, 9];
        let all: Vec<Held> = (0..1000)
            .map(|n| held(n, Some(n % 10 < rights[usize::try_from(n / 100).unwrap()])))
            .collect();
        let curve = Curve::fit(&all);
        let sure: Vec<u16> = (0..1000).map(|n| curve.confidence(n, n - 100)).collect();
        assert!(sure.windows(2).all(|pair| pair[0] <= pair[1]), "{sure:?}");
        assert!(sure[999] > 850 && sure[0] < 100, "{sure:?}");
        let middle = curve.at(450 + 200);
        assert!((430..570).contains(&middle), "{middle}");
    }

    #[test]
    fn a_message_of_no_intent_stays_below_what_is_an_answer() {
        let inside = (0..200).map(|n| held(n, Some(true)));
        let outside = (0..200).map(|n| held(n - 195, None));
        let curve = Curve::fit(&inside.chain(outside).collect::<Vec<Held>>());
        // 900 of 1000 outside are below -15, so none inside need be refused.
        assert_eq!(curve.least(), -15);
        assert!(curve.confidence(-16, -500) < ANSWER);
        assert!(curve.confidence(-15, -15) >= ANSWER);
        // Where the outside is as high as the inside, the inside decides.
        let inside = (0..200).map(|n| held(n, Some(true)));
        let outside = (0..200).map(|n| held(n, None));
        let curve = Curve::fit(&inside.chain(outside).collect::<Vec<Held>>());
        assert_eq!(curve.least(), 8);
    }

    #[test]
    fn any_scores_have_a_confidence() {
        let curve = Curve::default();
        for (first, second) in [(i32::MAX, i32::MIN), (i32::MIN, i32::MAX), (0, i32::MAX)] {
            assert!(curve.confidence(first, second) <= 1000);
        }
        assert_eq!(curve.least(), DEFAULT_LEAST);
    }
}
