//! Random scripts as text, and random things that a host does.
//!
//! Words are nonsense, each for one purpose, so that what a message means is never a matter of degree.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::view::View;
use super::{Given, Operation, Start};

/// A word for each topic, and a second one.
const TRIGGERS: [(&str, &str); 4] = [
    ("blimpo", "quastrel"),
    ("frandic", "mozzule"),
    ("grobnik", "tirvand"),
    ("plonkis", "yexolom"),
];

/// Words of labels: each two of them differ in more than a letter.
const LABELS: [&str; 6] = ["wintagor", "dropsel", "kenfurb", "sablomir", "jukwen", "hotrizzle"];

const HEAD: &str = "\
language en, fr
channel site public
channel mail
channel chat buttons
channel sms limit 60 split
fact name text = zorro
fact code text like [A-Z]{2}[0-9]{6}
  ask Which code?
fact card text like K[0-9]{4} secret
  ask Which card, {name}?
fact n number = 0
fact m number
  ask How many?
fact vip yes/no
  ask Are you one?
fact size one of mibsy, larfo, huxent
  ask Which size?
fact day date
  ask Which day?
fact hour time
  ask At what time?
fact tell text
  ask What is it about?
fact bag list
words person = zpers, zhuman bean
words repeat = zrepe
words back = zback
words menu = zmenu
words alike = dropsel, synodrop
";

/// Facts with some of the values that a host or a message gives.
const VALUES: [(&str, &[&str]); 11] = [
    ("name", &["Sam", "Kim"]),
    ("code", &["AB123456", "ZQ000001"]),
    ("card", &["K1234", "K9876"]),
    ("n", &["2", "7"]),
    ("m", &["1", "12"]),
    ("vip", &["yes", "no"]),
    ("size", &["mibsy", "larfo", "huxent"]),
    ("day", &["2026-12-24", "2027-01-02"]),
    ("hour", &["08:30", "17:05"]),
    ("tell", &["gundab", "pelmik"]),
    ("bag", &["one", "two"]),
];

const TEXTS: [&str; 14] = [
    "Hello, {name}!",
    "You have {n, plural: =0: none | one: an item | other: {n} items}.",
    "{if vip: Dear | else: Hi} {upper(name)}, code {code or none}.",
    "Your card is {card or unknown}.",
    "Size {size or any} on {day or a day} at {hour or noon}.",
    "Bag: {bag}. About {tell or nothing}.",
    "{n + 1} and {m or many}.",
    "First time: {visits(t0)} of {length(name)}.",
    "This is long. It has three sentences, and it goes on! So a short channel has to cut it in two or more.",
    "A single sentence that is longer than sixty characters and that has no end of one before its own",
    "In days: {days(day, now) or some}.",
    "{if size = mibsy: Small | else if size in (larfo, huxent): Large | else: No size}",
    "On {channel or none} in {language}.",
    "Plain.",
];

const CONDITIONS: [&str; 12] = [
    "vip",
    "not vip",
    "n > 1",
    "n = 0 or vip",
    "code is known",
    "size = larfo",
    "size is not known and n < 3",
    "visits(t0) > 0",
    "days(day, now) <= 0",
    "name has \"am\"",
    "length(bag) > 1",
    "channel = sms",
];

/// What stands in brackets at the beginning of a line.
fn guard() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just(String::new()),
        3 => select(CONDITIONS.to_vec()).prop_map(|condition| format!("[if {condition}] ")),
        1 => Just("[once] ".to_owned()),
        1 => Just("[lang fr] ".to_owned()),
        1 => select(vec!["[on site, sms] ", "[on chat] "]).prop_map(str::to_owned),
        1 => Just("[until 2026-12-01] ".to_owned()),
        // The number makes it the only one of its name.
        1 => Just("[id keep#] ".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = &'static str> {
    select(TEXTS.to_vec())
}

/// A reply: guards, wordings, messages after it.
fn reply() -> impl Strategy<Value = String> {
    (guard(), text(), prop::option::weighted(0.2, text()), prop::option::weighted(0.2, text()))
        .prop_map(|(guard, text, or, also)| {
            let or = or.map_or(String::new(), |text| format!("or\n> {text}\n"));
            let also = also.map_or(String::new(), |text| format!("also\n> {text}\n"));
            format!("> {guard}{text} #\n{or}{also}\n")
        })
}

