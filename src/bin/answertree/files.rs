//! Scripts from files, folders and the standard input; machines from files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use answertree::compile::{self, Source};
use answertree::machine::format::MAGIC;
use answertree::machine::limits::MAX_MACHINE_BYTES;
use answertree::machine::{Machine, MachineError};
use answertree::syntax;
use answertree::syntax::tree::Item;

use crate::output::{Done, Failure, reason};
use crate::packs;

/// How the standard input is named on the command line.
const STDIN: &str = "-";
/// How it is named in messages.
const STDIN_NAME: &str = "<stdin>";
/// The ending of script files.
pub(crate) const ENDING: &str = "answers";

/// A script with all that it includes.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    /// The main file first. Names are absolute paths with `/`, so that an `include` may lead out of the working folder.
    pub(crate) sources: Vec<Source>,
    /// How many of them were read; those behind only stand there so that a wrong name finds the right one.
    pub(crate) files: usize,
}

impl Script {
    /// Names files as people see them from the working folder, for telling problems.
    pub(crate) fn shown(mut self) -> Vec<Source> {
        let here = std::env::current_dir().ok();
        for source in &mut self.sources {
            source.name = shown(Path::new(&source.name), here.as_deref());
        }
        self.sources
    }
}

/// A script or a machine, told apart by what the file says.
#[derive(Debug)]
pub(crate) enum Input {
    Script(Script),
    Machine(Box<Machine>),
}

pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// Reads a script or a machine; of a folder, its only script.
pub(crate) fn input(path: &Path) -> Done<Input> {
    if path.is_dir() {
        return only_script(path).map(Input::Script);
    }
    let bytes = bytes(path)?;
    if bytes.starts_with(&MAGIC) {
        let machine = loaded(bytes, path).map_err(|error| {
            Failure::new(format!("cannot load {}: {error} [{}]", named(path), error.code()))
        })?;
        return Ok(Input::Machine(Box::new(machine)));
    }
    with_includes(path, text(path, bytes)?).map(Input::Script)
}

/// A machine of which all can be read: people should learn of damage here, not from a reply that is missing.
fn loaded(bytes: Vec<u8>, path: &Path) -> Result<Machine, MachineError> {
    let machine = packs::load(bytes, path)?;
    machine.verify().map(|()| machine)
}

/// Reads one script: a file, the standard input, or the only script of a folder.
pub(crate) fn script(path: &Path) -> Done<Script> {
    if path.is_dir() { only_script(path) } else { with_includes(path, read_text(path)?) }
}

fn only_script(folder: &Path) -> Done<Script> {
    let mut roots = roots(folder)?;
    match (roots.pop(), roots.as_slice()) {
        (Some(root), []) => script(&root),
        (Some(root), more) => {
            let mut names: Vec<String> = more.iter().map(|path| named(path)).collect();
            names.push(named(&root));
            Err(Failure::new(format!(
                "{} holds more than one script: {}; name one",
                named(folder),
                names.join(", ")
            )))
        }
        (None, _) => Err(no_scripts(folder)),
    }
}

/// The main files of scripts that paths name: a folder's are those that no other file of it includes.
pub(crate) fn main_files(paths: &[PathBuf]) -> Done<Vec<PathBuf>> {
    spread(paths, roots)
}

/// Every script file that paths name.
pub(crate) fn all_files(paths: &[PathBuf]) -> Done<Vec<PathBuf>> {
    spread(paths, files_of)
}

fn spread(
    paths: &[PathBuf],
    of_folder: impl Fn(&Path) -> Done<Vec<PathBuf>>,
) -> Done<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        let found = if path.is_dir() { of_folder(path)? } else { vec![path.clone()] };
        if found.is_empty() {
            return Err(no_scripts(path));
        }
        files.extend(found.into_iter().filter(|file| seen.insert(name_of(file))));
    }
    Ok(files)
}

fn no_scripts(folder: &Path) -> Failure {
    Failure::new(format!("there is no file ending in .{ENDING} in {}", named(folder)))
}

