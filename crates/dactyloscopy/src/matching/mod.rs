//! The stages of comparison, one file each.

pub(crate) mod cylinder;
pub(crate) mod hull;
pub(crate) mod pairing;
pub(crate) mod points;
pub(crate) mod relaxation;
