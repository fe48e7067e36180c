//! One row of a decision table and the facts its condition looks at.

use vocabulary::{Basis, Citizenship};

use crate::case::Case;
use crate::codes::{Evidence, Hands, Outcome};
use crate::requirement::{Article, Requirement};
use crate::versions::RuleVersion;

/// A case with what is computed from it once: age (T-5, T-6) and version (R3.1.2).
pub(super) struct Facts<'a> {
    pub(super) case: &'a Case,
    /// Completed years on the event date, from the latest possible birth date.
    pub(super) age_years: Option<i16>,
    pub(super) version: RuleVersion,
}

impl Facts<'_> {
    pub(super) fn basis_in(&self, bases: &[Basis]) -> bool {
        bases.contains(&self.case.basis)
    }

    pub(super) fn under(&self, years: i16) -> bool {
        self.age_years.is_some_and(|age| age < years)
    }

    pub(super) fn reached(&self, years: i16) -> bool {
        self.age_years.is_some_and(|age| age >= years)
    }

    pub(super) fn is(&self, citizenship: Citizenship) -> bool {
        self.case.person.citizenship == citizenship
    }

    pub(super) fn foreign_or_stateless(&self) -> bool {
        self.is(Citizenship::Foreigner) || self.is(Citizenship::Stateless)
    }

    /// All fingers or both hands are missing (Art. 10-1(4), third part).
    pub(super) fn fingers_missing(&self) -> bool {
        matches!(self.case.person.hands, Hands::NoFingers | Hands::NoHands)
    }

    /// A live registration on one of these bases.
    pub(super) fn live_in(&self, bases: &[Basis]) -> bool {
        self.case.person.live_registrations.iter().any(|live| bases.contains(live))
    }
}

/// One row. The first row of its table whose condition holds decides.
pub(super) struct Row {
    /// Name in law.md, e.g. `11`.
    pub(super) id: &'static str,
    /// The condition in words, as law.md has it.
    pub(super) condition: &'static str,
    /// The condition.
    pub(super) when: fn(&Facts<'_>) -> bool,
    pub(super) outcome: Outcome,
    pub(super) requirement: Requirement,
    /// The deciding article first.
    pub(super) articles: &'static [Article],
    /// Evidence capture waits for, when the person is not declared incapable.
    pub(super) evidence: &'static [Evidence],
    /// A guardian's application and presence are asked for a person declared incapable, and replace the
    /// person's consent (rows 5 and 8–12).
    pub(super) guardian: bool,
    /// The row rests on wording that came with No. 203-VIII.
    pub(super) since_v3: bool,
    /// Message key of the plain words.
    pub(super) key: &'static str,
    /// The plain words in English.
    pub(super) says: &'static str,
}

impl Row {
    /// A row without evidence; the other fields are added by struct update.
    pub(super) const EMPTY: Self = Self {
        id: "",
        condition: "",
        when: |_| false,
        outcome: Outcome::Refuse,
        requirement: Requirement::named("R2.1.1"),
        articles: &[],
        evidence: &[],
        guardian: false,
        since_v3: false,
        key: "",
        says: "",
    };
}
