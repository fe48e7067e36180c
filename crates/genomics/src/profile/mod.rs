//! DNA profiles: what a laboratory designated at each locus, checked on entry, never overwritten.

mod call;
mod entry;
mod genotype;
mod versions;

pub use call::{Call, CallError};
pub use entry::{EntryRules, Remark, RemarkKind, check_entry};
pub use genotype::{Genotype, GenotypeError, TriAllele};
pub use versions::{Profile, ProfileError, ProfileKind, Versions};
