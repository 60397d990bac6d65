//! Ids for choices and replies that have none, written into the source.

use std::collections::BTreeSet;

use crate::check::identity::{Named, Thing, names};
use crate::check::script::{Piece, Reply, Script, StatementKind, Text};
use crate::check::translations::pairs;
use crate::compile::Source;
use crate::machine::id::LanguageId;
use crate::problem::Fix;
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{Line, LineKind};
use crate::text::fold::folded;

/// The most words of an id: as many as people take in at once.
const MAX_WORDS: usize = 4;

/// The most letters of a word in an id: longer ones are seldom words.
const MAX_LETTERS: usize = 20;

/// What to write so that every choice and every reply has an id. Where nothing is missing, there is nothing.
///
/// An id is made of the first words of a label or a wording, as a name of plain letters that no other thing of the topic has. A
/// translation gets the id of what it translates. The script is what was read from these sources.
///
/// ```
/// use answertree::compile::{Source, analyse};
/// use answertree::{edits::apply, ids::missing};
/// let text = "== late: Late\n- where is it\n- it is late\n> Désolé, {name}!\n* It broke\n  > Oh no.\nfact name text = you\n";
/// let sources = [Source { name: "main.answers".into(), text: text.into() }];
/// let script = analyse(&sources).script.unwrap();
/// let text = apply(&sources, missing(&script, &sources)).remove(0).unwrap();
/// assert!(text.contains("> [id desole] Désolé") && text.contains("* [id it-broke] It broke"));
/// ```
pub fn missing(script: &Script, sources: &[Source]) -> Vec<Fix> {
    let named = names(script);
    let mut given: Vec<Given> = Vec::new();
    for topic in named.chunk_by(|a, b| a.topic == b.topic) {
        let ends = topic.iter().filter_map(|named| named.name.rsplit('/').next());
        let taken = ends.map(str::to_owned).collect();
        Topic { languages: script.languages.len(), taken, given: &mut given }.read(topic);
    }
    given.sort_by_key(|given| given.span);
    let mut given = given.into_iter().peekable();
    let mut out = Vec::new();
    for (number, source) in (0_u16..).zip(sources) {
        if given.peek().is_none_or(|given| given.span.file != number) {
            continue;
        }
        let parsed = syntax::parse(number, &source.text);
        let mut lines = parsed.file.lines.iter().peekable();
        while let Some(given) = given.next_if(|given| given.span.file == number) {
            let start = given.span.start;
            while lines.next_if(|line| line.span.start < start).is_some() {}
            if let Some(line) = lines.peek().filter(|line| line.span.start == start) {
                out.extend(written(line, &given, &source.text));
            }
        }
    }
    out
}

/// An id for a choice or a reply.
struct Given {
    span: Span,
    /// Its first wording has several lines.
    several: bool,
    id: String,
}

/// A topic whose things get ids.
struct Topic<'o> {
    /// How many languages the script has.
    languages: usize,
    /// Names that are no longer free.
    taken: BTreeSet<String>,
    given: &'o mut Vec<Given>,
}

