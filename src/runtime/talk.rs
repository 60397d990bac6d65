//! Small talk, and messages in another language: what there is to say of a message that no topic answers.

use core::cmp::Ordering;

use super::turn::SmallTalk;
use crate::machine::Machine;
use crate::machine::speech::says;
use crate::text::tokenize::{Kind, Token, Tokens};
use crate::text::writing::{HAN, KANA, LATIN, WRITINGS, writing};

/// So many words tell a language, two of them common in it.
const TELLING: u32 = 3;

/// What a message is that no topic answers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Talk<'m> {
    pub(super) small: Option<SmallTalk>,
    pub(super) language: Option<&'m str>,
}

impl<'m> Talk<'m> {
    /// Small talk has words of small talk alone, and the last that is no filler says which; else the language is looked at.
    pub(super) fn of(machine: &'m Machine, message: &str, tokens: &Tokens) -> Self {
        let speech = &machine.speech;
        let mut pictures = tokens.is_empty() && has_emoticon(message);
        let (mut words, mut kind, mut small, mut thanked, mut own) = (0, 0, true, false, false);
        let mut others = [Counted::default(); says::MOST];
        for token in tokens.iter() {
            let mut counts = token.kind == Kind::Word;
            if token.kind == Kind::Emoji || is_emoticon(message, token) {
                (pictures, counts) = (true, false);
            } else if !matches!(token.kind, Kind::Word | Kind::Link | Kind::Mention) {
                small = false;
            }
            if !counts {
                continue;
            }
            words += 1;
            let said = speech.of(machine.bytes(), token.text);
            match said & says::KINDS {
                0 => small &= said & (says::FILLER | says::THANKED) != 0,
                some => kind = some & some.wrapping_neg(),
            }
            thanked |= said & says::THANKED != 0;
            own |= said & says::OWN != 0;
            let mut rest = (said & !says::JOINS) >> says::OTHERS;
            while rest != 0 {
                if let Some(other) = others.get_mut(rest.trailing_zeros() as usize) {
                    other.count(token);
                }
                rest &= rest - 1;
            }
        }
        if small && (words > 0 || pictures) {
            let thanked = thanked && kind != says::THANKS;
            let small = match kind {
                _ if words == 0 => Some(SmallTalk::Emoji),
                _ if thanked => None,
                says::THANKS => Some(SmallTalk::Thanks),
                1 => Some(SmallTalk::Greeting),
                4 => Some(SmallTalk::Goodbye),
                8 => Some(SmallTalk::Insult),
                _ => None,
            };
            return Self { small, language: None };
        }
        let told = words >= TELLING && !own;
        let language = foreign(speech.writings, tokens)
            .or_else(|| told.then(|| told_by_words(machine, &others)).flatten());
        Self { small: None, language }
    }
}

/// The words of one language in a message.
#[derive(Clone, Copy, Default)]
struct Counted {
    total: u32,
    /// Where the first stands.
    first: (u32, usize),
    /// Whether there are two that differ.
    differ: bool,
}

impl Counted {
    fn count(&mut self, token: Token<'_>) {
        // Another word mostly has another length or another first letter: that is all that is remembered.
        let word = (token.text.chars().next().map_or(0, u32::from), token.text.len());
        if self.total == 0 {
            self.first = word;
        }
        self.differ |= self.first != word;
        self.total += 1;
    }
}

/// The language that has most of the words, two that differ at least; `und` where two have as many.
fn told_by_words<'m>(machine: &'m Machine, others: &[Counted]) -> Option<&'m str> {
    let (mut best, mut most) = (None, 1);
    for (id, other) in machine.speech.languages.iter().zip(others).filter(|(_, o)| o.differ) {
        match other.total.cmp(&most) {
            Ordering::Greater => (best, most) = (Some(machine.string(*id)), other.total),
            Ordering::Equal if best.is_some() => best = Some("und"),
            _ => {}
        }
    }
    best
}

/// The writing of most letters, if the script has no language that is written so.
fn foreign(own: u32, tokens: &Tokens) -> Option<&'static str> {
    let mut counts = [0_u32; WRITINGS.len()];
    for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
        for letter in token.text.chars() {
            if let Some(count) = writing(letter).and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
    }
    let all: u32 = counts.iter().sum();
    let (mut most, count) = counts.into_iter().enumerate().max_by_key(|(_, count)| *count)?;
    if most == HAN && counts.get(KANA).is_some_and(|kana| *kana > 0) {
        most = KANA;
    }
    let foreign = own >> most & 1 == 0 && most != LATIN;
    (foreign && count > 1 && count * 2 > all).then(|| WRITINGS.get(most).copied()).flatten()
}

/// Whether a letter or a digit is the end of a picture made of signs, such as that of `:D` or `<3`.
fn is_emoticon(message: &str, token: Token<'_>) -> bool {
    let at = usize::try_from(token.start).unwrap_or(usize::MAX);
    let before = message.get(..at).unwrap_or("").trim_end_matches(['-', '\'', '^']);
    match token.text {
        "3" => before.ends_with('<'),
        "d" | "p" | "o" | "s" | "x" => before.ends_with([':', ';', '=']),
        "xd" => true,
        _ => false,
    }
}

/// Whether a message without any word has eyes with a mouth.
fn has_emoticon(message: &str) -> bool {
    let mut eyes = false;
    for sign in message.chars() {
        if eyes && "()[]/\\|*<>".contains(sign) {
            return true;
        }
        eyes = matches!(sign, ':' | ';' | '=') || (eyes && matches!(sign, '-' | '\'' | '^'));
    }
    false
}
