//! Values while a tree runs, and the texts they stand for.

use super::trace::Trace;
use crate::calendar::civil::civil_from_days;
use crate::machine::id::FactId;
use crate::machine::limits::MAX_MESSAGE_BYTES;
use crate::text::decimal::{Decimal, push_digits};

/// A value of a fact or an expression; what it says in words lies in the [`Heap`] of the turn.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Value {
    /// Nobody knows; what is made of it is unknown too.
    #[default]
    Unknown,
    Text(Place),
    Number(Decimal),
    YesNo(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Minutes after midnight.
    Time(u16),
    /// A moment as the zone's day and minute.
    Moment {
        days: i32,
        minutes: u16,
    },
    /// Places of its texts.
    List(Place),
}

/// Where a text lies in a heap, or the texts of a list.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    start: u32,
    end: u32,
}

impl Place {
    fn range(self) -> core::ops::Range<usize> {
        let at = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        at(self.start)..at(self.end)
    }
}

/// Bytes of texts that one turn may make: a tree that doubles a text in a circle comes to nothing.
const MAX_HEAP_BYTES: usize = 1 << 20;

/// Texts of one list, and of all lists of a turn.
const MAX_ITEMS: usize = 1 << 16;

/// The texts of a turn's values, one after the other, so that values are copied and dropped for nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heap {
    text: String,
    items: Vec<Place>,
    /// What expressions work on, and the facts that the last ones read: kept so that none takes memory of its own.
    pub(crate) stack: Vec<Value>,
    pub(crate) read: Vec<FactId>,
    /// Where names of places are written before they are kept.
    pub(crate) name: String,
    /// The fingerprints of the choices at one place.
    pub(crate) prints: Vec<u32>,
    pub(crate) trace: Trace,
}

impl Heap {
    /// Forgets all values; keeps the room that they took.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.items.clear();
        self.read.clear();
    }

    pub(crate) fn get(&self, place: Place) -> &str {
        self.text.get(place.range()).unwrap_or("")
    }

    pub(crate) fn items(&self, place: Place) -> &[Place] {
        self.items.get(place.range()).unwrap_or(&[])
    }

    /// A text as a value; unknown where there is no room for it.
    pub(crate) fn add(&mut self, text: &str) -> Value {
        let start = self.text.len();
        if text.len() > MAX_MESSAGE_BYTES || start + text.len() > MAX_HEAP_BYTES {
            return Value::Unknown;
        }
        self.text.push_str(text);
        Value::Text(place(start, self.text.len()))
    }

    /// What a value says, as a text.
    pub(crate) fn said(&mut self, value: Value) -> Place {
        if let Value::Text(place) = value {
            return place;
        }
        let mut text = String::new();
        self.write(value, &mut text);
        match self.add(&text) {
            Value::Text(place) => place,
            _ => Place::default(),
        }
    }

    /// Values as a list of what they say; unknown where there is no room for it.
    pub(crate) fn list(&mut self, values: &[Value]) -> Value {
        let start = self.items.len();
        if start + values.len() > MAX_ITEMS {
            return Value::Unknown;
        }
        for &value in values {
            let said = self.said(value);
            self.items.push(said);
        }
        Value::List(place(start, self.items.len()))
    }

    /// The last values of the stack as a list, in their place.
    pub(crate) fn list_of_last(&mut self, count: usize) -> Value {
        let mut stack = core::mem::take(&mut self.stack);
        let start = stack.len().saturating_sub(count);
        let list = self.list(stack.get(start..).unwrap_or(&[]));
        stack.truncate(start);
        self.stack = stack;
        list
    }

    /// A list with one more text.
    pub(crate) fn longer(&mut self, list: Place, item: Place) -> Value {
        let start = self.items.len();
        if start + list.range().len() >= MAX_ITEMS {
            return Value::Unknown;
        }
        self.items.extend_from_within(list.range());
        self.items.push(item);
        Value::List(place(start, self.items.len()))
    }

    /// Two texts one after the other.
    pub(crate) fn joined(&mut self, a: Place, b: Place) -> Value {
        let mut text = self.get(a).to_owned();
        text.push_str(self.get(b));
        self.add(&text)
    }

    /// A text without the white space around it.
    pub(crate) fn trimmed(&self, text: Place) -> Place {
        let whole = self.get(text);
        let kept = whole.trim();
        let before = whole.len() - whole.trim_start().len();
        let start = text.range().start + before;
        place(start, start + kept.len())
    }

    /// Writes a value as people read it; an unknown one writes nothing.
    pub(crate) fn write(&self, value: Value, out: &mut String) {
        match value {
            Value::Unknown => {}
            Value::Text(text) => out.push_str(self.get(text)),
            Value::Number(n) => n.write(out),
            Value::YesNo(yes) => out.push_str(if yes { "yes" } else { "no" }),
            Value::Date(days) => write_date(days, out),
            Value::Time(minutes) => write_time(minutes, out),
            Value::Moment { days, minutes } => {
                write_date(days, out);
                out.push(' ');
                write_time(minutes, out);
            }
            Value::List(items) => {
                for (i, &item) in self.items(items).iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(self.get(item));
                }
            }
        }
    }
}

fn place(start: usize, end: usize) -> Place {
    let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { start: at(start), end: at(end) }
}

impl Value {
    pub(crate) fn is_known(self) -> bool {
        !matches!(self, Value::Unknown)
    }

    /// Whether a condition holds: only `yes` does.
    pub(crate) fn holds(self) -> bool {
        matches!(self, Value::YesNo(true))
    }

    /// A number; unknown where it was too large.
    pub(crate) fn number(n: Option<Decimal>) -> Self {
        n.map_or(Value::Unknown, Value::Number)
    }

    /// Yes or no; unknown where nobody can say.
    pub(crate) fn yes_no(yes: Option<bool>) -> Self {
        yes.map_or(Value::Unknown, Value::YesNo)
    }
}

fn write_date(days: i32, out: &mut String) {
    let (year, month, day) = civil_from_days(days);
    if year < 0 {
        out.push('-');
    }
    // The sign is one of the four places.
    push_digits(year.unsigned_abs().into(), if year < 0 { 3 } else { 4 }, out);
    for part in [month, day] {
        out.push('-');
        push_digits(part.into(), 2, out);
    }
}

fn write_time(minutes: u16, out: &mut String) {
    push_digits((minutes / 60).into(), 2, out);
    out.push(':');
    push_digits((minutes % 60).into(), 2, out);
}
