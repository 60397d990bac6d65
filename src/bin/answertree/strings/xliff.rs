//! Texts as XLIFF 2.0, core only: holes are inline codes, which translation tools keep whole.

use std::collections::BTreeMap;

use answertree::check::script::Script;
use answertree::strings::{Given, Segment, Unit, joined};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use super::{hint, state};

const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// Elements in elements: no real file comes near.
const MAX_DEPTH: usize = 64;

pub(super) fn write(script: &Script, language: &str, units: &[Unit]) -> String {
    let own = script.languages.first().map_or("en", |language| &language.name);
    let mut out = Xml(Writer::new(Vec::new()));
    out.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    out.text("\n");
    out.open(
        "xliff",
        &[("xmlns", NAMESPACE), ("version", "2.0"), ("srcLang", own), ("trgLang", language)],
    );
    out.text("\n");
    let original = if script.name.is_empty() { "script" } else { &script.name };
    out.open("file", &[("id", "f1"), ("original", original), ("xml:space", "preserve")]);
    out.text("\n");
    for (number, unit) in (1..).zip(units) {
        out.unit(number, unit);
    }
    out.close("file");
    out.text("\n");
    out.close("xliff");
    out.text("\n");
    String::from_utf8(out.0.into_inner()).unwrap_or_default()
}

struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// Writing to memory cannot fail.
    fn event(&mut self, event: Event<'_>) {
        let _: std::io::Result<()> = self.0.write_event(event);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(start(name, attributes)));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn text(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(text)));
    }

    fn unit(&mut self, number: usize, unit: &Unit) {
        let id = format!("u{number}");
        self.open("unit", &[("id", &id), ("name", &allowed(&unit.name))]);
        self.text("\n");
        let mut notes: Vec<(&str, &str)> = vec![("kind", unit.kind.word())];
        if !unit.guards.is_empty() {
            notes.push(("guards", &unit.guards));
        }
        notes.extend(hint(unit).map(|hint| ("import", hint)));
        self.open("notes", &[]);
        for (category, note) in notes {
            self.open("note", &[("category", category)]);
            self.text(&allowed(note));
            self.close("note");
        }
        self.close("notes");
        self.text("\n");
        let mut codes: Vec<&str> = all(&unit.source).collect();
        // A translation by hand may have holes that its source does not have.
        for code in all(unit.target.as_deref().unwrap_or_default()) {
            let count = |codes: &[&str]| codes.iter().filter(|known| **known == code).count();
            let used: Vec<&str> = all(unit.target.as_deref().unwrap_or_default()).collect();
            if count(&codes) < count(&used) {
                codes.push(code);
            }
        }
        if !codes.is_empty() {
            self.open("originalData", &[]);
            for (number, code) in (1..).zip(&codes) {
                self.open("data", &[("id", &format!("d{number}"))]);
                self.words(code);
                self.close("data");
            }
            self.close("originalData");
            self.text("\n");
        }
        self.open("segment", &[("state", state(unit))]);
        self.open("source", &[]);
        self.segments(&unit.source, &codes);
        self.close("source");
        if let Some(target) = &unit.target {
            self.open("target", &[]);
            self.segments(target, &codes);
            self.close("target");
        }
        self.close("segment");
        self.text("\n");
        self.close("unit");
        self.text("\n");
    }

    /// Words and inline codes; each code is used once.
    fn segments(&mut self, segments: &[Segment], codes: &[&str]) {
        let mut free = vec![true; codes.len()];
        for segment in segments {
            match segment {
                Segment::Words(words) => self.words(words),
                Segment::Code(code, _) => {
                    let at =
                        codes.iter().zip(&free).position(|(known, free)| *free && known == code);
                    let Some(at) = at else {
                        self.words(code);
                        continue;
                    };
                    if let Some(free) = free.get_mut(at) {
                        *free = false;
                    }
                    let (id, data) = (format!("c{}", at + 1), format!("d{}", at + 1));
                    let whole = code.starts_with('{') && code.ends_with('}');
                    let moves = if whole { "yes" } else { "no" };
                    let attributes = [
                        ("id", id.as_str()),
                        ("dataRef", &data),
                        ("canCopy", "no"),
                        ("canDelete", "no"),
                        (
                            "canReorder",
                            if code.starts_with('{') && !whole { "firstNo" } else { moves },
                        ),
                        ("disp", &allowed(code)),
                    ];
                    self.empty("ph", &attributes);
                }
            }
        }
    }

    /// Characters that XML does not have are elements.
    fn words(&mut self, words: &str) {
        let mut plain = String::new();
        for c in words.chars() {
            if is_allowed(c) {
                plain.push(c);
            } else {
                self.text(&plain);
                plain.clear();
                self.empty("cp", &[("hex", &format!("{:04X}", u32::from(c)))]);
            }
        }
        self.text(&plain);
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

/// Whether a character may stand in an XML text; a lone `\r` would come back as `\n`.
fn is_allowed(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    }
}

fn allowed(text: &str) -> String {
    text.chars().map(|c| if is_allowed(c) { c } else { '\u{fffd}' }).collect()
}

fn all(segments: &[Segment]) -> impl Iterator<Item = &str> {
    segments.iter().filter_map(|segment| match segment {
        Segment::Code(code, _) => Some(code.as_str()),
        Segment::Words(_) => None,
    })
}

