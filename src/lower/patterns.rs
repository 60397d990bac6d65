//! Patterns to one automaton: each is spelled out into paths of symbols and gaps, and all paths share one trie.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::vocabulary::{MAX_WORD, Member, Words, tokens_of};
use crate::bytes::write;
use crate::check::script::{Element, Script, Way};
use crate::machine::tables::{Gap, MAX_GAP};
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::text::near::{FEWEST_LETTERS, MOST_LETTERS};
use crate::text::tokenize::Tokens;

/// Paths one pattern may have: enough for eight optional words, few enough that no line makes a large machine.
const MAX_PATHS: usize = 512;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    One(Member),
    /// Any of these, sorted, at least two.
    Class(Arc<[Member]>),
    Gap(Option<u32>),
}

/// A pattern spelled out.
#[derive(Debug)]
pub(crate) struct Expanded {
    pub(crate) topic: u32,
    pub(crate) not: bool,
    /// Where it stands.
    pub(crate) span: Span,
    pub(crate) paths: Vec<Vec<Item>>,
}

/// The names of the lists that are a class of their own, by its members.
pub(crate) type Lists = BTreeMap<Arc<[Member]>, String>;

/// The patterns of a script, spelled out in the order of its topics.
#[derive(Debug)]
pub(crate) struct Patterns {
    pub(crate) all: Vec<Expanded>,
    pub(crate) lists: Lists,
}

/// Spells out every pattern of a script.
pub(crate) fn expand(script: &Script, problems: &mut Vec<Problem>) -> Patterns {
    let mut tokens = Tokens::new();
    let lists: Vec<Vec<Vec<Item>>> = script
        .lists
        .iter()
        .map(|list| {
            let members = list.members.iter().map(|member| words(&mut tokens, member)).collect();
            merge(members)
        })
        .collect();
    let mut all = Vec::new();
    for (topic, row) in (0_u32..).zip(&script.topics) {
        for (not, ways) in [(false, &row.ways), (true, &row.nots)] {
            for way in ways {
                let Way::Pattern(pattern) = way else { continue };
                let paths = sequence(&pattern.elements, &lists, &mut tokens).map(|paths| {
                    let mut paths: Vec<_> =
                        paths.into_iter().map(trimmed).filter(|p| !p.is_empty()).collect();
                    paths.dedup();
                    paths
                });
                match paths {
                    Some(paths) => all.push(Expanded { topic, not, span: pattern.span, paths }),
                    None => problems.push(
                        Problem::new(Code::TooMany, pattern.span, "this pattern has too many variants")
                            .help("split it into several `when` lines, or put its alternatives into a `words` list"),
                    ),
                }
            }
        }
    }
    let mut names = Lists::new();
    for (list, ways) in script.lists.iter().zip(lists) {
        for way in ways {
            if let Some(Item::Class(members)) = way.into_iter().next() {
                names.entry(members).or_insert_with(|| list.name.clone());
            }
        }
    }
    Patterns { all, lists: names }
}

/// Every way to say a sequence; `None` where there are more than [`MAX_PATHS`].
fn sequence(
    elements: &[Element],
    lists: &[Vec<Vec<Item>>],
    tokens: &mut Tokens,
) -> Option<Vec<Vec<Item>>> {
    let mut paths: Vec<Vec<Item>> = vec![Vec::new()];
    for element in elements {
        let ways = element_ways(element, lists, tokens)?;
        if paths.len() * ways.len() > MAX_PATHS {
            return None;
        }
        if let [way] = ways.as_slice() {
            paths.iter_mut().for_each(|path| path.extend(way.iter().cloned()));
            continue;
        }
        let longer = |path: &Vec<Item>| {
            let path = path.clone();
            ways.iter()
                .map(move |way| path.iter().chain(way).cloned().collect())
                .collect::<Vec<_>>()
        };
        paths = paths.iter().flat_map(longer).collect();
    }
    Some(paths)
}

fn element_ways(
    element: &Element,
    lists: &[Vec<Vec<Item>>],
    tokens: &mut Tokens,
) -> Option<Vec<Vec<Item>>> {
    Some(match element {
        Element::Word(word) | Element::Exact(word) => vec![words(tokens, word)],
        Element::Near(word) => vec![words(tokens, &format!("~{word}"))],
        Element::Stem(stem) => {
            let mut path = words(tokens, stem);
            if let Some(Item::One(Member::Word(last))) = path.pop() {
                path.push(Item::One(Member::Stem(last)));
            }
            vec![path]
        }
        Element::List(id) => lists.get(id.usize()).cloned().unwrap_or_default(),
        Element::Either(choices) => {
            let mut ways = Vec::new();
            for choice in choices {
                ways.extend(sequence(choice, lists, tokens)?);
            }
            merge(ways)
        }
        Element::Optional(elements) => {
            let mut ways = sequence(elements, lists, tokens)?;
            ways.push(Vec::new());
            ways
        }
        Element::Gap(most) => vec![vec![Item::Gap(*most)]],
    })
}

