//! Why something is refused: each reason has a stable code, its requirement, its articles and a sentence that says
//! what to do. One type for calls ([`crate::authorise`]) and for steps of a record ([`crate::advance`]).

use crate::requirement::{Article, Requirement};

/// A reason to refuse. A normal answer: it is recorded, nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Stable code, e.g. `blocked`: one in the whole of the Law's answers.
    pub code: &'static str,
    /// Message key of the plain words: `law-refusal-CODE`, for steps of a record `law-lifecycle-CODE`.
    pub key: &'static str,
    /// The requirement that refuses.
    pub requirement: Requirement,
    /// The articles.
    pub articles: &'static [Article],
    /// What is wrong and what to do, in English.
    pub says: &'static str,
}

macro_rules! reasons {
    ($prefix:literal: $($name:ident = $code:literal, $requirement:literal, [$($article:literal),+], $says:literal;)*) => {
        $(pub(crate) const $name: $crate::reason::Reason = $crate::reason::Reason {
            code: $code,
            key: concat!($prefix, $code),
            requirement: $crate::requirement::r($requirement),
            articles: &[$($crate::requirement::art($article)),+],
            says: $says,
        };)*
        /// Every reason of this list, for the locale files.
        pub(crate) const ALL: &[$crate::reason::Reason] = &[$($name),*];
    };
}

pub(crate) use reasons;
