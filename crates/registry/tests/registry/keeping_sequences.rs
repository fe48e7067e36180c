//! Arbitrary acts of the right and the wrong officers over whole lives of records, held against a small model: every
//! answer, every state after it, entries, and at the end everything read anew.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Arc, Mutex};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::{EventKind, Stage};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use registry::testing::MemoryStore;
use registry::*;
use vocabulary::*;

use crate::keeping_model::{self as model, Answer, Asked, Happened, Mark, Paper, Place, Record, Who, answer};
use crate::keeping_support::{self, Office};
use crate::support::{corpse, examiner, mark, operator, prosecutor, reason, start};

const RECORDS_MAX: usize = 4;
/// Commands of one sequence.
const LENGTH_MAX: usize = 150;
/// After this day nobody of these tests is registered: the people would be too old.
const REGISTERED_UNTIL: Date = date(2080, 1, 1);
/// One sequence for so many inputs that proptest would take.
const SEQUENCES_OF: u32 = 8;

#[derive(Debug, Clone)]
enum Command {
    Register {
        citizen: bool,
    },
    Block {
        record: usize,
        who: u8,
        days: i32,
    },
    Review {
        record: usize,
        who: u8,
        days: i32,
    },
    Withhold {
        record: usize,
        who: u8,
    },
    Restore {
        record: usize,
        who: u8,
    },
    Ask {
        record: usize,
        who: u8,
        kind: usize,
        result: bool,
        violator: Option<usize>,
        days: i32,
    },
    Agree {
        back: usize,
        who: u8,
        agree: bool,
    },
    Retrieve {
        back: usize,
        who: u8,
    },
    Note {
        record: usize,
        who: u8,
        kind: usize,
        days_ago: i32,
    },
    Annul {
        record: usize,
        who: u8,
        event: usize,
    },
    Sweep,
    Wait {
        days: i32,
    },
    Backwards {
        days: i32,
        then: Box<Command>,
    },
    Draw {
        who: u8,
        archive: bool,
        records: u8,
    },
    Sign {
        back: usize,
        who: u8,
    },
    Approve {
        back: usize,
        who: u8,
    },
    Execute {
        back: usize,
        who: u8,
    },
    Withdraw {
        back: usize,
        who: u8,
    },
    /// Every signature, the approval and the execution.
    Complete {
        back: usize,
    },
    /// Waits for the end of ten years, and has the record moved to the archive.
    ToArchive {
        record: usize,
    },
    Identify {
        record: usize,
    },
    View {
        record: usize,
    },
}

/// What happens to people and records in these tests; the last says nothing about either basis.
const KINDS: [EventKind; 6] = [
    EventKind::DeathEstablished,
    EventKind::CitizenshipLost,
    EventKind::ConsentWithdrawalGranted,
    EventKind::DestructionOrdered,
    EventKind::DestructionOrdered,
    EventKind::CaseSolved,
];

fn act_command() -> impl Strategy<Value = Command> {
    let (who, back) = (any::<u8>(), prop_oneof![8 => Just(0), 2 => 0..4usize]);
    prop_oneof![
        6 => (who, any::<bool>(), 1..16u8).prop_map(|(who, archive, records)| Command::Draw { who, archive, records }),
        4 => (back.clone(), who).prop_map(|(back, who)| Command::Sign { back, who }),
        2 => (back.clone(), who).prop_map(|(back, who)| Command::Approve { back, who }),
        4 => (back.clone(), who).prop_map(|(back, who)| Command::Execute { back, who }),
        1 => (back.clone(), who).prop_map(|(back, who)| Command::Withdraw { back, who }),
        6 => back.prop_map(|back| Command::Complete { back }),
    ]
}

