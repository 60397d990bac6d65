//! Which intents a message may have, by the model that was trained from their examples.

use super::turn::Confidence;
use crate::machine::Machine;
use crate::machine::id::IntentId;
use crate::machine::model::Scores;
use crate::text::tokenize::Tokens;

/// Intents that are ranked: more than anybody is shown.
const NEAREST: usize = 12;

/// What the second intent scores where a script has one alone: as an example of another one is to.
const NOBODY: i32 = -1000;

/// An intent the message may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Likely {
    pub(crate) intent: IntentId,
    pub(crate) confidence: Confidence,
    /// In thousandths.
    pub(crate) score: i32,
}

/// What one message needs, kept between messages so that nothing is allocated once it is warm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Likeness {
    pub(crate) scores: Scores,
    /// Most likely first; of those that score alike the one declared first.
    pub(crate) likely: Vec<Likely>,
}

impl Likeness {
    /// Finds the intents that the message may have, without the tokens that are not kept.
    pub(crate) fn read(&mut self, machine: &Machine, tokens: &Tokens, kept: impl Fn(u32) -> bool) {
        let model = &machine.model;
        self.likely.clear();
        self.scores.read(model, machine.pack.as_ref(), tokens, kept);
        if !self.scores.is_known() {
            return;
        }
        self.keep_best(&model.biases, self.scores.is_seen());
        for likely in &mut self.likely {
            likely.score = model.thousandths(likely.score);
        }
        let mut scores = self.likely.iter().map(|likely| likely.score);
        let first = scores.next().unwrap_or(NOBODY);
        let second = scores.next().unwrap_or(NOBODY);
        for (at, likely) in self.likely.iter_mut().enumerate() {
            let sure = match at {
                0 => model.curve.confidence(first, second),
                _ => model.curve.behind(likely.score, first),
            };
            likely.confidence = Confidence::thousandths(sure.into());
        }
    }

    /// Keeps the intents with the highest sums. Those that nothing speaks for are none of them, unless a language pack knows the
    /// message: it has something to say of each.
    #[cfg_attr(tuned, optimize(speed))]
    fn keep_best(&mut self, biases: &[i32], all: bool) {
        let mut least = i32::MIN;
        for (at, (&score, &bias)) in self.scores.sums().iter().zip(biases).enumerate() {
            if score > least && (all || score > bias) {
                let likely =
                    Likely { intent: IntentId::at(at), confidence: Confidence::default(), score };
                least = keep(&mut self.likely, likely);
            }
        }
    }
}

/// Keeps one among the nearest; says what the next must be above.
fn keep(nearest: &mut Vec<Likely>, likely: Likely) -> i32 {
    let place = nearest.iter().rposition(|l| l.score >= likely.score).map_or(0, |at| at + 1);
    nearest.truncate(NEAREST - 1);
    nearest.insert(place, likely);
    nearest.get(NEAREST - 1).map_or(i32::MIN, |last| last.score)
}
