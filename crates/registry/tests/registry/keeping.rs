//! Records kept to their end: blocks, events, the sweep, acts, the archive, what is left.

use std::sync::Arc;

use law::{EventKind, Stage};
use registry::ports::Store as _;
use registry::testing::{FailingStore, MemoryStore, Point};
use registry::*;
use vocabulary::*;

use crate::keeping_support::{self, Office};
use crate::support::{self, corpse, examiner, iin, mark, operator, probe, prosecutor, reason};

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn proposal(reference: &str) -> NewProposal {
    NewProposal { reference: reference.to_owned(), ..NewProposal::default() }
}

async fn stage(office: &Office, number: RegistryNumber) -> Option<Stage> {
    office.world.store.life(number).await.unwrap().map(|life| life.state.stage())
}

#[tokio::test]
async fn a_block_stops_searches_views_and_verification_until_two_end_it() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let thumb = FingerPosition::RightThumb;
    let identify =
        async || registry.identify(examiner(1), corpse("CASE-1"), mark(1, thumb)).await.unwrap().hits.len();
    assert_eq!(identify().await, 1);
    let blocked = registry.block(office.protector, number, "FINDING-1", date("2026-03-30")).await.unwrap();
    assert!(blocked.state.is_blocked());
    assert_eq!(identify().await, 0, "a blocked record is in no search");
    let claim = iin(1);
    let verify = registry.verify(operator(), claim.as_str(), Purpose::Confirm, None, probe(1, &[thumb]));
    office.world.refused("R1.7.1", verify).await;
    let view = registry.view_record(operator(), number, reason(Purpose::Registration));
    office.world.refused("R1.7.1", view).await;
    registry.view_record(prosecutor(), number, reason(Purpose::Supervision)).await.unwrap();
    // A duplicate check is a search as well.
    let case = office.world.captured(2, 1).await;
    let check = registry.check_duplicates(operator(), case).await.unwrap();
    assert!(check.candidates.is_empty());

    let new = NewProposal { result: Some("REPORT-9".to_owned()), ..proposal("ORDER-4") };
    let asked = registry.propose(office.protector, number, ProposalKind::Unblock, new.clone()).await.unwrap();
    office.world.refused("R9.2.2", registry.answer_proposal(office.protector, asked.id, true)).await;
    assert_eq!(registry.open_proposals(office.supervisor).await.unwrap().len(), 1);
    registry.answer_proposal(office.supervisor, asked.id, true).await.unwrap();
    assert!(registry.answer_proposal(office.supervisor, asked.id, true).await.is_err(), "settled");
    assert_eq!(identify().await, 1, "seen again");
    registry.view_record(operator(), number, reason(Purpose::Registration)).await.unwrap();
    office.world.audited().await;
}

#[tokio::test]
async fn who_violated_does_not_end_the_block_and_a_block_needs_a_review_within_thirty_days() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    for wrong in ["2026-03-02", "2026-04-02"] {
        office.world.refused("R9.2.3", registry.block(office.protector, number, "F-1", date(wrong))).await;
    }
    registry.block(office.protector, number, "F-1", date("2026-04-01")).await.unwrap();
    office
        .world
        .refused("R9.2.1", registry.block(office.supervisor, number, "F-2", date("2026-04-01")))
        .await;
    let new = NewProposal {
        result: Some("REPORT-9".to_owned()),
        violator: Some(office.supervisor.officer),
        ..proposal("ORDER-4")
    };
    let asked = registry.propose(office.protector, number, ProposalKind::Unblock, new).await.unwrap();
    office.world.refused("R9.2.2", registry.answer_proposal(office.supervisor, asked.id, true)).await;
    registry.answer_proposal(office.other_supervisor, asked.id, true).await.unwrap();
    let missing =
        registry.propose(office.protector, number, ProposalKind::Unblock, proposal("ORDER-5")).await;
    assert!(matches!(missing, Err(CommandError::Invalid { field: "result", .. })));
}

