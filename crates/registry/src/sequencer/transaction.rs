use dactyloscopy::Template;
use jiff::Timestamp;
use law::{Grant, Refusal};
use ledger::{Commitment, ENTRY_VERSION, Entry, EntryFields, Outcome, commit};
use serde::Serialize;
use vocabulary::{Actor, Basis, FingerPosition, Purpose, RegistryNumber, Verb};

use super::allowed::allows;
use super::rows::facts_of;
use super::{Change, Keeper, Opening, Owner};
use crate::arrivals::Arrival;
use crate::error::StoreError;
use crate::random;

/// Subject of the commitments to rows.
pub(crate) const ROWS: &str = "rows";

/// What a command hands to the sequencer. Private fields: made only from a [`Grant`] or a [`Refusal`], so
/// an unauthorised or unaudited write does not compile.
#[derive(Debug)]
pub(crate) struct Transaction {
    verdict: Verdict,
    commitments: Vec<Commitment>,
    openings: Vec<Opening>,
    changes: Vec<Change>,
    /// A change was added that the grant does not allow: nothing of it may be written.
    misfit: bool,
    /// Granted, and ended in an error.
    ended: bool,
    after: Vec<AfterCommit>,
    arrival: Option<Arrival>,
}

#[derive(Debug)]
enum Verdict {
    Granted(Box<Grant>),
    Refused(Box<Refusal>),
}

/// What the register does in memory once the transaction is durable, before the command is answered.
#[derive(Debug, Clone)]
pub(crate) enum AfterCommit {
    /// A registered person becomes searchable.
    Enrol { number: RegistryNumber, basis: Basis, fingers: Vec<(FingerPosition, Template)> },
    /// The lives of these records are read anew from the store, and searches follow them.
    Refresh(Vec<RegistryNumber>),
    /// The best prints of this record are read anew from the store, and searches compare them.
    Reenrol(RegistryNumber),
}

impl Transaction {
    /// An act the law grants.
    pub(crate) fn granted(grant: Grant) -> Self {
        Self::new(Verdict::Granted(Box::new(grant)))
    }

    /// An act the law grants and that comes to nothing: an entry that says so, no change.
    pub(crate) fn ended(grant: Grant) -> Self {
        Self { ended: true, ..Self::granted(grant) }
    }

    /// An act the law refuses: an entry, no change.
    pub(crate) fn refused(refusal: Refusal) -> Self {
        Self::new(Verdict::Refused(Box::new(refusal)))
    }

    fn new(verdict: Verdict) -> Self {
        Self {
            verdict,
            commitments: vec![],
            openings: vec![],
            changes: vec![],
            misfit: false,
            ended: false,
            after: vec![],
            arrival: None,
        }
    }

    /// Commits the entry to what the act was about; the keeper stores what opens it.
    pub(crate) fn about(
        mut self,
        subject: &str,
        keeper: Keeper,
        owner: Owner,
        payload: &impl Serialize,
    ) -> Result<Self, StoreError> {
        let payload = canonical(payload)?;
        let salt = random::salt()?;
        self.commitments.push(commit(subject, &salt, &payload));
        self.openings.push(Opening { keeper, owner, subject: subject.to_owned(), salt, payload });
        Ok(self)
    }

    /// Commits the entry to what the act was about and keeps nothing that opens it: who declines
    /// leaves no trace (R10.1.2).
    pub(crate) fn about_forgotten(
        mut self,
        subject: &str,
        payload: &impl Serialize,
    ) -> Result<Self, StoreError> {
        self.commitments.push(commit(subject, &random::salt()?, &canonical(payload)?));
        Ok(self)
    }

    /// Adds a change. One that the grant's operation does not allow, or any beside a refusal, spoils the
    /// transaction: it cannot be submitted.
    pub(crate) fn change(mut self, change: Change) -> Self {
        match &self.verdict {
            Verdict::Granted(grant) if !self.ended && allows(grant.operation(), &change) => {
                self.changes.push(change)
            }
            _ => self.misfit = true,
        }
        self
    }

