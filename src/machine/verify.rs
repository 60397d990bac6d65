//! Whether a machine is what the compiler writes: its texts, its tables, and the trees' code from the first byte to the last.
//!
//! - V1: every id, in tables too, is an entry of its table; every text is UTF-8; every nested part ends exactly where its length
//!   says; a state's parent comes before it.
//! - V2: an expression leaves exactly one value and never holds more than [`MAX_STACK`].
//! - V3: texts and choices nest no deeper than [`MAX_DEPTH`]; every list of steps, pieces and operators has its end.
//! - V4: a topic's code ends exactly where the next topic's begins; no two topics have one name.
//!
//! Tools ask this of a machine before they trust it. The runtime does not rely on it: it reads code as a reader that stands
//! still before whatever cannot be, and fuel bounds what it does.

mod tables;

use std::collections::BTreeSet;

use super::code::{OpTag, PieceTag, Reader, StepTag, guard, plural::EXACTLY};
use super::format::Section;
use super::id::{ChannelId, DepartmentId, FactId, LanguageId, TopicId};
use super::limits::{MAX_DEPTH, MAX_STACK};
use super::{Machine, MachineError};

impl Machine {
    /// Whether all of it is as the compiler writes it; [`load`](Machine::load) looks at no more than it needs.
    ///
    /// # Errors
    /// The first byte of the code that cannot be, or the section in which something else cannot.
    ///
    /// ```
    /// use answertree::compile::{Source, compile};
    /// use answertree::machine::Machine;
    /// let text = "== late: Late\n- where is my order\n- where is my parcel\n> We are looking into it.\n";
    /// let compiled = compile(&[Source { name: "main.answers".into(), text: text.into() }]);
    /// assert_eq!(Machine::load(compiled.machine.unwrap().bytes).unwrap().verify(), Ok(()));
    /// ```
    pub fn verify(&self) -> Result<(), MachineError> {
        let code = Code { machine: self };
        let broken = if !self.strings.are_readable(&self.bytes) {
            Some((Section::Strings, 0))
        } else if let Some(section) = tables::broken(self) {
            Some((section, 0))
        } else {
            code.shared().or_else(|| code.topics()).map(|at| (Section::Code, at))
        };
        match broken {
            Some((section, at)) => Err(MachineError::Malformed { section: section.name(), at }),
            None => Ok(()),
        }
    }
}

struct Code<'m> {
    machine: &'m Machine,
}