#[tokio::test]
async fn a_citizens_term_begins_with_an_event_and_ends_the_day_before_the_hundredth_birthday() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await; // born 1984-03-15
    let registry = office.registry();
    office.set_day("2090-01-01");
    let report = registry.sweep().await.unwrap();
    assert_eq!((report.records, report.due), (1, 0), "no term without an event");
    registry
        .note_event(office.archivist, number, EventKind::DeathEstablished, date("2089-12-30"), "DEATH-1")
        .await
        .unwrap();
    let twice = registry
        .note_event(office.archivist, number, EventKind::DeathEstablished, date("2089-12-30"), "DEATH-1")
        .await;
    assert!(matches!(twice, Err(CommandError::WrongState { .. })), "{twice:?}");
    let future = registry
        .note_event(office.archivist, number, EventKind::DeclaredDead, date("2090-01-02"), "DEATH-2")
        .await;
    assert!(matches!(future, Err(CommandError::Invalid { field: "date", .. })));
    let report = registry.sweep().await.unwrap();
    assert_eq!(report.due, 1, "past the hundredth birthday: due at once");
    assert_eq!(stage(&office, number).await, Some(Stage::Due));
    let (life, due) = registry.record_life(office.archivist, number, "CHECK-1").await.unwrap();
    assert_eq!(due.term.destroy_from, Some(date("2089-12-30")));

    registry.annul_event(office.archivist, number, life.events[0].id, "COURT-1").await.unwrap();
    let report = registry.sweep().await.unwrap();
    assert_eq!((report.due, report.reopened), (0, 1));
    assert_eq!(stage(&office, number).await, Some(Stage::Registered));
    office.world.audited().await;
}

#[tokio::test]
async fn the_clock_of_the_sweep_never_runs_backwards() {
    let office = Office::new().await;
    office.set_day("2026-03-05");
    office.registry().sweep().await.unwrap();
    office.registry().sweep().await.unwrap();
    office.set_day("2026-03-04");
    let error = office.registry().sweep().await.unwrap_err().to_string();
    assert!(error.contains("2026-03-05") && error.contains("clock"), "{error}");
}

#[tokio::test]
async fn an_execution_before_its_day_or_before_the_last_entry_destroys_nothing() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    office.set_day("2084-03-14");
    let death = date("2050-01-20");
    registry.note_event(office.archivist, number, EventKind::DeathEstablished, death, "D-1").await.unwrap();
    office.set_day("2084-03-15");
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    office.set_day("2084-03-14");
    let behind = registry.execute_act(office.archivist, act.text.id).await;
    let error = behind.unwrap_err().to_string();
    assert!(error.contains("its term is another by now") || error.contains("clock"), "{error}");
    assert_eq!(stage(&office, number).await, Some(Stage::Due));
    office.set_day("2084-03-15");
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    office.world.audited().await;
}

