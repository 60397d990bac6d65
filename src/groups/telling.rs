//! What an author sees of a group: telling words, a name made of them, central messages, how sure it is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::fitted;
use super::numbers::{Rows, add, dot, real, thousandths};
use super::topics::Gathered;
use super::words::{self, Word};
use super::{Messages, Watch};
use crate::pack::{Message, Pack};
use crate::text::tokenize::{Kind, Tokens};

/// Central messages that are shown.
const CENTRAL: usize = 5;

/// Examples of a draft: as many as a topic is found by.
const EXAMPLES: usize = 10;

/// Words that are told.
const WORDS: usize = 6;

/// Words that are looked at more closely.
const MOST_WORDS: usize = 50;

/// Words as long as this in a pack say all that a word can; `the` is a fifth as long.
const LONG: f32 = 60.0;

/// A word is told where one in so many of the group's messages has it.
const ONE_IN: usize = 8;

/// Words of a name.
const NAME: usize = 3;

/// A word is told where it tells this share of what the most telling one does.
const TELLING: f32 = 0.15;

/// Messages as near to each other say the same.
const SAME: f32 = 0.93;

/// The most bytes of a message that is shown: more is no example of anything.
const MOST_SHOWN: usize = 280;

/// Messages in the outer part of a group are examples of nothing: this share of it counts, from the middle.
const INNER: (usize, usize) = (3, 4);

/// What can stand for a group is looked for among so many messages.
const MOST_TRIED: usize = 500;

/// Where nothing is known of what topics answer, one is told as the closest of a group where it is that of this share of its messages.
const OFTEN: (usize, usize) = (2, 3);

/// Messages that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its most telling words, in the order in which messages have them.
    pub name: String,
    /// How many messages.
    pub messages: usize,
    /// How many different ones.
    pub different: usize,
    /// How alike any two of them are, in thousandths.
    pub alike: u32,
    /// How sure it is that they want the same, in thousandths.
    pub sure: u32,
    /// Telling words, the most telling first.
    pub words: Vec<String>,
    /// The most central messages; of those that say the same, one. None that could be somebody's own is among them.
    pub central: Vec<String>,
    /// Messages for a draft: the central ones, and others that differ from them.
    pub examples: Vec<String>,
    /// The topic that they come near to.
    pub closest: Option<Closest>,
}

/// A topic that a group of messages comes near to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closest {
    /// Its name.
    pub topic: String,
    /// How sure the script is of it on average where it is the likeliest, in thousandths.
    pub sure: u32,
    /// Of how many of the group's messages it is the likeliest topic.
    pub messages: usize,
}

impl fmt::Display for Closest {
    /// `late (31 %)`, rounded down: no topic that is not suggested may look as if it were.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.topic)?;
        if self.sure > 0 { write!(f, " ({} %)", self.sure / 10) } else { Ok(()) }
    }
}

/// A message of a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) item: usize,
    /// How near it is to the middle of the group.
    pub(super) near: f32,
    /// And to that of the next.
    pub(super) next: f32,
}

/// Whether a message is short enough to be shown.
pub(super) fn is_short(text: &str) -> bool {
    text.len() <= MOST_SHOWN
}

/// What all groups are told from.
pub(super) struct Telling<'a> {
    messages: &'a Messages<'a>,
    rows: &'a Rows,
    /// How many messages have each word, in order of the words.
    having: Vec<(Word, usize)>,
    /// Of how many messages.
    of: usize,
}

/// A word of a group.
#[derive(Debug, Default)]
struct Seen {
    text: String,
    /// How many messages have it.
    count: usize,
    /// The sum of its places in them.
    places: usize,
}

impl<'a> Telling<'a> {
    pub(super) fn new(messages: &'a Messages<'a>, rows: &'a Rows, of: usize) -> Self {
        Self { messages, rows, having: messages.texts.having(), of }
    }

    /// The groups with their items; first those that are largest and most alike.
    pub(super) fn groups(
        &self,
        members: &[Vec<Member>],
        watch: &mut Watch<'_>,
    ) -> Option<Vec<(Group, Vec<usize>)>> {
        let mut out = Vec::new();
        for (at, group) in members.iter().enumerate() {
            watch.told(at, members.len())?;
            out.push((self.group(group), group.iter().map(|member| member.item).collect()));
        }
        let worth = |group: &Group| group.messages * usize::try_from(group.sure).unwrap_or(0);
        out.sort_by_key(|(group, _): &(Group, Vec<usize>)| Reverse(worth(group)));
        Some(out)
    }

