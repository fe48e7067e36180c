//! A step held against its row.

use jiff::civil::Date;
use vocabulary::{Actor, parse_date};

use super::facts::MatterStep;
use super::field::{FieldShape, MatterField, MatterFields};
use super::row::{Check, Need, StepRow};
use super::{reasons as why, rows_of};
use crate::reason::Reason;

/// Why a step is refused: the reason, and the row whose requirement it has when the reason is a general one.
pub(super) struct Refused {
    pub(super) reason: &'static Reason,
    pub(super) row: Option<&'static StepRow>,
    pub(super) message: Option<String>,
}

fn plain(reason: &'static Reason) -> Refused {
    Refused { reason, row: None, message: None }
}

/// The row of a step, or why there is none.
pub(super) fn row_of(step: &MatterStep<'_>) -> Result<&'static StepRow, Refused> {
    let mut known = false;
    for row in rows_of(step.kind).filter(|row| row.step == step.step) {
        known = true;
        if row.from.contains(&step.state) {
            return Ok(row);
        }
    }
    Err(plain(if known { &why::STATE } else { &why::STEP }))
}

/// Whether this officer takes this step.
pub(super) fn by(row: &'static StepRow, actor: Actor) -> Result<(), Refused> {
    let fits = row.by.iter().any(|(role, bodies)| *role == actor.role && bodies.contains(&actor.body));
    if fits { Ok(()) } else { Err(Refused { reason: &why::NOT_YOURS, row: Some(row), message: None }) }
}

/// Whether what is given is what the row asks for.
pub(super) fn fields(row: &'static StepRow, step: &MatterStep<'_>) -> Result<(), Refused> {
    if let Some(field) = row.asks.iter().find(|field| !step.given.contains_key(field)) {
        let message = format!("{field} is missing: give it with this step.");
        return Err(Refused { reason: &why::FIELD_MISSING, row: Some(row), message: Some(message) });
    }
    let foreign = step.given.keys().find(|field| !row.asks.contains(field) && !row.may.contains(field));
    if let Some(field) = foreign {
        let message = format!("{field} does not belong to this step: leave it out.");
        return Err(Refused { reason: &why::FIELD_FOREIGN, row: Some(row), message: Some(message) });
    }
    Ok(())
}

/// Whether every need of the row is met.
pub(super) fn needs(
    row: &'static StepRow,
    step: &MatterStep<'_>,
    actor: Actor,
    on: Date,
) -> Result<(), Refused> {
    match row.needs.iter().find(|Need(check, _)| !holds(*check, step, actor, on)) {
        None => Ok(()),
        Some(Need(_, reason)) => Err(plain(reason)),
    }
}

fn day(step: &MatterStep<'_>, field: MatterField) -> Option<Date> {
    step.value(field).and_then(|text| parse_date(text).ok())
}

fn count(step: &MatterStep<'_>, field: MatterField) -> u32 {
    step.value(field).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn is(step: &MatterStep<'_>, field: MatterField, list: &[&str]) -> bool {
    step.value(field).is_some_and(|value| list.contains(&value))
}

fn each(step: &MatterStep<'_>, field: MatterField, list: &[&str]) -> bool {
    step.value(field).is_none_or(|value| value.split(' ').all(|one| list.contains(&one)))
}

fn place(field: MatterField, step: &MatterStep<'_>) -> Option<usize> {
    let FieldShape::Code(list) = field.shape() else { return None };
    let value = step.value(field)?;
    list.iter().position(|code| *code == value)
}

fn holds(check: Check, step: &MatterStep<'_>, actor: Actor, on: Date) -> bool {
    match check {
        Check::Other(of) => step.taken(of).is_none_or(|taken| taken.officer != actor.officer),
        Check::OtherUnit(of) => step.taken(of).is_none_or(|taken| taken.unit != actor.unit),
        Check::IsActor(field) => step.value(field).is_some_and(|id| id == actor.officer.to_string()),
        Check::IsNotActor(field) => step.value(field).is_some_and(|id| id != actor.officer.to_string()),
        Check::OfficerOfBody => step.officer_body == Some(actor.body),
        Check::OwnUnit(field) => step.value(field).is_some_and(|unit| unit == actor.unit.to_string()),
        Check::SameBody(of) => step.taken(of).is_some_and(|taken| taken.body == actor.body),
        Check::NamesRecord => step.record.is_some(),
        Check::NamesRecordWhen(field, code) => step.value(field) != Some(code) || step.record.is_some(),
        Check::Taken(of) => step.taken(of).is_some(),
        Check::EveryPart => every_part(step),
        Check::Past(_)
        | Check::Future(_)
        | Check::Before(..)
        | Check::Since(..)
        | Check::Ordered(..)
        | Check::Within(..) => holds_by_day(check, step, on),
        Check::BlockedWhen(..)
        | Check::Restricted
        | Check::NotBlocked
        | Check::OfBasisNames(..)
        | Check::MinorWhen(..)
        | Check::NothingOwed
        | Check::RecipientsTold => holds_by_record(check, step),
        Check::Linked(..) | Check::AsLinked(..) => holds_by_link(check, step, on),
        _ => holds_by_field(check, step, actor),
    }
}

fn holds_by_field(check: Check, step: &MatterStep<'_>, actor: Actor) -> bool {
    match check {
        Check::Is(field, list) => step.value(field).is_none() || is(step, field, list),
        Check::BodyLimits(field, body, list) => actor.body != body || each(step, field, list),
        Check::Not(field, code) => step.value(field) != Some(code),
        Check::When(field, list, other) => !is(step, field, list) || step.value(other).is_some(),
        Check::WhenIs(field, list, other, others) => !is(step, field, list) || is(step, other, others),
        Check::Absent(field) => step.value(field).is_none(),
        Check::AtMost(field, limit) => match (place(field, step), place(limit, step)) {
            (Some(of), Some(most)) => of <= most,
            _ => false,
        },
        Check::Same(field, other) => step.value(field).is_some() && step.value(field) == step.value(other),
        Check::Differs(field, other) => {
            step.value(other).is_none()
                || (step.value(field).is_some() && step.value(field) != step.value(other))
        }
        Check::SameAsGiven(of, field) => {
            let before = step.taken(of).and_then(|taken| taken.given.get(&field));
            before.is_some() && before.map(String::as_str) == step.given.get(&field).map(String::as_str)
        }
        Check::AtLeast(field, least) => count(step, field) >= least,
        Check::BloodOnlyBy(field) => {
            let spared = is(step, MatterField::Group, &["G3"]) || is(step, MatterField::Minor, &["yes"]);
            !(spared && is(step, MatterField::MaterialType, &["blood"])) || step.value(field).is_some()
        }
        Check::LaboratoryIsActors => is(step, MatterField::Laboratory, &[actor.body.code()]),
        Check::UnlessMany(of, most, field) => {
            step.taken.iter().filter(|taken| taken.step == of).count() <= most || step.value(field).is_some()
        }
        Check::OneIn(field, of, share) => count(step, field) >= count(step, of).div_ceil(share),
        _ => false,
    }
}

fn holds_by_day(check: Check, step: &MatterStep<'_>, on: Date) -> bool {
    match check {
        Check::Past(field) => day(step, field).is_some_and(|day| day <= on),
        Check::Future(field) => day(step, field).is_none_or(|day| day >= on),
        Check::Before(field, y, m, d) => day(step, field).is_some_and(|day| day < jiff::civil::date(y, m, d)),
        Check::Since(field, y, m, d) => day(step, field).is_some_and(|day| day >= jiff::civil::date(y, m, d)),
        Check::Ordered(first, last) => match (day(step, first), day(step, last)) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        },
        Check::Within(from, until, most) => {
            let from = from.map_or(Some(on), |field| day(step, field));
            match (from, day(step, until)) {
                (Some(from), Some(until)) => {
                    from.until(until).is_ok_and(|span| i64::from(span.get_days()) <= most)
                }
                _ => false,
            }
        }
        _ => false,
    }
}

fn holds_by_record(check: Check, step: &MatterStep<'_>) -> bool {
    match (check, step.record) {
        (Check::BlockedWhen(field, code), record) => {
            step.value(field) != Some(code) || record.is_some_and(|record| record.life.is_blocked())
        }
        (Check::Restricted, record) => record.is_some_and(|record| !record.life.is_searchable()),
        (Check::NotBlocked, record) => record.is_none_or(|record| !record.life.is_blocked()),
        (Check::OfBasisNames(bases, field), Some(record)) => {
            !bases.contains(&record.basis) || step.value(field).is_some()
        }
        (Check::OfBasisNames(..), None) => true,
        (Check::MinorWhen(field, code), record) => {
            step.value(field) != Some(code)
                || record.is_some_and(|record| record.age.is_some_and(|years| years < 18))
        }
        (Check::NothingOwed, _) => step.owed == 0,
        (Check::RecipientsTold, _) if is(step, MatterField::Outcome, &["dismissed"]) => true,
        (Check::RecipientsTold, _) => {
            let told = step.taken.iter().filter(|taken| taken.step == "tell-recipient").count();
            told >= usize::try_from(step.recipients).unwrap_or(usize::MAX)
        }
        _ => false,
    }
}

fn holds_by_link(check: Check, step: &MatterStep<'_>, on: Date) -> bool {
    let linked = |field| step.linked.iter().find(|linked| linked.field == field);
    match check {
        Check::Linked(field, kind, states) => {
            step.value(field).is_none()
                || linked(field).is_some_and(|linked| {
                    linked.kind == kind && states.contains(&linked.state) && is_in_time(linked.given, on)
                })
        }
        Check::AsLinked(link, field) => {
            step.value(link).is_none()
                || linked(link)
                    .is_some_and(|linked| linked.given.get(&field).map(String::as_str) == step.value(field))
        }
        _ => false,
    }
}

/// Whether what has a first and a last day counts on this one.
fn is_in_time(given: &MatterFields, on: Date) -> bool {
    let day = |field| given.get(&field).and_then(|text| parse_date(text).ok());
    day(MatterField::From).is_none_or(|from| from <= on)
        && day(MatterField::Until).is_none_or(|until| on <= until)
}

/// Every part of a court's decision was done by a step of its own.
fn every_part(step: &MatterStep<'_>) -> bool {
    let Some(parts) = step.value(MatterField::Parts) else { return false };
    let done = |part: &str| {
        step.taken.iter().any(|taken| {
            taken.step == "do-part" && taken.given.get(&MatterField::Part).is_some_and(|done| done == part)
        })
    };
    parts.split(' ').all(done)
}
