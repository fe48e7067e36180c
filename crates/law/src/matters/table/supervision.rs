//! Supervision and answers of officers (Art. 9(2), 36, 38).

use vocabulary::{Body, Role};

use crate::matters::field::MatterField as F;
use crate::matters::row::Check::*;
use crate::matters::row::{By, steps};

const STORES: &[Body] = &[Body::Iab, Body::Add, Body::Trb, Body::Agd];
const ALL: &[Body] =
    &[Body::Iab, Body::Agd, Body::Add, Body::Mfa, Body::Nsb, Body::Trb, Body::Feb, Body::Inv];
const PROSECUTION: By = &[(Role::Prosecutor, &[Body::Pro])];
const BODY: By = &[
    (Role::DataProtection, STORES),
    (Role::Supervisor, &[Body::Iab, Body::Mfa, Body::Nsb, Body::Trb, Body::Agd]),
    (Role::Head, STORES),
];
const WATCH: By = &[(Role::DataProtection, STORES)];
const ASKS: By = &[(Role::DataProtection, STORES), (Role::Prosecutor, &[Body::Pro])];
const ANYBODY: By = &[
    (Role::Operator, ALL),
    (Role::Examiner, &[Body::Iab, Body::Trb]),
    (Role::Supervisor, &[Body::Iab, Body::Mfa, Body::Nsb, Body::Trb, Body::Agd]),
    (Role::Head, STORES),
    (Role::Archivist, &[Body::Add, Body::Agd, Body::Trb]),
    (Role::DataProtection, STORES),
];

steps! { ROWS {
    ProsecutorOrder {
        "issue" [""] => "issued", by PROSECUTION, "R36.1.2" ["36"],
            asks [Kind, Document, Until], may [Entry, Article],
            needs [(Is(F::Kind, &["protest", "order", "block"]), KIND_OTHER), (NamesRecordWhen(F::Kind, "block"), NO_RECORD), (Future(F::Until), OVER)];
        "answer" ["issued"] => "answered", by BODY, "R36.1.2" ["36"],
            asks [Document, Outcome], may [Entry],
            needs [(Is(F::Outcome, &["upheld", "partly", "dismissed"]), OUTCOME_OTHER), (BlockedWhen(F::Kind, "block"), NOT_BLOCKED)];
        "close" ["answered"] => "closed", by PROSECUTION, "R36.1.2" ["36"], asks [], may [], needs [];
        "reopen" ["answered"] => "issued", by PROSECUTION, "R36.1.2" ["36"], asks [Document, Until], may [], needs [(Future(F::Until), OVER)];
    }
    LedgerExtract {
        "draw" [""] => "drawn", by BODY, "R38.1.1" ["38"],
            asks [CaseReference, Entry, LastEntry, Digest], may [], needs [];
        "hand-over" ["drawn"] => "handed-over", by BODY, "R38.1.1" ["38"],
            asks [Document, Digest, Day], may [], needs [(SameAsGiven("draw", F::Digest), EXTRACT_CHANGED), (Past(F::Day), DAY_TO_COME)];
    }
    CallBack {
        "ask" [""] => "asked", by ASKS, "R4.5.1" ["4(5)", "8(4)"], asks [Entry, Officer], may [], needs [];
        "explain" ["asked"] => "explained", by ANYBODY, "R4.5.1" ["4(5)", "8(4)"],
            asks [CaseReference, Article], may [], needs [(IsActor(F::Officer), NOT_THE_ONE_ASKED)];
        "judge" ["asked", "explained"] => "judged", by WATCH, "R4.5.1" ["4(5)", "8(4)"],
            asks [Outcome], may [Document], needs [(Is(F::Outcome, &["explained", "unexplained"]), OUTCOME_OTHER), (IsNotActor(F::Officer), OWN_STEP),
                (When(F::Outcome, &["unexplained"], F::Document), UNEXPLAINED)];
    }
    Violation {
        "report" [""] => "reported", by ANYBODY, "R9.2.1" ["9(2)"],
            asks [Kind, Day], may [Document, Entry],
            needs [(Is(F::Kind, &["collection", "processing", "integrity", "unlawful-basis", "complaint", "order"]), KIND_OTHER), (Past(F::Day), DAY_TO_COME)];
        "decide" ["reported"] => "decided", by BODY, "R9.2.1" ["9(2)"],
            asks [Outcome, Document], may [], needs [(Is(F::Outcome, &["block", "no-block"]), OUTCOME_OTHER), (Other("report"), OWN_STEP), (BlockedWhen(F::Outcome, "block"), NOT_BLOCKED)];
    }
} }
