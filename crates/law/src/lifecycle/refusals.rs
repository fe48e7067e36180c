//! Why a step of a record is refused.

use crate::reason::reasons;
use crate::requirement::Article;

/// The articles of every reason.
pub(crate) fn articles() -> impl Iterator<Item = Article> {
    ALL.iter().flat_map(|reason| reason.articles.iter().copied())
}

reasons! { "law-lifecycle-":
    // The block.
    BLOCKED = "blocked", "R1.7.1", ["1(7)", "9(2)"],
        "The record is blocked: nothing is done with it until the violation is removed and the block ends.";
    BLOCKED_DESTRUCTION = "blocked-destruction", "R9.2.4", ["1(7)", "17(2)"],
        "A blocked record is not destroyed even when its term has ended: it stays in the list `due, blocked` and goes within ten working days after the block ends.";
    ALREADY_BLOCKED = "already-blocked", "R9.2.1", ["9(2)"],
        "The record is blocked already: review the block instead.";
    NOT_BLOCKED = "not-blocked", "R9.3.1", ["9(3)"],
        "The record is not blocked: there is no block to review or to end.";
    REVIEW_DATE = "review-date", "R9.2.3", ["9(2)"],
        "A block is temporary: set a review within thirty days.";
    UNBLOCK_RESULT = "unblock-result", "R9.2.2", ["9(2)"],
        "The block ends with a recorded result: record what was verified and what was remedied.";
    UNBLOCK_VIOLATOR = "unblock-violator", "R9.2.2", ["9(2)"],
        "Who violated the conditions does not end the block: have two others do it.";
    UNBLOCK_SECOND = "unblock-second", "R9.2.2", ["9(2)"],
        "Ending a block takes two persons: have a second one confirm.";
    // Depersonalising.
    SELF_APPROVAL = "self-approval", "R9.1.1", ["9(1)", "9(3)"],
        "Depersonalising and its removal take two key holders: have another officer hold the second key.";
    SAME_UNIT = "same-unit", "R9.1.2", ["9(1)", "9(3)"],
        "The two key holders must be of different units: have an officer of another unit hold the second key.";
    DEPERSONALISED = "depersonalised", "R9.1.2", ["1(9)", "9(1)"],
        "The record is depersonalised: have two key holders remove it for this record and this purpose first.";
    ALREADY_DEPERSONALISED = "already-depersonalised", "R9.3.1", ["9(3)"],
        "The record is depersonalised already.";
    NOT_DEPERSONALISED = "not-depersonalised", "R9.3.1", ["9(3)"],
        "The record is not depersonalised: there is nothing to remove.";
    NOT_NOW_DEPERSONALISED = "not-now-depersonalised", "R9.3.1", ["9(3)"],
        "Only a registered record in the database is depersonalised or the reverse: not a draft, nor one whose term has ended.";
    // The draft.
    DRAFT = "draft", "R11.4.6", ["11(4)"],
        "The draft is no registration yet: register it first.";
    DRAFT_NO_TERM = "draft-no-term", "R15.1.4", ["15(1)"],
        "No term runs before the registration: register or discard the draft.";
    DRAFT_DISCARD = "draft-discard", "R10.1.2", ["10(1)"],
        "A draft is discarded, not destroyed by an act: close the case.";
    ALREADY_REGISTERED = "already-registered", "R10.3.1", ["10(3)"],
        "The record is registered: verify the person, supplement the record, or open a new case.";
    NOT_A_DRAFT = "not-a-draft", "R1.8.1", ["1(8)", "17(3)"],
        "A registered record is not discarded: it ends by its term and an approved act only.";
    // Withholding.
    WITHHELD = "withheld", "R23.3.1", ["23(3)"],
        "The record is withheld from use: wait for the decision or the new judgment.";
    WITHHELD_CONSENT = "withheld-consent", "R10.1.4", ["10(1)", "10(4)", "18(2)"],
        "The consent was withdrawn and the record is withheld from use: wait for the decision.";
    ALREADY_WITHHELD = "already-withheld", "R9.3.1", ["9(3)"],
        "The record is withheld already.";
    NOT_WITHHELD = "not-withheld", "R9.3.1", ["9(3)"],
        "The record is not withheld.";
    NOTHING_TO_WITHHOLD = "nothing-to-withhold", "R9.3.1", ["9(3)"],
        "Only records of convicts and records made with consent are withheld: block the record instead.";
    RESTORE_DECISION = "restore-decision", "R23.3.2", ["23(3)"],
        "The withholding ends with a new judgment or a decision: record it first.";
    RESTORE_CONSENT = "restore-consent", "R10.1.4", ["10(1)", "10(4)", "18(2)"],
        "The withholding ends with the decision on the withdrawal of consent: record it first.";
    // The term.
    NOT_EXPIRED = "not-expired", "R17.2.1", ["17(2)", "23(2)"],
        "The term has not ended: destruction before its end needs a decision of a court or the prosecutor, recorded as an event.";
    FLOOR = "floor", "R23.3.1", ["23(3)"],
        "An acquitted person's profile is destroyed no earlier than a year after the acquittal became final, and what is withheld for another reason waits for the decision.";
    CONSENT_DECISION = "consent-decision", "R10.1.4", ["10(1)", "10(4)", "18(2)"],
        "The consent was withdrawn: destruction waits for the granting of the withdrawal, recorded as an event.";
    ARCHIVE_FIRST = "archive-first", "R15.2.1", ["15(2)"],
        "After ten years the record goes to the archive for forty: move it there by an act of transfer.";
    NOT_DUE_FOR_ARCHIVE = "not-due-for-archive", "R15.2.1", ["15(2)"],
        "The record is not due for the archive.";
    NO_ARCHIVE = "no-archive", "R15.2.5", ["15(2)"],
        "The Law has no archive for this basis: when its term ends the record is destroyed.";
    ENDED = "ended", "R15.1.6", ["15(1)", "17(2)", "23(2)"],
        "The term has ended: the record is used no more and waits for its act.";
    ALREADY_DUE = "already-due", "R17.2.1", ["17(2)"],
        "The record is due already.";
    NOT_DUE = "not-due", "R15.1.3", ["15(1)"],
        "The record is not due: there is no end to annul.";
    ARCHIVED = "archived", "R15.2.2", ["15(2)"],
        "The archive is not a database: a single record is taken out by order with two signatures.";
    NOT_ARCHIVED = "not-archived", "R15.2.2", ["15(2)"],
        "The record is not in the archive.";
    ARCHIVE_TERM = "archive-term", "R15.2.3", ["15(2)", "17(2)"],
        "The forty years in the archive have not ended.";
    NO_WAY_BACK = "no-way-back", "R10.3.5", ["10(3)", "15(2)"],
        "Nothing returns from the archive to the database: at the next application the person is registered anew.";
    RETRIEVE_SIGNATURES = "retrieve-signatures", "R15.2.2", ["15(2)"],
        "Taking a record out of the archive needs two signatures of different officers.";
    // Supplements.
    SUPPLEMENT_SECOND = "supplement-second", "R13.1.2", ["13"],
        "A better print counts when another officer agrees: have one who did not take it decide.";
    // Acts.
    COMMISSION = "commission", "R17.3.1", ["17(3)"],
        "An act needs a commission of at least three different members who signed: complete the signatures.";
    NOT_APPROVED = "not-approved", "R17.3.1", ["17(3)"],
        "The act is not approved by the head: have it approved before it is executed.";
    OWN_ACT = "own-act", "R17.3.1", ["17(3)"],
        "Nobody approves their own act: the head must be neither its author nor a member of the commission.";
    COMMISSION_GENOMIC = "commission-genomic", "R23.4.1", ["23(4)"],
        "An act on genomic information needs a commission of at least three different members who signed: complete the signatures.";
    NOT_APPROVED_GENOMIC = "not-approved-genomic", "R23.4.1", ["23(4)"],
        "The act is not approved by the head of the authorised division: have it approved before it is executed.";
    OWN_ACT_GENOMIC = "own-act-genomic", "R23.4.1", ["23(4)"],
        "Nobody approves their own act: the head of the authorised division must be neither its author nor a member of the commission.";
    // The end.
    DESTROYED = "destroyed", "R1.8.1", ["1(8)"],
        "The record is destroyed and cannot be restored: only its tombstone and certificate are left.";
}
