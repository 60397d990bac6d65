//! Rows with columns: TSV and CSV.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder, Terminator};

use super::lines::Lines;
use super::{
    Columns, DataError, MAX_RECORD_BYTES, Message, Messages, Wrong, label_of, text_of, too_long,
    unreadable,
};

/// `label<TAB>message` lines; a further tab belongs to the message.
pub(super) fn tsv<R: BufRead>(lines: Lines<R>) -> impl Iterator<Item = Result<Message, DataError>> {
    lines.map(|line| {
        let (line, row) = line?;
        let Some((label, text)) = row.split_once('\t') else {
            let why = "there is no tab between a label and a message";
            return Err(DataError::new(line, Wrong::NoMessage, why));
        };
        Ok(Message { line, label: label_of(label), text: text.to_owned(), reply: None })
    })
}

/// A message a line; a tab is white space as any.
pub(super) fn plain<R: BufRead>(
    lines: Lines<R>,
) -> impl Iterator<Item = Result<Message, DataError>> {
    lines.map(|line| line.map(|(line, text)| Message { line, label: None, text, reply: None }))
}

/// Fields with tabs between them, under a header.
pub(super) fn tsv_with_header<'r, R: BufRead + 'r>(
    mut lines: Lines<R>,
    columns: &Columns,
) -> Messages<'r> {
    let found = match lines.next() {
        None => return Box::new(std::iter::empty()),
        Some(header) => header.and_then(|(line, header)| {
            let names: Vec<&str> = header.split('\t').collect();
            Places::find(line, &names, columns)
        }),
    };
    let places = match found {
        Ok(places) => places,
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    Box::new(lines.map(move |line| {
        let (line, row) = line?;
        places.message(line, |at| Ok(row.split('\t').nth(at).map(str::to_owned)))
    }))
}

/// Where the columns are.
#[derive(Clone, Debug)]
struct Places {
    /// None where the file has no labels and none were asked for.
    label: Option<usize>,
    /// None where the file has replies only.
    text: Option<usize>,
    /// None where replies are not read, or there are none.
    reply: Option<usize>,
    name: String,
}

impl Places {
    fn find(line: u64, names: &[&str], columns: &Columns) -> Result<Self, DataError> {
        let at = |name: &str| names.iter().position(|other| other.trim() == name);
        let missing = |name: &str| {
            let there: Vec<String> =
                names.iter().take(20).map(|name| format!("`{}`", name.trim())).collect();
            let why = format!(
                "the header has no column `{name}`; it has {}: say which with `--labels` and `--text`",
                there.join(", ")
            );
            DataError::new(line, Wrong::NoColumn, why)
        };
        let label = at(columns.label());
        if label.is_none() && columns.label.is_some() {
            return Err(missing(columns.label()));
        }
        let reply = at(columns.reply()).filter(|_| columns.replies);
        if reply.is_none() && columns.replies && columns.reply.is_some() {
            return Err(missing(columns.reply()));
        }
        let text = at(columns.text());
        if text.is_none() && (reply.is_none() || columns.text.is_some()) {
            return Err(missing(columns.text()));
        }
        Ok(Self { label, text, reply, name: columns.text().to_owned() })
    }

    /// A message from what gives the field of a column.
    fn message(
        &self,
        line: u64,
        field: impl Fn(usize) -> Result<Option<String>, DataError>,
    ) -> Result<Message, DataError> {
        let text = match self.text {
            Some(at) => field(at)?.ok_or_else(|| self.no_field(line))?,
            None => String::new(),
        };
        let of = |at: Option<usize>| at.map_or(Ok(None), &field);
        let label = of(self.label)?.as_deref().and_then(label_of);
        let reply = of(self.reply)?.filter(|reply| !reply.trim().is_empty());
        Ok(Message { line, label, text, reply })
    }

    fn no_field(&self, line: u64) -> DataError {
        let why = format!("this line ends before the column `{}`", self.name);
        DataError::new(line, Wrong::NoMessage, why)
    }
}

/// A CSV file: fields may be quoted and hold line breaks.
pub(super) fn csv<'r>(reader: impl BufRead + 'r, columns: &Columns) -> Messages<'r> {
    let left = Rc::new(Cell::new(MAX_RECORD_BYTES));
    let bounded = Bounded { reader, left: Rc::clone(&left) };
    let mut rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        // Of lines that end in two bytes the reader counts one too few; the first of them is taken off below.
        .terminator(Terminator::Any(b'\n'))
        .from_reader(bounded);
    let mut header = ByteRecord::new();
    let found = match read(&mut rows, &left, &mut header) {
        Ok(false) => return Box::new(std::iter::empty()),
        Ok(true) => of_header(&header, columns),
        Err(error) => Err(error),
    };
    match found {
        Ok(places) => Box::new(Rows { reader: rows, left, places, ended: false }),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

fn of_header(header: &ByteRecord, columns: &Columns) -> Result<Places, DataError> {
    let names: Result<Vec<&str>, DataError> =
        header.iter().map(|field| text_of(1, uncut(field))).collect();
    Places::find(1, &names?, columns)
}

/// Reads the next record, if there is one.
fn read<R: Read>(
    rows: &mut Reader<R>,
    left: &Cell<usize>,
    record: &mut ByteRecord,
) -> Result<bool, DataError> {
    left.set(MAX_RECORD_BYTES);
    let line = rows.position().line();
    rows.read_byte_record(record).map_err(|error| match error.into_kind() {
        ErrorKind::Io(_) if left.get() == 0 => too_long(line),
        ErrorKind::Io(error) => unreadable(line, &error),
        other => DataError::new(line, Wrong::Unreadable, format!("this is no CSV: {other:?}")),
    })
}

struct Rows<R> {
    reader: Reader<R>,
    left: Rc<Cell<usize>>,
    places: Places,
    ended: bool,
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Message, DataError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let mut record = ByteRecord::new();
        let mut more = read(&mut self.reader, &self.left, &mut record);
        while more == Ok(true) && is_blank(&record) {
            more = read(&mut self.reader, &self.left, &mut record);
        }
        match more {
            Ok(true) => Some(message(&record, &self.places)),
            Ok(false) => {
                self.ended = true;
                None
            }
            // Behind what is too long, or cannot be read, nobody knows where a record begins.
            Err(error) => {
                self.ended = true;
                Some(Err(error))
            }
        }
    }
}

/// Whether a record is a line without anything; those that end in one byte are passed over by the reader.
fn is_blank(record: &ByteRecord) -> bool {
    record.len() == 1 && record.get(0) == Some(b"\r")
}

/// A field without what a line of two bytes at its end leaves there.
fn uncut(field: &[u8]) -> &[u8] {
    field.strip_suffix(b"\r").unwrap_or(field)
}

fn message(record: &ByteRecord, places: &Places) -> Result<Message, DataError> {
    let line = record.position().map_or(0, csv::Position::line);
    places.message(line, |at| {
        record.get(at).map(|field| text_of(line, uncut(field)).map(str::to_owned)).transpose()
    })
}

/// Reads so many bytes at most until it is told that it may read more: a quote that nothing closes does not swallow a file.
struct Bounded<R> {
    reader: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.left.get());
        if most == 0 && !buffer.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the record is too long"));
        }
        let read = self.reader.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left.set(self.left.get() - read);
        Ok(read)
    }
}