#[tokio::test]
async fn an_approved_act_destroys_every_trace_and_leaves_a_tombstone_and_a_ledger_that_verifies() {
    let office = Office::new().await;
    let (case, number) = office.citizen(1).await;
    let (_, other) = office.citizen(2).await;
    let registry = office.registry();
    let person = office.world.store.person_of(number).await.unwrap().unwrap();
    office.set_day("2084-03-14");
    let death = date("2050-01-20");
    registry.note_event(office.archivist, number, EventKind::DeathEstablished, death, "D-1").await.unwrap();
    assert_eq!(registry.sweep().await.unwrap().due, 0, "the last lawful day");
    let early = registry.draw_up_act(office.archivist, office.new_act(ActKind::Destruction, &[number])).await;
    assert!(matches!(early, Err(CommandError::WrongState { .. })), "{early:?}");
    office.set_day("2084-03-15");
    assert_eq!(registry.sweep().await.unwrap().due, 1);
    let due = registry.due_list(office.archivist).await.unwrap();
    assert_eq!(
        due.iter().filter(|due| due.duty.is_some()).map(|due| due.number).collect::<Vec<_>>(),
        [number]
    );
    assert!(due.iter().any(|due| due.number == other && due.review.is_some()), "a hundred today: looked at");

    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    assert_eq!(act.state, ActState::Approved);
    let done = registry.execute_act(office.archivist, act.text.id).await.unwrap();
    assert_eq!(done.state, ActState::Executed);
    assert!(done.receipts.iter().all(|receipt| receipt.left == 0), "{:?}", done.receipts);
    let removed =
        |store: &str| done.receipts.iter().filter(|r| r.store == store).map(|r| r.removed).sum::<u64>();
    assert!(removed("biometrics") >= 10 && removed("links") > 0 && removed("gallery") == 1);

    let store = &office.world.store;
    assert!(store.life(number).await.unwrap().is_none());
    assert!(store.person(person).await.unwrap().is_none(), "the last record takes the person along");
    assert!(store.person_by_iin(iin(1).as_str()).await.unwrap().is_none());
    assert!(store.templates(number).await.unwrap().is_empty());
    assert_eq!(store.case(case).await.unwrap().unwrap().state, CaseState::Ended);
    assert!(store.pending_erasures(10).await.unwrap().is_empty());
    let tombstone = store.document(DocumentKind::Tombstone, *number.as_bytes()).await.unwrap();
    assert!(matches!(tombstone, Some(Document::Tombstone(t)) if t.act_number == act.text.number));
    assert!(store.life(other).await.unwrap().is_some(), "nobody else's");
    let found = registry.identify(examiner(1), corpse("CASE-1"), mark(1, FingerPosition::RightThumb));
    assert!(found.await.unwrap().hits.is_empty());
    assert!(registry.execute_act(office.archivist, act.text.id).await.is_err(), "once");
    office.world.audited().await;
}

#[tokio::test]
async fn an_act_is_not_executed_without_every_signature_and_not_by_its_own_author() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    office.set_day("2090-01-01");
    registry
        .note_event(office.archivist, number, EventKind::DeathEstablished, date("2050-01-20"), "D-1")
        .await
        .unwrap();
    registry.sweep().await.unwrap();
    let mut small = office.new_act(ActKind::Destruction, &[number]);
    small.commission.pop();
    assert!(registry.draw_up_act(office.archivist, small).await.is_err(), "three members");
    let act = registry
        .draw_up_act(office.archivist, office.new_act(ActKind::Destruction, &[number]))
        .await
        .unwrap();
    let id = act.text.id;
    assert!(registry.execute_act(office.archivist, id).await.is_err(), "not approved");
    assert!(registry.sign_act_here(office.head, id, true, "open").await.is_err(), "before the commission");
    assert!(registry.sign_act_here(office.archivist, id, false, "open").await.is_err(), "no member");
    assert!(registry.sign_act_here(office.members[0], id, false, "shut").await.is_err(), "wrong secret");
    registry.sign_act_here(office.members[0], id, false, "open").await.unwrap();
    let again = registry.sign_act_here(office.members[0], id, false, "open").await;
    assert!(again.is_err(), "twice");
    // A signature of another officer, or of another act, does not count.
    let stolen = registry.view_act(office.head, id).await.unwrap().members[0].signed.clone();
    let borrowed = registry.sign_act(office.members[1], id, false, stolen).await;
    assert!(matches!(borrowed, Err(CommandError::Invalid { field: "signature", .. })), "{borrowed:?}");
    registry.sign_act_here(office.members[1], id, false, "open").await.unwrap();
    registry.sign_act_here(office.members[2], id, false, "open").await.unwrap();
    assert!(registry.execute_act(office.archivist, id).await.is_err(), "the head has not approved");
    registry.sign_act_here(office.head, id, true, "open").await.unwrap();
    // Blocked since: the block wins (R9.2.4).
    registry.block(office.protector, number, "F-1", date("2090-01-20")).await.unwrap();
    let blocked = registry.execute_act(office.archivist, id).await.unwrap_err().to_string();
    assert!(blocked.contains(&number.to_string()), "{blocked}");
    assert_eq!(stage(&office, number).await, Some(Stage::Due));
    registry.withdraw_act(office.archivist, id).await.unwrap();
    assert!(registry.execute_act(office.archivist, id).await.is_err(), "withdrawn");
    office.world.audited().await;
}

