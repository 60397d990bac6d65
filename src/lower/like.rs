//! `like` patterns to automata: a nondeterministic one (Thompson), the sets of its states (subset construction), and the
//! fewest states that do the same (Moore's partition refinement).
//!
//! Letters match in either case. Values are at most [`MAX_VALUE`] characters long, so what lies deeper is cut off.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::machine::dfa::{Case, Dfa, MAX_STATES, MAX_VALUE};
use crate::syntax::tree::Like;
use crate::text::letters::{is_capital, is_small, other_case};

/// The most nodes of the first automaton: `[0-9]{1,256}` has under a thousand.
const MAX_NODES: usize = 20_000;
/// The most different classes of characters in one pattern.
const MAX_SETS: usize = 255;
/// The deepest brackets.
const MAX_DEPTH: usize = 64;
/// The most steps of a construction: some tenths of a second.
const MAX_WORK: usize = 5_000_000;
/// The longest range whose letters are matched in either case, all alphabets but the Chinese; of a longer one only ASCII's.
const MAX_FOLDED: u32 = 2_048;

/// The pattern needs a larger automaton than the limits allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// The automaton of a pattern.
///
/// # Errors
/// [`TooLarge`] where it has more than [`MAX_STATES`] states, more than 255 classes of characters, or takes too long to make.
///
/// ```
/// use answertree::{lower::like::compile, machine::dfa::Case, syntax::tree::Like};
/// let dfa = compile(&Like::Sequence(vec![Like::Char('n'), Like::Char('o')])).unwrap();
/// assert!(dfa.is_match("No"));
/// assert_eq!(dfa.case(), Case::Lower);
/// ```
pub fn compile(like: &Like) -> Result<Dfa, TooLarge> {
    let mut nfa = Nfa::default();
    let accept = nfa.push(Node::Accept)?;
    let start = nfa.build(like, accept, 0)?;
    let (ranges, classes) = nfa.classes()?;
    let mut work = MAX_WORK;
    let rows = nfa.subsets(start, &classes, &mut work)?;
    let rows = minimise(&rows, &mut work)?;
    Dfa::new(case_of(like), ranges, rows).ok_or(TooLarge)
}

/// Inclusive ranges of characters, in order, apart from each other.
type Set = Vec<(u32, u32)>;
/// First characters and their classes.
type Ranges = Vec<(u32, u8)>;
/// A state: whether a value may end there, and the next state for each class. Row 0 is the end of hope, row 1 the start.
type Row = (bool, Vec<u16>);

enum Node {
    Accept,
    /// A character of a set, then on.
    Chars {
        set: usize,
        next: usize,
    },
    /// Any of these, without a character.
    Split(Vec<usize>),
}

#[derive(Default)]
struct Nfa {
    nodes: Vec<Node>,
    sets: BTreeMap<Set, usize>,
    steps: usize,
}

impl Nfa {
    fn push(&mut self, node: Node) -> Result<usize, TooLarge> {
        self.nodes.push(node);
        if self.nodes.len() > MAX_NODES { Err(TooLarge) } else { Ok(self.nodes.len() - 1) }
    }

    /// Adds a pattern that goes on at `next`; gives its first node.
    fn build(&mut self, like: &Like, next: usize, depth: usize) -> Result<usize, TooLarge> {
        // A repeated nothing adds no nodes.
        self.steps += 1;
        if depth > MAX_DEPTH || self.steps > MAX_NODES {
            return Err(TooLarge);
        }
        match like {
            Like::Char(c) => self.chars(&[(*c, *c)], false, next),
            Like::Class { ranges, negated } => self.chars(ranges, *negated, next),
            Like::Sequence(parts) => {
                parts.iter().rev().try_fold(next, |next, part| self.build(part, next, depth + 1))
            }
            Like::Either(parts) => {
                let ways: Result<_, _> =
                    parts.iter().map(|part| self.build(part, next, depth + 1)).collect();
                self.push(Node::Split(ways?))
            }
            Like::Repeat { inner, min, max } => {
                let mut entry = next;
                if let Some(max) = max {
                    for _ in *min..*max {
                        let way = self.build(inner, entry, depth + 1)?;
                        entry = self.push(Node::Split(vec![way, next]))?;
                    }
                } else {
                    entry = self.push(Node::Split(Vec::new()))?;
                    let way = self.build(inner, entry, depth + 1)?;
                    if let Some(node) = self.nodes.get_mut(entry) {
                        *node = Node::Split(vec![way, next]);
                    }
                }
                (0..*min).try_fold(entry, |entry, _| self.build(inner, entry, depth + 1))
            }
        }
    }

