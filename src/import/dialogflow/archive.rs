//! The files of an export, inflated within bounds.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::import::draft::Draft;
use crate::import::source;
use crate::import::told::{ImportError, Loss, Place, Wrong, shown};

/// The largest file of an archive: an intent with 10,000 phrases has a fifth of it.
const MAX_ENTRY_BYTES: u64 = 16 * 1024 * 1024;

/// What all files of an archive hold together.
const MAX_BYTES: u64 = 128 * 1024 * 1024;

/// How many files an archive has: ten times as many as an agent may have intents and entities, in some languages.
const MAX_FILES: usize = 50_000;

/// The files that are read, by their names within their folders.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) agent: Option<String>,
    pub(super) intents: BTreeMap<String, String>,
    pub(super) entities: BTreeMap<String, String>,
}

pub(super) fn read(draft: &mut Draft, file: &str, bytes: &[u8]) -> Result<Files, ImportError> {
    let failed = |error: &ZipError| {
        ImportError::new(file, Wrong::Format, format!("it is no zip archive: {error}"))
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    if archive.len() > MAX_FILES {
        let why = format!("it has more than {MAX_FILES} files");
        return Err(ImportError::new(file, Wrong::TooLarge, why));
    }
    let mut files = Files::default();
    let mut left = MAX_BYTES;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| failed(&error))?;
        let name = entry.name().map_err(|error| failed(&error))?.replace('\\', "/");
        if entry.is_dir() {
            continue;
        }
        let mut parts = name.rsplit('/');
        let (last, folder) = (parts.next().unwrap_or("").to_owned(), parts.next());
        let wanted = match folder {
            Some("intents" | "entities") => {
                last.rsplit_once('.').is_some_and(|(_, ending)| ending == "json")
            }
            _ => last == "agent.json",
        };
        if !wanted {
            // Which version of an export it is says nothing else.
            if last != "package.json" {
                let why = "it has no place in a script".to_owned();
                draft.teller.tell(&Place::of("file", &name), Loss::NoPlace, why);
            }
            continue;
        }
        let most = MAX_ENTRY_BYTES.min(left);
        let mut bytes = Vec::new();
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        let read = read.map_err(|error| {
            let why = format!("`{}` in it cannot be read: {error}", shown(&name));
            ImportError::new(file, Wrong::Format, why)
        })?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        if read > most {
            let why = format!("`{}` in it is larger than is read", shown(&name));
            return Err(ImportError::new(file, Wrong::TooLarge, why));
        }
        left -= read;
        let inner = format!("{file}, file `{}`", shown(&name));
        let text = source::text(&inner, &bytes)?.to_owned();
        match folder {
            Some("intents") => files.intents.insert(last, text),
            Some("entities") => files.entities.insert(last, text),
            _ => files.agent.replace(text),
        };
    }
    Ok(files)
}
