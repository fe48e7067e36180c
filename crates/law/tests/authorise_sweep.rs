//! Every call there is: deny by default, every answer with requirement, article and words, every reason reached, and
//! no role granted but those named here.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use std::collections::BTreeSet;

use common::calls::{actors, another, bases, call, decision, states, step, try_call};
use common::{born, case, day, lawful};
use law::{
    Decision, KeyHolder, KeyHolders, Operation, QueryKind, Request, Requirement, Search, SignedAct,
    SignedTerms, Step, StepKind, Unblocking, Unfit, authorise, decide, lifecycle_messages, messages,
};
use vocabulary::Basis::*;
use vocabulary::{Citizenship, OfficerId, Purpose, Role, Territory, Unit, Verb};

/// S3 of the goals: every cell is executed, every answer names requirement, article and what to do.
#[test]
fn every_call_is_granted_or_refused_with_requirement_article_and_words() {
    let keys: BTreeSet<_> = messages().into_iter().map(|(key, _)| key).collect();
    let (mut granted, mut refused) = (0, 0);
    for who in actors() {
        for &operation in Operation::ALL {
            for &purpose in Purpose::ALL {
                for basis in bases() {
                    match try_call(who, operation, purpose, basis) {
                        Ok(grant) => {
                            granted += 1;
                            assert!(Requirement::parse(grant.requirement().as_str()).is_some());
                            assert!(!grant.articles().is_empty());
                            assert_eq!(
                                (grant.actor(), grant.operation(), grant.purpose()),
                                (who, operation, purpose)
                            );
                            assert!(
                                who.role != Role::Prosecutor
                                    || grant.verb() == Verb::Supervise
                                    || operation == Operation::SignIn,
                                "supervision writes nothing: {operation}"
                            );
                        }
                        Err(refusal) => {
                            refused += 1;
                            let named = Requirement::parse(refusal.requirement.as_str()).is_some();
                            assert!(named, "{}", refusal.requirement);
                            let worded = !refusal.articles.is_empty() && refusal.message.ends_with('.');
                            assert!(worded, "{refusal:?}");
                            assert!(keys.contains(&refusal.key), "{}", refusal.key);
                        }
                    }
                }
            }
        }
    }
    let all = [Role::ALL.len(), 11, Operation::ALL.len(), Purpose::ALL.len(), 15].iter().product::<usize>();
    assert_eq!((granted + refused, all), (9 * 11 * 57 * 10 * 15, 9 * 11 * 57 * 10 * 15));
    assert!(granted * 100 < refused, "deny by default: {granted} granted, {refused} refused");
}

/// Who may do what, written down a second time and by hand.
fn named(operation: Operation) -> &'static [Role] {
    use Operation::*;
    use Role::{
        Administrator, Archivist, DataProtection, Examiner, Head, Operator, Prosecutor, Supervisor, System,
    };
    match operation {
        OpenCase | GiveEvidence | Capture | CheckDuplicates | Register | Decline | CloseCase | Verify => {
            &[Operator]
        }
        CheckTraveller => &[Operator],
        ViewLane => &[Operator, Prosecutor, Supervisor],
        DecideSecondLine | EnterLaneRequest | EnterHandsFinding => &[Operator, Supervisor],
        ConfirmLaneRequest | ConfirmHandsFinding => &[Supervisor],
        AdjudicateCandidate | Identify | AskSearch => &[Examiner],
        ViewSearches => &[Examiner, Prosecutor, Supervisor, Head],
        ViewRecord => &[Operator, Examiner, Prosecutor, DataProtection],
        ViewCase | SearchPerson => &[Operator, Prosecutor],
        ViewPrints => &[Examiner, Prosecutor],
        ViewLedger => &[Prosecutor, Administrator],
        ManageOfficers | RotateKeys => &[Administrator],
        SignIn => {
            &[Operator, Examiner, Prosecutor, Administrator, Supervisor, Head, Archivist, DataProtection]
        }
        BlockRecord => &[Prosecutor, Supervisor, DataProtection],
        ReviewBlock | UnblockRecord => &[Supervisor, DataProtection],
        DepersonaliseRecord | RepersonaliseRecord | RetrieveRecord => &[Supervisor, Head, Archivist],
        WithholdRecord | RestoreRecord | ApproveSearch => &[Supervisor, Head],
        NoteEvent | AnnulEvent => &[Supervisor, Archivist],
        ReceiveEvents | Sweep => &[System],
        ViewTerms => &[Prosecutor, Supervisor, Head, Archivist, DataProtection],
        ViewAct => &[Operator, Examiner, Prosecutor, Supervisor, Head, Archivist, DataProtection],
        ViewSuperseded => &[Prosecutor, Head, Archivist],
        CorrectPerson | SupplementPrint => &[Operator, Supervisor],
        SignAct => &[Operator, Examiner, Supervisor, Archivist],
        ApproveAct | ConfirmTerms => &[Head],
        SignTerms => &[DataProtection],
        DrawUpAct | WithdrawAct | ExecuteAct | CertifyDestruction | RegisterCarrier | CheckCarrier => {
            &[Archivist]
        }
        // Their own tables say who (tests/matters); a call that names no matter is refused.
        StepMatter | ViewMatters => &[],
    }
}

