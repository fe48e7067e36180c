//! Rows 0a to 0d of law.md 6.1: suspended chapter, competence, citizenship, document. They stand before
//! every other row: an unlawful request is refused whatever else is true.

use vocabulary::Basis::*;
use vocabulary::{Body, Citizenship};

use super::border::PRINT_BASES;
use super::row::{Facts, Row};
use crate::codes::Document;
use crate::competence::{may_collect, service_agreement_covers};
use crate::requirement::{art, r};
use crate::versions::CHAPTER_2_IN_FORCE;

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "0a",
        condition: "B-basis, event before 01.01.2024",
        when: |f| f.case.event_date < CHAPTER_2_IN_FORCE,
        requirement: r("R39.1.1"),
        articles: &[art("39")],
        key: "law-row-0a",
        says: "Fingerprint registration was suspended until 1 January 2024: nothing may be registered for an \
               earlier date.",
        ..Row::EMPTY
    },
    Row {
        condition: "B1, B1f, B8 by a body outside section 4",
        when: |f| f.basis_in(&[B1, B1f, B8]) && outsider(f),
        requirement: r("R11.1.1"),
        articles: &[art("11(1)(1)")],
        key: "law-row-0b-citizens",
        says: "This body may not register on this basis. In Kazakhstan: bodies of internal affairs; passports \
               issued abroad: the foreign institution.",
        ..COMPETENCE
    },
    Row {
        condition: "B2 by a body outside section 4",
        when: |f| f.basis_in(&[B2]) && outsider(f),
        requirement: r("R11.1.2"),
        articles: &[art("11(1)(2)")],
        key: "law-row-0b-seafarers",
        says: "Seafarers are registered by the body for transport only.",
        ..COMPETENCE
    },
    Row {
        condition: "B3, B4, B5 by a body outside section 4",
        when: |f| f.basis_in(&[B3, B4, B5]) && outsider(f),
        requirement: r("R11.1.3"),
        articles: &[art("11(1)(3)")],
        key: "law-row-0b-residence",
        says: "Residence, statelessness and asylum cases are registered by the bodies of internal affairs only.",
        ..COMPETENCE
    },
    Row {
        condition: "B6 by a body outside section 4",
        when: |f| f.basis_in(&[B6]) && outsider(f),
        requirement: r("R11.1.4"),
        articles: &[art("11(1)(4)")],
        key: "law-row-0b-expulsion",
        says: "Expulsion and readmission are registered by the bodies of internal affairs or national security, \
               by competence.",
        ..COMPETENCE
    },
    Row {
        condition: "B7 by a body outside section 4",
        when: |f| f.basis_in(&[B7]) && outsider(f),
        requirement: r("R11.1.5"),
        articles: &[art("11(1)(5)")],
        key: "law-row-0b-visas",
        says: "Visa applicants are registered by the foreign institution or the bodies of internal affairs, by \
               competence.",
        ..COMPETENCE
    },
    Row {
        condition: "service firm without a service agreement for a visa abroad of a non-citizen",
        when: |f| f.case.body == Body::Svc && !service_agreement_covers(f.case),
        ..SERVICE
    },
    Row {
        condition: "service agreement outside a visa abroad of a non-citizen by the foreign institution",
        when: |f| {
            let covered = f.case.body == Body::Mfa && service_agreement_covers(f.case);
            f.basis_in(PRINT_BASES)
                && f.case.body != Body::Svc
                && f.case.circumstances.service_agreement
                && !covered
        },
        ..SERVICE
    },
    Row {
        id: "0c",
        condition: "B1, B1f, B8 and not a citizen",
        when: |f| f.basis_in(&[B1, B1f, B8]) && !f.is(Citizenship::Citizen),
        key: "law-row-0c-citizens",
        says: "This basis is for citizens of Kazakhstan; the Law has no voluntary registration of others.",
        ..SCOPE
    },
    Row {
        id: "0c",
        condition: "B3–B7 and neither foreigner nor stateless",
        when: |f| f.basis_in(&[B3, B4, B5, B6, B7]) && !f.foreign_or_stateless(),
        key: "law-row-0c-foreigners",
        says: "This basis is for foreigners and stateless persons: establish the citizenship first.",
        ..SCOPE
    },
    Row {
        id: "0c",
        condition: "B2 and citizenship unknown",
        when: |f| f.basis_in(&[B2]) && f.is(Citizenship::Unknown),
        key: "law-row-0c-unknown",
        says: "The citizenship is not established: it must be known before a registration.",
        ..SCOPE
    },
    Row {
        id: "0d",
        condition: "B1 without identity card or passport; B1f without passport",
        when: |f| {
            let document = f.case.circumstances.document;
            f.basis_in(&[B1]) && !matches!(document, Some(Document::IdentityCard | Document::Passport))
                || f.basis_in(&[B1f]) && document != Some(Document::Passport)
        },
        requirement: r("R10.1.3"),
        articles: &[art("10(1)")],
        key: "law-row-0d-document",
        says: "Citizens are registered only when they apply for an identity card or passport (abroad: a \
               passport), never on other occasions.",
        ..Row::EMPTY
    },
    Row {
        id: "0d",
        condition: "B8 without passport",
        when: |f| f.basis_in(&[B8]) && f.case.circumstances.document != Some(Document::Passport),
        requirement: r("R10.4.1"),
        articles: &[art("10(4)"), art("11(2)")],
        key: "law-row-0d-child-passport",
        says: "Children of 12 to 15 are registered only when they receive a passport of a citizen.",
        ..Row::EMPTY
    },
    // Not a row of law.md: `Case::from_json` never lets such a case through, a case built in code might.
    Row {
        id: "0",
        condition: "no birth date",
        when: |f| f.age_years.is_none(),
        requirement: r("R10.2.0"),
        articles: &[art("10(2)")],
        key: "law-row-0-no-birth-date",
        says: "The age decides this case: give a birth date; a year is enough.",
        ..Row::EMPTY
    },
];

const SERVICE: Row = Row {
    id: "0b",
    requirement: r("R33.4.1"),
    articles: &[art("33")],
    key: "law-row-0b-service",
    says: "A service firm may collect only for visas, abroad, from non-citizens, under a service agreement \
           with a foreign institution.",
    ..Row::EMPTY
};
const COMPETENCE: Row = Row { id: "0b", ..Row::EMPTY };
const SCOPE: Row = Row { requirement: r("R2.1.1"), articles: &[art("2")], ..Row::EMPTY };

/// A body that may not collect on the basis; a service firm is judged by its own row.
fn outsider(f: &Facts<'_>) -> bool {
    f.case.body != Body::Svc && !may_collect(f.case.basis, f.case.body)
}
