//! Arbitrary sequences of commands against a small model: the ledger has exactly the acts, rows name
//! entries that exist, and what the model says must succeed succeeds.

use proptest::prelude::*;
use registry::*;
use vocabulary::*;

use crate::support::*;

#[derive(Debug, Clone)]
enum Act {
    Open { person: u64 },
    Consent { case: usize },
    Capture { case: usize, fingers: u64 },
    Check { case: usize },
    Adjudicate { case: usize, examiner: u8, same: bool },
    Register { case: usize },
    Decline { case: usize },
    Verify { person: u64, fingers: u64 },
    View { case: usize, stranger: bool },
    Wait { seconds: i64 },
}

fn act() -> impl Strategy<Value = Act> {
    let case = 0..4usize;
    prop_oneof![
        2 => (1..4u64).prop_map(|person| Act::Open { person }),
        2 => case.clone().prop_map(|case| Act::Consent { case }),
        3 => (case.clone(), 1..4u64).prop_map(|(case, fingers)| Act::Capture { case, fingers }),
        3 => case.clone().prop_map(|case| Act::Check { case }),
        3 => (case.clone(), 1..4u8, any::<bool>())
            .prop_map(|(case, examiner, same)| Act::Adjudicate { case, examiner, same }),
        3 => case.clone().prop_map(|case| Act::Register { case }),
        1 => case.clone().prop_map(|case| Act::Decline { case }),
        1 => (1..4u64, 1..4u64).prop_map(|(person, fingers)| Act::Verify { person, fingers }),
        1 => (case, any::<bool>()).prop_map(|(case, stranger)| Act::View { case, stranger }),
        1 => (-50..5000i64).prop_map(|seconds| Act::Wait { seconds }),
    ]
}

/// What the model knows of a case.
#[derive(Debug)]
struct Modelled {
    id: CaseId,
    person: u64,
    consented: bool,
    fingers: Option<u64>,
    checked: bool,
    state: CaseState,
}

#[derive(Default)]
struct Model {
    cases: Vec<Modelled>,
    /// Registered: person and whose fingers.
    registered: Vec<(u64, u64)>,
    acts: u64,
}

impl Model {
    fn is_registered(&self, person: u64) -> bool {
        self.registered.iter().any(|(known, _)| *known == person)
    }

    /// Whether prints may be taken in the case.
    fn may_capture(&self, case: &Modelled) -> bool {
        case.state == CaseState::Open && case.consented && !self.is_registered(case.person)
    }

    /// Counts the entries that the answer stands for, and holds success against the prediction.
    fn answered<T: std::fmt::Debug>(&mut self, expected: Option<bool>, answer: &Result<T, CommandError>) {
        self.acts += match answer {
            Ok(_) | Err(CommandError::Refused { .. } | CommandError::NotFound { what: "record" }) => 1,
            Err(CommandError::Invalid { .. } | CommandError::WrongState { .. }) => 0,
            Err(other) => panic!("{other}"),
        };
        if let Some(expected) = expected {
            assert_eq!(answer.is_ok(), expected, "{answer:?}");
        }
    }
}

