//! From the scores of the two likeliest intents to how sure they make.

use crate::bytes::cursor::Cursor;

/// How sure makes an answer, in thousandths: what the runtime suggests from.
pub const ANSWER: u16 = 400;

/// What is right less often than this is no answer, whatever its score.
const GUESS: u16 = 150;

/// How sure the two best scores make, and below which score the message belongs to no intent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve {
    /// What speaks for the first and how sure it makes, in thousandths and ascending; straight lines between.
    pub(crate) points: Vec<(i32, u16)>,
    /// The least score of the first that is an answer.
    pub(crate) least: i32,
}

impl Curve {
    /// The least score, then points of evidence and how sure.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Self {
        let mut curve = Self { points: Vec::new(), least: cursor.signed32() };
        for _ in 0..cursor.count() {
            let evidence = cursor.signed32();
            let sure = u16::try_from(cursor.varint()).unwrap_or(u16::MAX);
            cursor.check(sure <= 1000);
            curve.points.push((evidence, sure));
        }
        cursor.check(curve.points.is_sorted());
        curve
    }

    /// How sure the two best scores make of the first, in thousandths: 400 and more where it is an answer.
    pub fn confidence(&self, first: i32, second: i32) -> u16 {
        let sure = self.at(evidence(first, second));
        if first < self.least || sure < GUESS { sure.min(ANSWER - 1) } else { sure.max(ANSWER) }
    }

    /// How sure they make of one that lies behind the first.
    pub fn behind(&self, score: i32, first: i32) -> u16 {
        let sure = self.at(evidence(score, first));
        if score < self.least { sure.min(ANSWER - 1) } else { sure }
    }

    /// How sure so much evidence makes.
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
}

/// The score of the first, and twice how far the second lies behind: of what was compared, it tells best whether the first is right.
pub(crate) fn evidence(first: i32, second: i32) -> i32 {
    first.saturating_add(first.saturating_sub(second).saturating_mul(2))
}

#[cfg(test)]
mod tests {
    use super::Curve;

    fn curve() -> Curve {
        Curve { points: vec![(-600, 150), (0, 500), (1000, 900)], least: -200 }
    }

    #[test]
    fn between_points_are_straight_lines() {
        // Evidence -1200, -600, 0, 500, 1000 and far beyond.
        let sure = [(-400, 0), (-200, 0), (0, 0), (300, 200), (400, 100), (9_000, -9_000)]
            .map(|(first, second)| curve().confidence(first, second));
        assert_eq!(sure, [150, 400, 500, 700, 900, 900]);
    }

    #[test]
    fn below_the_least_score_nothing_is_an_answer() {
        assert_eq!(curve().confidence(-201, -2_000), 399);
        assert_eq!(curve().behind(-201, -2_000), 399);
        assert_eq!(curve().behind(100, 100), 540);
        assert_eq!(curve().confidence(i32::MAX, i32::MIN), 900);
    }
}
