use law::MatterKind as M;
use vocabulary::{Actor, Body, Role};

use crate::story::{Story, officer};

fn police() -> Actor {
    officer(1, Role::Operator, Body::Iab)
}

fn inquiry() -> Actor {
    officer(1, Role::Operator, Body::Inv)
}

fn division(number: u8) -> Actor {
    officer(number, Role::Operator, Body::Agd)
}

fn kit(group: &str) -> String {
    format!("group={group}; case-reference=K-1; kit=KIT-1; earlier-profile=no")
}

const SWAB: &str = "material-type=buccal-swab; source=living-person; seal=S-1; place=P-1; day=2026-03-02; \
    basis-document=J-1; hygiene=yes";
const PROFILE: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn selected(group: &str, given: &str) -> Story {
    let who = if group == "G2" { inquiry() } else { police() };
    Story::of(M::Material).take(who, "issue-kit", &kit(group)).take(who, "select", given).clone()
}

fn trace() -> Story {
    let given = SWAB.replace("living-person", "trace").replace("buccal-swab", "hair");
    selected("G2", &format!("{given}; specialist=SP-1; specialist-of=authorised-division"))
}

fn at_the_division(mut story: Story) -> Story {
    let who = if story_is_of_inquiry(&story) { inquiry() } else { police() };
    story
        .take(who, "dispatch", "laboratory=AGD; seal=S-1")
        .take(division(2), "receive", "seal=S-1; condition=whole")
        .clone()
}

fn story_is_of_inquiry(story: &Story) -> bool {
    story.group() == "G2"
}

fn accepted(story: Story) -> Story {
    at_the_division(story)
        .take(division(2), "extract", "run=RUN-1; portion-use=genomic-information")
        .take(division(2), "profile", &format!("run=RUN-1; run-controls=passed; digest={PROFILE}"))
        .take(division(3), "review", &format!("digest={PROFILE}"))
        .take(division(4), "review-second", &format!("digest={PROFILE}"))
        .take(division(5), "accept", "document=ACC-1")
        .clone()
}

#[test]
fn nothing_reaches_a_laboratory_without_a_record_of_its_collection() {
    let mut story = Story::of(M::Material);
    story.refused(division(2), "receive", "seal=S-1; condition=whole", "R4.1.1", "matter-state").take(
        police(),
        "issue-kit",
        &kit("G1"),
    );
    story
        .refused(division(2), "receive", "seal=S-1; condition=whole", "R4.1.1", "matter-state")
        .refused(police(), "dispatch", "laboratory=AGD; seal=S-1", "R4.1.1", "matter-state")
        .refused(
            police(),
            "select",
            &SWAB.replace("basis-document=J-1; ", ""),
            "R20.1.1",
            "matter-field-missing",
        )
        .refused(
            police(),
            "select",
            &SWAB.replace("source=living-person; ", ""),
            "R20.1.1",
            "matter-field-missing",
        )
        .refused(police(), "select", &SWAB.replace("living-person", "trace"), "R1.1.1", "matter-source-other")
        .take(police(), "select", SWAB);
}

#[test]
fn who_was_selected_from_before_is_not_selected_from_again() {
    Story::of(M::Material).refused(
        police(),
        "issue-kit",
        &kit("G1").replace("earlier-profile=no", "earlier-profile=yes"),
        "R21.5.1",
        "matter-selected-earlier",
    );
}

