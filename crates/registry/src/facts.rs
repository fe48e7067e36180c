//! Facts the register gathers by itself and never believes from a form: the date, the person known
//! before, their live registrations.

use std::sync::Arc;

use jiff::civil::Date;
use law::{Case, Person};
use vocabulary::{Actor, Basis, PersonId};

use crate::Registry;
use crate::error::{CommandError, StoreError};
use crate::lives::is_live;
use crate::model::{CaseRecord, CaseState, IdentityDetails, NewCase, PersonRecord, RecordLife};
use crate::ports::Store;
use crate::sequencer::Change;
use crate::validate::invalid;

/// The facts of a new case.
pub(crate) fn of_new_case(actor: Actor, new: &NewCase, today: Date, live: Vec<Basis>) -> Case {
    Case {
        event_date: today,
        basis: new.basis,
        body: actor.body,
        person: Person {
            citizenship: new.person.citizenship,
            born: Some(new.person.born),
            incapable: new.incapable,
            hands: new.hands,
            palms_recordable: new.palms_recordable,
            live_registrations: live,
            earlier_genomic_profile: false,
        },
        circumstances: new.circumstances.clone(),
        evidence: Vec::new(),
    }
}

/// Bases of the person's registrations that are live on a date (law.md C-16, C-18): in the database, and their
/// term has not ended.
pub(crate) fn live_registrations(registry: &Registry, person: PersonId, on: Date) -> Vec<Basis> {
    live(registry, person, on).iter().map(|life| life.basis).collect()
}

/// Those registrations, oldest first.
pub(crate) fn live(registry: &Registry, person: PersonId, on: Date) -> Vec<Arc<RecordLife>> {
    let table = registry.terms.table_on(on);
    let mut lives = registry.lives.of_person(person);
    lives.retain(|life| is_live(life.state.stage()) && life.standing(on, &table).duty.is_none());
    lives.sort_by_key(|life| life.registered_entry);
    lives
}

/// Whether a live record of the person is blocked: nothing may be done with it, verification included (R1.7.1).
pub(crate) fn is_blocked(registry: &Registry, person: PersonId, on: Date) -> bool {
    live(registry, person, on).iter().any(|life| life.state.is_blocked())
}

/// The case with facts and decision as they are today: age, live registrations and evidence may have
/// changed since it was opened, and the Law too (R10.2.0, R3.1.2).
pub(crate) fn refreshed(
    registry: &Registry,
    mut case: CaseRecord,
    today: Date,
) -> Result<CaseRecord, CommandError> {
    let Some(person) = case.person else { return Ok(case) };
    if case.state == CaseState::Registered {
        // Its own registration is live now; that says nothing about the case.
        return Ok(case);
    }
    case.facts.event_date = today.max(case.event_date);
    case.facts.person.live_registrations = live_registrations(registry, person, today);
    case.facts.circumstances.record_blocked = is_blocked(registry, person, today);
    case.facts.evidence = case.evidence.iter().map(|item| item.evidence).collect();
    case.decision = law::decide(&case.facts);
    Ok(case)
}

/// The person of a form, when the register knows them.
///
/// # Errors
/// `Invalid` when the numbers given belong to different people, or to somebody born on another day.
pub(crate) async fn known_person(
    store: &dyn Store,
    details: &IdentityDetails,
) -> Result<Option<PersonRecord>, CommandError> {
    if let Some(iin) = &details.iin
        && let Some(found) = store.person_by_iin(iin.as_str()).await?
    {
        if found.details.born != details.born || found.details.sex != details.sex {
            let why = "differs from the record of this IIN: check the IIN and the document";
            return Err(invalid("person.born", why));
        }
        return Ok(Some(found));
    }
    let Some(number) = &details.document_number else { return Ok(None) };
    // Two states may give documents the same number: the birth date and state tell the holders apart.
    let same_holder = |other: &IdentityDetails| {
        other.born == details.born
            && other.sex == details.sex
            && (other.nationality == details.nationality
                || other.nationality.is_none()
                || details.nationality.is_none())
    };
    let holders = store.persons_by_document(number).await?;
    let mut holders = holders.into_iter().filter(|holder| same_holder(&holder.details));
    let Some(found) = holders.next() else { return Ok(None) };
    if holders.next().is_some() {
        let why = "several persons hold documents of this number: give the IIN as well";
        return Err(invalid("person.document_number", why));
    }
    if found.details.iin.is_some() && details.iin.is_some() && found.details.iin != details.iin {
        let why = "the holder of this document is recorded with another IIN";
        return Err(invalid("person.iin", why));
    }
    Ok(Some(found))
}

/// What a case that ends well shows of its person beyond the record: their newest details.
pub(crate) async fn proven_details(
    store: &dyn Store,
    case: &CaseRecord,
) -> Result<Option<Change>, StoreError> {
    let (Some(id), Some(form)) = (case.person, &case.details) else { return Ok(None) };
    let Some(known) = store.person(id).await? else { return Ok(None) };
    let details = merged(&known.details, form);
    Ok((details != known.details).then_some(Change::PersonChanged { id, case: case.id, details }))
}

/// The newest details: what the form says, with numbers known before that the form leaves out.
fn merged(known: &IdentityDetails, form: &IdentityDetails) -> IdentityDetails {
    let mut details = form.clone();
    details.iin = details.iin.or_else(|| known.iin.clone());
    details.document_number = details.document_number.or_else(|| known.document_number.clone());
    details.nationality = details.nationality.or_else(|| known.nationality.clone());
    details
}
