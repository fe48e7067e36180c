//! What acts, lists, carriers and containers say, down to the last field.

use law::EventKind;
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::*;

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

async fn died(office: &Office, number: RegistryNumber, on: &str) {
    let kind = EventKind::DeathEstablished;
    office.registry().note_event(office.archivist, number, kind, date(on), "D-1").await.unwrap();
}

/// R17.2.1: what is to be done first stands first.
#[tokio::test]
async fn what_is_due_is_listed_by_the_day_it_has_to_be_done_by() {
    let office = Office::new().await;
    let mut numbers = Vec::new();
    for n in 1..=5 {
        numbers.push(office.citizen(n).await.1);
    }
    // Past the hundredth birthday the term ends with the death: each a month later.
    let order = [3, 0, 4, 1, 2];
    for (month, at) in (1..).zip(order) {
        office.set_day(&format!("2089-{month:02}-20"));
        died(&office, numbers[at], &format!("2089-{month:02}-15")).await;
        office.registry().sweep().await.unwrap();
    }
    let due = office.registry().due_list(office.archivist).await.unwrap();
    let listed: Vec<_> = due.iter().filter(|due| due.duty.is_some()).map(|due| due.number).collect();
    assert_eq!(listed, order.map(|at| numbers[at]));
    let days: Vec<_> = due.iter().filter_map(|due| due.duty).map(|duty| duty.execute_by).collect();
    assert!(days.is_sorted() && days[0] < days[4], "{days:?}");
}

#[tokio::test]
async fn an_executed_act_says_when_and_under_which_epoch_the_keys_were_erased() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let (_, second) = office.citizen(2).await;
    office.set_day("2090-01-01");
    died(&office, number, "2089-12-30").await;
    died(&office, second, "2089-12-30").await;
    let registry = office.registry();
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number, second])).await;
    let done = registry.execute_act(office.archivist, act.text.id).await.unwrap();
    assert_eq!(done.executed_at, Some(office.world.clock.now()));
    for record in [number, second] {
        let keys: Vec<_> = done
            .receipts
            .iter()
            .filter(|receipt| receipt.number == record && receipt.store.starts_with("keys-"))
            .map(|receipt| (receipt.store.as_str(), receipt.epoch))
            .collect();
        for store in ["keys-identity", "keys-biometrics", "keys-links"] {
            assert!(keys.contains(&(store, Some(1))), "{keys:?}");
        }
        assert_eq!(keys.len(), 3, "nobody else's keys: {keys:?}");
        let stores: Vec<_> = done.receipts.iter().filter(|receipt| receipt.number == record).collect();
        assert!(stores.iter().all(|receipt| receipt.left == 0), "{stores:?}");
    }
    let shown = registry.view_act(office.head, act.text.id).await.unwrap();
    assert_eq!(shown, done, "what is kept is what was answered");
}

/// Art. 17: with their last record a person leaves every case of theirs, those that only verified them too.
#[tokio::test]
async fn with_the_last_record_of_a_person_all_their_cases_become_tombstones() {
    let office = Office::new().await;
    let registry = office.registry();
    let (case, number) = office.citizen(1).await;
    let later = registry.open_case(operator(), citizen(1)).await.unwrap().case;
    let thumb = FingerPosition::RightThumb;
    let claim = iin(1);
    let fresh = probe(1, &[thumb]);
    registry.verify(operator(), claim.as_str(), Purpose::Confirm, Some(later.id), fresh).await.unwrap();
    office.set_day("2090-01-01");
    died(&office, number, "2089-12-30").await;
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    for id in [case, later.id] {
        let left = office.world.store.case(id).await.unwrap().unwrap();
        assert_eq!((left.state, left.person, left.reference.as_str()), (CaseState::Ended, None, ""));
        assert!(left.details.is_none() && left.evidence.is_empty(), "{left:?}");
    }
    assert!(office.world.store.person(later.person.unwrap()).await.unwrap().is_none());
    office.world.audited().await;
}

