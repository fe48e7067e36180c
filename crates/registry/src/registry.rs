use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::{Mutex, RwLock, Semaphore};
use vocabulary::{
    Actor, CandidateId, CaseId, CertificateNumber, Clock, FingerPosition, ImpressionId, OfficerId,
    RegistryNumber,
};

use crate::accounts::Accounts;
use crate::arrivals::Arrivals;
use crate::commands::terms::TermBook;
use crate::commands::{
    adjudicate, audit, capture, check_duplicates, close, decline, execute, give_evidence, identify,
    impression, officers, open_case, records, refuse, register, verify, view_case,
};
use crate::error::{CommandError, StoreError};
use crate::extractor::{Dactyloscopy, Extractor};
use crate::index::Index;
use crate::lives::Lives;
use crate::model::*;
use crate::ports::{Carriers, Keys, Signers, Store};
use crate::reach;
use crate::sequencer::Sequencer;

/// Most 1:N searches at once; more wait.
const SEARCHES_MAX: usize = 2;

/// The register. Cheap to share behind an `Arc`; every method is one act, with its ledger entry.
pub struct Registry {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sequencer: Sequencer,
    pub(crate) index: Arc<Index>,
    pub(crate) lives: Arc<Lives>,
    pub(crate) keys: Arc<dyn Keys>,
    pub(crate) extractor: Arc<dyn Extractor>,
    /// How many images are worked on at once: one a processor.
    pub(crate) extractions: Semaphore,
    /// Sweeps and executions of acts go one after the other.
    pub(crate) keeping: Mutex<()>,
    /// An execution is alone between its look at the records and its commit: who decides meanwhile whether one of them
    /// may end (a block, an event, what two agree to) waits, and is told that it is gone.
    pub(crate) ends: RwLock<()>,
    /// Registrations on their way to the commit, see [`register`].
    pub(crate) arrivals: Arc<Arrivals>,
    /// The founding happens once.
    pub(crate) founding: Mutex<()>,
    /// How many 1:N searches run at once: each takes every processor.
    pub(crate) searches: Arc<Semaphore>,
    /// The searches that are switched on.
    pub(crate) switched_on: BTreeSet<law::QueryKind>,
    /// Officers' keys that lie with this machine.
    pub(crate) signers: Option<Arc<dyn Signers>>,
    /// Who tells good CMS signatures from bad ones.
    pub(crate) certificates: Option<Arc<dyn keyring::signing::Verifier>>,
    /// Where the carriers of the archive are reached.
    pub(crate) carriers: Option<Arc<dyn Carriers>>,
    /// The rules of retention this program knows.
    pub(crate) terms: TermBook,
    /// The name of the register, under every signature.
    pub(crate) origin: String,
    /// What exempts travellers, as confirmed: read when a lane first asks, and anew after each change.
    pub(crate) exemptions: Mutex<Option<Arc<Vec<LaneExemption>>>>,
    clock: Arc<dyn Clock>,
}

impl Registry {
    /// Opens the register on a store: checks the ledger against its newest checkpoint, loads the gallery,
    /// starts the sequencer. `signing_key` signs checkpoints; `origin` names the log.
    pub async fn open(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        signing_key: ledger::SigningKey,
        origin: &str,
        keys: Arc<dyn Keys>,
    ) -> Result<Self, StoreError> {
        Self::open_with(store, clock, signing_key, origin, keys, Arc::new(Dactyloscopy)).await
    }

