//! What crosses to JavaScript: texts, numbers and bytes. The package over it makes objects of them, as `types.ts` describes.
//!
//! A call takes one text and gives one: a context is packed with its message, a turn comes back packed, and both sides read
//! values in their order instead of naming each. A property set or read from here would be a crossing of its own.

#[cfg(feature = "compile")]
mod compiler;
#[cfg(feature = "compile")]
pub use compiler::{Compiled, compile, format};

mod unpack;

use wasm_bindgen::prelude::*;

use self::unpack::Unpack;
use crate::json::packed;
use crate::machine::{self, MachineError};
use crate::runtime::Suggester;

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
