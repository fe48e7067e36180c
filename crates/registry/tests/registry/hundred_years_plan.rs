//! The records of the hundred years, what will happen to each, and when each has to end: counted here once more, by
//! hand and by nothing of `law`.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::EventKind;
use ledger::{ENTRY_VERSION, Entry, EntryFields, Frontier, Outcome, SignedCheckpoint, SigningKey};
use registry::ports::Store;
use registry::sequencer::Change;
use registry::*;
use vocabulary::*;

use crate::support::{self, FIRST, ORIGIN, SeedExtractor};

/// Every basis that makes a record.
const BASES: [Basis; 13] = [
    Basis::B1,
    Basis::B1f,
    Basis::B2,
    Basis::B3,
    Basis::B4,
    Basis::B5,
    Basis::B6,
    Basis::B7,
    Basis::B8,
    Basis::G1,
    Basis::G2,
    Basis::G3,
    Basis::G4,
];

/// Days after an event on which its annulment is noted.
const ANNULLED_AFTER_DAYS: [i64; 3] = [2, 40, 300];
/// The days over which events are spread.
const EVENTS_WITHIN_DAYS: u64 = 36_000;

/// One record and what happens to it.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub(crate) number: RegistryNumber,
    pub(crate) basis: Basis,
    pub(crate) registered: Date,
    pub(crate) born: Date,
    /// What happens, and when.
    pub(crate) event: Option<(EventKind, Date)>,
    /// When that is annulled.
    pub(crate) annulled: Option<Date>,
    /// The event, once it is noted.
    pub(crate) noted: Option<EventId>,
    /// Whether its annulment is noted.
    pub(crate) stands: bool,
    pub(crate) archived_on: Option<Date>,
    pub(crate) destroyed_on: Option<Date>,
}

/// First days of the archive and of destruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) archive_from: Option<Date>,
    pub(crate) destroy_from: Option<Date>,
}

/// So many years after; no date of the plan is a 29 February.
fn years(after: Date, years: i16) -> Date {
    after.checked_add(years.years()).unwrap()
}

fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap()
}

impl Planned {
    fn standing(&self) -> Option<(EventKind, Date)> {
        self.event.filter(|_| self.stands)
    }

    fn on(&self, kinds: &[EventKind]) -> Option<Date> {
        self.standing().filter(|(kind, _)| kinds.contains(kind)).map(|(_, day)| day)
    }

    /// When it has to go, as far as anybody knows (law.md 6.4).
    pub(crate) fn ends(&self) -> Ends {
        use EventKind::*;
        let century = years(self.born, 100);
        let only = |destroy_from| Ends { archive_from: None, destroy_from };
        let earlier = |end: Date, by: &[EventKind]| Some(self.on(by).map_or(end, |day| day.min(end)));
        match self.basis {
            Basis::B1 | Basis::B1f => {
                let of_life = self.on(&[DeathEstablished, DeclaredDead, Missing, CitizenshipLost]);
                let at_once = self.on(&[ConsentWithdrawalGranted, DestructionOrdered]);
                only(of_life.map(|day| day.max(century)).or(at_once))
            }
            Basis::B8 => self.ten_and_forty(&[ConsentWithdrawalGranted, DestructionOrdered]),
            Basis::B2 | Basis::B3 | Basis::B4 | Basis::B5 | Basis::B6 | Basis::B7 | Basis::BV => {
                self.ten_and_forty(&[DestructionOrdered])
            }
            Basis::G1 => {
                only(match (self.on(&[AcquittalFinal]), self.on(&[DeathEstablished, DeclaredDead])) {
                    (Some(day), _) => Some(next_day(years(day, 1))),
                    (None, Some(day)) if day < century => Some(next_day(years(day, 25))),
                    _ => earlier(century, &[DestructionOrdered]),
                })
            }
            Basis::G2 => only(earlier(next_day(years(self.registered, 25)), &[DestructionOrdered])),
            Basis::G3 => only(self.on(&[Located, CaseClosed, ConsentWithdrawalGranted, DestructionOrdered])),
            Basis::G4 => {
                only(earlier(next_day(years(self.registered, 25)), &[Identified, DestructionOrdered]))
            }
        }
    }

