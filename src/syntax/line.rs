//! One line of a file: its mark chooses the rule, the rule's pairs become what the line says.

use super::grammar::Rule;
use super::mark::{self, Holds};
use super::reader::{Node, Reader, child, has};
use super::source::{any, is_space, too_deep};
use super::template::{condition, guards, label, names, text};
use super::{direct, expression, like, limits, pattern, testing, value};
use crate::problem::{Code, Problem, nearest};
use crate::span::{Span, Spanned};
use crate::syntax::tree::{
    Channel, Event, Fact, FactKind, Guarded, Line, LineKind, Name, OnAction, Outcome, Prefer,
    Target, Text, Way, When,
};

/// Reads the trimmed line `written`, which begins at byte `base` of `file`.
pub(super) fn read(file: u16, base: u32, written: &str, problems: &mut Vec<Problem>) -> Line {
    let mut reader = Reader { file, base: i64::from(base), problems, operators: 0 };
    let span = reader.place(0, written.len());
    let line = |kind, comment| Line { span, kind, comment };
    if written.is_empty() {
        return line(LineKind::Blank, None);
    }
    if written.starts_with('#') {
        return line(LineKind::Comment, None);
    }
    if written.len() > limits::MAX_LINE_BYTES {
        reader.tell(
            Problem::new(Code::LineTooLong, span, format!("this line has {} bytes", written.len()))
                .help(format!("the most is {}; write it as several lines", limits::MAX_LINE_BYTES)),
        );
        return line(LineKind::Bad, None);
    }
    invisible(&mut reader, written);
    let Some((rule, mark)) = mark::rule_of(written) else {
        let (kind, comment) = unknown(&mut reader, written);
        return line(kind, comment);
    };
    let (kind, comment) = by_rule(&mut reader, rule, mark.len(), written);
    line(kind, comment)
}

/// Tells a character that nobody sees and no line should hold.
fn invisible(reader: &mut Reader<'_>, written: &str) {
    if !any(written.as_bytes(), |b| !(b' '..=b'~').contains(&b)) {
        return;
    }
    let found = written.char_indices().find(|&(_, c)| c.is_control() && !is_space(c));
    if let Some((at, c)) = found {
        let place = reader.place(at, at + c.len_utf8());
        let code = u32::from(c);
        reader.tell(
            Problem::new(
                Code::BadLine,
                place,
                format!("an invisible character (U+{code:04X}) stands here"),
            )
            .help("delete it")
            .fix(place, ""),
        );
    }
}

/// Reads a line whose mark is known.
fn by_rule(
    reader: &mut Reader<'_>,
    rule: Rule,
    mark_len: usize,
    written: &str,
) -> (LineKind, Option<Span>) {
    match direct::read(reader, rule, mark_len, written) {
        Some(kind) => (kind, None),
        None => by_grammar(reader, rule, mark_len, written),
    }
}

/// Reads a line by its rule of the grammar.
pub(super) fn by_grammar(
    reader: &mut Reader<'_>,
    rule: Rule,
    mark_len: usize,
    written: &str,
) -> (LineKind, Option<Span>) {
    let rest = written.get(mark_len..).unwrap_or("");
    let holds = mark::holds(rule);
    if holds != Holds::Words
        && let Some(at) = too_deep(rest, holds == Holds::Text)
    {
        let at = mark_len + at;
        reader.tell(
            Problem::new(
                Code::NestedTooDeep,
                reader.place(at, at + 1),
                "brackets are nested too deep",
            )
            .help(format!("at most {} may be open at once", limits::MAX_NESTING)),
        );
        return (salvage(reader, rule, mark_len, written), None);
    }
    let Some(pairs) = reader.parse(rule, written, Code::BadLine) else {
        return (salvage(reader, rule, mark_len, written), None);
    };
    let Some(node) = pairs.into_iter().next() else {
        return (LineKind::Bad, None);
    };
    let comment = written
        .contains('#')
        .then(|| node.clone().into_inner().flatten().find(|part| part.as_rule() == Rule::comment))
        .flatten()
        .map(|part| reader.span(&part));
    (kind(reader, node).unwrap_or(LineKind::Bad), comment)
}

