//! Texts for people with facts in them, read from the ways in which other programs write placeholders.

use super::facts::Facts;
use super::told::shown;
pub(super) use crate::writing::lines::{name_line, one_line, shows};

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it is.
    Text(String),
    /// The value of a fact, and what stands there where it is unknown.
    Fact(String, Option<String>),
}

/// A text with facts in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(pub(super) Vec<Piece>);

impl Words {
    pub(super) fn plain(text: &str) -> Self {
        Self(vec![Piece::Text(text.to_owned())])
    }

    /// Whether nothing of it would be seen.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| match piece {
            Piece::Text(text) => !text.contains(shows),
            Piece::Fact(..) => false,
        })
    }

    pub(super) fn push(&mut self, piece: Piece) {
        match (self.0.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => self.0.push(piece),
        }
    }

    pub(super) fn push_text(&mut self, text: &str) {
        if !text.is_empty() {
            self.push(Piece::Text(text.to_owned()));
        }
    }

    /// What can be read of it without facts.
    pub(super) fn text(&self) -> String {
        let texts = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Fact(name, _) => name.as_str(),
        });
        texts.collect()
    }
}

/// A way to write a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `{{contact.name}}`, with filters, and `{% if %}`.
    Double,
    /// `{name}`.
    Single,
    /// `$name`, `$name.original`, `#context.name`.
    Dollar,
    /// `<name>`.
    Angle,
}

/// The ways that are read.
pub(super) type Forms = &'static [Form];

/// Of tables nobody knows by which program their replies were written.
pub(super) const ANY: Forms = &[Form::Double, Form::Single, Form::Angle];

/// Marks of HTML that are no placeholders.
const TAGS: [&str; 24] = [
    "a", "b", "i", "u", "p", "br", "hr", "em", "li", "ol", "ul", "td", "th", "tr", "h1", "h2",
    "h3", "div", "img", "span", "table", "strong", "body", "html",
];

/// Reads a text; what of its placeholders is left out is added to `lost`.
pub(super) fn read(text: &str, forms: Forms, facts: &mut Facts, lost: &mut Vec<String>) -> Words {
    let mut out = Words::default();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '$', '#', '<']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_text(before);
        let behind = before.chars().next_back();
        let taken = placeholder(from, behind, forms, facts, &mut out, lost);
        if taken > 0 {
            rest = from.get(taken..).unwrap_or("");
            continue;
        }
        let mark = from.chars().next().map_or(0, char::len_utf8);
        out.push_text(from.get(..mark).unwrap_or(""));
        rest = from.get(mark..).unwrap_or("");
    }
    out.push_text(rest);
    out
}

/// Reads what begins like a placeholder; how many bytes were one.
fn placeholder(
    from: &str,
    behind: Option<char>,
    forms: Forms,
    facts: &mut Facts,
    out: &mut Words,
    lost: &mut Vec<String>,
) -> usize {
    if forms.contains(&Form::Double)
        && let Some(inner) = between(from, "{%", "%}")
    {
        lost.push(format!("`{{% {} %}}` is left out", shown(inner)));
        return inner.len() + 4;
    }
    if forms.contains(&Form::Double)
        && let Some(inner) = between(from, "{{", "}}")
    {
        if let Some(piece) = filtered(inner, facts, lost) {
            out.push(piece);
        } else {
            lost.push(format!("`{{{{{}}}}}` is no name of a value", shown(inner)));
            out.push_text(&format!("{{{{{inner}}}}}"));
        }
        return inner.len() + 4;
    }
    if forms.contains(&Form::Single)
        && let Some(inner) = between(from, "{", "}").filter(|inner| is_path(inner))
    {
        out.push(Piece::Fact(facts.for_path(inner), None));
        return inner.len() + 2;
    }
    if forms.contains(&Form::Angle)
        && let Some(inner) = between(from, "<", ">").filter(|inner| is_path(inner))
        && !TAGS.contains(&inner.to_ascii_lowercase().as_str())
    {
        out.push(Piece::Fact(facts.for_path(inner), None));
        return inner.len() + 2;
    }
    let begins_word = behind.is_none_or(|c| !c.is_alphanumeric());
    if forms.contains(&Form::Dollar)
        && begins_word
        && let Some(rest) = from.strip_prefix(['$', '#'])
    {
        let length = rest.find(|c: char| !is_path_char(c)).unwrap_or(rest.len());
        let path = rest.get(..length).unwrap_or("").trim_end_matches(['.', '-']);
        // `#` alone is a hashtag: a context has a value of its own.
        if is_path(path) && (from.starts_with('$') || path.contains('.')) {
            let name = if from.starts_with('$') {
                path.trim_end_matches(".original")
            } else {
                path.split_once('.').map_or(path, |(_, name)| name).trim_end_matches(".original")
            };
            out.push(Piece::Fact(facts.for_path(name), None));
            return path.len() + 1;
        }
    }
    0
}

