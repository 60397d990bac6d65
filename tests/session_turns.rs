//! What turns and events say beside what `conversations` compares: places in messages, how sure, how many, how long.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "support/script.rs"]
mod support;

use answertree::machine::Machine;
use answertree::runtime::{
    Context, EventKind, FactValue, Input, Range, Session, SessionTurn, Start, Suggester,
};
use answertree::text::decimal::Decimal;
use expect_test::{Expect, expect};
use support::machine;

/// A conversation that has begun.
struct Talk<'m> {
    machine: &'m Machine,
    suggester: Suggester,
    session: Session,
}

impl<'m> Talk<'m> {
    fn new(machine: &'m Machine, start: Start) -> Self {
        let mut suggester = Suggester::new();
        let (session, _) = Session::start(machine, &mut suggester, start).unwrap();
        Self { machine, suggester, session }
    }

    fn does(&mut self, input: Input) -> SessionTurn<'m> {
        self.session.apply(self.machine, &mut self.suggester, input).unwrap()
    }

    fn hears(&mut self, message: &str) -> SessionTurn<'m> {
        self.does(Input::Receive(message.into()))
    }

    fn accepts(&mut self, id: &str, text: Option<&str>) -> SessionTurn<'m> {
        self.does(Input::Accept { id: id.into(), text: text.map(str::to_owned) })
    }

    fn learns(&mut self, fact: &str, value: &str) -> SessionTurn<'m> {
        self.does(Input::Set { fact: fact.into(), value: FactValue::Text(value.into()) })
    }

    /// The events since the last call.
    #[expect(clippy::needless_pass_by_value, reason = "as `expect!` makes them")]
    fn tells(&mut self, expected: Expect) {
        let kinds = self.session.events().into_iter().map(|event| event.kind);
        let lines: Vec<String> = kinds.map(|kind| format!("{kind:?}\n")).collect();
        expected.assert_eq(&lines.concat());
    }
}

fn at(now: i64) -> Start {
    Start { context: Context { now: Some(now), ..Context::default() }, ..Start::default() }
}

const SHOP: &str = "\
department support Support
  open Mon-Fri 08:00-20:00 in Europe/London
fact order_id text like [A-Z]{2}[0-9]{6}
fact note text
  ask What happened?
fact size one of small, large
  ask Which size?
fact days number
  ask How many days?
== broken: Broken
when broken
need note
> We see: {note}.
* More
  > Yes?
== exchange: Exchange
when exchange
need size
> {size} it is.
* More
  need days
  > {days} days.
== help: Help
when help
> A colleague will help.
handoff support
";

#[test]
fn a_whole_answer_has_its_place_in_the_message() {
    let machine = machine(SHOP);
    let mut talk = Talk::new(&machine, at(0));
    talk.hears("it is broken");
    let turn = talk.hears("  it fell down \n");
    let filled = &turn.turn.filled[0];
    assert_eq!((filled.value.as_str(), filled.span), ("it fell down", Range { start: 2, end: 14 }));
}

#[test]
fn a_fact_set_by_the_host_leaves_in_sight_why_a_topic_is_offered() {
    let machine = machine(SHOP);
    let mut talk = Talk::new(&machine, at(0));
    let heard = talk.hears("it is broken, exchange it");
    let reasons = |turn: &SessionTurn<'_>, at: usize| {
        let suggestion = &turn.turn.suggestions[at];
        format!("{} {:?} {:?}", suggestion.topic, suggestion.confidence, suggestion.because)
    };
    assert!(!heard.turn.suggestions[0].because.is_empty());
    let learnt = talk.learns("days", "3");
    for suggestion in [0, 1] {
        assert_eq!(reasons(&learnt, suggestion), reasons(&heard, suggestion));
    }
    // Once something was accepted it is sure.
    let accepted = talk.accepts("broken/ask-note", None);
    assert!(accepted.turn.suggestions.is_empty());
    let answered = talk.hears("it fell down");
    assert_eq!(answered.turn.suggestions[0].confidence.value(), 1000);
    assert!(answered.turn.suggestions[0].because.is_empty());
}

#[test]
fn a_message_that_is_too_long_is_told_in_a_conversation() {
    let machine = machine(SHOP);
    let mut talk = Talk::new(&machine, at(0));
    assert!(!talk.hears("exchange").turn.truncated);
    assert!(talk.hears(&"word ".repeat(40_000)).turn.truncated);
}