/// Acts stand newest first, those of one day by their number.
#[tokio::test]
async fn acts_are_listed_newest_first() {
    let office = Office::new().await;
    let mut acts = Vec::new();
    for (n, day) in (1..).zip(["2090-01-01", "2090-01-02", "2090-01-03", "2090-01-04"]) {
        let (_, number) = office.citizen(n).await;
        office.set_day(day);
        died(&office, number, "2089-12-30").await;
        office.registry().sweep().await.unwrap();
        let new = office.new_act(ActKind::Destruction, &[number]);
        acts.push(office.registry().draw_up_act(office.archivist, new).await.unwrap().text.id);
    }
    acts.reverse();
    let listed = office.registry().list_acts(office.archivist).await.unwrap();
    assert_eq!(listed.iter().map(|act| act.text.id).collect::<Vec<_>>(), acts);
}

#[tokio::test]
async fn a_carrier_that_failed_its_test_takes_nothing_more_and_its_label_is_its_own() {
    let office = Office::new().await;
    let (archivist, registry) = (office.archivist, office.registry());
    let nobody = OfficerId::from_random_bytes([9; 16]);
    let kept = registry.enter_carrier(archivist, "SHELF-1", "Vault 3", nobody).await;
    assert!(matches!(kept, Err(CommandError::NotFound { what: "officer" })), "{kept:?}");
    let carrier = registry.enter_carrier(archivist, "SHELF-1", "Vault 3", archivist.officer).await.unwrap();
    let again = registry.enter_carrier(archivist, "SHELF-1", "Vault 4", archivist.officer).await;
    assert!(matches!(again, Err(CommandError::WrongState { .. })), "{again:?}");

    let (_, first) = office.foreigner(7).await;
    let (_, second) = office.foreigner(8).await;
    office.set_day("2036-03-03");
    registry.sweep().await.unwrap();
    let archive =
        |number| NewAct { carrier: Some(carrier.id), ..office.new_act(ActKind::Archive, &[number]) };
    let act = office.approved(archive(first)).await;
    registry.execute_act(archivist, act.text.id).await.unwrap();
    let (checked, unreadable) = registry.check_carrier(archivist, carrier.id, false).await.unwrap();
    assert!(unreadable.is_empty());
    let said: Vec<_> =
        checked.checks.iter().map(|check| (check.on, check.by, check.readable, check.review)).collect();
    assert_eq!(said, [(date("2036-03-03"), archivist.officer, true, false)]);
    for bytes in office.carriers.0.lock().unwrap().values_mut() {
        bytes[40] ^= 1;
    }
    let (checked, unreadable) = registry.check_carrier(archivist, carrier.id, true).await.unwrap();
    assert!(unreadable.len() == 1 && unreadable[0].contains(&first.to_string()), "{unreadable:?}");
    let last = checked.checks.last().unwrap();
    assert_eq!((checked.checks.len(), last.readable, last.review), (2, false, true));
    let more = registry.draw_up_act(archivist, archive(second)).await;
    assert!(matches!(more, Err(CommandError::WrongState { .. })), "{more:?}");
    let without = registry.draw_up_act(archivist, office.new_act(ActKind::Archive, &[second])).await;
    assert!(matches!(without, Err(CommandError::Invalid { field: "carrier", .. })), "{without:?}");
    office.world.audited().await;
}

/// A carrier that says it wrote and did not.
struct Forgetful(bool);

