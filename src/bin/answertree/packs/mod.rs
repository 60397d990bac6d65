//! Language packs: the one that the command carries, and those beside a script.

pub(crate) mod adapt;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use answertree::compile::Source;
use answertree::lower::{Extras, NoPack};
use answertree::machine::{Machine, MachineError};
use answertree::pack::{MAX_PACK_BYTES, Pack, checksum_of};
use answertree::syntax;
use answertree::syntax::tree::Item;

use crate::files;
use crate::output::{Done, Failure, reason};

/// The pack of English.
const ENGLISH: &[u8] = include_bytes!("../../../../packs/en.pack");

/// What scripts call it.
pub(crate) const CARRIED: &str = "en";

/// The ending of packs' files.
pub(crate) const ENDING: &str = "pack";

/// The most packs in a folder that are looked at for the one of a machine.
const MOST_BESIDE: usize = 1_000;

/// The pack of English; it is read when it is first asked for.
pub(crate) fn english() -> Done<&'static Arc<Pack>> {
    static PACK: OnceLock<Option<Arc<Pack>>> = OnceLock::new();
    PACK.get_or_init(|| Pack::read(ENGLISH).ok().map(Arc::new)).as_ref().ok_or_else(|| {
        Failure::new("the language pack of the command is damaged: install it again".to_owned())
    })
}

/// The pack for a script, and what is told where the one is missing that it asks for.
#[derive(Debug, Default)]
pub(crate) struct AtHand {
    pack: Option<Arc<Pack>>,
    name: Option<String>,
    none: Option<NoPack>,
}

impl AtHand {
    /// What the script asks for whose main file comes first: the pack that the command carries, or the file of that name beside it.
    pub(crate) fn of(sources: &[Source]) -> Self {
        let carried = || Self { pack: english().ok().cloned(), ..Self::default() };
        let Some(name) = wanted(sources) else { return carried() };
        if name.eq_ignore_ascii_case(CARRIED) {
            return carried();
        }
        let main = sources.first().map_or("", |source| source.name.as_str());
        let path = Path::new(main).with_file_name(format!("{name}.{ENDING}"));
        match beside(&name, &path, sources) {
            Ok(pack) => Self { pack: Some(pack), name: Some(name), none: None },
            Err(none) => Self { none: Some(none), ..Self::default() },
        }
    }

    /// A pack that the command line names, for a script that asks for the pack of its language.
    pub(crate) fn given(path: &Path) -> Done<Self> {
        Ok(Self { pack: Some(given(path)?), ..Self::default() })
    }

    /// The language of the pack, as a script may ask for it.
    pub(crate) fn language(&self) -> &str {
        self.pack.as_ref().map_or(CARRIED, |pack| pack.language())
    }

    /// What the compiler is given.
    pub(crate) fn extras(&self) -> Extras<'_> {
        Extras {
            pack: self.pack.as_deref(),
            pack_name: self.name.as_deref(),
            no_pack: self.none.as_ref(),
            ..Extras::default()
        }
    }

    /// The pack itself.
    pub(crate) fn pack(&self) -> Option<&Arc<Pack>> {
        self.pack.as_ref()
    }

    /// The machine that was built with it.
    pub(crate) fn built(&self, bytes: Vec<u8>) -> Done<Machine> {
        let machine = Machine::load_with(bytes, self.pack.as_ref());
        let machine = machine.and_then(|machine| machine.verify().map(|()| machine));
        machine.map_err(|error| {
            Failure::new(format!(
                "the machine that was built is not one, which is a mistake in answertree: {error}"
            ))
        })
    }
}

/// A machine, with the pack that it needs: the one that the command carries, or one beside the machine.
pub(crate) fn load(bytes: Vec<u8>, path: &Path) -> Result<Machine, MachineError> {
    match Machine::load(bytes.clone()) {
        Err(MachineError::NeedsPack { pack }) => {
            let carried = english().ok().filter(|english| english.checksum() == pack).cloned();
            let found = carried.or_else(|| of_checksum(pack, path));
            Machine::load_with(bytes, found.as_ref())
        }
        other => other,
    }
}

