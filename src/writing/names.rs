//! Names of the language made of names that people gave.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::scope::{RESERVED_FACTS, RESERVED_TOPICS};
use crate::syntax::is_name;

/// The most characters of a name that is made: longer ones are sentences.
const MAX_CHARS: usize = 64;

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A topic or menu.
    Topic,
    /// A fact.
    Fact,
    /// A list of words.
    List,
    /// A channel.
    Channel,
    /// What a `do` line names.
    Action,
}

impl Sort {
    fn word(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Fact => "fact",
            Self::List => "words",
            Self::Channel => "channel",
            Self::Action => "action",
        }
    }

    /// What stands between the words of a name: a minus in an expression needs spaces, so facts have none.
    fn between(self) -> char {
        if matches!(self, Self::Fact | Self::Action) { '_' } else { '-' }
    }

    fn is_taken(self, name: &str) -> bool {
        match self {
            Self::Topic => RESERVED_TOPICS.contains(&name),
            Self::Fact => RESERVED_FACTS.contains(&name),
            _ => false,
        }
    }
}

/// A name for what people call `name`: itself where it is one, else its words in small letters.
pub fn name_of(name: &str, sort: Sort) -> String {
    let name = name.trim();
    let fits = |name: &str| is_name(name) && name.chars().count() <= MAX_CHARS;
    let plain = if fits(name) && !(sort == Sort::Fact && name.contains('-')) {
        name.to_owned()
    } else {
        made(name, sort)
    };
    if sort.is_taken(&plain) {
        return format!("{plain}{}{}", sort.between(), sort.word());
    }
    plain
}

fn made(name: &str, sort: Sort) -> String {
    let between = sort.between();
    let mut out = String::new();
    let mut count = 0;
    for word in name.split(|c: char| !is_inner(c)).filter(|word| !word.is_empty()) {
        let word = word.trim_matches('_').to_lowercase();
        // Small letters of some capitals are several characters, and not all of them letters.
        let word: String = word.chars().filter(|&c| is_inner(c)).collect();
        let length = word.chars().count();
        if length == 0 {
            continue;
        }
        if count + length + 1 > MAX_CHARS {
            if out.is_empty() {
                out.extend(word.chars().take(MAX_CHARS));
            }
            break;
        }
        if !out.is_empty() {
            out.push(between);
        }
        out.push_str(&word);
        count += length + 1;
    }
    if out.chars().next().is_none_or(|first| !is_letter(first)) {
        let rest = if out.is_empty() { String::new() } else { format!("{between}{out}") };
        out = format!("{}{rest}", sort.word());
    }
    out
}

/// Names that are no longer free.
#[derive(Debug, Default)]
pub struct Taken {
    names: BTreeSet<String>,
    /// The number that was put to a name last.
    numbers: BTreeMap<String, usize>,
}

impl Taken {
    /// A name that none of the others has, from now on taken.
    pub fn free(&mut self, name: &str, sort: Sort) -> String {
        if self.names.insert(name.to_owned()) {
            return name.to_owned();
        }
        let number = self.numbers.entry(name.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let out = format!("{name}{}{number}", sort.between());
            if self.names.insert(out.clone()) {
                return out;
            }
        }
    }
}

/// Whether it is the code of a language, such as `en` or `pt-BR`.
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or("");
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether the language lets a name begin with it.
fn is_letter(c: char) -> bool {
    is_name(c.encode_utf8(&mut [0; 4]))
}

/// What a name that is made keeps: letters that are letters to people, too.
fn is_inner(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (c.is_alphanumeric() && is_letter(c))
}

#[cfg(test)]
mod tests {
    use super::{Sort, Taken, name_of};
    use crate::syntax::{self, is_name, tree::Item};

    #[test]
    fn names_stay_or_are_made_of_words() {
        for (from, sort, expected) in [
            ("Refund_not_showing_up", Sort::Topic, "Refund_not_showing_up"),
            ("reverted_card_payment?", Sort::Topic, "reverted_card_payment"),
            ("Late delivery :: Größe", Sort::Topic, "late-delivery-größe"),
            ("2nd refund", Sort::Topic, "topic-2nd-refund"),
            ("", Sort::Topic, "topic"),
            ("🎉", Sort::List, "words"),
            ("end", Sort::Topic, "end-topic"),
            ("order-id", Sort::Fact, "order_id"),
            ("channel", Sort::Fact, "channel_fact"),
            ("a--b-", Sort::Topic, "a-b"),
        ] {
            assert_eq!(name_of(from, sort), expected, "{from}");
        }
    }

    #[test]
    fn every_character_makes_a_name() {
        for c in ('\0'..=char::MAX).step_by(3) {
            let name = name_of(&format!("{c}a {c}{c}"), Sort::Topic);
            assert!(is_name(&name), "{c:?} made {name:?}");
            let name = name_of(&format!("1{c}"), Sort::Fact);
            assert!(is_name(&name) && !name.contains('-'), "{c:?} made {name:?}");
        }
    }

    #[test]
    fn the_language_reads_the_same_names() {
        let edges = [
            0xC0, 0xD7, 0xF7, 0x1FFF, 0x2C00, 0x2DFF, 0x3005, 0x3041, 0xFDCF, 0xFE70, 0xFFDC,
            0x1EFFF, 0x20000,
        ];
        let around = edges.into_iter().flat_map(|edge| edge - 2..=edge + 2);
        for c in (0..0x4_0000).step_by(97).chain(around).filter_map(char::from_u32) {
            for name in [format!("{c}"), format!("a{c}"), format!("a-{c}")] {
                let parsed = syntax::parse(0, &format!("== {name}: T\n"));
                let items = parsed.tree.items.iter().filter_map(|item| match item {
                    Item::Topic(topic) => Some(topic.name.value.as_str()),
                    _ => None,
                });
                let read = parsed.problems.is_empty() && items.eq([name.as_str()]);
                assert_eq!(is_name(&name), read, "{name:?}");
            }
        }
    }

    #[test]
    fn names_are_used_once() {
        let mut taken = Taken::default();
        let all: Vec<String> =
            ["a", "a", "a-2", "a"].map(|name| taken.free(name, Sort::Topic)).into();
        assert_eq!(all, ["a", "a-2", "a-2-2", "a-3"]);
    }
}
