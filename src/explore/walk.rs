//! Walking: from every beginning, everything that can be done next, breadth first.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use super::elsewhere::{Meant, meant};
use super::look::{Closed, Looker};
use super::starts::{Root, Starts};
use super::state::{At, Move, NONSENSE, Node, visits};
use super::told::Path;
use super::{Options, Progress};
use crate::check::identity::Named;
use crate::check::script::{FactKind, Script};
use crate::machine::Machine;
use crate::machine::id::TopicId;
use crate::runtime::{Context, Event, EventKind, Input, Session, SessionTurn, Start, Suggester};

/// The longest way that is walked.
const MAX_STEPS: usize = 60;

/// The walk of a whole script.
pub(super) struct Walker<'s, 'm> {
    pub(super) script: &'s Script,
    pub(super) machine: &'m Machine,
    pub(super) starts: &'s Starts,
    suggester: Suggester,
    pub(super) looker: Looker<'s>,
    pub(super) roots: Vec<Root>,
    pub(super) nodes: Vec<Node>,
    seen: HashSet<u64>,
    pub(super) queue: VecDeque<At<'m>>,
    /// What a round had no time for.
    pub(super) later: VecDeque<At<'m>>,
    later_roots: VecDeque<Root>,
    /// Places from where a customer may go elsewhere, by steps and node; and what they write to do so.
    pub(super) elsewhere: BTreeMap<(usize, usize), At<'m>>,
    pub(super) meant: Vec<Meant>,
    /// Whether a way was too long to be walked to its end.
    cut: bool,
    /// Turns that were looked at.
    pub(super) turns: usize,
    pub(super) budget: usize,
    /// Names of lines for once.
    once: BTreeSet<String>,
    /// Topics whose visits a guard counts.
    pub(super) visited: BTreeSet<String>,
}

impl<'s, 'm> Walker<'s, 'm> {
    pub(super) fn new(
        script: &'s Script,
        machine: &'m Machine,
        starts: &'s Starts,
        looker: Looker<'s>,
        options: Options,
    ) -> Self {
        let named = looker.names.iter();
        let once = named.filter(|named| named.guards().is_some_and(|guards| guards.once));
        let guards = looker.names.iter().filter_map(Named::guards);
        let visited = guards.flat_map(|guards| &guards.conditions).flat_map(visits);
        let name = |id: TopicId| script.topics.get(id.usize()).map(|topic| topic.name.clone());
        let mut suggester = Suggester::new();
        let meant = meant(script, machine, &mut suggester);
        Self {
            script,
            machine,
            starts,
            suggester,
            once: once.map(|named| named.name.clone()).collect(),
            visited: visited.filter_map(name).collect(),
            looker,
            roots: Vec::new(),
            nodes: Vec::new(),
            seen: HashSet::new(),
            queue: VecDeque::new(),
            later: VecDeque::new(),
            later_roots: VecDeque::new(),
            elsewhere: BTreeMap::new(),
            meant,
            cut: false,
            turns: 0,
            budget: options.budget,
        }
    }

    /// Walks until everything was seen, or the budget is used up; whether all was seen.
    pub(super) fn run(&mut self, told: &mut dyn FnMut(Progress)) -> bool {
        let mut different = 0;
        while different == 0 || self.starts.has(different) {
            let left = self.budget.saturating_sub(self.turns);
            if left == 0 {
                return false;
            }
            // Half of what is left: a tree that counts for ever leaves the others their time.
            let until = self.turns + left.div_ceil(2);
            let roots = self.starts.with(self.script, different, left);
            self.round(roots.into(), until, different, told);
            if different == 0 {
                let left = self.budget.saturating_sub(self.turns);
                self.go_elsewhere(self.turns + left.div_ceil(2), different, told);
            }
            different += 1;
        }
        // What the rounds had no time for.
        let roots = core::mem::take(&mut self.later_roots);
        self.queue = core::mem::take(&mut self.later);
        self.round(roots, self.budget, different, told);
        self.go_elsewhere(self.budget, different, told);
        let later = self.later.is_empty() && self.later_roots.is_empty();
        later && self.elsewhere.is_empty() && !self.cut
    }

    /// Walks from some beginnings, and from what waits.
    pub(super) fn round(
        &mut self,
        mut roots: VecDeque<Root>,
        until: usize,
        different: usize,
        told: &mut dyn FnMut(Progress),
    ) {
        while self.turns < until
            && let Some(root) = roots.pop_front()
        {
            self.begin(root);
        }
        self.later_roots.append(&mut roots);
        while let Some(at) = self.queue.pop_front() {
            told(Progress { turns: self.turns, budget: self.budget, different });
            if !self.walk_on(at, until) {
                return;
            }
        }
    }