#[test]
fn events_of_a_conversation_with_an_agent() {
    let machine = machine(SHOP);
    // Saturday, 5 December 2026, 12:00 UTC: nobody is there until Monday.
    let mut talk = Talk::new(&machine, at(1_796_472_000_000));
    talk.session.events();
    talk.hears("exchange it");
    talk.hears("AB123456, large");
    talk.tells(expect![[r#"
        Received { length: 11, text: None }
        Suggested { suggestions: [("exchange/ask-size", "exchange", 620)] }
        Asked { facts: ["size"] }
        Ignored { ids: ["exchange/ask-size"] }
        Received { length: 15, text: None }
        Filled { fact: "order_id", corrected: false }
        Filled { fact: "size", corrected: false }
        Suggested { suggestions: [("exchange/1", "exchange", 1000)] }
    "#]]);
    talk.accepts("exchange/1", Some("Large it is!"));
    talk.tells(expect![[r#"
        Accepted { id: "exchange/1", edits: 2, length: 12, text: None }
    "#]]);
    talk.hears("no, small");
    talk.tells(expect![[r#"
        Received { length: 9, text: None }
        Filled { fact: "size", corrected: true }
        Suggested { suggestions: [("exchange/1", "exchange", 1000)] }
    "#]]);
    // Nothing is ignored where nothing was offered, and nothing corrected that was known.
    talk.accepts("exchange/1", None);
    talk.hears("small, AB123456");
    talk.tells(expect![[r#"
        Accepted { id: "exchange/1", edits: 0, length: 12, text: None }
        Received { length: 15, text: None }
        Filled { fact: "order_id", corrected: false }
    "#]]);
    talk.learns("days", "3");
    talk.hears("help");
    talk.accepts("help/1", None);
    talk.tells(expect![[r#"
        Set { fact: "days", value: None }
        Received { length: 4, text: None }
        Suggested { suggestions: [("help/1", "help", 620)] }
        Accepted { id: "help/1", edits: 0, length: 22, text: None }
        Switched { topic: "help", back: false }
        HandedOff { department: "support", from: None, topic: Some("help"), by_hand: false }
        Deferred { department: "support", opens: Some(1796630400000) }
    "#]]);
}

#[test]
fn the_last_messages_are_kept_for_a_colleague() {
    let machine = machine(SHOP);
    let mut talk = Talk::new(&machine, Start { keep: 3, ..at(0) });
    talk.hears("hello");
    talk.hears("exchange it, large");
    talk.accepts("exchange/1", Some("Large it is!"));
    talk.hears("thanks");
    let by_hand = Input::Handoff { department: "support".into(), why: "they asked".into() };
    let turn = talk.does(by_hand.clone());
    let said = |turn: &SessionTurn<'_>| -> Vec<(bool, String)> {
        let messages = &turn.summary.as_ref().unwrap().messages;
        messages.iter().map(|said| (said.customer, said.text.clone())).collect()
    };
    let expected = [(true, "exchange it, large"), (false, "Large it is!"), (true, "thanks")];
    assert_eq!(said(&turn), expected.map(|(customer, text)| (customer, text.to_owned())));
    // None where a host wants none.
    let mut talk = Talk::new(&machine, at(0));
    talk.hears("hello");
    assert_eq!(said(&talk.does(by_hand)), []);
}

#[test]
fn a_department_that_is_open_defers_nothing() {
    let machine = machine(SHOP);
    let mut talk = Talk::new(&machine, at(1_796_299_200_000));
    talk.hears("help");
    talk.session.events();
    talk.accepts("help/1", None);
    talk.tells(expect![[r#"
        Accepted { id: "help/1", edits: 0, length: 22, text: None }
        HandedOff { department: "support", from: None, topic: Some("help"), by_hand: false }
    "#]]);
}

/// Topics of two words, so many of each.
fn many(count: usize) -> Machine {
    let topic = |word: &str, n: usize| format!("== {word}{n}: T\nwhen {word}\n> {word} {n}\n");
    machine((0..count).map(|n| topic("alpha", n) + &topic("beta", n)).collect::<String>())
}

#[test]
fn the_topic_that_is_entered_takes_no_place_of_the_others() {
    let machine = many(8);
    let mut talk = Talk::new(&machine, at(0));
    let turn = talk.hears("alpha");
    assert_eq!(turn.turn.topic, Some("alpha0"));
    assert_eq!((turn.switches.len(), turn.turn.suggestions.len()), (5, 5));
    talk.accepts("alpha0/1", None);
    // The tree is over: the best is entered again, and as many others are offered.
    assert_eq!(talk.hears("alpha").switches.len(), 5);
}

#[test]
fn other_suggestions_are_told_however_many_they_are() {
    let machine = many(25);
    let context = Context { limit: 20, ..Context::default() };
    let mut talk = Talk::new(&machine, Start { context, ..Start::default() });
    for message in ["alpha", "beta", "alpha", "beta"] {
        talk.hears(message);
        let events = talk.session.events();
        let suggested: Vec<usize> = events
            .iter()
            .filter_map(|event| match &event.kind {
                EventKind::Suggested { suggestions } => Some(suggestions.len()),
                _ => None,
            })
            .collect();
        assert_eq!(suggested, [20], "{message}");
    }
}

#[test]
fn eight_trees_can_be_come_back_to_and_a_summary_names_64_topics() {
    let tree = "department d D\n== a{}: T\n* One\n  > One.\n* Two\n  > Two.\n";
    let all: String = (0..12).map(|n| tree.replace("{}", &n.to_string())).collect();
    let machine = machine(all.replacen("department d D\n", "", 11));
    let mut talk = Talk::new(&machine, at(0));
    let mut back = Vec::new();
    for n in 0..12 {
        let turn = talk.does(Input::Choose(format!("switch:a{n}").into()));
        back.push(turn.switches.len());
    }
    assert_eq!(back, [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8]);
    let by_hand = Input::Handoff { department: "d".into(), why: String::new() };
    assert_eq!(talk.does(by_hand.clone()).summary.unwrap().topics.len(), 12);
    for n in 0..70 {
        talk.does(Input::Choose(format!("switch:a{}", n % 2).into()));
    }
    assert_eq!(talk.does(by_hand).summary.unwrap().topics.len(), 64);
}

#[test]
fn reading_says_how_many_topics_a_message_may_mean() {
    let machine = many(3);
    let mut suggester = Suggester::new();
    let count = ["alpha", "alpha beta", "gamma"].map(|message| suggester.read(&machine, message));
    assert_eq!(count, [3, 6, 0]);
}

#[test]
fn a_number_of_the_host_may_be_a_text() {
    let machine = machine("fact code text\n== a: A\nwhen a\n> {code}, {length(code)}\n");
    let number = FactValue::Number(Decimal::whole(1234).unwrap());
    let context = Context { facts: vec![("code".into(), number)], ..Context::default() };
    let turn = Suggester::new().suggest(&machine, "a", &context).unwrap();
    assert_eq!(turn.suggestions[0].text, "1234, 4");
}

/// A suggester keeps tables as large as a machine needs: each pair differs in one of them.
#[test]
fn one_suggester_serves_machines_that_differ_in_little() {
    let pairs = [
        // Topics of one pattern, so that only their number differs.
        [
            "== a: A\nwhen red box\n> a\n",
            "== a: A\nwhen red box\n> a\n== b: B\nwhen red box\n> b\n",
        ],
        // States of one pattern.
        ["== a: A\nwhen red box\n> a\n", "== a: A\nwhen red .. box .. blue .. box\n> a\n"],
        // Words of one intent.
        ["== a: A\n- red box\n> a\n", "== a: A\n- green box in blue paper with red ribbons\n> a\n"],
        // Intents of the same words.
        [
            "== a: A\n- red box\n- blue paper\n> a\n",
            "== a: A\n- red box\n> a\n== b: B\n- blue paper\n> b\n",
        ],
    ];
    for pair in pairs {
        let [one, other] = pair.map(machine);
        for (first, then) in [(&one, &other), (&other, &one)] {
            for message in
                ["red box", "red box blue box", "blue paper", "blue paper with red ribbons"]
            {
                let mut suggester = Suggester::new();
                suggester.suggest(first, message, &Context::default()).unwrap();
                let after = suggester.suggest(then, message, &Context::default()).unwrap();
                let fresh = Suggester::new().suggest(then, message, &Context::default()).unwrap();
                assert_eq!(after, fresh, "{message}: {pair:?}");
            }
        }
    }
}
