//! Better prints of a record (Art. 13, R13.1.2): taken by one, counted when another agrees, the old ones kept.

use law::EventKind;
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{
    FIRST, citizen, corpse, examiner, image, image_of_quality, mirrored, operator, prosecutor, reason,
};

const INDEX: FingerPosition = FingerPosition::RightIndex;
const THUMB: FingerPosition = FingerPosition::RightThumb;
const MIDDLE: FingerPosition = FingerPosition::RightMiddle;
/// The impression that supplements.
const LATER: u64 = FIRST + 40;

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn supplement(prints: &[(FingerPosition, CaptureInput)]) -> NewSupplement {
    NewSupplement { reference: "REPORT-13".to_owned(), prints: prints.to_vec() }
}

/// A better print of a finger of person `n`.
fn better(n: u64, position: FingerPosition) -> (FingerPosition, CaptureInput) {
    (position, image_of_quality(n, position, LATER, 90))
}

/// A citizen whose right index finger was hardly seen and whose right middle finger was bandaged.
async fn poorly_taken(office: &Office, n: u64) -> RegistryNumber {
    let registry = office.registry();
    let opened = registry.open_case(operator(), citizen(n)).await.unwrap();
    let case = opened.case.id;
    office.world.consent(operator(), case).await;
    for position in FingerPosition::ALL {
        let input = match *position {
            INDEX => image_of_quality(n, INDEX, FIRST, 20),
            MIDDLE => CaptureInput::Missing(MissingReason::Amputated),
            position => image(n, position, FIRST),
        };
        registry.capture(operator(), case, *position, input).await.unwrap();
    }
    registry.check_duplicates(operator(), case).await.unwrap();
    registry.register(operator(), case).await.unwrap();
    office.world.number_of(case).await
}

async fn held(office: &Office, number: RegistryNumber, position: FingerPosition) -> Vec<(PrintStanding, u8)> {
    let prints = office.world.store.held_prints(number).await.unwrap();
    let of = prints.iter().filter(|print| print.position == position);
    of.map(|print| (print.standing, print.quality)).collect()
}

/// The score of a search with the very impression that supplements.
async fn score(office: &Office, n: u64, position: FingerPosition) -> Option<f32> {
    let probe = vec![(Some(position), better(n, position).1)];
    let found = office.registry().identify(examiner(1), corpse("CASE-1"), probe).await.unwrap();
    found.hits.first().map(|hit| hit.score)
}

async fn why(office: &Office, number: RegistryNumber, prints: &[(FingerPosition, CaptureInput)]) -> String {
    let taken = office.registry().supplement_prints(operator(), number, supplement(prints)).await;
    let error = taken.unwrap_err().to_string();
    let waits = |print: &HeldPrint| print.standing == PrintStanding::Waiting;
    assert!(!office.world.store.held_prints(number).await.unwrap().iter().any(waits), "{error}");
    error
}

