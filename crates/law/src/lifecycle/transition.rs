//! The transitions. Every `match` names every member: a new stage or step does not compile until each pair has
//! its answer.

use jiff::ToSpan;
use jiff::civil::Date;
use vocabulary::{Basis, Verb};

use super::refusals::*;
use super::state::{RecordState, Stage};
use super::step::{KeyHolders, SignedAct, Step, StepKind, Unblocking};
use crate::competence::is_genomic;
use crate::reason::Reason;

/// Longest time to the review of a block, days (R9.2.3).
pub const BLOCK_REVIEW_DAYS: i32 = 30;
/// Least members of a commission (R17.3.1, R23.4.1).
pub const COMMISSION_MIN: usize = 3;

type Answer = Result<RecordState, Reason>;
type Leave = Result<(), Reason>;

/// Whether the Law and the state of a record of this basis leave room for a step of this kind, its facts aside: what
/// is asked before a second person has agreed.
///
/// # Errors
/// [`Reason`]: first for a block, then for the state.
pub fn permits(basis: Basis, state: RecordState, kind: StepKind) -> Leave {
    if state.is_blocked()
        && let Some(verb) = kind.stopped_verb()
    {
        return Err(if verb == Verb::Destroy { BLOCKED_DESTRUCTION } else { BLOCKED });
    }
    match kind {
        StepKind::Collect | StepKind::Register => a_draft(state),
        StepKind::Discard => discard(state),
        StepKind::Change => change(state),
        StepKind::Supplement | StepKind::Use => used(basis, state),
        StepKind::Transfer => transfer(basis, state),
        StepKind::Oversee => Ok(()),
        StepKind::Depersonalise => depersonalise(state),
        StepKind::Repersonalise => repersonalise(state),
        StepKind::Block => block(state),
        StepKind::ReviewBlock | StepKind::Unblock => is_blocked(state),
        StepKind::Withhold => withhold(basis, state),
        StepKind::Restore => restore(state),
        StepKind::EndForArchive => end_for_archive(basis, state),
        StepKind::EndForDestruction => end_for_destruction(state),
        StepKind::Reopen => reopen(state),
        StepKind::Archive => archive(basis, state),
        StepKind::Retrieve => retrieve(state),
        StepKind::Destroy => destroy(basis, state),
    }
}

/// The state of a record of this basis after a step.
///
/// # Errors
/// [`Reason`]: first for a block, then for the state, then for the facts of the step.
pub fn advance(basis: Basis, state: RecordState, step: &Step<'_>) -> Answer {
    permits(basis, state, step.kind())?;
    match *step {
        Step::Collect | Step::Change | Step::Use | Step::Transfer | Step::Oversee => Ok(state),
        Step::Supplement(holders) if holders.first.officer == holders.second.officer => {
            Err(SUPPLEMENT_SECOND)
        }
        Step::Supplement(_) => Ok(state),
        Step::Register => to(state, Stage::Registered),
        Step::Discard => Ok(GONE),
        Step::Depersonalise(holders) => {
            two_holders(holders)?;
            Ok(RecordState { depersonalised: true, ..state })
        }
        Step::Repersonalise(holders) => {
            two_holders(holders)?;
            Ok(RecordState { depersonalised: false, ..state })
        }
        Step::Block { on, review_by } | Step::ReviewBlock { on, review_by } => {
            until_review(state, on, review_by)
        }
        Step::Unblock(unblocking) => unblock(state, unblocking),
        Step::Withhold => to(state, Stage::Withheld),
        Step::Restore { decision_recorded: true } => to(state, Stage::Registered),
        Step::Restore { decision_recorded: false } => {
            Err(by_consent(basis, RESTORE_CONSENT, RESTORE_DECISION))
        }
        Step::EndForArchive => to(state, Stage::DueForArchive),
        Step::EndForDestruction if state.stage == Stage::Archived => to(state, Stage::ArchivedDue),
        Step::EndForDestruction => to(state, Stage::Due),
        Step::Reopen if state.stage == Stage::ArchivedDue => to(state, Stage::Archived),
        // Back to where it was kept. What was withheld is withheld anew by its own fact.
        Step::Reopen => to(state, Stage::Registered),
        Step::Archive(act) => {
            approved(is_genomic(basis), act)?;
            to(state, Stage::Archived)
        }
        Step::Retrieve(holders) if holders.first.officer == holders.second.officer => {
            Err(RETRIEVE_SIGNATURES)
        }
        Step::Retrieve(_) => Ok(state),
        Step::Destroy(act) => {
            approved(is_genomic(basis), act)?;
            Ok(GONE)
        }
    }
}

fn to(state: RecordState, stage: Stage) -> Answer {
    Ok(RecordState { stage, ..state })
}

