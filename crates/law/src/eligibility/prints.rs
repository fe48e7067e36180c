//! Rows 1 to 13 of law.md 6.1: fingerprint registration on bases B1 to B8, after the refusals of rows 0.

use vocabulary::Basis;
use vocabulary::Basis::*;

use super::row::{Facts, Row};
use crate::codes::{Evidence, Exemption, Hands, Outcome};
use crate::requirement::{art, r};
use crate::versions::{AIRPORT_VISAS_IN_FORCE, RuleVersion};

/// Bases whose re-application is verified by a live registration of the same group (Art. 10(3), C-18):
/// citizens' documents; foreigners' permits, documents, asylum and visas.
pub(super) const VERIFY_GROUPS: [&[Basis]; 2] = [&[B1, B1f], &[B3, B4, B5, B7]];

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "1",
        condition: "age < 12",
        when: |f| f.under(12),
        outcome: Outcome::Exempt,
        requirement: r("R10-1.1.1"),
        articles: &[art("10-1(1)(1)")],
        since_v3: true,
        key: "law-row-1-under-12",
        says: "Children under 12 are exempt: no prints may be taken, even if the parents wish.",
        ..Row::EMPTY
    },
    Row {
        id: "2",
        condition: "visa, electronic, without visiting an FI, before V3",
        when: |f| e_visa(f) && f.version < RuleVersion::V3,
        outcome: Outcome::NotRequired,
        requirement: r("R39.2.1"),
        articles: &[art("39"), art("10(2)(6)")],
        key: "law-row-2-e-visa-suspended",
        says: "Electronic visas issued without a visit: the duty was suspended; no prints are required.",
        ..Row::EMPTY
    },
    Row {
        id: "2",
        condition: "visa, electronic, without visiting an FI, from V3",
        when: e_visa,
        outcome: Outcome::NotApplicable,
        requirement: r("R10.2.6"),
        articles: &[art("10(2)(6)")],
        key: "law-row-2-e-visa",
        says: "The Law does not register applicants for electronic visas issued without a visit.",
        ..Row::EMPTY
    },
    Row {
        id: "3",
        condition: "visa at an airport, date < 01.07.2025",
        when: |f| {
            f.basis_in(&[B7])
                && f.case.circumstances.visa.at_airport
                && f.case.event_date < AIRPORT_VISAS_IN_FORCE
        },
        outcome: Outcome::NotRequired,
        requirement: r("R10.2.7"),
        articles: &[art("10(2)(6)"), art("39")],
        key: "law-row-3-airport-visa",
        says: "Visas at international airports: the duty was suspended until 1 July 2025.",
        ..Row::EMPTY
    },
    Row {
        condition: "visa, Art. 10-1(2)(1), reciprocity active",
        when: |f| exempt_visa(f, Exemption::Heads),
        requirement: r("R10-1.2.1"),
        articles: &[art("10-1(2)(1)")],
        key: "law-row-4-heads",
        says: "Exempt on reciprocity: heads of states, governments and international organisations, and family.",
        ..RECIPROCITY
    },
    Row {
        condition: "visa, Art. 10-1(2)(2), reciprocity active",
        when: |f| exempt_visa(f, Exemption::Members),
        requirement: r("R10-1.2.2"),
        articles: &[art("10-1(2)(2)")],
        key: "law-row-4-members",
        says: "Exempt on reciprocity: members of parliaments, governments and delegations with diplomatic \
               passports.",
        ..RECIPROCITY
    },
    Row {
        condition: "visa, Art. 10-1(2)(3), reciprocity active",
        when: |f| exempt_visa(f, Exemption::HonoraryConsuls),
        requirement: r("R10-1.2.3"),
        articles: &[art("10-1(2)(3)")],
        key: "law-row-4-consuls",
        says: "Exempt on reciprocity: honorary consuls of Kazakhstan and family.",
        ..RECIPROCITY
    },
    Row {
        condition: "visa, Art. 10-1(2)(4), reciprocity active",
        when: |f| exempt_visa(f, Exemption::OfficialBusiness),
        requirement: r("R10-1.2.4"),
        articles: &[art("10-1(2)(4)")],
        key: "law-row-4-official",
        says: "Exempt on reciprocity: diplomatic and equated passports on official business.",
        ..RECIPROCITY
    },
    Row {
        condition: "visa, Art. 10-1(2)(5), reciprocity active",
        when: |f| exempt_visa(f, Exemption::Couriers),
        requirement: r("R10-1.2.5"),
        articles: &[art("10-1(2)(5)")],
        key: "law-row-4-couriers",
        says: "Exempt on reciprocity: diplomatic couriers with a courier's letter.",
        ..RECIPROCITY
    },
    Row {
        condition: "visa, Art. 10-1(2)(6), reciprocity active",
        when: |f| exempt_visa(f, Exemption::Invited),
        requirement: r("R10-1.2.6"),
        articles: &[art("10-1(2)(6)")],
        key: "law-row-4-invited",
        says: "Exempt on reciprocity: invited by one of the state bodies the Law names.",
        ..RECIPROCITY
    },
    Row {
        id: "5",
        condition: "B6, age >= 16, fingers missing or unrecordable, palms recordable",
        when: |f| {
            f.basis_in(&[B6])
                && f.reached(16)
                && matches!(f.case.person.hands, Hands::NoFingers | Hands::FingersUnrecordable)
                && f.case.person.palms_recordable
        },
        outcome: Outcome::Palms,
        requirement: r("R10-1.4.4"),
        articles: &[art("10-1(4)"), art("10(2)(5)")],
        evidence: &[Evidence::Decision],
        guardian: true,
        since_v3: true,
        key: "law-row-5-palms",
        says: "No finger can be recorded: in expulsion and readmission the palms are registered.",
    },
    Row {
        id: "6",
        condition: "all fingers or both hands missing; or B6 with neither fingers nor palms recordable",
        when: |f| {
            f.fingers_missing()
                || f.basis_in(&[B6]) && f.case.person.hands != Hands::Whole && !f.case.person.palms_recordable
        },
        outcome: Outcome::Exempt,
        requirement: r("R10-1.4.5"),
        articles: &[art("10-1(4)")],
        since_v3: true,
        key: "law-row-6-no-fingers",
        says: "Nothing can be recorded: the person is exempt for good and is not to be summoned again.",
        ..Row::EMPTY
    },
    Row {
        id: "7",
        condition: "B2, B4, B5 with a valid commission conclusion",
        when: |f| f.basis_in(&[B2, B4, B5]) && f.case.circumstances.medical_conclusion,
        outcome: Outcome::Exempt,
        requirement: r("R10-1.4.1"),
        articles: &[art("10-1(4)")],
        since_v3: true,
        key: "law-row-7-medical",
        says: "Exempt by the conclusion of a medical advisory commission.",
        ..Row::EMPTY
    },
    Row {
        id: "8",
        condition: "age >= 16, and the case and a live registration both in {B1, B1f}, or both in {B3, B4, B5, B7}",
        when: |f| f.reached(16) && VERIFY_GROUPS.iter().any(|group| f.basis_in(group) && f.live_in(group)),
        outcome: Outcome::Verify,
        requirement: r("R10.3.1"),
        articles: &[art("10(3)")],
        guardian: true,
        since_v3: true,
        key: "law-row-8-verify",
        says: "Registered already: the identity is verified against the record; no new prints are kept.",
        ..Row::EMPTY
    },
    Row {
        id: "9",
        condition: "B8, 12 <= age < 16",
        when: |f| f.basis_in(&[B8]) && f.reached(12) && f.under(16),
        outcome: Outcome::Register,
        requirement: r("R11.2.1"),
        articles: &[art("11(2)"), art("10(4)")],
        evidence: &[
            Evidence::ChildConsent,
            Evidence::RepresentativeApplication,
            Evidence::RepresentativePresent,
        ],
        guardian: true,
        key: "law-row-9-child",
        says: "Voluntary: the child's own consent, and the legal representative present with a written \
               application.",
        ..Row::EMPTY
    },
    Row {
        id: "10",
        condition: "age < 16",
        when: |f| f.under(16),
        outcome: Outcome::NotApplicable,
        requirement: r("R10.2.0"),
        articles: &[art("10(2)")],
        guardian: true,
        key: "law-row-10-under-16",
        says: "The Law has no registration on this basis under 16: no prints may be taken.",
        ..Row::EMPTY
    },
    Row {
        id: "11",
        condition: "B1, B1f",
        when: |f| f.basis_in(&[B1, B1f]),
        outcome: Outcome::Register,
        requirement: r("R10.1.1"),
        articles: &[art("10(1)")],
        evidence: &[Evidence::Consent],
        guardian: true,
        key: "law-row-11-consent",
        says: "Voluntary: prints only with the person's consent. Declining has no effect on the document.",
        ..Row::EMPTY
    },
    Row {
        condition: "B2",
        when: |f| f.basis_in(&[B2]),
        requirement: r("R10.2.1"),
        articles: &[art("10(2)(1)")],
        evidence: &[Evidence::Decision],
        key: "law-row-12-seafarer",
        says: "Mandatory: a decision was made to issue a seafarer's identity document.",
        ..MANDATORY
    },
    Row {
        condition: "B3",
        when: |f| f.basis_in(&[B3]),
        requirement: r("R10.2.2"),
        articles: &[art("10(2)(2)")],
        key: "law-row-12-residence-permit",
        says: "Mandatory: application for a temporary or permanent residence permit.",
        ..MANDATORY
    },
    Row {
        condition: "B4",
        when: |f| f.basis_in(&[B4]),
        requirement: r("R10.2.3"),
        articles: &[art("10(2)(3)")],
        key: "law-row-12-residence-document",
        says: "Mandatory: foreigner's residence document or stateless person's certificate.",
        ..MANDATORY
    },
    Row {
        condition: "B5",
        when: |f| f.basis_in(&[B5]),
        requirement: r("R10.2.4"),
        articles: &[art("10(2)(4)")],
        key: "law-row-12-asylum",
        says: "Mandatory: asylum-seeker status, refugee certificate or travel document.",
        ..MANDATORY
    },
    Row {
        condition: "B6",
        when: |f| f.basis_in(&[B6]),
        requirement: r("R10.2.5"),
        articles: &[art("10(2)(5)")],
        evidence: &[Evidence::Decision],
        key: "law-row-12-expulsion",
        says: "Mandatory: expulsion or readmission, on the decision.",
        ..MANDATORY
    },
    Row {
        condition: "B7",
        when: |f| f.basis_in(&[B7]),
        requirement: r("R10.2.6"),
        articles: &[art("10(2)(6)")],
        key: "law-row-12-visa",
        says: "Mandatory: visa of Kazakhstan.",
        ..MANDATORY
    },
    Row {
        id: "13",
        condition: "otherwise (B8 at 16 or over included)",
        when: |_| true,
        requirement: r("R2.1.1"),
        articles: &[art("2")],
        key: "law-row-13-no-basis",
        says: "The Law has no basis for this registration. From 16 a citizen may consent with an identity card \
               or passport application.",
        ..Row::EMPTY
    },
];

const RECIPROCITY: Row = Row { id: "4", outcome: Outcome::Exempt, since_v3: true, ..Row::EMPTY };
const MANDATORY: Row = Row { id: "12", outcome: Outcome::Register, guardian: true, ..Row::EMPTY };

fn e_visa(f: &Facts<'_>) -> bool {
    let visa = f.case.circumstances.visa;
    f.basis_in(&[B7]) && visa.electronic && visa.without_visit
}

fn exempt_visa(f: &Facts<'_>, category: Exemption) -> bool {
    f.basis_in(&[B7]) && f.case.circumstances.exemption == Some(category) && f.case.circumstances.reciprocity
}
