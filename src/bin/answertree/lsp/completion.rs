//! What may be written at a place.

mod context;

use std::collections::BTreeSet;

use answertree::check::names::{Sort, Symbol};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent,
    MarkupKind, Range, TextEdit,
};

use self::context::{Offer, offers};
use super::place::narrow;
use super::state::{At, State};
use super::words::{self, Row};

/// The most items: more than that nobody reads, and the client asks again when a letter is written.
const MAX_ITEMS: usize = 2_000;

/// What may be written at a place, and whether there is more.
pub(super) fn completion(state: &State, at: At<'_>) -> (Vec<CompletionItem>, bool) {
    let text = &at.document.text;
    let before = text.get(..at.byte).unwrap_or("");
    let line = before.get(before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..).unwrap_or("");
    let (context, written) = split(line);
    let from = at.byte - written.len();
    let span = answertree::span::Span::new(0, narrow(from), narrow(at.byte));
    let mut list = List {
        range: at.document.lines.range(text, span),
        items: Vec::new(),
        seen: BTreeSet::new(),
    };
    let has_options = |fact: &str| !options(state, at, fact).is_empty();
    for offer in offers(context, has_options) {
        match offer {
            Offer::Lines => list.rows(words::LINES, CompletionItemKind::KEYWORD),
            Offer::Guards => list.rows(words::GUARDS, CompletionItemKind::KEYWORD),
            Offer::Functions => list.rows(words::FUNCTIONS, CompletionItemKind::FUNCTION),
            Offer::Words(words) => {
                for word in words {
                    list.add(word, CompletionItemKind::KEYWORD, None, None);
                }
            }
            Offer::Names(sort) => list.names(
                state,
                at,
                |symbol| matches!(symbol, Symbol::Named(other, _) if *other == sort),
            ),
            Offer::Options(fact) => {
                for option in options(state, at, &fact) {
                    list.add(&option, CompletionItemKind::ENUM_MEMBER, Some("option"), None);
                }
            }
            Offer::Actions => list.names(state, at, |symbol| matches!(symbol, Symbol::Action(_))),
            Offer::Tags => list.names(state, at, |symbol| matches!(symbol, Symbol::Tag(_))),
            Offer::Labels => list.labels(state, at),
            Offer::Files => list.files(state, at),
        }
    }
    let more = list.items.len() > MAX_ITEMS;
    list.items.truncate(MAX_ITEMS);
    (list.items, more)
}

/// A line up to the word that is being written, and that word.
fn split(line: &str) -> (&str, &str) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut start = line.len();
    for (at, c) in line.char_indices().rev() {
        // A `-` within a name has something before it.
        let inner = c == '-' && line.get(..at).is_some_and(|before| before.ends_with(is_word));
        if !is_word(c) && !inner {
            break;
        }
        start = at;
    }
    line.split_at_checked(start).unwrap_or((line, ""))
}

fn options(state: &State, at: At<'_>, wanted: &str) -> BTreeSet<String> {
    let scripts = state.scripts_of(at.name);
    let symbols = scripts.flat_map(|(script, _)| script.names().declarations());
    symbols
        .filter_map(|place| match &place.symbol {
            Symbol::Choosable { fact, name } if fact == wanted => Some(name.clone()),
            _ => None,
        })
        .collect()
}

struct List {
    /// The word that is being written, which an item takes the place of.
    range: Range,
    items: Vec<CompletionItem>,
    seen: BTreeSet<String>,
}

impl List {
    fn add(
        &mut self,
        label: &str,
        kind: CompletionItemKind,
        detail: Option<&str>,
        row: Option<&Row>,
    ) {
        if !self.seen.insert(label.to_owned()) {
            return;
        }
        let documentation = row.map(|row| {
            let value = row.meaning.to_owned();
            Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
        });
        self.items.push(CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: row.map(|row| row.example).or(detail).map(str::to_owned),
            documentation,
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(self.range, label.to_owned()))),
            ..CompletionItem::default()
        });
    }

    fn rows(&mut self, rows: &'static [Row], kind: CompletionItemKind) {
        for row in rows {
            self.add(row.word, kind, None, Some(row));
        }
    }

    fn names(&mut self, state: &State, at: At<'_>, wanted: impl Fn(&Symbol) -> bool) {
        for (script, _) in state.scripts_of(at.name) {
            for place in script.names().places() {
                let symbol = &place.symbol;
                let has_declarations = !matches!(symbol, Symbol::Action(_) | Symbol::Tag(_));
                if wanted(symbol) && (place.declares || !has_declarations) {
                    self.add(symbol.name(), kind(symbol), Some(symbol.noun()), None);
                }
            }
        }
    }

    /// Labels as they are written, not as they are compared.
    fn labels(&mut self, state: &State, at: At<'_>) {
        for (script, _) in state.scripts_of(at.name) {
            for place in script.names().declarations() {
                if matches!(place.symbol, Symbol::Label(_))
                    && let Some(source) = script.source(place.span.file)
                {
                    let label = place.span.text(&source.text).trim();
                    self.add(label, kind(&place.symbol), Some("choice"), None);
                }
            }
        }
    }

    /// The files beside this one and below.
    fn files(&mut self, state: &State, at: At<'_>) {
        let folder = at.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for name in state.files() {
            let below = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            if let Some(name) = below.filter(|_| name != at.name) {
                self.add(name, CompletionItemKind::FILE, None, None);
            }
        }
    }
}

fn kind(symbol: &Symbol) -> CompletionItemKind {
    match symbol {
        Symbol::Named(Sort::Fact, _) => CompletionItemKind::VARIABLE,
        Symbol::Named(Sort::Topic, _) => CompletionItemKind::CLASS,
        Symbol::Named(Sort::Department, _) => CompletionItemKind::MODULE,
        Symbol::Named(Sort::Channel | Sort::Language, _) | Symbol::Choosable { .. } => {
            CompletionItemKind::ENUM_MEMBER
        }
        Symbol::Named(Sort::List | Sort::Intent, _) | Symbol::Tag(_) => {
            CompletionItemKind::CONSTANT
        }
        Symbol::Action(_) => CompletionItemKind::FUNCTION,
        Symbol::Label(_) => CompletionItemKind::TEXT,
    }
}
