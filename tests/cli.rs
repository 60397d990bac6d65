//! What the `answertree` command does that a transcript cannot show: bytes, terminals, pipes, and JSON as programs read it.
//! The transcripts are in `tests/corpus/cli`.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use answertree::machine::format::{VERSION, seal};
use serde_json::Value;

/// A folder of its own for each test, removed when the test is done.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("answertree-cli-{}-{name}", std::process::id()));
        let _: std::io::Result<()> = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_answertree"));
        command
            .args(args)
            .current_dir(&self.0)
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.ends_with('\n'));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _: std::io::Result<()> = fs::remove_dir_all(&self.0);
    }
}

fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn corpus(name: &str) -> String {
    fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/cli/files").join(name),
    )
    .unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn the_main_use_of_the_example() {
    let here = Folder::new("example");
    let acme = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/acme.answers");
    let acme = acme.to_str().unwrap();
    let turn = here.json(&[
        "suggest",
        acme,
        "my parcel is delayed",
        "--channel",
        "x",
        "--fact",
        "name=Sam",
        "--json",
    ]);
    let first = &turn["suggestions"][0];
    assert_eq!(first["topic"], "late");
    assert!(first["length"]["count"].as_u64().unwrap() <= 280);
    assert_eq!(first["length"]["limit"], 280);
    assert_eq!(turn["asks"][0]["fact"], "order_id");
    assert_eq!(first["because"][0]["spans"][0]["start"], 3);
    let expected = [
        "actions",
        "asks",
        "choices",
        "department",
        "ended",
        "filled",
        "handoff",
        "notes",
        "otherLanguage",
        "prefer",
        "ruledOut",
        "smallTalk",
        "steps",
        "suggestions",
        "topic",
        "truncated",
    ];
    assert_eq!(keys(&turn), expected);
}

