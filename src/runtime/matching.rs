//! One pass of the pattern automaton over a message's words.
//!
//! A state either expects its next word at once or waits over a gap. Waiting states are remembered once each, with the
//! place they were last reached. A word costs the smaller of two numbers, the states that wait and the edges that the
//! word has, so a message costs what its length says, not what the number of topics says.

use crate::machine::Machine;
use crate::machine::id::{PatternId, StateId, WordId};
use crate::machine::limits::MATCH_FUEL;
use crate::machine::tables::{Gap, small};
use crate::text::tokenize::Tokens;

/// A step of a match: which state was reached with which word, and the step before it.
#[derive(Clone, Copy, Debug)]
struct Trace {
    state: StateId,
    symbol: u32,
    token: u32,
    /// Index + 1 of the step before, 0 at the start.
    before: u32,
}

/// A state that waits over a gap.
#[derive(Clone, Copy, Debug, Default)]
struct Waiting {
    /// The message it belongs to; others are forgotten without being cleared.
    message: u32,
    token: u32,
    trace: u32,
}

/// A pattern found in the message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) pattern: PatternId,
    trace: u32,
}

/// What one pass needs, kept between messages so that nothing is allocated once it is warm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    message: u32,
    traces: Vec<Trace>,
    /// States reached by the last word that expect the next at once.
    active: Vec<(StateId, u32)>,
    next: Vec<(StateId, u32)>,
    /// By state.
    waiting: Vec<Waiting>,
    /// The states that wait.
    queue: Vec<StateId>,
    /// States to wait from the next word on.
    arming: Vec<(StateId, u32)>,
    /// By pattern: the message in which it was found last.
    found: Vec<u32>,
    symbols: Vec<u32>,
    /// The one whose edges are followed.
    symbol: u32,
    pub(crate) hits: Vec<Hit>,
    /// Whether fuel ran out.
    pub(crate) exhausted: bool,
}

impl Patterns {
    /// Finds every pattern once, the first time it holds.
    #[cfg_attr(tuned, optimize(speed))]
    pub(crate) fn read(&mut self, machine: &Machine, tokens: &Tokens, words: &[Option<WordId>]) {
        self.start(machine);
        let length = small(tokens.len());
        let mut fuel = MATCH_FUEL.saturating_add(length.saturating_mul(64));
        for ((token, text), word) in (0..length).zip(tokens.iter()).zip(words) {
            let rest = symbols(machine, *word, text.text, fuel, &mut self.symbols)
                .and_then(|fuel| self.take_all(machine, token, fuel));
            let Some(rest) = rest else {
                self.exhausted = true;
                return;
            };
            fuel = rest;
            self.advance(token);
        }
    }

    /// Follows the edges of all that a word stands for; returns the fuel that is left.
    fn take_all(&mut self, machine: &Machine, token: u32, mut fuel: u32) -> Option<u32> {
        for at in 0..self.symbols.len() {
            let Some(&symbol) = self.symbols.get(at) else { break };
            fuel = fuel.checked_sub(self.take(machine, symbol, token))?;
        }
        Some(fuel)
    }

    /// The words of the message that a hit rests on, in order, and the pattern as it met them: of what may be left out and of
    /// ways that differ in more than a word, the one that was taken.
    pub(crate) fn explain(&self, machine: &Machine, hit: Hit) -> (Vec<u32>, String) {
        let mut steps: Vec<Trace> = self.steps(hit).collect();
        steps.reverse();
        let mut text = String::new();
        let mut gap = Gap::NONE;
        for step in &steps {
            if !text.is_empty() {
                gap.write(&mut text);
                text.push(' ');
            }
            machine.write_symbol(step.symbol, &mut text);
            gap = machine.automaton.gaps.get(step.state.usize()).copied().unwrap_or_default();
        }
        (steps.iter().map(|step| step.token).collect(), text)
    }

    /// The words of the message that a hit rests on, the last first.
    pub(crate) fn words(&self, hit: Hit) -> impl Iterator<Item = u32> {
        self.steps(hit).map(|step| step.token)
    }

    /// The steps of a hit, the last first.
    fn steps(&self, hit: Hit) -> impl Iterator<Item = Trace> {
        let step = |at: u32| self.traces.get((at as usize).checked_sub(1)?).copied();
        core::iter::successors(step(hit.trace), move |after| step(after.before))
    }

    fn start(&mut self, machine: &Machine) {
        let states = machine.automaton.gaps.len();
        if self.waiting.len() != states
            || self.found.len() != machine.patterns.len()
            || self.message == u32::MAX
        {
            self.waiting = vec![Waiting::default(); states];
            self.found = vec![0; machine.patterns.len()];
            self.message = 0;
        }
        self.message += 1;
        self.exhausted = false;
        self.traces.clear();
        self.active.clear();
        self.next.clear();
        self.queue.clear();
        self.arming.clear();
        self.hits.clear();
    }

