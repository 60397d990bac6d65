//! Messages from the files that the command line names, and what could not be read of them.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::rc::Rc;

use answertree::data::{Columns, Form, read};

use super::named;
use crate::args::Backtest;
use crate::files;
use crate::output::{Done, Failure, Output, count, reason, tame};

/// Lines that cannot be read and are told one by one.
const MOST_TOLD: usize = 20;

/// A message with a label.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) text: String,
}

/// What could not be read so far.
#[derive(Debug, Default)]
struct Wrong {
    told: Vec<String>,
    lines: usize,
    unlabelled: usize,
}

/// Reads files.
pub(super) struct Files {
    columns: Columns,
    wrong: Rc<RefCell<Wrong>>,
}

impl Files {
    pub(super) fn new(args: &Backtest) -> Self {
        let columns =
            Columns { label: args.labels.clone(), text: args.text.clone(), ..Columns::default() };
        Self { columns, wrong: Rc::default() }
    }

    /// The messages with a label, file after file; all files are opened before the first is read.
    pub(super) fn rows(&mut self, paths: &[PathBuf]) -> Done<impl Iterator<Item = Row> + use<>> {
        let mut all = Vec::new();
        for path in paths {
            let failed = |error: io::Error| {
                Failure::new(format!("cannot read {}: {}", named(path), reason(&error)))
            };
            let reader: Box<dyn BufRead> = if files::is_stdin(path) {
                Box::new(io::stdin().lock())
            } else {
                let file = File::open(path).map_err(failed)?;
                if file.metadata().map_err(failed)?.is_dir() {
                    return Err(Failure::new(format!("{} is a folder", named(path))));
                }
                Box::new(BufReader::new(file))
            };
            let form = Form::of_name(&path.to_string_lossy());
            all.push((named(path), read(reader, form, &self.columns)));
        }
        let wrong = Rc::clone(&self.wrong);
        Ok(all.into_iter().flat_map(move |(name, messages)| {
            let wrong = Rc::clone(&wrong);
            messages.filter_map(move |message| {
                let mut wrong = wrong.borrow_mut();
                match message {
                    Ok(message) => {
                        wrong.unlabelled += usize::from(message.label.is_none());
                        message.label.map(|label| Row { label, text: message.text })
                    }
                    Err(error) => {
                        wrong.lines += 1;
                        if wrong.told.len() < MOST_TOLD {
                            wrong.told.push(format!(
                                "line {} of {name}: {} [{}]\n",
                                error.line,
                                tame(&error.message),
                                error.code()
                            ));
                        }
                        None
                    }
                }
            })
        }))
    }

    /// Tells what could not be read, and whether anything was.
    pub(super) fn tell(&self, output: Output, anything: bool) -> Done<()> {
        let wrong = self.wrong.borrow();
        if wrong.unlabelled > 0 {
            let lines = count(wrong.unlabelled, "message");
            output.tell(&format!("note: {lines} without a label did not count\n"));
        }
        if wrong.lines == 0 {
            return Ok(());
        }
        output.tell(&wrong.told.concat());
        let lines = count(wrong.lines, "line");
        let rest = if anything { "what could be was tried" } else { "nothing was tried" };
        Err(Failure::new(format!("{lines} could not be read; {rest}")))
    }
}