/// A line with no known mark: what was meant, where that can be told, and what it says then.
fn unknown(reader: &mut Reader<'_>, written: &str) -> (LineKind, Option<Span>) {
    for &(wrong, right) in mark::LOOKALIKES {
        if written.starts_with(wrong) {
            let place = reader.place(0, wrong.len());
            reader.tell(
                Problem::new(Code::UnknownLine, place, format!("`{wrong}` begins no line"))
                    .help(format!("write `{right}`"))
                    .fix(place, right),
            );
            return read_as(reader, wrong, right, written).unwrap_or((LineKind::Comment, None));
        }
    }
    let word = mark::first_word(written);
    let shown = if word.is_empty() {
        written.chars().next().map(String::from).unwrap_or_default()
    } else {
        word.to_owned()
    };
    let place = reader.place(0, shown.len());
    let keywords = mark::KEYWORDS.iter().map(|&(keyword, _)| keyword);
    let visible: String = word.chars().filter(|c| !matches!(c, '\u{200B}'..='\u{200D}')).collect();
    if let Some(meant) = nearest(&visible, keywords) {
        let before = reader.problems.len();
        let read = read_as(reader, word, meant, written);
        let more = reader.problems.len() > before;
        // A sentence may begin with any word: only a line that reads well, or a word hardly changed, was meant so.
        let sure = visible.len() >= 4 && visible.starts_with(|c: char| c.is_ascii_lowercase());
        if !more || sure {
            reader.problems.insert(
                before,
                Problem::new(Code::UnknownLine, place, format!("`{shown}` begins no line"))
                    .help(format!("did you mean `{meant}`?"))
                    .fix(place, meant),
            );
            return read.unwrap_or((LineKind::Bad, None));
        }
        reader.problems.truncate(before);
    }
    reader.tell(Problem::new(Code::UnknownLine, place, format!("`{shown}` begins no line")).help(
        "begin a reply with `>`, an example with `-`, a choice with `*`, a comment with `#`",
    ));
    (LineKind::Bad, None)
}

/// Reads the line as if `right` stood in the place of `wrong`, with the places of what is really there.
fn read_as(
    reader: &mut Reader<'_>,
    wrong: &str,
    right: &str,
    written: &str,
) -> Option<(LineKind, Option<Span>)> {
    let mended = format!("{right}{}", written.get(wrong.len()..)?);
    let (rule, mark) = mark::rule_of(&mended)?;
    let shift = i64::try_from(wrong.len()).ok()? - i64::try_from(right.len()).ok()?;
    let mut shifted = Reader {
        file: reader.file,
        base: reader.base + shift,
        problems: reader.problems,
        operators: 0,
    };
    let mark_len = mark.len();
    Some(by_rule(&mut shifted, rule, mark_len, &mended))
}

/// What a line that cannot be read still declares, so that its mistake costs only itself.
fn salvage(reader: &mut Reader<'_>, rule: Rule, mark_len: usize, written: &str) -> LineKind {
    if rule == Rule::choice_line {
        let stars =
            written.chars().take_while(|&c| c == '*' || is_space(c)).filter(|&c| c == '*').count();
        let label = Text { span: reader.place(0, written.len()), pieces: Vec::new() };
        let depth = u32::try_from(stars).unwrap_or(u32::MAX);
        return LineKind::Choice { depth, guards: Vec::new(), label, target: None };
    }
    let rest = written.get(mark_len..).unwrap_or("");
    let start = written.len() - rest.trim_start_matches(is_space).len();
    let word = mark::first_word(written.get(start..).unwrap_or(""));
    if word.is_empty() {
        return LineKind::Bad;
    }
    let name = Spanned { value: word.to_owned(), span: reader.place(start, start + word.len()) };
    match rule {
        Rule::channel_line => LineKind::Channel(channel(name)),
        Rule::department_line => LineKind::Department { name, title: None },
        Rule::fact_line => LineKind::Fact(Fact {
            name,
            kind: FactKind::Text,
            lists: Vec::new(),
            like: None,
            secret: false,
            default: None,
        }),
        Rule::words_line => LineKind::Words { name, members: Vec::new() },
        Rule::intent_line => LineKind::Intent(name),
        Rule::topic_line => LineKind::Topic { name, title: None },
        Rule::menu_line => LineKind::Menu { name, title: None },
        Rule::test_line => LineKind::Test(name),
        _ => LineKind::Bad,
    }
}

