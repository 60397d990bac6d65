//! Messages that nobody writes in good faith: read to their end or to the bound that is told, with spans that lie on characters,
//! with the language pack and without.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic"
)]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use answertree::compile::{Source, compile_with};
use answertree::lower::Extras;
use answertree::machine::Machine;
use answertree::pack::Pack;
use answertree::runtime::{Context, Suggester};

const SCRIPT: &str = "\
words blue = ~bluish, navy blue
fact size one of small, <blue>
  ask Which size?
fact colours list of one of red, <blue>
  ask Which colours?
fact count number
  ask How many?
fact day date
  ask When?
fact at time
  ask At what time?
fact price money
  ask How much?
fact mail email
  ask Which address?
fact phone phone
  ask Which number?
fact page link
  ask Which page?

== late: Late
- where is my parcel
- my order has not arrived yet
- the delivery is late
when ~parcel|~order .. late|missing
when <places> ~delivery
> We are looking for it.

words places = ~aaaaab, ~aaaaac, ~baaaaa, ~aabaaa, ~ababab

== refund: Refund
when reads
- I want my money back
- please refund me
- can I get a refund
when not thanks
need size, colours, count, day, at, price, mail, phone, page
> You will have it in five days.
";

fn machines() -> [Machine; 2] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/en.pack");
    let pack = Arc::new(Pack::read(&fs::read(path).unwrap()).unwrap());
    [None, Some(&pack)].map(|pack| {
        let source = Source {
            name: "main.answers".into(),
            text: format!("{}{SCRIPT}", if pack.is_some() { "pack en\n" } else { "" }),
        };
        let extras = Extras { pack: pack.map(AsRef::as_ref), ..Extras::default() };
        let machine = compile_with(&[source], extras).machine.unwrap();
        Machine::load_with(machine.bytes, pack).unwrap()
    })
}

/// Reads a message with each machine; every place that is told lies on characters of it, and its words are there.
fn reads(machines: &[Machine], message: &str) -> Vec<bool> {
    let context = Context { explain: true, ..Context::default() };
    let read = |machine: &Machine| {
        let turn = Suggester::new().suggest(machine, message, &context).unwrap();
        for because in turn.suggestions.iter().flat_map(|suggestion| &suggestion.because) {
            for span in &because.spans {
                let typed = &message[span.start as usize..span.end as usize];
                assert!(!typed.is_empty());
            }
        }
        for filled in &turn.filled {
            let (start, end) = (filled.span.start as usize, filled.span.end as usize);
            assert!(!message[start..end].is_empty(), "{}", filled.fact);
        }
        turn.truncated
    };
    machines.iter().map(read).collect()
}

#[test]
fn a_megabyte_is_read_to_its_bound_and_says_so() {
    let machines = machines();
    for unit in [
        "a",
        "late parcel ",
        "@somebody ",
        "😀",
        "#BadDay",
        "é",
        "e\u{301}",
        "\u{202e}late",
        "1",
        "/",
        ".",
    ] {
        let message = unit.repeat((1 << 20) / unit.len());
        assert_eq!(reads(&machines, &message), [true, true], "{unit:?}");
    }
}

#[test]
fn names_pictures_and_marks_without_end_are_read() {
    let machines = machines();
    let zalgo: String = "where is my parcel"
        .chars()
        .flat_map(|c| {
            [c].into_iter().chain("\u{335}\u{489}\u{31b}\u{353}".chars().cycle().take(60))
        })
        .collect();
    for message in [
        "@a ".repeat(10_000),
        "😡".repeat(10_000),
        "👩‍👩‍👧‍👦".repeat(2_000),
        "🇬🇧".repeat(5_000),
        zalgo,
        "\u{202e}lecrap ym si erehw\u{202c}".repeat(500),
        "whеrе іs my раrсеl".repeat(500),
        "soooo".repeat(5_000),
        "not ".repeat(8_000),
        "parcel ".repeat(4_000) + "late",
        "[".repeat(50_000),
        "{if x: ".repeat(10_000),
        "\0\u{7f}\u{feff}\u{200b}\u{2028}".repeat(5_000),
        "我的包裹在哪里".repeat(2_000),
        "พัสดุของฉันอยู่ที่ไหน".repeat(1_000),
    ] {
        reads(&machines, &message);
    }
}

#[test]
fn values_and_typos_are_looked_for_in_what_never_ends() {
    let machines = machines();
    for message in [
        "pacrel ".repeat(4_000) + "late",
        "aaaaad aabaab ".repeat(4_000),
        "deliveryy".repeat(20_000),
        "+1 555 ".repeat(10_000),
        "(555)-".repeat(10_000),
        "not the ".repeat(8_000) + "3",
        "3, no wait, ".repeat(8_000),
        "3 days ago in a week from ".repeat(4_000),
        "£ 5 € usd20 ".repeat(8_000),
        "blue not ".repeat(8_000),
        "bluihs ".repeat(8_000),
        "1-2-".repeat(20_000),
        "20 eur ".repeat(8_000),
        "a@b.org www.x.org/a ".repeat(4_000),
    ] {
        // The word leads to the topic that needs all of it.
        reads(&machines, &format!("reads {message}"));
    }
}

#[test]
fn accents_and_invisible_marks_hide_nothing() {
    let machines = machines();
    for message in [
        "wh\u{e9}re is my p\u{e0}rcel",
        "where\u{200b} is my par\u{200d}cel",
        "WHERE IS MY PARCEL",
        "where is my #Parcel",
        "wheeere is my parcel",
    ] {
        for machine in &machines {
            let turn = Suggester::new().suggest(machine, message, &Context::default()).unwrap();
            assert_eq!(turn.topic, Some("late"), "{message:?}");
        }
    }
}

#[test]
fn every_character_is_read_alone_and_in_a_row() {
    let machines = machines();
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    for part in all.chunks(4_096) {
        let apart: String = part.iter().flat_map(|c| [*c, ' ']).collect();
        let together: String = part.iter().collect();
        // What comes behind the second plane is read as ideographs or as nothing.
        if u32::from(part[0]) < 0x2_0000 {
            reads(&machines, &apart);
        }
        reads(&machines, &together);
    }
}
