//! Every command is one act and writes exactly one entry; the list is held against the source, so that a
//! new command cannot be forgotten.

use std::collections::BTreeSet;

use law::Evidence;
use registry::*;
use vocabulary::*;

use crate::support::*;

/// Methods that are no acts: opening, and the law's answer to a form that nobody has handed in.
const NOT_ACTS: [&str; 3] = ["open", "open_with", "preview"];

#[tokio::test]
async fn every_command_writes_exactly_one_entry() {
    let world = World::new().await;
    let mut seen = BTreeSet::new();
    macro_rules! act {
        ($command:ident($($argument:expr),*)) => {{
            let (answer, entry) = world.check(world.registry.$command($($argument),*)).await;
            assert_eq!(entry.outcome, ledger::Outcome::Done, stringify!($command));
            seen.insert(stringify!($command));
            answer.unwrap()
        }};
    }
    let thumb = FingerPosition::RightThumb;
    let account = |login: &str, role| NewOfficer {
        login: login.to_owned(),
        display_name: "First officer".to_owned(),
        body: Body::Iab,
        role,
        unit: Unit::CENTRAL,
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
    };
    let chief = act!(found(account("chief", Role::Administrator))).actor();
    assert!(world.registry.found(account("other", Role::Administrator)).await.is_err(), "only once");
    let added = act!(add_officer(chief, account("desk-1", Role::Operator)));
    act!(list_officers(chief));
    act!(close_officer(chief, added.id));
    act!(note_sign_in(chief, SignInOutcome::Done));

    let opened = act!(open_case(operator(), citizen(1))).case.id;
    act!(view_case(operator(), opened));
    act!(case_person(operator(), opened));
    act!(list_cases(operator(), 10));
    act!(give_evidence(operator(), opened, Evidence::Consent, "kk", "text 2"));
    let print = act!(capture(operator(), opened, thumb, image(1, thumb, 1)));
    world.capture_ten(operator(), opened, 1, 1).await;
    act!(fingers_of_case(operator(), opened));
    act!(impression(operator(), print.impression.unwrap(), &reason(Purpose::Registration)));
    act!(check_duplicates(operator(), opened));
    act!(candidates(operator(), opened));
    let certificate = act!(register(operator(), opened));
    let number = world.number_of(opened).await;
    act!(certificate(operator(), &certificate.number));
    act!(verify(operator(), certificate.number.as_str(), Purpose::Confirm, None, probe(1, &[thumb])));
    act!(identify(examiner(1), corpse("CASE-1"), mark(1, thumb)));
    act!(view_record(operator(), number, reason(Purpose::Confirm)));
    act!(fingers_of_record(operator(), number, &reason(Purpose::Confirm)));
    assert_eq!(act!(find_record(operator(), iin(1).as_str(), reason(Purpose::Confirm))), number);

    let alike = world.captured(2, 1).await;
    let candidate = world.registry.check_duplicates(operator(), alike).await.unwrap().candidates[0].id;
    act!(waiting_candidates(examiner(1)));
    act!(candidate_fingers(examiner(1), candidate));
    act!(adjudicate(examiner(1), candidate, Adjudication::Same, "14 points"));
    act!(decline(operator(), alike));
    let duty = world.registry.open_case(operator(), foreigner(3, Basis::B3)).await.unwrap().case.id;
    act!(refuse_duty(operator(), duty, refusal()));
    act!(close_case(operator(), world.consented(4).await, closing(law::ClosingReason::DidNotReturn)));

    act!(ledger_page(prosecutor(), None, 10));
    assert!(act!(ledger_proof(prosecutor(), 3)).verified);
    assert!(act!(audit(prosecutor())).ok);

    let source = include_str!("../../src/registry.rs");
    let commands: BTreeSet<&str> = source
        .split("pub async fn ")
        .skip(1)
        .filter_map(|rest| rest.split('(').next())
        .filter(|name| !NOT_ACTS.contains(name))
        .collect();
    assert_eq!(seen, commands);
}

#[tokio::test]
async fn asking_for_what_is_not_there_is_an_act_too() {
    let world = World::new().await;
    let thumb = FingerPosition::RightThumb;
    let verify = world.registry.verify(operator(), "N77777777", Purpose::Confirm, None, probe(1, &[thumb]));
    let (answer, entry) = world.check(verify).await;
    assert!(matches!(answer, Err(CommandError::NotFound { what: "record" })));
    assert_eq!(entry.operation, "verify");
    let (answer, _) =
        world.check(world.registry.find_record(operator(), "N7777777", reason(Purpose::Confirm))).await;
    assert!(matches!(answer, Err(CommandError::NotFound { .. })));
    let number = CertificateNumber::new(2026, 5);
    let (answer, _) = world.check(world.registry.certificate(operator(), &number)).await;
    assert!(matches!(answer, Err(CommandError::NotFound { .. })));
}

#[tokio::test]
async fn entries_hold_no_personal_data_and_open_for_whoever_keeps_the_record() {
    let world = World::new().await;
    let (case, certificate) = world.registered(1).await;
    let number = world.number_of(case).await.to_string();
    let secrets =
        ["Әбіл", "Айгүл", "N00000001", "DOC-2026", iin(1).as_str(), certificate.number.as_str(), &number]
            .map(str::to_owned);
    for (bytes, _) in world.store.ledger_entries(0, u32::MAX).await.unwrap() {
        let text = String::from_utf8(bytes).unwrap();
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
    }
    for entry in world.entries().await {
        let openings = world.store.openings(entry.sequence).await.unwrap();
        for commitment in &entry.commitments {
            let opens = |o: &&registry::sequencer::Opening| ledger::opens(commitment, &o.salt, &o.payload);
            assert!(openings.iter().find(opens).is_some(), "{entry:?}");
        }
    }
    // What opens the entry of a capture says which entry it is, and rows of the identity store carry the
    // sequence of that entry: it may stand beside neither the prints nor the names.
    let mut captures = 0;
    for sequence in 0..world.size().await {
        for opening in world.store.openings(sequence).await.unwrap() {
            if opening.subject == "capture" {
                captures += 1;
                assert_eq!(opening.keeper, registry::sequencer::Keeper::Links);
            }
        }
    }
    assert_eq!(captures, 10);
}
