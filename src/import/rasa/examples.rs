//! Examples of Rasa: lines of a text or entries of a list, with entities marked in them.

use serde_json::Value;

use super::text;
use crate::import::draft::{Draft, MAX_LINE_BYTES};
use crate::import::source::Keys;
use crate::import::told::{Loss, Place, shown};
use crate::import::yaml::Node;

/// The examples of an entry with their lines.
pub(super) fn of(item: &Node) -> Vec<(u64, String)> {
    let Some(examples) = item.get("examples") else { return Vec::new() };
    let mut out = Vec::new();
    if examples.text().is_some() {
        for (line, text) in examples.lines() {
            let text = text.trim();
            let text = text.strip_prefix(['-', '*', '+']).unwrap_or(text).trim();
            if !text.is_empty() {
                out.push((line, text.to_owned()));
            }
        }
    }
    for entry in examples.items() {
        let text = entry.text().or_else(|| text(entry.get("text")));
        for line in text.unwrap_or("").lines() {
            let line = line.trim();
            let line = line.strip_prefix("- ").unwrap_or(line);
            if !line.is_empty() {
                out.push((entry.line, line.to_owned()));
            }
        }
    }
    out
}

/// An example without marks of entities: `[Berlin](city)`, `[Berlin]{"entity": "city", "value": "BER"}`. Their words go to lists.
pub(super) fn plain(draft: &mut Draft, example: &str, place: &Place) -> String {
    // What is too long for a line is told as an example, marks and all.
    if example.len() > MAX_LINE_BYTES {
        return example.to_owned();
    }
    let mut out = String::new();
    let mut rest = example;
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let Some(mark) = mark(from) else {
            out.push('[');
            rest = from.get(1..).unwrap_or("");
            continue;
        };
        out.push_str(mark.words);
        for member in [Some(mark.words), mark.value.as_deref()].into_iter().flatten() {
            draft.member(&mark.entity, member, place);
        }
        if let Some(more) = mark.more {
            let why = format!("the {more} of `{}` has no place in a script", shown(mark.words));
            draft.teller.tell(place, Loss::NoPlace, why);
        }
        rest = from.get(mark.length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// A marked entity.
struct Mark<'t> {
    words: &'t str,
    entity: String,
    value: Option<String>,
    /// What else it says of the words.
    more: Option<&'static str>,
    /// How many bytes it takes.
    length: usize,
}

fn mark(from: &str) -> Option<Mark<'_>> {
    let inner = from.strip_prefix('[')?;
    let (words, behind) = inner.split_once(']')?;
    if words.trim().is_empty() || words.contains('[') {
        return None;
    }
    let before = words.len() + 2;
    if let Some(rest) = behind.strip_prefix('(') {
        let (entity, _) = rest.split_once(')')?;
        let (name, value) = match entity.split_once(':') {
            Some((name, value)) => (name, Some(value.trim().to_owned())),
            None => (entity, None),
        };
        let length = before + entity.len() + 2;
        let is_name = !name.trim().is_empty();
        return is_name.then(|| Mark {
            words,
            entity: name.trim().to_owned(),
            value,
            more: None,
            length,
        });
    }
    if !behind.starts_with('{') {
        return None;
    }
    let (json, _) = behind.split_once('}')?;
    let length = before + json.len() + 1;
    let json: Value = serde_json::from_str(&format!("{json}}}")).ok()?;
    let entity = json.at("entity").as_str().filter(|name| !name.trim().is_empty())?.to_owned();
    let value = json.at("value").as_str().map(str::to_owned);
    let more = ["role", "group"].into_iter().find(|key| !json.at(key).is_null());
    Some(Mark { words, entity, value, more, length })
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::import::draft::Draft;
    use crate::import::told::Place;

    #[test]
    fn marks_go_and_their_words_stay() {
        let mut draft = Draft::new();
        for (from, expected) in [
            ("fly to [Berlin](city) and [back]", "fly to Berlin and [back]"),
            (r#"from [BER]{"entity": "city", "role": "from", "value": "berlin"}!"#, "from BER!"),
            ("[a](b:c) [](d) [e](", "a [](d) [e]("),
            (r#"[x]{"entity": 1} [ [y](z)"#, r#"[x]{"entity": 1} [ y"#),
        ] {
            assert_eq!(plain(&mut draft, from, &Place::line(1)), expected);
        }
        assert_eq!(draft.lists["city"].members, ["Berlin", "BER", "berlin"]);
        assert_eq!(draft.lists["b"].members, ["a", "c"]);
        assert_eq!(draft.teller.done().len(), 1);
    }
}
