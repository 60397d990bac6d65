//! Replies of `RiveScript` as wordings.

use super::Brain;
use super::lines::members;
use crate::import::facts::Facts;
use crate::import::told::shown;
use crate::import::words::{Piece, Words};

/// The most wordings that random parts of one reply make.
const MAX_WORDINGS: usize = 24;

/// The most random parts of one reply.
const MAX_PARTS: usize = 50;

/// What a reply says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) wordings: Vec<Words>,
    /// The trigger that it goes on to.
    pub(super) goto: Option<String>,
}

/// Reads a reply; what is left out is added to `lost`.
pub(super) fn read(text: &str, brain: &Brain, facts: &mut Facts, lost: &mut Vec<String>) -> Said {
    let mut said = Said::default();
    for text in spread(text, brain, lost) {
        let mut reader = Reader { brain, facts, lost, words: Words::default(), goto: None };
        reader.read(&text);
        let Reader { words, goto, .. } = reader;
        let words = squeezed(&words);
        if said.goto.is_none() {
            said.goto = goto;
        } else if goto.is_some() && said.goto != goto {
            lost.push("it goes on in several ways, of which one is kept".to_owned());
        }
        if !words.is_empty() && !said.wordings.contains(&words) {
            said.wordings.push(words);
        }
    }
    said
}

/// Without the second space where something between two was left out.
fn squeezed(words: &Words) -> Words {
    let mut out = Words::default();
    let mut space = true;
    for piece in &words.0 {
        let Piece::Text(text) = piece else {
            out.push(piece.clone());
            space = false;
            continue;
        };
        let mut kept = String::new();
        for c in text.chars() {
            if c != ' ' || !space {
                kept.push(c);
            }
            space = matches!(c, ' ' | '\n');
        }
        out.push_text(&kept);
    }
    out
}

/// A reply with random parts as all the replies that it may be.
fn spread(text: &str, brain: &Brain, lost: &mut Vec<String>) -> Vec<String> {
    let mut done: Vec<String> = vec![String::new()];
    let mut rest = text;
    for _ in 0..MAX_PARTS {
        let random = rest.find("{random}").map(|at| (at, "{random}", "{/random}"));
        let array = rest.find("(@").map(|at| (at, "(@", ")"));
        let Some((at, open, close)) = [random, array].into_iter().flatten().min() else { break };
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let inner = from.get(open.len()..).unwrap_or("");
        let Some((inner, behind)) = inner.split_once(close) else { break };
        let options = if open == "(@" {
            brain.arrays.get(inner.trim()).cloned().unwrap_or_default()
        } else {
            members(inner)
        };
        let kept = MAX_WORDINGS / done.len().max(1);
        if options.len() > kept.max(1) || options.is_empty() {
            lost.push(format!("not all that `{open}{}{close}` may be is kept", shown(inner)));
        }
        let mut next = Vec::new();
        for done in &done {
            for option in options.iter().take(kept.max(1)) {
                next.push(format!("{done}{before}{option}"));
            }
            if options.is_empty() {
                next.push(format!("{done}{before}"));
            }
        }
        done = next;
        rest = behind;
    }
    if rest.contains("{random}") {
        lost.push("`{random}` is not always read".to_owned());
    }
    done.into_iter().map(|done| format!("{done}{rest}")).collect()
}