impl Topic<'_> {
    fn read(&mut self, named: &[Named<'_>]) {
        for named in named {
            if let Thing::Choice(choice) = named.thing
                && choice.guards.id.is_none()
            {
                let id = self.free(&words(Some(&choice.label), "choice"));
                self.given.push(Given { span: choice.span, several: false, id });
            }
            for statement in named.body() {
                if let StatementKind::Replies(replies) = &statement.kind {
                    self.place(replies);
                }
            }
        }
    }

    /// Replies at one place: those in the script's own language first, whose ids their translations get.
    fn place(&mut self, replies: &[Reply]) {
        let mut ids: Vec<Option<String>> =
            replies.iter().map(|reply| reply.guards.id.clone()).collect();
        let mut originals: Vec<Option<usize>> = vec![None; replies.len()];
        for language in 1..self.languages {
            let pairs = pairs(replies, LanguageId::at(language));
            for (source, target) in pairs.into_iter().enumerate() {
                if let Some(original) = target.and_then(|target| originals.get_mut(target)) {
                    original.get_or_insert(source);
                }
            }
        }
        for translations in [false, true] {
            for (at, (reply, original)) in replies.iter().zip(&originals).enumerate() {
                if original.is_some() != translations || reply.guards.id.is_some() {
                    continue;
                }
                let shared = original.and_then(|original| ids.get(original).cloned().flatten());
                let shared = shared.filter(|id| !overlaps(reply, replies, &ids, id));
                let first = reply.messages.first().and_then(|wordings| wordings.first());
                let id = shared.unwrap_or_else(|| self.free(&words(first, "reply")));
                let several = first.is_some_and(has_several_lines);
                self.given.push(Given { span: reply.span, several, id: id.clone() });
                if let Some(slot) = ids.get_mut(at) {
                    *slot = Some(id);
                }
            }
        }
    }

    /// A name that nothing in the topic has, from now on taken.
    fn free(&mut self, words: &str) -> String {
        let mut id = words.to_owned();
        let mut number = 1_usize;
        while !self.taken.insert(id.clone()) {
            number += 1;
            id = format!("{words}-{number}");
        }
        id
    }
}

/// Whether another reply with this id is for a language of `reply`.
fn overlaps(reply: &Reply, replies: &[Reply], ids: &[Option<String>], id: &str) -> bool {
    replies.iter().zip(ids).any(|(other, other_id)| {
        other_id.as_deref() == Some(id)
            && other.guards.languages.iter().any(|l| reply.guards.languages.contains(l))
    })
}

/// The first words of a text as a name; `fallback` where it has none of plain letters.
fn words(text: Option<&Text>, fallback: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for piece in text.iter().flat_map(|text| &text.pieces) {
        let Piece::Literal(literal) = piece else { continue };
        for word in literal.split_whitespace() {
            let folded = folded(word).replace('\'', "");
            for part in folded.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()) {
                if !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase()) {
                    out.push(part.chars().take(MAX_LETTERS).collect());
                }
                if out.len() == MAX_WORDS {
                    return out.join("-");
                }
            }
        }
    }
    if out.is_empty() { fallback.to_owned() } else { out.join("-") }
}

fn has_several_lines(text: &Text) -> bool {
    text.pieces.iter().any(|piece| matches!(piece, Piece::Literal(words) if words.contains('\n')))
}

/// Writes an id into the line of a choice, or the first line of a reply.
fn written(line: &Line, given: &Given, source: &str) -> Option<Fix> {
    let id = &given.id;
    let (guards, text) = match &line.kind {
        LineKind::Choice { guards, label, .. } => (guards, Some(label.span)),
        LineKind::Reply { guards, text } => (guards, text.as_ref().map(|text| text.span)),
        _ => return None,
    };
    if let Some(last) = guards.last() {
        return Some(insert(last.span.end, line, format!(" [id {id}]")));
    }
    if let Some(text) = text.filter(|_| !given.several) {
        return Some(insert(text.start, line, format!("[id {id}] ")));
    }
    // Guards and text on one line are a whole reply, so those of several lines stand above them.
    let before = usize::try_from(line.span.start).ok().and_then(|at| source.get(..at))?;
    let indent = before.rsplit(['\n', '\r']).next()?.trim_start_matches('\u{feff}');
    let behind = usize::try_from(line.span.end).ok().and_then(|at| source.get(at..))?;
    let end = behind.find(['\n', '\r']).and_then(|at| behind.get(at..));
    let end = match end {
        Some(end) if end.starts_with("\r\n") => "\r\n",
        Some(end) if end.starts_with('\r') => "\r",
        _ => "\n",
    };
    Some(insert(line.span.start, line, format!("> [id {id}]{end}{indent}")))
}

fn insert(at: u32, line: &Line, text: String) -> Fix {
    Fix { span: Span::new(line.span.file, at, at), text }
}
