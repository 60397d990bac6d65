//! Texts with their holes filled. What a customer or a host gave is only ever text: nothing in it is looked at again.

use super::eval::Scope;
use super::value::Value;
use crate::machine::code::{Piece, Reader};
use crate::machine::cursor::Read;
use crate::machine::id::LanguageId;
use crate::machine::limits::MAX_MESSAGE_BYTES;
use crate::text::decimal::Decimal;

impl Scope<'_> {
    /// Writes the text at the reader; `language` decides how it counts.
    pub(crate) fn text(&mut self, reader: &mut Reader<'_>, language: LanguageId, out: &mut String) -> Read<()> {
        loop {
            let full = out.len() > MAX_MESSAGE_BYTES;
            match reader.piece()? {
                Piece::End => return Ok(()),
                Piece::Literal(id) if !full => out.push_str(self.machine.string(id)),
                Piece::Literal(_) => {}
                Piece::Hole => {
                    let value = self.expression(reader)?;
                    if !full {
                        value.write(out);
                    }
                }
                Piece::HoleOr(id) => {
                    let value = self.expression(reader)?;
                    if value.is_known() {
                        value.write(out);
                    } else {
                        out.push_str(self.machine.string(id));
                    }
                }
                Piece::If(arms) => {
                    let mut done = false;
                    for _ in 0..arms {
                        let holds = self.expression(reader)?.holds();
                        self.nested(reader, holds && !done, language, out)?;
                        done |= holds;
                    }
                    self.nested(reader, !done, language, out)?;
                }
                Piece::Plural(cases) => self.plural(reader, cases, language, out)?,
            }
            out.truncate(out.floor_char_boundary(MAX_MESSAGE_BYTES));
        }
    }

    /// A nested text: written or passed over.
    fn nested(&mut self, reader: &mut Reader<'_>, wanted: bool, language: LanguageId, out: &mut String) -> Read<()> {
        let end = reader.nested()?;
        if wanted { self.text(reader, language, out) } else { reader.skip_to(end) }
    }

    /// The case for exactly this number, or for its category, or the last one.
    fn plural(&mut self, reader: &mut Reader<'_>, cases: u32, language: LanguageId, out: &mut String) -> Read<()> {
        let Value::Number(n) = self.expression(reader)? else {
            // Nobody knows how many: the most general form, which stands last.
            for case in 0..cases {
                if reader.byte()? == EXACTLY {
                    reader.signed()?;
                }
                self.nested(reader, case + 1 == cases, language, out)?;
            }
            return Ok(());
        };
        let rules = self.machine.languages.get(language.usize()).map(|row| &row.plurals);
        let category = rules.map_or(OTHER, |rules| rules.category(n) as u8);
        let mut done = false;
        for case in 0..cases {
            let wanted = match reader.byte()? {
                EXACTLY => Decimal::from_millionths(reader.signed()?) == n,
                OTHER => case + 1 == cases || category == OTHER,
                tag => tag == category,
            };
            self.nested(reader, wanted && !done, language, out)?;
            done |= wanted;
        }
        Ok(())
    }
}

/// The tag of a case for one number.
pub(crate) const EXACTLY: u8 = 6;

/// The tag of the case `other`, which the compiler puts last.
pub(crate) const OTHER: u8 = 5;
