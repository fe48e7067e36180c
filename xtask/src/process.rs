//! Running other programs: never with our input, always with an end.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Packages come over a network that may be slow.
const INSTALL_SECONDS_MAX: u64 = 600;

/// How a program ended.
pub(crate) struct Finished {
    /// Whether it ended with status 0.
    pub(crate) success: bool,
    /// Its exit status, when it was not stopped by a signal.
    pub(crate) code: Option<i32>,
    /// What it wrote.
    pub(crate) stdout: String,
    /// What it wrote to standard error.
    pub(crate) stderr: String,
    /// How long it took.
    pub(crate) seconds: f64,
}

impl Finished {
    /// The last lines of what was written, to say why something failed.
    pub(crate) fn tail(&self, lines: usize) -> String {
        let text = format!("{}\n{}", self.stdout.trim_end(), self.stderr.trim_end());
        let all: Vec<&str> = text.lines().collect();
        all[all.len().saturating_sub(lines)..].join("\n")
    }
}

/// The cargo that started us, in the repository, without colours.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).env("CARGO_TERM_COLOR", "never").env("CARGO_TERM_PROGRESS_WHEN", "never");
    command
}

/// Runs a program to its end and keeps what it writes.
pub(crate) fn run(command: Command, seconds_max: u64) -> Result<Finished, String> {
    run_shown(command, seconds_max, |_| false)
}

/// The same, printing at once the lines that `shown` picks.
pub(crate) fn run_shown(
    mut command: Command,
    seconds_max: u64,
    shown: fn(&str) -> bool,
) -> Result<Finished, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let started = Instant::now();
    let mut group = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let stdout = group.child.stdout.take().map(|pipe| thread::spawn(move || collect(pipe, shown)));
    let stderr = group.child.stderr.take().map(|pipe| thread::spawn(move || collect(pipe, shown)));
    let status = loop {
        match group.child.try_wait().map_err(|error| format!("{name}: {error}"))? {
            Some(status) => break status,
            None if started.elapsed() > Duration::from_secs(seconds_max) => {
                return Err(format!("{name} did not end within {seconds_max} s and was stopped"));
            }
            None => thread::sleep(Duration::from_millis(20)),
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    // What it left running would hold our pipes open.
    group.kill();
    let text =
        |reader: Option<thread::JoinHandle<String>>| reader.and_then(|r| r.join().ok()).unwrap_or_default();
    let (stdout, stderr) = (text(stdout), text(stderr));
    Ok(Finished { success: status.success(), code: status.code(), stdout, stderr, seconds })
}

fn collect(pipe: impl Read, shown: fn(&str) -> bool) -> String {
    let (mut text, mut line, mut reader) = (String::new(), Vec::new(), BufReader::new(pipe));
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let read = String::from_utf8_lossy(&line);
        if shown(&read) {
            println!("   {}", read.trim_end());
        }
        text.push_str(&read);
        line.clear();
    }
    text
}

/// A program in a process group of its own; whatever it started ends with the value.
pub(crate) struct Group {
    /// The program itself.
    pub(crate) child: Child,
}

impl Group {
    /// Starts a program without input.
    pub(crate) fn start(command: &mut Command) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).process_group(0).spawn();
        child.map(|child| Self { child }).map_err(|error| format!("{name}: {error}"))
    }
}

impl Group {
    /// Stops every program of the group that still runs.
    fn kill(&self) -> bool {
        let group = format!("-{}", self.child.id());
        let mut command = Command::new("kill");
        command
            .args(["-KILL", "--", &group])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        if !self.kill() {
            // Without a `kill` program at least the child itself is stopped.
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

/// Whether a program of this name is on the path.
pub(crate) fn on_path(name: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(name).is_file())
}

/// Installs Debian packages that are missing, when we may.
pub(crate) fn install(packages: &[&str]) -> Result<(), String> {
    if packages.is_empty() {
        return Ok(());
    }
    let wanted = packages.join(" ");
    if !on_path("apt-get") || !is_root() {
        return Err(format!("needs {wanted}; as root: apt-get install {wanted}"));
    }
    println!("   installing {wanted}");
    for arguments in [&["update"][..], &[&["install", "-y", "--no-install-recommends"], packages].concat()] {
        let mut command = Command::new("apt-get");
        command.arg("-q").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        let finished = run(command, INSTALL_SECONDS_MAX)?;
        if !finished.success {
            return Err(format!("apt-get {}: {}", arguments[0], finished.tail(3)));
        }
    }
    Ok(())
}

/// Whether we may install Debian packages.
pub(crate) fn is_root() -> bool {
    let mut command = Command::new("id");
    command.arg("-u");
    run(command, 10).is_ok_and(|finished| finished.stdout.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn output_and_status_are_kept() {
        let finished = run(shell("echo out; echo err >&2; exit 3"), 10).unwrap();
        assert_eq!((finished.success, finished.code), (false, Some(3)));
        assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("out\n", "err\n"));
        assert_eq!(finished.tail(1), "err");
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let error = run(shell("sleep 60 & sleep 60"), 1).err().unwrap();
        assert!(error.contains("within 1 s"), "{error}");
    }

    #[test]
    fn what_a_program_leaves_running_does_not_hold_us() {
        let finished = run(shell("sleep 60 & echo done"), 10).unwrap();
        assert!(finished.success && finished.seconds < 10.0);
    }

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let error = run(Command::new("no-such-program"), 1).err().unwrap();
        assert!(error.contains("no-such-program"), "{error}");
    }
}
