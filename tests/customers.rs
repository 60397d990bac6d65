//! A thousand simulated customers walk each self-service script alone: with typos, silence, wrong keys and own words, or asking for a
//! person. Every one of them ends with a resolution or a person. `cargo test --test customers -- --nocapture` prints figures.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    dead_code,
    reason = "a test may panic and print, and uses some of what it shares"
)]

#[path = "../benches/generate/random.rs"]
mod random;
#[path = "support/script.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;

use answertree::machine::Outcome;
use answertree::runtime::{Context, EventKind, Input, Session, SessionTurn, Start, Suggester};
use random::Random;

const CUSTOMERS: u64 = 1_000;

/// Turns after which a customer is lost in the script.
const PATIENCE: usize = 60;

/// Thursday, 3 December 2026, 12:00 UTC: everybody is there.
const NOON: i64 = 1_796_299_200_000;

/// A script, the menu it begins with, and what its customers write in their own words and answer to its questions.
struct World {
    file: &'static str,
    menu: &'static str,
    words: &'static [&'static str],
    answers: &'static [(&'static str, &'static [&'static str])],
}

const WORLDS: [World; 2] = [
    World {
        file: "examples/library.answers",
        menu: "welcome",
        words: &[
            "when are you open on saturday",
            "can I keep my book a bit longer",
            "extend my loan please",
            "where is the drop box to return a book",
            "I need a study room for my group",
            "is there story time for kids",
            "why do I owe a late fee",
        ],
        answers: &[
            ("card", &["123456", "it is 654321", "my card: 111222"]),
            ("people", &["6", "we are 12", "about 3 people"]),
            ("day", &["2026-12-10", "2026-12-11 please"]),
            ("branch", &["central", "the harbour branch", "station"]),
            ("happy", &["yes", "no", "yep", "nope"]),
        ],
    },
    World {
        file: "examples/acme.answers",
        menu: "welcome",
        words: &[
            "where is my parcel",
            "I want my money back",
            "you charged me twice",
            "the shirt is too small",
            "I typed the wrong address",
        ],
        answers: &[
            ("order_id", &["AB123456", "my order is XY654321"]),
            ("card", &["1234"]),
            ("size", &["large", "medium please"]),
        ],
    },
];

/// What customers do by chance; the same in every run.
struct Whims(Random);

impl Whims {
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.0.bits() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from.get(self.below(from.len())).copied().unwrap_or("")
    }

    /// A text with one letter left out, doubled or changed for its neighbour.
    fn typo(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        if letters.len() < 2 {
            return text.to_owned();
        }
        let at = self.below(letters.len() - 1);
        match self.below(3) {
            0 => {
                letters.remove(at);
            }
            1 => {
                let twice = letters.get(at).copied().unwrap_or(' ');
                letters.insert(at, twice);
            }
            _ => letters.swap(at, at + 1),
        }
        letters.into_iter().collect()
    }
}

#[derive(Default)]
struct Figures {
    resolved: u32,
    person: u32,
    turns: usize,
    most_turns: usize,
    misses: u32,
    silences: u32,
    did: BTreeMap<&'static str, u32>,
}

