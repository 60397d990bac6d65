//! Triggers as topics, as further ways into them, and as choices.

use std::collections::{BTreeMap, BTreeSet};

use super::reply::{self, Said};
use super::trigger::{Way, known, way};
use super::{Brain, Trigger};
use crate::import::draft::{Body, Choice, Draft, Guards, MAX_LINE_BYTES, Target};
use crate::import::names::{Sort, name_of};
use crate::import::told::{Loss, Place, shown};
use crate::import::words::{Words, one_line};
use crate::import::write::quoted;
use crate::text::fold::folded;

/// How deep a talk is followed: as deep as choices stand in each other.
const MAX_DEPTH: usize = 15;

/// How many redirects follow each other.
const MAX_STEPS: usize = 100;

/// How often a reply is looked at for a `%` with a `*` in it, in a whole file.
const MAX_LOOKS: usize = 2_000_000;

/// A trigger that was read.
struct Built {
    body: Body,
    way: Option<Way>,
    /// What it says, as `%` has it.
    says: Vec<String>,
}

pub(super) fn build(draft: &mut Draft, brain: &Brain) {
    let mut built: Vec<Built> = brain.triggers.iter().map(|t| read(draft, brain, t)).collect();
    let parents = parents(draft, &brain.triggers, &built);
    let names = names(brain, &parents);
    let Redirects { aliases, round } = redirects(draft, &brain.triggers, &built, &parents, &names);
    for at in round {
        built.get_mut(at).into_iter().for_each(|built| built.body.goto = None);
    }
    // The deepest first: a choice takes its own choices along.
    let mut order: Vec<(usize, usize)> =
        (0..built.len()).map(|at| (depth(&parents, at), at)).collect();
    order.sort_by_key(|&(depth, at)| (std::cmp::Reverse(depth), at));
    for (_, at) in order {
        let (Some(Some(parent)), Some(trigger)) = (parents.get(at), brain.triggers.get(at)) else {
            continue;
        };
        let Some(child) = built.get_mut(at) else { continue };
        let mut body = std::mem::take(&mut child.body);
        let label = match child.way {
            Some(Way::Anything) => "Anything else".to_owned(),
            _ => one_line(&trigger.text),
        };
        let is_empty = body.replies.is_empty() && body.choices.is_empty();
        let target = body.goto.take_if(|_| is_empty).map(|(target, _)| target);
        let place = trigger.place.clone();
        let choice = Choice { place, label: Words::plain(&label), target, body };
        if let Some(parent) = built.get_mut(*parent) {
            parent.body.choice(choice);
        }
    }
    for (at, (trigger, built)) in brain.triggers.iter().zip(built).enumerate() {
        if parents.get(at).is_some_and(Option::is_some) {
            continue;
        }
        let own = names.get(at).cloned().unwrap_or_default();
        let target = aliases.get(&at);
        let title = title(&known(&trigger.text, &brain.vars));
        topic(draft, trigger, built, target.unwrap_or(&own), target.is_none().then_some(title));
    }
}

/// Names of topics, each its own; what is a choice has none.
fn names(brain: &Brain, parents: &[Option<usize>]) -> Vec<String> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut name = |trigger: &Trigger| {
        let name = one_line(&known(&trigger.text, &brain.vars));
        let number = taken.entry(name.clone()).or_default();
        *number += 1;
        // No trigger has a name with a line break, so such a name is nobody else's.
        if *number > 1 { format!("{name}\n{number}") } else { name }
    };
    let all = brain.triggers.iter().zip(parents);
    all.map(|(trigger, parent)| parent.map_or_else(|| name(trigger), |_| String::new())).collect()
}

