//! Keeping records: territory, two persons, acts, and the life of a record, each through law::authorise.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use common::calls::{
    COMMISSION, actor, actors, another, bases, call, decision, officer, states, step, try_call, unit,
};
use common::day;
use law::{
    BLOCK_REVIEW_DAYS, KeyHolder, KeyHolders, Operation, RecordState, Request, SignedAct, SignedTerms, Step,
    StepKind, Unblocking, advance, authorise, permits,
};
use vocabulary::Basis::{self, *};
use vocabulary::{Actor, Body, Purpose, Role, Territory, Verb};

fn refusal(request: Request<'_>) -> (&'static str, String) {
    let refusal = authorise(&request).expect_err("must be refused");
    (refusal.code, refusal.requirement.to_string())
}

fn keeping(body: Body, role: Role, operation: Operation, basis: Basis) -> Request<'static> {
    call(actor(body, role), operation, Purpose::Keeping, Some(basis), None)
}

fn state(text: &str) -> RecordState {
    text.parse().unwrap()
}

const BLOCKED: &str = "registered blocked until review 2026-04-01";

#[test]
fn a_unit_acts_in_its_own_territory_and_where_the_table_says_why_not() {
    let (here, there) = (Territory::new(10).unwrap(), Territory::new(11).unwrap());
    let local = |who: Actor| Actor { unit: unit(10, 1), ..who };
    let mut anywhere = Vec::new();
    for who in actors().map(local) {
        for &operation in Operation::ALL {
            for &purpose in Purpose::ALL {
                for basis in bases() {
                    let request =
                        call(who, operation, purpose, basis, basis.map(|basis| decision(basis, who.body)));
                    let at = |territory| authorise(&Request { territory, ..request });
                    assert_eq!(at(Some(here)).is_ok(), at(None).is_ok(), "{operation} {purpose}");
                    if at(None).is_err() {
                        continue;
                    }
                    for far in [there, Territory::REPUBLIC] {
                        match at(Some(far)) {
                            Ok(_) if !anywhere.contains(&(operation, purpose)) => {
                                anywhere.push((operation, purpose));
                            }
                            Ok(_) => {}
                            Err(refusal) => assert_eq!(
                                (refusal.code, refusal.requirement.as_str(), refusal.articles[0].as_str()),
                                ("other-territory", "R6.1.1", "6(1)")
                            ),
                        }
                    }
                }
            }
        }
    }
    use Operation::{
        BlockRecord, SearchPerson, Verify, ViewAct, ViewCase, ViewLedger, ViewPrints, ViewRecord,
        ViewSearches, ViewSuperseded, ViewTerms,
    };
    let mut expected = vec![
        (Verify, Purpose::Confirm),
        (Verify, Purpose::Border),
        (SearchPerson, Purpose::Border),
        (ViewRecord, Purpose::SubjectAccess),
        (SearchPerson, Purpose::SubjectAccess),
        (ViewLedger, Purpose::Administration),
    ];
    let supervised = [
        ViewRecord,
        ViewCase,
        ViewPrints,
        SearchPerson,
        ViewLedger,
        ViewTerms,
        ViewSuperseded,
        ViewAct,
        ViewSearches,
        BlockRecord,
        Operation::ViewLane,
    ];
    expected.extend(supervised.map(|operation| (operation, Purpose::Supervision)));
    let lane = [
        Operation::CheckTraveller,
        Operation::DecideSecondLine,
        Operation::ViewLane,
        Operation::EnterLaneRequest,
        Operation::ConfirmLaneRequest,
        Operation::EnterHandsFinding,
        Operation::ConfirmHandsFinding,
    ];
    expected.extend(lane.map(|operation| (operation, Purpose::Border)));
    expected.sort_unstable();
    anywhere.sort_unstable();
    assert_eq!(anywhere, expected);
    let central =
        call(actor(Body::Iab, Role::Operator), Operation::OpenCase, Purpose::Registration, Some(B3), None);
    assert!(authorise(&central.in_territory(there)).is_ok(), "the republic covers every territory");
}

