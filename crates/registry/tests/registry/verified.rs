//! What stays of a verification: the entry with score, threshold, version and fingers; nothing of the prints (R1.12.1,
//! R10.3.1).

use std::collections::BTreeSet;

use vocabulary::*;

use crate::support::*;

#[tokio::test]
async fn a_verification_commits_to_what_was_compared_and_stores_no_print() {
    let world = World::new().await;
    let (case, certificate) = world.registered(1).await;
    let number = world.number_of(case).await;
    let rows = async || world.store.rows_by_sequence().await.unwrap();
    let (before, prints) = (rows().await, world.store.fingers(number).await.unwrap());
    let templates = world.store.templates(number).await.unwrap();
    let fingers = [FingerPosition::RightThumb, FingerPosition::LeftIndex];
    for person in [1, 2] {
        let verify = world.registry.verify(
            operator(),
            certificate.number.as_str(),
            Purpose::Confirm,
            None,
            probe(person, &fingers),
        );
        let (answer, entry) = world.check(verify).await;
        let answer = answer.unwrap();
        let openings = world.store.openings(entry.sequence).await.unwrap();
        let opening = openings.iter().find(|opening| opening.subject == "comparison").unwrap();
        assert!(entry.commitments.iter().any(|c| ledger::opens(c, &opening.salt, &opening.payload)));
        let said: serde_json::Value = serde_json::from_slice(&opening.payload).unwrap();
        let fields: BTreeSet<&str> = said.as_object().unwrap().keys().map(String::as_str).collect();
        let expected =
            ["search", "query", "gallery", "record", "answer", "score", "threshold", "algorithm", "fingers"];
        assert_eq!(fields, expected.into(), "no image, no template, no name");
        assert_eq!(said["threshold"], format!("{:.6}", dactyloscopy::MATCH_THRESHOLD));
        assert_eq!(said["score"], format!("{:.6}", answer.score));
        assert_eq!(said["algorithm"], dactyloscopy::ALGORITHM.to_string());
        let compared: Vec<_> =
            answer.fingers.iter().map(|(at, score)| serde_json::json!([at, format!("{score:.6}")])).collect();
        assert_eq!((compared.len(), &said["fingers"]), (2, &serde_json::Value::Array(compared.clone())));
    }
    assert_eq!(rows().await, before, "a verification adds no row anywhere");
    assert_eq!(world.store.fingers(number).await.unwrap(), prints);
    assert_eq!(world.store.templates(number).await.unwrap(), templates);
    world.audited().await;
}
