use std::sync::Arc;

use registry::ports::Store;
use registry::sequencer::Change;
use registry::{Adjudication, CandidateState, FingerStatus, SearchHit};
use vocabulary::{Basis, FingerPosition, MissingReason};

use crate::is_conflict;
use crate::samples::*;

async fn opened(store: &Arc<dyn Store>, numbers: &[u64]) -> Hand {
    let mut hand = Hand::new(store.clone());
    for number in numbers {
        let person = Change::PersonAdded { id: person_id(*number), details: details(*number) };
        let case = Change::CaseOpened(Box::new(case(*number, person_id(*number))));
        hand.act(vec![person, case, encounter(*number)]).await.unwrap();
    }
    hand
}

fn missing(number: u64, position: FingerPosition) -> Change {
    Change::FingerMissing {
        number: registry_number(number),
        encounter: encounter_id(number),
        position,
        reason: MissingReason::Amputated,
    }
}

pub(crate) async fn ten_positions(store: Arc<dyn Store>) {
    let mut hand = opened(&store, &[1]).await;
    let image = impression(1, FingerPosition::RightIndex, 1, 10_000);
    hand.act(vec![image, missing(1, FingerPosition::LeftLittle)]).await.unwrap();

    let hand_map = store.fingers(registry_number(1)).await.unwrap();
    assert_eq!(hand_map.iter().map(|f| f.position).collect::<Vec<_>>(), FingerPosition::ALL);
    assert_eq!(hand_map[1].status, FingerStatus::captured(70));
    assert_eq!(hand_map[1].impression, Some(impression_id(1)));
    assert_eq!(hand_map[9].status, FingerStatus::Missing(MissingReason::Amputated));
    assert_eq!(hand_map.iter().filter(|f| f.status == FingerStatus::Empty).count(), 8);

    let (number, shown) = store.impression(impression_id(1)).await.unwrap().unwrap();
    assert_eq!(number, registry_number(1));
    assert_eq!(
        (shown.impression.id, shown.impression.position),
        (impression_id(1), FingerPosition::RightIndex)
    );
    assert_eq!(shown.impression.template.to_bytes(), template(1));
    assert_eq!(shown.impression.quality.score, 70);
    assert_eq!(shown.impression.quality.causes, [dactyloscopy::QualityCause::Dry]);
    assert_eq!(
        (shown.media_type.as_str(), shown.ppi.get(), shown.original.len()),
        ("image/png", 500, 10_000)
    );
    assert!(store.impression(impression_id(2)).await.unwrap().is_none());
    assert_eq!(store.draft_of(case_id(1)).await.unwrap(), Some(registry_number(1)));
    assert_eq!(store.case_of(registry_number(1)).await.unwrap(), Some(case_id(1)));
    assert!(is_conflict(&hand.act(vec![encounter(1)]).await), "one encounter a case");
}

pub(crate) async fn later_attempts_supersede(store: Arc<dyn Store>) {
    let mut hand = opened(&store, &[1]).await;
    let position = FingerPosition::RightThumb;
    let status = async || store.fingers(registry_number(1)).await.unwrap()[0];
    hand.act(vec![impression(1, position, 1, 100)]).await.unwrap();
    hand.act(vec![impression(1, position, 2, 100)]).await.unwrap();
    assert_eq!(status().await.impression, Some(impression_id(2)));
    assert_eq!(store.templates(registry_number(1)).await.unwrap(), [(position, template(2))]);
    hand.act(vec![missing(1, position)]).await.unwrap();
    assert_eq!(status().await.status, FingerStatus::Missing(MissingReason::Amputated));
    assert_eq!(status().await.impression, None);
    assert!(store.templates(registry_number(1)).await.unwrap().is_empty());
    hand.act(vec![impression(1, position, 3, 100)]).await.unwrap();
    assert_eq!(status().await.impression, Some(impression_id(3)));
    let elsewhere = impression(9, position, 4, 100);
    assert!(is_conflict(&hand.act(vec![elsewhere]).await), "no such encounter");
    assert!(
        is_conflict(&hand.act(vec![impression(1, position, 3, 100)]).await),
        "an impression is taken once"
    );
}

