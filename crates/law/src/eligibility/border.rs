//! Law.md 6.2: verification at the state border (Art. 16(4), 35, 10-1(3)). Not a registration: 1:1
//! against the person's own record, or no query at all.

use vocabulary::Basis;
use vocabulary::Basis::*;
use vocabulary::{Body, Citizenship};

use super::row::Row;
use crate::codes::{Document, Outcome};
use crate::competence::may_collect;
use crate::requirement::{art, r};

/// Registrations that hold prints: a genomic profile is no record to compare a finger with.
pub(super) const PRINT_BASES: &[Basis] = &[B1, B1f, B2, B3, B4, B5, B6, B7, B8];

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "BV-0",
        condition: "body other than NSB",
        when: |f| f.case.body != Body::Svc && !may_collect(BV, f.case.body),
        requirement: r("R6.1.1"),
        articles: &[art("6(1)"), art("35(1)")],
        key: "law-row-bv-0-body",
        says: "Only the national security bodies verify identity at the border.",
        ..Row::EMPTY
    },
    Row {
        id: "BV-1",
        condition: "citizen of Kazakhstan, registered",
        when: |f| f.is(Citizenship::Citizen) && f.live_in(PRINT_BASES),
        outcome: Outcome::Exempt,
        requirement: r("R10-1.3.4"),
        articles: &[art("10-1(3)(4)")],
        key: "law-row-bv-1-citizen-registered",
        says: "Citizens who are registered are exempt from fingerprint verification at the border.",
        ..BORDER
    },
    Row {
        id: "BV-2",
        condition: "citizen of Kazakhstan, not registered (C-11)",
        when: |f| f.is(Citizenship::Citizen),
        outcome: Outcome::NotApplicable,
        requirement: r("R10-1.3.4"),
        articles: &[art("10-1(3)(4)")],
        key: "law-row-bv-2-citizen",
        says: "No citizen is verified by fingerprint at the border: there is nothing to compare with.",
        ..BORDER
    },
    Row {
        id: "BV-3",
        condition: "age < 12",
        when: |f| f.under(12),
        outcome: Outcome::Exempt,
        requirement: r("R10-1.1.2"),
        articles: &[art("10-1(1)(2)")],
        key: "law-row-bv-3-under-12",
        says: "Exempt: under 12.",
        ..BORDER
    },
    Row {
        id: "BV-3",
        condition: "diplomatic passport",
        when: |f| f.case.circumstances.document == Some(Document::DiplomaticPassport),
        outcome: Outcome::Exempt,
        requirement: r("R10-1.3.1"),
        articles: &[art("10-1(3)(1)")],
        key: "law-row-bv-3-diplomatic-passport",
        says: "Exempt: holder of a diplomatic passport.",
        ..BORDER
    },
    Row {
        id: "BV-3",
        condition: "diplomatic or service visa",
        when: |f| f.case.circumstances.visa.diplomatic_or_service,
        outcome: Outcome::Exempt,
        requirement: r("R10-1.3.2"),
        articles: &[art("10-1(3)(2)")],
        key: "law-row-bv-3-visa",
        says: "Exempt: holder of a diplomatic or service visa.",
        ..BORDER
    },
    Row {
        id: "BV-3",
        condition: "written request valid for date and point",
        when: |f| f.case.circumstances.written_request,
        outcome: Outcome::Exempt,
        requirement: r("R10-1.3.3"),
        articles: &[art("10-1(3)(3)")],
        key: "law-row-bv-3-request",
        says: "Exempt: written request of a body the Law names, valid for this date and point.",
        ..BORDER
    },
    Row {
        id: "BV-3",
        condition: "anatomically exempt",
        when: |f| f.fingers_missing(),
        outcome: Outcome::Exempt,
        requirement: r("R10-1.4.5"),
        articles: &[art("10-1(4)")],
        key: "law-row-bv-3-no-fingers",
        says: "Exempt: all fingers or both hands are missing.",
        ..BORDER
    },
    Row {
        id: "BV-4",
        condition: "record blocked",
        when: |f| f.case.circumstances.record_blocked,
        outcome: Outcome::Unavailable,
        requirement: r("R1.7.1"),
        articles: &[art("1(7)"), art("9(2)")],
        key: "law-row-bv-4-blocked",
        says: "The record may not be used now: the officer decides without it.",
        ..BORDER
    },
    Row {
        id: "BV-5",
        condition: "foreigner or stateless with a live record",
        when: |f| f.foreign_or_stateless() && f.live_in(PRINT_BASES),
        outcome: Outcome::Verify,
        requirement: r("R16.4.1"),
        articles: &[art("16(4)"), art("35(1)")],
        key: "law-row-bv-5-verify",
        says: "Verify 1:1 against the person's own record; no images come back.",
        ..BORDER
    },
    Row {
        id: "BV-6",
        condition: "foreigner or stateless without a record",
        when: |f| f.foreign_or_stateless(),
        outcome: Outcome::NotApplicable,
        requirement: r("R16.4.1"),
        articles: &[art("16(4)"), art("35(1)")],
        key: "law-row-bv-6-no-record",
        says: "Not registered: nothing to compare with, and nobody is enrolled at the lane.",
        ..BORDER
    },
    Row {
        id: "BV-7",
        condition: "otherwise: citizenship unknown",
        when: |_| true,
        requirement: r("R2.1.1"),
        articles: &[art("2")],
        key: "law-row-bv-7-unknown",
        says: "The citizenship is not established: no query; an officer establishes it first.",
        ..BORDER
    },
];

const BORDER: Row = Row { since_v3: true, ..Row::EMPTY };
