//! Kill -9 while registering: whatever was acknowledged is there, over all four files, and the ledger
//! says the same. The program starts itself again as the writer and kills it at moments nobody chose.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test with a main of its own")]

mod samples;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use ledger::Frontier;
use registry::StoreError;
use registry::ports::Store;
use samples::{Hand, registration, signing_key};
use store::SqliteStore;
use tokio::runtime::Runtime;

/// Set for the writer: the data folder.
const WRITER: &str = "TANBA_KILL_TEST_FOLDER";
const KILLS_MIN: u32 = 24;
const ACKNOWLEDGED_MIN: u64 = 2_000;
const IMAGE_BYTES: usize = 1_500;
/// Registrations in one commit: 1 to this many, as the sequencer groups what waits.
const GROUP_MAX: u64 = 24;

fn main() {
    let runtime = Runtime::new().unwrap();
    match std::env::var_os(WRITER) {
        Some(folder) => runtime.block_on(write(Path::new(&folder))),
        // Test runners ask for the list of tests first; there is nothing to list.
        None if std::env::args().any(|a| a == "--list") => println!("kill_9: test"),
        None => kill_again_and_again(&runtime),
    }
}

/// Registers until killed; says the size of the ledger after each commit.
async fn write(folder: &Path) {
    let store = Arc::new(SqliteStore::open(folder).await.unwrap());
    let mut hand = Hand::take_over(store).await;
    let mut out = std::io::stdout();
    loop {
        let first = hand.next();
        let count = 1 + first * 7 % GROUP_MAX;
        let commands = (first..first + count).map(|n| registration(n, n, IMAGE_BYTES)).collect();
        let size = hand.group(commands).await.unwrap();
        writeln!(out, "{size}").unwrap();
        out.flush().unwrap();
    }
}

struct Writer {
    child: Child,
    acknowledged: Receiver<u64>,
}

fn start(folder: &Path) -> Writer {
    let program = std::env::current_exe().unwrap();
    let mut child = Command::new(program).env(WRITER, folder).stdout(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let (send, acknowledged) = channel();
    std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            // A line cut off by the kill is no acknowledgement that anybody could have read.
            let Ok(size) = line.parse() else { break };
            if send.send(size).is_err() {
                break;
            }
        }
    });
    Writer { child, acknowledged }
}

fn kill_again_and_again(runtime: &Runtime) {
    let folder = tempfile::tempdir().unwrap();
    let (mut kills, mut acknowledged, mut interrupted) = (0, 0, 0);
    let (began, mut writing) = (Instant::now(), Duration::ZERO);
    let mut chance = 88_172_645_463_325_252_u64;
    while kills < KILLS_MIN || acknowledged < ACKNOWLEDGED_MIN {
        let mut writer = start(folder.path());
        let Ok(first) = writer.acknowledged.recv_timeout(Duration::from_secs(60)) else {
            panic!("the writer acknowledged nothing after {kills} kills");
        };
        let from = Instant::now();
        if kills == 0 {
            // Another process keeps out.
            let refused = runtime.block_on(SqliteStore::open(folder.path())).err();
            assert!(matches!(refused, Some(StoreError::InUse { .. })), "{refused:?}");
        }
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let mut last = first;
        let until = from + Duration::from_micros(20_000 + chance % 700_000);
        loop {
            match writer.acknowledged.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(size) => last = size,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => panic!("the writer ended by itself at {last}"),
            }
        }
        writer.child.kill().unwrap();
        writing += from.elapsed();
        writer.child.wait().unwrap();
        last = writer.acknowledged.iter().last().unwrap_or(last);
        kills += 1;
        interrupted += u32::from(journals(folder.path()) > 0);
        acknowledged = runtime.block_on(check(folder.path(), last));
    }
    println!(
        "kill -9: {kills} kills, {interrupted} of them inside a commit, {acknowledged} registrations found, lost = 0, \
         {:.0} acknowledged/s while writing, {:.1} s in all",
        acknowledged as f64 / writing.as_secs_f64(),
        began.elapsed().as_secs_f64()
    );
    assert!(interrupted > 0, "no kill fell into a commit: the test shows nothing");
}

/// Journals of an interrupted commit, and journals over journals.
fn journals(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with("-journal") || name.contains("-mj")).count()
}

/// Opens after a kill and compares everything with everything; how many registrations there are.
async fn check(folder: &Path, acknowledged: u64) -> u64 {
    let store = SqliteStore::open(folder).await.unwrap();
    let size = store.ledger_size().await.unwrap();
    assert!(size >= acknowledged, "lost: {acknowledged} were acknowledged, {size} are there");
    assert!(size <= acknowledged + GROUP_MAX, "more than one commit that nobody heard of");

    let entries = store.ledger_entries(0, u32::MAX).await.unwrap();
    let mut tree = Frontier::new();
    for (bytes, stored) in &entries {
        assert_eq!(ledger::leaf_hash(bytes), *stored);
        tree.push(*stored);
    }
    let newest = store.checkpoints(1).await.unwrap().remove(0);
    let said = newest.verify(signing_key().verifying_key()).unwrap();
    assert_eq!((said.size, said.root), (size, tree.root()), "checkpoint and entries differ");

    // One to one: each entry made the same rows, in each table, and no row is of another entry.
    let mut rows: BTreeMap<u64, BTreeMap<String, u32>> = BTreeMap::new();
    for (table, sequence) in store.rows_by_sequence().await.unwrap() {
        *rows.entry(sequence).or_default().entry(table).or_default() += 1;
    }
    assert_eq!(rows.len() as u64, size, "rows and entries differ");
    assert_eq!(rows.keys().next_back(), Some(&(size - 1)));
    let expected = &rows[&0];
    assert_eq!(expected["biometrics.impression"], 10);
    assert_eq!(expected.values().sum::<u32>(), 30, "{expected:?}");
    assert!(rows.values().all(|tables| tables == expected));

    let registered = store.registered_templates(None, u32::MAX).await.unwrap();
    assert_eq!(registered.len() as u64, size);
    assert!(registered.iter().all(|(_, templates)| templates.len() == 10));
    for number in [0, size / 2, acknowledged - 1, size - 1] {
        let person = store.person_of(samples::registry_number(number)).await.unwrap();
        assert_eq!(person, Some(samples::person_id(number)));
        let case = store.case(samples::case_id(number)).await.unwrap().unwrap();
        let (certificate, owner) = store.certificate(&case.certificate.unwrap()).await.unwrap().unwrap();
        assert_eq!((certificate.ledger_sequence, owner), (number, samples::person_id(number)));
    }
    assert_eq!(journals(folder), 0, "a journal is left behind");
    size
}
