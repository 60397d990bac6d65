//! Reads a message into tokens: the rules that [`tokenize`](super::tokenize) states, one function each.

use super::fold::{Class, class, fold_each, sign};
use super::links::{email_around, link_end};
use super::numbers::{NumberForm, is_currency, number_form};
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
            email: None,
            searched: 0,
            no_domain_before: 0,
            full: false,
            tokens,
        }
    }

    /// Adds the tokens of the message.
    pub(super) fn read(mut self) {
        while let Some(c) = self.char_at(self.at).filter(|_| !self.full) {
            match class(c) {
                Class::Drop => self.at += c.len_utf8(),
                Class::Other => self.read_sign(c),
                Class::Letter | Class::Mark | Class::Digit => self.read_wordy(),
                Class::Single => self.read_single(c),
                Class::Emoji => self.read_emoji(c),
                Class::Flag => self.read_flag(c),
            }
        }
        self.tokens.truncated |= self.full;
    }

    fn rest(&self, from: usize) -> &'m str {
        self.message.get(from..).unwrap_or("")
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.message.get(..at)?.chars().next_back()
    }

    /// Ends a token whose text stands at the end of `texts`, and goes on behind it.
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let text_end = place_of(self.tokens.texts.len());
        self.full = self.tokens.places.len() >= MAX_TOKENS;
        if self.full {
            self.untext();
        } else if self.tokens.places.last().map_or(0, |before| before.text_end) < text_end {
            let sentence_start = self.sentence_start;
            let (start, end) = (place_of(start), place_of(end));
            self.tokens.places.push(Place { kind, sentence_start, start, end, text_end });
            if !matches!(kind, Kind::Link | Kind::Email | Kind::Mention | Kind::Emoji) {
                self.sentence_start = false;
            }
        }
        self.at = self.at.max(end);
    }

    /// Adds the folded characters of a stretch of the message.
    fn fold(&mut self, start: usize, end: usize) {
        for c in self.message.get(start..end).unwrap_or("").chars() {
            fold_each(c, |folded| self.tokens.texts.push(folded));
        }
    }

    /// The same for a word, whose letters count once where they are typed three times or more.
    fn fold_word(&mut self, start: usize, end: usize) {
        let texts = &mut self.tokens.texts;
        let (mut last, mut count) = ('\0', 0_u32);
        for c in self.message.get(start..end).unwrap_or("").chars() {
            fold_each(c, |folded| {
                count = if folded == last { count + 1 } else { 1 };
                last = folded;
                match count {
                    1 | 2 => texts.push(folded),
                    3 => drop(texts.pop()),
                    _ => {}
                }
            });
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
        self.at += c.len_utf8();
        let next = self.char_at(self.at);
        match sign(c) {
            '@' if next.is_some_and(is_name) && self.is_apart(start) => {
                let end = self.at
                    + self.rest(self.at).bytes().take_while(|&b| is_name(char::from(b))).count();
                self.fold(start, end);
                self.push(Kind::Mention, start, end);
            }
            '#' if next.is_some_and(is_wordy) && self.is_apart(start) => self.read_hashtag(),
            '.' => {
                let goes_on = next.is_some_and(|n| n.is_ascii_lowercase() || n.is_ascii_digit());
                self.sentence_start |= !goes_on;
            }
            '!' | '?' | '\n' | '\r' | '¿' | '¡' | '؟' | '।' => self.sentence_start = true,
            _ => {}
        }
    }

    /// Whether no letter or digit stands right before.
    fn is_apart(&self, at: usize) -> bool {
        !self.char_before(at).is_some_and(is_wordy)
    }

    /// The words of a hashtag, from behind its sign.
    fn read_hashtag(&mut self) {
        let rest = self.rest(self.at);
        let (first, mut start) = (self.at, self.at);
        let mut before = '_';
        let mut chars = rest.char_indices().peekable();
        let mut end = first;
        while let Some((offset, c)) = chars.next() {
            let line = sign(c) == '_';
            if !line
                && matches!(class(c), Class::Other | Class::Single | Class::Emoji | Class::Flag)
            {
                break;
            }
            let here = first + offset;
            let is_small = |c: char| class(c) == Class::Letter && !is_capital(c);
            let capital = is_capital(c)
                && (is_small(before) || chars.peek().is_some_and(|&(_, next)| is_small(next)));
            if line || capital {
                self.read_part(start, here);
                start = if line { here + c.len_utf8() } else { here };
            }
            before = c;
            end = here + c.len_utf8();
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
            let Some(found) = self.rest(from).bytes().position(|b| b == b'@') else {
                self.email = Some((usize::MAX, usize::MAX));
                return None;
            };
            self.searched = from + found + 1;
            self.email = email_around(self.message, from + found);
        }
    }

    /// The run of letters, digits and marks that begins at `start`, not beyond `limit`.
    fn run(&self, start: usize, limit: usize) -> Run {
        let mut run = Run { end: start, letters: false, digits: false };
        for c in self.message.get(start..limit).unwrap_or("").chars() {
            match class(c) {
                Class::Letter | Class::Mark => run.letters = true,
                Class::Digit => run.digits = true,
                Class::Drop => {}
                Class::Other | Class::Single | Class::Emoji | Class::Flag => break,
            }
            run.end += c.len_utf8();
        }
        run
    }

    /// A run that begins here and may be joined to others before `limit`.
    fn read_run(&mut self, run: Run, limit: usize) {
        if run.digits { self.read_digits(run, limit) } else { self.read_word(self.at, run.end) }
    }

    fn read_word(&mut self, start: usize, end: usize) {
        self.fold_word(start, end);
        let word = self.text();
        let apostrophe = word.strip_suffix('n').zip(self.end_of_t(end));
        let stem = apostrophe.or_else(|| {
            word.strip_suffix("nt").or(word.strip_suffix("not")).map(|stem| (stem, end))
        });
        let Some((verb, whole)) = stem.and_then(|(stem, whole)| Some((negated(stem)?, whole)))
        else {
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
        let mut chars = self.rest(at).chars();
        let apostrophe = chars.next().filter(|&c| sign(c) == '\'')?;
        let t = chars.next().filter(|&c| matches!(c, 't' | 'T'))?;
        let ends = !chars.next().is_some_and(is_wordy);
        ends.then_some(at + apostrophe.len_utf8() + t.len_utf8())
    }

    /// A number or a code: the run that begins here, and what signs join to it.
    fn read_digits(&mut self, run: Run, limit: usize) {
        let (mut start, mut end, mut letters) = (self.at, run.end, run.letters);
        let (mut joined, mut coded) = (false, false);
        while let Some(joint) = self.char_at(end).filter(|_| end < limit) {
            let after = end + joint.len_utf8();
            let begins =
                |reader: &Self| reader.char_at(after).is_some_and(|c| class(c) == Class::Digit);
            let goes_on = match sign(joint) {
                ',' => !letters && begins(self),
                '.' | ':' | '/' => begins(self),
                '-' => self.run(after, limit).digits,
                _ => false,
            };
            if !goes_on {
                break;
            }
            let next = self.run(after, limit);
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
        let free =
            self.char_before(point).is_none_or(|c| c.is_ascii_whitespace() || is_currency(c));
        free && self.message.as_bytes().get(point) == Some(&b'.')
    }

    /// Ends a number, with the currency sign before or behind it.
    fn push_number(&mut self, mut start: usize, mut end: usize) {
        let taken = self.tokens.places.last().map_or(0, |before| place_in(before.end));
        if let Some(before) = self.char_before(start).filter(|&c| is_currency(c))
            && start - before.len_utf8() >= taken
        {
            start -= before.len_utf8();
        } else if let Some(behind) = self.char_at(end).filter(|&c| is_currency(c)) {
            let next = self.char_at(end + behind.len_utf8());
            if !next.is_some_and(|c| class(c) == Class::Digit) {
                end += behind.len_utf8();
            }
        }
        self.push(Kind::Number, start, end);
    }

    /// Writes the number that was added last anew, without the sign that groups its digits and with a decimal point.
    fn unmark(&mut self, start: usize, end: usize, thousands: char, point: char) {
        self.untext();
        for c in self.message.get(start..end).unwrap_or("").chars() {
            fold_each(c, |folded| {
                if folded != thousands {
                    self.tokens.texts.push(if folded == point { '.' } else { folded });
                }
            });
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
            at = run.end + self.char_at(run.end).map_or(1, char::len_utf8);
        }
        self.at = self.at.max(end);
    }

    fn read_single(&mut self, c: char) {
        let start = self.at;
        let mut end = start + c.len_utf8();
        for c in
            self.rest(end).chars().take_while(|&c| matches!(class(c), Class::Mark | Class::Drop))
        {
            end += c.len_utf8();
        }
        self.fold(start, end);
        self.push(Kind::Word, start, end);
    }

    /// A picture with all that joins it: selectors, skin tones, keycaps, and pictures behind joiners.
    fn read_emoji(&mut self, first: char) {
        const JOINER: char = '\u{200D}';
        let start = self.at;
        let mut end = start + first.len_utf8();
        let mut before = first;
        for c in self.rest(end).chars() {
            let tone = ('\u{1F3FB}'..='\u{1F3FF}').contains(&c);
            let belongs =
                class(c) == Class::Drop || tone || before == JOINER && class(c) == Class::Emoji;
            if !belongs {
                break;
            }
            end += c.len_utf8();
            before = c;
        }
        self.tokens.texts.push(first);
        self.push(Kind::Emoji, start, end);
    }

    fn read_flag(&mut self, first: char) {
        let start = self.at;
        let second = self.char_at(start + first.len_utf8()).filter(|&c| class(c) == Class::Flag);
        let end = start + first.len_utf8() + second.map_or(0, char::len_utf8);
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

/// The verb that stands before `n't`, from what is left of it there; `None` for what is no negation.
fn negated(stem: &str) -> Option<&'static str> {
    // Contracted forms first, then the verbs that keep their form.
    const CONTRACTED: [(&str, &str); 4] =
        [("ca", "can"), ("wo", "will"), ("sha", "shall"), ("ai", "is")];
    const VERBS: [&str; 20] = [
        "do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "can", "would",
        "could", "should", "must", "need", "might", "ought", "dare", "will",
    ];
    let contracted = CONTRACTED.iter().find(|(short, _)| *short == stem).map(|&(_, verb)| verb);
    contracted.or_else(|| VERBS.into_iter().find(|verb| *verb == stem))
}
