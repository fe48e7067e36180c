//! Searches among DNA profiles: by a matching rule, within mixtures, for relatives.
//!
//! Profiles of a category are packed by locus, a byte each ([`ProfileDatabase`]); every search is a pass that looks the
//! bytes up in tables made for it and lets through whoever may be wanted; those are compared in full. A search is
//! announced with the number of strangers it is expected to return, and made from its announcement only.

mod alphabet;
mod categories;
mod chance;
mod database;
mod direct;
mod error;
mod kernel;
mod kin;
mod lineage;
mod mixtures;
mod pair;
mod record;
mod relationship;
mod rule;
mod scan;
#[cfg(test)]
mod tests;

pub use alphabet::LISTED_MAX;
pub use categories::{Category, PairRule, RuleTable, RuleTableError};
pub use database::{DatabaseError, LOCI_MAX, PROFILES_MAX, ProfileDatabase, ProfileNumber};
pub use direct::{AnnouncedDirect, DirectHit, DirectSearch};
pub use error::{CANDIDATES_MAX, SearchError};
pub use kin::{
    AnnouncedKinship, KinshipAnswer, KinshipHit, KinshipRule, KinshipSearch, LEADERS_MAX, POPULATIONS_MAX,
};
pub use lineage::{Counted, Lineage, LineageComparison, LineageFilter, MitochondrialDna, MitochondrialError};
pub use mixtures::{AnnouncedMixture, MIXTURES_MAX, MixtureHit, Mixtures, MixturesError};
pub use record::{ENGINE_VERSION, LrRecord, PairParameters, PopulationLr, RecomputeError};
pub use relationship::Relationship;
pub use rule::{Comparison, MISMATCHES_MAX, MatchingRule, RuleError, Stringency, stringency};
pub use scan::SEARCHES_MAX;

/// The loops this processor runs searches with: `scalar`, `avx2` or `avx512`. Answers do not depend on it.
pub fn kernel_name() -> &'static str {
    kernel::Kernel::best().name()
}
