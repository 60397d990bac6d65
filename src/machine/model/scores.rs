//! What a message scores for each intent.

use std::sync::Arc;

use super::Model;
use super::dense::Seen;
use super::weights::Says;
use crate::machine::id::IntentId;
use crate::pack::Pack;
use crate::text::features::{GROUPS, features};
use crate::text::tokenize::Tokens;

/// A feature of the message that the model knows.
#[derive(Clone, Copy, Debug)]
struct Found {
    row: u32,
    token: u32,
}

/// The features of one message of one group.
#[derive(Clone, Debug, Default)]
struct Part {
    found: Vec<Found>,
    /// What each weight is multiplied with.
    share: i32,
}

/// What one message scores: buffers that are used again for the next.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    parts: [Part; GROUPS],
    /// Of one part, what has a number for every intent.
    rows: Vec<u32>,
    /// What they add up to.
    added: Vec<i16>,
    /// What a language pack knows of it.
    seen: Seen,
    /// By intent, in units that the model makes [thousandths](Model::thousandths) of.
    sums: Vec<i32>,
}

impl Scores {
    /// Reads a message, but for the tokens that are not kept; with the pack that the model was trained with, if it was with one.
    #[cfg_attr(tuned, optimize(speed))]
    pub fn read(
        &mut self,
        model: &Model,
        pack: Option<&Arc<Pack>>,
        tokens: &Tokens,
        kept: impl Fn(u32) -> bool,
    ) {
        let mut squares = [0_u64; GROUPS];
        self.parts.iter_mut().for_each(|part| part.found.clear());
        features(tokens, &kept, |feature| {
            let known = model.find(feature.hash);
            let at = feature.group() as usize;
            if let (Some(part), Some(square)) = (self.parts.get_mut(at), squares.get_mut(at)) {
                // What the model does not know is a part of what the customer said, too.
                let rarity = known.map_or(model.unknown, |known| known.rarity);
                *square += u64::from(rarity * rarity);
                part.found
                    .extend(known.map(|known| Found { row: known.row, token: feature.token }));
            }
        });
        self.sums.clear();
        self.sums.extend_from_slice(&model.biases);
        for (part, square) in self.parts.iter_mut().zip(squares) {
            part.share = Model::share(square);
            self.rows.clear();
            for found in &part.found {
                match model.weights.get(found.row) {
                    Says::Few(weights) => {
                        for weight in weights {
                            if let Some(sum) = self.sums.get_mut(weight.intent().usize()) {
                                // A share falls as features grow in number: only a forged machine comes near the end of the range.
                                *sum = sum.wrapping_add(i32::from(weight.value()) * part.share);
                            }
                        }
                    }
                    Says::All(row) => self.rows.push(row),
                }
            }
            model.weights.add(&self.rows, part.share, &mut self.added, &mut self.sums);
        }
        self.seen.clear();
        if let Some((dense, pack)) = model.dense.as_ref().zip(pack) {
            self.seen.read(pack, dense, tokens, &kept);
            self.seen.add(dense, &mut self.sums);
        }
    }

    /// Whether the message has a feature that the model knows, or a word that the pack does.
    pub(crate) fn is_known(&self) -> bool {
        self.parts.iter().any(|part| !part.found.is_empty()) || self.is_seen()
    }

    /// Whether a language pack knows a word of the message.
    pub(crate) fn is_seen(&self) -> bool {
        self.seen.is_known()
    }

    /// What each token of the message says for an intent, a run of letters for the word that it is in; in thousandths.
    pub(crate) fn evidence(
        &self,
        model: &Model,
        pack: Option<&Arc<Pack>>,
        intent: IntentId,
        tokens: usize,
    ) -> Vec<i32> {
        let mut says = vec![0_i32; tokens];
        if let Some((dense, pack)) = model.dense.as_ref().zip(pack) {
            self.seen.evidence(pack, dense, intent, &mut says);
        }
        for part in &self.parts {
            for found in &part.found {
                if let Some(says) = says.get_mut(found.token as usize) {
                    let weight = i32::from(model.weight(found.row, intent));
                    *says = says.wrapping_add(weight * part.share);
                }
            }
        }
        says.iter_mut().for_each(|says| *says = model.thousandths(*says));
        says
    }

    /// What the message scores for each intent, in units that the model makes [thousandths](Model::thousandths) of.
    pub fn sums(&self) -> &[i32] {
        &self.sums
    }

    /// What the message scores for each intent, in thousandths.
    #[cfg(feature = "compile")]
    pub fn all(&self, model: &Model) -> Vec<i32> {
        self.sums.iter().map(|sum| model.thousandths(*sum)).collect()
    }
}
