//! Values in messages: what is found, where, and what is left alone.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test may panic")]

use answertree::calendar::civil::{civil_from_days, days_from_civil};
use answertree::text::find::{
    Found, clock_time, first_date, first_email, first_link, first_money, first_number, first_phone,
    first_time, first_yes_no, iso_date,
};
use answertree::text::tokenize::Tokens;
use proptest::prelude::*;

/// Tuesday, 24 November 2026.
fn today() -> i32 {
    days_from_civil(2026, 11, 24).unwrap()
}

fn read(message: &str) -> Tokens {
    let mut tokens = Tokens::new();
    tokens.read(message);
    tokens
}

/// The value and what stands there, or nothing.
fn show<T>(message: &str, found: Option<Found<T>>, value: impl Fn(T) -> String) -> String {
    found.map_or(String::new(), |found| {
        let index = |place: u32| usize::try_from(place).unwrap();
        format!("{} in {}", value(found.value), &message[index(found.start)..index(found.end)])
    })
}

#[track_caller]
fn check(cases: &[(&str, &str)], find: impl Fn(&str) -> String) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(message, expected)| (message, expected, find(message)))
        .filter(|(_, expected, got)| got != *expected)
        .map(|(message, expected, got)| format!("{message}: expected [{expected}], got [{got}]"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn numbers() {
    check(
        &[
            ("no digits", ""),
            ("it is 5 days late", "5 in 5"),
            ("£1,000.50 please", "1000.5 in £1,000.50"),
            ("-3 or 4", "-3 in -3"),
            ("it was − 3, not −4", "3 in 3"),
            ("covid-19", "19 in 19"),
            ("5days late, 2x", "5 in 5days"),
            ("my iphone6 and AB123456 and 5k", ""),
            ("24/7 support 3 times", "3 in 3"),
            ("on 24/12/2026 at 8:30 I paid 20 €", "20 in 20"),
            ("24 Dec 2026, 8 pm: 7", "7 in 7"),
            ("3 days ago I ordered 2, in 5 days", "2 in 2"),
            ("99999999999999999999999", ""),
            ("99999999999999999999999 or 1", "1 in 1"),
            ("٣ items", "3 in ٣"),
            ("not 3, 4", "4 in 4"),
            ("I did not order 3 or 4 but 5", "5 in 5"),
            ("3, sorry, I meant 4", "4 in 4"),
            ("3. No wait, 4 and 5", "4 in 4"),
            ("3, no, 4", "4 in 4"),
            ("3, no 4", "3 in 3"),
            ("3 sorry for the 4 mails", "3 in 3"),
            ("3 rather than 4", "3 in 3"),
            ("rather than 3 I need 4", "4 in 4"),
            ("it isn't 3, nor 4: 5", "5 in 5"),
            ("3 of mine are not here, 4 are", "3 in 3"),
            ("not here. 3", "3 in 3"),
            ("not only 3", "3 in 3"),
        ],
        |message| show(message, first_number(message, &read(message)), |value| value.to_string()),
    );
}

#[test]
fn dates() {
    let date = |days| {
        let (year, month, day) = civil_from_days(days);
        format!("{year}-{month:02}-{day:02}")
    };
    check(
        &[
            ("no date", ""),
            ("due 2026-12-24.", "2026-12-24 in 2026-12-24"),
            ("2026/12/24", "2026-12-24 in 2026/12/24"),
            ("at 2026-12-24T10:00:00Z", "2026-12-24 in 2026-12-24T10:00:00Z"),
            ("24/12/2026, 1.2.26, 03-04-2026", "2026-12-24 in 24/12/2026"),
            ("1.2.26", "2026-02-01 in 1.2.26"),
            ("03-04-2026", "2026-04-03 in 03-04-2026"),
            ("12/24/2026", "2026-12-24 in 12/24/2026"),
            ("31/02/2026 2026-13-01 192.168.0.1 555-1234", ""),
            ("24/7 and 8/10 and 1/2", ""),
            ("on 24/12", "2026-12-24 in 24/12"),
            ("on 05/01", "2027-01-05 in 05/01"),
            ("24 Dec", "2026-12-24 in 24 Dec"),
            ("the 24th of December 2025!", "2025-12-24 in 24th of December 2025"),
            ("24dec", "2026-12-24 in 24dec"),
            ("December 24th, 2025", "2025-12-24 in December 24th, 2025"),
            ("Sept the 3rd", "2026-09-03 in Sept the 3rd"),
            ("Feb 29", "2028-02-29 in Feb 29"),
            ("1 June", "2026-06-01 in 1 June"),
            ("may I ask 5 things, march on", ""),
            ("it may. 5 apples", ""),
            ("32 Dec", ""),
            ("24 Dec. 2025 was bad", "2026-12-24 in 24 Dec"),
            ("today or tomorrow", "2026-11-24 in today"),
            ("not today, tomorrow", "2026-11-25 in tomorrow"),
            ("it did not come yesterday", "2026-11-23 in yesterday"),
            ("monday … oh sorry, friday", "2026-11-27 in friday"),
            ("TOMORROW", "2026-11-25 in TOMORROW"),
            ("yesterday", "2026-11-23 in yesterday"),
            ("on Monday", "2026-11-30 in Monday"),
            ("on tuesday", "2026-11-24 in tuesday"),
            ("last tuesday", "2026-11-17 in last tuesday"),
            ("last Fri", "2026-11-20 in last Fri"),
            ("next Tuesday", "2026-12-01 in next Tuesday"),
            ("this thurs", "2026-11-26 in this thurs"),
            ("I sat in the sun last week", ""),
            ("the day before yesterday", "2026-11-22 in day before yesterday"),
            ("not the day after tomorrow? yesterday", "2026-11-23 in yesterday"),
            ("the day after tomorrow?", "2026-11-26 in day after tomorrow"),
            ("Tonight!", "2026-11-24 in Tonight"),
            ("day before tomorrow, day after today", "2026-11-25 in tomorrow"),
            ("it came last night", "2026-11-23 in last night"),
            ("this morning", "2026-11-24 in this morning"),
            ("3 days ago I wrote", "2026-11-21 in 3 days ago"),
            ("3days ago, 2wks ago", "2026-11-21 in 3days ago"),
            ("two weeks ago", "2026-11-10 in two weeks ago"),
            ("A week ago.", "2026-11-17 in A week ago"),
            ("bought it a month ago", "2026-10-24 in a month ago"),
            ("nine months ago", "2026-02-24 in nine months ago"),
            ("an year ago", "2025-11-24 in an year ago"),
            ("in two weeks", "2026-12-08 in in two weeks"),
            ("due in 10 days' time", "2026-12-04 in in 10 days"),
            ("in a day, in twelve months", "2026-11-25 in in a day"),
            ("in twelve months", "2027-11-24 in in twelve months"),
            ("a week from now", "2026-12-01 in a week from now"),
            ("tuesday last week", "2026-11-17 in tuesday last week"),
            ("Sunday this week", "2026-11-29 in Sunday this week"),
            ("next week on friday", "2026-12-04 in next week on friday"),
            ("last week Monday", "2026-11-16 in last week Monday"),
            ("the 5th of next month", "2026-12-05 in 5th of next month"),
            ("by the 5th of last month", "2026-10-05 in 5th of last month"),
            ("the 31st of this month or 5 this month", ""),
            ("last week, next month, this year, the other day", ""),
            ("in 2 or 3 days, in a day or two, in 2-3 days, 2 or 3 days ago", ""),
            ("more than 3 weeks ago, over a year ago", ""),
            ("3 days late, for 3 days, every 2 weeks, in 3 boxes, in 1.5 weeks, in 2", ""),
            ("a few days ago, days ago, ago, in, in a", ""),
            ("3 hours ago. In. 2 days", ""),
        ],
        |message| show(message, first_date(message, &read(message), Some(today())), date),
    );
    for message in ["today", "monday", "24 Dec", "24/12", "3 days ago", "the 5th of this month"] {
        assert_eq!(first_date(message, &read(message), None), None, "{message}");
    }
    let found = first_date("24 Dec 2026", &read("24 Dec 2026"), None).unwrap();
    assert_eq!(date(found.value), "2026-12-24");
    for days in [i32::MIN, i32::MAX] {
        for message in [
            "tomorrow",
            "yesterday",
            "24 Dec",
            "last monday",
            "next monday",
            "999 years ago",
            "in 999 years",
            "monday next week",
            "the 5th of last month",
        ] {
            let _ = first_date(message, &read(message), Some(days));
        }
    }
}

#[test]
fn times() {
    check(
        &[
            ("no time 5", ""),
            ("at 8:30", "08:30 in 8:30"),
            ("20:15:30 sharp", "20:15 in 20:15:30"),
            ("8.30pm", "20:30 in 8.30pm"),
            ("8.30 PM", "20:30 in 8.30 PM"),
            ("8:05 am", "08:05 in 8:05 am"),
            ("8pm", "20:00 in 8pm"),
            ("8 p.m. today", "20:00 in 8 p.m"),
            ("12am", "00:00 in 12am"),
            ("12pm", "12:00 in 12pm"),
            ("noon", "12:00 in noon"),
            ("at midnight", "00:00 in midnight"),
            ("8:30 a day", "08:30 in 8:30"),
            ("8 a day, 8a", ""),
            ("2026-12-24T10:05:00Z", "10:05 in 2026-12-24T10:05:00Z"),
            ("13pm 0am 24:00 8:60 8:5 8.30 14.50 1:2:3:4 £8", ""),
            ("10mm 8px 3:1", ""),
        ],
        |message| {
            show(message, first_time(message, &read(message)), |minutes| {
                format!("{:02}:{:02}", minutes / 60, minutes % 60)
            })
        },
    );
}

#[test]
fn money() {
    let find = |asked: bool| {
        move |message: &str| {
            show(message, first_money(message, &read(message), asked), |value| value.to_string())
        }
    };
    check(
        &[
            ("2 shirts, £14.50 each", "14.5 in £14.50"),
            ("I paid 20€, not 30", "20 in 20€"),
            ("paid 20 € and", "20 in 20 €"),
            ("paid $ 20", "20 in $ 20"),
            ("1.000,50 € gone", "1000.5 in 1.000,50 €"),
            ("EUR 1,000.50", "1000.5 in EUR 1,000.50"),
            ("3 for USD20", "20 in USD20"),
            ("3 for 20usd", "20 in 20usd"),
            ("3 times 20 quid", "20 in 20 quid"),
            ("a refund of -£5", "-5 in -£5"),
            ("₹ 500", "500 in ₹ 500"),
            ("2 shirts, 3 days, 5kg", ""),
            ("usd. 20, usd, 20 to the dollar", ""),
            ("order 12 from 24/12/2026 at 8:30", ""),
        ],
        find(false),
    );
    check(
        &[("3 for $20", "20 in $20"), ("24/12/2026: 3 for 20", "3 in 3"), ("nothing", "")],
        find(true),
    );
}

#[test]
fn phones() {
    let find = |asked: bool| {
        move |message: &str| {
            show(message, first_phone(message, &read(message), asked), str::to_owned)
        }
    };
    let same = |typed: &str| format!("{typed} in {typed}");
    for typed in [
        "+44 20 7946 0958",
        "(555) 123-4567",
        "+1 (555) 123-4567",
        "+(44) 20 79460958",
        "555-123-4567",
        "555.123.4567",
        "07700 900123",
        "0049/30/123456",
        "5551234567",
        "1-800-356-9377",
        "555-1234",
        "+123456789012345",
    ] {
        for message in
            [typed.to_owned(), format!("Call me: {typed}, please!"), format!("Tel {typed}.")]
        {
            assert_eq!(find(false)(&message), same(typed), "{message}");
            assert_eq!(find(true)(&message), same(typed), "{message}");
        }
    }
    check(
        &[
            ("order 12345678", ""),
            ("#5551234567 AB5551234567 5551234567B", ""),
            ("2026-12-24 24/12/2026 24.12.2026 8:30 10:30:15", ""),
            ("4111 1111 1111 1111, 4111111111111111, 378282246310005, 3782 822463 10005", ""),
            ("+3782 822463 10005", "+3782 822463 10005 in +3782 822463 10005"),
            ("£5551234567, 5551234567 € 1000000.50, 1.000.000,50", ""),
            ("1234567890123456, 123456", ""),
            ("192.168.0.12, 1.2.3.4.5.6.7.8", ""),
            ("2 3 4 5 6 7 8 9", ""),
            ("07700 900123 or 07700 900124", "07700 900123 in 07700 900123"),
            ("my order AB123456 and 020 7946 0958", "020 7946 0958 in 020 7946 0958"),
        ],
        find(false),
    );
    check(
        &[
            ("it is 2345 6789", "2345 6789 in 2345 6789"),
            ("12345678", "12345678 in 12345678"),
            ("123456 AB12345678 #12345678 24/12/2026", ""),
        ],
        find(true),
    );
}

#[test]
fn addresses() {
    check(
        &[
            ("write to Sam.O@Example.com, or a@b.org", "Sam.O@Example.com in Sam.O@Example.com"),
            ("at @sam or sam@home", ""),
        ],
        |message| show(message, first_email(message, &read(message)), str::to_owned),
    );
    check(
        &[
            (
                "see https://Example.com/a?b=C. It",
                "https://Example.com/a?b=C in https://Example.com/a?b=C",
            ),
            ("on example.com", "example.com in example.com"),
            ("sam@example.com and.so", ""),
        ],
        |message| show(message, first_link(message, &read(message)), str::to_owned),
    );
}

#[test]
fn yes_and_no() {
    check(
        &[
            ("", ""),
            ("Yes", "true in Yes"),
            ("@acme yes please", "true in yes"),
            ("hmm, yeah", "true in yeah"),
            ("Nope!", "false in Nope"),
            ("no", "false in no"),
            ("No, yes", "false in No"),
            ("no idea", ""),
            ("there is no parcel", ""),
            ("Not yet", "false in Not"),
            ("I'm not sure", ""),
            ("Sure thing", "true in Sure"),
            ("👍🏽", "true in 👍🏽"),
            ("y", "true in y"),
            ("Hello. Ok", "true in Ok"),
        ],
        |message| show(message, first_yes_no(&read(message)), |value| value.to_string()),
    );
}

#[test]
fn what_machines_write() {
    assert_eq!(iso_date("2026-12-24"), days_from_civil(2026, 12, 24));
    for wrong in [
        "",
        "2026-12",
        "2026-1-2",
        "2026-02-30",
        "2026-12-24-1",
        "26-12-24",
        "+026-12-24",
        " 2026-12-24",
        "２026-12-24",
    ] {
        assert_eq!(iso_date(wrong), None, "{wrong}");
    }
    assert_eq!(
        (clock_time("08:30"), clock_time("8:30"), clock_time("23:59")),
        (Some(510), Some(510), Some(1439))
    );
    for wrong in ["", "8", "24:00", "8:60", "8:3", "8:030", "-8:30", "8:30pm", "008:30"] {
        assert_eq!(clock_time(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn every_day_is_found_as_it_is_written(days in -700_000..2_900_000_i32, today in any::<i32>()) {
        let (year, month, day) = civil_from_days(days);
        for message in [format!("on {year:04}-{month:02}-{day:02}"), format!("{day}/{month}/{year:04}")] {
            let found = first_date(&message, &read(&message), Some(today)).unwrap();
            prop_assert_eq!(found.value, days, "{}", message);
        }
    }

    #[test]
    fn anything_is_read_without_harm(
        parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..12),
        today in proptest::option::of(any::<i32>()),
    ) {
        let message = parts.concat();
        let tokens = read(&message);
        let spans = [
            first_number(&message, &tokens).map(|found| (found.start, found.end)),
            first_date(&message, &tokens, today).map(|found| (found.start, found.end)),
            first_time(&message, &tokens).map(|found| (found.start, found.end)),
            first_yes_no(&tokens).map(|found| (found.start, found.end)),
            first_money(&message, &tokens, false).map(|found| (found.start, found.end)),
            first_phone(&message, &tokens, true).map(|found| (found.start, found.end)),
            first_email(&message, &tokens).map(|found| (found.start, found.end)),
            first_link(&message, &tokens).map(|found| (found.start, found.end)),
        ];
        for (start, end) in spans.into_iter().flatten() {
            prop_assert!(message.get(usize::try_from(start).unwrap()..usize::try_from(end).unwrap()).is_some_and(|typed| !typed.is_empty()));
        }
    }
}

const PARTS: &[&str] = &[
    " ",
    " ",
    " ",
    "-",
    "/",
    ".",
    ":",
    ",",
    "24",
    "12",
    "2026",
    "99",
    "0",
    "dec",
    "may",
    "th",
    "of",
    "the",
    "monday",
    "last",
    "next",
    "today",
    "am",
    "pm",
    "p.m.",
    "t",
    "z",
    "yes",
    "no",
    "£",
    "−",
    "é",
    "\u{301}",
    "٣",
    "5days",
    "ago",
    "in",
    "a",
    "two",
    "weeks",
    "month",
    "week",
    "day",
    "before",
    "yesterday",
    "from",
    "now",
    "friday",
    "this",
    "5th",
];
