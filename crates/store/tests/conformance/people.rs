use std::sync::Arc;

use registry::ports::Store;
use registry::sequencer::{Change, Keeper, Opening, Owner, Removal, version_key};
use registry::{CaseRecord, Correction, CorrectionGround, CorrectionKind, IdentityDetails};

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

fn correction(person: u64, version: u32, details: IdentityDetails) -> Change {
    let correction = Correction {
        kind: CorrectionKind::Correction,
        ground: CorrectionGround::Document,
        reference: format!("ID-{version}"),
        officer: officer_id(1),
        role: vocabulary::Role::Supervisor,
        body: vocabulary::Body::Iab,
        at: at(u64::from(version)),
    };
    Change::PersonCorrected { id: person_id(person), version, details, correction }
}

pub(crate) async fn corrections_are_versions(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    hand.act(vec![Change::PersonAdded { id: person_id(1), details: details(1) }]).await.unwrap();
    hand.act(vec![Change::PersonAdded { id: person_id(2), details: details(2) }]).await.unwrap();
    hand.act(vec![Change::CaseOpened(Box::new(case(1, person_id(1))))]).await.unwrap();
    let moved = IdentityDetails { iin: Some(iin(9)), document_number: Some("N9".into()), ..details(1) };
    hand.act(vec![correction(1, 2, moved.clone())]).await.unwrap();
    assert_eq!(store.person_by_iin(iin(9).as_str()).await.unwrap().unwrap().details, moved);
    assert_eq!(store.persons_by_document("N9").await.unwrap().len(), 1);
    assert_eq!(store.person_by_iin(iin(1).as_str()).await.unwrap(), None, "found by the newest only");
    assert_eq!(store.persons_by_document("N00000001").await.unwrap(), []);

    let taken = IdentityDetails { iin: Some(iin(2)), ..details(1) };
    for (change, why) in [
        (correction(1, 2, details(1)), "a version is written once"),
        (correction(1, 4, details(1)), "versions have no gap"),
        (correction(7, 2, details(7)), "nobody of that identifier"),
        (correction(1, 3, taken), "two people never share an IIN"),
    ] {
        assert!(is_conflict(&hand.act(vec![change]).await), "{why}");
    }
    let shown = IdentityDetails { family_name: "Жаңаева".into(), ..moved.clone() };
    let change = Change::PersonChanged { id: person_id(1), case: case_id(1), details: shown.clone() };
    hand.act(vec![change]).await.unwrap();
    let versions = store.person_versions(person_id(1)).await.unwrap();
    let told: Vec<_> = versions.iter().map(|version| (version.version, &version.details)).collect();
    assert_eq!(told, [(1, &details(1)), (2, &moved), (3, &shown)]);
    let references: Vec<_> =
        versions.iter().map(|version| version.correction.as_ref().map(|c| c.reference.as_str())).collect();
    assert_eq!(references, [None, Some("ID-2"), None]);
    assert_eq!(store.person_versions(person_id(7)).await.unwrap(), []);
}

/// The openings of an entry: one of its rows, one of something else of the person.
fn of_person(number: u64) -> [Opening; 2] {
    let kept = opening(Keeper::Identity, Owner::Person(person_id(1)), number);
    [Opening { subject: "rows".into(), ..kept.clone() }, kept]
}

pub(crate) async fn superseded_versions_go_with_their_keys(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    let added = Change::PersonAdded { id: person_id(1), details: details(1) };
    let first = hand.act_with(registration(1, 0, 100), &of_person(1)).await.unwrap();
    let renamed = |name: &str| IdentityDetails { family_name: name.into(), ..details(1) };
    let (second, third) = (correction(1, 2, renamed("Екінші")), correction(1, 3, renamed("Үшінші")));
    let at_second = hand.act_with(vec![second.clone()], &of_person(2)).await.unwrap();
    let at_third = hand.act_with(vec![third.clone()], &of_person(3)).await.unwrap();
    // Somebody else's versions, and the newest, are nobody's to remove.
    hand.act(vec![Change::PersonAdded { id: person_id(2), details: details(2) }]).await.unwrap();
    hand.act(vec![correction(2, 2, IdentityDetails { family_name: "Басқа".into(), ..details(2) })])
        .await
        .unwrap();
    hand.act(vec![Change::CaseOpened(Box::new(case(9, person_id(1))))]).await.unwrap();

    let stored = store.case(case_id(1)).await.unwrap().unwrap();
    let removal = Removal {
        number: registry_number(1),
        cases: vec![CaseRecord { version: stored.version + 1, ..stored.ended() }],
        forget_person: None,
        registered_entry: Some(first),
        archived: false,
        container: None,
        superseded: Some((person_id(1), at_second)),
    };
    let before = store.traces_of(&removal).await.unwrap();
    hand.act(vec![Change::RecordRemoved(Box::new(removal.clone()))]).await.unwrap();
    let numbers = async |person| {
        let versions = store.person_versions(person).await.unwrap();
        versions.iter().map(|version| version.version).collect::<Vec<_>>()
    };
    assert_eq!(
        numbers(person_id(1)).await,
        [2, 3],
        "the first was superseded by the entry, the second after it"
    );
    assert_eq!(numbers(person_id(2)).await, [1, 2]);
    assert!(before.iter().any(|(name, traces)| *name == "identity" && *traces > 0));
    for (name, left) in store.traces_of(&removal).await.unwrap() {
        assert_eq!(left, 0, "{name}");
    }
    let subjects = async |sequence| {
        let openings = store.openings(sequence).await.unwrap();
        openings.into_iter().map(|opening| opening.subject).collect::<Vec<_>>()
    };
    assert_eq!(subjects(first).await, ["case"], "what opens the row that went is gone, and nothing else");
    assert_eq!(subjects(at_second).await, ["rows", "case"]);
    let pending = store.pending_erasures(100).await.unwrap();
    let erased = |change: &Change| pending.contains(&version_key(change).unwrap());
    assert!(erased(&added) && !erased(&second) && !erased(&third));
    assert_eq!(store.person(person_id(1)).await.unwrap().unwrap().details, renamed("Үшінші"));

    // With the person everything goes: the versions, their keys and what opens their entries.
    let open = store.case(case_id(9)).await.unwrap().unwrap();
    let tombstone = CaseRecord { version: open.version + 1, ..open.ended() };
    let declined = Change::CaseDeclined {
        tombstone: Box::new(CaseRecord { state: registry::CaseState::Declined, ..tombstone }),
        forget_person: Some(person_id(1)),
        forget_draft: None,
    };
    hand.act(vec![declined]).await.unwrap();
    assert_eq!(numbers(person_id(1)).await, [0; 0]);
    let pending = store.pending_erasures(100).await.unwrap();
    for change in [&added, &second, &third] {
        assert!(pending.contains(&version_key(change).unwrap()), "{change:?}");
    }
    for sequence in [first, at_second, at_third] {
        assert_eq!(subjects(sequence).await, Vec::<String>::new());
    }
}
