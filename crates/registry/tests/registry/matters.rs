//! Matters in the register: each step an act of its own, the facts gathered and not believed, and what hangs on them.

use law::{MatterField, MatterKind};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{citizen, image, officer, operator, prosecutor};

fn fields(text: &str) -> std::collections::BTreeMap<MatterField, String> {
    let pair = |pair: &str| {
        let (field, value) = pair.split_once('=').unwrap();
        (field.parse().unwrap(), value.to_owned())
    };
    text.split("; ").filter(|text| !text.is_empty()).map(pair).collect()
}

fn new(kind: MatterKind, step: &str, given: &str) -> NewMatterStep {
    NewMatterStep { kind, matter: None, number: None, step: step.to_owned(), given: fields(given) }
}

fn about(number: RegistryNumber, kind: MatterKind, step: &str, given: &str) -> NewMatterStep {
    NewMatterStep { number: Some(number), ..new(kind, step, given) }
}

fn next(matter: &Matter, step: &str, given: &str) -> NewMatterStep {
    NewMatterStep { matter: Some(matter.id), ..new(matter.kind, step, given) }
}

async fn refused(office: &Office, actor: Actor, step: NewMatterStep) -> (String, &'static str) {
    let before = office.world.size().await;
    match office.registry().step_matter(actor, step).await {
        Err(CommandError::Refused { refusal, .. }) => {
            assert_eq!(office.world.size().await, before + 1, "a refusal is one entry");
            (refusal.requirement.to_string(), refusal.code)
        }
        other => panic!("{other:?}"),
    }
}

async fn registered(office: &Office, n: u64) -> RegistryNumber {
    let (case, _) = office.world.registered(n).await;
    office.world.number_of(case).await
}

const TRANSFER: &str = "recipient=court; office=UNIT-7; article=9(4); case-reference=K-1; scope=match-no-match; \
    order-scope=registry-number; until=2026-12-31";

/// A transfer that was sent.
async fn sent(office: &Office, number: RegistryNumber) -> Matter {
    let registry = office.registry();
    let kind = MatterKind::Transfer;
    let asked = registry.step_matter(operator(), about(number, kind, "request", TRANSFER)).await.unwrap();
    let approved = registry.step_matter(office.supervisor, next(&asked, "approve", "")).await.unwrap();
    let digest = format!("digest={}", "a".repeat(64));
    registry.step_matter(operator(), next(&approved, "send", &digest)).await.unwrap()
}

#[tokio::test]
async fn each_step_is_one_entry_with_its_requirement_and_the_matter_keeps_them_all() {
    let office = Office::new().await;
    let number = registered(&office, 1).await;
    let ask =
        about(number, MatterKind::AccessRequest, "receive", "asker=subject; proof=passport; document=Q-1");
    let (matter, entry) = office.world.check(office.registry().step_matter(operator(), ask)).await;
    let matter = matter.unwrap();
    assert_eq!((entry.operation.as_str(), entry.requirement.as_str()), ("step-matter", "R7.1.1"));
    assert_eq!((entry.purpose, matter.state()), (Purpose::SubjectAccess, "received"));
    let by_hand = next(&matter, "draw-extract", &format!("digest={}; language=kk", "b".repeat(64)));
    let error = office.registry().step_matter(operator(), by_hand).await.unwrap_err();
    assert!(matches!(error, CommandError::Invalid { field: "digest", .. }), "{error}");
    let (extracted, _) = office.registry().draw_extract(operator(), matter.id, "kk").await.unwrap();
    assert_eq!(extracted.steps.len(), 2);
    assert_eq!(extracted.value(MatterField::Proof), Some("passport"));
    let read = office.registry().view_matter(prosecutor(), matter.id).await.unwrap();
    assert_eq!(read, extracted);
    office.world.audited().await;
}

#[tokio::test]
async fn a_field_that_is_no_code_day_or_number_changes_nothing_and_is_named() {
    let office = Office::new().await;
    let number = registered(&office, 1).await;
    let before = office.world.size().await;
    for given in
        ["asker=nobody; proof=passport; document=Q-1", "asker=subject; proof=passport; document=Q_1!"]
    {
        let step = about(number, MatterKind::AccessRequest, "receive", given);
        let error = office.registry().step_matter(operator(), step).await.unwrap_err();
        assert!(matches!(error, CommandError::Invalid { field: "asker" | "document", .. }), "{error}");
    }
    assert_eq!(office.world.size().await, before);
}

