//! Templates of an older algorithm version: compared, named, and without a likelihood ratio.

use std::sync::Arc;

use dactyloscopy::{ALGORITHM, AlgorithmVersion};
use registry::*;
use vocabulary::*;

use crate::support::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;
const OLD: AlgorithmVersion = AlgorithmVersion { major: 0, minor: 2 };

#[tokio::test]
async fn scores_with_older_templates_carry_no_likelihood_ratio_and_name_both_versions() {
    let world = World::new().await;
    let r = &world.registry;
    let (present, certificate) = world.registered(1).await;
    let case = world.consented(2).await;
    for position in FingerPosition::ALL {
        r.capture(operator(), case, *position, older(image(2, *position, FIRST))).await.unwrap();
    }
    r.check_duplicates(operator(), case).await.unwrap();
    let old_certificate = r.register(operator(), case).await.unwrap();
    let claim = |certificate: &Certificate| certificate.number.to_string();

    let same =
        r.verify(operator(), &claim(&certificate), Purpose::Confirm, None, probe(1, &[INDEX])).await.unwrap();
    assert!(same.log10_lr.is_some() && same.other_versions.is_empty(), "{same:?}");
    let mixed = r
        .verify(operator(), &claim(&old_certificate), Purpose::Confirm, None, probe(2, &[INDEX]))
        .await
        .unwrap();
    assert_eq!((mixed.answer, mixed.log10_lr), (VerificationAnswer::Confirmed, None));
    assert_eq!(mixed.other_versions, [OtherVersion { position: INDEX, probe: ALGORITHM, record: OLD }]);
    let words = mixed.other_versions[0].to_string();
    assert!(words.contains(&ALGORITHM.to_string()) && words.contains(&OLD.to_string()), "{words}");
    let stranger = r
        .verify(operator(), &claim(&old_certificate), Purpose::Confirm, None, probe(9, &[INDEX]))
        .await
        .unwrap();
    assert_eq!((stranger.answer, stranger.log10_lr), (VerificationAnswer::NotConfirmed, None));

    // A hit of a search: the register names the version, before and after a restart.
    let found = r.identify(examiner(1), corpse("UNKNOWN-7"), mark(2, INDEX)).await.unwrap();
    let (number, other) = (found.hits[0].registry_number, world.number_of(present).await);
    assert_eq!((r.other_version_of(number), r.other_version_of(other)), (Some(OLD), None));
    world.audited().await;
    let World { registry, store, clock } = world;
    drop(registry);
    let again = open(Arc::clone(&store), clock).await.unwrap();
    assert_eq!((again.other_version_of(number), again.other_version_of(other)), (Some(OLD), None));
}