#[test]
fn each_group_is_collected_by_its_body_with_its_specialist() {
    Story::of(M::Material)
        .refused(inquiry(), "issue-kit", &kit("G1"), "R21.1.3", "matter-collected-by-police")
        .refused(inquiry(), "issue-kit", &kit("G3"), "R21.1.3", "matter-collected-by-police")
        .refused(police(), "issue-kit", &kit("G2"), "R21.1.2", "matter-collected-by-inquiry");
    for body in [Body::Mfa, Body::Trb, Body::Nsb] {
        let actor = officer(1, Role::Operator, body);
        Story::of(M::Material).refused(actor, "issue-kit", &kit("G1"), "R19.1.1", "matter-not-yours");
    }
    let hair = SWAB.replace("living-person", "trace").replace("buccal-swab", "hair");
    Story::of(M::Material).take(inquiry(), "issue-kit", &kit("G2")).refused(
        inquiry(),
        "select",
        &hair,
        "R21.1.2",
        "matter-trace-specialist",
    );
    let bone = SWAB.replace("living-person", "body").replace("buccal-swab", "bone");
    Story::of(M::Material)
        .take(police(), "issue-kit", &kit("G4"))
        .refused(police(), "select", &bone, "R21.1.4", "matter-corpse-specialist")
        .refused(
            police(),
            "select",
            &format!("{bone}; specialist=SP-1; specialist-of=authorised-division"),
            "R21.1.4",
            "matter-corpse-specialist",
        )
        .take(police(), "select", &format!("{bone}; specialist=SP-1; specialist-of=forensic-medicine"));
}

#[test]
fn a_relative_applies_in_writing_and_gives_no_blood_without_a_reason() {
    let mut story = Story::of(M::Material).take(police(), "issue-kit", &kit("G3")).clone();
    let asked = format!("{SWAB}; consent=APP-1; minor=no");
    let child = asked.replace("minor=no", "minor=yes");
    let blood = asked.replace("buccal-swab", "blood");
    story
        .refused(police(), "select", SWAB, "R21.2.1", "matter-relative-application")
        .refused(police(), "select", &format!("{SWAB}; minor=no"), "R21.2.1", "matter-relative-application")
        .refused(police(), "select", &child, "R21.2.2", "matter-minor-relative")
        .refused(police(), "select", &blood, "R4.6.1", "matter-blood")
        .refused(
            police(),
            "select",
            &asked.replace("hygiene=yes", "hygiene=no"),
            "R4.6.1",
            "matter-not-hygienic",
        );
    story.clone().take(police(), "select", &format!("{blood}; medical-reason=MR-1"));
    story.take(police(), "select", &format!("{child}; relation-document=BIRTH-1"));
}

#[test]
fn convicts_material_goes_to_the_division_and_a_laboratory_needs_order_and_licence() {
    selected("G1", SWAB)
        .refused(
            police(),
            "dispatch",
            "laboratory=FEB; seal=S-1; order=O-1",
            "R19.2.1",
            "matter-convicts-to-division",
        )
        .refused(police(), "dispatch", "laboratory=AGD; seal=S-9", "R19.4.1", "matter-seal-other")
        .take(police(), "dispatch", "laboratory=AGD; seal=S-1")
        .refused(
            officer(2, Role::Operator, Body::Feb),
            "receive",
            "seal=S-1; condition=whole",
            "R19.3.1",
            "matter-laboratory-other",
        );
    let licensed = "laboratory=LFE; seal=S-1; order=O-1; licence=L-1; licence-until=2026-12-31";
    trace()
        .refused(inquiry(), "dispatch", "laboratory=FEB; seal=S-1", "R25.2.1", "matter-no-examination-order")
        .refused(inquiry(), "dispatch", "laboratory=LFE; seal=S-1; order=O-1", "R19.3.1", "matter-no-licence")
        .refused(
            inquiry(),
            "dispatch",
            &licensed.replace("2026-12-31", "2026-03-01"),
            "R19.3.1",
            "matter-licence-over",
        )
        .take(inquiry(), "dispatch", licensed)
        .take(officer(2, Role::Operator, Body::Lfe), "receive", "seal=S-1; condition=whole");
}

