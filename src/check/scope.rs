//! What a script declares: one table of names a sort of thing, so that every name can be looked up while it is checked.

use std::collections::{BTreeSet, HashMap};

use super::kinds::Kind;
use crate::problem::{Code, Problem};
use crate::span::Span;
use crate::syntax::tree::{self, Item, Name};

/// The sorts of things that have names of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// `channel x`
    Channel,
    /// `department support Support`
    Department,
    /// `fact name text`
    Fact,
    /// `words parcel = …`
    List,
    /// `intent refund`
    Intent,
    /// `== late: …`, `menu welcome: …`
    Topic,
    /// `language en`
    Language,
}

impl Sort {
    pub(crate) const ALL: [Sort; 7] = [
        Sort::Channel,
        Sort::Department,
        Sort::Fact,
        Sort::List,
        Sort::Intent,
        Sort::Topic,
        Sort::Language,
    ];

    /// What an author calls it.
    pub fn noun(self) -> &'static str {
        match self {
            Sort::Channel => "channel",
            Sort::Department => "department",
            Sort::Fact => "fact",
            Sort::List => "word list",
            Sort::Intent => "intent",
            Sort::Topic => "topic",
            Sort::Language => "language",
        }
    }

    /// How one is declared.
    pub(crate) fn declaration(self, name: &str) -> String {
        match self {
            Sort::Channel => format!("write `channel {name}` at the top of the script"),
            Sort::Department => {
                format!("write `department {name} Its title` at the top of the script")
            }
            Sort::Fact => format!("write `fact {name} text` at the top of the script"),
            Sort::List => format!("write `words {name} = one, two` at the top of the script"),
            Sort::Intent => format!("write `intent {name}` with examples under it"),
            Sort::Topic => format!("write a topic `== {name}: Its title`"),
            Sort::Language => format!("add `{name}` to the `language` line"),
        }
    }
}

/// The names of one sort, in the order declared.
#[derive(Debug, Default)]
pub(crate) struct Table<'a> {
    ids: HashMap<&'a str, u32>,
    /// Name and place of each; a name declared twice is there twice and found as its first.
    pub(crate) names: Vec<(&'a str, Span)>,
    /// Names that a line that could not be read may have declared.
    perhaps: BTreeSet<&'a str>,
}

impl<'a> Table<'a> {
    pub(crate) fn id(&self, name: &str) -> Option<u32> {
        self.ids.get(name).copied()
    }

    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.perhaps.contains(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.names.iter().map(|&(name, _)| name)
    }

    /// Adds a name; its id, and the place of an earlier one of that name.
    fn add(&mut self, name: &'a str, span: Span) -> (u32, Option<Span>) {
        let id = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push((name, span));
        let first = *self.ids.entry(name).or_insert(id);
        let earlier = (first != id).then(|| self.place(first)).flatten();
        (id, earlier)
    }

    pub(crate) fn place(&self, id: u32) -> Option<Span> {
        self.get(id).map(|&(_, span)| span)
    }

    pub(crate) fn name(&self, id: u32) -> &'a str {
        self.get(id).map_or("", |&(name, _)| name)
    }

    fn get(&self, id: u32) -> Option<&(&'a str, Span)> {
        usize::try_from(id).ok().and_then(|index| self.names.get(index))
    }
}

/// Everything a script declares.
#[derive(Debug, Default)]
pub(crate) struct Scope<'a> {
    pub(crate) channels: Table<'a>,
    pub(crate) departments: Table<'a>,
    pub(crate) facts: Table<'a>,
    pub(crate) lists: Table<'a>,
    /// Shared intents.
    pub(crate) intents: Table<'a>,
    pub(crate) topics: Table<'a>,
    pub(crate) languages: Table<'a>,
    /// By id of a channel.
    pub(crate) channel_trees: Vec<&'a tree::Channel>,
    /// By id of a fact.
    pub(crate) fact_trees: Vec<&'a tree::Fact>,
    /// By id of a topic: the intent that its own examples are.
    pub(crate) own_intents: Vec<Option<u32>>,
    /// Facts whose line could not be read to its end, so that their kind is not known.
    pub(crate) vague: BTreeSet<u32>,
    /// Names of any sort that a line without a mark may have declared.
    pub(crate) perhaps_any: BTreeSet<&'a str>,
    /// A file is missing: a name that is not here may be there.
    pub(crate) incomplete: bool,
}

