//! What the thing under the pointer is: the row of a mark or word, the declaration of a name.

use super::words::{self, Row};
use super::{Draft, narrow};
use crate::check::names::{Place, Sort, Symbol};
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{Guard, Line, LineKind};

/// The most lines of a kind that are shown of a declaration.
const MAX_LINES: usize = 6;

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The word.
    pub span: Span,
    /// Lines of script: how it is declared, or how it is written.
    pub code: Vec<String>,
    /// What it is; words of the language are in `` ` ``.
    pub says: String,
}

/// The mark, guard or function at a byte of a text, which is file 0 of the span.
pub fn of_word(text: &str, byte: usize) -> Option<Hover> {
    let (row, span) = word_at(text, byte)?;
    Some(Hover { span, code: vec![row.example.to_owned()], says: row.meaning.to_owned() })
}

/// The declaration of a name, and how often it is used.
pub fn of_name(draft: Draft<'_>, place: &Place) -> Hover {
    let symbol = &place.symbol;
    let names = draft.names();
    let wanted = match symbol {
        Symbol::Choosable { fact, .. } => Symbol::Named(Sort::Fact, fact.clone()),
        other => other.clone(),
    };
    let declared: Vec<&Place> = names.of(&wanted).filter(|place| place.declares).collect();
    let uses = names.of(symbol).filter(|place| !place.declares).count();
    let mut code = Vec::new();
    // Of choices that are labelled alike the one under the pointer is meant, or each.
    let here = declared.iter().find(|other| other.span == place.span);
    for place in here.map_or(declared.as_slice(), std::slice::from_ref).iter().take(MAX_LINES) {
        if let Some(source) = draft.source(place.span.file) {
            code.push(declaration(&source.text, place.span));
        }
    }
    let noun = symbol.noun();
    let times = match uses {
        0 => "never used".to_owned(),
        1 => "used once".to_owned(),
        n => format!("used {n} times"),
    };
    let has_declarations = !matches!(symbol, Symbol::Action(_) | Symbol::Tag(_));
    let says = if declared.is_empty() && has_declarations {
        format!("A {noun} that nothing declares, {times}.")
    } else {
        let article = if noun.starts_with(['a', 'i', 'o']) { "An" } else { "A" };
        format!("{article} {noun}, {times}.")
    };
    Hover { span: place.span, code, says }
}

/// The lines that declare what is named at a place: of a topic its heading, the ways in and the first wordings.
fn declaration(source: &str, span: Span) -> String {
    let lines = syntax::parse(0, source).file.lines;
    let first = lines.partition_point(|line| line.span.end < span.start);
    let mut lines = lines.iter().skip(first);
    let Some(head) = lines.next() else { return String::new() };
    let mut out = vec![head.span.text(source).to_owned()];
    match &head.kind {
        LineKind::Topic { .. } | LineKind::Menu { .. } => of_topic(lines, source, &mut out),
        LineKind::Department { .. } => {
            below(lines, source, &mut out, |kind| {
                matches!(kind, LineKind::Open { .. } | LineKind::Closed(_))
            });
        }
        LineKind::Fact(_) => {
            below(lines, source, &mut out, |kind| matches!(kind, LineKind::Ask(_)));
        }
        LineKind::Intent(_) => {
            below(lines, source, &mut out, |kind| matches!(kind, LineKind::Example(_)));
        }
        _ => {}
    }
    out.join("\n")
}

/// The lines right below a head that belong to it.
fn below<'a>(
    lines: impl Iterator<Item = &'a Line>,
    source: &str,
    out: &mut Vec<String>,
    belongs: impl Fn(&LineKind) -> bool,
) {
    let told = lines.filter(|line| !matches!(line.kind, LineKind::Blank | LineKind::Comment));
    let mut found = told.take_while(|line| belongs(&line.kind));
    for line in found.by_ref().take(MAX_LINES) {
        out.push(format!("  {}", line.span.text(source)));
    }
    if found.next().is_some() {
        out.push("  …".to_owned());
    }
}