#[tokio::test]
async fn the_record_of_a_matter_is_looked_up_and_its_body_keeps_it() {
    let office = Office::new().await;
    let number = registered(&office, 1).await;
    let nobody = RegistryNumber::from_random_bytes([9; 16]);
    let ask = |number| about(number, MatterKind::Transfer, "request", TRANSFER);
    assert!(matches!(
        office.registry().step_matter(operator(), ask(nobody)).await,
        Err(CommandError::NotFound { what: "record" })
    ));
    let transport = officer(Body::Trb, Role::Operator, 77);
    assert_eq!(refused(&office, transport, ask(number)).await, ("R14.1.1".to_owned(), "kept-elsewhere"));
    let none = new(MatterKind::Transfer, "request", TRANSFER);
    assert_eq!(refused(&office, operator(), none).await.1, "matter-no-record");
}

#[tokio::test]
async fn a_block_of_the_record_stops_a_transfer_on_its_way() {
    let office = Office::new().await;
    let number = registered(&office, 1).await;
    let registry = office.registry();
    let asked = registry
        .step_matter(operator(), about(number, MatterKind::Transfer, "request", TRANSFER))
        .await
        .unwrap();
    registry.block(office.protector, number, "F-1", "2026-03-20".parse().unwrap()).await.unwrap();
    let answer = refused(&office, office.supervisor, next(&asked, "approve", "")).await;
    assert_eq!(answer, ("R1.7.1".to_owned(), "matter-blocked"));
}

#[tokio::test]
async fn an_office_that_owes_a_confirmation_is_given_nothing_until_it_confirms() {
    let office = Office::new().await;
    let (first, second) = (registered(&office, 1).await, registered(&office, 2).await);
    let transfer = sent(&office, first).await;
    assert_eq!(transfer.due(), Some("2026-03-16".parse().unwrap()), "ten working days from a Monday");
    office.world.clock.set("2026-03-18T06:00:00Z".parse().unwrap());
    let registry = office.registry();
    let ask = |number| about(number, MatterKind::Transfer, "request", TRANSFER);
    assert_eq!(refused(&office, operator(), ask(second)).await.1, "matter-owed");
    let other = TRANSFER.replace("UNIT-7", "UNIT-8");
    registry.step_matter(operator(), about(second, MatterKind::Transfer, "request", &other)).await.unwrap();
    let told = next(&transfer, "acknowledge", "document=A-1; day=2026-03-17");
    registry.step_matter(operator(), told).await.unwrap();
    registry.step_matter(operator(), ask(second)).await.unwrap();
}

#[tokio::test]
async fn a_correction_is_closed_when_each_recipient_of_the_record_was_told() {
    let office = Office::new().await;
    let number = registered(&office, 1).await;
    let other = registered(&office, 2).await;
    sent(&office, number).await;
    sent(&office, other).await;
    let registry = office.registry();
    let ask =
        about(number, MatterKind::Rectification, "receive", "asker=subject; proof=passport; document=R-1");
    let claim = registry.step_matter(operator(), ask).await.unwrap();
    let decide = next(&claim, "decide", "outcome=upheld; document=D-1; entry=9");
    registry.step_matter(office.supervisor, decide).await.unwrap();
    assert_eq!(
        refused(&office, office.supervisor, next(&claim, "close", "")).await.1,
        "matter-recipients-untold"
    );
    let tell = next(&claim, "tell-recipient", "recipient=court; document=N-1");
    registry.step_matter(office.supervisor, tell).await.unwrap();
    registry.step_matter(office.supervisor, next(&claim, "close", "")).await.unwrap();
}

#[tokio::test]
async fn of_two_who_take_a_step_at_once_one_does() {
    let office = Office::new().await;
    let number = registered(&office, 1).await;
    let registry = office.registry();
    let asked = registry
        .step_matter(operator(), about(number, MatterKind::Transfer, "request", TRANSFER))
        .await
        .unwrap();
    let (one, two) = tokio::join!(
        registry.step_matter(office.supervisor, next(&asked, "approve", "")),
        registry.step_matter(office.supervisor, next(&asked, "decline", "reason=no-ground")),
    );
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{one:?} {two:?}");
    let stored = registry.view_matter(prosecutor(), asked.id).await.unwrap();
    assert_eq!(stored.steps.len(), 2);
    office.world.audited().await;
}

