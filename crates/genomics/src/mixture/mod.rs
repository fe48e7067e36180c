//! Mixtures: stains to which several people may have contributed.

mod inclusion;
mod semi_continuous;
mod sharing;

pub use inclusion::{Inclusion, inclusion, random_man_not_excluded};
pub use semi_continuous::{
    CONTRIBUTORS_MAX, Contributor, Hypothesis, MixtureError, MixtureModel, REPLICATES_MAX, UNKNOWN_MAX,
    mixture_likelihood,
};
pub use sharing::{could_share_a_contributor, least_contributors, without};
