//! Writing a conversation as a test.

use std::path::{Path, PathBuf};

use super::Talk;
use crate::args::Chat;
use crate::files;
use crate::output::{Done, End};

/// Adds the conversation to a file of tests; one that is not there yet includes the script.
pub(super) fn save(talk: &Talk<'_>, args: &Chat, path: &Path) -> Done<End> {
    let test = talk.record.test();
    let old = if path.exists() { files::read_text(path)? } else { include(&args.file, path) };
    let gap = if old.is_empty() || old.ends_with("\n\n") {
        ""
    } else if old.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    files::write(path, format!("{old}{gap}{test}").as_bytes())?;
    talk.output.tell(&format!("wrote the test to {}\n", files::named(path)));
    Ok(End::Fine)
}

/// The line that includes a script, as seen from the folder of a file; none for a machine, and where no path leads from one to
/// the other.
fn include(script: &Path, file: &Path) -> String {
    // Of a folder its only script.
    let main = files::main_files(&[script.to_path_buf()]).ok().and_then(|mut files| files.pop());
    let Some(script) = main.filter(|path| files::read_text(path).is_ok()) else {
        return String::new();
    };
    let script = std::path::absolute(&script).unwrap_or(script);
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
    let mut up = PathBuf::new();
    for above in folder.ancestors() {
        if let Ok(rest) = script.strip_prefix(above) {
            let path = up.join(rest).display().to_string().replace('\\', "/");
            return format!("include {path}\n");
        }
        up.push("..");
    }
    String::new()
}
