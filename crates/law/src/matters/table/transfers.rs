//! Transfers, treaties, foreign states, research (Art. 3(2), 5-1(7), 9(4), 9(5)).

use vocabulary::{Basis, Body, Role};

use crate::matters::field::MatterField as F;
use crate::matters::kind::MatterKind;
use crate::matters::row::Check::*;
use crate::matters::row::{By, steps};

const KEEPERS: &[Body] = &[Body::Iab, Body::Trb, Body::Agd];
const OFFICE: By = &[(Role::Supervisor, KEEPERS), (Role::Operator, &[Body::Iab, Body::Trb, Body::Agd])];
const APPROVES: By = &[(Role::Head, KEEPERS), (Role::Supervisor, KEEPERS)];
const TREATIES: By = &[(Role::Head, &[Body::Iab]), (Role::Supervisor, &[Body::Iab, Body::Mfa])];
const WATCH: By = &[(Role::DataProtection, &[Body::Iab, Body::Trb, Body::Agd])];
const LAWFUL: &[&str] = &["court", "law-enforcement", "special-state-body", "enforcement", "inquiry"];
const MORE: &[&str] = &["card", "images"];

steps! { ROWS {
    Transfer {
        "request" [""] => "requested", by OFFICE, "R9.4.1" ["9(4)"],
            asks [Recipient, Office, Article, CaseReference, Scope, OrderScope, Until], may [Order],
            needs [(NotBlocked, BLOCKED), (Is(F::Recipient, LAWFUL), RECIPIENT_OTHER), (AtMost(F::Scope, F::OrderScope), WIDER_THAN_ORDER),
                (When(F::Scope, MORE, F::Order), MORE_WITHOUT_ORDER), (Future(F::Until), OVER),
                (Within(None, F::Until, 366), USE_TOO_LONG), (NothingOwed, OWED)];
        "approve" ["requested"] => "approved", by APPROVES, "R9.4.1" ["9(4)"], asks [], may [],
            needs [(NotBlocked, BLOCKED), (Other("request"), OWN_STEP)];
        "decline" ["requested"] => "declined", by APPROVES, "R9.4.1" ["9(4)"],
            asks [Reason], may [], needs [(Is(F::Reason, &["no-ground", "no-record"]), REASON_OTHER)];
        "send" ["approved"] => "sent", by OFFICE, "R9.4.2" ["9(4)"],
            asks [Digest], may [], needs [(NotBlocked, BLOCKED), (Future(F::Until), OVER), (NothingOwed, OWED)];
        "acknowledge" ["sent"] => "acknowledged", by OFFICE, "R9.4.3" ["9(4)"], asks [Document, Day], may [],
            needs [(Past(F::Day), DAY_TO_COME)];
        "confirm-end" ["sent", "acknowledged"] => "ended", by OFFICE, "R9.4.3" ["9(4)"], asks [Document, Day], may [],
            needs [(Past(F::Day), DAY_TO_COME)];
    }
    Treaty {
        "enter" [""] => "entered", by TREATIES, "R3.2.1" ["3(2)"],
            asks [State, Document, Act, Day, From], may [Until, Article],
            needs [(Past(F::Day), NOT_RATIFIED), (Ordered(F::Day, F::From), NOT_RATIFIED), (Ordered(F::From, F::Until), ENDS_BEFORE)];
        "confirm" ["entered"] => "in-force", by TREATIES, "R3.2.1" ["3(2)"], asks [], may [], needs [(Other("enter"), OWN_STEP)];
        "end" ["entered", "in-force"] => "ended", by TREATIES, "R3.2.1" ["3(2)"], asks [Document, Day], may [], needs [];
    }
    ForeignRequest {
        "receive" [""] => "received", by OFFICE, "R9.5.1" ["9(5)"],
            asks [State, Treaty, Document, Kind], may [CaseReference],
            needs [(Is(F::Kind, &["hit-no-hit"]), HIT_FIRST), (Linked(F::Treaty, MatterKind::Treaty, &["in-force"]), NO_TREATY),
                (AsLinked(F::Treaty, F::State), TREATY_OTHER_STATE)];
        "approve" ["received"] => "approved-once", by APPROVES, "R9.5.1" ["9(5)"], asks [], may [], needs [(Other("receive"), OWN_STEP)];
        "approve-second" ["approved-once"] => "approved", by APPROVES, "R9.5.1" ["9(5)"], asks [], may [],
            needs [(Other("receive"), OWN_STEP), (Other("approve"), OWN_STEP), (OtherUnit("approve"), OWN_UNIT), (Linked(F::Treaty, MatterKind::Treaty, &["in-force"]), NO_TREATY)];
        "answer" ["approved"] => "answered", by OFFICE, "R9.5.2" ["9(5)"],
            asks [Answer], may [], needs [(NotBlocked, BLOCKED), (Linked(F::Treaty, MatterKind::Treaty, &["in-force"]), NO_TREATY)];
        "ask-identity" ["answered"] => "identity-asked", by OFFICE, "R9.5.2" ["9(5)"],
            asks [Document, Article, CaseReference], may [Nationality],
            needs [(NamesRecord, NO_RECORD), (NotBlocked, BLOCKED), (Is(F::Answer, &["hit"]), NO_HIT), (OfBasisNames(&[Basis::B5], F::Nationality), NATIONALITY),
                (Differs(F::State, F::Nationality), STATE_OF_ORIGIN)];
        "agree-identity" ["identity-asked"] => "identity-agreed", by APPROVES, "R9.5.2" ["9(5)"], asks [], may [],
            needs [(NotBlocked, BLOCKED), (Other("ask-identity"), OWN_STEP)];
        "give-identity" ["identity-agreed"] => "given", by OFFICE, "R9.5.1" ["9(5)"],
            asks [Digest], may [], needs [(NotBlocked, BLOCKED), (Linked(F::Treaty, MatterKind::Treaty, &["in-force"]), NO_TREATY)];
        "decline" ["received", "approved-once", "approved", "identity-asked"] => "declined", by APPROVES, "R9.5.1" ["9(5)"],
            asks [Reason], may [], needs [];
    }
    ResearchRequest {
        "request" [""] => "requested", by OFFICE, "R5-1.7" ["5-1"],
            asks [Kind, Document, Count], may [],
            needs [(Is(F::Kind, &["synthetic", "aggregates"]), RESEARCH_KIND), (AtLeast(F::Count, 10), GROUP_TOO_SMALL)];
        "agree" ["requested"] => "agreed", by WATCH, "R5-1.7" ["5-1"], asks [], may [], needs [(Other("request"), OWN_STEP)];
        "give" ["agreed"] => "given", by OFFICE, "R5-1.7" ["5-1"], asks [Digest], may [], needs [];
    }
} }
