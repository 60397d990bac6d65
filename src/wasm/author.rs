//! Questions of an author's tools: one text in, one out, as JSON.

use std::sync::Arc;

use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::compiler::unpacked;
use super::wrong;
use crate::author::{self, AuthorError};
use crate::pack;

/// A script under its author's hands.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Author {
    author: author::Author,
}

#[wasm_bindgen]
impl Author {
    /// One without a script.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the files of a script, packed as a list of names and texts; the first is the main one.
    pub fn open(&mut self, sources: &str) {
        self.author.open(unpacked(sources));
    }

    /// Takes a language pack: empty, or what is wrong with it as `ask` says it.
    #[wasm_bindgen(js_name = takePack)]
    pub fn take_pack(&mut self, bytes: &[u8]) -> String {
        match pack::Pack::read(bytes) {
            Ok(pack) => {
                self.author.take_pack(Arc::new(pack));
                String::new()
            }
            Err(error) => wrong(error.code(), &error.message()),
        }
    }

    /// The answer to a question: `\0` and JSON, or `\x01` with a code and what is wrong.
    pub fn ask(&mut self, question: &str, asked: &str) -> String {
        let asked: Result<Value, _> = serde_json::from_str(asked);
        let answer = asked
            .map_err(|error| AuthorError::Asked(error.to_string()))
            .and_then(|asked| self.author.ask(question, &asked));
        match answer {
            Ok(answer) => format!("\0{answer}"),
            Err(error) => wrong(error.code(), &error.to_string()),
        }
    }
}
