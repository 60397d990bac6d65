//! What holds between one conversation of the runtime and another: doing something else in an earlier turn is going back and
//! doing it all again; another version of the script has the same place, or none.

use answertree::runtime::{Input, Session};

use super::Operation;
use super::adapter::{Real, input};

/// Does something else in a turn, at once and step by step: both give the same.
pub(crate) fn edit(real: &mut Real, turn: usize, operation: &Operation) -> Result<(), String> {
    let Some(other) = input(operation) else { return Ok(()) };
    let Real { machine, suggester, session, done, .. } = real;
    let turn = 1 + turn % done.len();
    let number = u32::try_from(turn).map_err(|_| "too many turns")?;
    let mut edited = session.clone();
    let shown = edited.edit(machine, suggester, number, other.clone());
    if turn == done.len() {
        return if shown.is_err() { Ok(()) } else { Err("there is no such turn".to_owned()) };
    }
    let mut again = session.clone();
    let back = again.apply(machine, suggester, Input::Undo(number - 1));
    back.map_err(|error| error.to_string())?;
    done[turn].1.into_iter().for_each(|now| again.set_now(now));
    let Ok(mut last) = again.apply(machine, suggester, other) else {
        let same = edited.save(machine) == session.save(machine);
        return if shown.is_err() && same { Ok(()) } else { Err("it does not fit".to_owned()) };
    };
    let shown = shown.map_err(|error| error.to_string())?;
    let mut dropped = 0;
    for (input, now) in &done[turn + 1..] {
        let mut next = again.clone();
        now.iter().for_each(|now| next.set_now(*now));
        let input = input.clone().filter(|_| dropped == 0);
        match input.map(|input| next.apply(machine, suggester, input)) {
            Some(Ok(turn)) => (again, last) = (next, turn),
            Some(Err(_)) | None => dropped += 1,
        }
    }
    last.dropped = dropped;
    if shown != last {
        return Err(format!("edit {number} shows\n{shown:#?}\ninstead of\n{last:#?}"));
    }
    let same = edited.save(machine) == again.save(machine);
    if same { Ok(()) } else { Err(format!("edit {number} leads elsewhere")) }
}

/// Restores into a script that has another word in the place of one: the tree stands where it stood, or nowhere.
pub(crate) fn change(real: &mut Real, text: &str, word: &str) -> Result<(), String> {
    let machine = crate::support::machine(text.replace(word, "vanished"));
    let saved = real.session.save(&real.machine);
    let restored = Session::restore(&machine, &mut real.suggester, &saved);
    let (mut session, turn) = restored.map_err(|error| error.to_string())?;
    let gone = |(id, label): &(String, String)| {
        let (topic, rest) = id.split_once('/').unwrap_or((id, ""));
        let named = rest.rsplit('/').next().unwrap_or("").starts_with("keep");
        topic == word || (!rest.is_empty() && !named && label.contains(word))
    };
    let now: Vec<&str> = turn.crumbs.iter().map(|crumb| &*crumb.id).collect();
    let before: Vec<&str> = real.crumbs.iter().map(|(id, _)| id.as_str()).collect();
    let right = if real.crumbs.iter().any(gone) {
        now.is_empty() && !turn.lost.is_empty()
    } else {
        now == before
    };
    if !right {
        return Err(format!("without {word} it stands at {now:?}, lost {:?}", turn.lost));
    }
    let saved = session.save(&machine);
    let again = Session::restore(&machine, &mut real.suggester, &saved);
    let same = again.is_ok_and(|(again, _)| again.save(&machine) == saved);
    let more = Input::Receive("blimpo".to_owned());
    let goes_on = session.apply(&machine, &mut real.suggester, more).is_ok();
    if same && goes_on { Ok(()) } else { Err(format!("without {word} it does not go on")) }
}
