//! Playing a test: each of its lines does to a session what a host would do.

use super::expect::{self, offered};
use super::reached::Reached;
use super::sites::Sites;
use super::{Failure, Played, Trials};
use crate::calendar::civil::days_from_civil;
use crate::calendar::zone::Zone;
use crate::check::script::{FactKind, Script, Test};
use crate::problem::nearest;
use crate::runtime::{
    Context, FactValue, Input, Session, SessionError, SessionTurn, Start, Suggester,
};
use crate::span::{Span, Spanned};
use crate::syntax::tree::{Name, TestLine};
use crate::text::find::{clock_time, iso_date};

/// When a test begins that does not say: a working day, at noon on the clock of the script's first department.
pub const NOON: &str = "2026-01-14 12:00";

/// A test while it is played.
pub(super) struct Play<'t, 'm> {
    pub(super) trials: &'t Trials<'m>,
    pub(super) turn: SessionTurn<'t>,
    pub(super) sites: Sites,
    suggester: &'t mut Suggester,
    session: Option<Session>,
    start: Start,
    now: i64,
    reached: Reached,
}

pub(super) fn play(trials: &Trials<'_>, suggester: &mut Suggester, test: &Test) -> Played {
    suggester.start_trace();
    let now = moment(trials.script, NOON).unwrap_or_default();
    let mut play = Play {
        trials,
        turn: SessionTurn::default(),
        sites: Sites::default(),
        suggester,
        session: None,
        start: Start {
            context: Context { explain: true, ..Context::default() },
            ..Start::default()
        },
        now,
        reached: Reached::default(),
    };
    let failure = test.lines.iter().find_map(|line| play.line(line).err());
    // A test of what was given alone still begins.
    let failure = failure.or_else(|| play.begin(test.span).err());
    Played { failure: failure.map(|failure| *failure), reached: play.reached }
}

/// What a line of a test comes to: nothing, or why it does not hold.
pub(super) type Held = Result<(), Box<Failure>>;

