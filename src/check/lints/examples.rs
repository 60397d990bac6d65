//! Examples that two intents have, or one intent twice; intents with too few of them, or with some that hardly differ.

use std::collections::{BTreeMap, HashMap};

use xxhash_rust::xxh64::xxh64;

use super::personal;
use crate::check::context::Cx;
use crate::check::script::{Script, Way};
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::{Item, Name};
use crate::text::small_words::{is_filling, says_nothing};
use crate::text::tokenize::Tokens;

/// The fewest examples that say what an intent is: from one alone nobody can tell its words from those of its occasion.
const MIN_EXAMPLES: usize = 2;

/// Of fewer examples there is no telling whether they differ.
const FEWEST_COMPARED: usize = 5;

/// Of more, some always differ, and one more that is nearly there already does no harm.
const MOST_COMPARED: usize = 40;

/// Examples are too alike where the middle one shares so many hundredths of its words with the one next to it.
const TOO_ALIKE: usize = 66;

/// Advice on the examples of all intents. An intent needs none where every topic that it leads to has a pattern too.
pub(crate) fn examples(cx: &mut Cx<'_>, items: &[&Item], script: &Script) {
    let mut reader = Reader::default();
    let patterned = patterned(script);
    let mut own = cx.scope.intents.names.len();
    let mut shared = 0;
    for item in items {
        let (name, examples, id) = match item {
            Item::Intent(name, examples) => {
                shared += 1;
                (name, examples, shared - 1)
            }
            Item::Topic(topic) if !topic.examples.is_empty() => {
                own += 1;
                (&topic.name, &topic.examples, own - 1)
            }
            _ => continue,
        };
        let id = u32::try_from(id).unwrap_or(u32::MAX);
        reader.sets.clear();
        reader.different = 0;
        reader.is_small = examples.len() <= MOST_COMPARED;
        for example in examples {
            reader.read(cx, script, (id, example));
        }
        let patterned = patterned.get(&id) == Some(&true);
        too_few(cx, patterned, name, examples.len(), reader.different);
        too_alike(cx, name, &reader.sets);
    }
}

/// An example that was read: whose it is, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Known {
    intent: u32,
    place: Span,
}

/// What was read of the examples so far.
#[derive(Debug, Default)]
struct Reader {
    tokens: Tokens,
    /// By the folded words in their order.
    same: HashMap<String, Known>,
    /// By the words that say something, in the order of the alphabet.
    nearly: HashMap<String, Known>,
    /// How many examples of the intent differ.
    different: usize,
    /// The words of each of these, where they are few: hashes in order.
    sets: Vec<Vec<u64>>,
    /// The intent has few enough examples for each to matter.
    is_small: bool,
}

impl Reader {
    fn read(&mut self, cx: &mut Cx<'_>, script: &Script, (id, example): (u32, &Name)) {
        self.tokens.read(&example.value);
        personal::data(cx, example, &self.tokens);
        let mut key = String::with_capacity(example.value.len());
        for token in self.tokens.iter() {
            key.push(' ');
            key.push_str(token.text);
        }
        if key.is_empty() {
            return;
        }
        let here = Known { intent: id, place: example.span };
        let same = self.same.insert(key, here);
        let mut telling: Vec<&str> =
            self.tokens.iter().map(|token| token.text).filter(|word| !is_filling(word)).collect();
        telling.sort_unstable();
        // What one word is about depends on the small ones around it.
        let tells = telling.len() >= 2 && !telling.iter().all(|word| says_nothing(word));
        let nearly = tells.then(|| self.nearly.insert(telling.join(" "), here)).flatten();
        match (same, nearly) {
            (Some(same), _) if same.intent == id => repeated(cx, example, same.place, true),
            (Some(same), _) => claimed(cx, script, example, same, true),
            (None, Some(nearly)) if nearly.intent == id => {
                if self.is_small {
                    repeated(cx, example, nearly.place, false);
                }
            }
            (None, Some(nearly)) => claimed(cx, script, example, nearly, false),
            (None, None) => {}
        }
        if same.is_none_or(|same| same.intent != id) {
            self.different += 1;
            if self.is_small {
                let hashes = self.tokens.iter().map(|token| xxh64(token.text.as_bytes(), 0));
                let mut set: Vec<u64> = hashes.collect();
                set.sort_unstable();
                set.dedup();
                self.sets.push(set);
            }
        }
    }
}

