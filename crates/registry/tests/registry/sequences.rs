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
            // These answers say something of stored prints and attempts, so each is an entry.
            Err(CommandError::WrongState { message })
                if message.contains("duplicate check") || message.contains("not confirmed") =>
            {
                1
            }
            Err(CommandError::Invalid { .. } | CommandError::WrongState { .. }) => 0,
            Err(other) => panic!("{other}"),
        };
        if let Some(expected) = expected {
            assert_eq!(answer.is_ok(), expected, "{answer:?}");
        }
    }
}

/// The register and the model side by side.
struct Run<'a> {
    world: &'a World,
    model: Model,
}

impl Run<'_> {
    async fn perform(&mut self, act: Act) {
        let cases = self.model.cases.len();
        let place = |case: usize| if cases > 0 { Some(case % cases) } else { None };
        match act {
            Act::Open { person } if cases < 4 => self.open(person).await,
            Act::Open { .. } => {}
            Act::Verify { person, fingers } => self.verify(person, fingers).await,
            Act::Wait { seconds } => {
                let now = self.world.clock.now() + jiff::SignedDuration::from_secs(seconds);
                self.world.clock.set(now.max(start()));
            }
            Act::Consent { case } => {
                if let Some(case) = place(case) {
                    self.consent(case).await
                }
            }
            Act::Capture { case, fingers } => {
                if let Some(case) = place(case) {
                    self.capture(case, fingers).await
                }
            }
            Act::Check { case } => {
                if let Some(case) = place(case) {
                    self.check(case).await
                }
            }
            Act::Adjudicate { case, examiner, same } => {
                if let Some(case) = place(case) {
                    self.adjudicate(case, examiner, same).await
                }
            }
            Act::Register { case } => {
                if let Some(case) = place(case) {
                    self.register(case).await
                }
            }
            Act::Decline { case } => {
                if let Some(case) = place(case) {
                    self.decline(case).await
                }
            }
            Act::View { case, stranger } => {
                if let Some(case) = place(case) {
                    self.view(case, stranger).await
                }
            }
        }
    }

    async fn open(&mut self, person: u64) {
        let answer = self.world.registry.open_case(operator(), citizen(person)).await;
        self.model.answered(Some(true), &answer);
        let id = answer.unwrap().case.id;
        let state = CaseState::Open;
        self.model.cases.push(Modelled {
            id,
            person,
            consented: false,
            fingers: None,
            checked: false,
            state,
        });
    }

    async fn consent(&mut self, case: usize) {
        let c = &self.model.cases[case];
        let expected = c.state == CaseState::Open && !c.consented && !self.model.is_registered(c.person);
        let evidence = law::Evidence::Consent;
        let answer = self.world.registry.give_evidence(operator(), c.id, evidence, "kk", "text 2").await;
        self.model.cases[case].consented |= answer.is_ok();
        self.model.answered(Some(expected), &answer);
    }

    async fn capture(&mut self, case: usize, fingers: u64) {
        for position in FingerPosition::ALL {
            let expected = self.model.may_capture(&self.model.cases[case]);
            let (id, print) = (self.model.cases[case].id, image(fingers, *position, 1));
            let answer = self.world.registry.capture(operator(), id, *position, print).await;
            if answer.is_ok() {
                (self.model.cases[case].fingers, self.model.cases[case].checked) = (Some(fingers), false);
            }
            self.model.answered(Some(expected), &answer);
        }
    }

    async fn check(&mut self, case: usize) {
        let c = &self.model.cases[case];
        let expected = self.model.may_capture(c) && c.fingers.is_some();
        let alike = self.model.registered.iter().filter(|(_, fingers)| Some(*fingers) == c.fingers).count();
        let answer = self.world.registry.check_duplicates(operator(), c.id).await;
        if let Ok(check) = &answer {
            assert_eq!((check.candidates.len(), check.searched), (alike, self.model.registered.len()));
            self.model.cases[case].checked = true;
            self.model.cases[case].state =
                if alike > 0 { CaseState::AwaitingAdjudication } else { CaseState::Open };
        }
        self.model.answered(Some(expected), &answer);
    }

    async fn adjudicate(&mut self, case: usize, number: u8, same: bool) {
        let id = self.model.cases[case].id;
        let candidates = self.world.store.candidates_of(id).await.unwrap();
        let undecided = |c: &&CandidateRecord| !matches!(c.state, CandidateState::Decided(_));
        let Some(candidate) = candidates.iter().rev().find(undecided) else { return };
        let adjudication = if same { Adjudication::Same } else { Adjudication::Different };
        let answer =
            self.world.registry.adjudicate(examiner(number), candidate.id, adjudication, "points").await;
        self.model.answered(None, &answer);
        self.model.cases[case].state = self.world.store.case(id).await.unwrap().unwrap().state;
    }

    async fn register(&mut self, case: usize) {
        let c = &self.model.cases[case];
        let ready = self.model.may_capture(c) && c.fingers.is_some() && c.checked;
        // Whether alike records were all judged different is not modelled.
        let alike = self.model.registered.iter().any(|(_, fingers)| Some(*fingers) == c.fingers);
        let expected = if ready && alike { None } else { Some(ready) };
        let answer = self.world.registry.register(operator(), c.id).await;
        self.model.answered(expected, &answer);
        if answer.is_ok() {
            self.model.cases[case].state = CaseState::Registered;
            let c = &self.model.cases[case];
            self.model.registered.push((c.person, c.fingers.unwrap()));
        }
    }

    async fn decline(&mut self, case: usize) {
        let c = &self.model.cases[case];
        let open = matches!(c.state, CaseState::Open | CaseState::AwaitingAdjudication);
        // A case opened for verification has nothing to decline; the rest may.
        let expected = if self.model.is_registered(c.person) { None } else { Some(open) };
        let answer = self.world.registry.decline(operator(), c.id).await;
        self.model.answered(expected, &answer);
        if answer.is_ok() {
            let c = &mut self.model.cases[case];
            (c.state, c.consented, c.fingers) = (CaseState::Declined, false, None);
        }
    }

    async fn verify(&mut self, person: u64, fingers: u64) {
        let known = self.model.registered.iter().find(|(known, _)| *known == person).map(|(_, known)| *known);
        let thumb = probe(fingers, &[FingerPosition::LeftThumb]);
        let claim = format!("N{person:08}");
        let answer = self.world.registry.verify(operator(), &claim, Purpose::Confirm, None, thumb).await;
        if let (Ok(verification), Some(known)) = (&answer, known) {
            assert_eq!(verification.answer == VerificationAnswer::Confirmed, known == fingers);
        }
        // With an open verification of the person the attempts count, and the third is the last.
        let waits = |c: &Modelled| c.person == person && c.state == CaseState::Open;
        let expected = match self.model.cases.iter().any(waits) {
            true => None,
            false => Some(known.is_some()),
        };
        self.model.answered(expected, &answer);
        for c in &mut self.model.cases {
            c.state = self.world.store.case(c.id).await.unwrap().unwrap().state;
        }
    }

    async fn view(&mut self, case: usize, stranger: bool) {
        let actor = if stranger { officer(Body::Mfa, Role::Operator, 1) } else { operator() };
        let answer = self.world.registry.view_case(actor, self.model.cases[case].id).await;
        self.model.answered(Some(!stranger), &answer);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_has_exactly_the_acts(acts in prop::collection::vec(act(), 1..50)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let mut run = Run { world: &world, model: Model::default() };
            for act in acts {
                run.perform(act).await;
                assert_eq!(world.size().await, run.model.acts);
            }
            assert_eq!(world.registry.gallery_len(), run.model.registered.len());
            world.audited().await;
            let mut last = i64::MIN;
            for entry in world.entries().await {
                assert!(entry.at_ms >= last, "entries never run backwards");
                last = entry.at_ms;
            }
        });
    }
}
