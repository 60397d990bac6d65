//! The head of a script: channels, departments with their hours, facts, lists, intents, preferences.

use std::collections::{BTreeMap, BTreeSet};

use super::exprs::{Bare, condition, expression};
use super::texts;
use super::words::option;
use crate::calendar::hours::{Interval, MAX_CLOSED, MAX_INTERVALS, Schedule};
use crate::calendar::zone::Zone;
use crate::check::context::{Cx, UNKNOWN};
use crate::check::kinds::{Kind, is_constant};
use crate::check::plurals::plural_rules;
use crate::check::scope::Sort;
use crate::check::script::{
    Channel, Department, Expr, Fact, FactKind, Intent, Language, List, Prefer, Script, Way,
};
use crate::check::zones;
use crate::machine::id::{ChannelId, IntentId, ListId, TopicId};
use crate::problem::{Code, Problem};
use crate::syntax::tree::{self, ExprKind, Item, Name};

/// The script's languages with their plural rules; a language without known rules has the form `other` only.
pub(crate) fn languages(cx: &mut Cx<'_>) -> Vec<Language> {
    let names = cx.scope.languages.names.clone();
    let mut out = Vec::with_capacity(names.len());
    for (name, span) in names {
        let plurals = plural_rules(name);
        if plurals.is_none() && !is_language_code(name) {
            cx.report(
                Problem::new(Code::BadValue, span, format!("`{name}` is not a language code"))
                    .help("write the code of the language, such as `en`, `fr` or `pt-BR`"),
            );
        }
        cx.plurals.push(plurals.clone());
        out.push(Language { name: name.to_owned(), plurals: plurals.unwrap_or_default() });
    }
    out
}

/// Whether it looks like a BCP 47 tag in use: two or three letters, then parts of up to eight letters and digits.
fn is_language_code(name: &str) -> bool {
    let mut parts = name.split('-');
    let primary = parts.next().unwrap_or("");
    let is_word = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
    matches!(primary.len(), 2 | 3)
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && is_word(part))
}

/// A channel is as it is written.
pub(crate) fn channel(channel: &tree::Channel) -> Channel {
    Channel {
        name: channel.name.value.clone(),
        limit: channel.limit.as_ref().map(|limit| limit.value),
        weighted: channel.weighted,
        public: channel.public,
        buttons: channel.buttons,
        split: channel.split,
    }
}

/// A department with its hours in its zone.
pub(crate) fn department(cx: &mut Cx<'_>, department: &tree::Department) -> Department {
    let zone = department.zone.as_ref().map_or(Zone::UTC, |name| zone(cx, name));
    if department.zone.is_none() && department.has_hours && !cx.broken_begins("open") {
        no_zone(cx, &department.name);
    }
    let hours: Vec<Interval> = department.hours.iter().flat_map(intervals).collect();
    empty_hours(cx, department);
    too_many(cx, &hours, department);
    let closed = department.closed.iter().map(|day| day.value).collect();
    for day in &department.closed {
        if !day.value.is_valid() {
            let text = cx.quote(day.span);
            cx.report(
                Problem::new(Code::BadValue, day.span, format!("there is no day `{text}`"))
                    .help("write a day and a month, such as `25 Dec`, or `2026-12-28`"),
            );
        }
    }
    Department {
        name: department.name.value.clone(),
        title: title(department.title.as_ref(), &department.name),
        schedule: Schedule { hours, closed, zone },
    }
}

/// More hours or closed days than a machine stores.
fn too_many(cx: &mut Cx<'_>, hours: &[Interval], department: &tree::Department) {
    let name = &department.name;
    for (count, most, what) in [
        (hours.len(), MAX_INTERVALS, "opening hours, counted by weekday"),
        (department.closed.len(), MAX_CLOSED, "closed days"),
    ] {
        if count > usize::from(most) {
            let message = format!("`{}` has {count} {what}", name.value);
            cx.report(
                Problem::new(Code::TooMany, name.span, message).help(format!("the most is {most}")),
            );
        }
    }
}

/// Hours that hold no time; where all of them do, the department is never open, which a lint says.
fn empty_hours(cx: &mut Cx<'_>, department: &tree::Department) {
    let is_empty = |hours: &&tree::Hours| intervals(hours).any(Interval::is_empty);
    if department.hours.iter().all(|hours| is_empty(&hours)) {
        return;
    }
    for hours in department.hours.iter().filter(is_empty) {
        cx.report(
            Problem::new(Code::BadValue, hours.span, "these hours hold no time")
                .help("write `00:00-24:00` for the whole day"),
        );
    }
}