#[tokio::test]
async fn an_undertaking_that_is_over_closes_the_sign_in_and_a_new_one_opens_it() {
    let office = Office::new().await;
    let (registry, person) = (office.registry(), office.supervisor);
    registry.note_sign_in(person, SignInOutcome::Done).await.unwrap();
    let signed = format!("officer={}; document=U-1; day=2026-03-01; until=2026-06-01", person.officer);
    let undertaking = new(MatterKind::Undertaking, "sign", &signed);
    let matter = registry.step_matter(office.administrator, undertaking.clone()).await.unwrap();
    registry.note_sign_in(person, SignInOutcome::Done).await.unwrap();
    assert_eq!(
        refused(&office, office.administrator, undertaking).await.1,
        "matter-state",
        "there is one each"
    );
    office.world.clock.set("2026-06-02T06:00:00Z".parse().unwrap());
    let before = office.world.size().await;
    match registry.note_sign_in(person, SignInOutcome::Done).await {
        Err(CommandError::Refused { refusal, .. }) => {
            assert_eq!((refusal.requirement.as_str(), refusal.code), ("R8.4.1", "undertaking-over"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(office.world.size().await, before + 1);
    let renewed = signed.replace("2026-03-01", "2026-06-01").replace("until=2026-06-01", "until=2027-05-31");
    registry.step_matter(office.administrator, next(&matter, "renew", &renewed)).await.unwrap();
    registry.note_sign_in(person, SignInOutcome::Done).await.unwrap();
    let ended =
        registry.step_matter(office.administrator, next(&matter, "end", "document=E-1")).await.unwrap();
    assert_eq!(ended.state(), "ended");
    assert!(registry.note_sign_in(person, SignInOutcome::Done).await.is_err());
}

#[tokio::test]
async fn a_station_that_failed_or_was_not_checked_today_collects_nothing() {
    let office = Office::new().await;
    let registry = office.registry();
    let case = registry.open_case(operator(), citizen(1)).await.unwrap().case.id;
    office.world.consent(operator(), case).await;
    let capture = |position| registry.capture(operator(), case, position, image(1, position, 1));
    capture(FingerPosition::RightThumb).await.unwrap();
    let unit = operator().unit;
    let passed = format!("unit={unit}; encryption=passed; clock=passed; certificate=passed; update=passed");
    let failed = format!("unit={unit}; clock=failed");
    registry.step_matter(operator(), new(MatterKind::StationCheck, "fail", &failed)).await.unwrap();
    match capture(FingerPosition::RightIndex).await {
        Err(CommandError::Refused { refusal, .. }) => {
            assert_eq!((refusal.requirement.as_str(), refusal.code), ("R8.3.1", "station-failed"));
        }
        other => panic!("{other:?}"),
    }
    registry.step_matter(operator(), new(MatterKind::StationCheck, "pass", &passed)).await.unwrap();
    capture(FingerPosition::RightIndex).await.unwrap();
    office.world.clock.set("2026-03-03T06:00:00Z".parse().unwrap());
    let next_day = registry.open_case(operator(), citizen(2)).await.unwrap().case.id;
    office.world.consent(operator(), next_day).await;
    let thumb = FingerPosition::RightThumb;
    let unchecked = registry.capture(operator(), next_day, thumb, image(2, thumb, 1)).await;
    assert!(
        matches!(unchecked, Err(CommandError::Refused { .. })),
        "the check is of yesterday: {unchecked:?}"
    );
}

#[tokio::test]
async fn overdue_matters_stand_first_and_those_of_another_territory_are_not_shown() {
    let office = Office::new().await;
    let (first, second) = (registered(&office, 1).await, registered(&office, 2).await);
    sent(&office, first).await;
    office.world.clock.set("2026-03-18T06:00:00Z".parse().unwrap());
    let registry = office.registry();
    let other = TRANSFER.replace("UNIT-7", "UNIT-8");
    registry.step_matter(operator(), about(second, MatterKind::Transfer, "request", &other)).await.unwrap();
    let listed = registry.list_matters(office.supervisor, MatterKind::Transfer).await.unwrap();
    let numbers: Vec<_> = listed.iter().map(|matter| matter.number).collect();
    assert_eq!(numbers, [Some(first), Some(second)], "the overdue one first, though it is older");
    let elsewhere = Actor { unit: "17-0001".parse().unwrap(), ..office.supervisor };
    assert!(registry.list_matters(elsewhere, MatterKind::Transfer).await.unwrap().is_empty());
    let refused = registry.list_matters(office.administrator, MatterKind::Transfer).await;
    assert!(matches!(refused, Err(CommandError::Refused { .. })), "an administrator sees no transfer");
}

const ASK: &str = "asker=subject; proof=passport; document=Q-1";

async fn extract(office: &Office, number: RegistryNumber) -> Extract {
    let ask = about(number, MatterKind::AccessRequest, "receive", ASK);
    let asked = office.registry().step_matter(operator(), ask).await.unwrap();
    office.registry().draw_extract(operator(), asked.id, "ru").await.unwrap().1
}

#[tokio::test]
async fn the_extract_tells_what_is_held_until_when_and_who_did_what_and_nothing_of_others() {
    let office = Office::new().await;
    let (number, other) = (registered(&office, 1).await, registered(&office, 2).await);
    let reason = crate::support::reason(Purpose::Confirm);
    office.registry().view_record(operator(), number, reason.clone()).await.unwrap();
    let stranger = officer(Body::Trb, Role::Operator, 9);
    assert!(office.registry().view_record(stranger, number, reason.clone()).await.is_err());
    office.registry().view_record(operator(), other, reason).await.unwrap();
    let extract = extract(&office, number).await;
    assert_eq!((extract.number, extract.fingers.len(), extract.certificates.len()), (number, 10, 1));
    let seen: Vec<_> =
        extract.looks.iter().map(|look| (look.operation.as_str(), look.body, look.outcome)).collect();
    assert!(seen.contains(&("view-record", Some(Body::Iab), ledger::Outcome::Done)), "{seen:?}");
    assert!(
        seen.contains(&("view-record", Some(Body::Trb), ledger::Outcome::Refused)),
        "a refused look is one too: {seen:?}"
    );
    assert!(seen.contains(&("register", Some(Body::Iab), ledger::Outcome::Done)), "{seen:?}");
    assert_eq!(
        extract.looks.iter().filter(|look| look.operation == "view-record").count(),
        2,
        "not that of another"
    );
    let text = serde_json::to_string(&extract).unwrap();
    assert!(!text.contains(&operator().officer.to_string()), "officers stand by body and role");
    assert!(!text.contains(&other.to_string()) && !text.contains(crate::support::iin(2).as_str()));
    let entries: Vec<_> = extract.looks.iter().map(|look| look.entry).collect();
    assert!(entries.is_sorted_by(|a, b| a > b), "newest first, each once");
}

#[tokio::test]
async fn a_look_hidden_by_an_order_is_shown_when_the_order_ends() {
    let office = Office::new().await;
    let number = registered(&office, 1).await;
    let examiner = crate::support::examiner(1);
    let case = ViewReason { reference: "CASE-1".to_owned(), ..crate::support::reason(Purpose::Identify) };
    office.registry().view_record(examiner, number, case).await.unwrap();
    let of_investigation =
        |extract: &Extract| extract.looks.iter().any(|look| look.purpose == Purpose::Identify);
    assert!(of_investigation(&extract(&office, number).await));
    let order =
        about(number, MatterKind::WithholdingOrder, "enter", "order=O-1; from=2026-03-01; until=2026-06-01");
    let order = office.registry().step_matter(office.protector, order).await.unwrap();
    assert!(of_investigation(&extract(&office, number).await), "an order nobody confirmed hides nothing");
    office.registry().step_matter(office.supervisor, next(&order, "confirm", "")).await.unwrap();
    let hidden = extract(&office, number).await;
    assert!(!of_investigation(&hidden) && hidden.looks.iter().any(|look| look.operation == "register"));
    office.world.clock.set("2026-06-02T06:00:00Z".parse().unwrap());
    assert!(of_investigation(&extract(&office, number).await), "shown once the last day is over");
}

#[tokio::test]
async fn nobody_draws_an_extract_without_a_request_or_of_another_body() {
    let office = Office::new().await;
    let number = registered(&office, 1).await;
    let ask = about(number, MatterKind::AccessRequest, "receive", ASK);
    let asked = office.registry().step_matter(operator(), ask).await.unwrap();
    let transport = officer(Body::Trb, Role::Operator, 9);
    let refused = office.registry().draw_extract(transport, asked.id, "kk").await;
    assert!(matches!(refused, Err(CommandError::Refused { .. })), "{refused:?}");
    let unknown =
        office.registry().draw_extract(operator(), MatterId::from_random_bytes([3; 16]), "kk").await;
    assert!(matches!(unknown, Err(CommandError::NotFound { .. })));
    let wrong = office.registry().draw_extract(operator(), asked.id, "de").await;
    assert!(matches!(wrong, Err(CommandError::Invalid { field: "language", .. })));
    office.registry().draw_extract(operator(), asked.id, "kk").await.unwrap();
    let again = office.registry().draw_extract(operator(), asked.id, "kk").await;
    assert!(again.is_ok(), "a file that did not arrive is drawn again");
}
