//! Files as people have them, and as nobody should.

use std::io::{BufReader, Read};

use super::{Columns, Form, MAX_RECORD_BYTES, Message, read};

/// Messages as `line label|text`, errors as `line code`.
fn told(bytes: &[u8], form: Form, columns: &Columns) -> Vec<String> {
    // A small buffer: lines and marks fall apart where they can.
    let reader = BufReader::with_capacity(2, bytes);
    read(reader, form, columns)
        .map(|row| match row {
            Ok(Message { line, label, text, reply }) => {
                let reply = reply.map_or_else(String::new, |reply| format!("|{reply}"));
                format!("{line} {}|{text}{reply}", label.unwrap_or_else(|| "-".into()))
            }
            Err(error) => format!("{} {}", error.line, error.code()),
        })
        .collect()
}

fn named(label: &str, text: &str) -> Columns {
    Columns { label: Some(label.into()), text: Some(text.into()), ..Columns::default() }
}

#[test]
fn replies_are_read_where_they_are_wanted() {
    let replies = Columns { replies: true, ..Columns::default() };
    let csv = "label,text,reply\nlate,where,Soon\nlate,when,\r\n";
    assert_eq!(told(csv.as_bytes(), Form::Csv, &replies), ["2 late|where|Soon", "3 late|when"]);
    assert_eq!(
        told(csv.as_bytes(), Form::Csv, &Columns::default()),
        ["2 late|where", "3 late|when"]
    );
    // Replies alone are a file of replies; a column that is named must be there.
    let csv = "label,reply\nlate,\"So\non\"\n";
    assert_eq!(told(csv.as_bytes(), Form::Csv, &replies), ["2 late||So\non"]);
    assert_eq!(told(csv.as_bytes(), Form::Csv, &Columns::default()), ["1 AD0006"]);
    let named = Columns { reply: Some("answer".into()), ..replies.clone() };
    assert_eq!(told(csv.as_bytes(), Form::Csv, &named), ["1 AD0006"]);
    assert_eq!(told(b"label\tanswer\nlate\tSoon\n", Form::Tsv, &named), ["2 late||Soon"]);
    let json = "{\"label\":\"late\",\"reply\":\"Soon\"}\n{\"label\":\"late\",\"reply\":1}\n{\"text\":\"a\"}\n{}";
    assert_eq!(
        told(json.as_bytes(), Form::JsonLines, &replies),
        ["1 late||Soon", "2 AD0004", "3 -|a", "4 AD0004"]
    );
}

#[test]
fn tsv_of_two_fields() {
    let file =
        "\u{feff}late\twhere is \"it\r\n\r\nrefund \tmoney\tback\n\tno label\nnothing\nlast\t";
    assert_eq!(
        told(file.as_bytes(), Form::Tsv, &Columns::default()),
        ["1 late|where is \"it", "3 refund|money\tback", "4 -|no label", "5 AD0004", "6 last|"]
    );
}

#[test]
fn a_message_a_line() {
    let file = "where is \"it\r\n\n money\tback\n\u{ff}";
    assert_eq!(
        told(file.as_bytes(), Form::Plain, &Columns::default()),
        ["1 -|where is \"it", "3 -| money\tback", "4 -|\u{ff}"]
    );
    assert_eq!(
        told(b"a\n\xff\nb", Form::Plain, &Columns::default()),
        ["1 -|a", "2 AD0002", "3 -|b"]
    );
}

#[test]
fn tsv_with_a_header() {
    let file = "id\ttopic\tbody\n1\tlate\twhere\n2\tlate\n3\t\twhen\n";
    assert_eq!(
        told(file.as_bytes(), Form::Tsv, &named("topic", "body")),
        ["2 late|where", "3 AD0004", "4 -|when"]
    );
    assert_eq!(told(file.as_bytes(), Form::Tsv, &named("label", "body")), ["1 AD0006"]);
    assert_eq!(told(b"", Form::Tsv, &named("label", "body")), [""; 0]);
}