#[tokio::test]
async fn better_prints_are_compared_once_another_officer_agrees_and_the_old_ones_are_kept() {
    use PrintStanding::{Kept, Used, Waiting};
    let office = Office::new().await;
    let number = poorly_taken(&office, 1).await;
    let registry = office.registry();
    let before = (score(&office, 1, INDEX).await.unwrap(), score(&office, 1, MIDDLE).await);
    assert!(before.1.is_none(), "{before:?}");

    let new = supplement(&[better(1, INDEX), better(1, MIDDLE)]);
    let (taken, entry) = office.world.check(registry.supplement_prints(operator(), number, new)).await;
    let taken = taken.unwrap();
    assert_eq!((entry.operation.as_str(), entry.requirement.as_str()), ("supplement-print", "R13.1.2"));
    let said: Vec<_> = taken.prints.iter().map(|p| (p.quality, p.held_quality, p.agrees)).collect();
    assert_eq!(said, [(90, Some(20), Some(true)), (90, None, None)]);
    assert_eq!(held(&office, number, INDEX).await, [(Used, 20), (Waiting, 90)]);
    assert_eq!((score(&office, 1, INDEX).await.unwrap(), score(&office, 1, MIDDLE).await), before);
    // Whoever decides looks at the prints first.
    let old = office.world.store.held_prints(number).await.unwrap()[1].impression;
    let decides = ViewReason::new(Purpose::Keeping, taken.id.to_string());
    let looked = registry.impression(office.supervisor, taken.prints[1].impression, &decides).await.unwrap();
    assert_eq!(looked.impression.quality.score, 90);
    registry.impression(office.supervisor, old, &decides).await.unwrap();
    let plain = reason(Purpose::Keeping);
    office.world.refused("R6.1.1", registry.impression(office.supervisor, old, &plain)).await;
    office.world.refused("R6.1.1", registry.impression(office.archivist, old, &decides)).await;
    assert_eq!(registry.open_supplements(office.supervisor).await.unwrap(), std::slice::from_ref(&taken));

    office.world.refused("R13.1.2", registry.answer_supplement(operator(), taken.id, true)).await;
    let (done, entry) =
        office.world.check(registry.answer_supplement(office.supervisor, taken.id, true)).await;
    assert!(done.unwrap().settled.unwrap().agreed);
    assert_eq!((entry.operation.as_str(), entry.outcome), ("supplement-print", ledger::Outcome::Done));
    assert_eq!(held(&office, number, INDEX).await, [(Used, 90), (Kept, 20)]);
    assert_eq!(held(&office, number, MIDDLE).await, [(Used, 90)]);
    // An impression agrees with itself more than with another of the finger.
    let after = (score(&office, 1, INDEX).await.unwrap(), score(&office, 1, MIDDLE).await);
    assert!(after.0 > before.0 && after.1.is_some(), "{after:?}, before {before:?}");
    assert!(registry.open_supplements(office.supervisor).await.unwrap().is_empty());
    let again = registry.answer_supplement(office.supervisor, taken.id, false).await;
    assert!(matches!(again, Err(CommandError::WrongState { .. })), "{again:?}");
    for (actor, purpose) in [(office.supervisor, Purpose::Keeping), (operator(), Purpose::Confirm)] {
        let listed = registry.prints_of(actor, number, &reason(purpose)).await.unwrap();
        assert_eq!(listed, office.world.store.held_prints(number).await.unwrap());
    }
    office.world.refused("R6.1.1", registry.impression(office.supervisor, old, &decides)).await;
    office.world.audited().await;

    // A worse one is kept and changes nothing.
    let worse = (INDEX, image_of_quality(1, INDEX, LATER + 1, 50));
    let taken = registry.supplement_prints(operator(), number, supplement(&[worse])).await.unwrap();
    registry.answer_supplement(office.supervisor, taken.id, true).await.unwrap();
    assert_eq!(held(&office, number, INDEX).await, [(Used, 90), (Kept, 20), (Kept, 50)]);
    assert_eq!(score(&office, 1, INDEX).await.unwrap(), after.0);

    // The same after the register was opened again: from the store alone.
    let office = office.opened_with(law::TermCatalogue::of_the_law()).await;
    assert_eq!((score(&office, 1, INDEX).await.unwrap(), score(&office, 1, MIDDLE).await), after);
    office.world.audited().await;
}