#[tokio::test]
async fn an_end_annulled_after_the_approval_stops_the_execution() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    office.set_day("2090-01-01");
    let event = registry
        .note_event(office.archivist, number, EventKind::DeathEstablished, date("2050-01-20"), "D-1")
        .await
        .unwrap();
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    registry.annul_event(office.archivist, number, event.id, "COURT-1").await.unwrap();
    assert!(registry.execute_act(office.archivist, act.text.id).await.is_err(), "no sweep has run since");
    assert_eq!(stage(&office, number).await, Some(Stage::Due));
    registry.sweep().await.unwrap();
    assert_eq!(stage(&office, number).await, Some(Stage::Registered));
}

#[tokio::test]
async fn a_foreigners_record_goes_to_the_archive_for_forty_years_and_is_destroyed_with_its_container() {
    let office = Office::new().await;
    let (_, number) = office.foreigner(7).await; // registered 2026-03-02
    let registry = office.registry();
    office.set_day("2036-03-02");
    assert_eq!(registry.sweep().await.unwrap().due_for_archive, 0, "the last lawful day");
    office.set_day("2036-03-03");
    assert_eq!(registry.sweep().await.unwrap().due_for_archive, 1);
    let carrier = registry
        .enter_carrier(office.archivist, "SHELF-1", "Vault 3", office.archivist.officer)
        .await
        .unwrap();
    assert!(
        registry
            .draw_up_act(office.archivist, office.new_act(ActKind::Destruction, &[number]))
            .await
            .is_err(),
        "the archive comes first"
    );
    let mut new = office.new_act(ActKind::Archive, &[number]);
    new.carrier = Some(carrier.id);
    let act = office.approved(new).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    assert_eq!(stage(&office, number).await, Some(Stage::Archived));
    assert!(office.world.store.templates(number).await.unwrap().is_empty());
    let thumb = FingerPosition::RightThumb;
    let found = registry.identify(examiner(1), corpse("CASE-1"), mark(7, thumb)).await.unwrap();
    assert!(found.hits.is_empty(), "the archive is searched by nothing");
    office.world.audited().await;

    // One record, by order, by two.
    let asked = registry
        .propose(office.archivist, number, ProposalKind::Retrieve, proposal("ORDER-1"))
        .await
        .unwrap();
    assert!(registry.retrieve(office.archivist, asked.id).await.is_err(), "one is not two");
    registry.answer_proposal(office.head, asked.id, true).await.unwrap();
    let opened = registry.retrieve(office.archivist, asked.id).await.unwrap();
    assert_eq!((opened.head.number, opened.prints.len()), (number, 10));
    assert_eq!(opened.head.person.unwrap().family_name, "Әбілқасым");
    office.set_day("2036-04-01");
    assert!(registry.retrieve(office.archivist, asked.id).await.is_err(), "the order runs out");

    // The carrier is read; a changed byte is noticed and named.
    let (_, unreadable) = registry.check_carrier(office.archivist, carrier.id, false).await.unwrap();
    assert!(unreadable.is_empty(), "{unreadable:?}");
    let spoil = |at: usize| {
        for bytes in office.carriers.0.lock().unwrap().values_mut() {
            bytes[at] ^= 1;
        }
    };
    spoil(40);
    let (_, unreadable) = registry.check_carrier(office.archivist, carrier.id, false).await.unwrap();
    assert!(unreadable[0].contains(&number.to_string()), "{unreadable:?}");
    spoil(40);
    registry.check_carrier(office.archivist, carrier.id, true).await.unwrap();

    office.set_day("2076-03-02");
    assert_eq!(registry.sweep().await.unwrap().due, 0);
    office.set_day("2076-03-03");
    assert_eq!(registry.sweep().await.unwrap().due, 1);
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    assert!(office.world.store.life(number).await.unwrap().is_none());
    assert!(office.carriers.0.lock().unwrap().is_empty(), "the container is gone");
    office.world.audited().await;
}

