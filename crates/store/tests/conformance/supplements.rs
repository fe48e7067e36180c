//! Better prints of registered records.

use std::sync::Arc;

use registry::ports::Store;
use registry::sequencer::{Change, supplement_key};
use registry::{FingerStatus, PrintStanding};
use vocabulary::{FingerPosition, MissingReason};

use crate::is_conflict;
use crate::samples::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;
const THUMB: FingerPosition = FingerPosition::RightThumb;

fn taken(number: u64, encounter: u64) -> Change {
    Change::SupplementTaken { number: registry_number(number), encounter: encounter_id(encounter) }
}

fn settled(number: u64, encounter: u64, agreed: bool) -> Change {
    Change::SupplementSettled { number: registry_number(number), encounter: encounter_id(encounter), agreed }
}

/// A print of a supplement of record 1.
fn print(of: u64, position: FingerPosition, id: u64, quality: u8) -> Change {
    let Change::ImpressionCaptured { original, media_type, ppi, template, quality_causes, .. } =
        impression(1, position, id, 100)
    else {
        unreachable!()
    };
    Change::ImpressionCaptured {
        number: registry_number(1),
        encounter: encounter_id(of),
        id: impression_id(id),
        position,
        original,
        media_type,
        ppi,
        template,
        quality_score: quality,
        quality_causes,
    }
}

/// Record 1, its thumb missing; every other print of quality 70.
async fn registered(store: &Arc<dyn Store>) -> Hand {
    let mut hand = Hand::new(store.clone());
    let mut changes = registration(1, hand.next(), 100);
    let thumb =
        |change: &Change| matches!(change, Change::ImpressionCaptured { position, .. } if *position == THUMB);
    let at = changes.iter().position(thumb).unwrap();
    changes[at] = Change::FingerMissing {
        number: registry_number(1),
        encounter: encounter_id(1),
        position: THUMB,
        reason: MissingReason::Amputated,
    };
    hand.act(changes).await.unwrap();
    hand
}

pub(crate) async fn the_best_print_that_counts_is_read(store: Arc<dyn Store>) {
    let mut hand = registered(&store).await;
    let used = async |position: FingerPosition| {
        let all = store.templates(registry_number(1)).await.unwrap();
        assert_eq!(store.registered_templates(FINGERS, None, 10).await.unwrap()[0].1, all);
        all.into_iter().find(|(at, _)| *at == position).map(|(_, template)| template)
    };
    let old = used(INDEX).await.unwrap();
    hand.act(vec![taken(1, 50), print(50, INDEX, 500, 71), print(50, THUMB, 501, 5)]).await.unwrap();
    assert_eq!((used(INDEX).await, used(THUMB).await), (Some(old.clone()), None), "they wait");
    let status = async |position: FingerPosition| {
        let hand = store.fingers(registry_number(1)).await.unwrap();
        hand[usize::from(position.number()) - 1].status
    };
    assert_eq!(status(THUMB).await, FingerStatus::Missing(MissingReason::Amputated));
    let (number, waiting) = store.impression(impression_id(500)).await.unwrap().unwrap();
    assert_eq!((number, waiting.original.len()), (registry_number(1), 100));

    hand.act(vec![settled(1, 50, true)]).await.unwrap();
    assert_eq!((used(INDEX).await, used(THUMB).await), (Some(template(500)), Some(template(501))));
    assert_eq!(status(INDEX).await, FingerStatus::captured(71));
    assert_eq!(status(THUMB).await, FingerStatus::captured(5), "a print before a reason");
    // Of equals the first stays; a worse one is kept.
    for (encounter, quality) in [(51, 70), (52, 3)] {
        hand.act(vec![taken(1, encounter), print(encounter, INDEX, encounter * 10, quality)]).await.unwrap();
        hand.act(vec![settled(1, encounter, true)]).await.unwrap();
        assert_eq!(used(INDEX).await, Some(template(500)), "{quality}");
    }
    let held = store.held_prints(registry_number(1)).await.unwrap();
    let of_index: Vec<_> =
        held.iter().filter(|p| p.position == INDEX).map(|p| (p.standing, p.quality)).collect();
    assert_eq!(of_index[0], (PrintStanding::Used, 71));
    assert_eq!(of_index.len(), 4);
    assert_eq!(held.len(), 9 + 4);
    let mut sorted = held.clone();
    sorted.sort_by_key(registry::HeldPrint::place);
    assert_eq!(held, sorted);
    let supplements = held.iter().filter(|print| print.supplement.is_some()).count();
    assert_eq!((supplements, held[1].supplement), (4, Some(encounter_id(50))));
}

pub(crate) async fn what_is_turned_down_leaves_its_key_to_be_erased(store: Arc<dyn Store>) {
    let mut hand = registered(&store).await;
    let before = store.held_prints(registry_number(1)).await.unwrap();
    hand.act(vec![taken(1, 50), print(50, INDEX, 500, 90)]).await.unwrap();
    hand.act(vec![settled(1, 50, false)]).await.unwrap();
    assert_eq!(store.held_prints(registry_number(1)).await.unwrap(), before);
    assert!(store.impression(impression_id(500)).await.unwrap().is_none());
    assert_eq!(store.pending_erasures(10).await.unwrap(), [supplement_key(encounter_id(50))]);
    // Another may follow.
    hand.act(vec![taken(1, 51), print(51, INDEX, 510, 90)]).await.unwrap();
}

pub(crate) async fn a_supplement_is_of_a_registered_number_and_decided_once(store: Arc<dyn Store>) {
    let mut hand = registered(&store).await;
    assert!(is_conflict(&hand.act(vec![taken(2, 50)]).await), "no such record");
    hand.act(vec![Change::PersonAdded { id: person_id(3), details: details(3) }]).await.unwrap();
    hand.act(vec![Change::CaseOpened(Box::new(case(3, person_id(3)))), encounter(3)]).await.unwrap();
    assert!(is_conflict(&hand.act(vec![taken(3, 50)]).await), "a draft is not supplemented");
    assert!(store.held_prints(registry_number(3)).await.unwrap().is_empty());
    hand.act(vec![taken(1, 50), print(50, INDEX, 500, 90)]).await.unwrap();
    assert!(is_conflict(&hand.act(vec![taken(1, 51)]).await), "one waits");
    assert!(is_conflict(&hand.act(vec![settled(3, 50, true)]).await), "of another record");
    assert!(is_conflict(&hand.act(vec![print(1, INDEX, 501, 90)]).await), "the registration is closed");
    hand.act(vec![settled(1, 50, true)]).await.unwrap();
    for agreed in [true, false] {
        assert!(is_conflict(&hand.act(vec![settled(1, 50, agreed)]).await), "decided");
    }
    assert!(is_conflict(&hand.act(vec![print(50, THUMB, 502, 90)]).await), "nothing is added afterwards");
    assert!(store.pending_erasures(10).await.unwrap().is_empty());
}
