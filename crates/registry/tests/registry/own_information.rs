//! People see their own information once they proved who they are (Art. 7(1)(1), R7.1.1).

use registry::*;
use vocabulary::*;

use crate::support::*;

fn proven(document: &str, seen_on: &str) -> ViewReason {
    let proof = IdentityProof { document: document.to_owned(), seen_on: seen_on.parse().unwrap() };
    ViewReason { identity: Some(proof), ..reason(Purpose::SubjectAccess) }
}

#[tokio::test]
async fn own_information_is_shown_on_proof_of_identity_only() {
    let world = World::new().await;
    let r = &world.registry;
    let (case, _) = world.registered(1).await;
    let number = world.number_of(case).await;
    let unproven = reason(Purpose::SubjectAccess);
    world.refused("R7.1.1", r.view_record(operator(), number, unproven.clone())).await;
    world.refused("R7.1.1", r.find_record(operator(), iin(1).as_str(), unproven.clone())).await;
    world.refused("R7.1.1", r.fingers_of_record(operator(), number, &unproven)).await;

    let why = proven("N00000001", "2026-03-02");
    let claim = iin(1);
    assert_eq!(r.find_record(operator(), claim.as_str(), why.clone()).await.unwrap(), number);
    let (view, entry) = world.check(r.view_record(operator(), number, why.clone())).await;
    let view = view.unwrap();
    assert_eq!((view.registry_number, entry.requirement.as_str()), (number, "R7.1.1"));
    assert_eq!(
        (entry.purpose, entry.actor.as_str()),
        (Purpose::SubjectAccess, operator().officer.to_string().as_str())
    );
    let print = view.fingers[0].impression.unwrap();
    r.impression(operator(), print, &why).await.unwrap();
    // The entry commits to the document and the day; it is opened with the record.
    let opening =
        world.store.openings(entry.sequence).await.unwrap().into_iter().find(|o| o.subject == "record");
    let opening = opening.unwrap();
    assert!(entry.commitments.iter().any(|c| ledger::opens(c, &opening.salt, &opening.payload)));
    let payload: serde_json::Value = serde_json::from_slice(&opening.payload).unwrap();
    assert_eq!(payload["identity"], serde_json::json!({ "document": "N00000001", "seen_on": "2026-03-02" }));
    world.audited().await;
}

#[tokio::test]
async fn a_proof_names_a_document_seen_lately_and_stands_for_no_other_purpose() {
    let world = World::new().await;
    let r = &world.registry;
    let (case, _) = world.registered(1).await;
    let number = world.number_of(case).await;
    let other = ViewReason { purpose: Purpose::Confirm, ..proven("N00000001", "2026-03-02") };
    let wrong = [
        ("identity_document", proven("", "2026-03-02")),
        ("identity_document", other),
        ("identity_seen_on", proven("N00000001", "2026-03-03")),
        ("identity_seen_on", proven("N00000001", "2026-02-24")),
    ];
    let size = world.size().await;
    for (named, why) in wrong {
        let print = ImpressionId::from_random_bytes([1; 16]);
        for answer in [
            r.view_record(operator(), number, why.clone()).await.map(drop),
            r.find_record(operator(), "N00000001", why.clone()).await.map(drop),
            r.fingers_of_record(operator(), number, &why).await.map(drop),
            r.impression(operator(), print, &why).await.map(drop),
        ] {
            let Err(CommandError::Invalid { field, .. }) = answer else { panic!("{named}: {answer:?}") };
            assert_eq!(field, named);
        }
    }
    assert_eq!(world.size().await, size, "nothing was looked at");
    r.view_record(operator(), number, proven("N00000001", "2026-02-25")).await.unwrap();
}
