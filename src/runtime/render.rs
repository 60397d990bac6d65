//! Texts with their holes filled. What a customer or a host gave is only ever text: nothing in it is looked at again.

use std::borrow::Cow;

use super::eval::Scope;
use super::value::Value;
use crate::machine::code::{
    PieceTag, Reader,
    plural::{EXACTLY, OTHER},
};
use crate::machine::limits::{MAX_DEPTH, MAX_MESSAGE_BYTES};
use crate::text::decimal::Decimal;

impl<'m> Scope<'m, '_> {
    /// The text at the reader; the machine's own where nothing is filled in.
    pub(crate) fn text(&mut self, reader: &mut Reader<'m>) -> Cow<'m, str> {
        if let Some(words) = reader.literal() {
            return self.lend(words);
        }
        // A message's usual length: it would grow to it in five steps.
        let mut out = String::with_capacity(160);
        self.write_text(reader, &mut out);
        Cow::Owned(out)
    }

    /// A text of the machine, for the fuel of writing it.
    pub(crate) fn lend(&mut self, words: &'m str) -> Cow<'m, str> {
        self.spend(2);
        words.into()
    }

    /// Appends the text at the reader, as far as there is room.
    fn write_text(&mut self, reader: &mut Reader<'_>, out: &mut String) {
        loop {
            if !self.spend(1) {
                reader.fail();
            }
            match reader.piece() {
                PieceTag::End => return,
                PieceTag::Literal => {
                    out.push_str(reader.string());
                }
                PieceTag::Hole => {
                    let value = self.shown(reader);
                    self.heap.write(value, out);
                }
                PieceTag::HoleOr => {
                    let other = reader.string();
                    let value = self.shown(reader);
                    if value.is_known() {
                        self.heap.write(value, out);
                    } else {
                        out.push_str(other);
                    }
                }
                PieceTag::If => {
                    let mut done = false;
                    for _ in 0..reader.count() {
                        let holds = self.expression(reader).holds();
                        self.nested(reader, holds && !done, out);
                        done |= holds;
                    }
                    self.nested(reader, !done, out);
                }
                PieceTag::Plural => self.plural(reader, out),
            }
            out.truncate(out.floor_char_boundary(MAX_MESSAGE_BYTES));
        }
    }

    /// A nested text: written or passed over.
    fn nested(&mut self, reader: &mut Reader<'_>, wanted: bool, out: &mut String) {
        let end = reader.nested();
        if wanted && self.depth < MAX_DEPTH {
            self.depth += 1;
            self.write_text(reader, out);
            self.depth -= 1;
        }
        reader.skip_to(end);
    }

    /// The case for exactly this number, or for its category, or the last one.
    fn plural(&mut self, reader: &mut Reader<'_>, out: &mut String) {
        let cases = reader.count();
        let value = self.expression(reader);
        // Where nobody knows how many, the most general form, which stands last.
        let (mut number, mut category) = (None, None);
        if let Value::Number(n) = value {
            let row = self.machine.languages.get(self.language.usize());
            number = Some(n);
            category = Some(row.map_or(OTHER, |row| row.plurals.category(n) as u8));
        }
        let mut done = false;
        for case in 0..cases {
            let tag = reader.byte();
            let wanted = if tag == EXACTLY {
                Some(Decimal::from_millionths(reader.signed())) == number
            } else {
                Some(tag) == category
            };
            let wanted =
                !done && (wanted || case + 1 == cases && (tag == OTHER || number.is_none()));
            self.nested(reader, wanted, out);
            done |= wanted;
        }
    }
}
