//! The outline of a file.

use answertree::span::Span;
use answertree::syntax;
use answertree::syntax::tree::{Choice, Item, Name, Statement, StatementKind, Topic};
use lsp_types::{DocumentSymbol, SymbolKind};

use super::place::narrow;
use super::state::Document;

/// The names of a file in its order, with the choices of topics in them.
pub(super) fn outline(document: &Document) -> Vec<DocumentSymbol> {
    let items = syntax::parse(0, &document.text).tree.items;
    let pen = Pen { document };
    let mut out: Vec<DocumentSymbol> = Vec::new();
    let starts: Vec<u32> = items.iter().filter_map(head).map(|(_, name, _)| name.start).collect();
    for item in &items {
        let Some((name, span, kind)) = head(item) else { continue };
        // A thing goes to where the next one's line begins.
        let next = starts.get(starts.partition_point(|&start| start <= span.start)).copied();
        let end = next.map_or(narrow(document.text.len()), |next| pen.line_start(next));
        let children = match item {
            Item::Topic(topic) => pen.choices(&topic.body),
            _ => Vec::new(),
        };
        out.push(pen.symbol(name, detail(item), kind, span, end, children));
    }
    out
}

/// What an item is called, and as what it is shown; `None` for what has no name.
fn head(item: &Item) -> Option<(&str, Span, SymbolKind)> {
    let of = |name: &'_ Name, kind| -> (Span, SymbolKind) { (name.span, kind) };
    let (name, (span, kind)) = match item {
        Item::Script(name) => (name, of(name, SymbolKind::FILE)),
        Item::Channel(channel) => (&channel.name, of(&channel.name, SymbolKind::INTERFACE)),
        Item::Department(department) => {
            (&department.name, of(&department.name, SymbolKind::NAMESPACE))
        }
        Item::Fact(fact, _) => (&fact.name, of(&fact.name, SymbolKind::VARIABLE)),
        Item::Words(name, _) => (name, of(name, SymbolKind::ARRAY)),
        Item::Intent(name, _) => (name, of(name, SymbolKind::EVENT)),
        Item::Topic(Topic { name, menu, .. }) => {
            let kind = if *menu { SymbolKind::ENUM } else { SymbolKind::FUNCTION };
            (name, of(name, kind))
        }
        Item::Test(test) => (&test.name, of(&test.name, SymbolKind::METHOD)),
        Item::Version(_)
        | Item::Pack(_)
        | Item::Threshold(_)
        | Item::Language(_)
        | Item::Include(_)
        | Item::Prefer(_) => return None,
    };
    Some((&name.value, span, kind))
}

/// What people read.
fn detail(item: &Item) -> Option<String> {
    match item {
        Item::Topic(topic) => topic.title.as_ref().map(|title| title.value.clone()),
        Item::Department(department) => department.title.as_ref().map(|title| title.value.clone()),
        Item::Script(_) => Some("script".to_owned()),
        Item::Test(_) => Some("test".to_owned()),
        _ => None,
    }
}

struct Pen<'a> {
    document: &'a Document,
}

impl Pen<'_> {
    fn line_start(&self, byte: u32) -> u32 {
        let at = usize::try_from(byte).unwrap_or(usize::MAX);
        let before = self.document.text.get(..at).unwrap_or("");
        before.rfind(['\n', '\r']).map_or(0, |at| narrow(at + 1))
    }

    fn symbol(
        &self,
        name: &str,
        detail: Option<String>,
        kind: SymbolKind,
        span: Span,
        end: u32,
        children: Vec<DocumentSymbol>,
    ) -> DocumentSymbol {
        let (text, lines) = (&self.document.text, &self.document.lines);
        let whole = Span::new(0, self.line_start(span.start), end.max(span.end));
        let whole_text = whole.text(text).trim_end();
        let whole =
            Span::new(0, whole.start, (whole.start + narrow(whole_text.len())).max(span.end));
        let name = if name.trim().is_empty() { "…" } else { name.trim() };
        #[expect(deprecated, reason = "the struct has a field that is")]
        DocumentSymbol {
            name: name.to_owned(),
            detail,
            kind,
            tags: None,
            deprecated: None,
            range: lines.range(text, whole),
            selection_range: lines.range(text, span),
            children: (!children.is_empty()).then_some(children),
        }
    }

    fn choices(&self, body: &[Statement]) -> Vec<DocumentSymbol> {
        let choices = body.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Choices(choices) => Some(choices),
            _ => None,
        });
        choices.flatten().map(|choice| self.choice(choice)).collect()
    }

    fn choice(&self, choice: &Choice) -> DocumentSymbol {
        let children = self.choices(&choice.body);
        let end = last(choice);
        let label = choice.label.span.text(&self.document.text);
        self.symbol(label, None, SymbolKind::ENUM_MEMBER, choice.label.span, end, children)
    }
}

/// Where the last line of a branch ends.
fn last(choice: &Choice) -> u32 {
    let mut end = choice.span.end;
    for statement in &choice.body {
        end = end.max(statement.span.end);
        match &statement.kind {
            StatementKind::Choices(choices) => {
                end = choices.iter().map(last).fold(end, u32::max);
            }
            StatementKind::Replies(replies) => {
                end = replies.iter().map(|reply| reply.span.end).fold(end, u32::max);
            }
            _ => {}
        }
    }
    end
}
