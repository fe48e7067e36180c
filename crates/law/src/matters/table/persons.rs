//! Proofs about persons before a capture: exemptions, reciprocity, invitations, representation (Art. 10-1, 11).

use vocabulary::{Body, Role};

use crate::matters::field::MatterField as F;
use crate::matters::row::Check::*;
use crate::matters::row::{By, steps};

const COLLECTING: &[Body] = &[Body::Iab, Body::Mfa, Body::Nsb, Body::Trb];
const DESK: By = &[(Role::Operator, COLLECTING), (Role::Supervisor, COLLECTING)];
const FOREIGN: By = &[(Role::Supervisor, &[Body::Mfa, Body::Iab]), (Role::Operator, &[Body::Mfa])];

steps! { ROWS {
    Exemption {
        "enter" [""] => "entered", by DESK, "R10-1.5.1" ["10-1"],
            asks [CaseReference, Kind, Basis, Document, Day, Issuer, Article], may [DiseaseCode, Until],
            needs [(Is(F::Kind, &["medical", "anatomical", "temporary"]), KIND_OTHER), (Past(F::Day), DAY_TO_COME),
                (WhenIs(F::Kind, &["medical"], F::Issuer, &["medical-commission"]), OWN_JUDGEMENT),
                (When(F::Kind, &["medical"], F::DiseaseCode), DISEASE_UNLISTED),
                (WhenIs(F::Kind, &["medical"], F::Basis, &["B2", "B4", "B5"]), CONCLUSION_NOT_HERE),
                (WhenIs(F::Kind, &["anatomical"], F::Issuer, &["two-officers", "medical-commission"]), FINDING_BY_TWO),
                (Future(F::Until), OVER)];
        "confirm" ["entered"] => "in-force", by DESK, "R10-1.4.5" ["10-1(4)"], asks [], may [], needs [(Other("enter"), FINDING_BY_TWO)];
        "end" ["entered", "in-force"] => "ended", by DESK, "R10-1.5.1" ["10-1"], asks [Document], may [], needs [];
    }
    Reciprocity {
        "enter" [""] => "entered", by FOREIGN, "R10-1.2.0" ["10-1(2)"], asks [State, Category, Act, From], may [Until], needs [(Ordered(F::From, F::Until), ENDS_BEFORE)];
        "confirm" ["entered"] => "in-force", by FOREIGN, "R10-1.2.0" ["10-1(2)"], asks [], may [], needs [(Other("enter"), OWN_STEP)];
        "apply" ["in-force"] => "in-force", by FOREIGN, "R10-1.2.0" ["10-1(2)"], asks [CaseReference, State, Category, Day, Document], may [],
            needs [(SameAsGiven("enter", F::State), RECIPROCITY_OTHER), (SameAsGiven("enter", F::Category), RECIPROCITY_OTHER), (Ordered(F::From, F::Day), RECIPROCITY_OVER), (Ordered(F::Day, F::Until), RECIPROCITY_OVER)];
        "end" ["entered", "in-force"] => "ended", by FOREIGN, "R10-1.2.0" ["10-1(2)"], asks [Document, Until], may [], needs [];
    }
    Invitation {
        "enter" [""] => "entered", by FOREIGN, "R10-1.2.6" ["10-1(2)(6)"], asks [Inviter, Document, Day, Until], may [],
            needs [(Not(F::Inviter, "other"), INVITER_OTHER), (Past(F::Day), DAY_TO_COME), (Future(F::Until), OVER)];
        "apply" ["entered"] => "used", by FOREIGN, "R10-1.2.6" ["10-1(2)(6)"], asks [CaseReference], may [], needs [(Future(F::Until), OVER)];
    }
    Representation {
        "enter" [""] => "entered", by DESK, "R11.2.1" ["11(2)"],
            asks [CaseReference, Relation, RelationDocument, Day], may [CourtDecision, RelationUntil],
            needs [(Is(F::Relation, &["parent", "adoptive-parent", "guardian-by-court"]), NOT_A_REPRESENTATIVE),
                (When(F::Relation, &["guardian-by-court"], F::CourtDecision), GUARDIAN_DECISION), (Past(F::Day), DAY_TO_COME), (Future(F::RelationUntil), RELATION_ENDED)];
        "check" ["entered"] => "checked", by DESK, "R11.2.1" ["11(2)", "11(3)"], asks [RelationDocument], may [], needs [(SameAsGiven("enter", F::RelationDocument), RELATION_OTHER)];
        "end" ["entered", "checked"] => "ended", by DESK, "R11.2.1" ["11(2)"], asks [Document], may [], needs [];
    }
} }