#[test]
fn no_role_but_those_named_is_ever_granted_and_each_named_one_is() {
    for &operation in Operation::ALL {
        let mut granted = BTreeSet::new();
        for who in actors() {
            for &purpose in Purpose::ALL {
                for basis in bases() {
                    if try_call(who, operation, purpose, basis).is_ok() {
                        granted.insert(who.role);
                    }
                }
            }
        }
        assert_eq!(granted, named(operation).iter().copied().collect(), "{operation}");
    }
}

/// A report signed by this officer.
fn by(officer: OfficerId) -> SignedTerms {
    SignedTerms { signed_by: Some(officer), confirmed: false }
}

/// The good call and the same with each fact taken away.
fn spoiled<'a>(good: Request<'a>, other: &'a [Decision]) -> Vec<Request<'a>> {
    let mut all = vec![
        good,
        Request { basis: None, ..good },
        Request { decision: None, ..good },
        Request { on: day("2023-12-31"), ..good },
        Request { case_reference: None, ..good },
        Request { terms: None, ..good },
        Request { undertaking_over: true, ..good },
        Request { station_failed: true, ..good },
        Request { terms: good.terms.map(|_| SignedTerms::default()), ..good },
        Request { terms: good.terms.map(|terms| SignedTerms { confirmed: true, ..terms }), ..good },
        Request { terms: good.terms.map(|_| by(good.actor.officer)), ..good },
        Request { own_case: false, ..good },
        Request { duty_refused: true, ..good },
        Request { record_blocked: true, ..good },
        Request { already_reviewed: true, ..good },
        Request { examination_awaited: false, ..good },
        Request { identity_proven: false, ..good },
        Request { entered_by: None, ..good },
        Request { entered_by: Some(good.actor.officer), ..good },
        Request { act: None, ..good },
        Request { search: None, ..good },
        Request { step: Some(step(StepKind::Use)), ..good },
    ];
    all.extend(other.iter().map(|decision| good.with_decision(decision)));
    let region = Unit::new(Territory::new(10).unwrap(), 1).unwrap();
    let afar = law::Request { actor: vocabulary::Actor { unit: region, ..good.actor }, ..good };
    all.push(afar.in_territory(Territory::new(11).unwrap()));
    all.extend(good.act.into_iter().flat_map(|act| acts(good, act)));
    all.extend(good.search.into_iter().flat_map(|search| searches(good, search)));
    all
}

fn acts<'a>(good: Request<'a>, act: SignedAct<'a>) -> Vec<Request<'a>> {
    let twice = static_commission(good.actor.officer);
    [
        SignedAct { head: Some(another().officer), ..act },
        SignedAct { head: None, commission: &[], ..act },
        SignedAct { head: None, ..act },
        SignedAct { head: Some(act.author), ..act },
        SignedAct { author: good.actor.officer, ..act },
        SignedAct { commission: twice, head: None, ..act },
    ]
    .map(|act| good.on_act(act))
    .into()
}

fn static_commission(first: OfficerId) -> &'static [OfficerId] {
    let [_, second, third] = *common::calls::COMMISSION;
    Box::leak(Box::new([first, second, third]))
}

fn searches<'a>(good: Request<'a>, search: Search<'a>) -> Vec<Request<'a>> {
    let me = KeyHolder { officer: good.actor.officer, unit: good.actor.unit };
    let near = KeyHolder { unit: me.unit, ..another() };
    let by = |holder| Search { asked_by: holder, approved_by: holder, ..search };
    [
        Search { switched_on: false, ..search },
        Search { ground_document: Some(" "), ..search },
        Search { ground_article: Some(" "), ..search },
        Search { asked_on: None, ..search },
        Search { asked_by: Some(another()), ..search },
        Search { unfit: Some(Unfit::Used), ..search },
        Search { unfit: Some(Unfit::OtherFingers), ..search },
        Search { unfit: Some(Unfit::OtherSearch), ..search },
        Search { query: QueryKind::Verification, ..search },
        Search { query: QueryKind::UnidentifiedCorpseFingers, ..search },
        Search { galleries: &[], ..search },
        Search { galleries: &[B3, G3], ..search },
        by(None),
        by(Some(me)),
        by(Some(near)),
    ]
    .map(|search| good.with_search(search))
    .into()
}

