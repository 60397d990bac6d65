//! Messages as their channel takes them: how long they are, and in parts where one is too long.

use std::borrow::Cow;

use super::context::Known;
use super::turn::Length;
use crate::machine::Machine;
use crate::machine::tables::{ChannelRow, channel};
use crate::text::decimal::push_digits;
use crate::text::length;

/// Parts of one message: more is no message but a document.
const MAX_PARTS: usize = 99;

/// A reply and what is sent after it as the channel takes them, and the longest of these messages.
pub(crate) fn fitted<'t>(
    machine: &Machine,
    known: &Known,
    text: Cow<'t, str>,
    also: Vec<Cow<'t, str>>,
) -> (Cow<'t, str>, Vec<Cow<'t, str>>, Length) {
    let row = known.channel.and_then(|id| machine.channels.get(id.usize()));
    let limit = row.and_then(|row| row.limit);
    let mut messages = Vec::with_capacity(also.len());
    let mut first = text;
    let mut longest = count(row, &first);
    let too_long = |text: &str| limit.is_some_and(|limit| count(row, text) > limit);
    let splits = row.is_some_and(|row| row.flags & channel::SPLIT != 0);
    if splits && too_long(&first) {
        let mut parts = parts(row, &first).into_iter();
        first = parts.next().unwrap_or_default();
        messages.extend(parts);
        longest = count(row, &first);
    }
    for text in also {
        if splits && too_long(&text) {
            messages.extend(parts(row, &text));
        } else {
            messages.push(text);
        }
    }
    for text in &messages {
        longest = longest.max(count(row, text));
    }
    (first, messages, Length { count: longest, limit })
}

fn count(row: Option<&ChannelRow>, text: &str) -> u32 {
    if row.is_some_and(|row| row.flags & channel::WEIGHTED != 0) {
        length::weighted(text)
    } else {
        length::characters(text)
    }
}

/// A text in parts that fit, each with ` (1/3)` behind it; whole where even a word is too long.
fn parts(row: Option<&ChannelRow>, text: &str) -> Vec<Cow<'static, str>> {
    let limit = row.and_then(|row| row.limit).unwrap_or(u32::MAX);
    // ` (1/9)`, and two digits more where there are more parts than nine.
    for mark in [6, 8] {
        let room = limit.saturating_sub(mark);
        let Some(cut) = cut(row, text, room) else { continue };
        if cut.len() > if mark == 6 { 9 } else { MAX_PARTS } {
            continue;
        }
        let total = u64::try_from(cut.len()).unwrap_or(0);
        let numbered = (1..).zip(cut).map(|(n, part)| {
            let mut text = String::from(part);
            text.push_str(" (");
            push_digits(n, 1, &mut text);
            text.push('/');
            push_digits(total, 1, &mut text);
            text.push(')');
            text.into()
        });
        return numbered.collect();
    }
    vec![text.to_owned().into()]
}

/// Pieces of at most `room`, cut behind sentences, else between words.
fn cut<'t>(row: Option<&ChannelRow>, text: &'t str, room: u32) -> Option<Vec<&'t str>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if pieces.len() > MAX_PARTS {
            return None;
        }
        if count(row, rest) <= room {
            pieces.push(rest);
            break;
        }
        let (mut sentence, mut word) = (0, 0);
        for (at, c) in rest.char_indices().filter(|(_, c)| c.is_whitespace()) {
            let head = rest.get(..at).unwrap_or("").trim_end();
            // Characters alone say soon enough that nothing further fits.
            if count(row, head) > room {
                break;
            }
            word = at;
            let ends = head.ends_with(['.', '!', '?', '…', '。', '！', '？']);
            if ends || c == '\n' {
                sentence = at;
            }
        }
        let at = if sentence > 0 { sentence } else { word };
        if at == 0 {
            return None;
        }
        pieces.push(rest.get(..at).unwrap_or("").trim_end());
        rest = rest.get(at..).unwrap_or("").trim_start();
    }
    Some(pieces)
}
