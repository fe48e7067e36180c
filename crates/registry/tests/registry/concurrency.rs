//! Officers at the same case at the same moment.

use std::sync::Arc;

use law::Evidence;
use registry::*;
use vocabulary::*;

use crate::support::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_at_the_same_case_one_wins() {
    let world = Arc::new(World::new().await);
    let case = world.registry.open_case(operator(), citizen(1)).await.unwrap().case.id;
    let before = world.size().await;
    let mut acts = Vec::new();
    for _ in 0..8 {
        let world = Arc::clone(&world);
        acts.push(tokio::spawn(async move {
            world.registry.give_evidence(operator(), case, Evidence::Consent, "kk", "text 2").await
        }));
    }
    let mut won = 0;
    for act in acts {
        match act.await.unwrap() {
            Ok(_) => won += 1,
            // Overtaken while deciding, or too late to decide at all.
            Err(CommandError::Store(StoreError::Conflict { .. }) | CommandError::Invalid { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((won, world.size().await), (1, before + 1));
    assert_eq!(world.store.case(case).await.unwrap().unwrap().evidence.len(), 1);
    world.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_fingers_may_arrive_at_once() {
    let world = Arc::new(World::new().await);
    let case = world.consented(1).await;
    let before = world.size().await;
    let mut acts = Vec::new();
    for position in FingerPosition::ALL {
        let world = Arc::clone(&world);
        acts.push(tokio::spawn(async move {
            world.registry.capture(operator(), case, *position, image(1, *position, 1)).await.unwrap()
        }));
    }
    for act in acts {
        act.await.unwrap();
    }
    assert_eq!(world.size().await, before + 10);
    world.registry.check_duplicates(operator(), case).await.unwrap();
    assert_eq!(world.registry.register(operator(), case).await.unwrap().fingers_recorded, 10);
    world.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_is_not_registered_twice_at_the_same_moment() {
    let world = Arc::new(World::new().await);
    let mut cases = Vec::new();
    for n in [1, 2] {
        let case = world.captured(n, 1).await;
        world.registry.check_duplicates(operator(), case).await.unwrap();
        cases.push(case);
    }
    let register = |case| {
        let world = Arc::clone(&world);
        tokio::spawn(async move { world.registry.register(operator(), case).await.is_ok() })
    };
    let (first, second) = (register(cases[0]), register(cases[1]));
    assert_eq!([first.await.unwrap(), second.await.unwrap()].iter().filter(|done| **done).count(), 1);
    assert_eq!(world.registry.gallery_len(), 1);
    world.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_people_at_once_are_fifty_records() {
    let world = Arc::new(World::new().await);
    let mut acts = Vec::new();
    for n in 1..=50 {
        let world = Arc::clone(&world);
        acts.push(tokio::spawn(async move { world.registered(n).await }));
    }
    for act in acts {
        act.await.unwrap();
    }
    assert_eq!(world.registry.gallery_len(), 50);
    // Open, consent, ten fingers, duplicate check, registration.
    assert_eq!(world.size().await, 50 * 14);
    world.audited().await;
}
