use std::sync::Arc;

use vocabulary::{
    Actor, CandidateId, CaseId, CertificateNumber, Clock, FingerPosition, ImpressionId, OfficerId, RegistryNumber,
};

use crate::accounts::Accounts;
use crate::error::{CommandError, StoreError};
use crate::model::*;
use crate::ports::Store;

/// The register. Cheap to share behind an `Arc`; every method is one act, with its ledger entry.
pub struct Registry {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
}

#[allow(unused_variables, clippy::todo)]
impl Registry {
    /// Opens the register on a store: checks the ledger against its newest checkpoint, loads the gallery,
    /// starts the sequencer. `signing_key` signs checkpoints; `origin` names the log.
    pub async fn open(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        signing_key: ledger::SigningKey,
        origin: &str,
    ) -> Result<Self, StoreError> {
        todo!()
    }

    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }
    /// Accounts and sessions, for `access`. Nothing else of the store can be reached past the commands.
    pub fn store(&self) -> Accounts<'_> {
        Accounts::new(&*self.store)
    }
    /// How many registered people the gallery holds.
    pub fn gallery_len(&self) -> usize {
        todo!()
    }

    // Cases -----------------------------------------------------------------------------------------

    /// What the law says of a case before anything is written: for the law card. No ledger entry, no person is looked up.
    pub fn preview(&self, actor: Actor, new: &NewCase) -> Result<law::Decision, CommandError> {
        todo!()
    }
    /// Opens a case. A legal refusal is recorded and returned as `CommandError::Refused`; exempt / not applicable / not
    /// required cases are recorded and closed as `NotRegistered`.
    pub async fn open_case(&self, actor: Actor, new: NewCase) -> Result<OpenedCase, CommandError> {
        todo!()
    }
    /// A case of the actor's own body (prosecutor: any). Entry: case viewed.
    pub async fn view_case(&self, actor: Actor, case: CaseId) -> Result<CaseRecord, CommandError> {
        todo!()
    }
    /// Identity details of a case's person, with the view of the case.
    pub async fn case_person(&self, actor: Actor, case: CaseId) -> Result<Option<PersonRecord>, CommandError> {
        todo!()
    }
    /// Work list of the actor's body.
    pub async fn list_cases(&self, actor: Actor, limit: u32) -> Result<Vec<CaseSummary>, CommandError> {
        todo!()
    }
    /// Adds evidence and decides again.
    pub async fn give_evidence(
        &self,
        actor: Actor,
        case: CaseId,
        evidence: law::Evidence,
        language: &str,
        document: &str,
    ) -> Result<CaseRecord, CommandError> {
        todo!()
    }
    /// The person declines a voluntary registration: nothing of them is kept (R10.1.2).
    pub async fn decline(&self, actor: Actor, case: CaseId) -> Result<(), CommandError> {
        todo!()
    }
    /// One finger position: an image or a reason. Refused while evidence is missing.
    pub async fn capture(
        &self,
        actor: Actor,
        case: CaseId,
        position: FingerPosition,
        input: CaptureInput,
    ) -> Result<CapturedFinger, CommandError> {
        todo!()
    }
    /// Hand map of a case.
    pub async fn fingers_of_case(&self, actor: Actor, case: CaseId) -> Result<Vec<CapturedFinger>, CommandError> {
        todo!()
    }
    /// An image of a case the actor may see, or of a record under a view reason. Entry: impression viewed.
    pub async fn impression(
        &self,
        actor: Actor,
        id: ImpressionId,
        reason: &ViewReason,
    ) -> Result<ImpressionImage, CommandError> {
        todo!()
    }
    /// 1:N against everyone registered (R11.4.6).
    pub async fn check_duplicates(&self, actor: Actor, case: CaseId) -> Result<DuplicateCheck, CommandError> {
        todo!()
    }
    /// Candidates of a case.
    pub async fn candidates(&self, actor: Actor, case: CaseId) -> Result<Vec<CandidateRecord>, CommandError> {
        todo!()
    }
    /// Candidates that wait for this examiner's opinion (not shown: those they already judged).
    pub async fn waiting_candidates(&self, actor: Actor) -> Result<Vec<CandidateRecord>, CommandError> {
        todo!()
    }
    /// One examiner's opinion; two are needed, a third when they differ. Never by the operator of the case.
    pub async fn adjudicate(
        &self,
        actor: Actor,
        candidate: CandidateId,
        adjudication: Adjudication,
        reason: &str,
    ) -> Result<CandidateRecord, CommandError> {
        todo!()
    }
    /// The prints of a candidate and of the case it was found in, side by side; no identity.
    pub async fn candidate_fingers(
        &self,
        actor: Actor,
        candidate: CandidateId,
    ) -> Result<CandidateFingers, CommandError> {
        todo!()
    }
    /// Registers: decision still stands, ten positions filled, duplicate check complete, no open or confirmed candidate.
    pub async fn register(&self, actor: Actor, case: CaseId) -> Result<Certificate, CommandError> {
        todo!()
    }

    // Verification, identification, views ----------------------------------------------------------

    /// Whom a person claims to be, by certificate number, IIN or document number, → the registry number to verify against.
    /// Verify the claim 1:1 with fresh fingers. With `case` = a case whose decision is "verify", a confirmed answer closes it.
    pub async fn verify(
        &self,
        actor: Actor,
        claim: &str,
        purpose: vocabulary::Purpose,
        case: Option<CaseId>,
        fingers: Vec<(FingerPosition, CaptureInput)>,
    ) -> Result<Verification, CommandError> {
        todo!()
    }
    /// 1:N for an unknown person, with a case reference (Art. 16(1)).
    pub async fn identify(
        &self,
        actor: Actor,
        case_reference: &str,
        purpose: vocabulary::Purpose,
        fingers: Vec<(Option<FingerPosition>, CaptureInput)>,
    ) -> Result<Identification, CommandError> {
        todo!()
    }
    /// Joins the stores for one record: identity, fingers, certificates (Art. 9). Entry before the answer.
    pub async fn view_record(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reason: ViewReason,
    ) -> Result<RecordView, CommandError> {
        todo!()
    }
    /// Fingers of a record without its identity, e.g. of a hit of an identification.
    pub async fn fingers_of_record(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reason: &ViewReason,
    ) -> Result<Vec<CapturedFinger>, CommandError> {
        todo!()
    }
    /// The registry number behind a claim (certificate number, IIN or document number). Entry: person searched.
    pub async fn find_record(&self, actor: Actor, claim: &str, reason: ViewReason) -> Result<RegistryNumber, CommandError> {
        todo!()
    }
    /// Checks a certificate's authenticity: no personal data in the answer.
    pub async fn certificate(&self, actor: Actor, number: &CertificateNumber) -> Result<Certificate, CommandError> {
        todo!()
    }

    // Officers ---------------------------------------------------------------------------------------

    /// First officers of an empty register (demonstration, installation): only while no officer exists.
    pub async fn found(&self, administrator: NewOfficer) -> Result<Officer, CommandError> {
        todo!()
    }
    pub async fn add_officer(&self, actor: Actor, officer: NewOfficer) -> Result<Officer, CommandError> {
        todo!()
    }
    pub async fn close_officer(&self, actor: Actor, officer: OfficerId) -> Result<(), CommandError> {
        todo!()
    }
    pub async fn list_officers(&self, actor: Actor) -> Result<Vec<Officer>, CommandError> {
        todo!()
    }
    /// Entry for a sign-in, its failure or a sign-out; called by `access`.
    pub async fn note_sign_in(&self, actor: Actor, outcome: SignInOutcome) -> Result<u64, CommandError> {
        todo!()
    }

    // Ledger -----------------------------------------------------------------------------------------

    /// A page of entries, newest first; `before` = sequence to continue from.
    pub async fn ledger_page(&self, actor: Actor, before: Option<u64>, limit: u32) -> Result<LedgerPage, CommandError> {
        todo!()
    }
    /// Inclusion proof of one entry in the newest checkpoint, verified.
    pub async fn ledger_proof(&self, actor: Actor, sequence: u64) -> Result<LedgerProof, CommandError> {
        todo!()
    }
    /// Recomputes everything: tree, checkpoints, rows against entries.
    pub async fn audit(&self, actor: Actor) -> Result<ledger::AuditReport, CommandError> {
        todo!()
    }
}

/// How a sign-in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Signed in.
    Done,
    /// Wrong password.
    WrongPassword,
    /// Account locked for a while.
    Locked,
    /// Signed out.
    SignedOut,
}
