//! The rights of the person (Art. 7, 13, 37), consent withdrawn, breaches.

use vocabulary::{Body, Role};

use crate::matters::field::MatterField as F;
use crate::matters::row::Check::*;
use crate::matters::row::{By, steps};

const KEEPERS: &[Body] = &[Body::Iab, Body::Trb, Body::Agd];
const STORES: &[Body] = &[Body::Iab, Body::Add, Body::Trb, Body::Agd];
/// The desk: who receives a person.
const DESK: By = &[
    (Role::Operator, &[Body::Iab, Body::Mfa, Body::Trb]),
    (Role::Supervisor, &[Body::Iab, Body::Mfa, Body::Trb, Body::Agd]),
    (Role::DataProtection, STORES),
];
/// Who answers for the body.
const ANSWERS: By = &[(Role::Supervisor, KEEPERS), (Role::Head, STORES), (Role::DataProtection, STORES)];
const WATCH: By = &[(Role::DataProtection, STORES)];
const DUTY: By = &[(Role::DataProtection, STORES), (Role::Supervisor, KEEPERS), (Role::Head, STORES)];
const REPRESENTED: &[&str] = &["representative", "guardian"];
const SEEN: &[&str] = &["identity-card", "passport", "travel-document", "residence-document"];

steps! { ROWS {
    AccessRequest {
        "receive" [""] => "received", by DESK, "R7.1.1" ["7(1)(1)"],
            asks [Asker, Proof, Document], may [Relation, RelationDocument, RelationUntil, Language],
            needs [(Is(F::Proof, SEEN), IDENTITY), (When(F::Asker, REPRESENTED, F::RelationDocument), RELATION),
                (When(F::Asker, REPRESENTED, F::Relation), RELATION),
                (WhenIs(F::Asker, &["representative"], F::Relation, &["parent", "adoptive-parent", "guardian-by-court"]), RELATION_OTHER),
                (WhenIs(F::Asker, &["guardian"], F::Relation, &["guardian-by-court"]), RELATION_OTHER),
                (MinorWhen(F::Asker, "representative"), RELATION_ENDED), (Future(F::RelationUntil), RELATION_ENDED)];
        "draw-extract" ["received", "extract-drawn"] => "extract-drawn", by DESK, "R7.1.3" ["7(1)(1)"],
            asks [Digest, Language], may [],
            needs [(MinorWhen(F::Asker, "representative"), RELATION_ENDED), (Future(F::RelationUntil), RELATION_ENDED)];
        "deliver" ["extract-drawn"] => "delivered", by DESK, "R7.1.3" ["7(1)(1)"],
            asks [Proof, Day], may [], needs [(Is(F::Proof, SEEN), IDENTITY), (Past(F::Day), DAY_TO_COME)];
        "decline" ["received"] => "declined", by ANSWERS, "R37.1.1" ["37", "7(1)(2)"],
            asks [Reason, Document], may [], needs [];
    }
    WithholdingOrder {
        "enter" [""] => "entered", by WATCH, "R7.1.4" ["7(1)(1)"],
            asks [Order, From, Until], may [Article], needs [(Ordered(F::From, F::Until), ENDS_BEFORE),
                (Future(F::Until), OVER), (Within(Some(F::From), F::Until, 366), WITHHELD_TOO_LONG)];
        "confirm" ["entered"] => "in-force", by DUTY, "R7.1.4" ["7(1)(1)"],
            asks [], may [], needs [(Other("enter"), OWN_STEP)];
        "lift" ["entered", "in-force"] => "lifted", by DUTY, "R7.1.4" ["7(1)(1)"], asks [Document], may [], needs [];
    }
    Complaint {
        "receive" [""] => "received", by DESK, "R7.1.5" ["7(1)(2)", "37"],
            asks [Entry, Day, Route, Asker], may [Document, RelationDocument],
            needs [(Past(F::Day), DAY_TO_COME), (Since(F::Day, 2024, 1, 1), NORM_SUSPENDED),
                (When(F::Asker, REPRESENTED, F::RelationDocument), RELATION)];
        "receive-suspended" [""] => "suspended-norm", by DESK, "R7.1.6" ["7(1)(2)", "39"],
            asks [Day, Asker], may [Entry, Document], needs [(Before(F::Day, 2024, 1, 1), NORM_IN_FORCE)];
        "freeze" ["received"] => "received", by WATCH, "R7.1.5" ["7(1)(2)", "9(2)"],
            asks [Kind], may [], needs [(Is(F::Kind, &["block"]), KIND_OTHER), (BlockedWhen(F::Kind, "block"), NOT_BLOCKED)];
        "answer" ["received"] => "answered", by ANSWERS, "R7.1.5" ["7(1)(2)", "37"],
            asks [Outcome, Document], may [], needs [(Is(F::Outcome, &["upheld", "partly", "dismissed"]), OUTCOME_OTHER), (Other("receive"), OWN_STEP)];
    }
    CourtDecision {
        "receive" [""] => "received", by DUTY, "R37.1.2" ["37"],
            asks [Document, Day, Parts], may [], needs [(Past(F::Day), DAY_TO_COME)];
        "do-part" ["received"] => "received", by DUTY, "R37.1.2" ["37"], asks [Part, Entry], may [], needs [];
        "close" ["received"] => "executed", by DUTY, "R37.1.2" ["37"], asks [Document], may [], needs [(EveryPart, PARTLY)];
    }
    Rectification {
        "receive" [""] => "received", by DESK, "R13.1.3" ["13", "7(1)(1)"],
            asks [Asker, Proof, Document], may [RelationDocument],
            needs [(Is(F::Proof, SEEN), IDENTITY), (When(F::Asker, REPRESENTED, F::RelationDocument), RELATION), (MinorWhen(F::Asker, "representative"), RELATION_ENDED)];
        "decide" ["received"] => "decided", by ANSWERS, "R13.1.3" ["13"],
            asks [Outcome, Document], may [Entry], needs [(Is(F::Outcome, &["upheld", "partly", "dismissed"]), OUTCOME_OTHER),
                (When(F::Outcome, &["upheld", "partly"], F::Entry), CORRECTION_ENTRY)];
        "tell-recipient" ["decided"] => "decided", by ANSWERS, "R13.1.3" ["13"], asks [Recipient, Document], may [], needs [];
        "close" ["decided"] => "closed", by ANSWERS, "R13.1.3" ["13"], asks [], may [], needs [(RecipientsTold, RECIPIENTS_UNTOLD)];
    }
    ConsentWithdrawal {
        "receive" [""] => "received", by DESK, "R10.1.4" ["10(1)", "10(4)"],
            asks [Asker, Proof, Document], may [RelationDocument],
            needs [(Is(F::Proof, SEEN), IDENTITY), (When(F::Asker, REPRESENTED, F::RelationDocument), RELATION), (MinorWhen(F::Asker, "representative"), RELATION_ENDED)];
        "decide" ["received"] => "decided", by ANSWERS, "R10.1.4" ["10(1)", "37"],
            asks [Decision, Document], may [], needs [(Other("receive"), OWN_STEP), (Restricted, NOT_RESTRICTED)];
    }
    Incident {
        "report" [""] => "open", by DUTY, "R7.1.7" ["7(1)(3)"],
            asks [Kind, Day], may [Entry, Count], needs [(Is(F::Kind, &["leak", "loss", "access", "integrity"]), KIND_OTHER), (Past(F::Day), DAY_TO_COME)];
        "notify-subjects" ["open"] => "open", by WATCH, "R7.1.7" ["7(1)(3)"], asks [Document, Count], may [], needs [];
        "notify-body" ["open"] => "open", by WATCH, "R7.1.7" ["7(1)(3)"], asks [Document], may [], needs [];
        "close" ["open"] => "closed", by WATCH, "R7.1.7" ["7(1)(3)"], asks [Document], may [],
            needs [(Taken("notify-subjects"), SUBJECTS_UNTOLD), (Taken("notify-body"), BODY_UNTOLD)];
    }
    Visit {
        "arrive" [""] => "waiting", by DESK, "R7.1-1.1" ["7(1-1)"], asks [CaseReference], may [Day], needs [];
        "serve" ["waiting"] => "served", by DESK, "R7.1-1.1" ["7(1-1)"], asks [], may [Entry], needs [];
        "turn-away" ["waiting"] => "turned-away", by DESK, "R7.1-1.1" ["7(1-1)"],
            asks [Reason], may [], needs [(Is(F::Reason, &["no-identity", "not-eligible", "equipment"]), TURNED_AWAY)];
    }
} }
