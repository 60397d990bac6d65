//! What `--now` says.

use jiff::Timestamp;

use crate::output::{Done, Failure};

/// Milliseconds since 1970 of `now` or of a time as RFC 3339 writes it, with or without seconds.
pub(crate) fn milliseconds(text: &str) -> Done<i64> {
    if text == "now" {
        return Ok(Timestamp::now().as_millisecond());
    }
    let time: Timestamp = text.parse().map_err(|_| {
        Failure::new(format!(
            "`{text}` is no time; write `now`, or a day, a time and an offset such as `2026-12-24T10:00Z` or \
             `2026-12-24T10:00+01:00`"
        ))
    })?;
    Ok(time.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn times_with_their_offset() {
        let noon = 1_798_106_400_000 + 7_200_000;
        for text in ["2026-12-24T12:00Z", "2026-12-24T12:00:00.000Z", "2026-12-24 13:00+01:00"] {
            assert_eq!(milliseconds(text).unwrap(), noon, "{text}");
        }
        for text in ["2026-12-24", "2026-12-24T12:00", "noon", "", "2026-02-30T12:00Z"] {
            assert!(milliseconds(text).is_err(), "{text}");
        }
        assert!(milliseconds("now").unwrap() > 0);
    }
}
