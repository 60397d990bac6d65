//! From a place to others.

use super::narrow;
use crate::compile::included;
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::LineKind;

/// The file that the `include` at a byte of a file names.
pub fn include_at(name: &str, text: &str, byte: usize) -> Option<String> {
    let lines = syntax::parse(0, text).file.lines;
    let byte = narrow(byte);
    let target = lines.iter().find_map(|line| match &line.kind {
        LineKind::Include(name) if (name.span.start..=name.span.end).contains(&byte) => Some(name),
        _ => None,
    })?;
    included(name, &target.value)
}

/// The line around the beginning of a place, without white space around it: what a list shows of a use.
pub fn line_of(text: &str, span: Span) -> &str {
    let at = usize::try_from(span.start).unwrap_or(usize::MAX);
    let (Some(before), Some(behind)) = (text.get(..at), text.get(at..)) else { return "" };
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = before.len() + behind.find(['\n', '\r']).unwrap_or(behind.len());
    text.get(start..end).unwrap_or("").trim()
}
