//! The lines of a conversation: from a terminal with editing and a history, or from a file or a pipe.

use std::io::{self, BufRead, IsTerminal};

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::output::{DIM, Done, Failure, Output, reason, tame};

/// Where lines come from.
pub(super) enum Lines {
    Terminal(Box<DefaultEditor>),
    Pipe,
}

impl Lines {
    pub(super) fn new() -> Done<Self> {
        if !io::stdin().is_terminal() {
            return Ok(Self::Pipe);
        }
        let editor = DefaultEditor::new()
            .map_err(|error| Failure::new(format!("cannot use the terminal: {error}")))?;
        Ok(Self::Terminal(Box::new(editor)))
    }

    pub(super) fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal(_))
    }

    /// The next line; none at the end. A line of a pipe is printed, so that what is printed reads as the conversation did.
    pub(super) fn next(&mut self, output: Output) -> Done<Option<String>> {
        match self {
            Self::Terminal(editor) => match editor.readline("> ") {
                Ok(line) => {
                    // A history that is full forgets its oldest line by itself.
                    let _: rustyline::Result<bool> = editor.add_history_entry(line.as_str());
                    Ok(Some(line))
                }
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
                Err(error) => Err(Failure::new(format!("cannot read the line: {error}"))),
            },
            Self::Pipe => {
                let mut line = String::new();
                let read = io::stdin().lock().read_line(&mut line);
                match read {
                    Ok(0) => Ok(None),
                    Ok(_) => {
                        let line = line.trim_end_matches(['\n', '\r']).to_owned();
                        output.print(&format!("{DIM}>{DIM:#} {}\n", tame(&line)))?;
                        Ok(Some(line))
                    }
                    Err(error) => {
                        Err(Failure::new(format!("cannot read the line: {}", reason(&error))))
                    }
                }
            }
        }
    }
}