fn channel(name: Name) -> Channel {
    Channel { name, limit: None, weighted: false, public: false, buttons: false, split: false }
}

/// What the pairs of a line say.
fn kind(reader: &mut Reader<'_>, node: Node<'_>) -> Option<LineKind> {
    let rule = node.as_rule();
    Some(match rule {
        Rule::script_line => LineKind::Script(title(reader, &node)?),
        Rule::version_line => LineKind::Version(value::count(reader, &child(&node, Rule::count)?)),
        Rule::language_line => LineKind::Language(names(reader, &node)),
        Rule::pack_line => LineKind::Pack(name(reader, &node)),
        Rule::threshold_line => {
            LineKind::Threshold(value::percent(reader, &child(&node, Rule::count)?))
        }
        Rule::include_line => LineKind::Include(reader.words(&child(&node, Rule::title)?)),
        Rule::channel_line => LineKind::Channel(read_channel(reader, &node)),
        Rule::department_line => {
            LineKind::Department { name: name(reader, &node), title: title(reader, &node) }
        }
        Rule::open_line => {
            let items = node.clone().into_inner().filter(|part| part.as_rule() == Rule::hours);
            let hours = value::hours(reader, items);
            LineKind::Open { hours, zone: child(&node, Rule::zone).map(|zone| reader.name(&zone)) }
        }
        Rule::closed_line => {
            let mut days = Vec::new();
            for part in node.into_inner().filter(|part| part.as_rule() == Rule::date) {
                days.push(value::date(reader, &part));
            }
            LineKind::Closed(days)
        }
        Rule::fact_line => LineKind::Fact(fact(reader, &node)),
        Rule::ask_line => LineKind::Ask(text(reader, child(&node, Rule::text)?)),
        Rule::words_line => {
            let members = node.clone().into_inner().filter(|part| part.as_rule() == Rule::member);
            LineKind::Words {
                name: name(reader, &node),
                members: members.map(|part| reader.words(&part)).collect(),
            }
        }
        Rule::intent_line => LineKind::Intent(name(reader, &node)),
        Rule::prefer_line => LineKind::Prefer(Prefer {
            channel: name(reader, &node),
            subject: child(&node, Rule::subject).map(|part| name(reader, &part)),
            condition: child(&node, Rule::condition).and_then(|part| condition(reader, &part)),
        }),
        Rule::topic_line => {
            LineKind::Topic { name: name(reader, &node), title: title(reader, &node) }
        }
        Rule::menu_line => {
            LineKind::Menu { name: name(reader, &node), title: title(reader, &node) }
        }
        Rule::example_line => LineKind::Example(plain(reader, &node)?),
        Rule::when_line => LineKind::When(when(reader, node)?),
        Rule::test_line => LineKind::Test(title(reader, &node)?),
        Rule::given_line
        | Rule::customer_line
        | Rule::choose_line
        | Rule::accept_line
        | Rule::wait_line
        | Rule::expect_line => LineKind::TestLine(testing::read(reader, &node)?),
        _ => body(reader, &node)?,
    })
}

