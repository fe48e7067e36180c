//! Searches against comparing everybody, one by one.

mod direct;
mod kinship;
mod packing;
mod people;
