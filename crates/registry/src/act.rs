//! The steps every command shares: ask the law, record a refusal, hand over a transaction, retry what a
//! colleague overtook.

use jiff::civil::Date;
use law::{Grant, Operation, RecordState, Request};
use serde::Serialize;
use vocabulary::{
    Actor, Body, CandidateId, CaseId, CertificateNumber, OfficerId, PersonId, Purpose, RegistryNumber, Role,
    legal_date_kz,
};

use crate::error::{CommandError, StoreError};
use crate::model::{CaseRecord, CaseState, IdentityProof};
use crate::registry::Registry;
use crate::sequencer::{Keeper, Owner, Receipt, Transaction};

/// How often a command is repeated on fresh facts when a colleague changed the case first.
pub(crate) const RETRIES_MAX: usize = 16;

/// What an act was about, for the commitment of its entry.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About<'a> {
    /// A case, by its identifier.
    Case(CaseId),
    /// A record, by its registry number, and why it was touched.
    Record(RegistryNumber, &'a str),
    /// A record that its person asked to see, and how they proved who they are (R7.1.1).
    OwnRecord(RegistryNumber, &'a str, &'a IdentityProof),
    /// The cases of a list, so that "who looked" is answerable; the opening belongs to who looked.
    Cases(OfficerId, &'a [CaseId]),
    /// The candidates of a list, likewise.
    Candidates(OfficerId, &'a [CandidateId]),
    /// A certificate, by its number, likewise.
    Certificate(OfficerId, &'a CertificateNumber),
    /// Nothing that belongs to one person: the ledger, a claim nobody answers to.
    Nothing,
}

#[derive(Serialize)]
struct AboutRecord<'a> {
    record: RegistryNumber,
    reference: &'a str,
}

#[derive(Serialize)]
struct AboutOwnRecord<'a> {
    record: RegistryNumber,
    reference: &'a str,
    /// Seen by the officer whose act the entry is.
    identity: &'a IdentityProof,
}

impl About<'_> {
    /// Adds the commitment.
    pub(crate) fn of(self, transaction: Transaction) -> Result<Transaction, StoreError> {
        match self {
            Self::Case(case) => transaction.about("case", Keeper::Identity, Owner::Case(case), &case),
            Self::Record(record, reference) => {
                let payload = AboutRecord { record, reference };
                transaction.about("record", Keeper::Links, Owner::Record(record), &payload)
            }
            Self::OwnRecord(record, reference, identity) => {
                let payload = AboutOwnRecord { record, reference, identity };
                transaction.about("record", Keeper::Links, Owner::Record(record), &payload)
            }
            Self::Cases(officer, cases) => {
                transaction.about("cases", Keeper::Identity, Owner::Officer(officer), &cases)
            }
            Self::Candidates(officer, candidates) => {
                transaction.about("candidates", Keeper::Links, Owner::Officer(officer), &candidates)
            }
            Self::Certificate(officer, number) => {
                transaction.about("certificate", Keeper::Identity, Owner::Officer(officer), number)
            }
            Self::Nothing => Ok(transaction),
        }
    }
}

impl Registry {
    /// The legal date now.
    pub(crate) fn today(&self) -> Date {
        legal_date_kz(self.clock().now())
    }

    /// Asks the law; a refusal becomes its ledger entry and the command's error.
    pub(crate) async fn allow(&self, request: &Request<'_>, about: About<'_>) -> Result<Grant, CommandError> {
        match law::authorise(request) {
            Ok(grant) => Ok(grant),
            Err(refusal) => {
                let transaction = about.of(Transaction::refused(refusal.clone()))?;
                let receipt = self.submit(transaction).await?;
                Err(CommandError::Refused { refusal: Box::new(refusal), ledger_sequence: receipt.sequence })
            }
        }
    }

    /// Hands a transaction to the one write path; answers when it is durable.
    pub(crate) async fn submit(&self, transaction: Transaction) -> Result<Receipt, CommandError> {
        Ok(self.sequencer.submit(transaction).await?)
    }

    /// An act that changes nothing: authorised, recorded, then answered.
    pub(crate) async fn note(
        &self,
        request: &Request<'_>,
        about: About<'_>,
    ) -> Result<Receipt, CommandError> {
        let grant = self.allow(request, about).await?;
        self.submit(about.of(Transaction::granted(grant))?).await
    }

