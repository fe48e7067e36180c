//! The policy of keeping records to their end: blocks, depersonalisation, events, terms, corrections, acts, the
//! archive. Rules as in [`super::rule`].

use vocabulary::Purpose::{Administration, Identify, Keeping as Keep, Registration, Safety, Supervision};
use vocabulary::Role::{
    Administrator, Archivist, DataProtection, Examiner, Head, Operator, Prosecutor, Supervisor, System,
};
use vocabulary::{Body, Purpose, Role};

use super::Operation::{self, *};
use super::rule::Bodies::*;
use super::rule::Need::{self, *};
use super::rule::{Bodies, Ground, Rule, rule};
use crate::requirement::{Article, Requirement, art, r};

/// What allows an operation: by chapter 2, and where chapter 3 says it anew, by chapter 3.
#[derive(Clone, Copy)]
struct Cite {
    requirement: Requirement,
    articles: &'static [Article],
    ground: Ground,
}

const fn both(requirement: &'static str, articles: &'static [Article]) -> Cite {
    Cite { requirement: r(requirement), articles, ground: Ground::Rule }
}

const fn or_genomic(
    requirement: &'static str,
    articles: &'static [Article],
    genomic: &'static str,
    genomic_articles: &'static [Article],
) -> Cite {
    Cite { requirement: r(requirement), articles, ground: Ground::Chapter3(r(genomic), genomic_articles) }
}

const BLOCK: Cite = both("R9.2.1", &[art("9(2)"), art("1(7)")]);
const REVIEW: Cite = both("R9.2.3", &[art("9(2)")]);
const UNBLOCK: Cite = both("R9.2.2", &[art("9(2)")]);
const READ: Cite = both("R36.1.1", &[art("36")]);
const ORDER: Cite = both("R36.1.2", &[art("36"), art("9(2)")]);
const CUT: Cite = both("R9.1.1", &[art("9(1)"), art("9(3)")]);
const JOIN: Cite = both("R9.1.2", &[art("9(1)"), art("9(3)")]);
const WITHHOLD: Cite =
    or_genomic("R10.1.4", &[art("10(1)"), art("10(4)")], "R23.3.1", &[art("23(3)"), art("18(2)")]);
const RESTORE: Cite =
    or_genomic("R10.1.4", &[art("10(1)"), art("10(4)")], "R23.3.2", &[art("23(3)"), art("18(2)")]);
const EVENT: Cite = or_genomic("R15.1.1", &[art("15(1)")], "R29.1.1", &[art("29")]);
const ANNUL: Cite = or_genomic("R15.1.3", &[art("15(1)")], "R29.1.3", &[art("29")]);
const SWEEP: Cite = or_genomic("R17.2.1", &[art("17(2)"), art("15")], "R23.2.1", &[art("23(2)"), art("29")]);
const TERMS: Cite = both("R6.2.2", &[art("6(2)(2)")]);
const CHANGED: Cite = both("R3.1.1", &[art("3(1)"), art("17(2)")]);
const CORRECT: Cite = or_genomic("R13.1.1", &[art("13")], "R26.1.1", &[art("26")]);
const SUPERSEDED: Cite = or_genomic("R13.1.4", &[art("13")], "R26.1.1", &[art("26")]);
const SUPPLEMENT: Cite = both("R13.1.2", &[art("13")]);
const DRAW_UP: Cite =
    or_genomic("R17.1.1", &[art("17(1)"), art("17(3)")], "R23.2.1", &[art("23(2)"), art("23(4)")]);
const ACT: Cite = or_genomic("R17.3.1", &[art("17(3)")], "R23.4.1", &[art("23(4)")]);
const EXECUTE: Cite =
    or_genomic("R17.3.2", &[art("17(3)"), art("17(1)")], "R23.4.1", &[art("23(4)"), art("23(2)")]);
const CERTIFY: Cite = or_genomic("R17.3.4", &[art("17(3)")], "R23.4.2", &[art("23(4)")]);
const CARRIER: Cite = both("R1.13.1", &[art("1(13)"), art("15(2)")]);
const READING: Cite = both("R15.2.4", &[art("15(2)")]);
const RETRIEVE: Cite = both("R15.2.2", &[art("15(2)")]);
const APPROVE: Cite = both("R16.3.1", &[art("16(3)")]);
const SEEN: Cite = both("R1.7.1", &[art("1(7)"), art("9(2)")]);
const KEYS: Cite = both("R8.1.1", &[art("8(1)")]);

