//! The likeness model: how rare each word is, and which intents it speaks for most.

use super::strings::Strings;
use super::vocabulary::Words;
use crate::check::script::Script;
use crate::machine::rarity::rarity;
use crate::machine::tables::{Posting, kept};
use crate::machine::write;

/// The sections of the model.
pub(crate) struct Model {
    pub(crate) intents: Vec<u8>,
    pub(crate) postings: Vec<u8>,
}

/// Makes the model.
pub(crate) fn model(script: &Script, words: &Words, strings: &mut Strings) -> Model {
    let mut intents = Vec::new();
    write::size(&mut intents, script.intents.len());
    let mut last = 0;
    // By word: the intents that have it and in how many of their examples.
    let mut having: Vec<Vec<(u32, u32)>> = vec![Vec::new(); words.len()];
    for ((index, intent), examples) in (0_u32..).zip(&script.intents).zip(&words.examples) {
        let name = i64::from(strings.id(&intent.name).index());
        write::signed(&mut intents, name - last);
        last = name;
        for example in examples {
            for &word in example {
                let Some(list) = having.get_mut(word as usize) else { continue };
                match list.last_mut() {
                    Some((same, count)) if *same == index => *count += 1,
                    _ => list.push((index, 1)),
                }
            }
        }
    }
    let all = script.intents.len();
    let rarity: Vec<u8> = having
        .iter()
        .map(|list| if list.is_empty() { 0 } else { rarity(list.len(), all) })
        .collect();
    let postings = postings(&having, &rarity, words);
    Model { intents, postings }
}

/// A word's weight for an intent: its rarity times the root of the share of examples that have it, as part of the
/// intent's whole weight.
fn postings(having: &[Vec<(u32, u32)>], rarity: &[u8], words: &Words) -> Vec<u8> {
    let sizes: Vec<u64> =
        words.examples.iter().map(|e| u64::try_from(e.len()).unwrap_or(1).max(1)).collect();
    let weight = |intent: u32, count: u32, rarity: u8| {
        let share = u64::from(count) * 65_536 / sizes.get(intent as usize).copied().unwrap_or(1);
        u64::from(rarity) * share.isqrt()
    };
    let mut squares = vec![0_u64; sizes.len()];
    for (list, &rarity) in having.iter().zip(rarity) {
        for &(intent, count) in list {
            if let Some(square) = squares.get_mut(intent as usize) {
                let weight = weight(intent, count, rarity);
                *square += weight * weight;
            }
        }
    }
    let unit = u64::from(Posting::UNIT);
    // Numbers of a kind stand together: a compressor finds more in them.
    let (mut out, mut named, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for (list, &rarity) in having.iter().zip(rarity) {
        let mut weighed: Vec<(u32, u8)> = list
            .iter()
            .map(|&(intent, count)| {
                let norm = squares.get(intent as usize).copied().unwrap_or(1).isqrt().max(1);
                let share = weight(intent, count, rarity) * unit / norm;
                (intent, Posting::step(share))
            })
            .collect();
        let kept = kept(weighed.len());
        if weighed.len() > kept {
            weighed.sort_by_key(|&(intent, weight)| (std::cmp::Reverse(weight), intent));
            weighed.truncate(kept);
            weighed.sort_unstable();
        }
        // How many have it says how rare it is, too.
        write::size(&mut out, list.len());
        let mut last = 0;
        for (intent, step) in weighed {
            write::varint(&mut named, intent - last);
            weights.push(step);
            last = intent;
        }
    }
    out.append(&mut named);
    out.append(&mut weights);
    out
}