    /// A granted act that ends in an error after stored data of people were looked up: the officer may
    /// learn something from the error, so the act becomes its entry, of outcome "refused" as nothing was done,
    /// before they hear it. A fault of the store tells nothing and is no act.
    pub(crate) async fn ended<T>(
        &self,
        grant: Grant,
        about: About<'_>,
        error: CommandError,
    ) -> Result<T, CommandError> {
        if !matches!(error, CommandError::Store(_)) {
            self.submit(about.of(Transaction::ended(grant))?).await?;
        }
        Err(error)
    }

    /// A case, or `NotFound`.
    pub(crate) async fn case_record(&self, id: CaseId) -> Result<CaseRecord, CommandError> {
        self.store.case(id).await?.ok_or(CommandError::NotFound { what: "case" })
    }

    /// A request about a case as its facts stand.
    pub(crate) fn case_request<'a>(
        &self,
        actor: Actor,
        operation: Operation,
        case: &'a CaseRecord,
    ) -> Request<'a> {
        let purpose = read_purpose(actor, Purpose::Registration);
        let request = Request::new(actor, operation, purpose, self.today())
            .with_decision(&case.decision)
            .on_case(case.id, is_own_case(actor, case))
            .in_territory(case.unit.territory());
        Request { duty_refused: case.state == CaseState::Refused, ..request }
    }

    /// A request to read a case or its prints: the record behind it allows or refuses that by its state (R1.7.1).
    pub(crate) async fn reading_request<'a>(
        &self,
        actor: Actor,
        operation: Operation,
        case: &'a CaseRecord,
    ) -> Result<Request<'a>, StoreError> {
        let mut request = self.case_request(actor, operation, case);
        request.life = self.life_behind(case).await?;
        Ok(request)
    }

    /// The state of the record that a case leads to. A case that keeps nobody leads to none.
    pub(crate) async fn life_behind(&self, case: &CaseRecord) -> Result<Option<RecordState>, StoreError> {
        let Some(person) = case.person else { return Ok(None) };
        if let Some(number) = self.store.draft_of(case.id).await?
            && let Some(life) = self.lives.state_of(number)
        {
            return Ok(Some(life));
        }
        // Closed by verification: the case made no record and shows the person of the one it was held against.
        let held_against =
            if case.state == CaseState::Verified { self.lives.of_person(person) } else { Vec::new() };
        Ok(held_against.iter().map(|life| life.state).find(|life| life.is_blocked()))
    }

    /// A request about no case in particular.
    pub(crate) fn plain_request(&self, actor: Actor, operation: Operation) -> Request<'static> {
        let purpose = read_purpose(actor, Purpose::Registration);
        Request::new(actor, operation, purpose, self.today())
    }

    /// Whether one of the person's cases belongs to the actor's body.
    pub(crate) async fn is_own(&self, actor: Actor, person: PersonId) -> Result<bool, StoreError> {
        Ok(self.store.cases_of(person).await?.iter().any(|case| is_own_case(actor, case)))
    }

    /// Whether the actor's body collected a record, whose link to its person may be cut.
    pub(crate) async fn collected(&self, actor: Actor, number: RegistryNumber) -> Result<bool, StoreError> {
        let Some(case) = self.store.case_of(number).await? else { return Ok(false) };
        Ok(self.store.case(case).await?.is_some_and(|case| is_own_case(actor, &case)))
    }
}

/// A prosecutor reads for supervision, whatever the page (Art. 36).
pub(crate) fn read_purpose(actor: Actor, purpose: Purpose) -> Purpose {
    if actor.role == Role::Prosecutor { Purpose::Supervision } else { purpose }
}

/// A body's own case; the foreign institution continues those of its service firms (R33.4.3).
pub(crate) fn is_own_case(actor: Actor, case: &CaseRecord) -> bool {
    case.body == actor.body || (case.body == Body::Svc && actor.body == Body::Mfa)
}

/// Whether repeating on fresh facts may help.
pub(crate) fn is_conflict(error: &CommandError) -> bool {
    matches!(error, CommandError::Store(StoreError::Conflict { .. }))
}
