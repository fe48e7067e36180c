//! Which body may collect on which basis (law.md section 4; Art. 11, 19, 21, 33, 35). One row a basis.

use vocabulary::{Basis, Body, Citizenship};

use crate::case::Case;
use crate::requirement::{Article, Requirement, art, r};

/// One row of section 4.
#[derive(Debug, Clone, Copy)]
pub struct Competence {
    /// The basis.
    pub basis: Basis,
    /// State bodies that may collect. `SVC` is never here: see [`service_agreement_covers`].
    pub bodies: &'static [Body],
    /// Body whose store keeps the record; `None` for BV, which keeps none.
    pub stored_by: Option<Body>,
    /// Body that destroys it; `None` for BV.
    pub destroyed_by: Option<Body>,
    /// Requirement named when another body tries.
    pub requirement: Requirement,
    /// Its article.
    pub article: Article,
}

use Basis::*;
use Body::{Add, Agd, Iab, Inv, Mfa, Nsb, Trb};

/// Section 4, in its order. G rows name the body that selects the material (Art. 21(1)): the laboratory
/// and the registration by AGD come after the decision.
#[rustfmt::skip]
pub const COMPETENCES: &[Competence] = &[
    prints(B1,  &[Iab],      r("R11.1.1"), art("11(1)(1)")),
    prints(B1f, &[Mfa],      r("R11.1.1"), art("11(1)(1)")),
    Competence { basis: B2, bodies: &[Trb], stored_by: Some(Trb), destroyed_by: Some(Trb),
                 requirement: r("R11.1.2"), article: art("11(1)(2)") },
    prints(B3,  &[Iab],      r("R11.1.3"), art("11(1)(3)")),
    prints(B4,  &[Iab],      r("R11.1.3"), art("11(1)(3)")),
    prints(B5,  &[Iab],      r("R11.1.3"), art("11(1)(3)")),
    prints(B6,  &[Iab, Nsb], r("R11.1.4"), art("11(1)(4)")),
    prints(B7,  &[Mfa, Iab], r("R11.1.5"), art("11(1)(5)")),
    prints(B8,  &[Iab, Mfa], r("R11.1.1"), art("11(1)(1)")),
    Competence { basis: BV, bodies: &[Nsb], stored_by: None, destroyed_by: None,
                 requirement: r("R6.1.1"), article: art("35(1)") },
    genomic(G1, &[Iab], art("21(1)(1)")),
    genomic(G2, &[Inv], art("21(1)(2)")),
    genomic(G3, &[Iab], art("21(1)(3)")),
    genomic(G4, &[Iab], art("21(1)(4)")),
];

const fn prints(
    basis: Basis,
    bodies: &'static [Body],
    requirement: Requirement,
    article: Article,
) -> Competence {
    Competence { basis, bodies, stored_by: Some(Iab), destroyed_by: Some(Add), requirement, article }
}

const fn genomic(basis: Basis, bodies: &'static [Body], article: Article) -> Competence {
    Competence {
        basis,
        bodies,
        stored_by: Some(Iab),
        destroyed_by: Some(Agd),
        requirement: r("R6.1.1"),
        article,
    }
}

/// The row of a basis; `None` cannot happen while a test holds the table complete.
pub fn competence(basis: Basis) -> Option<&'static Competence> {
    COMPETENCES.iter().find(|row| row.basis == basis)
}

/// Body whose act ends a record of the basis (R17.1.1, R23.2.1): the column "destroys". `None` for BV, which keeps none.
pub fn destroyed_by(basis: Basis) -> Option<Body> {
    competence(basis).and_then(|row| row.destroyed_by)
}

/// Body in whose name the register itself keeps the terms of a basis: whose store and whose end it is. ADD ends what
/// IAB stores, and the terms run in the store. `None` for BV.
pub fn terms_kept_by(basis: Basis) -> Option<Body> {
    let row = competence(basis)?;
    row.destroyed_by.filter(|by| *by != Add).or(row.stored_by)
}

/// Whether a state body may collect on a basis.
pub fn may_collect(basis: Basis, body: Body) -> bool {
    competence(basis).is_some_and(|row| row.bodies.contains(&body))
}

/// Whether a legal entity (SVC) may collect in this case: a visa, abroad, not a citizen, under a service
/// agreement with the foreign institution (Art. 33 last paragraph, R33.4.1).
pub fn service_agreement_covers(case: &Case) -> bool {
    case.basis == B7
        && case.circumstances.service_agreement
        && !case.circumstances.visa.at_airport
        && case.person.citizenship != Citizenship::Citizen
}

/// Dactyloscopic bases, border verification included.
pub fn is_prints(basis: Basis) -> bool {
    !is_genomic(basis)
}

/// Genomic bases.
pub fn is_genomic(basis: Basis) -> bool {
    matches!(basis, G1 | G2 | G3 | G4)
}
