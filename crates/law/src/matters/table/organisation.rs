//! Rules, forms, controls, officers' undertakings, stations, service firms (Art. 3, 6, 8, 31–35, 38).

use vocabulary::{Body, Role};

use crate::matters::field::MatterField as F;
use crate::matters::kind::MatterKind;
use crate::matters::row::Check::*;
use crate::matters::row::{By, steps};

const STORES: &[Body] = &[Body::Iab, Body::Add, Body::Trb, Body::Agd];
const ALL: &[Body] = &[
    Body::Iab,
    Body::Agd,
    Body::Add,
    Body::Mfa,
    Body::Nsb,
    Body::Trb,
    Body::Feb,
    Body::Lfe,
    Body::Inv,
    Body::Pro,
    Body::Svc,
];
const RULERS: By = &[
    (Role::Head, &[Body::Iab, Body::Trb]),
    (Role::Supervisor, &[Body::Iab, Body::Mfa, Body::Nsb, Body::Trb]),
];
const OWNERS: By = &[
    (Role::Administrator, &[Body::Iab, Body::Trb, Body::Mfa, Body::Nsb, Body::Agd]),
    (Role::Head, STORES),
    (Role::DataProtection, STORES),
];
const KEEPS: By = &[(Role::Administrator, &[Body::Iab, Body::Trb])];
const HEADS: By =
    &[(Role::Head, STORES), (Role::Supervisor, &[Body::Iab, Body::Mfa, Body::Nsb, Body::Trb, Body::Agd])];
const ANYBODY: By = &[
    (Role::Operator, ALL),
    (Role::Examiner, &[Body::Iab, Body::Trb]),
    (Role::Prosecutor, &[Body::Pro]),
    (Role::Administrator, ALL),
    (Role::Supervisor, ALL),
    (Role::Head, STORES),
    (Role::Archivist, STORES),
    (Role::DataProtection, ALL),
];
const STATION: By = &[
    (Role::Operator, &[Body::Iab, Body::Mfa, Body::Nsb, Body::Trb, Body::Svc]),
    (Role::Administrator, &[Body::Iab, Body::Mfa, Body::Nsb, Body::Trb]),
];
const FOREIGN: By = &[(Role::Supervisor, &[Body::Mfa])];
const FIRM: By = &[(Role::Operator, &[Body::Svc])];
const INSTITUTION: By = &[(Role::Operator, &[Body::Mfa]), (Role::Supervisor, &[Body::Mfa])];
const PASSED: &[&str] = &["passed"];