/// A line that the walk passes or stops at.
fn simple() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => prop::collection::vec(reply(), 1..3).prop_map(|replies| replies.concat()),
        2 => prop::sample::subsequence(vec!["code", "card", "m", "vip", "size", "day", "hour", "tell", "bag"], 1..3)
            .prop_map(|facts| format!("need {}\n", facts.join(", "))),
        1 => (guard(), text()).prop_map(|(guard, text)| format!("step {guard}{text}\n")),
        1 => (guard(), text()).prop_map(|(guard, text)| format!("note {guard}{text}\n")),
        1 => Just("do act(n: n, code: code)\n".to_owned()),
        2 => select(vec![
            "set n = n + 1\n",
            "set vip = yes\n",
            "set size = larfo\n",
            "set name = upper(name)\n",
            "set bag = (\"one\", \"two\")\n",
            "set bag = bag + name\n",
            "set day = now\n",
            "set m = n * 2\n",
        ]).prop_map(str::to_owned),
        1 => Just("call @\n".to_owned()),
    ]
}

/// What a body ends with; `@` becomes a topic.
fn leaving() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => Just(""),
        2 => Just("-> @\n"),
        1 => Just("return\n"),
        1 => select(vec!["end resolved\n", "end unresolved\n", "end spam\n"]),
        1 => select(vec!["handoff %\n", "handoff % \"why, {name}\"\n"]),
    ]
}

/// Choices at one place: guards, labels, bodies. Nested ones are brought together before the outer ones.
fn choices(depth: usize) -> BoxedStrategy<String> {
    let body = body(depth + 1);
    let choice =
        (guard(), select(LABELS.to_vec()), prop::option::of(select(LABELS.to_vec())), body);
    prop::collection::vec(choice, 1..4)
        .prop_map(move |list| {
            let stars = "*".repeat(depth + 1);
            let each = list.iter().zip(1..).map(|((guard, first, second, body), number)| {
                let second = second.map_or(String::new(), |word| format!(" {word}"));
                // `&` becomes a key in a menu, and nothing elsewhere.
                format!("{stars} {guard}&{number}{first}{second}\n{body}")
            });
            format!("{}then\n", each.collect::<String>())
        })
        .boxed()
}

fn body(depth: usize) -> BoxedStrategy<String> {
    let some = || prop::collection::vec(simple(), 0..3).prop_map(|lines| lines.concat());
    if depth > 1 {
        return (some(), leaving()).prop_map(|(lines, end)| lines + end).boxed();
    }
    let branches = (choices(depth), some()).prop_map(|(choices, after)| choices + &after);
    let weight = if depth == 0 { 0.7 } else { 0.3 };
    (some(), prop::option::weighted(weight, branches), leaving())
        .prop_map(|(lines, branches, end)| lines + &branches.unwrap_or_default() + end)
        .boxed()
}

/// A script, as text.
pub(crate) fn script() -> impl Strategy<Value = String> {
    let topic = (
        body(0),
        prop::bool::weighted(0.3),
        0..4_usize,
        select(vec!["", "", "", "when not gernot\n", "when if n > 6\n"]),
        prop::collection::vec(
            select(vec![
                "on nomatch > Pardon?\n",
                "on nomatch 2 > Pardon, {name}?\n",
                "on nomatch 3 -> @\n",
                "on nomatch 3 -> handoff %\n",
                "on silence 5m > Still there?\n",
                "on silence 10m -> @\n",
            ]),
            0..3,
        ),
        prop::collection::vec(any::<u8>(), 8),
    );
    let prefers = select(vec![
        "",
        "",
        "prefer chat if vip\n",
        "prefer mail for t0\n",
        "prefer sms for t0 if n > 1\nprefer chat if visits(t0) > 0\n",
    ]);
    (0..3_usize, prop::collection::vec(topic, 1..=TRIGGERS.len()), prefers).prop_map(
        |(departments, topics, prefers)| {
            let mut out = String::from(HEAD) + prefers;
            for index in 0..departments {
                let hours =
                    if index == 0 { "" } else { "  open Mon-Fri 09:00-17:00 in Europe/Paris\n" };
                out += &format!("department d{index} Desk {index}\n{hours}");
            }
            let count = topics.len();
            for (index, (body, menu, owner, way, mut handlers, targets)) in
                topics.into_iter().enumerate()
            {
                let (a, b) = TRIGGERS[index];
                let head = if menu { "menu" } else { "==" };
                out += &format!("\n{head} t{index}: Topic {index}\n");
                if owner < departments {
                    out += &format!("department d{owner}\n");
                }
                out += &format!("when {a}|{b}\n{way}");
                handlers.sort_unstable();
                handlers.dedup_by_key(|handler| handler.split(['>', '-']).next());
                let lines = if menu { body + &handlers.concat() } else { body };
                out += &place(&lines, menu, count, departments, &targets);
            }
            out
        },
    )
}

