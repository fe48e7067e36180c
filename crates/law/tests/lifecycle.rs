//! The life of a record: the reviewed table of every state and step, every refusal reached, and arbitrary
//! sequences against a small model.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{day, golden};
use law::{
    BLOCK_REVIEW_DAYS, KeyHolder, KeyHolders, Reason, RecordState, Requirement, SignedAct, Stage, Step,
    StepKind, Unblocking, advance, lifecycle_messages,
};
use proptest::prelude::*;
use vocabulary::{Basis, OfficerId, Territory, Unit, Verb};

fn officer(number: u8) -> OfficerId {
    OfficerId::from_random_bytes([number; 16])
}

fn holders(first: (u8, u16), second: (u8, u16)) -> KeyHolders {
    let holder = |(number, unit)| KeyHolder {
        officer: officer(number),
        unit: Unit::new(Territory::REPUBLIC, unit).unwrap(),
    };
    KeyHolders { first: holder(first), second: holder(second) }
}

fn commission() -> [OfficerId; 3] {
    [officer(11), officer(12), officer(13)]
}

/// The step with every fact in its favour.
fn good(kind: StepKind, commission: &[OfficerId]) -> Step<'_> {
    let act = SignedAct { author: officer(11), commission, head: Some(officer(20)) };
    let two = holders((1, 1), (2, 2));
    let (on, review_by) = (day("2030-01-01"), day("2030-01-31"));
    match kind {
        StepKind::Collect => Step::Collect,
        StepKind::Register => Step::Register,
        StepKind::Discard => Step::Discard,
        StepKind::Change => Step::Change,
        StepKind::Supplement => Step::Supplement(two),
        StepKind::Use => Step::Use,
        StepKind::Transfer => Step::Transfer,
        StepKind::Oversee => Step::Oversee,
        StepKind::Depersonalise => Step::Depersonalise(two),
        StepKind::Repersonalise => Step::Repersonalise(two),
        StepKind::Block => Step::Block { on, review_by },
        StepKind::ReviewBlock => Step::ReviewBlock { on, review_by },
        StepKind::Unblock => Step::Unblock(Unblocking {
            officer: officer(1),
            second: officer(2),
            violator: Some(officer(3)),
            result_recorded: true,
        }),
        StepKind::Withhold => Step::Withhold,
        StepKind::Restore => Step::Restore { decision_recorded: true },
        StepKind::EndForArchive => Step::EndForArchive,
        StepKind::EndForDestruction => Step::EndForDestruction,
        StepKind::Reopen => Step::Reopen,
        StepKind::Archive => Step::Archive(act),
        StepKind::Retrieve => Step::Retrieve(two),
        StepKind::Destroy => Step::Destroy(act),
    }
}

/// The step with each of its facts spoiled.
fn spoiled(kind: StepKind, commission: &[OfficerId]) -> Vec<Step<'_>> {
    let on = day("2030-01-01");
    let reviews = ["2030-01-01", "2029-12-31", "2030-02-01"].map(day);
    let by = |officer_number, second, violator: Option<u8>, result_recorded| Unblocking {
        officer: officer(officer_number),
        second: officer(second),
        violator: violator.map(officer),
        result_recorded,
    };
    let act = |author, head: Option<u8>, commission| SignedAct {
        author: officer(author),
        commission,
        head: head.map(officer),
    };
    let doubled: &[OfficerId] = &commission[..2];
    let acts = [
        act(11, None, commission),
        act(11, Some(11), commission),
        act(20, Some(20), commission),
        act(30, Some(12), commission),
        act(11, Some(20), doubled),
        act(11, Some(20), &[]),
    ];
    match kind {
        StepKind::Depersonalise => {
            [((1, 1), (1, 2)), ((1, 1), (2, 1))].map(|(a, b)| Step::Depersonalise(holders(a, b))).into()
        }
        StepKind::Repersonalise => {
            [((1, 1), (1, 2)), ((1, 1), (2, 1))].map(|(a, b)| Step::Repersonalise(holders(a, b))).into()
        }
        StepKind::Block => reviews.map(|review_by| Step::Block { on, review_by }).into(),
        StepKind::ReviewBlock => reviews.map(|review_by| Step::ReviewBlock { on, review_by }).into(),
        StepKind::Unblock => {
            [by(1, 2, None, false), by(3, 2, Some(3), true), by(1, 3, Some(3), true), by(1, 1, None, true)]
                .map(Step::Unblock)
                .into()
        }
        StepKind::Restore => vec![Step::Restore { decision_recorded: false }],
        StepKind::Archive => acts.map(Step::Archive).into(),
        StepKind::Destroy => acts.map(Step::Destroy).into(),
        StepKind::Retrieve => vec![Step::Retrieve(holders((1, 1), (1, 2)))],
        StepKind::Supplement => vec![Step::Supplement(holders((1, 1), (1, 2)))],
        StepKind::Collect
        | StepKind::Register
        | StepKind::Discard
        | StepKind::Change
        | StepKind::Use
        | StepKind::Transfer
        | StepKind::Oversee
        | StepKind::Withhold
        | StepKind::EndForArchive
        | StepKind::EndForDestruction
        | StepKind::Reopen => Vec::new(),
    }
}

