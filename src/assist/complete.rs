//! What may be written at a place.

use std::collections::BTreeSet;

use super::Draft;
use super::context::{Offer, offers};
use super::words::{self, Row};
use crate::check::names::{Sort, Symbol};

/// The most items: more than that nobody reads, and an editor asks again when a letter is written.
const MAX_ITEMS: usize = 2_000;

/// What may be written at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Where the word begins that is being written, and that an item takes the place of.
    pub from: usize,
    /// What it can be, the likeliest first.
    pub items: Vec<Item>,
    /// There are more than these.
    pub more: bool,
}

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is written.
    pub label: String,
    /// As what it is shown.
    pub kind: ItemKind,
    /// How it is written in a line, or what sort of name it is.
    pub detail: Option<String>,
    /// What it means; words of the language are in `` ` ``.
    pub meaning: Option<&'static str>,
}

/// What sort of thing may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A mark or word of the language.
    Keyword,
    /// What is called with brackets.
    Function,
    /// The name of something.
    Name(Sort),
    /// An option of a fact.
    Choosable,
    /// An action of the host.
    Action,
    /// A tag for reports.
    Tag,
    /// The label of a choice.
    Label,
    /// A file of the script.
    File,
}

impl ItemKind {
    /// Its word in JSON: `keyword`, `function`, `fact`, `topic`, `option`…
    pub fn word(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Function => "function",
            Self::Name(Sort::List) => "words",
            Self::Name(sort) => sort.noun(),
            Self::Choosable => "option",
            Self::Action => "action",
            Self::Tag => "tag",
            Self::Label => "choice",
            Self::File => "file",
        }
    }
}

/// What may be written at a byte of `text`, a file of these drafts; `files` is what an `include` there could name.
///
/// ```
/// use std::cell::OnceCell;
/// use answertree::assist::{Draft, complete};
/// use answertree::compile::Source;
/// let text = "== late: Late\n-> la";
/// let sources = [Source { name: "main.answers".into(), text: text.into() }];
/// let names = OnceCell::new();
/// let found = complete(&[Draft::new(&sources, &names)], text, text.len(), &Vec::new);
/// assert_eq!(found.items[0].label, "late");
/// assert_eq!(found.from, text.len() - 2);
/// ```
pub fn complete(
    drafts: &[Draft<'_>],
    text: &str,
    byte: usize,
    files: &dyn Fn() -> Vec<String>,
) -> Completion {
    let before = text.get(..byte).unwrap_or("");
    let line = before.get(before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..).unwrap_or("");
    let (context, written) = split(line);
    let mut list = List { drafts, items: Vec::new(), seen: BTreeSet::new() };
    for offer in offers(context, |fact| !list.options(fact).is_empty()) {
        match offer {
            Offer::Lines => list.rows(words::LINES, ItemKind::Keyword),
            Offer::Guards => list.rows(words::GUARDS, ItemKind::Keyword),
            Offer::Functions => list.rows(words::FUNCTIONS, ItemKind::Function),
            Offer::Words(words) => {
                words.iter().for_each(|word| list.add(word, ItemKind::Keyword, None));
            }
            Offer::Names(sort) => {
                list.names(|symbol| matches!(symbol, Symbol::Named(other, _) if *other == sort));
            }
            Offer::Options(fact) => {
                for option in list.options(&fact) {
                    list.add(&option, ItemKind::Choosable, Some("option"));
                }
            }
            Offer::Actions => list.names(|symbol| matches!(symbol, Symbol::Action(_))),
            Offer::Tags => list.names(|symbol| matches!(symbol, Symbol::Tag(_))),
            Offer::Labels => list.labels(),
            Offer::Files => files().iter().for_each(|name| list.add(name, ItemKind::File, None)),
        }
    }
    let mut items = list.items;
    let more = items.len() > MAX_ITEMS;
    items.truncate(MAX_ITEMS);
    Completion { from: before.len() - written.len(), items, more }
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

struct List<'a> {
    drafts: &'a [Draft<'a>],
    items: Vec<Item>,
    seen: BTreeSet<String>,
}

impl List<'_> {
    fn push(&mut self, label: &str, kind: ItemKind, detail: Option<&str>, row: Option<&Row>) {
        if self.seen.insert(label.to_owned()) {
            self.items.push(Item {
                label: label.to_owned(),
                kind,
                detail: row.map(|row| row.example).or(detail).map(str::to_owned),
                meaning: row.map(|row| row.meaning),
            });
        }
    }

    fn add(&mut self, label: &str, kind: ItemKind, detail: Option<&str>) {
        self.push(label, kind, detail, None);
    }

    fn rows(&mut self, rows: &'static [Row], kind: ItemKind) {
        rows.iter().for_each(|row| self.push(row.word, kind, None, Some(row)));
    }

    /// The options of a fact.
    fn options(&self, wanted: &str) -> BTreeSet<String> {
        let symbols = self.drafts.iter().flat_map(|draft| draft.names().declarations());
        symbols
            .filter_map(|place| match &place.symbol {
                Symbol::Choosable { fact, name } if fact == wanted => Some(name.clone()),
                _ => None,
            })
            .collect()
    }

    fn names(&mut self, wanted: impl Fn(&Symbol) -> bool) {
        for draft in self.drafts {
            for place in draft.names().places() {
                let symbol = &place.symbol;
                let has_declarations = !matches!(symbol, Symbol::Action(_) | Symbol::Tag(_));
                if wanted(symbol) && (place.declares || !has_declarations) {
                    self.add(symbol.name(), kind(symbol), Some(symbol.noun()));
                }
            }
        }
    }

    /// Labels as they are written, not as they are compared.
    fn labels(&mut self) {
        for draft in self.drafts {
            for place in draft.names().declarations() {
                if matches!(place.symbol, Symbol::Label(_))
                    && let Some(source) = draft.source(place.span.file)
                {
                    self.add(place.span.text(&source.text).trim(), ItemKind::Label, Some("choice"));
                }
            }
        }
    }
}

fn kind(symbol: &Symbol) -> ItemKind {
    match symbol {
        Symbol::Named(sort, _) => ItemKind::Name(*sort),
        Symbol::Choosable { .. } => ItemKind::Choosable,
        Symbol::Action(_) => ItemKind::Action,
        Symbol::Tag(_) => ItemKind::Tag,
        Symbol::Label(_) => ItemKind::Label,
    }
}
