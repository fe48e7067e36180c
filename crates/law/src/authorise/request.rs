//! One call to be authorised: who, what, why, on which facts.

use jiff::civil::Date;
use vocabulary::{Actor, Basis, CaseId, OfficerId, Purpose, Territory};

use crate::authorise::Operation;
use crate::decision::Decision;
use crate::lifecycle::{RecordState, SignedAct, Step};
use crate::matters::MatterStep;
use crate::search::Search;

/// A report on a change of the terms, as far as it is signed: by two officers, one after the other (R3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignedTerms {
    /// Who signed it.
    pub signed_by: Option<OfficerId>,
    /// Somebody confirmed it.
    pub confirmed: bool,
}

/// One call. Start with [`Request::new`] and add the facts; what is not stated is absent or false.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Who asks.
    pub actor: Actor,
    /// What is asked.
    pub operation: Operation,
    /// Why.
    pub purpose: Purpose,
    /// Legal date of the call.
    pub on: Date,
    /// Basis of the case or record touched; `BV` at the border.
    pub basis: Option<Basis>,
    /// The decision on the case, made from its facts as they are now.
    pub decision: Option<&'a Decision>,
    /// Number of the case of another procedure that is the ground of an identification (R16.1.1), or of the order
    /// by which a record is taken out of the archive (R15.2.2).
    pub case_reference: Option<&'a str>,
    /// The registry's case touched; the grant is bound to it.
    pub case: Option<CaseId>,
    /// The case, or the case the record came from, belongs to the actor's body.
    pub own_case: bool,
    /// The person refused the duty of the case, and the refusal is on record (R7.2.2).
    pub duty_refused: bool,
    /// The record touched is blocked (Art. 1(7)): for callers that know no more; `life` says it by itself.
    pub record_blocked: bool,
    /// Territory of the case or record touched; `None` when none is.
    pub territory: Option<Territory>,
    /// State of the record touched; the step of the operation is held against it.
    pub life: Option<RecordState>,
    /// The step that changes the state of the record, with its facts. Absent for a proposal that a second person
    /// still has to agree to, and for operations that change no state.
    pub step: Option<Step<'a>>,
    /// The act to be signed, approved or executed, as signed so far (R17.3.1, R23.4.1).
    pub act: Option<SignedAct<'a>>,
    /// The report on a change of the terms to be signed or confirmed, as signed so far (R3.1.1).
    pub terms: Option<SignedTerms>,
    /// The officer's undertaking of confidentiality or yearly training is over (R8.4.1).
    pub undertaking_over: bool,
    /// The check of the officer's station failed, or was not made today (R8.3.1).
    pub station_failed: bool,
    /// The step of a matter to be taken; of a view only its kind counts.
    pub matter: Option<&'a MatterStep<'a>>,
    /// The search to be made or approved, held against law.md 6.3.
    pub search: Option<Search<'a>>,
    /// The actor has already decided on this candidate: the second review must be another's (R11.4.6).
    pub already_reviewed: bool,
    /// The prints touched belong to a candidate that waits for the actor's examination (R11.4.6).
    pub examination_awaited: bool,
    /// The identity of the person who asks for their own information was proven (R7.1.1); for a sign-in,
    /// that of the officer (R8.2.3).
    pub identity_proven: bool,
    /// Who entered the request or finding that the call confirms (R10-1.3.3, R10-1.4.5).
    pub entered_by: Option<OfficerId>,
}

impl<'a> Request<'a> {
    /// A call without facts.
    pub fn new(actor: Actor, operation: Operation, purpose: Purpose, on: Date) -> Self {
        Self {
            actor,
            operation,
            purpose,
            on,
            basis: None,
            decision: None,
            case_reference: None,
            case: None,
            own_case: false,
            duty_refused: false,
            record_blocked: false,
            territory: None,
            life: None,
            step: None,
            act: None,
            terms: None,
            matter: None,
            undertaking_over: false,
            station_failed: false,
            search: None,
            already_reviewed: false,
            examination_awaited: false,
            identity_proven: false,
            entered_by: None,
        }
    }

    /// About a record or case on this basis.
    pub fn on_basis(self, basis: Basis) -> Self {
        Self { basis: Some(basis), ..self }
    }

    /// With the decision on the case; its basis becomes the basis of the call.
    pub fn with_decision(self, decision: &'a Decision) -> Self {
        Self { basis: Some(decision.basis), decision: Some(decision), ..self }
    }

    /// On the ground of a case of another procedure.
    pub fn with_case_reference(self, case_reference: &'a str) -> Self {
        Self { case_reference: Some(case_reference), ..self }
    }

    /// About a record on this basis in this state.
    pub fn on_record(self, basis: Basis, life: RecordState) -> Self {
        Self { basis: Some(basis), life: Some(life), ..self }
    }

    /// With the step that changes the state of the record.
    pub fn with_step(self, step: Step<'a>) -> Self {
        Self { step: Some(step), ..self }
    }

    /// On this act.
    pub fn on_act(self, act: SignedAct<'a>) -> Self {
        Self { act: Some(act), ..self }
    }

    /// On this report on a change of the terms.
    pub fn on_terms(self, terms: SignedTerms) -> Self {
        Self { terms: Some(terms), ..self }
    }

    /// With the step of a matter.
    pub fn with_matter(self, matter: &'a MatterStep<'a>) -> Self {
        Self { matter: Some(matter), ..self }
    }

    /// On a request or finding that this officer entered.
    pub fn entered_by(self, officer: OfficerId) -> Self {
        Self { entered_by: Some(officer), ..self }
    }

    /// With this search.
    pub fn with_search(self, search: Search<'a>) -> Self {
        Self { search: Some(search), ..self }
    }

    /// In this territory.
    pub fn in_territory(self, territory: Territory) -> Self {
        Self { territory: Some(territory), ..self }
    }

    /// On this case of the registry; `own` when it belongs to the actor's body.
    pub fn on_case(self, case: CaseId, own: bool) -> Self {
        Self { case: Some(case), own_case: own, ..self }
    }
}