struct Reader<'a> {
    brain: &'a Brain,
    facts: &'a mut Facts,
    lost: &'a mut Vec<String>,
    words: Words,
    goto: Option<String>,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '{', '\\']) {
            let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.words.push_text(before);
            let taken = match from.as_bytes().first() {
                Some(b'\\') => self.escape(from),
                Some(b'{') => self.braces(from),
                _ => self.tag(from),
            };
            let taken = if taken == 0 {
                self.words.push_text(from.get(..1).unwrap_or(""));
                1
            } else {
                taken
            };
            rest = from.get(taken..).unwrap_or("");
            if self.goto.is_some() && !rest.trim().is_empty() {
                self.lost.push("it goes on elsewhere in the middle of a text".to_owned());
                self.goto = None;
            }
        }
        self.words.push_text(rest);
    }

    fn escape(&mut self, from: &str) -> usize {
        let text = match from.as_bytes().get(1) {
            Some(b'n') => "\n",
            Some(b's') => " ",
            Some(b'#') => "#",
            Some(b'/') => "/",
            Some(b'\\') => "\\",
            _ => return 0,
        };
        self.words.push_text(text);
        2
    }

    fn out(&mut self, what: &str) {
        self.lost.push(format!("`{}` is left out", shown(what)));
    }

    fn braces(&mut self, from: &str) -> usize {
        let Some((inner, _)) = from.get(1..).and_then(|rest| rest.split_once('}')) else {
            return 0;
        };
        let all = inner.len() + 2;
        let name = inner.trim_start_matches('/');
        let name = name.split(['=', ' ']).next().unwrap_or("");
        match name {
            "weight" | "topic" | "inherits" => self.out(from.get(..all).unwrap_or("")),
            "formal" | "sentence" | "uppercase" | "lowercase" | "person" => {
                if !inner.starts_with('/') {
                    self.out(from.get(..all).unwrap_or(""));
                }
            }
            "ok" => {}
            _ => match inner.strip_prefix('@') {
                Some(target) => self.goto = Some(target.trim().to_owned()),
                None => return 0,
            },
        }
        all
    }

    fn fact(&mut self, name: &str) {
        let name = self.facts.for_path(name);
        self.words.push(Piece::Fact(name, None));
    }

    fn tag(&mut self, from: &str) -> usize {
        let Some((inner, behind)) = from.get(1..).and_then(|rest| rest.split_once('>')) else {
            return 0;
        };
        let all = inner.len() + 2;
        let (name, rest) = inner.split_once(' ').unwrap_or((inner, ""));
        let rest = rest.trim();
        match name.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "star" | "botstar" | "formal" | "sentence" | "uppercase" | "lowercase" | "person" => {
                let why = format!("what `{}` stands for is a fact that nothing sets", shown(inner));
                self.lost.push(why);
                self.fact("star");
            }
            "get" | "env" => self.fact(rest),
            "id" => self.fact("user_id"),
            "bot" => match self.brain.vars.get(rest) {
                Some(value) => self.words.push_text(value),
                None => self.fact(&format!("bot_{rest}")),
            },
            "input" | "reply" | "set" | "add" | "sub" | "mult" | "div" => {
                // The value of `<set a=<star>>` is a tag itself.
                let inner_closes = usize::from(inner.contains('<') && behind.starts_with('>'));
                self.out(from.get(..all + inner_closes).unwrap_or(""));
                return all + inner_closes;
            }
            "call" => {
                let length = behind.find("</call>").map_or(behind.len(), |at| at + 7);
                self.out(from.get(..all + length).unwrap_or(""));
                return all + length;
            }
            "@" => self.out(from.get(..all).unwrap_or("")),
            _ => return 0,
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::{Brain, read};
    use crate::import::facts::Facts;
    use crate::import::words::Piece;

    fn told(text: &str) -> (Vec<String>, Option<String>, usize) {
        let mut brain = Brain::default();
        brain.vars.insert("name".into(), "Aiden".into());
        brain.arrays.insert("hi".into(), vec!["hi".into(), "good day".into()]);
        let mut lost = Vec::new();
        let said = read(text, &brain, &mut Facts::default(), &mut lost);
        let shown = said.wordings.iter().map(|words| {
            let pieces = words.0.iter().map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Fact(name, _) => format!("«{name}»"),
            });
            pieces.collect()
        });
        (shown.collect(), said.goto, lost.len())
    }

    #[test]
    fn tags_become_facts_or_are_told() {
        for (text, wordings, goto, lost) in [
            ("Hi\\n<get name>, I'm <bot name>.", vec!["Hi\n«name», I'm Aiden."], None, 0),
            (
                "{random}a b|c{/random} (@hi)!",
                vec!["a b hi!", "a b good day!", "c hi!", "c good day!"],
                None,
                0,
            ),
            (
                "<set name=<formal>>Nice to meet you, <star1>.{weight=5}",
                vec!["Nice to meet you, «star»."],
                None,
                3,
            ),
            ("Well: {@hello bot}", vec!["Well: "], Some("hello bot"), 0),
            ("{@hello} and more", vec!["and more"], None, 1),
            ("<call>weather <star></call>1 < 2 {x", vec!["1 < 2 {x"], None, 1),
            ("{formal}<get name>{/formal} \\#1 \\x", vec!["«name» #1 \\x"], None, 1),
        ] {
            let expected: Vec<String> = wordings.into_iter().map(str::to_owned).collect();
            assert_eq!(told(text), (expected, goto.map(str::to_owned), lost), "{text}");
        }
    }

    #[test]
    fn random_parts_do_not_blow_up() {
        let (wordings, _, lost) = told(&"{random}a|b|c|d{/random}".repeat(100));
        assert!(wordings.len() <= 24 && lost > 0, "{}", wordings.len());
    }
}
