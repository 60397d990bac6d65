//! Patterns that match no message, and those that another topic's pattern always comes before: told from how they are written.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use super::cover::{covers, members};
use crate::check::script::{Script, Topic, Way};
use crate::lower::patterns::{Expanded, Item, strength};
use crate::lower::vocabulary::Member;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::text::tokenize::Tokens;

/// So many pairs of ways are compared: what a script of ten thousand topics needs, and no second of work.
const MOST_COMPARED: usize = 1_000_000;

/// Advice on patterns from how they are written.
pub(super) fn shapes(
    script: &Script,
    patterns: &[Expanded],
    told: &BTreeSet<Span>,
    problems: &mut Vec<Problem>,
) {
    let mut tokens = Tokens::new();
    let mut shapes = Shapes { patterns, index: OnceCell::new(), left: MOST_COMPARED };
    for (at, pattern) in patterns.iter().enumerate() {
        if pattern.not || told.contains(&pattern.span) {
            continue;
        }
        let problem = nothing_to_match(pattern, &mut tokens)
            .or_else(|| shapes.kept_out(pattern))
            .or_else(|| shapes.beaten(script, at, pattern));
        problems.extend(problem);
    }
}

/// A pattern without a word, or with words that no message is read as.
fn nothing_to_match(pattern: &Expanded, tokens: &mut Tokens) -> Option<Problem> {
    let (message, help) = if pattern.paths.is_empty() {
        (
            "this pattern has no word, so no message leads here by it",
            "write the words that customers write; signs alone are not read",
        )
    } else if pattern.paths.iter().all(|path| !is_read_so(path, tokens)) {
        (
            "no message is read as these words, so none leads here by them",
            "write the words in full, as a customer would, with a blank between them",
        )
    } else {
        return None;
    };
    Some(Problem::new(Code::NeverMatches, pattern.span, message).help(help))
}

/// Whether a message of a way's own words is read as those words.
fn is_read_so(path: &[Item], tokens: &mut Tokens) -> bool {
    let words =
        || path.iter().filter(|item| !matches!(item, Item::Gap(_))).map(|i| members(i).first());
    let is_plain = |member: &Member| match member {
        Member::Word(text) | Member::Stem(text) => text.bytes().all(|b| b.is_ascii_lowercase()),
    };
    // Plain letters are read as they are.
    if words().flatten().all(is_plain) {
        return true;
    }
    let mut message = String::new();
    for Member::Word(text) | Member::Stem(text) in words().flatten() {
        message.push_str(text);
        message.push(' ');
    }
    tokens.read(&message);
    let is_read = |member: Option<&Member>, text: &str| match member {
        Some(Member::Word(word)) => word.as_ref() == text,
        Some(Member::Stem(stem)) => text.starts_with(stem.as_ref()),
        None => false,
    };
    tokens.len() == words().count()
        && words().zip(tokens.iter()).all(|(member, token)| is_read(member, token.text))
}

/// What is compared with what.
struct Shapes<'p> {
    patterns: &'p [Expanded],
    /// Made where a pattern is looked for that may be beaten: few topics have patterns alone.
    index: OnceCell<Index<'p>>,
    /// How many ways may still be compared.
    left: usize,
}

impl<'p> Shapes<'p> {
    /// Whether each way of a pattern is matched by some way of others, as far as may be compared; and which is first.
    fn covered(&mut self, narrow: &Expanded, wide: &[&'p Expanded]) -> Option<&'p Expanded> {
        let mut first = None;
        for path in &narrow.paths {
            let mut by = None;
            'wide: for pattern in wide {
                for way in &pattern.paths {
                    self.left = self.left.checked_sub(1)?;
                    if covers(way, path) {
                        by = Some(*pattern);
                        break 'wide;
                    }
                }
            }
            first = first.or(Some(by?));
        }
        first
    }

    /// The patterns of a topic that keep out.
    fn nots(&self, topic: u32) -> Vec<&'p Expanded> {
        let start = self.patterns.partition_point(|pattern| pattern.topic < topic);
        let rest = self.patterns.get(start..).unwrap_or(&[]);
        rest.iter().take_while(|p| p.topic == topic).filter(|p| p.not).collect()
    }

    /// A pattern whose every message a `when not` of the same topic matches.
    fn kept_out(&mut self, pattern: &Expanded) -> Option<Problem> {
        let nots = self.nots(pattern.topic);
        let by = self.covered(pattern, &nots)?;
        Some(
            Problem::new(
                Code::NeverMatches,
                pattern.span,
                "`when not …` keeps out every message that this matches, so none leads here by it",
            )
            .label(by.span, "keeps them out")
            .help("make the exception more exact, or take this line away"),
        )
    }