async fn perform(world: &World, model: &mut Model, act: Act) {
    let r = &world.registry;
    let cases = model.cases.len();
    let index = |case: usize| (cases > 0).then(|| case % cases);
    match act {
        Act::Open { person } if cases < 4 => {
            let answer = r.open_case(operator(), citizen(person)).await;
            model.answered(Some(true), &answer);
            let id = answer.unwrap().case.id;
            let state = CaseState::Open;
            model.cases.push(Modelled { id, person, consented: false, fingers: None, checked: false, state });
        }
        Act::Consent { case } => {
            let Some(case) = index(case) else { return };
            let c = &model.cases[case];
            let expected = c.state == CaseState::Open && !c.consented && !model.is_registered(c.person);
            let answer = r.give_evidence(operator(), c.id, law::Evidence::Consent, "kk", "text 2").await;
            model.cases[case].consented |= answer.is_ok();
            model.answered(Some(expected), &answer);
        }
        Act::Capture { case, fingers } => {
            let Some(case) = index(case) else { return };
            for position in FingerPosition::ALL {
                let expected = model.may_capture(&model.cases[case]);
                let print = image(fingers, *position, 1);
                let answer = r.capture(operator(), model.cases[case].id, *position, print).await;
                if answer.is_ok() {
                    (model.cases[case].fingers, model.cases[case].checked) = (Some(fingers), false);
                }
                model.answered(Some(expected), &answer);
            }
        }
        Act::Check { case } => {
            let Some(case) = index(case) else { return };
            let c = &model.cases[case];
            let expected = model.may_capture(c) && c.fingers.is_some();
            let alike = model.registered.iter().filter(|(_, fingers)| Some(*fingers) == c.fingers).count();
            let answer = r.check_duplicates(operator(), c.id).await;
            if let Ok(check) = &answer {
                assert_eq!((check.candidates.len(), check.searched), (alike, model.registered.len()));
                model.cases[case].checked = true;
                model.cases[case].state =
                    if alike > 0 { CaseState::AwaitingAdjudication } else { CaseState::Open };
            }
            model.answered(Some(expected), &answer);
        }
        Act::Adjudicate { case, examiner: number, same } => {
            let Some(case) = index(case) else { return };
            let id = model.cases[case].id;
            let candidates = world.store.candidates_of(id).await.unwrap();
            let Some(candidate) =
                candidates.iter().rev().find(|c| !matches!(c.state, CandidateState::Decided(_)))
            else {
                return;
            };
            let adjudication = if same { Adjudication::Same } else { Adjudication::Different };
            let answer = r.adjudicate(examiner(number), candidate.id, adjudication, "points").await;
            model.answered(None, &answer);
            model.cases[case].state = world.store.case(id).await.unwrap().unwrap().state;
        }
        Act::Register { case } => {
            let Some(case) = index(case) else { return };
            let c = &model.cases[case];
            let ready = model.may_capture(c) && c.fingers.is_some() && c.checked;
            // Whether alike records were all judged different is not modelled.
            let alike = model.registered.iter().any(|(_, fingers)| Some(*fingers) == c.fingers);
            let expected = if ready && alike { None } else { Some(ready) };
            let answer = r.register(operator(), c.id).await;
            model.answered(expected, &answer);
            if answer.is_ok() {
                model.cases[case].state = CaseState::Registered;
                let c = &model.cases[case];
                model.registered.push((c.person, c.fingers.unwrap()));
            }
        }
        Act::Decline { case } => {
            let Some(case) = index(case) else { return };
            let c = &model.cases[case];
            let open = matches!(c.state, CaseState::Open | CaseState::AwaitingAdjudication);
            // A case opened for verification has nothing to decline; the rest may.
            let expected = if model.is_registered(c.person) { None } else { Some(open) };
            let answer = r.decline(operator(), c.id).await;
            model.answered(expected, &answer);
            if answer.is_ok() {
                let c = &mut model.cases[case];
                (c.state, c.consented, c.fingers) = (CaseState::Declined, false, None);
            }
        }
        Act::Verify { person, fingers } => {
            let known =
                model.registered.iter().find(|(known, _)| *known == person).map(|(_, fingers)| *fingers);
            let claim = format!("N{person:08}");
            let thumb = probe(fingers, &[FingerPosition::LeftThumb]);
            let answer = r.verify(operator(), &claim, Purpose::Confirm, None, thumb).await;
            if let (Ok(verification), Some(known)) = (&answer, known) {
                assert_eq!(verification.answer == VerificationAnswer::Confirmed, known == fingers);
            }
            model.answered(Some(known.is_some()), &answer);
        }
        Act::View { case, stranger } => {
            let Some(case) = index(case) else { return };
            let actor = if stranger { officer(Body::Mfa, Role::Operator, 1) } else { operator() };
            let answer = r.view_case(actor, model.cases[case].id).await;
            model.answered(Some(!stranger), &answer);
        }
        Act::Wait { seconds } => {
            let now = world.clock.now() + jiff::SignedDuration::from_secs(seconds);
            world.clock.set(now.max(start()));
        }
        Act::Open { .. } => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_has_exactly_the_acts(acts in prop::collection::vec(act(), 1..50)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let mut model = Model::default();
            for act in acts {
                perform(&world, &mut model, act).await;
                assert_eq!(world.size().await, model.acts);
            }
            assert_eq!(world.registry.gallery_len(), model.registered.len());
            world.audited().await;
            let mut last = i64::MIN;
            for entry in world.entries().await {
                assert!(entry.at_ms >= last, "entries never run backwards");
                last = entry.at_ms;
            }
        });
    }
}
