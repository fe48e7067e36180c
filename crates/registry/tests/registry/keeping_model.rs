//! What the register should say and be: a few facts a record, an act and a proposal, and who may do what, written by
//! hand from the Law and by nothing of `law`.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::EventKind;
use registry::{ActKind, ProposalKind};
use vocabulary::{ActId, EventId, ProposalId, RegistryNumber};

/// Longest time to the review of a block and of a joined link, days (R9.2.3, R9.1.2).
pub(crate) const LIMIT_DAYS: i32 = 30;
/// Days for which an agreed retrieval is good (R15.2.2).
const RETRIEVAL_DAYS: i64 = 10;
/// The hundredth birthday of every citizen of these tests.
const CENTURY: Date = date(2084, 3, 15);

/// Everybody who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Archivist,
    Member1,
    Member2,
    Member3,
    Head,
    Supervisor,
    OtherSupervisor,
    Protector,
    Operator,
    Administrator,
    Prosecutor,
}

use Who::*;

pub(crate) const EVERYBODY: &[Who] = &[
    Archivist,
    Member1,
    Member2,
    Member3,
    Head,
    Supervisor,
    OtherSupervisor,
    Protector,
    Operator,
    Administrator,
    Prosecutor,
];
pub(crate) const MEMBERS: &[Who] = &[Member1, Member2, Member3];

/// Who blocks (R9.2.1, R36.1.2).
pub(crate) const BLOCK: &[Who] = &[Protector, Supervisor, OtherSupervisor, Prosecutor];
/// Who reviews and ends a block: no prosecutor.
pub(crate) const UNBLOCK: &[Who] = &[Protector, Supervisor, OtherSupervisor];
/// Who cuts a link, joins it again and takes a record out of the archive, by two.
pub(crate) const TWO: &[Who] = &[Archivist, Supervisor, Head, OtherSupervisor, Member1, Member2, Member3];
pub(crate) const WITHHOLD: &[Who] = &[Supervisor, Head, OtherSupervisor];
pub(crate) const EVENTS: &[Who] = &[Archivist, Supervisor, OtherSupervisor, Member1, Member2, Member3];
/// Who draws up, withdraws and executes acts; with a key, who signs them.
pub(crate) const ACTS: &[Who] = &[Archivist, Member1, Member2, Member3];
pub(crate) const APPROVE: &[Who] = &[Head];

/// How the register answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    Granted,
    /// By the Law, with an entry.
    Refused,
    /// By the state of things: not there, not yet, done already, no such date.
    State,
}

/// The first that does not hold decides.
pub(crate) fn answer(conditions: &[(bool, Answer)]) -> Answer {
    conditions.iter().find(|(holds, _)| !holds).map_or(Answer::Granted, |(_, otherwise)| *otherwise)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Database,
    Archive,
    Gone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Nothing,
    Withheld,
    ForArchive,
    ForDestruction,
}

/// What happened to a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happened {
    pub(crate) id: EventId,
    pub(crate) kind: EventKind,
    pub(crate) date: Date,
    pub(crate) annulled_on: Option<Date>,
}

#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) number: RegistryNumber,
    /// Whose fingers.
    pub(crate) person: u64,
    /// A citizen by consent, or a foreigner with a residence permit.
    pub(crate) citizen: bool,
    pub(crate) registered: Date,
    pub(crate) place: Place,
    pub(crate) mark: Mark,
    pub(crate) review_by: Option<Date>,
    pub(crate) cut: bool,
    pub(crate) joined_until: Option<Date>,
    pub(crate) events: Vec<Happened>,
}

/// What has to be done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duty {
    Nothing,
    Archive,
    Destroy,
}

impl Record {
    pub(crate) fn is_there(&self) -> bool {
        self.place != Place::Gone
    }

    pub(crate) fn is_blocked(&self) -> bool {
        self.review_by.is_some()
    }

    /// In the database, in use or withheld from it: the term has not ended.
    pub(crate) fn is_kept(&self) -> bool {
        self.place == Place::Database && matches!(self.mark, Mark::Nothing | Mark::Withheld)
    }

    /// Whether searches and officers see it.
    pub(crate) fn is_seen(&self) -> bool {
        self.place == Place::Database && self.mark == Mark::Nothing && !self.is_blocked() && !self.cut
    }

    pub(crate) fn has_person(&self) -> bool {
        self.place == Place::Database && !self.cut
    }

    fn first(&self, today: Date, kinds: &[EventKind]) -> Option<Date> {
        let counts = |event: &&Happened| {
            kinds.contains(&event.kind)
                && event.date <= today
                && event.annulled_on.is_none_or(|day| day > today)
        };
        self.events.iter().filter(counts).map(|event| event.date).min()
    }

