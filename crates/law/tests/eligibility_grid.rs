//! Properties over the input grid: exhaustive over the facts of the person, random over everything.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use std::collections::BTreeSet;

use common::{born, case, day, lawful, oracle};
use law::{Case, Document, Evidence, Exemption, Hands, Outcome, Requirement, decide, messages};
use proptest::prelude::*;
use vocabulary::{Basis, BirthDate, Body, Citizenship};

/// What must hold of every decision.
fn hold_decision(case: &Case, keys: &BTreeSet<&str>) {
    let decision = decide(case);
    let (outcome, requirement) = oracle::answer(case);
    assert_eq!((decision.outcome.code(), decision.requirement.as_str()), (outcome, requirement), "{case:?}");
    assert_eq!(Requirement::parse(requirement), Some(decision.requirement), "not in law.md: {requirement}");
    assert!(!decision.trace.is_empty() && !decision.articles.is_empty(), "{case:?}");
    assert!(keys.contains(decision.message_key), "{}", decision.message_key);

    let mut complete = case.clone();
    complete.evidence = Evidence::ALL.to_vec();
    let with_all = decide(&complete);
    let mut bare = case.clone();
    bare.evidence.clear();
    let with_none = decide(&bare);
    for other in [&with_all, &with_none] {
        assert_eq!(
            (other.outcome, other.requirement, other.registration_type, &other.articles, other.rule_version),
            (
                decision.outcome,
                decision.requirement,
                decision.registration_type,
                &decision.articles,
                decision.rule_version
            ),
            "evidence changed the answer of {case:?}"
        );
    }
    assert!(with_all.missing_evidence.is_empty(), "{case:?}");
    let reads_fingers = matches!(decision.outcome, Outcome::Register | Outcome::Palms)
        || decision.outcome == Outcome::Verify && !case.circumstances.record_blocked;
    assert_eq!(with_all.may_capture, reads_fingers, "{case:?}");
    assert_eq!(decision.may_capture, reads_fingers && decision.missing_evidence.is_empty(), "{case:?}");
    assert_eq!(decision.registration_type.is_some(), decision.registers(), "{case:?}");
}

fn all_keys() -> BTreeSet<&'static str> {
    messages().into_iter().map(|(key, _)| key).collect()
}