/// What makes a registration of a draft.
fn a_draft(state: RecordState) -> Leave {
    match state.stage {
        Stage::Draft => Ok(()),
        Stage::Registered | Stage::Withheld => Err(ALREADY_REGISTERED),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn discard(state: RecordState) -> Leave {
    match state.stage {
        Stage::Draft => Ok(()),
        Stage::Registered
        | Stage::Withheld
        | Stage::DueForArchive
        | Stage::Due
        | Stage::Archived
        | Stage::ArchivedDue => Err(NOT_A_DRAFT),
        Stage::Destroyed => Err(DESTROYED),
    }
}

/// Correcting data is the subject's right also while use is withheld (R13.1.3).
fn change(state: RecordState) -> Leave {
    match state.stage {
        Stage::Draft => Ok(()),
        Stage::Registered | Stage::Withheld => personal(state),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

/// Using and supplementing end with the term. A draft is used for the duplicate check and to verify (R11.4.6).
fn used(basis: Basis, state: RecordState) -> Leave {
    match state.stage {
        Stage::Draft => Ok(()),
        Stage::Registered => personal(state),
        Stage::Withheld => Err(by_consent(basis, WITHHELD_CONSENT, WITHHELD)),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

/// A transfer is a use, but a draft is no registration yet.
fn transfer(basis: Basis, state: RecordState) -> Leave {
    if state.stage == Stage::Draft { Err(DRAFT) } else { used(basis, state) }
}

/// What is withheld rests on a consent, or is a convict's (see `withhold`).
fn by_consent(basis: Basis, consent: Reason, convict: Reason) -> Reason {
    if basis == Basis::G1 { convict } else { consent }
}

/// What needs to know whose the record is.
fn personal(state: RecordState) -> Leave {
    if state.depersonalised { Err(DEPERSONALISED) } else { Ok(()) }
}

fn depersonalise(state: RecordState) -> Leave {
    in_the_database(state)?;
    if state.depersonalised { Err(ALREADY_DEPERSONALISED) } else { Ok(()) }
}

fn repersonalise(state: RecordState) -> Leave {
    in_the_database(state)?;
    if state.depersonalised { Ok(()) } else { Err(NOT_DEPERSONALISED) }
}

fn in_the_database(state: RecordState) -> Leave {
    match state.stage {
        Stage::Registered | Stage::Withheld => Ok(()),
        Stage::Draft | Stage::DueForArchive | Stage::Due | Stage::Archived | Stage::ArchivedDue => {
            Err(NOT_NOW_DEPERSONALISED)
        }
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn two_holders(holders: KeyHolders) -> Leave {
    if holders.first.officer == holders.second.officer {
        return Err(SELF_APPROVAL);
    }
    if holders.first.unit == holders.second.unit { Err(SAME_UNIT) } else { Ok(()) }
}

fn block(state: RecordState) -> Leave {
    match state.stage {
        Stage::Draft
        | Stage::Registered
        | Stage::Withheld
        | Stage::DueForArchive
        | Stage::Due
        | Stage::Archived
        | Stage::ArchivedDue => {}
        Stage::Destroyed => return Err(DESTROYED),
    }
    if state.is_blocked() { Err(ALREADY_BLOCKED) } else { Ok(()) }
}

fn is_blocked(state: RecordState) -> Leave {
    if state.is_blocked() { Ok(()) } else { Err(NOT_BLOCKED) }
}

fn until_review(state: RecordState, on: Date, review_by: Date) -> Answer {
    let within = review_by > on && review_by <= on.saturating_add(BLOCK_REVIEW_DAYS.days());
    if within { Ok(RecordState { review_by: Some(review_by), ..state }) } else { Err(REVIEW_DATE) }
}

fn unblock(state: RecordState, by: Unblocking) -> Answer {
    if !by.result_recorded {
        return Err(UNBLOCK_RESULT);
    }
    if by.violator == Some(by.officer) || by.violator == Some(by.second) {
        return Err(UNBLOCK_VIOLATOR);
    }
    if by.officer == by.second {
        return Err(UNBLOCK_SECOND);
    }
    Ok(RecordState { review_by: None, ..state })
}

/// Convicts (Art. 23(3)), and what rests on a consent that was withdrawn (C-30).
fn withhold(basis: Basis, state: RecordState) -> Leave {
    match basis {
        Basis::G1 | Basis::B1 | Basis::B1f | Basis::B8 | Basis::G3 => {}
        Basis::B2
        | Basis::B3
        | Basis::B4
        | Basis::B5
        | Basis::B6
        | Basis::B7
        | Basis::BV
        | Basis::G2
        | Basis::G4 => return Err(NOTHING_TO_WITHHOLD),
    }
    match state.stage {
        Stage::Registered => Ok(()),
        Stage::Withheld => Err(ALREADY_WITHHELD),
        Stage::Draft => Err(DRAFT),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn restore(state: RecordState) -> Leave {
    match state.stage {
        Stage::Withheld => Ok(()),
        Stage::Draft
        | Stage::Registered
        | Stage::DueForArchive
        | Stage::Due
        | Stage::Archived
        | Stage::ArchivedDue => Err(NOT_WITHHELD),
        Stage::Destroyed => Err(DESTROYED),
    }
}

/// B2–B8 (Art. 15(2)); citizens by consent and chapter 3 have none (R15.2.5, 6.4).
fn has_archive(basis: Basis) -> bool {
    match basis {
        Basis::B2 | Basis::B3 | Basis::B4 | Basis::B5 | Basis::B6 | Basis::B7 | Basis::B8 => true,
        Basis::B1 | Basis::B1f | Basis::BV | Basis::G1 | Basis::G2 | Basis::G3 | Basis::G4 => false,
    }
}

/// The mark of the law is set also on a blocked record: it is then due and blocked (R9.2.4).
fn end_for_archive(basis: Basis, state: RecordState) -> Leave {
    match state.stage {
        Stage::Registered | Stage::Withheld if has_archive(basis) => Ok(()),
        Stage::Registered | Stage::Withheld => Err(NO_ARCHIVE),
        Stage::Draft => Err(DRAFT_NO_TERM),
        Stage::DueForArchive | Stage::Due => Err(ALREADY_DUE),
        Stage::Archived | Stage::ArchivedDue => Err(NOT_DUE_FOR_ARCHIVE),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn end_for_destruction(state: RecordState) -> Leave {
    match state.stage {
        Stage::Registered | Stage::Withheld | Stage::DueForArchive | Stage::Archived => Ok(()),
        Stage::Draft => Err(DRAFT_NO_TERM),
        Stage::Due | Stage::ArchivedDue => Err(ALREADY_DUE),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn reopen(state: RecordState) -> Leave {
    match state.stage {
        Stage::DueForArchive | Stage::Due | Stage::ArchivedDue => Ok(()),
        Stage::Archived => Err(NO_WAY_BACK),
        Stage::Draft => Err(DRAFT_NO_TERM),
        Stage::Registered | Stage::Withheld => Err(NOT_DUE),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn archive(basis: Basis, state: RecordState) -> Leave {
    match state.stage {
        Stage::DueForArchive => Ok(()),
        Stage::Draft => Err(DRAFT_NO_TERM),
        Stage::Registered | Stage::Withheld if !has_archive(basis) => Err(NO_ARCHIVE),
        Stage::Registered | Stage::Withheld | Stage::Due | Stage::Archived | Stage::ArchivedDue => {
            Err(NOT_DUE_FOR_ARCHIVE)
        }
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn retrieve(state: RecordState) -> Leave {
    match state.stage {
        Stage::Archived => Ok(()),
        Stage::ArchivedDue => Err(ENDED),
        Stage::Draft | Stage::Registered | Stage::Withheld | Stage::DueForArchive | Stage::Due => {
            Err(NOT_ARCHIVED)
        }
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn destroy(basis: Basis, state: RecordState) -> Leave {
    match state.stage {
        Stage::Due | Stage::ArchivedDue => Ok(()),
        Stage::Draft => Err(DRAFT_DISCARD),
        Stage::Registered => Err(NOT_EXPIRED),
        Stage::Withheld => Err(by_consent(basis, CONSENT_DECISION, FLOOR)),
        Stage::DueForArchive => Err(ARCHIVE_FIRST),
        Stage::Archived => Err(ARCHIVE_TERM),
        Stage::Destroyed => Err(DESTROYED),
    }
}

/// Whether the record still is.
pub(crate) fn destroyed(state: RecordState) -> Leave {
    if state.stage == Stage::Destroyed { Err(DESTROYED) } else { Ok(()) }
}

/// Nothing is left to be blocked or linked.
const GONE: RecordState = RecordState { stage: Stage::Destroyed, review_by: None, depersonalised: false };

/// A commission of three, approved by a head who is neither author nor member (Art. 17(3), 23(4)).
pub(crate) fn approved(genomic: bool, act: SignedAct<'_>) -> Leave {
    let mut members = act.commission.to_vec();
    members.sort_unstable();
    members.dedup();
    if members.len() < COMMISSION_MIN {
        return Err(if genomic { COMMISSION_GENOMIC } else { COMMISSION });
    }
    let Some(head) = act.head else {
        return Err(if genomic { NOT_APPROVED_GENOMIC } else { NOT_APPROVED });
    };
    if head == act.author || members.contains(&head) {
        return Err(if genomic { OWN_ACT_GENOMIC } else { OWN_ACT });
    }
    Ok(())
}