#[tokio::test]
async fn what_is_turned_down_is_destroyed_and_the_record_is_as_it_was() {
    let office = Office::new().await;
    let number = poorly_taken(&office, 1).await;
    let registry = office.registry();
    let prints = office.world.store.held_prints(number).await.unwrap();
    let before = score(&office, 1, INDEX).await;
    let new = supplement(&[better(1, INDEX)]);
    let taken = registry.supplement_prints(operator(), number, new.clone()).await.unwrap();
    let entry = office.world.size().await - 1;
    // Whoever took them may take them back.
    let done = registry.answer_supplement(operator(), taken.id, false).await.unwrap();
    assert!(!done.settled.unwrap().agreed);
    assert_eq!(office.world.store.held_prints(number).await.unwrap(), prints);
    assert!(office.world.store.impression(taken.prints[0].impression).await.unwrap().is_none());
    assert!(office.world.store.pending_erasures(10).await.unwrap().is_empty(), "its key is erased at once");
    let openings = office.world.store.openings(entry).await.unwrap();
    let of_prints = |opening: &sequencer::Opening| opening.owner == sequencer::Owner::Supplement(taken.id);
    assert!(!openings.is_empty() && !openings.iter().any(of_prints));
    assert_eq!(score(&office, 1, INDEX).await, before);
    office.world.audited().await;
    registry.supplement_prints(operator(), number, new).await.unwrap();
    office.world.audited().await;
}

#[tokio::test]
async fn a_print_that_is_not_surely_of_this_person_and_finger_is_refused_by_name() {
    let office = Office::new().await;
    let number = poorly_taken(&office, 1).await;
    let registry = office.registry();
    let cases: [(&[_], &str); 7] = [
        (&[], "from 1 to 10"),
        (&[better(2, INDEX)], "none of these prints agrees"),
        // A finger of which nothing is held needs one of which something is.
        (&[better(1, MIDDLE)], "present another one"),
        (&[(INDEX, better(1, THUMB).1)], "is of right-thumb"),
        (&[better(1, INDEX), (MIDDLE, image(1, INDEX, LATER + 2))], "is of right-index"),
        (&[better(1, INDEX), better(1, INDEX)], "twice"),
        (&[(THUMB, image(1, THUMB, FIRST))], "holds already"),
    ];
    for (prints, words) in cases {
        let error = why(&office, number, prints).await;
        assert!(error.contains(words), "{error} instead of {words}");
    }
    let reason_only = (INDEX, CaptureInput::Missing(MissingReason::Amputated));
    assert!(why(&office, number, &[reason_only]).await.contains("image is needed"));
    let (position, input) = better(1, INDEX);
    let error = why(&office, number, &[(position, mirrored(input))]).await;
    assert!(error.contains("mirror"), "{error}");
    let unreadable = (INDEX, image(0, INDEX, 1));
    why(&office, number, &[unreadable]).await;

    let taken =
        registry.supplement_prints(operator(), number, supplement(&[better(1, INDEX)])).await.unwrap();
    let second = registry.supplement_prints(operator(), number, supplement(&[better(1, THUMB)])).await;
    assert!(second.unwrap_err().to_string().contains("waits for another officer"));
    registry.answer_supplement(office.supervisor, taken.id, true).await.unwrap();
    office.world.audited().await;
}

#[tokio::test]
async fn who_may_supplement_and_what_state_forbids_it() {
    let office = Office::new().await;
    let number = poorly_taken(&office, 1).await;
    let registry = office.registry();
    let new = || supplement(&[better(1, INDEX)]);
    for actor in
        [office.archivist, office.head, office.protector, examiner(1), prosecutor(), office.administrator]
    {
        let taken = registry.supplement_prints(actor, number, new()).await;
        assert!(matches!(taken, Err(CommandError::Refused { .. })), "{:?}: {taken:?}", actor.role);
    }
    let taken = registry.supplement_prints(operator(), number, new()).await.unwrap();
    registry.block(office.protector, number, "FINDING-1", date("2026-04-01")).await.unwrap();
    for agree in [true, false] {
        office.world.refused("R1.7.1", registry.answer_supplement(office.supervisor, taken.id, agree)).await;
    }
    office.world.refused("R1.7.1", registry.supplement_prints(operator(), number, new())).await;
    assert_eq!(held(&office, number, INDEX).await[0], (PrintStanding::Used, 20));
    office.world.audited().await;
}

