//! Biological material from the first touch to its end, corpses, missing persons (Art. 18–23, 25, 29; law.md 6.5).

use vocabulary::{Body, Role};

use crate::matters::field::MatterField as F;
use crate::matters::row::Check::*;
use crate::matters::row::{By, steps};

const COLLECTS: By = &[(Role::Operator, &[Body::Iab, Body::Inv]), (Role::Supervisor, &[Body::Iab])];
const CARRIES: By = &[(Role::Operator, &[Body::Iab, Body::Inv]), (Role::Supervisor, &[Body::Iab])];
const LABS: By = &[(Role::Operator, &[Body::Agd, Body::Feb, Body::Lfe]), (Role::Supervisor, &[Body::Agd])];
const DIVISION: By = &[(Role::Operator, &[Body::Agd]), (Role::Supervisor, &[Body::Agd])];
const HEAD: By = &[(Role::Head, &[Body::Agd])];
const KEEPER: By = &[(Role::Archivist, &[Body::Agd])];
const INQUIRY: By = &[(Role::Operator, &[Body::Inv])];
const POLICE: By = &[(Role::Operator, &[Body::Iab]), (Role::Supervisor, &[Body::Iab])];
const ANY_CUSTODIAN: By = &[
    (Role::Operator, &[Body::Iab, Body::Inv, Body::Agd, Body::Feb, Body::Lfe]),
    (Role::Supervisor, &[Body::Iab, Body::Agd]),
    (Role::Archivist, &[Body::Agd]),
];
const FARTHER: &[&str] = &[
    "grandfather",
    "grandmother",
    "grandchild",
    "full-sibling",
    "half-sibling",
    "cousin",
    "second-cousin",
    "uncle",
    "aunt",
    "nephew",
];
const NOT_TRACES: &[&str] = &["G1", "G3", "G4"];