pub(crate) async fn only_registered_templates_are_listed(store: Arc<dyn Store>) {
    let mut hand = opened(&store, &[1]).await;
    hand.act(vec![impression(1, FingerPosition::RightThumb, 1, 100)]).await.unwrap();
    assert!(
        store.registered_templates(FINGERS, None, 10).await.unwrap().is_empty(),
        "a draft is not searched"
    );
    for number in 2..=6 {
        let changes = registration(number, hand.next(), 100);
        hand.act(changes).await.unwrap();
    }
    // A person of whom no finger could be taken stands in the list, so that pages go on after them.
    let mut no_fingers = registration(7, hand.next(), 100);
    no_fingers.retain(|change| !matches!(change, Change::ImpressionCaptured { .. }));
    hand.act(no_fingers).await.unwrap();

    let mut expected: Vec<_> = (2..=7).map(registry_number).collect();
    expected.sort();
    let (mut seen, mut bases, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let page = store.registered_templates(FINGERS, after, 2).await.unwrap();
        let Some((last, _)) = page.last() else { break };
        assert!(page.len() <= 2);
        bases.extend(store.registered_bases(FINGERS, after, 2).await.unwrap());
        after = Some(*last);
        seen.extend(page);
    }
    assert_eq!(seen.iter().map(|(number, _)| *number).collect::<Vec<_>>(), expected);
    let as_expected: Vec<_> = expected.iter().map(|number| (*number, Basis::B1)).collect();
    assert_eq!(bases, as_expected);
    for (number, templates) in seen {
        if number == registry_number(7) {
            assert!(templates.is_empty());
            continue;
        }
        assert_eq!(templates.iter().map(|(position, _)| *position).collect::<Vec<_>>(), FingerPosition::ALL);
        assert_eq!(templates, store.templates(number).await.unwrap());
    }
}

pub(crate) async fn a_registration_joins_once(store: Arc<dyn Store>) {
    let mut hand = opened(&store, &[2, 3]).await;
    assert_eq!(store.person_of(registry_number(1)).await.unwrap(), None);
    assert!(store.registry_numbers_of(person_id(1)).await.unwrap().is_empty());
    let changes = registration(1, hand.next(), 100);
    let sequence = hand.act(changes).await.unwrap();
    assert_eq!(store.person_of(registry_number(1)).await.unwrap(), Some(person_id(1)));
    assert_eq!(store.person_of(registry_number(2)).await.unwrap(), None, "a draft names nobody");
    assert_eq!(store.registry_numbers_of(person_id(1)).await.unwrap(), [registry_number(1)]);
    let (certificate_read, person) = store.certificate(&certificate(1, 0).number).await.unwrap().unwrap();
    assert_eq!(person, person_id(1));
    let json = |c| serde_json::to_value(c).unwrap();
    assert_eq!(json(&certificate_read), json(&certificate(1, sequence)));
    assert_eq!(store.certificates_of(person_id(1)).await.unwrap().len(), 1);
    assert!(store.certificate(&certificate(2, 0).number).await.unwrap().is_none());

    let again = hand.next();
    assert!(is_conflict(&hand.act(vec![registered(1, again)]).await), "a number is registered once");
    let Change::Registered { link, person, number, certificate: mut taken, .. } = registered(2, again) else {
        unreachable!()
    };
    let other_case = Change::Registered {
        link,
        person,
        number,
        case: case_id(3),
        territory: vocabulary::Territory::REPUBLIC,
        state: crate::samples::registered_state(),
        certificate: taken.clone(),
    };
    assert!(is_conflict(&hand.act(vec![other_case]).await), "the number was drafted in another case");
    taken.number = certificate(1, 0).number;
    let same_certificate = Change::Registered {
        link,
        person,
        number,
        case: case_id(2),
        territory: vocabulary::Territory::REPUBLIC,
        state: crate::samples::registered_state(),
        certificate: taken,
    };
    assert!(is_conflict(&hand.act(vec![same_certificate]).await), "a certificate number is given once");
    assert_eq!(store.person_of(registry_number(2)).await.unwrap(), None);
    let late = impression(1, FingerPosition::RightThumb, 99, 100);
    assert!(is_conflict(&hand.act(vec![late]).await), "prints of a registration never change");
    // The same person by another case: a second number of theirs.
    let mut second = registered(2, hand.next());
    if let Change::Registered { person, .. } = &mut second {
        *person = person_id(1);
    }
    hand.act(vec![second]).await.unwrap();
    assert_eq!(
        store.registry_numbers_of(person_id(1)).await.unwrap(),
        [registry_number(1), registry_number(2)],
        "oldest first"
    );
}

