//! The policy: one rule a line of the matrix (operation, role, bodies, purposes), with the facts it needs.
//! What no rule allows is refused (R4.1.1).

use vocabulary::Purpose::{
    Administration, Border, Confirm, ForeignerControl, Identify as P2, Registration, Safety, SubjectAccess,
    Supervision,
};
use vocabulary::{Body, Purpose, Role, Verb};

use super::Operation::{self, *};
use crate::requirement::{Article, Requirement, art, r};

/// Which bodies a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bodies {
    /// Bodies that may collect on the basis of the call (section 4), service firms included.
    Collecting,
    /// The same without service firms: they collect and transfer only (R33.4.2).
    CollectingState,
    /// The same, or a collecting body when no basis is named yet.
    CollectingStateOrOpen,
    /// Bodies that may confirm an identity: IAB on its store, MFA abroad, TRB on its own store (6.3, C-36).
    Confirming,
    /// The body that keeps the store: TRB for B2, IAB for all other prints (Art. 14).
    Keeping,
    /// The body that keeps the record or destroys it: TRB for B2, IAB and ADD for other prints, AGD for chapter 3.
    Keepers,
    /// The body that destroys the record: TRB for B2, ADD for other prints, AGD for chapter 3 (section 4, R17.1.1).
    Destroying,
    /// State bodies that may collect on the basis, chapter 3 included: for the records they collected themselves.
    Origin,
    /// These.
    Only(&'static [Body]),
    /// Every body.
    Every,
}

/// A fact a rule needs; each failure is one refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The basis is named.
    Basis,
    /// The basis of a record is named: a border verification keeps none (C-12).
    Record,
    /// Chapter 2 is in force on the date.
    InForce,
    /// A decision, when given, is not a refusal.
    NotRefused,
    /// The decision is given, fits the call and is not a refusal.
    Decision,
    /// The decision is to register, and no evidence is missing.
    ToRegister,
    /// The decision was made for the day of the capture (TV-12).
    OfToday,
    /// A decision, when given, is to verify.
    ToVerifyIfDecided,
    /// The decision is given and is to verify.
    ToVerify,
    /// The case belongs to the actor's body.
    OwnCase,
    /// The person has not refused the duty of this case on record.
    DutyNotRefused,
    /// A case of another procedure is named, when the purpose is P2 or P4.
    CaseReference,
    /// The order is named (R15.2.2).
    ByOrder,
    /// The record is not blocked.
    NotBlocked,
    /// The actor has not decided on this candidate before.
    NotReviewed,
    /// The prints wait for the actor's examination.
    Awaited,
    /// The identity of the asking person was proven.
    IdentityProven,
    /// The officer proved who they are: password, and that the account is open.
    SignInProven,
    /// The officer's undertaking and yearly training, once given, are not over (R8.4.1).
    UndertakingHolds,
    /// The officer's station, once it is checked, passed today (R8.3.1).
    StationPassed,
    /// The rule catalogue has switched this search on (R16.2.1, R16.3.1).
    SwitchedOn,
    /// A search that waits for an approval is given.
    ToApprove,
    /// An act is given that the actor has not signed and nobody has approved.
    ActToSign,
    /// An act is given that its commission has signed, and the actor is neither its author nor a member.
    ActToApprove,
    /// An act is given that was signed and approved.
    ActApproved,
    /// A report on a change of the terms is given that nobody has signed.
    TermsToSign,
    /// A report on a change of the terms is given that another officer has signed and nobody confirmed.
    TermsToConfirm,
    /// The decision about a traveller is given and is not a refusal.
    Traveller,
    /// The number of the written request is named (R10-1.3.3).
    InWriting,
    /// A request or finding is given that another officer entered.
    EnteredByAnother,
}

/// Where requirement and articles of the grant come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// From the rule.
    Rule,
    /// From the decision, when one is given; the articles of the rule follow.
    Decision,
    /// Declining a voluntary registration has no consequence (R10.1.2); refusing a duty is liability under
    /// other laws, and is recorded as such (R7.2.2).
    Decline,
    /// From the rule; on genomic information by this requirement and these articles of chapter 3.
    Chapter3(Requirement, &'static [Article]),
}

