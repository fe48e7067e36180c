//! The policy of the lane at the state border (Art. 16(4), 35, 10-1(3); law.md 6.2). Rules as in [`super::rule`]. The
//! comparison itself stands with verification.

use vocabulary::Purpose::{Border, Supervision};
use vocabulary::Role::{Operator, Prosecutor, Supervisor};
use vocabulary::{Body, Purpose, Role};

use super::Operation::{self, *};
use super::rule::Bodies::Only;
use super::rule::Need::{self, EnteredByAnother, InForce, InWriting, Traveller};
use super::rule::{Ground, Rule, rule};
use crate::requirement::{Article, art, r};

const ANSWER: (&str, &[Article]) = ("R16.4.1", &[art("16(4)"), art("35(1)")]);
const SECOND_LINE: (&str, &[Article]) = ("R16.4.2", &[art("16(4)"), art("35(1)")]);
const REQUEST: (&str, &[Article]) = ("R10-1.3.3", &[art("10-1(3)(3)")]);
const FINDING: (&str, &[Article]) = ("R10-1.4.5", &[art("10-1(4)")]);

const NSB: &[Body] = &[Body::Nsb];
const PRO: &[Body] = &[Body::Pro];
const AT_BORDER: &[Purpose] = &[Border];

/// The matrix of the lane.
#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    // What the Law answers without a comparison is an act with the requirement that decided.
    lane(CheckTraveller, Operator, &[InForce, Traveller], Ground::Decision, ANSWER),
    // Nothing adverse is decided by a score: an officer decides.
    lane(DecideSecondLine, Operator, &[InForce], Ground::Rule, SECOND_LINE),
    lane(DecideSecondLine, Supervisor, &[InForce], Ground::Rule, SECOND_LINE),
    lane(ViewLane, Operator, &[], Ground::Rule, SECOND_LINE),
    lane(ViewLane, Supervisor, &[], Ground::Rule, SECOND_LINE),
    rule(ViewLane, Prosecutor, Only(PRO), &[Supervision], &[], Ground::Rule, r("R36.1.1"), &[art("36")]),
    // Who is exempt by a letter or a finding: entered by one, confirmed by another.
    lane(EnterLaneRequest, Operator, &[InForce, InWriting], Ground::Rule, REQUEST),
    lane(EnterLaneRequest, Supervisor, &[InForce, InWriting], Ground::Rule, REQUEST),
    lane(ConfirmLaneRequest, Supervisor, &[InForce, EnteredByAnother], Ground::Rule, REQUEST),
    lane(EnterHandsFinding, Operator, &[InForce], Ground::Rule, FINDING),
    lane(EnterHandsFinding, Supervisor, &[InForce], Ground::Rule, FINDING),
    lane(ConfirmHandsFinding, Supervisor, &[InForce, EnteredByAnother], Ground::Rule, FINDING),
];

const fn lane(
    operation: Operation,
    role: Role,
    needs: &'static [Need],
    ground: Ground,
    (requirement, articles): (&'static str, &'static [Article]),
) -> Rule {
    rule(operation, role, Only(NSB), AT_BORDER, needs, ground, r(requirement), articles)
}
