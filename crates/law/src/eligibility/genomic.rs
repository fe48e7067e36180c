//! Rows G0 to G4 of law.md 6.1: genomic registration (Art. 18, 19, 21).

use vocabulary::Basis::*;

use super::row::Row;
use crate::codes::{Evidence, Outcome};
use crate::competence::may_collect;
use crate::requirement::{art, r};
use crate::versions::LAW_IN_FORCE;

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "G0",
        condition: "G-basis, event before 01.01.2021",
        when: |f| f.case.event_date < LAW_IN_FORCE,
        requirement: r("R39.1.2"),
        articles: &[art("39")],
        key: "law-row-g0-before",
        says: "The Law came into force on 1 January 2021: nothing may be registered for an earlier date.",
        ..Row::EMPTY
    },
    Row {
        id: "G0",
        condition: "body outside section 4",
        when: |f| !may_collect(f.case.basis, f.case.body),
        requirement: r("R6.1.1"),
        articles: &[art("6(1)"), art("21(1)")],
        key: "law-row-g0-body",
        says: "This body may not select material on this basis: traces are seized by inquiry and investigation, \
               all else is selected by the bodies of internal affairs.",
        ..Row::EMPTY
    },
    Row {
        id: "G1",
        condition: "convicted person with an earlier profile",
        when: |f| f.basis_in(&[G1]) && f.case.person.earlier_genomic_profile,
        outcome: Outcome::NotRequired,
        requirement: r("R21.5.1"),
        articles: &[art("21(5)")],
        key: "law-row-g1-earlier",
        says: "The person passed genomic registration before: material is not selected again.",
        ..Row::EMPTY
    },
    Row {
        id: "G1",
        condition: "convicted person",
        when: |f| f.basis_in(&[G1]),
        outcome: Outcome::Register,
        requirement: r("R18.1.1"),
        articles: &[art("18(1)(1)")],
        evidence: &[Evidence::Judgment],
        key: "law-row-g1-convicted",
        says: "Mandatory: convicted of a crime the Law names, on the judgment.",
        ..Row::EMPTY
    },
    Row {
        id: "G2",
        condition: "trace of an unidentified person",
        when: |f| f.basis_in(&[G2]),
        outcome: Outcome::Register,
        requirement: r("R18.1.3"),
        articles: &[art("18(1)(2)")],
        evidence: &[Evidence::CaseOpened],
        key: "law-row-g2-trace",
        says: "Mandatory: material of an unidentified person from an unsolved crime the Law names, in an opened \
               case.",
        ..Row::EMPTY
    },
    Row {
        id: "G3",
        condition: "relative of a missing citizen, declared incapable",
        when: |f| f.basis_in(&[G3]) && f.case.person.incapable,
        outcome: Outcome::Register,
        requirement: r("R21.2.3"),
        articles: &[art("21(2)"), art("18(2)")],
        evidence: &[Evidence::GuardianApplication, Evidence::GuardianPresent],
        key: "law-row-g3-incapable",
        says: "Voluntary: the guardian is present and applies in writing.",
        ..Row::EMPTY
    },
    Row {
        id: "G3",
        condition: "relative of a missing citizen, under 18",
        when: |f| f.basis_in(&[G3]) && !f.reached(18),
        outcome: Outcome::Register,
        requirement: r("R21.2.2"),
        articles: &[art("21(2)"), art("18(2)")],
        evidence: &[
            Evidence::ChildConsent,
            Evidence::RepresentativeApplication,
            Evidence::RepresentativePresent,
        ],
        key: "law-row-g3-minor",
        says: "Voluntary: the minor's own consent, and the legal representative present with a written \
               application.",
        ..Row::EMPTY
    },
    Row {
        id: "G3",
        condition: "relative of a missing citizen",
        when: |f| f.basis_in(&[G3]),
        outcome: Outcome::Register,
        requirement: r("R18.2.1"),
        articles: &[art("18(2)"), art("21(2)")],
        evidence: &[Evidence::Consent, Evidence::WrittenApplication],
        key: "law-row-g3-relative",
        says: "Voluntary: with consent and on a written application; parents and children first.",
        ..Row::EMPTY
    },
    Row {
        id: "G4",
        condition: "unidentified corpse",
        when: |f| f.basis_in(&[G4]),
        outcome: Outcome::Register,
        requirement: r("R18.1.5"),
        articles: &[art("18(1)(3)")],
        evidence: &[Evidence::CaseOpened],
        key: "law-row-g4-corpse",
        says: "Mandatory: unidentified corpse, in an opened case.",
        ..Row::EMPTY
    },
    Row {
        id: "13",
        condition: "otherwise",
        when: |_| true,
        requirement: r("R2.1.1"),
        articles: &[art("2")],
        key: "law-row-g-no-basis",
        says: "The Law has no basis for this registration.",
        ..Row::EMPTY
    },
];
