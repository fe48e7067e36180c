//! The searches and what they took. Announcing a search, with its expected number of strangers, is part of it.

use std::hint::black_box;
use std::time::Instant;

use genomics::kinship::Mutation;
use genomics::profile::Profile;
use genomics::search::{
    AnnouncedDirect, DirectSearch, KinshipRule, KinshipSearch, Lineage, LineageFilter, MatchingRule,
    PairParameters, ProfileDatabase, ProfileNumber, Relationship, Stringency,
};

use super::people::{Kind, People, failed};
use super::say;
use crate::failure::Failure;

/// Coancestry of the searches.
const THETA: f64 = 0.01;
/// Fewest loci compared.
const LOCI_MIN: usize = 12;
/// Mismatches allowed in direct searches, and in moderate ones.
const MISMATCHES: [usize; 2] = [1, 2];
/// Threshold of searches for a child, decimal logarithm.
const LOG10_LR_MIN: f64 = 4.0;
const LEADERS_MAX: usize = 20;
/// Reads of the columns, and searches that share a pass.
const READS: usize = 9;
const TOGETHER: usize = 64;

/// Times in ms, and what was found.
#[derive(Debug, Default)]
pub(super) struct Measured {
    pub(super) direct_ms: Vec<f64>,
    pub(super) moderate_ms: Vec<f64>,
    pub(super) kinship_ms: Vec<f64>,
    pub(super) read_ms: Vec<f64>,
    /// One pass of [`Measured::together`] direct searches, and of as many for a child.
    pub(super) together_ms: [f64; 2],
    pub(super) together: usize,
    pub(super) planted: usize,
    pub(super) found: usize,
    /// Of the searches for a child: strangers expected at most, and profiles that reached the threshold.
    pub(super) expected_strangers: f64,
    pub(super) reached: usize,
}

impl Measured {
    pub(super) fn new(people: &People, database: &ProfileDatabase, searches: usize) -> Result<Self, Failure> {
        let mut measured = Self { together: TOGETHER, ..Self::default() };
        measured.read(database);
        for search in 0..searches {
            let place =
                |kind| ProfileNumber(People::place(database.len(), searches as u64, search as u64, kind));
            let query = |kind| people.profile(&people.searched(search as u64, kind), 0, 0);
            let profile = query(Kind::Match)?;
            measured.direct(people, database, &profile, place(Kind::Match))?;
            let profile = query(Kind::Partial)?;
            measured.moderate(people, database, &profile, place(Kind::Partial))?;
            let profile = query(Kind::Child)?;
            measured.child(people, database, &profile, place(Kind::Child))?;
        }
        measured.read(database);
        let profiles: Vec<Profile> = (0..TOGETHER as u64)
            .map(|search| people.profile(&people.searched(search, Kind::Child), 0, 0))
            .collect::<Result<_, _>>()?;
        measured.together(people, database, &profiles)?;
        Ok(measured)
    }

    /// Plain sequential reads of all columns.
    fn read(&mut self, database: &ProfileDatabase) {
        for _ in 0..READS {
            let start = Instant::now();
            black_box(sum(database));
            self.read_ms.push(ms(start));
        }
    }

    fn direct(
        &mut self,
        people: &People,
        database: &ProfileDatabase,
        profile: &Profile,
        planted: ProfileNumber,
    ) -> Result<(), Failure> {
        let rule = MatchingRule::new(Stringency::High, LOCI_MIN, MISMATCHES[0]).map_err(failed)?;
        let start = Instant::now();
        let search = direct(people, profile, rule)?;
        let hits = search.announce(database).and_then(|search| search.run()).map_err(failed)?;
        self.direct_ms.push(ms(start));
        self.count("direct", planted, hits.iter().map(|hit| hit.number));
        Ok(())
    }

