//! Tables of messages with labels, and replies: TSV, CSV, JSON Lines.

use super::draft::{Draft, Guards};
use super::source::{self, Format};
use super::told::{ImportError, Loss, Place, Wrong};
use super::words::{ANY, read as words};
use crate::data::{self, Columns, Form};

/// What is known of a table.
#[derive(Debug)]
pub(super) struct Header<'a> {
    pub(super) name: &'a str,
    pub(super) format: Format,
    pub(super) columns: &'a Columns,
}

/// Labels become topics, messages their examples, replies their wordings.
pub(super) fn read(
    draft: &mut Draft,
    header: &Header<'_>,
    bytes: &[u8],
) -> Result<(), ImportError> {
    let mut columns = Columns { replies: true, ..header.columns.clone() };
    let form = match header.format {
        Format::Csv => Form::Csv,
        Format::JsonLines => Form::JsonLines,
        _ => Form::Tsv,
    };
    if form == Form::Tsv && columns.label.is_none() && has_header(bytes) {
        columns.label = Some("label".to_owned());
    }
    let listed = if form == Form::JsonLines { listed(header.name, bytes)? } else { None };
    let place = |line: u64| match &listed {
        Some(_) => Place::entry(line),
        None => Place::line(line),
    };
    let bytes = listed.as_deref().map_or(bytes, str::as_bytes);
    for row in data::read(bytes, form, &columns) {
        match row {
            Ok(row) => {
                let place = place(row.line);
                self::row(draft, row, &place);
            }
            Err(error) if costs_all(&error) => {
                let wrong = match error.wrong {
                    data::Wrong::Utf16 => Wrong::Encoding,
                    _ => Wrong::Format,
                };
                return Err(ImportError::new(header.name, wrong, error.message));
            }
            Err(error) => {
                let place = place(error.line);
                draft.teller.tell(&place, Loss::Line(error.code()), error.message);
            }
        }
    }
    Ok(())
}

/// The entries of a list, each in a line; none where the file is no list.
fn listed(file: &str, bytes: &[u8]) -> Result<Option<String>, ImportError> {
    let begins = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !begins.starts_with(b"[") {
        return Ok(None);
    }
    let list = source::json(file, source::text(file, bytes)?)?;
    let entries = list.as_array().map_or(&[][..], Vec::as_slice);
    Ok(Some(entries.iter().map(|entry| format!("{entry}\n")).collect()))
}

/// Whether nothing of the file can be read.
fn costs_all(error: &data::DataError) -> bool {
    matches!(error.wrong, data::Wrong::Utf16 | data::Wrong::NoColumn)
}

/// Whether the first line names the columns as they are called where nothing else is said.
fn has_header(bytes: &[u8]) -> bool {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or(bytes);
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = String::from_utf8_lossy(line);
    let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
    fields.contains(&"label") && (fields.contains(&"text") || fields.contains(&"reply"))
}

fn row(draft: &mut Draft, row: data::Message, place: &Place) {
    let Some(label) = row.label else {
        draft.teller.tell(place, Loss::Broken, "the message has no label");
        return;
    };
    let reply = row.reply.filter(|reply| !reply.trim().is_empty());
    if reply.is_none() || !row.text.trim().is_empty() {
        draft.example(&label, &row.text, place);
    }
    if let Some(reply) = reply {
        let mut lost = Vec::new();
        let reply = words(&reply, ANY, &mut draft.facts, &mut lost);
        for lost in lost {
            draft.teller.tell(place, Loss::Placeholder, lost);
        }
        if draft.fits(&reply, place) {
            draft.topic(&label, place).body.wording(&Guards::default(), reply);
        }
    }
}
