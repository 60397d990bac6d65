//! Topics, their trees, and everything else whose code stands before them.

use super::code::Code;
use super::expr::{expression, text};
use super::like;
use super::strings::Strings;
use crate::bytes::write;
use crate::check::script::{
    Choice, Expr, Fact, FactKind, Guards, Handler, HandlerAction, Reply, Script, Statement,
    StatementKind, Target, Topic, Way,
};
use crate::machine::code::{StepTag, guard};
use crate::machine::id::IntentId;
use crate::machine::tables::{Kind, fact, topic};
use crate::problem::{Code as ProblemCode, Problem};
use crate::span::Span;
use crate::syntax::tree::{Event, Outcome};

/// The sections that refer to code, and the code.
pub(crate) struct Trees {
    pub(crate) facts: Vec<u8>,
    pub(crate) topics: Vec<u8>,
    pub(crate) code: Vec<u8>,
    pub(crate) prefers: Vec<u8>,
    pub(crate) source_map: Vec<(u32, Span)>,
}

/// Writes facts, preferred channels and topics.
pub(crate) fn trees(script: &Script, strings: &mut Strings, problems: &mut Vec<Problem>) -> Trees {
    let mut code = Code::default();
    let facts = facts(script, strings, &mut code, problems);
    let prefers = prefers(script, strings, &mut code);
    // Numbers of a kind stand together: they are read and compressed better so.
    let (mut topics, mut names, mut bases) = (Vec::new(), Vec::new(), Vec::new());
    let (mut lengths, mut titles, mut departments) = (Vec::new(), Vec::new(), Vec::new());
    let mut intents_of_all: [(Vec<u8>, Vec<u8>); 2] = Default::default();
    write::size(&mut topics, code.bytes.len());
    write::size(&mut topics, script.topics.len());
    let (mut name, mut base) = (0, 0);
    for row in &script.topics {
        let first = strings.next();
        let id = strings.id(&row.name);
        let title = strings.id(&row.title);
        let intents = intents_of(&row.ways);
        let not_intents = intents_of(&row.nots);
        topics.push(
            u8::from(row.menu) * topic::MENU
                + u8::from(title != id) * topic::TITLE
                + u8::from(row.department.is_some()) * topic::DEPARTMENT
                + u8::from(!intents.is_empty()) * topic::INTENTS
                + u8::from(!not_intents.is_empty()) * topic::NOT_INTENTS
                + u8::from(row.ways.iter().any(|way| matches!(way, Way::If(_))))
                    * topic::CONDITIONS,
        );
        write::signed(&mut names, i64::from(id.index()) - name);
        name = i64::from(id.index());
        if title != id {
            write::signed(&mut titles, i64::from(title.index()) - name);
        }
        if let Some(department) = row.department {
            write::varint(&mut departments, department.index());
        }
        for (list, (counts, ids)) in [intents, not_intents].iter().zip(&mut intents_of_all) {
            if !list.is_empty() {
                write::size(counts, list.len());
                list.iter().for_each(|id| write::varint(ids, id.index()));
            }
        }
        write::signed(&mut bases, i64::from(first.index()) - base);
        base = i64::from(first.index());
        let before = code.bytes.len();
        code.count_strings_from(first);
        code.mark(row.span);
        topic_code(&mut code, strings, row);
        write::size(&mut lengths, code.bytes.len() - before);
    }
    for mut column in [names, bases, lengths, titles, departments] {
        topics.append(&mut column);
    }
    for (mut counts, mut ids) in intents_of_all {
        topics.append(&mut counts);
        topics.append(&mut ids);
    }
    let bytes = std::mem::take(&mut code.bytes);
    Trees { facts, topics, code: bytes, prefers, source_map: code.into_marks() }
}

