use law::{MatterField, MatterKind as M};
use vocabulary::{Body, Role};

use crate::story::{Story, officer};

fn digest(letter: &str) -> String {
    letter.repeat(64)
}

fn bundle(bases: &str) -> String {
    format!(
        "act=ORDER-730; document=35161; article=32(1); day=2026-01-10; from=2026-04-01; digest={}; bases={bases}",
        digest("a")
    )
}

#[test]
fn rules_are_simulated_signed_and_confirmed_by_another() {
    let (first, second) = (officer(1, Role::Head, Body::Iab), officer(2, Role::Supervisor, Body::Iab));
    Story::of(M::RuleBundle)
        .refused(
            first,
            "propose",
            &bundle("B1").replace("act=ORDER-730; ", ""),
            "R3.1.1",
            "matter-field-missing",
        )
        .take(first, "propose", &bundle("B1 B3"))
        .refused(first, "sign", &format!("digest={}", digest("a")), "R4.1.1", "matter-state")
        .refused(
            first,
            "simulate",
            &format!("digest={}; other-digest={}; count=9", digest("b"), digest("c")),
            "R32.1.1",
            "matter-bundle-changed",
        )
        .take(first, "simulate", &format!("digest={}; other-digest={}; count=9", digest("a"), digest("c")))
        .take(first, "sign", &format!("digest={}", digest("a")))
        .refused(first, "confirm", &format!("digest={}", digest("a")), "R8.2.4", "matter-own-step")
        .refused(second, "confirm", &format!("digest={}", digest("b")), "R32.1.1", "matter-bundle-changed")
        .take(second, "confirm", &format!("digest={}", digest("a")));
}

#[test]
fn each_body_makes_rules_of_its_own_bases() {
    let of = |body| officer(1, Role::Supervisor, body);
    let mut story = Story::of(M::RuleBundle);
    story
        .refused(of(Body::Mfa), "propose", &bundle("B7 B3"), "R33.1.1", "matter-mfa-bases")
        .refused(of(Body::Trb), "propose", &bundle("B1"), "R34.1.1", "matter-trb-bases")
        .refused(of(Body::Nsb), "propose", &bundle("BV B1"), "R35.1.1", "matter-nsb-bases")
        .refused(of(Body::Iab), "propose", &bundle("B2"), "R34.1.1", "matter-iab-bases")
        .refused(of(Body::Iab), "propose", &bundle("BV"), "R34.1.1", "matter-iab-bases");
    for (body, bases) in
        [(Body::Mfa, "B1f B7 B8"), (Body::Trb, "B2"), (Body::Nsb, "BV"), (Body::Iab, "B1 G1")]
    {
        story.clone().take(of(body), "propose", &bundle(bases));
    }
}

#[test]
fn rules_cite_no_excluded_norm() {
    let head = officer(1, Role::Head, Body::Iab);
    let cited = bundle("B1").replace("article=32(1)", "article=31(2)");
    Story::of(M::RuleBundle).refused(head, "propose", &cited, "R31.2.1", "matter-excluded-norm");
}

#[test]
fn a_form_is_used_while_it_is_in_force() {
    let (first, second, desk) = (
        officer(1, Role::Head, Body::Iab),
        officer(2, Role::Supervisor, Body::Iab),
        officer(3, Role::Operator, Body::Iab),
    );
    Story::of(M::Form)
        .take(
            first,
            "enter",
            &format!(
                "document=FORM-3; article=8(5); from=2026-02-01; until=2026-12-31; digest={}",
                digest("a")
            ),
        )
        .refused(desk, "use", "day=2026-03-02", "R4.1.1", "matter-state")
        .take(second, "confirm", "")
        .refused(desk, "use", "day=2026-01-31", "R8.5.1", "matter-form-not-in-force")
        .refused(desk, "use", "day=2027-01-01", "R8.5.1", "matter-form-not-in-force")
        .take(desk, "use", "day=2026-02-01");
}

#[test]
fn a_control_has_an_owner_evidence_and_a_next_test() {
    let head = officer(1, Role::Head, Body::Iab);
    let control = format!(
        "control-code=site-rooms; officer={}; document=E-1; day=2026-03-01; next-day=2026-12-01",
        head.officer
    );
    Story::of(M::Control)
        .refused(head, "enter", &control.replace("; document=E-1", ""), "R6.2.1", "matter-field-missing")
        .refused(
            head,
            "enter",
            &control.replace("2026-12-01", "2029-12-01"),
            "R6.2.1",
            "matter-test-too-late",
        )
        .take(head, "enter", &control)
        .take(head, "fail", "document=E-2; day=2026-03-02")
        .take(head, "renew", "document=E-3; day=2026-03-02; next-day=2027-03-01");
}