    /// Whether every change was one the grant allows.
    ///
    /// # Errors
    /// `Engine` when one was not: a mistake of the program.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match self.misfit {
            false => Ok(()),
            true => {
                Err(StoreError::Engine("a change that its grant does not allow was not written".to_owned()))
            }
        }
    }

    /// Adds what follows the commit.
    pub(crate) fn then(mut self, after: AfterCommit) -> Self {
        self.after.push(after);
        self
    }

    /// Commits the entry to what its rows will say: one commitment for each owner, opened by the lines of
    /// [`super::RowFact::line`], in order.
    pub(super) fn sealed(mut self) -> Result<Self, StoreError> {
        let case = self.changes.iter().find_map(|change| match change {
            Change::CaseUpdated(case) => Some(case.id),
            _ => None,
        });
        let supplement = self.changes.iter().find_map(|change| match change {
            Change::SupplementTaken { encounter, .. } => Some(*encounter),
            _ => None,
        });
        let actor = match &self.verdict {
            Verdict::Granted(grant) => grant.actor().officer,
            Verdict::Refused(refusal) => refusal.actor.officer,
        };
        let mut owned: Vec<(Keeper, Owner, Vec<String>)> = Vec::new();
        for (keeper, owner, fact) in
            self.changes.iter().flat_map(|change| facts_of(change, (case, supplement), actor))
        {
            let line = fact.line()?;
            match owned.iter_mut().find(|(k, o, _)| (*k, *o) == (keeper, owner)) {
                Some((_, _, lines)) => lines.push(line),
                None => owned.push((keeper, owner, vec![line])),
            }
        }
        for (keeper, owner, mut lines) in owned {
            lines.sort();
            self = self.about(ROWS, keeper, owner, &lines)?;
        }
        Ok(self)
    }

    /// Keeps an arrival inside until the transaction is committed and what follows it is done, even when the
    /// command that made it is dropped while it waits to be written.
    pub(crate) fn holding(mut self, arrival: Arrival) -> Self {
        self.arrival = Some(arrival);
        self
    }

    /// Bytes of the images it carries.
    pub(super) fn image_bytes(&self) -> usize {
        let bytes = |change: &Change| match change {
            Change::ImpressionCaptured { original, .. } => original.len(),
            _ => 0,
        };
        self.changes.iter().map(bytes).sum()
    }

    /// One that carries images of so many bytes.
    #[cfg(test)]
    pub(super) fn weighing(self, bytes: usize) -> Self {
        let image = Change::ImpressionCaptured {
            number: RegistryNumber::from_random_bytes([3; 16]),
            encounter: vocabulary::EncounterId::from_random_bytes([4; 16]),
            id: vocabulary::ImpressionId::from_random_bytes([5; 16]),
            position: FingerPosition::RightThumb,
            original: vec![0; bytes],
            media_type: "image/png".to_owned(),
            ppi: 500,
            template: vec![0; 9],
            quality_score: 80,
            quality_causes: String::new(),
        };
        Self { changes: [self.changes, vec![image]].concat(), ..self }
    }

    pub(super) fn changes(&self) -> &[Change] {
        &self.changes
    }

    pub(super) fn openings(&self) -> &[Opening] {
        &self.openings
    }

    /// What follows the commit, and who leaves after it.
    pub(super) fn into_after(self) -> (Vec<AfterCommit>, Option<Arrival>) {
        (self.after, self.arrival)
    }

    /// The changes as they are applied under `sequence`: a certificate names its own entry.
    pub(super) fn stamped_changes(&mut self, sequence: u64) -> &[Change] {
        for change in &mut self.changes {
            if let Change::Registered { certificate, .. } = change {
                certificate.ledger_sequence = sequence;
            }
        }
        &self.changes
    }

    /// The ledger entry of this act.
    pub(super) fn entry(&self, sequence: u64, at: Timestamp) -> Result<Entry, StoreError> {
        let facts = match &self.verdict {
            Verdict::Granted(grant) => Facts::of_grant(grant),
            Verdict::Refused(refusal) => Facts::of_refusal(refusal),
        };
        let fields = EntryFields {
            version: ENTRY_VERSION,
            sequence,
            at_ms: at.as_millisecond(),
            actor: facts.actor.officer.to_string(),
            body: Some(facts.actor.body),
            role: Some(facts.actor.role),
            operation: facts.operation,
            verb: facts.verb,
            purpose: facts.purpose,
            outcome: if self.ended { Outcome::Refused } else { facts.outcome },
            requirement: facts.requirement,
            articles: facts.articles,
            rule_version: facts.rule_version,
            commitments: self.commitments.clone(),
        };
        Entry::new(fields)
            .map_err(|e| StoreError::Damaged { what: "the ledger entry".to_owned(), why: e.to_string() })
    }
}