/// What a customer does next.
fn act(
    whims: &mut Whims,
    world: &World,
    turn: &SessionTurn<'_>,
    now: &mut i64,
    figures: &mut Figures,
) -> Input {
    let choices = &turn.turn.choices;
    let mut did = |what: &'static str| *figures.did.entry(what).or_default() += 1;
    let dice = whims.below(100);
    if dice < 4 {
        did("stayed silent");
        *now += 240_000;
        return Input::Tick(*now);
    }
    if dice < 7 {
        did("asked for a person");
        let asked = ["agent", "can I talk to a human please", "0", "a real person!!"];
        return Input::Receive(whims.pick(&asked).to_owned());
    }
    if dice < 13 {
        did("typed rubbish");
        return Input::Receive(whims.pick(&["asdf", "??", "hm", "7", "12", "…"]).to_owned());
    }
    if dice < 20 {
        did("said something else in own words");
        return Input::Receive(whims.pick(world.words).to_owned());
    }
    if let Some(ask) = turn.turn.asks.first() {
        did("answered");
        let known = world.answers.iter().find(|(fact, _)| *fact == ask.fact);
        let (_, answers) = known.unwrap_or_else(|| panic!("no answer for {}", ask.fact));
        return Input::Receive(whims.pick(answers).to_owned());
    }
    let Some(choice) = choices.get(whims.below(choices.len())) else {
        did("said what they want");
        return Input::Receive(whims.pick(world.words).to_owned());
    };
    let number = choices.iter().position(|c| c.id == choice.id).unwrap() + 1;
    let key = choice.key.map_or_else(|| number.to_string(), str::to_owned);
    match dice % 4 {
        0 => {
            did("pressed a button");
            Input::Choose(choice.id.clone())
        }
        1 => {
            did("wrote a label");
            Input::Receive(choice.label.to_lowercase())
        }
        2 => {
            did("wrote a label with a typo");
            Input::Receive(whims.typo(&choice.label))
        }
        _ => {
            did("wrote a key");
            Input::Receive(format!("{}{}", key, whims.pick(&["", ".", " ", ")"])))
        }
    }
}

fn walk(world: &World) -> Figures {
    let text = fs::read_to_string(world.file).unwrap();
    let machine = support::machine(text);
    let mut suggester = Suggester::new();
    let mut figures = Figures::default();
    for customer in 0..CUSTOMERS {
        let mut whims = Whims(Random::new(customer));
        let mut now = NOON;
        let channels = ["chat", "sms", "x"].map(str::to_owned);
        let channel = channels.into_iter().nth(whims.below(3)).unwrap();
        let start = |channel: Option<String>| Start {
            context: Context { channel, now: Some(NOON), ..Context::default() },
            topic: Some(world.menu.to_owned()),
            alone: true,
            ..Start::default()
        };
        // Not every script has every channel.
        let begun = Session::start(&machine, &mut suggester, start(Some(channel)))
            .or_else(|_| Session::start(&machine, &mut suggester, start(None)));
        let (mut session, mut turn) = begun.unwrap();
        let mut log = Vec::new();
        let mut turns = 0;
        while turn.open && turn.alone {
            turns += 1;
            let input = act(&mut whims, world, &turn, &mut now, &mut figures);
            log.push(format!("{input:?}"));
            assert!(
                turns < PATIENCE,
                "customer {customer} of {} is lost:\n{}",
                world.file,
                log.join("\n")
            );
            turn = session.apply(&machine, &mut suggester, input).unwrap();
        }
        match (turn.turn.ended, &turn.turn.handoff) {
            (Some(Outcome::Resolved), _) => figures.resolved += 1,
            (None, Some(_)) => figures.person += 1,
            other => panic!(
                "customer {customer} of {} ends with {other:?}:\n{}",
                world.file,
                log.join("\n")
            ),
        }
        for event in session.events() {
            match event.kind {
                EventKind::NoMatch { .. } => figures.misses += 1,
                EventKind::Silence { .. } => figures.silences += 1,
                _ => {}
            }
        }
        figures.turns += turns;
        figures.most_turns = figures.most_turns.max(turns);
    }
    figures
}

#[test]
fn every_customer_ends_with_a_resolution_or_a_person() {
    for world in &WORLDS {
        let figures = walk(world);
        let Figures { resolved, person, turns, most_turns, misses, silences, did } = figures;
        println!(
            "{}: {CUSTOMERS} customers, {resolved} resolved, {person} to a person; {turns} turns, at most {most_turns}; \
             {misses} no matches, {silences} silences answered",
            world.file
        );
        for (what, count) in did {
            println!("  {what}: {count}");
        }
        assert_eq!(u64::from(resolved + person), CUSTOMERS);
    }
}