fn facts(
    script: &Script,
    strings: &mut Strings,
    code: &mut Code,
    problems: &mut Vec<Problem>,
) -> Vec<u8> {
    let mut out = Vec::new();
    write::size(&mut out, script.facts.len());
    for row in &script.facts {
        write::varint(&mut out, strings.id(&row.name).index());
        out.push(kind(&row.kind).byte());
        let dfa = row.like.as_ref().and_then(|pattern| {
            like::compile(pattern).map_err(|_| problems.push(too_large(row))).ok()
        });
        out.push(
            u8::from(row.secret) * fact::SECRET
                + u8::from(dfa.is_some()) * fact::LIKE
                + u8::from(row.default.is_some()) * fact::DEFAULT
                + u8::from(row.ask.is_some()) * fact::ASK
                + u8::from(!row.lists.is_empty()) * fact::SYNONYMS,
        );
        if matches!(row.kind, FactKind::OneOf(_) | FactKind::SomeOf(_)) {
            let mut texts = |list: &[String]| {
                write::size(&mut out, list.len());
                list.iter().for_each(|text| write::varint(&mut out, strings.id(text).index()));
            };
            texts(row.kind.options());
            for list in &row.lists {
                let list = list.and_then(|id| script.lists.get(id.usize()));
                texts(list.map_or(&[], |list| &list.members));
            }
        }
        if let Some(dfa) = dfa {
            let mut bytes = Vec::new();
            dfa.write(&mut bytes);
            write::size(&mut out, bytes.len());
            out.extend_from_slice(&bytes);
        }
        if let Some(default) = &row.default {
            write::size(&mut out, code.bytes.len());
            expression(code, strings, default);
        }
        if let Some(ask) = &row.ask {
            write::size(&mut out, code.bytes.len());
            text(code, strings, ask);
        }
    }
    out
}

fn too_large(row: &Fact) -> Problem {
    let message = format!("the `like` pattern of `{}` is too large", row.name);
    Problem::new(ProblemCode::TooMany, Span::default(), message)
        .help("use smaller repetitions, such as `{1,40}`")
}

fn kind(kind: &FactKind) -> Kind {
    match kind {
        FactKind::Text => Kind::Text,
        FactKind::Number => Kind::Number,
        FactKind::YesNo => Kind::YesNo,
        FactKind::Date => Kind::Date,
        FactKind::Time => Kind::Time,
        FactKind::Money => Kind::Money,
        FactKind::Email => Kind::Email,
        FactKind::Phone => Kind::Phone,
        FactKind::Link => Kind::Link,
        FactKind::OneOf(_) => Kind::OneOf,
        FactKind::List => Kind::List,
        FactKind::SomeOf(_) => Kind::SomeOf,
    }
}

fn prefers(script: &Script, strings: &mut Strings, code: &mut Code) -> Vec<u8> {
    let mut out = Vec::new();
    write::size(&mut out, script.prefers.len());
    for row in &script.prefers {
        write::varint(&mut out, row.channel.index());
        write::size(&mut out, row.topics.len());
        row.topics.iter().for_each(|topic| write::varint(&mut out, topic.index()));
        match &row.condition {
            None => out.push(0),
            Some(condition) => {
                write::size(&mut out, code.bytes.len() + 1);
                expression(code, strings, condition);
            }
        }
    }
    out
}

fn intents_of(ways: &[Way]) -> Vec<IntentId> {
    let mut intents = Vec::new();
    for way in ways {
        if let Way::Intent(id) = way
            && !intents.contains(id)
        {
            intents.push(*id);
        }
    }
    intents
}

fn conditions(code: &mut Code, strings: &mut Strings, ways: &[Way]) {
    let conditions: Vec<&Expr> = ways
        .iter()
        .filter_map(|way| if let Way::If(condition) = way { Some(condition) } else { None })
        .collect();
    code.count(conditions.len());
    conditions.iter().for_each(|condition| expression(code, strings, condition));
}

fn topic_code(code: &mut Code, strings: &mut Strings, topic: &Topic) {
    code.nested(|code| body(code, strings, &topic.body));
    conditions(code, strings, &topic.ways);
    conditions(code, strings, &topic.nots);
    code.count(topic.handlers.len());
    for Handler { event, action } in &topic.handlers {
        let (silence, number) = match event {
            Event::NoMatch(times) => (0, times),
            Event::Silence(seconds) => (1, seconds),
        };
        code.byte(silence);
        code.signed(i64::from(*number));
        match action {
            HandlerAction::Reply(words) => {
                code.byte(0);
                text(code, strings, words);
            }
            HandlerAction::Goto(to) => {
                code.byte(1);
                target(code, strings, to);
                step(code, StepTag::End);
            }
        }
    }
}

fn step(code: &mut Code, tag: StepTag) {
    code.byte(tag as u8);
}

