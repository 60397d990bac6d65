//! Messages with labels.

use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;

use crate::args::Backtest;
use crate::messages;
use crate::output::{Done, Output, count};

/// A message with a label.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) text: String,
}

/// Reads files, and counts messages without a label.
pub(super) struct Files {
    files: messages::Files,
    unlabelled: Rc<Cell<usize>>,
}

impl Files {
    pub(super) fn new(args: &Backtest) -> Self {
        let files = messages::Files::new(args.labels.as_ref(), args.text.as_ref());
        Self { files, unlabelled: Rc::default() }
    }

    /// The messages with a label, file after file; all files are opened before the first is read.
    pub(super) fn rows(&mut self, paths: &[PathBuf]) -> Done<impl Iterator<Item = Row> + use<>> {
        let unlabelled = Rc::clone(&self.unlabelled);
        Ok(self.files.messages(paths)?.filter_map(move |message| {
            unlabelled.set(unlabelled.get() + usize::from(message.label.is_none()));
            message.label.map(|label| Row { label, text: message.text })
        }))
    }

    /// Tells what could not be read, and whether anything was.
    pub(super) fn tell(&self, output: Output, anything: bool) -> Done<()> {
        if self.unlabelled.get() > 0 {
            let lines = count(self.unlabelled.get(), "message");
            output.tell(&format!("note: {lines} without a label did not count\n"));
        }
        self.files
            .tell(output, if anything { "what could be was tried" } else { "nothing was tried" })
    }
}