#[test]
fn a_backup_that_was_never_restored_is_not_signed_off() {
    let (keeper, head) = (officer(1, Role::Administrator, Body::Iab), officer(2, Role::Head, Body::Iab));
    let same = format!("digest={}; other-digest={}; day=2026-03-01", digest("a"), digest("a"));
    Story::of(M::RestoreDrill)
        .refused(head, "sign-off", "document=S-1", "R4.1.1", "matter-state")
        .refused(
            keeper,
            "restore",
            &same.replace(&format!("other-digest={}", digest("a")), &format!("other-digest={}", digest("b"))),
            "R8.2.1",
            "matter-root-other",
        )
        .take(keeper, "restore", &same)
        .refused(keeper, "sign-off", "document=S-1", "R8.2.4", "matter-own-step")
        .take(head, "sign-off", "document=S-1");
}

#[test]
fn an_undertaking_is_entered_by_another_and_lasts_a_year_from_the_training() {
    let (operator, other) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::Operator, Body::Iab));
    let keeper = officer(3, Role::Administrator, Body::Iab);
    let signed = format!("officer={}; document=U-1; day=2026-02-01; until=2027-01-31", operator.officer);
    let other_body = Story::of(M::Undertaking).naming_officer_of(Body::Pro);
    other_body.clone().refused(keeper, "sign", &signed, "R6.1.1", "matter-other-body");
    Story::of(M::Undertaking)
        .naming_officer_of(Body::Iab)
        .refused(operator, "sign", &signed, "R8.4.1", "matter-not-yours")
        .refused(
            keeper,
            "sign",
            &signed.replace(&operator.officer.to_string(), &keeper.officer.to_string()),
            "R8.4.1",
            "matter-not-for-oneself",
        )
        .refused(
            keeper,
            "sign",
            &signed.replace("2027-01-31", "2028-01-31"),
            "R8.4.1",
            "matter-training-too-old",
        )
        .refused(keeper, "sign", &signed.replace("2027-01-31", "2026-03-01"), "R3.1.2", "matter-over")
        .take(keeper, "sign", &signed)
        .refused(
            keeper,
            "renew",
            &signed.replace(&operator.officer.to_string(), &other.officer.to_string()),
            "R8.4.1",
            "matter-undertaking-other",
        )
        .take(
            keeper,
            "renew",
            &signed.replace("2026-02-01", "2026-03-01").replace("2027-01-31", "2027-02-28"),
        );
}

#[test]
fn work_outside_hours_is_ordered_by_a_head_for_a_month_at_most() {
    let (head, operator) = (officer(1, Role::Head, Body::Iab), officer(2, Role::Operator, Body::Iab));
    let order = "order=O-1; unit=00-0001; from=2026-03-02; until=2026-03-20";
    Story::of(M::OffHoursOrder)
        .refused(operator, "issue", order, "R8.4.2", "matter-not-yours")
        .refused(head, "issue", &order.replace("2026-03-20", "2026-05-20"), "R8.4.2", "matter-order-too-long")
        .take(head, "issue", order);
}

#[test]
fn a_station_passes_when_every_check_does() {
    let operator = officer(1, Role::Operator, Body::Iab);
    let passed = "unit=00-0001; encryption=passed; clock=passed; certificate=passed; update=passed";
    for check in ["encryption", "clock", "certificate", "update"] {
        let failed = passed.replace(&format!("{check}=passed"), &format!("{check}=failed"));
        Story::of(M::StationCheck).refused(operator, "pass", &failed, "R8.3.1", "matter-station-failed");
    }
    let elsewhere = officer(2, Role::Operator, Body::Iab);
    Story::of(M::StationCheck).refused(elsewhere, "pass", passed, "R8.3.1", "matter-other-station");
    Story::of(M::StationCheck).take(operator, "pass", passed);
    Story::of(M::StationCheck).take(operator, "fail", "unit=00-0001; clock=failed");
}

