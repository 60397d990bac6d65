//! What may be written at a place, as the protocol has it.

use answertree::assist::{self, Draft, Item, ItemKind};
use answertree::check::names::Sort;
use answertree::span::Span;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent,
    MarkupKind, Range, TextEdit,
};

use super::place::narrow;
use super::state::{At, Script, State};

/// What may be written at a place, and whether there is more.
pub(super) fn completion(state: &State, at: At<'_>) -> (Vec<CompletionItem>, bool) {
    let text = &at.document.text;
    let drafts: Vec<Draft<'_>> =
        state.scripts_of(at.name).map(|(script, _): (&Script, _)| script.draft()).collect();
    let found = assist::complete(&drafts, text, at.byte, &|| files(state, at));
    let written = Span::new(0, narrow(found.from), narrow(at.byte));
    let range = at.document.lines.range(text, written);
    (found.items.into_iter().map(|found| item(found, range)).collect(), found.more)
}

fn item(item: Item, range: Range) -> CompletionItem {
    let documentation = item.meaning.map(|meaning| {
        let value = meaning.to_owned();
        Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
    });
    CompletionItem {
        kind: Some(kind(item.kind)),
        detail: item.detail,
        documentation,
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, item.label.clone()))),
        label: item.label,
        ..CompletionItem::default()
    }
}

/// The files beside this one and below.
fn files(state: &State, at: At<'_>) -> Vec<String> {
    let folder = at.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let others = state.files().filter(|name| *name != at.name);
    let below =
        others.filter_map(|name| name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')));
    below.map(str::to_owned).collect()
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Keyword => CompletionItemKind::KEYWORD,
        ItemKind::Name(Sort::Fact) => CompletionItemKind::VARIABLE,
        ItemKind::Name(Sort::Topic) => CompletionItemKind::CLASS,
        ItemKind::Name(Sort::Department) => CompletionItemKind::MODULE,
        ItemKind::Name(Sort::Channel | Sort::Language) | ItemKind::Choosable => {
            CompletionItemKind::ENUM_MEMBER
        }
        ItemKind::Name(Sort::List | Sort::Intent) | ItemKind::Tag => CompletionItemKind::CONSTANT,
        ItemKind::Function | ItemKind::Action => CompletionItemKind::FUNCTION,
        ItemKind::Label => CompletionItemKind::TEXT,
        ItemKind::File => CompletionItemKind::FILE,
    }
}