#[test]
fn csv_with_quotes_and_line_breaks() {
    let file = "\u{feff}text,id,label\r\n\"a, \"\"b\"\"\r\nc\",1,late\r\nplain,2,\r\nshort\r\n";
    assert_eq!(
        told(file.as_bytes(), Form::Csv, &Columns::default()),
        ["2 late|a, \"b\"\r\nc", "4 -|plain", "5 -|short"]
    );
    assert_eq!(told(file.as_bytes(), Form::Csv, &named("topic", "text")), ["1 AD0006"]);
    let file = "label,text\r\nlate,\"a\"\r\n\r\n,b\r\n";
    assert_eq!(told(file.as_bytes(), Form::Csv, &Columns::default()), ["2 late|a", "4 -|b"]);
    assert_eq!(told(b"text\nhello\n", Form::Csv, &Columns::default()), ["2 -|hello"]);
    assert_eq!(told(b"label\nhello\n", Form::Csv, &Columns::default()), ["1 AD0006"]);
    assert_eq!(told(b"", Form::Csv, &Columns::default()), [""; 0]);
}

#[test]
fn json_lines() {
    let file = "{\"label\":\" late \",\"text\":\"where\\n?\"}\n\n{\"text\":\"x\"}\n{\"text\":\"x\",\"label\":null}\n\
                {\"label\":\"late\"}\n[1]\n{\n{\"label\":7,\"text\":\"x\"}\n{\"label\":\"a\",\"text\":7}";
    assert_eq!(
        told(file.as_bytes(), Form::JsonLines, &Columns::default()),
        [
            "1 late|where\n?",
            "3 -|x",
            "4 -|x",
            "5 AD0004",
            "6 AD0003",
            "7 AD0003",
            "8 AD0004",
            "9 AD0004"
        ]
    );
    let deep = "[".repeat(100_000);
    assert_eq!(told(deep.as_bytes(), Form::JsonLines, &Columns::default()), ["1 AD0003"]);
}

#[test]
fn utf_16_is_refused() {
    for bytes in [&b"\xff\xfea\0\t\0"[..], b"\xfe\xff\0a\0\t", b"a\0\t\0b\0", b"\0a\0\t\0b"] {
        for form in [Form::Tsv, Form::Csv, Form::JsonLines, Form::Plain] {
            assert_eq!(told(bytes, form, &Columns::default()), ["1 AD0001"]);
        }
    }
}

#[test]
fn what_is_no_text_costs_its_line() {
    let file = b"late\tcaf\xe9\nlate\tnul \0\nlate\tfine\n";
    assert_eq!(told(file, Form::Tsv, &Columns::default()), ["1 AD0002", "2 AD0002", "3 late|fine"]);
    let file = b"label,text\nlate,caf\xe9\nlate,fine\n";
    assert_eq!(told(file, Form::Csv, &Columns::default()), ["2 AD0002", "3 late|fine"]);
}

#[test]
fn long_lines_are_passed_over() {
    let mut file = b"late\t".to_vec();
    file.resize(MAX_RECORD_BYTES, b'x');
    let longest = file.clone();
    file.extend(b"yyy\r\nlate\tnext\n");
    file.extend(&longest);
    file.extend(b"\r\n");
    let reader = BufReader::new(file.as_slice());
    let rows: Vec<_> = read(reader, Form::Tsv, &Columns::default()).collect();
    assert_eq!(rows[0].as_ref().unwrap_err().code(), "AD0005");
    assert_eq!(rows[1].as_ref().unwrap().text, "next");
    assert_eq!(rows[2].as_ref().unwrap().text.len(), MAX_RECORD_BYTES - 5);
    assert_eq!(rows.len(), 3);
}

#[test]
fn endless_files_end() {
    let endless = BufReader::new(std::io::repeat(b'x'));
    let file = BufReader::new(b"label,text\nlate,\"".as_slice()).chain(endless);
    let rows: Vec<_> = read(file, Form::Csv, &Columns::default()).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].as_ref().unwrap_err().code(), rows[0].as_ref().unwrap_err().line),
        ("AD0005", 2)
    );
}

#[test]
fn a_file_that_breaks_off() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    for (form, start) in [(Form::Tsv, "late\ta\n"), (Form::Csv, "text,label\na,late\n")] {
        let reader = BufReader::new(start.as_bytes().chain(Broken));
        let rows: Vec<_> = read(reader, form, &Columns::default()).collect();
        assert_eq!(rows.last().unwrap().as_ref().unwrap_err().code(), "AD0007", "{form:?}");
        assert!(rows.len() <= 2, "{form:?}");
    }
}