pub(crate) async fn candidates_wait_until_decided(store: Arc<dyn Store>) {
    let mut hand = opened(&store, &[1]).await;
    let hit = |n: u64| SearchHit {
        registry_number: registry_number(n),
        score: 0.1 + n as f32 / 3.0,
        log10_lr: 1.0 / 3.0,
        fingers: vec![(FingerPosition::RightIndex, 0.7), (FingerPosition::LeftThumb, 0.1)],
    };
    let candidates = vec![(candidate_id(2), hit(12)), (candidate_id(1), hit(11))];
    hand.act(vec![Change::CandidatesFound { case: case_id(1), search: search_id(1), candidates }])
        .await
        .unwrap();
    let found = store.candidates_of(case_id(1)).await.unwrap();
    assert_eq!(
        found.iter().map(|c| c.id).collect::<Vec<_>>(),
        [candidate_id(2), candidate_id(1)],
        "as found"
    );
    assert_eq!(found[0].hit, hit(12), "scores come back exactly");
    assert_eq!((found[0].search, found[0].case), (search_id(1), case_id(1)));
    assert_eq!(store.waiting_candidates(10).await.unwrap().len(), 2);
    assert_eq!(store.waiting_candidates(1).await.unwrap().len(), 1);

    let opinion = |candidate, officer, adjudication| Change::OpinionGiven {
        candidate: candidate_id(candidate),
        officer: officer_id(officer),
        adjudication,
        reason: "жоталардың ағыны бірдей".into(),
        at: at(officer),
    };
    hand.act(vec![opinion(1, 1, Adjudication::Same)]).await.unwrap();
    assert!(is_conflict(&hand.act(vec![opinion(1, 1, Adjudication::Different)]).await), "one opinion each");
    assert!(is_conflict(&hand.act(vec![opinion(9, 1, Adjudication::Same)]).await), "no such candidate");
    let read = store.candidate(candidate_id(1)).await.unwrap().unwrap();
    assert_eq!(read.opinions, [(officer_id(1), Adjudication::Same, at(1))]);
    assert_eq!(read.state, CandidateState::Waiting { decided: 1 });
    hand.act(vec![opinion(1, 2, Adjudication::Different)]).await.unwrap();
    let disputed = store.candidate(candidate_id(1)).await.unwrap().unwrap();
    assert_eq!(disputed.state, CandidateState::Disputed);
    assert_eq!(store.waiting_candidates(10).await.unwrap().len(), 2, "a disputed one waits for a third");
    hand.act(vec![opinion(1, 3, Adjudication::Different)]).await.unwrap();
    let decided = store.candidate(candidate_id(1)).await.unwrap().unwrap();
    assert_eq!(decided.state, CandidateState::Decided(Adjudication::Different));
    assert_eq!(decided.opinions.iter().map(|o| o.0).collect::<Vec<_>>(), [1, 2, 3].map(officer_id));
    let waiting = store.waiting_candidates(10).await.unwrap();
    assert_eq!(waiting.iter().map(|c| c.id).collect::<Vec<_>>(), [candidate_id(2)]);
    assert!(store.candidate(candidate_id(3)).await.unwrap().is_none());
}