    fn ten_and_forty(&self, ending: &[EventKind]) -> Ends {
        let archive_from = next_day(years(self.registered, 10));
        let destroy_from = next_day(years(self.registered, 50));
        match self.on(ending) {
            Some(day) if day < archive_from => Ends { archive_from: None, destroy_from: Some(day) },
            // Ended on the day the archive would begin: it never begins.
            Some(day) if day == archive_from => Ends { archive_from: None, destroy_from: Some(day) },
            Some(day) => Ends { archive_from: Some(archive_from), destroy_from: Some(day.min(destroy_from)) },
            None => Ends { archive_from: Some(archive_from), destroy_from: Some(destroy_from) },
        }
    }
}

/// Each basis without an event, and with each kind of event: one that stands and one that is annulled.
pub(crate) fn records() -> Vec<Planned> {
    let kinds: Vec<EventKind> =
        EventKind::ALL.iter().copied().filter(|kind| *kind != EventKind::Annulled).collect();
    let mut all = Vec::new();
    for basis in BASES {
        all.push(planned(all.len() as u64, basis, None, false));
        for kind in &kinds {
            for annulled in [false, true] {
                all.push(planned(all.len() as u64, basis, Some(*kind), annulled));
            }
        }
    }
    all
}

fn planned(n: u64, basis: Basis, kind: Option<EventKind>, annulled: bool) -> Planned {
    let mut number = [7; 16];
    number[8..].copy_from_slice(&(n + 1).to_be_bytes());
    let spread = |step: u64, most: u64| (n * step % most) as i64;
    let day = date(2026, 3, 3) + spread(7_919, EVENTS_WITHIN_DAYS).days();
    let day = if (day.month(), day.day()) == (2, 29) { day.tomorrow().unwrap() } else { day };
    let born = date(1946 + spread(13, 60) as i16, 5, 17);
    // An annulment that brings an end back that has passed by then leaves no time to execute it: not of this plan.
    let century = years(born, 100);
    let passes = basis == Basis::G1 && day > century - 2.years() && day < century + 2.years();
    let after = ANNULLED_AFTER_DAYS[n as usize % ANNULLED_AFTER_DAYS.len()];
    Planned {
        number: RegistryNumber::from_random_bytes(number),
        basis,
        registered: date(2025, 1, 2) + spread(37, 420).days(),
        born,
        event: kind.map(|kind| (kind, day)),
        annulled: (annulled && !passes).then(|| day + after.days()),
        noted: None,
        stands: false,
        archived_on: None,
        destroyed_on: None,
    }
}

/// Writes the records into a store without a register: chapter 3 has no commands of registration yet.
pub(crate) async fn write(store: &dyn Store, records: &[Planned]) {
    let pass = registry::testing::write_pass();
    let key = SigningKey::from_random_bytes(ORIGIN, [7; 32]).unwrap();
    let mut tree = Frontier::new();
    let mut transaction = store.begin(&pass).await.unwrap();
    for (sequence, record) in (0..).zip(records) {
        transaction.apply(sequence, &registration(sequence, record)).await.unwrap();
        let entry = entry(sequence);
        transaction.append(&entry, entry.leaf_hash(), &[]).await.unwrap();
        tree.push(entry.leaf_hash());
    }
    let checkpoint = SignedCheckpoint::sign(&key, tree.len(), tree.root());
    transaction.put_checkpoint(&checkpoint).await.unwrap();
    transaction.commit().await.unwrap();
}

