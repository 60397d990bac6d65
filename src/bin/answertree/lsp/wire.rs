//! Messages from and to the client: a header, a blank line, JSON.
//!
//! The types of messages are `lsp-server`'s; its reader ends at the first message that is no JSON, this one goes on.

use std::io::{self, BufRead, Read, Write};

use lsp_server::{ErrorCode, Message, RequestId, Response};
use serde_json::{Value, json};

/// The longest message: a file of the largest size, written in JSON with room for escapes.
const MAX_BYTES: u64 = 64 << 20;
/// The longest line of a header.
const MAX_HEADER: u64 = 8 << 10;

/// What came.
#[derive(Debug)]
pub(super) enum Received {
    Message(Message),
    /// Something that is no message.
    Bad {
        /// Which request it was, where that can be told.
        id: Option<RequestId>,
        code: ErrorCode,
        why: String,
    },
}

/// Reads the next message; `None` at the end of the input.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Received>> {
    let length = match header(input)? {
        Header::Length(length) => length,
        Header::Silent => {
            return Ok(Some(bad(None, ErrorCode::ParseError, "a header has no Content-Length")));
        }
        Header::End => return Ok(None),
    };
    if length > MAX_BYTES {
        io::copy(&mut input.take(length), &mut io::sink())?;
        let why = format!("a message has {length} bytes; the most is {MAX_BYTES}");
        return Ok(Some(bad(None, ErrorCode::InvalidRequest, &why)));
    }
    let mut body = Vec::new();
    let read = input.take(length).read_to_end(&mut body)?;
    if u64::try_from(read).is_ok_and(|read| read < length) {
        return Ok(None);
    }
    Ok(Some(message(&body)))
}

/// What a header says.
enum Header {
    /// How long the message is.
    Length(u64),
    /// Not how long it is.
    Silent,
    /// The input has ended.
    End,
}

fn header(input: &mut impl BufRead) -> io::Result<Header> {
    let mut length = None;
    let mut some = false;
    loop {
        let mut line = Vec::new();
        if input.take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(Header::End);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            // A blank line before any header ends nothing.
            if some {
                return Ok(length.map_or(Header::Silent, Header::Length));
            }
            continue;
        }
        some = true;
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
}

fn message(body: &[u8]) -> Received {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            return bad(None, ErrorCode::ParseError, &format!("a message is not JSON: {error}"));
        }
    };
    let id = value.get("id").and_then(|id| match id {
        Value::Number(n) => n.as_i64().and_then(|n| i32::try_from(n).ok()).map(RequestId::from),
        Value::String(text) => Some(RequestId::from(text.clone())),
        _ => None,
    });
    // With an id that cannot be one it would be read as a notification, and nobody would be answered.
    let odd_id = id.is_none() && value.get("id").is_some() && value.get("method").is_some();
    match serde_json::from_value(value) {
        Ok(message) if !odd_id => Received::Message(message),
        _ => {
            bad(id, ErrorCode::InvalidRequest, "a message is no request, response or notification")
        }
    }
}

fn bad(id: Option<RequestId>, code: ErrorCode, why: &str) -> Received {
    Received::Bad { id, code, why: why.to_owned() }
}

/// Sends a message.
pub(super) fn write(output: &mut impl Write, message: &Message) -> io::Result<()> {
    message.write(output)
}

/// Answers something that is no message.
pub(super) fn refuse(
    output: &mut impl Write,
    id: Option<RequestId>,
    code: ErrorCode,
    why: &str,
) -> io::Result<()> {
    if let Some(id) = id {
        return write(output, &Response::new_err(id, number(code), why.to_owned()).into());
    }
    let error = json!({ "code": number(code), "message": why });
    let body = json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}

/// The number of an error.
pub(super) fn number(code: ErrorCode) -> i32 {
    #[expect(clippy::as_conversions, reason = "the numbers of the protocol are the enum's own")]
    let number = code as i32;
    number
}

#[cfg(test)]
mod tests {
    use super::{Received, read};

    /// The method of each message of a stream, or why it is none.
    fn told(mut input: &[u8]) -> Vec<String> {
        let mut out = Vec::new();
        while let Some(received) = read(&mut input).unwrap() {
            out.push(match received {
                Received::Message(lsp_server::Message::Request(request)) => {
                    format!("{} {}", request.id, request.method)
                }
                Received::Message(lsp_server::Message::Notification(note)) => note.method,
                Received::Message(lsp_server::Message::Response(answer)) => {
                    format!("answer {}", answer.id)
                }
                Received::Bad { id, why, .. } => format!(
                    "{}bad: {}",
                    id.map_or(String::new(), |id| format!("{id} ")),
                    why.split(':').next().unwrap()
                ),
            });
        }
        out
    }

    fn framed(bodies: &[&str]) -> Vec<u8> {
        bodies
            .iter()
            .flat_map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes())
            .collect()
    }

    #[test]
    fn what_is_no_message_costs_only_itself() {
        let good = r#"{"jsonrpc":"2.0","id":1,"method":"a"}"#;
        let deep = format!("{}1{}", "[".repeat(9_000), "]".repeat(9_000));
        let input = framed(&[
            good,
            "{",
            "",
            r#"[{"id":2,"method":"a"}]"#,
            r#"{"id":3}"#,
            r#"{"id":null,"method":"a"}"#,
            r#"{"id":1.5,"method":"a"}"#,
            r#"{"method":"b"}"#,
            r#"{"id":"x","result":null}"#,
            &deep,
            r#"{"id":"x","method":"c","params":{}}"#,
        ]);
        assert_eq!(
            told(&input),
            [
                "1 a",
                "bad: a message is not JSON",
                "bad: a message is not JSON",
                "bad: a message is no request, response or notification",
                "3 bad: a message is no request, response or notification",
                "bad: a message is no request, response or notification",
                "bad: a message is no request, response or notification",
                "b",
                "answer \"x\"",
                "bad: a message is not JSON",
                "\"x\" c",
            ]
        );
        // Headers that say nothing, other headers, lengths that are none.
        let headers = format!(
            "nonsense\r\n\r\nContent-Type: x\r\ncontent-length:{}\n\n{good}Content-Length: -1\r\n\r\n",
            good.len()
        );
        assert_eq!(
            told(headers.as_bytes()),
            ["bad: a header has no Content-Length", "1 a", "bad: a header has no Content-Length"]
        );
        let large = [b"Content-Length: 70000000\r\n\r\n".to_vec(), vec![b' '; 70_000_000]].concat();
        assert_eq!(
            told(&[large, framed(&[good])].concat()),
            ["bad: a message has 70000000 bytes; the most is 67108864", "1 a"]
        );
        assert_eq!(
            told(b"Content-Length: 18446744073709551615\r\n\r\n{}"),
            ["bad: a message has 18446744073709551615 bytes; the most is 67108864"]
        );
        assert_eq!(told(b"Content-Length: 5\r\n\r\n{}"), [] as [&str; 0]);
        assert_eq!(told(&vec![0xff; 20_000]), [] as [&str; 0]);
    }
}
