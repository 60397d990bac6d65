//! What the runtime says, as a [`View`].

use answertree::machine::Machine;
use answertree::runtime::{self, Context, FactValue, Input, Session, SessionTurn, Suggester, Turn};
use answertree::text::decimal::Decimal;

use crate::support::machine;

use super::view::{Handoff, Suggestion, Summary, View};
use super::{Given, Operation, Start};

/// What a host gives.
pub(crate) fn value(given: &Given) -> FactValue {
    match given {
        Given::Text(text) => FactValue::Text(text.clone()),
        Given::Number(n) => FactValue::Number(Decimal::whole(*n).expect("a small number")),
        Given::YesNo(yes) => FactValue::YesNo(*yes),
        Given::List(items) => FactValue::List(items.clone()),
    }
}

fn context(start: &Start) -> Context {
    Context {
        channel: start.channel.clone(),
        language: start.language.clone(),
        facts: start.facts.iter().map(|(name, given)| (name.clone(), value(given))).collect(),
        now: start.now,
        seed: start.seed,
        ..Context::default()
    }
}

/// A conversation of the runtime.
pub(crate) struct Real {
    pub(crate) machine: Machine,
    pub(crate) suggester: Suggester,
    pub(crate) session: Session,
    /// What made each turn, and how late it was; nothing for the first, and for those that were restored.
    pub(crate) done: Vec<(Option<Input>, Option<i64>)>,
    /// How late it was when the last turn was over.
    now: Option<i64>,
    times: Vec<Option<i64>>,
    /// The way to where the tree stands: names and labels.
    pub(crate) crumbs: Vec<(String, String)>,
}

impl Real {
    /// Begins a conversation.
    pub(crate) fn start(text: &str, start: &Start) -> (Self, View) {
        let (machine, mut suggester) = (machine(text), Suggester::new());
        let now = start.now;
        let start = runtime::Start {
            context: context(start),
            topic: start.topic.clone(),
            alone: start.alone,
            ..runtime::Start::default()
        };
        let (session, turn) =
            Session::start(&machine, &mut suggester, start).expect("a start that fits");
        let (view, crumbs) = (session_view(&turn), crumbs(&turn));
        let (done, times) = (vec![(None, now)], vec![now]);
        (Self { machine, suggester, session, done, now, times, crumbs }, view)
    }

    /// Does what the host does.
    pub(crate) fn apply(&mut self, operation: &Operation) -> View {
        let Self { machine, suggester, session, .. } = self;
        let Some(input) = input(operation) else {
            let bytes = session.save(machine);
            let restored = Session::restore(machine, suggester, &bytes);
            let (session, turn) = restored.expect("what was saved can be restored");
            let view = session_view(&turn);
            self.session = session;
            self.done = self.times.iter().map(|now| (None, *now)).collect();
            return view;
        };
        let Ok(turn) = session.apply(machine, suggester, input.clone()) else {
            return View::refused();
        };
        let number = turn.number as usize;
        if number == self.done.len() {
            self.done.push((Some(input.clone()), self.now));
            self.times.push(self.now);
        }
        self.done.truncate(number + 1);
        self.times.truncate(number + 1);
        if let (Input::Tick(now), Some(time)) = (&input, self.times.last_mut()) {
            *time = Some(*now);
        }
        self.now = self.times.last().copied().flatten();
        self.crumbs = crumbs(&turn);
        session_view(&turn)
    }
}

/// What the runtime takes for an operation; nothing for saving and restoring.
pub(crate) fn input(operation: &Operation) -> Option<Input> {
    Some(match operation {
        Operation::Receive(message) => Input::Receive(message.clone()),
        Operation::Accept(id) => Input::Accept { id: id.as_str().into(), text: None },
        Operation::Choose(id) => Input::Choose(id.as_str().into()),
        Operation::Set(fact, given) => Input::Set { fact: fact.clone(), value: value(given) },
        Operation::Tick(now) => Input::Tick(*now),
        Operation::Handoff(department, why) => {
            Input::Handoff { department: department.clone(), why: why.clone() }
        }
        Operation::Undo(turn) => Input::Undo(*turn),
        Operation::Restore => return None,
    })
}

