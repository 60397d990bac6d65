//! Reads a message into tokens: the rules that [`tokenize`](super::tokenize) states, one function each.

use super::fold::{Class, class, several, sign};
use super::links::{email_around, link_end};
use super::numbers::{NumberForm, is_currency, number_form};
use super::scan::{after, byte_at, char_at, char_before, place_in_list, run, slice};
use super::tokenize::{Kind, MAX_TOKENS, Place, Tokens, place_in, place_of};

/// What a run of letters and digits is made of.
#[derive(Clone, Copy)]
struct Run {
    end: usize,
    letters: bool,
    digits: bool,
}

/// Where reading stands.
pub(super) struct Reader<'m, 't> {
    message: &'m str,
    /// Where reading goes on: always at a character.
    at: usize,
    sentence_start: bool,
    clause_start: bool,
    /// The next e-mail address, once searched for; past the end where there is none.
    email: Option<(usize, usize)>,
    /// The `@` signs before this byte have been looked at.
    searched: usize,
    /// No domain name begins before this byte.
    no_domain_before: usize,
    /// Whether a token found no room.
    full: bool,
    tokens: &'t mut Tokens,
}

impl<'m, 't> Reader<'m, 't> {
    /// Stands before a message that is at most `MAX_BYTES` long.
    pub(super) fn new(message: &'m str, tokens: &'t mut Tokens) -> Self {
        Self {
            message,
            at: 0,
            sentence_start: true,
            clause_start: false,
            email: None,
            searched: 0,
            no_domain_before: 0,
            full: false,
            tokens,
        }
    }

    /// Adds the tokens of the message.
    pub(super) fn read(mut self) {
        while !self.full {
            if self.read_plain_word() {
                continue;
            }
            let Some(c) = self.char_at(self.at) else { break };
            match class(c) {
                Class::Drop => self.at = after(self.message, self.at),
                Class::Other => self.read_sign(c),
                Class::Letter | Class::Mark | Class::Digit => self.read_wordy(),
                Class::Single => self.read_single(),
                Class::Emoji => self.read_emoji(c),
                Class::Flag => self.read_flag(),
            }
        }
        self.tokens.truncated |= self.full;
    }

    fn char_at(&self, at: usize) -> Option<char> {
        char_at(self.message, at)
    }