    /// A pattern that another topic's comes before, whatever the message.
    fn beaten(&mut self, script: &Script, at: usize, pattern: &Expanded) -> Option<Problem> {
        let own = script.topics.get(usize::try_from(pattern.topic).ok()?)?;
        // Examples and conditions can lift a topic above another.
        if !own.ways.iter().all(|way| matches!(way, Way::Pattern(_))) {
            return None;
        }
        let sure = strength(pattern);
        let index = self.index.get_or_init(|| Index::new(self.patterns));
        for candidate in index.candidates(pattern.paths.first()?) {
            self.left = self.left.checked_sub(1)?;
            let wide = self.patterns.get(candidate)?;
            // Of two that make equally sure, the topic that is declared first comes first.
            if wide.topic >= pattern.topic || strength(wide) < sure || candidate == at {
                continue;
            }
            let other = script.topics.get(usize::try_from(wide.topic).ok()?)?;
            if self.covered(pattern, &[wide]).is_some()
                && self.keeps_no_more(other, own, wide, pattern)
            {
                let name = &other.name;
                return Some(
                    Problem::new(
                        Code::AlwaysBeaten,
                        pattern.span,
                        format!("topic `{name}` matches whatever this matches and comes first, so `{}` is never the first answer by it", own.name),
                    )
                    .label(wide.span, "matches as much or more")
                    .help("make the wider pattern more exact, keep these messages out of it with `when not …`, or give this topic examples"),
                );
            }
        }
        None
    }

    /// Whether what keeps out the wider topic keeps out the narrower one, too.
    fn keeps_no_more(&mut self, wide: &Topic, narrow: &Topic, a: &Expanded, b: &Expanded) -> bool {
        let others = wide.nots.iter().filter(|way| !matches!(way, Way::Pattern(_)));
        if !others.into_iter().all(|way| narrow.nots.contains(way)) {
            return false;
        }
        let (of_wide, of_narrow) = (self.nots(a.topic), self.nots(b.topic));
        of_wide.into_iter().all(|not| self.covered(not, &of_narrow).is_some())
    }
}

/// Ways by one of their words each: the one that the fewest ways have.
struct Index<'p> {
    by_word: HashMap<&'p str, Vec<usize>>,
    by_stem: HashMap<&'p str, Vec<usize>>,
}

impl<'p> Index<'p> {
    fn new(patterns: &'p [Expanded]) -> Self {
        let mut counts: HashMap<&Member, usize> = HashMap::new();
        let ways = || patterns.iter().enumerate().filter(|(_, pattern)| !pattern.not);
        for member in ways().flat_map(|(_, p)| &p.paths).flatten().flat_map(members) {
            *counts.entry(member).or_insert(0) += 1;
        }
        let most = |item: &Item| members(item).iter().filter_map(|m| counts.get(m)).max().copied();
        let mut index = Self { by_word: HashMap::new(), by_stem: HashMap::new() };
        for (at, pattern) in ways() {
            for path in &pattern.paths {
                let words = path.iter().filter(|item| !matches!(item, Item::Gap(_)));
                let Some(rarest) = words.min_by_key(|item| most(item)) else { continue };
                for member in members(rarest) {
                    let list = match member {
                        Member::Word(word) => list(&mut index.by_word, word),
                        Member::Stem(stem) => list(&mut index.by_stem, stem),
                    };
                    if list.last() != Some(&at) {
                        list.push(at);
                    }
                }
            }
        }
        index
    }

    /// The patterns that may have a way which matches whatever this way matches, in order.
    fn candidates(&self, path: &[Item]) -> Vec<usize> {
        let mut found = BTreeSet::new();
        for member in path.iter().filter_map(|item| members(item).first()) {
            let (Member::Word(text) | Member::Stem(text)) = member;
            if matches!(member, Member::Word(_)) {
                found.extend(self.by_word.get(text.as_ref()).into_iter().flatten());
            }
            let starts = (1..=text.len()).filter_map(|end| text.get(..end));
            found.extend(starts.filter_map(|start| self.by_stem.get(start)).flatten());
        }
        found.into_iter().collect()
    }
}

fn list<'m, 'p>(lists: &'m mut HashMap<&'p str, Vec<usize>>, key: &'p str) -> &'m mut Vec<usize> {
    lists.entry(key).or_default()
}