fn entry(sequence: u64) -> Entry {
    Entry::new(EntryFields {
        version: ENTRY_VERSION,
        sequence,
        at_ms: support::start().as_millisecond(),
        actor: support::operator().officer.to_string(),
        body: Some(Body::Iab),
        role: Some(Role::Operator),
        operation: law::Operation::Register.code().to_owned(),
        verb: Verb::Store,
        purpose: Purpose::Registration,
        outcome: Outcome::Done,
        requirement: "R10.1.1".to_owned(),
        articles: vec!["10(1)".to_owned()],
        rule_version: "V3".to_owned(),
        commitments: Vec::new(),
    })
    .unwrap()
}

fn registration(n: u64, record: &Planned) -> Vec<Change> {
    let mut id = [9; 16];
    id[8..].copy_from_slice(&(n + 1).to_be_bytes());
    let (person, case, number) =
        (PersonId::from_random_bytes(id), CaseId::from_random_bytes(id), record.number);
    let encounter = EncounterId::from_random_bytes(id);
    let open = opened(n, record, case, person);
    let certificate = Certificate {
        number: CertificateNumber::new(2026, n + 1),
        basis: record.basis,
        body: open.body,
        registered_on: record.registered,
        in_database_until: None,
        articles: Vec::new(),
        fingers_recorded: 1,
        ledger_sequence: n,
    };
    let done = CaseRecord {
        state: CaseState::Registered,
        version: 2,
        certificate: Some(certificate.number.clone()),
        ..open.clone()
    };
    let details = IdentityDetails {
        born: BirthDate::parse(&record.born.to_string()).unwrap(),
        ..support::citizen(n + 1).person
    };
    vec![
        Change::PersonAdded { id: person, details },
        Change::CaseOpened(Box::new(open)),
        Change::EncounterOpened { case, encounter, number },
        print(n, number, encounter, ImpressionId::from_random_bytes(id)),
        Change::Registered {
            link: LinkId::from_random_bytes(id),
            person,
            number,
            case,
            territory: Territory::REPUBLIC,
            state: "registered".parse().unwrap(),
            certificate: Box::new(certificate),
        },
        Change::CaseUpdated(Box::new(done)),
    ]
}

fn opened(n: u64, record: &Planned, id: CaseId, person: PersonId) -> CaseRecord {
    let body = Body::Iab;
    let new = support::citizen(n + 1);
    let facts = law::Case {
        event_date: record.registered,
        basis: Basis::B1,
        body,
        person: law::Person {
            citizenship: Citizenship::Citizen,
            born: Some(new.person.born),
            incapable: false,
            hands: law::Hands::Whole,
            palms_recordable: true,
            live_registrations: Vec::new(),
            earlier_genomic_profile: false,
        },
        circumstances: law::Circumstances::default(),
        evidence: Vec::new(),
    };
    CaseRecord {
        id,
        person: Some(person),
        basis: record.basis,
        body,
        opened_by: support::operator().officer,
        unit: Unit::CENTRAL,
        opened_at: support::start(),
        event_date: record.registered,
        reference: new.reference,
        decision: law::decide(&facts),
        facts,
        evidence: Vec::new(),
        state: CaseState::Open,
        version: 1,
        certificate: None,
        duplicate_check: None,
        verification_attempts: 0,
        ending: None,
        postponed_on: None,
        details: None,
        encounter: None,
    }
}

fn print(n: u64, number: RegistryNumber, encounter: EncounterId, id: ImpressionId) -> Change {
    let position = FingerPosition::RightThumb;
    let CaptureInput::Image { image, ppi, original, media_type } = support::image(n + 1, position, FIRST)
    else {
        panic!("an image was asked for")
    };
    let (template, quality) = SeedExtractor.extract(&image, ppi).unwrap();
    Change::ImpressionCaptured {
        number,
        encounter,
        id,
        position,
        original,
        media_type,
        ppi: ppi.get(),
        template: template.to_bytes(),
        quality_score: quality.score,
        quality_causes: String::new(),
    }
}
