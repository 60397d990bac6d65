//! Values while a tree runs.

use crate::text::decimal::Decimal;

/// A value of a fact or an expression.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Value {
    /// Nobody knows; what is made of it is unknown too.
    #[default]
    Unknown,
    Text(String),
    Number(Decimal),
    YesNo(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Minutes after midnight.
    Time(u16),
    /// Milliseconds since 1970-01-01 UTC, and the zone's day and minute.
    Moment {
        days: i32,
        minutes: u16,
    },
    List(Vec<String>),
}

impl Value {
    pub(crate) fn is_known(&self) -> bool {
        *self != Value::Unknown
    }

    /// Whether a condition holds: only `yes` does.
    pub(crate) fn holds(&self) -> bool {
        *self == Value::YesNo(true)
    }

    /// Writes the value as people read it; an unknown one writes nothing.
    pub(crate) fn write(&self, out: &mut String) {
        use core::fmt::Write as _;
        let done = match self {
            Value::Unknown => Ok(()),
            Value::Text(text) => {
                out.push_str(text);
                Ok(())
            }
            Value::Number(n) => write!(out, "{n}"),
            Value::YesNo(yes) => {
                out.push_str(if *yes { "yes" } else { "no" });
                Ok(())
            }
            Value::Date(days) => write_date(*days, out),
            Value::Time(minutes) => write!(out, "{:02}:{:02}", minutes / 60, minutes % 60),
            Value::Moment { days, minutes } => {
                write_date(*days, out).and_then(|()| write!(out, " {:02}:{:02}", minutes / 60, minutes % 60))
            }
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(item);
                }
                Ok(())
            }
        };
        // Writing to a string cannot fail.
        let _: Result<(), core::fmt::Error> = done;
    }
}

fn write_date(days: i32, out: &mut String) -> core::fmt::Result {
    use core::fmt::Write as _;
    let (year, month, day) = crate::calendar::civil::civil_from_days(days);
    write!(out, "{year:04}-{month:02}-{day:02}")
}
