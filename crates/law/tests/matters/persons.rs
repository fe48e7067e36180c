use law::MatterKind as M;
use vocabulary::{Body, Role};

use crate::story::{Story, officer};

#[test]
fn illness_exempts_by_the_conclusion_of_a_commission_in_cases_of_identity_documents() {
    let (desk, second) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::Operator, Body::Iab));
    let conclusion = "case-reference=K-1; kind=medical; basis=B4; document=M-1; day=2026-02-01; \
        issuer=medical-commission; article=10-1(4); disease-code=L40; until=2026-12-31";
    for issuer in ["operator", "physician", "two-officers"] {
        let own = conclusion.replace("medical-commission", issuer);
        Story::of(M::Exemption).refused(desk, "enter", &own, "R10-1.4.1", "matter-own-judgement");
    }
    Story::of(M::Exemption)
        .refused(
            desk,
            "enter",
            &conclusion.replace("; disease-code=L40", ""),
            "R10-1.4.1",
            "matter-disease-unlisted",
        )
        .refused(
            desk,
            "enter",
            &conclusion.replace("basis=B4", "basis=B7"),
            "R10-1.4.1",
            "matter-conclusion-not-here",
        )
        .refused(desk, "enter", &conclusion.replace("2026-12-31", "2026-03-01"), "R3.1.2", "matter-over")
        .take(desk, "enter", conclusion)
        .take(second, "confirm", "");
}

#[test]
fn missing_fingers_are_found_by_two_officers() {
    let (desk, second) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::Operator, Body::Iab));
    let finding = "case-reference=K-1; kind=anatomical; basis=B3; document=F-1; day=2026-03-02; issuer=two-officers; article=10-1(4)";
    Story::of(M::Exemption)
        .refused(
            desk,
            "enter",
            &finding.replace("two-officers", "operator"),
            "R10-1.4.5",
            "matter-finding-by-two",
        )
        .take(desk, "enter", finding)
        .refused(desk, "confirm", "", "R10-1.4.5", "matter-finding-by-two")
        .take(second, "confirm", "");
}

#[test]
fn an_exemption_by_reciprocity_needs_the_entry_of_the_state_and_category_on_the_day() {
    let (first, second) = (officer(1, Role::Supervisor, Body::Mfa), officer(2, Role::Operator, Body::Mfa));
    let apply = "case-reference=K-1; state=KGZ; category=10-1(2)(2); day=2026-03-02; document=N-1";
    let mut entry = Story::of(M::Reciprocity);
    entry
        .take(first, "enter", "state=KGZ; category=10-1(2)(2); act=A-9; from=2025-01-01; until=2026-12-31")
        .refused(first, "apply", apply, "R4.1.1", "matter-state")
        .refused(first, "confirm", "", "R8.2.4", "matter-own-step")
        .take(second, "confirm", "")
        .refused(second, "apply", &apply.replace("KGZ", "UZB"), "R10-1.2.0", "matter-reciprocity-other")
        .refused(second, "apply", &apply.replace("(2)(2)", "(2)(4)"), "R10-1.2.0", "matter-reciprocity-other")
        .refused(
            second,
            "apply",
            &apply.replace("2026-03-02", "2027-01-01"),
            "R10-1.2.0",
            "matter-reciprocity-over",
        )
        .refused(second, "apply", &apply.replace("; document=N-1", ""), "R10-1.2.0", "matter-field-missing")
        .take(second, "apply", apply)
        .take(first, "end", "document=X-1; until=2026-03-02")
        .refused(second, "apply", apply, "R4.1.1", "matter-state");
}

#[test]
fn an_invitation_is_of_a_body_the_law_names() {
    let desk = officer(1, Role::Operator, Body::Mfa);
    let invitation = "inviter=parliament; document=I-1; day=2026-02-01; until=2026-05-01";
    Story::of(M::Invitation)
        .refused(
            desk,
            "enter",
            &invitation.replace("parliament", "other"),
            "R10-1.2.6",
            "matter-inviter-other",
        )
        .take(desk, "enter", invitation)
        .take(desk, "apply", "case-reference=K-1");
}

#[test]
fn a_representative_is_one_by_law_and_a_guardian_by_a_court() {
    let desk = officer(1, Role::Operator, Body::Iab);
    let parent = "case-reference=K-1; relation=parent; relation-document=BIRTH-7; day=2026-03-02";
    for relation in ["carer", "other", "limited-capacity"] {
        let other = parent.replace("=parent", &format!("={relation}"));
        Story::of(M::Representation).refused(desk, "enter", &other, "R11.2.1", "matter-not-a-representative");
    }
    Story::of(M::Representation)
        .refused(
            desk,
            "enter",
            &parent.replace("=parent", "=guardian-by-court"),
            "R11.3.1",
            "matter-guardian-decision",
        )
        .take(
            desk,
            "enter",
            &format!("{}; court-decision=C-3", parent.replace("=parent", "=guardian-by-court")),
        );
    Story::of(M::Representation)
        .take(desk, "enter", parent)
        .refused(desk, "check", "relation-document=BIRTH-8", "R7.1.2", "matter-relation-other")
        .take(desk, "check", "relation-document=BIRTH-7");
}
