//! What messages have in common that no topic answers: groups of them, for authors who look for what their script lacks.
//!
//! Messages come in one by one ([`Messages::add`]) and are grouped at the end ([`Messages::group`]). Nothing is read or written but what the
//! caller gives, and the same messages give the same groups, byte for byte, with any number of threads. `docs/suggest-topics.md` says how.

mod cells;
mod draft;
mod fitted;
mod latent;
pub(crate) mod numbers;
mod personal;
mod telling;
mod topics;
mod tree;
mod words;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use self::latent::Texts;
use self::numbers::{Rows, add, scale_to};
use crate::pack::{Message, Pack};
use crate::text::tokenize::Tokens;
use crate::threads;

pub use self::telling::{Closest, Group};

/// The most messages that are grouped; later ones are not looked at.
pub const MAX_MESSAGES: usize = 1 << 18;

/// The most bytes of a message that are looked at.
pub const MAX_BYTES: usize = 2_000;

/// The most small cells that are compared each with each.
const MOST_CELLS: usize = 2_048;

/// Numbers of the pack's vectors that count.
const PACK_WIDTH: usize = 96;

/// Numbers of the vectors made of the messages themselves, beside those of a pack and alone.
const LATENT_WIDTH: (usize, usize) = (64, 96);

/// How long the messages' own vectors are beside those of a pack.
const LATENT_LENGTH: f32 = 0.4;

/// How often messages go over to the group that is nearest to them.
const ROUNDS: usize = 1;

/// The fewest messages of a group, whatever their number.
const LEAST: usize = 3;

/// Of so many messages a group has one at the least.
const ONE_IN: usize = 1_000;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Finding out which words go together.
    Words,
    /// Gathering many messages into small cells.
    Cells,
    /// Comparing them with each other.
    Groups,
    /// Describing the groups.
    Names,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which step.
    pub step: Step,
    /// How much of it is done.
    pub done: usize,
    /// Out of how much.
    pub of: usize,
}

/// How to group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// So many groups at the most; as many as tell themselves apart where none is said.
    pub groups: Option<usize>,
    /// The fewest messages of a group; three, and a thousandth of all, where none is said.
    pub least: Option<usize>,
    /// So many threads; 0 for as many as there are processors.
    pub threads: usize,
}

/// What is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// The groups; first those that are largest and most alike.
    pub groups: Vec<Group>,
    /// The number of messages that were added.
    pub messages: usize,
    /// How many of them are in a group.
    pub grouped: usize,
    /// For each message that was added its group, by its place.
    pub of: Vec<Option<usize>>,
}

/// Messages to group: different ones once, with how often they came.
#[derive(Clone, Debug, Default)]
pub struct Messages<'p> {
    pack: Option<&'p Pack>,
    tokens: Tokens,
    buffer: Message,
    words: Vec<words::Word>,
    /// Where to find what has the same words.
    places: HashMap<u64, u32>,
    items: Vec<Item>,
    texts: Texts,
    /// The pack's vector of each.
    vectors: Vec<i16>,
    topics: Vec<String>,
    topic_numbers: BTreeMap<String, u32>,
    /// What each topic answered.
    answered: BTreeMap<u32, topics::Gathered>,
    /// Which of the items each message is; none where it says nothing.
    of: Vec<Option<u32>>,
}

/// A message, and all that have the same words.
#[derive(Clone, Debug)]
struct Item {
    /// As it was written first, in one line.
    text: String,
    /// How many messages.
    count: usize,
    /// Whether it may be shown.
    is_shown: bool,
    /// The topic that nearly answers it, and how sure it is.
    closest: Option<(u32, u32)>,
}

impl<'p> Messages<'p> {
    /// None yet; `pack` is of their language, where there is one.
    pub fn new(pack: Option<&'p Pack>) -> Self {
        Self { pack, ..Self::default() }
    }

    /// Adds a message, with the topic that comes nearest to answering it and how sure it is in thousandths. `false` where there is no
    /// room for more.
    ///
    /// ```
    /// use answertree::groups::Messages;
    /// let mut messages = Messages::new(None);
    /// assert!(messages.add("where is my parcel", Some(("late", 310))));
    /// assert_eq!(messages.len(), 1);
    /// ```
    pub fn add(&mut self, text: &str, closest: Option<(&str, u32)>) -> bool {
        if self.of.len() >= MAX_MESSAGES {
            return false;
        }
        let cut = text.floor_char_boundary(MAX_BYTES);
        let line = crate::writing::lines::one_line(text.get(..cut).unwrap_or(""));
        self.tokens.read(&line);
        let key = words::read(&self.tokens, &mut self.words);
        let place = key.map(|key| self.place(key, line, cut == text.len(), closest));
        self.of.push(place);
        true
    }

