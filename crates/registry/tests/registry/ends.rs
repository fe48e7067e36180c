//! The end of a term as use, blocks, archive and destruction leave it: R9.2.4, R10.3.5, R15.1.4, R17.3.3.

use std::collections::BTreeSet;

use law::{EventKind, Outcome, Stage};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{FIRST, foreigner, iin, officer, operator, probe, reason};

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

async fn due(office: &Office, number: RegistryNumber) -> DueRecord {
    let list = office.registry().due_list(office.archivist).await.unwrap();
    list.into_iter().find(|due| due.number == number).unwrap()
}

/// R9.2.4: ten working days from the later of the end of the term and the end of the block.
#[tokio::test]
async fn what_fell_due_under_a_block_is_listed_so_and_gets_ten_working_days_from_its_end() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let granted = EventKind::ConsentWithdrawalGranted;
    registry.note_event(office.archivist, number, granted, date("2026-03-02"), "DECISION-1").await.unwrap();
    assert_eq!(registry.sweep().await.unwrap().due, 1);
    assert_eq!(due(&office, number).await.duty.unwrap().execute_by, date("2026-03-16"));
    registry.block(office.protector, number, "FINDING-1", date("2026-03-30")).await.unwrap();

    office.set_day("2026-04-20");
    let report = registry.sweep().await.unwrap();
    assert_eq!((report.due_blocked, report.overdue), (1, 0), "nothing is overdue that may not be done");
    let listed = due(&office, number).await;
    assert!(listed.state.is_blocked() && listed.duty.is_some() && !listed.overdue, "{listed:?}");

    let new = NewProposal {
        reference: "ORDER-4".to_owned(),
        result: Some("REPORT-9".to_owned()),
        ..NewProposal::default()
    };
    let asked = registry.propose(office.protector, number, ProposalKind::Unblock, new).await.unwrap();
    registry.answer_proposal(office.supervisor, asked.id, true).await.unwrap();
    let (_, mine) = registry.record_life(office.archivist, number, "CHECK-1").await.unwrap();
    assert_eq!(
        mine.duty.unwrap().execute_by,
        date("2026-05-04"),
        "ten working days from the end of the block"
    );
    office.set_day("2026-05-04");
    let report = registry.sweep().await.unwrap();
    assert_eq!((report.due_blocked, report.overdue), (0, 0), "the last day");
    office.set_day("2026-05-05");
    assert_eq!(registry.sweep().await.unwrap().overdue, 1);
    assert!(due(&office, number).await.overdue);
    office.world.audited().await;
}

/// A block that ended before the term did moves nothing.
#[tokio::test]
async fn a_block_that_ended_before_the_term_moves_no_deadline() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    registry.block(office.protector, number, "FINDING-1", date("2026-03-30")).await.unwrap();
    let new = NewProposal {
        reference: "ORDER-4".to_owned(),
        result: Some("REPORT-9".to_owned()),
        ..NewProposal::default()
    };
    let asked = registry.propose(office.protector, number, ProposalKind::Unblock, new).await.unwrap();
    registry.answer_proposal(office.supervisor, asked.id, true).await.unwrap();
    office.set_day("2026-03-09");
    let granted = EventKind::ConsentWithdrawalGranted;
    registry.note_event(office.archivist, number, granted, date("2026-03-09"), "DECISION-1").await.unwrap();
    registry.sweep().await.unwrap();
    assert_eq!(due(&office, number).await.duty.unwrap().execute_by, date("2026-03-23"));
}

