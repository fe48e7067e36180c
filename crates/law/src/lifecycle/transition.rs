//! The transitions. Every `match` names every member: a new stage or step does not compile until each pair has
//! its answer.

use jiff::ToSpan;
use jiff::civil::Date;
use vocabulary::{Basis, Verb};

use super::refusals::*;
use super::state::{RecordState, Stage};
use super::step::{KeyHolders, SignedAct, Step, Unblocking};
use crate::competence::is_genomic;

/// Longest time to the review of a block, days (R9.2.3).
pub const BLOCK_REVIEW_DAYS: i32 = 30;
/// Least members of a commission (R17.3.1, R23.4.1).
pub const COMMISSION_MIN: usize = 3;

type Answer = Result<RecordState, LifecycleRefusal>;

/// The state of a record of this basis after a step.
///
/// # Errors
/// [`LifecycleRefusal`]: first for a block, then for the state, then for the facts of the step.
pub fn advance(basis: Basis, state: RecordState, step: &Step<'_>) -> Answer {
    if state.is_blocked()
        && let Some(verb) = step.kind().stopped_verb()
    {
        return Err(if verb == Verb::Destroy { BLOCKED_DESTRUCTION } else { BLOCKED });
    }
    match *step {
        Step::Collect => collect(state),
        Step::Register => register(state),
        Step::Discard => discard(state),
        Step::Change => change(state),
        Step::Supplement | Step::Use => used(basis, state),
        Step::Transfer => transfer(basis, state),
        Step::Oversee => Ok(state),
        Step::Depersonalise(holders) => depersonalise(state, holders),
        Step::Repersonalise(holders) => repersonalise(state, holders),
        Step::Block { on, review_by } => block(state, on, review_by),
        Step::ReviewBlock { on, review_by } => review_block(state, on, review_by),
        Step::Unblock(unblocking) => unblock(state, unblocking),
        Step::Withhold => withhold(basis, state),
        Step::Restore { decision_recorded } => restore(basis, state, decision_recorded),
        Step::EndForArchive => end_for_archive(basis, state),
        Step::EndForDestruction => end_for_destruction(state),
        Step::Reopen => reopen(state),
        Step::Archive(act) => archive(basis, state, act),
        Step::Retrieve(holders) => retrieve(state, holders),
        Step::Destroy(act) => destroy(basis, state, act),
    }
}

fn to(state: RecordState, stage: Stage) -> Answer {
    Ok(RecordState { stage, ..state })
}

