//! Stable names of places in a tree: what the script calls them, or what they are derived from.
//!
//! `late/refund-offer` is the place with `[id refund-offer]` in topic `late`; `late/2` is the second reply of its own body, `late/s1`
//! its first step or note, `late/3fa94c` the choice whose label has that fingerprint, `late/3fa94c/1` the first reply in that branch. A name
//! needs no room in the machine: whoever walks a tree counts what it passes.

use crate::machine::code::{PieceTag, Reader};
use crate::text::decimal::push_digits;

/// What has been passed of a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) replies: u32,
    pub(crate) texts: u32,
    /// Places of choices, shown or not.
    pub(crate) choices: u32,
}

/// What tells a place from others in its topic or its branch: what stands behind the last `/` of its name.
#[derive(Clone, Copy)]
pub(crate) enum Tail<'m> {
    /// What the script calls it.
    Id(&'m str),
    /// Which reply it is.
    Reply(u32),
    /// Which step or note it is.
    Text(u32),
    /// A choice: the fingerprint of its label, and how many of those before it in its body share that.
    Choice { print: u32, twins: u32 },
}

/// Writes the name of a place in a topic or a branch.
pub(crate) fn write_name(whole: &str, tail: Tail<'_>, name: &mut String) {
    name.clear();
    name.push_str(whole);
    name.push('/');
    match tail {
        Tail::Id(id) => name.push_str(id),
        Tail::Reply(number) => push_digits(number.into(), 1, name),
        Tail::Text(number) => {
            name.push('s');
            push_digits(number.into(), 1, name);
        }
        Tail::Choice { print, twins } => {
            for shift in [20, 16, 12, 8, 4, 0] {
                name.push(char::from_digit(print >> shift & 15, 16).unwrap_or('0'));
            }
            if twins > 0 {
                name.push('-');
                push_digits(u64::from(twins) + 1, 1, name);
            }
        }
    }
}

/// 64 bits of FNV-1a over a text.
pub(crate) fn hash64(text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    text.bytes().fold(start, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Where 32 bits of FNV-1a begin.
const FNV: u32 = 0x811c_9dc5;

/// One byte of 32 bits of FNV-1a.
fn step(h: u32, byte: u8) -> u32 {
    (h ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// 32 bits of FNV-1a over bytes.
pub(crate) fn fnv(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(FNV, step)
}

/// 32 bits of FNV-1a over a text.
pub(crate) fn hash(text: &str) -> u32 {
    fnv(text.bytes())
}

/// 24 bits of FNV-1a over the words of the label at a reader; a hole counts as a hole whatever it shows.
pub(crate) fn fingerprint(mut label: Reader<'_>) -> u32 {
    let mut h = FNV;
    let mut add = |byte: u8| h = step(h, byte);
    loop {
        match label.piece() {
            PieceTag::End => break,
            PieceTag::Literal => label.string().bytes().for_each(&mut add),
            piece @ (PieceTag::Hole | PieceTag::HoleOr) => {
                if piece == PieceTag::HoleOr {
                    label.string();
                }
                add(0xff);
                label.pass_expression();
            }
            PieceTag::If | PieceTag::Plural => {
                // What follows depends on facts: the label's words up to here identify it.
                add(0xfe);
                break;
            }
        }
    }
    fold(h)
}

/// The fingerprint of a label without holes.
pub(crate) fn fingerprint_of(words: &str) -> u32 {
    fold(hash(words))
}

/// 32 bits as 24.
fn fold(h: u32) -> u32 {
    (h >> 24) ^ (h & 0x00ff_ffff)
}

#[cfg(test)]
mod tests {
    use super::{Tail, hash, hash64, write_name};

    /// Those that the authors of FNV give.
    #[test]
    fn hashes_are_fnv_1a() {
        for (text, small, large) in [
            ("", 0x811c_9dc5, 0xcbf2_9ce4_8422_2325),
            ("a", 0xe40c_292c, 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0xbf9c_f968, 0x8594_4171_f739_67e8),
        ] {
            assert_eq!((hash(text), hash64(text)), (small, large), "{text}");
        }
    }

    #[test]
    fn names_of_choices_have_six_digits_and_a_number_behind_the_first() {
        for (print, twins, expected) in
            [(0x00c0_ffee, 0, "t/c0ffee"), (0x0a, 0, "t/00000a"), (0x0a, 11, "t/00000a-12")]
        {
            let mut name = "what stood there before".to_owned();
            write_name("t", Tail::Choice { print, twins }, &mut name);
            assert_eq!(name, expected);
        }
    }
}