    /// Follows the edges of one symbol; returns what it cost.
    #[cfg_attr(tuned, optimize(speed))]
    fn take(&mut self, machine: &Machine, symbol: u32, token: u32) -> u32 {
        self.symbol = symbol;
        let edges = machine.automaton.edges.get(symbol);
        if edges.is_empty() {
            return 1;
        }
        let mut cost = 1;
        for &(_, to) in edges.iter().take_while(|(from, _)| *from == 0) {
            cost += self.reach(machine, to, token, 0);
        }
        for at in 0..self.active.len() {
            let Some(&(state, trace)) = self.active.get(at) else { break };
            cost += 1;
            for &(_, to) in from(edges, state.index()) {
                cost += self.reach(machine, to, token, trace);
            }
        }
        if self.queue.len() <= edges.len() {
            for at in 0..self.queue.len() {
                let Some(&state) = self.queue.get(at) else { break };
                cost += 1;
                for &(_, to) in from(edges, state.index()) {
                    cost += self.go_on(machine, state, to, token);
                }
            }
        } else {
            for &(state, to) in edges {
                cost += 1;
                cost += self.go_on(machine, StateId::new(state), to, token);
            }
        }
        cost
    }

    /// Follows an edge from a state that may wait, where it does and the gap is not too wide; returns what it cost.
    #[cfg_attr(tuned, optimize(speed))]
    fn go_on(&mut self, machine: &Machine, state: StateId, to: u32, token: u32) -> u32 {
        let Some(&waiting) = self.waiting.get(state.usize()) else { return 0 };
        let Some(&gap) = machine.automaton.gaps.get(state.usize()) else { return 0 };
        if waiting.message != self.message {
            return 0;
        }
        let between = token.saturating_sub(waiting.token).saturating_sub(1);
        let near = gap.most().is_none_or(|most| between <= most);
        if near { self.reach(machine, to, token, waiting.trace) } else { 0 }
    }

    /// Comes to a state; returns what the patterns that end there cost.
    #[cfg_attr(tuned, optimize(speed))]
    fn reach(&mut self, machine: &Machine, state: u32, token: u32, before: u32) -> u32 {
        let symbol = self.symbol;
        self.traces.push(Trace { state: StateId::new(state), symbol, token, before });
        let trace = small(self.traces.len());
        let ends = machine.automaton.outputs.get(state);
        for &pattern in ends {
            if let Some(found) = self.found.get_mut(pattern.usize())
                && *found != self.message
            {
                *found = self.message;
                self.hits.push(Hit { pattern, trace });
            }
        }
        let state = StateId::new(state);
        match machine.automaton.gaps.get(state.usize()) {
            Some(&Gap::NONE) | None => self.next.push((state, trace)),
            Some(_) => self.arming.push((state, trace)),
        }
        small(ends.len())
    }

    /// After a word: what it reached becomes what the next word starts from.
    fn advance(&mut self, token: u32) {
        core::mem::swap(&mut self.active, &mut self.next);
        self.next.clear();
        for &(state, trace) in &self.arming {
            if let Some(waiting) = self.waiting.get_mut(state.usize()) {
                if waiting.message != self.message {
                    self.queue.push(state);
                }
                *waiting = Waiting { message: self.message, token, trace };
            }
        }
        self.arming.clear();
    }
}

/// The edges that leave `state`; edges are sorted by the state they leave.
fn from(edges: &[(u32, u32)], state: u32) -> impl Iterator<Item = &(u32, u32)> {
    let start = edges.partition_point(|(from, _)| *from < state);
    edges.get(start..).unwrap_or(&[]).iter().take_while(move |(from, _)| *from == state)
}

/// Everything a word stands for in patterns: itself, its classes, the stems it begins with and their classes; returns the fuel
/// that is left.
#[cfg_attr(tuned, optimize(speed))]
fn symbols(
    machine: &Machine,
    word: Option<WordId>,
    text: &str,
    mut fuel: u32,
    out: &mut Vec<u32>,
) -> Option<u32> {
    out.clear();
    let classes = &machine.classes;
    if let Some(word) = word {
        out.push(word.index());
        out.extend_from_slice(classes.members.get(word.index()));
    }
    // What is no word of any pattern may be one with a typo in it.
    if word.is_none() && !classes.near.is_empty() {
        fuel = fuel.checked_sub(machine.near(text, out))?;
        for at in 0..out.len() {
            let Some(&near) = out.get(at) else { break };
            fuel = fuel.checked_sub(add_classes(machine, near, out))?;
        }
    }
    let mut lengths = classes.stem_lengths;
    while lengths != 0 {
        let length = lengths.trailing_zeros() as usize;
        lengths &= lengths - 1;
        let Some(prefix) = text.get(..length) else { continue };
        if let Some(stem) = machine.stem(prefix) {
            out.push(stem);
            fuel = fuel.checked_sub(add_classes(machine, stem, out))?;
        }
    }
    Some(fuel)
}

/// Adds the classes of a stem to what a word stands for; returns what it cost.
#[inline(never)]
fn add_classes(machine: &Machine, stem: u32, out: &mut Vec<u32>) -> u32 {
    let more = machine.classes.members.get(stem);
    let known = out.len();
    for class in more {
        // A word can be in a class itself and through a stem.
        if !out.get(..known).unwrap_or(&[]).contains(class) {
            out.push(*class);
        }
    }
    small(known.saturating_mul(more.len()) / 64)
}
