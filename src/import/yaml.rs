//! YAML as a tree with lines, bounded in depth and in what aliases make of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::told::{ImportError, Wrong};

/// How deep lists and maps stand in each other: what is read here has six levels.
const MAX_DEPTH: usize = 64;

/// How many values a file has, each counted as often as an alias stands for it.
const MAX_NODES: usize = 2_000_000;

/// A value, and the line that it begins in.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) line: u64,
    pub(super) value: Value,
    /// How many values it is made of.
    size: usize,
}

#[derive(Debug)]
pub(super) enum Value {
    /// A text, and whether its lines are those of the file.
    Text(String, bool),
    List(Vec<Rc<Node>>),
    Map(Vec<(Rc<Node>, Rc<Node>)>),
}

impl Default for Value {
    fn default() -> Self {
        Self::Text(String::new(), false)
    }
}

impl Node {
    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text, _) => Some(text),
            _ => None,
        }
    }

    /// The lines of a text with their numbers in the file.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &str)> {
        let (text, block) = match &self.value {
            Value::Text(text, block) => (text.as_str(), *block),
            _ => ("", false),
        };
        let first = self.line;
        // Lines of a text that is no block are not those of the file.
        (first..).zip(text.lines()).map(move |(at, line)| (if block { at } else { first }, line))
    }

    pub(super) fn items(&self) -> &[Rc<Node>] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a map whose keys are texts.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &Rc<Node>)> {
        let entries = match &self.value {
            Value::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().filter_map(|(key, value)| Some((key.text()?, value)))
    }

    pub(super) fn get(&self, key: &str) -> Option<&Rc<Node>> {
        self.entries().find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// A list or a map that is not closed.
struct Open {
    line: u64,
    anchor: usize,
    is_map: bool,
    nodes: Vec<Rc<Node>>,
}

/// The documents of a file.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Rc<Node>>, ImportError> {
    let wrong = |error: &ScanError| {
        let why = format!("it is not YAML: {} in line {}", error.info(), error.marker().line());
        ImportError::new(file, Wrong::Format, why)
    };
    let too = |why: &str| ImportError::new(file, Wrong::TooLarge, why);
    let mut documents = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: BTreeMap<usize, Rc<Node>> = BTreeMap::new();
    let mut nodes = 0_usize;
    let mut parser = Parser::new_from_str(text);
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| wrong(&error))?;
        let line = u64::try_from(span.start.line()).unwrap_or(u64::MAX);
        let (node, anchor) = match event {
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                let is_map = matches!(event, Event::MappingStart(..));
                if open.len() == MAX_DEPTH {
                    return Err(too("lists and maps are nested too deep"));
                }
                open.push(Open { line, anchor, is_map, nodes: Vec::new() });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(closed) = open.pop() else { continue };
                let anchor = closed.anchor;
                (Rc::new(closed.node()), anchor)
            }
            Event::Scalar(text, style, anchor, _) => {
                let block = matches!(style, ScalarStyle::Literal);
                let value = Value::Text(text.into_owned(), block);
                (Rc::new(Node { line, value, size: 1 }), anchor)
            }
            // What an alias stands for is not there yet where it stands within itself.
            Event::Alias(anchor) => (anchors.get(&anchor).cloned().unwrap_or_default(), 0),
            Event::StreamEnd => break,
            _ => continue,
        };
        nodes = nodes.saturating_add(node.size);
        if nodes > MAX_NODES {
            return Err(too("it has too many values, counted as often as aliases repeat them"));
        }
        if anchor > 0 {
            anchors.insert(anchor, Rc::clone(&node));
        }
        match open.last_mut() {
            Some(open) => open.nodes.push(node),
            None => documents.push(node),
        }
    }
    Ok(documents)
}

impl Open {
    fn node(self) -> Node {
        let size = self.nodes.iter().fold(1_usize, |sum, node| sum.saturating_add(node.size));
        let value = if self.is_map {
            let mut nodes = self.nodes.into_iter();
            let mut entries = Vec::new();
            while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
                entries.push((key, value));
            }
            Value::Map(entries)
        } else {
            Value::List(self.nodes)
        };
        Node { line: self.line, value, size }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::import::Wrong;

    #[test]
    fn lines_are_those_of_the_file() {
        let text = "a: 1\nnlu:\n- intent: x\n  examples: |\n    - one\n    - two\n- b: \"c\"\n";
        let documents = read("f", text).unwrap();
        let nlu = documents[0].get("nlu").unwrap();
        let examples = nlu.items()[0].get("examples").unwrap();
        let lines: Vec<(u64, &str)> = examples.lines().collect();
        assert_eq!(lines, [(5, "- one"), (6, "- two")]);
        assert_eq!(nlu.items()[1].get("b").unwrap().line, 7);
    }

    #[test]
    fn what_is_too_deep_or_too_much_is_refused() {
        // The library has a limit of its own.
        let deep = "[".repeat(100_000);
        assert_eq!(read("f", &deep).unwrap_err().wrong, Wrong::Format);
        let deep: String = (0..200).map(|at| format!("{}a:\n", " ".repeat(at))).collect();
        assert_eq!(read("f", &deep).unwrap_err().wrong, Wrong::TooLarge);
        let mut laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for at in 1..30 {
            let before = format!("*a{},", at - 1).repeat(10);
            laughs.push_str(&format!("a{at}: &a{at} [{before}]\n"));
        }
        assert_eq!(read("f", &laughs).unwrap_err().wrong, Wrong::TooLarge);
        assert_eq!(read("f", "a: [1,\nb: }").unwrap_err().wrong, Wrong::Format);
        assert!(read("f", "a: &a [*a]\n").is_ok());
        assert!(read("f", "").unwrap().is_empty());
    }
}