    /// Tells of a message that a topic answers. It is in no group; groups learn from it whether they come near to that topic.
    pub fn answered(&mut self, text: &str, topic: &str) {
        let Some(pack) = self.pack else { return };
        self.tokens.read(text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or(""));
        self.buffer.read(pack, &self.tokens, |_| true);
        let number = self.topic(topic);
        let width = pack.dimensions().min(PACK_WIDTH);
        self.answered.entry(number).or_default().add(self.buffer.unit(width));
    }

    /// How many were added.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    fn place(
        &mut self,
        key: u64,
        text: String,
        is_whole: bool,
        closest: Option<(&str, u32)>,
    ) -> u32 {
        let is_shown =
            is_whole && telling::is_short(&text) && !personal::is_personal(&text, &self.tokens);
        if let Some(&place) = self.places.get(&key) {
            if let Some(item) = self.items.get_mut(index(place)) {
                item.count += 1;
                if is_shown && !item.is_shown {
                    (item.text, item.is_shown) = (text, true);
                }
            }
            return place;
        }
        let place = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.places.insert(key, place);
        let closest = closest.map(|(topic, sure)| (self.topic(topic), sure));
        self.items.push(Item { text, count: 1, is_shown, closest });
        self.texts.push(&self.words);
        if let Some(pack) = self.pack {
            self.buffer.read(pack, &self.tokens, |_| true);
            let width = pack.dimensions().min(PACK_WIDTH);
            self.vectors.extend(self.buffer.unit(width));
        }
        place
    }

    fn topic(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.topic_numbers.get(name) {
            return number;
        }
        let number = u32::try_from(self.topics.len()).unwrap_or(u32::MAX);
        self.topics.push(name.to_owned());
        self.topic_numbers.insert(name.to_owned(), number);
        number
    }

    /// Groups what was added. `progress` is called now and then, and none comes of it where it says to break.
    ///
    /// ```
    /// use answertree::groups::{Messages, Settings};
    /// use std::ops::ControlFlow;
    /// let mut messages = Messages::new(None);
    /// for number in 0..10 {
    ///     messages.add(["where is my parcel", "parcel not here", "parcel late"][number % 3], None);
    ///     messages.add(["refund please", "my refund", "want a refund"][number % 3], None);
    /// }
    /// let found = messages.group(Settings::default(), |_| ControlFlow::Continue(())).unwrap();
    /// assert_eq!((found.messages, found.of.len()), (20, 20));
    /// assert!(messages.group(Settings::default(), |_| ControlFlow::Break(())).is_none());
    /// ```
    pub fn group(
        &self,
        settings: Settings,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Option<Groups> {
        let mut watch = Watch::new(&mut progress);
        let threads = match settings.threads {
            0 => threads::for_messages(self.items.len()),
            some => some,
        };
        let rows = self.rows(&mut watch)?;
        // What says nothing that another message says has no direction.
        let said: Vec<usize> =
            (0..self.items.len()).filter(|&at| rows.row(at).iter().any(|&n| n != 0.0)).collect();
        let (cell_of, count) = {
            watch.step = Step::Cells;
            cells::cells(&rows, &said, MOST_CELLS, threads, &mut watch)?
        };
        watch.step = Step::Groups;
        let wanted = tree::Wanted {
            groups: settings.groups.map(|groups| groups.max(1)),
            fitted: self.fitted(),
        };
        let group_of = tree::groups(&rows, &said, &cell_of, count, wanted, &mut watch)?;
        let mut of: Vec<usize> =
            cell_of.iter().filter_map(|&cell| group_of.get(cell)).copied().collect();
        let count = group_of.iter().max().map_or(0, |&last| last + 1);
        let mut near = Vec::new();
        for round in 0..=ROUNDS {
            watch.told(round, ROUNDS)?;
            let middles = cells::centres(&rows, &said, &of, count);
            near = cells::nearest(&rows, &said, &middles, threads);
            of = near.iter().map(|nearest| nearest.centre).collect();
        }
        watch.step = Step::Names;
        let least = settings.least.unwrap_or_else(|| LEAST.max(self.len() / ONE_IN)).max(1);
        let members = self.members(&said, &near, count, least, settings.groups);
        let groups = telling::Telling::new(self, &rows, said.len()).groups(&members, &mut watch)?;
        Some(self.found(groups))
    }

    /// The members of each group that is large enough. What is in none and came often enough is a group of its own, as far as so many
    /// are wanted.
    fn members(
        &self,
        said: &[usize],
        near: &[cells::Nearest],
        count: usize,
        least: usize,
        most: Option<usize>,
    ) -> Vec<Vec<telling::Member>> {
        let mut members: Vec<Vec<telling::Member>> = vec![Vec::new(); count];
        let mut is_in = vec![false; self.items.len()];
        for (&item, nearest) in
            said.iter().zip(near).filter(|(_, nearest)| nearest.near >= fitted::NEAR)
        {
            let member = telling::Member { item, near: nearest.near, next: nearest.next };
            members.get_mut(nearest.centre).into_iter().for_each(|list| list.push(member));
        }
        members.retain(|list| self.messages_of(list) >= least);
        for member in members.iter().flatten() {
            is_in.get_mut(member.item).into_iter().for_each(|to| *to = true);
        }
        let alone = self.items.iter().zip(is_in).enumerate();
        let alone = alone.filter(|(_, (item, is_in))| !is_in && item.count >= least);
        let room = most.map_or(usize::MAX, |most| most.saturating_sub(members.len()));
        let mut alone: Vec<(usize, usize)> =
            alone.map(|(at, (item, _))| (at, item.count)).collect();
        alone.sort_by_key(|&(_, count)| Reverse(count));
        alone.truncate(room);
        members.extend(
            alone.into_iter().map(|(item, _)| vec![telling::Member { item, near: 1.0, next: 0.0 }]),
        );
        members
    }

    fn fitted(&self) -> fitted::Fitted {
        if self.pack.is_some() { fitted::WITH_PACK } else { fitted::ALONE }
    }

    /// How many messages some items are.
    fn messages_of(&self, members: &[telling::Member]) -> usize {
        members.iter().filter_map(|member| self.items.get(member.item)).map(|item| item.count).sum()
    }

    fn found(&self, groups: Vec<(Group, Vec<usize>)>) -> Groups {
        let mut of_item = vec![None; self.items.len()];
        let mut out = Groups { messages: self.len(), ..Groups::default() };
        for (number, (group, items)) in groups.into_iter().enumerate() {
            for item in items {
                of_item.get_mut(item).into_iter().for_each(|to| *to = Some(number));
            }
            out.grouped += group.messages;
            out.groups.push(group);
        }
        out.of = self.of.iter().map(|item| *of_item.get(index((*item)?))?).collect();
        out
    }

    /// A vector for each item: the pack's, and beside it what the messages themselves say.
    fn rows(&self, watch: &mut Watch<'_>) -> Option<Rows> {
        let Some(pack) = self.pack else {
            return latent::vectors(&self.texts, LATENT_WIDTH.1, watch);
        };
        let own = latent::vectors(&self.texts, LATENT_WIDTH.0, watch)?;
        let width = pack.dimensions().min(PACK_WIDTH);
        let mut rows = Rows::zeros(self.items.len(), width + own.width());
        for (at, vector) in self.vectors.chunks_exact(width.max(1)).enumerate() {
            let row = rows.row_mut(at);
            for (to, &number) in row.iter_mut().zip(vector) {
                *to = f32::from(number);
            }
            if let Some((of_pack, of_own)) = row.split_at_mut_checked(width) {
                scale_to(of_pack, 1.0);
                add(of_own, own.row(at), LATENT_LENGTH);
            }
            scale_to(row, 1.0);
        }
        Some(rows)
    }
}

impl Groups {
    /// The groups as a script of drafts: a topic for each, with examples and a place for its reply. Names that `taken` has are not used.
    pub fn drafts(&self, taken: &[&str]) -> String {
        draft::script(self, taken)
    }
}

/// Tells somebody how far it is, and hears whether to go on.
struct Watch<'w> {
    step: Step,
    progress: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
}

impl<'w> Watch<'w> {
    fn new(progress: &'w mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        Self { step: Step::Words, progress }
    }

    /// None where it is to stop.
    fn told(&mut self, done: usize, of: usize) -> Option<()> {
        match (self.progress)(Progress { step: self.step, done, of }) {
            ControlFlow::Continue(()) => Some(()),
            ControlFlow::Break(()) => None,
        }
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