/// Every state that steps reach from a draft, with one day of review for all blocks.
fn reached(basis: Basis) -> Vec<RecordState> {
    let commission = commission();
    let mut found = vec![RecordState::DRAFT];
    let mut at = 0;
    while let Some(state) = found.get(at).copied() {
        at += 1;
        for kind in StepKind::ALL {
            if let Ok(next) = advance(basis, state, &good(*kind, &commission))
                && !found.contains(&next)
            {
                found.push(next);
            }
        }
    }
    found.sort_by_key(|state| (state.stage(), state.is_depersonalised(), state.is_blocked()));
    found
}

fn shown(state: RecordState) -> String {
    state.to_string().replace(" until review 2030-01-31", "")
}

#[test]
fn the_table_of_states_and_steps_is_the_one_reviewed() {
    let commission = commission();
    let mut text = String::from(
        "Life of a record: answers of law::advance with every fact in favour of the step, steps of one answer together.\n\
         = stays as it is, → the state after, ✘ the requirement and code that refuse. Of bases after the first: only what\n\
         differs from it.\n\n\n",
    );
    let bases = [
        ("B3, as B2–B7", Basis::B3),
        ("B8", Basis::B8),
        ("B1, as B1f", Basis::B1),
        ("G1", Basis::G1),
        ("G2, as G4", Basis::G2),
        ("G3", Basis::G3),
    ];
    for (title, basis) in bases {
        for state in reached(basis) {
            let known = basis != Basis::B3 && reached(Basis::B3).contains(&state);
            let mut answers: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for kind in StepKind::ALL {
                let step = good(*kind, &commission);
                let answer = advance(basis, state, &step);
                if known && answer == advance(Basis::B3, state, &step) {
                    continue;
                }
                let cell = match answer {
                    Ok(next) if next == state => "=".to_owned(),
                    Ok(next) => format!("→ {}", shown(next)),
                    Err(refusal) => format!("✘ {} {}", refusal.requirement, refusal.code),
                };
                answers.entry(cell).or_default().push(kind.code());
            }
            if !answers.is_empty() {
                text += &format!("{title}: {}\n", shown(state));
                for (cell, kinds) in answers {
                    text += &format!("  {cell:<38}  {}\n", kinds.join(" "));
                }
                text.push('\n');
            }
        }
    }
    golden::check("lifecycle.txt", &(text.trim_end().to_owned() + "\n"));
}

#[test]
fn bases_of_one_group_live_alike() {
    let commission = commission();
    let groups: [&[Basis]; 3] = [
        &[Basis::B2, Basis::B3, Basis::B4, Basis::B5, Basis::B6, Basis::B7],
        &[Basis::B1, Basis::B1f],
        &[Basis::G2, Basis::G4],
    ];
    for group in groups {
        for basis in group {
            assert_eq!(reached(*basis), reached(group[0]));
            for state in reached(*basis) {
                for kind in StepKind::ALL {
                    let answer = |basis| advance(basis, state, &good(*kind, &commission));
                    assert_eq!(answer(*basis), answer(group[0]), "{basis} {state} {kind}");
                }
            }
        }
    }
}