fn record_command() -> impl Strategy<Value = Command> {
    let (record, who) = (0..RECORDS_MAX, any::<u8>());
    let days = prop_oneof![6 => 1..31i32, 1 => -2..40i32];
    let (r, w, d) = (record.clone(), who, days.clone());
    let ask =
        (r, w, 0..2 * ProposalKind::ALL.len(), any::<bool>(), prop::option::weighted(0.2, 0..11usize), d);
    let ask = ask.prop_map(|(record, who, kind, most, violator, days)| Command::Ask {
        record,
        who,
        kind,
        result: most || days % 3 > 0,
        violator,
        days,
    });
    let back = prop_oneof![8 => Just(0), 2 => 0..4usize];
    let ago = prop_oneof![Just(0), 0..3i32, 0..20_000i32, Just(-1)];
    prop_oneof![
        3 => (record.clone(), who, days.clone()).prop_map(|(record, who, days)| Command::Block { record, who, days }),
        1 => (record.clone(), who, days).prop_map(|(record, who, days)| Command::Review { record, who, days }),
        1 => (record.clone(), who).prop_map(|(record, who)| Command::Withhold { record, who }),
        1 => (record.clone(), who).prop_map(|(record, who)| Command::Restore { record, who }),
        6 => ask,
        7 => (back.clone(), who, prop::bool::weighted(0.8))
            .prop_map(|(back, who, agree)| Command::Agree { back, who, agree }),
        3 => (back, who).prop_map(|(back, who)| Command::Retrieve { back, who }),
        6 => (record.clone(), who, 0..KINDS.len(), ago)
            .prop_map(|(record, who, kind, days_ago)| Command::Note { record, who, kind, days_ago }),
        2 => (record.clone(), who, 0..4usize).prop_map(|(record, who, event)| Command::Annul { record, who, event }),
        2 => record.clone().prop_map(|record| Command::ToArchive { record }),
        1 => record.clone().prop_map(|record| Command::Identify { record }),
        1 => record.prop_map(|record| Command::View { record }),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let forward = prop_oneof![3 => 0..40i32, 2 => 300..4_500i32, 1 => 10_000..15_000i32];
    let plain = prop_oneof![
        3 => any::<bool>().prop_map(|citizen| Command::Register { citizen }),
        10 => Just(Command::Sweep),
        5 => forward.prop_map(|days| Command::Wait { days }),
        24 => record_command(),
        23 => act_command(),
    ];
    let plain = plain.boxed();
    prop_oneof![
        30 => plain.clone(),
        1 => (1..4_000i32, plain)
            .prop_map(|(days, then)| Command::Backwards { days, then: Box::new(then) }),
    ]
}

/// How often each command was answered how: a run that never gets somewhere shows nothing.
static HEARD: Mutex<BTreeMap<(&str, Answer), u64>> = Mutex::new(BTreeMap::new());

/// The register and the model side by side.
struct Run<'a> {
    office: &'a Office,
    carrier: CarrierId,
    today: Date,
    /// The day of the newest entry: the ledger takes none before it.
    newest: Date,
    swept: Option<Date>,
    records: Vec<Record>,
    asked: Vec<Asked>,
    acts: Vec<model::Act>,
    people: u64,
}

impl<'a> Run<'a> {
    async fn start(office: &'a Office) -> Self {
        let (by, custodian) = (office.archivist, office.archivist.officer);
        let carrier = office.registry().enter_carrier(by, "SHELF-1", "Vault 3", custodian).await.unwrap().id;
        let today = legal_date_kz(start());
        Self {
            office,
            carrier,
            today,
            newest: today,
            swept: None,
            records: Vec::new(),
            asked: Vec::new(),
            acts: Vec::new(),
            people: 0,
        }
    }

    fn actor(&self, who: Who) -> Actor {
        match who {
            Who::Archivist => self.office.archivist,
            Who::Member1 => self.office.members[0],
            Who::Member2 => self.office.members[1],
            Who::Member3 => self.office.members[2],
            Who::Head => self.office.head,
            Who::Supervisor => self.office.supervisor,
            Who::OtherSupervisor => self.office.other_supervisor,
            Who::Protector => self.office.protector,
            Who::Operator => self.office.operator,
            Who::Administrator => self.office.administrator,
            Who::Prosecutor => prosecutor(),
        }
    }

    fn move_to(&mut self, day: Date) {
        self.today = day;
        self.office.set_date(day);
    }

    /// Holds an answer and its entries against what was expected; gives what was granted.
    async fn heard<T: std::fmt::Debug>(
        &mut self,
        what: &'static str,
        expected: Answer,
        act: impl Future<Output = Result<T, CommandError>>,
    ) -> Option<T> {
        // With the clock before the newest entry nothing is done, not even a refusal.
        let behind = self.today < self.newest;
        let expected = if behind { Answer::State } else { expected };
        let before = self.office.world.size().await;
        let result = act.await;
        let entries = self.office.world.size().await - before;
        let class = match &result {
            Ok(_) => Answer::Granted,
            Err(CommandError::Refused { .. }) => Answer::Refused,
            Err(CommandError::Store(error)) => {
                assert!(behind && matches!(error, StoreError::ClockBehind { .. }), "{what}: {error}");
                Answer::State
            }
            Err(_) => Answer::State,
        };
        assert_eq!(class, expected, "{what} on {}: {result:?}", self.today);
        match class {
            Answer::Granted if what == "execute" => assert_eq!(entries, 2, "{what}: rows, then receipts"),
            Answer::Granted if what == "sweep" => assert!(entries >= 1),
            Answer::Granted | Answer::Refused => assert_eq!(entries, 1, "{what}"),
            Answer::State => assert!(entries <= u64::from(!behind), "{what}"),
        }
        if entries > 0 {
            self.newest = self.today;
        }
        *HEARD.lock().unwrap().entry((what, class)).or_default() += 1;
        result.ok()
    }

