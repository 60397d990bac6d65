//! `docs/machine.md` says what the code does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use answertree::machine::format::{MAGIC, Section, VERSION};
use answertree::machine::listing::tags;
use answertree::machine::{MachineError, limits};

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/machine.md")).unwrap()
}

/// The rows of the first table below a heading, as cells without their backticks; without the table's own head.
fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, below) = page
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("no heading {heading}"));
    let rows = below
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'));
    rows.skip(2)
        .map(|row| {
            row.trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().trim_matches('`').to_owned())
                .collect()
        })
        .collect()
}

fn pairs(rows: &[Vec<String>]) -> Vec<(String, String)> {
    rows.iter().map(|row| (row.first().unwrap().clone(), row.get(1).unwrap().clone())).collect()
}

#[test]
fn the_sections_are_those_of_the_code() {
    let expected: Vec<(String, String)> = Section::ALL
        .iter()
        .enumerate()
        .map(|(number, section)| (number.to_string(), section.name().to_owned()))
        .collect();
    assert_eq!(pairs(&table(&page(), "## Sections")), expected);
    for section in Section::ALL {
        assert!(
            page().contains(&format!("\n### {}\n", section.name())) || section == Section::Code,
            "{}",
            section.name()
        );
    }
}

#[test]
fn the_tags_are_those_of_the_code() {
    for (heading, (_, tags)) in ["### Operators", "### Pieces", "### Steps"].into_iter().zip(tags())
    {
        let expected: Vec<(String, String)> =
            tags.iter().map(|(tag, name)| (tag.to_string(), (*name).to_owned())).collect();
        assert_eq!(pairs(&table(&page(), heading)), expected, "{heading}");
    }
}

#[test]
fn the_limits_are_those_of_the_code() {
    let expected = [
        ("MAX_MACHINE_BYTES", limits::MAX_MACHINE_BYTES),
        ("MAX_TOPICS", limits::MAX_TOPICS),
        ("MAX_STACK", limits::MAX_STACK),
        ("MAX_DEPTH", limits::MAX_DEPTH),
        ("FUEL", limits::FUEL.try_into().unwrap()),
        ("MAX_MESSAGE_BYTES", limits::MAX_MESSAGE_BYTES),
        ("MATCH_FUEL", limits::MATCH_FUEL.try_into().unwrap()),
        ("MAX_PROBES", limits::MAX_PROBES),
    ];
    let expected: Vec<(String, String)> =
        expected.iter().map(|(name, n)| ((*name).to_owned(), n.to_string())).collect();
    assert_eq!(pairs(&table(&page(), "## Limits")), expected);
}

#[test]
fn the_header_and_the_errors_are_those_of_the_code() {
    let page = page();
    let header = pairs(&table(&page, "## Header"));
    let what = |bytes: &str| header.iter().find(|(at, _)| at == bytes).unwrap().1.clone();
    assert_eq!(what("0-3"), format!("{}` in ASCII", String::from_utf8_lossy(&MAGIC)));
    assert_eq!(what("4-5"), format!("u16` format version, {VERSION}"));
    assert_eq!(what("6-7"), format!("u16` number of sections, {}", Section::ALL.len()));
    let errors = [
        MachineError::NotAMachine,
        MachineError::NewerFormat { version: 2 },
        MachineError::OlderFormat { version: 0 },
        MachineError::Checksum,
        MachineError::TooLarge,
        MachineError::Malformed { section: "meta", at: 0 },
        MachineError::NeedsPack { pack: 0 },
    ];
    let codes: Vec<String> =
        table(&page, "## Errors").into_iter().filter_map(|row| row.into_iter().next()).collect();
    assert_eq!(codes, errors.map(MachineError::code));
}