/// One line of the policy.
pub(super) struct Rule {
    pub(super) operation: Operation,
    pub(super) role: Role,
    pub(super) bodies: Bodies,
    pub(super) purposes: &'static [Purpose],
    pub(super) needs: &'static [Need],
    pub(super) ground: Ground,
    pub(super) requirement: Requirement,
    pub(super) articles: &'static [Article],
}

/// The legal verb of an operation (R1.10.1): closed by Art. 1(10), 1(11).
pub(super) fn verb(operation: Operation, role: Role) -> Verb {
    match (operation, role) {
        (ManageOfficers | SignIn, _) | (ViewLedger, Role::Administrator) => Verb::Administer,
        (_, Role::Prosecutor) => Verb::Supervise,
        (OpenCase | GiveEvidence | Capture, _) => Verb::Collect,
        (Register, _) => Verb::Store,
        (Decline | CloseCase | NoteEvent | AnnulEvent | ReceiveEvents | CorrectPerson, _) => Verb::Change,
        (SupplementPrint, _) => Verb::Supplement,
        (BlockRecord | ReviewBlock | UnblockRecord | WithholdRecord | RestoreRecord, _) => Verb::Block,
        (DepersonaliseRecord | RepersonaliseRecord, _) => Verb::Depersonalise,
        (DrawUpAct | SignAct | ApproveAct | WithdrawAct | ExecuteAct | CertifyDestruction, _) => {
            Verb::Destroy
        }
        (Sweep | ViewTerms | SignTerms | ConfirmTerms | RegisterCarrier | CheckCarrier, _) => Verb::Store,
        (RotateKeys, _) => Verb::Administer,
        _ => Verb::Use,
    }
}

/// Bodies that collect and see their cases. A service firm collects too, and reads nothing back (R33.4.2).
const COLLECTORS: &[Body] = &[Body::Iab, Body::Mfa, Body::Nsb, Body::Trb];

use Bodies::*;
use Ground::{Decision as ByDecision, Rule as ByRule};
use Need::*;
use Role::{Administrator, Archivist, DataProtection, Examiner, Head, Operator, Prosecutor, Supervisor};

