use std::collections::BTreeSet;

use jiff::civil::date;
use law::{
    FieldShape, LinkedMatter, MatterAbout, MatterField, MatterFields, MatterKind, MatterRecord, MatterStep,
    Operation, RecordState, Request, TakenStep, authorise, matter_steps,
};
use vocabulary::{Actor, Basis, Purpose, Role};

use crate::story::{TODAY, officer};

/// Numbers by a seed (splitmix64), so that a failure is found again.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
    fn chance(&mut self, share: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= share
    }
}

const DAYS: &[&str] = &[
    "2020-06-01",
    "2023-06-01",
    "2025-12-01",
    "2026-03-01",
    "2026-03-02",
    "2026-03-20",
    "2026-09-01",
    "2029-01-01",
];

fn value(field: MatterField, actor: Actor, rng: &mut Dice) -> String {
    let pick = |list: &[&str], rng: &mut Dice| list[rng.below(list.len())].to_owned();
    match field.shape() {
        FieldShape::Reference => pick(&["A-1", "B-2"], rng),
        FieldShape::Article => pick(&["10(1)", "31(2)"], rng),
        FieldShape::Day => pick(DAYS, rng),
        FieldShape::Count => pick(&["0", "1", "12", "100"], rng),
        FieldShape::Business => "990140000001".to_owned(),
        FieldShape::Digest => ["a", "b"][rng.below(2)].repeat(64),
        FieldShape::State => pick(&["KGZ", "UZB", "KAZ"], rng),
        FieldShape::Unit => pick(&["00-0001", "00-0002"], rng),
        FieldShape::Identifier if rng.chance(0.6) => actor.officer.to_string(),
        FieldShape::Identifier => officer(99, actor.role, actor.body).officer.to_string(),
        FieldShape::Code(list) => pick(list, rng),
        FieldShape::Codes(list) => match rng.chance(0.8) {
            true => pick(list, rng),
            false => format!("{} {}", pick(list, rng), pick(list, rng)),
        },
    }
}

fn some(list: &[MatterField], share: f64, actor: Actor, rng: &mut Dice) -> MatterFields {
    let mut given = MatterFields::new();
    for field in list {
        if rng.chance(share) {
            given.insert(*field, value(*field, actor, rng));
        }
    }
    given
}

/// No row is dead: each step can be taken, and for every need there is a call that is refused for its reason.
#[test]
fn every_step_can_be_taken_and_every_need_refuses_by_its_own_reason() {
    for kind in MatterKind::ALL {
        for (at, step) in matter_steps(*kind).enumerate() {
            let mut open: BTreeSet<&str> = step.needs().map(|(_, reason)| reason.code).collect();
            let mut granted = false;
            let mut rng = Dice(at as u64 + 1);
            let mut tries = 0_u32;
            while !(granted && open.is_empty()) {
                tries += 1;
                assert!(
                    tries < 3_000_000,
                    "{kind} {}: granted {granted}, never refused for {open:?}",
                    step.step
                );
                match random_call(*kind, &step, &mut rng) {
                    Ok(()) => granted = true,
                    Err(code) => {
                        open.remove(code);
                    }
                }
            }
        }
    }
}

fn random_call(kind: MatterKind, step: &law::MatterStepRule, rng: &mut Dice) -> Result<(), &'static str> {
    let (role, bodies) = step.by[rng.below(step.by.len())];
    let body = bodies[rng.below(bodies.len())];
    let actor = officer(1 + rng.below(3) as u8, role, body);
    let mut given = some(step.asks, 1.0, actor, rng);
    given.extend(some(step.may, 0.5, actor, rng));
    let earlier: Vec<(&str, Actor, MatterFields)> = matter_steps(kind)
        .filter_map(|before| {
            let by = officer(1 + rng.below(3) as u8, role, body);
            let mut had = some(before.asks, 1.0, actor, rng);
            had.extend(some(before.may, 0.7, actor, rng));
            rng.chance(0.7).then_some((before.step, by, had))
        })
        .collect();
    // A step that failed often: the third sample.
    let many = if rng.chance(0.3) { 3 } else { 1 };
    let taken: Vec<TakenStep<'_>> = std::iter::repeat_n(&earlier, many)
        .flatten()
        .map(|(step, by, given)| TakenStep {
            step,
            officer: by.officer,
            body: by.body,
            unit: by.unit,
            on: date(2026, 3, 1),
            given,
        })
        .collect();
    let mut says = MatterFields::new();
    says.insert(MatterField::State, value(MatterField::State, actor, rng));
    let of = if rng.chance(0.5) { MatterKind::Treaty } else { MatterKind::Agreement };
    let state = ["in-force", "ended"][rng.below(2)];
    let linked: Vec<LinkedMatter<'_>> = [MatterField::Treaty, MatterField::Agreement]
        .into_iter()
        .map(|field| LinkedMatter { field, kind: of, state, given: &says })
        .collect();
    let lives = ["registered", "withheld", "registered blocked until review 2026-03-20"];
    let life = lives[rng.below(3)].parse::<RecordState>().unwrap();
    let basis = [Basis::B1, Basis::B5][rng.below(2)];
    let record = MatterRecord { basis, life, age: [None, Some(12), Some(40)][rng.below(3)] };
    let from = step.from[rng.below(step.from.len())];
    let facts = MatterStep {
        taken: &taken,
        linked: &linked,
        record: (kind.about() == MatterAbout::Record || (kind.may_name_a_record() && rng.chance(0.7)))
            .then_some(record),
        officer_body: [None, Some(body)][rng.below(2)],
        owed: rng.below(2) as u32,
        recipients: rng.below(2) as u32,
        ..MatterStep::new(kind, from, step.step, &given)
    };
    let purpose = if role == Role::Prosecutor { Purpose::Supervision } else { kind.purpose() };
    let request = Request::new(actor, Operation::StepMatter, purpose, TODAY).with_matter(&facts);
    let request = Request { own_case: true, ..request };
    authorise(&request).map(|_| ()).map_err(|refusal| refusal.code)
}