/// What the pairs of a line in the body of a topic say.
fn body(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<LineKind> {
    Some(match node.as_rule() {
        Rule::need_line => LineKind::Need(names(reader, node)),
        Rule::reply_line => LineKind::Reply {
            guards: guards(reader, node),
            text: child(node, Rule::text).map(|said| text(reader, said)),
        },
        Rule::or_line => LineKind::Or,
        Rule::also_line => LineKind::Also,
        Rule::step_line => LineKind::Step(guarded(reader, node)?),
        Rule::note_line => LineKind::Note(guarded(reader, node)?),
        Rule::choice_line => {
            let stars = child(node, Rule::stars)?.as_str().matches('*').count();
            LineKind::Choice {
                depth: u32::try_from(stars).unwrap_or(u32::MAX),
                guards: guards(reader, node),
                label: label(reader, child(node, Rule::label)?),
                target: child(node, Rule::target).and_then(|part| target(reader, &part)),
            }
        }
        Rule::then_line => LineKind::Then,
        Rule::goto_line => LineKind::Goto(target(reader, &child(node, Rule::target)?)?),
        Rule::call_line => LineKind::Call(name(reader, node)),
        Rule::return_line => LineKind::Return,
        Rule::do_line => {
            let mut arguments = Vec::new();
            if let Some(list) = child(node, Rule::arguments) {
                for part in list.into_inner().filter(|part| part.as_rule() == Rule::argument) {
                    if let Some(value) = child(&part, Rule::expr) {
                        let value = expression::read(reader, value);
                        arguments.push((name(reader, &part), value));
                    }
                }
            }
            LineKind::Do { name: name(reader, node), arguments }
        }
        Rule::set_line => {
            let value = expression::read(reader, child(node, Rule::expr)?);
            LineKind::Set { fact: name(reader, node), value }
        }
        Rule::handoff_line => {
            LineKind::Handoff { department: name(reader, node), why: why(reader, node) }
        }
        Rule::end_line => LineKind::End(outcome(reader, node)?),
        Rule::on_line => on(reader, node)?,
        _ => return None,
    })
}

pub(super) fn name(reader: &Reader<'_>, node: &Node<'_>) -> Name {
    reader.child_name(node, Rule::name)
}

pub(super) fn title(reader: &Reader<'_>, node: &Node<'_>) -> Option<Name> {
    child(node, Rule::title).map(|part| reader.words(&part))
}

/// The rest of a line as people read it.
pub(super) fn plain(reader: &Reader<'_>, node: &Node<'_>) -> Option<Name> {
    let part = child(node, Rule::plain)?;
    Some(Spanned { value: super::escape::resolved(part.as_str()), span: reader.span(&part) })
}

fn read_channel(reader: &mut Reader<'_>, node: &Node<'_>) -> Channel {
    let mut out = channel(name(reader, node));
    for part in node.clone().into_inner() {
        let span = reader.span(&part);
        let twice = match part.as_rule() {
            Rule::limit => {
                let limit = child(&part, Rule::count).map(|part| value::count(reader, &part));
                if let Some(zero) = limit.as_ref().filter(|limit| limit.value == 0) {
                    reader.tell(
                        Problem::new(Code::BadValue, zero.span, "nothing fits a limit of 0")
                            .help("leave `limit` out where there is none"),
                    );
                }
                core::mem::replace(&mut out.limit, limit).is_some()
            }
            Rule::kw_weighted => core::mem::replace(&mut out.weighted, true),
            Rule::kw_public => core::mem::replace(&mut out.public, true),
            Rule::kw_buttons => core::mem::replace(&mut out.buttons, true),
            Rule::kw_split => core::mem::replace(&mut out.split, true),
            _ => false,
        };
        if twice {
            reader.tell(said_twice(span, part.as_str()));
        }
    }
    out
}

fn said_twice(span: Span, written: &str) -> Problem {
    let word = mark::first_word(written);
    let shown = if word.is_empty() { "=" } else { word };
    Problem::new(Code::BadLine, span, format!("`{shown}` stands here twice"))
        .help("leave one out")
        .fix(span, "")
}

fn fact(reader: &mut Reader<'_>, node: &Node<'_>) -> Fact {
    let mut out = Fact {
        name: name(reader, node),
        kind: FactKind::Text,
        lists: Vec::new(),
        like: None,
        secret: false,
        default: None,
    };
    let (mut liked, mut defaulted) = (false, false);
    for part in node.clone().into_inner() {
        let span = reader.span(&part);
        let twice = match part.as_rule() {
            Rule::fact_kind => {
                if let Some(kind) = part.clone().into_inner().next() {
                    out.kind = fact_kind(reader, &kind);
                    let of = child(&kind, Rule::one_of).unwrap_or(kind);
                    let lists = of.into_inner().filter(|part| part.as_rule() == Rule::list_option);
                    out.lists.extend(lists.map(|part| name(reader, &part)));
                }
                false
            }
            Rule::like => {
                out.like = child(&part, Rule::like_text).and_then(|part| like::read(reader, &part));
                core::mem::replace(&mut liked, true)
            }
            Rule::kw_secret => core::mem::replace(&mut out.secret, true),
            Rule::default => {
                out.default = child(&part, Rule::expr).map(|part| expression::read(reader, part));
                core::mem::replace(&mut defaulted, true)
            }
            _ => false,
        };
        if twice {
            reader.tell(said_twice(span, part.as_str()));
        }
    }
    out
}

fn fact_kind(reader: &Reader<'_>, node: &Node<'_>) -> FactKind {
    match node.as_rule() {
        Rule::kw_number => FactKind::Number,
        Rule::yes_no => FactKind::YesNo,
        Rule::kw_date => FactKind::Date,
        Rule::kw_time => FactKind::Time,
        Rule::kw_money => FactKind::Money,
        Rule::kw_email => FactKind::Email,
        Rule::kw_phone => FactKind::Phone,
        Rule::kw_link => FactKind::Link,
        Rule::list_of => match child(node, Rule::one_of) {
            Some(of) => FactKind::SomeOf(options(reader, &of)),
            None => FactKind::List,
        },
        Rule::one_of => FactKind::OneOf(options(reader, node)),
        _ => FactKind::Text,
    }
}

/// The options of a fact; a word list is an option of its name.
fn options(reader: &Reader<'_>, node: &Node<'_>) -> Vec<Name> {
    let option = |part: Node<'_>| match part.as_rule() {
        Rule::option => Some(reader.words(&part)),
        Rule::list_option => {
            Some(Spanned { value: name(reader, &part).value, span: reader.span(&part) })
        }
        _ => None,
    };
    node.clone().into_inner().filter_map(option).collect()
}