#[test]
fn the_territory_is_told_after_role_purpose_and_body_and_before_the_facts() {
    let who = Actor { unit: unit(10, 1), ..actor(Body::Iab, Role::Operator) };
    let far = Territory::new(11).unwrap();
    let open = |basis| {
        call(who, Operation::GiveEvidence, Purpose::Registration, Some(basis), None).in_territory(far)
    };
    assert_eq!(refusal(Request { own_case: false, ..open(B3) }).0, "other-territory");
    assert_eq!(refusal(open(B2)), ("competence", "R11.1.2".into()));
}

#[test]
fn destruction_is_by_the_body_that_destroys() {
    let by =
        |body, basis| try_call(actor(body, Role::Archivist), Operation::DrawUpAct, Purpose::Keeping, basis);
    for &basis in Basis::ALL.iter().filter(|basis| **basis != BV) {
        let destroys = law::competence(basis).unwrap().destroyed_by.unwrap();
        for body in [Body::Add, Body::Agd, Body::Trb] {
            assert_eq!(by(body, Some(basis)).is_ok(), body == destroys, "{body} {basis}");
        }
    }
    let why =
        |body, basis| by(body, basis).map_err(|refusal| (refusal.code, refusal.requirement.to_string()));
    assert_eq!(why(Body::Agd, Some(B3)).unwrap_err(), ("destroyed-elsewhere", "R17.1.1".into()));
    assert_eq!(why(Body::Add, Some(B2)).unwrap_err(), ("destroyed-elsewhere", "R17.1.1".into()));
    assert_eq!(why(Body::Add, Some(G1)).unwrap_err(), ("genomic-destroyed-elsewhere", "R23.2.1".into()));
    assert_eq!(why(Body::Add, Some(BV)).unwrap_err(), ("not-a-registration", "R16.4.1".into()));
    let cited = |body, basis| by(body, basis).unwrap().requirement().to_string();
    assert_eq!((cited(Body::Add, None), cited(Body::Agd, None)), ("R17.1.1".into(), "R23.2.1".into()));
    assert_eq!(
        (cited(Body::Trb, Some(B2)), cited(Body::Agd, Some(G3))),
        ("R17.1.1".into(), "R23.2.1".into())
    );
}

#[test]
fn an_act_is_signed_by_a_commission_approved_by_another_head_and_only_then_executed() {
    let act = SignedAct { author: officer(11), commission: &*COMMISSION, head: None };
    let done = SignedAct { head: Some(officer(20)), ..act };
    let sign = keeping(Body::Add, Role::Archivist, Operation::SignAct, B3);
    assert_eq!(authorise(&sign).unwrap().verb(), Verb::Destroy);
    assert_eq!(refusal(Request { act: None, ..sign }), ("act-missing", "R17.3.1".into()));
    assert_eq!(refusal(sign.on_act(done)).0, "act-approved");
    let member = Actor { officer: officer(12), ..sign.actor };
    assert_eq!(refusal(Request { actor: member, ..sign }).0, "act-signed");

    let approve = keeping(Body::Add, Role::Head, Operation::ApproveAct, B3);
    assert_eq!(authorise(&approve).unwrap().requirement().as_str(), "R17.3.1");
    assert_eq!(refusal(Request { act: None, ..approve }).0, "act-missing");
    assert_eq!(refusal(approve.on_act(done)).0, "act-approved");
    let author = SignedAct { author: approve.actor.officer, ..act };
    assert_eq!(refusal(approve.on_act(author)), ("own-act", "R17.3.1".into()));
    let member = Actor { officer: officer(13), ..approve.actor };
    assert_eq!(refusal(Request { actor: member, ..approve }).0, "own-act");
    let two = SignedAct { commission: &COMMISSION[..2], ..act };
    assert_eq!(refusal(approve.on_act(two)).0, "commission");
    let genomic = keeping(Body::Agd, Role::Head, Operation::ApproveAct, G1);
    assert_eq!(authorise(&genomic).unwrap().requirement().as_str(), "R23.4.1");
    assert_eq!(refusal(genomic.on_act(two)), ("commission-genomic", "R23.4.1".into()));
    let of_body = Request { basis: None, ..genomic };
    assert_eq!(refusal(of_body.on_act(two)).0, "commission-genomic");

    let execute = keeping(Body::Add, Role::Archivist, Operation::ExecuteAct, B3);
    assert!(authorise(&execute).is_ok());
    assert_eq!(refusal(execute.on_act(act)), ("not-approved", "R17.3.1".into()));
    assert_eq!(refusal(Request { act: None, ..execute }).0, "act-missing");
    let of_step = Request { act: None, life: Some(state("due")), ..execute };
    let gone = authorise(&of_step.with_step(Step::Destroy(done))).unwrap();
    assert_eq!(gone.next_state(), Some(state("destroyed")));
    assert_eq!(refusal(of_step.with_step(Step::Destroy(act))).0, "not-approved");
}