/// The matrix. Of the rules of one operation, role and purpose the first whose bodies fit is applied.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    // Registration, step by step.
    rule(OpenCase, Operator, Collecting, &[Registration],
         &[Basis, InForce, NotRefused], ByRule, r("R2.1.1"), &[art("2"), art("6(1)")]),
    rule(GiveEvidence, Operator, Collecting, &[Registration],
         &[InForce, OwnCase, DutyNotRefused, Need::Decision], ByDecision, r("R6.2.2"), &[art("6(2)(2)")]),
    rule(Capture, Operator, Collecting, &[Registration],
         &[InForce, OwnCase, DutyNotRefused, Need::Decision, ToRegister, OfToday, StationPassed], ByDecision, r("R11.4.1"), &[art("11(4)")]),
    rule(CheckDuplicates, Operator, CollectingState, &[Registration],
         &[InForce, OwnCase, DutyNotRefused, Need::Decision, ToRegister], ByRule, r("R11.4.6"), &[art("11(4)")]),
    rule(AdjudicateCandidate, Examiner, Keeping, &[Registration, P2],
         &[InForce, CaseReference, NotBlocked, NotReviewed], ByRule, r("R11.4.6"), &[art("11(4)")]),
    rule(Operation::Register, Operator, CollectingState, &[Registration],
         &[InForce, OwnCase, DutyNotRefused, Need::Decision, ToRegister], ByDecision, r("R14.1.1"), &[art("14")]),
    rule(Decline, Operator, Collecting, &[Registration],
         &[OwnCase], Ground::Decline, r("R10.1.2"), &[art("10(1)")]),
    rule(CloseCase, Operator, CollectingState, &[Registration],
         &[OwnCase], ByRule, r("R6.2.2"), &[art("6(2)(2)")]),
    // Use.
    rule(Verify, Operator, Confirming, &[Confirm],
         &[InForce, NotBlocked, DutyNotRefused, ToVerifyIfDecided], ByDecision, r("R16.1.1"), &[art("16(1)")]),
    rule(Verify, Operator, Only(&[Body::Nsb]), &[Border],
         &[InForce, NotBlocked, ToVerify], ByDecision, r("R16.4.1"), &[art("16(4)"), art("35(1)")]),
    rule(Operation::Identify, Examiner, Only(&[Body::Iab]), &[P2],
         &[InForce, CaseReference], ByRule, r("R16.1.1"), &[art("16(1)")]),
    rule(Operation::Identify, Examiner, Only(&[Body::Iab]), &[ForeignerControl],
         &[InForce, SwitchedOn], ByRule, r("R16.2.1"), &[art("16(2)")]),
    rule(Operation::Identify, Examiner, Only(&[Body::Iab]), &[Safety],
         &[InForce, SwitchedOn, CaseReference], ByRule, r("R16.3.1"), &[art("16(3)")]),
    // Views.
    rule(ViewRecord, Operator, CollectingState, &[Registration, Confirm],
         &[OwnCase, NotBlocked], ByRule, r("R4.5.1"), &[art("4(5)"), art("8(4)")]),
    rule(ViewRecord, Operator, Keeping, &[SubjectAccess],
         &[IdentityProven], ByRule, r("R7.1.1"), &[art("7(1)(1)")]),
    // An examiner opens a record, which joins prints and names, only as an explicit act with a case (Art. 9).
    rule(ViewRecord, Examiner, Keeping, &[P2],
         &[CaseReference, NotBlocked], ByRule, r("R4.5.1"), &[art("4(5)"), art("8(4)")]),
    rule(ViewCase, Operator, Only(COLLECTORS), &[Registration, Confirm],
         &[OwnCase], ByRule, r("R4.5.1"), &[art("4(5)"), art("8(4)")]),
    rule(ViewPrints, Examiner, Keeping, &[Registration],
         &[InForce, NotBlocked, Awaited], ByRule, r("R11.4.6"), &[art("11(4)")]),
    rule(SearchPerson, Operator, CollectingStateOrOpen, &[Registration, Confirm],
         &[], ByRule, r("R10.3.1"), &[art("10(3)")]),
    rule(SearchPerson, Operator, Keeping, &[SubjectAccess],
         &[IdentityProven], ByRule, r("R7.1.1"), &[art("7(1)(1)")]),
    rule(SearchPerson, Operator, Only(&[Body::Nsb]), &[Border],
         &[InForce], ByRule, r("R16.4.1"), &[art("16(4)"), art("35(1)")]),
    // Supervision reads everything and writes nothing (Art. 36); what it may order stands with the block.
    supervision(ViewRecord), supervision(ViewCase), supervision(ViewPrints), supervision(SearchPerson),
    supervision(ViewLedger),
    // The system itself.
    rule(ViewLedger, Administrator, Every, &[Administration], &[], ByRule, r("R6.2.1"), &[art("6(2)(1)")]),
    rule(ManageOfficers, Administrator, Every, &[Administration], &[], ByRule, r("R1.6.1"), &[art("1(6)"), art("8(2)")]),
    sign_in(Operator), sign_in(Examiner), sign_in(Prosecutor), sign_in(Administrator),
    sign_in(Supervisor), sign_in(Head), sign_in(Archivist), sign_in(DataProtection),
    // Role::System signs in nowhere: nobody has such an account (R1.6.1).
];

/// Every rule, those of keeping included.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(super::keeping::RULES).chain(super::lane::RULES)
}

#[allow(clippy::too_many_arguments)] // one line of the matrix
pub(super) const fn rule(
    operation: Operation,
    role: Role,
    bodies: Bodies,
    purposes: &'static [Purpose],
    needs: &'static [Need],
    ground: Ground,
    requirement: Requirement,
    articles: &'static [Article],
) -> Rule {
    Rule { operation, role, bodies, purposes, needs, ground, requirement, articles }
}

const fn supervision(operation: Operation) -> Rule {
    const ARTICLES: &[Article] = &[art("36")];
    const BODIES: &[Body] = &[Body::Pro];
    rule(operation, Prosecutor, Only(BODIES), &[Supervision], &[], ByRule, r("R36.1.1"), ARTICLES)
}

const fn sign_in(role: Role) -> Rule {
    const ARTICLES: &[Article] = &[art("8(2)")];
    rule(
        SignIn,
        role,
        Every,
        &[Administration],
        &[SignInProven, UndertakingHolds],
        ByRule,
        r("R8.2.3"),
        ARTICLES,
    )
}
