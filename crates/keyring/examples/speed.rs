//! What keys cost: `cargo run --release -p keyring --example speed -- 100000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::time::Instant;

/// Seconds this thread has had a processor, which other work on the machine does not lengthen.
fn processor_seconds() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

use keyring::{Domain, Epoch, KekFolder, Keyring, RecordId};

fn record(number: u32) -> RecordId {
    let mut id = [0x5a; 16];
    id[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
    RecordId(id)
}

fn main() {
    let count: u32 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, keks) = (folder.path().join("biometrics.keys"), folder.path().join("keks"));
    let provider = KekFolder::create(&keks, None).expect("a new folder");
    let ring = Keyring::create(&file, Domain::Biometrics, Box::new(provider)).expect("a new file");
    let each = |what: &str, number: u32, (start, processor): (Instant, f64)| {
        let (wall, processor) = (start.elapsed().as_secs_f64(), processor_seconds() - processor);
        let us = |seconds: f64| seconds * 1e6 / f64::from(number);
        println!(
            "{what}: {number} in {wall:.2} s, {:.1} µs each, {:.1} µs processor",
            us(wall),
            us(processor)
        );
    };
    let now = || (Instant::now(), processor_seconds());
    let records: Vec<_> = (0..count).map(record).collect();
    let start = now();
    for group in records.chunks(1_000) {
        ring.create_keys(group).expect("new keys");
    }
    each("keys made, a thousand a flush", count, start);
    let start = now();
    for number in 0..200 {
        ring.create_key(record(count + number)).expect("a new key");
    }
    each("keys made, each with its flush", 200, start);
    let start = now();
    std::thread::scope(|threads| {
        for thread in 0..32 {
            let ring = &ring;
            threads.spawn(move || {
                (0..25).for_each(|number| {
                    ring.create_key(record(count + 1_000 + thread * 25 + number)).expect("a new key");
                });
            });
        }
    });
    each("keys made by 32 callers at once", 800, start);
    let image = vec![7; 100_000];
    let start = now();
    let sealed: Vec<_> =
        records.iter().take(2_000).map(|id| ring.seal(*id, "image", &image).unwrap()).collect();
    each("images of 100 kB sealed", 2_000, start);
    let start = now();
    for (id, sealed) in records.iter().zip(&sealed) {
        ring.unseal(*id, "image", sealed).expect("its own");
    }
    each("images of 100 kB opened", 2_000, start);
    let start = now();
    for id in &records {
        ring.key(*id).expect("its key");
    }
    each("keys unwrapped", count, start);
    let start = now();
    ring.begin_epoch().expect("the next epoch");
    while !ring.rewrap(1_000).expect("rewrapped").done {}
    ring.retire(Epoch(1)).expect("nothing is left in it");
    each("keys rewrapped, a thousand a batch", count + 1_000, start);
    let start = now();
    ring.erase_all(&records[..1_000]).expect("erased");
    each("keys erased, one flush", 1_000, start);
    drop(ring);
    let start = now();
    let provider = KekFolder::open(&keks, None).expect("its folder");
    Keyring::open(&file, Domain::Biometrics, Box::new(provider)).expect("its file");
    each("keys read at opening", count, start);
}
