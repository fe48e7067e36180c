use law::{MatterField, MatterKind as M};
use vocabulary::{Basis, Body, Role};

use crate::story::{Story, officer};

const ASKS: &str = "recipient=court; office=UNIT-7; article=9(4); case-reference=K-1; scope=match-no-match; \
    order-scope=registry-number; until=2026-06-01";

fn transfer() -> Story {
    Story::of(M::Transfer).on_record(Basis::B3, "registered".parse().unwrap())
}

#[test]
fn a_transfer_names_its_article_case_and_scope() {
    let (office, head) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::Head, Body::Iab));
    for field in ["article=9(4); ", "case-reference=K-1; "] {
        transfer().refused(office, "request", &ASKS.replace(field, ""), "R9.4.1", "matter-field-missing");
    }
    for recipient in ["company", "employer", "media", "private-person"] {
        let asks = ASKS.replace("recipient=court", &format!("recipient={recipient}"));
        transfer().refused(office, "request", &asks, "R9.4.1", "matter-recipient-other");
    }
    let wider = ASKS.replace("scope=match-no-match", "scope=card; order=O-1");
    transfer().refused(office, "request", &wider, "R9.4.1", "matter-wider-than-order");
    transfer()
        .take(office, "request", ASKS)
        .refused(office, "send", &format!("digest={}", "a".repeat(64)), "R4.1.1", "matter-state")
        .take(head, "approve", "")
        .take(office, "send", &format!("digest={}", "a".repeat(64)))
        .take(office, "acknowledge", "document=A-1; day=2026-03-02")
        .take(office, "confirm-end", "document=E-1; day=2026-03-02");
}

#[test]
fn nobody_approves_their_own_transfer() {
    let supervisor = officer(1, Role::Supervisor, Body::Iab);
    transfer().take(supervisor, "request", ASKS).refused(
        supervisor,
        "approve",
        "",
        "R8.2.4",
        "matter-own-step",
    );
}

#[test]
fn a_card_or_images_need_an_order() {
    let office = officer(1, Role::Operator, Body::Iab);
    for scope in ["card", "images"] {
        let more = ASKS
            .replace("scope=match-no-match", &format!("scope={scope}"))
            .replace("registry-number", "images");
        transfer().refused(office, "request", &more, "R9.4.2", "matter-more-without-order").take(
            office,
            "request",
            &format!("{more}; order=O-1"),
        );
    }
}

#[test]
fn who_owes_a_confirmation_is_given_nothing_more() {
    let (office, head) = (officer(1, Role::Operator, Body::Iab), officer(2, Role::Head, Body::Iab));
    transfer().owing(1).refused(office, "request", ASKS, "R9.4.3", "matter-owed");
    let approved = transfer().take(office, "request", ASKS).take(head, "approve", "").clone();
    approved.owing(1).refused(office, "send", &format!("digest={}", "b".repeat(64)), "R9.4.3", "matter-owed");
    let long = ASKS.replace("2026-06-01", "2027-06-01");
    transfer().refused(office, "request", &long, "R9.4.3", "matter-use-too-long");
}

#[test]
fn nothing_of_a_blocked_record_is_given() {
    let office = officer(1, Role::Operator, Body::Iab);
    let blocked = "registered blocked until review 2026-03-20".parse().unwrap();
    transfer().on_record(Basis::B3, blocked).refused(office, "request", ASKS, "R1.7.1", "matter-blocked");
}

#[test]
fn a_treaty_counts_from_its_ratification_and_by_two() {
    let (first, second) = (officer(1, Role::Supervisor, Body::Mfa), officer(2, Role::Head, Body::Iab));
    let treaty = "state=KGZ; document=T-1; act=L-5; day=2020-05-01; from=2020-06-01";
    Story::of(M::Treaty)
        .refused(first, "enter", "state=KGZ; document=T-1; from=2020-06-01", "R3.2.1", "matter-field-missing")
        .refused(first, "enter", &treaty.replace("day=2020", "day=2027"), "R3.2.1", "matter-not-ratified")
        .refused(
            first,
            "enter",
            &treaty.replace("from=2020-06", "from=2020-04"),
            "R3.2.1",
            "matter-not-ratified",
        )
        .take(first, "enter", treaty)
        .refused(first, "confirm", "", "R8.2.4", "matter-own-step")
        .take(second, "confirm", "");
}

fn query(basis: Basis) -> Story {
    Story::of(M::ForeignRequest).on_record(basis, "registered".parse().unwrap()).naming(
        MatterField::Treaty,
        M::Treaty,
        "in-force",
        "state=KGZ",
    )
}

fn asked() -> String {
    format!("state=KGZ; treaty={}; document=F-1; kind=hit-no-hit", officer(9, Role::Head, Body::Iab).officer)
}