#[test]
fn a_broken_or_other_seal_leads_to_quarantine_where_no_step_is_taken() {
    let mut story = selected("G1", SWAB).take(police(), "dispatch", "laboratory=AGD; seal=S-1").clone();
    story
        .refused(division(2), "receive", "seal=S-2; condition=whole", "R19.4.1", "matter-seal-other")
        .refused(division(2), "receive", "seal=S-1; condition=damaged", "R19.4.1", "matter-seal-broken")
        .take(division(2), "quarantine", "document=Q-1");
    for (step, given) in [
        ("receive", "seal=S-1; condition=whole".to_owned()),
        ("extract", "run=R-1; portion-use=genomic-information".to_owned()),
        ("profile", format!("run=R-1; run-controls=passed; digest={PROFILE}")),
        ("accept", "document=A-1".to_owned()),
    ] {
        story.refused(division(2), step, &given, "R4.1.1", "matter-state");
    }
    let head = officer(4, Role::Head, Body::Agd);
    story.refused(head, "resolve", "document=R-1; seal=S-2", "R19.4.1", "matter-never-received").take(
        head,
        "send-back",
        "document=R-1",
    );
    let mut received = at_the_division(selected("G1", SWAB));
    received.take(division(2), "quarantine", "document=Q-1").take(head, "resolve", "document=R-1; seal=S-1");
    let other = officer(7, Role::Operator, Body::Feb);
    received.refused(
        other,
        "extract",
        "run=R-1; portion-use=genomic-information",
        "R19.3.1",
        "matter-laboratory-other",
    );
}

#[test]
fn material_is_used_for_genomic_information_and_nothing_else() {
    let mut story = at_the_division(selected("G1", SWAB));
    for other in ["research", "health", "ancestry", "appearance"] {
        story.refused(
            division(2),
            "extract",
            &format!("run=R-1; portion-use={other}"),
            "R21.4.1",
            "matter-portion-other",
        );
    }
}

#[test]
fn a_profile_is_released_with_its_controls_and_two_readers_and_accepted_by_the_division() {
    let mut story = at_the_division(trace());
    let other = "b".repeat(64);
    story
        .take(division(2), "extract", "run=R-1; portion-use=genomic-information")
        .refused(
            division(2),
            "profile",
            &format!("run=R-1; run-controls=failed; digest={PROFILE}"),
            "R19.4.2",
            "matter-control-failed",
        )
        .take(division(2), "profile", &format!("run=R-1; run-controls=passed; digest={PROFILE}"))
        .refused(division(2), "review", &format!("digest={PROFILE}"), "R8.2.4", "matter-own-step")
        .refused(division(3), "review", &format!("digest={other}"), "R19.4.2", "matter-read-otherwise")
        .refused(division(3), "accept", "document=A-1", "R4.1.1", "matter-state")
        .take(division(3), "review", &format!("digest={PROFILE}"))
        .refused(division(3), "review-second", &format!("digest={PROFILE}"), "R8.2.4", "matter-own-step")
        .take(division(4), "review-second", &format!("digest={PROFILE}"));
    for body in [Body::Feb, Body::Lfe, Body::Iab] {
        story.refused(
            officer(6, Role::Operator, body),
            "accept",
            "document=A-1",
            "R19.3.2",
            "matter-not-yours",
        );
    }
    story.take(division(5), "accept", "document=A-1");
}

#[test]
fn a_repeat_is_for_convicts_and_relatives_and_a_fourth_selection_for_the_head() {
    let poor = |story: Story| at_the_division(story).take(division(2), "poor", "lab-reason=degraded").clone();
    poor(trace()).refused(
        division(2),
        "request-repeat",
        "lab-reason=degraded",
        "R21.3.1",
        "matter-no-repeat-here",
    );
    let mut story = poor(selected("G1", SWAB));
    story.refused(police(), "repeat", "kit=KIT-2", "R4.1.1", "matter-state");
    for kit in ["kit=KIT-2", "kit=KIT-3"] {
        story.take(division(2), "request-repeat", "lab-reason=degraded").take(police(), "repeat", kit);
        story.take(police(), "select", SWAB);
        story = at_the_division(story);
        story.take(division(2), "poor", "lab-reason=too-little");
    }
    story
        .refused(division(2), "request-repeat", "lab-reason=mixed", "R21.3.2", "matter-fourth-selection")
        .take(division(2), "request-repeat", "lab-reason=mixed; head-agreement=H-1");
}