/// What stands between two marks at the beginning of a text, if it is no longer than a placeholder is.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    /// No placeholder is longer; a mark that nothing closes is looked after for so long only.
    const MAX_BYTES: usize = 400;
    let rest = text.strip_prefix(open)?;
    let mut end = rest.len().min(MAX_BYTES);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let rest = rest.get(..end)?;
    rest.find(close).and_then(|at| rest.get(..at))
}

/// `contact.name | default: "there"`: a value, and what stands there without one.
fn filtered(inner: &str, facts: &mut Facts, lost: &mut Vec<String>) -> Option<Piece> {
    let mut parts = inner.split('|');
    let path = parts.next()?.trim();
    if !is_path(path) {
        return None;
    }
    let mut or = None;
    for filter in parts {
        let filter = filter.trim();
        let default = filter.strip_prefix("default:").map(str::trim);
        match default.and_then(|text| text.trim_matches(['"', '\'']).split(['"', '\'']).next()) {
            Some(text) if !one_line(text).is_empty() => or = Some(one_line(text)),
            _ => lost.push(format!("`| {}` of `{}` is left out", shown(filter), shown(path))),
        }
    }
    Some(Piece::Fact(facts.for_path(path), or))
}

fn is_path_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Whether it names a value: a letter first, no longer than names are.
fn is_path(text: &str) -> bool {
    const MAX_CHARS: usize = 80;
    let text = text.trim();
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(is_path_char)
        && text.chars().count() <= MAX_CHARS
        && !text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::{ANY, Facts, Form, Forms, Piece, read};

    fn told(text: &str, forms: Forms) -> (String, Vec<String>) {
        let (mut facts, mut lost) = (Facts::default(), Vec::new());
        let words = read(text, forms, &mut facts, &mut lost);
        let pieces = words.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Fact(name, None) => format!("«{name}»"),
            Piece::Fact(name, Some(or)) => format!("«{name} or {or}»"),
        });
        (pieces.collect(), lost)
    }

    #[test]
    fn placeholders_become_facts() {
        let dollar: Forms = &[Form::Dollar];
        for (text, forms, expected) in [
            ("Hi {{ ticket.requester.name }}!", ANY, "Hi «name»!"),
            ("Hi {{contact.name | default: 'there'}}!", ANY, "Hi «name or there»!"),
            ("Hi {name}, <order id> <order_id> <br>", ANY, "Hi «name», <order id> «order_id» <br>"),
            ("{ not, one } {{ {% {", ANY, "{ not, one } {{ {% {"),
            (
                "$size.original and $5, #ctx.order #thanks a$b $name.",
                dollar,
                "«size» and $5, «order» #thanks a$b «name».",
            ),
            ("{{a}} $b", &[] as Forms, "{{a}} $b"),
        ] {
            let (found, lost) = told(text, forms);
            assert_eq!(found, expected);
            assert_eq!(lost, [] as [String; 0], "{text}");
        }
    }

    #[test]
    fn what_is_left_out_of_a_placeholder_is_told() {
        let (found, lost) = told("{% if a %}Hi {{a.b | upcase}}{% endif %} {{1 + 2}}", ANY);
        assert_eq!(found, "Hi «a_b» {{1 + 2}}");
        assert_eq!(
            lost,
            [
                "`{% if a %}` is left out",
                "`| upcase` of `a.b` is left out",
                "`{% endif %}` is left out",
                "`{{1 + 2}}` is no name of a value",
            ]
        );
    }
}
