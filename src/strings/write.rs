//! Translations written into the source, beside what they translate.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::segments::{Segment, lines, same_codes, segments};
use super::{Unit, places, targets, units};
use crate::check::identity::{Counting, Thing, counted, translates, wording_mark};
use crate::check::script::{Reply, Script};
use crate::compile::Source;
use crate::edits::apply;
use crate::machine::id::LanguageId;
use crate::problem::Fix;
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{GuardKind, Line, LineKind};

/// A translation that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The unit's name.
    pub name: String,
    /// What it was translated from.
    pub source: Vec<Segment>,
    /// The translation; nothing where there is none yet. An error where its codes cannot be read.
    pub target: Result<Vec<Segment>, ()>,
}

/// Why a translation was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Its holes are not those of the source.
    Codes,
    /// The script has no unit of that name.
    Unknown,
    /// The source changed since.
    Stale,
    /// Other wordings or messages of the same reply have no translation.
    Partly,
    /// The script has no place for it.
    NoPlace,
    /// The language cannot say it, such as nothing where a hole needs words.
    Unwritable,
}

impl Refusal {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Codes => "AS0001",
            Self::Unknown => "AS0002",
            Self::Stale => "AS0003",
            Self::Partly => "AS0004",
            Self::NoPlace => "AS0005",
            Self::Unwritable => "AS0006",
        }
    }

    /// What it means.
    pub fn message(self) -> &'static str {
        match self {
            Self::Codes => "the `{…}` of the translation are not those of the source",
            Self::Unknown => "the script has no text of this name",
            Self::Stale => "the source changed since it was translated",
            Self::Partly => "other wordings or messages of this reply have no translation yet",
            Self::NoPlace => {
                "only replies have translations of their own: write `{if language = \"…\": … | else: …}` by hand"
            }
            Self::Unwritable => "the translation cannot be written as a reply",
        }
    }
}

/// A translation that was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The unit's name.
    pub name: String,
    /// Why.
    pub refusal: Refusal,
}

/// What an import makes of sources.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The texts of the sources; `None` where nothing changes.
    pub texts: Vec<Option<String>>,
    /// Units whose translation was written, or stood there already.
    pub done: usize,
    /// What was not written.
    pub refused: Vec<Refused>,
}

/// Writes translations into the sources of a script: behind the reply that they translate, or in the place of the translation there is.
///
/// Every one is written whole and right, or refused with a reason; nothing else of the sources changes.
pub fn import(
    script: &Script,
    sources: &[Source],
    language: LanguageId,
    given: &[Given],
) -> Imported {
    let known = units(script, language);
    let by_name: HashMap<&str, &Unit> =
        known.iter().map(|unit| (unit.name.as_str(), unit)).collect();
    let mut out = Imported { texts: Vec::new(), done: 0, refused: Vec::new() };
    let mut taken: BTreeMap<&str, &Vec<Segment>> = BTreeMap::new();
    for Given { name, source, target } in given {
        let refusal = match (by_name.get(name.as_str()), target) {
            (_, Ok(target)) if target.is_empty() => continue,
            (None, _) => Refusal::Unknown,
            (Some(unit), _) if unit.source != *source => Refusal::Stale,
            (Some(_), Err(())) => Refusal::Codes,
            (Some(unit), Ok(target)) => {
                if unit.target.as_ref() == Some(target) {
                    out.done += 1;
                    continue;
                } else if !same_codes(&unit.source, target) {
                    Refusal::Codes
                } else if !unit.has_place() {
                    Refusal::NoPlace
                } else if !can_be_written(target) {
                    Refusal::Unwritable
                } else {
                    taken.entry(&unit.name).or_insert(target);
                    continue;
                }
            }
        };
        out.refused.push(Refused { name: name.clone(), refusal });
    }
    let mut writer = Writer { sources, files: HashMap::new(), edits: Vec::new() };
    let old = targets(script, language);
    let before = begins_with_translation(script, language);
    for named in counted(script, Counting::Sources) {
        let Thing::Reply(reply) = named.thing else { continue };
        let place = (reply.span.file, reply.span.start);
        let target = old.get(&place).copied();
        let mut texts: Vec<Vec<Vec<Segment>>> = Vec::new();
        let (mut new, mut missing) = (Vec::new(), false);
        for (message, wordings) in (1..).zip(&reply.messages) {
            let mut said = Vec::new();
            for wording in 1..=wordings.len() {
                let name = match wording_mark(message, wording) {
                    None => named.name.clone(),
                    Some(mark) => format!("{}/{mark}", named.name),
                };
                let unit = by_name.get(name.as_str());
                let was = unit.and_then(|unit| unit.target.as_ref());
                match taken.get(name.as_str()).copied() {
                    Some(text) => {
                        said.push(text.clone());
                        new.push(name);
                    }
                    None => match (was, unit) {
                        (Some(was), _) => said.push(was.clone()),
                        // What has no words needs no translation.
                        (None, None) => {
                            let text = wordings.get(wording - 1);
                            said.extend(text.map(|text| segments(script, text, Some(language))));
                        }
                        (None, Some(_)) => missing = true,
                    },
                }
            }
            texts.push(said);
        }
        if new.is_empty() {
            continue;
        }
        let written = !missing
            && writer
                .reply(reply, target, script, language, &texts, before.contains(&place))
                .is_some();
        if written {
            out.done += new.len();
        } else {
            let refusal = if missing { Refusal::Partly } else { Refusal::Unwritable };
            out.refused.extend(new.into_iter().map(|name| Refused { name, refusal }));
        }
    }
    out.texts = apply(sources, writer.edits);
    out
}

