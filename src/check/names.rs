//! Where the names of a script are declared and used: what an editor needs to go to a name, to find its uses, to change it.
//!
//! A name means here what it means to the checks, but nothing is told: a name that nothing declares is a use without a
//! declaration, and lines that could not be read are left out.

mod exprs;

pub use super::scope::Sort;
use super::scope::{Scope, declare};
use crate::span::Span;
use crate::syntax::tree::{
    Choice, Element, Expect, ExpectKind, Guard, GuardKind, Handler, Item, Name, OnAction, Pattern,
    Piece, Prefer, Statement, StatementKind, Target, TestLine, Text, Topic, Way,
};
use crate::text::case;

/// Something that has a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// What a line of its own declares.
    Named(Sort, String),
    /// An option of a fact.
    Choosable {
        /// The fact.
        fact: String,
        /// The option.
        name: String,
    },
    /// A choice, by its label in small letters, where that has no holes.
    Label(String),
    /// An action of the host.
    Action(String),
    /// A tag for reports.
    Tag(String),
}

impl Symbol {
    /// What an author calls it.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Named(sort, _) => sort.noun(),
            Self::Choosable { .. } => "option",
            Self::Label(_) => "choice",
            Self::Action(_) => "action",
            Self::Tag(_) => "tag",
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Named(_, name)
            | Self::Choosable { name, .. }
            | Self::Label(name)
            | Self::Action(name)
            | Self::Tag(name) => name,
        }
    }

    /// The same sort of thing with another name.
    #[must_use]
    pub fn called(&self, name: &str) -> Self {
        let name = name.to_owned();
        match self {
            Self::Named(sort, _) => Self::Named(*sort, name),
            Self::Choosable { fact, .. } => Self::Choosable { fact: fact.clone(), name },
            Self::Label(_) => Self::Label(name),
            Self::Action(_) => Self::Action(name),
            Self::Tag(_) => Self::Tag(name),
        }
    }
}

/// A place where something is named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name alone, without quotes around it.
    pub span: Span,
    /// What is named.
    pub symbol: Symbol,
    /// Whether it is declared here.
    pub declares: bool,
}

/// Every place where a script names something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// By file and place.
    places: Vec<Place>,
}

impl Names {
    /// Every place, by file and offset.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The places of a file, in order.
    pub fn in_file(&self, file: u16) -> &[Place] {
        let from = self.places.partition_point(|place| place.span.file < file);
        let to = self.places.partition_point(|place| place.span.file <= file);
        self.places.get(from..to).unwrap_or(&[])
    }

    /// What is named at a byte of a file; where two names touch, the second.
    pub fn at(&self, file: u16, byte: u32) -> Option<&Place> {
        let places = self.in_file(file);
        let behind = places.partition_point(|place| place.span.start <= byte);
        let before = places.get(..behind).unwrap_or(&[]);
        before.last().filter(|place| byte <= place.span.end)
    }

    /// The places where something is named, by file and offset.
    pub fn of<'a>(&'a self, symbol: &'a Symbol) -> impl Iterator<Item = &'a Place> {
        self.places.iter().filter(move |place| place.symbol == *symbol)
    }

    /// The places that declare something.
    pub fn declarations(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.declares)
    }

    /// Whether something is declared.
    pub fn declares(&self, symbol: &Symbol) -> bool {
        self.of(symbol).any(|place| place.declares)
    }
}

/// Finds the names in the items of all files of a script; `texts` are the files, by their number in spans.
pub(crate) fn find(items: &[&Item], texts: &[&str]) -> Names {
    let scope = declare(items, false, &mut Vec::new());
    let mut finder = Finder { scope, texts, places: Vec::new() };
    for item in items {
        finder.item(item);
    }
    let mut places = finder.places;
    places.sort_unstable();
    places.dedup();
    Names { places }
}

/// Goes over trees and notes each name with what it means.
struct Finder<'a> {
    scope: Scope<'a>,
    texts: &'a [&'a str],
    places: Vec<Place>,
}