/// Puts a trigger into the draft: as a topic, or without a title as a way into one that is there for others.
fn topic(draft: &mut Draft, trigger: &Trigger, built: Built, name: &str, title: Option<String>) {
    let place = trigger.place.clone();
    if let Some(title) = title {
        let topic = draft.topic(name, &place);
        topic.title.get_or_insert(title);
        topic.body = built.body;
        topic.is_unsaid = !matches!(built.way, Some(Way::Example(_) | Way::Pattern(_)));
    }
    draft.topic(name, &place).aliases.push(one_line(&trigger.text));
    match built.way {
        Some(Way::Example(text)) => draft.example(name, &text, &place),
        Some(Way::Pattern(pattern)) => {
            let patterns = &mut draft.topic(name, &place).patterns;
            if !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
        Some(Way::Anything) => {
            let why = "`*` answers what nothing fits, which only menus do: `on nomatch`";
            draft.teller.tell(&place, Loss::Pattern, why);
        }
        None => {}
    }
}

/// A trigger as a title: without what may be anything at its ends.
fn title(trigger: &str) -> String {
    let text = one_line(&trigger.replace("[*]", " "));
    let ends = text.trim_matches(['*', ' ']);
    if ends.is_empty() { one_line(trigger) } else { ends.to_owned() }
}

/// Reads what stands under a trigger.
fn read(draft: &mut Draft, brain: &Brain, trigger: &Trigger) -> Built {
    let mut lost = Vec::new();
    let way = way(&trigger.text, &brain.vars, &brain.arrays, &mut lost);
    let place = trigger.place.clone();
    for lost in lost {
        draft.teller.tell(&place, Loss::Pattern, lost);
    }
    let way = way.map_err(|why| {
        let why = format!("`{}` is no way into a topic: {why}", shown(&trigger.text));
        draft.teller.tell(&place, Loss::Pattern, why);
    });
    let mut body = Body::default();
    for (line, condition) in &trigger.conditions {
        self::condition(draft, brain, line, condition, &mut body);
    }
    let mut goto = None;
    for (place, text) in &trigger.replies {
        let said = say(draft, brain, place, text, &Guards::default(), &mut body);
        if let Some(target) = said.goto {
            match (trigger.replies.len(), said.wordings.is_empty()) {
                (1, _) => goto = Some((target, place.clone())),
                _ => {
                    let why = format!("one of several replies goes on to `{}`", shown(&target));
                    draft.teller.tell(place, Loss::NoPlace, why);
                }
            }
        }
    }
    if let Some((place, target)) = trigger.redirect.clone().or(goto.map(|(t, place)| (place, t))) {
        if target.contains('<') {
            let why = format!("`{}` is not the same for all", shown(&target));
            draft.teller.tell(&place, Loss::Nowhere, why);
        } else {
            body.goto = Some((Target::Message(target), place));
        }
    }
    let replies = body.replies.iter().flat_map(|reply| reply.messages.iter().flatten());
    let says = replies.map(|words| heard(&words.text())).collect();
    Built { body, way: way.ok(), says }
}

/// Adds the wordings of a reply.
fn say(
    draft: &mut Draft,
    brain: &Brain,
    place: &Place,
    text: &str,
    guards: &Guards,
    body: &mut Body,
) -> Said {
    let mut lost = Vec::new();
    if text.len() > MAX_LINE_BYTES {
        draft.teller.tell(place, Loss::TooLong, "the reply is longer than a line can be");
        return Said::default();
    }
    let said = reply::read(text, brain, &mut draft.facts, &mut lost);
    for lost in lost {
        draft.teller.tell(place, Loss::Placeholder, lost);
    }
    for words in &said.wordings {
        if draft.fits(words, place) {
            body.wording(guards, words.clone());
        }
    }
    said
}

/// `* <get name> == undefined => Who are you?`
fn condition(draft: &mut Draft, brain: &Brain, place: &Place, text: &str, body: &mut Body) {
    let read = || {
        let (condition, reply) = text.split_once("=>")?;
        let rest = condition.trim().strip_prefix("<get ")?;
        let (name, rest) = rest.split_once('>')?;
        let (operator, value) = rest.trim().split_once(' ')?;
        let (name, value) = (name_of(name, Sort::Fact), value.trim());
        let is_plain = !value.is_empty() && !value.contains(['<', '{']);
        let said = match (operator, value) {
            ("==" | "eq" | "=", "undefined") => format!("{name} is not known"),
            ("!=" | "<>" | "ne", "undefined") => format!("{name} is known"),
            ("==" | "eq" | "=", value) if is_plain => format!("{name} = {}", quoted(value)),
            ("!=" | "<>" | "ne", value) if is_plain => format!("{name} != {}", quoted(value)),
            _ => return None,
        };
        Some((name, said, reply.trim()))
    };
    let Some((name, said, reply)) = read() else {
        let why = format!("the condition `{}` cannot be said", shown(text));
        return draft.teller.tell(place, Loss::NoPlace, why);
    };
    draft.facts.named(&name);
    let guards = Guards { condition: Some(said), ..Guards::default() };
    let said = say(draft, brain, place, reply, &guards, body);
    if said.goto.is_some() {
        draft.teller.tell(place, Loss::NoPlace, "it goes on elsewhere on a condition");
    }
}

/// A text as `%` has it: small letters, and no marks.
fn heard(text: &str) -> String {
    let folded = folded(text);
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != '*' && c != '\'');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// For each trigger with a `%`, the trigger that says so.
fn parents(draft: &mut Draft, triggers: &[Trigger], built: &[Built]) -> Vec<Option<usize>> {
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, built) in built.iter().enumerate() {
        for text in built.says.iter().filter(|text| !text.is_empty()) {
            said.entry(text).or_insert(at);
        }
    }
    let mut looks = MAX_LOOKS;
    let mut parents: Vec<Option<usize>> = vec![None; triggers.len()];
    for (at, trigger) in triggers.iter().enumerate() {
        let Some((place, previous)) = &trigger.previous else { continue };
        let previous_heard = heard(previous);
        let found = said.get(previous_heard.as_str()).copied().or_else(|| {
            if !previous_heard.contains('*') {
                return None;
            }
            let texts = said.iter().take(looks);
            looks = looks.saturating_sub(said.len());
            texts.filter(|(text, _)| is_like(text, &previous_heard)).map(|(_, &at)| at).min()
        });
        let Some(parent) = found else {
            let why = format!("nothing says `{}` before", shown(previous));
            draft.teller.tell(place, Loss::Nowhere, why);
            continue;
        };
        let goes_round = {
            let mut way = Some(parent);
            let mut round = false;
            while let Some(step) = way {
                round |= step == at;
                way = if round { None } else { parents.get(step).copied().flatten() };
            }
            round
        };
        if goes_round {
            let why = format!("`{}` is said by what follows it", shown(previous));
            draft.teller.tell(place, Loss::Circle, why);
        } else if depth(&parents, parent) >= MAX_DEPTH {
            let why = format!("`{}` is too deep in a talk", shown(&trigger.text));
            draft.teller.tell(place, Loss::NoPlace, why);
        } else if let Some(slot) = parents.get_mut(at) {
            *slot = Some(parent);
        }
    }
    parents
}

