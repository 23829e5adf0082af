//! The two parsers, in a process of Node's that documents are streamed to.

use std::{
    env,
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{ChildStdout, Command, Stdio},
    sync::Once,
    thread,
};

use serde::{Deserialize, Serialize};

use crate::drawing::Document;

static LEFT_OUT_SAID: Once = Once::new();

/// Something that a witness makes of a document and that must not be there.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Finding {
    /// Which document, as the question numbered it.
    pub(crate) id: usize,
    pub(crate) parser: String,
    pub(crate) what: String,
    pub(crate) excerpt: String,
}

/// A difference from Discord that is in the table, and how often it was met.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Exception {
    pub(crate) reason: String,
    pub(crate) met: usize,
}

#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) findings: Vec<Finding>,
    pub(crate) exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Finding(Finding),
    Last { exceptions: Vec<Exception> },
}

#[derive(Serialize)]
struct Question<'d> {
    id: usize,
    #[serde(flatten)]
    document: &'d Document,
}

/// The folder with the parsers, or `None` where Node or they are not installed: that is said on the terminal, past the test's captured
/// output. Panics when `REQUIRE_NODE=1` asks for them.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/witness");
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let missing = match node {
        Ok(status) if status.success() => (!folder.join("node_modules").is_dir()).then_some("its packages are"),
        _ => Some("Node is"),
    };
    let Some(missing) = missing else { return Some(folder) };
    let required = env::var_os("REQUIRE_NODE").is_some_and(|value| value == "1");
    assert!(!required, "REQUIRE_NODE is set, and {missing} not installed: npm ci --prefix {}", folder.display());
    LEFT_OUT_SAID.call_once(|| say(&format!("{missing} not installed: the witnesses of the markdown are left out")));
    None
}

/// Writes a line to the terminal, past the test's captured output.
pub(crate) fn say(line: &str) {
    // If even the terminal is gone there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What the witnesses find in `documents`, which are drawn while they read.
pub(crate) fn ask(folder: &Path, documents: impl Iterator<Item = (usize, Document)>) -> Answer {
    let mut node = Command::new("node")
        .arg(folder.join("check.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node was started a moment ago");
    let (mut stdin, stdout) = (BufWriter::new(node.stdin.take().unwrap()), node.stdout.take().unwrap());
    let answer = thread::spawn(move || read(stdout));
    for (id, document) in documents {
        let mut line = serde_json::to_vec(&Question { id, document: &document }).unwrap();
        line.push(b'\n');
        // Node has ended, and said why on the terminal.
        if stdin.write_all(&line).is_err() {
            break;
        }
    }
    drop(stdin);
    assert!(node.wait().unwrap().success(), "check.mjs failed");
    answer.join().expect("an answer is one JSON object a line")
}

fn read(stdout: ChildStdout) -> Answer {
    let mut answer = Answer::default();
    for line in BufReader::new(stdout).lines() {
        match serde_json::from_str(&line.unwrap()).unwrap() {
            Line::Finding(finding) => answer.findings.push(finding),
            Line::Last { exceptions } => answer.exceptions = exceptions,
        }
    }
    answer
}
