//! How an answer was reached, word for word, as `golden/trace.txt`: each remark a reader must know is there, and only
//! where it belongs.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use common::golden::check;
use common::{born, case, day};
use law::{Case, Document, Evidence, Exemption, Hands, decide};
use vocabulary::Basis::{self, *};
use vocabulary::{Body, Citizenship};

type Change = fn(&mut Case);

fn visa(c: &mut Case, exemption: Exemption, document: Option<Document>, reciprocity: bool) {
    c.circumstances.exemption = Some(exemption);
    c.circumstances.document = document;
    c.circumstances.reciprocity = reciprocity;
}

fn online(c: &mut Case, date: &str) {
    c.event_date = day(date);
    c.circumstances.visa.electronic = true;
    c.circumstances.visa.without_visit = true;
}

const CASES: &[(&str, Basis, Change)] = &[
    ("a citizen without consent", B1, |_| {}),
    ("a citizen with consent", B1, |c| c.evidence = vec![Evidence::Consent]),
    ("an incapable citizen", B1, |c| c.person.incapable = true),
    ("an incapable citizen with a guardian", B1, |c| {
        c.person.incapable = true;
        c.evidence = vec![Evidence::GuardianApplication, Evidence::GuardianPresent];
    }),
    ("a child", B8, |c| c.evidence = vec![Evidence::ChildConsent]),
    ("a foreigner by another body", B3, |c| c.body = Body::Trb),
    ("a birth date known by the month", B3, |c| c.person.born = born("1990-05")),
    ("no birth date", B3, |c| c.person.born = None),
    ("registered already", B3, |c| c.person.live_registrations = vec![B7]),
    ("registered already, blocked", B3, |c| {
        c.person.live_registrations = vec![B7];
        c.circumstances.record_blocked = true;
    }),
    ("registered in another group", B3, |c| c.person.live_registrations = vec![B6]),
    ("registered in both groups, on expulsion", B6, |c| c.person.live_registrations = vec![B3]),
    ("a naturalised citizen", B1, |c| c.person.live_registrations = vec![B3]),
    ("no finger to be recorded, a permit", B3, |c| c.person.hands = Hands::FingersUnrecordable),
    ("a medical conclusion, a permit", B3, |c| c.circumstances.medical_conclusion = true),
    ("a medical conclusion, a visa", B7, |c| c.circumstances.medical_conclusion = true),
    ("a medical conclusion, refuge", B5, |c| c.circumstances.medical_conclusion = true),
    ("a medical conclusion, expulsion", B6, |c| c.circumstances.medical_conclusion = true),
    ("no hands and palms, expulsion", B6, |c| {
        c.person.hands = Hands::NoHands;
        c.person.palms_recordable = true;
    }),
    ("no hands, expulsion", B6, |c| {
        c.person.hands = Hands::NoHands;
        c.person.palms_recordable = false;
    }),
    ("no hands and palms, a permit", B3, |c| {
        c.person.hands = Hands::NoHands;
        c.person.palms_recordable = true;
    }),
    ("before the wording of V3", B3, |c| {
        c.event_date = day("2024-05-05");
        c.person.born = born("2015");
    }),
    ("an electronic visa, suspended", B7, |c| online(c, "2025-06-30")),
    ("an electronic visa in the gap", B7, |c| online(c, "2025-07-01")),
    ("an electronic visa under V3", B7, |c| online(c, "2026-03-02")),
    ("a courier without a diplomatic passport", B7, |c| visa(c, Exemption::Couriers, None, true)),
    ("a courier with a diplomatic passport", B7, |c| {
        visa(c, Exemption::Couriers, Some(Document::DiplomaticPassport), true);
    }),
    ("an honorary consul", B7, |c| visa(c, Exemption::HonoraryConsuls, None, true)),
    ("a courier without reciprocity", B7, |c| visa(c, Exemption::Couriers, None, false)),
    ("a courier with a permit", B3, |c| visa(c, Exemption::Couriers, None, false)),
    ("by a service firm", B7, |c| {
        c.body = Body::Svc;
        c.circumstances.service_agreement = true;
    }),
    ("at the border, a visa", BV, |c| c.person.live_registrations = vec![B7]),
    ("at the border, a seafarer", BV, |c| c.person.live_registrations = vec![B2]),
    ("at the border, nobody", BV, |c| c.person.citizenship = Citizenship::Unknown),
    ("a relative who is incapable", G3, |c| c.person.incapable = true),
    ("a convict registered before", G1, |c| c.person.earlier_genomic_profile = true),
    ("a trace", G2, |_| {}),
];

#[test]
fn each_answer_tells_how_it_was_reached() {
    let mut text =
        String::from("Traces of law::decide, step by step. Unless said as in eligibility.txt.\n\n");
    for (title, basis, change) in CASES {
        let decision = decide(&case(*basis, change));
        text += &format!("{title} ({basis}): {} {}\n", decision.outcome, decision.requirement);
        for step in &decision.trace {
            text += &format!("  {step}\n");
        }
        text.push('\n');
    }
    check("trace.txt", &(text.trim_end().to_owned() + "\n"));
}

#[test]
fn each_basis_is_of_prints_or_of_dna() {
    for &basis in Basis::ALL {
        let genomic = matches!(basis, G1 | G2 | G3 | G4);
        assert_eq!((law::is_genomic(basis), law::is_prints(basis)), (genomic, !genomic), "{basis}");
    }
}