/// The archive of the bodies of internal affairs is kept by ADD, that of seafarers by TRB; chapter 3 has none (R15.2.5).
const ARCHIVES: &[Body] = &[Body::Add, Body::Trb];
const STORES: &[Body] = &[Body::Iab, Body::Trb, Body::Agd];
const REGISTER: &[Body] = &[Body::Iab];
const PROSECUTION: &[Body] = &[Body::Pro];
const KEEP: &[Purpose] = &[Keep];
/// A record of the body's own store, or one that the body itself collected.
const NAMED: &[Need] = &[Record];
const OWN: &[Need] = &[Record, OwnCase];

/// The matrix of keeping.
#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    // The block (Art. 9(2)): by the data-protection officer and the supervisor, of the store or of the body that
    // collected; a prosecutor's order is executed at once and is the only thing a prosecutor moves (R36.1.2).
    keep(BlockRecord, DataProtection, Keepers, NAMED, BLOCK), keep(BlockRecord, DataProtection, Origin, OWN, BLOCK),
    keep(BlockRecord, Supervisor, Keepers, NAMED, BLOCK), keep(BlockRecord, Supervisor, Origin, OWN, BLOCK),
    row(BlockRecord, Prosecutor, Only(PROSECUTION), &[Supervision], NAMED, ORDER),
    keep(ReviewBlock, DataProtection, Keepers, NAMED, REVIEW), keep(ReviewBlock, DataProtection, Origin, OWN, REVIEW),
    keep(ReviewBlock, Supervisor, Keepers, NAMED, REVIEW), keep(ReviewBlock, Supervisor, Origin, OWN, REVIEW),
    keep(UnblockRecord, DataProtection, Keepers, NAMED, UNBLOCK), keep(UnblockRecord, DataProtection, Origin, OWN, UNBLOCK),
    keep(UnblockRecord, Supervisor, Keepers, NAMED, UNBLOCK), keep(UnblockRecord, Supervisor, Origin, OWN, UNBLOCK),
    // A data-protection officer sees the record a finding is about, blocked or not (R1.7.1).
    keep(ViewRecord, DataProtection, Keepers, NAMED, SEEN), keep(ViewRecord, DataProtection, Origin, OWN, SEEN),
    // The link to the person, by two key holders (Art. 9(1)).
    keep(DepersonaliseRecord, Head, Keepers, NAMED, CUT), keep(DepersonaliseRecord, Supervisor, Keepers, NAMED, CUT),
    keep(DepersonaliseRecord, Archivist, Keepers, NAMED, CUT),
    keep(RepersonaliseRecord, Head, Keepers, NAMED, JOIN), keep(RepersonaliseRecord, Supervisor, Keepers, NAMED, JOIN),
    keep(RepersonaliseRecord, Archivist, Keepers, NAMED, JOIN),
    // Withholding (C-30, Art. 23(3)).
    keep(WithholdRecord, Supervisor, Keepers, NAMED, WITHHOLD), keep(WithholdRecord, Head, Keepers, NAMED, WITHHOLD),
    keep(RestoreRecord, Supervisor, Keepers, NAMED, RESTORE), keep(RestoreRecord, Head, Keepers, NAMED, RESTORE),
    // Events and terms (Art. 15, 29).
    keep(NoteEvent, Archivist, Keepers, NAMED, EVENT), keep(NoteEvent, Supervisor, Keepers, NAMED, EVENT),
    keep(AnnulEvent, Archivist, Keepers, NAMED, ANNUL), keep(AnnulEvent, Supervisor, Keepers, NAMED, ANNUL),
    keep(ReceiveEvents, System, Only(STORES), &[], EVENT), keep(Sweep, System, Only(STORES), &[], SWEEP),
    keep(ViewTerms, Archivist, Keepers, &[], TERMS), keep(ViewTerms, Head, Keepers, &[], TERMS),
    keep(ViewTerms, Supervisor, Keepers, &[], TERMS), keep(ViewTerms, DataProtection, Keepers, &[], TERMS),
    keep(ViewTerms, DataProtection, Origin, OWN, TERMS),
    supervised(ViewTerms), supervised(ViewAct),
    // A change of the terms themselves: two approvers (R3.1.1), of the body that keeps the register.
    keep(SignTerms, DataProtection, Only(REGISTER), &[TermsToSign], CHANGED), keep(ConfirmTerms, Head, Only(REGISTER), &[TermsToConfirm], CHANGED),
    // Corrections and supplements (Art. 13, 26).
    row(CorrectPerson, Operator, CollectingState, &[Registration, Keep], &[InForce, OwnCase], CORRECT),
    keep(CorrectPerson, Supervisor, Keepers, NAMED, CORRECT), keep(CorrectPerson, Supervisor, Origin, OWN, CORRECT),
    // What was there before is for those who end records and for the prosecutor, with a reason (R13.1.4).
    keep(ViewSuperseded, Archivist, Destroying, NAMED, SUPERSEDED), keep(ViewSuperseded, Head, Destroying, NAMED, SUPERSEDED),
    row(ViewSuperseded, Prosecutor, Only(PROSECUTION), &[Supervision], NAMED, SUPERSEDED),
    row(SupplementPrint, Operator, CollectingState, &[Registration, Keep], &[InForce, OwnCase], SUPPLEMENT),
    keep(SupplementPrint, Supervisor, Keeping, NAMED, SUPPLEMENT),
    // Acts of destruction and of transfer to the archive (Art. 17, 15(2), 23), by who destroys. Drawn up and executed
    // by an archivist, signed by a commission of that body, approved by its head.
    keep(DrawUpAct, Archivist, Destroying, &[], DRAW_UP), keep(WithdrawAct, Archivist, Destroying, &[], DRAW_UP),
    keep(SignAct, Archivist, Destroying, &[ActToSign], ACT), keep(SignAct, Supervisor, Destroying, &[ActToSign], ACT),
    keep(SignAct, Examiner, Destroying, &[ActToSign], ACT), keep(SignAct, Operator, Destroying, &[ActToSign], ACT),
    keep(ApproveAct, Head, Destroying, &[ActToApprove], ACT),
    keep(ExecuteAct, Archivist, Destroying, &[ActApproved], EXECUTE),
    keep(CertifyDestruction, Archivist, Destroying, &[], CERTIFY),
    keep(ViewAct, Archivist, Keepers, &[], ACT), keep(ViewAct, Head, Keepers, &[], ACT),
    keep(ViewAct, Supervisor, Keepers, &[], ACT), keep(ViewAct, DataProtection, Keepers, &[], ACT),
    // Who signs reads what they sign.
    keep(ViewAct, Examiner, Destroying, &[], ACT), keep(ViewAct, Operator, Destroying, &[], ACT),
    // The archive (Art. 15(2)): one record by an order and two persons.
    keep(RegisterCarrier, Archivist, Only(ARCHIVES), &[], CARRIER), keep(CheckCarrier, Archivist, Only(ARCHIVES), &[], READING),
    keep(RetrieveRecord, Archivist, Keepers, &[Record, ByOrder], RETRIEVE),
    keep(RetrieveRecord, Head, Keepers, &[Record, ByOrder], RETRIEVE),
    keep(RetrieveRecord, Supervisor, Keepers, &[Record, ByOrder], RETRIEVE),
    // Who asks for a gated search, and the second person who agrees (C-24 to C-26).
    row(AskSearch, Examiner, Only(&[Body::Iab]), SEARCHES, &[InForce, CaseReference], APPROVE),
    row(ApproveSearch, Supervisor, Keepers, SEARCHES, &[ToApprove], APPROVE),
    row(ApproveSearch, Head, Keepers, SEARCHES, &[ToApprove], APPROVE),
    row(ViewSearches, Examiner, Only(&[Body::Iab]), SEARCHES, &[], APPROVE),
    row(ViewSearches, Supervisor, Keepers, SEARCHES, &[], APPROVE),
    row(ViewSearches, Head, Keepers, SEARCHES, &[], APPROVE),
    row(ViewSearches, Prosecutor, Only(PROSECUTION), &[Supervision], &[], READ),
    // The keys of the register.
    row(RotateKeys, Administrator, Every, &[Administration], &[], KEYS),
];

/// Purposes of searches that can be gated.
const SEARCHES: &[Purpose] = &[Identify, Safety];

const fn row(
    operation: Operation,
    role: Role,
    bodies: Bodies,
    purposes: &'static [Purpose],
    needs: &'static [Need],
    cite: Cite,
) -> Rule {
    rule(operation, role, bodies, purposes, needs, cite.ground, cite.requirement, cite.articles)
}

const fn keep(operation: Operation, role: Role, bodies: Bodies, needs: &'static [Need], cite: Cite) -> Rule {
    row(operation, role, bodies, KEEP, needs, cite)
}

const fn supervised(operation: Operation) -> Rule {
    row(operation, Prosecutor, Only(PROSECUTION), &[Supervision], &[], READ)
}
