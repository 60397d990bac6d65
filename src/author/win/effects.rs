//! What a change does to the rest of a script: tests that would fail, examples that would go elsewhere.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::places::Places;
use crate::check::script::Way;
use crate::runtime::{Context, Suggester};
use crate::span::Span;
use crate::trial::Trials;

/// Every so many examples one is tried, so that no more than this are.
const EXAMPLES: usize = 4_000;

/// How things are before any change.
pub(super) struct Effects {
    /// By test, in their order: its name, where it stands, whether it passes.
    tests: Vec<(String, Span, bool)>,
    /// By topic and example: where it leads.
    leads: BTreeMap<(String, String), Option<String>>,
    /// Where topics stand.
    topics: BTreeMap<String, Span>,
}

impl Effects {
    pub(super) fn before(trials: &Trials<'_>) -> Self {
        let script = trials.script();
        let passed = passed(trials);
        let tests = script.tests.iter().zip(passed);
        Self {
            tests: tests.map(|(test, passed)| (test.name.clone(), test.span, passed)).collect(),
            leads: leads(trials),
            topics: script.topics.iter().map(|topic| (topic.name.clone(), topic.span)).collect(),
        }
    }

    /// The tests that a changed script fails and the examples that lead elsewhere in it, each with its place before the change.
    pub(super) fn after(
        &self,
        trials: &Trials<'_>,
        places: &Places<'_>,
    ) -> (Vec<Value>, Vec<Value>) {
        let tests = self.tests.iter().zip(passed(trials));
        let failing = tests
            .filter(|((.., before), after)| *before && !after)
            .map(|((name, span, _), _)| json!({ "name": name, "place": places.json(*span) }))
            .collect();
        let now = leads(trials);
        let mut elsewhere = Vec::new();
        for ((topic, text), before) in &self.leads {
            let Some(after) = now.get(&(topic.clone(), text.clone())) else { continue };
            // Only what is worse: an example that is found now and was not before is no cost.
            if after != before && before.as_ref() == Some(topic) {
                let place = self.topics.get(topic).map(|span| places.json(*span));
                elsewhere.push(json!({ "text": text, "from": topic, "to": after, "place": place }));
            }
        }
        (failing, elsewhere)
    }
}

/// By test whether it passes.
fn passed(trials: &Trials<'_>) -> Vec<bool> {
    let mut suggester = Suggester::new();
    let tests = trials.script().tests.iter();
    tests.map(|test| trials.play(&mut suggester, test).failure.is_none()).collect()
}

/// By topic and example of its own: the topic that it leads to.
fn leads(trials: &Trials<'_>) -> BTreeMap<(String, String), Option<String>> {
    let script = trials.script();
    let mut all = Vec::new();
    for topic in &script.topics {
        for way in &topic.ways {
            let Way::Intent(id) = way else { continue };
            let Some(intent) = script.intents.get(id.usize()).filter(|intent| !intent.shared)
            else {
                continue;
            };
            all.extend(intent.examples.iter().map(|text| (&topic.name, text)));
        }
    }
    let step = all.len().div_ceil(EXAMPLES).max(1);
    let mut suggester = Suggester::new();
    let context = Context { limit: 1, ..Context::default() };
    let mut out = BTreeMap::new();
    for (topic, text) in all.into_iter().step_by(step) {
        let turn = suggester.suggest(trials.machine(), text, &context);
        let led = turn.ok().and_then(|turn| turn.topic.map(str::to_owned));
        out.insert((topic.clone(), text.clone()), led);
    }
    out
}
