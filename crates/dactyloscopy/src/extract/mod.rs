//! The stages from grey image to minutiae, one file each.

pub(crate) mod blocks;
pub(crate) mod detection;
pub(crate) mod enhancement;
pub(crate) mod filtering;
pub(crate) mod gradient;
pub(crate) mod normalise;
pub(crate) mod orientation;
pub(crate) mod period;
pub(crate) mod plane;
pub(crate) mod quality;
pub(crate) mod reliability;
pub(crate) mod resample;
pub(crate) mod segmentation;
