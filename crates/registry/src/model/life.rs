use jiff::Timestamp;
use jiff::civil::Date;
use law::{Event, EventKind, RecordObject, RecordState, Retained, Review, Standing, TermTable};
use serde::{Deserialize, Serialize};
use vocabulary::{Basis, BirthDate, EventId, OfficerId, PersonId, RegistryNumber, Territory};

/// One registered record as its end is counted: where it stands and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLife {
    /// The record.
    pub number: RegistryNumber,
    /// Whose it is; `None` while it is depersonalised.
    pub person: Option<PersonId>,
    /// Basis of the registration.
    pub basis: Basis,
    /// Date of registration.
    pub registered_on: Date,
    /// Birth date of the newest details; `None` while it is depersonalised.
    pub born: Option<BirthDate>,
    /// Where it is in its life.
    pub state: RecordState,
    /// Counts the states it was in, for optimistic concurrency.
    pub version: u32,
    /// Events of the record and of its person, in the order they were noted.
    pub events: Vec<NotedEvent>,
    /// The unit's territory that registered it.
    pub territory: Territory,
    /// Entry of the registration.
    pub registered_entry: u64,
    /// Until which day the link of a depersonalised record is joined for one purpose (R9.1.2).
    pub joined_until: Option<Date>,
}

/// An event as it was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotedEvent {
    /// Identifier.
    pub id: EventId,
    /// What it is about.
    pub scope: EventScope,
    /// What happened.
    pub kind: EventKind,
    /// Its legal date (T-9).
    pub date: Date,
    /// Where it is known from: number of the civil-status record, the decision, the judgment.
    pub reference: String,
    /// Who noted it; `None` for the feed.
    pub noted_by: Option<OfficerId>,
    /// When it was noted.
    pub noted_at: Timestamp,
    /// The day its annulment was noted, if it was (R15.1.3).
    pub annulled_on: Option<Date>,
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventScope {
    /// A person: it moves the terms of every record of theirs.
    Person(PersonId),
    /// One record.
    Record(RegistryNumber),
}

/// Whether an event of this kind is about the person, not about one record.
pub fn is_of_person(kind: EventKind) -> bool {
    match kind {
        EventKind::DeathEstablished
        | EventKind::DeclaredDead
        | EventKind::Missing
        | EventKind::CitizenshipLost => true,
        EventKind::AcquittalFinal
        | EventKind::Identified
        | EventKind::Located
        | EventKind::CaseClosed
        | EventKind::ProfileObtained
        | EventKind::ConsentWithdrawalGranted
        | EventKind::DestructionOrdered
        | EventKind::ConvictionChanged
        | EventKind::CaseSolved
        | EventKind::SampleFailed
        | EventKind::ConsentConfirmed
        | EventKind::Annulled => false,
    }
}

/// Why the state of a record changed, or what it was looked at for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeGround {
    /// The step, by its code.
    pub step: String,
    /// Order, finding, decision or act: letters, digits, `/-. `, 1–64 characters; empty for the sweep.
    pub reference: String,
    /// Who did it, in the order they acted.
    pub officers: Vec<OfficerId>,
}

impl RecordLife {
    /// The record as the law counts its term on a day: an annulled event counts as if it had not been, from the
    /// day its annulment was noted.
    pub fn retained(&self, as_of: Date) -> Retained {
        let mut retained = Retained {
            basis: self.basis,
            object: RecordObject::Information,
            born: self.born,
            registered: self.registered_on,
            events: Vec::with_capacity(self.events.len()),
        };
        self.retained_into(as_of, &mut retained);
        retained
    }

    /// The same into a record that is used again, so that a sweep asks for no memory a record.
    pub(crate) fn retained_into(&self, as_of: Date, retained: &mut Retained) {
        let Retained { basis, object, born, registered, events } = retained;
        (*basis, *object, *born) = (self.basis, RecordObject::Information, self.born);
        *registered = self.registered_on;
        events.clear();
        for event in &self.events {
            events.push(Event { kind: event.kind, date: event.date });
            if event.annulled_on.is_some_and(|day| day <= as_of) {
                // Directly behind what it cancels, whatever happened in between.
                events.push(Event { kind: EventKind::Annulled, date: event.date });
            }
        }
    }

    /// Where its term stands on a day by a table of terms.
    pub fn standing(&self, day: Date, table: &TermTable) -> Standing {
        law::due_under(&self.retained(day), day, table)
    }
}

/// A record that something is to be done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRecord {
    /// The record.
    pub number: RegistryNumber,
    /// Basis.
    pub basis: Basis,
    /// Date of registration.
    pub registered_on: Date,
    /// Where it is in its life.
    pub state: RecordState,
    /// Its term.
    pub term: law::TermDates,
    /// What is to be done, since which day, and by which day it has to be done.
    pub duty: Option<law::DutyDates>,
    /// That day has passed, and no block stops it (R9.2.4).
    pub overdue: bool,
    /// What a person must look at.
    pub review: Option<Review>,
    /// The block should have been reviewed by now (R9.2.3).
    pub block_overdue: bool,
}

/// Sweeps of earlier versions did not count it: a report without it is written as they wrote it.
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// What a sweep of one day did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepReport {
    /// Records looked at.
    pub records: u64,
    /// Marked as due for the archive.
    pub due_for_archive: u64,
    /// Marked as due for destruction.
    pub due: u64,
    /// Marked as kept again: an end was annulled or computed anew.
    pub reopened: u64,
    /// Withheld from searches by their own event (R23.3.1).
    pub withheld: u64,
    /// Links whose joining for one purpose ran out (R9.1.2).
    pub cut_again: u64,
    /// Records a person must look at today.
    pub reviews: u64,
    /// Blocks whose review is overdue.
    pub blocks_overdue: u64,
    /// Duties that should have been done by today.
    pub overdue: u64,
    /// Duties that a block stops: due, blocked (R9.2.4).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub due_blocked: u64,
}