/// Puts names in the place of marks: `@` a topic, `%` a department, `#` a number, `&1` a key in a menu.
fn place(lines: &str, menu: bool, topics: usize, departments: usize, targets: &[u8]) -> String {
    let (mut out, mut number) = (String::new(), 0);
    let mut targets = targets.iter().cycle();
    for line in lines.lines() {
        let target = usize::from(*targets.next().unwrap_or(&0));
        number += 1;
        if line.contains('%') && departments == 0 {
            out += "end resolved\n";
            continue;
        }
        let mut line = line.replace('@', &format!("t{}", target % topics));
        line = line.replace('%', &format!("d{}", target % departments.max(1)));
        line = line.replace('#', &number.to_string());
        if let Some(at) = line.find('&') {
            // Some choices of some menus have no key.
            let key = if menu && target % 4 > 0 {
                format!("{} ", &line[at + 1..at + 2])
            } else {
                String::new()
            };
            line.replace_range(at..at + 2, &key);
        }
        out += &line;
        out.push('\n');
    }
    out
}

/// What is tried once a conversation is over.
#[derive(Clone, Debug)]
pub(crate) struct After {
    /// In which turn something else is done, and what.
    pub(crate) turn: usize,
    pub(crate) other: Act,
    /// The word that another version of the script does not have.
    pub(crate) without: &'static str,
}

pub(crate) fn after() -> impl Strategy<Value = After> {
    let other = prop_oneof![
        2 => any::<Index>().prop_map(Act::Go),
        2 => prop::collection::vec(part(), 1..3).prop_map(Act::Message),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(fact, value)| Act::Set(fact, value)),
        1 => any::<Index>().prop_map(Act::Handoff),
    ];
    let mut words = LABELS.to_vec();
    words.extend(["t0", "t1", "t2"]);
    (0..12_usize, other, select(words)).prop_map(|(turn, other, without)| After {
        turn,
        other,
        without,
    })
}

/// Something that a host does, chosen among what the last turn shows.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// One of the suggestions, choices and switches; a message where there are none.
    Go(Index),
    Message(Vec<Part>),
    Set(Index, Index),
    Tick(i64),
    Handoff(Index),
    Undo(Index),
    Restore,
    /// What never fits.
    Nonsense(bool),
}

/// A part of a message.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Trigger(Index, bool),
    Value(Index, Index),
    Key(u8),
    Label(Index, bool),
    /// The label of a choice, a bit of it, or with a wrong letter.
    Offered(Index, u8),
    Word(&'static str),
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        4 => (any::<Index>(), any::<bool>()).prop_map(|(index, second)| Part::Trigger(index, second)),
        4 => (any::<Index>(), any::<Index>()).prop_map(|(fact, value)| Part::Value(fact, value)),
        1 => (0..5_u8).prop_map(Part::Key),
        1 => (any::<Index>(), any::<bool>()).prop_map(|(index, typo)| Part::Label(index, typo)),
        2 => (any::<Index>(), 0..4_u8).prop_map(|(index, how)| Part::Offered(index, how)),
        2 => select(vec!["uh", "gernot", "zpers", "zhuman bean", "zrepe", "zback", "zmenu", "synodrop"]).prop_map(Part::Word),
    ]
}

/// Acts of a conversation.
pub(crate) fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        9 => any::<Index>().prop_map(Act::Go),
        6 => prop_oneof![3 => prop::collection::vec(part(), 1..2), 1 => prop::collection::vec(part(), 2..5)].prop_map(Act::Message),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(fact, value)| Act::Set(fact, value)),
        1 => select(vec![60_000, 5 * 60_000, 3_600_000, 24 * 3_600_000]).prop_map(Act::Tick),
        1 => any::<Index>().prop_map(Act::Handoff),
        1 => any::<Index>().prop_map(Act::Undo),
        1 => Just(Act::Restore),
        1 => any::<bool>().prop_map(Act::Nonsense),
    ];
    prop::collection::vec(act, 1..14)
}

/// A message about one topic at the most.
pub(crate) fn first_message() -> impl Strategy<Value = String> {
    let value = (any::<Index>(), any::<Index>()).prop_map(|(fact, value)| Part::Value(fact, value));
    let trigger =
        (any::<Index>(), any::<bool>()).prop_map(|(index, second)| Part::Trigger(index, second));
    (trigger, prop::collection::vec(value, 0..3), any::<bool>()).prop_map(
        |(trigger, values, first)| {
            let mut parts: Vec<String> =
                values.iter().map(|part| message_part(part, &View::default())).collect();
            parts.insert(
                if first { 0 } else { parts.len() },
                message_part(&trigger, &View::default()),
            );
            parts.join(" ")
        },
    )
}