fn no_zone(cx: &mut Cx<'_>, department: &Name) {
    let name = &department.value;
    let message = format!("the hours of `{name}` have no time zone");
    cx.report(
        Problem::new(Code::UnknownZone, department.span, message)
            .help("write where the clock hangs behind the hours: `open … in Europe/London`"),
    );
}

fn zone(cx: &mut Cx<'_>, name: &Name) -> Zone {
    if let Some(zone) = zones::zone(&name.value) {
        return zone;
    }
    let text = &name.value;
    let problem =
        Problem::new(Code::UnknownZone, name.span, format!("there is no time zone `{text}`"));
    cx.report(match zones::nearest(text) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(name.span, near),
        None => problem.help("write a region and a city, such as `Europe/London`"),
    });
    Zone::UTC
}

/// The days from the first to the last, over the end of the week where the last comes before the first.
fn intervals(hours: &tree::Hours) -> impl Iterator<Item = Interval> + use<> {
    let (first, from, to) = (hours.first % 7, hours.from, hours.to);
    let days = (hours.last % 7 + 7 - first) % 7;
    (0..=days).map(move |day| Interval { weekday: (first + day) % 7, from, to })
}

/// A fact; its value at the start is a constant of its kind.
pub(crate) fn fact(cx: &mut Cx<'_>, fact: &tree::Fact, ask: Option<&tree::Text>) -> Fact {
    let id = cx.scope.facts.id(&fact.name.value).unwrap_or(UNKNOWN);
    let kind = match &fact.kind {
        tree::FactKind::Text => FactKind::Text,
        tree::FactKind::Number => FactKind::Number,
        tree::FactKind::YesNo => FactKind::YesNo,
        tree::FactKind::Date => FactKind::Date,
        tree::FactKind::Time => FactKind::Time,
        tree::FactKind::Money => FactKind::Money,
        tree::FactKind::Email => FactKind::Email,
        tree::FactKind::Phone => FactKind::Phone,
        tree::FactKind::Link => FactKind::Link,
        tree::FactKind::OneOf(options) => FactKind::OneOf(self::options(cx, options)),
        tree::FactKind::SomeOf(options) => FactKind::SomeOf(self::options(cx, options)),
        tree::FactKind::List => FactKind::List,
    };
    let mut lists = Vec::new();
    if !fact.lists.is_empty() {
        for option in fact.kind.options() {
            let id = fact.list_of(option).map_or(UNKNOWN, |list| cx.find(Sort::List, list));
            lists.push((id != UNKNOWN).then(|| ListId::new(id)));
        }
    }
    let default = fact.default.as_ref().map(|default| {
        let wanted = Kind::of(id, &fact.kind);
        constant(cx, &fact.name, wanted, default)
    });
    if let Some(like) = &fact.like
        && kind != FactKind::Text
    {
        let name = &fact.name.value;
        cx.report(
            Problem::new(
                Code::WrongType,
                like.span,
                format!("`like` is for text, but `{name}` is {}", noun(id, &fact.kind)),
            )
            .help(format!("write `fact {name} text like …`, or leave `like` out")),
        );
    }
    let ask = ask.map(|ask| {
        cx.place.sent = true;
        let ask = texts::text(cx, ask);
        cx.place.sent = false;
        ask
    });
    Fact {
        name: fact.name.value.clone(),
        kind,
        lists,
        like: fact.like.as_ref().map(|like| like.value.clone()),
        secret: fact.secret,
        default,
        ask,
    }
}

/// What an author calls the values of a fact.
fn noun(id: u32, kind: &tree::FactKind) -> &'static str {
    match kind {
        tree::FactKind::Email => "an e-mail address",
        tree::FactKind::Phone => "a telephone number",
        tree::FactKind::Link => "a link",
        tree::FactKind::Money => "an amount of money",
        _ => Kind::of(id, kind).noun(),
    }
}

fn options(cx: &mut Cx<'_>, options: &[Name]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(options.len());
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for option in options {
        if !known.insert(&option.value) {
            let text = &option.value;
            cx.report(
                Problem::new(
                    Code::DuplicateName,
                    option.span,
                    format!("the option `{text}` is there twice"),
                )
                .help("remove one of the two"),
            );
        }
        out.push(option.value.clone());
    }
    out
}