steps! { ROWS {
    Material {
        "issue-kit" [""] => "kit-issued", by COLLECTS, "R19.1.1" ["19(1)"],
            asks [Group, CaseReference, Kit, EarlierProfile], may [],
            needs [(WhenIs(F::Group, &["G1"], F::EarlierProfile, &["no"]), SELECTED_EARLIER),
                (BodyLimits(F::Group, Body::Inv, &["G2"]), COLLECTED_BY_POLICE), (BodyLimits(F::Group, Body::Iab, NOT_TRACES), COLLECTED_BY_INQUIRY)];
        "select" ["kit-issued"] => "selected", by COLLECTS, "R20.1.1" ["20", "19(1)"],
            asks [MaterialType, Source, Seal, Place, Day, BasisDocument, Hygiene], may [Specialist, SpecialistOf, Consent, MedicalReason, Minor, RelationDocument],
            needs [(BodyLimits(F::Group, Body::Inv, &["G2"]), COLLECTED_BY_POLICE), (BodyLimits(F::Group, Body::Iab, NOT_TRACES), COLLECTED_BY_INQUIRY),
                (Past(F::Day), DAY_TO_COME), (Is(F::Hygiene, &["yes"]), NOT_HYGIENIC),
                (WhenIs(F::Group, &["G2"], F::Source, &["trace"]), SOURCE_OTHER), (WhenIs(F::Group, &["G4"], F::Source, &["body"]), SOURCE_OTHER),
                (WhenIs(F::Group, &["G1", "G3"], F::Source, &["living-person"]), SOURCE_OTHER),
                (When(F::Group, &["G2"], F::Specialist), TRACE_SPECIALIST), (When(F::Group, &["G4"], F::Specialist), CORPSE_SPECIALIST),
                (When(F::Group, &["G2"], F::SpecialistOf), TRACE_SPECIALIST), (WhenIs(F::Group, &["G4"], F::SpecialistOf, &["forensic-medicine"]), CORPSE_SPECIALIST),
                (When(F::Group, &["G3"], F::Consent), RELATIVE_APPLICATION), (When(F::Group, &["G3"], F::Minor), RELATIVE_APPLICATION),
                (When(F::Minor, &["yes"], F::RelationDocument), MINOR_RELATIVE), (BloodOnlyBy(F::MedicalReason), BLOOD)];
        "dispatch" ["selected"] => "in-transit", by CARRIES, "R19.3.1" ["19(3)"],
            asks [Laboratory, Seal], may [Order, Licence, LicenceUntil],
            needs [(SameAsGiven("select", F::Seal), SEAL_OTHER), (WhenIs(F::Group, &["G1"], F::Laboratory, &["AGD"]), CONVICTS_TO_DIVISION),
                (When(F::Laboratory, &["FEB", "LFE"], F::Order), NO_EXAMINATION_ORDER), (When(F::Laboratory, &["LFE"], F::Licence), NO_LICENCE),
                (When(F::Laboratory, &["LFE"], F::LicenceUntil), NO_LICENCE), (Future(F::LicenceUntil), LICENCE_OVER)];
        "receive" ["in-transit"] => "received", by LABS, "R19.4.1" ["19"],
            asks [Seal, Condition], may [], needs [(SameAsGiven("select", F::Seal), SEAL_OTHER), (Is(F::Condition, &["whole"]), SEAL_BROKEN), (Other("dispatch"), OWN_STEP), (LaboratoryIsActors, LABORATORY_OTHER)];
        "quarantine" ["selected", "in-transit", "received", "extracted", "profiled", "reviewed-once", "reviewed", "returned"] => "quarantine", by ANY_CUSTODIAN, "R19.4.1" ["19"], asks [Document], may [Seal], needs [];
        "resolve" ["quarantine"] => "received", by HEAD, "R19.4.1" ["19"], asks [Document, Seal], may [], needs [(Taken("receive"), NEVER_RECEIVED)];
        "send-back" ["quarantine"] => "selected", by HEAD, "R19.4.1" ["19"], asks [Document], may [], needs [];
        "extract" ["received"] => "extracted", by LABS, "R19.4.2" ["19", "25"], asks [Run, PortionUse], may [], needs [(LaboratoryIsActors, LABORATORY_OTHER), (Is(F::PortionUse, &["genomic-information"]), PORTION_OTHER)];
        "profile" ["extracted"] => "profiled", by LABS, "R19.4.2" ["19", "25"], asks [Run, RunControls, Digest], may [], needs [(LaboratoryIsActors, LABORATORY_OTHER), (Is(F::RunControls, &["passed"]), CONTROL_FAILED)];
        "review" ["profiled"] => "reviewed-once", by LABS, "R19.4.2" ["19", "25"], asks [Digest], may [], needs [(LaboratoryIsActors, LABORATORY_OTHER), (Other("profile"), OWN_STEP), (SameAsGiven("profile", F::Digest), READ_OTHERWISE)];
        "review-second" ["reviewed-once"] => "reviewed", by LABS, "R19.4.2" ["19", "25"], asks [Digest], may [], needs [(LaboratoryIsActors, LABORATORY_OTHER), (Other("review"), OWN_STEP), (Other("profile"), OWN_STEP), (SameAsGiven("profile", F::Digest), READ_OTHERWISE)];
        "accept" ["reviewed"] => "accepted", by DIVISION, "R19.3.2" ["19", "25"], asks [Document], may [], needs [(Other("profile"), OWN_STEP)];
        "turn-down" ["reviewed"] => "received", by DIVISION, "R19.3.2" ["19", "25"], asks [LabReason], may [], needs [];
        "poor" ["received", "extracted", "profiled"] => "poor", by LABS, "R21.3.1" ["21(3)"], asks [LabReason], may [], needs [(LaboratoryIsActors, LABORATORY_OTHER)];
        "request-repeat" ["poor"] => "repeat-requested", by DIVISION, "R21.3.1" ["21(3)"], asks [LabReason], may [HeadAgreement],
            needs [(Is(F::Group, &["G1", "G3"]), NO_REPEAT_HERE), (UnlessMany("poor", 2, F::HeadAgreement), FOURTH_SELECTION)];
        "repeat" ["repeat-requested"] => "kit-issued", by COLLECTS, "R21.3.1" ["21(3)"], asks [Kit], may [Consent],
            needs [(BodyLimits(F::Group, Body::Inv, &["G2"]), COLLECTED_BY_POLICE)];
        "give-up" ["poor", "repeat-requested"] => "superseded", by DIVISION, "R22.2.2" ["22(2)", "21(3)"], asks [LabReason], may [Document], needs [];
        "draw-up-destruction" ["accepted", "superseded"] => "destruction-drawn-up", by KEEPER, "R22.2.1" ["22(2)", "23(4)"], asks [Document, Evidence], may [],
            needs [(Is(F::Group, &["G1", "G3"]), EVIDENCE_RETURNS), (Is(F::Evidence, &["no"]), EVIDENCE_RETURNS)];
        "approve-destruction" ["destruction-drawn-up"] => "destruction-approved", by HEAD, "R23.4.1" ["23(4)"], asks [Document], may [], needs [(Other("draw-up-destruction"), OWN_STEP), (SameAsGiven("draw-up-destruction", F::Document), ACT_OTHER)];
        "refuse-destruction" ["destruction-drawn-up", "destruction-approved"] => "accepted", by HEAD, "R23.4.1" ["23(4)"], asks [Document], may [], needs [];
        "destroy" ["destruction-approved"] => "destroyed", by KEEPER, "R23.4.1" ["23(4)"], asks [Day], may [], needs [(Past(F::Day), DAY_TO_COME)];
        "return" ["accepted", "superseded"] => "returned", by LABS, "R23.1.1" ["23(1)"], asks [Document, Seal], may [], needs [(Is(F::Group, &["G2", "G3", "G4"]), CONVICTS_NOT_RETURNED)];
        "confirm-return" ["returned"] => "return-confirmed", by INQUIRY, "R23.1.1" ["23(1)"], asks [Document, Seal], may [], needs [(SameAsGiven("return", F::Seal), SEAL_OTHER)];
        "lose" ["kit-issued", "poor", "repeat-requested", "superseded", "destruction-drawn-up", "destruction-approved", "returned", "selected", "in-transit", "received", "extracted", "profiled", "reviewed-once", "reviewed", "accepted", "quarantine"] => "lost", by ANY_CUSTODIAN, "R19.4.1" ["19", "36"], asks [Document, Day], may [], needs [];
        "tell-prosecutor" ["lost"] => "lost-told", by DIVISION, "R19.4.1" ["19", "36"], asks [Document], may [], needs [];
    }
    Corpse {
        "open" [""] => "open", by POLICE, "R1.14.1" ["1(14)", "18(1)(3)"], asks [CaseReference, Day, Place, IdentityKnown], may [], needs [(Is(F::IdentityKnown, &["no"]), IDENTITY_KNOWN), (Past(F::Day), DAY_TO_COME)];
        "identify" ["open"] => "identified", by POLICE, "R1.14.1" ["1(14)", "29(4)"], asks [Document, Day], may [], needs [(Past(F::Day), DAY_TO_COME)];
    }
    MissingPerson {
        "open" [""] => "open", by POLICE, "R18.2.1" ["18(2)"], asks [CaseReference, Day], may [], needs [(Past(F::Day), DAY_TO_COME)];
        "name-relative" ["open"] => "open", by POLICE, "R18.2.1" ["18(2)"], asks [Kinship, Line, Consent], may [CloserReason],
            needs [(Not(F::Kinship, "spouse"), NO_BLOOD_RELATION), (Not(F::Kinship, "in-law"), NO_BLOOD_RELATION), (Not(F::Kinship, "adoptive"), NO_BLOOD_RELATION),
                (When(F::Kinship, FARTHER, F::CloserReason), CLOSER_FIRST)];
        "decline-relative" ["open"] => "open", by POLICE, "R18.2.2" ["18(2)", "21(2)"], asks [], may [], needs [];
        "close" ["open"] => "closed", by POLICE, "R29.3.1" ["29(3)"], asks [ClosingGround, Document, Day], may [], needs [(Is(F::ClosingGround, &["location-found", "no-event", "no-crime"]), CLOSING_OTHER), (Past(F::Day), DAY_TO_COME)];
    }
} }