/// What a second place shows.
fn label(same: bool) -> &'static str {
    if same { "the same words" } else { "the same but for small words and their order" }
}

fn repeated(cx: &mut Cx<'_>, example: &Name, before: Span, same: bool) {
    let message = if same {
        "this example is there already, so it teaches nothing new"
    } else {
        "nearly the same example is there already, so this one teaches next to nothing"
    };
    let mut problem = Problem::new(Code::RepeatedExample, example.span, message)
        .label(before, label(same))
        .help("leave it out, or write how other customers say it");
    if same && let Some(line) = line_from_the_end_before(cx, example.span) {
        problem = problem.fix(line, "");
    }
    cx.report(problem);
}

/// The line around a place with the end of the line before it: without both, no empty line stays.
fn line_from_the_end_before(cx: &Cx<'_>, span: Span) -> Option<Span> {
    let text = cx.texts.get(usize::from(span.file))?;
    let start = text.get(..usize::try_from(span.start).ok()?)?.rfind('\n')?;
    let rest = text.get(usize::try_from(span.end).ok()?..)?;
    let end = rest.find('\n').unwrap_or(rest.len());
    let end = span.end.checked_add(u32::try_from(end).ok()?)?;
    Some(Span::new(span.file, u32::try_from(start).ok()?, end))
}

fn claimed(cx: &mut Cx<'_>, script: &Script, example: &Name, other: Known, same: bool) {
    let intent = usize::try_from(other.intent).ok().and_then(|index| script.intents.get(index));
    let name = intent.map_or("", |intent| intent.name.as_str());
    let nearly = if same { "" } else { "nearly " };
    cx.report(
        Problem::new(
            Code::ClaimedExample,
            example.span,
            format!("`{name}` has {nearly}the same example, so a message like it can mean either"),
        )
        .label(other.place, label(same))
        .help("keep it where it fits best, and write here what only this one means"),
    );
}

/// Whether each topic that an intent leads to has a pattern too, by intent.
fn patterned(script: &Script) -> BTreeMap<u32, bool> {
    let mut out = BTreeMap::new();
    for topic in &script.topics {
        let has_pattern = topic.ways.iter().any(|way| matches!(way, Way::Pattern(_)));
        for way in &topic.ways {
            if let Way::Intent(id) = way {
                *out.entry(id.index()).or_insert(true) &= has_pattern;
            }
        }
    }
    out
}

fn too_few(cx: &mut Cx<'_>, patterned: bool, name: &Name, written: usize, different: usize) {
    if different >= MIN_EXAMPLES || (written > 0 && patterned) || !cx.broken.is_empty() {
        return;
    }
    let text = &name.value;
    let count = match written {
        0 => "no examples",
        1 => "only one example",
        _ => "only one example, written several times",
    };
    cx.report(
        Problem::new(Code::TooFewExamples, name.span, format!("`{text}` has {count}, too few to recognise it by"))
            .help("write what customers say, each in their words on a line of its own: `- where is my order`"),
    );
}

/// Examples of which most share nearly all words with another.
fn too_alike(cx: &mut Cx<'_>, name: &Name, sets: &[Vec<u64>]) {
    if !(FEWEST_COMPARED..=MOST_COMPARED).contains(&sets.len()) {
        return;
    }
    let mut nearest: Vec<usize> = sets
        .iter()
        .enumerate()
        .map(|(at, set)| {
            let others = sets.iter().enumerate().filter(|(other, _)| *other != at);
            others.map(|(_, other)| alike(set, other)).max().unwrap_or(0)
        })
        .collect();
    nearest.sort_unstable();
    if nearest.get(nearest.len() / 2).is_none_or(|middle| *middle < TOO_ALIKE) {
        return;
    }
    let text = &name.value;
    cx.report(
        Problem::new(
            Code::AlikeExamples,
            name.span,
            format!("the examples of `{text}` hardly differ, so a customer who says it in other words is not understood"),
        )
        .help("write how different customers say it: short and long, as a question, as a complaint, with other words"),
    );
}

/// The share of words that two examples have in common (Jaccard), in hundredths.
fn alike(a: &[u64], b: &[u64]) -> usize {
    let both = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    (both * 100).checked_div(a.len() + b.len() - both).unwrap_or(0)
}