#[test]
fn a_machine_answers_as_its_script_does_whatever_its_name() {
    let here = Folder::new("machine");
    here.file("late.answers", corpus("late.answers"));
    assert_eq!(here.run(&["build", "late.answers", "-o", "odd.answers"]).status.code(), Some(0));
    let args = [
        "suggest",
        "late.answers",
        "my parcel is delayed AB123456",
        "--now",
        "2026-12-24T10:00Z",
        "--json",
    ];
    let of_script = here.run(&args);
    let mut args = args;
    args[1] = "odd.answers";
    let of_machine = here.run(&args);
    assert_eq!(of_script.stdout, of_machine.stdout);
    assert!(!of_script.stdout.is_empty());
    // Where a script is wanted, a machine is told apart.
    for command in ["check", "fmt", "build"] {
        let output = here.run(&[command, "odd.answers"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(error(&output).contains("is a machine"), "{}", error(&output));
    }
    // The same bytes again, and to the standard output.
    let piped = here.run(&["build", "late.answers", "-o", "-"]);
    assert_eq!(piped.stdout, fs::read(here.0.join("odd.answers")).unwrap());
}

#[test]
fn machines_that_cannot_be_loaded_are_refused_by_code() {
    let here = Folder::new("refused");
    here.file("late.answers", corpus("late.answers"));
    let bytes = here.run(&["build", "late.answers", "-o", "-"]).stdout;
    let mut newer = bytes.clone();
    newer[4..6].copy_from_slice(&(VERSION + 1).to_le_bytes());
    seal(&mut newer);
    let mut damaged = bytes.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let mut malformed = bytes.clone();
    *malformed.last_mut().unwrap() = 0x80;
    seal(&mut malformed);
    for (name, bytes, words) in [
        ("newer", newer, "newer than this engine reads: update answertree [AM0002]"),
        ("damaged", damaged, "[AM0004]"),
        ("malformed", malformed, "[AM0006]"),
        ("cut", bytes[..40].to_vec(), "[AM0004]"),
    ] {
        here.file(name, bytes);
        for args in [&["suggest", name, "hi"][..], &["listing", name]] {
            let output = here.run(args);
            assert_eq!(output.status.code(), Some(2), "{args:?}");
            assert!(error(&output).contains(words), "{}", error(&output));
            assert!(output.stdout.is_empty());
        }
    }
}

#[test]
fn text_that_is_not_utf8_is_named() {
    let here = Folder::new("utf8");
    here.file("utf16.answers", [0xff, 0xfe, b's', 0, b'c', 0]);
    let output = here.run(&["check", "utf16.answers"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(error(&output).contains("is UTF-16 text; save it as UTF-8"), "{}", error(&output));
    let mut child =
        here.command(&["fmt", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"> a\n> \xff\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        error(&output).contains("the standard input is not UTF-8 text: byte 6, in line 2"),
        "{}",
        error(&output)
    );
}

#[test]
fn colours_only_where_they_are_wanted() {
    let here = Folder::new("colours");
    here.file("bad.answers", corpus("bad.answers"));
    here.file("late.answers", corpus("late.answers"));
    let escape = |output: &Output| output.stdout.contains(&0x1b) || output.stderr.contains(&0x1b);
    for args in [
        &["check", "bad.answers"][..],
        &["check", "nowhere"],
        &["suggest", "late.answers", "my parcel is delayed"],
        &["suggest", "bad.answers", "hi"],
    ] {
        assert!(!escape(&here.run(args)), "{args:?} piped");
        let mut with = args.to_vec();
        with.extend(["--color", "always"]);
        assert!(escape(&here.run(&with)), "{with:?}");
        with.pop();
        with.push("never");
        let mut forced = here.command(&with);
        assert!(!escape(&forced.env("CLICOLOR_FORCE", "1").output().unwrap()), "{with:?}");
        let mut no_color = here.command(args);
        assert!(
            !escape(&no_color.env("NO_COLOR", "1").output().unwrap()),
            "{args:?} with NO_COLOR"
        );
    }
}

#[test]
fn what_a_message_says_cannot_steer_the_terminal() {
    let here = Folder::new("escape");
    here.file("late.answers", corpus("late.answers"));
    let message = "my parcel is delayed \u{1b}[2J\u{7}";
    let output = here.run(&[
        "suggest",
        "late.answers",
        message,
        "--fact",
        "name=\u{1b}]0;x\u{7}",
        "--fact",
        "order_id=AB123456",
    ]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        !output.stdout.iter().any(|byte| matches!(byte, 0x1b | 0x07)),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

/// The name of a file of a log, of a result's place.
fn uri(result: &Value) -> &str {
    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap()
}

#[test]
fn sarif_has_rules_regions_in_utf16_and_fixes() {
    let here = Folder::new("sarif");
    here.file("sub folder/é.answers", "script S\n== late: Late\n- where is it\n- where was it\n> 😀😀 {if tru: a | else: b}\n-> lat\n");
    let log = here.json(&["check", "sub folder/é.answers", "--format", "sarif"]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), answertree::problem::Code::ALL.len());
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(uri(result), "sub%20folder/%C3%A9.answers");
    }
    let find = |line: u64| {
        results
            .iter()
            .find(|r| r["locations"][0]["physicalLocation"]["region"]["startLine"] == line)
    };
    let hole = &find(5).unwrap()["locations"][0]["physicalLocation"]["region"];
    // `> ` and two characters of two units each, a space and `{if `.
    assert_eq!(
        (hole["startColumn"].as_u64(), hole["endColumn"].as_u64()),
        (Some(12), Some(15)),
        "{hole}"
    );
    let wrong = find(6).unwrap();
    assert_eq!(wrong["ruleId"], "AT0201");
    let replacement = &wrong["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "late");
    assert_eq!(replacement["deletedRegion"]["startColumn"], 4);
}

#[test]
fn problems_of_several_scripts_are_one_list() {
    let here = Folder::new("list");
    here.file("a/bad.answers", corpus("bad.answers"));
    here.file("b/late.answers", corpus("late.answers"));
    here.file("c/bad.answers", corpus("bad.answers"));
    let list = here.json(&["check", ".", "--json"]);
    let list = list.as_array().unwrap();
    let of = |file: &str| list.iter().filter(|problem| problem["place"]["file"] == file).count();
    assert!(of("a/bad.answers") > 1);
    assert_eq!(of("a/bad.answers"), of("c/bad.answers"));
    assert_eq!(of("a/bad.answers") * 2, list.len());
    for problem in list {
        assert_eq!(
            keys(problem),
            ["code", "fix", "help", "labels", "message", "place", "severity"]
        );
        assert_eq!(
            keys(&problem["place"]),
            ["column", "end", "endColumn", "endLine", "file", "line", "start"]
        );
    }
}

#[test]
fn files_outside_the_working_folder_are_included_and_named() {
    let here = Folder::new("outside");
    here.file("shared.answers", "== thanks: Thanks\n- thank you\n- cheers\n> Any {tyme}!\n");
    here.file("main/main.answers", "script S\ninclude ../shared.answers\n");
    let output =
        here.command(&["check", "main.answers"]).current_dir(here.0.join("main")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("--> ../shared.answers:4:"), "{text}");
    // Files that include each other are one script, told by its first.
    here.file("ring/a.answers", "include b.answers\n");
    here.file("ring/b.answers", "include a.answers\n");
    let output = here.run(&["check", "ring"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("AT0205") && text.contains("1 script in 2 files"), "{text}");
}

#[cfg(unix)]
#[test]
fn formatting_keeps_permissions_links_and_what_is_already_neat() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let here = Folder::new("fmt");
    let messy = here.file("real.answers", corpus("messy.answers"));
    fs::set_permissions(&messy, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&messy, here.0.join("link.answers")).unwrap();
    assert_eq!(here.run(&["fmt", "link.answers"]).status.code(), Some(0));
    assert!(fs::symlink_metadata(here.0.join("link.answers")).unwrap().is_symlink());
    assert_eq!(fs::metadata(&messy).unwrap().permissions().mode() & 0o777, 0o640);
    assert_ne!(fs::read_to_string(&messy).unwrap(), corpus("messy.answers"));
    let before = fs::metadata(&messy).unwrap().modified().unwrap();
    assert_eq!(here.run(&["fmt", "real.answers"]).status.code(), Some(0));
    assert_eq!(fs::metadata(&messy).unwrap().modified().unwrap(), before);
    let names: Vec<_> =
        fs::read_dir(&here.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let here = Folder::new("pipe");
    let topics: Vec<String> = (0..1_000)
        .map(|n| {
            format!(
                "== t{n}: T
- word{n} here
- other{n} there
> {{nobody{n}}}
"
            )
        })
        .collect();
    here.file(
        "long.answers",
        format!(
            "script Long
{}",
            topics.concat()
        ),
    );
    let mut child = here
        .command(&["check", "long.answers"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 5];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(&first, b"error");
    assert_eq!(error(&output), "");
    assert_eq!(output.status.code(), Some(1));
}

/// Ends a child whatever becomes of the test.
struct Ended(std::process::Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _: std::io::Result<()> = self.0.kill();
        let _: std::io::Result<std::process::ExitStatus> = self.0.wait();
    }
}

#[test]
fn watching_tests_again_after_a_change() {
    use std::io::{BufRead, BufReader};
    use std::sync::mpsc;
    use std::time::Duration;
    let here = Folder::new("watch");
    let test = "\ntest thanks\n  customer: thank you\n  expect topic thanks\n";
    let part = |reply: &str| format!("== thanks: Thanks\n- thank you\n- thanks a lot\n> {reply}\n");
    here.file(
        "main.answers",
        format!("include part.answers\n{test}  expect reply has \"any time\"\n"),
    );
    here.file("part.answers", part("Any time!"));
    let mut command = here.command(&["test", "main.answers", "--watch"]);
    let mut child = Ended(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let (sender, lines) = mpsc::channel();
    let errors = BufReader::new(child.0.stderr.take().unwrap());
    let told = sender.clone();
    std::thread::spawn(move || {
        errors.lines().map_while(Result::ok).try_for_each(|line| told.send(line))
    });
    let output = BufReader::new(child.0.stdout.take().unwrap());
    std::thread::spawn(move || {
        output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
    });
    // The sum stands in one stream and the wait in the other: either may come first.
    let both = |sum: &str| {
        let (mut seen, mut waits, mut all) = (false, false, Vec::new());
        while !(seen && waits) {
            let line = lines
                .recv_timeout(Duration::from_mins(1))
                .unwrap_or_else(|error| panic!("{error} before {sum}: {all:#?}"));
            seen |= line == sum;
            waits |= line.starts_with("waiting for a change");
            all.push(line);
        }
    };
    both("1 test in 1 script: passed");
    // What it includes changes, too; a file that is no script does not count.
    here.file("notes.txt", "nothing");
    here.file("part.answers", part("You are welcome!"));
    both("1 test in 1 script: 0 passed, 1 failed");
    here.file("part.answers", "== thanks\n> {nobody}\n");
    both("1 script has errors and cannot be tested");
    here.file("part.answers", part("Any time!"));
    both("1 test in 1 script: passed");
}

#[test]
fn completions_and_pages_for_each_shell_and_command() {
    let here = Folder::new("pages");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = here.run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().contains("suggest"), "{shell}");
    }
    for args in [&["man"][..], &["man", "suggest"], &["man", "fmt"]] {
        let output = here.run(args);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().contains(".SH NAME"), "{args:?}");
    }
}