/// How many triggers stand before one in a talk.
fn depth(parents: &[Option<usize>], at: usize) -> usize {
    let mut depth = 0;
    let mut way = parents.get(at).copied().flatten();
    while let Some(step) = way.filter(|_| depth <= parents.len()) {
        depth += 1;
        way = parents.get(step).copied().flatten();
    }
    depth
}

/// Whether a text has the parts between the stars, in their order.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    for (at, part) in pattern.split('*').map(str::trim).enumerate() {
        let Some(found) = rest.find(part) else { return false };
        if at == 0 && found > 0 {
            return false;
        }
        rest = rest.get(found + part.len()..).unwrap_or("");
    }
    rest.trim().is_empty() || pattern.ends_with('*')
}

/// What comes of triggers that only lead to another.
#[derive(Debug, Default)]
struct Redirects {
    /// By their numbers, names of the topics that they are further ways into.
    aliases: BTreeMap<usize, String>,
    /// Those that lead to themselves.
    round: Vec<usize>,
}

fn redirects(
    draft: &mut Draft,
    triggers: &[Trigger],
    built: &[Built],
    parents: &[Option<usize>],
    names: &[String],
) -> Redirects {
    let mut by_text: BTreeMap<String, usize> = BTreeMap::new();
    for (at, trigger) in triggers.iter().enumerate() {
        if parents.get(at).is_some_and(Option::is_none) {
            by_text.entry(heard(&trigger.text)).or_insert(at);
        }
    }
    let next = |at: usize| {
        let built = built.get(at)?;
        let (target, _) = built.body.goto.as_ref().filter(|_| built.body.replies.is_empty())?;
        match target {
            Target::Message(text) => by_text.get(&heard(text)).copied(),
            _ => None,
        }
    };
    let mut out = Redirects::default();
    for (at, trigger) in triggers.iter().enumerate() {
        if parents.get(at).is_some_and(Option::is_some) {
            continue;
        }
        let mut way = BTreeSet::from([at]);
        let mut end = at;
        let mut round = false;
        while let Some(to) = next(end) {
            // A way of so many steps is taken for one without end.
            round = !way.insert(to) || way.len() > MAX_STEPS;
            if round {
                break;
            }
            end = to;
        }
        if round {
            let why = format!("`{}` leads to itself", shown(&trigger.text));
            draft.teller.tell(&trigger.place, Loss::Circle, why);
            out.round.push(at);
        } else if end != at {
            out.aliases.extend(names.get(end).map(|name| (at, name.clone())));
        }
    }
    out
}
