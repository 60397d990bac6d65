//! A language pack refitted on what the customers of one brand write: no label and no encoder is needed.
//!
//! Messages come in one by one ([`Messages::add`]); at the end each is brought nearer to the middle of those that are nearest to it, by
//! moving the vectors of their words and pairs as little as that takes ([`Messages::adapt`]). The same messages give the same pack, byte for
//! byte, in any order and with any number of threads. `docs/pack.md` says how, and how much it gains.

mod near;
mod plan;
mod solve;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use self::plan::Plan;
use self::solve::Matrix;
use crate::bytes::checksum;
use crate::groups::numbers::{self, Rows, add, scale_to};
use crate::pack::{Message, Pack, Parts, words};
use crate::text::tokenize::Tokens;
use crate::threads::for_messages;

/// The most different messages that a pack is fitted on: of more, those whose words have the smallest checksums.
pub const MAX_MESSAGES: usize = 50_000;

/// The fewest different messages that a pack is fitted on.
pub const LEAST_MESSAGES: usize = 100;

/// The most bytes of a message that are looked at.
pub const MAX_BYTES: usize = 2_000;

/// The numbers that a pack can hold.
const RANGE: (f32, f32) = (-128.0, 127.0);

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Finding the messages that are nearest to each.
    Near,
    /// Moving the vectors.
    Fit,
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

/// What came of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adapted {
    /// The pack.
    pub parts: Parts,
    /// How many different messages it was fitted on.
    pub messages: usize,
    /// Words that it has and the one before had not, in the order of their bytes.
    pub words: Vec<String>,
    /// How many pairs it has that the one before had not.
    pub pairs: usize,
}

/// Messages to fit a pack on.
///
/// ```no_run
/// use answertree::adapt::Messages;
/// use answertree::pack::Pack;
/// use std::ops::ControlFlow;
/// let pack = Pack::read(&std::fs::read("packs/en.pack").unwrap()).unwrap();
/// let mut messages = Messages::new(&pack);
/// for message in std::fs::read_to_string("messages.txt").unwrap().lines() {
///     messages.add(message);
/// }
/// let adapted = messages.adapt(0, |_| ControlFlow::Continue(())).unwrap();
/// std::fs::write("acme.pack", adapted.parts.bytes().unwrap()).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Messages<'p> {
    pack: &'p Pack,
    tokens: Tokens,
    /// The words of each message, by their checksum.
    kept: BTreeMap<u64, String>,
    /// How many different ones there was no room for, or more where one of them came again.
    left_out: usize,
}

impl<'p> Messages<'p> {
    /// None yet, for a pack.
    pub fn new(pack: &'p Pack) -> Self {
        Self { pack, tokens: Tokens::new(), kept: BTreeMap::new(), left_out: 0 }
    }

    /// Adds a message; whether it has a word. One that has the words of another adds nothing.
    pub fn add(&mut self, text: &str) -> bool {
        let end = text.floor_char_boundary(MAX_BYTES);
        self.tokens.read(text.get(..end).unwrap_or(""));
        let mut all = String::new();
        for (word, _) in words(&self.tokens) {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(word);
        }
        if all.is_empty() {
            return false;
        }
        let sum = checksum(all.as_bytes());
        match self.kept.get_mut(&sum) {
            // Of two with one checksum the smaller stays, so that their order does not matter.
            Some(there) if all < *there => *there = all,
            Some(_) => {}
            None => {
                self.kept.insert(sum, all);
            }
        }
        if self.kept.len() > MAX_MESSAGES {
            self.kept.pop_last();
            self.left_out += 1;
        }
        true
    }