#[test]
fn a_convicts_material_is_destroyed_by_an_act_of_its_own_once_the_profile_is_accepted() {
    let (keeper, head) = (officer(1, Role::Archivist, Body::Agd), officer(2, Role::Head, Body::Agd));
    let mut story = accepted(selected("G1", SWAB));
    story
        .refused(division(2), "return", "document=R-1; seal=S-1", "R22.2.1", "matter-convicts-not-returned")
        .refused(keeper, "destroy", "day=2026-03-02", "R4.1.1", "matter-state")
        .take(keeper, "draw-up-destruction", "document=ACT-1; evidence=no")
        .refused(keeper, "destroy", "day=2026-03-02", "R4.1.1", "matter-state")
        .refused(keeper, "approve-destruction", "document=ACT-1", "R23.4.1", "matter-not-yours")
        .refused(head, "approve-destruction", "document=ACT-2", "R23.4.1", "matter-act-other")
        .take(head, "approve-destruction", "document=ACT-1")
        .take(keeper, "destroy", "day=2026-03-02");
    at_the_division(selected("G1", SWAB)).refused(
        keeper,
        "draw-up-destruction",
        "document=ACT-1; evidence=no",
        "R4.1.1",
        "matter-state",
    );
}

#[test]
fn evidence_is_returned_and_never_destroyed_by_the_laboratory() {
    let keeper = officer(1, Role::Archivist, Body::Agd);
    accepted(trace())
        .refused(
            keeper,
            "draw-up-destruction",
            "document=ACT-1; evidence=no",
            "R22.1.1",
            "matter-evidence-returns",
        )
        .take(division(2), "return", "document=R-1; seal=S-7")
        .refused(inquiry(), "confirm-return", "document=R-2; seal=S-8", "R19.4.1", "matter-seal-other")
        .take(inquiry(), "confirm-return", "document=R-2; seal=S-7");
    let relative = accepted(selected("G3", &format!("{SWAB}; consent=APP-1; minor=no")));
    relative.clone().refused(
        keeper,
        "draw-up-destruction",
        "document=ACT-1; evidence=yes",
        "R22.1.1",
        "matter-evidence-returns",
    );
    relative.clone().take(keeper, "draw-up-destruction", "document=ACT-1; evidence=no");
}

#[test]
fn lost_material_is_an_incident_the_prosecutor_is_told_of() {
    trace().take(inquiry(), "lose", "document=L-1; day=2026-03-02").take(
        division(2),
        "tell-prosecutor",
        "document=N-1",
    );
}

#[test]
fn a_corpse_of_known_identity_is_no_unidentified_one() {
    let open = "case-reference=K-1; day=2026-03-01; place=P-1; identity-known=no";
    Story::of(M::Corpse)
        .refused(police(), "open", &open.replace("known=no", "known=yes"), "R1.14.1", "matter-identity-known")
        .take(police(), "open", open)
        .take(police(), "identify", "document=I-1; day=2026-03-02");
}

#[test]
fn a_case_of_a_missing_person_is_closed_on_the_grounds_of_the_law_only() {
    let mut story = Story::of(M::MissingPerson);
    story
        .take(police(), "open", "case-reference=K-1; day=2026-03-01")
        .refused(police(), "decline-relative", "reason=repeated", "R18.2.2", "matter-field-foreign")
        .take(police(), "decline-relative", "")
        .refused(
            police(),
            "close",
            "closing-ground=other; document=C-1; day=2026-03-02",
            "R29.3.1",
            "matter-closing-other",
        )
        .take(police(), "close", "closing-ground=location-found; document=C-1; day=2026-03-02");
}

#[test]
fn relatives_are_by_blood_and_the_closest_first() {
    let mut story = Story::of(M::MissingPerson);
    story.take(police(), "open", "case-reference=K-1; day=2026-03-01");
    for other in ["spouse", "in-law", "adoptive"] {
        let given = format!("kinship={other}; line=both; consent=APP-1");
        story.refused(police(), "name-relative", &given, "R1.2.1", "matter-no-blood-relation");
    }
    let uncle = "kinship=uncle; line=maternal; consent=APP-1";
    story
        .refused(police(), "name-relative", uncle, "R18.2.1", "matter-closer-first")
        .take(police(), "name-relative", &format!("{uncle}; closer-reason=dead"))
        .take(police(), "name-relative", "kinship=parent; line=paternal; consent=APP-2");
    assert!("brother-in-law".parse::<law::MatterField>().is_err());
    assert!(law::MatterField::Kinship.check("friend").is_err(), "the list is closed");
}
