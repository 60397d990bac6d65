//! Addresses of files to names and back. A name is a path from the root with `/`, as scripts know their files.

use std::path::Path;

use lsp_types::Uri;

use crate::files::name_of;

/// The name of the file at an address; what is no file is called by its address, and includes nothing.
pub(super) fn name(uri: &Uri) -> String {
    let text = uri.as_str();
    let Some(rest) = text.strip_prefix("file://") else { return text.to_owned() };
    // Between the second and the third `/` stands a host, which is this machine or none.
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest);
    let path = decoded(path.split(['?', '#']).next().unwrap_or(""));
    let bare = path.strip_prefix('/').unwrap_or(&path);
    if is_drive(bare) {
        let (drive, behind) = bare.split_at_checked(1).unwrap_or(("", bare));
        return name_of(Path::new(&format!("{}{behind}", drive.to_uppercase())));
    }
    name_of(Path::new(&path))
}

/// The address of a file; `None` for what is not on a disk.
pub(super) fn address(name: &str) -> Option<Uri> {
    if !name.starts_with('/') && !is_drive(name) {
        return name.parse().ok();
    }
    let mut out = String::from(if name.starts_with('/') { "file://" } else { "file:///" });
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out.parse().ok()
}

/// Whether a path begins with a drive, such as `C:`.
fn is_drive(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.next() == Some(':')
        && matches!(chars.next(), None | Some('/'))
}

/// A text with `%20` and its like as what they stand for.
fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let digits = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(value) if byte == b'%' => {
                out.push(value);
                rest = behind.get(2..).unwrap_or(&[]);
            }
            _ => {
                out.push(byte);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{address, name};

    #[cfg(unix)]
    #[test]
    fn files_there_and_back() {
        for (uri, file) in [
            ("file:///a/b.answers", "/a/b.answers"),
            ("file:///a%20b/%C3%A9.answers", "/a b/é.answers"),
            ("file://localhost/a.answers", "/a.answers"),
            ("file:///a/../b.answers", "/b.answers"),
            ("file:///100%25.answers", "/100%.answers"),
        ] {
            assert_eq!(name(&uri.parse().unwrap()), file);
            assert_eq!(name(&address(file).unwrap()), file);
        }
        assert_eq!(address("/a b/é").unwrap().as_str(), "file:///a%20b/%C3%A9");
        let untitled = "untitled:Untitled-1";
        assert_eq!(name(&untitled.parse().unwrap()), untitled);
        assert_eq!(address(untitled).unwrap().as_str(), untitled);
        assert_eq!(address("C:/a b").unwrap().as_str(), "file:///C:/a%20b");
        // What is written wrongly is some name.
        for odd in ["file:", "file://", "file:///%zz%", "file:///%ff"] {
            if let Ok(uri) = odd.parse() {
                assert!(!name(&uri).contains('\0'), "{odd}");
            }
        }
    }
}
