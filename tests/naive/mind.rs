//! What a conversation knows, apart from where in the tree it stands; a walk works on a copy.

use std::collections::{BTreeMap, BTreeSet};

use answertree::calendar::zone::Zone;
use answertree::check::script::{Guards, Script};

use super::value::{Value, holds};

/// What guards, holes and wordings depend on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mind {
    pub(crate) channel: Option<usize>,
    pub(crate) language: usize,
    pub(crate) seed: u32,
    pub(crate) now: Option<i64>,
    /// By the number of the fact; what is unknown is not there.
    pub(crate) facts: BTreeMap<usize, Value>,
    /// By the number of the topic: how often it was left.
    pub(crate) visits: BTreeMap<usize, u32>,
    /// Names of `[once]` lines that were passed.
    pub(crate) said: BTreeSet<String>,
    /// The menu entered last.
    pub(crate) menu: Option<usize>,
}

/// What the guards of a line say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It is not for now, or for others' languages only.
    Not,
    /// It is for any language.
    Any,
    /// It is for the customer's language.
    Own,
}

impl Mind {
    pub(crate) fn visits(&self, topic: usize) -> u32 {
        self.visits.get(&topic).copied().unwrap_or(0)
    }

    /// A topic is left.
    pub(crate) fn leave(&mut self, topic: usize) {
        *self.visits.entry(topic).or_insert(0) += 1;
    }

    /// The day and the minute on the clock of the script's first department.
    pub(crate) fn local(&self, script: &Script) -> Option<(i32, u16)> {
        let seconds = self.now?.div_euclid(1000);
        let zone =
            script.departments.first().map_or(Zone::UTC, |first| first.schedule.zone.clone());
        let (days, second) = zone.local(seconds);
        Some((days, u16::try_from(second / 60).ok()?))
    }

    /// Whether a line called `name` is shown.
    pub(crate) fn fit(&self, script: &Script, guards: &Guards, name: &str) -> Fit {
        if guards.once && self.said.contains(name) {
            return Fit::Not;
        }
        self.fit_again(script, guards)
    }

    /// The same for a line that may have been said before.
    pub(crate) fn fit_again(&self, script: &Script, guards: &Guards) -> Fit {
        let here = |channel: usize| self.channel == Some(channel);
        let today = self.local(script).map(|(days, _)| days);
        let fits = guards.conditions.iter().all(|condition| holds(script, self, condition))
            && (guards.channels.is_empty()
                || guards.channels.iter().any(|id| here(id.index() as usize)))
            && guards.from.is_none_or(|from| today.is_some_and(|today| today >= from))
            && guards.until.is_none_or(|until| today.is_some_and(|today| today <= until));
        if !fits {
            return Fit::Not;
        }
        if guards.languages.is_empty() {
            return if self.language == 0 { Fit::Own } else { Fit::Any };
        }
        let own = guards.languages.iter().any(|id| id.index() as usize == self.language);
        if own { Fit::Own } else { Fit::Not }
    }
}
