//! Two officers who decide about the same record or act at the same moment: one wins, the other hears why not.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::date;
use law::EventKind;
use registry::testing::{FailingStore, MemoryStore};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;

/// Pairs who try at once in each test.
const ROUNDS: u64 = 20;
/// How long an officer waits in vain before the test believes that they wait.
const WAITS: Duration = Duration::from_millis(200);

/// A record whose consent is withdrawn, and its act, signed by everybody.
async fn due(office: &Office, n: u64) -> (RegistryNumber, EventId, ActId) {
    let (_, number) = office.citizen(n).await;
    let (registry, today) = (office.registry(), date(2026, 3, 2));
    let kind = EventKind::ConsentWithdrawalGranted;
    let event = registry.note_event(office.archivist, number, kind, today, "DECISION-1").await.unwrap();
    registry.sweep().await.unwrap();
    let act = office.approved(office.new_act(ActKind::Destruction, &[number])).await;
    (number, event.id, act.text.id)
}

/// A refusal in words: by the Law, by the state of things, or because somebody was first.
fn hears_why<T: std::fmt::Debug>(answer: &Result<T, CommandError>) -> String {
    match answer {
        Err(
            error @ (CommandError::Refused { .. }
            | CommandError::WrongState { .. }
            | CommandError::NotFound { .. }
            | CommandError::Store(StoreError::Conflict { .. })),
        ) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn stands(office: &Office, number: RegistryNumber) -> Option<RecordState> {
    office.world.store.life(number).await.unwrap().map(|life| life.state)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_heads_at_the_same_act_one_approves() {
    let office = Arc::new(Office::new().await);
    let heads = [office.head, office.joined("head-2", Body::Add, Role::Head, "00-0008").await];
    let (number, _, _) = due(&office, 1).await;
    for _ in 0..ROUNDS {
        let new = office.new_act(ActKind::Destruction, &[number]);
        let act = office.registry().draw_up_act(office.archivist, new).await.unwrap().text.id;
        for member in office.members {
            office.registry().sign_act_here(member, act, false, "open").await.unwrap();
        }
        let before = office.world.size().await;
        let approve = |head| {
            let office = Arc::clone(&office);
            tokio::spawn(async move { office.registry().sign_act_here(head, act, true, "open").await })
        };
        let (first, second) = (approve(heads[0]), approve(heads[1]));
        let answers = [first.await.unwrap(), second.await.unwrap()];
        let won: Vec<_> = (0..2).filter(|at| answers[*at].is_ok()).collect();
        let [won] = won[..] else { panic!("{answers:?}") };
        hears_why(&answers[1 - won]);
        let act = office.registry().view_act(office.head, act).await.unwrap();
        assert_eq!(act.approval.map(|given| given.officer), Some(heads[won].officer));
        // The view is the last of them.
        assert!((2..=3).contains(&(office.world.size().await - before)));
    }
    office.world.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_execute_the_same_act_one_does() {
    let office = Arc::new(Office::new().await);
    for n in 1..=ROUNDS {
        let (number, _, act) = due(&office, n).await;
        let execute = |by| {
            let office = Arc::clone(&office);
            tokio::spawn(async move { office.registry().execute_act(by, act).await })
        };
        let (first, second) = (execute(office.archivist), execute(office.members[0]));
        let answers = [first.await.unwrap(), second.await.unwrap()];
        let lost = answers.iter().find(|answer| answer.is_err()).unwrap();
        assert_eq!(hears_why(lost), "the act is executed already");
        assert!(answers.iter().any(Result::is_ok), "{answers:?}");
        assert!(stands(&office, number).await.is_none());
    }
    office.world.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_block_and_an_execution_one_wins() {
    let office = Arc::new(Office::new().await);
    for n in 1..=ROUNDS {
        let (number, _, act) = due(&office, n).await;
        let executed = Arc::clone(&office);
        let execute =
            tokio::spawn(async move { executed.registry().execute_act(executed.archivist, act).await });
        let blocked = office.registry().block(office.protector, number, "F-1", date(2026, 3, 20)).await;
        let executed = execute.await.unwrap();
        match (blocked.is_ok(), executed.is_ok()) {
            (true, false) => {
                assert!(hears_why(&executed).contains("blocked"), "{executed:?}");
                assert!(stands(&office, number).await.unwrap().is_blocked());
            }
            (false, true) => {
                hears_why(&blocked);
                assert!(stands(&office, number).await.is_none());
            }
            _ => panic!("{blocked:?}, {executed:?}"),
        }
    }
    office.world.audited().await;
}

/// An execution stopped between its look at the record and its commit: whoever comes now waits, and comes too late.
/// Without that the record would be destroyed although it was blocked, or kept again, before it went.
async fn comes_too_late<T, Fut>(decide: impl FnOnce(Arc<Office>, RegistryNumber, EventId) -> Fut)
where
    T: std::fmt::Debug + Send + 'static,
    Fut: Future<Output = Result<T, CommandError>> + Send + 'static,
{
    let failing = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
    let office = Arc::new(Office::on(failing.clone()).await);
    let (number, event, act) = due(&office, 1).await;
    let halt = failing.halt_an_execution();
    let executing = Arc::clone(&office);
    let execute =
        tokio::spawn(async move { executing.registry().execute_act(executing.archivist, act).await });
    halt.reached.notified().await;
    let mut decided = tokio::spawn(decide(Arc::clone(&office), number, event));
    let early = tokio::time::timeout(WAITS, &mut decided).await;
    assert!(early.is_err(), "decided in the middle of an execution: {early:?}");
    halt.go_on.notify_one();
    assert_eq!(execute.await.unwrap().unwrap().state, ActState::Executed);
    assert_eq!(hears_why(&decided.await.unwrap()), "record not found");
    assert!(stands(&office, number).await.is_none());
    office.world.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_correction_in_the_middle_of_an_execution_comes_too_late() {
    comes_too_late(|office, number, _| async move {
        let change = DetailsChange { born: BirthDate::parse("1985-03-15").ok(), ..Default::default() };
        let (kind, ground) = (CorrectionKind::Correction, CorrectionGround::Document);
        let new = NewCorrection { kind, ground, reference: "ID-77".to_owned(), change };
        office.registry().correct_person(office.supervisor, number, new).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_block_in_the_middle_of_an_execution_comes_too_late() {
    comes_too_late(|office, number, _| async move {
        office.registry().block(office.protector, number, "F-1", date(2026, 3, 20)).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_annulment_in_the_middle_of_an_execution_comes_too_late() {
    comes_too_late(|office, number, event| async move {
        office.registry().annul_event(office.archivist, number, event, "COURT-1").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_an_annulment_and_an_execution_one_wins() {
    let office = Arc::new(Office::new().await);
    for n in 1..=ROUNDS {
        let (number, event, act) = due(&office, n).await;
        let executed = Arc::clone(&office);
        let execute =
            tokio::spawn(async move { executed.registry().execute_act(executed.archivist, act).await });
        let annulled = office.registry().annul_event(office.archivist, number, event, "COURT-1").await;
        let executed = execute.await.unwrap();
        match (annulled.is_ok(), executed.is_ok()) {
            (true, false) => {
                assert!(hears_why(&executed).contains("its term is another by now"), "{executed:?}");
                assert!(stands(&office, number).await.is_some());
            }
            (false, true) => {
                hears_why(&annulled);
                assert!(stands(&office, number).await.is_none());
            }
            _ => panic!("{annulled:?}, {executed:?}"),
        }
    }
    office.world.audited().await;
}
