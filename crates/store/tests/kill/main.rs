//! Kill -9 while registering: whatever was acknowledged is there, over all four stores, and the ledger
//! says the same, on both engines. Each test starts this program again, with itself as the only test, as the writer, and
//! kills it at moments nobody chose.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

#[path = "../engines/mod.rs"]
mod engines;
#[path = "../journey/mod.rs"]
mod journey;
#[path = "../office/mod.rs"]
mod office;
#[path = "../samples/mod.rs"]
mod samples;

mod commits;
mod destruction;
mod register;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use engines::Place;
use store::Location;

/// Set for the writer: where the register is.
const PLACE: &str = "TANBA_KILL_TEST_PLACE";
/// Set for the writer: which of the writers it is, from 0.
const RUN: &str = "TANBA_KILL_TEST_RUN";
/// How long the first word of a writer is waited for.
const FIRST_WORD_S: u64 = 60;
/// What a line of the writer begins with; the test runner writes lines of its own.
const WORD: &str = "written: ";

/// What this process writes to, when it is a writer.
fn writer() -> Option<(Location, u64)> {
    Some((Location::parse(&std::env::var(PLACE).ok()?), std::env::var(RUN).ok()?.parse().ok()?))
}

/// A writer tells what was acknowledged to it, in one line at once.
fn tell(what: &str) {
    let mut out = std::io::stdout().lock();
    // The runner may have left its own line open.
    out.write_all(format!("\n{WORD}{what}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// A writer in another process.
struct Writer {
    child: Child,
    told: Receiver<String>,
}

impl Writer {
    /// Starts `test` of this program as the writer number `run`.
    fn start(test: &str, place: &Location, run: u32) -> Self {
        let place = match place {
            Location::Folder(folder) => folder.to_str().unwrap(),
            Location::Database(url) => url,
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--include-ignored", "--nocapture", "--test-threads=1"])
            .env(PLACE, place)
            .env(RUN, run.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (send, told) = channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            // A line cut off by the kill is no acknowledgement that anybody could have read.
            while out.read_line(&mut line).is_ok_and(|read| read > 0) && line.ends_with('\n') {
                if let Some(what) = line.trim_end().strip_prefix(WORD)
                    && send.send(what.to_owned()).is_err()
                {
                    break;
                }
                line.clear();
            }
        });
        Self { child, told }
    }

    /// The first that the writer tells.
    fn first_word(&self) -> String {
        let word = self.told.recv_timeout(Duration::from_secs(FIRST_WORD_S));
        word.expect("the writer told nothing: did it start at all?")
    }

    /// Waits until the writer told of so many, and so long again; kills it, and says everything it told.
    fn kill_after(mut self, so_many: usize, so_long: Duration) -> Vec<String> {
        let mut told = Vec::new();
        let mut until = Instant::now() + Duration::from_secs(FIRST_WORD_S);
        loop {
            if told.len() == so_many {
                until = Instant::now() + so_long;
            }
            match self.told.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(what) => told.push(what),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => panic!("the writer ended by itself after {told:?}"),
            }
        }
        // SIGKILL: nothing of the program runs any more.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        told.extend(self.told.iter());
        told
    }
}

/// Moments that nobody chose, the same in every run of the test (xorshift64, Marsaglia 2003).
struct Moments(u64);

impl Moments {
    fn new() -> Self {
        Self(88_172_645_463_325_252)
    }

    fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From `least_ms` up to `least_ms + spread_ms`.
    fn after(&mut self, least_ms: u64, spread_ms: u64) -> Duration {
        Duration::from_micros(least_ms * 1000 + self.draw() % (spread_ms * 1000))
    }

    /// Below `most`.
    fn count(&mut self, most: usize) -> usize {
        self.draw() as usize % most
    }
}

/// A killed process loses nothing that the kernel holds, so the files may lie in memory, where there is such
/// a place: then kills fall among the steps of the register, not into waiting for a disk.
fn folder_in_memory() -> Place {
    Place::Folder(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
}

/// Journals of an interrupted commit, and journals over journals; a server keeps its own elsewhere.
fn journals(place: &Location) -> usize {
    place.folder().map_or(0, journals_in)
}

fn journals_in(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with("-journal") || name.contains("-mj")).count()
}