#[test]
fn a_change_of_the_terms_is_signed_by_one_officer_and_confirmed_by_another() {
    let sign = keeping(Body::Iab, Role::DataProtection, Operation::SignTerms, B3);
    assert_eq!(authorise(&sign).unwrap().requirement().as_str(), "R3.1.1");
    assert_eq!(refusal(Request { terms: None, ..sign }), ("terms-missing", "R3.1.1".into()));
    let by = |officer| SignedTerms { signed_by: Some(officer), confirmed: false };
    assert_eq!(refusal(sign.on_terms(by(officer(2)))).0, "terms-signed");
    let confirm = keeping(Body::Iab, Role::Head, Operation::ConfirmTerms, B3);
    assert!(authorise(&confirm.on_terms(by(officer(2)))).is_ok());
    assert_eq!(refusal(Request { terms: None, ..confirm }).0, "terms-missing");
    assert_eq!(refusal(confirm.on_terms(SignedTerms::default())).0, "terms-unsigned");
    assert_eq!(refusal(confirm.on_terms(by(confirm.actor.officer))).0, "terms-own");
    let done = SignedTerms { confirmed: true, ..by(officer(2)) };
    assert_eq!(refusal(confirm.on_terms(done)).0, "terms-signed");
    let supervisor = Actor { role: Role::Supervisor, ..confirm.actor };
    assert_eq!(refusal(Request { actor: supervisor, ..confirm }).0, "terms-need-two");
    let elsewhere = Actor { body: Body::Add, ..confirm.actor };
    assert_eq!(refusal(Request { actor: elsewhere, ..confirm }).0, "competence");
}

#[test]
fn two_holders_act_in_their_own_names_from_different_units() {
    let ask = keeping(Body::Iab, Role::Head, Operation::DepersonaliseRecord, B3);
    let ask = Request { life: Some(state("registered")), ..ask };
    assert_eq!(authorise(&ask).unwrap().next_state(), None, "a proposal changes nothing");
    let me = KeyHolder { officer: ask.actor.officer, unit: ask.actor.unit };
    let with = |first, second| ask.with_step(Step::Depersonalise(KeyHolders { first, second }));
    let cut = authorise(&with(another(), me)).unwrap();
    assert_eq!(cut.next_state(), Some(state("registered depersonalised")));
    assert_eq!(authorise(&with(me, another())).unwrap().next_state(), cut.next_state());
    assert_eq!(refusal(with(me, me)), ("self-approval", "R9.1.1".into()));
    let near = KeyHolder { unit: me.unit, ..another() };
    assert_eq!(refusal(with(near, me)), ("same-unit", "R9.1.2".into()));
    let third = KeyHolder { officer: officer(3), unit: unit(0, 3) };
    assert_eq!(refusal(with(another(), third)), ("not-in-own-name", "R8.2.3".into()));
    let elsewhere = KeyHolder { unit: unit(0, 9), ..me };
    assert_eq!(refusal(with(another(), elsewhere)).0, "not-in-own-name", "nor in another unit's");

    let take = keeping(Body::Add, Role::Archivist, Operation::RetrieveRecord, B3);
    let take = Request { life: Some(state("archived")), ..take };
    let with = |first, second| take.with_step(Step::Retrieve(KeyHolders { first, second }));
    assert_eq!(authorise(&with(another(), me)).unwrap().next_state(), Some(state("archived")));
    assert_eq!(refusal(with(me, me)).0, "retrieve-signatures");
    assert_eq!(refusal(with(another(), third)).0, "not-in-own-name");
    assert_eq!(refusal(Request { case_reference: None, ..take }), ("order-missing", "R15.2.2".into()));
}