/// R1.7.1: the eight verbs of Art. 1(7), in every state there is.
#[test]
fn a_block_stops_all_eight_verbs_everywhere_and_leaves_oversight_and_its_own_end() {
    let commission = commission();
    let stopped: BTreeSet<_> = StepKind::ALL.iter().filter_map(|kind| kind.stopped_verb()).collect();
    assert_eq!(
        stopped,
        [
            Verb::Collect,
            Verb::Store,
            Verb::Change,
            Verb::Supplement,
            Verb::Use,
            Verb::Transfer,
            Verb::Depersonalise,
            Verb::Destroy
        ]
        .into()
    );
    let mut blocked = 0;
    for basis in Basis::ALL {
        for state in reached(*basis).into_iter().filter(|state| state.is_blocked()) {
            blocked += 1;
            assert!(!state.is_searchable());
            for kind in StepKind::ALL {
                let answer = advance(*basis, state, &good(*kind, &commission));
                match kind.stopped_verb() {
                    Some(Verb::Destroy) => assert_eq!(answer.unwrap_err().requirement.as_str(), "R9.2.4"),
                    Some(_) => assert_eq!(answer.unwrap_err().requirement.as_str(), "R1.7.1"),
                    None => {}
                }
            }
            assert_eq!(advance(*basis, state, &Step::Oversee), Ok(state));
            let free = advance(*basis, state, &good(StepKind::Unblock, &commission)).unwrap();
            assert!(!free.is_blocked() && free.stage() == state.stage());
        }
    }
    assert!(blocked > 80, "{blocked}");
}

#[test]
fn every_refusal_is_reached_named_and_worded() {
    let commission = commission();
    let mut seen: BTreeMap<&str, Reason> = BTreeMap::new();
    for basis in Basis::ALL {
        for state in reached(*basis) {
            for kind in StepKind::ALL {
                let steps = spoiled(*kind, &commission);
                for step in steps.iter().chain([&good(*kind, &commission)]) {
                    assert_eq!(step.kind(), *kind);
                    if let Err(refusal) = advance(*basis, state, step) {
                        seen.insert(refusal.key, refusal);
                    }
                }
            }
        }
    }
    for (key, refusal) in &seen {
        assert!(key.ends_with(refusal.code) && refusal.says.ends_with('.'), "{refusal:?}");
        assert!(Requirement::parse(refusal.requirement.as_str()).is_some() && !refusal.articles.is_empty());
    }
    let known: BTreeSet<_> = lifecycle_messages().map(|(key, _)| key).collect();
    assert_eq!(seen.into_keys().collect::<BTreeSet<_>>(), known);
    assert_eq!(lifecycle_messages().count(), known.len(), "each key once");
}

