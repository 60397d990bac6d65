//! Any bytes as what follows a language pack's header: they are refused with a code, or a script is trained with the pack and answers.
//!
//! The header is put in front here, with the checksum that the bytes must have, so that what is tried lies behind it.

use std::sync::Arc;

use answertree::machine::format::seal;
use answertree::pack::{MAGIC, Message, Pack, VERSION};
use answertree::runtime::{Context, Suggester};
use answertree::text::tokenize::Tokens;

#[path = "compiled.rs"]
mod compiled;

const SCRIPT: &str =
    "== a: A\n- a b ab\n- bb a\n> Yes.\n== b: B\n- money back\n- abc ba #abc\n> No.\n";

const MESSAGES: [&str; 4] = ["a b abc obo ee a-b 1", "money back please", "", "\u{202e}a b 😀 a b"];

/// Panics where the input shows a fault.
pub(crate) fn check(input: &[u8]) {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&[0; 10]);
    bytes.extend_from_slice(input);
    // Packs and machines have their checksum in the same place.
    seal(&mut bytes);
    let pack = match Pack::read(&bytes) {
        Ok(pack) => Arc::new(pack),
        Err(error) => {
            assert!(error.code().starts_with("AP"), "{error}");
            return;
        }
    };
    let (mut tokens, mut message) = (Tokens::new(), Message::new());
    for text in MESSAGES {
        tokens.read(text);
        message.read(&pack, &tokens, |_| true);
        assert_eq!(message.unit(usize::MAX).count(), pack.dimensions());
        assert!(message.entries().all(|(entry, _)| !pack.text(entry).is_empty()));
        assert!(message.pairs().all(|(pair, _)| pack.ends(pair).is_some()));
    }
    let machine = compiled::machine(SCRIPT, Some(&pack));
    for text in MESSAGES {
        let turn = Suggester::new().suggest(&machine, text, &Context::default());
        assert!(turn.is_ok(), "{turn:?}");
    }
}
