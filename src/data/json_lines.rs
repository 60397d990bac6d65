//! An object a line.

use std::io::BufRead;

use serde_json::Value;

use super::lines::Lines;
use super::{Columns, DataError, Message, Wrong, label_of};

pub(super) fn objects<R: BufRead>(
    lines: Lines<R>,
    columns: Columns,
) -> impl Iterator<Item = Result<Message, DataError>> {
    lines.map(move |line| {
        let (line, text) = line?;
        object(line, &text, &columns)
    })
}

fn object(line: u64, text: &str, columns: &Columns) -> Result<Message, DataError> {
    let wrong = |wrong, why: String| DataError::new(line, wrong, why);
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let told = error.to_string();
        let what = told.rsplit_once(" at line ").map_or(told.as_str(), |(what, _)| what);
        wrong(Wrong::NotObject, format!("this is not JSON: {what} at column {}", error.column()))
    })?;
    let Value::Object(row) = value else {
        let why = "this is no object, as in `{\"label\":\"late\",\"text\":\"where is it\"}`";
        return Err(wrong(Wrong::NotObject, why.to_owned()));
    };
    let no_text = |key: &str| wrong(Wrong::NoMessage, format!("`{key}` should be a text"));
    let label = match row.get(columns.label()) {
        None | Some(Value::Null) => None,
        Some(Value::String(label)) => label_of(label),
        Some(_) => return Err(no_text(columns.label())),
    };
    let reply = match row.get(columns.reply()).filter(|_| columns.replies) {
        None | Some(Value::Null) => None,
        Some(Value::String(reply)) => Some(reply.clone()),
        Some(_) => return Err(no_text(columns.reply())),
    };
    match row.get(columns.text()) {
        Some(Value::String(text)) => Ok(Message { line, label, text: text.clone(), reply }),
        None if reply.is_some() => Ok(Message { line, label, text: String::new(), reply }),
        _ => Err(no_text(columns.text())),
    }
}
