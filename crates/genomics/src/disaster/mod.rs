//! Identification of many remains at once: victims against missing persons of several families.
//!
//! Each victim is one missing person or nobody's. An assignment of all victims together has the likelihood of every
//! family with its victims in place, and of the victims left over on their own (Vigeland & Egeland 2021, Sci Rep
//! 11:13661). Pairs one at a time mislead when two victims or two missing persons are relatives.

mod assign;
mod family;

pub use assign::{ASSIGNMENTS_MAX, Assignment, JointAnswer, joint_identification, pairwise_ratios};
pub use family::{Disaster, DisasterError, Family, LocusTable, Profiles, Victim};
