//! Every text once, in the order of first use, so that a topic's own lie together.

use std::collections::HashMap;

use crate::machine::id::StringId;
use crate::machine::texts::TEXT_END;
use crate::machine::write;

/// The string table while it grows.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    ids: HashMap<String, u32>,
    list: Vec<String>,
}

impl Strings {
    /// The id of `text`.
    pub(crate) fn id(&mut self, text: &str) -> StringId {
        if let Some(id) = self.ids.get(text) {
            return StringId::new(*id);
        }
        let id = self.next();
        self.ids.insert(text.to_owned(), id.index());
        self.list.push(text.to_owned());
        id
    }

    /// The id that the next new text gets.
    pub(crate) fn next(&self) -> StringId {
        StringId::at(self.list.len())
    }

    /// Their number, then each with a byte behind it that no text has: closer than lengths, for a compressor.
    pub(crate) fn section(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write::size(&mut out, self.list.len());
        for text in &self.list {
            out.extend_from_slice(text.as_bytes());
            out.push(TEXT_END);
        }
        out
    }
}
