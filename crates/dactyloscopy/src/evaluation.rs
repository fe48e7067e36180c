//! How well two piles of scores separate: the figures of verification tests.
//!
//! Which pairs of samples are compared ([`pairs`]) and what is computed of their scores ([`Rates`]) follow the
//! FVC competitions (Maio et al., FVC2000, IEEE PAMI 24(3), 2002): a threshold `t` accepts scores `>= t`; FMR is the
//! share of impostor scores accepted, FNMR the share of genuine scores refused.

mod pairs;
mod rates;

pub use pairs::{ImpostorChoice, NameError, Pair, Sample, natural_order, pairs};
pub use rates::{DetPoint, Eer, Rates};
