//! What the server knows: the open documents, the files around them, the scripts that those make.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use answertree::assist::Draft;
use answertree::check::names::{Names, Place};
use answertree::compile::{self, Source};
use answertree::problem::Problem;
use answertree::span::Span;
use lsp_types::{Location, Position, Range, TextDocumentContentChangeEvent, Uri};

use super::coverage::Counted;
use super::disk::Disk;
use super::place::{Encoding, Lines, narrow};
use super::uri;
use crate::files::{gather, includes_of, reach, roots_of};
use crate::packs::AtHand;

/// A document that the client has open; what it says goes before what the disk says.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
    pub(super) lines: Lines,
}

/// A script: a file that no other includes, and all that it includes.
#[derive(Debug)]
pub(super) struct Script {
    /// The main file first; those behind [`Script::files`] only stand there to be offered in the place of a wrong name.
    pub(super) sources: Vec<Source>,
    files: usize,
    pub(super) problems: Vec<Problem>,
    lines: Vec<Lines>,
    names: OnceCell<Names>,
}

impl Script {
    /// The names of its files, in the order of the numbers in spans.
    pub(super) fn files(&self) -> impl Iterator<Item = (u16, &Source)> {
        (0..).zip(self.sources.iter().take(self.files))
    }

    pub(super) fn source(&self, file: u16) -> Option<&Source> {
        self.sources.get(usize::from(file))
    }

    pub(super) fn number(&self, name: &str) -> Option<u16> {
        self.files().find(|(_, source)| source.name == name).map(|(number, _)| number)
    }

    pub(super) fn range(&self, span: Span) -> Range {
        let index = usize::from(span.file);
        match (self.sources.get(index), self.lines.get(index)) {
            (Some(source), Some(lines)) => lines.range(&source.text, span),
            _ => Range::default(),
        }
    }

    /// Where its names are; found when they are asked for first.
    pub(super) fn names(&self) -> &Names {
        self.draft().names()
    }

    /// As what edits it sees it.
    pub(super) fn draft(&self) -> Draft<'_> {
        Draft::new(&self.sources, &self.names)
    }
}

/// A place in a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub(super) name: &'a str,
    pub(super) document: &'a Document,
    pub(super) byte: usize,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) encoding: Encoding,
    /// Edits may name the version of the document they are for.
    pub(super) versioned_edits: bool,
    disk: Disk,
    documents: BTreeMap<String, Document>,
    /// What each known file includes.
    includes: BTreeMap<String, Vec<String>>,
    /// By name of the main file.
    pub(super) scripts: BTreeMap<String, Script>,
    /// Documents that changed since scripts were made.
    changed: BTreeSet<String>,
    /// The files on the disk may have changed.
    stale: bool,
    /// How often tests come to each line.
    pub(super) counted: Counted,
}

impl State {
    pub(super) fn new(encoding: Encoding, versioned_edits: bool, folders: Vec<String>) -> Self {
        Self { encoding, versioned_edits, disk: Disk::new(folders), stale: true, ..Self::default() }
    }

    /// Every file that is known.
    pub(super) fn files(&self) -> impl Iterator<Item = &String> {
        self.includes.keys()
    }

    pub(super) fn document(&self, uri: &Uri) -> Option<(String, &Document)> {
        let name = uri::name(uri);
        self.documents.get(&name).map(|document| (name, document))
    }

    pub(super) fn open(&mut self, uri: Uri, version: i32, text: String) {
        let name = uri::name(&uri);
        let lines = Lines::new(&text, self.encoding);
        self.counted.forget(&name);
        self.counted.opened(&name);
        self.documents.insert(name, Document { uri, version, text, lines });
        self.stale = true;
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        self.documents.remove(&uri::name(uri));
        self.stale = true;
    }

    /// Files on the disk may have changed: one that was saved, or any.
    pub(super) fn forget_disk(&mut self, saved: Option<&Uri>) {
        self.counted.written(saved.map(uri::name));
        self.stale = true;
    }

    pub(super) fn change_folders(&mut self, added: Vec<String>, removed: &[String]) {
        self.disk.change_folders(added, removed);
        self.stale = true;
    }

    /// Changes a document as its editor did.
    pub(super) fn edit(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let name = uri::name(uri);
        let Some(document) = self.documents.get_mut(&name) else { return };
        for change in changes {
            match change.range {
                None => {
                    document.text = change.text;
                    document.lines = Lines::new(&document.text, self.encoding);
                    self.counted.forget(&name);
                }
                Some(range) => {
                    let old = &document.lines;
                    let start = old.byte(&document.text, range.start);
                    let end = old.byte(&document.text, range.end).max(start);
                    let touched = old.touched(&document.text, start..end, &change.text);
                    document.text.replace_range(start..end, &change.text);
                    let new = Lines::new(&document.text, self.encoding);
                    self.counted.edited(&name, touched, (old.count(), new.count()));
                    document.lines = new;
                }
            }
        }
        document.version = version;
        self.changed.insert(name);
    }