    fn chars(
        &mut self,
        ranges: &[(char, char)],
        negated: bool,
        next: usize,
    ) -> Result<usize, TooLarge> {
        let mut set = merged(ranges.iter().copied().flat_map(either_case).collect());
        if negated {
            set = others(&set);
        }
        let len = self.sets.len();
        let set = *self.sets.entry(set).or_insert(len);
        if self.sets.len() > MAX_SETS {
            return Err(TooLarge);
        }
        self.push(Node::Chars { set, next })
    }

    /// Characters that no set tells apart are one class: the ranges, and for each class the sets it is in.
    fn classes(&self) -> Result<(Ranges, Vec<Vec<usize>>), TooLarge> {
        let mut starts = BTreeSet::from([0]);
        for &(first, last) in self.sets.keys().flatten() {
            starts.extend([first, last + 1]);
        }
        starts.retain(|&start| start <= u32::from(char::MAX));
        let starts: Vec<u32> = starts.into_iter().collect();
        let mut within: Vec<Vec<usize>> = vec![Vec::new(); starts.len()];
        for (set, &id) in &self.sets {
            for &(first, last) in set {
                let from = starts.partition_point(|&start| start < first);
                let to = starts.partition_point(|&start| start <= last);
                for sets in within.get_mut(from..to).into_iter().flatten() {
                    sets.push(id);
                }
            }
        }
        for sets in &mut within {
            sets.sort_unstable();
        }
        let mut known: BTreeMap<&[usize], u8> = BTreeMap::new();
        let (mut ranges, mut classes) = (Vec::new(), Vec::new());
        for (start, sets) in starts.iter().zip(&within) {
            let class = if let Some(&class) = known.get(sets.as_slice()) {
                class
            } else {
                let class = u8::try_from(known.len()).map_err(|_| TooLarge)?;
                known.insert(sets, class);
                classes.push(sets.clone());
                class
            };
            if ranges.last().is_none_or(|&(_, last)| last != class) {
                ranges.push((*start, class));
            }
        }
        Ok((ranges, classes))
    }

    /// All sets of nodes that a value can lead to, as rows.
    fn subsets(
        &self,
        start: usize,
        classes: &[Vec<usize>],
        work: &mut usize,
    ) -> Result<Vec<Row>, TooLarge> {
        let mut rows: Vec<Row> = vec![(false, vec![0; classes.len()])];
        let mut known: BTreeMap<Vec<usize>, u16> = BTreeMap::from([(Vec::new(), 0)]);
        // States still to be made, with the number of characters on the shortest way there.
        let mut open = VecDeque::new();
        let first = self.closure(vec![start], work)?;
        // A pattern without any value still has a start.
        known.insert(first.clone(), 1);
        open.push_back((first, 0));
        while let Some((nodes, depth)) = open.pop_front() {
            let accepts =
                nodes.iter().any(|&node| matches!(self.nodes.get(node), Some(Node::Accept)));
            let mut row = Vec::with_capacity(classes.len());
            for sets in classes {
                let mut to = Vec::new();
                for &node in &nodes {
                    spend(work)?;
                    if let Some(&Node::Chars { set, next }) = self.nodes.get(node)
                        && depth < MAX_VALUE
                        && sets.binary_search(&set).is_ok()
                    {
                        to.push(next);
                    }
                }
                let to = self.closure(to, work)?;
                let state = if let Some(&state) = known.get(&to) {
                    state
                } else {
                    let state = u16::try_from(known.len()).map_err(|_| TooLarge)?;
                    if known.len() > MAX_STATES {
                        return Err(TooLarge);
                    }
                    known.insert(to.clone(), state);
                    open.push_back((to, depth + 1));
                    state
                };
                row.push(state);
            }
            rows.push((accepts, row));
        }
        Ok(rows)
    }

