//! Names of requirements (law.md section 5) and of articles of the Law.

use std::fmt;

/// A requirement of law.md section 5, e.g. `R10.2.6`. Only members of [`REQUIREMENTS`] exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Requirement(&'static str);

impl Requirement {
    /// Used by the tables of this crate; a test holds every used name to [`REQUIREMENTS`].
    pub(crate) const fn named(id: &'static str) -> Self {
        Self(id)
    }

    /// The requirement of this name; `None` when there is none.
    pub fn parse(text: &str) -> Option<Self> {
        REQUIREMENTS.iter().find(|id| **id == text).map(|id| Self(id))
    }

    /// The name, e.g. `R10.2.6`.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// An article of the Law, e.g. `10(2)(6)`: article, paragraph, subparagraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Article(&'static str);

impl Article {
    pub(crate) const fn named(text: &'static str) -> Self {
        Self(text)
    }

    /// The article as printed, e.g. `10(2)(6)`.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Short names for the tables.
pub(crate) const fn r(id: &'static str) -> Requirement {
    Requirement::named(id)
}

/// Short names for the tables.
pub(crate) const fn art(text: &'static str) -> Article {
    Article::named(text)
}

/// Every requirement of law.md, in the order of the articles.
#[rustfmt::skip]
pub const REQUIREMENTS: &[&str] = &[
    "R1.1.1", "R1.2.1", "R1.3.1", "R1.5.1", "R1.6.1", "R1.7.1", "R1.8.1", "R1.9.1", "R1.10.1", "R1.12.1",
    "R1.13.1", "R1.14.1", "R2.1.1", "R3.1.1", "R3.1.2", "R3.2.1", "R4.1.1", "R4.3.1", "R4.5.1", "R4.6.1",
    "R4.7.1", "R5.1.1", "R5.1.2", "R5-1.1", "R5-1.7", "R6.1.1", "R6.1.2", "R6.2.1", "R6.2.2", "R7.1.1",
    "R7.1.2", "R7.1.3", "R7.1.4", "R7.1.5", "R7.1.6", "R7.1.7", "R7.1-1.1", "R7.2.1", "R7.2.2", "R8.1.1",
    "R8.2.1", "R8.2.2", "R8.2.3", "R8.2.4", "R8.3.1", "R8.3.2", "R8.4.1", "R8.4.2", "R8.5.1", "R9.1.1",
    "R9.1.2", "R9.1.3", "R9.2.1", "R9.2.2", "R9.2.3", "R9.2.4", "R9.3.1", "R9.4.1", "R9.4.2", "R9.4.3",
    "R9.5.1", "R9.5.2", "R9-1.1", "R10.1.1", "R10.1.2", "R10.1.3", "R10.1.4", "R10.2.0", "R10.2.1",
    "R10.2.2", "R10.2.3", "R10.2.4", "R10.2.5", "R10.2.6", "R10.2.7", "R10.2.8", "R10.2.9", "R10.3.1",
    "R10.3.2", "R10.3.3", "R10.3.4", "R10.3.5", "R10.4.1", "R10.4.2", "R10.5.1", "R10-1.1.1", "R10-1.1.2",
    "R10-1.2.0", "R10-1.2.1", "R10-1.2.2", "R10-1.2.3", "R10-1.2.4", "R10-1.2.5", "R10-1.2.6", "R10-1.3.1",
    "R10-1.3.2", "R10-1.3.3", "R10-1.3.4", "R10-1.4.1", "R10-1.4.2", "R10-1.4.3", "R10-1.4.4", "R10-1.4.5",
    "R10-1.5.1", "R11.1.1", "R11.1.2", "R11.1.3", "R11.1.4", "R11.1.5", "R11.2.1", "R11.2.2", "R11.3.1",
    "R11.3.2", "R11.4.1", "R11.4.2", "R11.4.3", "R11.4.4", "R11.4.5", "R11.4.6", "R12.1.1", "R12.1.2",
    "R13.1.1", "R13.1.2", "R13.1.3", "R13.1.4", "R14.1.1", "R14.2.1", "R15.1.1", "R15.1.2", "R15.1.3",
    "R15.1.4", "R15.1.5", "R15.1.6", "R15.2.1", "R15.2.2", "R15.2.3", "R15.2.4", "R15.2.5", "R16.1.1",
    "R16.2.1", "R16.3.1", "R16.4.1", "R16.4.2", "R17.1.1", "R17.2.1", "R17.3.1", "R17.3.2", "R17.3.3",
    "R17.3.4", "R18.1.1", "R18.1.2", "R18.1.3", "R18.1.4", "R18.1.5", "R18.2.1", "R18.2.2", "R18.2.3",
    "R19.1.1", "R19.2.1", "R19.3.1", "R19.3.2", "R19.4.1", "R19.4.2", "R20.1.1", "R21.1.1", "R21.1.2",
    "R21.1.3", "R21.1.4", "R21.2.1", "R21.2.2", "R21.2.3", "R21.3.1", "R21.3.2", "R21.4.1", "R21.5.1",
    "R21.5.2", "R22.1.1", "R22.2.1", "R22.2.2", "R22.2.3", "R23.1.1", "R23.2.1", "R23.3.1", "R23.3.2",
    "R23.3.3", "R23.4.1", "R23.4.2", "R24.1.1", "R25.1.1", "R25.2.1", "R25.3.1", "R26.1.1", "R26.1.2",
    "R27.1.1", "R28.1.1", "R28.1.2", "R28.1.3", "R28.1.4", "R28.2.1", "R28.3.1", "R29.1.1", "R29.1.2",
    "R29.1.3", "R29.2.1", "R29.3.1", "R29.3.2", "R29.3.3", "R29.4.1", "R30.1.1", "R31.1.1", "R31.2.1",
    "R32.1.1", "R32.2.1", "R32.3.1", "R33.1.1", "R33.2.1", "R33.3.1", "R33.4.1", "R33.4.2", "R33.4.3",
    "R34.1.1", "R34.2.1", "R34.3.1", "R35.1.1", "R35.2.1", "R36.1.1", "R36.1.2", "R36.1.3", "R37.1.1",
    "R37.1.2", "R37.1.3", "R38.1.1", "R38.1.2", "R38.1.3", "R39.1.1", "R39.1.2", "R39.2.1",
];
