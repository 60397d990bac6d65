//! What a customer who walks alone says to reach a person, to hear it again, to go back, or to the menu.

use crate::check::script::Script;
use crate::machine::COMMANDS;

/// A language, and its words of each command.
type Own = (&'static str, [&'static [&'static str]; 4]);

/// The words of a script that says none itself, by language.
const OWN: &[Own] = &[
    (
        "en",
        [
            &["agent", "human", "person", "operator", "someone"],
            &["repeat", "again"],
            &["back", "go back"],
            &["menu", "main menu", "start over"],
        ],
    ),
    (
        "de",
        [
            &["mitarbeiter", "mensch", "person", "berater", "jemand"],
            &["wiederholen", "nochmal"],
            &["zurück"],
            &["menü", "hauptmenü", "von vorn"],
        ],
    ),
    (
        "fr",
        [
            &["conseiller", "humain", "personne", "agent", "quelqu'un"],
            &["répéter", "répétez"],
            &["retour"],
            &["menu", "menu principal", "accueil"],
        ],
    ),
    (
        "es",
        [
            &["agente", "humano", "persona", "asesor", "alguien"],
            &["repetir", "otra vez"],
            &["atrás", "volver"],
            &["menú", "menú principal", "inicio"],
        ],
    ),
    (
        "it",
        [
            &["operatore", "umano", "persona", "qualcuno", "agente"],
            &["ripeti", "ripetere"],
            &["indietro"],
            &["menu", "menu principale", "inizio"],
        ],
    ),
    (
        "nl",
        [
            &["medewerker", "mens", "persoon", "iemand", "agent"],
            &["herhaal", "herhalen"],
            &["terug"],
            &["menu", "hoofdmenu", "begin"],
        ],
    ),
    (
        "pt",
        [
            &["atendente", "humano", "pessoa", "alguém", "agente"],
            &["repetir", "de novo"],
            &["voltar"],
            &["menu", "menu principal", "início"],
        ],
    ),
    (
        "pl",
        [
            &["konsultant", "człowiek", "osoba", "pracownik", "ktoś"],
            &["powtórz", "jeszcze raz"],
            &["wstecz", "powrót"],
            &["menu", "menu główne", "początek"],
        ],
    ),
];

/// The words of a command: the script's own list of its name, or those of all the script's languages; English where
/// no language of it is known here.
pub(crate) fn words<'a>(script: &'a Script, command: &str) -> Vec<&'a str> {
    if let Some(list) = script.lists.iter().find(|list| list.name == command) {
        return list.members.iter().map(String::as_str).collect();
    }
    let at = COMMANDS.iter().position(|name| *name == command);
    let mut words = Vec::new();
    let mut add = |language: &str| {
        let short = language.split(['-', '_']).next().unwrap_or("");
        let row = OWN.iter().find(|(name, _)| name.eq_ignore_ascii_case(short));
        let own = row.zip(at).and_then(|((_, commands), at)| commands.get(at));
        for word in own.into_iter().flat_map(|own| own.iter()) {
            if !words.contains(word) {
                words.push(*word);
            }
        }
    };
    script.languages.iter().for_each(|language| add(&language.name));
    if words.is_empty()
        && let Some((_, commands)) = OWN.first()
    {
        words.extend(at.and_then(|at| commands.get(at)).into_iter().flat_map(|own| own.iter()));
    }
    words
}