    /// Makes the scripts anew that something changed in.
    pub(super) fn refresh(&mut self) {
        let all = self.stale;
        if all {
            self.scan();
        }
        for name in &self.changed {
            if let Some(document) = self.documents.get(name) {
                self.includes.insert(name.clone(), includes_of(name, &document.text));
            }
        }
        if !all && self.changed.is_empty() {
            return;
        }
        let files: Vec<String> = self.includes.keys().cloned().collect();
        let mut scripts = BTreeMap::new();
        for root in roots_of(&files, &self.includes) {
            let mut within = BTreeSet::new();
            reach(&root, &self.includes, &mut within);
            if !within.iter().any(|name| self.documents.contains_key(name)) {
                continue;
            }
            let known = self.scripts.remove(&root).filter(|known| {
                !all && known.files().all(|(_, source)| !self.changed.contains(&source.name))
            });
            let script = known.or_else(|| self.script(&root));
            scripts.extend(script.map(|script| (root, script)));
        }
        self.scripts = scripts;
        self.changed.clear();
    }

    /// Looks at the disk again: which files there are, and what they include.
    fn scan(&mut self) {
        let mut names = self.disk.files(self.documents.keys());
        names.extend(self.documents.keys().cloned());
        let mut includes = BTreeMap::new();
        // What is included from elsewhere is a file like the others.
        let mut waiting: Vec<String> = names.into_iter().collect();
        while let Some(name) = waiting.pop() {
            if includes.contains_key(&name) {
                continue;
            }
            let Some(text) = self.text(&name) else { continue };
            let found = includes_of(&name, &text);
            waiting.extend(found.iter().cloned());
            includes.insert(name, found);
        }
        self.includes = includes;
        self.stale = false;
    }

    /// What a file says: as it is open, or on the disk.
    fn text(&mut self, name: &str) -> Option<String> {
        match self.documents.get(name) {
            Some(document) => Some(document.text.clone()),
            None => self.disk.read(name),
        }
    }

    fn script(&mut self, root: &str) -> Option<Script> {
        let text = self.text(root)?;
        let main = Source { name: root.to_owned(), text };
        let script = gather(main, |name| Ok(self.text(name))).ok()?;
        let lines =
            script.sources.iter().map(|source| Lines::new(&source.text, self.encoding)).collect();
        let pack = AtHand::of(&script.sources);
        let problems = compile::compile_with(&script.sources, pack.extras()).problems;
        let (sources, files, names) = (script.sources, script.files, OnceCell::new());
        Some(Script { sources, files, problems, lines, names })
    }

    /// The scripts that a file belongs to, and its number in each.
    pub(super) fn scripts_of<'a>(
        &'a self,
        name: &'a str,
    ) -> impl Iterator<Item = (&'a Script, u16)> {
        self.scripts.values().filter_map(move |script| Some((script, script.number(name)?)))
    }

    /// Where a request is about.
    pub(super) fn at(&self, uri: &Uri, place: Position) -> Option<At<'_>> {
        let (name, document) = self.documents.get_key_value(&uri::name(uri))?;
        Some(At { name, document, byte: document.lines.byte(&document.text, place) })
    }

    /// What is named at a place, with each script that says so.
    pub(super) fn named(&self, at: At<'_>) -> Vec<(&Script, &Place)> {
        self.scripts
            .values()
            .filter_map(|script| {
                let file = script.number(at.name)?;
                Some((script, script.names().at(file, narrow(at.byte))?))
            })
            .collect()
    }

    /// The address of a file, as the client wrote it where it has it open.
    pub(super) fn address(&self, name: &str) -> Option<Uri> {
        match self.documents.get(name) {
            Some(document) => Some(document.uri.clone()),
            None => uri::address(name),
        }
    }

    pub(super) fn version(&self, name: &str) -> Option<i32> {
        self.documents.get(name).map(|document| document.version)
    }

    pub(super) fn location(&self, script: &Script, span: Span) -> Option<Location> {
        let source = script.source(span.file)?;
        Some(Location::new(self.address(&source.name)?, script.range(span)))
    }

    /// Plays the tests of scripts that were opened or saved.
    pub(super) fn count(&mut self) {
        self.counted.count(&self.scripts);
    }

    /// What could not be read or counted since this was asked last.
    pub(super) fn complaints(&mut self) -> Vec<String> {
        let mut all = self.disk.complaints();
        all.extend(self.counted.complaints());
        all
    }
}
