//! Reading what the package packs: the other side of `www/engine/src/packed.ts`.
//!
//! The form is that of [`json::packed`](crate::json). What is not there reads as 0 and as no text: the package packs whole.

use crate::runtime::{Context, FactValue, Input, Start};
use crate::text::decimal::Decimal;

/// What is left to read.
pub(super) struct Unpack<'p>(pub(super) &'p str);

impl<'p> Unpack<'p> {
    /// A context; the message is what is left behind it.
    pub(super) fn context(&mut self) -> Context {
        let mut context = Context {
            channel: self.option(),
            language: self.option(),
            now: self.signed(),
            seed: self.small(),
            ..Context::default()
        };
        let limit = self.small();
        context.limit = usize::try_from(limit).unwrap_or(usize::MAX);
        context.explain = self.number() == 1;
        for _ in 0..self.count() {
            let fact = (self.text().to_owned(), self.fact());
            context.facts.push(fact);
        }
        for _ in 0..self.count() {
            let visit = (self.text().to_owned(), self.small());
            context.visits.push(visit);
        }
        context
    }

    /// How a conversation begins.
    pub(super) fn start(&mut self) -> Start {
        Start {
            context: self.context(),
            topic: self.option(),
            alone: self.number() == 1,
            keep: usize::try_from(self.small()).unwrap_or(usize::MAX),
            texts: self.number() == 1,
            id: self.option(),
            agent: self.option(),
        }
    }

    /// What happens in a conversation.
    pub(super) fn input(&mut self) -> Input {
        match self.number() {
            0 => Input::Receive(self.text().to_owned()),
            1 => Input::Accept { id: self.text().into(), text: self.option() },
            2 => Input::Choose(self.text().into()),
            3 => Input::Set { fact: self.text().to_owned(), value: self.fact() },
            4 => Input::Tick(self.signed().unwrap_or(0)),
            5 => Input::Handoff { department: self.text().to_owned(), why: self.text().to_owned() },
            _ => Input::Undo(self.small()),
        }
    }

    fn fact(&mut self) -> FactValue {
        match self.number() {
            0 => FactValue::Text(self.text().to_owned()),
            1 => FactValue::YesNo(self.number() == 1),
            2 => FactValue::Number(Decimal::from_millionths(self.signed().unwrap_or(0))),
            _ => {
                let mut items = Vec::new();
                for _ in 0..self.count() {
                    items.push(self.text().to_owned());
                }
                FactValue::List(items)
            }
        }
    }

    /// A number.
    #[inline(never)]
    fn number(&mut self) -> u64 {
        let mut n = 0;
        let (mut digits, mut more) = (0, true);
        while let Some(byte) = self.0.as_bytes().get(digits).filter(|_| more) {
            n = n << 6 | u64::from(byte & 63);
            more = byte & 64 != 0;
            digits += 1;
        }
        self.0 = self.0.get(digits..).unwrap_or("");
        n
    }

    /// How many values follow: at most as many as there are characters left.
    pub(super) fn count(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or(usize::MAX).min(self.0.len())
    }

    fn small(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or(u32::MAX)
    }

    /// A whole number behind its sign, or nothing.
    pub(super) fn signed(&mut self) -> Option<i64> {
        let sign = self.number();
        if sign == 0 {
            return None;
        }
        let n = i64::try_from(self.number()).unwrap_or(i64::MAX);
        Some(if sign == 1 { n } else { -n })
    }

    fn option(&mut self) -> Option<String> {
        (self.number() == 1).then(|| self.text().to_owned())
    }

    /// A text behind its length in UTF-16 units.
    #[inline(never)]
    pub(super) fn text(&mut self) -> &'p str {
        let mut units = self.number();
        let mut end = 0;
        for byte in self.0.bytes() {
            // A character counts with its first byte, and once more where it takes four.
            let starts = byte & 0xC0 != 0x80;
            if starts && units == 0 {
                break;
            }
            units = units.saturating_sub(u64::from(starts) + u64::from(byte >= 0xF0));
            end += 1;
        }
        let (text, rest) = self.0.split_at_checked(end).unwrap_or(("", ""));
        self.0 = rest;
        text
    }
}
