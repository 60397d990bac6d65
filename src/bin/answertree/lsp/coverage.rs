//! How often tests came to each line, shown at its end.

use std::collections::BTreeMap;

use lsp_types::{InlayHint, InlayHintLabel, Position, Range};

use super::place::Lines;

/// Counts by file and line, lines from 0. Lines that no test can come to are not in it.
pub(super) type Coverage = BTreeMap<String, BTreeMap<u32, u64>>;

/// The hints of the lines of a range.
pub(super) fn hints(
    counts: &BTreeMap<u32, u64>,
    text: &str,
    lines: &Lines,
    range: Range,
) -> Vec<InlayHint> {
    let wanted = counts.range(range.start.line..=range.end.line.max(range.start.line));
    wanted
        .map(|(&line, &count)| {
            let (label, tooltip) = match count {
                0 => ("not tested".to_owned(), "no test comes here".to_owned()),
                n => (format!("×{n}"), format!("tests came here {n} times")),
            };
            InlayHint {
                position: Position::new(line, lines.width(lines.line(text, line))),
                label: InlayHintLabel::String(label),
                kind: None,
                text_edits: None,
                tooltip: Some(tooltip.into()),
                padding_left: Some(true),
                padding_right: None,
                data: None,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::hints;
    use crate::lsp::place::{Encoding, Lines};
    use lsp_types::{InlayHintLabel, Position, Range};

    #[test]
    fn at_the_ends_of_the_lines_of_the_range() {
        let text = "== t\n> é😀\n-> u\n";
        let lines = Lines::new(text, Encoding::Utf16);
        let counts = [(0, 1), (1, 0), (2, 3)].into();
        let range = Range::new(Position::new(1, 0), Position::new(2, 0));
        let found: Vec<_> = hints(&counts, text, &lines, range)
            .into_iter()
            .map(|hint| match hint.label {
                InlayHintLabel::String(label) => (hint.position, label),
                InlayHintLabel::LabelParts(_) => (hint.position, String::new()),
            })
            .collect();
        assert_eq!(
            found,
            [
                (Position::new(1, 5), "not tested".to_owned()),
                (Position::new(2, 4), "×3".to_owned())
            ]
        );
        let backwards = Range::new(Position::new(2, 0), Position::new(1, 0));
        assert_eq!(hints(&counts, text, &lines, backwards).len(), 1);
    }
}