/// R15.1.4: ten years from the registration, whatever is done with the record in between.
#[tokio::test]
async fn using_a_foreigners_record_moves_no_end_of_it() {
    let office = Office::new().await;
    let registry = office.registry();
    let mfa = officer(Body::Mfa, Role::Operator, 1);
    let case = registry.open_case(mfa, foreigner(5, Basis::B7)).await.unwrap().case.id;
    office.world.capture_ten(mfa, case, 5, FIRST).await;
    registry.check_duplicates(mfa, case).await.unwrap();
    registry.register(mfa, case).await.unwrap();
    let number = office.world.number_of(case).await;
    let term = async || registry.record_life(office.archivist, number, "CHECK-1").await.unwrap().1.term;
    let before = term().await;
    assert_eq!(before.in_database_until, Some(date("2036-03-02")));

    office.set_day("2035-03-01");
    let thumb = probe(5, &[FingerPosition::RightThumb]);
    let answer = registry.verify(mfa, "N00000005", Purpose::Confirm, None, thumb).await.unwrap();
    assert_eq!(answer.answer, VerificationAnswer::Confirmed);
    registry.view_record(mfa, number, reason(Purpose::Confirm)).await.unwrap();
    assert_eq!(term().await, before);
    office.set_day("2036-03-02");
    assert_eq!(registry.sweep().await.unwrap().due_for_archive, 0, "the last lawful day");
    office.set_day("2036-03-03");
    assert_eq!(registry.sweep().await.unwrap().due_for_archive, 1);
}

/// R10.3.5: nothing returns from the archive; the person is registered anew, and verified once there is a live record.
#[tokio::test]
async fn whose_only_record_lies_in_the_archive_is_registered_anew() {
    let office = Office::new().await;
    let (_, number) = office.foreigner(7).await;
    let registry = office.registry();
    office.set_day("2036-03-03");
    registry.sweep().await.unwrap();
    let keeper = office.archivist.officer;
    let carrier = registry.enter_carrier(office.archivist, "SHELF-1", "Vault 3", keeper).await.unwrap();
    let mut new = office.new_act(ActKind::Archive, &[number]);
    new.carrier = Some(carrier.id);
    let act = office.approved(new).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    let life = office.world.store.life(number).await.unwrap().unwrap();
    assert_eq!(life.state.stage(), Stage::Archived);

    let thumb = || probe(7, &[FingerPosition::RightThumb]);
    let verify = registry.verify(operator(), "N00000007", Purpose::Confirm, None, thumb()).await;
    assert!(matches!(verify, Err(CommandError::NotFound { what: "record" })), "{verify:?}");
    let (_, second) = office.foreigner(7).await;
    assert_ne!(second, number, "a new record");
    let opened = registry.open_case(operator(), foreigner(7, Basis::B3)).await.unwrap();
    assert_eq!(opened.case.decision.outcome, Outcome::Verify, "now there is a live record");
    let verify = registry.verify(operator(), "N00000007", Purpose::Confirm, None, thumb()).await.unwrap();
    assert_eq!((verify.registry_number, verify.answer), (second, VerificationAnswer::Confirmed));
}

/// R17.3.3: number, basis, dates and act stay of a destroyed record, and nothing else.
#[tokio::test]
async fn a_tombstone_says_number_basis_dates_and_act_only() {
    let office = Office::new().await;
    let (case, number) = office.citizen(1).await;
    let registry = office.registry();
    let certificate = office.world.store.case(case).await.unwrap().unwrap().certificate.unwrap();
    let templates = office.world.store.templates(number).await.unwrap();
    let granted = EventKind::ConsentWithdrawalGranted;
    registry.note_event(office.archivist, number, granted, date("2026-03-02"), "DECISION-1").await.unwrap();
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();

    let left = office.world.store.document(DocumentKind::Tombstone, *number.as_bytes()).await.unwrap();
    let Some(Document::Tombstone(tombstone)) = left else { panic!("{left:?}") };
    let json = serde_json::to_value(&tombstone).unwrap();
    let fields: BTreeSet<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let expected =
        ["number", "basis", "registered_on", "registered_entry", "destroyed_on", "act", "act_number"];
    assert_eq!(fields, expected.into());
    assert_eq!((json["basis"].as_str(), json["registered_on"].as_str()), (Some("B1"), Some("2026-03-02")));
    assert_eq!(json["act_number"].as_str(), Some(act.text.number.as_str()));
    let text = json.to_string();
    let digest = ledger::leaf_hash(&templates[0].1).to_string();
    for secret in [iin(1).as_str(), "N00000001", "DOC-2026/1", "Әбілқасым", certificate.as_str(), &digest]
    {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