    /// Does what can be done next at a place; nothing more where the time is up.
    pub(super) fn walk_on(&mut self, at: At<'m>, until: usize) -> bool {
        let moves = self.moves(&at);
        if at.steps >= MAX_STEPS {
            self.cut |= !moves.is_empty();
            return true;
        }
        for step in moves {
            if self.turns >= until {
                self.later.push_back(at);
                self.later.append(&mut self.queue);
                return false;
            }
            self.go(&at, step);
        }
        self.keep(at);
        true
    }

    fn begin(&mut self, root: Root) {
        let start = self.starts.start(self.script, &root);
        let now = start.context.now.unwrap_or_default();
        let place = start.topic.clone().unwrap_or_default();
        self.roots.push(root);
        let Ok((mut session, turn)) = Session::start(self.machine, &mut self.suggester, start)
        else {
            return;
        };
        let events = session.events();
        let at = At {
            node: self.nodes.len(),
            turn,
            place,
            session,
            steps: 0,
            misses: 0,
            silence: 0,
            now,
            heard: now,
            passed: BTreeSet::new(),
            stood: false,
            went: 0,
            left: None,
        };
        self.add(at, None, None, &events);
    }

    /// Whether a hand-off to a closed department, on the same way at another time, finds it open.
    fn is_ever_open(&mut self, node: usize, closed: &Closed) -> bool {
        let Some(root) = self.nodes.get(node).and_then(|node| self.roots.get(node.root)) else {
            return false;
        };
        let start = self.starts.start(self.script, root);
        let named = self.script.departments.iter().find(|row| row.name == closed.department);
        let opens = named.zip(start.context.now);
        let Some(opens) = opens.and_then(|(row, now)| row.schedule.next_opening(now)) else {
            return false;
        };
        let shift = opens - start.context.now.unwrap_or(opens);
        let context = Context { now: Some(opens), ..start.context };
        let Ok((mut session, mut turn)) =
            Session::start(self.machine, &mut self.suggester, Start { context, ..start })
        else {
            return false;
        };
        let mut steps = Vec::new();
        let mut at = self.nodes.get(node);
        while let Some(node) = at {
            steps.extend(node.step.as_ref().map(|step| (step, node.now)));
            at = node.parent.and_then(|parent| self.nodes.get(parent));
        }
        for (step, now) in steps.into_iter().rev() {
            session.set_now(now + shift);
            let input = self.input(step, now + shift);
            match session.apply(self.machine, &mut self.suggester, input) {
                Ok(next) => turn = next,
                Err(_) => return false,
            }
        }
        let handoff = turn.turn.handoff.as_ref();
        handoff.is_some_and(|handoff| handoff.open && handoff.department == closed.department)
    }

    /// What is done to a session.
    fn input(&self, step: &Move, now: i64) -> Input {
        match step {
            Move::Accept { id, .. } => Input::Accept { id: id.as_str().into(), text: None },
            Move::Choose { id, .. } | Move::Switch { id, .. } => Input::Choose(id.as_str().into()),
            Move::Write { text, .. } | Move::Mean { text } | Move::Say(text) => {
                Input::Receive(text.clone())
            }
            Move::Answer { value, .. } => Input::Receive(value.clone()),
            Move::Set { fact, value } => {
                let row = self.script.facts.iter().find(|row| row.name == *fact);
                let kind = row.map_or(&FactKind::Text, |row| &row.kind);
                Input::Set { fact: fact.clone(), value: super::starts::given(kind, value) }
            }
            Move::Miss => Input::Receive(NONSENSE.to_owned()),
            Move::Wait(_) => Input::Tick(now),
        }
    }