fn crumbs(turn: &SessionTurn<'_>) -> Vec<(String, String)> {
    turn.crumbs.iter().map(|crumb| (crumb.id.to_string(), crumb.label.to_string())).collect()
}

/// What a turn of a conversation shows.
fn session_view(turn: &SessionTurn<'_>) -> View {
    let mut facts: Vec<(String, String)> =
        turn.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    facts.sort();
    let mut switches: Vec<String> =
        turn.switches.iter().map(|switch| switch.id.to_string()).collect();
    switches.sort();
    let summary = turn.summary.as_ref().map(|summary| {
        let facts = summary.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let mut facts: Vec<(String, String)> = facts.collect();
        facts.sort();
        Summary { facts, topics: summary.topics.iter().map(|t| (*t).to_owned()).collect() }
    });
    View {
        open: turn.open,
        alone: turn.alone,
        messages: turn.messages.clone(),
        crumbs: turn.crumbs.iter().map(|crumb| crumb.id.to_string()).collect(),
        switches,
        facts,
        summary,
        ..view(&turn.turn)
    }
}

/// The suggestions for one message; those of the best topic alone.
pub(crate) fn suggest(text: &str, start: &Start, message: &str) -> View {
    let machine = machine(text);
    let mut context = context(start);
    let mut suggester = Suggester::new();
    let turn = suggester.suggest(&machine, message, &context).expect("a context that fits");
    let filled = view(&turn).filled;
    // What the message gives is known from the beginning of a session's walk, not from the `need` on.
    let found = turn.filled.iter().map(|f| (f.fact.to_owned(), FactValue::Text(f.value.clone())));
    context.facts.extend(found);
    let turn = suggester.suggest(&machine, message, &context).expect("a context that fits");
    let mut view = View { filled, ..view(&turn) };
    view.suggestions.retain(|suggestion| Some(&suggestion.topic) == view.topic.as_ref());
    view
}

/// What a turn shows.
pub(crate) fn view(turn: &Turn<'_>) -> View {
    let owned = |text: &str| text.to_owned();
    let lines = |list: &[runtime::StepText<'_>]| {
        list.iter().map(|step| (step.id.to_string(), step.text.to_string())).collect()
    };
    let actions = turn.actions.iter().map(|action| {
        let arguments = action.arguments.iter().map(|(name, value)| format!("{name}: {value}"));
        format!("{}({})", action.name, arguments.collect::<Vec<_>>().join(", "))
    });
    let mut view = View {
        topic: turn.topic.map(owned),
        department: turn.department.map(owned),
        suggestions: turn.suggestions.iter().map(suggestion).collect(),
        asks: turn.asks.iter().map(|ask| (owned(ask.fact), ask.question.to_string())).collect(),
        filled: turn.filled.iter().map(|f| (owned(f.fact), f.value.clone())).collect(),
        choices: turn
            .choices
            .iter()
            .map(|choice| (choice.id.to_string(), choice.key.map(owned), choice.label.to_string()))
            .collect(),
        steps: lines(&turn.steps),
        notes: lines(&turn.notes),
        actions: actions.collect(),
        handoff: turn.handoff.as_ref().map(|to| Handoff {
            department: owned(to.department),
            why: to.why.to_string(),
            open: to.open,
        }),
        prefer: turn.prefer.map(owned),
        ended: turn.ended.map(|outcome| format!("{outcome:?}").to_lowercase()),
        ..View::default()
    };
    view.filled.sort();
    view
}

fn suggestion(suggestion: &runtime::Suggestion<'_>) -> Suggestion {
    Suggestion {
        id: suggestion.id.to_string(),
        topic: suggestion.topic.to_owned(),
        kind: match suggestion.kind {
            runtime::SuggestionKind::Reply => "reply",
            runtime::SuggestionKind::Ask => "ask",
        },
        text: suggestion.text.to_string(),
        also: suggestion.also.iter().map(ToString::to_string).collect(),
    }
}