    /// What the Law wants done (Art. 15, 17).
    pub(crate) fn duty(&self, today: Date) -> Duty {
        use EventKind::*;
        let ordered = self.first(today, &[DestructionOrdered]);
        if self.citizen {
            let of_life = self.first(today, &[DeathEstablished, DeclaredDead, Missing, CitizenshipLost]);
            let withdrawn = self.first(today, &[ConsentWithdrawalGranted]);
            let ends = [of_life.map(|day| day.max(CENTURY)), withdrawn, ordered];
            let end = ends.into_iter().flatten().min();
            return if end.is_some_and(|end| today >= end) { Duty::Destroy } else { Duty::Nothing };
        }
        let years = |years: i32| self.registered.saturating_add(years.years());
        let destroy_from = years(50).tomorrow().unwrap();
        let destroy_from = ordered.map_or(destroy_from, |day| day.min(destroy_from));
        if today >= destroy_from {
            Duty::Destroy
        } else if today > years(10) {
            Duty::Archive
        } else {
            Duty::Nothing
        }
    }

    /// What the sweep of a day makes of it.
    pub(crate) fn swept(&mut self, today: Date) {
        let (duty, before) = (self.duty(today), self.mark);
        self.mark = match (self.place, duty) {
            (Place::Gone, _) => return,
            (_, Duty::Destroy) => Mark::ForDestruction,
            (Place::Archive, Duty::Archive | Duty::Nothing) => Mark::Nothing,
            // One step a sweep: first kept again, then due for the archive.
            (Place::Database, Duty::Archive) if before == Mark::ForDestruction => Mark::Nothing,
            (Place::Database, Duty::Archive) => Mark::ForArchive,
            (Place::Database, Duty::Nothing) if before == Mark::Withheld => Mark::Withheld,
            (Place::Database, Duty::Nothing) => Mark::Nothing,
        };
        let over = self.joined_until.is_some_and(|last| last < today);
        if over && self.mark == before && self.is_kept() && !self.is_blocked() {
            (self.cut, self.joined_until) = (true, None);
        }
    }
}

/// What one officer asked another to agree to.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) id: ProposalId,
    pub(crate) kind: ProposalKind,
    pub(crate) record: usize,
    pub(crate) by: Who,
    pub(crate) violator: Option<Who>,
    pub(crate) until: Option<Date>,
    pub(crate) settled: Option<(Who, bool, Date)>,
}

/// Units: the members share one.
fn unit(who: Who) -> Who {
    if MEMBERS.contains(&who) { Member1 } else { who }
}

impl Asked {
    /// Who may ask for it and agree to it.
    pub(crate) fn may(kind: ProposalKind) -> &'static [Who] {
        if kind == ProposalKind::Unblock { UNBLOCK } else { TWO }
    }

    /// Whether the record as it is may take this step at all.
    pub(crate) fn is_possible(kind: ProposalKind, record: &Record) -> bool {
        match kind {
            ProposalKind::Unblock => record.is_blocked(),
            ProposalKind::Depersonalise => !record.is_blocked() && record.is_kept() && !record.cut,
            ProposalKind::Repersonalise => !record.is_blocked() && record.is_kept() && record.cut,
            ProposalKind::Retrieve => {
                !record.is_blocked() && record.place == Place::Archive && record.mark == Mark::Nothing
            }
        }
    }

    /// Whether these two may do it together.
    pub(crate) fn are_two(&self, second: Who) -> bool {
        match self.kind {
            ProposalKind::Unblock => {
                self.by != second && self.violator != Some(self.by) && self.violator != Some(second)
            }
            ProposalKind::Depersonalise | ProposalKind::Repersonalise => unit(self.by) != unit(second),
            ProposalKind::Retrieve => self.by != second,
        }
    }

    /// Whether `who` opens the container with it.
    pub(crate) fn opens(&self, who: Who, today: Date) -> bool {
        self.kind == ProposalKind::Retrieve
            && self.settled.is_some_and(|(second, agreed, on)| {
                agreed && (who == self.by || who == second) && today <= on + RETRIEVAL_DAYS.days()
            })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    Open,
    Executed,
    Withdrawn,
}

/// An act.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub(crate) id: ActId,
    pub(crate) kind: ActKind,
    pub(crate) records: Vec<usize>,
    pub(crate) paper: Paper,
    pub(crate) signed: BTreeSet<Who>,
    pub(crate) approved: bool,
}

impl Act {
    pub(crate) fn is_signed(&self) -> bool {
        self.signed.len() == MEMBERS.len()
    }

    /// Whether a record may stand in an act of this kind.
    pub(crate) fn takes(kind: ActKind, record: &Record) -> bool {
        let mark = match kind {
            ActKind::Destruction => Mark::ForDestruction,
            ActKind::Archive => Mark::ForArchive,
        };
        record.is_there() && record.mark == mark && !record.is_blocked()
    }

    /// Whether the Law still wants it on the day of the execution.
    pub(crate) fn is_due(&self, record: &Record, today: Date) -> bool {
        let wanted = match self.kind {
            ActKind::Destruction => Duty::Destroy,
            ActKind::Archive => Duty::Archive,
        };
        Self::takes(self.kind, record) && record.duty(today) == wanted
    }

    pub(crate) fn end(&self, record: &mut Record) {
        record.mark = Mark::Nothing;
        match self.kind {
            ActKind::Destruction => record.place = Place::Gone,
            ActKind::Archive => {
                (record.place, record.joined_until) = (Place::Archive, None);
                // The person leaves the database, and what happened to them with them.
                record.events.retain(|event| !registry::is_of_person(event.kind));
            }
        }
    }
}