#[test]
fn a_block_is_ended_by_two_of_whom_none_violated() {
    let end = keeping(Body::Iab, Role::Supervisor, Operation::UnblockRecord, B3);
    let end = Request { life: Some(state(BLOCKED)), ..end };
    assert_eq!(authorise(&end).unwrap().next_state(), None, "a proposal ends no block");
    let (me, other) = (end.actor.officer, officer(2));
    let by = |officer, second, violator, result_recorded| {
        end.with_step(Step::Unblock(Unblocking { officer, second, violator, result_recorded }))
    };
    let free = Some(state("registered"));
    assert_eq!(authorise(&by(other, me, Some(officer(3)), true)).unwrap().next_state(), free);
    assert_eq!(authorise(&by(me, other, None, true)).unwrap().next_state(), free);
    assert_eq!(refusal(by(me, me, None, true)).0, "unblock-second");
    assert_eq!(refusal(by(other, me, Some(other), true)).0, "unblock-violator");
    assert_eq!(refusal(by(other, me, None, false)).0, "unblock-result");
    assert_eq!(refusal(by(other, officer(3), None, true)).0, "not-in-own-name");
}

#[test]
fn a_block_is_reviewed_within_thirty_days_and_ordered_by_a_prosecutor() {
    let (on, free) = (day("2026-03-02"), Some(state("registered")));
    let order = call(
        actor(Body::Pro, Role::Prosecutor),
        Operation::BlockRecord,
        Purpose::Supervision,
        Some(B3),
        None,
    );
    for (days, fits) in [(0, false), (1, true), (BLOCK_REVIEW_DAYS, true), (BLOCK_REVIEW_DAYS + 1, false)] {
        let review_by = on.checked_add(jiff::ToSpan::days(days)).unwrap();
        let request = Request { life: free, step: Some(Step::Block { on, review_by }), ..order };
        let answer = authorise(&request).map(|grant| grant.next_state().unwrap().review_by());
        assert_eq!(
            answer.map_err(|refusal| refusal.code),
            if fits { Ok(Some(review_by)) } else { Err("review-date") }
        );
    }
    let grant = authorise(&order).unwrap();
    assert_eq!((grant.requirement().as_str(), grant.verb()), ("R36.1.2", Verb::Supervise));
    let other = Request { operation: Operation::UnblockRecord, ..order };
    assert_eq!(refusal(other), ("supervision-reads-only", "R36.1.1".into()));
}

/// Whose record: of the body's own store, or collected by the body itself.
#[test]
fn a_data_protection_officer_blocks_in_the_store_or_what_the_body_collected() {
    let block = |body, basis, own_case| {
        let request = keeping(body, Role::DataProtection, Operation::BlockRecord, basis);
        authorise(&Request { own_case, ..request }).map(|_| ()).map_err(|refusal| refusal.code)
    };
    for body in [Body::Iab, Body::Add] {
        assert_eq!(block(body, B3, false), Ok(()));
    }
    assert_eq!(block(Body::Mfa, B7, true), Ok(()));
    assert_eq!(block(Body::Mfa, B7, false), Err("not-your-case"));
    assert_eq!(block(Body::Mfa, B3, true), Err("kept-elsewhere"));
    assert_eq!(block(Body::Iab, B2, false), Err("separate-store"));
    assert_eq!(block(Body::Trb, B2, false), Ok(()));
    assert_eq!(block(Body::Agd, G2, false), Ok(()));
    assert_eq!(block(Body::Inv, G2, true), Ok(()));
    assert_eq!(block(Body::Feb, G2, true), Err("genomic-kept-elsewhere"));
    assert_eq!(block(Body::Iab, BV, true), Err("not-a-registration"));
}

