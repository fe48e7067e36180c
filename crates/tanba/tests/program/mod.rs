//! The program run with lines of standard input.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers; each test binary uses its part"
)]

use std::io::Write;
use std::process::{Child, Command, Output, Stdio};

/// `tanba` with arguments and input.
pub(crate) fn tanba(arguments: &[&str], input: &str) -> Output {
    start(Command::new(env!("CARGO_BIN_EXE_tanba")).args(arguments), input).wait_with_output().unwrap()
}

/// The same, started with whatever environment the command has.
pub(crate) fn start(command: &mut Command, input: &str) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("tanba starts");
    // A command that needs no input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child
}

/// Why it did not do it.
pub(crate) fn refused(arguments: &[&str], output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output.stdout));
    text(&output.stderr)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