#[tokio::test]
async fn a_cut_link_hides_the_person_until_two_units_join_it_for_a_limited_time() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let kind = ProposalKind::Depersonalise;
    let asked = registry.propose(office.supervisor, number, kind, proposal("ORDER-1")).await.unwrap();
    office.world.refused("R9.1.1", registry.answer_proposal(office.supervisor, asked.id, true)).await;
    registry.answer_proposal(office.other_supervisor, asked.id, true).await.unwrap();
    assert!(office.world.store.person_of(number).await.unwrap().is_none());
    let thumb = FingerPosition::RightThumb;
    let found = registry.identify(examiner(1), corpse("CASE-1"), mark(1, thumb)).await.unwrap();
    assert!(found.hits.is_empty());
    let claim = registry.find_record(operator(), iin(1).as_str(), reason(Purpose::Confirm)).await;
    assert!(claim.is_err(), "no record answers to the name");

    let kind = ProposalKind::Repersonalise;
    let endless = registry.propose(office.supervisor, number, kind, proposal("ORDER-2")).await;
    assert!(matches!(endless, Err(CommandError::Invalid { field: "until", .. })));
    let new = NewProposal { until: Some(date("2026-03-10")), ..proposal("ORDER-2") };
    let asked = registry.propose(office.supervisor, number, kind, new).await.unwrap();
    registry.answer_proposal(office.other_supervisor, asked.id, true).await.unwrap();
    assert!(office.world.store.person_of(number).await.unwrap().is_some());
    office.set_day("2026-03-10");
    assert_eq!(registry.sweep().await.unwrap().cut_again, 0, "the last day");
    office.set_day("2026-03-11");
    assert_eq!(registry.sweep().await.unwrap().cut_again, 1);
    assert!(office.world.store.person_of(number).await.unwrap().is_none());
    office.world.audited().await;
}

#[tokio::test]
async fn withdrawn_consent_withholds_the_record_until_a_decision() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    registry.withhold(office.supervisor, number, "WITHDRAWAL-1").await.unwrap();
    let found =
        registry.identify(examiner(1), corpse("CASE-1"), mark(1, FingerPosition::RightThumb)).await.unwrap();
    assert!(found.hits.is_empty());
    registry.restore(office.supervisor, number, "DECISION-1").await.unwrap();
    assert_eq!(stage(&office, number).await, Some(Stage::Registered));
    registry.withhold(office.supervisor, number, "WITHDRAWAL-2").await.unwrap();
    let kind = EventKind::ConsentWithdrawalGranted;
    registry.note_event(office.archivist, number, kind, date("2026-03-02"), "DECISION-2").await.unwrap();
    assert_eq!(registry.sweep().await.unwrap().due, 1);
    let (_, foreign) = office.foreigner(3).await;
    office.world.refused("R9.3.1", registry.withhold(office.supervisor, foreign, "X-1")).await;
}

#[tokio::test]
async fn only_those_whom_the_law_names_keep_records() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let denied = async |what: &str, act: Result<(), CommandError>| {
        assert!(matches!(act, Err(CommandError::Refused { .. })), "{what}: {act:?}");
    };
    let day = date("2026-03-20");
    let block = registry.block(office.operator, number, "F-1", day).await;
    denied("an operator blocks", block.map(drop)).await;
    let event = registry.note_event(office.operator, number, EventKind::Missing, day, "E-1").await;
    denied("an operator notes an event", event.map(drop)).await;
    denied("an operator lists what is due", registry.due_list(office.operator).await.map(drop)).await;
    let act = registry.draw_up_act(office.supervisor, office.new_act(ActKind::Destruction, &[number])).await;
    denied("a supervisor draws up an act", act.map(drop)).await;
    let carrier = registry.enter_carrier(office.head, "SHELF-1", "Vault", office.head.officer).await;
    denied("a head enters a carrier", carrier.map(drop)).await;
    let key = registry
        .set_signing_key(office.head, office.head.officer, signing::SignatureForm::Ed25519, &"a".repeat(64))
        .await;
    denied("a head registers a key", key.map(drop)).await;
    let kind = ProposalKind::Depersonalise;
    let cut = registry.propose(office.operator, number, kind, proposal("O-1")).await;
    denied("an operator proposes to cut a link", cut.map(drop)).await;
}

