//! What is printed about the end of records: approved acts, and destructions for the person who asks.

use law::EventKind;
use ledger::Outcome;
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{examiner, operator, prosecutor};

/// A record whose term ended, on the day of the sweep.
async fn due(office: &Office) -> RegistryNumber {
    let (_, number) = office.citizen(1).await;
    office.set_day("2090-01-10");
    let death = "2089-12-30".parse().unwrap();
    let noted = EventKind::DeathEstablished;
    office.registry().note_event(office.archivist, number, noted, death, "D-1").await.unwrap();
    office.registry().sweep().await.unwrap();
    number
}

/// A granted act that came to nothing, because of a state that the words name.
async fn ended<T: std::fmt::Debug>(
    office: &Office,
    words: &str,
    act: impl Future<Output = Result<T, CommandError>>,
) {
    let (answer, entry) = office.world.check(act).await;
    let Err(CommandError::WrongState { message }) = &answer else { panic!("{answer:?}") };
    assert!(message.contains(words), "{message}");
    assert_eq!(entry.outcome, Outcome::Refused);
}

#[tokio::test]
async fn a_destruction_is_certified_once_it_is_done_and_by_the_archivist_alone() {
    let office = Office::new().await;
    let registry = office.registry();
    let number = due(&office).await;
    let archivist = office.archivist;
    let registered = office.world.store.life(number).await.unwrap().unwrap();
    ended(&office, "was not destroyed: it is due", registry.destroyed(archivist, number, "REQ-1")).await;
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    let done = registry.execute_act(archivist, act.text.id).await.unwrap();
    let executed = office.world.size().await - 1;

    let (found, entry) = office.world.check(registry.destroyed(archivist, number, "REQ-1")).await;
    let found = found.unwrap();
    assert_eq!((entry.outcome, entry.requirement.as_str()), (Outcome::Done, "R17.3.4"));
    assert_eq!((found.issued_entry, found.executed_entry), (entry.sequence, executed));
    assert_eq!(found.act, done);
    let tombstone = Tombstone {
        number,
        basis: Basis::B1,
        registered_on: registered.registered_on,
        registered_entry: registered.registered_entry,
        destroyed_on: "2090-01-10".parse().unwrap(),
        act: act.text.id,
        act_number: act.text.number.clone(),
    };
    assert_eq!(found.tombstone, tombstone, "number, basis, dates and act are all that is left");
    let again = registry.destroyed(archivist, number, "REQ-2").await.unwrap();
    assert_eq!(again.tombstone.canonical().unwrap(), tombstone.canonical().unwrap());

    for other in [office.head, office.supervisor, office.protector, operator(), examiner(1)] {
        office.world.refused("R17.3.2", registry.destroyed(other, number, "REQ-1")).await;
    }
    office.world.refused("R36.1.1", registry.destroyed(prosecutor(), number, "REQ-1")).await;
    office.world.audited().await;
}

#[tokio::test]
async fn what_was_never_destroyed_or_is_in_the_archive_is_not_certified() {
    let office = Office::new().await;
    let registry = office.registry();
    let unknown = RegistryNumber::from_random_bytes([9; 16]);
    let (answer, entry) = office.world.check(registry.destroyed(office.archivist, unknown, "REQ-1")).await;
    assert!(matches!(answer, Err(CommandError::NotFound { what: "destroyed record" })), "{answer:?}");
    assert_eq!((entry.outcome, entry.requirement.as_str()), (Outcome::Refused, "R17.3.4"));
    let before = office.world.size().await;
    let nameless = registry.destroyed(office.archivist, unknown, "no_reference!").await;
    assert!(matches!(nameless, Err(CommandError::Invalid { field: "reference", .. })), "{nameless:?}");
    assert_eq!(office.world.size().await, before);

    let (_, number) = office.foreigner(7).await;
    ended(&office, "it is registered", registry.destroyed(office.archivist, number, "REQ-1")).await;
    office.set_day("2036-03-03");
    registry.sweep().await.unwrap();
    let (label, place, custodian) = ("SHELF-1", "Vault 3", office.archivist.officer);
    let carrier = registry.enter_carrier(office.archivist, label, place, custodian).await.unwrap();
    let new = NewAct { carrier: Some(carrier.id), ..office.new_act(ActKind::Archive, &[number]) };
    let act = office.approved(new).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    ended(&office, "it is archived", registry.destroyed(office.archivist, number, "REQ-1")).await;
}

#[tokio::test]
async fn an_act_is_printed_once_it_is_approved_and_names_the_entry_that_made_it() {
    let office = Office::new().await;
    let registry = office.registry();
    let number = due(&office).await;
    let archivist = office.archivist;
    let new = office.new_act(ActKind::Destruction, &[number]);
    let drawn = registry.draw_up_act(archivist, new.clone()).await.unwrap();
    ended(&office, "not approved yet", registry.printed_act(archivist, drawn.text.id)).await;
    registry.withdraw_act(archivist, drawn.text.id).await.unwrap();
    ended(&office, "was withdrawn", registry.printed_act(archivist, drawn.text.id)).await;

    let act = office.approved(new).await;
    let approved = office.world.size().await - 1;
    let (printed, entry) = office.world.check(registry.printed_act(archivist, act.text.id)).await;
    let printed = printed.unwrap();
    assert_eq!((printed.entry, &printed.act), (approved, &act));
    assert_eq!((entry.outcome, entry.requirement.as_str()), (Outcome::Done, "R17.3.1"));
    let done = registry.execute_act(archivist, act.text.id).await.unwrap();
    let executed = office.world.size().await - 1;
    let printed = registry.printed_act(prosecutor(), act.text.id).await.unwrap();
    assert_eq!((printed.entry, printed.act), (executed, done));
    office.world.refused("R17.1.1", registry.printed_act(examiner(1), act.text.id)).await;
}
