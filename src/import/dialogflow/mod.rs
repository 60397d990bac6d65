//! The export of a Dialogflow ES agent: a zip of JSON files.

mod archive;
mod intents;

use std::collections::BTreeMap;

use serde_json::Value;

use self::archive::Files;
use super::draft::Draft;
use super::facts::like;
use super::names::is_language;
use super::source::{Keys, json};
use super::told::{ImportError, Loss, Place, Wrong, shown};

/// More languages than there are agents with.
const MAX_LANGUAGES: usize = 60;

/// Intents become topics, entities word lists, parameters facts.
pub(super) fn read(draft: &mut Draft, file: &str, bytes: &[u8]) -> Result<(), ImportError> {
    let files = archive::read(draft, file, bytes)?;
    if files.agent.is_none() && files.intents.is_empty() {
        let why = "there is no agent in it: no `agent.json` and no folder `intents`";
        return Err(ImportError::new(file, Wrong::Format, why));
    }
    let agent = parse(file, files.agent.as_deref().unwrap_or("{}"))?;
    if let Some(name) = agent.at("displayName").as_str() {
        draft.title.get_or_insert_with(|| name.to_owned());
    }
    let own = agent.at("language").as_str().filter(|tag| is_language(tag)).map(str::to_owned);
    for tag in own.iter().map(String::as_str).chain(texts(agent.at("supportedLanguages"))) {
        if is_language(tag)
            && draft.languages.len() < MAX_LANGUAGES
            && !draft.languages.iter().any(|other| other == tag)
        {
            draft.languages.push(tag.to_owned());
        }
    }
    let likes = entities(draft, file, &files)?;
    let used = intents::read(draft, file, &files, &Agent { own: own.as_deref(), likes: &likes })?;
    // What no parameter is of can still be found in a message.
    for (name, like) in likes.into_iter().filter(|(name, _)| !used.contains(name)) {
        draft.facts.named(&name).1.like = Some(like);
    }
    Ok(())
}

/// What an agent's intents share.
#[derive(Clone, Copy, Debug)]
struct Agent<'a> {
    /// Its own language.
    own: Option<&'a str>,
    /// What entities of regular expressions look like, by their names.
    likes: &'a BTreeMap<String, String>,
}

/// A file of the archive as JSON.
fn parse(file: &str, text: &str) -> Result<Value, ImportError> {
    json(file, text)
}

/// The texts of a list.
fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_str)
}

/// The place of something in a file of the archive.
fn place(path: &str) -> Place {
    Place::of("file", path)
}

/// Reads entities: words into lists; what those of regular expressions look like is given back.
fn entities(
    draft: &mut Draft,
    file: &str,
    files: &Files,
) -> Result<BTreeMap<String, String>, ImportError> {
    let mut heads = BTreeMap::new();
    let mut likes = BTreeMap::new();
    for (path, text) in &files.entities {
        if path.contains("_entries_") {
            continue;
        }
        let entity = parse(file, text)?;
        let stem = path.trim_end_matches(".json");
        let is_regexp = entity.at("isRegexp") == &Value::Bool(true);
        let name = entity.at("name").as_str().unwrap_or(stem).to_owned();
        // Old exports have the entries here.
        let place = place(&format!("entities/{path}"));
        read_entries(draft, (&name, is_regexp), entity.at("entries"), &place, &mut likes);
        heads.insert(stem.to_owned(), (name, is_regexp));
    }
    for (path, text) in &files.entities {
        let Some((stem, _)) = path.rsplit_once("_entries_") else { continue };
        let place = place(&format!("entities/{path}"));
        let (name, is_regexp) = match heads.get(stem) {
            Some((name, is_regexp)) => (name.as_str(), *is_regexp),
            None => (stem, false),
        };
        read_entries(draft, (name, is_regexp), &parse(file, text)?, &place, &mut likes);
    }
    Ok(likes)
}

fn read_entries(
    draft: &mut Draft,
    (name, is_regexp): (&str, bool),
    entries: &Value,
    place: &Place,
    likes: &mut BTreeMap<String, String>,
) {
    for (at, entry) in entries.as_array().into_iter().flatten().enumerate() {
        let value = entry.at("value").as_str().unwrap_or("");
        if is_regexp {
            match (at == 0).then(|| like(value)).flatten() {
                Some(like) => {
                    likes.insert(name.to_owned(), like);
                }
                None => {
                    let why = format!("`{}` cannot be what the fact looks like", shown(value));
                    draft.teller.tell(place, Loss::Pattern, why);
                }
            }
            continue;
        }
        for member in std::iter::once(value).chain(texts(entry.at("synonyms"))) {
            if member.contains('@') {
                let why = format!("`{}` is made of other entities", shown(member));
                draft.teller.tell(place, Loss::NoPlace, why);
            } else {
                draft.member(name, member, place);
            }
        }
    }
}