    /// How many different messages there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many there was no room for.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The pack as these messages would have it; none where it was stopped, or where there are fewer than [`LEAST_MESSAGES`] whose words
    /// the pack knows. `threads` is 0 for as many as there are processors.
    pub fn adapt(
        &self,
        threads: usize,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Option<Adapted> {
        let width = self.pack.dimensions();
        let (texts, sums) = self.known();
        if texts.len() < LEAST_MESSAGES {
            return None;
        }
        let threads = if threads == 0 { for_messages(texts.len()) } else { threads };
        let mut told = |step, done, of| match progress(Progress { step, done, of }) {
            ControlFlow::Continue(()) => Some(()),
            ControlFlow::Break(()) => None,
        };
        let mut units = sums.clone();
        (0..texts.len()).for_each(|at| scale_to(units.row_mut(at), 1.0));
        let nearest =
            near::nearest(&centred(&units), threads, |done, of| told(Step::Near, done, of))?;
        let plan = Plan::new(self.pack, &texts);
        let mut matrix = Matrix::new(&plan);
        let mut left = Rows::zeros(texts.len(), width);
        for (at, near) in nearest.iter().enumerate() {
            let long = length(sums.row(at));
            let row = left.row_mut(at);
            for &other in near {
                add(row, units.row(index(other)), 1.0);
            }
            scale_to(row, 1.0);
            plan.sum(at, |base| add(row, base, -1.0 / long));
            matrix.push(&plan, at, 1.0 / long);
        }
        let moved = matrix.solve(&left, threads, |done, of| told(Step::Fit, done, of))?;
        Some(self.adapted(&plan, &matrix, &moved, texts.len()))
    }

    /// The messages of which the pack says something, and the sums of their vectors.
    fn known(&self) -> (Vec<&str>, Rows) {
        let (mut tokens, mut message) = (Tokens::new(), Message::new());
        let mut texts = Vec::new();
        let mut sums = Vec::new();
        for text in self.kept.values() {
            tokens.read(text);
            message.read(self.pack, &tokens, |_| true);
            if message.sum().iter().any(|&number| number != 0) {
                texts.push(text.as_str());
                sums.push(message.sum().to_vec());
            }
        }
        let mut rows = Rows::zeros(texts.len(), self.pack.dimensions());
        for (at, sum) in sums.iter().enumerate() {
            for (to, &number) in rows.row_mut(at).iter_mut().zip(sum) {
                *to = real(number);
            }
        }
        (texts, rows)
    }

    fn adapted(&self, plan: &Plan, matrix: &Matrix, moved: &Rows, messages: usize) -> Adapted {
        let whole = |rows: &Rows, at: usize, change: Option<usize>| -> Vec<i8> {
            let change = change.map_or(&[][..], |at| moved.row(at));
            let change = change.iter().copied().chain(std::iter::repeat(0.0));
            rows.row(at).iter().zip(change).map(|(number, more)| byte(number + more)).collect()
        };
        let vectors =
            (0..plan.words.len()).flat_map(|at| whole(&plan.vectors, at, matrix.of_entry(at)));
        let pairs =
            (0..plan.pairs.len()).flat_map(|at| whole(&plan.pair_vectors, at, matrix.of_pair(at)));
        let new = plan.words.iter().zip(&plan.is_new).filter(|(_, is_new)| **is_new);
        Adapted {
            parts: Parts {
                language: self.pack.language().to_owned(),
                revision: self.pack.revision(),
                dimensions: self.pack.dimensions(),
                words: plan.words.clone(),
                vectors: vectors.collect(),
                pairs: plan.pairs.clone(),
                pair_vectors: pairs.collect(),
            },
            messages,
            words: new.map(|(word, _)| word.clone()).collect(),
            pairs: plan.pairs.len().saturating_sub(self.pack.pairs()),
        }
    }
}

/// The nearest whole number that a pack can hold.
#[expect(clippy::cast_possible_truncation, reason = "what is cut to the range fits")]
fn byte(number: f32) -> i8 {
    number.round().clamp(RANGE.0, RANGE.1) as i8
}

/// A sum of small numbers; exact below 16 million, and none of a message's few hundred entries is beyond.
#[expect(clippy::cast_precision_loss, reason = "sums of so few bytes are exact")]
fn real(number: i32) -> f32 {
    number as f32
}

/// The same without what all have in common, at length one: what messages tell apart is in the rest.
fn centred(units: &Rows) -> Rows {
    let mut middle = vec![0.0; units.width()];
    units.iter().for_each(|unit| add(&mut middle, unit, 1.0));
    let count = units.iter().count();
    let mut out = units.clone();
    for at in 0..count {
        let row = out.row_mut(at);
        add(row, &middle, -1.0 / numbers::real(count));
        scale_to(row, 1.0);
    }
    out
}

fn length(row: &[f32]) -> f32 {
    numbers::dot(row, row).sqrt().max(1.0)
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