#[test]
fn a_service_agreement_is_abroad_in_its_dates_and_audited() {
    let (first, second) = (officer(1, Role::Supervisor, Body::Mfa), officer(2, Role::Supervisor, Body::Mfa));
    let agreement = "document=S-1; party=990140000001; state=KGZ; from=2026-01-01; until=2026-12-31; article=33; next-day=2026-09-01";
    Story::of(M::Agreement)
        .refused(first, "enter", &agreement.replace("KGZ", "KAZ"), "R33.4.1", "matter-agreement-abroad")
        .refused(first, "enter", &agreement.replace("2026-12-31", "2026-03-01"), "R3.1.2", "matter-over")
        .refused(
            first,
            "enter",
            &agreement.replace("2026-09-01", "2027-09-01"),
            "R33.4.1",
            "matter-audit-too-late",
        )
        .take(first, "enter", agreement)
        .refused(first, "confirm", "", "R8.2.4", "matter-own-step")
        .take(second, "confirm", "")
        .take(officer(3, Role::Operator, Body::Mfa), "stop", "document=X-1");
}

#[test]
fn a_batch_is_taken_under_an_agreement_and_confirmed_by_a_sample() {
    let (firm, mission, supervisor) = (
        officer(1, Role::Operator, Body::Svc),
        officer(2, Role::Operator, Body::Mfa),
        officer(3, Role::Supervisor, Body::Mfa),
    );
    let sent =
        format!("agreement={}; count=100; digest={}", officer(9, Role::Head, Body::Iab).officer, digest("a"));
    for state in ["entered", "stopped"] {
        Story::of(M::Batch).naming(MatterField::Agreement, M::Agreement, state, "state=KGZ").refused(
            firm,
            "send",
            &sent,
            "R33.4.1",
            "matter-no-agreement",
        );
    }
    Story::of(M::Batch)
        .naming(MatterField::Agreement, M::Agreement, "in-force", "state=KGZ")
        .refused(firm, "send", &sent.replace("count=100", "count=0"), "R33.4.3", "matter-batch-empty")
        .take(firm, "send", &sent)
        .refused(supervisor, "accept", "", "R4.1.1", "matter-state")
        .refused(
            mission,
            "confirm",
            &format!("digest={}; sample=4; deviations=0", digest("a")),
            "R33.4.3",
            "matter-sample-too-small",
        )
        .refused(
            mission,
            "confirm",
            &format!("digest={}; sample=5; deviations=0", digest("b")),
            "R33.4.3",
            "matter-batch-changed",
        )
        .take(mission, "confirm", &format!("digest={}; sample=5; deviations=0", digest("a")))
        .take(supervisor, "accept", "");
}

#[test]
fn a_power_of_another_law_is_entered_and_confirmed() {
    let (first, second) = (officer(1, Role::Supervisor, Body::Nsb), officer(2, Role::Supervisor, Body::Nsb));
    Story::of(M::Power)
        .refused(
            officer(3, Role::Operator, Body::Nsb),
            "enter",
            "act=L-1; article=5; day=2026-01-01",
            "R32.3.1",
            "matter-not-yours",
        )
        .take(first, "enter", "act=L-1; article=5; day=2026-01-01")
        .refused(first, "confirm", "", "R8.2.4", "matter-own-step")
        .take(second, "confirm", "");
}

#[test]
fn liability_is_a_reference_without_an_amount_verified_by_another() {
    let (first, second) = (officer(1, Role::Head, Body::Iab), officer(2, Role::Supervisor, Body::Iab));
    let entered = format!("act=CODE-1; article=443-1; digest={}; from=2024-01-01", digest("a"));
    Story::of(M::LiabilityReference)
        .refused(first, "enter", &format!("{entered}; amount=2"), "R38.1.3", "matter-no-amount")
        .refused(
            first,
            "enter",
            &entered.replace("2024-01-01", "2020-12-31"),
            "R38.1.2",
            "matter-before-the-law",
        )
        .take(first, "enter", &entered)
        .refused(
            first,
            "verify",
            &format!("digest={}; day=2026-03-01", digest("a")),
            "R8.2.4",
            "matter-own-step",
        )
        .refused(
            second,
            "verify",
            &format!("digest={}; day=2026-03-01", digest("b")),
            "R38.1.3",
            "matter-text-changed",
        )
        .take(second, "verify", &format!("digest={}; day=2026-03-01", digest("a")));
}