/// The script files of a folder and its folders, in order of their names. Hidden folders are passed over, and links to
/// folders are not followed, so that no circle of them is.
fn files_of(folder: &Path) -> Done<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let kind = entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?;
            let path = entry.path();
            if kind.is_dir() {
                if !entry.file_name().to_string_lossy().starts_with('.') {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == ENDING) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The files of a folder that no other file of it includes; of files that include each other in a circle, the first.
fn roots(folder: &Path) -> Done<Vec<PathBuf>> {
    let files = files_of(folder)?;
    let mut includes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in &files {
        let name = name_of(file);
        // One that cannot be read is a script of its own, and told when it is read for its own sake.
        let found = read_text(file).map(|text| includes_of(&name, &text)).unwrap_or_default();
        includes.insert(name, found);
    }
    let mut roots: Vec<PathBuf> = Vec::new();
    let named: BTreeMap<String, &PathBuf> =
        files.iter().map(|file| (name_of(file), file)).collect();
    let order: Vec<String> = files.iter().map(|file| name_of(file)).collect();
    for root in roots_of(&order, &includes) {
        roots.extend(named.get(&root).map(|file| (*file).clone()));
    }
    roots.sort();
    Ok(roots)
}

/// Of some files, those that no other of them includes; of files that include each other in a circle, the first.
pub(crate) fn roots_of(files: &[String], includes: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut within = BTreeSet::new();
    for (name, names) in includes {
        within.extend(names.iter().filter(|included| *included != name));
    }
    let mut seen = BTreeSet::new();
    let mut roots = Vec::new();
    for circles in [false, true] {
        for name in files {
            if seen.contains(name) || (!circles && within.contains(name)) {
                continue;
            }
            reach(name, includes, &mut seen);
            roots.push(name.clone());
        }
    }
    roots
}

/// Adds a file and all that it includes.
pub(crate) fn reach(
    name: &str,
    includes: &BTreeMap<String, Vec<String>>,
    seen: &mut BTreeSet<String>,
) {
    let mut waiting = vec![name];
    while let Some(name) = waiting.pop() {
        if seen.insert(name.to_owned()) {
            waiting.extend(includes.get(name).into_iter().flatten().map(String::as_str));
        }
    }
}

/// Reads what a script includes, and what that includes.
fn with_includes(path: &Path, text: String) -> Done<Script> {
    let name = if is_stdin(path) { name_of(Path::new(STDIN_NAME)) } else { name_of(path) };
    gather(Source { name, text }, |name| {
        let path = Path::new(name);
        if path.is_file() { read_text(path).map(Some) } else { Ok(None) }
    })
}

/// A script from its main file and what reads the others by name. Files that are not there are a problem for the checks to
/// tell.
pub(crate) fn gather(
    main: Source,
    mut read: impl FnMut(&str) -> Done<Option<String>>,
) -> Done<Script> {
    let mut sources = vec![main];
    let mut missing = Vec::new();
    let mut at = 0;
    while let Some(source) = sources.get(at) {
        at += 1;
        for name in includes_of(&source.name, &source.text) {
            if sources.iter().any(|source| source.name == name) || missing.contains(&name) {
                continue;
            }
            match read(&name)? {
                Some(text) => sources.push(Source { name, text }),
                None => missing.push(name),
            }
        }
    }
    let files = sources.len();
    for name in &missing {
        let Some(folder) = Path::new(name).parent() else { continue };
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
            .map(|path| name_of(&path))
            .collect();
        names.sort();
        for name in names {
            // One that is there and cannot be read is missing all the same.
            if sources.iter().all(|source| source.name != name) && !missing.contains(&name) {
                sources.push(Source { name, text: String::new() });
            }
        }
    }
    Ok(Script { sources, files })
}

/// The names of the files that a file includes.
pub(crate) fn includes_of(name: &str, text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    lines
        .filter(|line| line.trim_start().starts_with("include"))
        .flat_map(|line| syntax::parse(0, line).tree.items)
        .filter_map(|item| match item {
            Item::Include(included) => compile::included(name, &included.value),
            _ => None,
        })
        .collect()
}

/// Reads a text file or the standard input.
pub(crate) fn read_text(path: &Path) -> Done<String> {
    text(path, bytes(path)?)
}

fn text(path: &Path, bytes: Vec<u8>) -> Done<String> {
    if bytes.starts_with(&MAGIC) {
        return Err(Failure::new(format!(
            "{} is a machine; this command takes the script it was built from",
            named(path)
        )));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Failure::new(format!("{} is UTF-16 text; save it as UTF-8", named(path))));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|&&byte| byte == b'\n').count() + 1;
        Failure::new(format!(
            "{} is not UTF-8 text: byte {valid}, in line {line}, is no character",
            named(path)
        ))
    })
}

/// Reads a file or the standard input; at the most one byte more than any input may have.
fn bytes(path: &Path) -> Done<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_MACHINE_BYTES).unwrap_or(u64::MAX) + 1;
    let read = if is_stdin(path) {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    match read {
        Ok(n) if n > MAX_MACHINE_BYTES => Err(Failure::new(format!(
            "{} is larger than any script or machine may be",
            named(path)
        ))),
        Ok(_) => Ok(bytes),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot read {}: {}", named(path), reason(error)))
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub(crate) fn write(path: &Path, contents: &[u8]) -> Done<()> {
    // What a link leads to is changed, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let fail = |error: &io::Error| {
        Failure::new(format!("cannot write {}: {}", named(&path), reason(error)))
    };
    let Some(name) = path.file_name() else {
        return Err(Failure::new(format!(
            "cannot write {}: it is not the name of a file",
            named(&path)
        )));
    };
    let beside =
        path.with_file_name(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));
    let written = File::create_new(&beside).and_then(|mut file| {
        file.write_all(contents)?;
        if let Ok(old) = fs::metadata(&path) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, &path)
    });
    written.map_err(|error| {
        let _: io::Result<()> = fs::remove_file(&beside);
        fail(&error)
    })
}

/// The name of a path in messages.
pub(crate) fn named(path: &Path) -> String {
    if is_stdin(path) { "the standard input".to_owned() } else { format!("`{}`", path.display()) }
}

/// A path from the root, with `/` and without `.` and `..`.
pub(crate) fn name_of(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.to_string_lossy().replace('\\', "/");
    compile::included("", &name).unwrap_or(name)
}

/// A path as people see it from the working folder.
pub(crate) fn seen(path: &Path) -> String {
    let seen = shown(path, std::env::current_dir().ok().as_deref());
    if seen.is_empty() { ".".to_owned() } else { seen }
}

/// A path as seen from the working folder.
fn shown(path: &Path, here: Option<&Path>) -> String {
    if path.file_name().is_some_and(|name| name == STDIN_NAME) {
        return STDIN_NAME.to_owned();
    }
    let here = here.map(|here| PathBuf::from(here.to_string_lossy().replace('\\', "/")));
    let mut up = String::new();
    // A path that leads further up than this says less than one from the root.
    for folder in here.iter().flat_map(|here| here.ancestors()).take(4) {
        if !up.is_empty() && folder.parent().is_none() {
            break;
        }
        if let Ok(rest) = path.strip_prefix(folder) {
            return format!("{up}{}", rest.display());
        }
        up.push_str("../");
    }
    path.display().to_string()
}
