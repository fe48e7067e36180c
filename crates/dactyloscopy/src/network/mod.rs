//! The learned detector of minutiae: a small convolutional network that reads the front end's planes.

mod planes;

pub use planes::{NetworkPlanes, network_planes};