    /// The nodes that take a character or accept, from these on, in order.
    fn closure(&self, mut open: Vec<usize>, work: &mut usize) -> Result<Vec<usize>, TooLarge> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        while let Some(node) = open.pop() {
            spend(work)?;
            if !seen.insert(node) {
                continue;
            }
            match self.nodes.get(node) {
                Some(Node::Split(ways)) => open.extend(ways),
                Some(Node::Accept | Node::Chars { .. }) => found.push(node),
                None => {}
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// The fewest states that do the same, from row 1 on as [`Dfa::new`] has them.
fn minimise(rows: &[Row], work: &mut usize) -> Result<Vec<Row>, TooLarge> {
    // Split blocks of states until those of one block lead to the same blocks.
    let mut blocks: Vec<u16> = rows.iter().map(|row| u16::from(row.0)).collect();
    let mut count = 0;
    loop {
        let mut known: BTreeMap<(u16, Vec<u16>), u16> = BTreeMap::new();
        let mut refined = Vec::with_capacity(rows.len());
        for ((_, row), &block) in rows.iter().zip(&blocks) {
            let mut leads = Vec::with_capacity(row.len());
            for &to in row {
                spend(work)?;
                leads.push(blocks.get(usize::from(to)).copied().unwrap_or(0));
            }
            // Blocks are numbered as they come, so that of row 0 is 0.
            let next = u16::try_from(known.len()).map_err(|_| TooLarge)?;
            refined.push(*known.entry((block, leads)).or_insert(next));
        }
        blocks = refined;
        if known.len() == count {
            break;
        }
        count = known.len();
    }
    let mut out: Vec<Row> = Vec::new();
    for ((accepts, row), &block) in rows.iter().zip(&blocks) {
        if usize::from(block) == out.len() + 1 {
            let leads = row.iter().map(|&to| blocks.get(usize::from(to)).copied().unwrap_or(0));
            out.push((*accepts, leads.collect()));
        }
    }
    if out.is_empty() {
        // No value at all: a start that leads nowhere.
        out.extend(rows.first().cloned());
    }
    Ok(out)
}

fn spend(work: &mut usize) -> Result<(), TooLarge> {
    *work = work.checked_sub(1).ok_or(TooLarge)?;
    Ok(())
}

/// A range with the other case of its letters.
fn either_case((first, last): (char, char)) -> Set {
    let (first, last) = (u32::from(first), u32::from(last));
    if first > last {
        return Vec::new();
    }
    let mut out = vec![(first, last)];
    let folded = if last - first < MAX_FOLDED { last } else { last.min(0x7F) };
    for c in (first..=folded).filter_map(char::from_u32) {
        let other = match c {
            // Letters of ASCII stay among themselves: no customer means a Kelvin sign by `k`.
            'a'..='z' => Some(c.to_ascii_uppercase()),
            'A'..='Z' => Some(c.to_ascii_lowercase()),
            _ if c.is_ascii() => None,
            // Where the other case is several letters (`ß`) there is none.
            _ => other_case(c),
        };
        out.extend(other.map(|other| (u32::from(other), u32::from(other))));
    }
    out
}

/// The same characters in order, without overlaps.
fn merged(mut ranges: Set) -> Set {
    ranges.sort_unstable();
    let mut out: Set = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        match out.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => out.push((first, last)),
        }
    }
    out
}

/// All characters but these.
fn others(set: &Set) -> Set {
    let mut out = Vec::with_capacity(set.len() + 1);
    let mut next = 0;
    for &(first, last) in set {
        if first > next {
            out.push((next, first - 1));
        }
        next = last + 1;
    }
    if next <= u32::from(char::MAX) {
        out.push((next, u32::from(char::MAX)));
    }
    out
}

/// The one case of all letters that a pattern names, if they have one.
fn case_of(like: &Like) -> Case {
    let (mut upper, mut lower) = (false, false);
    let mut open = vec![like];
    while let Some(like) = open.pop() {
        match like {
            Like::Char(c) => mark(*c, *c, &mut upper, &mut lower),
            // What is not named may be any letter.
            Like::Class { negated: true, .. } => (upper, lower) = (true, true),
            Like::Class { ranges, .. } => {
                for &(first, last) in ranges {
                    mark(first, last, &mut upper, &mut lower);
                }
            }
            Like::Sequence(parts) | Like::Either(parts) => open.extend(parts),
            Like::Repeat { inner, .. } => open.push(inner),
        }
    }
    match (upper, lower) {
        (true, false) => Case::Upper,
        (false, true) => Case::Lower,
        _ => Case::Typed,
    }
}

fn mark(first: char, last: char, upper: &mut bool, lower: &mut bool) {
    // A range long enough for several alphabets has both.
    let long = u32::from(last).saturating_sub(u32::from(first)) >= MAX_FOLDED;
    let has = |is: fn(char) -> bool| long || (first..=last).any(is);
    *upper |= has(is_capital);
    *lower |= has(is_small);
}