    /// Does something, and looks at what comes of it.
    pub(super) fn go(&mut self, from: &At<'m>, step: Move) {
        let mut session = from.session.clone();
        let mut now = from.now;
        if let Move::Wait(seconds) = step {
            now = now.max(from.heard + seconds * 1000);
        }
        let input = self.input(&step, now);
        self.turns += 1;
        session.set_now(now);
        let Ok(turn) = session.apply(self.machine, &mut self.suggester, input) else { return };
        let events = session.events();
        // What was written may have been understood as something else: then it is said in a way that cannot be.
        let has = |wanted: &dyn Fn(&EventKind) -> bool| events.iter().any(|e| wanted(&e.kind));
        match &step {
            Move::Write { id, label, .. }
                if !has(
                    &|kind| matches!(kind, EventKind::Chosen { id: taken } if **taken == **id),
                ) =>
            {
                return self.go(from, Move::Choose { id: id.clone(), label: label.clone() });
            }
            Move::Answer { fact, value }
                if !has(&|kind| matches!(kind, EventKind::Filled { fact: f, .. } if f == fact)) =>
            {
                return self.go(from, Move::Set { fact: fact.clone(), value: value.clone() });
            }
            Move::Miss if !has(&|kind| matches!(kind, EventKind::NoMatch { .. })) => return,
            Move::Wait(_) if !has(&|kind| matches!(kind, EventKind::Silence { .. })) => return,
            _ => {}
        }
        let innermost = turn.crumbs.last().map(|crumb| crumb.id.to_string());
        let chosen = match &step {
            Move::Choose { id, .. } | Move::Write { id, .. } => Some(id.clone()),
            _ => None,
        };
        // A walk that ended elsewhere says the topic at least.
        let ended = turn
            .turn
            .topic
            .filter(|topic| innermost.is_none() && from.place.split('/').next() != Some(*topic));
        let place = ended.map(str::to_owned).or(innermost).or(chosen);
        let (mut misses, mut silence) = (0, from.silence);
        for event in &events {
            match event.kind {
                EventKind::NoMatch { count } => misses = count,
                EventKind::Silence { seconds } => silence = seconds,
                EventKind::Received { .. } => silence = 0,
                _ => {}
            }
        }
        let aside = matches!(step, Move::Miss | Move::Wait(_));
        let mut at = At {
            node: self.nodes.len(),
            stood: aside && turn.crumbs == from.turn.crumbs,
            place: place.unwrap_or_else(|| from.place.clone()),
            turn,
            session,
            steps: from.steps + 1,
            misses,
            silence,
            now,
            heard: if matches!(step, Move::Wait(_)) { from.heard } else { now },
            passed: from.passed.clone(),
            went: from.went + u32::from(matches!(step, Move::Mean { .. } | Move::Say(_))),
            left: from.left.clone(),
        };
        at.leave(from, &events);
        self.add(at, Some(from), Some(step), &events);
    }

    /// Looks at a turn, and goes on from it later where it is new.
    fn add(&mut self, mut at: At<'m>, from: Option<&At<'m>>, step: Option<Move>, events: &[Event]) {
        // The menu is left where it is asked for from within.
        let again =
            matches!(&step, Some(Move::Say(word)) if self.machine.command(3).next() == Some(word));
        self.pass(&mut at, from, events, again);
        let root = from.and_then(|from| self.nodes.get(from.node)).map(|node| node.root);
        let root = root.unwrap_or(self.roots.len().saturating_sub(1));
        let start = self.roots.get(root).map(|root| self.starts.start(self.script, root));
        let key = at.key(&start.map(|start| start.context).unwrap_or_default());
        let parent = from.map(|from| from.node);
        if from.is_none() {
            self.turns += 1;
        }
        self.nodes.push(Node { root, parent, step, now: at.now, key });
        let circles = self.is_circle(at.node);
        let path = Path {
            script: self.script,
            starts: self.starts,
            roots: &self.roots,
            nodes: &self.nodes,
        };
        if let Some(closed) = self.looker.look(&path, from, &at, events, circles)
            && self.is_ever_open(at.node, &closed)
        {
            self.looker.was_open(&closed);
        }
        if !self.seen.insert(key) {
            // Kept where a finding may lie on the way; no way goes on from here.
            self.nodes.pop();
            return;
        }
        let goes_on = at.turn.alone || !at.turn.crumbs.is_empty() || !at.turn.switches.is_empty();
        if at.turn.open && goes_on {
            self.queue.push_back(at);
        } else {
            self.keep(at);
        }
    }

    /// Remembers what was passed that the turn does not show.
    fn pass(&self, at: &mut At<'m>, from: Option<&At<'m>>, events: &[Event], again: bool) {
        for event in events {
            let (EventKind::Accepted { id, .. }
            | EventKind::Sent { id }
            | EventKind::Chosen { id }) = &event.kind
            else {
                continue;
            };
            if self.once.contains(&**id) {
                at.passed.insert(id.to_string());
            }
        }
        if self.visited.is_empty() {
            return;
        }
        let topics = |turn: &SessionTurn<'_>| -> Vec<String> {
            let ids = turn.crumbs.iter().map(|crumb| crumb.id.to_string());
            ids.filter(|id| !id.contains('/')).collect()
        };
        let before = from.map(|from| topics(&from.turn)).unwrap_or_default();
        let after = topics(&at.turn);
        for left in before
            .iter()
            .filter(|topic| (again || !after.contains(topic)) && self.visited.contains(*topic))
        {
            let times =
                at.passed.iter().filter(|mark| mark.split(' ').next() == Some(left)).count();
            if times < 3 {
                at.passed.insert(format!("{left} {times}"));
            }
        }
    }

    /// Whether only sending what is suggested leads back to where it stood.
    fn is_circle(&self, node: usize) -> bool {
        let Some(key) = self.nodes.get(node).map(|node| node.key) else { return false };
        let mut at = self.nodes.get(node);
        while let Some(Node { step: Some(Move::Accept { .. }), parent: Some(parent), .. }) = at {
            at = self.nodes.get(*parent);
            if at.is_some_and(|node| node.key == key) {
                return true;
            }
        }
        false
    }

    /// What was found.
    pub(super) fn end(self) -> (Looker<'s>, usize) {
        (self.looker, self.turns)
    }
}
