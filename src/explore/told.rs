//! Ways in words: for people, and as tests.

use super::instrument::MARKS;
use super::starts::{Root, Starts};
use super::state::{Move, NONSENSE, Node};
use crate::check::script::Script;
use crate::runtime::{SessionTurn, Turn};
use crate::text::case::lower;

/// The ways that were walked.
#[derive(Clone, Copy)]
pub(super) struct Path<'w> {
    pub(super) script: &'w Script,
    pub(super) starts: &'w Starts,
    pub(super) roots: &'w [Root],
    pub(super) nodes: &'w [Node],
}

/// A way as lines of a test.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// What is given at its beginning.
    pub(super) given: Vec<String>,
    pub(super) done: Vec<String>,
    /// Whether a test can say all of it.
    testable: bool,
}

impl Path<'_> {
    /// The lines of a test that go the way to a node: what is given, and what is done.
    pub(super) fn to(&self, node: usize) -> Way {
        let mut steps = Vec::new();
        let mut at = self.nodes.get(node);
        let root = at.and_then(|node| self.roots.get(node.root));
        while let Some(node) = at {
            steps.extend(&node.step);
            at = node.parent.and_then(|parent| self.nodes.get(parent));
        }
        steps.reverse();
        let given = root.map(|root| self.starts.given(self.script, root)).unwrap_or_default();
        let mut done = Vec::new();
        let mut testable = true;
        // How long nobody has written.
        let mut silent = 0;
        for step in steps {
            if !matches!(step, Move::Wait(_)) {
                silent = 0;
            }
            match step {
                Move::Accept { number: 1, .. } => done.push("accept".to_owned()),
                Move::Accept { number, .. } => done.push(format!("accept {number}")),
                Move::Choose { id, label } | Move::Switch { id, label } => {
                    testable &= label.is_some();
                    done.push(format!("choose {}", label.as_ref().unwrap_or(id)));
                }
                Move::Write { text, .. } | Move::Mean { text } | Move::Say(text) => {
                    done.push(format!("customer: {text}"));
                }
                Move::Answer { value, .. } => done.push(format!("customer: {value}")),
                Move::Set { fact, value } => {
                    // What is given behind something that is expected is learnt there.
                    done.push(format!("expect ask {fact}"));
                    done.push(format!("given {fact} = {value}"));
                }
                Move::Miss => done.push(format!("customer: {NONSENSE}")),
                Move::Wait(seconds) => {
                    done.push(format!("wait {}", span(seconds - silent)));
                    silent = *seconds;
                }
            }
        }
        Way { given, done, testable }
    }
}

/// What a test calls a choice: its label, its key or its own id; nothing where none of these says which.
pub(super) fn label(
    turn: &Turn<'_>,
    at: usize,
    own: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let choice = turn.choices.get(at)?;
    let odd = |c: char| c.is_control() || c == '\\' || MARKS.contains(&c);
    let named = |name: &str| {
        let name = lower(name.trim());
        let labelled = turn.choices.iter().position(|other| lower(other.label.trim()) == name);
        labelled.or_else(|| turn.choices.iter().position(|other| other.key == Some(name.as_str())))
    };
    let is = |name: &String| {
        !name.trim().is_empty()
            && !name.contains(odd)
            && named(name).is_none_or(|found| found == at)
    };
    let names = [Some(choice.label.to_string()), choice.key.map(str::to_owned), own(&choice.id)];
    names.into_iter().flatten().find(is)
}

/// What a test calls a switch: its topic's name; nothing where that is a choice's.
pub(super) fn switch_label(turn: &SessionTurn<'_>, at: usize) -> Option<String> {
    let switch = turn.switches.get(at)?;
    let named = |name: &str| {
        let name = lower(name);
        let mut choices = turn.turn.choices.iter();
        let choice = choices.any(|choice| {
            let own = choice.id.split_once('/').map(|(_, own)| lower(own));
            lower(choice.label.trim()) == name
                || choice.key == Some(name.as_str())
                || own.as_deref() == Some(name.as_str())
        });
        let mut switches = turn.switches.iter();
        let found = switches.position(|s| lower(s.title) == name || lower(s.topic) == name);
        found.filter(|_| !choice)
    };
    named(switch.topic).filter(|found| *found == at).map(|_| switch.topic.to_owned())
}

/// Words of a text that a test can look for: the first that stand in one line, up to a hole or a quote.
pub(super) fn excerpt(text: &str) -> Option<String> {
    const MOST: usize = 40;
    let odd = |c: char| c.is_control() || "\"“”„\\#".contains(c) || MARKS.contains(&c);
    let parts = text.split(odd).map(str::trim).filter(|part| {
        // The number of a hole is no word of the text.
        !part.is_empty() && !part.bytes().all(|b| b.is_ascii_digit())
    });
    let longest = parts.max_by_key(|part| part.len().min(MOST))?;
    if longest.len() <= MOST {
        return Some(longest.to_owned());
    }
    let cut = longest.get(..longest.floor_char_boundary(MOST))?;
    Some(cut.rsplit_once(' ').map_or(cut, |(words, _)| words).to_owned())
}

/// `5m`, `90s`
fn span(seconds: i64) -> String {
    if seconds % 60 == 0 { format!("{}m", seconds / 60) } else { format!("{seconds}s") }
}

impl Way {
    /// A test that goes the way and expects what was found there.
    pub(super) fn test(&self, name: &str, why: &str, expected: &[String]) -> Option<String> {
        let mut out = format!("test {name}\n  # {}\n", why.replace(char::is_control, " "));
        for line in self.given.iter().chain(&self.done).chain(expected) {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
        self.testable.then_some(out)
    }

    /// In one line.
    pub(super) fn line(&self) -> String {
        let given = self.given.iter().map(|line| line.strip_prefix("given ").unwrap_or(line));
        let mut parts = vec![given.collect::<Vec<_>>().join(", ")];
        parts.extend(self.done.iter().cloned());
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::{excerpt, span};

    #[test]
    fn excerpts_are_in_one_line_without_quotes() {
        for (text, words) in [
            ("Hello!", Some("Hello!")),
            ("One.\nThe second line is longer.", Some("The second line is longer.")),
            ("Say \"please\" to \u{fdd0}12\u{fdd1} them all", Some("them all")),
            ("\u{fdd0}1\u{fdd1}", None),
            (
                "This sentence is longer than what is looked for in a test.",
                Some("This sentence is longer than what is"),
            ),
        ] {
            assert_eq!(excerpt(text).as_deref(), words, "{text}");
        }
        assert_eq!((span(300), span(90)), ("5m".to_owned(), "90s".to_owned()));
    }
}