fn constant(cx: &mut Cx<'_>, name: &Name, wanted: Kind, default: &tree::Expr) -> Expr {
    if let (Kind::Options(id), ExprKind::Name(text)) = (wanted, &default.kind) {
        return option(cx, text, default.span, id).expr;
    }
    // A word alone is text, or the one member of a list.
    let bare = match wanted {
        Kind::Options(id) => Bare::Option(id),
        _ => Bare::Text,
    };
    let value = expression(cx, default, bare);
    if value.kind == Kind::Unknown {
        return value.expr;
    }
    let text = cx.quote(default.span);
    let name = &name.value;
    if wanted == Kind::List && value.kind == Kind::Text {
        return Expr::List(vec![value.expr]);
    }
    if !is_constant(&value.expr) {
        cx.report(
            Problem::new(
                Code::WrongType,
                default.span,
                format!("`{name}` starts with a value that is written out, not `{text}`"),
            )
            .help(format!("write `set {name} = {text}` in a topic")),
        );
    } else if !wanted.fits(value.kind) {
        cx.report(
            Problem::new(
                Code::WrongType,
                default.span,
                format!("`{name}` is {}, but `{text}` is {}", wanted.noun(), value.kind.noun()),
            )
            .help(example_of(wanted, name)),
        );
    }
    value.expr
}

/// How a value of a kind is written.
fn example_of(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Number => format!("write a number: `{name} number = 3`"),
        Kind::YesNo => format!("write `yes` or `no`: `{name} yes/no = no`"),
        Kind::Date => format!("write a date: `{name} date = 2026-12-24`"),
        Kind::Time => format!("write a time: `{name} time = 08:30`"),
        _ => format!("write text in quotes: `{name} text = \"…\"`"),
    }
}

/// A word list is as it is written; what has a `~` is long enough for one.
pub(crate) fn list(cx: &mut Cx<'_>, name: &Name, members: &[Name]) -> List {
    for member in members {
        for word in member.value.split_whitespace().filter_map(|word| word.strip_prefix('~')) {
            super::patterns::near(cx, word, member.span, false);
        }
    }
    List {
        name: name.value.clone(),
        members: members.iter().map(|member| member.value.clone()).collect(),
    }
}

/// An intent is as it is written.
pub(crate) fn intent(name: &Name, examples: &[Name], shared: bool) -> Intent {
    Intent {
        shared,
        name: name.value.clone(),
        examples: examples.iter().map(|example| example.value.clone()).collect(),
    }
}

/// A preference for a topic; topics of an intent follow in [`prefer_intents`].
pub(crate) fn prefer(cx: &mut Cx<'_>, prefer: &tree::Prefer) -> Prefer {
    let channel = ChannelId::new(cx.find(Sort::Channel, &prefer.channel));
    let mut topics = Vec::new();
    if let Some(subject) = &prefer.subject {
        let topic = cx.look_up(Sort::Topic, &subject.value);
        let intent = cx.look_up(Sort::Intent, &subject.value);
        if topic.is_none() && intent.is_none() && !cx.quiet(Sort::Intent, &subject.value) {
            cx.find(Sort::Topic, subject);
        }
        topics.extend(topic.map(TopicId::new));
    }
    let condition = prefer.condition.as_ref().map(|test| condition(cx, test));
    Prefer { channel, topics, condition }
}

/// Adds the topics that a preferred intent leads to.
pub(crate) fn prefer_intents(cx: &Cx<'_>, items: &[&Item], script: &mut Script) {
    let mut leads_to: BTreeMap<IntentId, Vec<TopicId>> = BTreeMap::new();
    if !script.prefers.is_empty() {
        for (id, topic) in (0_u32..).zip(&script.topics) {
            for way in &topic.ways {
                if let Way::Intent(intent) = way {
                    leads_to.entry(*intent).or_default().push(TopicId::new(id));
                }
            }
        }
    }
    let prefers = items.iter().filter_map(|item| match item {
        Item::Prefer(prefer) => Some(prefer),
        _ => None,
    });
    for (tree, prefer) in prefers.zip(&mut script.prefers) {
        let intent = tree.subject.as_ref().and_then(|name| cx.scope.intents.id(&name.value));
        let topics = intent.and_then(|id| leads_to.get(&IntentId::new(id)));
        prefer.topics.extend(topics.into_iter().flatten());
        prefer.topics.sort_unstable();
        prefer.topics.dedup();
    }
}

/// What people read: the title, or else the name.
pub(crate) fn title(title: Option<&Name>, name: &Name) -> String {
    title.unwrap_or(name).value.clone()
}
