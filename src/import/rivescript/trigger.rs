//! Triggers as examples and patterns.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use crate::import::names::{Sort, name_of};
use crate::import::words::one_line;
use crate::import::write::pattern_word;
use crate::syntax;

/// How a topic is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By a message.
    Example(String),
    /// By a pattern.
    Pattern(String),
    /// By anything: what is said where nothing else fits.
    Anything,
}

/// The longest trigger, in bytes.
const MAX_BYTES: usize = 4096;

/// How deep brackets of a trigger stand in each other.
const MAX_DEPTH: usize = 8;

/// A trigger as a way into a topic, or why it is none. `lost` tells what it says otherwise than the trigger.
pub(super) fn way(
    text: &str,
    vars: &BTreeMap<String, String>,
    arrays: &BTreeMap<String, Vec<String>>,
    lost: &mut Vec<String>,
) -> Result<Way, String> {
    if text.len() > MAX_BYTES {
        return Err("it is longer than a message".to_owned());
    }
    let mut text = text.to_owned();
    for (open, what) in [("{weight=", "its weight"), ("{inherits", "inheritance")] {
        while let Some((before, rest)) = text.split_once(open) {
            let after = rest.split_once('}').map_or("", |(_, after)| after);
            text = format!("{before}{after}");
            lost.push(format!("{what} is left out"));
        }
    }
    let text = one_line(&known(&text, vars));
    if text.len() > MAX_BYTES {
        return Err("it is longer than a message".to_owned());
    }
    if text.contains('<') && text.contains('>') {
        return Err("it is about a variable".to_owned());
    }
    if !text.contains(['*', '#', '[', '(', '@', '|', '_', ']', ')']) {
        return Ok(Way::Example(text));
    }
    if text == "*" || text == "[*]" || text == "_" {
        return Ok(Way::Anything);
    }
    let mut reader = Reader { chars: text.chars().peekable(), arrays, lost, must: false };
    let pattern = reader.sequence(0)?;
    if !reader.must {
        return Err("none of its words has to be there".to_owned());
    }
    let pattern = ends_cut(&pattern);
    let first = pattern.split(' ').next().unwrap_or("");
    let pattern = match first {
        "not" | "if" | "intent" => pattern.replacen(first, &format!("({first})"), 1),
        _ => pattern,
    };
    // What the language does not read is no pattern.
    let script = format!("== a\n- x\nwhen {pattern}\n> y\n");
    let fits = syntax::parse(0, &script).problems.is_empty();
    if fits { Ok(Way::Pattern(pattern)) } else { Err("its words make no pattern".to_owned()) }
}

/// A trigger with the values of the bot's variables.
pub(super) fn known(text: &str, vars: &BTreeMap<String, String>) -> String {
    let mut parts = text.split("<bot ");
    let mut known = parts.next().unwrap_or("").to_owned();
    for part in parts {
        match part.split_once('>').and_then(|(name, rest)| Some((vars.get(name.trim())?, rest))) {
            Some((value, rest)) => known.extend([value.as_str(), rest]),
            None => known.extend(["<bot ", part]),
        }
    }
    known
}

/// Without gaps at its ends: a pattern fits anywhere in a message.
fn ends_cut(pattern: &str) -> String {
    let mut words: Vec<&str> = pattern.split(' ').filter(|word| !word.is_empty()).collect();
    let is_gap = |word: Option<&&str>| word.is_some_and(|word| word.starts_with(".."));
    while is_gap(words.last()) {
        words.pop();
    }
    let begin = words.iter().position(|word| !word.starts_with("..")).unwrap_or(0);
    let mut out: Vec<&str> = Vec::new();
    for word in words.into_iter().skip(begin) {
        match out.last() {
            Some(&before) if before.starts_with("..") && word.starts_with("..") => {
                // Two gaps are one that is as wide as both, or wider.
                out.pop();
                out.push("..");
            }
            _ => out.push(word),
        }
    }
    out.join(" ")
}

struct Reader<'a, 'l> {
    chars: Peekable<Chars<'a>>,
    arrays: &'a BTreeMap<String, Vec<String>>,
    lost: &'l mut Vec<String>,
    /// Whether a word was met that has to be there.
    must: bool,
}

