//! Large files: the one bad row of a million is named, and how long a hundred thousand profiles take.

use std::fmt::Write as _;
use std::io::{self, BufReader, Read as _};
use std::time::Instant;

use super::{options, read_with};
use genomics::profile::ProfileKind;
use genomics::{Kit, LocusKind, kit};
use interchange::dna::{DnaTarget, Entry, ImportedProfile, ProfileWriter, ReadOptions, read as open};

/// Rows made while they are read.
struct Rows {
    next: u64,
    count: u64,
    bad: u64,
    waiting: Vec<u8>,
}

impl io::Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.waiting.len() < buffer.len() && self.next <= self.count {
            let second = if self.next == self.bad { "9,3" } else { "9.3" };
            let mut row = String::new();
            writeln!(row, "S{},6,{second},20,22", self.next).unwrap();
            self.waiting.extend(row.into_bytes());
            self.next += 1;
        }
        let count = buffer.len().min(self.waiting.len());
        buffer[..count].copy_from_slice(&self.waiting[..count]);
        self.waiting.drain(..count);
        Ok(count)
    }
}

#[test]
fn the_one_bad_row_of_a_million_is_named() {
    let rows = Rows { next: 1, count: 1_000_000, bad: 777_777, waiting: Vec::new() };
    let file = BufReader::new(b"sample,TH01_1,TH01_2,FGA_1,FGA_2\n".chain(rows));
    let (mut profiles, mut refused) = (0, Vec::new());
    for entry in open(file, ReadOptions::default()).unwrap() {
        match entry.unwrap() {
            Entry::Profile(_) => profiles += 1,
            Entry::Refused(refusal) => refused.extend(refusal.errors.iter().map(ToString::to_string)),
        }
    }
    assert_eq!(profiles, 999_999);
    assert_eq!(refused, ["line 777778: 6 fields, the heading has 5: add or take out a field"]);
}

/// So many profiles of a kit, two alleles of its ladder at each locus by a fixed generator.
fn profiles_of(kit: &Kit, count: usize) -> String {
    let loci: Vec<_> = kit.loci.iter().filter(|own| own.locus.kind() == LocusKind::Autosomal).collect();
    let names: Vec<&str> = loci.iter().map(|own| own.locus.name()).collect();
    let mut text = format!("sample,category,{}\n", names.join(","));
    let mut state = 1u64;
    for number in 0..count {
        write!(text, "S{number:07},Convicted Offender").unwrap();
        for own in &loci {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let allele = |shift: u32| own.ladder[(state >> shift) as usize % own.ladder.len()];
            write!(text, ",\"{}, {}\"", allele(40), allele(20)).unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_hundred_thousand_profiles_are_read_in_time_from_every_format() {
    const COUNT: usize = 100_000;
    const SECONDS_MAX: f64 = 30.0;
    let csv = profiles_of(&kit("GlobalFiler").unwrap(), COUNT);
    let profiles: Vec<ImportedProfile> = read_with(csv.as_bytes(), ReadOptions::default()).unwrap().profiles;
    assert_eq!(profiles.len(), COUNT);
    assert!(profiles.iter().all(|own| own.profile.kind() == ProfileKind::Single));
    let all = options(&profiles);
    let targets = [
        ("csv", DnaTarget::Csv),
        ("genemapper, one row a sample", DnaTarget::GeneMapperWide),
        ("genemapper, one row a marker", DnaTarget::GeneMapper),
        ("genis", DnaTarget::Genis),
        ("cmf", DnaTarget::Cmf),
    ];
    for (name, target) in targets {
        let mut writer = ProfileWriter::new(Vec::new(), target, &all).unwrap();
        for profile in &profiles {
            writer.write(profile).unwrap();
        }
        let file = writer.finish().unwrap();
        let (begun, begun_cpu) = (Instant::now(), processor_seconds());
        let mut found = 0;
        for (entry, own) in open(file.as_slice(), ReadOptions::default()).unwrap().zip(&profiles) {
            let Entry::Profile(read) = entry.unwrap() else { panic!("{name}: refused") };
            assert_eq!(read.profile, own.profile, "{name}");
            found += 1;
        }
        let seconds = begun.elapsed().as_secs_f64();
        let own = processor_seconds().zip(begun_cpu).map(|(after, before)| after - before);
        let megabytes = file.len() / 1_000_000;
        println!(
            "{name}: {COUNT} profiles of 21 loci, {megabytes} MB, read in {seconds:.2} s, processor {:.2} s",
            own.unwrap_or(f64::NAN)
        );
        assert_eq!(found, COUNT);
        // Other work on the machine does not count where the system says how much was this thread's.
        let counted = own.unwrap_or(seconds);
        assert!(counted < SECONDS_MAX, "{name}: {counted:.1} s, at most {SECONDS_MAX}");
    }
}

/// Processor time of this thread, where the system tells it.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds as f64 / 1e9)
}
