use law::MatterKind as M;
use vocabulary::{Basis, Body, Role};

use crate::story::{Story, officer};

fn record(kind: M) -> Story {
    Story::of(kind).on_record(Basis::B1, "registered".parse().unwrap())
}

const BLOCKED: &str = "registered blocked until review 2026-03-20";

#[test]
fn information_is_given_to_who_proved_who_they_are() {
    let (desk, other) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::Operator, Body::Nsb));
    let asks = "asker=subject; proof=identity-card; document=Q-1";
    record(M::AccessRequest)
        .refused(desk, "receive", "asker=subject; proof=none; document=Q-1", "R7.1.1", "matter-identity")
        .refused(other, "receive", asks, "R14.1.1", "kept-elsewhere")
        .refused(officer(3, Role::Operator, Body::Trb), "receive", asks, "R14.1.1", "kept-elsewhere")
        .refused(officer(3, Role::Archivist, Body::Add), "receive", asks, "R7.1.1", "matter-not-yours")
        .take(desk, "receive", asks)
        .refused(desk, "deliver", "proof=passport; day=2026-03-02", "R4.1.1", "matter-state")
        .take(desk, "draw-extract", &format!("digest={}; language=kk", "a".repeat(64)))
        .refused(desk, "deliver", "proof=none; day=2026-03-02", "R7.1.1", "matter-identity")
        .refused(desk, "deliver", "proof=passport; day=2026-03-03", "R3.1.2", "matter-day-to-come")
        .take(desk, "deliver", "proof=passport; day=2026-03-02");
    let digest = "0".repeat(64);
    record(M::AccessRequest).take(desk, "receive", asks).refused(
        desk,
        "draw-extract",
        &format!("digest={digest}; language=ru; recipient=media"),
        "R7.1.3",
        "matter-field-foreign",
    );
    Story::of(M::AccessRequest).refused(desk, "receive", asks, "R7.1.1", "matter-no-record");
}

#[test]
fn a_representative_asks_with_the_document_and_until_the_eighteenth_birthday() {
    let desk = officer(1, Role::Operator, Body::Iab);
    let asks =
        "asker=representative; proof=passport; document=Q-2; relation=parent; relation-document=BIRTH-7";
    record(M::AccessRequest).aged(Some(13)).take(desk, "receive", asks);
    for age in [Some(18), None] {
        record(M::AccessRequest).aged(age).refused(desk, "receive", asks, "R7.1.2", "matter-relation-ended");
    }
    record(M::AccessRequest)
        .aged(Some(13))
        .refused(
            desk,
            "receive",
            "asker=representative; proof=passport; document=Q-2",
            "R7.1.2",
            "matter-relation",
        )
        .refused(desk, "receive", &asks.replace("=parent", "=carer"), "R7.1.2", "matter-relation-other");
    let guardian =
        "asker=guardian; proof=passport; document=Q-3; relation=guardian-by-court; relation-document=G-1";
    record(M::AccessRequest)
        .refused(
            desk,
            "receive",
            &format!("{guardian}; relation-until=2026-03-01"),
            "R7.1.2",
            "matter-relation-ended",
        )
        .refused(
            desk,
            "receive",
            &guardian.replace("guardian-by-court", "limited-capacity"),
            "R7.1.2",
            "matter-relation-other",
        )
        .take(desk, "receive", &format!("{guardian}; relation-until=2026-03-02"));
}

#[test]
fn a_look_is_hidden_by_an_order_with_an_end_only() {
    let (watch, second) =
        (officer(1, Role::DataProtection, Body::Iab), officer(2, Role::Supervisor, Body::Iab));
    record(M::WithholdingOrder)
        .refused(watch, "enter", "order=O-1; from=2026-03-01", "R7.1.4", "matter-field-missing")
        .refused(watch, "enter", "from=2026-03-01; until=2026-06-01", "R7.1.4", "matter-field-missing")
        .refused(
            watch,
            "enter",
            "order=O-1; from=2026-03-01; until=2028-03-01",
            "R7.1.4",
            "matter-withheld-too-long",
        )
        .refused(watch, "enter", "order=O-1; from=2026-01-01; until=2026-03-01", "R3.1.2", "matter-over")
        .take(watch, "enter", "order=O-1; from=2026-03-01; until=2026-06-01")
        .refused(watch, "confirm", "", "R8.2.4", "matter-own-step")
        .take(second, "confirm", "");
}

#[test]
fn an_appeal_against_an_act_before_2024_is_kept_under_the_suspended_norm() {
    let desk = officer(1, Role::Operator, Body::Iab);
    Story::of(M::Complaint)
        .refused(
            desk,
            "receive",
            "entry=12; day=2023-12-31; route=court; asker=subject",
            "R7.1.6",
            "matter-norm-suspended",
        )
        .take(desk, "receive-suspended", "day=2023-12-31; asker=subject");
    Story::of(M::Complaint)
        .refused(desk, "receive-suspended", "day=2024-01-01; asker=subject", "R7.1.6", "matter-norm-in-force")
        .take(desk, "receive", "entry=12; day=2024-01-01; route=prosecutor; asker=subject");
}

