//! Changes that might make a topic win.

use std::collections::BTreeSet;

use super::super::lines::{self, Line, begins};
use super::super::made::Made;
use crate::check::script::{Element, Script, Topic, Way};
use crate::compile::Source;
use crate::problem::Fix;
use crate::runtime::{Considered, Excluded, RuledOutReason};
use crate::span::Span;
use crate::text::small_words::{is_filling, says_nothing};
use crate::text::tokenize::{Kind as TokenKind, Tokens};
use crate::writing::lines::{example, one_line};

/// Words of a pattern: fewer match more than is meant, more match little else than this message.
const LENGTHS: [usize; 3] = [2, 1, 3];

/// Shorter words tell topics apart in hardly any script.
const SHORTEST: usize = 3;

/// What a way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Example,
    Pattern,
    Not,
    NotAndExample,
    NotAndPattern,
    Both,
}

impl Kind {
    /// Whether the model must be trained anew for it.
    pub(super) fn trains(self) -> bool {
        matches!(self, Self::Example | Self::NotAndExample | Self::Both)
    }

    /// Whether it changes two things.
    pub(super) fn is_two(self) -> bool {
        matches!(self, Self::NotAndExample | Self::NotAndPattern | Self::Both)
    }

    /// As `types.ts` has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Example => "example",
            Self::Pattern => "pattern",
            Self::Not => "when not",
            Self::NotAndExample => "when not and example",
            Self::NotAndPattern => "when not and pattern",
            Self::Both => "example and pattern",
        }
    }
}

/// A way that was not tried yet.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) edits: Vec<Fix>,
}

/// The ways that are worth trying; none where what the topic says is what rules it out. Those that leave examples as they are come
/// first, for the model that was trained last serves them.
pub(super) fn drafts(
    script: &Script,
    made: &Made,
    sources: &[Source],
    topic: &Topic,
    message: &str,
    one: Option<&Considered<'_>>,
) -> Vec<Draft> {
    if one.is_some_and(|one| one.reason == Some(RuledOutReason::NoReply)) {
        return Vec::new();
    }
    let lines = lines::of_topic(script, sources, topic);
    let head = head(&lines);
    let examples = as_example(script, sources, head, topic, message);
    let patterns = as_patterns(script, head, topic, message);
    let mut drafts = Vec::new();
    let mut add = |kind, edits: Vec<Fix>| drafts.push(Draft { kind, edits });
    if let Some(excluded) = one.and_then(|one| one.excluded.as_ref()) {
        let Some(not) = without(made, &lines, sources, script, excluded) else { return drafts };
        add(Kind::Not, vec![not.clone()]);
        for edit in patterns {
            add(Kind::NotAndPattern, vec![not.clone(), edit]);
        }
        for edit in examples {
            add(Kind::NotAndExample, vec![not.clone(), edit]);
        }
        return drafts;
    }
    for edit in &patterns {
        add(Kind::Pattern, vec![edit.clone()]);
    }
    for edit in &examples {
        add(Kind::Example, vec![edit.clone()]);
    }
    if let (Some(example), Some(pattern)) = (examples.first(), patterns.first()) {
        add(Kind::Both, vec![example.clone(), pattern.clone()]);
    }
    drafts
}

/// The lines of a topic before what it says.
fn head<'l, 's>(lines: &'l [Line<'s>]) -> &'l [Line<'s>] {
    let says = |line: &Line<'_>| line.text.trim_start().starts_with(['>', '*']);
    let end = lines.iter().position(says).unwrap_or(lines.len());
    lines.get(..end).unwrap_or(lines)
}

