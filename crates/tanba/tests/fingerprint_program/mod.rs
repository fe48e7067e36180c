//! `tanba fingerprint …` run as a program, and the folders that its tests look into.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Exit status, standard output and standard error of a call.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// The one object printed.
    pub(crate) fn json(&self) -> Value {
        let value =
            serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {:?} {:?}", self.out, self.err));
        assert_eq!(self.out.lines().count(), 1, "one JSON object, one line");
        value
    }
}

/// Runs `tanba fingerprint` with arguments, in a folder.
pub(crate) fn tanba(folder: &Path, args: &[&str]) -> Outcome {
    let output =
        Command::new(env!("CARGO_BIN_EXE_tanba")).arg("fingerprint").args(args).current_dir(folder).output();
    let output = output.unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder of the real images, or `None` with a line that says the test did not run.
pub(crate) fn images(test: &str, folder: &str) -> Option<PathBuf> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/fingerprint");
    let path = PathBuf::from(root).join(folder);
    if path.is_dir() {
        return path.canonicalize().ok();
    }
    eprintln!("SKIPPED: {test}: the real images are not here ({})", path.display());
    None
}

/// Names of what a folder holds, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