#[tokio::test]
async fn of_two_who_take_prints_at_once_one_is_told_to_wait() {
    let office = Office::new().await;
    let number = poorly_taken(&office, 1).await;
    let registry = office.registry();
    let take = |finger| registry.supplement_prints(operator(), number, supplement(&[better(1, finger)]));
    let (one, other) = tokio::join!(take(INDEX), take(THUMB));
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
    let waits = office.world.store.held_prints(number).await.unwrap();
    assert_eq!(waits.iter().filter(|print| print.standing == PrintStanding::Waiting).count(), 1);
    let taken = one.or(other).unwrap();
    let agree = |actor| registry.answer_supplement(actor, taken.id, true);
    let (one, other) = tokio::join!(agree(office.supervisor), agree(office.other_supervisor));
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
    office.world.audited().await;
}

#[tokio::test]
async fn supplements_are_destroyed_with_the_record_decided_or_not() {
    let office = Office::new().await;
    let number = poorly_taken(&office, 1).await; // born 1984-03-15
    let registry = office.registry();
    let mut taken = Vec::new();
    for (position, agree) in [(INDEX, Some(true)), (THUMB, None)] {
        let new = supplement(&[better(1, position)]);
        let one = registry.supplement_prints(operator(), number, new).await.unwrap();
        if let Some(agree) = agree {
            registry.answer_supplement(office.supervisor, one.id, agree).await.unwrap();
        }
        taken.push(one);
    }
    office.set_day("2090-01-01");
    let death = registry.note_event(
        office.archivist,
        number,
        EventKind::DeathEstablished,
        date("2089-12-30"),
        "DEATH-1",
    );
    death.await.unwrap();
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    let act = registry.execute_act(office.archivist, act.text.id).await.unwrap();
    assert!(act.receipts.iter().all(|receipt| receipt.left == 0), "{:?}", act.receipts);
    for one in taken {
        assert!(office.world.store.impression(one.prints[0].impression).await.unwrap().is_none());
        let gone = registry.answer_supplement(office.supervisor, one.id, true).await;
        assert!(matches!(gone, Err(CommandError::NotFound { .. })), "{gone:?}");
    }
    office.world.audited().await;
}

#[tokio::test]
async fn the_archive_holds_what_counted_and_what_a_better_print_superseded() {
    let office = Office::new().await;
    let (_, number) = office.foreigner(7).await; // registered 2026-03-02
    let registry = office.registry();
    let first =
        registry.supplement_prints(operator(), number, supplement(&[better(7, INDEX)])).await.unwrap();
    registry.answer_supplement(office.supervisor, first.id, true).await.unwrap();
    registry.supplement_prints(operator(), number, supplement(&[better(7, THUMB)])).await.unwrap();
    office.set_day("2036-03-03");
    assert_eq!(registry.sweep().await.unwrap().due_for_archive, 1);
    let keeper = office.archivist.officer;
    let carrier = registry.enter_carrier(office.archivist, "SHELF-1", "Vault 3", keeper).await.unwrap();
    let mut new = office.new_act(ActKind::Archive, &[number]);
    new.carrier = Some(carrier.id);
    let act = office.approved(new).await;
    registry.execute_act(office.archivist, act.text.id).await.unwrap();
    let order = NewProposal { reference: "ORDER-1".to_owned(), ..NewProposal::default() };
    let asked = registry.propose(office.archivist, number, ProposalKind::Retrieve, order).await.unwrap();
    registry.answer_proposal(office.head, asked.id, true).await.unwrap();
    let opened = registry.retrieve(office.archivist, asked.id).await.unwrap();
    assert_eq!(opened.prints.len(), 11, "ten, and the one that was superseded; none that waited");
    let of_index = opened.head.prints.iter().filter(|print| print.position == INDEX);
    assert_eq!(of_index.map(|print| print.superseded).collect::<Vec<_>>(), [false, true]);
    office.world.audited().await;
}