/// Every call in every state, and with every step.
fn lives(good: Request<'_>) -> impl Iterator<Item = Request<'_>> {
    states().into_iter().flat_map(move |life| {
        let steps = StepKind::ALL.iter().map(|kind| step(*kind)).chain(bad_steps()).map(Some);
        let other = vocabulary::Actor { officer: OfficerId::from_random_bytes([9; 16]), ..good.actor };
        std::iter::once(None)
            .chain(steps)
            .map(move |step| Request { life: Some(life), step, ..good })
            .flat_map(move |request| [request, Request { actor: other, ..request }])
    })
}

/// Steps with a fact spoiled, the actor one of two.
fn bad_steps() -> Vec<Step<'static>> {
    let mut bad = Vec::new();
    for kind in StepKind::ALL {
        match step(*kind) {
            Step::Depersonalise(two) => {
                bad.push(Step::Depersonalise(KeyHolders { first: two.second, ..two }));
                let near = KeyHolder { unit: two.second.unit, ..two.first };
                bad.push(Step::Depersonalise(KeyHolders { first: near, ..two }));
            }
            Step::Retrieve(two) => bad.push(Step::Retrieve(KeyHolders { first: two.second, ..two })),
            Step::Supplement(two) => bad.push(Step::Supplement(KeyHolders { first: two.second, ..two })),
            Step::Block { on, .. } => bad.push(Step::Block { on, review_by: on }),
            Step::Unblock(by) => bad.extend([
                Step::Unblock(Unblocking { result_recorded: false, ..by }),
                Step::Unblock(Unblocking { violator: Some(by.second), ..by }),
                Step::Unblock(Unblocking { officer: by.second, ..by }),
            ]),
            Step::Restore { .. } => bad.push(Step::Restore { decision_recorded: false }),
            _ => {}
        }
    }
    bad
}

#[test]
fn every_reason_to_refuse_is_reached_by_some_call() {
    let other = [
        decide(&lawful(B1)),
        decide(&case(B3, |c| c.person.born = born("2020"))),
        decide(&case(B3, |c| c.person.citizenship = Citizenship::Citizen)),
    ];
    let mut reached = BTreeSet::new();
    let nothing = law::MatterFields::new();
    let treaty = law::MatterStep::new(law::MatterKind::Treaty, "", "enter", &nothing);
    for who in actors() {
        let view = Request::new(who, Operation::ViewMatters, Purpose::Keeping, day("2026-03-02"))
            .with_matter(&treaty);
        reached.extend(authorise(&view).err().map(|refusal| refusal.key));
        for &operation in Operation::ALL {
            for &purpose in Purpose::ALL {
                for basis in bases() {
                    let decision = basis.map(|basis| decision(basis, who.body));
                    let good = call(who, operation, purpose, basis, decision);
                    if authorise(&good).is_err() && !spoils_of_a_refusal(operation, purpose) {
                        reached.extend(authorise(&good).err().map(|refusal| refusal.key));
                        continue;
                    }
                    let answers = spoiled(good, &other).into_iter().map(|request| authorise(&request));
                    reached.extend(answers.filter_map(Result::err).map(|refusal| refusal.key));
                    if matches!(basis, Some(B1 | B3 | G1)) {
                        let answers = lives(good).map(|request| authorise(&request));
                        reached.extend(answers.filter_map(Result::err).map(|refusal| refusal.key));
                    }
                }
            }
        }
    }
    let of_calls = |key: &&str| key.starts_with("law-refusal-");
    let known: BTreeSet<_> = messages().into_iter().map(|(key, _)| key).filter(of_calls).collect();
    assert_eq!(reached.iter().copied().filter(of_calls).collect::<BTreeSet<_>>(), known);
    let of_life: BTreeSet<_> = lifecycle_messages().map(|(key, _)| key).collect();
    assert!(of_life.is_subset(&reached), "{:?}", of_life.difference(&reached));
}

/// The decision decides these before anything else is spoiled.
fn spoils_of_a_refusal(operation: Operation, purpose: Purpose) -> bool {
    matches!(operation, Operation::Verify | Operation::OpenCase | Operation::Register)
        && matches!(purpose, Purpose::Registration | Purpose::Confirm | Purpose::Border)
}

/// A refusal never sends an officer to the body they come from.
#[test]
fn no_refusal_points_back_at_the_same_body() {
    for who in actors().filter(|who| who.role == Role::Operator) {
        for &operation in Operation::ALL {
            for &purpose in Purpose::ALL {
                for basis in bases() {
                    if let Err(refusal) = try_call(who, operation, purpose, basis) {
                        let to = refusal.message.split("pass the case to").nth(1).unwrap_or_default();
                        let back = to.contains(who.body.code());
                        assert!(!back, "{} {operation} {purpose}: {}", who.body, refusal.message);
                    }
                }
            }
        }
    }
}