#[test]
fn an_appeal_freezes_the_record_and_is_answered_by_another() {
    let (desk, watch) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::DataProtection, Body::Iab));
    let mut complaint = record(M::Complaint);
    complaint.take(desk, "receive", "entry=12; day=2026-02-01; route=court; asker=subject").refused(
        watch,
        "freeze",
        "kind=block",
        "R9.2.1",
        "matter-not-blocked",
    );
    let mut complaint = complaint.on_record(Basis::B1, BLOCKED.parse().unwrap());
    complaint
        .take(watch, "freeze", "kind=block")
        .refused(watch, "answer", "outcome=block; document=A-1", "R6.2.2", "matter-outcome-other")
        .refused(desk, "answer", "outcome=upheld; document=A-1", "R7.1.5", "matter-not-yours")
        .take(watch, "answer", "outcome=upheld; document=A-1");
    let supervisor = officer(3, Role::Supervisor, Body::Iab);
    Story::of(M::Complaint)
        .take(supervisor, "receive", "entry=12; day=2026-02-01; route=court; asker=subject")
        .refused(supervisor, "answer", "outcome=dismissed; document=A-1", "R8.2.4", "matter-own-step");
}

#[test]
fn a_decision_of_a_court_is_executed_as_a_whole() {
    let head = officer(1, Role::Head, Body::Iab);
    record(M::CourtDecision)
        .take(head, "receive", "document=C-1; day=2026-02-27; parts=correct unblock")
        .refused(head, "close", "document=P-1", "R37.1.2", "matter-partly")
        .take(head, "do-part", "part=correct; entry=40")
        .refused(head, "close", "document=P-1", "R37.1.2", "matter-partly")
        .take(head, "do-part", "part=unblock; entry=41")
        .take(head, "close", "document=P-1");
}

#[test]
fn who_was_given_wrong_information_is_told() {
    let (desk, head) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::Head, Body::Iab));
    record(M::Rectification)
        .given_to(2)
        .take(desk, "receive", "asker=subject; proof=passport; document=R-1")
        .refused(head, "decide", "outcome=upheld; document=D-1", "R13.1.3", "matter-correction-entry")
        .take(head, "decide", "outcome=upheld; document=D-1; entry=50")
        .refused(head, "close", "", "R13.1.3", "matter-recipients-untold")
        .take(head, "tell-recipient", "recipient=court; document=N-1")
        .refused(head, "close", "", "R13.1.3", "matter-recipients-untold")
        .take(head, "tell-recipient", "recipient=inquiry; document=N-2")
        .take(head, "close", "");
}

#[test]
fn a_withdrawn_consent_is_decided_once_the_record_is_out_of_searches() {
    let (desk, head) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::Head, Body::Add));
    let asks = "asker=subject; proof=passport; document=W-1";
    record(M::ConsentWithdrawal).take(desk, "receive", asks).refused(
        head,
        "decide",
        "decision=destroy; document=D-1",
        "R10.1.4",
        "matter-not-restricted",
    );
    for state in ["withheld", BLOCKED] {
        Story::of(M::ConsentWithdrawal)
            .on_record(Basis::B1, state.parse().unwrap())
            .take(desk, "receive", asks)
            .refused(head, "decide", "decision=refuse", "R10.1.4", "matter-field-missing")
            .take(head, "decide", "decision=refuse; document=D-1");
    }
}

#[test]
fn a_breach_is_closed_after_both_notices() {
    let watch = officer(1, Role::DataProtection, Body::Iab);
    Story::of(M::Incident)
        .refused(watch, "report", "kind=images; day=2026-03-01", "R5.1.1", "matter-kind-other")
        .take(watch, "report", "kind=leak; day=2026-03-01")
        .refused(watch, "close", "document=I-1", "R7.1.7", "matter-subjects-untold")
        .take(watch, "notify-subjects", "document=N-1; count=3")
        .refused(watch, "close", "document=I-1", "R7.1.7", "matter-body-untold")
        .take(watch, "notify-body", "document=N-2")
        .take(watch, "close", "document=I-1");
}

#[test]
fn a_citizen_is_turned_away_for_a_coded_reason_only() {
    let desk = officer(1, Role::Operator, Body::Iab);
    let visit = |step: &mut Story| step.take(desk, "arrive", "case-reference=K-1").clone();
    let mut waiting = visit(&mut Story::of(M::Visit));
    waiting
        .refused(desk, "turn-away", "", "R7.1-1.1", "matter-field-missing")
        .refused(desk, "turn-away", "reason=repeated", "R7.1-1.1", "matter-turned-away")
        .take(desk, "turn-away", "reason=equipment");
    visit(&mut Story::of(M::Visit)).take(desk, "serve", "");
}