/// The pack with a checksum, of those beside a file.
fn of_checksum(checksum: u64, file: &Path) -> Option<Arc<Pack>> {
    let file = std::path::absolute(file).ok()?;
    let entries = fs::read_dir(file.parent()?).ok()?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut packs: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING) && path.is_file())
        .take(MOST_BESIDE)
        .collect();
    packs.sort();
    packs.iter().find_map(|path| {
        let mut head = [0; 16];
        File::open(path).and_then(|mut file| file.read_exact(&mut head)).ok()?;
        if checksum_of(&head) != Some(checksum) {
            return None;
        }
        read(path).ok().filter(|pack| pack.checksum() == checksum)
    })
}

/// The name of the pack that a script asks for.
fn wanted(sources: &[Source]) -> Option<String> {
    items(sources, "pack").find_map(|item| match item {
        Item::Pack(name) => Some(name.value),
        _ => None,
    })
}

/// What the lines of a script say that begin with a word.
fn items<'s>(sources: &'s [Source], word: &'s str) -> impl Iterator<Item = Item> + 's {
    let lines =
        sources.iter().flat_map(|source| source.text.trim_start_matches('\u{feff}').lines());
    lines
        .filter(move |line| line.trim_start().starts_with(word))
        .flat_map(|line| syntax::parse(0, line).tree.items)
}

/// The pack in a file that a script names, or what to tell of it.
fn beside(name: &str, path: &Path, sources: &[Source]) -> Result<Arc<Pack>, NoPack> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = format!("{name}.{ENDING}");
    // A name is a word, so that it leads nowhere else.
    let is_word = !name.contains(['/', '\\', ':']) && !name.starts_with('.');
    if !is_word || !path.is_file() {
        return Err(NoPack {
            message: format!("there is no language pack `{name}` here"),
            help: format!(
                "the command carries `{CARRIED}`, and there is no `{file}` in `{}`",
                files::seen(folder)
            ),
        });
    }
    let bad = |message: String, help: String| NoPack { message, help };
    let pack = read(path).map_err(|why| {
        let help = "`answertree pack adapt` writes one".to_owned();
        bad(format!("the language pack `{file}` cannot be used: {why}"), help)
    })?;
    let told = |other: &str| {
        let language = pack.language();
        bad(
            format!("the language pack `{file}` is of `{language}`, and the script {other}"),
            "adapt a pack of the script's language, or take the line out".to_owned(),
        )
    };
    // A name of two letters is that of a language (ISO 639-1).
    if name.len() == 2 && !is_same(name, pack.language()) {
        return Err(told(&format!("asks for `{name}`")));
    }
    let own: Vec<String> = items(sources, "language")
        .filter_map(|item| match item {
            Item::Language(names) => Some(names),
            _ => None,
        })
        .flatten()
        .map(|name| name.value)
        .collect();
    match own.first() {
        Some(first) if !own.iter().any(|own| is_same(own, pack.language())) => {
            Err(told(&format!("is in `{first}`")))
        }
        _ => Ok(pack),
    }
}

/// Whether two tags are of one language, wherever it is spoken.
fn is_same(a: &str, b: &str) -> bool {
    let first = |tag: &str| tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    first(a) == first(b)
}

/// A pack that the command line names.
pub(crate) fn given(path: &Path) -> Done<Arc<Pack>> {
    read(path).map_err(|why| Failure::new(format!("cannot read {}: {why}", files::named(path))))
}

/// When a file was written, and how large it was.
type Stamp = (Option<SystemTime>, u64);

/// Reads a pack; one that was read before and has not changed is not read again, since an editor asks at every key.
fn read(path: &Path) -> Result<Arc<Pack>, String> {
    static READ: Mutex<BTreeMap<PathBuf, (Stamp, Arc<Pack>)>> = Mutex::new(BTreeMap::new());
    let told = |error: io::Error| reason(&error);
    let found = fs::metadata(path).map_err(told)?;
    let stamp = (found.modified().ok(), found.len());
    let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, pack)) = known.get(path).filter(|(of, _)| *of == stamp && stamp.0.is_some()) {
        return Ok(Arc::clone(pack));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_PACK_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(told)?;
    let pack = Pack::read(&bytes).map_err(|error| format!("{error} [{}]", error.code()))?;
    let pack = Arc::new(pack);
    known.insert(path.to_path_buf(), (stamp, Arc::clone(&pack)));
    Ok(pack)
}