/// R8.2.4: an act of more records than a commission reads is refused before any of them is looked at.
#[tokio::test]
async fn an_act_holds_at_most_five_hundred_records() {
    let office = Office::new().await;
    let numbers: Vec<_> = (0..501_u16)
        .map(|n| {
            let mut bytes = [7; 16];
            bytes[..2].copy_from_slice(&n.to_be_bytes());
            RegistryNumber::from_random_bytes(bytes)
        })
        .collect();
    let drawn = async |count: usize| {
        let act = office.new_act(ActKind::Destruction, &numbers[..count]);
        office.registry().draw_up_act(office.archivist, act).await.unwrap_err()
    };
    for wrong in [0, 501] {
        let error = drawn(wrong).await;
        assert!(matches!(error, CommandError::Invalid { field: "records", .. }), "{wrong}: {error}");
    }
    let error = drawn(500).await;
    assert!(!matches!(error, CommandError::Invalid { field: "records", .. }), "the most: {error}");
}

#[tokio::test]
async fn another_territory_is_not_served() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await; // registered by the central unit
    let region: Unit = "75-0001".parse().unwrap();
    let regional = Actor { unit: region, ..office.protector };
    let block = office.registry().block(regional, number, "F-1", date("2026-03-20"));
    office.world.refused("R6.1.1", block).await;
    let desk = Actor { unit: region, ..operator() };
    let opened = office.registry().open_case(desk, support::citizen(2)).await.unwrap();
    let elsewhere = Actor { unit: "10-0001".parse().unwrap(), ..operator() };
    office.world.refused("R6.1.1", office.registry().view_case(elsewhere, opened.case.id)).await;
    office.registry().view_case(operator(), opened.case.id).await.unwrap();
}

#[tokio::test]
async fn a_crash_before_the_keys_are_erased_is_made_good_at_the_next_start() {
    let failing = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
    let office = Office::on(failing.clone()).await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let kind = EventKind::ConsentWithdrawalGranted;
    registry.note_event(office.archivist, number, kind, date("2026-03-02"), "DECISION-1").await.unwrap();
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    failing.fail(Point::ConfirmErasures, 0, StoreError::Engine("stopped".to_owned()));
    assert!(registry.execute_act(office.archivist, act.text.id).await.is_err());
    let act = registry.view_act(office.archivist, act.text.id).await.unwrap();
    assert_eq!(act.state, ActState::Executing, "rows are gone, receipts are not there");
    assert!(!failing.pending_erasures(10).await.unwrap().is_empty());
    assert!(failing.life(number).await.unwrap().is_none());

    // The register opens anew and erases what was noted; the act is then executed to its end.
    let again = keeping_support::open(
        failing.clone(),
        Arc::clone(&office.world.clock),
        Arc::clone(&office.keys),
        Arc::clone(&office.signers),
        Arc::clone(&office.carriers),
    );
    let again = again.await.unwrap();
    assert!(failing.pending_erasures(10).await.unwrap().is_empty());
    let done = again.execute_act(office.archivist, act.text.id).await.unwrap();
    assert_eq!(done.state, ActState::Executed);
    assert!(done.receipts.iter().all(|receipt| receipt.left == 0));
    assert!(again.audit(prosecutor()).await.unwrap().ok);
}