/// What is being read of a unit.
#[derive(Default)]
struct Reading {
    name: String,
    data: BTreeMap<String, String>,
    /// Inline codes of the source, by their ids.
    codes: BTreeMap<String, String>,
    source: Vec<Segment>,
    target: Vec<Segment>,
    /// Something that is no text and no code that the source has.
    wrong: bool,
}

/// The language that a file is for, and its units. Segments of a unit that a tool cut are one again.
pub(super) fn read(text: &str) -> Result<(String, Vec<Given>), String> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut path, mut language, mut out) = (Vec::<String>::new(), None, Vec::new());
    let mut unit = Reading::default();
    let mut data = String::new();
    loop {
        let event = reader.read_event();
        let event = event.map_err(|e| format!("{e}, at byte {}", reader.error_position()))?;
        match event {
            Event::Start(ref element) | Event::Empty(ref element) => {
                let name = element.local_name().as_ref().to_owned();
                let get = |key: &str| attribute(element, key);
                match name.as_str() {
                    "xliff" => {
                        if !get("version")?.is_some_and(|version| version.starts_with("2.")) {
                            return Err("it is not XLIFF 2".to_owned());
                        }
                        language = get("trgLang")?;
                    }
                    "unit" => {
                        let name = get("name")?.or(get("id")?).unwrap_or_default();
                        unit = Reading { name, ..Reading::default() };
                    }
                    "data" => {
                        data = get("id")?.unwrap_or_default();
                        unit.data.insert(data.clone(), String::new());
                    }
                    "ph" => {
                        let id = get("id")?.unwrap_or_default();
                        let code = get("dataRef")?.and_then(|data| unit.data.get(&data).cloned());
                        inline(&mut unit, &path, &id, code);
                    }
                    "cp" => {
                        let hex = get("hex")?.and_then(|hex| u32::from_str_radix(&hex, 16).ok());
                        let c = hex.and_then(char::from_u32).unwrap_or('\u{fffd}');
                        words(&mut unit, &path, &data, &c.to_string());
                    }
                    "pc" | "sc" | "ec" | "sm" | "em" if side(&path).is_some() => unit.wrong = true,
                    _ => {}
                }
                if matches!(event, Event::Start(_)) {
                    path.push(name);
                    if path.len() > MAX_DEPTH {
                        return Err("its elements are nested too deep".to_owned());
                    }
                }
            }
            Event::End(element) => {
                path.pop();
                if element.local_name().as_ref() == "unit" {
                    let done = std::mem::take(&mut unit);
                    let target = if done.wrong { Err(()) } else { Ok(joined(done.target)) };
                    out.push(Given { name: done.name, source: joined(done.source), target });
                }
            }
            Event::Text(text) => words(&mut unit, &path, &data, &text.xml10_content()),
            Event::CData(text) => words(&mut unit, &path, &data, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().map_err(|error| error.to_string())?;
                let text = match (&*reference, c) {
                    (_, Some(c)) => c.to_string(),
                    ("lt", _) => "<".to_owned(),
                    ("gt", _) => ">".to_owned(),
                    ("amp", _) => "&".to_owned(),
                    ("quot", _) => "\"".to_owned(),
                    ("apos", _) => "'".to_owned(),
                    (name, _) => return Err(format!("the entity `{name}` is not known")),
                };
                words(&mut unit, &path, &data, &text);
            }
            Event::DocType(_) => {
                return Err("it has a document type, which XLIFF has not".to_owned());
            }
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    if !path.is_empty() {
        return Err("it ends in the middle".to_owned());
    }
    language.map(|language| (language, out)).ok_or_else(|| "it names no target language".to_owned())
}

fn attribute(element: &BytesStart<'_>, key: &str) -> Result<Option<String>, String> {
    let found = element.try_get_attribute(key).map_err(|error| error.to_string())?;
    let Some(found) = found else { return Ok(None) };
    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
    value.map(|value| Some(value.into_owned())).map_err(|error| error.to_string())
}

/// Whether a place lies in a source (`false`) or a target (`true`), or in neither.
fn side(path: &[String]) -> Option<bool> {
    path.iter().rev().find_map(|name| match name.as_str() {
        "source" => Some(false),
        "target" => Some(true),
        _ => None,
    })
}

fn words(unit: &mut Reading, path: &[String], data: &str, text: &str) {
    match side(path) {
        Some(false) => unit.source.push(Segment::Words(text.to_owned())),
        Some(true) => unit.target.push(Segment::Words(text.to_owned())),
        None if path.last().is_some_and(|name| name == "data") => {
            if let Some(data) = unit.data.get_mut(data) {
                data.push_str(text);
            }
        }
        None => {}
    }
}

fn inline(unit: &mut Reading, path: &[String], id: &str, code: Option<String>) {
    match side(path) {
        Some(false) => {
            let code = code.unwrap_or_default();
            unit.codes.insert(id.to_owned(), code.clone());
            unit.source.push(Segment::Code(code, 0));
        }
        Some(true) => match code.or_else(|| unit.codes.get(id).cloned()) {
            Some(code) => unit.target.push(Segment::Code(code, 0)),
            None => unit.wrong = true,
        },
        None => {}
    }
}