/// With a spoiled fact nothing is allowed that the good facts allow, and nothing changes the reason before it.
#[test]
fn a_spoiled_fact_always_refuses() {
    let commission = commission();
    for basis in [Basis::B1, Basis::B3, Basis::G1] {
        for state in reached(basis) {
            for kind in StepKind::ALL {
                for step in spoiled(*kind, &commission) {
                    let refused = advance(basis, state, &step).unwrap_err();
                    if let Err(anyway) = advance(basis, state, &good(*kind, &commission)) {
                        assert_eq!(refused, anyway, "{basis} {state} {step:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn refusals_of_acts_name_the_chapter_of_the_law() {
    let members = commission();
    let act = SignedAct { author: officer(11), commission: &members, head: None };
    let due: RecordState = "due".parse().unwrap();
    let refused = |basis| advance(basis, due, &Step::Destroy(act)).unwrap_err();
    assert_eq!(refused(Basis::B3).requirement.as_str(), "R17.3.1");
    assert_eq!(refused(Basis::B3).articles[0].as_str(), "17(3)");
    assert_eq!(refused(Basis::G1).requirement.as_str(), "R23.4.1");
    assert_eq!(refused(Basis::G1).articles[0].as_str(), "23(4)");
}

#[test]
fn a_block_is_reviewed_within_thirty_days() {
    let registered: RecordState = "registered".parse().unwrap();
    let block = |review_by| {
        let step = Step::Block { on: day("2030-01-01"), review_by: day(review_by) };
        advance(Basis::B3, registered, &step)
    };
    assert_eq!(BLOCK_REVIEW_DAYS, 30);
    assert!(block("2030-01-01").is_err() && block("2030-02-01").is_err());
    assert_eq!(block("2030-01-02").unwrap().review_by(), Some(day("2030-01-02")));
    assert_eq!(block("2030-01-31").unwrap().review_by(), Some(day("2030-01-31")));
}

#[test]
fn a_state_reads_back_and_an_impossible_one_is_refused() {
    for basis in Basis::ALL {
        for state in reached(*basis) {
            assert_eq!(state.to_string().parse::<RecordState>().unwrap(), state);
        }
    }
    let wrong = [
        "",
        "blocked",
        "registered blocked",
        "registered blocked until review 2030-02-30",
        "registered blocked until review",
        "draft depersonalised",
        "destroyed depersonalised",
        "destroyed blocked until review 2030-01-31",
        "registered depersonalised depersonalised",
        "registered blocked until review 2030-01-31 depersonalised",
    ];
    for text in wrong {
        let error = text.parse::<RecordState>().unwrap_err().to_string();
        assert!(error.contains("record state"), "{error}");
    }
}

/// The model: five facts about a record instead of a table of states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Model {
    place: Place,
    withheld: bool,
    due: Option<End>,
    blocked: bool,
    cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Desk,
    Database,
    Archive,
    Nowhere,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Archive,
    Destruction,
}

impl Model {
    const NEW: Self = Self { place: Place::Desk, withheld: false, due: None, blocked: false, cut: false };

    /// Whether the step is allowed, and what is then.
    fn after(self, basis: Basis, kind: StepKind) -> Option<Self> {
        use StepKind::*;
        let archive = matches!(basis.code(), "B2" | "B3" | "B4" | "B5" | "B6" | "B7" | "B8");
        let consent_or_convict = matches!(basis.code(), "B1" | "B1f" | "B8" | "G3" | "G1");
        let kept = self.place == Place::Database && self.due.is_none();
        let desk = self.place == Place::Desk;
        let free = !self.blocked;
        let named = desk || (kept && !self.cut);
        let gone = Self { place: Place::Nowhere, withheld: false, due: None, blocked: false, cut: false };
        let (allowed, next) = match kind {
            Oversee => (true, self),
            Collect => (free && desk, self),
            Register => (free && desk, Self { place: Place::Database, ..self }),
            Discard => (free && desk, gone),
            Change => (free && named, self),
            Supplement | Use => (free && named && !self.withheld, self),
            Transfer => (free && named && !desk && !self.withheld, self),
            Depersonalise => (free && kept && !self.cut, Self { cut: true, ..self }),
            Repersonalise => (free && kept && self.cut, Self { cut: false, ..self }),
            Block => (free && self.place != Place::Nowhere, Self { blocked: true, ..self }),
            ReviewBlock => (self.blocked, self),
            Unblock => (self.blocked, Self { blocked: false, ..self }),
            Withhold => (kept && !self.withheld && consent_or_convict, Self { withheld: true, ..self }),
            Restore => (kept && self.withheld, Self { withheld: false, ..self }),
            EndForArchive => (kept && archive, Self { due: Some(End::Archive), withheld: false, ..self }),
            EndForDestruction => (
                matches!(self.place, Place::Database | Place::Archive) && self.due != Some(End::Destruction),
                Self { due: Some(End::Destruction), withheld: false, ..self },
            ),
            Reopen => (self.due.is_some(), Self { due: None, ..self }),
            Archive => (
                free && self.place == Place::Database && self.due == Some(End::Archive),
                Self { place: Place::Archive, due: None, ..self },
            ),
            Retrieve => (free && self.place == Place::Archive && self.due.is_none(), self),
            Destroy => (free && self.due == Some(End::Destruction), gone),
        };
        allowed.then_some(next)
    }

    fn stage(self) -> Stage {
        match (self.place, self.due, self.withheld) {
            (Place::Desk, ..) => Stage::Draft,
            (Place::Nowhere, ..) => Stage::Destroyed,
            (Place::Archive, None, _) => Stage::Archived,
            (Place::Archive, Some(_), _) => Stage::ArchivedDue,
            (Place::Database, Some(End::Archive), _) => Stage::DueForArchive,
            (Place::Database, Some(End::Destruction), _) => Stage::Due,
            (Place::Database, None, true) => Stage::Withheld,
            (Place::Database, None, false) => Stage::Registered,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_steps_goes_as_in_the_model(
        basis in 0usize..Basis::ALL.len(),
        kinds in proptest::collection::vec(0usize..StepKind::ALL.len(), 0..60),
    ) {
        let (basis, commission) = (Basis::ALL[basis], commission());
        let (mut state, mut model) = (RecordState::DRAFT, Model::NEW);
        for kind in kinds.into_iter().map(|number| StepKind::ALL[number]) {
            let answer = advance(basis, state, &good(kind, &commission));
            let expected = model.after(basis, kind);
            prop_assert_eq!(answer.is_ok(), expected.is_some(), "{} {} {:?}: {:?}", state, kind, model, answer);
            if let (Ok(next), Some(expected)) = (answer, expected) {
                (state, model) = (next, expected);
            }
            prop_assert_eq!(state.stage(), model.stage());
            prop_assert_eq!((state.is_blocked(), state.is_depersonalised()), (model.blocked, model.cut));
            prop_assert_eq!(
                state.is_searchable(),
                model.place == Place::Database && model.due.is_none() && !model.withheld && !model.blocked && !model.cut
            );
        }
    }
}