    fn group(&self, members: &[Member]) -> Group {
        let mut inner: Vec<Member> = members.to_vec();
        inner.sort_by(|a, b| b.near.total_cmp(&a.near).then(a.item.cmp(&b.item)));
        let half = (inner.len() * INNER.0).div_ceil(INNER.1).max(CENTRAL);
        inner.truncate(half.min(MOST_TRIED));
        let shown = |member: &&Member| {
            self.messages.items.get(member.item).is_some_and(|item| item.is_shown)
        };
        let inner: Vec<usize> = inner.iter().filter(shown).map(|member| member.item).collect();
        let central = self.central(&inner);
        let mut examples = central.clone();
        self.differing(&inner, &mut examples);
        let told = |items: &[usize]| -> Vec<String> {
            items
                .iter()
                .filter_map(|&at| self.messages.items.get(at))
                .map(|i| i.text.clone())
                .collect()
        };
        let alike = self.alike(members);
        let (words, name) = self.words(members);
        Group {
            name,
            messages: self.messages.messages_of(members),
            different: members.len(),
            alike: thousandths(alike),
            sure: thousandths(self.messages.fitted().sure(alike, apart(members))),
            words,
            central: told(&central),
            examples: told(&examples),
            closest: self.closest(members),
        }
    }

    /// The first that differ from each other.
    fn central(&self, inner: &[usize]) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::new();
        for &item in inner {
            if out.len() == CENTRAL {
                break;
            }
            if out.iter().all(|&other| self.near(item, other) < SAME) {
                out.push(item);
            }
        }
        out
    }

    /// Adds what differs most from what is there already, until there are enough.
    fn differing(&self, inner: &[usize], out: &mut Vec<usize>) {
        let nearest = |item: usize, out: &[usize]| {
            out.iter().fold(-1.0_f32, |near, &other| near.max(self.near(item, other)))
        };
        let mut left: Vec<(usize, f32)> =
            inner.iter().map(|&item| (item, nearest(item, out))).collect();
        while out.len() < EXAMPLES {
            let farthest = left.iter().filter(|(_, near)| *near < SAME);
            let Some(&(item, _)) = farthest.min_by(|a, b| a.1.total_cmp(&b.1)) else { break };
            out.push(item);
            for (other, near) in &mut left {
                *near = near.max(self.near(item, *other));
            }
        }
    }

    fn near(&self, a: usize, b: usize) -> f32 {
        dot(self.rows.row(a), self.rows.row(b))
    }

    /// How near two different messages are on average.
    fn alike(&self, members: &[Member]) -> f32 {
        let mut sum = vec![0.0; self.rows.width()];
        members.iter().for_each(|member| add(&mut sum, self.rows.row(member.item), 1.0));
        let count = real(members.len());
        if members.len() < 2 { 1.0 } else { (dot(&sum, &sum) - count) / (count * (count - 1.0)) }
    }

    /// Telling words, and a name of the first of them.
    fn words(&self, members: &[Member]) -> (Vec<String>, String) {
        let seen = self.seen(members);
        let often = |seen: &Seen| {
            seen.count * ONE_IN >= members.len() && (seen.count > 1 || members.len() < CENTRAL)
        };
        let mut worth: Vec<(f32, &Word, &Seen)> = seen
            .iter()
            .filter(|(_, seen)| often(seen))
            .map(|(word, seen)| (self.worth(*word, seen.count, members.len()), word, seen))
            .collect();
        worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        worth.truncate(MOST_WORDS);
        if let Some(pack) = self.messages.pack {
            let mut reader = (Tokens::new(), Message::new());
            worth
                .iter_mut()
                .for_each(|(worth, _, seen)| *worth *= says(pack, &seen.text, &mut reader));
            worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        }
        let best = worth.first().map_or(0.0, |first| first.0);
        let mut told: Vec<&Seen> = Vec::new();
        for (worth, _, seen) in worth {
            if told.len() == WORDS || worth <= best * TELLING {
                break;
            }
            if told.iter().all(|other| !is_akin(&other.text, &seen.text)) {
                told.push(seen);
            }
        }
        let mut first: Vec<&&Seen> = told.iter().take(NAME).collect();
        first.sort_by(|a, b| (a.places * b.count).cmp(&(b.places * a.count)));
        let name: Vec<&str> = first.iter().map(|seen| seen.text.as_str()).collect();
        (told.iter().map(|seen| seen.text.clone()).collect(), name.join(" "))
    }

    /// The words of a group's messages.
    fn seen(&self, members: &[Member]) -> BTreeMap<Word, Seen> {
        let mut tokens = Tokens::new();
        let mut all: BTreeMap<Word, Seen> = BTreeMap::new();
        for item in members.iter().filter_map(|member| self.messages.items.get(member.item)) {
            tokens.read(&item.text);
            let mut here = BTreeSet::new();
            for (place, token) in tokens.iter().enumerate().take(words::MOST_TOKENS) {
                let tells = match token.kind {
                    Kind::Word => token.text.len() > 1,
                    Kind::Emoji => true,
                    _ => false,
                };
                let word = words::word(token);
                if tells && here.insert(word) {
                    let seen = all.entry(word).or_default();
                    seen.count += 1;
                    seen.places += place;
                    if seen.text.is_empty() {
                        token.text.clone_into(&mut seen.text);
                    }
                }
            }
        }
        all
    }

    /// How much a word tells of a group: how well the messages that have it are those of the group (the F1 measure), beyond what the
    /// other messages have of it.
    fn worth(&self, word: Word, count: usize, members: usize) -> f32 {
        let all = self.having.binary_search_by_key(&word, |&(word, _)| word).ok();
        let all = all.and_then(|at| self.having.get(at)).map_or(count, |&(_, all)| all);
        let others = real(self.of.saturating_sub(members)).max(1.0);
        let expected = real(members) * real(all.saturating_sub(count)) / others;
        let more = (real(count) - expected).max(0.0);
        2.0 * more / (real(members) + real(all))
    }

    /// The topic that the group comes nearest to.
    fn closest(&self, members: &[Member]) -> Option<Closest> {
        let mut topics: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for item in members.iter().filter_map(|member| self.messages.items.get(member.item)) {
            if let Some((topic, sure)) = item.closest {
                let (messages, sum) = topics.entry(topic).or_default();
                *messages += item.count;
                *sum += item.count * usize::try_from(sure).unwrap_or(0);
            }
        }
        let topic = if self.messages.answered.is_empty() {
            let most =
                topics.iter().max_by_key(|&(topic, &(messages, _))| (messages, Reverse(*topic)));
            let all = self.messages.messages_of(members);
            most.filter(|(_, (messages, _))| messages * OFTEN.1 >= all * OFTEN.0)
                .map(|(topic, _)| *topic)?
        } else {
            self.near_topic(members)?
        };
        let (messages, sum) = topics.get(&topic).copied().unwrap_or_default();
        let sure = u32::try_from(sum / messages.max(1)).unwrap_or(1_000);
        let topic = self.messages.topics.get(super::index(topic))?.clone();
        Some(Closest { topic, sure, messages })
    }

    /// The topic whose answered messages are most like the group, where they are alike enough.
    fn near_topic(&self, members: &[Member]) -> Option<u32> {
        let width = self.messages.pack?.dimensions().min(super::PACK_WIDTH);
        let mut group = Gathered::default();
        for member in members {
            let start = member.item * width;
            let vector = self.messages.vectors.get(start..start + width)?;
            group.add(vector.iter().copied());
        }
        let near =
            self.messages.answered.iter().map(|(topic, gathered)| (*topic, group.near(gathered)));
        let best = near.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        (best.1 >= fitted::NEAR_TOPIC).then_some(best.0)
    }
}

/// How much nearer messages are to their own group than to the next, on average.
fn apart(members: &[Member]) -> f32 {
    let sum = members.iter().fold(0.0, |sum, member| sum + (member.near - member.next));
    sum / real(members.len()).max(1.0)
}

/// Whether two words tell the same: `fee` and `fees`, `refund` and `refunded`.
fn is_akin(a: &str, b: &str) -> bool {
    let alike = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    alike >= words::BEGINNING || (alike > 2 && alike == a.chars().count().min(b.chars().count()))
}

/// How much a word says wherever it stands, as far as a pack knows: how long its vector is, from 0 to 1. Words that it does not know are
/// names and say all.
fn says(pack: &Pack, word: &str, (tokens, message): &mut (Tokens, Message)) -> f32 {
    tokens.read(word);
    message.read(pack, tokens, |_| true);
    let mut sum = 0.0;
    for (entry, _) in message.entries() {
        let square = pack.vector(entry).iter().map(|&n| f32::from(n) * f32::from(n)).sum::<f32>();
        sum += square.sqrt();
    }
    if sum > 0.0 { (sum / LONG).min(1.0) } else { 1.0 }
}