impl<'a> Scope<'a> {
    pub(crate) fn table(&self, sort: Sort) -> &Table<'a> {
        match sort {
            Sort::Channel => &self.channels,
            Sort::Department => &self.departments,
            Sort::Fact => &self.facts,
            Sort::List => &self.lists,
            Sort::Intent => &self.intents,
            Sort::Topic => &self.topics,
            Sort::Language => &self.languages,
        }
    }

    fn table_mut(&mut self, sort: Sort) -> &mut Table<'a> {
        match sort {
            Sort::Channel => &mut self.channels,
            Sort::Department => &mut self.departments,
            Sort::Fact => &mut self.facts,
            Sort::List => &mut self.lists,
            Sort::Intent => &mut self.intents,
            Sort::Topic => &mut self.topics,
            Sort::Language => &mut self.languages,
        }
    }

    /// The options of a fact that takes one of several; empty for others.
    pub(crate) fn options(&self, fact: u32) -> &'a [Name] {
        self.fact(fact).map_or(&[], |fact| fact.kind.options())
    }

    pub(crate) fn fact(&self, fact: u32) -> Option<&'a tree::Fact> {
        usize::try_from(fact).ok().and_then(|index| self.fact_trees.get(index)).copied()
    }

    /// The kind of a fact's values.
    pub(crate) fn kind(&self, fact: u32) -> Kind {
        match self.fact(fact) {
            Some(tree) if !self.vague.contains(&fact) => Kind::of(fact, &tree.kind),
            _ => Kind::Unknown,
        }
    }

    /// The intent that a topic's own examples are.
    pub(crate) fn own_intent(&self, topic: u32) -> Option<u32> {
        usize::try_from(topic).ok().and_then(|index| self.own_intents.get(index)).copied().flatten()
    }

    /// Notes names of any sort that a line that could not be read may have declared.
    pub(crate) fn may_declare_any(&mut self, names: impl Iterator<Item = &'a str>) {
        self.perhaps_any.extend(names);
    }

    /// Notes a name that a line that could not be read may have declared.
    pub(crate) fn may_declare(&mut self, sort: Sort, name: &'a str) {
        self.table_mut(sort).perhaps.insert(name);
    }
}

/// Words that have a meaning of their own where facts are used.
pub(crate) const RESERVED_FACTS: [&str; 14] = [
    "and", "or", "not", "has", "in", "is", "known", "yes", "no", "now", "channel", "language",
    "if", "else",
];

/// Words that have a meaning of their own behind `->`.
pub(crate) const RESERVED_TOPICS: [&str; 2] = ["handoff", "end"];

