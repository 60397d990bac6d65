//! The authors' module: compiling, formatting, listing.

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::Machine;
use crate::compile::{Source, compile as compile_sources};
use crate::json;
use crate::machine::listing::listing;
use crate::syntax;

/// Compiles the files of a script; the first is the main one. Authors' mistakes are in `problems`, never thrown.
///
/// # Errors
/// Throws a `TypeError` where `sources` is not an object of texts.
#[wasm_bindgen(unchecked_return_type = "Compiled")]
pub fn compile(
    #[wasm_bindgen(unchecked_param_type = "Sources")] sources: &JsValue,
) -> Result<JsValue, JsValue> {
    let wrong =
        || JsValue::from(js_sys::TypeError::new("compile takes an object of file names and texts"));
    let entries = Object::entries(sources.dyn_ref::<Object>().ok_or_else(wrong)?);
    let mut files = Vec::new();
    for entry in entries.iter() {
        let entry: Array = entry.into();
        match (entry.get(0).as_string(), entry.get(1).as_string()) {
            (Some(name), Some(text)) => files.push(Source { name, text }),
            _ => return Err(wrong()),
        }
    }
    let compiled = compile_sources(&files);
    let machine = match &compiled.machine {
        Some(lowered) => Uint8Array::from(lowered.bytes.as_slice()).into(),
        None => JsValue::NULL,
    };
    let result = Object::new();
    Reflect::set(&result, &"machine".into(), &machine)?;
    let problems = JSON::parse(&json::problems(&compiled.problems, &files))?;
    Reflect::set(&result, &"problems".into(), &problems)?;
    Ok(result.into())
}

/// The canonical form of a file's text; a line with a problem stays as it is.
#[wasm_bindgen]
pub fn format(text: &str) -> String {
    syntax::format(text)
}

#[wasm_bindgen]
impl Machine {
    /// The machine in a form for people to read.
    pub fn listing(&self) -> String {
        listing(&self.machine)
    }
}
