//! Any bytes as a saved conversation, with their own checksum or a right one: they are refused with a code, or a conversation comes of
//! them that can be gone on with, saved and restored.

use std::sync::Arc;

use answertree::json;
use answertree::runtime::{Input, Session, Suggester, seal_session};

#[path = "scripts.rs"]
mod scripts;

/// Panics where the input shows a fault.
pub(crate) fn check(bytes: &[u8]) {
    let mut suggester = Suggester::new();
    let mut sealed = b"ATS\x01".to_vec();
    sealed.extend_from_slice(bytes);
    sealed.extend_from_slice(&[0; 4]);
    seal_session(&mut sealed);
    for machine in scripts::machines() {
        for bytes in [bytes, &sealed] {
            let (mut restored, turn) = match Session::restore(machine, &mut suggester, bytes) {
                Ok(restored) => restored,
                Err(error) => {
                    assert!(error.code().starts_with("AC"), "{error}");
                    continue;
                }
            };
            let text = json::session(&turn, "");
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
            let saved = restored.save(machine);
            let again =
                Session::restore(machine, &mut suggester, &saved).map(|(s, _)| s.save(machine));
            assert_eq!(again.as_deref(), Ok(&saved[..]));
            let choices = turn.turn.choices.iter().map(|choice| choice.id.clone());
            let switches = turn.switches.iter().map(|switch| switch.id.clone());
            let mut inputs: Vec<Input> = choices.chain(switches).map(Input::Choose).collect();
            let accept = |id: &Arc<str>| Input::Accept { id: id.clone(), text: None };
            inputs.extend(turn.turn.suggestions.iter().map(|s| accept(&s.id)));
            inputs
                .extend([Input::Receive("where's my parcel, AB123456".to_owned()), Input::Undo(0)]);
            for input in inputs {
                // Refused or done: either is well.
                let _ = restored.apply(machine, &mut suggester, input);
                assert!(!restored.save(machine).is_empty());
            }
        }
    }
}
