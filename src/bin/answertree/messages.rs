//! Messages from the files that the command line names, and what could not be read of them.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use answertree::data::{Columns, Form, Message, read};

use crate::files;
use crate::output::{Done, Failure, Output, count, reason, tame};

/// Lines that cannot be read and are told one by one.
const MOST_TOLD: usize = 20;

/// What could not be read so far.
#[derive(Debug, Default)]
struct Wrong {
    told: Vec<String>,
    lines: usize,
}

/// Reads files.
#[derive(Debug)]
pub(crate) struct Files {
    columns: Columns,
    /// Whether a text file has a message a line.
    plain: bool,
    wrong: Rc<RefCell<Wrong>>,
}

impl Files {
    pub(crate) fn new(labels: Option<&String>, text: Option<&String>) -> Self {
        let columns = Columns { label: labels.cloned(), text: text.cloned(), ..Columns::default() };
        Self { columns, plain: false, wrong: Rc::default() }
    }

    /// Messages without labels: a file ending in .txt has one a line.
    pub(crate) fn unlabelled(text: Option<&String>) -> Self {
        Self { plain: text.is_none(), ..Self::new(None, text) }
    }

    /// The messages, file after file; all files are opened before the first is read.
    pub(crate) fn messages(
        &self,
        paths: &[PathBuf],
    ) -> Done<impl Iterator<Item = Message> + use<>> {
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
            let is_text = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
            let form = match Form::of_name(&path.to_string_lossy()) {
                Form::Tsv if self.plain && is_text => Form::Plain,
                form => form,
            };
            all.push((named(path), read(reader, form, &self.columns)));
        }
        let wrong = Rc::clone(&self.wrong);
        Ok(all.into_iter().flat_map(move |(name, messages)| {
            let wrong = Rc::clone(&wrong);
            messages.filter_map(move |message| match message {
                Ok(message) => Some(message),
                Err(error) => {
                    let mut wrong = wrong.borrow_mut();
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
            })
        }))
    }

    /// Tells what could not be read; `rest` is what became of the others.
    pub(crate) fn tell(&self, output: Output, rest: &str) -> Done<()> {
        let wrong = self.wrong.borrow();
        if wrong.lines == 0 {
            return Ok(());
        }
        output.tell(&wrong.told.concat());
        let lines = count(wrong.lines, "line");
        Err(Failure::new(format!("{lines} could not be read; {rest}")))
    }
}

/// A file's name in messages.
pub(crate) fn named(path: &Path) -> String {
    tame(&files::named(path))
}