/// Reads every declaration; names declared twice and names that are taken are problems.
///
/// In a script with `broken` lines a second department without a title is no problem: it may be the owner of a topic whose
/// heading could not be read.
pub(crate) fn declare<'a>(
    items: &[&'a Item],
    broken: bool,
    problems: &mut Vec<Problem>,
) -> Scope<'a> {
    let mut scope = Scope::default();
    let mut singles = Singles::default();
    for &item in items {
        match item {
            Item::Script(name) => singles.script.once("script", name.span, problems),
            Item::Version(version) => singles.version.once("version", version.span, problems),
            Item::Pack(language) => singles.pack.once("pack", language.span, problems),
            Item::Threshold(percent) => {
                singles.threshold.once("threshold", percent.span, problems);
            }
            Item::Language(names) => {
                if let Some(first) = names.first() {
                    singles.language.once("language", first.span, problems);
                }
                for name in names {
                    declare_one(&mut scope, Sort::Language, name, problems);
                }
            }
            Item::Channel(channel) => {
                declare_one(&mut scope, Sort::Channel, &channel.name, problems);
                scope.channel_trees.push(channel);
            }
            Item::Department(department) => {
                let owner = broken && department.title.is_none();
                if owner && scope.departments.id(&department.name.value).is_some() {
                    scope.departments.add(&department.name.value, department.name.span);
                    continue;
                }
                declare_one(&mut scope, Sort::Department, &department.name, problems);
            }
            Item::Fact(fact, _) => {
                reserved(Sort::Fact, &fact.name, &RESERVED_FACTS, problems);
                declare_one(&mut scope, Sort::Fact, &fact.name, problems);
                scope.fact_trees.push(fact);
            }
            Item::Words(name, _) => declare_one(&mut scope, Sort::List, name, problems),
            Item::Intent(name, _) => declare_one(&mut scope, Sort::Intent, name, problems),
            Item::Topic(topic) => {
                reserved(Sort::Topic, &topic.name, &RESERVED_TOPICS, problems);
                declare_one(&mut scope, Sort::Topic, &topic.name, problems);
            }
            Item::Include(_) | Item::Prefer(_) | Item::Test(_) => {}
        }
    }
    if scope.languages.names.is_empty() {
        scope.languages.add("en", Span::default());
    }
    own_intents(&mut scope, items, problems);
    scope
}

/// A topic's own examples make an intent of the topic's name, unless there is a shared one already.
fn own_intents(scope: &mut Scope<'_>, items: &[&Item], problems: &mut Vec<Problem>) {
    let mut next = u32::try_from(scope.intents.names.len()).unwrap_or(u32::MAX);
    for item in items {
        let Item::Topic(topic) = item else { continue };
        let own = !topic.examples.is_empty();
        scope.own_intents.push(own.then_some(next));
        if !own {
            continue;
        }
        next = next.saturating_add(1);
        if let Some(place) =
            scope.intents.id(&topic.name.value).and_then(|id| scope.intents.place(id))
        {
            let name = &topic.name.value;
            problems.push(
                Problem::new(
                    Code::DuplicateName,
                    topic.name.span,
                    format!("topic `{name}` has examples of its own, and there is an intent `{name}` too"),
                )
                .label(place, "the intent is declared here")
                .help(format!("move the topic's examples under `intent {name}` and write `when intent {name}` here")),
            );
        }
    }
}

fn declare_one<'a>(scope: &mut Scope<'a>, sort: Sort, name: &'a Name, problems: &mut Vec<Problem>) {
    let (_, earlier) = scope.table_mut(sort).add(&name.value, name.span);
    if let Some(earlier) = earlier {
        let (noun, text) = (sort.noun(), &name.value);
        problems.push(
            Problem::new(
                Code::DuplicateName,
                name.span,
                format!("the {noun} `{text}` is declared already"),
            )
            .label(earlier, "first declared here")
            .help("give one of them another name, or remove one"),
        );
    }
}

fn reserved(sort: Sort, name: &Name, words: &[&str], problems: &mut Vec<Problem>) {
    if words.contains(&name.value.as_str()) {
        let (noun, text) = (sort.noun(), &name.value);
        problems.push(
            Problem::new(
                Code::ReservedName,
                name.span,
                format!("a {noun} cannot be called `{text}`: the word has a meaning of its own"),
            )
            .help(format!("choose another name, such as `{text}_{}`", noun.replace(' ', "_"))),
        );
    }
}

/// Lines that a script has once.
#[derive(Default)]
struct Singles {
    script: Single,
    version: Single,
    pack: Single,
    threshold: Single,
    language: Single,
}

#[derive(Default)]
struct Single(Option<Span>);

impl Single {
    fn once(&mut self, keyword: &str, span: Span, problems: &mut Vec<Problem>) {
        match self.0 {
            None => self.0 = Some(span),
            Some(first) => problems.push(
                Problem::new(
                    Code::DuplicateName,
                    span,
                    format!("the script has a `{keyword}` line already"),
                )
                .label(first, "the first one")
                .help("keep one of the two lines"),
            ),
        }
    }
}