fn collect(state: RecordState) -> Answer {
    match state.stage {
        Stage::Draft => Ok(state),
        Stage::Registered | Stage::Withheld => Err(ALREADY_REGISTERED),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn register(state: RecordState) -> Answer {
    match state.stage {
        Stage::Draft => to(state, Stage::Registered),
        Stage::Registered | Stage::Withheld => Err(ALREADY_REGISTERED),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn discard(state: RecordState) -> Answer {
    match state.stage {
        Stage::Draft => Ok(GONE),
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
fn change(state: RecordState) -> Answer {
    match state.stage {
        Stage::Draft => Ok(state),
        Stage::Registered | Stage::Withheld => personal(state),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

/// Using and supplementing end with the term. A draft is used for the duplicate check and to verify (R11.4.6).
fn used(basis: Basis, state: RecordState) -> Answer {
    match state.stage {
        Stage::Draft => Ok(state),
        Stage::Registered => personal(state),
        Stage::Withheld => Err(by_consent(basis, WITHHELD_CONSENT, WITHHELD)),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

/// A transfer is a use, but a draft is no registration yet.
fn transfer(basis: Basis, state: RecordState) -> Answer {
    if state.stage == Stage::Draft { Err(DRAFT) } else { used(basis, state) }
}

/// What is withheld rests on a consent, or is a convict's (see `withhold`).
fn by_consent(basis: Basis, consent: LifecycleRefusal, convict: LifecycleRefusal) -> LifecycleRefusal {
    if basis == Basis::G1 { convict } else { consent }
}

/// What needs to know whose the record is.
fn personal(state: RecordState) -> Answer {
    if state.depersonalised { Err(DEPERSONALISED) } else { Ok(state) }
}

fn depersonalise(state: RecordState, holders: KeyHolders) -> Answer {
    match state.stage {
        Stage::Registered | Stage::Withheld => {}
        Stage::Draft | Stage::DueForArchive | Stage::Due | Stage::Archived | Stage::ArchivedDue => {
            return Err(NOT_NOW_DEPERSONALISED);
        }
        Stage::Destroyed => return Err(DESTROYED),
    }
    if state.depersonalised {
        return Err(ALREADY_DEPERSONALISED);
    }
    two_holders(holders)?;
    Ok(RecordState { depersonalised: true, ..state })
}

fn repersonalise(state: RecordState, holders: KeyHolders) -> Answer {
    match state.stage {
        Stage::Registered | Stage::Withheld => {}
        Stage::Draft | Stage::DueForArchive | Stage::Due | Stage::Archived | Stage::ArchivedDue => {
            return Err(NOT_NOW_DEPERSONALISED);
        }
        Stage::Destroyed => return Err(DESTROYED),
    }
    if !state.depersonalised {
        return Err(NOT_DEPERSONALISED);
    }
    two_holders(holders)?;
    Ok(RecordState { depersonalised: false, ..state })
}

fn two_holders(holders: KeyHolders) -> Result<(), LifecycleRefusal> {
    if holders.first.officer == holders.second.officer {
        return Err(SELF_APPROVAL);
    }
    if holders.first.unit == holders.second.unit { Err(SAME_UNIT) } else { Ok(()) }
}

fn block(state: RecordState, on: Date, review_by: Date) -> Answer {
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
    if state.is_blocked() {
        return Err(ALREADY_BLOCKED);
    }
    until_review(state, on, review_by)
}

fn review_block(state: RecordState, on: Date, review_by: Date) -> Answer {
    if state.is_blocked() { until_review(state, on, review_by) } else { Err(NOT_BLOCKED) }
}

fn until_review(state: RecordState, on: Date, review_by: Date) -> Answer {
    let within = review_by > on && review_by <= on.saturating_add(BLOCK_REVIEW_DAYS.days());
    if within { Ok(RecordState { review_by: Some(review_by), ..state }) } else { Err(REVIEW_DATE) }
}

fn unblock(state: RecordState, by: Unblocking) -> Answer {
    if !state.is_blocked() {
        return Err(NOT_BLOCKED);
    }
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
fn withhold(basis: Basis, state: RecordState) -> Answer {
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
        Stage::Registered => to(state, Stage::Withheld),
        Stage::Withheld => Err(ALREADY_WITHHELD),
        Stage::Draft => Err(DRAFT),
        Stage::DueForArchive | Stage::Due => Err(ENDED),
        Stage::Archived | Stage::ArchivedDue => Err(ARCHIVED),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn restore(basis: Basis, state: RecordState, decision_recorded: bool) -> Answer {
    match state.stage {
        Stage::Withheld if decision_recorded => to(state, Stage::Registered),
        Stage::Withheld => Err(by_consent(basis, RESTORE_CONSENT, RESTORE_DECISION)),
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
fn end_for_archive(basis: Basis, state: RecordState) -> Answer {
    match state.stage {
        Stage::Registered | Stage::Withheld if has_archive(basis) => to(state, Stage::DueForArchive),
        Stage::Registered | Stage::Withheld => Err(NO_ARCHIVE),
        Stage::Draft => Err(DRAFT_NO_TERM),
        Stage::DueForArchive | Stage::Due => Err(ALREADY_DUE),
        Stage::Archived | Stage::ArchivedDue => Err(NOT_DUE_FOR_ARCHIVE),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn end_for_destruction(state: RecordState) -> Answer {
    match state.stage {
        Stage::Registered | Stage::Withheld | Stage::DueForArchive => to(state, Stage::Due),
        Stage::Archived => to(state, Stage::ArchivedDue),
        Stage::Draft => Err(DRAFT_NO_TERM),
        Stage::Due | Stage::ArchivedDue => Err(ALREADY_DUE),
        Stage::Destroyed => Err(DESTROYED),
    }
}

/// Back to where it was kept. What was withheld is withheld anew by its own fact.
fn reopen(state: RecordState) -> Answer {
    match state.stage {
        Stage::DueForArchive | Stage::Due => to(state, Stage::Registered),
        Stage::ArchivedDue => to(state, Stage::Archived),
        Stage::Archived => Err(NO_WAY_BACK),
        Stage::Draft => Err(DRAFT_NO_TERM),
        Stage::Registered | Stage::Withheld => Err(NOT_DUE),
        Stage::Destroyed => Err(DESTROYED),
    }
}

fn archive(basis: Basis, state: RecordState, act: SignedAct<'_>) -> Answer {
    match state.stage {
        Stage::DueForArchive => {}
        Stage::Draft => return Err(DRAFT_NO_TERM),
        Stage::Registered | Stage::Withheld if !has_archive(basis) => return Err(NO_ARCHIVE),
        Stage::Registered | Stage::Withheld | Stage::Due | Stage::Archived | Stage::ArchivedDue => {
            return Err(NOT_DUE_FOR_ARCHIVE);
        }
        Stage::Destroyed => return Err(DESTROYED),
    }
    approved(basis, act)?;
    to(state, Stage::Archived)
}

fn retrieve(state: RecordState, holders: KeyHolders) -> Answer {
    match state.stage {
        Stage::Archived => {}
        Stage::ArchivedDue => return Err(ENDED),
        Stage::Draft | Stage::Registered | Stage::Withheld | Stage::DueForArchive | Stage::Due => {
            return Err(NOT_ARCHIVED);
        }
        Stage::Destroyed => return Err(DESTROYED),
    }
    if holders.first.officer == holders.second.officer { Err(RETRIEVE_SIGNATURES) } else { Ok(state) }
}

fn destroy(basis: Basis, state: RecordState, act: SignedAct<'_>) -> Answer {
    match state.stage {
        Stage::Due | Stage::ArchivedDue => {}
        Stage::Draft => return Err(DRAFT_DISCARD),
        Stage::Registered => return Err(NOT_EXPIRED),
        Stage::Withheld => return Err(by_consent(basis, CONSENT_DECISION, FLOOR)),
        Stage::DueForArchive => return Err(ARCHIVE_FIRST),
        Stage::Archived => return Err(ARCHIVE_TERM),
        Stage::Destroyed => return Err(DESTROYED),
    }
    approved(basis, act)?;
    Ok(GONE)
}

/// Nothing is left to be blocked or linked.
const GONE: RecordState = RecordState { stage: Stage::Destroyed, review_by: None, depersonalised: false };

/// A commission of three, approved by a head who is neither author nor member (Art. 17(3), 23(4)).
fn approved(basis: Basis, act: SignedAct<'_>) -> Result<(), LifecycleRefusal> {
    let genomic = is_genomic(basis);
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
