//! Which thing of the old script is which of the new one.

use std::collections::{BTreeSet, HashMap};

use crate::text::fold::folded;

/// A thing to be matched with one of the other script.
pub(super) struct Item {
    /// Its stable name within its topic, and the languages it is for.
    pub(super) name: String,
    /// Whether the name is an id, which stays when the text changes.
    pub(super) has_id: bool,
    /// All that it says.
    pub(super) said: String,
    /// What lies behind it: what stands in a branch; empty for what has nothing.
    pub(super) inner: String,
}

/// The most things of one branch that are compared each with each.
const MOST: usize = 128;

/// How alike the words of two texts must be for one to be the other, reworded: a third of all their words.
const ALIKE: usize = 3;

/// For each old item its new one: the one with its id; the one that says the same; the one of its name; the one with the same inside;
/// the one most alike; the one at its place among what is left.
pub(super) fn matched(old: &[Item], new: &[Item]) -> Vec<Option<usize>> {
    let mut found = Found { of_old: vec![None; old.len()], taken: vec![false; new.len()] };
    found.by(old, new, |item| item.has_id.then(|| item.name.clone()));
    // The same words under the same name first: what is said twice stays where it was.
    found.by(old, new, |item| Some(format!("{}\0{}", item.name, item.said)));
    found.by(old, new, |item| Some(item.said.clone()));
    let may = |item: &Item| !item.inner.is_empty();
    found.by(old, new, |item| may(item).then(|| item.name.clone()));
    found.by(old, new, |item| may(item).then(|| item.inner.clone()));
    let (gone, come) = found.left();
    if gone.len().max(come.len()) <= MOST {
        found.alike(old, new, &gone, &come);
    }
    // What is left is at the same place where as much came as went, else under the same name; an id that only one has is for another thing.
    let (gone, come) = found.left();
    if gone.len() == come.len() {
        for (&was, &is) in gone.iter().zip(&come) {
            let both = old.get(was).zip(new.get(is));
            if both.is_some_and(|(was, is)| !was.has_id && !is.has_id) {
                found.join(was, is);
            }
        }
    } else {
        found.by(old, new, |item| (!item.has_id).then(|| item.name.clone()));
    }
    found.of_old
}

struct Found {
    of_old: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Found {
    fn join(&mut self, was: usize, is: usize) {
        if let (Some(slot), Some(taken)) = (self.of_old.get_mut(was), self.taken.get_mut(is)) {
            *slot = Some(is);
            *taken = true;
        }
    }

    fn is_taken(&self, is: usize) -> bool {
        self.taken.get(is).copied().unwrap_or(true)
    }

    /// Joins what has the same key, in order.
    fn by(&mut self, old: &[Item], new: &[Item], key: impl Fn(&Item) -> Option<String>) {
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        for (is, item) in new.iter().enumerate().rev() {
            if let Some(key) = key(item).filter(|_| !self.is_taken(is)) {
                known.entry(key).or_default().push(is);
            }
        }
        for (was, item) in old.iter().enumerate() {
            if self.of_old.get(was).copied().flatten().is_some() {
                continue;
            }
            let is = key(item).and_then(|key| known.get_mut(&key)).and_then(Vec::pop);
            if let Some(is) = is {
                self.join(was, is);
            }
        }
    }

    /// What has no other yet.
    fn left(&self) -> (Vec<usize>, Vec<usize>) {
        let gone = self.of_old.iter().enumerate().filter(|(_, is)| is.is_none());
        let come = self.taken.iter().enumerate().filter(|(_, taken)| !**taken);
        (gone.map(|(was, _)| was).collect(), come.map(|(is, _)| is).collect())
    }

    /// Joins the texts that are most alike, the nearest two first; an id that only one has is for another thing.
    fn alike(&mut self, old: &[Item], new: &[Item], gone: &[usize], come: &[usize]) {
        let words = |items: &[Item], at: &[usize]| -> Vec<BTreeSet<String>> {
            at.iter()
                .map(|&at| items.get(at).map(|item| words(&item.said)).unwrap_or_default())
                .collect()
        };
        let (old_words, new_words) = (words(old, gone), words(new, come));
        let mut near = Vec::new();
        for (&was, a) in gone.iter().zip(&old_words) {
            for (&is, b) in come.iter().zip(&new_words) {
                let both = old.get(was).zip(new.get(is));
                if both.is_none_or(|(a, b)| a.has_id && b.has_id) {
                    continue;
                }
                let shared = a.intersection(b).count();
                let all = a.len() + b.len() - shared;
                if shared > 0 && shared * ALIKE >= all {
                    near.push((shared * 1_000 / all, was, is));
                }
            }
        }
        near.sort_by_key(|&(score, was, is)| (std::cmp::Reverse(score), was.abs_diff(is), was, is));
        for (_, was, is) in near {
            if self.of_old.get(was).copied().flatten().is_none() && !self.is_taken(is) {
                self.join(was, is);
            }
        }
    }
}

fn words(text: &str) -> BTreeSet<String> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