/// What a host begins with.
pub(crate) fn start() -> impl Strategy<Value = Start> {
    (
        prop::option::of(select(vec!["site", "mail", "chat", "sms"])),
        prop::option::of(select(vec!["en", "fr"])),
        prop::collection::vec((any::<Index>(), any::<Index>()), 0..3),
        // A Friday morning, and a Sunday.
        prop::option::of(select(vec![1_795_770_000_000_i64, 1_795_950_000_000])),
        0..3_u32,
        prop::option::of(any::<Index>()),
        any::<bool>(),
    )
        .prop_map(|(channel, language, facts, now, seed, topic, alone)| Start {
            channel: channel.map(str::to_owned),
            language: language.map(str::to_owned),
            facts: facts.iter().map(|(fact, value)| given(fact, value)).collect(),
            now,
            seed,
            // The caller has to look whether there are as many.
            topic: topic.map(|index| format!("t{}", index.index(TRIGGERS.len()))),
            alone,
        })
}

fn given(fact: &Index, value: &Index) -> (String, Given) {
    let (name, values) = fact.get(&VALUES);
    let text = *value.get(values);
    let given = match *name {
        "n" | "m" => Given::Number(text.parse().unwrap_or(0)),
        "bag" => Given::List(vec![text.to_owned(), "three".to_owned()]),
        "vip" => Given::YesNo(text == "yes"),
        _ => Given::Text(text.to_owned()),
    };
    ((*name).to_owned(), given)
}

/// The operation that an act is after a turn.
pub(crate) fn operation(
    act: &Act,
    last: &View,
    turn: usize,
    now: i64,
    departments: usize,
) -> Operation {
    match act {
        Act::Go(index) => {
            let accept = last.suggestions.iter().map(|s| Operation::Accept(s.id.clone()));
            let choices = last.choices.iter().map(|(id, ..)| id).chain(&last.switches);
            let choices = choices.map(|id| Operation::Choose(id.clone()));
            let ways: Vec<Operation> = accept.chain(choices).collect();
            if ways.is_empty() {
                return Operation::Receive(index.get(&TRIGGERS).0.to_owned());
            }
            index.get(&ways).clone()
        }
        Act::Message(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| message_part(part, last)).collect();
            Operation::Receive(parts.join(" "))
        }
        Act::Set(fact, value) => {
            let (name, given) = given(fact, value);
            Operation::Set(name, given)
        }
        Act::Tick(by) => Operation::Tick(now + by),
        Act::Handoff(index) => {
            let department = format!("d{}", index.index(departments + 1));
            Operation::Handoff(department, "they asked".to_owned())
        }
        // At times a turn that has not been.
        Act::Undo(index) => Operation::Undo(u32::try_from(index.index(turn + 2)).unwrap_or(0)),
        Act::Restore => Operation::Restore,
        Act::Nonsense(true) => Operation::Choose("t0/ffffff".to_owned()),
        Act::Nonsense(false) => Operation::Set("nobody".to_owned(), Given::YesNo(true)),
    }
}

fn message_part(part: &Part, last: &View) -> String {
    let typo = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.get_mut(2).into_iter().for_each(|letter| *letter = 'q');
        letters.into_iter().collect::<String>()
    };
    match part {
        Part::Trigger(index, second) => {
            let (a, b) = index.get(&TRIGGERS);
            (if *second { *b } else { *a }).to_owned()
        }
        Part::Value(fact, value) => {
            let (_, values) = fact.get(&VALUES);
            (*value.get(values)).to_owned()
        }
        Part::Key(number) => ["0", "1", "2.", "#3", "(1)"][usize::from(*number)].to_owned(),
        Part::Label(index, wrong) => {
            let word = index.get(&LABELS);
            if *wrong { typo(word) } else { (*word).to_owned() }
        }
        Part::Offered(index, how) => {
            if last.choices.is_empty() {
                return "uh".to_owned();
            }
            let label = &index.get(&last.choices).2;
            let word = label.split(' ').next_back().unwrap_or("");
            match how {
                0 => label.clone(),
                1 => word.to_owned(),
                2 => typo(word),
                _ => format!("{label} uh"),
            }
        }
        Part::Word(word) => (*word).to_owned(),
    }
}