steps! { ROWS {
    RuleBundle {
        "propose" [""] => "proposed", by RULERS, "R3.1.1" ["3(1)"],
            asks [Act, Document, Article, Day, From, Digest, Bases], may [Until],
            needs [(BodyLimits(F::Bases, Body::Mfa, &["B1f", "B7", "B8"]), MFA_BASES), (BodyLimits(F::Bases, Body::Trb, &["B2"]), TRB_BASES),
                (BodyLimits(F::Bases, Body::Nsb, &["BV"]), NSB_BASES),
                (BodyLimits(F::Bases, Body::Iab, &["B1", "B1f", "B3", "B4", "B5", "B6", "B7", "B8", "G1", "G2", "G3", "G4"]), IAB_BASES),
                (Not(F::Article, "31(2)"), EXCLUDED_NORM), (Past(F::Day), DAY_TO_COME), (Ordered(F::Day, F::From), ENDS_BEFORE), (Ordered(F::From, F::Until), ENDS_BEFORE)];
        "simulate" ["proposed"] => "simulated", by RULERS, "R32.1.1" ["32(1)"],
            asks [Digest, OtherDigest, Count], may [], needs [(SameBody("propose"), OTHER_BODY), (SameAsGiven("propose", F::Digest), BUNDLE_CHANGED)];
        "sign" ["simulated"] => "signed", by RULERS, "R3.1.1" ["3(1)"], asks [Digest], may [], needs [(SameBody("propose"), OTHER_BODY), (SameAsGiven("propose", F::Digest), BUNDLE_CHANGED)];
        "confirm" ["signed"] => "confirmed", by RULERS, "R3.1.1" ["3(1)"], asks [Digest], may [],
            needs [(SameBody("propose"), OTHER_BODY), (SameAsGiven("propose", F::Digest), BUNDLE_CHANGED), (Other("sign"), OWN_STEP), (Taken("simulate"), NOT_SIMULATED)];
        "withdraw" ["proposed", "simulated", "signed", "confirmed"] => "withdrawn", by RULERS, "R3.1.1" ["3(1)"], asks [Document], may [], needs [(SameBody("propose"), OTHER_BODY)];
    }
    Form {
        "enter" [""] => "entered", by RULERS, "R8.5.1" ["8(5)"], asks [Document, Article, From, Digest], may [Until], needs [(Ordered(F::From, F::Until), ENDS_BEFORE)];
        "confirm" ["entered"] => "in-force", by RULERS, "R8.5.1" ["8(5)"], asks [], may [], needs [(Other("enter"), OWN_STEP)];
        "use" ["in-force"] => "in-force", by ANYBODY, "R8.5.1" ["8(5)"], asks [Day], may [CaseReference], needs [(Ordered(F::From, F::Day), FORM_NOT_IN_FORCE), (Ordered(F::Day, F::Until), FORM_NOT_IN_FORCE)];
        "end" ["in-force"] => "ended", by RULERS, "R8.5.1" ["8(5)"], asks [Until], may [], needs [];
    }
    Control {
        "enter" [""] => "kept", by OWNERS, "R6.2.1" ["6(2)(1)"],
            asks [ControlCode, Officer, Document, Day, NextDay], may [Unit],
            needs [(Past(F::Day), DAY_TO_COME), (Future(F::NextDay), OVER), (Within(Some(F::Day), F::NextDay, 732), TEST_TOO_LATE)];
        "renew" ["kept", "failed"] => "kept", by OWNERS, "R6.2.1" ["6(2)(1)"], asks [Document, Day, NextDay], may [],
            needs [(Past(F::Day), DAY_TO_COME), (Future(F::NextDay), OVER), (Within(Some(F::Day), F::NextDay, 732), TEST_TOO_LATE)];
        "fail" ["kept"] => "failed", by OWNERS, "R6.2.1" ["6(2)(1)"], asks [Document, Day], may [], needs [];
    }
    RestoreDrill {
        "restore" [""] => "restored", by KEEPS, "R8.2.1" ["8(2)"], asks [Digest, OtherDigest, Day], may [Place],
            needs [(Past(F::Day), DAY_TO_COME), (Same(F::Digest, F::OtherDigest), ROOT_OTHER)];
        "sign-off" ["restored"] => "signed-off", by OWNERS, "R8.2.1" ["8(2)"], asks [Document], may [], needs [(Other("restore"), OWN_STEP)];
    }
    Undertaking {
        "sign" [""] => "in-force", by OWNERS, "R8.4.1" ["8(4)"], asks [Officer, Document, Day, Until], may [],
            needs [(IsNotActor(F::Officer), NOT_FOR_ONESELF), (OfficerOfBody, OTHER_BODY), (Past(F::Day), DAY_TO_COME), (Future(F::Until), OVER), (Within(Some(F::Day), F::Until, 366), TRAINING_TOO_OLD)];
        "renew" ["in-force", "ended"] => "in-force", by OWNERS, "R8.4.1" ["8(4)"], asks [Officer, Document, Day, Until], may [],
            needs [(IsNotActor(F::Officer), NOT_FOR_ONESELF), (SameAsGiven("sign", F::Officer), UNDERTAKING_OTHER), (OfficerOfBody, OTHER_BODY), (Past(F::Day), DAY_TO_COME), (Future(F::Until), OVER), (Within(Some(F::Day), F::Until, 366), TRAINING_TOO_OLD)];
        "end" ["in-force"] => "ended", by OWNERS, "R8.4.1" ["8(4)"], asks [Document], may [], needs [(IsNotActor(F::Officer), NOT_FOR_ONESELF), (OfficerOfBody, OTHER_BODY)];
    }
    OffHoursOrder {
        "issue" [""] => "in-force", by HEADS, "R8.4.2" ["8(4)"], asks [Order, Unit, From, Until], may [],
            needs [(Ordered(F::From, F::Until), ENDS_BEFORE), (Within(Some(F::From), F::Until, 31), ORDER_TOO_LONG)];
        "end" ["in-force"] => "ended", by HEADS, "R8.4.2" ["8(4)"], asks [], may [], needs [];
    }
    StationCheck {
        "pass" ["", "passed", "failed"] => "passed", by STATION, "R8.3.1" ["8(3)"], asks [Unit, Encryption, Clock, Certificate, Update], may [],
            needs [(OwnUnit(F::Unit), OTHER_STATION), (Is(F::Encryption, PASSED), STATION_FAILED), (Is(F::Clock, PASSED), STATION_FAILED), (Is(F::Certificate, PASSED), STATION_FAILED), (Is(F::Update, PASSED), STATION_FAILED)];
        "fail" ["", "passed", "failed"] => "failed", by STATION, "R8.3.1" ["8(3)"], asks [Unit], may [Encryption, Clock, Certificate, Update, Document], needs [(OwnUnit(F::Unit), OTHER_STATION)];
    }
    Agreement {
        "enter" [""] => "entered", by FOREIGN, "R33.4.1" ["33"], asks [Document, Party, State, From, Until, Article, NextDay], may [],
            needs [(Ordered(F::From, F::Until), ENDS_BEFORE), (Future(F::Until), OVER), (Not(F::State, "KAZ"), AGREEMENT_ABROAD), (Within(Some(F::From), F::NextDay, 366), AUDIT_TOO_LATE)];
        "confirm" ["entered"] => "in-force", by FOREIGN, "R33.4.1" ["33"], asks [], may [], needs [(Other("enter"), OWN_STEP)];
        "name-staff" ["in-force"] => "in-force", by FOREIGN, "R33.4.1" ["33"], asks [Officer, Unit], may [], needs [];
        "audit" ["in-force"] => "in-force", by FOREIGN, "R33.4.1" ["33"], asks [Document, Day, NextDay], may [], needs [(Past(F::Day), DAY_TO_COME), (Within(Some(F::Day), F::NextDay, 366), AUDIT_TOO_LATE)];
        "stop" ["entered", "in-force"] => "stopped", by INSTITUTION, "R33.4.2" ["33"], asks [Document], may [], needs [];
    }
    Batch {
        "send" [""] => "sent", by FIRM, "R33.4.1" ["33"], asks [Agreement, Count, Digest], may [],
            needs [(AtLeast(F::Count, 1), BATCH_EMPTY), (Linked(F::Agreement, MatterKind::Agreement, &["in-force"]), NO_AGREEMENT)];
        "confirm" ["sent"] => "confirmed", by INSTITUTION, "R33.4.3" ["33"], asks [Digest, Sample, Deviations], may [],
            needs [(SameAsGiven("send", F::Digest), BATCH_CHANGED), (OneIn(F::Sample, F::Count, 20), SAMPLE_TOO_SMALL)];
        "accept" ["confirmed"] => "accepted", by HEADS, "R33.4.3" ["33"], asks [], may [], needs [(Other("confirm"), OWN_STEP)];
        "turn-down" ["sent", "confirmed"] => "turned-down", by INSTITUTION, "R33.4.3" ["33"], asks [Document], may [], needs [];
    }
    Power {
        "enter" [""] => "entered", by RULERS, "R32.3.1" ["32(3)", "33(3)", "34(3)", "35(2)"], asks [Act, Article, Day], may [Until], needs [(Past(F::Day), DAY_TO_COME)];
        "confirm" ["entered"] => "in-force", by RULERS, "R32.3.1" ["32(3)", "33(3)", "34(3)", "35(2)"], asks [], may [], needs [(Other("enter"), OWN_STEP)];
        "end" ["in-force"] => "ended", by RULERS, "R32.3.1" ["32(3)", "33(3)", "34(3)", "35(2)"], asks [Day], may [], needs [];
    }
    LiabilityReference {
        "enter" [""] => "unverified", by RULERS, "R38.1.3" ["38"], asks [Act, Article, Digest, From], may [Until, Amount],
            needs [(Absent(F::Amount), NO_AMOUNT), (Since(F::From, 2021, 1, 1), BEFORE_THE_LAW)];
        "verify" ["unverified"] => "verified", by RULERS, "R38.1.3" ["38"], asks [Digest, Day], may [],
            needs [(Other("enter"), OWN_STEP), (SameAsGiven("enter", F::Digest), TEXT_CHANGED), (Past(F::Day), DAY_TO_COME)];
        "end" ["unverified", "verified"] => "ended", by RULERS, "R38.1.3" ["38"], asks [Day], may [], needs [];
    }
} }