/// The place behind the last line that is one of these, or behind the heading and whose topic it is.
fn behind(head: &[Line<'_>], topic: &Topic, is: impl Fn(&str) -> bool) -> Span {
    let found = head.iter().rev().find(|line| is(line.text));
    let owner = || head.iter().find(|line| begins(line.text, &["department"]));
    let at = found.or_else(owner).or(head.first()).map_or(topic.span.end, |line| line.span.end);
    Span::new(topic.span.file, at, at)
}

fn is_example(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

fn is_when(line: &str) -> bool {
    begins(line, &["when"]) && !begins(line, &["when", "not"])
}

/// The message among the topic's own examples, or those of the shared intent that leads to it.
fn as_example(
    script: &Script,
    sources: &[Source],
    head: &[Line<'_>],
    topic: &Topic,
    message: &str,
) -> Vec<Fix> {
    let line = one_line(message);
    if line.is_empty() {
        return Vec::new();
    }
    let text = example(&line);
    if !head.iter().any(|line| is_example(line.text)) {
        let shared = topic.ways.iter().find_map(|way| match way {
            Way::Intent(id) => script.intents.get(id.usize()).filter(|intent| intent.shared),
            _ => None,
        });
        if let Some((span, lead)) = shared.and_then(|intent| last_example(sources, &intent.name)) {
            return vec![Fix { span, text: format!("\n{lead}- {text}") }];
        }
    }
    vec![Fix { span: behind(head, topic, is_example), text: format!("\n- {text}") }]
}

/// The place behind the last example of a shared intent, and how far it is indented.
fn last_example<'s>(sources: &'s [Source], intent: &str) -> Option<(Span, &'s str)> {
    let files = (0_u16..).zip(sources).map(|(file, _)| file);
    let mut lines = files.flat_map(|file| {
        lines::of_file(sources, file)
            .skip_while(|line| !begins(line.text, &["intent", intent]))
            .skip(1)
    });
    let mut last = None;
    // Blank lines and comments may stand between them.
    let more = lines.by_ref().take_while(|line| {
        let text = line.text.trim_start();
        text.is_empty() || text.starts_with('#') || is_example(text)
    });
    for line in more.filter(|line| is_example(line.text)) {
        let lead = line.text.len() - line.text.trim_start().len();
        let at = line.span.end;
        last = Some((Span::new(line.span.file, at, at), line.text.get(..lead).unwrap_or("")));
    }
    last
}

fn as_patterns(script: &Script, head: &[Line<'_>], topic: &Topic, message: &str) -> Vec<Fix> {
    let told = telling(script, topic, message);
    let place = if head.iter().any(|line| is_when(line.text)) {
        behind(head, topic, is_when)
    } else {
        behind(head, topic, is_example)
    };
    let mut seen = BTreeSet::new();
    let mut fixes = Vec::new();
    for length in LENGTHS {
        let mut words: Vec<&Told> = told.iter().take(length).collect();
        words.sort_by_key(|word| word.at);
        let Some(text) = pattern(&words) else { continue };
        if seen.insert(text.clone()) {
            fixes.push(Fix { span: place, text: format!("\nwhen {text}") });
        }
    }
    fixes
}

/// A word of the message.
struct Told {
    /// Its place among the words.
    at: usize,
    /// As a pattern has it: the word, or the list that it is in.
    text: String,
}

/// Words in their order, with gaps where there are others between them.
fn pattern(words: &[&Told]) -> Option<String> {
    let mut out = String::new();
    let mut last: Option<usize> = None;
    for word in words {
        if let Some(last) = last {
            out.push_str(if last + 1 == word.at { " " } else { " .. " });
        }
        out.push_str(&word.text);
        last = Some(word.at);
    }
    (!out.is_empty()).then_some(out)
}

/// The words that tell the topic from others, the most telling first.
fn telling(script: &Script, topic: &Topic, message: &str) -> Vec<Told> {
    let of_topics: Vec<(bool, BTreeSet<String>)> = script
        .topics
        .iter()
        .map(|other| (other.name == topic.name, vocabulary(script, other)))
        .collect();
    let mut tokens = Tokens::new();
    tokens.read(message);
    let mut ranked = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let long = token.text.chars().count();
        let word = matches!(token.kind, TokenKind::Word) && long >= SHORTEST;
        // What says nothing would match anything; the others have a meaning at the beginning of a `when` line.
        let empty = says_nothing(token.text) || is_filling(token.text);
        let taken = matches!(token.text, "not" | "intent" | "if");
        if !word || empty || taken || !seen.insert(token.text.to_owned()) {
            continue;
        }
        let has = |own: bool| {
            of_topics
                .iter()
                .filter(|(mine, words)| *mine == own && words.contains(token.text))
                .count()
        };
        let list =
            script.lists.iter().find(|list| list.members.iter().any(|member| member == token.text));
        let text = list.map_or_else(|| token.text.to_owned(), |list| format!("<{}>", list.name));
        // What no other topic says comes first, then what this one says already, then the longest.
        ranked.push((
            (has(false), core::cmp::Reverse(has(true)), core::cmp::Reverse(long)),
            Told { at, text },
        ));
    }
    ranked.sort_by_key(|(key, _)| *key);
    ranked.into_iter().map(|(_, told)| told).collect()
}

/// The words of a topic's examples and patterns.
fn vocabulary(script: &Script, topic: &Topic) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut tokens = Tokens::new();
    let mut add = |text: &str| {
        tokens.read(text);
        words.extend(tokens.iter().map(|token| token.text.to_owned()));
    };
    for way in &topic.ways {
        match way {
            Way::Intent(id) => {
                let intent = script.intents.get(id.usize());
                intent.into_iter().flat_map(|intent| &intent.examples).for_each(|text| add(text));
            }
            Way::Pattern(pattern) => {
                for element in &pattern.elements {
                    if let Element::Word(word) = element {
                        add(word);
                    }
                }
            }
            Way::If(_) => {}
        }
    }
    words
}

/// Takes the line away that keeps a topic out.
fn without(
    made: &Made,
    lines: &[Line<'_>],
    sources: &[Source],
    script: &Script,
    excluded: &Excluded,
) -> Option<Fix> {
    let line = match excluded {
        Excluded::Pattern(id, _) => {
            let at = made.pattern(*id)?;
            lines.iter().find(|line| {
                line.span.file == at.file
                    && line.span.start <= at.start
                    && at.start <= line.span.end
            })?
        }
        Excluded::Intent(id) => {
            let name = &script.intents.get(id.usize())?.name;
            lines.iter().find(|line| begins(line.text, &["when", "not", "intent", name]))?
        }
        Excluded::Condition => {
            lines.iter().find(|line| begins(line.text, &["when", "not", "if"]))?
        }
    };
    let text = &sources.get(usize::from(line.span.file))?.text;
    let end = usize::try_from(line.span.end).ok()?;
    let rest = text.get(end..)?;
    let more = rest.find('\n').map_or(0, |at| at + 1);
    let stop = u32::try_from(end + more).ok()?;
    Some(Fix { span: Span::new(line.span.file, line.span.start, stop), text: String::new() })
}