impl ports::Carriers for Forgetful {
    fn write(&self, _: &Carrier, _: &str, _: &[u8]) -> Result<(), StoreError> {
        Ok(())
    }
    fn read(&self, carrier: &Carrier, file: &str) -> Result<Vec<u8>, StoreError> {
        match self.0 {
            true => Ok(b"something else".to_vec()),
            false => Err(StoreError::Engine(format!("{file} is not on {}", carrier.label))),
        }
    }
    fn remove(&self, _: &Carrier, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
}

/// R15.2.1: nothing leaves the database before its container was read back from the carrier.
#[tokio::test]
async fn a_record_stays_when_its_container_does_not_read_back() {
    for garbled in [false, true] {
        let mut office = Office::new().await;
        let (_, number) = office.foreigner(7).await;
        office.set_day("2036-03-03");
        office.registry().sweep().await.unwrap();
        let archivist = office.archivist;
        let shelf = office.registry().enter_carrier(archivist, "SHELF-1", "Vault 3", archivist.officer);
        let carrier = shelf.await.unwrap();
        let new = NewAct { carrier: Some(carrier.id), ..office.new_act(ActKind::Archive, &[number]) };
        let act = office.approved(new).await;
        office.world.registry = office.world.registry.with_carriers(std::sync::Arc::new(Forgetful(garbled)));
        let executed = office.registry().execute_act(archivist, act.text.id).await;
        assert!(matches!(executed, Err(CommandError::Store(_))), "{executed:?}");
        assert_eq!(office.world.store.templates(number).await.unwrap().len(), 10);
        let life = office.world.store.life(number).await.unwrap().unwrap();
        assert_eq!(life.state.stage(), law::Stage::DueForArchive);
        office.world.audited().await;
    }
}

/// R17.3.1: a signature is under one act, not under another of the same people.
#[tokio::test]
async fn a_signature_under_one_act_does_not_count_under_another() {
    let office = Office::new().await;
    let (_, first) = office.citizen(1).await;
    let (_, second) = office.citizen(2).await;
    office.set_day("2090-01-01");
    died(&office, first, "2089-12-30").await;
    died(&office, second, "2089-12-30").await;
    let registry = office.registry();
    registry.sweep().await.unwrap();
    let [one, other] = [first, second].map(|number| office.new_act(ActKind::Destruction, &[number]));
    let one = registry.draw_up_act(office.archivist, one).await.unwrap().text.id;
    let other = registry.draw_up_act(office.archivist, other).await.unwrap().text.id;
    let member = office.members[0];
    let signed = registry.sign_act_here(member, one, false, "open").await.unwrap().members[0].signed.clone();
    let borrowed = registry.sign_act(member, other, false, signed).await;
    assert!(matches!(borrowed, Err(CommandError::Invalid { field: "signature", .. })), "{borrowed:?}");
    registry.sign_act_here(member, other, false, "open").await.unwrap();
}

/// A container is of one record: what was registered of the person besides is in none of it.
#[tokio::test]
async fn a_container_holds_the_certificate_of_its_own_registration_only() {
    let office = Office::new().await;
    let registry = office.registry();
    let (_, first) = office.foreigner(7).await;
    let opened = registry.open_case(operator(), foreigner(7, Basis::B6)).await.unwrap().case;
    for evidence in opened.decision.missing_evidence.clone() {
        registry.give_evidence(operator(), opened.id, evidence, "ru", "decision 8").await.unwrap();
    }
    office.world.capture_ten(operator(), opened.id, 7, FIRST + 1).await;
    registry.check_duplicates(operator(), opened.id).await.unwrap();
    let second = registry.register(operator(), opened.id).await.unwrap();
    office.set_day("2036-03-03");
    registry.sweep().await.unwrap();
    let archivist = office.archivist;
    let carrier = registry.enter_carrier(archivist, "SHELF-1", "Vault 3", archivist.officer).await.unwrap();
    let new = NewAct { carrier: Some(carrier.id), ..office.new_act(ActKind::Archive, &[first]) };
    let act = office.approved(new).await;
    registry.execute_act(archivist, act.text.id).await.unwrap();
    let order = NewProposal { reference: "ORDER-1".to_owned(), ..NewProposal::default() };
    let asked = registry.propose(archivist, first, ProposalKind::Retrieve, order.clone()).await.unwrap();
    registry.answer_proposal(office.head, asked.id, true).await.unwrap();
    let (opened, entry) = office.world.check(registry.retrieve(archivist, asked.id)).await;
    assert_eq!(entry.operation, "retrieve-record");
    let head = opened.unwrap().head;
    assert_eq!(head.certificates.len(), 1);
    assert_ne!(head.certificates[0].number, second.number);
    // Who did not sign the order does not open it, and a proposal of another kind is no order.
    let third = registry.retrieve(office.members[0], asked.id).await;
    assert!(matches!(third, Err(CommandError::WrongState { .. })), "{third:?}");
    // On the last of the ten days, and the day after.
    office.set_day("2036-03-13");
    registry.retrieve(archivist, asked.id).await.unwrap();
    office.set_day("2036-03-14");
    let late = registry.retrieve(archivist, asked.id).await;
    assert!(matches!(late, Err(CommandError::WrongState { .. })), "{late:?}");
}