impl Reader<'_, '_> {
    /// Words up to a bar, a closing bracket or the end.
    fn sequence(&mut self, depth: usize) -> Result<String, String> {
        if depth > MAX_DEPTH {
            return Err("its brackets are too deep".to_owned());
        }
        let mut out: Vec<String> = Vec::new();
        while let Some(&c) = self.chars.peek() {
            match c {
                '|' | ')' | ']' => break,
                ' ' => {
                    self.chars.next();
                }
                '(' | '[' => {
                    self.chars.next();
                    let part = self.brackets(c, depth)?;
                    out.push(part);
                }
                '@' => {
                    self.chars.next();
                    out.push(self.array()?);
                    self.must |= depth == 0;
                }
                _ => {
                    let word = self.word();
                    match word.as_str() {
                        "*" => out.push("..".to_owned()),
                        "_" => out.push("..1".to_owned()),
                        "#" => {
                            self.lost.push("`#` fits any word, not only numbers".to_owned());
                            out.push("..1".to_owned());
                        }
                        word if word.contains(char::is_alphanumeric) => {
                            self.must |= depth == 0;
                            out.push(pattern_word(word));
                        }
                        _ => {}
                    }
                }
            }
        }
        if depth == 0 && self.chars.peek().is_some() {
            return Err("its brackets do not close".to_owned());
        }
        Ok(out.join(" "))
    }

    /// The alternatives behind an opening bracket.
    fn brackets(&mut self, open: char, depth: usize) -> Result<String, String> {
        let close = if open == '(' { ')' } else { ']' };
        let mut branches: Vec<String> = Vec::new();
        loop {
            let branch = self.sequence(depth + 1)?;
            if !branch.is_empty() {
                branches.push(branch);
            }
            match self.chars.next() {
                Some('|') => {}
                Some(c) if c == close => break,
                _ => return Err("its brackets do not close".to_owned()),
            }
        }
        let is_gap = |branch: &String| branch.starts_with("..");
        if open == '[' {
            // `[*]` is a gap, and so is anything that may be left out and be anything.
            if branches.iter().any(is_gap) || branches.is_empty() {
                return Ok(if branches.is_empty() { String::new() } else { "..".to_owned() });
            }
            return Ok(format!("[{}]", branches.join("|")));
        }
        if branches.iter().any(is_gap) {
            return Ok("..".to_owned());
        }
        if depth == 0 && !branches.is_empty() {
            self.must = true;
        }
        Ok(match branches.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            more => format!("({})", more.join("|")),
        })
    }

    fn array(&mut self) -> Result<String, String> {
        let mut name = String::new();
        while let Some(c) = self.chars.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
            name.push(c);
        }
        let is_known = self.arrays.get(&name).is_some_and(|members| {
            members.iter().any(|member| member.contains(char::is_alphanumeric))
        });
        if is_known {
            Ok(format!("<{}>", name_of(&name, Sort::List)))
        } else {
            Err(format!("there is no array `{name}`"))
        }
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        let ends = |c: &char| !matches!(c, ' ' | '|' | '(' | ')' | '[' | ']');
        while let Some(c) = self.chars.next_if(ends) {
            word.push(c);
        }
        word
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Way, way};

    #[test]
    fn triggers_are_examples_or_patterns() {
        let arrays = BTreeMap::from([("colors".to_owned(), vec!["red".to_owned()])]);
        let vars = BTreeMap::from([("name".to_owned(), "aiden".to_owned())]);
        for (trigger, expected) in [
            ("hello <bot name>", Ok("- hello aiden")),
            ("my name is *", Ok("when my name is")),
            ("[*] (where|when) is [my|the] order [*]", Ok("when (where|when) is [my|the] order")),
            ("i am _ years * old{weight=10}", Ok("when i am ..1 years .. old")),
            ("my favorite color is (@colors)", Ok("when my favorite color is <colors>")),
            ("if * then", Ok("when (if) .. then")),
            ("a * _ b", Ok("when a .. b")),
            ("*", Ok("*")),
            ("[a] *", Err("none of its words has to be there")),
            ("(a", Err("its brackets do not close")),
            ("a) b", Err("its brackets do not close")),
            ("i am @nothing", Err("there is no array `nothing`")),
            ("my name is <get name>", Err("it is about a variable")),
        ] {
            let found = way(trigger, &vars, &arrays, &mut Vec::new()).map(|way| match way {
                Way::Example(text) => format!("- {text}"),
                Way::Pattern(text) => format!("when {text}"),
                Way::Anything => "*".to_owned(),
            });
            assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{trigger}");
        }
    }
}