impl<'t> Play<'t, '_> {
    fn line(&mut self, line: &Spanned<TestLine>) -> Held {
        let span = line.span;
        match &line.value {
            TestLine::Given { name, value } if self.session.is_none() => {
                self.given(name, value);
                Ok(())
            }
            TestLine::Given { name, value } if name.value == "now" => {
                self.now = moment(self.trials.script, &value.value).unwrap_or(self.now);
                self.apply(span, Input::Tick(self.now))
            }
            TestLine::Given { name, value } => {
                let value = fact_value(self.trials.script, &name.value, &value.value);
                self.apply(span, Input::Set { fact: name.value.clone(), value })
            }
            TestLine::GivenTopic(name) => {
                self.start.topic = Some(name.value.clone());
                Ok(())
            }
            TestLine::GivenAlone => {
                self.start.alone = true;
                Ok(())
            }
            TestLine::Customer(text) => {
                self.begin(span)?;
                self.apply(span, Input::Receive(text.value.clone()))
            }
            TestLine::Accept(number) => {
                self.begin(span)?;
                self.accept(span, *number)
            }
            TestLine::Choose(label) => {
                self.begin(span)?;
                self.choose(span, label)
            }
            TestLine::Wait(seconds) => {
                self.begin(span)?;
                self.now = self.now.saturating_add(i64::from(seconds.value).saturating_mul(1000));
                self.apply(span, Input::Tick(self.now))
            }
            TestLine::Expect(wanted) => {
                self.begin(span)?;
                expect::expect(self, span, wanted)
            }
        }
    }

    /// What the host knows before the conversation.
    fn given(&mut self, name: &Name, value: &Name) {
        let context = &mut self.start.context;
        match name.value.as_str() {
            "channel" => context.channel = Some(value.value.clone()),
            "language" => context.language = Some(value.value.clone()),
            "now" => self.now = moment(self.trials.script, &value.value).unwrap_or(self.now),
            fact => {
                let value = fact_value(self.trials.script, fact, &value.value);
                context.facts.push((fact.to_owned(), value));
            }
        }
    }

    /// Begins the conversation, where it has not begun.
    fn begin(&mut self, span: Span) -> Held {
        if self.session.is_some() {
            return Ok(());
        }
        let mut start = self.start.clone();
        start.context.now = Some(self.now);
        let machine = &self.trials.machine;
        match Session::start(machine, self.suggester, start) {
            Ok((session, turn)) => {
                self.session = Some(session);
                self.take(turn);
                Ok(())
            }
            Err(error) => Err(refused(span, &error)),
        }
    }

    fn apply(&mut self, span: Span, input: Input) -> Held {
        let machine = &self.trials.machine;
        let Some(session) = &mut self.session else { return Ok(()) };
        session.set_now(self.now);
        match session.apply(machine, self.suggester, input) {
            Ok(turn) => {
                self.take(turn);
                Ok(())
            }
            Err(error) => Err(refused(span, &error)),
        }
    }

    /// Looks at what an operation gave.
    fn take(&mut self, turn: SessionTurn<'t>) {
        let marks = self.suggester.traced();
        let events = self.session.as_mut().map(Session::events).unwrap_or_default();
        self.sites.read(self.trials, marks, &events, &turn, &mut self.reached);
        self.turn = turn;
    }

    fn accept(&mut self, span: Span, number: u32) -> Held {
        let at = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
        let Some(suggestion) = self.turn.turn.suggestions.get(at) else {
            let count = self.turn.turn.suggestions.len();
            let found = match count {
                0 => "nothing is suggested".to_owned(),
                1 => "there is one suggestion".to_owned(),
                n => format!("there are {n} suggestions"),
            };
            let expected = if number == 1 {
                "expected a suggestion to accept".to_owned()
            } else {
                format!("expected a suggestion {number} to accept")
            };
            let details = expect::said(&self.turn);
            return Err(Box::new(Failure {
                span,
                expected,
                found,
                details,
                origin: None,
                help: None,
            }));
        };
        self.apply(span, Input::Accept { id: suggestion.id.clone(), text: None })
    }

    fn choose(&mut self, span: Span, label: &Name) -> Held {
        if let Some(id) = offered(&self.turn, &label.value) {
            return self.apply(span, Input::Choose(id));
        }
        let turn = &self.turn.turn;
        let labels = turn.choices.iter().map(|choice| &*choice.label);
        let titles = self.turn.switches.iter().map(|switch| switch.title);
        let near = nearest(label.value.trim(), labels.clone().chain(titles.clone()));
        let help = if let Some(near) = near {
            Some(format!("did you mean `choose {near}`?"))
        } else if turn.choices.is_empty() && !turn.suggestions.is_empty() {
            Some("if it comes after the reply, write `accept` above this line".to_owned())
        } else {
            None
        };
        let found = if turn.choices.is_empty() && self.turn.switches.is_empty() {
            "no choice is offered here"
        } else {
            "it is not among the choices"
        };
        let mut details: Vec<String> = labels.map(|label| format!("choice: {label}")).collect();
        details.extend(titles.map(|title| format!("switch: {title}")));
        if details.is_empty() {
            details = expect::said(&self.turn);
        }
        Err(Box::new(Failure {
            span,
            expected: format!("expected the choice `{}`", label.value.trim()),
            found: found.to_owned(),
            details,
            origin: None,
            help,
        }))
    }
}

fn refused(span: Span, error: &SessionError) -> Box<Failure> {
    Box::new(Failure {
        span,
        expected: "the test cannot go on here".to_owned(),
        found: error.message(),
        details: Vec::new(),
        origin: None,
        help: None,
    })
}

/// A fact's value as a host would give it: a list's are parted by commas.
fn fact_value(script: &Script, fact: &str, value: &str) -> FactValue {
    match kind(script, fact) {
        Some(FactKind::List) => FactValue::List(items(value)),
        _ => FactValue::Text(value.to_owned()),
    }
}

pub(super) fn kind<'s>(script: &'s Script, fact: &str) -> Option<&'s FactKind> {
    script.facts.iter().find(|row| row.name == fact).map(|row| &row.kind)
}

/// The members of a list as a test writes it.
pub(super) fn items(value: &str) -> Vec<String> {
    value.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// `2026-12-24 10:00` on the clock of the script's first department, in milliseconds since 1970-01-01 UTC.
fn moment(script: &Script, text: &str) -> Option<i64> {
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let utc = Zone::UTC;
    let zone = script.departments.first().map_or(&utc, |row| &row.schedule.zone);
    let days = iso_date(date).or_else(|| loose_date(date))?;
    let minutes = clock_time(time.trim())?;
    Some(zone.utc(days, i32::from(minutes) * 60).saturating_mul(1000))
}

/// `2026-1-4`, as the checks let it pass.
fn loose_date(text: &str) -> Option<i32> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    days_from_civil(year, month, day)
}
