//! The outline of a file, as the protocol has it.

use answertree::assist::{self, Entry, EntryKind};
use lsp_types::{DocumentSymbol, SymbolKind};

use super::state::Document;

/// The names of a file in its order, with the choices of topics in them.
pub(super) fn outline(document: &Document) -> Vec<DocumentSymbol> {
    assist::outline(0, &document.text).into_iter().map(|entry| symbol(document, entry)).collect()
}

fn symbol(document: &Document, entry: Entry) -> DocumentSymbol {
    let range = |span| document.lines.range(&document.text, span);
    let children: Vec<_> =
        entry.children.into_iter().map(|child| symbol(document, child)).collect();
    #[expect(deprecated, reason = "the struct has a field that is")]
    DocumentSymbol {
        name: entry.name,
        detail: entry.title.or_else(|| detail(entry.kind).map(str::to_owned)),
        kind: kind(entry.kind),
        tags: None,
        deprecated: None,
        range: range(entry.whole),
        selection_range: range(entry.span),
        children: (!children.is_empty()).then_some(children),
    }
}

/// What stands beside the name of what has no title.
fn detail(kind: EntryKind) -> Option<&'static str> {
    matches!(kind, EntryKind::Script | EntryKind::Test).then(|| kind.word())
}

fn kind(kind: EntryKind) -> SymbolKind {
    match kind {
        EntryKind::Script => SymbolKind::FILE,
        EntryKind::Channel => SymbolKind::INTERFACE,
        EntryKind::Department => SymbolKind::NAMESPACE,
        EntryKind::Fact => SymbolKind::VARIABLE,
        EntryKind::Words => SymbolKind::ARRAY,
        EntryKind::Intent => SymbolKind::EVENT,
        EntryKind::Topic => SymbolKind::FUNCTION,
        EntryKind::Menu => SymbolKind::ENUM,
        EntryKind::Test => SymbolKind::METHOD,
        EntryKind::Choice => SymbolKind::ENUM_MEMBER,
    }
}
