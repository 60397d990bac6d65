//! Any bytes as what follows a machine's header: they are refused with a code, or the machine answers messages and is listed.
//!
//! The header is put in front here, with the checksum that the bytes must have, so that what is tried lies behind it.

use answertree::machine::Machine;
use answertree::machine::format::{MAGIC, Section, VERSION, seal};
use answertree::machine::listing::listing;
use answertree::runtime::{Context, FactValue, Suggester};

const MESSAGES: [&str; 6] = [
    "where is it",
    "money back please, my order is A1 or AB123456",
    "a large BOX that is very very late :(",
    "b words 2026-05-01 08:15 s",
    "",
    "😀 é ﬁ #lost @you https://example.org/x?y=1 $5 soooo",
];

/// Panics where the input shows a fault.
pub(crate) fn check(input: &[u8]) {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&u16::try_from(Section::ALL.len()).unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    bytes.extend_from_slice(input);
    seal(&mut bytes);
    let machine = match Machine::load(bytes) {
        Ok(machine) => machine,
        Err(error) => {
            assert!(error.code().starts_with("AM"), "{error}");
            return;
        }
    };
    assert!(!listing(&machine).contains("(cannot be read)"));
    let facts = |text: &str| FactValue::Text(text.to_owned());
    let contexts = [
        Context::default(),
        Context {
            language: Some("fr".to_owned()),
            facts: vec![("n".to_owned(), facts("Sam")), ("name".to_owned(), facts("{name}"))],
            now: Some(1_798_106_400_000),
            seed: 7,
            explain: true,
            limit: 20,
            visits: vec![("a".to_owned(), 3), ("late".to_owned(), 1)],
            ..Context::default()
        },
        Context {
            channel: Some("x".to_owned()),
            now: Some(i64::MIN),
            seed: u32::MAX,
            ..Context::default()
        },
    ];
    let mut suggester = Suggester::new();
    for message in MESSAGES {
        for context in &contexts {
            // A channel of this name need not be there: that is an answer, too.
            let first = suggester.suggest(&machine, message, context);
            assert_eq!(first, suggester.suggest(&machine, message, context));
        }
    }
}