impl Code<'_> {
    /// Where the code of facts and preferred channels cannot be, wherever it stands.
    fn shared(&self) -> Option<usize> {
        let machine = self.machine;
        let defaults = machine.facts.iter().map(|fact| fact.default);
        let conditions = machine.prefers.iter().map(|prefer| prefer.condition);
        let expressions = defaults.chain(conditions).flatten().map(|at| {
            let mut reader = machine.reader(at, 0);
            self.expression(&mut reader);
            reader
        });
        let questions = machine.facts.iter().filter_map(|fact| fact.ask).map(|at| {
            let mut reader = machine.reader(at, 0);
            self.text(&mut reader, 0);
            reader
        });
        expressions.chain(questions).find_map(|reader| reader.broken())
    }

    /// Where that of topics cannot.
    fn topics(&self) -> Option<usize> {
        let mut names = BTreeSet::new();
        let mut rows = self.machine.topics.rows.iter().peekable();
        while let Some(row) = rows.next() {
            let mut reader = self.machine.reader(row.code, row.base);
            let end = match rows.peek() {
                Some(next) => self.machine.reader(next.code, 0).at(),
                None => self.machine.code_end(),
            };
            let body = reader.nested();
            self.body(&mut reader, 0);
            ends_at(&mut reader, body);
            let leads = reader.count();
            reader.check((leads > 0) == row.conditional);
            for _ in 0..leads {
                self.expression(&mut reader);
            }
            for _ in 0..reader.count() {
                self.expression(&mut reader);
            }
            self.handlers(&mut reader);
            ends_at(&mut reader, end);
            reader.check(names.insert(self.machine.string(row.name)));
            if let Some(at) = reader.broken() {
                return Some(at);
            }
        }
        None
    }

    fn channel(&self, reader: &mut Reader<'_>, id: ChannelId) {
        reader.check(id.usize() < self.machine.channels.len());
    }

    fn language(&self, reader: &mut Reader<'_>, id: LanguageId) {
        reader.check(id.usize() < self.machine.languages.len());
    }

    fn department(&self, reader: &mut Reader<'_>, id: DepartmentId) {
        reader.check(id.usize() < self.machine.departments.len());
    }

    fn fact(&self, reader: &mut Reader<'_>, id: FactId) {
        reader.check(id.usize() < self.machine.facts.len());
    }

    fn topic(&self, reader: &mut Reader<'_>, id: TopicId) {
        reader.check(id.usize() < self.machine.topic_count());
    }

    /// An expression (V1, V2).
    fn expression(&self, reader: &mut Reader<'_>) {
        let mut depth = 0_usize;
        loop {
            let op = reader.op();
            let takes = match op {
                OpTag::End => break,
                OpTag::Fact => {
                    let id = reader.fact();
                    self.fact(reader, id);
                    0
                }
                OpTag::Open | OpTag::Opens => {
                    let id = reader.department();
                    self.department(reader, id);
                    0
                }
                OpTag::Visits => {
                    let id = reader.topic();
                    self.topic(reader, id);
                    0
                }
                _ => reader.operand(op),
            };
            reader.check(takes <= depth);
            depth = depth.saturating_sub(takes) + 1;
            reader.check(depth <= MAX_STACK);
        }
        reader.check(depth == 1);
    }

    /// A text (V1, V3).
    fn text(&self, reader: &mut Reader<'_>, depth: usize) {
        reader.check(depth <= MAX_DEPTH);
        loop {
            match reader.piece() {
                PieceTag::End => return,
                PieceTag::Literal => {
                    reader.string();
                }
                PieceTag::Hole => self.expression(reader),
                PieceTag::HoleOr => {
                    reader.string();
                    self.expression(reader);
                }
                PieceTag::If => {
                    for _ in 0..reader.count() {
                        self.expression(reader);
                        self.nested_text(reader, depth);
                    }
                    self.nested_text(reader, depth);
                }
                PieceTag::Plural => {
                    let cases = reader.count();
                    self.expression(reader);
                    for _ in 0..cases {
                        // A category, or a tag and an exact number.
                        let case = reader.byte();
                        reader.check(case <= EXACTLY);
                        if case == EXACTLY {
                            reader.signed();
                        }
                        self.nested_text(reader, depth);
                    }
                }
            }
        }
    }

    fn nested_text(&self, reader: &mut Reader<'_>, depth: usize) {
        let end = reader.nested();
        self.text(reader, depth + 1);
        ends_at(reader, end);
    }

    /// Guards (V1).
    fn guards(&self, reader: &mut Reader<'_>) {
        let flags = reader.byte();
        if flags & guard::IF != 0 {
            for _ in 0..reader.count() {
                self.expression(reader);
            }
        }
        if flags & guard::ON != 0 {
            for _ in 0..reader.count() {
                let id = reader.channel();
                self.channel(reader, id);
            }
        }
        for bit in [guard::FROM, guard::UNTIL] {
            if flags & bit != 0 {
                reader.day();
            }
        }
        if flags & guard::LANG != 0 {
            for _ in 0..reader.count() {
                let id = reader.language();
                self.language(reader, id);
            }
        }
        if flags & guard::TAG != 0 {
            for _ in 0..reader.count() {
                reader.string();
            }
        }
        if flags & guard::ID != 0 {
            reader.string();
        }
    }

    /// A reply: guards, then messages of wordings.
    fn reply(&self, reader: &mut Reader<'_>) {
        let end = reader.nested();
        self.guards(reader);
        for _ in 0..reader.count() {
            let wordings = reader.count();
            reader.check(wordings > 0);
            for _ in 0..wordings {
                self.nested_text(reader, 0);
            }
        }
        ends_at(reader, end);
    }

    /// A list of steps (V1, V3).
    fn body(&self, reader: &mut Reader<'_>, depth: usize) {
        reader.check(depth <= MAX_DEPTH);
        loop {
            match reader.step() {
                StepTag::End => return,
                StepTag::Return => {}
                StepTag::Replies => {
                    for _ in 0..reader.count() {
                        self.reply(reader);
                    }
                }
                StepTag::Choices => {
                    for _ in 0..reader.count() {
                        self.choice(reader, depth);
                    }
                }
                StepTag::Step | StepTag::Note => {
                    self.guards(reader);
                    self.text(reader, 0);
                }
                StepTag::Need => {
                    for _ in 0..reader.count() {
                        let id = reader.fact();
                        self.fact(reader, id);
                    }
                }
                StepTag::Goto | StepTag::Call => {
                    let id = reader.topic();
                    self.topic(reader, id);
                }
                StepTag::Finish => {
                    reader.outcome();
                }
                StepTag::Handoff => {
                    let id = reader.department();
                    self.department(reader, id);
                    if reader.flag() {
                        self.text(reader, 0);
                    }
                }
                StepTag::Do => {
                    reader.string();
                    for _ in 0..reader.count() {
                        reader.string();
                        self.expression(reader);
                    }
                }
                StepTag::Set => {
                    let id = reader.fact();
                    self.fact(reader, id);
                    self.expression(reader);
                }
            }
        }
    }

    fn choice(&self, reader: &mut Reader<'_>, depth: usize) {
        let end = reader.nested();
        self.guards(reader);
        if reader.flag() {
            reader.string();
        }
        self.text(reader, 0);
        self.body(reader, depth + 1);
        ends_at(reader, end);
    }

    /// What a menu does on no match and silence: an event and a number, then a text or a list of steps.
    fn handlers(&self, reader: &mut Reader<'_>) {
        for _ in 0..reader.count() {
            reader.flag();
            reader.signed();
            if reader.flag() {
                self.body(reader, 0);
            } else {
                self.text(reader, 0);
            }
        }
    }
}

fn ends_at(reader: &mut Reader<'_>, end: usize) {
    reader.check(reader.at() == end);
}
