//! Passes over a database: each segment is read once for all the searches of the pass.

use super::database::ProfileDatabase;
use super::kernel::{Counting, Kernel, Pair, SEGMENT_PROFILES, Table};

/// Most searches of one pass.
pub const SEARCHES_MAX: usize = 1000;

/// What one search wants of a pass.
#[derive(Debug)]
pub(crate) struct Scan {
    /// Loci of the database with what their codes are worth, those that exclude most first.
    pub(crate) tables: Vec<(usize, Box<Table>)>,
    pub(crate) wanted: Wanted,
}

/// Which profiles.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted {
    /// Few mismatches and untyped loci.
    Few(Counting),
    /// A sum of at least so much.
    Sum(u16),
}

/// For each search the places of the profiles it wants, in order; those with an irregular locus always.
pub(crate) fn scan(database: &ProfileDatabase, scans: &[&Scan], kernel: Kernel) -> Vec<Vec<u32>> {
    let mut found: Vec<Vec<u32>> = scans.iter().map(|_| database.irregular().to_vec()).collect();
    let mut wanted: Vec<u16> = Vec::new();
    for segment in 0..database.segments() {
        for (scan, found) in scans.iter().zip(&mut found) {
            let pairs: Vec<Pair<'_>> = scan
                .tables
                .iter()
                .map(|(locus, table)| (&**table, database.column(segment, *locus)))
                .collect();
            wanted.clear();
            match scan.wanted {
                Wanted::Few(limits) => kernel.count(&pairs, limits, &mut wanted),
                Wanted::Sum(least) => kernel.score(&pairs, least, &mut wanted),
            }
            let first = (segment * SEGMENT_PROFILES) as u32;
            found.extend(wanted.iter().map(|&place| first + u32::from(place)));
        }
    }
    for found in &mut found {
        found.sort_unstable();
        found.dedup();
        found.retain(|&place| database.number(place).is_some());
    }
    found
}