    /// As [`Registry::open`], with another extractor: tests work with templates instead of images.
    ///
    /// # Errors
    /// `Damaged` when `origin` is not the name of the key, the ledger is not what its newest checkpoint
    /// says, or the store's table of searches is not the Law's.
    pub async fn open_with(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        signing_key: ledger::SigningKey,
        origin: &str,
        keys: Arc<dyn Keys>,
        extractor: Arc<dyn Extractor>,
    ) -> Result<Self, StoreError> {
        if signing_key.verifying_key().name() != origin {
            let why = format!("it is of {:?}, not of {origin:?}", signing_key.verifying_key().name());
            return Err(StoreError::Damaged { what: "the signing key".to_owned(), why });
        }
        reach::check(&*store).await?;
        let index = Arc::new(Index::load(&*store).await?);
        let lives = Arc::new(Lives::load(&*store).await?);
        lives.find(|life| -> Option<()> {
            index.follow(life.number, Some(life));
            None
        });
        let sequencer = Sequencer::start(
            Arc::clone(&store),
            Arc::clone(&clock),
            signing_key,
            Arc::clone(&index),
            Arc::clone(&lives),
        )
        .await?;
        execute::finish_erasures(&*store, &*keys).await?;
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self {
            store,
            sequencer,
            index,
            lives,
            keys,
            signers: None,
            certificates: None,
            carriers: None,
            terms: TermBook::new(law::TermCatalogue::of_the_law()),
            origin: origin.to_owned(),
            exemptions: Mutex::default(),
            extractor,
            extractions: Semaphore::new(processors),
            keeping: Mutex::default(),
            ends: RwLock::default(),
            arrivals: Arc::default(),
            founding: Mutex::default(),
            searches: Arc::new(Semaphore::new(SEARCHES_MAX)),
            switched_on: BTreeSet::new(),
            clock,
        })
    }

    /// With officers' keys that lie with this machine.
    #[must_use]
    pub fn with_signers(self, signers: Arc<dyn Signers>) -> Self {
        Self { signers: Some(signers), ..self }
    }
    /// With a verifier of CMS signatures.
    #[must_use]
    pub fn with_certificates(self, verifier: Arc<dyn keyring::signing::Verifier>) -> Self {
        Self { certificates: Some(verifier), ..self }
    }
    /// With the carriers of the archive.
    #[must_use]
    pub fn with_carriers(self, carriers: Arc<dyn Carriers>) -> Self {
        Self { carriers: Some(carriers), ..self }
    }
    /// With another catalogue of rules of retention than the Law's as this program knows it: to see before a change
    /// what it would do.
    #[must_use]
    pub fn with_term_rules(self, catalogue: law::TermCatalogue) -> Self {
        Self { terms: TermBook::new(catalogue), ..self }
    }
    /// The name of the register, under every signature.
    pub fn origin(&self) -> &str {
        &self.origin
    }
    /// The clock of the register.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }
    /// Accounts and sessions, for `access`. Nothing else of the store can be reached past the commands.
    pub fn store(&self) -> Accounts<'_> {
        Accounts::new(&*self.store)
    }
    /// How many registered people the gallery holds.
    pub fn gallery_len(&self) -> usize {
        self.index.len()
    }

    // Cases -----------------------------------------------------------------------------------------

    /// What the law says of a case before anything is written: for the law card. No ledger entry, no person is looked up.
    pub fn preview(&self, actor: Actor, new: &NewCase) -> Result<law::Decision, CommandError> {
        open_case::preview(self, actor, new)
    }
    /// Opens a case. A legal refusal is recorded and returned as `CommandError::Refused`; exempt / not applicable / not
    /// required cases are recorded and closed as `NotRegistered`.
    pub async fn open_case(&self, actor: Actor, new: NewCase) -> Result<OpenedCase, CommandError> {
        open_case::run(self, actor, new).await
    }
    /// A case of the actor's own body (prosecutor: any). Entry: case viewed.
    pub async fn view_case(&self, actor: Actor, case: CaseId) -> Result<CaseRecord, CommandError> {
        view_case::case(self, actor, case).await
    }
    /// Identity details of a case's person, with the view of the case.
    pub async fn case_person(
        &self,
        actor: Actor,
        case: CaseId,
    ) -> Result<Option<PersonRecord>, CommandError> {
        view_case::person(self, actor, case).await
    }
    /// Work list of the actor's body.
    pub async fn list_cases(&self, actor: Actor, limit: u32) -> Result<Vec<CaseSummary>, CommandError> {
        view_case::list(self, actor, limit).await
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
        give_evidence::run(self, actor, case, evidence, language, document).await
    }
    /// The person declines a voluntary registration: nothing of them is kept (R10.1.2).
    pub async fn decline(&self, actor: Actor, case: CaseId) -> Result<(), CommandError> {
        decline::run(self, actor, case).await
    }
    /// The person refuses a duty: the protocol is recorded and ends the case (R7.2.2).
    pub async fn refuse_duty(
        &self,
        actor: Actor,
        case: CaseId,
        refusal: NewRefusal,
    ) -> Result<CaseRecord, CommandError> {
        refuse::run(self, actor, case, refusal).await
    }
    /// Closes a case that made no record, with outcome and reason (R6.2.2).
    pub async fn close_case(
        &self,
        actor: Actor,
        case: CaseId,
        closing: NewClosing,
    ) -> Result<CaseRecord, CommandError> {
        close::run(self, actor, case, closing).await
    }
    /// One finger position: an image or a reason. Refused while evidence is missing.
    pub async fn capture(
        &self,
        actor: Actor,
        case: CaseId,
        position: FingerPosition,
        input: CaptureInput,
    ) -> Result<CapturedFinger, CommandError> {
        capture::run(self, actor, case, position, input).await
    }
    /// Hand map of a case.
    pub async fn fingers_of_case(
        &self,
        actor: Actor,
        case: CaseId,
    ) -> Result<Vec<CapturedFinger>, CommandError> {
        view_case::fingers(self, actor, case).await
    }
    /// An image of a case the actor may see, or of a record under a view reason. Entry: impression viewed.
    pub async fn impression(
        &self,
        actor: Actor,
        id: ImpressionId,
        reason: &ViewReason,
    ) -> Result<ImpressionImage, CommandError> {
        impression::run(self, actor, id, reason).await
    }
    /// 1:N against everyone registered (R11.4.6).
    pub async fn check_duplicates(&self, actor: Actor, case: CaseId) -> Result<DuplicateCheck, CommandError> {
        check_duplicates::run(self, actor, case).await
    }
    /// Candidates of a case.
    pub async fn candidates(&self, actor: Actor, case: CaseId) -> Result<Vec<CandidateRecord>, CommandError> {
        view_case::candidates(self, actor, case).await
    }
    /// Candidates that wait for this examiner's opinion (not shown: those they already judged).
    pub async fn waiting_candidates(&self, actor: Actor) -> Result<Vec<CandidateRecord>, CommandError> {
        adjudicate::waiting(self, actor).await
    }
    /// One examiner's opinion; two are needed, a third when they differ. Never by the operator of the case.
    pub async fn adjudicate(
        &self,
        actor: Actor,
        candidate: CandidateId,
        adjudication: Adjudication,
        reason: &str,
    ) -> Result<CandidateRecord, CommandError> {
        adjudicate::run(self, actor, candidate, adjudication, reason).await
    }
    /// The prints of a candidate and of the case it was found in, side by side; no identity.
    pub async fn candidate_fingers(
        &self,
        actor: Actor,
        candidate: CandidateId,
    ) -> Result<CandidateFingers, CommandError> {
        adjudicate::fingers(self, actor, candidate).await
    }
    /// Registers: decision still stands, ten positions filled, duplicate check complete, no open or confirmed candidate.
    pub async fn register(&self, actor: Actor, case: CaseId) -> Result<Certificate, CommandError> {
        register::run(self, actor, case).await
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
        verify::run(self, actor, claim, purpose, case, fingers).await
    }
    /// 1:N over the galleries the query may reach, with a case (Art. 16).
    pub async fn identify(
        &self,
        actor: Actor,
        search: SearchFor,
        fingers: Vec<(Option<FingerPosition>, CaptureInput)>,
    ) -> Result<Identification, CommandError> {
        identify::run(self, actor, search, fingers).await
    }
    /// What made a record's templates, when it was not the algorithm of the calibration: scores with them carry no
    /// likelihood ratio. Says nothing of a person, so it is no act.
    pub fn other_version_of(&self, number: RegistryNumber) -> Option<dactyloscopy::AlgorithmVersion> {
        self.index.other_version_of(number)
    }
    /// Joins the stores for one record: identity, fingers, certificates (Art. 9). Entry before the answer.
    pub async fn view_record(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reason: ViewReason,
    ) -> Result<RecordView, CommandError> {
        records::view(self, actor, number, reason).await
    }
    /// Fingers of a record without its identity, e.g. of a hit of an identification.
    pub async fn fingers_of_record(
        &self,
        actor: Actor,
        number: RegistryNumber,
        reason: &ViewReason,
    ) -> Result<Vec<CapturedFinger>, CommandError> {
        records::fingers(self, actor, number, reason).await
    }
    /// The registry number behind a claim (certificate number, IIN or document number). Entry: person searched.
    pub async fn find_record(
        &self,
        actor: Actor,
        claim: &str,
        reason: ViewReason,
    ) -> Result<RegistryNumber, CommandError> {
        records::find(self, actor, claim, reason).await
    }
    /// Checks a certificate's authenticity: no personal data in the answer.
    pub async fn certificate(
        &self,
        actor: Actor,
        number: &CertificateNumber,
    ) -> Result<Certificate, CommandError> {
        records::certificate(self, actor, number).await
    }

    // Officers ---------------------------------------------------------------------------------------

    /// First officers of an empty register (demonstration, installation): only while no officer exists.
    pub async fn found(&self, administrator: NewOfficer) -> Result<Officer, CommandError> {
        officers::found(self, administrator).await
    }
    /// Adds an account; by an administrator.
    pub async fn add_officer(&self, actor: Actor, officer: NewOfficer) -> Result<Officer, CommandError> {
        officers::add(self, actor, officer).await
    }
    /// Closes an account; by another administrator.
    pub async fn close_officer(&self, actor: Actor, officer: OfficerId) -> Result<(), CommandError> {
        officers::close(self, actor, officer).await
    }
    /// Every account; by an administrator.
    pub async fn list_officers(&self, actor: Actor) -> Result<Vec<Officer>, CommandError> {
        officers::list(self, actor).await
    }
    /// Entry for a sign-in, its failure or a sign-out; called by `access`.
    pub async fn note_sign_in(&self, actor: Actor, outcome: SignInOutcome) -> Result<u64, CommandError> {
        officers::note_sign_in(self, actor, outcome).await
    }

    // Ledger -----------------------------------------------------------------------------------------

    /// A page of entries, newest first; `before` = sequence to continue from.
    pub async fn ledger_page(
        &self,
        actor: Actor,
        before: Option<u64>,
        limit: u32,
    ) -> Result<LedgerPage, CommandError> {
        audit::page(self, actor, before, limit).await
    }
    /// Inclusion proof of one entry in the newest checkpoint, verified.
    pub async fn ledger_proof(&self, actor: Actor, sequence: u64) -> Result<LedgerProof, CommandError> {
        audit::proof(self, actor, sequence).await
    }
    /// Recomputes everything: tree, checkpoints, rows against entries.
    pub async fn audit(&self, actor: Actor) -> Result<ledger::AuditReport, CommandError> {
        audit::run(self, actor).await
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