fn of_topic<'a>(lines: impl Iterator<Item = &'a Line>, source: &str, out: &mut Vec<String>) {
    let (mut ways, mut replies, mut ended) = (0, 0, false);
    for line in lines {
        match &line.kind {
            LineKind::Example(_) | LineKind::When(_) => {
                ways += 1;
                if ways == MAX_LINES + 1 {
                    out.push("…".to_owned());
                }
                if ways > MAX_LINES {
                    continue;
                }
            }
            LineKind::Reply { .. } | LineKind::Or | LineKind::Also
                if replies < MAX_LINES && !ended =>
            {
                replies += 1;
            }
            LineKind::Topic { .. } | LineKind::Menu { .. } | LineKind::Test(_) => break,
            LineKind::Department { title: None, .. } => {}
            // The first wordings end where the first reply does.
            _ => {
                ended |= replies > 0;
                continue;
            }
        }
        out.push(line.span.text(source).to_owned());
    }
}

/// The mark, guard or function at a byte.
fn word_at(source: &str, byte: usize) -> Option<(&'static Row, Span)> {
    let at = narrow(byte);
    // The line alone: what it says does not hang on the others.
    let start = source.get(..byte)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let behind = source.get(start..)?;
    let text = behind.get(..behind.find(['\n', '\r']).unwrap_or(behind.len()))?;
    let line = syntax::parse(0, text).file.lines.into_iter().next()?;
    let here = at.saturating_sub(narrow(start));
    let moved = |span: Span| Span::new(0, span.start + narrow(start), span.end + narrow(start));
    let mark = first_mark(line.span.text(text))?;
    let mark_span = Span::new(0, line.span.start, line.span.start + narrow(mark.len()));
    if (mark_span.start..=mark_span.end).contains(&here) {
        let word = if mark.starts_with('*') {
            "*"
        } else if mark.starts_with("==") {
            "=="
        } else {
            mark
        };
        return Some((words::find(words::LINES, word)?, moved(mark_span)));
    }
    if let Some(guard) =
        guards(&line.kind).iter().find(|guard| (guard.span.start..guard.span.end).contains(&here))
    {
        let inner = guard.span.text(text).trim_start_matches(['[', ' ']);
        let word: &str = inner.split(|c: char| !c.is_ascii_lowercase()).next()?;
        let place = text.get(..usize::try_from(guard.span.end).ok()?)?.len() - inner.len();
        if (place..=place + word.len()).contains(&usize::try_from(here).ok()?) {
            let span = Span::new(0, narrow(place), narrow(place + word.len()));
            return Some((words::find(words::GUARDS, word)?, moved(span)));
        }
    }
    let here = usize::try_from(here).ok()?;
    let is_letter = |c: char| c.is_ascii_lowercase();
    let from = text.get(..here)?.rfind(|c| !is_letter(c)).map_or(0, |at| at + 1);
    let to = here + text.get(here..)?.find(|c| !is_letter(c)).unwrap_or(text.len() - here);
    let called = text.get(to..)?.starts_with('(') && is_code(text, from);
    let row = words::find(words::FUNCTIONS, text.get(from..to)?).filter(|_| called)?;
    Some((row, moved(Span::new(0, narrow(from), narrow(to)))))
}

/// Whether a byte of a line stands where expressions do: within `{…}` or `[…]`, behind `if` or `=`.
fn is_code(line: &str, byte: usize) -> bool {
    let before = line.get(..byte).unwrap_or("");
    let open = |start: char, end: char| before.matches(start).count() > before.matches(end).count();
    let text = before.trim_start().starts_with(['>', '*', '-'])
        || ["step ", "note ", "ask ", "customer"]
            .iter()
            .any(|word| before.trim_start().starts_with(word));
    open('{', '}') || open('[', ']') || !text
}

/// What a line begins with: a mark, or a word.
fn first_mark(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let end = match first {
        '=' | '*' => line.find(|c| c != first),
        '-' if line.starts_with("->") => Some(2),
        '-' | '>' | '#' => Some(1),
        _ => line.find(|c: char| !c.is_ascii_lowercase()),
    };
    line.get(..end.unwrap_or(line.len())).filter(|mark| !mark.is_empty())
}

fn guards(kind: &LineKind) -> &[Guard] {
    match kind {
        LineKind::Reply { guards, .. } | LineKind::Choice { guards, .. } => guards,
        LineKind::Step(guarded) | LineKind::Note(guarded) => &guarded.guards,
        _ => &[],
    }
}
