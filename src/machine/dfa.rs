//! Patterns of facts as tables: which stretch of a message is an order number.
//!
//! The compiler makes them (`lower::like`), the machine stores them, and matching walks a message once for each place where a
//! value may begin, 256 characters at most: the time never grows faster than the message.

use crate::text::fold;

/// The longest value, in characters; longer ones are no order numbers, and it bounds the time of a search.
pub const MAX_VALUE: usize = 256;
/// The most states of one pattern.
pub const MAX_STATES: usize = 4_096;

/// How a value is written, whatever the customer's case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// As typed: the pattern has letters of both cases, or none.
    Typed,
    /// All letters of the pattern are upper case.
    Upper,
    /// All letters of the pattern are lower case.
    Lower,
}

/// A deterministic automaton over classes of characters.
///
/// State 0 is the end of every hope and has no row; state 1 is the start.
///
/// ```
/// # #[cfg(feature = "compile")] {
/// use answertree::{lower::like, syntax::tree::Like};
/// let class = |first, last| Like::Class { ranges: vec![(first, last)], negated: false };
/// let exactly = |inner, n| Like::Repeat { inner: Box::new(inner), min: n, max: Some(n) };
/// // [A-Z]{2}[0-9]{6}
/// let order = Like::Sequence(vec![exactly(class('A', 'Z'), 2), exactly(class('0', '9'), 6)]);
/// let dfa = like::compile(&order).unwrap();
/// assert_eq!(dfa.find("it is ab123456, thanks"), Some((6, 14, "AB123456".to_owned())));
/// assert_eq!(dfa.find("it is ab1234567"), None);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dfa {
    case: Case,
    /// First character of each range and its class; ranges are in order and cover every character.
    ranges: Vec<(u32, u8)>,
    /// How many classes there are, from 1.
    classes: usize,
    /// For each state from 1 on and each class, the next state.
    table: Vec<u16>,
    /// For each state from 1 on, whether the value may end there.
    accepts: Vec<bool>,
}

