//! A command that is committed, whose effect the store then does not read back: what was acknowledged counts all the same.

use std::sync::Arc;

use registry::testing::{FailingStore, MemoryStore, Point};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{FIRST, corpse, examiner, iin, image_of_quality, mark, operator, probe, reason};

const THUMB: FingerPosition = FingerPosition::RightThumb;

async fn office() -> (Office, Arc<FailingStore>) {
    let store = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
    (Office::on(store.clone()).await, store)
}

fn silent() -> StoreError {
    StoreError::Engine("no answer".to_owned())
}

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

/// A block whose record could not be read after the commit.
async fn blocked() -> (Office, Arc<FailingStore>, RegistryNumber) {
    let (office, store) = office().await;
    let (_, number) = office.citizen(1).await;
    store.fail(Point::ReadLife, 0, silent());
    let life = office.registry().block(office.protector, number, "F-1", date("2026-04-01")).await.unwrap();
    assert!(life.state.is_blocked() && !store.is_armed());
    (office, store, number)
}

/// How many records a search compared, and how many it found.
async fn searched(office: &Office) -> (usize, usize) {
    let found = office.registry().identify(examiner(1), corpse("CASE-1"), mark(1, THUMB)).await.unwrap();
    (found.searched, found.hits.len())
}

#[tokio::test]
async fn a_block_that_could_not_be_read_back_stops_searches_at_once() {
    let (office, ..) = blocked().await;
    assert_eq!(searched(&office).await, (0, 0));
    office.world.audited().await;
}

#[tokio::test]
async fn a_block_that_could_not_be_read_back_stops_views_and_verification_at_once() {
    let (office, _, number) = blocked().await;
    let view = office.registry().view_record(operator(), number, reason(Purpose::Registration));
    office.world.refused("R1.7.1", view).await;
    let (office, ..) = blocked().await;
    let claim = iin(1);
    let registry = office.registry();
    let verify = registry.verify(operator(), claim.as_str(), Purpose::Confirm, None, probe(1, &[THUMB]));
    assert!(matches!(verify.await, Err(CommandError::Refused { .. })));
}

/// Whoever keeps records never reads that a blocked one is not.
#[tokio::test]
async fn a_block_that_could_not_be_read_back_is_never_shown_as_none() {
    let (office, _, number) = blocked().await;
    let shown = office.registry().record_life(office.archivist, number, "CHECK-1").await;
    match shown {
        Ok((life, _)) => assert!(life.state.is_blocked()),
        Err(error) => assert!(matches!(error, CommandError::NotFound { .. }), "{error}"),
    }
    office.registry().due_list(office.archivist).await.unwrap();
    let (life, _) = office.registry().record_life(office.archivist, number, "CHECK-2").await.unwrap();
    assert!(life.state.is_blocked());
}

#[tokio::test]
async fn a_block_that_ended_and_could_not_be_read_back_lets_the_person_be_found_at_once() {
    let (office, store) = office().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    registry.block(office.protector, number, "F-1", date("2026-04-01")).await.unwrap();
    let new = NewProposal {
        reference: "ORDER-4".to_owned(),
        result: Some("REPORT-9".to_owned()),
        ..NewProposal::default()
    };
    let asked = registry.propose(office.protector, number, ProposalKind::Unblock, new).await.unwrap();
    store.fail(Point::ReadLife, 0, silent());
    registry.answer_proposal(office.supervisor, asked.id, true).await.unwrap();
    assert_eq!(searched(&office).await, (1, 1), "\"nobody\" would be a wrong answer");
}

/// A block whose answer was lost: committed, and told as failed.
#[tokio::test]
async fn a_block_whose_answer_was_lost_stops_searches_and_views() {
    let (office, store) = office().await;
    let (_, number) = office.citizen(1).await;
    for look in [true, false] {
        if look {
            store.fail(Point::AfterCommit, 0, StoreError::DiskFull);
            let lost = office.registry().block(office.protector, number, "F-1", date("2026-04-01")).await;
            assert!(matches!(lost, Err(CommandError::Store(StoreError::DiskFull))), "{lost:?}");
            let view = office.registry().view_record(operator(), number, reason(Purpose::Registration));
            office.world.refused("R1.7.1", view).await;
        } else {
            assert_eq!(searched(&office).await, (0, 0));
        }
    }
    office.world.audited().await;
}

/// The better print of a supplement that counts, when the store did not read it back or lost the answer.
#[tokio::test]
async fn better_prints_that_could_not_be_read_back_are_compared_by_the_next_search() {
    for (point, error) in [(Point::ReadTemplates, silent()), (Point::AfterCommit, StoreError::DiskFull)] {
        let (office, store) = office().await;
        let (_, number) = office.citizen(1).await;
        let better = image_of_quality(1, THUMB, FIRST + 40, 95);
        let registry = office.registry();
        let score = async || {
            let probe = vec![(Some(THUMB), better.clone())];
            registry.identify(examiner(1), corpse("CASE-1"), probe).await.unwrap().hits[0].score
        };
        let before = score().await;
        let new = NewSupplement { reference: "R-1".to_owned(), prints: vec![(THUMB, better.clone())] };
        let taken = registry.supplement_prints(operator(), number, new).await.unwrap();
        store.fail(point, 0, error);
        let agreed = registry.answer_supplement(office.supervisor, taken.id, true).await;
        assert_eq!(agreed.is_ok(), point == Point::ReadTemplates, "{agreed:?}");
        assert!(!store.is_armed());
        // An impression agrees with itself more than with another of the finger.
        assert!(score().await > before, "{point:?}");
        office.world.audited().await;
    }
}

/// What searches must not see they do not see either when its better prints came in late.
#[tokio::test]
async fn a_withheld_record_stays_out_of_searches_when_the_answer_about_its_prints_was_lost() {
    let (office, store) = office().await;
    let (_, number) = office.citizen(1).await;
    let registry = office.registry();
    let better = image_of_quality(1, THUMB, FIRST + 40, 95);
    let new = NewSupplement { reference: "R-1".to_owned(), prints: vec![(THUMB, better)] };
    let taken = registry.supplement_prints(operator(), number, new).await.unwrap();
    registry.withhold(office.supervisor, number, "W-1").await.unwrap();
    assert_eq!(searched(&office).await, (0, 0));
    store.fail(Point::AfterCommit, 0, StoreError::DiskFull);
    registry.answer_supplement(office.supervisor, taken.id, true).await.unwrap_err();
    assert_eq!(searched(&office).await, (0, 0));
}
