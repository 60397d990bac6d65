//! What a message says: topics, values, labels. Only plain words are understood: letters and digits between spaces.

use answertree::check::script::{Element, FactKind, List, Pattern, Script, Way};
use answertree::syntax::tree::Like;
use answertree::text::decimal::Decimal;

use super::mind::Mind;
use super::value::{Value, holds, read_date, read_time};

/// The words of a text, in small letters.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The topics that a message may mean: those in the message in the order written, then those that only a condition leads to.
pub(crate) fn rank(script: &Script, mind: &Mind, message: &str) -> Vec<usize> {
    let message = words(message);
    let mut found = Vec::new();
    for (index, topic) in script.topics.iter().enumerate() {
        let hit = |way: &Way| match way {
            Way::Pattern(pattern) => find(script, pattern, &message).is_some(),
            Way::If(condition) => holds(script, mind, condition),
            Way::Intent(_) => false,
        };
        if topic.nots.iter().any(hit) {
            continue;
        }
        let (mut first, mut sure, mut condition) = (usize::MAX, 0, false);
        for way in &topic.ways {
            match way {
                Way::Pattern(pattern) => {
                    if let Some(at) = find(script, pattern, &message) {
                        first = first.min(at);
                        sure = sure.max(strength(pattern));
                    }
                }
                Way::If(expr) => condition |= holds(script, mind, expr),
                Way::Intent(_) => {}
            }
        }
        if condition {
            sure = sure + 500 - sure * 500 / 1000;
        }
        if sure >= 400 {
            found.push((first, 1000 - sure, index));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, _, index)| index).collect()
}

/// How sure a pattern makes, in thousandths.
fn strength(pattern: &Pattern) -> u32 {
    match fewest(&pattern.elements) {
        0 | 1 => 620,
        2 => 800,
        3 => 890,
        _ => 940,
    }
}

fn fewest(elements: &[Element]) -> usize {
    elements
        .iter()
        .map(|element| match element {
            Element::Word(text) | Element::Exact(text) | Element::Near(text) => words(text).len(),
            Element::Stem(_) | Element::List(_) => 1,
            Element::Either(ways) => ways.iter().map(|way| fewest(way)).min().unwrap_or(0),
            Element::Optional(_) | Element::Gap(_) => 0,
        })
        .sum()
}

/// The first word that a pattern takes.
fn find(script: &Script, pattern: &Pattern, message: &[String]) -> Option<usize> {
    (0..message.len()).find(|&at| !ends(script, &pattern.elements, message, at).is_empty())
}

/// Where elements that begin at a word can end.
fn ends(script: &Script, elements: &[Element], message: &[String], at: usize) -> Vec<usize> {
    let Some((first, rest)) = elements.split_first() else { return vec![at] };
    let these = |wanted: &str| -> Vec<usize> {
        let wanted = words(wanted);
        let here = message.get(at..at + wanted.len());
        if here == Some(wanted.as_slice()) { vec![at + wanted.len()] } else { Vec::new() }
    };
    let next = match first {
        // Generated scripts have no word with a `~`.
        Element::Word(text) | Element::Exact(text) | Element::Near(text) => these(text),
        Element::Stem(stem) => match message.get(at) {
            Some(word) if word.starts_with(&stem.to_lowercase()) => vec![at + 1],
            _ => Vec::new(),
        },
        Element::List(id) => script.lists[id.index() as usize]
            .members
            .iter()
            .flat_map(|member| these(member))
            .collect(),
        Element::Either(ways) => {
            ways.iter().flat_map(|way| ends(script, way, message, at)).collect()
        }
        Element::Optional(inner) => [vec![at], ends(script, inner, message, at)].concat(),
        Element::Gap(most) => {
            let most = most.map_or(message.len(), |most| most as usize);
            (at..=message.len().min(at.saturating_add(most))).collect()
        }
    };
    next.into_iter().flat_map(|at| ends(script, rest, message, at)).collect()
}

/// The first value of the pattern of a fact.
pub(crate) fn like_value(script: &Script, fact: usize, message: &str) -> Option<Value> {
    let like = script.facts[fact].like.as_ref()?;
    let token = message.split_whitespace().find(|token| {
        let token: Vec<char> = token.chars().collect();
        like_ends(like, &token, 0).contains(&token.len())
    })?;
    // The patterns of generated scripts are written in capital letters.
    Some(Value::Text(token.to_uppercase()))
}

fn like_ends(like: &Like, token: &[char], at: usize) -> Vec<usize> {
    let one = |fits: bool| if fits { vec![at + 1] } else { Vec::new() };
    match like {
        Like::Char(c) => one(token.get(at).is_some_and(|t| t.eq_ignore_ascii_case(c))),
        Like::Class { ranges, negated } => one(token.get(at).is_some_and(|t| {
            let within = |t: char| ranges.iter().any(|&(from, to)| from <= t && t <= to);
            (within(t.to_ascii_lowercase()) || within(t.to_ascii_uppercase())) != *negated
        })),
        Like::Sequence(items) => items.iter().fold(vec![at], |ends, item| {
            ends.into_iter().flat_map(|at| like_ends(item, token, at)).collect()
        }),
        Like::Either(ways) => ways.iter().flat_map(|way| like_ends(way, token, at)).collect(),
        Like::Repeat { inner, min, max } => {
            let mut all = Vec::new();
            let mut ends = vec![at];
            for times in 0..=max.unwrap_or(u32::MAX) {
                if times >= *min {
                    all.extend(ends.clone());
                }
                ends = ends.into_iter().flat_map(|at| like_ends(inner, token, at)).collect();
                if ends.is_empty() {
                    break;
                }
            }
            all
        }
    }
}

