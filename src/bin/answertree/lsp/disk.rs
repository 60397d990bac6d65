//! Script files on the disk: which there are around the open documents, and what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::files::{self, ENDING};

/// The most entries of folders that are looked at: a client may have opened a whole disk.
const MAX_ENTRIES: usize = 50_000;
/// Folders that hold what others made.
const PASSED_OVER: [&str; 2] = ["node_modules", "target"];

#[derive(Debug, Default)]
pub(super) struct Disk {
    /// The folders that the client works in.
    folders: Vec<String>,
    /// What was read, with the time and size that the file had.
    read: BTreeMap<String, (Option<SystemTime>, u64, Option<String>)>,
    complaints: Vec<String>,
}

impl Disk {
    pub(super) fn new(folders: Vec<String>) -> Self {
        Self { folders, ..Self::default() }
    }

    pub(super) fn change_folders(&mut self, added: Vec<String>, removed: &[String]) {
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added);
    }

    /// The script files in the client's folders, and beside and above each document that lies elsewhere.
    pub(super) fn files<'a>(
        &self,
        documents: impl Iterator<Item = &'a String>,
    ) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        let mut left = MAX_ENTRIES;
        for folder in &self.folders {
            look(folder, true, &mut left, &mut out);
        }
        for document in documents {
            if self.folders.iter().any(|folder| Path::new(document).starts_with(folder)) {
                continue;
            }
            for folder in Path::new(document).ancestors().skip(1).take(2) {
                if folder.is_absolute() {
                    look(&folder.to_string_lossy(), false, &mut left, &mut out);
                }
            }
        }
        out
    }

    /// What a file says; `None` where there is none, or it cannot be read, which is a complaint.
    pub(super) fn read(&mut self, name: &str) -> Option<String> {
        let path = Path::new(name);
        let found =
            fs::metadata(path).ok().filter(|found| found.is_file() && path.is_absolute())?;
        let (time, size) = (found.modified().ok(), found.len());
        if let Some((known_time, known_size, text)) = self.read.get(name)
            && *known_time == time
            && *known_size == size
        {
            return text.clone();
        }
        let text = match files::read_text(path) {
            Ok(text) => Some(text),
            Err(failure) => {
                self.complaints.push(failure.to_string());
                None
            }
        };
        self.read.insert(name.to_owned(), (time, size, text.clone()));
        text
    }

    pub(super) fn complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }
}

/// Adds the script files of a folder, and of its folders where `below`. What cannot be read is passed over; links to
/// folders are not followed.
fn look(folder: &str, below: bool, left: &mut usize, out: &mut BTreeSet<String>) {
    let mut folders = vec![Path::new(folder).to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            let Some(fewer) = left.checked_sub(1) else { return };
            *left = fewer;
            let Ok(kind) = entry.file_type() else { continue };
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if kind.is_dir() {
                if below && !name.starts_with('.') && !PASSED_OVER.contains(&name.as_ref()) {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == ENDING) {
                out.insert(files::name_of(&path));
            }
        }
    }
}