    fn moderate(
        &mut self,
        people: &People,
        database: &ProfileDatabase,
        profile: &Profile,
        planted: ProfileNumber,
    ) -> Result<(), Failure> {
        let rule = MatchingRule::new(Stringency::Moderate, LOCI_MIN, MISMATCHES[1]).map_err(failed)?;
        let start = Instant::now();
        let search = direct(people, profile, rule)?;
        let hits = search.announce(database).and_then(|search| search.run()).map_err(failed)?;
        self.moderate_ms.push(ms(start));
        self.count("moderate", planted, hits.iter().map(|hit| hit.number));
        Ok(())
    }

    fn child(
        &mut self,
        people: &People,
        database: &ProfileDatabase,
        profile: &Profile,
        planted: ProfileNumber,
    ) -> Result<(), Failure> {
        let start = Instant::now();
        let search = child(people, profile)?;
        let announced = search.announce(database).map_err(failed)?;
        let answer = announced.run().map_err(failed)?;
        self.kinship_ms.push(ms(start));
        self.expected_strangers += announced.expected_chance_hits();
        self.reached += answer.reached;
        self.count("kinship", planted, answer.leaders.iter().map(|hit| hit.number));
        Ok(())
    }

    fn count(&mut self, kind: &str, planted: ProfileNumber, mut found: impl Iterator<Item = ProfileNumber>) {
        self.planted += 1;
        if found.any(|number| number == planted) {
            self.found += 1;
        } else {
            say(&format!("{kind}: the profile planted at {} is not among those found", planted.0));
        }
    }

    /// Many searches in one pass.
    fn together(
        &mut self,
        people: &People,
        database: &ProfileDatabase,
        profiles: &[Profile],
    ) -> Result<(), Failure> {
        let rule = MatchingRule::new(Stringency::Moderate, LOCI_MIN, MISMATCHES[1]).map_err(failed)?;
        let start = Instant::now();
        let searches =
            profiles.iter().map(|profile| direct(people, profile, rule)).collect::<Result<Vec<_>, _>>()?;
        let announced =
            searches.iter().map(|search| search.announce(database)).collect::<Result<Vec<_>, _>>();
        let hits = AnnouncedDirect::run_together(&announced.map_err(failed)?).map_err(failed)?;
        let direct_ms = ms(start);
        black_box(hits);
        let start = Instant::now();
        let searches =
            profiles.iter().map(|profile| child(people, profile)).collect::<Result<Vec<_>, _>>()?;
        let announced =
            searches.iter().map(|search| search.announce(database)).collect::<Result<Vec<_>, _>>();
        let answers =
            genomics::search::AnnouncedKinship::run_together(&announced.map_err(failed)?).map_err(failed)?;
        self.together_ms = [direct_ms, ms(start)];
        black_box(answers);
        Ok(())
    }
}

fn direct<'a>(
    people: &'a People,
    profile: &'a Profile,
    rule: MatchingRule,
) -> Result<DirectSearch<'a>, Failure> {
    let filter = LineageFilter::default();
    DirectSearch::new(profile, Lineage::default(), rule, filter, &people.populations[0], THETA)
        .map_err(failed)
}

fn child<'a>(people: &'a People, profile: &'a Profile) -> Result<KinshipSearch<'a>, Failure> {
    let parameters = PairParameters {
        relationship: Relationship::Child,
        theta: THETA,
        mutation: Mutation::None,
        mother: false,
    };
    let rule = KinshipRule {
        log10_lr_min: LOG10_LR_MIN,
        loci_min: LOCI_MIN,
        leaders_max: LEADERS_MAX,
        filter: LineageFilter::default(),
    };
    KinshipSearch::new(profile, Lineage::default(), parameters, rule, &people.populations).map_err(failed)
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

/// The sum of all columns, eight bytes at a time.
fn sum(database: &ProfileDatabase) -> u64 {
    let mut sums = [0u64; 8];
    for column in database.columns() {
        let (words, _) = column.as_chunks::<64>();
        for word in words {
            let (parts, _) = word.as_chunks::<8>();
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum = sum.wrapping_add(u64::from_ne_bytes(*part));
            }
        }
    }
    sums.iter().fold(0, |all, sum| all.wrapping_add(*sum))
}