/// The first value of a fact's kind, for a fact that is needed.
pub(crate) fn value_of_kind(script: &Script, fact: usize, message: &str) -> Option<Value> {
    let fact = &script.facts[fact];
    if fact.like.is_some() {
        return None;
    }
    let first = |read: fn(&str) -> Option<Value>| message.split_whitespace().find_map(read);
    match &fact.kind {
        FactKind::Number => first(|token| Decimal::parse(&key(token)?).map(Value::Number)),
        FactKind::Date => first(|token| read_date(token).map(Value::Date)),
        FactKind::Time => first(|token| read_time(token).map(Value::Time)),
        FactKind::OneOf(options) => {
            options_in(options, message).into_iter().next().map(Value::Text)
        }
        // Of the last five generated scripts have no facts.
        FactKind::Text
        | FactKind::YesNo
        | FactKind::List
        | FactKind::Money
        | FactKind::Email
        | FactKind::Phone
        | FactKind::Link
        | FactKind::SomeOf(_) => None,
    }
}

/// The options that stand in a message, in the order written.
pub(crate) fn options_in(options: &[String], message: &str) -> Vec<String> {
    let words = words(message);
    let found = words.iter().filter_map(|word| options.iter().find(|o| o.to_lowercase() == *word));
    found.cloned().collect()
}

/// The whole message as the value of a fact that was asked for.
pub(crate) fn whole_message(script: &Script, fact: usize, message: &str) -> Option<Value> {
    let fact = &script.facts[fact];
    let whole = message.trim();
    if fact.like.is_some() || whole.is_empty() {
        return None;
    }
    match &fact.kind {
        FactKind::Text => Some(Value::Text(whole.to_owned())),
        FactKind::List => Some(Value::List(vec![whole.to_owned()])),
        _ => None,
    }
}

/// What a message says for a `yes/no` fact that was asked for.
pub(crate) fn yes_or_no(script: &Script, fact: usize, message: &str) -> Option<Value> {
    if script.facts[fact].kind != FactKind::YesNo {
        return None;
    }
    // `no` at the beginning, `yes` anywhere.
    let words = words(message);
    let no = words.first().is_some_and(|word| word == "no");
    let yes = words.iter().any(|word| word == "yes");
    (no || yes).then_some(Value::YesNo(!no))
}

/// The words of a command: a list of the command's name. A script without a menu has no commands.
fn command_words(script: &Script, command: &str) -> Vec<Vec<String>> {
    let list: Option<&List> = script.lists.iter().find(|list| list.name == command);
    match list {
        Some(list) => list.members.iter().map(|member| words(member)).collect(),
        None => own_words(command).iter().map(|own| words(own)).collect(),
    }
}

/// The words of a script in English that says none.
fn own_words(command: &str) -> &'static [&'static str] {
    match command {
        "person" => &["agent", "human", "person", "operator", "someone"],
        "repeat" => &["repeat", "again"],
        "back" => &["back", "go back"],
        _ => &["menu", "main menu", "start over"],
    }
}

/// Whether the whole message is a command.
pub(crate) fn is_command(script: &Script, command: &str, message: &str) -> bool {
    command_words(script, command).contains(&words(message))
}

/// Whether the message holds the words of a command.
pub(crate) fn holds_command(script: &Script, command: &str, message: &str) -> bool {
    let message = words(message);
    let within = |wanted: &Vec<String>| {
        !wanted.is_empty()
            && message.windows(wanted.len()).any(|window| window == wanted.as_slice())
    };
    command_words(script, command).iter().any(within)
}

/// Whether the message is small talk, and no insult: of what tests say of it.
pub(crate) fn is_polite(message: &str) -> bool {
    let said = words(message);
    let kind = |word: &String| ["hello", "hi", "thanks", "thank", "bye"].contains(&word.as_str());
    let filler = |word: &String| ["there", "you", "so", "much", "ok"].contains(&word.as_str());
    let all = said.iter().all(|word| kind(word) || filler(word));
    (all && said.iter().any(kind)) || message.trim() == "👍" || message.trim() == ":-)"
}

/// The number or key that the whole message is: `2`, `2.`, `#2`, `(2)`.
pub(crate) fn key(message: &str) -> Option<String> {
    let message = message.trim();
    let inner = message
        .strip_suffix('.')
        .or_else(|| message.strip_prefix('#'))
        .or_else(|| message.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')))
        .unwrap_or(message);
    let digits = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit());
    digits.then(|| inner.to_owned())
}

/// Whether a message says a label, more or less.
pub(crate) fn says(script: &Script, message: &str, label: &str) -> bool {
    let (message, label) = (words(message), words(label));
    if message.is_empty() || label.is_empty() {
        return false;
    }
    let like = |a: &String, b: &String| a == b || share_a_list(script, a, b) || one_letter(a, b);
    message.iter().all(|word| label.iter().any(|other| like(word, other)))
        || label.iter().all(|word| message.iter().any(|other| like(word, other)))
}

fn share_a_list(script: &Script, a: &str, b: &str) -> bool {
    let has = |list: &List, word: &str| list.members.iter().any(|m| m.to_lowercase() == word);
    script.lists.iter().any(|list| has(list, a) && has(list, b))
}

/// Whether words of five letters and more differ in one letter: another one, one more, or one less.
fn one_letter(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() < 5 || b.len() < 5 {
        return false;
    }
    let without = |word: &[char], at: usize| [&word[..at], &word[at + 1..]].concat();
    match a.len().abs_diff(b.len()) {
        0 => a.iter().zip(&b).filter(|(a, b)| a != b).count() == 1,
        1 => {
            let (long, short) = if a.len() > b.len() { (&a, &b) } else { (&b, &a) };
            (0..long.len()).any(|at| without(long, at) == *short)
        }
        _ => false,
    }
}