impl Dfa {
    /// An automaton of its parts; `None` where a class or a state does not exist or a limit is passed.
    ///
    /// `ranges` are first characters and classes, the first one 0, in ascending order; `rows` are the states from 1 on: whether a
    /// value may end there, and the next state for each of the classes.
    pub(crate) fn new(
        case: Case,
        ranges: Vec<(u32, u8)>,
        rows: Vec<(bool, Vec<u16>)>,
    ) -> Option<Self> {
        let classes = rows.first()?.1.len();
        // INVARIANT: every class and every state that a look-up may meet has its place in the table.
        let fits = (1..=256).contains(&classes)
            && rows.len() <= MAX_STATES
            && ranges.first().is_some_and(|first| first.0 == 0)
            && ranges.is_sorted_by(|a, b| a.0 < b.0)
            && ranges.iter().all(|&(_, class)| usize::from(class) < classes)
            && rows.iter().all(|(_, row)| {
                row.len() == classes && row.iter().all(|&to| usize::from(to) <= rows.len())
            });
        let (accepts, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        fits.then(|| Self { case, ranges, classes, table: rows.concat(), accepts })
    }

    /// How many states it has.
    pub fn states(&self) -> usize {
        self.accepts.len()
    }

    /// How a value is written.
    pub fn case(&self) -> Case {
        self.case
    }

    /// The length in bytes of the longest value that begins at byte `start`; `None` where none does.
    pub fn longest(&self, text: &str, start: usize) -> Option<usize> {
        self.walk(text.get(start..)?, |_| true)
    }

    /// Whether the whole text is a value.
    pub fn is_match(&self, text: &str) -> bool {
        self.walk(text, |end| end == text.len()).is_some()
    }

    /// The first value in a text, the longest of those that begin there: first byte, end, and the value as it is to be written.
    ///
    /// A value neither begins nor ends within a word: between two letters or digits. Empty values are not found.
    #[cfg_attr(tuned, optimize(speed))]
    pub fn find(&self, text: &str) -> Option<(usize, usize, String)> {
        let mut word = false;
        for (start, c) in text.char_indices() {
            let within = core::mem::replace(&mut word, is_word(c)) && word;
            if within {
                continue;
            }
            let rest = text.get(start..)?;
            if let Some(len) = self.walk(rest, |end| end > 0 && !is_within_word(rest, end)) {
                let value = self.write_value(rest.get(..len)?);
                return Some((start, start + len, value));
            }
        }
        None
    }

    /// The value as it is to be written: in the pattern's case, where it has one. Only ASCII letters change.
    pub fn write_value(&self, typed: &str) -> String {
        match self.case {
            Case::Typed => typed.to_owned(),
            Case::Upper => typed.to_ascii_uppercase(),
            Case::Lower => typed.to_ascii_lowercase(),
        }
    }

    /// The last place, in bytes, at which a value may end and `ends` agrees.
    #[cfg_attr(tuned, optimize(speed))]
    fn walk(&self, text: &str, ends: impl Fn(usize) -> bool) -> Option<usize> {
        let mut state = 1;
        let mut found = self.accepts(state, 0, &ends);
        for (at, c) in text.char_indices().take(MAX_VALUE) {
            state = self.next(state, c);
            if state == 0 {
                break;
            }
            found = self.accepts(state, at + c.len_utf8(), &ends).or(found);
        }
        found
    }

    fn accepts(&self, state: usize, end: usize, ends: impl Fn(usize) -> bool) -> Option<usize> {
        let accepts = state.checked_sub(1).and_then(|row| self.accepts.get(row));
        (accepts == Some(&true) && ends(end)).then_some(end)
    }

    #[cfg_attr(tuned, optimize(speed))]
    fn next(&self, state: usize, c: char) -> usize {
        let after = self.ranges.partition_point(|range| range.0 <= u32::from(c));
        let class = after.checked_sub(1).and_then(|range| self.ranges.get(range));
        let row = state.checked_sub(1).map(|row| row * self.classes);
        let to = row.zip(class).and_then(|(row, class)| self.table.get(row + usize::from(class.1)));
        to.map_or(0, |&to| usize::from(to))
    }

    /// Appends the automaton.
    ///
    /// In order: the case (0 as typed, 1 upper, 2 lower), the number of classes less one, the numbers of ranges and of states
    /// (`u16`); the ranges (`u32` of which the lower 21 bits are the first character and the bits from 24 on the class); the
    /// states that accept, a bit each, the lowest first; the rows, a byte for each next state, two where there are more than
    /// 255 states. Little-endian.
    pub fn write(&self, out: &mut Vec<u8>) {
        // `new` has seen to the numbers.
        let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
        let [classes, _] = small(self.classes.saturating_sub(1));
        let case = match self.case {
            Case::Typed => 0,
            Case::Upper => 1,
            Case::Lower => 2,
        };
        out.extend([case, classes]);
        out.extend(small(self.ranges.len()));
        out.extend(small(self.accepts.len()));
        for &(first, class) in &self.ranges {
            out.extend((first | u32::from(class) << 24).to_le_bytes());
        }
        for eight in self.accepts.chunks(8) {
            out.push(eight.iter().rev().fold(0, |byte, &accepts| byte << 1 | u8::from(accepts)));
        }
        for to in &self.table {
            let [low, high] = to.to_le_bytes();
            out.push(low);
            if self.accepts.len() > 255 {
                out.push(high);
            }
        }
    }

    /// Reads what [`Dfa::write`] wrote; gives the automaton and the bytes after it, `None` where it is not one.
    pub fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (&[case, classes, r0, r1, s0, s1], bytes) = bytes.split_first_chunk()?;
        let case = match case {
            0 => Case::Typed,
            1 => Case::Upper,
            2 => Case::Lower,
            _ => return None,
        };
        let classes = usize::from(classes) + 1;
        let states = usize::from(u16::from_le_bytes([s0, s1]));
        let (ranges, bytes) =
            bytes.split_at_checked(4 * usize::from(u16::from_le_bytes([r0, r1])))?;
        let (accepts, bytes) = bytes.split_at_checked(states.div_ceil(8))?;
        let width = if states > 255 { 2 } else { 1 };
        let (table, rest) = bytes.split_at_checked(states * classes * width)?;
        let ranges = ranges
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&[a, b, c, class]| (u32::from_le_bytes([a, b, c, 0]), class));
        let accepts = accepts.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
        let number = |bytes: &[u8]| match *bytes {
            [low, high] => u16::from_le_bytes([low, high]),
            [low] => u16::from(low),
            _ => u16::MAX,
        };
        let rows = table.chunks(classes * width).map(|row| row.chunks(width).map(number).collect());
        let dfa = Self::new(case, ranges.collect(), accepts.zip(rows).collect())?;
        Some((dfa, rest))
    }
}

/// Whether `at` lies between two letters or digits.
fn is_within_word(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    before.chars().next_back().is_some_and(is_word) && after.chars().next().is_some_and(is_word)
}

/// A letter or digit of a script that sets words apart by spaces; elsewhere a value may stand right beside the next word.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // Thai, Lao, Burmese, Khmer; from U+2E80 on Chinese, Japanese and Korean, whose particles follow a value directly.
    let unspaced =
        matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..);
    fold::is_wordy(c) && !unspaced
}
