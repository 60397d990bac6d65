//! Changes of source texts that leave everything else as it is written.

use crate::compile::Source;
use crate::problem::Fix;

/// The texts of the sources with all the edits made; `None` for a source without any.
///
/// Edits at one place are made in their order. One that begins before the end of another, or does not fit its source, is left out.
///
/// ```
/// use answertree::{compile::Source, edits::apply, problem::Fix, span::Span};
/// let source = Source { name: "main.answers".into(), text: "> Helo\n".into() };
/// let edit = Fix { span: Span::new(0, 2, 6), text: "Hello".into() };
/// assert_eq!(apply(&[source], vec![edit]), [Some("> Hello\n".to_owned())]);
/// ```
pub fn apply(sources: &[Source], mut edits: Vec<Fix>) -> Vec<Option<String>> {
    edits.sort_by_key(|edit| (edit.span.file, edit.span.start, edit.span.end));
    let mut edits = edits.iter().peekable();
    let mut out = Vec::with_capacity(sources.len());
    for (number, source) in sources.iter().enumerate() {
        let (mut text, mut done) = (String::new(), 0);
        while let Some(edit) = edits.next_if(|edit| usize::from(edit.span.file) <= number) {
            let places =
                usize::try_from(edit.span.start).ok().zip(usize::try_from(edit.span.end).ok());
            let Some((start, end)) = places else { continue };
            let (Some(before), Some(_)) =
                (source.text.get(done..start), source.text.get(start..end))
            else {
                continue;
            };
            text.push_str(before);
            text.push_str(&edit.text);
            done = end;
        }
        let changed = done > 0 || !text.is_empty();
        text.push_str(source.text.get(done..).unwrap_or(""));
        out.push(changed.then_some(text));
    }
    out
}