fn when(reader: &mut Reader<'_>, node: Node<'_>) -> Option<When> {
    let not = has(&node, Rule::kw_not);
    let way = node.into_inner().find_map(|part| match part.as_rule() {
        Rule::condition => condition(reader, &part).map(Way::If),
        Rule::when_intent => Some(Way::Intent(name(reader, &part))),
        Rule::pattern => Some(Way::Pattern(pattern::read(reader, part))),
        _ => None,
    })?;
    Some(When { not, way })
}

fn guarded(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Guarded> {
    let said = child(node, Rule::text)?;
    Some(Guarded { guards: guards(reader, node), text: text(reader, said) })
}

fn target(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Target> {
    let inner = node.clone().into_inner().next()?;
    Some(match inner.as_rule() {
        Rule::target_handoff => {
            Target::Handoff { department: name(reader, &inner), why: why(reader, &inner) }
        }
        Rule::target_end => Target::End(outcome(reader, &inner)?),
        _ => Target::Topic(reader.name(&inner)),
    })
}

fn why(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Text> {
    child(node, Rule::quoted_text).map(|part| text(reader, part))
}

pub(super) fn outcome(reader: &Reader<'_>, node: &Node<'_>) -> Option<Spanned<Outcome>> {
    let part = child(node, Rule::outcome)?;
    let value = match part.as_str() {
        "resolved" => Outcome::Resolved,
        "unresolved" => Outcome::Unresolved,
        _ => Outcome::Spam,
    };
    Some(Spanned { value, span: reader.span(&part) })
}

fn on(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<LineKind> {
    let event = child(node, Rule::event)?;
    let span = reader.span(&event);
    let inner = event.into_inner().next()?;
    let value = if let Some(wait) = child(&inner, Rule::duration) {
        Event::Silence(value::duration(reader, &wait).value)
    } else {
        Event::NoMatch(
            child(&inner, Rule::count).map_or(1, |part| value::count(reader, &part).value),
        )
    };
    if matches!(value, Event::NoMatch(0)) {
        reader.tell(
            Problem::new(Code::BadValue, span, "the first answer that fits no choice is number 1")
                .help("write `nomatch 1`"),
        );
    }
    let action = match child(node, Rule::on_reply).and_then(|part| child(&part, Rule::text)) {
        Some(said) => OnAction::Reply(text(reader, said)),
        None => {
            OnAction::Goto(target(reader, &child(&child(node, Rule::on_goto)?, Rule::target)?)?)
        }
    };
    Some(LineKind::On { event: Spanned { value: event_value(value), span }, action })
}

/// The first answer that fits nothing is number 1 whatever was written.
fn event_value(event: Event) -> Event {
    if event == Event::NoMatch(0) { Event::NoMatch(1) } else { event }
}