fn body(code: &mut Code, strings: &mut Strings, statements: &[Statement]) {
    for statement in statements {
        code.mark(statement.span);
        match &statement.kind {
            StatementKind::Need(facts) => {
                step(code, StepTag::Need);
                code.count(facts.len());
                facts.iter().for_each(|id| code.number(id.index()));
            }
            StatementKind::Replies(replies) => {
                step(code, StepTag::Replies);
                code.count(replies.len());
                replies.iter().for_each(|reply| write_reply(code, strings, reply));
            }
            StatementKind::Step(guards, words) => {
                step(code, StepTag::Step);
                write_guards(code, strings, guards);
                text(code, strings, words);
            }
            StatementKind::Note(guards, words) => {
                step(code, StepTag::Note);
                write_guards(code, strings, guards);
                text(code, strings, words);
            }
            StatementKind::Choices(choices) => {
                step(code, StepTag::Choices);
                code.count(choices.len());
                choices.iter().for_each(|choice| write_choice(code, strings, choice));
            }
            StatementKind::Goto(to) => target(code, strings, to),
            StatementKind::Call(topic) => {
                step(code, StepTag::Call);
                code.number(topic.index());
            }
            StatementKind::Return => step(code, StepTag::Return),
            StatementKind::Do(name, arguments) => {
                step(code, StepTag::Do);
                code.string(strings.id(name));
                code.count(arguments.len());
                for (name, value) in arguments {
                    code.string(strings.id(name));
                    expression(code, strings, value);
                }
            }
            StatementKind::Set(fact, value) => {
                step(code, StepTag::Set);
                code.number(fact.index());
                expression(code, strings, value);
            }
        }
    }
    step(code, StepTag::End);
}

fn target(code: &mut Code, strings: &mut Strings, target: &Target) {
    match target {
        Target::Topic(topic) => {
            step(code, StepTag::Goto);
            code.number(topic.index());
        }
        Target::Handoff(department, why) => {
            step(code, StepTag::Handoff);
            code.number(department.index());
            code.byte(u8::from(why.is_some()));
            if let Some(why) = why {
                text(code, strings, why);
            }
        }
        Target::End(outcome) => {
            step(code, StepTag::Finish);
            code.byte(match outcome {
                Outcome::Resolved => 0,
                Outcome::Unresolved => 1,
                Outcome::Spam => 2,
            });
        }
    }
}

fn write_reply(code: &mut Code, strings: &mut Strings, reply: &Reply) {
    code.mark(reply.span);
    code.nested(|code| {
        write_guards(code, strings, &reply.guards);
        code.count(reply.messages.len());
        for wordings in &reply.messages {
            code.count(wordings.len());
            for wording in wordings {
                code.nested(|code| text(code, strings, wording));
            }
        }
    });
}

fn write_choice(code: &mut Code, strings: &mut Strings, choice: &Choice) {
    code.mark(choice.span);
    code.nested(|code| {
        write_guards(code, strings, &choice.guards);
        code.byte(u8::from(choice.key.is_some()));
        if let Some(key) = &choice.key {
            code.string(strings.id(key));
        }
        text(code, strings, &choice.label);
        body(code, strings, &choice.body);
    });
}

/// Which guards there are, then each, in the order of their bits.
fn write_guards(code: &mut Code, strings: &mut Strings, guards: &Guards) {
    let bits = [
        (!guards.conditions.is_empty(), guard::IF),
        (!guards.channels.is_empty(), guard::ON),
        (guards.from.is_some(), guard::FROM),
        (guards.until.is_some(), guard::UNTIL),
        (guards.once, guard::ONCE),
        (!guards.languages.is_empty(), guard::LANG),
        (!guards.tags.is_empty(), guard::TAG),
        (guards.id.is_some(), guard::ID),
    ];
    code.byte(bits.iter().map(|(set, bit)| if *set { *bit } else { 0 }).sum());
    if !guards.conditions.is_empty() {
        code.count(guards.conditions.len());
        guards.conditions.iter().for_each(|condition| expression(code, strings, condition));
    }
    if !guards.channels.is_empty() {
        code.count(guards.channels.len());
        guards.channels.iter().for_each(|id| code.number(id.index()));
    }
    for day in [guards.from, guards.until].into_iter().flatten() {
        code.signed(i64::from(day));
    }
    if !guards.languages.is_empty() {
        code.count(guards.languages.len());
        guards.languages.iter().for_each(|id| code.number(id.index()));
    }
    if !guards.tags.is_empty() {
        code.count(guards.tags.len());
        guards.tags.iter().for_each(|tag| code.string(strings.id(tag)));
    }
    if let Some(id) = &guards.id {
        code.string(strings.id(id));
    }
}
