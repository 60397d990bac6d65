//! `answertree strings`.

mod table;
mod xliff;

use std::collections::HashMap;
use std::path::Path;

use answertree::check::script::Script;
use answertree::compile::analyse;
use answertree::machine::id::LanguageId;
use answertree::strings::{Given, Refusal, Unit, import, language, units};

use crate::args::{Strings, StringsCheck, StringsExport, StringsFormat, StringsImport};
use crate::check::analysed;
use crate::files;
use crate::fmt::diff;
use crate::output::{BAD, BOLD, Done, End, Failure, GOOD, Output, count, put, tame};

pub(crate) fn run(args: &Strings, output: Output) -> Done<End> {
    match args {
        Strings::Export(args) => export(args, output),
        Strings::Import(args) => bring(args, output),
        Strings::Check(args) => check(args, output),
    }
}

fn export(args: &StringsExport, output: Output) -> Done<End> {
    let format = args.format.or_else(|| args.output.as_deref().and_then(of_ending));
    let Some(script) = analysed(&files::script(&args.file)?, output) else {
        return Ok(End::Problems);
    };
    let language = known(&script, &args.lang)?;
    let units = units(&script, language);
    let text = match format.unwrap_or(StringsFormat::Xliff) {
        StringsFormat::Xliff => xliff::write(&script, &args.lang, &units),
        StringsFormat::Csv => table::write(&script, &args.lang, &units)?,
    };
    match &args.output {
        Some(path) if !files::is_stdin(path) => files::write(path, text.as_bytes())?,
        _ => output.bytes(text.as_bytes())?,
    }
    Ok(End::Fine)
}

fn bring(args: &StringsImport, output: Output) -> Done<End> {
    if files::is_stdin(&args.file) {
        return Err(Failure::new("translations are written into files; name the script"));
    }
    let read = files::script(&args.file)?;
    let Some(script) = analysed(&read, output) else { return Ok(End::Problems) };
    let (language, given) = translated(&script, &args.translated, args.lang.as_deref())?;
    let imported = import(&script, &read.sources, language, &given);
    let mut after = read.sources.clone();
    for (source, text) in after.iter_mut().zip(&imported.texts) {
        if let Some(text) = text {
            source.text.clone_from(text);
        }
    }
    if analyse(&after).script.is_none() {
        return Err(Failure::new(
            "with these translations the script would have errors, which is a mistake in answertree; nothing was written",
        ));
    }
    let mut out = String::new();
    let mut changes = false;
    for ((old, shown), new) in read.sources.iter().zip(read.clone().shown()).zip(&imported.texts) {
        let Some(new) = new.as_ref().filter(|new| **new != old.text) else { continue };
        changes = true;
        if args.check {
            out.push_str(&diff(Path::new(&shown.name), &old.text, new));
        } else {
            files::write(Path::new(&old.name), new.as_bytes())?;
            put(&mut out, format_args!("{}\n", shown.name));
        }
    }
    for refused in &imported.refused {
        let (code, message) = (refused.refusal.code(), refused.refusal.message());
        put(
            &mut out,
            format_args!("{BAD}{code}{BAD:#} {BOLD}{}{BOLD:#}: {message}\n", tame(&refused.name)),
        );
    }
    output.print(&out)?;
    let done = count(imported.done, "translation");
    let refused = imported.refused.len();
    let color = if refused > 0 { BAD } else { GOOD };
    output.tell(&format!("{done} in the script, {color}{refused} refused{color:#}\n"));
    let bad = refused > 0 || (args.check && changes);
    Ok(if bad { End::Problems } else { End::Fine })
}

fn check(args: &StringsCheck, output: Output) -> Done<End> {
    let Some(script) = analysed(&files::script(&args.file)?, output) else {
        return Ok(End::Problems);
    };
    let language = known(&script, &args.lang)?;
    let units = units(&script, language);
    let (mut out, mut missing, mut stale, mut without) = (String::new(), 0, 0, 0);
    let given = match &args.against {
        Some(path) => translated(&script, path, Some(&args.lang))?.1,
        None => Vec::new(),
    };
    let given: HashMap<&str, &Given> =
        given.iter().map(|given| (given.name.as_str(), given)).collect();
    for unit in &units {
        if !unit.has_place() {
            without += 1;
            continue;
        }
        let then = given.get(unit.name.as_str());
        let word = if unit.target.is_none() {
            missing += 1;
            "missing"
        } else if then.is_some_and(|then| then.source != unit.source) {
            stale += 1;
            "stale"
        } else {
            continue;
        };
        put(
            &mut out,
            format_args!("{BAD}{word}{BAD:#} {BOLD}{}{BOLD:#}  {}\n", unit.name, short(unit)),
        );
    }
    output.print(&out)?;
    let all = count(units.len() - without, "text");
    let color = if missing + stale > 0 { BAD } else { GOOD };
    let mut sum =
        format!("{all} for `{}`: {color}{missing} missing, {stale} stale{color:#}", args.lang);
    if without > 0 {
        sum.push_str(&format!("; {without} that the script has no place for"));
    }
    output.tell(&format!("{sum}\n"));
    Ok(if missing + stale > 0 { End::Problems } else { End::Fine })
}

fn short(unit: &Unit) -> String {
    tame(&crate::ids::short(&answertree::strings::shown(&unit.source)))
}

/// A language of the script beside its own.
fn known(script: &Script, name: &str) -> Done<LanguageId> {
    language(script, name).ok_or_else(|| {
        let own = script.languages.first().map_or("", |language| &language.name);
        Failure::new(if own == name {
            format!("`{name}` is the script's own language")
        } else {
            format!("the script has no language `{name}`; write it behind `language {own}`")
        })
    })
}

/// What came back, and in which language.
fn translated(
    script: &Script,
    path: &Path,
    language: Option<&str>,
) -> Done<(LanguageId, Vec<Given>)> {
    let text = files::read_text(path)?;
    let Some(format) = of_ending(path) else {
        return Err(Failure::new(format!(
            "{} ends in none of .xlf, .xliff and .csv, so it is not known how to read it",
            files::named(path)
        )));
    };
    let wrong = |why: String| Failure::new(format!("cannot read {}: {why}", files::named(path)));
    let (says, given) = match format {
        StringsFormat::Xliff => xliff::read(&text).map_err(wrong)?,
        StringsFormat::Csv => table::read(script, &text, language).map_err(wrong)?,
    };
    if let Some(language) = language.filter(|language| *language != says) {
        return Err(wrong(format!("it is for the language `{}`, not `{language}`", tame(&says))));
    }
    Ok((known(script, &says)?, given))
}

fn of_ending(path: &Path) -> Option<StringsFormat> {
    match path.extension()?.to_str()? {
        "csv" => Some(StringsFormat::Csv),
        "xlf" | "xliff" => Some(StringsFormat::Xliff),
        _ => None,
    }
}

/// The state of a unit, in the words of XLIFF.
fn state(unit: &Unit) -> &'static str {
    if unit.target.is_some() { "translated" } else { "initial" }
}

/// What a translator should know of a unit that comes back for nothing.
fn hint(unit: &Unit) -> Option<&'static str> {
    (!unit.has_place()).then_some(Refusal::NoPlace.message())
}
