//! Ways in words: for people, and as tests.

use super::starts::{Root, Starts};
use super::state::{Move, NONSENSE, Node};
use crate::check::script::Script;
use crate::runtime::{Choice, Turn};

/// The ways that were walked.
#[derive(Clone, Copy)]
pub(super) struct Path<'w> {
    pub(super) script: &'w Script,
    pub(super) starts: &'w Starts,
    pub(super) roots: &'w [Root],
    pub(super) nodes: &'w [Node],
}

impl Path<'_> {
    /// The lines of a test that go the way to a node: what is given, and what is done.
    pub(super) fn to(&self, node: usize) -> (Vec<String>, Vec<String>) {
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
        // How long nobody has written.
        let mut silent = 0;
        for step in steps {
            if !matches!(step, Move::Wait(_)) {
                silent = 0;
            }
            match step {
                Move::Accept { number: 1, .. } => done.push("accept".to_owned()),
                Move::Accept { number, .. } => done.push(format!("accept {number}")),
                Move::Choose { label, .. } => done.push(format!("choose {label}")),
                Move::Write { text, .. } => done.push(format!("customer: {text}")),
                Move::Answer { value, .. } => done.push(format!("customer: {value}")),
                Move::Set { fact, value } => {
                    // What is given behind something that is expected is learnt there.
                    done.push(format!("expect ask {fact}"));
                    done.push(format!("given {fact} = {value}"));
                }
                Move::Miss => done.push(format!("customer: {}", NONSENSE)),
                Move::Wait(seconds) => {
                    done.push(format!("wait {}", span(seconds - silent)));
                    silent = *seconds;
                }
            }
        }
        (given, done)
    }
}

/// What a test calls a choice: its label, or its name where that says not which.
pub(super) fn label(turn: &Turn<'_>, choice: &Choice<'_>) -> String {
    let same = turn.choices.iter().filter(|other| other.label == choice.label).count();
    let plain = |c: char| !c.is_control() && c != '\\' && !('\u{fdd0}'..='\u{fdd1}').contains(&c);
    if same == 1 && !choice.label.trim().is_empty() && choice.label.chars().all(plain) {
        choice.label.clone()
    } else {
        choice.id.clone()
    }
}

/// Words of a text that a test can look for: the first that stand in one line, up to a hole or a quote.
pub(super) fn excerpt(text: &str) -> Option<String> {
    const MOST: usize = 40;
    let odd = |c: char| c.is_control() || "\"“”„\\\u{fdd0}\u{fdd1}".contains(c);
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

/// A test that goes a way and expects what was found there.
pub(super) fn test(name: &str, given: &[String], done: &[String], expected: &[String]) -> String {
    let mut out = format!("test {name}\n");
    for line in given.iter().chain(done).chain(expected) {
        out.push_str("  ");
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// A way in one line.
pub(super) fn line(given: &[String], done: &[String]) -> String {
    let given = given.iter().map(|line| line.strip_prefix("given ").unwrap_or(line));
    let mut parts = vec![given.collect::<Vec<_>>().join(", ")];
    parts.extend(done.iter().cloned());
    parts.join("; ")
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