impl Finder<'_> {
    fn note(&mut self, symbol: Symbol, span: Span, declares: bool) {
        let span = self.without_quotes(span);
        if span.start < span.end {
            self.places.push(Place { span, symbol, declares });
        }
    }

    /// The text within quotes, where there are some.
    fn without_quotes(&self, span: Span) -> Span {
        let text = span.text(self.texts.get(usize::from(span.file)).copied().unwrap_or(""));
        let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„');
        let (mut chars, whole) = (text.chars(), text.len());
        match (chars.next(), chars.next_back()) {
            (Some(first), Some(last)) if is_quote(first) && is_quote(last) => {
                let narrow = |n: usize| u32::try_from(n).unwrap_or(0);
                let end = narrow(whole - last.len_utf8());
                Span::new(span.file, span.start + narrow(first.len_utf8()), span.start + end)
            }
            _ => span,
        }
    }

    fn declared(&mut self, sort: Sort, name: &Name) {
        self.note(Symbol::Named(sort, name.value.clone()), name.span, true);
    }

    fn used(&mut self, sort: Sort, name: &Name) {
        self.note(Symbol::Named(sort, name.value.clone()), name.span, false);
    }

    fn option(&mut self, fact: &str, name: &str, span: Span, declares: bool) {
        let symbol = Symbol::Choosable { fact: fact.to_owned(), name: name.to_owned() };
        self.note(symbol, span, declares);
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Language(names) => {
                names.iter().for_each(|name| self.declared(Sort::Language, name));
            }
            Item::Channel(channel) => self.declared(Sort::Channel, &channel.name),
            Item::Department(department) => self.declared(Sort::Department, &department.name),
            Item::Fact(fact, ask) => {
                self.declared(Sort::Fact, &fact.name);
                for option in fact.kind.options() {
                    match fact.list_of(option) {
                        Some(list) => self.used(Sort::List, list),
                        None => self.option(&fact.name.value, &option.value, option.span, true),
                    }
                }
                if let Some(default) = &fact.default {
                    self.default(fact, default);
                }
                ask.iter().for_each(|ask| self.text(ask));
            }
            Item::Words(name, _) => self.declared(Sort::List, name),
            Item::Intent(name, _) => self.declared(Sort::Intent, name),
            Item::Prefer(prefer) => self.prefer(prefer),
            Item::Topic(topic) => self.topic(topic),
            Item::Test(test) => test.lines.iter().for_each(|line| self.test_line(&line.value)),
            Item::Script(_)
            | Item::Version(_)
            | Item::Pack(_)
            | Item::Threshold(_)
            | Item::Include(_) => {}
        }
    }

    fn prefer(&mut self, prefer: &Prefer) {
        self.used(Sort::Channel, &prefer.channel);
        if let Some(subject) = &prefer.subject {
            let intent = self.scope.intents.id(&subject.value).is_some();
            if intent {
                self.used(Sort::Intent, subject);
            }
            if !intent || self.scope.topics.id(&subject.value).is_some() {
                self.used(Sort::Topic, subject);
            }
        }
        prefer.condition.iter().for_each(|condition| self.expr(condition));
    }

    fn topic(&mut self, topic: &Topic) {
        self.declared(Sort::Topic, &topic.name);
        topic.department.iter().for_each(|name| self.used(Sort::Department, name));
        for when in &topic.ways {
            match &when.way {
                Way::Pattern(pattern) => self.pattern(pattern),
                Way::Intent(name) => {
                    let shared = self.scope.intents.id(&name.value).is_some();
                    let own = self.scope.topics.id(&name.value).is_some();
                    self.used(if own && !shared { Sort::Topic } else { Sort::Intent }, name);
                }
                Way::If(condition) => self.expr(condition),
            }
        }
        self.body(&topic.body);
        for Handler { action, .. } in &topic.handlers {
            match action {
                OnAction::Reply(text) => self.text(text),
                OnAction::Goto(target) => self.target(target),
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        for element in &pattern.elements {
            match element {
                Element::List(name) => self.used(Sort::List, name),
                Element::Either(patterns) => {
                    patterns.iter().for_each(|pattern| self.pattern(pattern));
                }
                Element::Optional(pattern) => self.pattern(pattern),
                Element::Word { .. } | Element::Exact(_) | Element::Gap { .. } => {}
            }
        }
    }

    fn body(&mut self, statements: &[Statement]) {
        for statement in statements {
            match &statement.kind {
                StatementKind::Need(names) => {
                    names.iter().for_each(|name| self.used(Sort::Fact, name));
                }
                StatementKind::Replies(replies) => {
                    for reply in replies {
                        self.guards(&reply.guards);
                        let lines = reply.messages.iter().flatten().flatten();
                        lines.for_each(|line| self.text(line));
                    }
                }
                StatementKind::Step(guarded) | StatementKind::Note(guarded) => {
                    self.guards(&guarded.guards);
                    self.text(&guarded.text);
                }
                StatementKind::Choices(choices) => {
                    choices.iter().for_each(|choice| self.choice(choice));
                }
                StatementKind::Goto(target) => self.target(target),
                StatementKind::Call(name) => self.used(Sort::Topic, name),
                StatementKind::Return => {}
                StatementKind::Do(name, arguments) => {
                    self.note(Symbol::Action(name.value.clone()), name.span, false);
                    arguments.iter().for_each(|(_, value)| self.expr(value));
                }
                StatementKind::Set(fact, value) => {
                    self.used(Sort::Fact, fact);
                    self.value_of(&fact.value, value);
                }
            }
        }
    }

    fn choice(&mut self, choice: &Choice) {
        self.guards(&choice.guards);
        let mut label = Some(String::new());
        for piece in &choice.label.pieces {
            match (piece, &mut label) {
                (Piece::Literal(words), Some(label)) => label.push_str(&words.value),
                _ => label = None,
            }
        }
        if let Some(label) = label {
            self.note(Symbol::Label(folded(&label)), choice.label.span, true);
        }
        self.text(&choice.label);
        choice.target.iter().for_each(|target| self.target(target));
        self.body(&choice.body);
    }

    fn target(&mut self, target: &Target) {
        match target {
            Target::Topic(name) => self.used(Sort::Topic, name),
            Target::Handoff { department, why } => {
                self.used(Sort::Department, department);
                why.iter().for_each(|why| self.text(why));
            }
            Target::End(_) => {}
        }
    }

    fn guards(&mut self, guards: &[Guard]) {
        for guard in guards {
            match &guard.kind {
                GuardKind::If(condition) => self.expr(condition),
                GuardKind::On(names) => {
                    names.iter().for_each(|name| self.used(Sort::Channel, name));
                }
                GuardKind::Lang(names) => {
                    names.iter().for_each(|name| self.used(Sort::Language, name));
                }
                GuardKind::Tag(name) => {
                    self.note(Symbol::Tag(name.value.clone()), name.span, false);
                }
                GuardKind::Until(_) | GuardKind::From(_) | GuardKind::Once | GuardKind::Id(_) => {}
            }
        }
    }

    fn text(&mut self, text: &Text) {
        for piece in &text.pieces {
            match piece {
                Piece::Literal(_) => {}
                Piece::Hole { value, .. } => self.expr(value),
                Piece::If { arms, otherwise, .. } => {
                    for (condition, text) in arms {
                        self.expr(condition);
                        self.text(text);
                    }
                    otherwise.iter().for_each(|text| self.text(text));
                }
                Piece::Plural { value, cases, .. } => {
                    self.expr(value);
                    cases.iter().for_each(|(_, text)| self.text(text));
                }
            }
        }
    }

    fn test_line(&mut self, line: &TestLine) {
        match line {
            TestLine::Given { name, value } => match name.value.as_str() {
                "channel" => self.used(Sort::Channel, value),
                "language" => self.used(Sort::Language, value),
                "now" => {}
                _ => self.test_fact(name, value),
            },
            TestLine::GivenTopic(name) => self.used(Sort::Topic, name),
            TestLine::Choose(label) => self.label(label),
            TestLine::Expect(Expect { kind, .. }) => match kind {
                ExpectKind::Topic(name) | ExpectKind::Switch(name) => {
                    name.iter().for_each(|name| self.used(Sort::Topic, name));
                }
                ExpectKind::Ask(name) => name.iter().for_each(|name| self.used(Sort::Fact, name)),
                ExpectKind::Choice(label) => self.label(label),
                ExpectKind::Handoff(name) | ExpectKind::Department(name) => {
                    name.iter().for_each(|name| self.used(Sort::Department, name));
                }
                ExpectKind::Prefer(name) => {
                    name.iter().for_each(|name| self.used(Sort::Channel, name));
                }
                ExpectKind::Do(name) => {
                    self.note(Symbol::Action(name.value.clone()), name.span, false);
                }
                ExpectKind::Fact(name, value) => self.test_fact(name, value),
                ExpectKind::Reply(_) | ExpectKind::End(_) => {}
            },
            TestLine::GivenAlone
            | TestLine::Customer(_)
            | TestLine::Accept(_)
            | TestLine::Wait(_) => {}
        }
    }

    fn test_fact(&mut self, name: &Name, value: &Name) {
        self.used(Sort::Fact, name);
        if self.has_options(&name.value) {
            self.option(&name.value, &value.value, value.span, false);
        }
    }

    fn label(&mut self, label: &Name) {
        self.note(Symbol::Label(folded(&label.value)), label.span, false);
    }

    fn has_options(&self, fact: &str) -> bool {
        self.scope.facts.id(fact).is_some_and(|id| !self.scope.options(id).is_empty())
    }
}

/// A label as it is compared: without white space around it, in small letters.
fn folded(label: &str) -> String {
    case::lower(label.trim())
}

#[cfg(test)]
mod tests;