/// The operations that use a record, under purposes that oversee nothing.
#[test]
fn each_use_of_a_record_is_refused_as_its_state_refuses_it() {
    let uses = [
        (Body::Iab, Role::Operator, Operation::Verify, Purpose::Confirm, StepKind::Use),
        (Body::Iab, Role::Operator, Operation::ViewRecord, Purpose::Confirm, StepKind::Use),
        (Body::Iab, Role::Operator, Operation::ViewCase, Purpose::Registration, StepKind::Use),
        (Body::Iab, Role::Examiner, Operation::ViewRecord, Purpose::Identify, StepKind::Use),
        (Body::Iab, Role::Examiner, Operation::ViewPrints, Purpose::Registration, StepKind::Use),
        (Body::Iab, Role::Examiner, Operation::AdjudicateCandidate, Purpose::Registration, StepKind::Use),
        (Body::Iab, Role::Examiner, Operation::Identify, Purpose::Identify, StepKind::Use),
        (Body::Iab, Role::Operator, Operation::CorrectPerson, Purpose::Keeping, StepKind::Change),
        (Body::Iab, Role::Operator, Operation::SupplementPrint, Purpose::Keeping, StepKind::Supplement),
        (Body::Iab, Role::Operator, Operation::ViewRecord, Purpose::SubjectAccess, StepKind::Oversee),
        (Body::Iab, Role::DataProtection, Operation::ViewRecord, Purpose::Keeping, StepKind::Oversee),
        (Body::Pro, Role::Prosecutor, Operation::ViewRecord, Purpose::Supervision, StepKind::Oversee),
        (Body::Pro, Role::Prosecutor, Operation::ViewPrints, Purpose::Supervision, StepKind::Oversee),
    ];
    for (body, role, operation, purpose, kind) in uses {
        for basis in [B1, B3] {
            let request = call(actor(body, role), operation, purpose, Some(basis), None);
            for life in states() {
                let request = Request { life: Some(life), ..request };
                let bare =
                    authorise(&request).map(|_| ()).map_err(|refusal| (refusal.key, refusal.requirement));
                let by_life = permits(basis, life, kind);
                assert_eq!(
                    bare,
                    by_life.map_err(|reason| (reason.key, reason.requirement)),
                    "{operation} {life}"
                );
                let stepped = authorise(&request.with_step(step(kind))).map(|grant| grant.next_state());
                let after = advance(basis, life, &step(kind));
                assert_eq!(
                    stepped.map_err(|refusal| refusal.key),
                    after.map(Some).map_err(|reason| reason.key)
                );
            }
        }
    }
}

#[test]
fn a_step_needs_its_operation_and_a_named_record() {
    let block = keeping(Body::Iab, Role::Supervisor, Operation::BlockRecord, B3);
    let life = Some(state("registered"));
    for &kind in StepKind::ALL {
        let request = Request { life, step: Some(step(kind)), ..block };
        assert_eq!(authorise(&request).is_ok(), kind == StepKind::Block, "{kind}");
        assert!(kind == StepKind::Block || refusal(request) == ("step-other", "R9.3.1".into()));
        assert_eq!(refusal(Request { life: None, ..request }).0, "step-other", "no record is named");
    }
    let view =
        call(actor(Body::Iab, Role::Operator), Operation::ViewRecord, Purpose::Confirm, Some(B3), None);
    let oversee = Request { life, step: Some(Step::Oversee), ..view };
    assert_eq!(refusal(oversee).0, "step-other", "who uses does not oversee");
    let nothing = keeping(Body::Iab, Role::System, Operation::Sweep, B3);
    let request = Request { basis: None, life, ..nothing };
    assert_eq!(refusal(request).0, "basis-missing", "a state without a basis says nothing");
    assert_eq!(refusal(Request { life: Some(state("destroyed")), ..nothing }).0, "destroyed");
}

