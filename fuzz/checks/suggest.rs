//! Any message in any context, to machines of the repository's own scripts: nothing panics, every place lies in the message, the
//! answer is JSON, and it is the same whoever is asked and however often.
//!
//! The input is one choice a byte, then pieces with 0xff between them: the message, then facts, each a byte for its name, a
//! byte for its kind and its text.

use answertree::json;
use answertree::runtime::{Context, FactValue, Range, Suggester};
use answertree::text::decimal::Decimal;

#[path = "scripts.rs"]
mod scripts;

/// The last is in none of the scripts.
const CHANNELS: [&str; 5] = ["x", "facebook", "email", "chat", "pigeon"];

const LANGUAGES: [&str; 6] = ["en", "fr", "fr-CA", "EN_gb", "", "--"];

const FACTS: [&str; 12] =
    ["name", "order_id", "card", "days_late", "refunds", "vip", "n", "o", "c", "day", "t", "l"];

const TOPICS: [&str; 4] = ["late", "refund", "a", "none"];

/// More than this says nothing new and takes long.
const MOST_BYTES: usize = 16 << 10;

/// Panics where the input shows a fault.
pub(crate) fn check(input: &[u8]) {
    if input.len() > MOST_BYTES {
        return;
    }
    let mut bytes = input.iter().copied();
    let mut byte = || bytes.next().unwrap_or(0);
    let which = usize::from(byte());
    let flags = byte();
    let pick = |from: &[&str], at: u8| from.get(usize::from(at)).map(|name| (*name).to_owned());
    let mut context = Context {
        channel: pick(&CHANNELS, byte()),
        language: pick(&LANGUAGES, byte()),
        limit: usize::from(byte()),
        seed: u32::from_le_bytes([byte(), byte(), byte(), byte()]),
        explain: flags & 1 != 0,
        ..Context::default()
    };
    let now = i64::from_le_bytes([byte(), byte(), byte(), byte(), byte(), byte(), byte(), byte()]);
    context.now = (flags & 2 != 0).then_some(now);
    let (topic, visits) = (byte(), byte());
    context.visits =
        pick(&TOPICS, topic).map(|name| (name, u32::from(visits))).into_iter().collect();
    let rest: Vec<u8> = bytes.collect();
    let mut pieces = rest.split(|byte| *byte == 0xff);
    let message = String::from_utf8_lossy(pieces.next().unwrap_or(&[]));
    for piece in pieces {
        if let [name, kind, text @ ..] = piece {
            let text = String::from_utf8_lossy(text).into_owned();
            let value = match kind % 4 {
                0 => FactValue::Text(text),
                1 => FactValue::Number(Decimal::parse(&text).unwrap_or_default()),
                2 => FactValue::YesNo(text.is_empty()),
                _ => FactValue::List(text.split(',').map(str::to_owned).collect()),
            };
            context.facts.extend(pick(&FACTS, *name).map(|name| (name, value)));
        }
    }
    let all = scripts::machines();
    let Some(machine) = all.get(which % all.len()) else { return };
    let mut suggester = Suggester::new();
    let turn = match suggester.suggest(machine, &message, &context) {
        Ok(turn) => turn,
        Err(error) => {
            assert!(error.code().starts_with("AC"), "{error}");
            assert_eq!(suggester.suggest(machine, &message, &context), Err(error));
            return;
        }
    };
    for suggestion in &turn.suggestions {
        for because in &suggestion.because {
            because.spans.iter().for_each(|span| inside(*span, &message));
        }
    }
    turn.filled.iter().for_each(|filled| inside(filled.span, &message));
    let text = json::turn(&turn, &message);
    if let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
        panic!("{error}: {text}");
    }
    // Nothing of one message shows in the answer to another.
    assert!(suggester.suggest(machine, "something else altogether", &Context::default()).is_ok());
    assert_eq!(suggester.suggest(machine, &message, &context).as_ref(), Ok(&turn));
    assert_eq!(Suggester::new().suggest(machine, &message, &context), Ok(turn));
}

fn inside(range: Range, message: &str) {
    let ends = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
    let part = ends.and_then(|(start, end)| message.get(start..end));
    assert!(part.is_some_and(|part| !part.is_empty()), "{range:?} holds no text of {message:?}");
}
