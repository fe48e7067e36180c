//! Synthetic people and their fingers, for the demonstration, the tests and the benchmarks.
//!
//! Nobody here exists. The same seed gives the same person, finger and impression on every machine: random
//! numbers come from ChaCha8 streams keyed by the seed, and arithmetic is order-fixed and avoids the
//! platform's libm.

mod arithmetic;
mod conditions;
mod distortion;
pub mod evaluation;
mod field;
mod finger;
mod growth;
mod impression;
mod names;
mod noise;
mod pattern;
mod person;
mod random;
mod sensor;
mod skin;
mod templates;
mod truth;

pub use conditions::{Conditions, DIFFICULTY, Sensor};
pub use finger::{Build, Finger};
pub use names::transliterate;
pub use pattern::PatternClass;
pub use person::{AGE_END_YEARS, AGE_MIN_YEARS, DISTINCT_PEOPLE, Person, Sex};
pub use templates::{TEMPLATE_DIFFICULTY, TemplateFinger};
pub use truth::Truth;
