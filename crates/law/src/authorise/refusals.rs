//! Why a call is refused: each reason has a stable code, its requirement, its article and a sentence that
//! says what to do.

use crate::requirement::{Article, Requirement, art, r};

/// A reason to refuse.
#[derive(Debug)]
pub(super) struct Reason {
    pub(super) code: &'static str,
    /// Message key of the plain words.
    pub(super) key: &'static str,
    pub(super) requirement: Requirement,
    pub(super) articles: &'static [Article],
    pub(super) says: &'static str,
}

macro_rules! reasons {
    ($($name:ident = $code:literal, $requirement:literal, [$($article:literal),+], $says:literal;)*) => {
        $(pub(super) const $name: &Reason = &Reason {
            code: $code,
            key: concat!("law-refusal-", $code),
            requirement: r($requirement),
            articles: &[$(art($article)),+],
            says: $says,
        };)*
        /// Every reason.
        pub(super) const ALL: &[&Reason] = &[$($name),*];
    };
}

reasons! {
    // Who.
    BODY_ROLE = "body-role", "R1.6.1", ["1(6)"],
        "This role does not belong to this body: only prosecution bodies supervise, only the bodies that keep a store examine, and a service firm has operators only. Have the administrator correct the account.";
    SUPERVISION_READS_ONLY = "supervision-reads-only", "R36.1.1", ["36"],
        "Supervision reads everything and changes nothing: send the body an order instead.";
    ADMINISTRATOR_SEES_NO_RECORDS = "administrator-sees-no-records", "R4.5.1", ["4(5)", "8(4)"],
        "An administrator keeps accounts and sees no case or record: ask an operator of the competent body.";
    IDENTIFY_NEEDS_EXAMINER = "identify-needs-examiner", "R1.12.1", ["1(12-1)"],
        "A search among all records is not a verification: verify a claimed identity, or hand the case to an examiner of the bodies of internal affairs.";
    ADJUDICATE_NEEDS_EXAMINER = "adjudicate-needs-examiner", "R11.4.6", ["11(4)"],
        "Candidates are decided by two examiners: hand the candidate to an examiner.";
    LEDGER_NOT_YOURS = "ledger-not-yours", "R36.1.1", ["36"],
        "The ledger is read by the prosecutor and the administrator: ask one of them.";
    ACCOUNTS_NEED_ADMINISTRATOR = "accounts-need-administrator", "R1.6.1", ["1(6)", "8(2)"],
        "Accounts are kept by the administrator: ask the administrator.";
    ROLE = "role", "R6.1.1", ["6(1)"],
        "This role may not do this: ask an operator of the competent body.";
    // Why.
    PURPOSE = "purpose", "R5.1.1", ["5"],
        "This purpose does not allow this operation: choose the purpose the operation is for.";
    ONE_TO_ONE_ONLY = "one-to-one-only", "R1.12.1", ["1(12-1)"],
        "Confirming an identity is 1:1: verify against the claimed record, or identify under purpose P2 with a case.";
    BORDER_ONE_TO_ONE = "border-one-to-one", "R16.4.1", ["16(4)"],
        "At the border a person is verified 1:1 by the national security bodies, and no images come back: use verification.";
    FOREIGNER_CONTROL_OFF = "foreigner-control-off", "R16.2.1", ["16(2)"],
        "Searches for the control of foreigners (P3) are off by default: use P2 with a case, or have the purpose switched on by a rule.";
    SAFETY_OFF = "safety-off", "R16.3.1", ["16(3)"],
        "Searches for safety (P4) are off by default: they need an article of another law and an approver of another unit.";
    // Competence.
    COMPETENCE = "competence", "R6.1.1", ["6(1)"],
        "This body has no competence here: pass the case to the competent body.";
    SERVICE_WRITE_ONLY = "service-write-only", "R33.4.2", ["33"],
        "A service firm collects and transfers only: the foreign institution continues the case.";
    BORDER_ANSWERS_ONLY = "border-answers-only", "R16.4.1", ["16(4)", "35(1)"],
        "National security bodies verify at the border only; other use needs a request under Art. 9(4).";
    SEPARATE_STORE = "separate-store", "R14.2.1", ["14"],
        "Seafarers' records are kept by the body for transport, apart from all others: send it a request.";
    KEPT_ELSEWHERE = "kept-elsewhere", "R14.1.1", ["14"],
        "Records are kept by the bodies of internal affairs, seafarers' by the body for transport: send the request there.";
    GENOMIC_SEPARATE = "genomic-separate", "R27.1.1", ["27"],
        "Genomic registration is a separate subsystem: this operation is for fingerprints.";
    NOT_A_REGISTRATION = "not-a-registration", "R16.4.1", ["16(4)"],
        "A border verification is not a registration: nobody is enrolled at the lane.";
    // Facts.
    BASIS_MISSING = "basis-missing", "R2.1.1", ["2"],
        "Name the basis of the Law: every record cites one.";
    BEFORE_LAW = "before-law", "R39.1.1", ["39"],
        "Fingerprint registration was suspended until 1 January 2024: nothing may be done under an earlier date.";
    REFUSED_BY_LAW = "refused-by-law", "R2.1.1", ["2"],
        "The Law does not allow this registration: close the case and tell the person why.";
    DECISION_MISSING = "decision-missing", "R3.1.2", ["3(1)"],
        "The case has no decision: give the facts and let the Law decide first.";
    DECISION_OTHER = "decision-other", "R3.1.2", ["3(1)"],
        "The decision is of another basis, body or date: decide this case from its own facts, on this date.";
    NOT_TO_REGISTER = "not-to-register", "R2.1.1", ["2"],
        "The Law's answer is not a registration: take no prints for a record.";
    MISSING_EVIDENCE = "missing-evidence", "R2.1.1", ["2"],
        "Evidence is missing: add it before the capture.";
    NOT_TO_VERIFY = "not-to-verify", "R16.4.1", ["16(4)"],
        "The Law's answer is not a verification: make no comparison.";
    NOT_YOUR_CASE = "not-your-case", "R4.5.1", ["4(5)", "6(1)"],
        "The case belongs to another body: ask that body, or open your own case.";
    CASE_REFERENCE = "case-reference", "R16.1.1", ["16(1)"],
        "An identification needs a case: enter the case number that is its ground.";
    RECORD_BLOCKED = "record-blocked", "R1.7.1", ["1(7)", "9(2)"],
        "The record is blocked: wait for the review, or ask the body that blocked it.";
    ALREADY_REVIEWED = "already-reviewed", "R11.4.6", ["11(4)"],
        "You have decided on this candidate: the second decision must be another examiner's.";
    NOT_AWAITED = "not-awaited", "R11.4.6", ["11(4)"],
        "These prints do not wait for your examination: open the record under purpose P2 with a case.";
    IDENTITY_PROOF = "identity-proof", "R7.1.1", ["7(1)(1)"],
        "Prove the identity of the person who asks before showing their information.";
    SIGN_IN_NOT_PROVEN = "sign-in-not-proven", "R8.2.3", ["8(2)"],
        "The sign-in did not succeed: check the name and password, or ask the administrator.";
}
