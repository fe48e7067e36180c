//! Steps of the trace that are not rows: what was computed before the table, what a reader must know after.

use vocabulary::Basis::*;
use vocabulary::{BirthDate, Body};

use super::border::PRINT_BASES;
use super::prints::VERIFY_GROUPS;
use super::row::{Facts, Row};
use crate::codes::{Document, Exemption, Hands, Outcome};
use crate::competence::competence as competence_of;
use crate::decision::TraceStep;
use crate::requirement::art;
use crate::versions::{AIRPORT_VISAS_IN_FORCE, RuleVersion};

/// Version and age, before the rows.
pub(super) fn beginning(f: &Facts<'_>) -> Vec<TraceStep> {
    let mut steps = Vec::with_capacity(8);
    steps.push(TraceStep::by(format!("event of {}: version {}", f.case.event_date, f.version), art("39")));
    let (Some(born), Some(age)) = (f.case.person.born, f.age_years) else {
        return steps;
    };
    steps.push(TraceStep::note(match born {
        BirthDate::Day(_) => format!("born {born}: {age} years old on the event date"),
        _ => {
            let latest = born.latest();
            format!(
                "birth date {born} is incomplete: treated as born {latest}, {age} years old on the event date"
            )
        }
    }));
    steps
}

/// Competence, when the rows of refusals were passed.
pub(super) fn competence(f: &Facts<'_>, row: &Row) -> Option<TraceStep> {
    let article = match f.case.body {
        _ if row.outcome == Outcome::Refuse => return None,
        Body::Svc => art("33"),
        _ => competence_of(f.case.basis)?.article,
    };
    Some(TraceStep::by(format!("{} may act on basis {}", f.case.body, f.case.basis), article))
}

/// Remarks after the deciding row.
pub(super) fn ending<'f>(f: &'f Facts<'f>, row: &Row) -> impl Iterator<Item = TraceStep> + 'f {
    let checks = [
        (
            row.since_v3 && f.version < RuleVersion::V3,
            "wording before V3 not held: the rule of No. 203-VIII is applied provisionally",
        ),
        (
            e_visa_gap(f, row),
            "the suspension lapsed on 01.07.2025; prints without a visit are physically impossible and were not enforced (C-22)",
        ),
        (
            ordinary_passport(f, row),
            "this category is of holders of diplomatic or equated passports: check the passport type (R10-1.2.2)",
        ),
        (
            claimed_without_reciprocity(f, row),
            "an exemption of Art. 10-1(2) was claimed, but the reciprocity register has no active entry (R10-1.2.0)",
        ),
        (
            contradicts_itself(f, row),
            "the finding contradicts itself, no hands and recordable palms: two persons check it (R10-1.4.5)",
        ),
        (
            unable(f, row),
            "unable, reason recorded: no summons and no refusal protocol; the head of the unit decides, counted separately (C-20)",
        ),
        (
            row.outcome == Outcome::Verify && f.case.circumstances.record_blocked,
            "the record is blocked: the verification waits for unblocking (R1.7.1)",
        ),
        (
            row.outcome == Outcome::Register && other_live(f),
            "a live registration of another group exists: a new act, linked and not merged (R10.3.4)",
        ),
        (
            row.id == "BV-5" && !f.live_in(&[B1, B1f, B3, B4, B5, B6, B7, B8]),
            "the only record is in the separate store of TRB (R14.2.1)",
        ),
        (
            row.guardian && f.case.person.incapable,
            "declared incapable: the guardian's application and presence replace the person's consent; an objection stops capture (R11.3.1)",
        ),
    ];
    checks.into_iter().filter(|(holds, _)| *holds).map(|(_, text)| TraceStep::note(text))
}

fn e_visa_gap(f: &Facts<'_>, row: &Row) -> bool {
    row.key == "law-row-2-e-visa-suspended" && f.case.event_date >= AIRPORT_VISAS_IN_FORCE
}

fn ordinary_passport(f: &Facts<'_>, row: &Row) -> bool {
    let needs = [Exemption::Members, Exemption::OfficialBusiness, Exemption::Couriers];
    row.id == "4"
        && f.case.circumstances.exemption.is_some_and(|e| needs.contains(&e))
        && f.case.circumstances.document != Some(Document::DiplomaticPassport)
}

/// Exempt in expulsion or readmission for missing hands, yet a palm was said to be recordable.
fn contradicts_itself(f: &Facts<'_>, row: &Row) -> bool {
    let person = &f.case.person;
    row.id == "6" && f.basis_in(&[B6]) && person.hands == Hands::NoHands && person.palms_recordable
}

fn claimed_without_reciprocity(f: &Facts<'_>, row: &Row) -> bool {
    row.id == "12" && f.basis_in(&[B7]) && f.case.circumstances.exemption.is_some()
}

/// Fingers without readable patterns, or a commission conclusion, in a visa or permit case.
fn unable(f: &Facts<'_>, row: &Row) -> bool {
    row.id == "12"
        && f.basis_in(&[B3, B7])
        && (f.case.person.hands == Hands::FingersUnrecordable || f.case.circumstances.medical_conclusion)
}

/// A live registration holds prints, but not on a basis of the case's own group.
fn other_live(f: &Facts<'_>) -> bool {
    let own_group = VERIFY_GROUPS.iter().any(|group| f.basis_in(group) && f.live_in(group));
    f.basis_in(PRINT_BASES) && f.live_in(PRINT_BASES) && !own_group
}
