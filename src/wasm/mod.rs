//! What crosses to JavaScript: texts, numbers and bytes. The package over it makes objects of them, as `types.ts` describes.
//!
//! A call takes one text and gives one: a context is packed with its message, a turn comes back packed, and both sides read
//! values in their order instead of naming each. A property set or read from here would be a crossing of its own.

#[cfg(feature = "compile")]
mod compiler;
#[cfg(feature = "compile")]
pub use compiler::{Compiled, check, compile, compile_with, format};

#[cfg(feature = "author")]
mod author;
mod unpack;

use std::sync::Arc;

use wasm_bindgen::prelude::*;

use self::unpack::Unpack;
use crate::bytes::write::push_hex;
use crate::json::packed;
use crate::machine::{self, MachineError};
use crate::pack::{self, PackError};
use crate::runtime::{self, Input, SessionTurn, Suggester};

/// Bytes that were read, and what is needed to run them where they are a machine.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Machine {
    machine: Result<machine::Machine, MachineError>,
    suggester: Suggester,
}

#[wasm_bindgen]
impl Machine {
    /// Checks bytes and makes them ready to run. Where they are not a machine, that is what every call says.
    pub fn load(bytes: Vec<u8>) -> Machine {
        Self { machine: machine::Machine::load(bytes), suggester: Suggester::new() }
    }

    /// The same, with a language pack where the machine needs it.
    #[wasm_bindgen(js_name = loadWith)]
    pub fn load_with(bytes: Vec<u8>, pack: &Pack) -> Machine {
        let pack = pack.pack.as_ref().ok();
        Self { machine: machine::Machine::load_with(bytes, pack), suggester: Suggester::new() }
    }

    /// Replies and next steps for a context with its message behind it: `\0` and a turn, or `\x01` with a code and what
    /// is wrong.
    pub fn suggest(&mut self, asked: &str) -> String {
        let mut asked = Unpack(asked);
        let context = asked.context();
        let message = asked.0;
        let machine = match &self.machine {
            Ok(machine) => machine,
            Err(error) => return wrong(error.code(), &error.message()),
        };
        match self.suggester.suggest(machine, message, &context) {
            Ok(turn) => {
                // Most turns are about as long: they need not grow.
                let mut out = String::with_capacity(1024);
                out.push('\0');
                packed::push_turn(&turn, message, &mut out);
                out
            }
            Err(error) => wrong(error.code(), &error.message()),
        }
    }

    /// Begins a conversation; answers as [`apply`](Self::apply) does.
    pub fn start(&mut self, session: &mut Session, asked: &str) -> String {
        let Self { machine: Ok(machine), suggester } = self else { return self.info() };
        let start = Unpack(asked).start();
        match runtime::Session::start(machine, suggester, start) {
            Ok((begun, turn)) => {
                session.session = Some(begun);
                session_turn(&turn, "")
            }
            Err(error) => wrong(error.code(), &error.message()),
        }
    }

    /// Does what happened in a conversation: `\0` and a turn, or `\x01` with a code and what is wrong.
    pub fn apply(&mut self, session: &mut Session, asked: &str) -> String {
        let Self { machine: Ok(machine), suggester } = self else { return self.info() };
        let Some(session) = &mut session.session else { return unbegun() };
        let mut asked = Unpack(asked);
        let (now, turn, input) = (asked.signed(), asked.signed(), asked.input());
        if let Some(now) = now {
            session.set_now(now);
        }
        let message =
            if let Input::Receive(message) = &input { message.clone() } else { String::new() };
        let answer = match turn {
            None => session.apply(machine, suggester, input),
            Some(turn) => {
                let turn = u32::try_from(turn).unwrap_or(u32::MAX);
                session.edit(machine, suggester, turn, input)
            }
        };
        match answer {
            Ok(turn) => session_turn(&turn, &message),
            Err(error) => wrong(error.code(), &error.message()),
        }
    }

