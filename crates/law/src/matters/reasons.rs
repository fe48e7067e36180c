//! Why a step of a matter is refused.

use crate::reason::reasons;

reasons! { "law-matter-":
    // Of every matter.
    STEP = "matter-step", "R4.1.1", ["4(1)", "4(2)"],
        "A matter of this kind has no such step: choose one of its steps.";
    STATE = "matter-state", "R4.1.1", ["4(1)", "4(2)"],
        "This step is not taken in the state the matter is in: look at its steps so far and take the next one.";
    NOT_YOURS = "matter-not-yours", "R6.1.1", ["6(1)"],
        "This step is not this role's or body's: pass the matter to the officer whose step it is.";
    FIELD_MISSING = "matter-field-missing", "R4.1.1", ["4(1)"],
        "A field of this step is missing: give it.";
    FIELD_FOREIGN = "matter-field-foreign", "R4.1.1", ["4(1)"],
        "A field does not belong to this step: leave it out.";
    NO_RECORD = "matter-no-record", "R4.1.1", ["4(1)"],
        "This matter is about one record: name its registry number.";
    OWN_STEP = "matter-own-step", "R8.2.4", ["8(2)"],
        "You took the step before this one: another officer takes this step.";
    OWN_UNIT = "matter-own-unit", "R8.2.4", ["8(2)"],
        "The step before this one was taken in your unit: an officer of another unit takes this step.";
    DAY_TO_COME = "matter-day-to-come", "R3.1.2", ["3(1)"],
        "The day is still to come: give the day on which it happened.";
    OVER = "matter-over", "R3.1.2", ["3(1)"],
        "The last day is over: give one that is today or later.";
    ENDS_BEFORE = "matter-ends-before", "R3.1.2", ["3(1)"],
        "The last day is before the first: look at both.";
    KIND_OTHER = "matter-kind-other", "R5.1.1", ["5"],
        "This kind does not belong to this matter: choose one of its own.";
    OUTCOME_OTHER = "matter-outcome-other", "R6.2.2", ["6(2)(2)"],
        "A matter ends with an outcome of its own list: choose it.";
    REASON_OTHER = "matter-reason-other", "R6.2.2", ["6(2)(2)"],
        "This reason does not belong to this step: choose one of its own.";
    // The person's rights.
    IDENTITY = "matter-identity", "R7.1.1", ["7(1)(1)"],
        "Nobody is given information without proof of who they are: look at an identity document first.";
    RELATION = "matter-relation", "R7.1.2", ["7(1)(1)"],
        "A representative or guardian shows the document of the relation: enter it.";
    RELATION_OTHER = "matter-relation-other", "R7.1.2", ["7(1)(1)"],
        "This relation gives no right to the information: a parent, an adoptive parent or a guardian named by a court has it.";
    RELATION_ENDED = "matter-relation-ended", "R7.1.2", ["7(1)(1)"],
        "The relation is over, or the person is eighteen: they ask themselves.";
    WITHHELD_TOO_LONG = "matter-withheld-too-long", "R7.1.4", ["7(1)(1)"],
        "A look is hidden from the person for a year at most: give an earlier last day, and a new order then.";
    NORM_SUSPENDED = "matter-norm-suspended", "R7.1.6", ["7(1)(2)", "39"],
        "Appeals against acts before 1 January 2024 were suspended: take it in under the suspended norm, it is not dropped.";
    NORM_IN_FORCE = "matter-norm-in-force", "R7.1.6", ["7(1)(2)", "39"],
        "The norm was in force on this day: take the appeal in as usual.";
    NOT_BLOCKED = "matter-not-blocked", "R9.2.1", ["9(2)"],
        "The record is not blocked: block it first, then note the decision.";
    PARTLY = "matter-partly", "R37.1.2", ["37"],
        "A part of the court's decision is not done yet: a decision is executed as a whole.";
    CORRECTION_ENTRY = "matter-correction-entry", "R13.1.3", ["13"],
        "The claim is upheld: correct the record first and name the entry of the correction.";
    RECIPIENTS_UNTOLD = "matter-recipients-untold", "R13.1.3", ["13"],
        "Somebody who was given the wrong information was not told: tell every recipient before closing.";
    NOT_RESTRICTED = "matter-not-restricted", "R10.1.4", ["10(1)"],
        "The record is still searched: withhold it as soon as a consent is withdrawn, then decide.";
    SUBJECTS_UNTOLD = "matter-subjects-untold", "R7.1.7", ["7(1)(3)"],
        "The persons concerned were not told: tell them before the breach is closed.";
    BODY_UNTOLD = "matter-body-untold", "R7.1.7", ["7(1)(3)"],
        "The body for personal data was not told: tell it before the breach is closed.";
    TURNED_AWAY = "matter-turned-away", "R7.1-1.1", ["7(1-1)"],
        "A citizen has the right to be registered: a visit ends without it only for a reason of the list.";
    // Transfers.
    RECIPIENT_OTHER = "matter-recipient-other", "R9.4.1", ["9(4)"],
        "Information is given to courts, law-enforcement, special state, enforcement and inquiry bodies only.";
    WIDER_THAN_ORDER = "matter-wider-than-order", "R9.4.1", ["9(4)"],
        "More is asked for than the order allows: give what the order names.";
    MORE_WITHOUT_ORDER = "matter-more-without-order", "R9.4.2", ["9(4)"],
        "Match or no match and the number are enough: a card or images need an order.";
    USE_TOO_LONG = "matter-use-too-long", "R9.4.3", ["9(4)"],
        "Information is given for a year at most: give an earlier last day of use.";
    OWED = "matter-owed", "R9.4.3", ["9(4)"],
        "This recipient owes the confirmation of an earlier transfer: it confirms that first.";
    BLOCKED = "matter-blocked", "R1.7.1", ["1(7)", "9(2)"],
        "The record is blocked: nothing of it is given to anybody until the block ends.";
    NOT_RATIFIED = "matter-not-ratified", "R3.2.1", ["3(2)"],
        "A treaty counts from its ratification: enter the act and day of ratification, and a first day not before it.";
    NO_TREATY = "matter-no-treaty", "R9.5.1", ["9(5)"],
        "No ratified treaty in force is named: a foreign state is answered under one only.";
    TREATY_OTHER_STATE = "matter-treaty-other-state", "R9.5.1", ["9(5)"],
        "The treaty is with another state: name the treaty with the state that asks.";
    HIT_FIRST = "matter-hit-first", "R9.5.2", ["9(5)"],
        "A foreign state is told hit or no hit first: identity is a second request with its own reason.";
    NO_HIT = "matter-no-hit", "R9.5.2", ["9(5)"],
        "There was no hit: nothing more can be asked for.";
    NATIONALITY = "matter-nationality", "R9.5.1", ["9(5)"],
        "Of a person who seeks asylum the state of origin is named before anything is given: enter it.";
    STATE_OF_ORIGIN = "matter-state-of-origin", "R10.2.4", ["10(2)(4)", "9(5)"],
        "The state that asks is the person's state of origin: nothing of a person who seeks asylum is given to it.";
    RESEARCH_KIND = "matter-research-kind", "R5-1.7", ["5-1(7)"],
        "Research is given synthetic data or counts: no images and no profiles of people.";
    GROUP_TOO_SMALL = "matter-group-too-small", "R5-1.7", ["5-1(7)"],
        "A group of fewer than ten people could be told apart: ask for counts of ten or more.";
    // Supervision.
    EXTRACT_CHANGED = "matter-extract-changed", "R38.1.1", ["38"],
        "The extract is not the one that was drawn: hand over the one that was drawn, unchanged.";
    NOT_THE_ONE_ASKED = "matter-not-the-one-asked", "R4.5.1", ["4(5)", "8(4)"],
        "The question was put to another officer: they answer it themselves.";
    UNEXPLAINED = "matter-unexplained", "R4.5.1", ["4(5)", "8(4)"],
        "A look without an explanation is reported: enter the number of the report.";
    // Rules and the organisation.
    MFA_BASES = "matter-mfa-bases", "R33.1.1", ["33(1)"],
        "The body for foreign policy makes rules for B1f, B7 and B8 only: leave the other bases out.";
    TRB_BASES = "matter-trb-bases", "R34.1.1", ["34(1)"],
        "The body for transport makes rules for B2 only: leave the other bases out.";
    NSB_BASES = "matter-nsb-bases", "R35.1.1", ["35(1)"],
        "National security bodies make rules of border verification only, which has no gallery: leave the other bases out.";
    IAB_BASES = "matter-iab-bases", "R34.1.1", ["34(1)", "35(1)"],
        "Rules of seafarers' records are made by the body for transport and of border verification by the national security bodies: leave those bases out.";
    EXCLUDED_NORM = "matter-excluded-norm", "R31.2.1", ["31(2)"],
        "Art. 31(2) is excluded: rules rest on Art. 32(1), 33(1), 34(1) or 35(1).";
    BUNDLE_CHANGED = "matter-bundle-changed", "R32.1.1", ["32(1)"],
        "These are not the rules that were proposed: simulate, sign and confirm the same text.";
    NOT_SIMULATED = "matter-not-simulated", "R32.1.1", ["32(1)"],
        "The rules were not simulated on past cases: do that first.";
    FORM_NOT_IN_FORCE = "matter-form-not-in-force", "R8.5.1", ["8(5)"],
        "The form is not in force on this day: use the one that is.";
    TEST_TOO_LATE = "matter-test-too-late", "R6.2.1", ["6(2)(1)"],
        "A control is tested within two years: give an earlier next day.";
    ROOT_OTHER = "matter-root-other", "R8.2.1", ["8(2)"],
        "The restored register has another root than the backup: it was not restored; find out why.";
    NOT_FOR_ONESELF = "matter-not-for-oneself", "R8.4.1", ["8(4)"],
        "Nobody enters their own undertaking: another administrator or head enters it from the signed paper.";
    UNDERTAKING_OTHER = "matter-undertaking-other", "R8.4.1", ["8(4)"],
        "This undertaking is another officer's: name the one it was signed by.";
    TRAINING_TOO_OLD = "matter-training-too-old", "R8.4.1", ["8(4)"],
        "An undertaking lasts a year from the training: give an earlier last day, or train first.";
    ORDER_TOO_LONG = "matter-order-too-long", "R8.4.2", ["8(4)"],
        "An order for work outside the hours is for a month at most.";
    STATION_FAILED = "matter-station-failed", "R8.3.1", ["8(3)"],
        "A check of this station failed: note it as failed; it collects nothing until everything passes.";
    AGREEMENT_ABROAD = "matter-agreement-abroad", "R33.4.1", ["33"],
        "A service agreement is for collection abroad: the state cannot be Kazakhstan.";
    AUDIT_TOO_LATE = "matter-audit-too-late", "R33.4.1", ["33"],
        "A service firm is audited within a year: give an earlier day.";
    NO_AGREEMENT = "matter-no-agreement", "R33.4.1", ["33"],
        "No service agreement in force is named: nothing is taken from a firm without one.";
    BATCH_EMPTY = "matter-batch-empty", "R33.4.3", ["33"],
        "An empty batch is not sent.";
    BATCH_CHANGED = "matter-batch-changed", "R33.4.3", ["33"],
        "This is not the batch that was sent: confirm the batch with the digest it was sent with.";
    SAMPLE_TOO_SMALL = "matter-sample-too-small", "R33.4.3", ["33"],
        "One in twenty of a batch is looked at again, at least one: look at more.";
    NO_AMOUNT = "matter-no-amount", "R38.1.3", ["38"],
        "The register computes and collects no fine: leave the amount out.";
    BEFORE_THE_LAW = "matter-before-the-law", "R38.1.2", ["38", "39"],
        "The norm was not in force on this day: give a day from 1 January 2021 on.";
    TEXT_CHANGED = "matter-text-changed", "R38.1.3", ["38"],
        "This is not the text that was entered: verify the text with the digest it was entered with.";
    // Persons.
    OWN_JUDGEMENT = "matter-own-judgement", "R10-1.4.1", ["10-1(4)"],
        "Illness exempts by the conclusion of a medical commission only: nobody else judges it.";
    DISEASE_UNLISTED = "matter-disease-unlisted", "R10-1.4.1", ["10-1(4)"],
        "The conclusion names a code of the list of diseases: enter it.";
    CONCLUSION_NOT_HERE = "matter-conclusion-not-here", "R10-1.4.1", ["10-1(4)"],
        "A medical conclusion exempts from registration for identity documents only: for a visa or permit record that the person is unable.";
    FINDING_BY_TWO = "matter-finding-by-two", "R10-1.4.5", ["10-1(4)"],
        "That fingers are missing is found by two officers: a second one confirms it.";
    RECIPROCITY_OTHER = "matter-reciprocity-other", "R10-1.2.0", ["10-1(2)"],
        "The reciprocity is with another state or in another category: without its own entry there is no exemption.";
    RECIPROCITY_OVER = "matter-reciprocity-over", "R10-1.2.0", ["10-1(2)"],
        "The reciprocity was not in force on this day: without it there is no exemption.";
    INVITER_OTHER = "matter-inviter-other", "R10-1.2.6", ["10-1(2)(6)"],
        "This inviter is none of those the Law names: there is no exemption.";
    NOT_A_REPRESENTATIVE = "matter-not-a-representative", "R11.2.1", ["11(2)"],
        "This is no legal representative: a parent, an adoptive parent or a guardian named by a court is.";
    GUARDIAN_DECISION = "matter-guardian-decision", "R11.3.1", ["11(3)"],
        "A guardian is named by a court: enter the number of its decision. Limited capacity is not incapacity.";
    // Material.
    SELECTED_EARLIER = "matter-selected-earlier", "R21.5.1", ["21(5)"],
        "Material of this person was selected before: it is not selected again; attach the new judgment to the record.";
    COLLECTED_BY_POLICE = "matter-collected-by-police", "R21.1.3", ["21(1)(1)", "21(1)(3)", "21(1)(4)"],
        "Inquiry and investigation select of traces only: convicts, relatives and corpses are the bodies of internal affairs'.";
    COLLECTED_BY_INQUIRY = "matter-collected-by-inquiry", "R21.1.2", ["21(1)(2)"],
        "Material of an unidentified person is selected by inquiry and investigation with a specialist: pass it there.";
    NOT_HYGIENIC = "matter-not-hygienic", "R4.6.1", ["4(6)"],
        "Selection is safe for health: go through the list of hygiene before it.";
    BLOOD = "matter-blood", "R4.6.1", ["4(6)"],
        "Of a relative or a minor blood is taken for a medical reason only: take a swab, or name the reason.";
    SOURCE_OTHER = "matter-source-other", "R1.1.1", ["1(1)"],
        "The source does not fit the group: G1 and G3 are living persons, G2 traces, G4 bodies.";
    TRACE_SPECIALIST = "matter-trace-specialist", "R21.1.2", ["21(1)(2)"],
        "A trace is seized with a specialist of the authorised division or of forensic medicine: name the specialist.";
    CORPSE_SPECIALIST = "matter-corpse-specialist", "R21.1.4", ["21(1)(4)"],
        "Material of a corpse is selected with a specialist of forensic medicine: name the specialist.";
    RELATIVE_APPLICATION = "matter-relative-application", "R21.2.1", ["21(2)"],
        "A relative gives material on their written application only: enter it and whether they are a minor.";
    MINOR_RELATIVE = "matter-minor-relative", "R21.2.2", ["21(2)"],
        "A minor's representative is present and applies in writing: enter the document of the relation.";
    SEAL_OTHER = "matter-seal-other", "R19.4.1", ["19"],
        "The seal is not the one it was sealed with: put the material into quarantine.";
    SEAL_BROKEN = "matter-seal-broken", "R19.4.1", ["19"],
        "It arrived damaged: put it into quarantine; nothing is done with it until the head has decided.";
    LABORATORY_OTHER = "matter-laboratory-other", "R19.3.1", ["19(3)"],
        "It was sent to another laboratory: pass it there.";
    CONVICTS_TO_DIVISION = "matter-convicts-to-division", "R19.2.1", ["19(2)", "25(1)"],
        "Convicts' material goes to the authorised division only.";
    NO_EXAMINATION_ORDER = "matter-no-examination-order", "R25.2.1", ["19(3)", "25(2)"],
        "A forensic laboratory examines by an order that appoints the examination: enter it.";
    NO_LICENCE = "matter-no-licence", "R19.3.1", ["19(3)"],
        "A private expert needs a licence: enter it and its last day.";
    LICENCE_OVER = "matter-licence-over", "R19.3.1", ["19(3)"],
        "The expert's licence is over: choose another laboratory.";
    PORTION_OTHER = "matter-portion-other", "R21.4.1", ["21(4)"],
        "Material is used to obtain genomic information and for nothing else.";
    CONTROL_FAILED = "matter-control-failed", "R19.4.2", ["19", "25"],
        "A control of the run failed: the profile is not released; note the sample as poor or run again.";
    READ_OTHERWISE = "matter-read-otherwise", "R19.4.2", ["19", "25"],
        "The second reading differs from the first: it is not released before both agree.";
    NO_REPEAT_HERE = "matter-no-repeat-here", "R21.3.1", ["21(3)"],
        "Repeat selection is for convicts and relatives: traces and corpses are the case's.";
    FOURTH_SELECTION = "matter-fourth-selection", "R21.3.2", ["21(3)"],
        "Three samples failed: a fourth selection needs a review of the method and the agreement of the head.";
    EVIDENCE_RETURNS = "matter-evidence-returns", "R22.1.1", ["22(1)", "23(1)"],
        "Evidence is not destroyed by the laboratory: return it to the body of inquiry or investigation.";
    ACT_OTHER = "matter-act-other", "R23.4.1", ["23(4)"],
        "This is another act than the one that was drawn up: approve that one.";
    CONVICTS_NOT_RETURNED = "matter-convicts-not-returned", "R22.2.1", ["22(2)"],
        "A convict's material is destroyed with an act once the profile is accepted: it is not given away.";
    IDENTITY_KNOWN = "matter-identity-known", "R1.14.1", ["1(14)"],
        "The identity is known: this is no unidentified corpse.";
    CLOSING_OTHER = "matter-closing-other", "R29.3.1", ["29(3)"],
        "Relatives' information ends when the person is found or the case is closed for lack of an event or a crime: other grounds end nothing.";
    NO_BLOOD_RELATION = "matter-no-blood-relation", "R1.2.1", ["1(2)"],
        "This is no biological relation: a spouse, an in-law or an adoptive relative gives no material.";
    CLOSER_FIRST = "matter-closer-first", "R18.2.1", ["18(2)"],
        "Parents and children come first: of a farther relative say why no closer one gives material.";
    OTHER_BODY = "matter-other-body", "R6.1.1", ["6(1)"],
        "This is the matter of another body: an officer of that body takes this step.";
    OTHER_STATION = "matter-other-station", "R8.3.1", ["8(3)"],
        "A station is checked by its own unit: name your own.";
    NEVER_RECEIVED = "matter-never-received", "R19.4.1", ["19"],
        "No laboratory has received it: send it back to be dispatched anew.";
}