/// The caller who knows only that a record is blocked, and the one who knows its state.
#[test]
fn a_block_refuses_by_the_flag_and_by_the_state() {
    let verify = call(actor(Body::Iab, Role::Operator), Operation::Verify, Purpose::Confirm, Some(B3), None);
    assert_eq!(refusal(Request { record_blocked: true, ..verify }), ("record-blocked", "R1.7.1".into()));
    assert_eq!(refusal(verify.on_record(B3, state(BLOCKED))), ("blocked", "R1.7.1".into()));
    assert!(authorise(&verify.on_record(B3, state("registered"))).is_ok());
    let act = keeping(Body::Add, Role::Archivist, Operation::DrawUpAct, B3);
    let why = |text| refusal(act.on_record(B3, state(text)));
    assert_eq!(why("due blocked until review 2026-04-01"), ("blocked-destruction", "R9.2.4".into()));
    assert_eq!(why("registered"), ("not-expired", "R17.2.1".into()));
    assert_eq!(why("archived"), ("archive-term", "R15.2.3".into()));
    for due in ["due", "due-for-archive", "archived-due"] {
        assert!(authorise(&act.on_record(B3, state(due))).is_ok(), "{due}");
    }
}

#[test]
fn withholding_and_corrections_cite_the_chapter_of_the_record() {
    let cited = |body, role, operation, basis| {
        authorise(&keeping(body, role, operation, basis)).unwrap().requirement().to_string()
    };
    use Operation::{AnnulEvent, CorrectPerson, NoteEvent, RestoreRecord, WithholdRecord};
    let pairs = [
        (WithholdRecord, "R10.1.4", "R23.3.1"),
        (RestoreRecord, "R10.1.4", "R23.3.2"),
        (NoteEvent, "R15.1.1", "R29.1.1"),
        (AnnulEvent, "R15.1.3", "R29.1.3"),
        (CorrectPerson, "R13.1.1", "R26.1.1"),
    ];
    for (operation, prints, genomic) in pairs {
        assert_eq!(cited(Body::Iab, Role::Supervisor, operation, B1), prints, "{operation}");
        assert_eq!(cited(Body::Agd, Role::Supervisor, operation, G1), genomic, "{operation}");
    }
    let print = keeping(Body::Agd, Role::Supervisor, Operation::SupplementPrint, G1);
    assert_eq!(refusal(print).0, "genomic-separate", "no print is added to a profile");
}

/// R13.1.4: superseded data are for those who end records and for the prosecutor, blocked or not.
#[test]
fn what_was_there_before_a_correction_is_for_oversight() {
    let asked = |body, role, basis| keeping(body, role, Operation::ViewSuperseded, basis);
    for (body, basis) in [(Body::Add, B1), (Body::Add, B3), (Body::Trb, B2), (Body::Agd, G1)] {
        for role in [Role::Archivist, Role::Head] {
            assert!(authorise(&asked(body, role, basis)).is_ok(), "{body} {basis}");
        }
    }
    for role in [Role::Operator, Role::Supervisor, Role::DataProtection, Role::Examiner] {
        assert_eq!(refusal(asked(Body::Iab, role, B1)), ("superseded-for-oversight", "R13.1.4".into()));
    }
    assert_eq!(refusal(asked(Body::Agd, Role::Archivist, B1)).0, "destroyed-elsewhere");
    assert_eq!(refusal(asked(Body::Add, Role::Archivist, G1)).0, "genomic-destroyed-elsewhere");
    let prosecutor = actor(Body::Pro, Role::Prosecutor);
    let supervised = call(prosecutor, Operation::ViewSuperseded, Purpose::Supervision, Some(B1), None);
    assert!(authorise(&Request { record_blocked: true, ..supervised }).is_ok());
}
