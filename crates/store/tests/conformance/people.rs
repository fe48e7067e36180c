use std::sync::Arc;

use registry::IdentityDetails;
use registry::ports::Store;
use registry::sequencer::Change;

use crate::is_conflict;
use crate::samples::*;

pub(crate) async fn found_by_iin_and_document(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    // The same document number on papers of two states.
    let foreign = IdentityDetails {
        iin: None,
        nationality: Some("UZB".into()),
        document_number: details(1).document_number,
        ..details(2)
    };
    let add = |n, details| Change::PersonAdded { id: person_id(n), details };
    hand.act(vec![add(1, details(1))]).await.unwrap();
    hand.act(vec![add(2, foreign.clone())]).await.unwrap();
    hand.act(vec![add(3, details(3))]).await.unwrap();

    for n in [1, 3] {
        let person = store.person(person_id(n)).await.unwrap().unwrap();
        assert_eq!(person.id, person_id(n));
        assert_eq!(person.details, details(n));
        assert_eq!(store.person_by_iin(iin(n).as_str()).await.unwrap(), Some(person));
    }
    let same = store.persons_by_document("N00000001").await.unwrap();
    assert_eq!(same.iter().map(|p| &p.details).collect::<Vec<_>>(), [&details(1), &foreign]);
    assert_eq!(store.person(person_id(9)).await.unwrap(), None);
    assert_eq!(store.person_by_iin(iin(2).as_str()).await.unwrap(), None);
    assert_eq!(store.persons_by_document("N00000001' OR 1=1 --").await.unwrap(), []);
}

pub(crate) async fn newest_details_count(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    hand.act(vec![Change::PersonAdded { id: person_id(1), details: details(1) }]).await.unwrap();
    hand.act(vec![Change::CaseOpened(Box::new(case(1, person_id(1))))]).await.unwrap();
    let married = IdentityDetails {
        family_name: "Жаңаева".into(),
        document_number: Some("N77777777".into()),
        ..details(1)
    };
    let change = |id| Change::PersonChanged { id, case: case_id(1), details: married.clone() };
    hand.act(vec![change(person_id(1))]).await.unwrap();

    let found = store.person_by_iin(iin(1).as_str()).await.unwrap().unwrap();
    assert_eq!(found.details, married);
    assert_eq!(store.persons_by_document("N77777777").await.unwrap(), [found]);
    assert_eq!(
        store.persons_by_document("N00000001").await.unwrap(),
        [],
        "only the newest details are searched"
    );
    assert!(is_conflict(&hand.act(vec![change(person_id(2))]).await), "nobody of that identifier");
}

pub(crate) async fn two_people_never_share_an_iin(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    hand.act(vec![Change::PersonAdded { id: person_id(1), details: details(1) }]).await.unwrap();
    let twin = Change::PersonAdded { id: person_id(2), details: details(1) };
    assert!(is_conflict(&hand.act(vec![twin]).await));
    let again = Change::PersonAdded { id: person_id(1), details: details(2) };
    assert!(is_conflict(&hand.act(vec![again]).await));
    assert_eq!(store.person(person_id(2)).await.unwrap(), None);
    assert_eq!(store.ledger_size().await.unwrap(), 1);
}

pub(crate) async fn people_are_indexed_anew(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    for n in 1..=3 {
        hand.act(vec![Change::PersonAdded { id: person_id(n), details: details(n) }]).await.unwrap();
    }
    assert_eq!(store.index_epochs().await.unwrap(), [(1, 3)]);
    assert_eq!(store.people_indexed_before(1, 10).await.unwrap(), []);
    let mut older = store.people_indexed_before(2, 10).await.unwrap();
    older.sort();
    let mut everybody: Vec<_> = (1..=3).map(person_id).collect();
    everybody.sort();
    assert_eq!(older, everybody);
    assert_eq!(store.people_indexed_before(2, 2).await.unwrap().len(), 2, "at most so many");
    // Under the key there is; somebody unknown is left out.
    let again = Change::PeopleReindexed { epoch: 1, people: vec![person_id(1), person_id(9)] };
    hand.act(vec![again]).await.unwrap();
    for n in 1..=3 {
        assert_eq!(store.person_by_iin(iin(n).as_str()).await.unwrap().unwrap().details, details(n));
    }
    store.wipe_replaced_index().await.unwrap();
    assert_eq!(store.persons_by_document("N00000002").await.unwrap().len(), 1);
    assert_eq!(store.person_by_iin(iin(9).as_str()).await.unwrap(), None);
}
