//! Patterns that match examples of other topics: found by the automaton itself, so that what is told is what customers get.

use super::Book;
use super::cover::members;
use crate::lower::patterns::{Expanded, Item};
use crate::lower::vocabulary::Member;
use crate::machine::Machine;
use crate::machine::id::TopicId;
use crate::problem::{Code, Problem};
use crate::runtime::matching::Patterns;
use crate::span::Span;
use crate::text::small_words::says_nothing;
use crate::text::tokenize::Tokens;
use crate::threads::{are_worth, both};

/// A pattern that matches examples of more other topics is too broad.
const MOST_OTHERS: usize = 3;

/// So many hits are looked at: some for each of a hundred thousand examples, and no second of work.
const MOST_HITS: usize = 1_000_000;

/// What an example counts for that has more ways through the patterns than are followed.
const OF_EXHAUSTED: usize = 50_000;

/// So many places are shown.
const MOST_SHOWN: usize = 3;

/// What a pattern matches beside its own topic's examples: the intents and where the first example of each stands.
#[derive(Clone, Debug, Default)]
struct Strays {
    /// The example that the pattern was matched with first.
    others: Vec<(usize, Span)>,
    examples: usize,
}

/// Advice on what patterns match among the script's own examples.
pub(super) fn matches(
    book: &Book<'_>,
    patterns: &[Expanded],
    machine: &Machine,
    problems: &mut Vec<Problem>,
) {
    let half = book.examples.len() / 2;
    let all: usize = book.examples.iter().map(|examples| examples.len()).sum();
    let strays = if are_worth(all) {
        let (mut first, second) = both(
            || strays(book, patterns, machine, 0..half),
            || strays(book, patterns, machine, half..book.examples.len()),
        );
        for (first, second) in first.iter_mut().zip(second) {
            first.others.extend(second.others);
            first.examples += second.examples;
        }
        first
    } else {
        strays(book, patterns, machine, 0..book.examples.len())
    };
    for (pattern, strays) in patterns.iter().zip(&strays) {
        if pattern.not {
            continue;
        }
        if let Some(word) = empty_word(pattern) {
            problems.push(
                Problem::new(
                    Code::BroadPattern,
                    pattern.span,
                    format!(
                        "`{word}` alone is enough for this pattern, and nearly every message has it"
                    ),
                )
                .help("add a word that says what the message is about"),
            );
        } else if strays.others.len() > MOST_OTHERS {
            problems.push(broad(book, pattern, strays));
        } else if !strays.others.is_empty() {
            problems.push(stray(book, pattern, strays));
        }
    }
}

/// The strays of each pattern among the examples of some intents.
fn strays(
    book: &Book<'_>,
    patterns: &[Expanded],
    machine: &Machine,
    intents: core::ops::Range<usize>,
) -> Vec<Strays> {
    let mut found = vec![Strays::default(); patterns.len()];
    let (mut tokens, mut matching, mut words) = (Tokens::new(), Patterns::default(), Vec::new());
    let (mut hits, mut out) = (Vec::new(), Vec::new());
    let mut left = MOST_HITS;
    for intent in intents {
        let leads = book.leads(intent);
        // Of an intent that leads nowhere there is no right topic.
        for example in
            book.examples.get(intent).filter(|_| !leads.is_empty()).copied().unwrap_or(&[])
        {
            tokens.read(&example.value);
            words.clear();
            words.extend(tokens.iter().map(|token| machine.word(token.text)));
            matching.read(machine, &tokens, &words);
            let cost = if matching.exhausted { OF_EXHAUSTED } else { matching.hits.len() };
            let Some(rest) = left.checked_sub(cost) else { return found };
            left = rest;
            hits.clear();
            hits.extend(matching.hits.iter().filter_map(|hit| {
                let at = hit.pattern.usize();
                Some((at, machine.patterns.get(at)?))
            }));
            out.clear();
            out.extend(hits.iter().filter(|(_, row)| row.not).map(|(_, row)| row.topic));
            out.extend(book.keeps_out.get(intent).into_iter().flatten());
            out.sort_unstable();
            hits.retain(|(_, row)| !row.not && out.binary_search(&row.topic).is_err());
            let is_own = |topic: TopicId| leads.binary_search(&topic).is_ok();
            let own = hits.iter().filter(|(_, row)| is_own(row.topic)).map(|(_, row)| row.strength);
            let own = own.max().unwrap_or(0);
            for (at, _) in hits.iter().filter(|(_, row)| row.strength > own && !is_own(row.topic)) {
                let Some(strays) = found.get_mut(*at) else { continue };
                strays.examples += 1;
                if strays.others.last().is_none_or(|(last, _)| *last != intent) {
                    strays.others.push((intent, example.span));
                }
            }
        }
    }
    found
}

fn stray(book: &Book<'_>, pattern: &Expanded, strays: &Strays) -> Problem {
    let names: Vec<String> =
        strays.others.iter().map(|(intent, _)| format!("`{}`", book.intent(*intent))).collect();
    let own = book.topic(TopicId::new(pattern.topic));
    let examples = match strays.examples {
        1 => "an example".to_owned(),
        count => format!("{count} examples"),
    };
    let problem = Problem::new(
        Code::StrayPattern,
        pattern.span,
        format!(
            "this pattern matches {examples} of {}, so `{own}` is offered for a message like it",
            names.join(" and ")
        ),
    )
    .help(
        "add a word that only this topic's messages have, or keep the others out with `when not …`",
    );
    shown(book, problem, strays)
}

fn broad(book: &Book<'_>, pattern: &Expanded, strays: &Strays) -> Problem {
    let own = book.topic(TopicId::new(pattern.topic));
    let (examples, others) = (strays.examples, strays.others.len());
    let problem = Problem::new(
        Code::BroadPattern,
        pattern.span,
        format!("this pattern matches {examples} examples of {others} others, so `{own}` is offered for what it does not answer"),
    )
    .help("add a word that says what only this topic is about");
    shown(book, problem, strays)
}

fn shown(book: &Book<'_>, mut problem: Problem, strays: &Strays) -> Problem {
    for (intent, place) in strays.others.iter().take(MOST_SHOWN) {
        problem = problem.label(*place, format!("an example of `{}`", book.intent(*intent)));
    }
    problem
}

/// The word that alone is enough for a pattern and says nothing.
fn empty_word(pattern: &Expanded) -> Option<&str> {
    pattern.paths.iter().find_map(|path| match path.as_slice() {
        [item @ (Item::One(_) | Item::Class(_))] => {
            members(item).iter().find_map(|member| match member {
                Member::Word(word) if says_nothing(word) => Some(word.as_ref()),
                _ => None,
            })
        }
        _ => None,
    })
}