    /// Ends a token whose text stands at the end of `texts`, and goes on behind it.
    #[cfg_attr(tuned, optimize(speed))]
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let text_end = place_of(self.tokens.texts.len());
        self.full = self.tokens.places.len() >= MAX_TOKENS;
        if self.full {
            self.untext();
        } else if self.tokens.places.last().map_or(0, |before| before.text_end) < text_end {
            let sentence_start = self.sentence_start;
            let clause_start = core::mem::take(&mut self.clause_start);
            let (start, end) = (place_of(start), place_of(end));
            self.tokens.places.push(Place {
                kind,
                sentence_start,
                clause_start,
                start,
                end,
                text_end,
            });
            if !matches!(kind, Kind::Link | Kind::Email | Kind::Mention | Kind::Emoji) {
                self.sentence_start = false;
            }
        }
        self.at = self.at.max(end);
    }

    /// Adds the folded characters of a stretch of the message.
    fn fold(&mut self, start: usize, end: usize) {
        self.fold_counting(start, end, u32::MAX);
    }

    /// The same, where a character that comes so many times or more in a row counts once.
    fn fold_counting(&mut self, start: usize, end: usize, once: u32) {
        let (mut last, mut count) = ('\0', 0);
        let mut at = start;
        while let Some(c) = self.char_at(at).filter(|_| at < end) {
            at = after(self.message, at);
            let parts = several(c);
            let mut part = 0;
            loop {
                let folded = match char_at(parts, part) {
                    Some(letter) => letter,
                    None if part > 0 || class(c) == Class::Drop => break,
                    None => sign(c).to_ascii_lowercase(),
                };
                count = if folded == last { count + 1 } else { 1 };
                last = folded;
                if count < once {
                    self.tokens.texts.push(folded);
                } else if count == once {
                    // All but the first are taken back.
                    for _ in 2..once {
                        self.tokens.texts.pop();
                    }
                }
                part += 1;
                if parts.is_empty() {
                    break;
                }
            }
        }
    }

    /// The text that was added since the last token.
    fn text(&self) -> &str {
        let start = self.tokens.places.last().map_or(0, |before| before.text_end);
        self.tokens.texts.get(place_in(start)..).unwrap_or("")
    }

    /// Takes back the text that was added since the last token.
    fn untext(&mut self) {
        let start = self.tokens.places.last().map_or(0, |before| before.text_end);
        self.tokens.texts.truncate(place_in(start));
    }

    /// A sign: it may begin a name or a hashtag, or end a sentence.
    fn read_sign(&mut self, c: char) {
        let start = self.at;
        self.at = after(self.message, start);
        let next = self.char_at(self.at);
        match sign(c) {
            '@' if next.is_some_and(is_name) && self.is_apart(start) => {
                let end = run(self.message, self.at, is_name);
                self.fold(start, end);
                self.push(Kind::Mention, start, end);
            }
            '#' if next.is_some_and(is_wordy) && self.is_apart(start) => self.read_hashtag(),
            '.' => {
                let goes_on = next.is_some_and(|n| n.is_ascii_lowercase() || n.is_ascii_digit());
                self.sentence_start |= !goes_on;
            }
            ',' | ';' | '(' | ')' | '،' | '、' => self.clause_start = true,
            '-' => self.clause_start |= next.is_some_and(char::is_whitespace),
            '!' | '?' | '\n' | '\r' | '¿' | '¡' | '؟' | '।' => self.sentence_start = true,
            _ => {}
        }
    }

    /// Whether no letter or digit stands right before.
    fn is_apart(&self, at: usize) -> bool {
        !char_before(self.message, at).is_some_and(is_wordy)
    }

    /// The words of a hashtag, from behind its sign.
    fn read_hashtag(&mut self) {
        let (mut start, mut end, mut before) = (self.at, self.at, '_');
        while let Some(c) = self.char_at(end) {
            let line = sign(c) == '_';
            if !line
                && matches!(class(c), Class::Other | Class::Single | Class::Emoji | Class::Flag)
            {
                break;
            }
            let next = after(self.message, end);
            let capital =
                is_capital(c) && (is_small(before) || self.char_at(next).is_some_and(is_small));
            if line || capital {
                self.read_part(start, end);
                start = if line { next } else { end };
            }
            before = c;
            end = next;
        }
        self.read_part(start, end);
        self.at = self.at.max(end);
    }

    /// One word of a hashtag.
    fn read_part(&mut self, start: usize, end: usize) {
        if start < end && !self.full {
            self.at = start;
            self.read_run(self.run(start, end), end);
        }
    }

    /// A word in plain letters with white space or plain punctuation behind it, which most are: no address, no code.
    #[cfg_attr(tuned, optimize(speed))]
    fn read_plain_word(&mut self) -> bool {
        let start = self.at;
        let bytes = self.message.as_bytes().get(start..).unwrap_or(&[]);
        let (mut length, mut last, mut count, mut folded) = (0, 0, 0_u32, true);
        let mut behind = b' ';
        for &b in bytes {
            if !b.is_ascii_alphabetic() {
                behind = b;
                break;
            }
            count = if b == last { count + 1 } else { 1 };
            last = b;
            folded &= b >= b'a' && count < 3;
            length += 1;
        }
        let ends = match behind {
            b' ' | b',' | b'!' | b'?' | b'\n' => true,
            b'.' => bytes.get(length + 1).is_none_or(|&b| b == b' '),
            _ => false,
        };
        let end = start + length;
        if !ends || end == start {
            return false;
        }
        if folded {
            self.tokens.texts.push_str(slice(self.message, start, end));
        } else {
            self.fold_counting(start, end, 3);
        }
        self.finish_word(start, end);
        if behind == b' ' && self.at == end && end < self.message.len() {
            self.at += 1;
        }
        true
    }

    /// Letters and digits: an address, else a code, a number or a word.
    fn read_wordy(&mut self) {
        let start = self.at;
        if let Some(end) = self.email_end() {
            self.fold(start, end);
            self.push(Kind::Email, start, end);
        } else if let Some(end) = link_end(self.message, start, &mut self.no_domain_before) {
            self.fold(start, end);
            self.push(Kind::Link, start, end);
        } else {
            self.read_run(self.run(start, self.message.len()), self.message.len());
        }
    }

    /// Where the e-mail address that begins here ends. Each `@` of the message is looked at once.
    fn email_end(&mut self) -> Option<usize> {
        loop {
            match self.email {
                Some((start, end)) if start >= self.at => return (start == self.at).then_some(end),
                _ => {}
            }
            let from = self.searched.max(self.at);
            let rest = self.message.as_bytes().get(from..).unwrap_or(&[]);
            let found = from + rest.iter().position(|&b| b == b'@').unwrap_or(rest.len());
            self.searched = found + 1;
            self.email = if found < self.message.len() {
                email_around(self.message, found)
            } else {
                Some((usize::MAX, usize::MAX))
            };
        }
    }

    /// The run of letters, digits and marks that begins at `start`, not beyond `limit`.
    fn run(&self, start: usize, limit: usize) -> Run {
        let mut run = Run { end: start, letters: false, digits: false };
        while let Some(c) = self.char_at(run.end).filter(|_| run.end < limit) {
            match class(c) {
                Class::Letter | Class::Mark => run.letters = true,
                Class::Digit => run.digits = true,
                Class::Drop => {}
                Class::Other | Class::Single | Class::Emoji | Class::Flag => break,
            }
            run.end = after(self.message, run.end);
        }
        run
    }

    /// A run that begins here and may be joined to others before `limit`.
    fn read_run(&mut self, run: Run, limit: usize) {
        if run.digits { self.read_digits(run, limit) } else { self.read_word(self.at, run.end) }
    }

    fn read_word(&mut self, start: usize, end: usize) {
        self.fold_counting(start, end, 3);
        self.finish_word(start, end);
    }

    /// Ends a word whose text was added last, in two where it is a negation.
    #[cfg_attr(tuned, optimize(speed))]
    fn finish_word(&mut self, start: usize, end: usize) {
        let word = self.text();
        let length = word.len();
        let (cut, whole) = match byte_at(word, length.wrapping_sub(1)) {
            // `n`, with `'t` behind it.
            b'n' => (1, self.end_of_t(end)),
            b't' if slice(word, length.wrapping_sub(2), length) == "nt" => (2, Some(end)),
            b't' if word == "cannot" => (3, Some(end)),
            _ => (0, None),
        };
        let verb = whole.and_then(|whole| Some((negated(slice(word, 0, length - cut))?, whole)));
        let Some((verb, whole)) = verb else {
            self.push(Kind::Word, start, end);
            return;
        };
        self.untext();
        for text in [verb, "not"] {
            self.tokens.texts.push_str(text);
            self.push(Kind::Word, start, whole);
        }
    }

    /// Where `'t` ends that stands here and ends a word.
    fn end_of_t(&self, at: usize) -> Option<usize> {
        self.char_at(at).filter(|&c| sign(c) == '\'')?;
        let t = after(self.message, at);
        let ends = matches!(byte_at(self.message, t), b't' | b'T')
            && !self.char_at(t + 1).is_some_and(is_wordy);
        ends.then_some(t + 1)
    }

    /// A number or a code: the run that begins here, and what signs join to it.
    fn read_digits(&mut self, run: Run, limit: usize) {
        let (mut start, mut end, mut letters) = (self.at, run.end, run.letters);
        let (mut joined, mut coded) = (false, false);
        while let Some(joint) = self.char_at(end).filter(|_| end < limit) {
            let behind = after(self.message, end);
            let digit = self.char_at(behind).is_some_and(|c| class(c) == Class::Digit);
            let next = self.run(behind, limit);
            let goes_on = match sign(joint) {
                ',' => !letters && digit,
                '.' | ':' | '/' => digit,
                '-' => next.digits,
                _ => false,
            };
            if !goes_on {
                break;
            }
            joined = true;
            coded |= !matches!(sign(joint), ',' | '.');
            letters |= next.letters;
            end = next.end;
        }
        if letters || coded {
            self.fold(start, end);
            self.push(Kind::Code, start, end);
            return;
        }
        if !joined && self.is_bare_fraction(start) {
            self.tokens.texts.push('0');
            start -= 1;
        }
        self.fold(start, end);
        match if joined { number_form(self.text()) } else { NumberForm::Plain } {
            NumberForm::Plain => self.push_number(start, end),
            NumberForm::Marked { thousands, point } => {
                self.unmark(start, end, thousands, point);
                self.push_number(start, end);
            }
            NumberForm::List => self.push_list(start, end),
            NumberForm::Code => self.push(Kind::Code, start, end),
        }
    }

    /// Whether digits stand behind a point that begins a number: `.5`, `£.50`.
    fn is_bare_fraction(&self, start: usize) -> bool {
        let Some(point) = start.checked_sub(1) else { return false };
        let before = char_before(self.message, point);
        byte_at(self.message, point) == b'.'
            && before.is_none_or(|c| c.is_ascii_whitespace() || is_currency(c))
    }

    /// Ends a number, with the currency sign before or behind it.
    fn push_number(&mut self, mut start: usize, mut end: usize) {
        let taken = self.tokens.places.last().map_or(0, |before| place_in(before.end));
        if let Some(before) = char_before(self.message, start).filter(|&c| is_currency(c))
            && start - before.len_utf8() >= taken
        {
            start -= before.len_utf8();
        } else if self.char_at(end).is_some_and(is_currency) {
            let behind = after(self.message, end);
            if !self.char_at(behind).is_some_and(|c| class(c) == Class::Digit) {
                end = behind;
            }
        }
        self.push(Kind::Number, start, end);
    }

    /// Writes the number that was added last anew, without the sign that groups its digits and with a decimal point.
    fn unmark(&mut self, start: usize, end: usize, thousands: char, point: char) {
        self.untext();
        let mut at = start;
        while let Some(c) = self.char_at(at).filter(|_| at < end) {
            at = after(self.message, at);
            let folded = sign(c);
            if folded != thousands && class(c) != Class::Drop {
                self.tokens.texts.push(if folded == point { '.' } else { folded });
            }
        }
    }

    /// Numbers with nothing but commas between them: `1,2,3`.
    fn push_list(&mut self, start: usize, end: usize) {
        self.untext();
        let mut at = start;
        while at < end && !self.full {
            let run = self.run(at, end);
            self.fold(at, run.end);
            self.push(Kind::Number, at, run.end);
            at = after(self.message, run.end);
        }
        self.at = self.at.max(end);
    }

    fn read_single(&mut self) {
        let start = self.at;
        let end = run(self.message, after(self.message, start), |c| {
            matches!(class(c), Class::Mark | Class::Drop)
        });
        self.fold(start, end);
        self.push(Kind::Word, start, end);
    }

    /// A picture with all that joins it: selectors, skin tones, keycaps, and pictures behind joiners.
    fn read_emoji(&mut self, first: char) {
        const JOINER: char = '\u{200D}';
        let start = self.at;
        let mut end = after(self.message, start);
        let mut before = first;
        while let Some(c) = self.char_at(end) {
            let belongs = match class(c) {
                Class::Drop => true,
                Class::Emoji => before == JOINER || matches!(c, '\u{1F3FB}'..='\u{1F3FF}'),
                _ => false,
            };
            if !belongs {
                break;
            }
            end = after(self.message, end);
            before = c;
        }
        self.tokens.texts.push(first);
        self.push(Kind::Emoji, start, end);
    }

    fn read_flag(&mut self) {
        let start = self.at;
        let mut end = after(self.message, start);
        if self.char_at(end).is_some_and(|c| class(c) == Class::Flag) {
            end = after(self.message, end);
        }
        self.fold(start, end);
        self.push(Kind::Emoji, start, end);
    }
}

fn is_wordy(c: char) -> bool {
    class(c).is_wordy()
}

/// Whether a character may stand in a handle, as X has them.
fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Whether a letter is one of the capitals that people write hashtags with; others do not split them.
fn is_capital(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ω' | 'Ѐ'..='Я')
}

/// Whether a letter may stand before the capital that begins the next word of a hashtag.
fn is_small(c: char) -> bool {
    class(c) == Class::Letter && !is_capital(c)
}

/// The verb that stands before `n't`, from what is left of it there; `None` for what is no negation.
fn negated(stem: &str) -> Option<&'static str> {
    const VERBS: &str = "do does did is are was were have has had can would could should must need might ought dare will";
    match stem {
        "ca" => Some("can"),
        "wo" => Some("will"),
        "sha" => Some("shall"),
        "ai" => Some("is"),
        _ => place_in_list(VERBS, stem).map(|at| slice(VERBS, at, at + stem.len())),
    }
}
