//! What a JavaScript host sees: the classes and calls that `types.ts` describes, and nothing more.
//!
//! Turns cross as JSON text that the host's own parser reads: one crossing, whatever a turn holds. Authors' mistakes are
//! data; misuse and bytes that are not a machine throw an `Error` with a `code`.

#[cfg(feature = "compile")]
mod compiler;
#[cfg(feature = "compile")]
pub use compiler::{compile, format};

mod context;

use js_sys::{Error, JSON, Reflect};
use wasm_bindgen::prelude::*;

use crate::json;
use crate::machine;
use crate::runtime::Suggester;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");

/// A compiled script, ready to run.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Machine {
    machine: machine::Machine,
    suggester: Suggester,
}

#[wasm_bindgen]
impl Machine {
    /// Checks bytes and makes them ready to run.
    ///
    /// # Errors
    /// Throws a `MachineError` with a `code` such as `"AM0001"` where they are not a machine that this engine reads.
    pub fn load(bytes: Vec<u8>) -> Result<Machine, JsValue> {
        let machine = machine::Machine::load(bytes)
            .map_err(|error| thrown("MachineError", error.code(), &error.message()))?;
        Ok(Self { machine, suggester: Suggester::new() })
    }

    /// Replies and next steps for one message.
    ///
    /// # Errors
    /// Throws a `ContextError` with a `code` where the context does not fit the script.
    #[wasm_bindgen(unchecked_return_type = "Turn")]
    pub fn suggest(
        &mut self,
        message: &str,
        #[wasm_bindgen(unchecked_param_type = "Context | undefined")] context: &JsValue,
    ) -> Result<JsValue, JsValue> {
        JSON::parse(&self.suggest_json(message, context)?)
    }

    /// The same as text: the same bytes on every platform.
    ///
    /// # Errors
    /// As `suggest`.
    #[wasm_bindgen(js_name = suggestJson)]
    pub fn suggest_json(
        &mut self,
        message: &str,
        #[wasm_bindgen(unchecked_param_type = "Context | undefined")] context: &JsValue,
    ) -> Result<String, JsValue> {
        let context = context::read(context)?;
        let turn = self
            .suggester
            .suggest(&self.machine, message, &context)
            .map_err(|error| thrown("ContextError", error.code(), &error.message()))?;
        Ok(json::turn(&turn, message))
    }

    /// Reads a message without rendering anything and says how many topics it may mean: the engine's own part of
    /// `suggest`, for measuring.
    pub fn read(&mut self, message: &str) -> usize {
        self.suggester.read(&self.machine, message)
    }

    /// What the machine is made of.
    ///
    /// # Errors
    /// None that a host can cause.
    #[wasm_bindgen(unchecked_return_type = "MachineInfo")]
    pub fn info(&self) -> Result<JsValue, JsValue> {
        JSON::parse(&json::info(&self.machine))
    }
}

/// An error that says its kind and its code.
fn thrown(name: &str, code: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    // Setting a plain property of a fresh object cannot fail.
    let _: Result<bool, JsValue> = Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}

/// The standard library's allocator takes twice the room.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
