//! Why a call is refused.

use crate::reason::reasons;

reasons! { "law-refusal-":
    // Who.
    BODY_ROLE = "body-role", "R1.6.1", ["1(6)"],
        "This role does not belong to this body: only prosecution bodies supervise, only the bodies that keep a store examine, only the bodies that destroy keep archivists, and a service firm has operators only. Have the administrator correct the account.";
    SUPERVISION_READS_ONLY = "supervision-reads-only", "R36.1.1", ["36"],
        "Supervision reads everything and changes nothing itself, but it may order a block: send the body an order for all else.";
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
    KEYS_NEED_ADMINISTRATOR = "keys-need-administrator", "R8.1.1", ["8(1)"],
        "The keys of the register are rotated by the administrator: ask the administrator.";
    NO_SUCH_ACCOUNT = "no-such-account", "R1.6.1", ["1(6)", "8(2)"],
        "The register itself has no account: sign in as an officer of a body.";
    REGISTER_ONLY = "register-only", "R6.2.2", ["6(2)(2)"],
        "The register does this by itself every day: no officer starts it under their own name.";
    BLOCK_NEEDS_DATA_PROTECTION = "block-needs-data-protection", "R9.2.1", ["9(2)"],
        "A block is set, reviewed and ended by the data-protection officer or the supervisor: report to them what you found.";
    LINK_NEEDS_KEY_HOLDERS = "link-needs-key-holders", "R9.1.1", ["9(1)", "9(3)"],
        "The link to the person is cut and joined by key holders only: ask the head, the supervisor or the archivist.";
    WITHHOLDING_NEEDS_SUPERVISOR = "withholding-needs-supervisor", "R10.1.4", ["10(1)", "23(3)"],
        "A record is withheld and restored by the supervisor or the head: give them the withdrawal, the judgment or the decision.";
    EVENTS_NEED_ARCHIVIST = "events-need-archivist", "R15.1.1", ["15(1)", "29"],
        "Events that move a term are noted and annulled by the archivist or the supervisor: give them the document.";
    TERMS_NOT_YOURS = "terms-not-yours", "R6.2.2", ["6(2)(2)"],
        "Terms and acts are seen by those who keep, end and watch over records: ask the archivist or the supervisor.";
    SUPERSEDED_FOR_OVERSIGHT = "superseded-for-oversight", "R13.1.4", ["13", "26"],
        "What was there before a correction is read by the archivist and the head of the body that destroys and by the prosecutor only: pass the matter there.";
    ACTS_NEED_ARCHIVIST = "acts-need-archivist", "R17.3.2", ["17(3)", "23(4)"],
        "Acts and carriers of the archive are the archivist's: pass the matter to the archivist of the body that destroys.";
    COMMISSION_ONLY = "commission-only", "R17.3.1", ["17(3)", "23(4)"],
        "An act is signed by the members of its commission: archivists, supervisors, examiners and operators of the body that destroys.";
    APPROVAL_NEEDS_HEAD = "approval-needs-head", "R17.3.1", ["17(3)", "23(4)"],
        "An act is approved by the head of the body that destroys: submit it to the head.";
    RETRIEVAL_NEEDS_TWO = "retrieval-needs-two", "R15.2.2", ["15(2)"],
        "A record is taken out of the archive by the archivist with the head or the supervisor: give them the order.";
    SEARCH_NEEDS_SUPERVISOR = "search-needs-supervisor", "R16.3.1", ["16(3)"],
        "A search that is off by default is agreed to by a supervisor or a head of another unit: ask one of them.";
    SEARCHES_NOT_YOURS = "searches-not-yours", "R16.3.1", ["16(3)"],
        "Requests for searches are seen by examiners, supervisors, heads and the prosecutor: ask one of them.";
    TERMS_NEED_TWO = "terms-need-two", "R3.1.1", ["3(1)"],
        "The report on a change of the terms is signed by the data-protection officer of the bodies of internal affairs and confirmed by their head: pass it to them.";
    NOT_IN_OWN_NAME = "not-in-own-name", "R8.2.3", ["8(2)"],
        "Where two act together, each acts in their own name and unit: have the second person sign in and agree themselves.";
    MATTERS_NOT_YOURS = "matters-not-yours", "R4.5.1", ["4(5)"],
        "Matters of this kind are seen by those who take their steps and by those who watch over them: ask one of them.";
    MATTER_MISSING = "matter-missing", "R4.1.1", ["4(1)"],
        "No matter is named: name its kind and the step.";
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
    GENOMIC_KEPT_ELSEWHERE = "genomic-kept-elsewhere", "R27.1.1", ["27"],
        "Genomic information is kept by the authorised division of the bodies of internal affairs, apart from fingerprints: pass the matter there.";
    DESTROYED_ELSEWHERE = "destroyed-elsewhere", "R17.1.1", ["17(1)"],
        "Fingerprints are archived and destroyed by the authorised department of the bodies of internal affairs, seafarers' by the body for transport: pass the matter there.";
    GENOMIC_DESTROYED_ELSEWHERE = "genomic-destroyed-elsewhere", "R23.2.1", ["23(2)", "23(4)"],
        "Genomic information is destroyed by the authorised division of the bodies of internal affairs: pass the matter there.";
    OTHER_TERRITORY = "other-territory", "R6.1.1", ["6(1)"],
        "The case or record is in a territory your unit does not serve: pass it to the unit that serves it.";
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
    DUTY_REFUSED = "duty-refused", "R7.2.2", ["7(2)", "38"],
        "The person refused this duty and the refusal is on record: nothing is taken in this case any more; when the person comes to register, open a new case.";
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
    UNDERTAKING_OVER = "undertaking-over", "R8.4.1", ["8(4)"],
        "Your undertaking of confidentiality or your yearly training is over: renew it with the administrator or the head, then sign in.";
    STATION_FAILED = "station-failed", "R8.3.1", ["8(3)"],
        "Your station did not pass its check today: nothing is collected on it; have it put right and checked again.";
    // Steps and acts.
    STEP_OTHER = "step-other", "R9.3.1", ["9(3)"],
        "This operation does not take this step of a record, or the record is not named: name the record and its own step.";
    ORDER_MISSING = "order-missing", "R15.2.2", ["15(2)"],
        "A record is taken out of the archive by an order only: enter its number.";
    ACT_MISSING = "act-missing", "R17.3.1", ["17(3)", "23(4)"],
        "No act is named: draw up the act first and name it with its signatures.";
    ACT_APPROVED = "act-approved", "R17.3.1", ["17(3)", "23(4)"],
        "The act is approved: nothing is signed or added any more; execute it, or withdraw it and draw up a new one.";
    ACT_SIGNED = "act-signed", "R17.3.1", ["17(3)", "23(4)"],
        "You have signed this act: another member of the commission signs next.";
    TERMS_MISSING = "terms-missing", "R3.1.1", ["3(1)"],
        "No report on a change of the terms is named: name the report that waits.";
    TERMS_SIGNED = "terms-signed", "R3.1.1", ["3(1)"],
        "The report is signed already: nothing is added to it.";
    TERMS_UNSIGNED = "terms-unsigned", "R3.1.1", ["3(1)"],
        "Nobody has signed the report yet: it is confirmed after the data-protection officer has signed it.";
    TERMS_OWN = "terms-own", "R3.1.1", ["3(1)"],
        "You signed this report yourself: another officer confirms it.";
    // Searches (law.md 6.3).
    SEARCH_MISSING = "search-missing", "R16.3.1", ["16(3)"],
        "No search is named that waits for an approval: name the search and who asks for it.";
    SEARCH_OTHER_PURPOSE = "search-other-purpose", "R5-1.1", ["5-1"],
        "This search is not what the operation does for this purpose: choose the purpose the search is for.";
    SEARCH_NO_GALLERY = "search-no-gallery", "R5-1.1", ["5-1"],
        "A search names every gallery it reaches: choose at least one.";
    SEARCH_REFUSED = "search-refused", "R5-1.1", ["5-1"],
        "This search never reaches this gallery: leave the gallery out of the search.";
    SEARCH_OFF = "search-off", "R16.3.1", ["16(3)"],
        "This search is off by default: it must be switched on by a rule before it can be asked for.";
    SEARCH_GROUND = "search-ground", "R16.3.1", ["16(3)"],
        "This search needs a legal document as the ground of this one query: enter its number.";
    SEARCH_ARTICLE = "search-article", "R16.3.1", ["16(3)"],
        "This search needs the article its ground document rests on: enter it.";
    SEARCH_EXPIRED = "search-expired", "R16.3.1", ["16(3)"],
        "The time of this request is over: a search is agreed to and made on the day it was asked for or within three days after it; ask anew.";
    SEARCH_USED = "search-used", "R16.3.1", ["16(3)"],
        "A search was made under this agreement already, and it was given for one: ask anew.";
    SEARCH_OTHER_FINGERS = "search-other-fingers", "R16.3.1", ["16(3)"],
        "The agreement was given for other fingers: search with the files it was asked for with, or ask anew.";
    SEARCH_OTHER = "search-other", "R16.3.1", ["16(3)"],
        "The agreement was given for another query, case or ground: make that search, or ask anew.";
    SEARCH_OTHER_OFFICER = "search-other-officer", "R16.3.1", ["16(3)"],
        "The agreement was given to another officer: whoever asked makes the search.";
    SEARCH_APPROVER = "search-approver", "R16.3.1", ["16(3)"],
        "This search needs the agreement of a supervisor or head of another unit: ask for it first.";
    SEARCH_OWN_APPROVAL = "search-own-approval", "R16.3.1", ["16(3)"],
        "Nobody agrees to their own search: have another officer of another unit agree.";
    SEARCH_SAME_UNIT = "search-same-unit", "R16.3.1", ["16(3)"],
        "Who asks for this search and who agrees must be of different units: have an officer of another unit agree.";
    SEARCH_NEEDS_NO_APPROVAL = "search-needs-no-approval", "R16.3.1", ["16(3)"],
        "The Law allows this search without an approval: make it.";
    // The lane (law.md 6.2).
    LANE_NEEDS_SUPERVISOR = "lane-needs-supervisor", "R10-1.3.3", ["10-1(3)(3)", "10-1(4)"],
        "A request or finding that exempts a traveller is confirmed by a supervisor of the national security bodies: pass it to them.";
    LANE_ORAL = "lane-oral", "R10-1.3.3", ["10-1(3)(3)"],
        "An oral request exempts nobody: have the body write, and enter the number of its letter.";
    LANE_MISSING = "lane-missing", "R10-1.3.3", ["10-1(3)(3)", "10-1(4)"],
        "No request or finding is named that somebody entered: name the one that waits.";
    LANE_OWN_REQUEST = "lane-own-request", "R10-1.3.3", ["10-1(3)(3)"],
        "You entered this request yourself: another officer confirms it.";
    LANE_OWN_FINDING = "lane-own-finding", "R10-1.4.5", ["10-1(4)"],
        "You entered this finding yourself: it is made by two, and another officer confirms it.";
}