    async fn perform(&mut self, command: Command) {
        match command {
            Command::Backwards { days, then } => {
                let day = self.today;
                self.move_to(day - days.days());
                if !matches!(*then, Command::Register { .. } | Command::Wait { .. }) {
                    self.perform_one(*then).await;
                }
                self.move_to(day);
            }
            command => self.perform_one(command).await,
        }
        self.compare().await;
    }

    async fn perform_one(&mut self, command: Command) {
        match command {
            Command::Register { citizen } => self.register(citizen).await,
            Command::Sweep => self.sweep().await,
            Command::Wait { days } => self.move_to(self.today + days.days()),
            Command::Backwards { .. } => {}
            Command::Ask { .. } | Command::Agree { .. } | Command::Retrieve { .. } => {
                self.by_two(command).await
            }
            Command::Draw { who, archive, records } => self.draw(who, archive, records).await,
            Command::Sign { back, .. }
            | Command::Approve { back, .. }
            | Command::Execute { back, .. }
            | Command::Withdraw { back, .. }
            | Command::Complete { back } => {
                if let Some(act) = self.acts.len().checked_sub(back + 1) {
                    self.with_act(act, command).await;
                }
            }
            Command::Block { record, .. }
            | Command::Review { record, .. }
            | Command::Withhold { record, .. }
            | Command::Restore { record, .. }
            | Command::Note { record, .. }
            | Command::Annul { record, .. }
            | Command::ToArchive { record }
            | Command::Identify { record }
            | Command::View { record } => {
                if let Some(record) = record.checked_rem(self.records.len()) {
                    self.with_record(record, command).await;
                }
            }
        }
    }

    async fn register(&mut self, citizen: bool) {
        let day = self.newest..=REGISTERED_UNTIL;
        if self.records.len() == RECORDS_MAX || !day.contains(&self.today) {
            return;
        }
        self.people += 1;
        let (_, number) = match citizen {
            true => self.office.citizen(self.people).await,
            false => self.office.foreigner(self.people).await,
        };
        self.newest = self.today;
        self.records.push(Record {
            number,
            person: self.people,
            citizen,
            registered: self.today,
            place: Place::Database,
            mark: Mark::Nothing,
            review_by: None,
            cut: false,
            joined_until: None,
            events: Vec::new(),
        });
    }

    async fn sweep(&mut self) {
        let expected = answer(&[(self.swept.is_none_or(|last| self.today >= last), Answer::State)]);
        let swept = self.heard("sweep", expected, self.office.registry().sweep()).await;
        if swept.is_some() {
            self.swept = Some(self.today);
            let today = self.today;
            self.records.iter_mut().for_each(|record| record.swept(today));
        }
    }
}

/// One of those who may, four times of five; else anybody.
fn pick(who: u8, may: &[Who]) -> Who {
    let from = if who.is_multiple_of(5) { model::EVERYBODY } else { may };
    from[usize::from(who / 5) % from.len()]
}

mod acts;
mod two;
mod whole;
mod with_record;

/// What the stage of the register is by the model.
fn stage(record: &Record) -> Option<Stage> {
    Some(match (record.place, record.mark) {
        (Place::Gone, _) => return None,
        (Place::Database, Mark::Nothing) => Stage::Registered,
        (Place::Database, Mark::Withheld) => Stage::Withheld,
        (Place::Database, Mark::ForArchive) => Stage::DueForArchive,
        (Place::Database, Mark::ForDestruction) => Stage::Due,
        (Place::Archive, Mark::ForDestruction) => Stage::ArchivedDue,
        (Place::Archive, _) => Stage::Archived,
    })
}

/// What has to be granted at least once in a run, or the run shows nothing.
const HEARD_OF: [&str; 6] = ["approve", "block", "draw up", "execute", "note", "sign"];

#[test]
fn any_sequence_of_acts_over_lives_of_records_goes_as_in_the_model() {
    let cases = ProptestConfig::default().cases / SEQUENCES_OF;
    let mut runner = TestRunner::new(ProptestConfig { cases, ..ProptestConfig::default() });
    let commands = prop::collection::vec(command(), 1..LENGTH_MAX);
    let ran = runner.run(&commands, |commands| {
        whole::run(commands);
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
    let heard = HEARD.lock().unwrap();
    println!("{heard:?}");
    for what in HEARD_OF {
        assert!(heard.contains_key(&(what, Answer::Granted)), "nobody was granted to {what}");
    }
    assert!(heard.keys().filter(|(_, answer)| *answer == Answer::Refused).count() > HEARD_OF.len() / 2);
}