#[test]
fn every_combination_of_person_facts_has_the_answer_of_both_readings() {
    let keys = all_keys();
    let births = [born("2014-03-03"), born("2014-03-02"), born("2010-03"), born("2010-03-02"), born("1990")];
    let lives: [&[Basis]; 6] =
        [&[], &[Basis::B1], &[Basis::B2], &[Basis::B3], &[Basis::B7, Basis::G1], &[Basis::G1]];
    let mut cases = 0;
    for &basis in Basis::ALL {
        for body in [common::home_body(basis), Body::Svc, Body::Pro, Body::Mfa] {
            for &citizenship in Citizenship::ALL {
                for born in births {
                    for &hands in Hands::ALL {
                        for flags in 0..16 {
                            for live in lives {
                                let case = case(basis, |c| {
                                    c.body = body;
                                    c.person.citizenship = citizenship;
                                    c.person.born = born;
                                    c.person.hands = hands;
                                    c.person.palms_recordable = flags & 1 != 0;
                                    c.person.incapable = flags & 2 != 0;
                                    c.person.earlier_genomic_profile = flags & 4 != 0;
                                    c.circumstances.medical_conclusion = flags & 4 != 0;
                                    c.circumstances.service_agreement = flags & 8 != 0;
                                    c.person.live_registrations = live.to_vec();
                                });
                                hold_decision(&case, &keys);
                                cases += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(cases, 14 * 4 * 4 * 5 * 4 * 16 * 6);
}

fn births() -> impl Strategy<Value = Option<BirthDate>> {
    prop_oneof![
        8 => (1940i16..=2025, 1i8..=12, 1i8..=28)
            .prop_map(|(y, m, d)| born(&format!("{y:04}-{m:02}-{d:02}"))),
        2 => (1940i16..=2019, 1i8..=12).prop_map(|(y, m)| born(&format!("{y:04}-{m:02}"))),
        1 => (1940i16..=2019).prop_map(|y| born(&format!("{y:04}"))),
        1 => Just(born("2008-02-29")),
    ]
}

fn any_case() -> impl Strategy<Value = Case> {
    let dates = prop_oneof![
        (2019i16..=2040, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d)),
        prop::sample::select(vec![
            "2020-12-31",
            "2021-01-01",
            "2023-12-31",
            "2024-01-01",
            "2025-06-30",
            "2025-07-01",
            "2025-07-11",
            "2025-07-12",
        ])
        .prop_map(day),
    ];
    let who = (
        prop::sample::select(Basis::ALL),
        prop::sample::select(Body::ALL),
        any::<bool>(),
        prop::sample::select(Citizenship::ALL),
        any::<bool>(),
        births(),
        prop::sample::select(Hands::ALL),
        // BV registers nobody: it is no live registration.
        prop::collection::vec(prop::sample::select(Basis::ALL).prop_filter("BV", |b| *b != Basis::BV), 0..3),
    );
    let what = (
        prop::option::of(prop::sample::select(Document::ALL)),
        prop::option::of(prop::sample::select(Exemption::ALL)),
        prop::collection::vec(any::<bool>(), 12),
        prop::collection::vec(prop::sample::select(Evidence::ALL), 0..6),
    );
    (dates, who, what).prop_map(|(event_date, who, (document, exemption, flags, evidence))| {
        let (basis, body, at_home, citizenship, of_the_basis, born, hands, live) = who;
        let mut case = lawful(basis);
        case.event_date = event_date;
        case.body = if at_home { case.body } else { body };
        case.person.citizenship = if of_the_basis { case.person.citizenship } else { citizenship };
        case.person.born = born;
        case.person.hands = hands;
        case.person.live_registrations = live;
        case.person.palms_recordable = flags[0];
        case.person.incapable = flags[1];
        case.person.earlier_genomic_profile = flags[2];
        let c = &mut case.circumstances;
        c.document = document;
        c.exemption = exemption;
        (c.visa.electronic, c.visa.without_visit, c.visa.at_airport) = (flags[3], flags[4], flags[5]);
        (c.visa.diplomatic_or_service, c.reciprocity, c.medical_conclusion) = (flags[6], flags[7], flags[8]);
        (c.service_agreement, c.written_request, c.record_blocked) = (flags[9], flags[10], flags[11]);
        case.evidence = evidence;
        case
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_case_at_all_has_one_answer_that_evidence_does_not_change(case in any_case()) {
        hold_decision(&case, &all_keys());
    }

    #[test]
    fn a_case_written_as_json_reads_back_and_is_decided_the_same(case in any_case()) {
        let text = serde_json::to_string(&case).unwrap();
        match Case::from_json(&text) {
            Ok(read) => {
                prop_assert_eq!(&read, &case);
                prop_assert_eq!(decide(&read), decide(&case));
            }
            // The only impossible thing this generator makes is a birth after the event.
            Err(error) => prop_assert!(error.message.contains("person.born"), "{error}: {text}"),
        }
    }
}

/// A case built in code may lack what `from_json` insists on: the answer is a refusal, not a panic.
#[test]
fn a_case_without_a_birth_date_is_refused_not_guessed() {
    for &basis in Basis::ALL {
        let decision = decide(&case(basis, |c| c.person.born = None));
        match basis {
            Basis::G1 | Basis::G2 | Basis::G4 => assert_eq!(decision.outcome, Outcome::Register, "{basis}"),
            Basis::G3 => assert_eq!(decision.requirement.as_str(), "R21.2.2", "treated as younger"),
            _ => assert_eq!((decision.outcome, decision.row), (Outcome::Refuse, "0"), "{basis}"),
        }
    }
}

/// Not a benchmark: prints what a decision costs, and fails only when it became absurd.
#[test]
fn a_decision_takes_microseconds() {
    let case = lawful(Basis::B7);
    let start = std::time::Instant::now();
    let rounds = 20_000;
    for _ in 0..rounds {
        std::hint::black_box(decide(std::hint::black_box(&case)));
    }
    let ns = start.elapsed().as_nanos() / rounds;
    println!("decide: {ns} ns a decision");
    assert!(ns < 200_000, "{ns} ns");
}