/// Whether a reply can say it: read alone, it is the same.
fn can_be_written(target: &[Segment]) -> bool {
    let block = block("> [once]", "", "\n", &[vec![target.to_vec()]]);
    let parsed = syntax::parse(0, &format!("== t: T\n- a\n{block}"));
    parsed.problems.is_empty() && !super::shown(target).trim().is_empty()
}

/// Replies at places that begin with a translation: there a translation stands before what it translates.
fn begins_with_translation(script: &Script, language: LanguageId) -> HashSet<(u16, u32)> {
    let mut out = HashSet::new();
    for replies in places(script) {
        let first = replies
            .iter()
            .find(|reply| !translates(&reply.guards) || reply.guards.languages.contains(&language));
        if first.is_some_and(|reply| translates(&reply.guards)) {
            out.extend(replies.iter().map(|reply| (reply.span.file, reply.span.start)));
        }
    }
    out
}

struct Writer<'s> {
    sources: &'s [Source],
    /// The lines of the files that were looked at, and how they end.
    files: HashMap<u16, (Vec<Line>, &'static str)>,
    edits: Vec<Fix>,
}

impl Writer<'_> {
    /// Writes the translation of a reply; `None` where its line is not found.
    fn reply(
        &mut self,
        reply: &Reply,
        target: Option<&Reply>,
        script: &Script,
        language: LanguageId,
        texts: &[Vec<Vec<Segment>>],
        before: bool,
    ) -> Option<()> {
        let shown = target.unwrap_or(reply);
        let file = shown.span.file;
        let sources = self.sources;
        let source = sources.get(usize::from(file))?.text.as_str();
        let (lines, new_line) = self.files.entry(file).or_insert_with(|| {
            let end = if source.contains("\r\n") { "\r\n" } else { "\n" };
            (syntax::parse(file, source).file.lines, end)
        });
        let new_line = *new_line;
        let at = lines.partition_point(|line| line.span.start < shown.span.start);
        let LineKind::Reply { guards, .. } = &lines.get(at)?.kind else { return None };
        let mut head = String::from(">");
        if target.is_none() {
            let name = &script.languages.get(language.usize())?.name;
            head.push_str(&format!(" [lang {name}]"));
        }
        for guard in guards {
            if target.is_some() || !matches!(guard.kind, GuardKind::Lang(_)) {
                head.push(' ');
                head.push_str(guard.span.text(source));
            }
        }
        let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX).min(source.len());
        let (start, end) = (place(shown.span.start), place(shown.span.end));
        let line_start = source.get(..start)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let indent = source.get(line_start..start)?.trim_start_matches('\u{feff}');
        let behind = source.get(end..)?;
        let line_end = end + behind.find(['\n', '\r']).unwrap_or(behind.len());
        let block = block(&head, indent, new_line, texts);
        let block = block.trim_end();
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if target.is_some() {
            let span = Span::new(file, narrow(start), narrow(line_end));
            self.edits.push(Fix { span, text: block.to_owned() });
            return Some(());
        }
        let (at, text) = if before {
            (start, format!("{block}{new_line}{new_line}{indent}"))
        } else {
            // A reply that follows at once would go on with this one.
            let last = lines.partition_point(|line| place(line.span.start) < line_end);
            let next =
                lines.get(last..)?.iter().find(|line| !matches!(line.kind, LineKind::Comment));
            let touches = next.is_some_and(|line| matches!(line.kind, LineKind::Reply { .. }));
            let gap = if touches { new_line } else { "" };
            (line_end, format!("{new_line}{indent}{block}{gap}"))
        };
        self.edits.push(Fix { span: Span::new(file, narrow(at), narrow(at)), text });
        Some(())
    }
}

/// A reply with its guards, the first line without its indent.
fn block(head: &str, indent: &str, end: &str, texts: &[Vec<Vec<Segment>>]) -> String {
    let mut out = String::new();
    for (message, wordings) in texts.iter().enumerate() {
        for (wording, text) in wordings.iter().enumerate() {
            match (message, wording) {
                (0, 0) => {}
                (_, 0) => out.push_str(&format!("{indent}also{end}")),
                _ => out.push_str(&format!("{indent}or{end}")),
            }
            let lines = lines(text);
            if (message, wording) == (0, 0) {
                if let ([line], false) = (lines.as_slice(), lines.iter().all(String::is_empty)) {
                    out.push_str(&format!("{head} {line}{end}"));
                    continue;
                }
                out.push_str(&format!("{head}{end}"));
            }
            for line in lines {
                out.push_str(format!("{indent}> {line}").trim_end_matches(' '));
                out.push_str(end);
            }
        }
    }
    out
}