/// The words of a text in a row. Behind a `~` a word may have a typo in it, where it is long enough.
fn words(tokens: &mut Tokens, text: &str) -> Vec<Item> {
    let mut out = Vec::new();
    let mut add = |text: &str, near: bool| {
        out.extend(tokens_of(tokens, text).into_iter().map(|word| {
            let letters = word.chars().count();
            if near && (FEWEST_LETTERS..=MOST_LETTERS).contains(&letters) && word.len() < MAX_WORD {
                let typo = format!("~{word}");
                Item::Class([Member::Word(word), Member::Stem(typo.into())].into())
            } else {
                Item::One(Member::Word(word))
            }
        }));
    };
    if text.contains('~') {
        text.split_whitespace().for_each(|word| add(word, word.starts_with('~')));
    } else {
        add(text, false);
    }
    out
}

/// Ways of one step each become one class.
fn merge(ways: Vec<Vec<Item>>) -> Vec<Vec<Item>> {
    let mut members = Vec::new();
    let mut rest = Vec::new();
    for way in ways {
        match way.as_slice() {
            [Item::One(member)] => members.push(member.clone()),
            [Item::Class(class)] => members.extend(class.iter().cloned()),
            _ => rest.push(way),
        }
    }
    members.sort();
    members.dedup();
    let class = match members.as_slice() {
        [] => None,
        [one] => Some(vec![Item::One(one.clone())]),
        _ => Some(vec![Item::Class(members.into())]),
    };
    class.into_iter().chain(rest).collect()
}

/// Without gaps at the ends; gaps in a row are one.
fn trimmed(path: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in path {
        match (out.last_mut(), &item) {
            (None, Item::Gap(_)) => {}
            (Some(Item::Gap(before)), Item::Gap(most)) => {
                *before = before.zip(*most).map(|(a, b)| a.saturating_add(b));
            }
            _ => out.push(item),
        }
    }
    while matches!(out.last(), Some(Item::Gap(_))) {
        out.pop();
    }
    out
}

/// How sure a pattern makes, in 255ths, by the fewest words it takes: one word is a hint, four are as good as a name.
pub(crate) fn strength(pattern: &Expanded) -> u8 {
    let words = |path: &Vec<Item>| path.iter().filter(|item| !matches!(item, Item::Gap(_))).count();
    match pattern.paths.iter().map(words).min().unwrap_or(0) {
        0 => 0,
        1 => 155,
        2 => 200,
        3 => 222,
        _ => 235,
    }
}

/// The section of patterns.
pub(crate) fn table(patterns: &[Expanded]) -> Vec<u8> {
    let mut out = Vec::new();
    write::size(&mut out, patterns.len());
    let (mut topic, mut strengths) = (0, Vec::new());
    for pattern in patterns {
        write::varint(&mut out, (pattern.topic - topic) << 1 | u32::from(pattern.not));
        topic = pattern.topic;
        strengths.push(strength(pattern));
    }
    out.append(&mut strengths);
    out
}

/// A state of the trie while it grows.
#[derive(Default)]
struct Node {
    children: BTreeMap<(u32, u32), usize>,
    patterns: Vec<u32>,
}

/// The section of the automaton: states level by level, so that parents come in order.
pub(crate) fn automaton(patterns: &[Expanded], words: &Words) -> Vec<u8> {
    let mut nodes = vec![Node::default()];
    for (index, pattern) in (0_u32..).zip(patterns) {
        for path in &pattern.paths {
            insert(&mut nodes, path, index, words);
        }
    }
    let mut out = Vec::new();
    write::size(&mut out, nodes.len() - 1);
    let (mut counts, mut ending) = (Vec::new(), Vec::new());
    let mut level = vec![0_usize];
    let (mut number, mut last_parent) = (0_u32, 0_u32);
    // Numbers are given in the order of writing; a level's parents have theirs before it is written.
    let mut numbers = vec![0_u32; nodes.len()];
    while !level.is_empty() {
        let mut next = Vec::new();
        for at in level {
            let Some(node) = nodes.get(at) else { continue };
            let parent = numbers.get(at).copied().unwrap_or(0);
            for (&(symbol, gap), &child) in &node.children {
                number += 1;
                if let Some(slot) = numbers.get_mut(child) {
                    *slot = number;
                }
                write::varint(&mut out, parent - last_parent);
                last_parent = parent;
                write::varint(&mut out, symbol);
                let ends = nodes.get(child).map_or(&[][..], |node| &node.patterns);
                write::varint(&mut out, gap << 1 | u32::from(!ends.is_empty()));
                if !ends.is_empty() {
                    write::size(&mut counts, ends.len());
                    ends.iter().for_each(|pattern| write::varint(&mut ending, *pattern));
                }
                next.push(child);
            }
        }
        level = next;
    }
    out.append(&mut counts);
    out.append(&mut ending);
    out
}

fn insert(nodes: &mut Vec<Node>, path: &[Item], pattern: u32, words: &Words) {
    let mut at = 0;
    let mut items = path.iter().peekable();
    while let Some(item) = items.next() {
        let Some(symbol) = words.symbol(item) else { continue };
        let gap = match items.peek() {
            Some(Item::Gap(Some(most))) => Gap::up_to((*most).min(MAX_GAP)),
            Some(Item::Gap(None)) => Gap::ANY,
            _ => Gap::NONE,
        };
        let fresh = nodes.len();
        let Some(node) = nodes.get_mut(at) else { return };
        at = *node.children.entry((symbol, gap.number())).or_insert(fresh);
        if at == fresh {
            nodes.push(Node::default());
        }
    }
    if let Some(node) = nodes.get_mut(at)
        && at != 0
        && node.patterns.last() != Some(&pattern)
    {
        node.patterns.push(pattern);
    }
}
