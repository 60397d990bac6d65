//! Lines of any file, none longer than what is held.

use std::io::{BufRead, Read};

use super::{DataError, MAX_RECORD_BYTES, text_of, too_long, unreadable};

/// Lines with their numbers, without what ends them; those with white space only are passed over.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: R,
    line: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, line: 0, ended: false }
    }

    /// The bytes of the next line; whether it was cut.
    fn bytes(&mut self) -> std::io::Result<(Vec<u8>, bool)> {
        let mut bytes = Vec::new();
        // The end of the longest line may take two bytes.
        let most = MAX_RECORD_BYTES + 2;
        let limit = u64::try_from(most).unwrap_or(u64::MAX);
        self.reader.by_ref().take(limit).read_until(b'\n', &mut bytes)?;
        let whole = bytes.ends_with(b"\n");
        if !whole && bytes.len() >= most {
            self.skip()?;
        }
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        let cut = bytes.len() > MAX_RECORD_BYTES;
        Ok((bytes, cut))
    }

    /// Passes over the rest of a line.
    fn skip(&mut self) -> std::io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let (length, found) = match buffer.iter().position(|&byte| byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.reader.consume(length);
            if found {
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<(u64, String), DataError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            let line = self.line;
            match self.reader.fill_buf() {
                Ok([]) => break,
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
                    self.line -= 1;
                    continue;
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(unreadable(line, &error)));
                }
            }
            match self.bytes() {
                Err(error) => {
                    self.ended = true;
                    return Some(Err(unreadable(line, &error)));
                }
                Ok((_, true)) => return Some(Err(too_long(line))),
                Ok((bytes, false)) => match text_of(line, &bytes) {
                    Err(error) => return Some(Err(error)),
                    Ok(text) if text.trim().is_empty() => {}
                    Ok(text) => return Some(Ok((line, text.to_owned()))),
                },
            }
        }
        self.ended = true;
        None
    }
}
