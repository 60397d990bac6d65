//! What the thing under the pointer is, in Markdown.

use answertree::assist;
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Range};

use super::state::{At, State};

pub(super) fn hover(state: &State, at: At<'_>) -> Option<Hover> {
    let named = state.named(at);
    if let Some((script, place)) = named.first() {
        let found = assist::of_name(script.draft(), place);
        return Some(shown(&found, script.range(found.span)));
    }
    let found = assist::of_word(&at.document.text, at.byte)?;
    Some(shown(&found, at.document.lines.range(&at.document.text, found.span)))
}

fn shown(found: &assist::Hover, range: Range) -> Hover {
    let mut value: String = found.code.iter().map(|code| fenced(code) + "\n").collect();
    value.push_str(&found.says);
    let contents = MarkupContent { kind: MarkupKind::Markdown, value };
    Hover { contents: HoverContents::Markup(contents), range: Some(range) }
}

/// Text as it is, in Markdown; the fence is longer than any in it.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}answers\n{text}\n{fence}")
}