/// What an entry takes from the law's verdict.
struct Facts {
    actor: Actor,
    operation: String,
    verb: Verb,
    purpose: Purpose,
    outcome: Outcome,
    requirement: String,
    articles: Vec<String>,
    rule_version: String,
}

impl Facts {
    fn of_grant(grant: &Grant) -> Self {
        Self {
            actor: grant.actor(),
            operation: grant.operation().code().to_owned(),
            verb: grant.verb(),
            purpose: grant.purpose(),
            outcome: Outcome::Done,
            requirement: grant.requirement().to_string(),
            articles: grant.articles().iter().map(ToString::to_string).collect(),
            rule_version: grant.rule_version().to_string(),
        }
    }

    fn of_refusal(refusal: &Refusal) -> Self {
        Self {
            actor: refusal.actor,
            operation: refusal.operation.code().to_owned(),
            verb: refusal.verb,
            purpose: refusal.purpose,
            outcome: Outcome::Refused,
            requirement: refusal.requirement.to_string(),
            articles: refusal.articles.iter().map(ToString::to_string).collect(),
            rule_version: refusal.rule_version.to_string(),
        }
    }
}

fn canonical(payload: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(payload).map_err(|e| StoreError::Damaged {
        what: "the payload of a commitment".to_owned(),
        why: e.to_string(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::civil::date;
    use law::{Operation, Request};
    use vocabulary::{Body, CaseId, CertificateNumber, LinkId, OfficerId, PersonId, Role, Unit};

    use super::*;
    use crate::model::Certificate;

    fn grant(operation: Operation, role: Role, purpose: Purpose) -> Grant {
        let actor = Actor {
            officer: OfficerId::from_random_bytes([1; 16]),
            body: Body::Iab,
            role,
            unit: Unit::CENTRAL,
        };
        let request = Request::new(actor, operation, purpose, date(2026, 3, 2));
        law::authorise(&Request { own_case: true, ..request }).unwrap()
    }

    fn registered() -> Change {
        let certificate = Certificate {
            number: CertificateNumber::new(2026, 1),
            basis: Basis::B1,
            body: Body::Iab,
            registered_on: date(2026, 3, 2),
            in_database_until: None,
            articles: Vec::new(),
            fingers_recorded: 10,
            ledger_sequence: 0,
        };
        Change::Registered {
            link: LinkId::from_random_bytes([1; 16]),
            person: PersonId::from_random_bytes([2; 16]),
            number: RegistryNumber::from_random_bytes([3; 16]),
            case: CaseId::from_random_bytes([4; 16]),
            territory: vocabulary::Territory::REPUBLIC,
            state: law::RecordState::DRAFT,
            certificate: Box::new(certificate),
        }
    }

    #[test]
    fn a_grant_to_view_carries_no_registration() {
        let view = || Transaction::granted(grant(Operation::ViewCase, Role::Operator, Purpose::Registration));
        assert!(view().check().is_ok());
        let spoiled = view().change(registered());
        assert!(spoiled.check().is_err() && spoiled.changes.is_empty());
        let accounts = || {
            Transaction::granted(grant(
                Operation::ManageOfficers,
                Role::Administrator,
                Purpose::Administration,
            ))
        };
        let closed = Change::OfficerClosed { id: OfficerId::from_random_bytes([5; 16]) };
        assert!(accounts().change(closed.clone()).check().is_ok());
        assert!(view().change(closed).check().is_err());
        assert!(accounts().change(registered()).check().is_err());
    }

    #[test]
    fn a_transaction_weighs_what_its_images_weigh() {
        let view = Transaction::granted(grant(Operation::ViewCase, Role::Operator, Purpose::Registration));
        assert_eq!(view.image_bytes(), 0);
        assert_eq!(view.weighing(700).weighing(20).image_bytes(), 720);
    }
}
