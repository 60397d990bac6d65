//! What editors ask about a script that is being written: what may stand at a place, what a word is, where it is declared
//! and used, another name for it, the outline, the colours, what a fix does.
//!
//! The language server and the page say the same from here. Places are bytes; whatever is wrong with a script, there is an answer.

mod complete;
mod context;
mod fixes;
mod hover;
mod outline;
mod refer;
mod rename;
mod tokens;
mod words;

use std::cell::OnceCell;

use crate::check::names::{Names, Place};
use crate::compile::{self, Source};

pub use self::complete::{Completion, Item, ItemKind, complete};
pub use self::fixes::fix_title;
pub use self::hover::{Hover, of_name, of_word};
pub use self::outline::{Entry, EntryKind, folds, outline};
pub use self::refer::{include_at, line_of};
pub use self::rename::{Refusal, Renamed, can_be_renamed, rename};
pub use self::tokens::{Token, TokenKind, tokens};

/// The files of a script, and where its names are once somebody asked.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    sources: &'a [Source],
    names: &'a OnceCell<Names>,
}

impl<'a> Draft<'a> {
    /// That of these files, the main one first; `names` keeps what was found of them.
    pub fn new(sources: &'a [Source], names: &'a OnceCell<Names>) -> Self {
        Self { sources, names }
    }

    /// Its files.
    pub fn sources(self) -> &'a [Source] {
        self.sources
    }

    /// A file by its number in spans.
    pub fn source(self, file: u16) -> Option<&'a Source> {
        self.sources.get(usize::from(file))
    }

    /// Where its names are; found when they are asked for first.
    pub fn names(self) -> &'a Names {
        self.names.get_or_init(|| compile::names(self.sources))
    }

    /// What is named at a byte of a file.
    pub fn named(self, file: u16, byte: usize) -> Option<&'a Place> {
        self.names().at(file, narrow(byte))
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
