//! Texts as a table of comma-separated values: a row a unit, the languages as columns.

use std::collections::HashMap;

use answertree::check::script::Script;
use answertree::strings::{Given, Unit, language, read as segments, shown, units};

use super::{hint, state};
use crate::output::{Done, Failure};

/// The columns beside those of the two languages.
const UNIT: &str = "unit";
const KIND: &str = "kind";
const GUARDS: &str = "guards";
const STATE: &str = "state";
const NOTE: &str = "note";

fn own(script: &Script) -> &str {
    script.languages.first().map_or("en", |language| &language.name)
}

pub(super) fn write(script: &Script, language: &str, units: &[Unit]) -> Done<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Failure::new(format!("cannot write the table: {error}"));
    out.write_record([UNIT, KIND, GUARDS, own(script), language, STATE, NOTE]).map_err(failed)?;
    for unit in units {
        let target = unit.target.as_deref().map(shown).unwrap_or_default();
        let source = shown(&unit.source);
        let (kind, note) = (unit.kind.word(), hint(unit).unwrap_or(""));
        let row = [unit.name.as_str(), kind, &unit.guards, &source, &target, state(unit), note];
        out.write_record(row).map_err(failed)?;
    }
    let bytes = out.into_inner().map_err(|error| Failure::new(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Failure::new(error.to_string()))
}

/// The language that a table is for, and its rows.
pub(super) fn read(
    script: &Script,
    text: &str,
    wanted: Option<&str>,
) -> Result<(String, Vec<Given>), String> {
    let text = text.trim_start_matches('\u{feff}');
    // Spreadsheets of some countries part columns by semicolons.
    let first = text.lines().next().unwrap_or("");
    let comma = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| first.bytes().filter(|b| b == sign).count());
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(comma.unwrap_or(b','))
        .flexible(true)
        .from_reader(text.as_bytes());
    let head = rows.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| head.iter().position(|column| column.trim() == name);
    let missing = |name: &str| format!("it has no column `{name}`");
    let column_of_unit = column(UNIT).ok_or_else(|| missing(UNIT))?;
    let source = column(own(script)).ok_or_else(|| missing(own(script)))?;
    let of_script = || head.iter().find(|column| language(script, column.trim()).is_some());
    let says = match wanted.or_else(of_script) {
        Some(says) => says.trim().to_owned(),
        None => return Err("none of its columns is a language of the script".to_owned()),
    };
    let target = column(&says).ok_or_else(|| missing(&says))?;
    // A code is known from what stands in the script; what stands there no more was another text.
    let known = language(script, &says).map(|id| units(script, id)).unwrap_or_default();
    let known: HashMap<&str, &Unit> = known.iter().map(|unit| (unit.name.as_str(), unit)).collect();
    let mut out = Vec::new();
    for row in rows.records() {
        let row = row.map_err(|error| error.to_string())?;
        let cell = |at: usize| row.get(at).unwrap_or("");
        let name = cell(column_of_unit).trim().to_owned();
        let unit = known.get(name.as_str());
        let mut codes = unit.map(|unit| unit.source.clone()).unwrap_or_default();
        let source = segments(&lines(cell(source)), &codes).unwrap_or_default();
        // A translation by hand may have holes that its source does not have.
        codes.extend(unit.and_then(|unit| unit.target.clone()).unwrap_or_default());
        let said = lines(cell(target));
        let target =
            if said.trim().is_empty() { Some(Vec::new()) } else { segments(&said, &codes) };
        out.push(Given { name, source, target: target.ok_or(()) });
    }
    Ok((says, out))
}

/// Cells have the line ends of whoever wrote them last.
fn lines(cell: &str) -> String {
    cell.replace("\r\n", "\n").replace('\r', "\n")
}
