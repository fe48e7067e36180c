use law::MatterKind as M;
use vocabulary::{Basis, Body, Role};

use crate::story::{Story, officer};

const PROSECUTOR: (Role, Body) = (Role::Prosecutor, Body::Pro);

#[test]
fn an_order_of_the_prosecutor_is_answered_before_it_is_closed() {
    let prosecutor = officer(1, PROSECUTOR.0, PROSECUTOR.1);
    let head = officer(2, Role::Head, Body::Iab);
    Story::of(M::ProsecutorOrder)
        .refused(head, "issue", "kind=order; document=P-1; until=2026-04-01", "R36.1.2", "matter-not-yours")
        .refused(
            prosecutor,
            "issue",
            "kind=block; document=P-1; until=2026-04-01",
            "R4.1.1",
            "matter-no-record",
        )
        .take(prosecutor, "issue", "kind=protest; document=P-1; until=2026-04-01")
        .refused(prosecutor, "close", "", "R4.1.1", "matter-state")
        .refused(prosecutor, "answer", "document=A-1; outcome=upheld", "R36.1.2", "matter-not-yours")
        .take(head, "answer", "document=A-1; outcome=upheld")
        .take(prosecutor, "close", "");
}

#[test]
fn an_order_to_block_is_answered_once_the_record_is_blocked() {
    let (prosecutor, watch) =
        (officer(1, PROSECUTOR.0, PROSECUTOR.1), officer(2, Role::DataProtection, Body::Iab));
    let mut order = Story::of(M::ProsecutorOrder).on_record(Basis::B1, "registered".parse().unwrap());
    order.take(prosecutor, "issue", "kind=block; document=P-1; until=2026-04-01").refused(
        watch,
        "answer",
        "document=A-1; outcome=upheld",
        "R9.2.1",
        "matter-not-blocked",
    );
    order.on_record(Basis::B1, "registered blocked until review 2026-03-20".parse().unwrap()).take(
        watch,
        "answer",
        "document=A-1; outcome=upheld",
    );
}

#[test]
fn an_extract_for_an_inquiry_is_handed_over_as_it_was_drawn() {
    let watch = officer(1, Role::DataProtection, Body::Iab);
    let (a, b) = ("a".repeat(64), "b".repeat(64));
    Story::of(M::LedgerExtract)
        .take(watch, "draw", &format!("case-reference=K-1; entry=1; last-entry=90; digest={a}"))
        .refused(
            watch,
            "hand-over",
            &format!("document=H-1; digest={b}; day=2026-03-02"),
            "R38.1.1",
            "matter-extract-changed",
        )
        .take(watch, "hand-over", &format!("document=H-1; digest={a}; day=2026-03-02"));
}

#[test]
fn why_did_you_look_is_answered_by_who_looked_and_judged_by_another() {
    let (watch, looked, other) = (
        officer(1, Role::DataProtection, Body::Iab),
        officer(2, Role::Operator, Body::Iab),
        officer(3, Role::Operator, Body::Iab),
    );
    Story::of(M::CallBack)
        .take(watch, "ask", &format!("entry=7; officer={}", looked.officer))
        .refused(other, "explain", "case-reference=K-1; article=16(1)", "R4.5.1", "matter-not-the-one-asked")
        .refused(looked, "explain", "article=16(1)", "R4.5.1", "matter-field-missing")
        .take(looked, "explain", "case-reference=K-1; article=16(1)")
        .refused(looked, "judge", "outcome=explained", "R4.5.1", "matter-not-yours")
        .refused(watch, "judge", "outcome=unexplained", "R4.5.1", "matter-unexplained")
        .take(watch, "judge", "outcome=unexplained; document=REPORT-1");
}

#[test]
fn a_reported_violation_is_decided_by_another_and_a_block_is_a_block() {
    let (operator, supervisor) =
        (officer(1, Role::Operator, Body::Iab), officer(2, Role::Supervisor, Body::Iab));
    let mut violation = Story::of(M::Violation).on_record(Basis::B1, "registered".parse().unwrap());
    violation
        .take(operator, "report", "kind=unlawful-basis; day=2026-03-01")
        .refused(supervisor, "decide", "outcome=block", "R9.2.1", "matter-field-missing")
        .refused(supervisor, "decide", "outcome=block; document=D-1", "R9.2.1", "matter-not-blocked");
    violation
        .clone()
        .on_record(Basis::B1, "registered blocked until review 2026-03-20".parse().unwrap())
        .take(supervisor, "decide", "outcome=block; document=D-1");
    violation.take(supervisor, "decide", "outcome=no-block; document=D-1");
}