    /// A conversation as bytes; none where it has not begun or belongs to another machine.
    pub fn save(&self, session: &Session) -> Vec<u8> {
        match (&self.machine, &session.session) {
            (Ok(machine), Some(session)) => session.save(machine),
            _ => Vec::new(),
        }
    }

    /// A conversation from bytes; answers as [`apply`](Self::apply) does.
    pub fn restore(&mut self, session: &mut Session, bytes: &[u8]) -> String {
        let Self { machine: Ok(machine), suggester } = self else { return self.info() };
        match runtime::Session::restore(machine, suggester, bytes) {
            Ok((restored, turn)) => {
                session.session = Some(restored);
                session_turn(&turn, "")
            }
            Err(error) => wrong(error.code(), &error.message()),
        }
    }

    /// Goes into the choice at a place and says how many follow, without writing a turn: the engine's own part of a choice,
    /// for measuring.
    pub fn walk(&mut self, session: &mut Session, place: usize) -> usize {
        let Self { machine: Ok(machine), suggester } = self else { return 0 };
        let Some(session) = &mut session.session else { return 0 };
        let Some(choice) = session.choice_at(place) else { return 0 };
        let turn = session.apply(machine, suggester, Input::Choose(choice));
        turn.map_or(0, |turn| turn.turn.choices.len())
    }

    /// Reads a message without rendering anything and says how many topics it may mean: the engine's own part of
    /// `suggest`, for measuring.
    pub fn read(&mut self, message: &str) -> usize {
        self.machine.as_ref().map_or(0, |machine| self.suggester.read(machine, message))
    }

    /// What the machine is made of, or what is wrong with it, as `suggest` says it.
    pub fn info(&self) -> String {
        match &self.machine {
            Ok(machine) => {
                let mut out = String::from("\0");
                packed::push_info(machine, &mut out);
                out
            }
            Err(error) => wrong(error.code(), &error.message()),
        }
    }
}

/// A language pack, for machines that were trained with it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Pack {
    pack: Result<Arc<pack::Pack>, PackError>,
}

#[wasm_bindgen]
impl Pack {
    /// Checks bytes and makes them ready to use. Where they are not a pack, that is what `info` says.
    pub fn read(bytes: &[u8]) -> Pack {
        Self { pack: pack::Pack::read(bytes).map(Arc::new) }
    }

    /// `\0`, the language and the checksum in hexadecimal digits; or what is wrong, as `suggest` says it.
    pub fn info(&self) -> String {
        match &self.pack {
            Ok(pack) => {
                let mut out = String::from("\0");
                packed::push_text(pack.language(), &mut out);
                let mut digits = String::new();
                push_hex(pack.checksum(), &mut digits);
                packed::push_text(&digits, &mut out);
                out
            }
            Err(error) => wrong(error.code(), &error.message()),
        }
    }
}

/// A conversation; the machine that it belongs to does what happens in it.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Session {
    session: Option<runtime::Session>,
}

#[wasm_bindgen]
impl Session {
    /// One that has not begun.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// What happened since this was asked last.
    pub fn events(&mut self) -> String {
        let mut out = String::new();
        let events = self.session.as_mut().map(runtime::Session::events);
        packed::push_events(&events.unwrap_or_default(), &mut out);
        out
    }

    /// An agent took the conversation.
    pub fn join(&mut self, agent: &str) {
        if let Some(session) = &mut self.session {
            session.join(agent);
        }
    }

    /// The agent turned to something else.
    pub fn leave(&mut self, agent: &str) {
        if let Some(session) = &mut self.session {
            session.leave(agent);
        }
    }
}

fn session_turn(turn: &SessionTurn<'_>, message: &str) -> String {
    let mut out = String::with_capacity(1024);
    out.push('\0');
    packed::push_session(turn, message, &mut out);
    out
}

fn unbegun() -> String {
    wrong("AC0014", "the session has not begun")
}

fn wrong(code: &str, message: &str) -> String {
    let mut out = String::from("\x01");
    packed::push_text(code, &mut out);
    packed::push_text(message, &mut out);
    out
}

/// The standard library's allocator takes twice the room.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