#[test]
fn a_foreign_state_is_answered_under_a_ratified_treaty_by_two_units() {
    let office = officer(1, Role::Operator, Body::Iab);
    let (first, same, second) = (
        officer(3, Role::Supervisor, Body::Iab),
        officer(5, Role::Head, Body::Iab),
        officer(2, Role::Head, Body::Iab),
    );
    query(Basis::B3).naming(MatterField::Treaty, M::Treaty, "entered", "state=KGZ").refused(
        office,
        "receive",
        &asked(),
        "R9.5.1",
        "matter-no-treaty",
    );
    query(Basis::B3).naming(MatterField::Treaty, M::Treaty, "in-force", "state=UZB").refused(
        office,
        "receive",
        &asked(),
        "R9.5.1",
        "matter-treaty-other-state",
    );
    query(Basis::B3)
        .take(office, "receive", &asked())
        .take(first, "approve", "")
        .refused(first, "approve-second", "", "R8.2.4", "matter-own-step")
        .refused(same, "approve-second", "", "R8.2.4", "matter-own-unit")
        .take(second, "approve-second", "")
        .take(office, "answer", "answer=no-hit")
        .refused(
            office,
            "ask-identity",
            "document=F-2; article=9(5); case-reference=K-1",
            "R9.5.2",
            "matter-no-hit",
        );
}

fn answered(basis: Basis) -> Story {
    let office = officer(1, Role::Operator, Body::Iab);
    query(basis)
        .take(office, "receive", &asked())
        .take(officer(3, Role::Supervisor, Body::Iab), "approve", "")
        .take(officer(2, Role::Head, Body::Iab), "approve-second", "")
        .take(office, "answer", "answer=hit")
        .clone()
}

#[test]
fn a_treaty_counts_in_its_dates_and_identity_is_of_a_record_that_is_named_and_not_blocked() {
    let office = officer(1, Role::Operator, Body::Iab);
    for given in ["state=KGZ; until=2026-03-01", "state=KGZ; from=2026-03-03"] {
        query(Basis::B3).naming(MatterField::Treaty, M::Treaty, "in-force", given).refused(
            office,
            "receive",
            &asked(),
            "R9.5.1",
            "matter-no-treaty",
        );
    }
    let reasons = "document=F-2; article=9(5); case-reference=K-1";
    let blocked = "registered blocked until review 2026-03-20".parse().unwrap();
    answered(Basis::B3).on_record(Basis::B3, blocked).refused(
        office,
        "ask-identity",
        reasons,
        "R1.7.1",
        "matter-blocked",
    );
    answered(Basis::B3).on_no_record().refused(office, "ask-identity", reasons, "R4.1.1", "matter-no-record");
}

#[test]
fn identity_is_a_second_reasoned_request() {
    let office = officer(1, Role::Operator, Body::Iab);
    query(Basis::B3).refused(
        office,
        "receive",
        &asked().replace("hit-no-hit", "identity"),
        "R9.5.2",
        "matter-hit-first",
    );
    let reasons = "document=F-2; article=9(5); case-reference=K-1";
    answered(Basis::B3)
        .refused(office, "give-identity", &format!("digest={}", "a".repeat(64)), "R4.1.1", "matter-state")
        .refused(office, "ask-identity", "document=F-2", "R9.5.2", "matter-field-missing")
        .take(office, "ask-identity", reasons)
        .take(officer(2, Role::Head, Body::Iab), "agree-identity", "")
        .take(office, "give-identity", &format!("digest={}", "a".repeat(64)));
}

#[test]
fn nothing_of_an_asylum_seeker_goes_to_the_state_of_origin() {
    let office = officer(1, Role::Operator, Body::Iab);
    let reasons = "document=F-2; article=9(5); case-reference=K-1";
    answered(Basis::B5)
        .refused(office, "ask-identity", reasons, "R9.5.1", "matter-nationality")
        .refused(
            office,
            "ask-identity",
            &format!("{reasons}; nationality=KGZ"),
            "R10.2.4",
            "matter-state-of-origin",
        )
        .take(office, "ask-identity", &format!("{reasons}; nationality=UZB"));
}

#[test]
fn research_is_given_synthetic_data_or_counts_of_ten_and_more() {
    let (office, watch) =
        (officer(1, Role::Operator, Body::Iab), officer(2, Role::DataProtection, Body::Iab));
    for kind in ["images", "profiles"] {
        let asks = format!("kind={kind}; document=S-1; count=10");
        Story::of(M::ResearchRequest).refused(office, "request", &asks, "R5-1.7", "matter-research-kind");
    }
    Story::of(M::ResearchRequest)
        .refused(
            office,
            "request",
            "kind=aggregates; document=S-1; count=9",
            "R5-1.7",
            "matter-group-too-small",
        )
        .take(office, "request", "kind=aggregates; document=S-1; count=10")
        .take(watch, "agree", "")
        .take(office, "give", &format!("digest={}", "c".repeat(64)));
}
