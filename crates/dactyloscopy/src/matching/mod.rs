//! The stages of comparison, one file each.

pub(crate) mod agreement;
pub(crate) mod alignment;
pub(crate) mod cylinder;
pub(crate) mod hull;
pub(crate) mod packed;
pub(crate) mod pairing;
pub(crate) mod points;
pub(crate) mod relaxation;
