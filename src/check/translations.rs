//! Which reply of a place translates which.
//!
//! A translation is a reply with `[lang …]` beside the one it translates, with the same other guards: so a customer of that
//! language gets it where others get the original.

use super::identity::translates;
use super::script::{Guards, Reply};
use crate::machine::id::LanguageId;

/// For each reply of a place the one that says it in `language`, as an index; `None` for translations, and where there is none.
///
/// A reply and its translation share an id, or else stand next to each other: translations behind what they translate, or, where
/// the place begins with one, before it. What is left over goes together in order, where the other guards are the same.
pub fn pairs(replies: &[Reply], language: LanguageId) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = vec![None; replies.len()];
    let is_source = |reply: &Reply| !translates(&reply.guards);
    let is_target = |reply: &Reply| !is_source(reply) && reply.guards.languages.contains(&language);
    let mut targets: Vec<usize> = numbered(replies, is_target);
    let sources: Vec<usize> = numbered(replies, is_source);
    let mut join = |source: usize, target: usize, targets: &mut Vec<usize>| {
        if let Some(slot) = out.get_mut(source).filter(|slot| slot.is_none()) {
            *slot = Some(target);
            targets.retain(|&other| other != target);
        }
    };
    let guards = |at: usize| replies.get(at).map(|reply| &reply.guards);
    for &source in &sources {
        let Some(id) = guards(source).and_then(|guards| guards.id.as_ref()) else { continue };
        let same = |&&at: &&usize| guards(at).is_some_and(|guards| guards.id.as_ref() == Some(id));
        if let Some(&target) = targets.iter().find(same) {
            join(source, target, &mut targets);
        }
    }
    // One that has another id than its neighbour says something else.
    let fits = |source: usize, target: usize| match (guards(source), guards(target)) {
        (Some(source), Some(target)) => {
            same_but_language(source, target)
                && (source.id == target.id || source.id.is_none() || target.id.is_none())
        }
        _ => false,
    };
    let before =
        targets.first().zip(sources.first()).is_some_and(|(target, source)| target < source);
    for target in targets.clone() {
        let near = if before {
            sources.iter().find(|&&source| source > target)
        } else {
            sources.iter().rev().find(|&&source| source < target)
        };
        if let Some(&source) = near.filter(|&&source| fits(source, target)) {
            join(source, target, &mut targets);
        }
    }
    for &source in &sources {
        if let Some(&target) = targets.iter().find(|&&target| fits(source, target)) {
            join(source, target, &mut targets);
        }
    }
    out
}

fn numbered(replies: &[Reply], is: impl Fn(&Reply) -> bool) -> Vec<usize> {
    replies.iter().enumerate().filter(|(_, reply)| is(reply)).map(|(at, _)| at).collect()
}

/// Whether two hold at the same times, whatever the language.
fn same_but_language(a: &Guards, b: &Guards) -> bool {
    a.conditions == b.conditions
        && a.channels == b.channels
        && a.from == b.from
        && a.until == b.until
        && a.once == b.once
}
